//! How scores grow with the passages that are learnt from.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::curve_plan::{N_ORDERS, PlannedPoint, TrainingPart};
use super::tally::Tally;
use super::{
    Curve, CurvePlan, EvaluateError, EvaluateSettings, EvaluationSet, FoldFailure, Labeller,
    LearningError, Metric, PowerLaw, Scored, SplitKind,
};
use crate::metrics::{Interval, MetricsError, Probabilities, percentile_interval};
use crate::random::Random;

/// Further coded passages whose gain is predicted.
pub(super) const N_NEXT: usize = 100;

/// Below this a gain is printed as zero.
const SMALLEST_GAIN: f64 = 0.0005;

/// One point of a curve in one order; two rows of `learning_curve.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePoint {
    /// The curve.
    pub curve: Curve,
    /// The order in which the training part grew, from 1.
    pub order: usize,
    /// Coded passages in a training part, mean over folds.
    pub n_coded: f64,
    /// Written examples in a training part, mean over folds.
    pub n_examples: f64,
    /// Macro-F1, 0 to 1.
    pub macro_f1: f64,
    /// Log loss, in nats.
    pub log_loss: f64,
}

/// What more passages bring; one row of `learning_gain.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveGain {
    /// The curve.
    pub curve: Curve,
    /// Macro-F1 or log loss.
    pub metric: Metric,
    /// Passages, or examples, from which the gain is counted.
    pub n_from: usize,
    /// Passages, or examples, to which it is counted.
    pub n_to: usize,
    /// By how much the score is better there: higher macro-F1, lower log loss. `None` where there
    /// are too few points.
    pub gain: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// The law of the coded passages: of 1 − macro-F1, or of log loss.
    pub law: Option<PowerLaw>,
}

impl CurveGain {
    /// Whether the gain cannot be told from none.
    pub fn is_flat(&self) -> bool {
        let low = self.interval.map(|interval| interval.low).or(self.gain);
        low.is_none_or(|low| low < SMALLEST_GAIN)
    }
}

/// Both curves.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCurve {
    /// The points, coded passages first, in the order of orders and sizes.
    pub points: Vec<CurvePoint>,
    /// What the next coded passages, and the written examples, bring.
    pub gains: Vec<CurveGain>,
    /// Points left out because a training part was too small to learn from.
    pub n_left_out: usize,
    /// Tested passages.
    pub n: usize,
    /// Groups that were drawn for the intervals.
    pub n_groups: usize,
    /// How the intervals came about.
    pub method: String,
}

/// The predictions of each training part; `None` where it was too small to learn from.
pub type CurvePredictions<P> = Vec<Option<Vec<P>>>;

/// Trains a model for every part of a plan and predicts its test rows; score the result with
/// [`score_curve`].
///
/// `train` is that of [`evaluate`](super::evaluate); `on_part` is told how many training parts are
/// done and how many there are.
///
/// # Errors
/// The first failure of `train`, in the order of the parts, that is not for want of rows.
pub fn predict_curve<'a, P: Send, E: LearningError>(
    set: &EvaluationSet,
    plan: &CurvePlan,
    train: impl Fn(&[usize]) -> Result<Labeller<'a, P>, E> + Sync,
    on_part: impl Fn(usize, usize) + Sync,
) -> Result<CurvePredictions<P>, FoldFailure<E>> {
    let n_done = AtomicUsize::new(0);
    let run = |part: &TrainingPart| {
        let predictions = match train(&part.train) {
            Ok(mut label) => Ok(Some(part.test.iter().map(|&row| label(row)).collect())),
            Err(source) if source.is_for_want_of_rows() => Ok(None),
            Err(source) => Err(FoldFailure {
                split: SplitKind::Grouped,
                fold: format!("{} coded passages", part.sizes(set).0),
                source,
            }),
        };
        on_part(n_done.fetch_add(1, Ordering::Relaxed) + 1, plan.parts.len());
        predictions
    };
    let results: Vec<Result<Option<Vec<P>>, FoldFailure<E>>> =
        plan.parts.par_iter().map(run).collect();
    results.into_iter().collect()
}

