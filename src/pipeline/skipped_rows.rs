//! The rows of `skipped.csv` until all are known and their order with them.

use std::io::{Read as _, Write};

use crate::Error;
use crate::store::{ByteLog, SkippedRecord, read_record, skipped_schema, write_record};
use crate::table::{TableError, TableReader, TableSettings, TableWriter};

use super::passage_rows::on_disk;

/// Bytes of rows in memory.
const MAX_ROWS: usize = 8 << 20;

/// The table in messages while its rows are kept.
const NAME: &str = "skipped.csv";

/// Rows of `skipped.csv`, as they will be written: in memory 16 bytes and the id for each document
/// that has any, and for each row that belongs to none.
pub(super) struct SkippedRows {
    rows: TableWriter<ByteLog>,
    /// All ids, one behind the other.
    ids: String,
    entries: Vec<Entry>,
    /// Whether rows of the last entry may come.
    is_open: bool,
}

struct Entry {
    ids_end: usize,
    rows_end: u64,
}

impl Default for SkippedRows {
    fn default() -> Self {
        Self::with_limit(MAX_ROWS)
    }
}

impl SkippedRows {
    pub(super) fn with_limit(max_bytes: usize) -> Self {
        let rows = ByteLog::with_limit(max_bytes);
        Self {
            rows: TableWriter::without_header(rows, NAME, &skipped_schema()),
            ids: String::new(),
            entries: Vec::new(),
            is_open: false,
        }
    }

    /// The rows that come now are those of another document, or of none.
    pub(super) fn close(&mut self) {
        self.is_open = false;
    }

    /// Adds rows of one document, sorted and behind those of it that are there.
    pub(super) fn add(&mut self, rows: &[SkippedRecord]) -> Result<(), Error> {
        let Some(first) = rows.first() else {
            return Ok(());
        };
        for row in rows {
            write_record(row, &mut self.rows).map_err(on_disk)?;
        }
        let rows_end = self.rows.flushed().map_err(on_disk)?.len();
        match self.entries.last_mut() {
            Some(entry) if self.is_open => entry.rows_end = rows_end,
            _ => {
                self.ids.push_str(&first.document_id);
                let ids_end = self.ids.len();
                self.entries.push(Entry { ids_end, rows_end });
            }
        }
        self.is_open = true;
        Ok(())
    }

    /// Writes the table; `file` is its name in messages.
    pub(super) fn write<W: Write>(self, output: W, file: &str) -> Result<W, Error> {
        let mut output = TableWriter::new(output, file, &skipped_schema())?.finish()?;
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|&entry| self.id(entry));
        let ends: Vec<u64> = self.entries.iter().map(|entry| entry.rows_end).collect();
        let end_of = |entry: usize| ends.get(entry).copied().unwrap_or(0);
        let same_id: Vec<bool> = order
            .windows(2)
            .map(|pair| self.id(pair[0]) == self.id(pair[1]))
            .collect();
        let mut log = self.rows.finish().map_err(on_disk)?;
        let mut bytes = Vec::new();
        let mut merged: Vec<SkippedRecord> = Vec::new();
        for (place, &entry) in order.iter().enumerate() {
            let start = entry.checked_sub(1).map_or(0, end_of);
            log.read(start, end_of(entry), &mut bytes)
                .map_err(|source| Error::TemporaryFile { source })?;
            let is_followed = same_id.get(place) == Some(&true);
            if !is_followed && merged.is_empty() {
                let written = output.write_all(&bytes);
                written.map_err(|source| write_error(file, source))?;
                continue;
            }
            read_rows(&bytes, &mut merged)?;
            if !is_followed {
                merged.sort();
                let mut table = TableWriter::without_header(output, file, &skipped_schema());
                for row in merged.drain(..) {
                    write_record(&row, &mut table)?;
                }
                output = table.finish()?;
            }
        }
        Ok(output)
    }

    fn id(&self, entry: usize) -> &str {
        let end = |n: usize| self.entries.get(n).map_or(0, |entry| entry.ids_end);
        let start = entry.checked_sub(1).map_or(0, end);
        self.ids.get(start..end(entry)).unwrap_or_default()
    }
}

pub(super) fn write_error(file: &str, source: std::io::Error) -> TableError {
    TableError::Write {
        file: file.to_owned(),
        source,
    }
}

/// Reads rows back that were written here.
fn read_rows(bytes: &[u8], rows: &mut Vec<SkippedRecord>) -> Result<(), TableError> {
    let header = TableWriter::new(Vec::new(), NAME, &skipped_schema())?.finish()?;
    let settings = TableSettings {
        max_record_bytes: bytes.len().max(header.len()),
        ..TableSettings::default()
    };
    let mut table = TableReader::new(header.as_slice().chain(bytes), NAME, &settings)?;
    while let Some(row) = table.next_row()? {
        rows.push(read_record(&row)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::write_skipped;

    fn row(document_id: &str, line: Option<usize>, detail: &str) -> SkippedRecord {
        SkippedRecord {
            document_id: document_id.to_owned(),
            file: "t.csv".to_owned(),
            line,
            span: line.map(|line| (line, line + 1)),
            stage: "clean".to_owned(),
            reason: "footnote".to_owned(),
            detail: detail.to_owned(),
        }
    }

    #[test]
    fn rows_are_written_in_the_order_of_all_of_them() {
        // A row that is no document may have the id of one.
        let documents = [
            vec![
                row("t-5", None, ""),
                row("t-5", Some(7), "\"Zie\", zei hij\nnog eens"),
            ],
            vec![row("t-10", Some(9), "Ë")],
            vec![row("t-5", Some(3), "a")],
            vec![row("", None, "b")],
            vec![row("", None, "a")],
        ];
        let mut skipped = SkippedRows::with_limit(0);
        for rows in &documents {
            skipped.close();
            for row in rows {
                skipped.add(std::slice::from_ref(row)).unwrap();
            }
        }
        assert_eq!(skipped.entries.len(), 5);
        let found = skipped.write(Vec::new(), "skipped.csv").unwrap();
        let mut all: Vec<SkippedRecord> = documents.concat();
        all.sort();
        let want = write_skipped(&all, Vec::new(), "skipped.csv").unwrap();
        assert_eq!(String::from_utf8(found), String::from_utf8(want));
    }
}
