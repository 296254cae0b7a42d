//! What can be wrong with settings.

/// A setting that cannot be used, with its place: file and line, or the `--set` that made it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file is not TOML.
    #[error("{place}: found {found}, expected valid TOML")]
    Syntax {
        /// The file and line.
        place: String,
        /// What stands there.
        found: String,
    },
    /// There is no such table or key.
    #[error("{place}, key `{key}`: there is no such key{}", closest.as_ref().map_or_else(String::new, |key| format!(" (closest: `{key}`)")))]
    UnknownKey {
        /// The file and line, or the override.
        place: String,
        /// The key with its table, `segment.max_words`.
        key: String,
        /// The key that looks most like it.
        closest: Option<String>,
    },
    /// A value of the wrong type or out of range.
    #[error("{place}, key `{key}`: found {found}, expected {expected}")]
    Value {
        /// The file and line, or the override.
        place: String,
        /// The key with its table.
        key: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// A variant of a plan sets what cannot be set.
    #[error("{place}: the settings of the variant `{variant}` cannot be used")]
    Variant {
        /// The plan, with the line on which the variant starts.
        place: String,
        /// The variant.
        variant: String,
        /// Why not.
        #[source]
        source: Box<ConfigError>,
    },
    /// An override that is not `table.key=value`.
    #[error("--set {found}: expected table.key=value")]
    NotAnOverride {
        /// What was given.
        found: String,
    },
}

impl ConfigError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownKey {
                closest: Some(closest),
                ..
            } => Some(format!("did you mean `{closest}`?")),
            Self::UnknownKey { .. } => {
                Some("standpunt.toml of the project lists every key".to_owned())
            }
            Self::Value { .. } => Some(
                "standpunt.toml of the project tells the default and range of every key".to_owned(),
            ),
            Self::NotAnOverride { .. } => Some("for example --set segment.max_words=60".to_owned()),
            Self::Variant { source, .. } => source.help(),
            Self::Syntax { .. } => None,
        }
    }
}
