//! All that can go wrong, joined: what to print, what to advise, which exit code.

use crate::audit::AuditError;
use crate::compare::CompareError;
use crate::config::ConfigError;
use crate::corpus::DataError;
use crate::evaluate::{EvaluateError, FoldFailure};
use crate::instruments::InstrumentError;
use crate::label::LabelError;
use crate::read::ReadError;
use crate::report::ReportError;
use crate::stance::{ModelFileError, StanceError};
use crate::store::StoreError;
use crate::table::TableError;

/// Exit code: the work failed, or `check` found a difference.
pub(crate) const EXIT_FAILED: u8 = 1;
/// Exit code: wrong usage, configuration or data file.
pub(crate) const EXIT_USAGE: u8 = 2;
/// Exit code: done, but more was skipped than allowed.
pub(crate) const EXIT_SKIPPED: u8 = 3;
/// Exit code: stopped by an interrupt.
pub(crate) const EXIT_INTERRUPTED: u8 = 130;

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
    /// The settings are faulty.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A table cannot be read or written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// An output cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file of reference data is faulty.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A source cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Training failed.
    #[error(transparent)]
    Stance(#[from] StanceError),
    /// A model file cannot be used.
    #[error("{path}: the model cannot be used")]
    Model {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: ModelFileError,
    },
    /// A table cannot be labelled.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// An evaluation cannot be done.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// A model of the evaluation cannot be trained.
    #[error(transparent)]
    Fold(#[from] FoldFailure<StanceError>),
    /// A sample cannot be drawn, or codings cannot be used.
    #[error(transparent)]
    Audit(AuditError),
    /// Passages cannot be tagged with instruments.
    #[error(transparent)]
    Instrument(#[from] InstrumentError),
    /// Outputs cannot be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Labelled passages cannot be compared.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// What does not fit in memory cannot be put on disk.
    #[error("a temporary file cannot be written or read back")]
    TemporaryFile {
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    /// The exit code of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            _ if self.is_interrupted() => EXIT_INTERRUPTED,
            Self::Store(StoreError::NoParquet { .. }) => EXIT_USAGE,
            Self::Store(_)
            | Self::TemporaryFile { .. }
            | Self::Report(
                ReportError::Store(_)
                | ReportError::Figure(_)
                | ReportError::Page { .. }
                | ReportError::Table(TableError::Write { .. }),
            )
            | Self::Label(LabelError::Store(_) | LabelError::Table(TableError::Write { .. }))
            | Self::Table(TableError::Write { .. })
            | Self::Stance(StanceError::Fit { .. })
            | Self::Fold(FoldFailure {
                source: StanceError::Fit { .. },
                ..
            }) => EXIT_FAILED,
            _ => EXIT_USAGE,
        }
    }

    fn is_interrupted(&self) -> bool {
        match self {
            Self::Store(StoreError::Interrupted) | Self::Stance(StanceError::Interrupted) => true,
            Self::Label(error) => error.is_interrupted(),
            Self::Fold(failure) => matches!(failure.source, StanceError::Interrupted),
            _ => false,
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => Some(help.clone()),
            Self::Config(error) => error.help(),
            Self::Table(error) => error.help(),
            Self::Store(error) => error.help(),
            Self::Data(error) => error.help(),
            Self::Read(error) => error.help(),
            Self::Stance(error) => error.help(),
            Self::Model { source, .. } => source.help(),
            Self::Label(error) => error.help(),
            Self::Evaluate(error) => error.help(),
            Self::Fold(failure) => failure.source.help(),
            Self::Audit(error) => error.help(),
            Self::Instrument(error) => error.help(),
            Self::Report(error) => error.help(),
            Self::Compare(error) => error.help(),
            Self::TemporaryFile { .. } => Some(
                "make room in the folder for temporary files, or name another one in the \
                 environment variable TMPDIR"
                    .to_owned(),
            ),
        }
    }

    /// Whether the reader of the output went away, as `head` does: no failure of the tool.
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Self::Table(error) => error.is_broken_pipe(),
            Self::Store(error) => error.is_broken_pipe(),
            Self::Label(error) => error.is_broken_pipe(),
            _ => false,
        }
    }
}

impl From<AuditError> for Error {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Table(error) => Self::Table(error),
            AuditError::Data(error) => Self::Data(error),
            error => Self::Audit(error),
        }
    }
}
