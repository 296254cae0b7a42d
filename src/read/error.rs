//! What can go wrong while reading sources.

use std::io;

use super::{Foreign, XmlError};
use crate::corpus::DataError;
use crate::table::{SteadyFile, TableError, list_names};

/// What can be read, for messages.
const EXPECTED: &str = "PDF, official XML, debate reports, TEI, Word (.docx), a table with a column of texts, JSON Lines or plain text";

/// A source that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or folder cannot be opened.
    #[error("{path}: cannot be read")]
    Open {
        /// The path as given.
        path: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The folder holds no file.
    #[error("{path}: no document found; expected files in the folder or below it")]
    NoDocument {
        /// The folder.
        path: String,
    },
    /// Not one of the files could be read.
    #[error("no document could be read: {n_files} files were found; of the first: {first}")]
    NothingRead {
        /// How many files there are.
        n_files: usize,
        /// What is wrong with the first.
        first: String,
    },
    /// The file is empty or only white space.
    #[error("{path}: the file is empty")]
    Empty {
        /// The file.
        path: String,
    },
    /// The file is of a format that is not read.
    #[error("{path}: found {found}; expected {EXPECTED}")]
    Foreign {
        /// The file.
        path: String,
        /// What it is.
        found: Foreign,
    },
    /// A compressed file that cannot be unpacked.
    #[error("{path}: the gzip file is cut off or damaged")]
    Gzip {
        /// The file.
        path: String,
        /// What the decoder says.
        #[source]
        source: io::Error,
    },
    /// A file that unpacks to far more than its size.
    #[error("{path}: unpacks to more than {limit} bytes, far more than its size allows")]
    TooLarge {
        /// The file, and the part of it.
        path: String,
        /// The most it may unpack to, in bytes.
        limit: u64,
    },
    /// A Word document whose archive is damaged.
    #[error("{path}: the Word document is cut off or damaged: {detail}")]
    Archive {
        /// The file, and the part of it where one is known.
        path: String,
        /// What the archive's reader says.
        detail: String,
    },
    /// The file is a table without texts.
    #[error(
        "{path}: a table without a column of texts; found the columns {}",
        list_names(columns)
    )]
    NoTextColumn {
        /// The file.
        path: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// A column that was asked for is not in the table.
    #[error("{path}: no column `{name}`; found {}", list_names(columns))]
    NoColumn {
        /// The file.
        path: String,
        /// The name that was asked for.
        name: String,
        /// The columns that are there.
        columns: Vec<String>,
    },
    /// A table without a row that has a text.
    #[error("{path}: the table has no row with a text")]
    NoRow {
        /// The file.
        path: String,
    },
    /// A table whose column of texts holds lists or objects.
    #[error("{path}, line {line}: {detail}")]
    NotText {
        /// The file.
        path: String,
        /// The first such line, from 1.
        line: usize,
        /// What stands there, in which column, and what is expected.
        detail: String,
    },
    /// Two rows of a table have the same id.
    #[error("{path}, line {line}, column `{column}`: `{id}` stands on line {first} already")]
    SameRowId {
        /// The file.
        path: String,
        /// The line of the second row, from 1.
        line: usize,
        /// The column of ids.
        column: String,
        /// The id as the table has it.
        id: String,
        /// The line of the first row.
        first: usize,
    },
    /// A table that cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file that `documents.csv` lists is not there.
    #[error("{list}: the file `{file}` is listed but not in the folder")]
    Missing {
        /// The list.
        list: String,
        /// The file it names.
        file: String,
    },
    /// The PDF cannot be read.
    #[cfg(feature = "pdf")]
    #[error("{path}: {source}")]
    Pdf {
        /// The file.
        path: String,
        /// What is wrong with it.
        #[source]
        source: super::pdf::PdfError,
    },
    /// The file is damaged or foreign XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The table of documents is faulty.
    #[error(transparent)]
    Documents(#[from] DataError),
    /// Two documents have the same id.
    #[error("the documents `{first}` and `{second}` have the same id `{id}`")]
    SameId {
        /// The id.
        id: String,
        /// The file that has it first.
        first: String,
        /// The file that has it too.
        second: String,
    },
}

impl ReadError {
    /// Why a document is left out, as one word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Empty { .. } | Self::NoRow { .. } => "empty",
            #[cfg(feature = "pdf")]
            Self::Pdf { source, .. } => source.reason(),
            Self::Foreign { .. } | Self::Xml(XmlError::UnknownRoot { .. }) => "format",
            Self::NoTextColumn { .. } | Self::NoColumn { .. } | Self::NotText { .. } => {
                "no text column"
            }
            Self::TooLarge { .. } => "too large",
            Self::SameRowId { .. } => "same id",
            Self::Xml(_) | Self::Gzip { .. } | Self::Archive { .. } | Self::Table(_) => "damaged",
            _ => "unreadable",
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Documents(error) => return error.help(),
            Self::Xml(error) => error.help(),
            #[cfg(feature = "pdf")]
            Self::Pdf { source, .. } => source.help(),
            Self::Open { source, .. } if SteadyFile::is_change(source) => SteadyFile::HELP,
            Self::Open { .. } => "check the path and that you may read it",
            Self::NoDocument { .. } => {
                "put the documents into the folder: PDF, official XML, debate reports, TEI, Word, tables or plain text"
            }
            Self::NothingRead { .. } => {
                "read one of the files by itself to see what to do about it"
            }
            Self::Empty { .. } => "remove the file or fetch the document again",
            Self::Foreign { path, found } => return Some(found.help(path)),
            Self::Gzip { .. } | Self::Archive { .. } => {
                "fetch the file again, or unpack it with another program to see what is left of it"
            }
            Self::TooLarge { .. } => {
                "check where the file is from; if it is sound, unpack it first and give its parts"
            }
            Self::NoTextColumn { .. } | Self::NoColumn { .. } => {
                "name the column of texts with --text-column; what describes other files belongs into documents.csv"
            }
            Self::NotText { .. } => {
                "give every line one text in quotation marks, or name another column with --text-column"
            }
            Self::NoRow { .. } => "check the column of texts, or name another with --text-column",
            Self::SameRowId { .. } => {
                "give every row an id of its own, or leave --id-column out to number the rows"
            }
            Self::Table(error) => return error.help(),
            Self::Missing { .. } => "add the file, or remove the row from the list",
            Self::SameId { .. } => "rename one of the files, or give both an id in documents.csv",
        };
        Some(help.to_owned())
    }
}
