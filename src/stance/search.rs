//! Inner cross-validation: chooses the penalty and gives every row a score from a model that has
//! not seen it.

use linfa::DatasetBase;
use linfa::traits::Fit as _;
use ndarray::Array1;
use rayon::prelude::*;

use super::logistic::{FittedLogistic, LogisticParams, RecordsBuilder, SparseRecords};
use super::outside::{Distance, TrainingProfile};
use super::shared_runs::TextWords;
use super::train::{FitEffort, Watch};
use super::training_rows::{Training, TrainingTexts};
use super::weights::Weights;
use super::{StanceError, StanceSettings, stratified_group_folds};
use crate::features::{Analyzer, CountedTexts, Part, RowBuffer};
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
    /// The model of each fold with the chosen penalty, where they were to be kept.
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
    /// Where models are to be kept.
    analyzer: Option<Analyzer>,
    by_alpha: Vec<(Option<Weights>, Vec<f64>)>,
}

/// What a fold learns from and what it is tested on, as places among the rows.
struct Split {
    learned: Vec<usize>,
    tested: Vec<usize>,
}

/// Chooses the penalty with the largest macro-F1 of the most-scored class on held-out rows; of
/// equals the one with the least log loss, then the largest.
///
/// Macro-F1 is what is reported. It moves in steps, so that neighbouring penalties are often
/// equal: log loss then tells which scores are better, and the larger penalty is the simpler
/// model.
pub(super) fn search(
    training: &Training<'_>,
    splits: Splits,
    texts: &CountedTexts,
    settings: &StanceSettings,
    watch: &Watch<'_>,
    keeps_models: bool,
) -> Result<Found, StanceError> {
    let alphas = settings.descending_alphas();
    let Splits { folds, splits } = splits;
    let fold = Fold {
        training,
        texts,
        settings,
        alphas: &alphas,
        keeps_models,
    };
    let results: Vec<Result<FoldScores, StanceError>> = splits
        .into_par_iter()
        .map(|split| fold.score(split, watch))
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
                    analyzer: fold.analyzer?,
                    weights: weights?,
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
    let groups: Vec<u32> = training.coded().map(|row| row.group).collect();
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

/// Divides rows into folds, and leaves out of what a fold learns from the rows that share a run of
/// words with what it is tested on.
pub(super) struct Splits {
    /// The fold of each row that is no example.
    folds: Vec<usize>,
    splits: Vec<Split>,
}

impl Splits {
    pub(super) fn new(
        training: &Training<'_>,
        texts: &TrainingTexts<'_>,
        settings: &StanceSettings,
    ) -> Result<Self, StanceError> {
        let folds = folds(training, settings)?;
        let n_folds = folds.iter().max().map_or(0, |last| last + 1);
        let words = TextWords::read(texts.iter());
        let all = 0..training.rows.len();
        let (examples, coded): (Vec<usize>, Vec<usize>) = all.partition(|&row| {
            let row = training.rows.get(row);
            row.is_some_and(|row| row.is_example)
        });
        let split = |fold: usize| {
            let part = |wanted: bool| {
                let rows = coded.iter().zip(&folds);
                rows.filter(move |(_, of)| (**of == fold) == wanted)
                    .map(|(row, _)| *row)
            };
            let tested: Vec<usize> = part(true).collect();
            let mut learned: Vec<usize> = part(false).chain(examples.iter().copied()).collect();
            let mut shared = words
                .sharing(&learned, &tested, settings.shared_run)
                .into_iter()
                .peekable();
            learned.retain(|row| shared.next_if_eq(row).is_none());
            Split { learned, tested }
        };
        let splits = (0..n_folds).into_par_iter().map(split).collect();
        Ok(Self { folds, splits })
    }
}

/// What all folds have in common.
struct Fold<'a> {
    training: &'a Training<'a>,
    texts: &'a CountedTexts,
    settings: &'a StanceSettings,
    alphas: &'a [f64],
    keeps_models: bool,
}

