//! Training: everything that learns happens here.

use super::calibration::SHRINKAGE;
use super::conformal::ConformalScores;
use super::cross::CrossModels;
use super::model::DEFAULT_ERROR_LEVEL;
use super::outside::{OutsideLimits, TrainingProfile};
use super::rows::{ClassList, TrainingRow};
use super::search::{Fits, Splits, search};
use super::training_rows::{StoredRows, Training, TrainingTexts};
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

/// The same as [`train`], of rows whose texts go as they are read.
///
/// # Errors
/// As [`train`].
pub fn train_stored(
    rows: StoredRows,
    settings: &StanceSettings,
    classes: &ClassList,
    watch: &Watch<'_>,
) -> Result<Model, StanceError> {
    let (rows, texts) = rows.into_parts();
    let training = Training { rows, classes };
    train_rows(
        &training,
        TrainingTexts::Stored(texts),
        settings,
        watch,
        false,
    )
    .map(|(model, _)| model)
}

fn train_keeping(
    rows: &[TrainingRow<'_>],
    settings: &StanceSettings,
    classes: &ClassList,
    watch: &Watch<'_>,
    keeps_folds: bool,
) -> Result<(Model, CrossModels), StanceError> {
    let training = Training::new(rows, classes);
    train_rows(
        &training,
        TrainingTexts::Borrowed(rows),
        settings,
        watch,
        keeps_folds,
    )
}

fn train_rows(
    training: &Training<'_>,
    texts: TrainingTexts<'_>,
    settings: &StanceSettings,
    watch: &Watch<'_>,
    keeps_folds: bool,
) -> Result<(Model, CrossModels), StanceError> {
    settings.check()?;
    training.check()?;
    let splits = Splits::new(training, &texts, settings)?;
    let (texts, training_texts) = texts.take_apart(&settings.analyzer)?;
    let found = search(training, splits, &texts, settings, watch, keeps_folds)?;
    let (analyzer, weights, effort) = fit_all(training, texts, settings, found.alpha, watch)?;
    let (k, coded) = (training.classes.len(), training.coded_classes());
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
        training_texts: training_texts.into_iter().collect(),
        classes: training.classes.clone(),
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
