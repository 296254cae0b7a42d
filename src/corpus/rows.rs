//! Rows of a CSV file with their places, for the loaders of reference data.

use std::io::Read;

use super::closest::closest;
use super::{Codebook, DataError, DataFault};
use crate::table::{TableError, TableReader, TableSettings};

/// A table of reference data, read whole.
pub(crate) struct Rows {
    place: String,
    header: Vec<String>,
    records: Vec<Record>,
}

struct Record {
    line: u64,
    fields: Vec<String>,
}

/// One row with its place.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Rows,
    record: &'a Record,
}

impl Rows {
    /// Reads a table in UTF-8 with a header that has all of `required`.
    ///
    /// # Errors
    /// Where the reader fails, the table is not CSV in UTF-8, or a column is missing or doubled.
    pub(crate) fn read(
        reader: impl Read,
        place: &str,
        required: &[&str],
    ) -> Result<Self, DataError> {
        let mut records = Vec::new();
        let head = Self::each_record(reader, place, required, |_, record| {
            records.push(record);
            Ok(())
        })?;
        Ok(Self { records, ..head })
    }

    /// Reads a table as [`Self::read`] does and shows each row, in the order of the file, without
    /// keeping it.
    ///
    /// # Errors
    /// As [`Self::read`], and the first of `visit`.
    pub(crate) fn for_each(
        reader: impl Read,
        place: &str,
        required: &[&str],
        mut visit: impl FnMut(Row<'_>) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        let show = |table: &Self, record: Record| {
            let record = &record;
            visit(Row { table, record })
        };
        Self::each_record(reader, place, required, show).map(|_| ())
    }

    /// Shows each record beside its table, which holds none of them and is given at the end.
    fn each_record(
        reader: impl Read,
        place: &str,
        required: &[&str],
        mut visit: impl FnMut(&Self, Record) -> Result<(), DataError>,
    ) -> Result<Self, DataError> {
        let mut reader = TableReader::new(reader, place, &TableSettings::default())?;
        for column in required {
            reader.column(column)?;
        }
        let table = Self {
            place: place.to_owned(),
            header: reader.header().names().to_vec(),
            records: Vec::new(),
        };
        while let Some(row) = reader.next_row()? {
            let record = Record {
                line: row.line(),
                fields: row.fields().map(str::to_owned).collect(),
            };
            visit(&table, record)?;
        }
        Ok(table)
    }

    /// Whether the table has a column of this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// Refuses a table without a column of this name.
    ///
    /// # Errors
    /// Where the column is missing.
    pub(crate) fn need(&self, column: &str) -> Result<(), DataError> {
        if self.has(column) {
            return Ok(());
        }
        Err(TableError::MissingColumn {
            file: self.place.clone(),
            name: column.to_owned(),
            columns: self.header.clone(),
        }
        .into())
    }

    /// The rows in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row {
            table: self,
            record,
        })
    }
}

impl<'a> Row<'a> {
    /// The line on which the row starts, counted from 1.
    pub(crate) fn line(self) -> u64 {
        self.record.line
    }

    /// The value of a column as it stands; empty where the table lacks the column.
    pub(crate) fn get(self, column: &str) -> &'a str {
        self.table
            .header
            .iter()
            .position(|name| name == column)
            .and_then(|i| self.record.fields.get(i))
            .map_or("", String::as_str)
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
            line: self.record.line,
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
            line: self.record.line,
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
            line: self.record.line,
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
            line: self.record.line,
            column: column.to_owned(),
            value: value.to_owned(),
            first_line,
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_table_as_spreadsheets_save_it() {
        let text = "\u{feff}id;text\r\na;\"x\ny\"\r\nb; z \r\n";
        let rows = Rows::read(text.as_bytes(), "t.csv", &["id"]).unwrap();
        let all: Vec<_> = rows
            .iter()
            .map(|row| (row.line(), row.get("text")))
            .collect();
        assert_eq!(all, [(2, "x\ny"), (4, " z ")]);
        assert_eq!(rows.iter().last().unwrap().filled("text"), Some("z"));
        assert_eq!(rows.iter().last().unwrap().get("other"), "");
    }

    #[test]
    fn a_table_that_cannot_be_read_says_where_and_what_to_do() {
        let Err(error) = Rows::read(&b"id,text\na\n"[..], "t.csv", &[]) else {
            unreachable!("the second line lacks a field");
        };
        assert_eq!(
            error.to_string(),
            "t.csv, line 2: found 1 fields, expected 2 as in the header"
        );
        assert!(error.help().is_some());
    }
}
