//! What keeps passages from being tagged.

use aho_corasick::BuildError;

/// Patterns that cannot be searched for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstrumentError {
    /// The patterns do not fit one automaton, which holds about 2^31 letters.
    #[error("{n_terms} patterns are too many or too long to be searched for in one pass")]
    TooManyPatterns {
        /// The patterns, conditions included.
        n_terms: usize,
        /// What the automaton says.
        #[source]
        source: BuildError,
    },
}

impl InstrumentError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::TooManyPatterns { .. } => {
                Some("use fewer patterns in the file of paths.instruments".to_owned())
            }
        }
    }
}
