//! The tables `learning_curve.csv` and `learning_gain.csv`.

use std::io::Write;

use super::learning_curve::METRICS;
use super::{Curve, LearningCurve, Metric};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// The schema of `learning_curve.csv`.
pub fn curve_schema() -> Schema {
    Schema {
        primary_key: ["curve", "order", "n_coded", "n_examples", "metric"]
            .map(str::to_owned)
            .to_vec(),
        ..Schema::new(
            "learning_curve",
            "Learning curve of the stance model",
            "One row is one score of models that learnt from a part of the training passages. The \
             test passages are those of the split grouped throughout; parts of one order are \
             nested, and groups are never divided.",
            vec![
                curve_column(),
                Column::count("order", "The random order in which the part grew, from 1.")
                    .at_least(1.0)
                    .required(),
                Column::number(
                    "n_coded",
                    "Coded passages learnt from, mean over the folds.",
                )
                .at_least(0.0)
                .in_unit("passages")
                .required(),
                Column::number(
                    "n_examples",
                    "Written examples learnt from, mean over the folds.",
                )
                .at_least(0.0)
                .in_unit("examples")
                .required(),
                metric_column(),
                Column::number("estimate", "The score.").required(),
                Column::count("n", "Passages tested.").required(),
            ],
        )
    }
}

/// The schema of `learning_gain.csv`.
pub fn gain_schema() -> Schema {
    Schema {
        primary_key: ["curve", "metric"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "learning_gain",
            "What more passages bring",
            "One row is what a score gains from more passages: predicted for the next coded \
             passages of the same kind, measured for the written examples.",
            vec![
                curve_column(),
                metric_column(),
                Column::count(
                    "n_from",
                    "Passages, or examples, from which the gain counts.",
                )
                .required(),
                Column::count("n_to", "Passages, or examples, to which it counts.").required(),
                Column::number(
                    "gain",
                    "By how much the score is better: macro-F1 higher, log loss lower. Empty where \
                     there are too few points.",
                ),
                Column::number("conf_low", "Lower end of the interval."),
                Column::number("conf_high", "Upper end of the interval."),
                Column::share("conf_level", "Level of the interval."),
                Column::flag("is_flat", "Whether the gain cannot be told from none.").required(),
                Column::number(
                    "fit_a",
                    "a of error(n) = a + b n^-c, least squares, a and b from 0.",
                )
                .at_least(0.0),
                Column::number("fit_b", "b of the fit; 0 for a curve that does not fall.")
                    .at_least(0.0),
                Column::number("fit_c", "c of the fit, from 0.05 to 2 in steps of 0.05.")
                    .at_least(0.05)
                    .at_most(2.0),
                Column::count("n", "Passages tested.").required(),
                Column::count("n_groups", "Groups that were drawn for the interval.").required(),
                Column::text("method", "How the gain came about.").required(),
            ],
        )
    }
}

fn curve_column() -> Column {
    let curves = [Curve::CodedPassages, Curve::WrittenExamples].map(Curve::as_str);
    Column::text(
        "curve",
        "What grows: coded_passages with all written examples, or written_examples beside all \
         coded passages.",
    )
    .one_of(&curves)
    .required()
}

fn metric_column() -> Column {
    Column::text("metric", "macro_f1, or log_loss in nats.")
        .one_of(&METRICS.map(Metric::as_str))
        .required()
}

/// Writes `learning_curve.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_curve<W: Write>(
    curve: &LearningCurve,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &curve_schema())?;
    for point in &curve.points {
        for metric in METRICS {
            let score = match metric {
                Metric::LogLoss => point.log_loss,
                _ => point.macro_f1,
            };
            table
                .text(point.curve.as_str())?
                .count(point.order)?
                .number(point.n_coded)?
                .number(point.n_examples)?
                .text(metric.as_str())?
                .number(score)?
                .count(curve.n)?
                .end_row()?;
        }
    }
    table.finish()
}

/// Writes `learning_gain.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_gains<W: Write>(
    curve: &LearningCurve,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &gain_schema())?;
    for gain in &curve.gains {
        table
            .text(gain.curve.as_str())?
            .text(gain.metric.as_str())?
            .count(gain.n_from)?
            .count(gain.n_to)?
            .optional_number(gain.gain)?
            .optional_number(gain.interval.map(|interval| interval.low))?
            .optional_number(gain.interval.map(|interval| interval.high))?
            .optional_number(gain.interval.map(|_| CONF_LEVEL))?
            .flag(gain.is_flat())?
            .optional_number(gain.law.map(|law| law.a))?
            .optional_number(gain.law.map(|law| law.b))?
            .optional_number(gain.law.map(|law| law.c))?
            .count(curve.n)?
            .count(curve.n_groups)?
            .text(&method(curve, gain.curve, gain.gain.is_some()))?
            .end_row()?;
    }
    table.finish()
}

fn method(curve: &LearningCurve, of: Curve, has_gain: bool) -> String {
    let gain = match (of, has_gain) {
        (_, false) => "none: fewer than three sizes could be learned from".to_owned(),
        (Curve::CodedPassages, _) => format!(
            "power law fitted to the points of learning_curve.csv; {} points too small to learn \
             from are left out; the interval takes the law for true",
            curve.n_left_out
        ),
        (Curve::WrittenExamples, _) => "all examples against none".to_owned(),
    };
    format!("{gain}; {}", curve.method)
}