impl Fold<'_> {
    fn score(&self, split: Split, watch: &Watch<'_>) -> Result<FoldScores, StanceError> {
        let Split { learned, tested } = split;
        let Self {
            training, texts, ..
        } = *self;
        if let Some(class) = training.missing_class(&learned) {
            return Err(training.too_small(class));
        }
        let part = texts.part(&learned)?;
        let profile = TrainingProfile::of_words(texts.words(&part), learned.len());
        let distance = |&row: &usize| {
            profile.distance_of(texts.known(row, &part), part.idf(), texts.n_words(row))
        };
        let distances = tested.iter().map(distance).collect();
        let mut fits = Fits::new(training, &learned, texts, &part, self.settings)?;
        let mut by_alpha = Vec::with_capacity(self.alphas.len());
        let mut buffer = RowBuffer::default();
        let mut row_scores = Vec::new();
        for &alpha in self.alphas {
            let (weights, _) = fits.fit(alpha, watch)?;
            let mut scores = Vec::with_capacity(tested.len() * training.classes.len());
            for &row in &tested {
                weights.score(texts.row(row, &part, &mut buffer), &mut row_scores);
                scores.extend_from_slice(&row_scores);
            }
            by_alpha.push((self.keeps_models.then_some(weights), scores));
        }
        let analyzer = self.keeps_models.then(|| texts.analyzer(&part));
        Ok(FoldScores {
            rows: tested,
            distances,
            analyzer: analyzer.transpose()?,
            by_alpha,
        })
    }
}

/// Fits to the same rows, each starting from the one before.
pub(super) struct Fits<'a> {
    dataset: DatasetBase<SparseRecords, Array1<usize>>,
    /// By feature: its column. Where rows are many, columns stand in the order of their frequency:
    /// the weights of common words then lie together, and stay in the caches.
    columns: Option<Vec<u32>>,
    settings: &'a StanceSettings,
    n_classes: usize,
    last: Option<FittedLogistic>,
}

impl<'a> Fits<'a> {
    pub(super) fn new(
        training: &Training<'_>,
        learned: &[usize],
        texts: &CountedTexts,
        part: &Part,
        settings: &'a StanceSettings,
    ) -> Result<Self, StanceError> {
        let n_values = learned.iter().map(|&row| texts.known(row, part).count());
        let mut records = RecordsBuilder::new(part.len(), learned.len(), n_values.sum());
        let mut buffer = RowBuffer::default();
        let columns = records.is_compact().then(|| part.ranks());
        let column = |feature: u32| match &columns {
            Some(columns) => columns.get(feature as usize).copied().unwrap_or(feature),
            None => feature,
        };
        let rows = || learned.iter().filter_map(|&row| training.rows.get(row));
        for &row in learned {
            let row = texts.row(row, part, &mut buffer);
            let features = row.features.iter().map(|&feature| column(feature));
            records
                .push(features.zip(row.values.iter().copied()))
                .map_err(|source| StanceError::Fit { alpha: 0.0, source })?;
        }
        let records = records
            .finish()
            .map_err(|source| StanceError::Fit { alpha: 0.0, source })?;
        let classes = rows().map(|row| row.class).collect();
        let weights = rows().map(|row| row.weight).collect();
        Ok(Self {
            dataset: DatasetBase::new(records, classes).with_weights(weights),
            columns,
            settings,
            n_classes: training.classes.len(),
            last: None,
        })
    }

    /// The rounded weights of a fit, and what it took.
    pub(super) fn fit(
        &mut self,
        alpha: f64,
        watch: &Watch<'_>,
    ) -> Result<(Weights, FitEffort), StanceError> {
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
        let effort = FitEffort {
            n_values: self.dataset.records.n_values(),
            n_passes: fitted.n_passes(),
            n_evaluations: fitted.n_evaluations(),
        };
        let weights = match &self.columns {
            Some(columns) => Weights::rounded(&fitted.by_feature(columns)),
            None => Weights::rounded(self.last.insert(fitted)),
        };
        Ok((weights, effort))
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
