//! The tables `agreement.csv`, `agreement_pairs.csv` and `disagreements.csv`.

use std::io::Write;

use super::agreement::cell;
use super::codings::class_id;
use super::{AgreementMeasure, AgreementReport, AgreementRow, AuditError, ClusterKind, Codings};
use crate::corpus::Codebook;
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// What may be built on an alpha, by the lower end of its interval (Krippendorff 2004, section
/// 11.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReliabilityMark {
    /// 0.800 or more.
    Reliable,
    /// 0.667 to 0.800: for tentative conclusions.
    Tentative,
    /// Below 0.667: not to be published.
    Unreliable,
}

impl ReliabilityMark {
    /// The mark of an alpha whose interval starts at `low`.
    pub fn of(low: f64) -> Self {
        if low >= 0.800 {
            Self::Reliable
        } else if low >= 0.667 {
            Self::Tentative
        } else {
            Self::Unreliable
        }
    }

    /// The mark as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reliable => "reliable",
            Self::Tentative => "tentative",
            Self::Unreliable => "unreliable",
        }
    }
}

impl AgreementMeasure {
    /// All measures.
    const ALL: [Self; 6] = [
        Self::KrippendorffAlpha,
        Self::RawAgreement,
        Self::FleissKappa,
        Self::GwetAc1,
        Self::CohenKappa,
        Self::MacroF1,
    ];

    /// The measure as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KrippendorffAlpha => "krippendorff_alpha",
            Self::RawAgreement => "raw_agreement",
            Self::FleissKappa => "fleiss_kappa",
            Self::GwetAc1 => "gwet_ac1",
            Self::CohenKappa => "cohen_kappa",
            Self::MacroF1 => "macro_f1",
        }
    }

    /// How its standard error comes about.
    fn error_method(self) -> &'static str {
        match self {
            Self::KrippendorffAlpha => "; std_error: jackknife over these",
            Self::GwetAc1 => "; std_error: Gwet 2014, passages taken as independent",
            Self::CohenKappa => {
                "; std_error: Fleiss, Cohen and Everitt 1969, passages taken as independent"
            }
            _ => "",
        }
    }
}

impl ClusterKind {
    /// What was drawn, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Group => "groups",
            Self::Document => "documents",
            Self::Passage => "passages, taken as independent",
        }
    }
}

impl AgreementRow {
    /// The mark of a row of alpha with an interval.
    pub fn mark(&self) -> Option<ReliabilityMark> {
        let is_alpha = self.measure == AgreementMeasure::KrippendorffAlpha;
        self.interval
            .filter(|_| is_alpha)
            .map(|interval| ReliabilityMark::of(interval.low))
    }

    fn method(&self, report: &AgreementReport) -> String {
        if !self.split.is_empty() {
            return "as in the evaluation of the model".to_owned();
        }
        let what = match (self.measure, self.stance) {
            (AgreementMeasure::KrippendorffAlpha, Some(_)) => "the class against all others; ",
            _ => "",
        };
        let interval = match self.interval {
            Some(_) => format!(
                "interval: percentiles of {} bootstrap samples of {}",
                report.settings.n_resamples,
                report.cluster.in_words()
            ),
            None => "no interval: fewer than two clusters, or not defined".to_owned(),
        };
        let error = self.std_error.map_or("", |_| self.measure.error_method());
        format!("{what}{interval}{error}")
    }
}

/// The schema of `agreement.csv`.
pub fn agreement_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    let measures = AgreementMeasure::ALL.map(AgreementMeasure::as_str);
    let columns = vec![
        Column::text("measure", "The coefficient. macro_f1 weighs all classes of the codebook equally; a class that neither gave counts as 0.")
            .one_of(&measures)
            .required(),
        Column::text("stance", "The class that is held against all others; empty for all classes.")
            .one_of(&classes),
        Column::text("coder_a", "One of two; empty for all coders together."),
        Column::text("coder_b", "The other one; macro_f1 is the same either way."),
        Column::text("split", "The split of the model's evaluation; empty for coders."),
        Column::number("estimate", "The coefficient; empty where chance alone gives full agreement."),
        Column::number("std_error", "Its standard error; method says which.").at_least(0.0),
        Column::number("conf_low", "Lower end of the interval."),
        Column::number("conf_high", "Upper end of the interval."),
        Column::share("conf_level", "Level of the interval."),
        Column::text("mark", "Of alpha, by conf_low: reliable from .800, tentative from .667, below that unreliable (Krippendorff).")
            .one_of(&["reliable", "tentative", "unreliable"]),
        Column::count("n_passages", "Passages with two codings or more.").required(),
        Column::count("n_codings", "Codings of these passages; of the class, where there is one.").required(),
        Column::count("n_clusters", "Clusters that were drawn for the interval.").required(),
        Column::count("n_skipped", "Bootstrap samples left out because the coefficient is not defined there.").required(),
        Column::text("method", "How interval and standard error came about.").required(),
    ];
    Schema::new(
        "agreement",
        "Agreement of coders",
        "One row is one coefficient. Krippendorff's alpha is the headline; AC1 stands beside it \
         because alpha and the kappas fall where one class is very frequent. The macro-F1 of two \
         coders is the ceiling for the macro-F1 of a model.",
        columns,
    )
    .with_key(&["measure", "stance", "coder_a", "coder_b", "split"])
}

