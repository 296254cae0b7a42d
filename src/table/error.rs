//! What can be wrong with a table, and what to do about it.

use std::io;

use super::{Column, Delimiter, ForeignFormat, SteadyFile};

/// A table that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file cannot be opened.
    #[error("{file}: {}", open_failure(source))]
    Open {
        /// The file as given.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The bytes stopped coming.
    #[error("{file}, line {line}: reading failed")]
    Read {
        /// The file as given.
        file: String,
        /// The line that was being read, from 1.
        line: u64,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A Parquet file that is damaged, or holds what no table of text can.
    #[cfg(feature = "parquet")]
    #[error("{file}: {fault}")]
    Parquet {
        /// The file as given.
        file: String,
        /// What is wrong with it.
        fault: Box<super::ParquetError>,
    },
    /// Nothing in the file.
    #[error("{file}: the file is empty; expected a line with column names")]
    Empty {
        /// The file as given.
        file: String,
    },
    /// The bytes are not a table of text.
    #[error("{file}: found {found}; expected a CSV file in UTF-8")]
    NotText {
        /// The file as given.
        file: String,
        /// What the bytes look like.
        found: ForeignFormat,
    },
    /// A zero byte, which no text has.
    #[error("{file}, line {line}: found a NUL byte, so this is not text; expected CSV in UTF-8")]
    NulByte {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
    },
    /// A byte that no UTF-8 text has at its place.
    #[error(
        "{file}, line {line}: found byte 0x{byte:02X} at offset {offset}, which is not UTF-8 there"
    )]
    InvalidUtf8 {
        /// The file as given.
        file: String,
        /// The line of the byte, from 1.
        line: u64,
        /// The place of the byte in the file, from 0.
        offset: u64,
        /// The byte.
        byte: u8,
    },
    /// A record that does not end.
    #[error(
        "{file}: the record that starts on line {line} is larger than {limit} bytes; a quote opened there is probably never closed"
    )]
    RecordTooLarge {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The largest record accepted, in bytes.
        limit: usize,
    },
    /// The file ends inside quotation marks.
    #[error(
        "{file}: the file ends inside quotes; the quote opened in the record that starts on line {line} is never closed"
    )]
    UnclosedQuote {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
    },
    /// Text behind a closing quote.
    #[error(
        "{file}, line {line}: found text behind a closing quote, in the record that starts on line {first_line}; expected a separator or the end of the line"
    )]
    StrayQuote {
        /// The file as given.
        file: String,
        /// The line of the quote, from 1.
        line: u64,
        /// The line on which the record starts.
        first_line: u64,
    },
    /// A record with more or fewer fields than there are columns.
    #[error("{file}, line {line}: found {found} fields, expected {expected} as in the header")]
    Ragged {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The line on which it ends.
        last_line: u64,
        /// Fields in the record.
        found: usize,
        /// Columns in the header.
        expected: usize,
        /// What the fields are separated by.
        delimiter: Delimiter,
    },
    /// A column without a name.
    #[error("{file}: column {position} has no name")]
    UnnamedColumn {
        /// The file as given.
        file: String,
        /// The place of the column, from 1.
        position: usize,
    },
    /// Two columns with one name.
    #[error("{file}: columns {first} and {second} are both named `{name}`")]
    RepeatedColumn {
        /// The file as given.
        file: String,
        /// The name.
        name: String,
        /// The place of the first of the two, from 1.
        first: usize,
        /// The place of the second, from 1.
        second: usize,
    },
    /// A column that is needed is not there.
    #[error("{file}: no column `{name}`; found {}", super::list_names(columns))]
    MissingColumn {
        /// The file as given.
        file: String,
        /// The column looked for.
        name: String,
        /// The columns of the file.
        columns: Vec<String>,
    },
    /// A field that does not hold what its column should.
    #[error("{file}, line {line}, column `{column}`: found `{found}`; expected {expected}")]
    Field {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The column.
        column: String,
        /// The field, cut after 60 characters.
        found: String,
        /// What the column should hold.
        expected: String,
    },
    /// A field that another type does not accept.
    #[error("{file}, line {line}, column `{column}`: {reason}")]
    Invalid {
        /// The file as given.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What was found and expected, as the type puts it.
        reason: String,
    },
    /// The output does not take what is written.
    #[error("{file}: writing failed")]
    Write {
        /// The file as given.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A value that the schema of the output does not allow.
    #[error("{file}, row {row}, column `{column}`: cannot write {found}; expected {expected}")]
    Unfit {
        /// The file as given.
        file: String,
        /// The row of the output, from 1, without the header.
        row: u64,
        /// The column, or `(none)` behind the last one.
        column: String,
        /// What was to be written.
        found: String,
        /// What the schema asks for.
        expected: String,
    },
}

