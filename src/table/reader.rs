//! Reads a table as a stream of rows.

use std::io::Read;
use std::sync::Arc;

use super::records::Records;
use super::{Column, ColumnIndex, Delimiter, Header, Row, RowBatch, TableError};

/// How a table is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSettings {
    /// What separates fields; `None`: told from the header among comma, semicolon and tab.
    pub delimiter: Option<Delimiter>,
    /// Largest record accepted, in bytes; default 1 MiB. What bounds the memory of a reader when a
    /// quote is never closed.
    pub max_record_bytes: usize,
}

impl Default for TableSettings {
    fn default() -> Self {
        Self {
            delimiter: None,
            max_record_bytes: 1024 * 1024,
        }
    }
}

/// Reads a CSV table row by row in constant memory.
pub struct TableReader<R> {
    records: Records<R>,
    header: Arc<Header>,
    typed_columns: Vec<Column>,
}

impl<R: Read> TableReader<R> {
    /// Reads the header of a table; `file` is its name in messages.
    ///
    /// # Errors
    /// Where there is no header, a column has no name or two have the same, or the bytes are no
    /// CSV in UTF-8.
    pub fn new(
        input: R,
        file: impl Into<String>,
        settings: &TableSettings,
    ) -> Result<Self, TableError> {
        let limit = settings.max_record_bytes;
        let mut records = Records::new(input, file.into(), settings.delimiter, limit)?;
        let file = records.file().to_owned();
        let Some(first) = records.next()? else {
            return Err(TableError::Empty { file });
        };
        let mut start = 0;
        let mut names = Vec::with_capacity(first.ends.len());
        for &end in first.ends {
            names.push(first.text.get(start..end).unwrap_or_default().to_owned());
            start = end;
        }
        Ok(Self {
            header: Arc::new(Header::new(file, names)?),
            records,
            typed_columns: Vec::new(),
        })
    }

    /// The same, where another format than CSV told what the columns hold; a row is a line then.
    pub(super) fn typed(self, columns: Vec<Column>) -> Self {
        Self {
            records: self.records.with_a_line_a_row(),
            typed_columns: columns,
            ..self
        }
    }

    /// What the columns hold, where the format of the file tells it; empty for CSV, which does not.
    pub fn typed_columns(&self) -> &[Column] {
        &self.typed_columns
    }

    /// The byte of the input behind what was taken from it as header and rows so far, and its line,
    /// from 1.
    pub fn place(&self) -> (u64, u64) {
        self.records.place()
    }

    /// The same table, read on from `input`, whose first byte starts a row: the one at byte `offset`
    /// and on line `line` of the table.
    pub fn continue_with<S: Read>(self, input: S, offset: u64, line: u64) -> TableReader<S> {
        TableReader {
            records: self.records.continue_with(input, offset, line),
            header: self.header,
            typed_columns: self.typed_columns,
        }
    }

    /// The columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What separates the fields.
    pub fn delimiter(&self) -> Delimiter {
        self.records.delimiter()
    }

    /// The column of a name, to look it up in rows.
    ///
    /// # Errors
    /// [`TableError::MissingColumn`].
    pub fn column(&self, name: &str) -> Result<ColumnIndex, TableError> {
        self.header.column(name)
    }

    /// The next row; `None` behind the last one.
    ///
    /// # Errors
    /// Where the row is ragged, too large, ends inside quotes or is not UTF-8, and where reading
    /// fails; each with file and line.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, TableError> {
        let delimiter = self.records.delimiter();
        let Some(record) = self.records.next()? else {
            return Ok(None);
        };
        let expected = self.header.names().len();
        if record.ends.len() != expected {
            return Err(TableError::Ragged {
                file: self.header.file().to_owned(),
                line: record.line,
                last_line: record.last_line,
                found: record.ends.len(),
                expected,
                delimiter,
            });
        }
        let (text, ends, line) = (record.text, record.ends, record.line);
        Ok(Some(Row::new(&self.header, text, ends, line)))
    }

    /// The next rows, at most `max_rows` and about `max_bytes` of text; `None` behind the last.
    ///
    /// # Errors
    /// As [`TableReader::next_row`].
    pub fn next_batch(
        &mut self,
        max_rows: usize,
        max_bytes: usize,
    ) -> Result<Option<RowBatch>, TableError> {
        let mut batch = RowBatch::new(Arc::clone(&self.header));
        while batch.len() < max_rows && batch.n_bytes() < max_bytes {
            let Some(row) = self.next_row()? else { break };
            batch.push(row);
        }
        Ok((!batch.is_empty()).then_some(batch))
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
