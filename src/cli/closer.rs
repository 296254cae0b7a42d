//! The options of `evaluate` that look closer: at passages, at more training, at other settings.

use std::fmt::Write as _;

use clap::Args;

use super::cell::Cell;
use super::context::Context;
use super::grid::grid_text;
use crate::Error;
use crate::corpus::Codebook;
use crate::evaluate::{
    Curve, CurveGain, CurvePoint, Evaluation, EvaluationSet, LearningCurve, Metric, Robustness,
    curve_schema, gain_schema, grid_schema, grid_shares_schema, tested_passages, write_curve,
    write_gains, write_grid, write_grid_shares,
};
use crate::pipeline::{Coded, Resources, Trainer, measure_curve, measure_robustness};
use crate::report::TableFolder;
use crate::stance::Prediction;

/// What to look at beside the scores.
#[derive(Debug, Args)]
pub(super) struct CloserArgs {
    /// Print the passages behind a cell of the confusion matrix; may be repeated
    #[arg(long, value_name = "GOLD:PREDICTED", conflicts_with_all = ["plan", "against_set", "test_on"])]
    cell: Vec<String>,
    /// Measure what more coded passages and the written examples bring; trains about 160 models
    #[arg(long, conflicts_with_all = ["plan", "against_set", "test_on"])]
    learning_curve: bool,
    /// Label the documents of corpus.dir with another stemmer, other lengths and without quotations
    #[arg(long, conflicts_with_all = ["plan", "against_set", "test_on"])]
    robustness: bool,
}

/// The same, checked.
pub(super) struct Closer {
    cells: Vec<Cell>,
    learning_curve: bool,
    robustness: bool,
}

/// What was seen.
pub(super) struct CloserResult {
    /// For standard output.
    pub(super) text: String,
    curve: Option<LearningCurve>,
    grid: Option<Robustness>,
}

impl CloserArgs {
    /// Checks what can be checked before anything is trained.
    pub(super) fn check(&self, codebook: &Codebook) -> Result<Closer, Error> {
        let cells = self.cell.iter().map(|cell| Cell::parse(cell, codebook));
        Ok(Closer {
            cells: cells.collect::<Result<_, _>>()?,
            learning_curve: self.learning_curve,
            robustness: self.robustness,
        })
    }
}

impl Closer {
    /// Looks at all that was asked for.
    pub(super) fn look(
        &self,
        set: &EvaluationSet,
        evaluation: &Evaluation<Prediction>,
        trainer: &Trainer,
        coded: &Coded,
        resources: &Resources,
        context: &Context,
    ) -> Result<CloserResult, Error> {
        let codebook = &resources.codebook;
        let mut text = String::new();
        let tested = tested_passages(set, evaluation);
        for cell in &self.cells {
            text.push_str(&cell.text(&tested, codebook));
        }
        let mut curve = None;
        if self.learning_curve {
            let bar = context.bar("learning curve", 0);
            let on_part = |done: usize, all: usize| {
                bar.set_length(all as u64);
                bar.set_position(done as u64);
            };
            let (config, interrupt) = (&context.config, &context.interrupt);
            let measured = measure_curve(set, trainer, config, codebook, interrupt, on_part)?;
            bar.finish_and_clear();
            text.push_str(&curve_text(&measured));
            curve = Some(measured);
        }
        let mut grid = None;
        if self.robustness {
            let config = &context.config;
            let measured = context.watched(|monitor| {
                measure_robustness(set, trainer, coded, config, resources, monitor)
            })?;
            let class_ids: Vec<String> = codebook.class_ids().map(str::to_owned).collect();
            text.push_str(&grid_text(&measured, &class_ids));
            grid = Some(measured);
        }
        Ok(CloserResult { text, curve, grid })
    }
}

impl CloserResult {
    /// Adds the tables of what was seen.
    pub(super) fn write(
        &self,
        tables: &mut TableFolder<'_>,
        class_ids: &[String],
    ) -> Result<(), Error> {
        if let Some(grid) = &self.grid {
            tables.write("robustness.csv", grid_schema(class_ids), |out, file| {
                write_grid(grid, class_ids, out, file)
            })?;
            tables.write(
                "robustness_shares.csv",
                grid_shares_schema(class_ids),
                |out, file| write_grid_shares(grid, class_ids, out, file),
            )?;
        }
        if let Some(curve) = &self.curve {
            tables.write("learning_curve.csv", curve_schema(), |out, file| {
                write_curve(curve, out, file)
            })?;
            tables.write("learning_gain.csv", gain_schema(), |out, file| {
                write_gains(curve, out, file)
            })?;
        }
        Ok(())
    }
}