impl TableError {
    /// What does not fit into a column of a row that is written, from 1; `None` behind the last one.
    pub(super) fn unfit(
        (file, row): (&str, u64),
        column: Option<&Column>,
        found: &str,
        expected: &str,
    ) -> Self {
        Self::Unfit {
            file: file.to_owned(),
            row,
            column: column.map_or_else(|| "(none)".to_owned(), |column| column.name.clone()),
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Open { source, .. } => return open_help(source.kind()),
            Self::Read { source, .. } if SteadyFile::is_change(source) => {
                SteadyFile::HELP.to_owned()
            }
            Self::Read { .. } => return None,
            Self::Unfit { file, .. } if super::names_parquet(file.as_ref()) => {
                "rename the column, or write CSV, which has no types".to_owned()
            }
            Self::Unfit { .. } => return None,
            #[cfg(feature = "parquet")]
            Self::Parquet { fault, .. } => fault.help(),
            Self::Empty { .. } => "check that the step that made the file has finished".to_owned(),
            Self::NotText { file, found } => found.help(file),
            Self::NulByte { .. } => {
                "save the table as \"CSV UTF-8\", or make the file again if it is damaged"
                    .to_owned()
            }
            Self::InvalidUtf8 { file, .. } => format!(
                "save it as \"CSV UTF-8\", or convert it: iconv -f WINDOWS-1252 -t UTF-8 {file} > utf8.csv"
            ),
            Self::RecordTooLarge { line, .. } => format!(
                "look at line {line}: close the quote, or double a quote that belongs to the text"
            ),
            Self::UnclosedQuote { line, .. } => format!(
                "look at line {line} and further: close the quote, or double a quote that belongs to the text"
            ),
            Self::StrayQuote {
                line, first_line, ..
            } if line > first_line => {
                format!("a quote opened on line {first_line} or below probably lacks its end")
            }
            Self::StrayQuote { .. } => "double a quote that belongs to the text".to_owned(),
            Self::Ragged { .. } => self.ragged_help(),
            Self::UnnamedColumn { .. } => {
                "give every column a name in the first line, or remove the empty column".to_owned()
            }
            Self::RepeatedColumn { second, .. } => format!("rename column {second}"),
            Self::MissingColumn { .. } => {
                "rename a column, or name the column to use in the options".to_owned()
            }
            Self::Field {
                expected, found, ..
            } if expected.contains("number") && found.contains(',') => {
                "write numbers with a decimal point and without separators of thousands".to_owned()
            }
            Self::Field { .. } | Self::Invalid { .. } => "correct the field in the file".to_owned(),
            Self::Write { source, .. } => {
                let inner = source.get_ref().and_then(|inner| inner.downcast_ref());
                return match inner {
                    Some(inner) => Self::help(inner),
                    None => write_help(source.kind()),
                };
            }
        })
    }

    /// The error of an input that failed while `line` was read.
    pub(crate) fn reading(file: &str, line: u64, source: io::Error) -> Self {
        let file = file.to_owned();
        #[cfg(feature = "parquet")]
        let source = match source.downcast::<super::ParquetError>() {
            Ok(fault) => {
                let fault = Box::new(fault);
                return Self::Parquet { file, fault };
            }
            Err(source) => source,
        };
        Self::Read { file, line, source }
    }

    /// Whether the reader of the output went away, as `head` does: no failure of the tool.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    fn ragged_help(&self) -> String {
        let Self::Ragged {
            line,
            last_line,
            found,
            expected,
            delimiter,
            ..
        } = self
        else {
            return String::new();
        };
        if last_line > line {
            format!(
                "the record runs from line {line} to line {last_line}: a quote on line {line} may lack its end, or a quote inside the text is not doubled"
            )
        } else if found > expected {
            format!("put quotes around a field that contains {delimiter}")
        } else {
            "add the fields that are missing; an empty field still needs its separator".to_owned()
        }
    }
}

fn open_failure(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read the file".to_owned(),
        io::ErrorKind::IsADirectory => "found a folder; expected a file".to_owned(),
        _ => "the file cannot be opened".to_owned(),
    }
}

fn open_help(kind: io::ErrorKind) -> Option<String> {
    match kind {
        io::ErrorKind::NotFound => {
            Some("check the name, and the folder from which the command runs".to_owned())
        }
        io::ErrorKind::PermissionDenied => Some("make the file readable for your user".to_owned()),
        io::ErrorKind::IsADirectory => Some("name one CSV file in the folder".to_owned()),
        _ => None,
    }
}

fn write_help(kind: io::ErrorKind) -> Option<String> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room on the disk, or write somewhere else".to_owned())
        }
        io::ErrorKind::FileTooLarge => Some(
            "raise the limit on the size of files (ulimit -f), or write to another file system"
                .to_owned(),
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("choose a place where you may write".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
