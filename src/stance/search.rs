//! Inner cross-validation: chooses the penalty and gives every row a score from a model that has
//! not seen it.

use linfa::DatasetBase;
use linfa::traits::Fit as _;
use ndarray::Array1;
use rayon::prelude::*;

use super::logistic::{FittedLogistic, LogisticParams, SparseRecords};
use super::outside::{Distance, TrainingProfile};
use super::train::{Training, Watch};
use super::weights::Weights;
use super::{StanceError, StanceSettings, shared_run_purge, stratified_group_folds};
use crate::features::{Analyzer, FeatureScratch};
use crate::math;
use crate::metrics::ConfusionMatrix;

/// How well a model's pipeline did in the cross-validation inside its training rows, before
/// calibration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InnerScore {
    /// Macro-F1 of the class with the largest score, 0 to 1.
    pub macro_f1: f64,
    /// Mean negative logarithm of the probability of the right class, in nats.
    pub log_loss: f64,
}

impl InnerScore {
    /// Whether it has the larger macro-F1, or the same and the smaller log loss.
    pub fn is_better_than(&self, other: &Self) -> bool {
        self.macro_f1 > other.macro_f1
            || (self.macro_f1 >= other.macro_f1 && self.log_loss < other.log_loss)
    }
}

/// What the inner cross-validation found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) alpha: f64,
    /// How good its scores are.
    pub(super) inner: InnerScore,
    /// Scores before calibration of the rows that are no examples, n × K row by row.
    pub(super) scores: Vec<f64>,
    /// How far each of these rows lies from what its fold's model was trained on.
    pub(super) distances: Vec<Distance>,
    /// The fold of each of these rows.
    pub(super) folds: Vec<usize>,
    /// The model of each fold with the chosen penalty.
    pub(super) models: Vec<FoldModel>,
}

/// A model that has not seen the rows of a fold.
#[derive(Debug)]
pub(super) struct FoldModel {
    pub(super) analyzer: Analyzer,
    pub(super) weights: Weights,
}

/// What the models of one fold, one for each penalty from the largest to the smallest, say of its
/// rows.
struct FoldScores {
    rows: Vec<usize>,
    distances: Vec<Distance>,
    analyzer: Analyzer,
    by_alpha: Vec<(Weights, Vec<f64>)>,
}

/// Chooses the penalty with the largest macro-F1 of the most-scored class on held-out rows; of
/// equals the one with the least log loss, then the largest.
///
/// Macro-F1 is what is reported. It moves in steps, so that neighbouring penalties are often
/// equal: log loss then tells which scores are better, and the larger penalty is the simpler
/// model.
pub(super) fn search(
    training: &Training<'_>,
    settings: &StanceSettings,
    watch: &Watch<'_>,
) -> Result<Found, StanceError> {
    let alphas = settings.descending_alphas();
    let folds = folds(training, settings)?;
    let n_folds = folds.iter().max().map_or(0, |last| last + 1);
    let results: Vec<Result<FoldScores, StanceError>> = (0..n_folds)
        .into_par_iter()
        .map(|fold| score_fold(training, settings, &alphas, &folds, fold, watch))
        .collect();
    let results = results.into_iter().collect::<Result<Vec<_>, _>>()?;
    let classes = training.coded_classes();
    let mut best: Option<(InnerScore, usize, Vec<f64>)> = None;
    for place in 0..alphas.len() {
        let scores = pooled(&results, place, classes.len(), training.classes.len());
        let inner = quality(&scores, &classes, training.classes.len());
        let is_better = |(best, ..): &(InnerScore, _, _)| inner.is_better_than(best);
        if best.as_ref().is_none_or(is_better) {
            best = Some((inner, place, scores));
        }
    }
    let none = || StanceError::Setting {
        setting: "alphas",
        found: "an empty list".to_owned(),
        expected: "one or more numbers",
    };
    let (inner, place, scores) = best.ok_or_else(none)?;
    Ok(Found {
        alpha: alphas.get(place).copied().ok_or_else(none)?,
        inner,
        scores,
        distances: pooled_distances(&results, classes.len()),
        folds,
        models: results
            .into_iter()
            .filter_map(|fold| {
                let (weights, _) = fold.by_alpha.into_iter().nth(place)?;
                Some(FoldModel {
                    analyzer: fold.analyzer,
                    weights,
                })
            })
            .collect(),
    })
}

/// The scores of all rows with the penalty at `place`, n × K row by row.
fn pooled(results: &[FoldScores], place: usize, n_rows: usize, k: usize) -> Vec<f64> {
    let mut scores = vec![0.0; n_rows * k];
    for fold in results {
        let of_fold = fold
            .by_alpha
            .get(place)
            .map_or(&[][..], |(_, scores)| scores);
        for (&row, from) in fold.rows.iter().zip(of_fold.chunks(k)) {
            if let Some(to) = scores.get_mut(row * k..(row + 1) * k) {
                to.copy_from_slice(from);
            }
        }
    }
    scores
}

fn pooled_distances(results: &[FoldScores], n_rows: usize) -> Vec<Distance> {
    let mut distances = vec![Distance::default(); n_rows];
    for fold in results {
        for (&row, from) in fold.rows.iter().zip(&fold.distances) {
            if let Some(to) = distances.get_mut(row) {
                *to = *from;
            }
        }
    }
    distances
}

