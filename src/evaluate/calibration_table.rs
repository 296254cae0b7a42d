//! The tables `calibration.csv` and `reliability.csv`.

use std::io::Write;

use super::table::{CONF_LEVEL, name, split_column};
use super::{CalibrationRow, ReliabilityRow};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The schema of `calibration.csv`.
pub fn calibration_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["split", "measure", "stance"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "calibration",
            "Calibration of the stance model",
            "One row is one measure of whether probabilities of passages that the model had not \
             seen mean what they say. Rank models by log loss; a perfectly calibrated model has a \
             calibration error too, which stands beside it.",
            vec![
                split_column(),
                Column::text(
                    "measure",
                    "log_loss in nats, of the calibrated probabilities; log_loss_uncalibrated, of \
                     those of the fit; log_loss_difference, the first minus the second, below 0 \
                     where calibration helps; calibration_error_top_label, of the most probable \
                     class; calibration_error_of_class, of the probability of one class; \
                     calibration_error_class_wise, the mean of these.",
                )
                .required(),
                Column::text("stance", "The class; empty for measures of all classes.")
                    .one_of(class_ids),
                Column::number("estimate", "The value.").required(),
                Column::number("conf_low", "Lower end of the interval, for log losses."),
                Column::number("conf_high", "Upper end of the interval, for log losses."),
                Column::share("conf_level", "Level of the interval."),
                Column::number(
                    "simulated_95",
                    "For calibration errors: the 95 % quantile of the error that the same \
                     probabilities would have if they were true.",
                )
                .at_least(0.0),
                Column::flag(
                    "within_simulation",
                    "Whether the error is no larger than that.",
                ),
                Column::count("n", "Passages.").required(),
                Column::count("n_groups", "Groups that were drawn for the interval.").required(),
                Column::text("method", "How the numbers came about.").required(),
            ],
        )
    }
}

/// The schema of `reliability.csv`.
pub fn reliability_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["split", "stance", "bin"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "reliability",
            "Reliability curves of the stance model",
            "One row is one of ten equal-mass bins of a probability: what it says on average, and \
             the share that is right.",
            vec![
                split_column(),
                Column::text(
                    "stance",
                    "The class whose probability is binned; empty for that of the most probable \
                     class.",
                )
                .one_of(class_ids),
                Column::count("bin", "The bin, from 1, by ascending probability.")
                    .at_least(1.0)
                    .required(),
                Column::share("mean_probability", "Mean probability in the bin.").required(),
                Column::share("share", "n_right / n.").required(),
                Column::share("conf_low", "Lower end of the interval of share.").required(),
                Column::share("conf_high", "Upper end of the interval of share.").required(),
                Column::share("conf_level", "Level of the interval.").required(),
                Column::count("n_right", "Passages of the class.").required(),
                Column::count("n", "Passages in the bin.").required(),
                Column::text("method", "How the interval came about.").required(),
            ],
        )
    }
}

/// Writes `calibration.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_calibration<'a, W: Write>(
    rows: impl Iterator<Item = &'a CalibrationRow>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &calibration_schema(class_ids))?;
    for row in rows {
        let stance = row.stance.map(|class| name(class_ids, class));
        table
            .text(row.split.as_str())?
            .text(row.measure.as_str())?
            .text(stance.unwrap_or_default())?
            .number(row.estimate)?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .optional_number(row.interval.map(|_| CONF_LEVEL))?
            .optional_number(row.simulated)?;
        match row.is_within_simulation() {
            Some(is_within) => table.flag(is_within)?,
            None => table.text("")?,
        };
        table
            .count(row.n)?
            .count(row.n_groups)?
            .text(&row.method)?
            .end_row()?;
    }
    table.finish()
}

/// Writes `reliability.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_reliability<'a, W: Write>(
    rows: impl Iterator<Item = &'a ReliabilityRow>,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &reliability_schema(class_ids))?;
    for row in rows {
        let stance = row.stance.map(|class| name(class_ids, class));
        let bin = row.content;
        table
            .text(row.split.as_str())?
            .text(stance.unwrap_or_default())?
            .count(row.bin)?
            .number(bin.mean_confidence)?
            .number(bin.n_right as f64 / bin.n as f64)?
            .number(row.interval.low)?
            .number(row.interval.high)?
            .number(CONF_LEVEL)?
            .count(bin.n_right)?
            .count(bin.n)?
            .text("Wilson interval; takes passages as independent, so it is too short")?
            .end_row()?;
    }
    table.finish()
}
