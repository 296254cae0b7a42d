//! The terms that speak most for and against each class, and how stable they are.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::traits::Fit as _;
use ndarray::Array1;
use rayon::prelude::*;

use super::logistic::{FitError, FittedLogistic, LogisticParams, SparseRecords};
use super::surface::SurfaceForms;
use super::weights::Weights;
use super::{Model, StanceError, StanceSettings, TrainingRow, Watch};
use crate::corpus::Span;
use crate::features::{FeatureScratch, NAME};
use crate::random::Random;

/// How leading terms are found.
///
/// | setting | default | range | effect |
/// |---|---|---|---|
/// | `n_top` | 50 | 1 and up | terms of a class and side that count as leading |
/// | `n_refits` | 100 | 0 and up | bootstrap refits that stability is a share of |
/// | `seed` | 1 | | seed of the bootstrap |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadingSettings {
    /// Terms of a class and side that count as leading.
    pub n_top: usize,
    /// Refits to bootstrap samples of groups.
    pub n_refits: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
}

impl Default for LeadingSettings {
    fn default() -> Self {
        Self {
            n_top: 50,
            n_refits: 100,
            seed: 1,
        }
    }
}

/// A term that is among those that speak most for or against a class.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadingTerm {
    /// The class, from 0.
    pub class: usize,
    /// Whether it speaks for the class.
    pub is_for: bool,
    /// Its place among the terms of this class and side, from 1.
    pub rank: usize,
    /// The term as it stands in the vocabulary.
    pub term: String,
    /// How it most often stands in the training texts, in lower case; for a piece of a word, the
    /// word.
    pub words: String,
    /// `W_kw − mean_k W_kw`: log-odds against the geometric mean of the classes, before
    /// calibration, for a value of 1.
    pub weight: f64,
    /// The mean value of the term over the training texts, each by its weight; 0 or above.
    pub mean_value: f64,
    /// Refits in which the term is among the leading ones of the same class and side.
    pub n_stable: usize,
    /// Refits that were made; those that drew no text of some class are not.
    pub n_refits: usize,
    /// The training texts in which it occurs, as numbers of rows, ascending.
    pub rows: Vec<usize>,
    /// Whether at least half of its occurrences lie in a name, and the term says in which.
    pub is_name: bool,
}

impl LeadingTerm {
    /// What the term adds on average, `weight · mean_value`.
    pub fn contribution(&self) -> f64 {
        self.weight * self.mean_value
    }

    /// The share of refits in which the term leads, 0 to 1; `None` without refits.
    pub fn stability(&self) -> Option<f64> {
        (self.n_refits > 0).then(|| self.n_stable as f64 / self.n_refits as f64)
    }
}

/// Largest entry of the gradient with which a refit may end: ranks need fewer digits than weights
/// that are kept.
const REFIT_TOLERANCE: f64 = 1e-4;

/// The features of a class and side that lead, best first.
type Leaders = Vec<Vec<u32>>;

