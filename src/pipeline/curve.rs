//! From hand-coded passages to learning curves.

use crate::Error;
use crate::config::Config;
use crate::corpus::Codebook;
use crate::evaluate::{
    EvaluationSet, Labeller, LearningCurve, plan_curve, predict_curve, score_curve,
};
use crate::stance::{Prediction, Scratch, StanceError, Watch};
use crate::store::Interrupt;

use super::Trainer;
use super::learn::evaluate_settings;

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
    let nothing = || {};
    let train = |rows: &[usize]| -> Result<Labeller<'_, Prediction>, StanceError> {
        let watch = Watch::new(&nothing, interrupt);
        let model = trainer.train(set, rows.iter().copied(), watch)?;
        let mut scratch = Scratch::with_top_terms(0);
        Ok(Box::new(move |row| {
            let text = set.rows().get(row).map_or("", |row| row.text.as_str());
            model.label(text, &mut scratch)
        }))
    };
    let predictions = predict_curve(set, &plan, train, on_part)?;
    Ok(score_curve(set, &settings, &plan, &predictions)?)
}
