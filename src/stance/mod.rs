//! The stance model: fit, calibrate, predict, explain.

mod calibration;
mod conformal;
mod decision;
mod folds;
pub mod logistic;
mod newton;

pub use calibration::Calibration;
pub use conformal::{class_thresholds, label_set};
pub use decision::DecisionRule;
pub use folds::{SHARED_RUN, shared_run_purge, stratified_group_folds};
