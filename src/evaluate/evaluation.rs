//! The whole evaluation: split, fit, score.

use super::baselines::{majority_class, seed_words};
use super::calibration::{CalibrationRow, ReliabilityRow, calibration_rows, reliability_rows};
use super::certainty::{CertaintyRow, certainty_rows};
use super::confusion::confusion_rows;
use super::cross_fit::{FoldPredictions, cross_fit};
use super::recall::actor_recalls;
use super::scores::SplitTallies;
use super::splits::Folds;
use super::tally::{Metric, Tally};
use super::{
    ActorRecall, ConfusionRow, Estimator, EvaluateError, EvaluationSet, FoldDone, FoldFailure,
    Labeller, LearningError, ScoreRow, Scored, SeedWords, Split, SplitKind, plan_splits,
};
use crate::metrics::{ConfusionMatrix, MetricsError};

/// How to evaluate.
#[derive(Debug, Clone)]
pub struct EvaluateSettings {
    /// The class that takes no stance, if there is one; the seed-word baseline falls back on it.
    pub none_class: Option<usize>,
    /// Folds of the grouped split, 2 or more; fewer are made where there are fewer groups.
    pub n_folds: usize,
    /// Shuffles groups before they are put into folds; `None` keeps the order of their
    /// names.
    pub fold_seed: Option<u64>,
    /// Bootstrap samples for each interval; 0 for no intervals.
    pub n_resamples: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
}

impl Default for EvaluateSettings {
    fn default() -> Self {
        Self {
            none_class: None,
            n_folds: 5,
            fold_seed: None,
            n_resamples: 2000,
            seed: 1,
        }
    }
}

/// A split with the predictions made in it.
#[derive(Debug, Clone)]
pub struct PredictedSplit<P> {
    /// The split.
    pub split: Split,
    /// The prediction of each row of [`Split::tested`] by a model that never saw it; empty where
    /// the split is not possible.
    pub predictions: Vec<P>,
}

/// What came of one split.
#[derive(Debug, Clone)]
pub struct SplitResult<P> {
    /// The split.
    pub split: Split,
    /// The prediction of each row of [`Split::tested`] by a model that never saw it; empty where
    /// the split is not possible.
    pub predictions: Vec<P>,
    /// The scores; one row without a number where the split is not possible.
    pub scores: Vec<ScoreRow>,
    /// The confusion matrix; empty where the split is not possible.
    pub confusion: Vec<ConfusionRow>,
    /// The recalls of the actors; empty where the split is not possible.
    pub recalls: Vec<ActorRecall>,
    /// How often certain labels are wrong; empty where the split is not possible.
    pub certainty: Vec<CertaintyRow>,
    /// Whether probabilities mean what they say; empty where the split is not possible.
    pub calibration: Vec<CalibrationRow>,
    /// The reliability curves; empty where the split is not possible.
    pub reliability: Vec<ReliabilityRow>,
}

/// What came of all splits.
#[derive(Debug, Clone)]
pub struct Evaluation<P> {
    /// The splits in the order of [`SplitKind::ALL`].
    pub splits: Vec<SplitResult<P>>,
}

impl<P: Scored> Evaluation<P> {
    /// The macro-F1 of the model in the grouped split on the rows that are tested forward in time
    /// too, so that the two scores differ by what was trained on alone; `None` where one of the
    /// splits was not possible.
    pub fn grouped_macro_f1_of_forward(&self, set: &EvaluationSet) -> Option<f64> {
        let grouped = self.split(SplitKind::Grouped)?;
        let forward = self.split(SplitKind::ForwardInTime)?;
        let rows = forward.split.tested();
        let predicted: Option<Vec<usize>> = rows
            .iter()
            .map(|&row| grouped.predictions.get(row).map(Scored::class))
            .collect();
        let gold = set.part(&rows).gold();
        let matrix = ConfusionMatrix::count(set.n_classes(), &gold, &predicted?).ok()?;
        (!rows.is_empty()).then(|| matrix.macro_f1())
    }
}

impl<P> Evaluation<P> {
    /// All rows of `evaluation.csv`.
    pub fn scores(&self) -> impl Iterator<Item = &ScoreRow> {
        self.splits.iter().flat_map(|split| &split.scores)
    }

    /// All rows of `confusion.csv`.
    pub fn confusion(&self) -> impl Iterator<Item = &ConfusionRow> {
        self.splits.iter().flat_map(|split| &split.confusion)
    }

