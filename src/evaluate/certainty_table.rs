//! The table `certainty.csv`.

use std::io::Write;

use super::table::{CONF_LEVEL, name, split_column};
use super::{CertaintyRow, LabelSets, Slice};
use crate::table::{Column, Schema, TableError, TableWriter};

/// How the intervals came about.
const METHOD: &str = "out-of-fold predictions of all folds pooled; Wilson intervals, which take \
                      passages as independent, so they are too short";

/// The schema of `certainty.csv`.
pub fn certainty_schema() -> Schema {
    let interval = |of: &str| {
        [("low", "Lower"), ("high", "Upper")].map(|(end, word)| {
            Column::share(
                format!("{of}_{end}"),
                format!("{word} end of the interval of {of}."),
            )
        })
    };
    let mut columns =
        vec![
        split_column(),
        Column::text(
            "sets",
            "How label sets are made. one_model: class-conditional conformal sets of one model and \
             the held-out scores of its inner cross-validation, as `label` makes them. cv_plus: \
             the same by the models of that cross-validation (Romano, Sesia & Candès 2020).",
        )
        .one_of(&[LabelSets::OneModel, LabelSets::CvPlus].map(LabelSets::as_str))
        .required(),
        Column::share(
            "error_level",
            "Share of passages of each class whose label set may miss it.",
        )
        .required(),
        Column::text("slice", "Which passages are counted: all, or those of a value.")
            .one_of(&["all", "gold", "predicted", "actor", "role"])
            .required(),
        Column::text("value", "The class, actor or role; empty for all."),
        Column::count("n", "Passages.").required(),
        Column::count(
            "n_outside",
            "Those that are empty, not Dutch, without known terms or outside the training: never \
             certain.",
        )
        .required(),
        Column::count(
            "n_certain",
            "Those whose label is certain: not outside, and the label set is the label alone.",
        )
        .required(),
        Column::share("share_certain", "n_certain / n.").required(),
        Column::count("n_wrong", "Certain labels that are not the gold class.").required(),
        Column::share("error", "n_wrong / n_certain; empty where none is certain."),
    ];
    columns.extend(interval("error"));
    columns.push(
        Column::share("coverage", "Share of label sets that hold the gold class.").required(),
    );
    columns.extend(interval("coverage"));
    columns.extend([
        Column::share("conf_level", "Level of the intervals.").required(),
        Column::number("mean_set_size", "Classes in a label set, on average.")
            .in_unit("classes")
            .at_least(0.0)
            .required(),
        Column::text("method", "How the numbers came about.").required(),
    ]);
    Schema {
        primary_key: ["split", "sets", "error_level", "slice", "value"]
            .map(str::to_owned)
            .to_vec(),
        ..Schema::new(
            "certainty",
            "Certain labels and their errors",
            "One row tells, for some passages that the model had not seen, how many labels are \
             certain at an error level, how many of these are wrong, and how many label sets hold \
             the gold class. The error level bounds the share of label sets that miss the gold \
             class, not the share of certain labels that are wrong.",
            columns,
        )
    }
}

/// Writes `certainty.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_certainty<'a, W: Write>(
    rows: impl Iterator<Item = &'a CertaintyRow>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &certainty_schema())?;
    for row in rows {
        let (slice, value) = match &row.slice {
            Slice::All => ("all", ""),
            Slice::Gold(class) => ("gold", name(class_ids, *class)),
            Slice::Predicted(class) => ("predicted", name(class_ids, *class)),
            Slice::Actor(actor) => ("actor", actor.as_str()),
            Slice::Role(role) => ("role", role.as_str()),
        };
        let (error, coverage) = (row.error(), row.coverage());
        table
            .text(row.split.as_str())?
            .text(row.sets.as_str())?
            .number(row.error_level)?
            .text(slice)?
            .text(value)?
            .count(row.n)?
            .count(row.n_outside)?
            .count(row.n_certain)?
            .number(row.share_certain())?
            .count(row.n_wrong)?;
        for numbers in [error, coverage] {
            table
                .optional_number(numbers.map(|(share, _)| share))?
                .optional_number(numbers.map(|(_, interval)| interval.low))?
                .optional_number(numbers.map(|(_, interval)| interval.high))?;
        }
        table
            .number(CONF_LEVEL)?
            .number(row.mean_set_size())?
            .text(METHOD)?
            .end_row()?;
    }
    table.finish()
}
