//! Rows of a CSV file with their places, for the loaders of reference data.

use std::io::Read;

use super::closest::closest;
use super::{Codebook, DataError, DataFault};

/// A table of reference data, read whole.
pub(crate) struct Rows {
    place: String,
    header: Vec<String>,
    records: Vec<(u64, csv::StringRecord)>,
}

/// One row with its place.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Rows,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Rows {
    /// Reads a comma-separated table in UTF-8 with a header that has all of `required`.
    ///
    /// # Errors
    /// Where the reader fails, the table is not CSV in UTF-8, or a column is missing or doubled.
    pub(crate) fn read(
        mut reader: impl Read,
        place: &str,
        required: &[&str],
    ) -> Result<Self, DataError> {
        let mut bytes = Vec::new();
        reader
            .read_to_end(&mut bytes)
            .map_err(|source| DataFault::Unreadable {
                place: place.to_owned(),
                source,
            })?;
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let mut csv = csv::ReaderBuilder::new().from_reader(text);
        let header = csv.headers().map_err(|error| not_csv(place, &error))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut records = Vec::new();
        let mut cursor = Cursor {
            text,
            offset: 0,
            line: 1,
        };
        for record in csv.records() {
            let record = record.map_err(|error| not_csv(place, &error))?;
            let start = record.position().map_or(0, csv::Position::byte);
            records.push((cursor.line_of_row(start), record));
        }
        let table = Self {
            place: place.to_owned(),
            header,
            records,
        };
        table.check_header(required)?;
        Ok(table)
    }

    fn check_header(&self, required: &[&str]) -> Result<(), DataError> {
        for (i, name) in self.header.iter().enumerate() {
            if self.header.iter().take(i).any(|earlier| earlier == name) {
                return Err(DataFault::Duplicate {
                    place: self.place.clone(),
                    line: 1,
                    column: name.clone(),
                    value: name.clone(),
                    first_line: 1,
                }
                .into());
            }
        }
        for column in required {
            if !self.has(column) {
                return Err(DataFault::MissingColumn {
                    place: self.place.clone(),
                    column: (*column).to_owned(),
                    found: self.header.join(", "),
                }
                .into());
            }
        }
        Ok(())
    }

    /// Whether the table has the column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// The rows in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(line, record)| Row {
            table: self,
            line: *line,
            record,
        })
    }
}

impl<'a> Row<'a> {
    /// The line on which the row starts, counted from 1.
    pub(crate) fn line(self) -> u64 {
        self.line
    }

