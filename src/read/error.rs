//! What can go wrong while reading sources.

use std::io;

use super::XmlError;
use crate::corpus::DataError;

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
    /// The file is not text.
    #[error("{path}: byte {offset} is not text in UTF-8; the file looks like {looks_like}")]
    NotText {
        /// The file.
        path: String,
        /// Offset of the first byte that cannot be text.
        offset: usize,
        /// What the first bytes look like.
        looks_like: &'static str,
    },
    /// A file that `documents.csv` lists is not there.
    #[error("{list}: the file `{file}` is listed but not in the folder")]
    Missing {
        /// The list.
        list: String,
        /// The file it names.
        file: String,
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
            Self::Empty { .. } => "empty",
            Self::NotText { .. } => "encoding",
            Self::Xml(XmlError::UnknownRoot { .. }) => "format",
            Self::Xml(_) => "damaged",
            _ => "unreadable",
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Documents(error) => return error.help(),
            Self::Xml(error) => error.help(),
            Self::Open { .. } => "check the path and that you may read it",
            Self::NoDocument { .. } => {
                "put the documents into the folder: PDF, official XML, debate reports, TEI, Word, tables or plain text"
            }
            Self::NothingRead { .. } => {
                "read one of the files by itself to see what to do about it"
            }
            Self::Empty { .. } => "remove the file or fetch the document again",
            Self::NotText { looks_like, .. } => match *looks_like {
                "a PDF" => "take the text out first: `pdftotext -layout file.pdf file.txt`",
                "text in Windows-1252 or Latin-1" => {
                    "convert it first, for example with `iconv -f WINDOWS-1252 -t UTF-8 file.txt`"
                }
                "text in UTF-16" => {
                    "convert it first, for example with `iconv -f UTF-16 -t UTF-8 file.txt`"
                }
                _ => "give the document as plain text in UTF-8",
            },
            Self::Missing { .. } => "add the file, or remove the row from the list",
            Self::SameId { .. } => "rename one of the files, or give both an id in documents.csv",
        };
        Some(help.to_owned())
    }
}
