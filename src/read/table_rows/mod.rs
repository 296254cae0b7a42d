//! Tables and JSON Lines: every row is a document.
//!
//! The text stands in the column that is asked for or has a known name (`text`, `tekst`, `speech`,
//! `content`, `inhoud`, `passage`, …). Where columns tell the party or the speaker, the row is one
//! turn of that speaker at the row's date; else its text is read as plain text is.

mod columns;
mod comma;
mod json;
mod rows;
mod shared_text;
mod speakers;

pub(super) use comma::{is_table, read_table};
pub(super) use json::{is_json, is_json_lines, read_json_lines};

use std::io::{self, BufReader, Read};

use super::{ReadError, ReadOptions, SourceFile, Sources};

/// A text that is surely a table.
pub(super) enum TableKind {
    /// Fields between signs, and the first lines.
    Comma(String),
    JsonLines,
}

/// What the first lines of a text tell all of it to be, where that is sure: it is no XML, and a table
/// by its names or JSON Lines.
pub(super) fn sure_kind(head: &str, options: &ReadOptions) -> Option<TableKind> {
    let before_mark = head.find('<').and_then(|at| head.get(..at));
    if before_mark.is_some_and(|text| !text.contains(char::is_alphanumeric)) {
        None
    } else if is_json_lines(head) {
        Some(TableKind::JsonLines)
    } else if !json::opens_json(head) && comma::is_surely_table(head, options) {
        Some(TableKind::Comma(head.to_owned()))
    } else {
        None
    }
}

/// Reads a table of so many bytes, which `open` opens at a place, row by row.
///
/// # Errors
/// As [`read_table`] and [`read_json_lines`].
pub(super) fn read_large<R: Read + Send + 'static>(
    kind: TableKind,
    open: impl Fn(u64) -> io::Result<R>,
    n_bytes: usize,
    file: &SourceFile,
    options: &ReadOptions,
) -> Result<Sources, ReadError> {
    match kind {
        TableKind::Comma(head) => comma::read_large_table(&head, open, n_bytes, file, options),
        TableKind::JsonLines => {
            let open = || Ok(BufReader::new(open(0)?));
            json::read_objects(open, file, options, Vec::new())
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
