//! What can go wrong in a fit.

/// A fit that is impossible or has not converged.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// A parameter is out of range.
    #[error("parameter `{name}` is {found}; expected {expected}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// Its value.
        found: f64,
        /// The range.
        expected: &'static str,
    },
    /// A row names a feature twice or one that does not exist, or has a value that is no number.
    #[error(
        "row {row} is not a sparse row: expected distinct features below {n_features} with finite values"
    )]
    Row {
        /// The row, from 0.
        row: usize,
        /// Number of features.
        n_features: usize,
    },
    /// Records and targets differ in number, or there are none.
    #[error(
        "{n_rows} rows and {n_targets} targets; expected as many of one as of the other, and some"
    )]
    Lengths {
        /// Number of rows.
        n_rows: usize,
        /// Number of targets.
        n_targets: usize,
    },
    /// A target is no class.
    #[error("row {row} has class {class}; expected a class below {n_classes}")]
    Class {
        /// The row, from 0.
        row: usize,
        /// Its class.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A class has no rows: its weights have no finite best value.
    #[error("class {class} of {n_classes} has no row to learn from")]
    EmptyClass {
        /// The class, from 0.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// The weight of a row is negative or no number.
    #[error("row {row} has weight {found}; expected a number that is not negative")]
    Weight {
        /// The row, from 0.
        row: usize,
        /// Its weight.
        found: f32,
    },
    /// The search stopped before the gradient was small enough.
    #[error(
        "the fit has not converged: the largest entry of the gradient is {gradient:e} after {n_evaluations} evaluations, the limit is {limit:e}"
    )]
    NotConverged {
        /// The largest absolute entry of the gradient at the best weights found.
        gradient: f64,
        /// The largest that was allowed.
        limit: f64,
        /// How often loss and gradient were computed.
        n_evaluations: usize,
    },
    /// linfa found the data unfit.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

impl FitError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotConverged { .. } => {
                Some("allow more iterations, or a larger `alpha`".to_owned())
            }
            Self::EmptyClass { .. } => {
                Some("add coded passages of the class, or take it out of the codebook".to_owned())
            }
            _ => None,
        }
    }
}
