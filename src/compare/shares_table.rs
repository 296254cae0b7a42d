//! The tables of shares, `stance_by_actor.csv` and its kin.

use std::io::Write;

use super::cells::Axis;
use super::pair_tables::note;
use super::shares::{Denominator, ShareRow};
use super::{CompareSettings, Estimate, Inference, Population, Status, Weighting};
use crate::corpus::{Role, Standing};
use crate::table::{Column, Schema, TableError, TableWriter};

/// A table of shares: what it is divided by, and what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareTable {
    /// Its name, without `.csv`.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What its cells are divided by, beside the role.
    pub axes: &'static [Axis],
}

/// The tables of shares that a comparison writes.
pub const SHARE_TABLES: [ShareTable; 5] = [
    ShareTable {
        name: "stance_by_actor",
        title: "Stances by actor and role",
        axes: &[Axis::Actor],
    },
    ShareTable {
        name: "stance_by_document",
        title: "Stances by document and role",
        axes: &[Axis::Document],
    },
    ShareTable {
        name: "stance_by_actor_and_document",
        title: "Stances by actor, document and role",
        axes: &[Axis::Actor, Axis::Document],
    },
    ShareTable {
        name: "stance_by_actor_and_instrument",
        title: "Stances by actor, policy instrument and role",
        axes: &[Axis::Actor, Axis::Instrument],
    },
    ShareTable {
        name: "stance_by_actor_and_year",
        title: "Stances by actor, year and role",
        axes: &[Axis::Actor, Axis::Year],
    },
];

/// The schema of a table of shares.
pub fn share_schema(table: &ShareTable, settings: &CompareSettings) -> Schema {
    let mut columns: Vec<Column> = table.axes.iter().map(|axis| axis_column(*axis)).collect();
    columns.push(role_column());
    columns.push(stance_column(settings));
    columns.extend(estimate_columns());
    columns.extend(count_columns());
    columns.extend(source_columns());
    let mut key: Vec<&str> = table.axes.iter().map(|axis| axis.column()).collect();
    key.extend(["role", "stance", "denominator", "inference"]);
    Schema::new(
        table.name,
        table.title,
        "One row is one share. A filter on the first columns up to `inference` gives one number. The \
         estimate is the mean prediction of all passages, corrected by the coded ones; the share that \
         counting labels gives stands beside it and has no interval, because none around it covers.",
        columns,
    )
    .with_key(&key)
}

fn axis_column(axis: Axis) -> Column {
    let text = match axis {
        Axis::Actor => {
            "Who speaks: a party, several joined by +, Kabinet, or unknown; `all` together."
        }
        Axis::Document => "The document.",
        Axis::Instrument => {
            "The policy instrument; a passage counts for each that it is about; `none`: about none."
        }
        Axis::Year => "The year of the document.",
    };
    Column::text(axis.column(), text).required()
}

/// The column of roles.
pub(super) fn role_column() -> Column {
    let mut roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    roles.push("all");
    Column::text(
        "role",
        "What the actor does; `all`: all roles together, and in tables by actor and something else \
         the passages whose role is not known.",
    )
    .one_of(&roles)
    .required()
}

/// The column of classes.
pub(super) fn stance_column(settings: &CompareSettings) -> Column {
    let classes: Vec<&str> = settings.class_ids.iter().map(String::as_str).collect();
    Column::text("stance", "The class.")
        .one_of(&classes)
        .required()
}

/// The column that tells what an interval is about.
pub(super) fn inference_column() -> Column {
    Column::text(
        "inference",
        "What the interval is about. corpus: what would have been found, had all passages of this \
         corpus been coded. beyond-corpus: what actors do in such papers, if the clusters of this \
         corpus are like a sample of them.",
    )
    .one_of(&Inference::ALL.map(Inference::as_str))
    .required()
}

/// The column that tells what stands behind an estimate.
pub(super) fn status_column() -> Column {
    Column::text(
        "status",
        "census: every passage of the cell is coded, so that no chance of a draw is left. corrected: \
         predictions of all passages, corrected by the coded ones. labels-only: the coded passages \
         alone, with Wilson's interval, because they are few or few are of the class. not-estimable: \
         too few codings, drawn documents or clusters. descriptive: no coded passage has a known \
         inclusion probability. empty: nothing to take a share of.",
    )
    .one_of(&Status::ALL.map(Status::as_str))
    .required()
}