/// The leading terms of a model in the texts that trained it: classes in their order, those for a
/// class before those against it, each by the size of [`LeadingTerm::contribution`].
///
/// Stability is the share of refits to bootstrap samples in which a term leads again. Groups are
/// drawn with replacement, examples one by one among themselves; vocabulary, inverse document
/// frequencies and penalty are the model's, so that a refit says how far the weights hang on the
/// texts drawn (`docs/decisions/leading-terms.md`). `names` gives the places of names in a text.
/// `rows` must be the rows the model was trained on; the result does not depend on the number of
/// threads.
///
/// # Errors
/// Where a fit does not converge, or the work was interrupted.
pub fn leading_terms(
    model: &Model,
    rows: &[TrainingRow<'_>],
    settings: &LeadingSettings,
    names: &dyn Fn(&str) -> Vec<Span>,
    watch: &Watch<'_>,
) -> Result<Vec<LeadingTerm>, StanceError> {
    let texts = ReadTexts::new(model, rows, names);
    let own_weights: Vec<f32> = rows.iter().map(|row| row.weight).collect();
    let means = texts.means(&own_weights);
    let leaders = leaders(&model.weights, &means, settings.n_top);
    let refits = refit_leaders(model, rows, &texts, settings, watch)?;
    let mut terms = Vec::new();
    for (place, features) in leaders.iter().enumerate() {
        let (class, is_for) = (place / 2, place % 2 == 0);
        for (feature, rank) in features.iter().copied().zip(1..) {
            let is_stable = |refit: &&Leaders| {
                let again = refit.get(place);
                again.is_some_and(|again| again.contains(&feature))
            };
            let weights = model.weights.of(feature);
            terms.push(LeadingTerm {
                class,
                is_for,
                rank,
                term: model.term(feature),
                words: texts.forms.most_frequent(feature),
                weight: weights.get(class).copied().map_or(0.0, f64::from),
                mean_value: means.get(feature as usize).copied().unwrap_or(0.0),
                n_stable: refits.iter().filter(is_stable).count(),
                n_refits: refits.len(),
                rows: texts.rows_with(feature),
                is_name: texts.forms.is_name(feature) && !is_any_name(&model.term(feature)),
            });
        }
    }
    Ok(terms)
}

/// Whether the term, or a part of it, is the one that all names share.
fn is_any_name(term: &str) -> bool {
    term.split(' ').any(|stem| stem == NAME)
}

/// The training texts as the model reads them.
struct ReadTexts {
    n_features: usize,
    rows: Vec<Vec<(u32, f64)>>,
    forms: SurfaceForms,
}

impl ReadTexts {
    fn new(model: &Model, rows: &[TrainingRow<'_>], names: &dyn Fn(&str) -> Vec<Span>) -> Self {
        let mut scratch = FeatureScratch::default();
        let mut forms = SurfaceForms::default();
        let read = |row: &TrainingRow<'_>| {
            let found = model.analyzer.row(row.text, &mut scratch);
            let pairs = found.features.iter().copied();
            let pairs = pairs.zip(found.values.iter().copied()).collect();
            forms.note(row.text, &scratch, &names(row.text));
            pairs
        };
        Self {
            n_features: model.analyzer.vocabulary().len(),
            rows: rows.iter().map(read).collect(),
            forms,
        }
    }

    /// The mean value of each feature, V, texts by these weights.
    fn means(&self, weights: &[f32]) -> Vec<f64> {
        let mut sums = vec![0.0; self.n_features];
        for (row, &weight) in self.rows.iter().zip(weights) {
            for &(feature, value) in row {
                if let Some(sum) = sums.get_mut(feature as usize) {
                    *sum += f64::from(weight) * value;
                }
            }
        }
        let total: f64 = weights.iter().copied().map(f64::from).sum();
        for sum in &mut sums {
            *sum /= total;
        }
        sums
    }

    fn rows_with(&self, feature: u32) -> Vec<usize> {
        let has = |row: &[(u32, f64)]| row.iter().any(|&(found, _)| found == feature);
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| has(row)).map(|(i, _)| i).collect()
    }
}

/// For each class, the features that speak most for it and, behind them, against it: 2 K lists of
/// at most `n_top`.
fn leaders(weights: &Weights, means: &[f64], n_top: usize) -> Leaders {
    let n_classes = weights.bias().len();
    let mut leaders = Vec::with_capacity(2 * n_classes);
    for class in 0..n_classes {
        let mut sized: Vec<(f64, u32)> = (0_u32..)
            .zip(means)
            .filter_map(|(feature, mean)| {
                let weight = weights.of(feature).get(class).copied()?;
                Some((f64::from(weight) * mean, feature))
            })
            .collect();
        sized.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let speaks_for = sized.iter().take_while(|(size, _)| *size > 0.0);
        let speaks_against = sized.iter().rev().take_while(|(size, _)| *size < 0.0);
        leaders.push(speaks_for.take(n_top).map(|&(_, f)| f).collect());
        leaders.push(speaks_against.take(n_top).map(|&(_, f)| f).collect());
    }
    leaders
}

