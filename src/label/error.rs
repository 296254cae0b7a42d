//! What stops labelling, and what to do about it.

use std::io;

use super::PartError;
use crate::store::StoreError;
use crate::table::{TableError, list_names};

/// A table that cannot be labelled or compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// The table cannot be read or written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The run was interrupted.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The table cannot be labelled in parts, or the parts do not make one table.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The column that should hold the text is not there.
    #[error("{file}: no text column `{wanted}`; found {}", list_names(columns))]
    NoTextColumn {
        /// The table as given.
        file: String,
        /// The column looked for.
        wanted: String,
        /// The columns of the table.
        columns: Vec<String>,
    },
    /// Columns of the label would repeat columns of the table.
    #[error(
        "{file}: the table already has {}, which labelling would add",
        list_names(columns)
    )]
    NameClash {
        /// The table as given.
        file: String,
        /// The columns that are there already.
        columns: Vec<String>,
    },
    /// A column that was asked for is neither in the table nor added.
    #[error(
        "{file}: no column `{wanted}` in the labelled table; it has {}",
        list_names(columns)
    )]
    NoSuchColumn {
        /// The table as given.
        file: String,
        /// The column asked for.
        wanted: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A column was asked for twice.
    #[error("the column `{column}` is asked for twice")]
    ColumnTwice {
        /// The column.
        column: String,
    },
    /// A row whose text trained the model, in a table without the column that says so.
    #[error(
        "{file}, line {line}: the text trained the model, and no column of the output would say so"
    )]
    TrainingUnsaid {
        /// The table as given.
        file: String,
        /// The line of the row, from 1.
        line: u64,
    },
    /// Two classes would share a column.
    #[error("classes `{first}` and `{second}` would both have the column `{column}`")]
    SharedColumn {
        /// The id of one class.
        first: String,
        /// The id of the other.
        second: String,
        /// The column.
        column: String,
    },
    /// The model gave what is no prediction.
    #[error(
        "{file}, line {line}: the model gave probabilities {found}; expected {expected} from 0 to 1 with sum 1"
    )]
    BadPrediction {
        /// The table as given.
        file: String,
        /// The line of the row, from 1.
        line: u64,
        /// What the model gave.
        found: String,
        /// The number of classes.
        expected: usize,
    },
    /// The places of the quotations do not fit the text.
    #[error(
        "{file}, line {line}: quotations `{found}` are no places in a text of {n_bytes} bytes; expected ranges like 12-45;60-80, in order and between characters"
    )]
    BadQuotations {
        /// The table as given.
        file: String,
        /// The line of the row, from 1.
        line: u64,
        /// The cell.
        found: String,
        /// The length of the text in bytes.
        n_bytes: usize,
    },
    /// A thread could not be started.
    #[error("no thread could be started")]
    Thread {
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A thread ended before its work was done.
    #[error("a thread that labels stopped before its work was done")]
    ThreadLost,
    /// A labelled table names a passage twice.
    #[error("{file}, line {line}: passage `{id}` stands on line {first_line} too")]
    RepeatedPassage {
        /// The table as given.
        file: String,
        /// The line of the second row, from 1.
        line: u64,
        /// The passage.
        id: String,
        /// The line of the first row.
        first_line: u64,
    },
}

impl LabelError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Table(error) => return error.help(),
            Self::Store(error) => return error.help(),
            Self::Part(error) => return error.help(),
            Self::NoTextColumn {
                wanted, columns, ..
            } => {
                let close = columns
                    .iter()
                    .find(|name| name.trim().eq_ignore_ascii_case(wanted));
                let name = close.map_or("NAME", String::as_str);
                format!("say which column holds the text: --text-column '{name}'")
            }
            Self::NoSuchColumn { .. } => {
                "name columns that there are; `prob_*` stands for all that begin with prob_".to_owned()
            }
            Self::TrainingUnsaid { .. } => {
                "add in_training to --columns: a label that the model was told is no prediction, and \
                 must not be counted"
                    .to_owned()
            }
            Self::ColumnTwice { .. } => {
                "name each column once in --columns, and none that a name with `*` stands for".to_owned()
            }
            Self::NameClash { .. } => "give the new columns a prefix: --prefix new_".to_owned(),
            Self::SharedColumn { .. } => "rename one of them in the codebook".to_owned(),
            Self::RepeatedPassage { .. } => {
                "remove one of the rows, or give the rows ids of their own".to_owned()
            }
            Self::BadQuotations { .. } => {
                "read the documents anew, or take the column `quotations` out: the marks in the text \
                 are then looked for"
                    .to_owned()
            }
            Self::BadPrediction { .. } | Self::ThreadLost | Self::Thread { .. } => return None,
        })
    }

    /// Whether the reader of the output went away, as `head` does: no failure of the tool.
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Self::Table(error) => error.is_broken_pipe(),
            Self::Store(error) => error.is_broken_pipe(),
            _ => false,
        }
    }

    /// Whether the run was interrupted.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Store(StoreError::Interrupted))
    }
}