/// Scores the predictions of [`predict_curve`].
///
/// # Errors
/// When the predictions do not fit the classes.
pub fn score_curve<P: Scored + Clone>(
    set: &EvaluationSet,
    settings: &EvaluateSettings,
    plan: &CurvePlan,
    predictions: &[Option<Vec<P>>],
) -> Result<LearningCurve, EvaluateError> {
    let mut measured = Vec::new();
    for point in &plan.points {
        let point = measure(set, point, &plan.parts, predictions).map_err(|source| {
            let split = SplitKind::Grouped;
            EvaluateError::Prediction { split, source }
        })?;
        measured.extend(point);
    }
    let everything = vec![1; set.n_groups()];
    Ok(LearningCurve {
        n_left_out: plan.points.len() - measured.len(),
        gains: gains(set, settings, &measured),
        points: measured
            .iter()
            .map(|point| CurvePoint {
                curve: point.curve,
                order: point.order,
                n_coded: point.n_coded,
                n_examples: point.n_examples,
                macro_f1: point.tally.macro_f1(&everything),
                log_loss: point.log_loss(&everything),
            })
            .collect(),
        n: set.tested().len(),
        n_groups: set.n_groups(),
        method: format!(
            "interval: percentiles of {} bootstrap samples of groups and of the {N_ORDERS} orders, \
             models held fixed",
            settings.n_resamples
        ),
    })
}

/// A point whose score is known for any resample of groups.
struct Measured {
    curve: Curve,
    order: usize,
    n_coded: f64,
    n_examples: f64,
    tally: Tally,
    /// By group: the sum of log losses, and of how many passages.
    losses: Vec<(f64, usize)>,
}

/// Pools the folds of a point; `None` where one of them could not be learned from.
fn measure<P: Scored + Clone>(
    set: &EvaluationSet,
    point: &PlannedPoint,
    parts: &[TrainingPart],
    predictions: &[Option<Vec<P>>],
) -> Result<Option<Measured>, MetricsError> {
    let (mut n_coded, mut n_examples) = (0, 0);
    let mut rows: Vec<(usize, &P)> = Vec::new();
    for &number in &point.parts {
        let (Some(part), Some(Some(predictions))) = (parts.get(number), predictions.get(number))
        else {
            return Ok(None);
        };
        let (coded, examples) = part.sizes(set);
        n_coded += coded;
        n_examples += examples;
        rows.extend(part.test.iter().copied().zip(predictions));
    }
    rows.sort_by_key(|(row, _)| *row);
    let pooled: Vec<P> = rows
        .into_iter()
        .map(|(_, prediction)| prediction.clone())
        .collect();
    let probabilities: Vec<&[f64]> = pooled.iter().map(Scored::probabilities).collect();
    let probabilities = Probabilities::from_rows(set.n_classes(), &probabilities)?;
    let mut losses = vec![(0.0, 0); set.n_groups()];
    for (loss, &group) in probabilities
        .log_losses(&set.gold())?
        .iter()
        .zip(set.groups())
    {
        if let Some((sum, n)) = losses.get_mut(group) {
            *sum += loss;
            *n += 1;
        }
    }
    let n_folds = point.parts.len().max(1) as f64;
    Ok(Some(Measured {
        curve: point.curve,
        order: point.order,
        n_coded: n_coded as f64 / n_folds,
        n_examples: n_examples as f64 / n_folds,
        tally: Tally::of_model(set, &pooled)?,
        losses,
    }))
}

impl Measured {
    fn log_loss(&self, counts: &[u32]) -> f64 {
        let (mut sum, mut n) = (0.0, 0.0);
        for ((loss, of_group), &times) in self.losses.iter().zip(counts) {
            sum += loss * f64::from(times);
            n += *of_group as f64 * f64::from(times);
        }
        if n > 0.0 { sum / n } else { 0.0 }
    }

