//! All that can go wrong, joined: what to print, what to advise, which exit code.

/// A failure of any stage.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command line asks for something that cannot be done.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// The user, or the system, stopped the run.
    #[error("interrupted; nothing was written")]
    Interrupted,
}

/// Exit code: the work failed, or `check` found a difference.
pub(crate) const EXIT_FAILED: u8 = 1;
/// Exit code: wrong usage, configuration or data file.
pub(crate) const EXIT_USAGE: u8 = 2;
/// Exit code: done, but more was skipped than allowed.
pub(crate) const EXIT_SKIPPED: u8 = 3;
/// Exit code: stopped by an interrupt.
pub(crate) const EXIT_INTERRUPTED: u8 = 130;

impl Error {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage { .. } => EXIT_USAGE,
            Self::Interrupted => EXIT_INTERRUPTED,
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => Some(help.clone()),
            Self::Interrupted => None,
        }
    }
}