/// Both curves as a drawing and the gains in words.
fn curve_text(curve: &LearningCurve) -> String {
    let mut text = String::new();
    for (of, title) in [
        (Curve::CodedPassages, "coded passages"),
        (Curve::WrittenExamples, "written examples"),
    ] {
        let points: Vec<&CurvePoint> = curve.points.iter().filter(|p| p.curve == of).collect();
        if points.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n{title:<18} macro-F1 [lowest, highest order]{:>28}log loss",
            ""
        );
        for level in levels(&points) {
            text.push_str(&line(of, &level));
        }
        for gain in curve.gains.iter().filter(|gain| gain.curve == of) {
            text.push_str(&sentence(gain));
        }
    }
    if curve.n_left_out > 0 {
        let _ = writeln!(
            text,
            "{} points left out: too few passages of a class to learn from",
            curve.n_left_out
        );
    }
    text
}

/// The points of each order that are at the same step, the smallest first.
fn levels<'a>(points: &[&'a CurvePoint]) -> Vec<Vec<&'a CurvePoint>> {
    let n_orders = points.iter().map(|point| point.order).max().unwrap_or(0);
    let of_order = |order| -> Vec<&CurvePoint> {
        let of_order = points.iter().filter(|point| point.order == order);
        of_order.copied().collect()
    };
    let orders: Vec<Vec<&CurvePoint>> = (1..=n_orders).map(of_order).collect();
    let n_steps = orders.iter().map(Vec::len).max().unwrap_or(0);
    // From the end: what is left out for want of rows is the smallest.
    let step = |back: usize| {
        let points = orders.iter();
        points
            .filter_map(|order| order.get(order.len().checked_sub(back)?).copied())
            .collect()
    };
    (1..=n_steps).rev().map(step).collect()
}

/// Characters of the drawing, for macro-F1 from 0 to 1.
const BAR: usize = 40;

fn line(of: Curve, points: &[&CurvePoint]) -> String {
    let mean = |value: fn(&CurvePoint) -> f64| {
        points.iter().map(|point| value(point)).sum::<f64>() / points.len().max(1) as f64
    };
    let size = match of {
        Curve::CodedPassages => mean(|point| point.n_coded),
        Curve::WrittenExamples => mean(|point| point.n_examples),
    };
    let scores = points.iter().map(|point| point.macro_f1);
    let low = scores.clone().fold(f64::INFINITY, f64::min);
    let high = scores.fold(f64::NEG_INFINITY, f64::max);
    let macro_f1 = mean(|point| point.macro_f1);
    let drawing: String = (1..=BAR)
        .map(|place| place as f64 / BAR as f64)
        .map(|edge| if macro_f1 >= edge { '█' } else { '·' })
        .collect();
    format!(
        "  {size:>8.0}         {macro_f1:.3} [{low:.3}, {high:.3}] {drawing} {:.3}\n",
        mean(|point| point.log_loss)
    )
}

fn sentence(gain: &CurveGain) -> String {
    let what = match gain.curve {
        Curve::CodedPassages => format!(
            "the next {} coded passages ({} to {})",
            gain.n_to - gain.n_from,
            gain.n_from,
            gain.n_to
        ),
        Curve::WrittenExamples => format!("all {} written examples against none", gain.n_to),
    };
    let name = match gain.metric {
        Metric::LogLoss => "log loss, lower by",
        _ => "macro-F1, higher by",
    };
    let Some(value) = gain.gain else {
        return format!("  {what}: {name} ?: too few sizes to tell\n");
    };
    let interval = gain.interval.map_or_else(String::new, |interval| {
        format!(" [{:.3}, {:.3}]", interval.low, interval.high)
    });
    let flat = if gain.is_flat() {
        "; flat: cannot be told from no gain"
    } else {
        ""
    };
    format!("  {what}: {name} {value:.3}{interval}{flat}\n")
}
