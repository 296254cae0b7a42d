//! What can go wrong between a text and its row.

/// A set of analyzer settings or a vocabulary that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FeatureError {
    /// The settings were made for another analyzer.
    #[error("analyzer version {found} is not the version {supported} of this program")]
    Version {
        /// The version in the settings.
        found: u32,
        /// The version of this program.
        supported: u32,
    },
    /// A setting is out of range.
    #[error("analyzer setting `{setting}` is {found}; expected {expected}")]
    Setting {
        /// Name of the setting.
        setting: &'static str,
        /// Its value.
        found: String,
        /// The range.
        expected: &'static str,
    },
    /// A term of the lexicon has no form that could match.
    #[error(
        "lexicon term `{term}` cannot match; expected lower-case words with `*` at their start or end, or `…` between them"
    )]
    LexiconTerm {
        /// The term.
        term: String,
    },
    /// No term is frequent enough to be learned.
    #[error("none of the {n_texts} training texts shares a term with {needed} others")]
    NoTerms {
        /// Number of texts.
        n_texts: usize,
        /// How many other texts a term must occur in.
        needed: u32,
    },
    /// Terms and inverse document frequencies do not match.
    #[error("the vocabulary has {n_terms} terms but {n_idf} inverse document frequencies")]
    Lengths {
        /// Number of terms.
        n_terms: usize,
        /// Number of frequencies.
        n_idf: usize,
    },
    /// The terms are not in order, or one stands twice.
    #[error("vocabulary term {index}, `{term}`, does not come after the term before it")]
    Order {
        /// Number of the term, from 0.
        index: usize,
        /// The term.
        term: String,
    },
    /// An inverse document frequency is none that texts can give.
    #[error(
        "the inverse document frequency of `{term}` is {found}; expected a number above 0 to 1000"
    )]
    Idf {
        /// The term.
        term: String,
        /// The number.
        found: f64,
    },
}

impl FeatureError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Version { .. } => {
                Some("train the model anew with this version of the program".to_owned())
            }
            Self::NoTerms { .. } => Some(
                "give more training texts, or lower the least number of texts a term must occur in"
                    .to_owned(),
            ),
            Self::Setting { .. } => Some("correct the setting in the configuration".to_owned()),
            Self::LexiconTerm { .. } => Some("correct the term in the lexicon".to_owned()),
            Self::Lengths { .. } | Self::Order { .. } | Self::Idf { .. } => None,
        }
    }
}
