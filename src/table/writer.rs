//! Writes a table in the one form of this tool.

use std::io::{self, Write};

use super::{Column, ColumnKind, Schema, TableError};

/// Writes a CSV table: UTF-8, comma, LF, the header once, quotes where needed.
///
/// A row is written field by field in the order of the columns and closed by
/// [`TableWriter::end_row`]. The kind of each field, and whether it may be missing, is checked
/// against the schema.
///
/// ```
/// use standpunt::table::{Column, Schema, TableWriter};
///
/// let schema = Schema::new("shares", "Shares", "One row per actor.", vec![
///     Column::text("actor", "Who speaks.").required(),
///     Column::share("share", "Share of passages."),
/// ]);
/// let mut table = TableWriter::new(Vec::new(), "shares.csv", &schema)?;
/// table.text("PvdA, GroenLinks")?.number(2.0 / 3.0)?.end_row()?;
/// table.text("SGP")?.missing()?.end_row()?;
/// let bytes = table.finish()?;
/// assert_eq!(bytes, b"actor,share\n\"PvdA, GroenLinks\",0.666667\nSGP,\n");
/// # Ok::<(), standpunt::table::TableError>(())
/// ```
pub struct TableWriter<W: Write> {
    csv: csv::Writer<W>,
    file: String,
    columns: Vec<Column>,
    /// Fields written of the row under way.
    n_fields: usize,
    n_rows: u64,
    scratch: String,
}

impl<W: Write> TableWriter<W> {
    /// Writes the header of a table; `file` is its name in messages.
    ///
    /// # Errors
    /// [`TableError::Write`].
    pub fn new(
        mut output: W,
        file: impl Into<String>,
        schema: &Schema,
    ) -> Result<Self, TableError> {
        let file = file.into();
        match output.write_all(&header(schema)) {
            Ok(()) => Ok(Self::without_header(output, file, schema)),
            Err(source) => Err(TableError::Write { file, source }),
        }
    }

    /// Writes rows only, as a piece of a table whose header stands elsewhere.
    pub fn without_header(output: W, file: impl Into<String>, schema: &Schema) -> Self {
        Self {
            csv: csv::WriterBuilder::new()
                .terminator(csv::Terminator::Any(b'\n'))
                .quote_style(csv::QuoteStyle::Necessary)
                .from_writer(output),
            file: file.into(),
            columns: schema.columns.clone(),
            n_fields: 0,
            n_rows: 0,
            scratch: String::new(),
        }
    }

    /// Writes a text or a date; an empty one is missing.
    ///
    /// # Errors
    /// [`TableError::Unfit`] where the column holds something else, or is required and the text is
    /// empty; [`TableError::Write`].
    pub fn text(&mut self, text: &str) -> Result<&mut Self, TableError> {
        if text.is_empty() {
            return self.missing();
        }
        self.check(&[ColumnKind::Text, ColumnKind::PartialDate], text)?;
        self.field(text.as_bytes())
    }

    /// Writes a finite number with six decimals.
    ///
    /// # Errors
    /// As [`TableWriter::text`]; [`TableError::Unfit`] for infinity and what is no number.
    pub fn number(&mut self, number: f64) -> Result<&mut Self, TableError> {
        if !number.is_finite() {
            return Err(self.unfit(&number.to_string(), "a finite number"));
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        push_number(&mut scratch, number);
        self.check(&[ColumnKind::Number], &scratch)?;
        self.csv
            .write_field(&scratch)
            .map_err(|error| self.failure(error))?;
        self.scratch = scratch;
        self.n_fields += 1;
        Ok(self)
    }

    /// Writes a share as so many millionths, at most a million: the same as [`Self::number`] of it.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub(crate) fn millionths(&mut self, n: u32) -> Result<&mut Self, TableError> {
        let mut digits = *b"0.000000";
        let mut rest = n;
        for digit in digits.iter_mut().skip(2).rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        if rest > 1 {
            return self.number(f64::from(n) / 1e6);
        }
        digits[0] = b'0' + u8::try_from(rest).unwrap_or(0);
        self.check(&[ColumnKind::Number], "")?;
        self.field(&digits)
    }

    /// Writes a number, or nothing for `None`.
    ///
    /// # Errors
    /// As [`TableWriter::number`].
    pub fn optional_number(&mut self, number: Option<f64>) -> Result<&mut Self, TableError> {
        match number {
            Some(number) => self.number(number),
            None => self.missing(),
        }
    }

    /// Writes a whole number.
    ///
    /// # Errors
    /// As [`TableWriter::text`].
    pub fn integer(&mut self, number: i64) -> Result<&mut Self, TableError> {
        let text = number.to_string();
        self.check(&[ColumnKind::Integer], &text)?;
        self.field(text.as_bytes())
    }

    /// Writes how many there are of something.
    ///
    /// # Errors
    /// As [`TableWriter::text`].
    pub fn count(&mut self, n: usize) -> Result<&mut Self, TableError> {
        let text = n.to_string();
        self.check(&[ColumnKind::Integer], &text)?;
        self.field(text.as_bytes())
    }

    /// Writes a count, or nothing for `None`.
    ///
    /// # Errors
    /// As [`TableWriter::count`].
    pub fn optional_count(&mut self, n: Option<usize>) -> Result<&mut Self, TableError> {
        match n {
            Some(n) => self.count(n),
            None => self.missing(),
        }
    }