/// The leaders of every refit, in the order of the draws.
fn refit_leaders(
    model: &Model,
    rows: &[TrainingRow<'_>],
    texts: &ReadTexts,
    settings: &LeadingSettings,
    watch: &Watch<'_>,
) -> Result<Vec<Leaders>, StanceError> {
    if settings.n_refits == 0 {
        return Ok(Vec::new());
    }
    let refits = Refits::new(model, rows, texts, watch)?;
    let draws = Draws::of(rows);
    let found: Vec<Result<Option<Leaders>, StanceError>> = (0..settings.n_refits as u64)
        .into_par_iter()
        .map(|number| {
            watch.check()?;
            let weights = draws.draw(rows, settings.seed, number);
            let fitted = refits.fit(weights.clone(), Some(&refits.all));
            watch.fit_done();
            match fitted {
                Ok(fitted) => {
                    let means = texts.means(&weights);
                    Ok(Some(leaders(
                        &Weights::rounded(&fitted),
                        &means,
                        settings.n_top,
                    )))
                }
                Err(FitError::EmptyClass { .. }) => Ok(None),
                Err(source) => Err(refits.failure(source)),
            }
        })
        .collect();
    found.into_iter().filter_map(Result::transpose).collect()
}

/// Fits to the same texts with other weights.
struct Refits {
    records: SparseRecords,
    classes: Array1<usize>,
    params: LogisticParams,
    alpha: f64,
    /// The fit to all texts, where every refit starts.
    all: FittedLogistic,
}

impl Refits {
    fn new(
        model: &Model,
        rows: &[TrainingRow<'_>],
        texts: &ReadTexts,
        watch: &Watch<'_>,
    ) -> Result<Self, StanceError> {
        watch.check()?;
        let failure = |source| StanceError::Fit {
            alpha: model.alpha,
            source,
        };
        let settings = StanceSettings::default();
        let params = LogisticParams::new(model.classes.len())
            .alpha(model.alpha)
            .class_weights(model.class_weights)
            .gradient_tolerance(REFIT_TOLERANCE)
            .max_iterations(settings.max_iterations);
        let records = SparseRecords::from_rows(texts.n_features, texts.rows.iter().cloned())
            .map_err(failure)?;
        let classes: Array1<usize> = rows.iter().map(|row| row.class).collect();
        let weights = rows.iter().map(|row| row.weight).collect();
        let dataset = DatasetBase::new(records, classes).with_weights(weights);
        let all = params.fit(&dataset).map_err(failure)?;
        Ok(Self {
            records: dataset.records,
            classes: dataset.targets,
            params,
            alpha: model.alpha,
            all,
        })
    }

    fn fit(
        &self,
        weights: Vec<f32>,
        start: Option<&FittedLogistic>,
    ) -> Result<FittedLogistic, FitError> {
        let mut params = self.params.clone();
        if let Some(start) = start {
            params = params.start(start.clone());
        }
        let dataset = DatasetBase::new(self.records.clone(), self.classes.clone());
        params.fit(&dataset.with_weights(Array1::from(weights)))
    }

    fn failure(&self, source: FitError) -> StanceError {
        StanceError::Fit {
            alpha: self.alpha,
            source,
        }
    }
}

/// What is drawn: the groups of coded rows, and examples one by one.
struct Draws {
    groups: Vec<Vec<usize>>,
    examples: Vec<Vec<usize>>,
}

impl Draws {
    fn of(rows: &[TrainingRow<'_>]) -> Self {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut examples = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            if row.is_example {
                examples.push(vec![i]);
            } else {
                groups.entry(row.group).or_default().push(i);
            }
        }
        Self {
            groups: groups.into_values().collect(),
            examples,
        }
    }

    /// The weights of the rows in draw number `number`: own weight times how often drawn.
    fn draw(&self, rows: &[TrainingRow<'_>], seed: u64, number: u64) -> Vec<f32> {
        let mut random = Random::stream(seed, number);
        let mut weights = vec![0.0; rows.len()];
        for units in [&self.groups, &self.examples] {
            for _ in 0..units.len() {
                let drawn = units.get(random.below(units.len().max(1)));
                for &i in drawn.into_iter().flatten() {
                    if let (Some(weight), Some(row)) = (weights.get_mut(i), rows.get(i)) {
                        *weight += row.weight;
                    }
                }
            }
        }
        weights
    }
}

#[cfg(test)]
#[path = "leading_tests.rs"]
mod tests;
