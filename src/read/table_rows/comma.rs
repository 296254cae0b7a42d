//! Tables whose fields are separated by commas, semicolons, tabs or another sign.

use std::io::{self, Cursor, Read};
use std::iter;

use super::columns::{Columns, TEXT, are_columns, named};
use super::rows::{Cells, Survey};
use super::shared_text::SharedText;
use super::speakers::telling;
use crate::read::{Notice, ReadError, ReadOptions, SourceFile, Sources};
use crate::table::{Delimiter, Row, TableError, TableReader, TableSettings};

/// Rows that are looked at to tell a table without a known column from text.
const ROWS_LOOKED_AT: usize = 50;

/// Rows that a table without a known column must have, to be taken for one.
const MIN_ROWS: usize = 5;

/// Bytes that the line of names may have.
const MAX_HEADER: usize = 16 * 1024;

/// Bytes that every row may have.
const MIN_RECORD: usize = 1024;

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
    let Ok(table) = reader(text, "", options) else {
        return false;
    };
    let names = table.header().names();
    are_names(names)
        && (has_text_column(names, options) || names.len() > 1 && is_regular(text, table))
}

/// Whether the first lines of a text tell that all of it is a table: by their names and two sound
/// rows. `false` where only the rest can tell.
pub(super) fn is_surely_table(head: &str, options: &ReadOptions) -> bool {
    let opening = Opening::of(head, options);
    // Whether numbers stand in front of all rows, all rows tell.
    let is_numbered = !["", "row"].contains(&opening.name.as_str());
    let Ok(mut table) = reader(head, "", options) else {
        return false;
    };
    let names = table.header().names();
    if is_numbered || !are_names(names) || !has_text_column(names, options) {
        return false;
    }
    (0..2).all(|_| matches!(table.next_row(), Ok(Some(_))))
}

fn are_names(names: &[String]) -> bool {
    names.iter().all(|name| {
        let name = name.trim();
        name.chars().count() <= MAX_NAME && !name.ends_with(['.', '?', '!', ':', ';'])
    })
}

/// Whether a column of texts is among the names: one that is asked for, or a known one beside others.
fn has_text_column(names: &[String], options: &ReadOptions) -> bool {
    let is_stated = |stated: &String| names.iter().any(|name| name.trim() == stated.trim());
    options.text_column.as_ref().is_some_and(is_stated)
        || names.len() > 1 && named(names, &TEXT).is_some()
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

/// How a table begins.
struct Opening {
    /// A name to put in front of it, where the first column has none.
    name: String,
    /// Where it begins behind that.
    start: usize,
    settings: TableSettings,
}

impl Opening {
    /// A first column without a name, as programs write that number the rows, is called `row`.
    fn of(text: &str, options: &ReadOptions) -> Self {
        let n_bytes = text.len();
        let text = text.trim_start_matches('\u{feff}');
        let behind = text.strip_prefix("\"\"").unwrap_or(text);
        let other = other_delimiter(text, options);
        let is_sign = |byte: u8| b",;\t".contains(&byte) || other.is_some_and(|d| d.byte() == byte);
        let is_unnamed = behind.as_bytes().first().is_some_and(|&byte| is_sign(byte));
        let (name, text) = if is_unnamed {
            ("row".to_owned(), behind)
        } else {
            (name_of_row_names(text, other), text)
        };
        Self {
            name,
            start: n_bytes - text.len(),
            settings: settings(text, other),
        }
    }

    /// A reader of the table of which this is the opening, and `text` what comes from its start on.
    fn reader<R: Read>(
        &self,
        text: R,
        path: &str,
    ) -> Result<TableReader<impl Read + use<R>>, TableError> {
        let name = Cursor::new(self.name.clone().into_bytes());
        TableReader::new(name.chain(text), path, &self.settings)
    }
}

/// A reader of the whole text.
fn reader<'a>(
    text: &'a str,
    path: &str,
    options: &ReadOptions,
) -> Result<TableReader<impl Read + use<'a>>, TableError> {
    let opening = Opening::of(text, options);
    let text = text.get(opening.start..).unwrap_or_default();
    opening.reader(text.as_bytes(), path)
}

fn settings(text: &str, delimiter: Option<Delimiter>) -> TableSettings {
    TableSettings {
        delimiter,
        max_record_bytes: text.len().max(MIN_RECORD),
    }
}

