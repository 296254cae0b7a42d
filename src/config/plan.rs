//! The plan of a measurement: which variants of the settings are compared, and on what.
//!
//! A plan is a TOML file, as `data/measurements.toml` of this project. Relative paths start at its
//! folder.

use std::fmt;
use std::path::PathBuf;

use super::DataSource;
use crate::corpus::RowFilter;

/// The name of the row that chooses among the variants anew inside each training part.
pub const CHOSEN_INSIDE: &str = "chosen-inside";

/// Which variants are compared, and on what.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The file, as errors name it.
    pub place: String,
    /// The number of the variant that the others are compared with.
    pub baseline: usize,
    /// The variants, in the order of the file; one or more.
    pub variants: Vec<Variant>,
    /// Seeds of the groupings after the first, which takes the groups in the order of their names.
    pub groupings: Vec<u64>,
    /// Hand-coded passages; those of the settings where none.
    pub gold: Vec<PathBuf>,
    /// Other files to test on.
    pub tests: Vec<TestSet>,
    /// What parties of the test files are compared with.
    pub positions: Option<PositionsPlan>,
}

/// The settings under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its name in tables.
    pub name: String,
    /// Changes of settings, each as for `--set`.
    pub set: Vec<String>,
    /// Written examples that train along; those of the settings where absent, none where empty.
    pub examples: Option<Vec<PathBuf>>,
    /// Where it stands, for errors: the plan and the line, or the option.
    pub place: String,
}

/// Where a test file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestFile {
    /// Here.
    Path(PathBuf),
    /// Where an environment variable says; nowhere where that is not set.
    Environment(String),
}

impl fmt::Display for TestFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Environment(variable) => write!(f, "env:{variable}"),
        }
    }
}

/// A file to test on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSet {
    /// Its name in tables.
    pub name: String,
    /// Where it is.
    pub file: TestFile,
    /// Its column with texts.
    pub text_column: String,
    /// Which of its rows are tested on; all where absent.
    pub filter: Option<RowFilter>,
}

/// How the parties of a test file are compared with positions that experts gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionsPlan {
    /// The table of positions.
    pub file: DataSource,
    /// The survey.
    pub survey: String,
    /// Its year.
    pub year: u16,
    /// What it asked.
    pub dimension: String,
    /// Ids of the classes that stand above the line.
    pub plus: Vec<String>,
    /// Ids of the classes that stand below it.
    pub minus: Vec<String>,
    /// Rows that a party must have to be compared; 1 or more.
    pub min_rows: usize,
}