    /// The value of a column as it stands; empty where the table lacks the column.
    pub(crate) fn get(self, column: &str) -> &'a str {
        self.table
            .header
            .iter()
            .position(|name| name == column)
            .and_then(|i| self.record.get(i))
            .unwrap_or("")
    }

    /// The value without space around it; `None` where nothing is left.
    pub(crate) fn filled(self, column: &str) -> Option<&'a str> {
        Some(self.get(column).trim()).filter(|value| !value.is_empty())
    }

    /// The value, which must not be empty.
    pub(crate) fn required(self, column: &str) -> Result<&'a str, DataError> {
        self.filled(column)
            .ok_or_else(|| self.wrong(column, "", "a value"))
    }

    /// The value read as `T`; `None` where it is empty.
    pub(crate) fn parsed<T: std::str::FromStr>(
        self,
        column: &str,
        expected: &str,
    ) -> Result<Option<T>, DataError> {
        self.filled(column)
            .map(|value| {
                value
                    .parse()
                    .map_err(|_| self.wrong(column, value, expected))
            })
            .transpose()
    }

    /// The parts of a value that `separator` divides, without space around them; none if empty.
    pub(crate) fn list(self, column: &str, separator: char) -> Vec<&'a str> {
        self.get(column)
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// The class of the codebook that a value names; `None` where it is empty.
    pub(crate) fn class(
        self,
        column: &str,
        codebook: &Codebook,
    ) -> Result<Option<usize>, DataError> {
        self.filled(column)
            .map(|id| {
                codebook
                    .class_index(id)
                    .ok_or_else(|| self.wrong_choice(column, id, codebook.class_ids()))
            })
            .transpose()
    }

    /// The instruments that a value names, divided by `;`; checked against the codebook where it
    /// lists instruments.
    pub(crate) fn instruments(
        self,
        column: &str,
        codebook: &Codebook,
    ) -> Result<Vec<String>, DataError> {
        let known = codebook.instruments();
        self.list(column, ';')
            .into_iter()
            .map(|id| {
                if known.is_empty() || known.iter().any(|instrument| instrument.id == id) {
                    Ok(id.to_owned())
                } else {
                    let ids = known.iter().map(|instrument| instrument.id.as_str());
                    Err(self.wrong_choice(column, id, ids))
                }
            })
            .collect()
    }

    /// The error that this row's `column` holds `found`.
    pub(crate) fn wrong(self, column: &str, found: &str, expected: impl Into<String>) -> DataError {
        DataFault::Value {
            place: self.table.place.clone(),
            line: self.line,
            column: column.to_owned(),
            found: found.to_owned(),
            expected: expected.into(),
            closest: None,
        }
        .into()
    }

    /// The same, naming the allowed value that looks most like `found`.
    pub(crate) fn wrong_choice<'b>(
        self,
        column: &str,
        found: &str,
        allowed: impl IntoIterator<Item = &'b str>,
    ) -> DataError {
        let allowed: Vec<&str> = allowed.into_iter().collect();
        DataFault::Value {
            place: self.table.place.clone(),
            line: self.line,
            column: column.to_owned(),
            found: found.to_owned(),
            expected: format!("one of {}", allowed.join(", ")),
            closest: closest(found, allowed),
        }
        .into()
    }

    /// The error that `column` refers to an id that no row has.
    pub(crate) fn unknown_reference<'b>(
        self,
        column: &str,
        found: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) -> DataError {
        DataFault::Value {
            place: self.table.place.clone(),
            line: self.line,
            column: column.to_owned(),
            found: found.to_owned(),
            expected: "an id that a row of the file has".to_owned(),
            closest: closest(found, known),
        }
        .into()
    }

    /// The error that `value` of `column` stands on an earlier line already.
    pub(crate) fn duplicate(self, column: &str, value: &str, first_line: u64) -> DataError {
        DataFault::Duplicate {
            place: self.table.place.clone(),
            line: self.line,
            column: column.to_owned(),
            value: value.to_owned(),
            first_line,
        }
        .into()
    }
}

/// Counts lines up to a byte; the reader's own count is one short after a line that ends in CR LF.
struct Cursor<'a> {
    text: &'a [u8],
    offset: usize,
    line: u64,
}

impl Cursor<'_> {
    fn line_of_row(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.offset) {
            if self.offset >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }
}

fn not_csv(place: &str, error: &csv::Error) -> DataError {
    let line = error.position().map_or(0, csv::Position::line);
    let (found, expected) = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => (
            format!("{len} fields"),
            format!("{expected_len}, as in the header"),
        ),
        csv::ErrorKind::Utf8 { err, .. } => (
            format!("bytes that are not UTF-8 in field {}", err.field() + 1),
            "UTF-8".to_owned(),
        ),
        _ => (error.to_string(), "a table in CSV".to_owned()),
    };
    DataFault::NotCsv {
        place: place.to_owned(),
        line,
        found,
        expected,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &[u8], required: &[&str]) -> String {
        match Rows::read(text, "t.csv", required) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn reads_a_table_with_a_byte_order_mark_and_quoted_lines() {
        let rows = Rows::read(
            &b"\xEF\xBB\xBFid,text\r\na,\"x\ny\"\nb, z \n"[..],
            "t.csv",
            &["id"],
        )
        .unwrap();
        let all: Vec<_> = rows
            .iter()
            .map(|row| (row.line(), row.get("text")))
            .collect();
        assert_eq!(all, [(2, "x\ny"), (4, " z ")]);
        assert_eq!(rows.iter().last().unwrap().filled("text"), Some("z"));
        assert_eq!(rows.iter().last().unwrap().get("other"), "");
    }

    #[test]
    fn names_the_place_of_a_fault() {
        assert_eq!(
            message(b"id,text\na\n", &[]),
            "t.csv, line 2: found 1 fields, expected 2, as in the header"
        );
        assert_eq!(
            message(b"id,text\na,\xFF\n", &[]),
            "t.csv, line 2: found bytes that are not UTF-8 in field 2, expected UTF-8"
        );
        assert_eq!(
            message(b"id,tekst\n", &["id", "text"]),
            "t.csv, line 1: found no column `text` among id, tekst"
        );
        assert_eq!(
            message(b"id,id\n", &[]),
            "t.csv, line 1, column `id`: `id` stands on line 1 already"
        );
    }
}