/// The columns of an interval.
pub(super) fn interval_columns(what: &str) -> [Column; 4] {
    [
        Column::number("std_error", format!("Standard error of {what}.")).at_least(0.0),
        Column::number("conf_low", "Lower limit of the interval."),
        Column::number("conf_high", "Upper limit of the interval."),
        Column::share(
            "conf_level",
            "The share of such intervals that shall cover.",
        )
        .required(),
    ]
}

fn estimate_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text(
            "denominator",
            "What the share is a share of: passages, stance-taking passages, or words.",
        )
        .one_of(&Denominator::ALL.map(Denominator::as_str))
        .required(),
        inference_column(),
        Column::number(
            "estimate",
            "The share, 0 to 1; a corrected one may lie a little outside.",
        ),
    ];
    columns.extend(interval_columns("the estimate"));
    columns.extend([
        status_column(),
        Column::share(
            "raw_share",
            "The share of predicted labels, counted; biased as the classifier is, so without interval.",
        ),
        Column::number("shift", "estimate - raw_share: what the correction moved."),
        Column::share(
            "coded_share",
            "The share among coded passages, weighted by how they were drawn; plain where that is not known.",
        ),
        Column::number(
            "correlation",
            "Pearson's correlation, in the cell, of the coded class and its predicted probability.",
        )
        .at_least(-1.0)
        .at_most(1.0),
    ]);
    columns
}

fn count_columns() -> Vec<Column> {
    let count = |name: &str, text: &str| Column::count(name, text).required();
    vec![
        count(
            "n_passages",
            "Passages of the cell, each once for its actor.",
        ),
        count("n_coded", "Coded passages that enter the estimate."),
        count(
            "n_coded_of_stance",
            "Those of n_coded that are of the stance.",
        ),
        count(
            "n_coded_unknown_pi",
            "Coded passages that do not enter it: nobody knows how likely they were to be coded.",
        ),
        Column::share(
            "pi_min",
            "Smallest inclusion probability of the coded passages.",
        ),
        Column::share(
            "pi_max",
            "Largest inclusion probability of the coded passages.",
        ),
        count("n_documents", "Documents of the passages."),
        count("n_actors", "Actors who speak them."),
        count(
            "n_clusters",
            "Clusters: units of independence beyond the corpus.",
        ),
        Column::text("cluster_unit", "What a cluster is: document or group.")
            .one_of(&["document", "group"])
            .required(),
        count("n_words", "Words of the passages.").in_unit("words"),
        count(
            "n_uncertain",
            "Passages of which the model is not certain; they count by their probabilities.",
        ),
        count(
            "n_outside",
            "Passages that are none that the model can know about; they count too.",
        ),
        count(
            "n_duplicates_left_out",
            "Passages in which the actor repeats itself; not in n_passages.",
        ),
        Column::text(
            "standing",
            "Whether the actor supported the cabinet of the day: government, opposition, cabinet, mixed, unknown.",
        )
        .one_of(&Standing::ALL.map(Standing::as_str)),
    ]
}

/// The columns that say where a number comes from.
pub(super) fn source_columns() -> [Column; 4] {
    [
        Column::text(
            "reference_standard",
            "Who gave the codes; the interval holds against them.",
        )
        .required(),
        Column::text("note", "What to know before citing the row."),
        Column::text("method", "How the numbers were made.").required(),
        Column::text("design", "How the passages and codings came about.").required(),
    ]
}

/// A table of shares under way.
pub struct ShareWriter<'a, W: Write> {
    out: TableWriter<W>,
    population: &'a Population<'a>,
    settings: &'a CompareSettings,
}

