//! How a model is trained.

use super::logistic::ClassWeights;
use super::{DecisionRule, SHARED_RUN, StanceError};
use crate::features::AnalyzerSettings;

/// How a model is trained. Everything that is chosen by looking at classes is chosen inside
/// [`train`](super::train), so that a fold that trains learns nothing from its test rows.
///
/// | setting | default | range | effect |
/// |---|---|---|---|
/// | `analyzer` | | | see [`AnalyzerSettings`] |
/// | `alphas` | 0.3 | above 0 | strengths of the penalty to choose from |
/// | `class_weights` | balanced | | see [`ClassWeights`] |
/// | `inner_folds` | 4 | 2 and up | grouped folds that choose `alpha` and calibrate |
/// | `seed` | none | | shuffles groups before they are put into folds |
/// | `decision` | as trained | | see [`DecisionRule`] |
/// | `shared_run` | 15 | 1 and up | words in a run that keeps a row out of a training part |
/// | `gradient_tolerance` | 1e-5 | above 0 | see [`LogisticParams`](super::logistic::LogisticParams) |
/// | `max_iterations` | 1000 | 1 and up | see [`LogisticParams`](super::logistic::LogisticParams) |
#[derive(Debug, Clone, PartialEq)]
pub struct StanceSettings {
    /// What is counted in a text.
    pub analyzer: AnalyzerSettings,
    /// Strengths of the penalty to choose from; scikit-learn's `1/C`.
    pub alphas: Vec<f64>,
    /// How much the rows of a class count.
    pub class_weights: ClassWeights,
    /// Number of inner folds; fewer where there are fewer groups.
    pub inner_folds: usize,
    /// Seed of the inner folds; groups in the order of their names where absent.
    pub seed: Option<u64>,
    /// Which class a passage is labelled with.
    pub decision: DecisionRule,
    /// Words in a shared run that keeps a row out of a training part.
    pub shared_run: usize,
    /// Largest entry of the gradient with which a fit may end.
    pub gradient_tolerance: f64,
    /// Steps after which a fit gives up.
    pub max_iterations: u64,
}

impl Default for StanceSettings {
    fn default() -> Self {
        Self {
            analyzer: AnalyzerSettings::default(),
            alphas: vec![0.3],
            class_weights: ClassWeights::default(),
            inner_folds: 4,
            seed: None,
            decision: DecisionRule::default(),
            shared_run: SHARED_RUN,
            gradient_tolerance: 1e-5,
            max_iterations: 1000,
        }
    }
}

impl StanceSettings {
    /// The number of fits that training takes, at most; for showing progress.
    pub fn n_fits(&self) -> usize {
        self.inner_folds * self.alphas.len() + 1
    }

    /// The strengths of the penalty from the largest to the smallest, each once.
    pub(super) fn descending_alphas(&self) -> Vec<f64> {
        let mut alphas = self.alphas.clone();
        alphas.sort_by(|a, b| b.total_cmp(a));
        alphas.dedup_by(|a, b| a.to_bits() == b.to_bits());
        alphas
    }

    /// Checks every setting that a fit does not check itself.
    pub(super) fn check(&self) -> Result<(), StanceError> {
        let error = |setting, found: &dyn ToString, expected| StanceError::Setting {
            setting,
            found: found.to_string(),
            expected,
        };
        self.analyzer.check()?;
        if self.alphas.is_empty() {
            return Err(error("alphas", &"an empty list", "one or more numbers"));
        }
        if let Some(alpha) = self.alphas.iter().find(|a| !(a.is_finite() && **a > 0.0)) {
            return Err(error("alphas", alpha, "numbers above 0"));
        }
        if self.inner_folds < 2 {
            return Err(error("inner_folds", &self.inner_folds, "2 or more"));
        }
        if self.shared_run == 0 {
            return Err(error("shared_run", &0, "1 or more"));
        }
        Ok(())
    }
}
