//! What `evaluate` and `run` say of certainty and calibration, as text.

use std::fmt::Write as _;

use crate::evaluate::{
    CalibrationMeasure, CalibrationRow, CertaintyRow, Evaluation, LabelSets, Slice,
};
use crate::metrics::Interval;
use crate::stance::Prediction;

/// How many labels are certain at each error level and how many of these are wrong, per split, with
/// the sets that `label` makes.
pub(super) fn certainty(evaluation: &Evaluation<Prediction>) -> String {
    let mut text = String::from(
        "certain labels [95 %]          level  certain  wrong of these        coverage of sets      size  outside  n\n",
    );
    let is_shown = |row: &&CertaintyRow| row.sets == LabelSets::OneModel && row.slice == Slice::All;
    for row in evaluation.certainty().filter(is_shown) {
        let _ = writeln!(
            text,
            "  {:<28} {:<6.1} {:<8.3} {:<21} {:<21} {:<5.2} {:<8.3} {}",
            row.split.as_str(),
            row.error_level,
            row.share_certain(),
            with_interval(row.error()),
            with_interval(row.coverage()),
            row.mean_set_size(),
            row.n_outside as f64 / row.n.max(1) as f64,
            row.n,
        );
    }
    text
}

/// Log loss with and without calibration and calibration error, per split.
pub(super) fn calibration(evaluation: &Evaluation<Prediction>) -> String {
    let mut text = String::from(
        "calibration                    log loss minus uncalibrated [95 %]  error top label (95 % of calibrated)  class-wise\n",
    );
    for split in evaluation.splits.iter().map(|result| result.split.kind) {
        let find = |measure| {
            let mut rows = evaluation.calibration();
            rows.find(|row| (row.split, row.measure) == (split, measure))
        };
        let difference = find(CalibrationMeasure::LogLossDifference)
            .and_then(|row| Some((row.estimate, row.interval?)));
        let Some(top) = find(CalibrationMeasure::TopLabelError) else {
            continue;
        };
        let _ = writeln!(
            text,
            "  {:<28} {:<35} {:<37} {}",
            split.as_str(),
            with_interval(difference),
            with_simulation(Some(top)),
            with_simulation(find(CalibrationMeasure::ClassWiseError)),
        );
    }
    text
}

fn with_interval(value: Option<(f64, Interval)>) -> String {
    value.map_or_else(
        || "-".to_owned(),
        |(value, Interval { low, high })| format!("{value:.3} [{low:.3}, {high:.3}]"),
    )
}

fn with_simulation(row: Option<&CalibrationRow>) -> String {
    let numbers = row.and_then(|row| Some((row.estimate, row.simulated?)));
    numbers.map_or_else(
        || "-".to_owned(),
        |(value, simulated)| format!("{value:.3} ({simulated:.3})"),
    )
}
