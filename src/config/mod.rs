//! `standpunt.toml`: raw settings become checked settings.
//!
//! The defaults are the file `standpunt.toml` of this project itself, so that the file and the
//! program cannot disagree. A user's file replaces some of them, `--set table.key=value` others.

mod check;
mod error;
mod layers;
mod plan;
mod plan_file;
mod raw;
mod settings;

pub use error::ConfigError;
pub use plan::{CHOSEN_INSIDE, Plan, PositionsPlan, TestFile, TestSet, Variant};
pub use settings::{
    ClassWeight, CompareConfig, Config, CorpusConfig, DataSource, EvaluateConfig, FeaturesConfig,
    JointChoice, LabelConfig, PathsConfig, PiecesConfig, RunConfig, SegmentConfig, StanceConfig,
    StemmerChoice,
};
