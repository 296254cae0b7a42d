//! Tables whose fields are separated by commas, semicolons or tabs.

use std::io::Read;

use super::columns::{Columns, TEXT, named};
use super::rows::{Cells, Rows};
use crate::read::{Notice, ReadError, ReadOptions, Source, SourceFile};
use crate::table::{Row, TableError, TableReader, TableSettings};

/// Rows that are looked at to tell a table without a known column from text.
const ROWS_LOOKED_AT: usize = 50;

/// Rows that a table without a known column must have, to be taken for one.
const MIN_ROWS: usize = 5;

/// Bytes that the line of names may have.
const MAX_HEADER: usize = 16 * 1024;

/// Characters that the name of a column may have.
const MAX_NAME: usize = 40;

/// Whether a text is a table: a line of names, among them one of a column of texts; or lines that
/// all have as many fields as the first, without a blank line among them.
pub(crate) fn is_table(text: &str, options: &ReadOptions) -> bool {
    // Text on a single line is no table, however long it takes to find its end.
    let head = text.as_bytes().get(..MAX_HEADER).unwrap_or_default();
    if text.len() > MAX_HEADER && !head.contains(&b'\n') {
        return false;
    }
    let Ok(table) = reader(text, "") else {
        return false;
    };
    let names = table.header().names();
    let is_named = |name: &String| {
        let name = name.trim();
        name.chars().count() <= MAX_NAME && !name.ends_with(['.', '?', '!', ':', ';'])
    };
    if !names.iter().all(is_named) {
        return false;
    }
    if let Some(stated) = &options.text_column
        && names.iter().any(|name| name.trim() == stated.trim())
    {
        return true;
    }
    names.len() > 1 && (named(names, &TEXT).is_some() || is_regular(text, table))
}

/// Whether the first rows have as many fields as there are names.
fn is_regular(text: &str, mut table: TableReader<impl Read>) -> bool {
    let mut lines = text.trim().lines().take(ROWS_LOOKED_AT);
    if lines.any(|line| line.trim().is_empty()) {
        return false;
    }
    for n in 0..ROWS_LOOKED_AT {
        match table.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => return n >= MIN_ROWS,
            Err(_) => return false,
        }
    }
    true
}

/// A reader of the whole text; a first column without a name, as programs write that number the
/// rows, is called `row`.
fn reader<'a>(text: &'a str, path: &str) -> Result<TableReader<impl Read + 'a>, TableError> {
    let text = text.trim_start_matches('\u{feff}');
    let behind = text.strip_prefix("\"\"").unwrap_or(text);
    let is_unnamed = behind.starts_with([',', ';', '\t']);
    let (name, text) = if is_unnamed {
        ("row", behind)
    } else {
        ("", text)
    };
    let settings = TableSettings {
        max_record_bytes: text.len().max(1024),
        ..TableSettings::default()
    };
    TableReader::new(name.as_bytes().chain(text.as_bytes()), path, &settings)
}

/// Reads a table; `notices` tell what was mended while it was decoded.
///
/// # Errors
/// Where the table is damaged, has no column of texts or not one that was asked for, or no row
/// with a text.
pub(crate) fn read_table(
    text: &str,
    file: &SourceFile,
    options: &ReadOptions,
    notices: Vec<Notice>,
) -> Result<Vec<Source>, ReadError> {
    let names = reader(text, &file.name)?.header().names().to_vec();
    let columns = Columns::find(&names, options, &file.name)?;
    let ids = if columns.id.is_some() {
        ids(text, &columns, &file.name)?
    } else {
        Vec::new()
    };
    let mut rows = Rows::new(file, &columns, &names, ids.into_iter())?;
    let mut table = reader(text, &file.name)?;
    loop {
        match table.next_row() {
            Ok(Some(row)) => rows.add(cells(row, &columns)),
            Ok(None) => break,
            Err(error) => {
                let (line, detail) = describe_ragged(error)?;
                rows.damaged(line, detail);
            }
        }
    }
    rows.finish(notices)
}

/// The line of a row with more or fewer fields than there are columns; any other error is one.
fn describe_ragged(error: TableError) -> Result<(usize, String), TableError> {
    match error {
        TableError::Ragged {
            line,
            found,
            expected,
            ..
        } => Ok((
            usize::try_from(line).unwrap_or(usize::MAX),
            format!("found {found} fields, expected {expected} as in the header"),
        )),
        error => Err(error),
    }
}

fn ids(text: &str, columns: &Columns, path: &str) -> Result<Vec<(String, usize)>, TableError> {
    let mut table = reader(text, path)?;
    let mut ids = Vec::new();
    loop {
        match table.next_row() {
            Ok(Some(row)) => {
                let cells = cells(row, columns);
                ids.push((cells.id.to_owned(), cells.line));
            }
            Ok(None) => return Ok(ids),
            Err(error) => {
                describe_ragged(error)?;
            }
        }
    }
}

fn cells<'t>(row: Row<'t>, columns: &Columns) -> Cells<'t> {
    let mut cells = Cells {
        line: usize::try_from(row.line()).unwrap_or(usize::MAX),
        has_own_lines: true,
        ..Cells::default()
    };
    for (at, field) in row.fields().enumerate() {
        let at = Some(at);
        if at == Some(columns.text) {
            cells.text = field;
        }
        for (place, column) in [
            (&mut cells.party, columns.party),
            (&mut cells.speaker, columns.speaker),
            (&mut cells.function, columns.function),
            (&mut cells.date, columns.date),
            (&mut cells.id, columns.id),
            (&mut cells.title, columns.title),
        ] {
            if at == column {
                *place = field;
            }
        }
    }
    cells
}
