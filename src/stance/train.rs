//! Training: everything that learns happens here.

use std::collections::BTreeSet;

use super::calibration::SHRINKAGE;
use super::conformal::ConformalScores;
use super::cross::CrossModels;
use super::model::DEFAULT_ERROR_LEVEL;
use super::outside::{OutsideLimits, TrainingProfile};
use super::rows::{ClassList, TrainingRow, text_hash};
use super::search::{Fits, Splits, search};
use super::weights::Weights;
use super::{Calibration, Model, StanceError, StanceSettings, decision};
use crate::features::{Analyzer, CountedTexts};
use crate::store::Interrupt;

/// Sees a training go on, and may stop it between two fits.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    on_fit: Option<&'a (dyn Fn() + Sync)>,
    interrupt: Option<&'a Interrupt>,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl<'a> Watch<'a> {
    /// Sees nothing and stops nothing.
    pub fn none() -> Self {
        Self {
            on_fit: None,
            interrupt: None,
        }
    }

    /// Calls `on_fit` after each of at most [`StanceSettings::n_fits`] fits, from any thread, and
    /// stops where `interrupt` is set.
    pub fn new(on_fit: &'a (dyn Fn() + Sync), interrupt: &'a Interrupt) -> Self {
        Self {
            on_fit: Some(on_fit),
            interrupt: Some(interrupt),
        }
    }

    pub(super) fn check(&self) -> Result<(), StanceError> {
        match self.interrupt {
            Some(interrupt) if interrupt.is_set() => Err(StanceError::Interrupted),
            _ => Ok(()),
        }
    }

    pub(super) fn fit_done(&self) {
        if let Some(on_fit) = self.on_fit {
            on_fit();
        }
    }
}