/// Writes `agreement.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_agreement<W: Write>(
    report: &AgreementReport,
    codebook: &Codebook,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &agreement_schema(codebook))?;
    for row in &report.rows {
        let stance = row.stance.map(|class| class_id(codebook, class));
        let (a, b) = row
            .coders
            .as_ref()
            .map_or(("", ""), |(a, b)| (a.as_str(), b.as_str()));
        let interval = row.interval;
        table
            .text(row.measure.as_str())?
            .text(stance.unwrap_or_default())?
            .text(a)?
            .text(b)?
            .text(&row.split)?
            .optional_number(row.estimate)?
            .optional_number(row.std_error)?
            .optional_number(interval.map(|i| i.low))?
            .optional_number(interval.map(|i| i.high))?
            .optional_number(interval.map(|_| CONF_LEVEL))?
            .text(row.mark().map_or("", ReliabilityMark::as_str))?
            .count(row.n_units)?
            .count(row.n_codings)?
            .count(row.n_clusters)?
            .count(row.n_skipped)?
            .text(&row.method(report))?
            .end_row()?;
    }
    table.finish()
}

/// The schema of `agreement_pairs.csv`.
pub fn pairs_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    let class = |name: &str, who: &str| {
        Column::text(name, format!("The class given by {who}."))
            .one_of(&classes)
            .required()
    };
    Schema::new(
        "agreement_pairs",
        "Coder against coder",
        "One row is one cell: passages to which two coders gave these classes.",
        vec![
            Column::text("coder_a", "One coder.").required(),
            Column::text("coder_b", "The other coder.").required(),
            class("stance_a", "coder_a"),
            class("stance_b", "coder_b"),
            Column::count("n_passages", "Passages.").required(),
        ],
    )
    .with_key(&["coder_a", "coder_b", "stance_a", "stance_b"])
}

/// Writes `agreement_pairs.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_pairs<W: Write>(
    report: &AgreementReport,
    codebook: &Codebook,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &pairs_schema(codebook))?;
    for pair in &report.pairs {
        for (a, stance_a) in codebook.class_ids().enumerate() {
            for (b, stance_b) in codebook.class_ids().enumerate() {
                table
                    .text(&pair.coder_a)?
                    .text(&pair.coder_b)?
                    .text(stance_a)?
                    .text(stance_b)?
                    .count(cell(&pair.matrix, a, b))?
                    .end_row()?;
            }
        }
    }
    table.finish()
}

/// The schema of `disagreements.csv`.
pub fn disagreements_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    Schema::new(
        "disagreements",
        "Passages on which coders differ",
        "One row is one passage, to be discussed. Fill in stance and give a copy of the file to \
         `standpunt collect --adjudicated`.",
        vec![
            Column::text("passage_id", "The passage.").unique(),
            Column::text(
                "stance",
                "Left empty: the class on which the coders settle.",
            )
            .one_of(&classes),
            Column::text(
                "codings",
                "What each coder gave, as `coder: class`, divided by `; `.",
            )
            .required(),
            Column::text(
                "comments",
                "What the coders noted, as `coder: comment`, divided by `; `.",
            ),
            Column::text("document_id", "The document."),
            Column::text("actor", "Who speaks."),
            Column::text("text", "The text."),
        ],
    )
    .with_key(&["passage_id"])
}

/// Writes `disagreements.csv`, in the order of passage ids; `file` is its name in messages.
///
/// # Errors
/// When writing fails; [`AuditError::CodedTwice`].
pub fn write_disagreements<W: Write>(
    codings: &Codings,
    codebook: &Codebook,
    output: W,
    file: &str,
) -> Result<W, AuditError> {
    let mut table = TableWriter::new(output, file, &disagreements_schema(codebook))?;
    let units = codings.units(codebook)?;
    for unit in units.units.iter().filter(|unit| unit.is_disputed()) {
        let given = unit.codings.iter().flatten();
        let classes: Vec<String> = given
            .clone()
            .map(|c| format!("{}: {}", c.coder, class_id(codebook, c.stance)))
            .collect();
        let comments: Vec<String> = given
            .filter(|c| !c.comment.is_empty())
            .map(|c| format!("{}: {}", c.coder, c.comment))
            .collect();
        let note = codings.passages.get(unit.passage_id);
        let note = note.cloned().unwrap_or_default();
        table
            .text(unit.passage_id)?
            .missing()?
            .text(&classes.join("; "))?
            .text(&comments.join("; "))?
            .text(&note.document_id)?
            .text(&note.actor)?
            .text(&note.text)?
            .end_row()?;
    }
    Ok(table.finish()?)
}
