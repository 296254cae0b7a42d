//! The tables `variants.csv`, `variant_models.csv`, `paired.csv` and `positions.csv`.

use std::io::Write;

use super::{Difference, PairedRow, PartyPoint, VariantScore};
use crate::metrics::Interval;
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// One row of `variant_models.csv`: what a variant is.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantModel {
    /// The variant.
    pub variant: String,
    /// Whether the others are compared with it.
    pub is_baseline: bool,
    /// Its changes of settings, joined by `; `.
    pub settings: String,
    /// Coded passages that its model learnt from.
    pub n_coded: usize,
    /// Written examples that its model learnt from.
    pub n_examples: usize,
    /// The strength of the penalty that was chosen.
    pub alpha: f64,
    /// Macro-F1 of the inner cross-validation that chose it.
    pub inner_macro_f1: Option<f64>,
    /// Terms of the model.
    pub n_terms: usize,
    /// Size of its model file.
    pub n_bytes: usize,
}

/// The schema of `variants.csv`.
pub fn variants_schema(class_ids: &[String]) -> Schema {
    let mut columns = vec![
        Column::text(
            "variant",
            "The variant of the settings; chosen-inside takes, in each training part, the variant \
             that did best in its own cross-validation there.",
        )
        .required(),
        Column::text(
            "split",
            "grouped, leave-one-document-out, leave-one-actor-out, or the name of a test file: \
             trained on all gold passages but those that share a run of 15 words with the file.",
        )
        .required(),
        Column::text(
            "metric",
            "macro_f1; accuracy; f1 of one class; log_loss in nats; rank_correlation of parties \
             with experts.",
        )
        .required(),
        Column::text("stance", "The class; empty for scores of all classes.").one_of(class_ids),
        Column::number("estimate", "The score; empty where method says why."),
        Column::number("conf_low", "Lower end of the interval."),
        Column::number("conf_high", "Upper end of the interval."),
        Column::share("conf_level", "Level of all intervals of the row."),
    ];
    columns.extend(difference_columns("minus_baseline", "the baseline"));
    columns.extend(difference_columns("minus_previous", "the variant before"));
    columns.extend([
        Column::count("n", "Passages behind the score; for f1 those of the class.").required(),
        Column::count(
            "n_groups",
            "Groups that were drawn for the interval; for rank_correlation parties.",
        )
        .required(),
        Column::count(
            "n_groupings",
            "Groupings over which the score is a mean; 0 where there is no score.",
        )
        .required(),
        Column::text(
            "method",
            "How score and interval came about, or why there is none.",
        )
        .required(),
    ]);
    Schema {
        primary_key: ["variant", "split", "metric", "stance"]
            .map(str::to_owned)
            .to_vec(),
        ..Schema::new(
            "variants",
            "Scores of variants of the settings",
            "One row is one score of one variant on one split or test file, and what it differs \
             by from the baseline and from the variant before it. The best row of the table \
             flatters: chosen-inside is what choosing among them is worth.",
            columns,
        )
    }
}

fn difference_columns(name: &str, other: &str) -> [Column; 3] {
    [
        Column::number(name, format!("The score minus that of {other}.")),
        Column::number(
            format!("{name}_low"),
            "Lower end of its interval, both scored on the same draws.",
        ),
        Column::number(format!("{name}_high"), "Upper end of its interval."),
    ]
}

/// Writes `variants.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_variants<W: Write>(
    rows: &[VariantScore],
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &variants_schema(class_ids))?;
    for row in rows {
        let stance = row.stance.and_then(|class| class_ids.get(class));
        table
            .text(&row.variant)?
            .text(&row.split)?
            .text(row.metric)?
            .text(stance.map_or("", String::as_str))?
            .optional_number(row.estimate)?;
        write_interval(&mut table, row.interval)?;
        table.optional_number(row.interval.map(|_| CONF_LEVEL))?;
        for difference in [row.minus_baseline, row.minus_previous] {
            write_difference(&mut table, difference)?;
        }
        table
            .count(row.n)?
            .count(row.n_groups)?
            .count(row.n_groupings)?
            .text(&row.method)?
            .end_row()?;
    }
    table.finish()
}

fn write_interval<W: Write>(
    table: &mut TableWriter<W>,
    interval: Option<Interval>,
) -> Result<(), TableError> {
    table
        .optional_number(interval.map(|interval| interval.low))?
        .optional_number(interval.map(|interval| interval.high))?;
    Ok(())
}

fn write_difference<W: Write>(
    table: &mut TableWriter<W>,
    difference: Option<Difference>,
) -> Result<(), TableError> {
    table.optional_number(difference.map(|difference| difference.estimate))?;
    write_interval(table, difference.and_then(|difference| difference.interval))
}

/// The schema of `variant_models.csv`.
pub fn models_schema() -> Schema {
    Schema {
        primary_key: vec!["variant".to_owned()],
        ..Schema::new(
            "variant_models",
            "Variants of the settings and their models",
            "One row is a variant: what it changes, and the model that it makes of all gold \
             passages.",
            vec![
                Column::text("variant", "The variant.").required(),
                Column::flag("is_baseline", "Whether the others are compared with it.").required(),
                Column::text(
                    "settings",
                    "What it changes in the settings of manifest.json, joined by `; `.",
                ),
                Column::count("n_coded", "Coded passages that the model learnt from.").required(),
                Column::count("n_examples", "Written examples that the model learnt from.")
                    .required(),
                Column::number("alpha", "Strength of the penalty that was chosen.").required(),
                Column::number(
                    "inner_macro_f1",
                    "Macro-F1 of the inner cross-validation that chose it: too good, since it \
                     chose.",
                ),
                Column::count("n_terms", "Terms of the model.").required(),
                Column::count("n_bytes", "Size of the model file.").required(),
            ],
        )
    }
}