    /// Writes `true` or `false`.
    ///
    /// # Errors
    /// As [`TableWriter::text`].
    pub fn flag(&mut self, flag: bool) -> Result<&mut Self, TableError> {
        let text = if flag { "true" } else { "false" };
        self.check(&[ColumnKind::Flag], text)?;
        self.field(text.as_bytes())
    }

    /// Writes `true` or `false`, or nothing for `None`.
    ///
    /// # Errors
    /// As [`TableWriter::text`].
    pub fn optional_flag(&mut self, flag: Option<bool>) -> Result<&mut Self, TableError> {
        match flag {
            Some(flag) => self.flag(flag),
            None => self.missing(),
        }
    }

    /// Leaves a field empty.
    ///
    /// # Errors
    /// [`TableError::Unfit`] where the column needs a value; [`TableError::Write`].
    pub fn missing(&mut self) -> Result<&mut Self, TableError> {
        match self.columns.get(self.n_fields) {
            Some(column) if !column.is_required => self.field(b""),
            _ => Err(self.unfit("nothing", "a value")),
        }
    }

    /// Writes a field as it stood in another table, whatever the kind of the column.
    ///
    /// # Errors
    /// [`TableError::Write`].
    pub fn copied(&mut self, field: &str) -> Result<&mut Self, TableError> {
        self.field(field.as_bytes())
    }

    /// Closes the row.
    ///
    /// # Errors
    /// [`TableError::Unfit`] where a field lacks; [`TableError::Write`].
    pub fn end_row(&mut self) -> Result<(), TableError> {
        if self.n_fields != self.columns.len() {
            let found = format!("a row of {} fields", self.n_fields);
            return Err(self.unfit(&found, &format!("{} fields", self.columns.len())));
        }
        let ended = self.csv.write_record(None::<&[u8]>);
        ended.map_err(|error| self.failure(error))?;
        self.n_fields = 0;
        self.n_rows += 1;
        Ok(())
    }

    /// Rows closed so far.
    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Writes out what is still held back, and gives the output, with all rows and fields so far.
    ///
    /// # Errors
    /// [`TableError::Write`].
    pub(crate) fn flushed(&mut self) -> Result<&W, TableError> {
        match self.csv.flush() {
            Ok(()) => Ok(self.csv.get_ref()),
            Err(source) => Err(TableError::Write {
                file: self.file.clone(),
                source,
            }),
        }
    }

    /// Writes out what is still held back, and gives the output back.
    ///
    /// # Errors
    /// [`TableError::Write`].
    pub fn finish(mut self) -> Result<W, TableError> {
        let file = self.file.clone();
        let failure = |source| TableError::Write { file, source };
        match self.csv.flush() {
            Err(error) => Err(failure(error)),
            Ok(()) => self
                .csv
                .into_inner()
                .map_err(|error| failure(error.error().kind().into())),
        }
    }

    fn field(&mut self, field: &[u8]) -> Result<&mut Self, TableError> {
        if self.n_fields >= self.columns.len() {
            return Err(self.unfit("another field", "the end of the row"));
        }
        let written = self.csv.write_field(field);
        written.map_err(|error| self.failure(error))?;
        self.n_fields += 1;
        Ok(self)
    }

    fn check(&self, kinds: &[ColumnKind], found: &str) -> Result<(), TableError> {
        match self.columns.get(self.n_fields) {
            Some(column) if kinds.contains(&column.kind) => Ok(()),
            Some(column) => Err(self.unfit(&format!("`{found}`"), column.kind.describe())),
            None => Err(self.unfit(&format!("`{found}`"), "the end of the row")),
        }
    }

    fn unfit(&self, found: &str, expected: &str) -> TableError {
        let place = (self.file.as_str(), self.n_rows + 1);
        TableError::unfit(place, self.columns.get(self.n_fields), found, expected)
    }

    fn failure(&self, error: csv::Error) -> TableError {
        let source = match error.into_kind() {
            csv::ErrorKind::Io(source) => source,
            other => io::Error::other(format!("{other:?}")),
        };
        TableError::Write {
            file: self.file.clone(),
            source,
        }
    }
}

/// The header; all of it in quotes where a name has signs from which a reader would tell that
/// another delimiter is meant, or a byte order mark in front.
fn header(schema: &Schema) -> Vec<u8> {
    let misleads = |name: &str| name.contains([';', '\t']) || name.starts_with('\u{feff}');
    let style = if schema.names().any(misleads) {
        csv::QuoteStyle::Always
    } else {
        csv::QuoteStyle::Necessary
    };
    let mut header = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .quote_style(style)
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = header.write_record(schema.names());
    header.into_inner().unwrap_or_default()
}

/// A finite number as it stands in every table: six decimals, never `-0.000000`.
pub fn format_number(number: f64) -> String {
    let mut text = String::new();
    push_number(&mut text, number);
    text
}

fn push_number(text: &mut String, number: f64) {
    use std::fmt::Write as _;
    let start = text.len();
    // Writing to a String cannot fail.
    let _ = write!(text, "{number:.6}");
    if text.get(start..) == Some("-0.000000") {
        text.remove(start);
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
