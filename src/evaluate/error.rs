//! Gold that cannot be evaluated on.

use super::SplitKind;
use crate::metrics::MetricsError;
use crate::table::TableError;

/// Why a model was not evaluated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// No gold passage.
    #[error("found no gold passage to test on; expected at least two groups of them")]
    NoGold,
    /// A class number that the codebook does not have.
    #[error("gold passage `{id}`: class number {found}, expected below {n_classes}")]
    Class {
        /// The passage.
        id: String,
        /// The number found.
        found: usize,
        /// How many classes the codebook has.
        n_classes: usize,
    },
    /// The same passage twice.
    #[error("gold passage `{id}` occurs twice; expected every passage once")]
    RepeatedPassage {
        /// The passage.
        id: String,
    },
    /// A prediction that does not fit the classes.
    #[error("the predictions of the split `{split}` cannot be scored")]
    Prediction {
        /// The split.
        split: SplitKind,
        /// What does not fit.
        #[source]
        source: MetricsError,
    },
    /// Coded passages on which no learning curve can be measured.
    #[error("no learning curve can be measured: {reason}")]
    NoCurve {
        /// Why not.
        reason: String,
    },
    /// The list of seed words is no table.
    #[error("the seed words cannot be read")]
    SeedWordTable(#[from] TableError),
    /// A seed word of no class, or one that is no word.
    #[error("{file}, line {line}: found {column} `{found}`, expected {expected}")]
    SeedWord {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
}

impl EvaluateError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoGold => "name a gold file with --gold",
            Self::Class { .. } => "use the codebook with which the passages were coded",
            Self::RepeatedPassage { .. } => "leave out one of the rows, or one of the gold files",
            Self::NoCurve { .. } => "code passages of more exchanges or documents",
            Self::SeedWordTable(source) => return source.help(),
            Self::SeedWord { .. } => {
                "each row is a class of the codebook, a word or words (a `*` at the end stands \
                 for any ending) and a source"
            }
            Self::Prediction { .. } => return None,
        };
        Some(help.to_owned())
    }
}

/// The model of one fold could not be trained.
#[derive(Debug, thiserror::Error)]
#[error("split `{split}`, fold `{fold}`: the model could not be trained")]
pub struct FoldFailure<E: std::error::Error + 'static> {
    /// The split.
    pub split: SplitKind,
    /// The fold: its number, or the document or actor left out.
    pub fold: String,
    /// Why not.
    #[source]
    pub source: E,
}

impl FoldFailure<crate::stance::StanceError> {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        self.source.help()
    }
}
