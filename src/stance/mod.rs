//! The stance model: fit, calibrate, predict, explain.

pub mod folds;
pub mod logistic;
