//! The stance model: fit, calibrate, predict, explain.
//!
//! - **Input and output.** [`train`] turns [`TrainingRow`]s into a [`Model`]; [`Model::label`]
//!   turns a text into a [`Prediction`], [`Model::explain`] into an [`Explanation`]; a model is one
//!   JSON file ([`Model::to_json`]).
//! - **Method.** Multinomial logistic regression on TF-IDF rows ([`logistic`]), its penalty chosen
//!   by grouped inner cross-validation; bias-corrected temperature scaling and class-conditional
//!   conformal label sets on the scores of that cross-validation; texts further from the training
//!   than its held-out passages are called outside. Weights are rounded to f32 before anything is
//!   scored, and one function scores everywhere.
//! - **What it drops.** Nothing: every text gets a label, and a reason where it should not be
//!   trusted.

mod calibration;
mod conformal;
mod cross;
mod decision;
mod error;
mod explain;
mod file;
mod folds;
mod leading;
pub mod logistic;
mod model;
mod newton;
mod outside;
mod rows;
mod search;
mod settings;
mod shared_runs;
mod surface;
mod train;
mod training_rows;
mod weights;

pub use calibration::Calibration;
pub use conformal::{ConformalScores, is_in_label_set};
pub use cross::CrossModels;
pub use decision::DecisionRule;
pub use error::{ModelFileError, StanceError};
pub use explain::{Contrast, Explanation, TermContribution, WordContribution};
pub use file::FORMAT_VERSION;
pub use folds::stratified_group_folds;
pub use leading::{LeadingSettings, LeadingTerm, leading_terms};
pub use model::{LabelReason, Model, Prediction, Scratch};
pub use rows::{ClassList, MAX_CLASSES, TrainingRow};
pub use search::InnerScore;
pub use settings::StanceSettings;
pub use shared_runs::{SHARED_RUN, shared_run_purge};
pub use train::{FitEffort, Watch, train, train_stored, train_with_folds};
pub use training_rows::StoredRows;

#[cfg(test)]
mod tests;