    /// 1 − macro-F1, or the log loss.
    fn error(&self, metric: Metric, counts: &[u32]) -> f64 {
        if metric == Metric::LogLoss {
            self.log_loss(counts)
        } else {
            1.0 - self.tally.macro_f1(counts)
        }
    }
}

/// The metrics of a curve.
pub(super) const METRICS: [Metric; 2] = [Metric::MacroF1, Metric::LogLoss];

fn gains(set: &EvaluationSet, settings: &EvaluateSettings, points: &[Measured]) -> Vec<CurveGain> {
    let n = set.tested().len();
    let n_examples = set.rows().len() - n;
    let mut gains = Vec::new();
    for metric in METRICS {
        gains.push((Curve::CodedPassages, metric, n, n + N_NEXT));
    }
    for metric in METRICS.into_iter().filter(|_| n_examples > 0) {
        gains.push((Curve::WrittenExamples, metric, 0, n_examples));
    }
    let everything = vec![1; set.n_groups()];
    let all_orders = vec![1; N_ORDERS];
    let gains = gains.into_iter().map(|(curve, metric, n_from, n_to)| {
        let of_curve: Vec<&Measured> = points.iter().filter(|p| p.curve == curve).collect();
        let gain = |counts: &[u32], orders: &[u32]| match curve {
            Curve::CodedPassages => {
                let law = law(&of_curve, metric, counts, orders)?;
                Some(law.at(n_from as f64) - law.at(n_to as f64))
            }
            Curve::WrittenExamples => gain_of_examples(&of_curve, metric, counts),
        };
        let estimate = gain(&everything, &all_orders);
        let interval = estimate.filter(|_| set.n_groups() > 1).and_then(|_| {
            let values = resample(set.n_groups(), settings, gain);
            percentile_interval(values)
        });
        CurveGain {
            curve,
            metric,
            n_from,
            n_to,
            gain: estimate,
            interval,
            law: match curve {
                Curve::CodedPassages => law(&of_curve, metric, &everything, &all_orders),
                Curve::WrittenExamples => None,
            },
        }
    });
    gains.collect()
}

/// The law of the points, those of an order as often as it was drawn.
fn law(points: &[&Measured], metric: Metric, counts: &[u32], orders: &[u32]) -> Option<PowerLaw> {
    let mut errors = Vec::new();
    for point in points {
        let times = orders.get(point.order - 1).copied().unwrap_or(0);
        let error = point.error(metric, counts);
        errors.extend((0..times).map(|_| (point.n_coded, error)));
    }
    PowerLaw::fit(&errors)
}

/// The error without an example minus that with all of them.
fn gain_of_examples(points: &[&Measured], metric: Metric, counts: &[u32]) -> Option<f64> {
    let by_size = |a: &&&Measured, b: &&&Measured| a.n_examples.total_cmp(&b.n_examples);
    let least = points.iter().min_by(by_size)?;
    let most = points.iter().max_by(by_size)?;
    (most.n_examples > least.n_examples)
        .then(|| least.error(metric, counts) - most.error(metric, counts))
}

/// The gains of samples of groups and orders, both drawn with replacement.
fn resample(
    n_groups: usize,
    settings: &EvaluateSettings,
    gain: impl Fn(&[u32], &[u32]) -> Option<f64> + Sync,
) -> Vec<f64> {
    let draw = |random: &mut Random, n: usize| {
        let mut counts = vec![0_u32; n];
        for _ in 0..n {
            if let Some(count) = counts.get_mut(random.below(n)) {
                *count += 1;
            }
        }
        counts
    };
    let values: Vec<Option<f64>> = (0..settings.n_resamples)
        .into_par_iter()
        .map(|sample| {
            let mut random = Random::stream(settings.seed, u64::from(sample));
            let counts = draw(&mut random, n_groups);
            gain(&counts, &draw(&mut random, N_ORDERS))
        })
        .collect();
    values.into_iter().flatten().collect()
}

#[cfg(test)]
#[path = "learning_curve_tests.rs"]
mod tests;