    /// All rows of `recall_by_actor.csv`.
    pub fn recalls(&self) -> impl Iterator<Item = &ActorRecall> {
        self.splits.iter().flat_map(|split| &split.recalls)
    }

    /// All rows of `certainty.csv`.
    pub fn certainty(&self) -> impl Iterator<Item = &CertaintyRow> {
        self.splits.iter().flat_map(|split| &split.certainty)
    }

    /// All rows of `calibration.csv`.
    pub fn calibration(&self) -> impl Iterator<Item = &CalibrationRow> {
        self.splits.iter().flat_map(|split| &split.calibration)
    }

    /// All rows of `reliability.csv`.
    pub fn reliability(&self) -> impl Iterator<Item = &ReliabilityRow> {
        self.splits.iter().flat_map(|split| &split.reliability)
    }

    /// The macro-F1 of the model in a split, if that was possible.
    pub fn macro_f1(&self, kind: SplitKind) -> Option<f64> {
        let wanted = |row: &&ScoreRow| {
            (row.split, row.metric, row.estimator) == (kind, Metric::MacroF1, Estimator::Model)
        };
        self.scores().find(wanted)?.estimate
    }

    /// The splits and baselines where the whole interval of the model's score minus the
    /// baseline's lies below 0.
    pub fn better_baselines(&self) -> Vec<(SplitKind, Estimator)> {
        self.scores()
            .filter(|row| row.interval.is_some_and(|interval| interval.high < 0.0))
            .filter_map(|row| Some((row.split, row.estimator.baseline_of_difference()?)))
            .collect()
    }

    /// The result of a split.
    pub fn split(&self, kind: SplitKind) -> Option<&SplitResult<P>> {
        self.splits.iter().find(|result| result.split.kind == kind)
    }

    /// The out-of-fold predictions of the grouped split, in the order of
    /// [`EvaluationSet::tested`]; empty where that split was not possible.
    pub fn out_of_fold(&self) -> &[P] {
        let result = self.split(SplitKind::Grouped);
        result.map_or(&[], |result| result.predictions.as_slice())
    }
}

/// Divides the gold, learns from each training part and predicts the rest; score the result with
/// [`score_splits`].
///
/// `train` gets the numbers of the rows of [`EvaluationSet::rows`] to learn from and gives a
/// function that predicts a row; it must learn from these rows alone. A split that leaves a
/// document or an actor out and then has too few rows to learn from becomes one that is not
/// possible; forward in time, a date with too few rows before it is not tested. `on_fold` is told
/// of each fold that is done.
///
/// # Errors
/// The first other failure of `train`, in the order of splits and folds.
pub fn evaluate<'a, P: Send, E: LearningError>(
    set: &EvaluationSet,
    settings: &EvaluateSettings,
    train: impl Fn(&[usize]) -> Result<Labeller<'a, P>, E> + Sync,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Result<Vec<PredictedSplit<P>>, FoldFailure<E>> {
    let splits = plan_splits(set, settings.n_folds, settings.fold_seed);
    fit_splits(splits, train, on_fold)
}

/// Learns from each training part of `splits` and predicts the rest, as [`evaluate`] does.
///
/// # Errors
/// As [`evaluate`].
pub fn fit_splits<'a, P: Send, E: LearningError>(
    splits: Vec<Split>,
    train: impl Fn(&[usize]) -> Result<Labeller<'a, P>, E> + Sync,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Result<Vec<PredictedSplit<P>>, FoldFailure<E>> {
    let predictions = cross_fit(&splits, train, on_fold);
    let pairs = splits.into_iter().zip(predictions);
    pairs
        .map(|(split, predictions)| assemble(split, predictions))
        .collect()
}