/// The fold of each row that is no example.
fn folds(training: &Training<'_>, settings: &StanceSettings) -> Result<Vec<usize>, StanceError> {
    let groups: Vec<&str> = training.coded().map(|row| row.group).collect();
    let n_groups = training.n_groups(|_| true);
    if n_groups < 2 {
        return Err(StanceError::TooFewGroups {
            n_rows: groups.len(),
            found: n_groups,
            needed: 2,
        });
    }
    Ok(stratified_group_folds(
        &training.coded_classes(),
        &groups,
        training.classes.len(),
        settings.inner_folds.min(n_groups),
        settings.seed,
    ))
}

fn score_fold(
    training: &Training<'_>,
    settings: &StanceSettings,
    alphas: &[f64],
    folds: &[usize],
    fold: usize,
    watch: &Watch<'_>,
) -> Result<FoldScores, StanceError> {
    let part = |wanted: bool| {
        let rows = training.coded().zip(folds).enumerate();
        rows.filter(move |(_, (_, of))| (**of == fold) == wanted)
            .map(|(i, (row, _))| (i, *row))
    };
    let (rows, held_out): (Vec<usize>, Vec<_>) = part(true).unzip();
    let test: Vec<&str> = held_out.iter().map(|row| row.text).collect();
    let mut learned: Vec<_> = part(false).map(|(_, row)| row).collect();
    learned.extend(training.examples());
    let texts: Vec<&str> = learned.iter().map(|row| row.text).collect();
    for row in shared_run_purge(&texts, &test, settings.shared_run)
        .into_iter()
        .rev()
    {
        learned.remove(row);
    }
    let part = Training {
        rows: learned,
        classes: training.classes,
    };
    if let Some(class) = part.missing_class() {
        return Err(training.too_small(class));
    }
    let analyzer = part.learn_analyzer(settings)?;
    let mut scratch = FeatureScratch::default();
    let profile = TrainingProfile::new(&analyzer, part.rows.len());
    let distances = test
        .iter()
        .map(|text| {
            analyzer.tally(text, &mut scratch);
            profile.distance(&analyzer, &scratch)
        })
        .collect();
    let mut fits = Fits::new(&part, &analyzer, settings)?;
    let mut by_alpha = Vec::with_capacity(alphas.len());
    let mut row_scores = Vec::new();
    for &alpha in alphas {
        let weights = Weights::rounded(fits.fit(alpha, watch)?);
        let mut scores = Vec::with_capacity(test.len() * training.classes.len());
        for text in &test {
            weights.score(analyzer.row(text, &mut scratch), &mut row_scores);
            scores.extend_from_slice(&row_scores);
        }
        by_alpha.push((weights, scores));
    }
    Ok(FoldScores {
        rows,
        distances,
        analyzer,
        by_alpha,
    })
}

/// Fits to the same rows, each starting from the one before.
pub(super) struct Fits<'a> {
    dataset: DatasetBase<SparseRecords, Array1<usize>>,
    settings: &'a StanceSettings,
    n_classes: usize,
    last: Option<FittedLogistic>,
}

impl<'a> Fits<'a> {
    pub(super) fn new(
        training: &Training<'_>,
        analyzer: &Analyzer,
        settings: &'a StanceSettings,
    ) -> Result<Self, StanceError> {
        let mut scratch = FeatureScratch::default();
        let rows = training.rows.iter().map(|row| {
            let row = analyzer.row(row.text, &mut scratch);
            let pairs = row.features.iter().copied().zip(row.values.iter().copied());
            pairs.collect::<Vec<_>>()
        });
        let records = SparseRecords::from_rows(analyzer.vocabulary().len(), rows)
            .map_err(|source| StanceError::Fit { alpha: 0.0, source })?;
        let classes = training.rows.iter().map(|row| row.class).collect();
        let weights = training.rows.iter().map(|row| row.weight).collect();
        Ok(Self {
            dataset: DatasetBase::new(records, classes).with_weights(weights),
            settings,
            n_classes: training.classes.len(),
            last: None,
        })
    }

    pub(super) fn fit(
        &mut self,
        alpha: f64,
        watch: &Watch<'_>,
    ) -> Result<&FittedLogistic, StanceError> {
        watch.check()?;
        let mut params = LogisticParams::new(self.n_classes)
            .alpha(alpha)
            .class_weights(self.settings.class_weights)
            .gradient_tolerance(self.settings.gradient_tolerance)
            .max_iterations(self.settings.max_iterations);
        if let Some(last) = self.last.take() {
            params = params.start(last);
        }
        let fitted = params
            .fit(&self.dataset)
            .map_err(|source| StanceError::Fit { alpha, source })?;
        watch.fit_done();
        Ok(self.last.insert(fitted))
    }
}

/// Macro-F1 of the largest score, and the mean log loss of the scores.
fn quality(scores: &[f64], classes: &[usize], n_classes: usize) -> InnerScore {
    let rows = scores.chunks(n_classes);
    let predicted: Vec<usize> = rows.clone().map(math::argmax).collect();
    let macro_f1 = ConfusionMatrix::count(n_classes, classes, &predicted)
        .map_or(0.0, |matrix| matrix.macro_f1());
    let mut log_loss = 0.0;
    for (row, &class) in rows.zip(classes) {
        let mut p = row.to_vec();
        math::softmax_in_place(&mut p);
        log_loss -= math::ln(p.get(class).copied().unwrap_or(0.0).max(f64::MIN_POSITIVE));
    }
    InnerScore {
        macro_f1,
        log_loss: log_loss / classes.len().max(1) as f64,
    }
}
