//! The tables `evaluation.csv`, `confusion.csv` and `recall_by_actor.csv`.

use std::io::Write;

use super::{ActorRecall, ConfusionRow, ScoreRow, SplitKind, Warning};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
pub(super) const CONF_LEVEL: f64 = 0.95;

/// The schema of `evaluation.csv`.
pub fn scores_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["split", "metric", "stance", "estimator"]
            .map(str::to_owned)
            .to_vec(),
        ..Schema::new(
            "evaluation",
            "Scores of the stance model",
            "One row is one score of out-of-fold predictions against gold. Read the splits \
             together: grouped is for other passages of these documents, \
             leave-one-document-out for a document never seen, leave-one-actor-out for an actor \
             never heard, forward-in-time for papers later than all that was learnt from.",
            vec![
                split_column(),
                Column::text(
                    "metric",
                    "macro_f1, accuracy, balanced_accuracy, mcc (Matthews correlation); \
                     precision, recall, f1 of one class; log_loss in nats; brier_score summed \
                     over classes, 0 to 2; calibration_error_top_label and \
                     calibration_error_class_wise with 10 equal-mass bins. A class without a \
                     passage scores 0.",
                )
                .required(),
                Column::text("stance", "The class; empty for scores of all classes.")
                    .one_of(class_ids),
                Column::text(
                    "estimator",
                    "model; majority_class: always the most frequent class of the training part; \
                     seed_words: the class with most words of seed_words.csv; model_minus_…: the \
                     difference, paired.",
                )
                .required(),
                Column::number("estimate", "The score; empty where method says why."),
                Column::number("conf_low", "Lower end of the interval."),
                Column::number("conf_high", "Upper end of the interval."),
                Column::share("conf_level", "Level of the interval."),
                Column::count(
                    "n",
                    "Passages behind the score: for recall and f1 those of the class, for \
                     precision those predicted as the class, else all.",
                )
                .required(),
                Column::count(
                    "n_groups",
                    "Groups that were drawn for the interval, and never divided by grouped.",
                )
                .required(),
                Column::text(
                    "method",
                    "How score and interval came about. The interval covers other exchanges and \
                     sections like those of these documents, not other documents, and not other \
                     training passages.",
                )
                .required(),
            ],
        )
    }
}

/// The schema of `confusion.csv`.
pub fn confusion_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["split", "gold", "predicted"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "confusion",
            "Confusion matrix of the stance model",
            "One row is one cell: gold passages of a class that out-of-fold were predicted as a \
             class.",
            vec![
                split_column(),
                Column::text("gold", "The gold class.")
                    .one_of(class_ids)
                    .required(),
                Column::text("predicted", "The predicted class.")
                    .one_of(class_ids)
                    .required(),
                Column::count("n", "Passages.").required(),
            ],
        )
    }
}

/// The schema of `recall_by_actor.csv`.
pub fn recall_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["split", "actor", "stance"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "recall_by_actor",
            "Recall of the stance model by actor",
            "One row is the share of an actor's gold passages of a class that was predicted right \
             out of fold. Where it differs between actors, predicted shares of them are not \
             comparable as they stand.",
            vec![
                split_column(),
                Column::text("actor", "Who speaks.").required(),
                Column::text("stance", "The gold class; empty for all classes together.")
                    .one_of(class_ids),
                Column::share("recall", "n_correct / n.").required(),
                Column::share("conf_low", "Lower end of the interval.").required(),
                Column::share("conf_high", "Upper end of the interval.").required(),
                Column::share("conf_level", "Level of the interval.").required(),
                Column::count("n_correct", "Passages predicted right.").required(),
                Column::count("n", "Gold passages of the actor and class.").required(),
                Column::text("method", "How the interval came about.").required(),
            ],
        )
    }
}

pub(super) fn split_column() -> Column {
    let mut splits = SplitKind::ALL.map(SplitKind::as_str).to_vec();
    splits.push(SplitKind::Transfer.as_str());
    Column::text(
        "split",
        "How gold was divided into training and test parts; transfer: trained on one file, tested \
         on another.",
    )
    .one_of(&splits)
    .required()
}

/// Writes `evaluation.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_scores<'a, W: Write>(
    rows: impl Iterator<Item = &'a ScoreRow>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &scores_schema(class_ids))?;
    for row in rows {
        let stance = row.stance.map(|class| name(class_ids, class));
        table
            .text(row.split.as_str())?
            .text(row.metric.as_str())?
            .text(stance.unwrap_or_default())?
            .text(row.estimator.as_str())?
            .optional_number(row.estimate)?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .optional_number(row.interval.map(|_| CONF_LEVEL))?
            .count(row.n)?
            .count(row.n_groups)?
            .text(&row.method)?
            .end_row()?;
    }
    table.finish()
}

/// Writes `confusion.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_confusion<'a, W: Write>(
    rows: impl Iterator<Item = &'a ConfusionRow>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &confusion_schema(class_ids))?;
    for row in rows {
        table
            .text(row.split.as_str())?
            .text(name(class_ids, row.gold))?
            .text(name(class_ids, row.predicted))?
            .count(row.n)?
            .end_row()?;
    }
    table.finish()
}

/// Writes `recall_by_actor.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_recalls<'a, W: Write>(
    rows: impl Iterator<Item = &'a ActorRecall>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &recall_schema(class_ids))?;
    for row in rows {
        let stance = row.stance.map(|class| name(class_ids, class));
        table
            .text(row.split.as_str())?
            .text(&row.actor)?
            .text(stance.unwrap_or_default())?
            .number(row.recall())?
            .number(row.interval.low)?
            .number(row.interval.high)?
            .number(CONF_LEVEL)?
            .count(row.n_correct)?
            .count(row.n)?
            .text("Wilson interval; takes passages as independent, so it is too short")?
            .end_row()?;
    }
    table.finish()
}

pub(super) fn name(class_ids: &[String], class: usize) -> &str {
    class_ids.get(class).map_or("", String::as_str)
}

/// The schema of `warnings.csv`.
pub fn warnings_schema() -> Schema {
    Schema::new(
        "warnings",
        "Warnings",
        "What a reader must know before believing a number, the gravest first.",
        vec![
            Column::text("code", "The kind of warning.").required(),
            Column::text("message", "The warning.").required(),
        ],
    )
}

/// Writes `warnings.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_warnings<W: Write>(rows: &[Warning], output: W, file: &str) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &warnings_schema())?;
    for warning in rows {
        table
            .text(warning.code)?
            .text(&warning.message)?
            .end_row()?;
    }
    table.finish()
}