/// Trains a model.
///
/// Chooses the penalty by grouped, purged inner cross-validation over the rows that are no
/// examples; fits to all rows and rounds; calibrates, keeps the scores for label sets and sets the
/// offsets of the decision and the limits of what is outside the training on the scores of the
/// inner cross-validation. Examples join every
/// training part that they share no run of words with, and no held-out part. The result does not
/// depend on the number of threads.
///
/// # Errors
/// Where a setting or row is out of range, groups or the rows of a class are too few to split, a
/// fit does not converge, or the training was interrupted.
pub fn train(
    rows: &[TrainingRow<'_>],
    settings: &StanceSettings,
    classes: &ClassList,
    watch: &Watch<'_>,
) -> Result<Model, StanceError> {
    train_keeping(rows, settings, classes, watch, false).map(|(model, _)| model)
}

/// The same as [`train`], and the models of the inner cross-validation.
///
/// # Errors
/// As [`train`].
pub fn train_with_folds(
    rows: &[TrainingRow<'_>],
    settings: &StanceSettings,
    classes: &ClassList,
    watch: &Watch<'_>,
) -> Result<(Model, CrossModels), StanceError> {
    train_keeping(rows, settings, classes, watch, true)
}

fn train_keeping(
    rows: &[TrainingRow<'_>],
    settings: &StanceSettings,
    classes: &ClassList,
    watch: &Watch<'_>,
    keeps_folds: bool,
) -> Result<(Model, CrossModels), StanceError> {
    settings.check()?;
    for (row, found) in rows.iter().enumerate() {
        if found.class >= classes.len() {
            return Err(StanceError::RowClass {
                row,
                class: found.class,
                n_classes: classes.len(),
            });
        }
    }
    let training = Training { rows, classes };
    let splits = Splits::new(&training, settings)?;
    let texts = CountedTexts::read(rows.iter().map(|row| row.text), &settings.analyzer)?;
    let found = search(&training, splits, &texts, settings, watch, keeps_folds)?;
    let (analyzer, weights, effort) = fit_all(&training, texts, settings, found.alpha, watch)?;
    let (k, coded) = (classes.len(), training.coded_classes());
    let row_weights: Vec<f64> = training.coded().map(|row| f64::from(row.weight)).collect();
    let calibration = Calibration::fit(&found.scores, &coded, &row_weights, k, SHRINKAGE);
    let mut probabilities = found.scores.clone();
    probabilities
        .chunks_mut(k)
        .for_each(|row| calibration.apply(row));
    let model = Model {
        class_weights: settings.class_weights,
        decision: settings.decision,
        error_level: DEFAULT_ERROR_LEVEL,
        alpha: found.alpha,
        inner: Some(found.inner),
        effort: Some(effort),
        n_coded: coded.len(),
        n_examples: training.rows.len() - coded.len(),
        conformal: ConformalScores::new(&probabilities, &coded, k),
        outside: OutsideLimits::of_held_out(&found.distances),
        profile: TrainingProfile::new(&analyzer, training.rows.len()),
        offsets: decision::offsets(settings.decision, &calibration, &found.scores, &coded),
        calibration,
        training_texts: training
            .rows
            .iter()
            .map(|row| text_hash(row.text))
            .collect(),
        classes: classes.clone(),
        analyzer,
        weights,
    };
    let cross = CrossModels::new(found, &model.calibration, &probabilities, &coded);
    Ok((model, cross))
}

/// What the fit to all rows took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitEffort {
    /// The values of all rows that are not 0.
    pub n_values: usize,
    /// Passes over the rows; 0 where they are few.
    pub n_passes: usize,
    /// How often loss and gradient of all rows were computed.
    pub n_evaluations: usize,
}

/// The analyzer and the weights of the model that is shipped, which has seen all rows.
fn fit_all(
    training: &Training<'_>,
    texts: CountedTexts,
    settings: &StanceSettings,
    alpha: f64,
    watch: &Watch<'_>,
) -> Result<(Analyzer, Weights, FitEffort), StanceError> {
    let all: Vec<usize> = (0..training.rows.len()).collect();
    let part = texts.part(&all)?;
    let mut fits = Fits::new(training, &all, &texts, &part, settings)?;
    // The fit needs the room of the texts.
    let vocabulary = texts.into_vocabulary(part)?;
    let (weights, effort) = fits.fit(alpha, watch)?;
    drop(fits);
    let analyzer = Analyzer::new(settings.analyzer.clone(), vocabulary)?;
    Ok((analyzer, weights, effort))
}

/// Rows to train on.
pub(super) struct Training<'a> {
    pub(super) rows: &'a [TrainingRow<'a>],
    pub(super) classes: &'a ClassList,
}

impl<'a> Training<'a> {
    /// The rows that are no examples.
    pub(super) fn coded(&self) -> impl Iterator<Item = &TrainingRow<'a>> {
        self.rows.iter().filter(|row| !row.is_example)
    }

    /// The classes of the rows that are no examples.
    pub(super) fn coded_classes(&self) -> Vec<usize> {
        self.coded().map(|row| row.class).collect()
    }

    /// The number of groups of the rows that are no examples and are chosen.
    pub(super) fn n_groups(&self, chosen: impl Fn(&TrainingRow<'a>) -> bool) -> usize {
        let groups: BTreeSet<&str> = self
            .coded()
            .filter(|row| chosen(row))
            .map(|row| row.group)
            .collect();
        groups.len()
    }

    /// The first class without a row among these.
    pub(super) fn missing_class(&self, rows: &[usize]) -> Option<usize> {
        let mut has_row = vec![false; self.classes.len()];
        for row in rows.iter().filter_map(|&row| self.rows.get(row)) {
            if let Some(found) = has_row.get_mut(row.class) {
                *found = true;
            }
        }
        has_row.iter().position(|found| !found)
    }

    /// The error that a class cannot be split.
    pub(super) fn too_small(&self, class: usize) -> StanceError {
        let n_groups = self.n_groups(|row| row.class == class);
        StanceError::ClassTooSmall {
            class: self.classes.id(class).to_owned(),
            n_rows: self.coded().filter(|row| row.class == class).count(),
            n_groups,
            needed: (n_groups + 1).max(2),
        }
    }
}