/// What separates the names of the first line, where that is no comma, semicolon or tab and they
/// are the names of a table: a bar, another sign, or a space between names in quotation marks.
fn other_delimiter(text: &str, options: &ReadOptions) -> Option<Delimiter> {
    let line = text
        .lines()
        .next()
        .filter(|line| line.len() <= MAX_HEADER)?;
    let is_header = |separator: &str| {
        let unquoted = |name: &str| name.trim().trim_matches('"').to_owned();
        let names: Vec<String> = line.split(separator).map(unquoted).collect();
        let stated = options.text_column.as_deref().map(str::trim);
        are_columns(&names)
            || names.len() > 1 && names.iter().any(|name| Some(name.as_str()) == stated)
    };
    if [",", ";", "\t"].into_iter().any(is_header) {
        return None;
    }
    if line.starts_with('"') && is_header("\" \"") {
        return Some(Delimiter::SPACE);
    }
    // `Onderwerp: bericht` is the first line of a letter.
    let is_close = |sign: &str| {
        let mut names = line.trim().split(sign);
        names.clone().nth(2).is_some() && names.all(|name| name == name.trim())
    };
    let mut signs = ["|", "^", "~", "#", ":"].into_iter();
    signs
        .find(|sign| is_header(sign) && (*sign == "|" || is_close(sign)))?
        .parse()
        .ok()
}

/// The name and sign to put in front of a header that lacks one: R numbers the rows in a first
/// column that it gives no name. Such are all rows one field longer than the header, and begin
/// with a number; empty for other tables.
fn name_of_row_names(text: &str, delimiter: Option<Delimiter>) -> String {
    let Ok(mut table) = TableReader::new(text.as_bytes(), "", &settings(text, delimiter)) else {
        return String::new();
    };
    let sign = char::from(table.delimiter().byte());
    let n_names = table.header().names().len();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.nth(1).unwrap_or("");
    let number = first.split(sign).next().unwrap_or("").trim_matches('"');
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || first.ends_with(sign) {
        return String::new();
    }
    let mut n_rows = 0;
    loop {
        match table.next_row() {
            Err(TableError::Ragged { found, .. }) if found == n_names + 1 => n_rows += 1,
            Ok(None) if n_rows > 1 => return format!("row{sign}"),
            _ => return String::new(),
        }
    }
}

/// Reads a table, all of it once and then row by row; `notices` tell what was mended while it was
/// decoded.
///
/// # Errors
/// Where the table is damaged, has no column of texts or not one that was asked for, or no row
/// with a text.
pub(crate) fn read_table(
    text: String,
    file: &SourceFile,
    options: &ReadOptions,
    notices: Vec<Notice>,
) -> Result<Sources, ReadError> {
    let opening = Opening::of(&text, options);
    let text = SharedText::of(text);
    read_rows(&opening, |at| Ok(text.from(at)), file, options, notices)
}

/// As [`read_table`], of a text of so many bytes that `open` opens at a place, and that begins so.
pub(super) fn read_large_table<R: Read + Send + 'static>(
    head: &str,
    open: impl Fn(u64) -> io::Result<R>,
    n_bytes: usize,
    file: &SourceFile,
    options: &ReadOptions,
) -> Result<Sources, ReadError> {
    let mut opening = Opening::of(head, options);
    opening.settings.max_record_bytes = n_bytes.max(MIN_RECORD);
    read_rows(&opening, open, file, options, Vec::new())
}

fn read_rows<R: Read + Send + 'static>(
    opening: &Opening,
    open: impl Fn(u64) -> io::Result<R>,
    file: &SourceFile,
    options: &ReadOptions,
    notices: Vec<Notice>,
) -> Result<Sources, ReadError> {
    let table = || -> Result<_, ReadError> {
        let text = open(opening.start as u64).map_err(|source| ReadError::Open {
            path: file.name.clone(),
            source,
        })?;
        Ok(opening.reader(text, &file.name)?)
    };
    let mut read = table()?;
    let names = read.header().names().to_vec();
    let columns = Columns::find(&names, options, &file.name)?;
    let mut survey = Survey::new(file, &columns, &names);
    loop {
        match read.next_row() {
            Ok(Some(row)) => _ = survey.look(&cells(row, &columns)),
            Ok(None) => break,
            Err(error) => _ = describe_ragged(error)?,
        }
    }
    let mut rows = survey.finish(notices)?;
    let mut read = table()?;
    Ok(Sources::rows(iter::from_fn(move || {
        match read.next_row() {
            Ok(row) => Some(Ok(rows.read(cells(row?, &columns)))),
            Err(error) => Some(match describe_ragged(error) {
                Ok((line, detail)) => Ok(rows.damaged(line, detail)),
                Err(error) => Err(error.into()),
            }),
        }
    })))
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

fn cells<'t>(row: Row<'t>, columns: &Columns) -> Cells<'t> {
    let fields: Vec<&'t str> = row.fields().collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let one = |column: Option<usize>| column.map_or("", field);
    let several = |columns: &[usize]| telling(columns.iter().map(|&at| field(at)));
    Cells {
        text: field(columns.text),
        instead_of_text: None,
        party: several(&columns.party),
        speaker: several(&columns.speaker),
        function: one(columns.function),
        date: one(columns.date),
        id: one(columns.id),
        title: one(columns.title),
        line: usize::try_from(row.line()).unwrap_or(usize::MAX),
        has_own_lines: true,
    }
}