impl<'a, W: Write> ShareWriter<'a, W> {
    /// A table without rows; `file` is its name in messages.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(
        table: &ShareTable,
        population: &'a Population<'a>,
        settings: &'a CompareSettings,
        output: W,
        file: &str,
    ) -> Result<Self, TableError> {
        Ok(Self {
            out: TableWriter::new(output, file, &share_schema(table, settings))?,
            population,
            settings,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, row: &ShareRow) -> Result<(), TableError> {
        let (out, settings) = (&mut self.out, self.settings);
        for part in &row.key {
            out.text(part)?;
        }
        let estimate = &row.estimate;
        let shift = estimate.value.zip(row.raw_share).map(|(a, b)| a - b);
        let class_id = settings.class_ids.get(row.stance);
        out.text(row.role.map_or("all", Role::as_str))?
            .text(class_id.map_or("", String::as_str))?
            .text(row.denominator.as_str())?
            .text(row.inference.as_str())?;
        write_estimate(out, estimate, settings.rules.level)?;
        out.optional_number(row.raw_share)?
            .optional_number(shift)?
            .optional_number(row.coded_share)?
            .optional_number(row.correlation)?;
        write_counts(out, row, self.population)?;
        out.text(&settings.reference_standard)?
            .text(note(row.estimate.status, settings))?
            .text(method(row, self.population))?
            .text(&settings.design)?
            .end_row()
    }

    /// The output, after the last row.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> Result<W, TableError> {
        self.out.finish()
    }
}

/// Writes an estimate with its interval and status: the columns of [`interval_columns`] and
/// [`status_column`], behind the estimate itself.
pub(super) fn write_estimate<W: Write>(
    out: &mut TableWriter<W>,
    estimate: &Estimate,
    level: f64,
) -> Result<(), TableError> {
    out.optional_number(estimate.value)?
        .optional_number(estimate.std_error)?
        .optional_number(estimate.interval.map(|interval| interval.low))?
        .optional_number(estimate.interval.map(|interval| interval.high))?
        .number(level)?
        .text(estimate.status.as_str())?;
    Ok(())
}

fn write_counts<W: Write>(
    out: &mut TableWriter<W>,
    row: &ShareRow,
    population: &Population<'_>,
) -> Result<(), TableError> {
    let counts = &row.counts;
    out.count(counts.n_passages)?
        .count(counts.n_coded)?
        .count(row.n_coded_of_stance)?
        .count(counts.n_coded_unknown_pi)?
        .optional_number(counts.pi.map(|pi| pi.0))?
        .optional_number(counts.pi.map(|pi| pi.1))?
        .count(counts.n_documents)?
        .count(counts.n_actors)?
        .count(counts.n_clusters)?
        .text(population.cluster_unit.as_str())?
        .count(counts.n_words)?
        .count(counts.n_uncertain)?
        .count(counts.n_outside)?
        .count(counts.n_left_out)?
        .text(counts.standing)?;
    Ok(())
}

fn method(row: &ShareRow, population: &Population<'_>) -> &'static str {
    let is_ratio = population.weighting == Weighting::Ratio;
    match (row.estimate.status, row.inference) {
        (Status::Census, Inference::Corpus) => "share among all passages, all coded",
        (Status::Census, Inference::BeyondCorpus) => {
            "share among all passages, all coded; cluster-robust error; Wilson limits with Student's t"
        }
        (Status::Corrected, Inference::Corpus) if is_ratio => {
            "difference estimator, ratio weights; stratified error without replacement; Wilson \
             limits with Student's t"
        }
        (Status::Corrected, Inference::Corpus) => {
            "design-based supervised learning; error of the draw; Wilson limits with Student's t"
        }
        (Status::Corrected, Inference::BeyondCorpus) if is_ratio => {
            "difference estimator, ratio weights; cluster-robust error; Wilson limits with Student's t"
        }
        (Status::Corrected, Inference::BeyondCorpus) => {
            "design-based supervised learning; cluster-robust error; Wilson limits with Student's t"
        }
        (Status::LabelsOnly, _) => "weighted share of the coded passages; Wilson limits",
        (Status::NotEstimable, _) => "too few codings, drawn documents or clusters for an estimate",
        (Status::Descriptive, _) => "counts only",
        (Status::Empty, _) => "nothing to take a share of",
    }
}
