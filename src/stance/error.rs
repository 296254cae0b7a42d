//! What can go wrong in training, and in reading a model.

use super::MAX_CLASSES;
use super::logistic::FitError;
use crate::features::FeatureError;

/// Training that is impossible, or was stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StanceError {
    /// A setting is out of range.
    #[error("stance setting `{setting}` is {found}; expected {expected}")]
    Setting {
        /// Name of the setting.
        setting: &'static str,
        /// Its value.
        found: String,
        /// The range.
        expected: &'static str,
    },
    /// The classes are too few, too many, unnamed or not distinct.
    #[error("found the classes {found:?}; expected 2 to {MAX_CLASSES} different names")]
    Classes {
        /// The ids as given.
        found: Vec<String>,
    },
    /// A row's class does not exist.
    #[error("training row {row} has class {class}; expected a class below {n_classes}")]
    RowClass {
        /// The row, from 0.
        row: usize,
        /// Its class.
        class: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A class would be missing from what a fold trains on.
    #[error(
        "class `{class}` is too small to split: {n_rows} coded passages in {n_groups} groups, and none is left to train on when a fold is held out; expected at least {needed} groups"
    )]
    ClassTooSmall {
        /// Id of the class.
        class: String,
        /// Number of its coded passages.
        n_rows: usize,
        /// Number of groups that they stand in.
        n_groups: usize,
        /// Number of groups that are enough.
        needed: usize,
    },
    /// There are no two groups to hold against each other.
    #[error("{n_rows} coded passages stand in {found} groups; expected at least {needed} groups")]
    TooFewGroups {
        /// Number of coded passages that are no examples.
        n_rows: usize,
        /// Number of groups.
        found: usize,
        /// Number of groups that are enough.
        needed: usize,
    },
    /// The texts or settings of the analyzer cannot be used.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// A fit failed.
    #[error("the fit with alpha {alpha} failed")]
    Fit {
        /// The strength of the penalty.
        alpha: f64,
        /// Why.
        source: FitError,
    },
    /// The user, or the system, stopped the training.
    #[error("interrupted in training")]
    Interrupted,
}

impl StanceError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Setting { .. } => {
                Some("correct the setting, or the option that sets it".to_owned())
            }
            Self::ClassTooSmall { class, .. } => Some(format!(
                "code passages of `{class}` in more groups, give written examples of it, or join it with another class"
            )),
            Self::TooFewGroups { .. } => Some(
                "code passages of more exchanges or documents; written examples do not count here"
                    .to_owned(),
            ),
            Self::Features(source) => source.help(),
            Self::Fit { source, .. } => source.help(),
            Self::Classes { .. } | Self::RowClass { .. } | Self::Interrupted => None,
        }
    }
}

/// A file that is no model of this program, or no longer one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelFileError {
    /// The file is cut short or is not JSON.
    #[error("the model file is cut short or is not JSON")]
    Json {
        /// Where, and what was found.
        source: serde_json::Error,
    },
    /// The file is JSON, but no model.
    #[error("the file is not a model: expected `\"format\": \"{expected}\"`")]
    NotAModel {
        /// The name of the format.
        expected: &'static str,
    },
    /// The file was written by another version of the program.
    #[error("the model has format version {found}; this program reads version {supported}")]
    Version {
        /// The version of the file.
        found: u64,
        /// The version that this program reads.
        supported: u64,
    },
    /// The terms of the model were made by other rules.
    #[error(
        "the model was made for analyzer version {found}; this program has version {supported}"
    )]
    Analyzer {
        /// The version in the file.
        found: u64,
        /// The version of this program.
        supported: u64,
    },
    /// A part of the model is missing, unknown or of another type.
    #[error("the model file is damaged")]
    Parts {
        /// Where, and what was found.
        source: serde_json::Error,
    },
    /// The content is not what was written.
    #[error("the model file is damaged: its content has SHA-256 {found}, the file says {expected}")]
    Hash {
        /// The hash of the content.
        found: String,
        /// The hash in the file.
        expected: String,
    },
    /// Parts of the model do not fit each other.
    #[error("the model does not fit together: {part} has {found}, expected {expected}")]
    Shape {
        /// The part.
        part: String,
        /// What it has.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The vocabulary cannot be used.
    #[error("the vocabulary of the model cannot be used")]
    Vocabulary {
        /// Why.
        source: FeatureError,
    },
}

impl ModelFileError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let train = "train the model anew with this version of the program";
        Some(match self {
            Self::Version {
                found, supported, ..
            } if found > supported => {
                format!("use a newer version of the program, or {train}")
            }
            Self::Version { .. } | Self::Analyzer { .. } => train.to_owned(),
            Self::NotAModel { .. } => "give the file that `standpunt train` wrote".to_owned(),
            _ => "restore the file from where it came, or train the model anew".to_owned(),
        })
    }
}