/// Writes `variant_models.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_models<W: Write>(
    rows: &[VariantModel],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &models_schema())?;
    for row in rows {
        table
            .text(&row.variant)?
            .flag(row.is_baseline)?
            .text(&row.settings)?
            .count(row.n_coded)?
            .count(row.n_examples)?
            .number(row.alpha)?
            .optional_number(row.inner_macro_f1)?
            .count(row.n_terms)?
            .count(row.n_bytes)?
            .end_row()?;
    }
    table.finish()
}

/// What is said of every row of `paired.csv`.
const PAIRED_METHOD: &str = "difference and interval as in variants.csv; counts and McNemar's \
    test on the first grouping, which takes passages as independent and so gives too small a p \
    where they share exchanges or sections; t-test: Nadeau-Bengio over the folds of all groupings";

/// The schema of `paired.csv`.
pub fn paired_schema() -> Schema {
    let count = |name: &str, whose: &str| {
        Column::count(name, format!("Passages labelled right by {whose}.")).required()
    };
    Schema {
        primary_key: ["variant", "split"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "paired",
            "Variants against the baseline on the same passages",
            "One row is a variant on a split or test file. Read the interval of the difference \
             first: it draws whole groups, the other two tests do not.",
            vec![
                Column::text("variant", "The variant.").required(),
                Column::text("baseline", "The variant that it is compared with.").required(),
                Column::text("split", "The split or test file, as in variants.csv.").required(),
                Column::number(
                    "macro_f1_difference",
                    "Macro-F1 minus that of the baseline.",
                ),
                Column::number("conf_low", "Lower end of its interval."),
                Column::number("conf_high", "Upper end of its interval."),
                Column::share("conf_level", "Level of the interval."),
                count("n_both_right", "both"),
                count("n_variant_only", "the variant alone"),
                count("n_baseline_only", "the baseline alone"),
                count("n_neither", "neither"),
                Column::share("mcnemar_mid_p", "Mid-p-value of McNemar's test.").required(),
                Column::share("mcnemar_exact_p", "Exact p-value of McNemar's test.").required(),
                Column::number("mcnemar_chi2", "Its statistic without correction.").required(),
                Column::number(
                    "resampled_t",
                    "Corrected resampled t of the differences of macro-F1 on the folds; empty for \
                     test files, and where all folds differ alike.",
                ),
                Column::number("resampled_df", "Its degrees of freedom: folds less 1."),
                Column::share("resampled_p", "Its two-sided p-value."),
                Column::count("n", "Passages.").required(),
                Column::count("n_groups", "Groups that were drawn for the interval.").required(),
                Column::count(
                    "n_groupings",
                    "Groupings over which the difference is a mean.",
                )
                .required(),
                Column::text("method", "How the numbers came about.").required(),
            ],
        )
    }
}

/// Writes `paired.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_paired<W: Write>(rows: &[PairedRow], output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &paired_schema())?;
    for row in rows {
        let interval = row.difference.and_then(|difference| difference.interval);
        table
            .text(&row.variant)?
            .text(&row.baseline)?
            .text(&row.split)?;
        write_difference(&mut table, row.difference)?;
        table.optional_number(interval.map(|_| CONF_LEVEL))?;
        for n in row.right {
            table.count(n)?;
        }
        table
            .number(row.mcnemar.mid_p)?
            .number(row.mcnemar.exact_p)?
            .number(row.mcnemar.chi2)?
            .optional_number(row.resampled.map(|test| test.t))?
            .optional_number(row.resampled.map(|test| test.degrees))?
            .optional_number(row.resampled.map(|test| test.p))?
            .count(row.n)?
            .count(row.n_groups)?
            .count(row.n_groupings)?
            .text(PAIRED_METHOD)?
            .end_row()?;
    }
    table.finish()
}

/// The schema of `positions.csv`.
pub fn points_schema() -> Schema {
    Schema {
        primary_key: ["variant", "split", "party"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "positions",
            "Parties as models and experts place them",
            "One row is a party of a test file as a variant places it. rank_correlation in \
             variants.csv compares the two orders.",
            vec![
                Column::text("variant", "The variant.").required(),
                Column::text("split", "The test file.").required(),
                Column::text("party", "The party, an id of parties.csv.").required(),
                Column::count("n", "Its texts in the test file.").required(),
                Column::share(
                    "mean_plus",
                    "Mean probability of the classes above the line, summed.",
                )
                .required(),
                Column::share(
                    "mean_minus",
                    "Mean probability of the classes below the line, summed.",
                )
                .required(),
                Column::number("log_ratio", "ln(mean_plus / mean_minus).").required(),
                Column::number(
                    "position",
                    "Where experts place it; empty for a party that the survey lacks, which is \
                     not compared.",
                ),
            ],
        )
    }
}

/// Writes `positions.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_points<W: Write>(rows: &[PartyPoint], output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &points_schema())?;
    for row in rows {
        table
            .text(&row.variant)?
            .text(&row.split)?
            .text(&row.party)?
            .count(row.n)?
            .number(row.mean_plus)?
            .number(row.mean_minus)?
            .number(row.log_ratio)?
            .optional_number(row.position)?
            .end_row()?;
    }
    table.finish()
}
