//! Multinomial logistic regression on sparse rows, as a linfa estimator.
//!
//! - **Input and output.** `DatasetBase<SparseRecords, targets>` with optional weights of rows;
//!   [`LogisticParams`] are checked ([`linfa::ParamGuard`]) and fitted ([`linfa::traits::Fit`])
//!   into [`FittedLogistic`], which predicts ([`linfa::traits::PredictInplace`]).
//! - **Method.** The least of `(Σ_i w_i (ln Σ_k exp z_ik − z_iy) + α/2 ‖W‖²) / Σ_i w_i` with
//!   `z = W x + b`, the bias unpenalised; `α` is scikit-learn's `1/C`. L-BFGS with the line search
//!   of Moré and Thuente, as in linfa-logistic, which takes dense records only and ignores
//!   weights. It starts in the span of the rows where they are few, and from ascent on the dual
//!   where they are many. Checked by `tests/oracle_logistic.rs`: worked numbers, linfa-logistic and
//!   scikit-learn.
//! - **Same bits.** Every entry of the gradient is one sum over rows in their order, and the dual
//!   visits rows one after the other, so the number of threads cannot change it.

mod dual;
mod error;
mod fitted;
mod loss;
mod objective;
mod params;
mod records;
mod span;

pub use error::FitError;
pub use fitted::FittedLogistic;
pub use loss::MAX_CLASSES;
pub use params::{CheckedLogisticParams, ClassWeights, LogisticParams};
pub(crate) use records::RecordsBuilder;
pub use records::SparseRecords;
