//! Hyperparameters of the logistic regression: as given, and checked.

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::loss::MAX_CLASSES;
use super::{FitError, FittedLogistic};

/// How much the rows of a class count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassWeights {
    /// Each row by its own weight.
    None,
    /// Each class alike: a row's weight times `n / (K n_k)`, with `n` the weight of all rows and
    /// `n_k` that of its class; scikit-learn's `class_weight="balanced"`.
    #[default]
    Balanced,
}

/// Hyperparameters as given.
///
/// | name | default | purpose | range |
/// |---|---|---|---|
/// | `alpha` | 1 | strength of the penalty; scikit-learn's `1/C` | above 0 |
/// | `class_weights` | balanced | see [`ClassWeights`] | |
/// | `gradient_tolerance` | 1e-6 | largest entry of the gradient of the mean loss at the end | above 0 |
/// | `max_iterations` | 1000 | steps of L-BFGS | 1 and up |
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticParams(CheckedLogisticParams);

/// Hyperparameters that are in range.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedLogisticParams {
    pub(super) n_classes: usize,
    pub(super) alpha: f64,
    pub(super) class_weights: ClassWeights,
    pub(super) gradient_tolerance: f64,
    pub(super) max_iterations: u64,
    pub(super) start: Option<FittedLogistic>,
}

impl LogisticParams {
    /// The default hyperparameters for `n_classes` classes, 2 to 16; targets are 0 to
    /// `n_classes` − 1.
    pub fn new(n_classes: usize) -> Self {
        Self(CheckedLogisticParams {
            n_classes,
            alpha: 1.0,
            class_weights: ClassWeights::default(),
            gradient_tolerance: 1e-6,
            max_iterations: 1000,
            start: None,
        })
    }

    /// Sets the strength of the penalty.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Sets how much the rows of a class count.
    #[must_use]
    pub fn class_weights(mut self, class_weights: ClassWeights) -> Self {
        self.0.class_weights = class_weights;
        self
    }

    /// Sets the largest entry of the gradient with which a fit may end.
    #[must_use]
    pub fn gradient_tolerance(mut self, gradient_tolerance: f64) -> Self {
        self.0.gradient_tolerance = gradient_tolerance;
        self
    }

    /// Sets the number of steps after which a fit gives up.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: u64) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Starts from an earlier fit of the same shape, such as that of a neighbouring `alpha`,
    /// instead of from zeros.
    #[must_use]
    pub fn start(mut self, start: FittedLogistic) -> Self {
        self.0.start = Some(start);
        self
    }
}

impl ParamGuard for LogisticParams {
    type Checked = CheckedLogisticParams;
    type Error = FitError;

    fn check_ref(&self) -> Result<&CheckedLogisticParams, FitError> {
        let error = |name, found, expected| FitError::Parameter {
            name,
            found,
            expected,
        };
        let positive = |x: f64| x.is_finite() && x > 0.0;
        let params = &self.0;
        if !(2..=MAX_CLASSES).contains(&params.n_classes) {
            let found = params.n_classes as f64;
            return Err(error("n_classes", found, "2 to 16"));
        }
        if !positive(params.alpha) {
            return Err(error("alpha", params.alpha, "a number above 0"));
        }
        if !positive(params.gradient_tolerance) {
            let found = params.gradient_tolerance;
            return Err(error("gradient_tolerance", found, "a number above 0"));
        }
        if params.max_iterations == 0 {
            return Err(error("max_iterations", 0.0, "1 or more"));
        }
        Ok(params)
    }

    fn check(self) -> Result<CheckedLogisticParams, FitError> {
        self.check_ref()?;
        Ok(self.0)
    }
}
