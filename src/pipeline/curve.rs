//! From hand-coded passages to learning curves.

use crate::Error;
use crate::config::Config;
use crate::corpus::Codebook;
use crate::evaluate::{EvaluationSet, LearningCurve, plan_curve, predict_curve, score_curve};
use crate::store::Interrupt;

use super::Trainer;
use super::learn::{evaluate_settings, fold_trainer};

/// Measures how scores grow with the passages that are learnt from. `on_part` is told how many
/// models are trained and how many there are to train.
///
/// # Errors
/// Where the passages cannot be divided into folds, training does not converge, or the run is
/// interrupted.
pub fn measure_curve(
    set: &EvaluationSet,
    trainer: &Trainer,
    config: &Config,
    codebook: &Codebook,
    interrupt: &Interrupt,
    on_part: impl Fn(usize, usize) + Sync,
) -> Result<LearningCurve, Error> {
    let settings = evaluate_settings(config, codebook);
    let plan = plan_curve(set, &settings)?;
    let train = fold_trainer(set, trainer, interrupt);
    let predictions = predict_curve(set, &plan, train, on_part)?;
    Ok(score_curve(set, &settings, &plan, &predictions)?)
}