/// Puts the predictions of the folds of a split in the order of the rows.
fn assemble<P, E: LearningError>(
    split: Split,
    predictions: Vec<FoldPredictions<P, E>>,
) -> Result<PredictedSplit<P>, FoldFailure<E>> {
    let kind = split.kind;
    let Folds::Of(folds) = split.folds else {
        let predictions = Vec::new();
        return Ok(PredictedSplit { split, predictions });
    };
    let mut rows = Vec::new();
    let mut learned = Vec::new();
    let mut reason = String::new();
    for (fold, result) in folds.into_iter().zip(predictions) {
        match result {
            Ok(predictions) => {
                rows.extend(fold.test.iter().copied().zip(predictions));
                learned.push(fold);
            }
            Err(failure)
                if !matches!(kind, SplitKind::Grouped | SplitKind::Transfer)
                    && failure.source.is_for_want_of_rows() =>
            {
                let (fold, source) = (failure.fold, failure.source);
                if kind == SplitKind::ForwardInTime {
                    reason = format!("before `{fold}`: {source}");
                } else {
                    let folds = Folds::NotPossible(format!("without `{fold}`: {source}"));
                    let (split, predictions) = (Split { kind, folds }, Vec::new());
                    return Ok(PredictedSplit { split, predictions });
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    let folds = if learned.is_empty() {
        Folds::NotPossible(reason)
    } else {
        Folds::Of(learned)
    };
    rows.sort_by_key(|(row, _)| *row);
    Ok(PredictedSplit {
        split: Split { kind, folds },
        predictions: rows.into_iter().map(|(_, prediction)| prediction).collect(),
    })
}

/// Scores the predictions of [`evaluate`] beside the baselines; `words` adds that of seed words.
///
/// # Errors
/// When the predictions do not fit the classes.
pub fn score_splits<P: Scored>(
    set: &EvaluationSet,
    settings: &EvaluateSettings,
    words: Option<&SeedWords>,
    splits: Vec<PredictedSplit<P>>,
) -> Result<Evaluation<P>, EvaluateError> {
    let results = splits.into_iter().map(|predicted| {
        let split = predicted.split.kind;
        score_split(set, settings, words, predicted)
            .map_err(|source| EvaluateError::Prediction { split, source })
    });
    Ok(Evaluation {
        splits: results.collect::<Result<_, _>>()?,
    })
}

fn score_split<P: Scored>(
    set: &EvaluationSet,
    settings: &EvaluateSettings,
    words: Option<&SeedWords>,
    predicted: PredictedSplit<P>,
) -> Result<SplitResult<P>, MetricsError> {
    let PredictedSplit { split, predictions } = predicted;
    let part = set.part(&split.tested());
    let n_folds = match &split.folds {
        Folds::Of(folds) => folds.len(),
        Folds::NotPossible(reason) => {
            let scores = vec![not_possible(set, split.kind, reason)];
            return Ok(SplitResult {
                split,
                predictions,
                scores,
                confusion: Vec::new(),
                recalls: Vec::new(),
                certainty: Vec::new(),
                calibration: Vec::new(),
                reliability: Vec::new(),
            });
        }
    };
    let majority = majority_class(set, &split);
    let words = words.and_then(|words| seed_words(set, &split, words, settings.none_class));
    let mut baselines = Vec::new();
    for (estimator, baseline) in [
        (Estimator::MajorityClass, majority),
        (Estimator::SeedWords, words),
    ] {
        if let Some(baseline) = baseline {
            baselines.push((estimator, Tally::of_baseline(&part, &baseline)?));
        }
    }
    let tallies = SplitTallies {
        split: split.kind,
        n_folds,
        n_rows: part.tested().len(),
        n_groups: part.n_groups(),
        untested: untested(set, &split),
        model: Tally::of_model(&part, &predictions)?,
        baselines,
    };
    let matrix = tallies.model.matrix(&vec![1; part.n_groups()]);
    Ok(SplitResult {
        scores: tallies.score(settings),
        confusion: confusion_rows(split.kind, &matrix),
        recalls: actor_recalls(&part, split.kind, &predictions),
        certainty: certainty_rows(&part, split.kind, &predictions),
        calibration: calibration_rows(&part, split.kind, &predictions, settings)?,
        reliability: reliability_rows(&part, split.kind, &predictions),
        split,
        predictions,
    })
}

/// Which rows a split leaves untested and why, a clause; nothing where it tests all.
fn untested(set: &EvaluationSet, split: &Split) -> Option<String> {
    let n = set.tested().len() - split.tested().len();
    let n_undated = set.tested().iter().filter(|row| row.date.is_none()).count();
    (n > 0).then(|| {
        format!(
            "not tested: {} passages with too little before them to learn from, {n_undated} \
             without a date",
            n.saturating_sub(n_undated)
        )
    })
}

fn not_possible(set: &EvaluationSet, split: SplitKind, reason: &str) -> ScoreRow {
    ScoreRow {
        split,
        metric: Metric::MacroF1,
        stance: None,
        estimator: Estimator::Model,
        estimate: None,
        interval: None,
        n: set.tested().len(),
        n_groups: set.n_groups(),
        method: format!("not possible: {reason}"),
    }
}

#[cfg(test)]
#[path = "evaluation_tests.rs"]
mod tests;
