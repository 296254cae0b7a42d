//! CSV, read and written.

use std::io::{self, Read};

use standpunt::table::{Column, Schema, TableError, TableReader, TableSettings, TableWriter};

/// The header and the rows of a table.
type Rows = Vec<Vec<String>>;

/// A table is the same whole, in small pieces and in batches; where the crate `csv` reads it too,
/// it reads the same; written, it reads back.
pub(super) fn csv(bytes: &[u8]) {
    let whole = read(bytes);
    assert_eq!(
        told(&whole),
        told(&read(Piecemeal(bytes))),
        "read in pieces"
    );
    assert_eq!(told(&whole), told(&read_batches(bytes)), "read in batches");
    let Ok(rows) = whole else { return };
    for (number, (ours, theirs)) in rows.iter().zip(read_with_csv(bytes)).enumerate() {
        assert_eq!(*ours, theirs, "record {number}");
    }
    // As a header, a single column of this name tells the delimiter.
    let is_announcement = rows.first().is_some_and(|names| match names.as_slice() {
        [name] => name.to_ascii_lowercase().starts_with("sep="),
        _ => false,
    });
    if !is_announcement {
        let read_back = read_within(write(&rows).as_slice(), TableSettings::default());
        assert_eq!(told(&Ok(rows)), told(&read_back), "written and read");
    }
}

fn told(read: &Result<Rows, TableError>) -> Result<&Rows, String> {
    read.as_ref().map_err(|error| {
        assert!(error.help().is_none_or(|help| !help.is_empty()));
        error.to_string()
    })
}

fn read(input: impl Read) -> Result<Rows, TableError> {
    read_within(input, settings())
}

fn read_within(input: impl Read, settings: TableSettings) -> Result<Rows, TableError> {
    let mut table = TableReader::new(input, "a.csv", &settings)?;
    let names = table.header().names().to_vec();
    let mut rows = vec![names];
    let mut last = 0;
    while let Some(row) = table.next_row()? {
        assert!(row.line() > last, "lines do not ascend");
        last = row.line();
        rows.push(row.fields().map(str::to_owned).collect());
    }
    Ok(rows)
}

fn read_batches(input: &[u8]) -> Result<Rows, TableError> {
    let mut table = TableReader::new(input, "a.csv", &settings())?;
    let mut rows = vec![table.header().names().to_vec()];
    while let Some(batch) = table.next_batch(3, 50)? {
        for row in batch.rows() {
            rows.push(row.fields().map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// A limit that small inputs reach.
fn settings() -> TableSettings {
    TableSettings {
        max_record_bytes: 600,
        ..TableSettings::default()
    }
}

/// The records as the crate `csv` reads them, up to the first that it refuses; none where our
/// reader looked at more than the delimiter.
fn read_with_csv(bytes: &[u8]) -> Rows {
    let Ok(table) = TableReader::new(bytes, "a.csv", &settings()) else {
        return Vec::new();
    };
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = start.trim_ascii_start();
    let head = head.strip_prefix(b"\"").unwrap_or(head);
    if head
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case(b"sep="))
    {
        return Vec::new();
    }
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(table.delimiter().byte())
        .from_reader(start)
        .into_records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn write(rows: &Rows) -> Vec<u8> {
    let (names, rows) = rows.split_first().unwrap();
    let columns = names.iter().map(|name| Column::text(name, "")).collect();
    let schema = Schema::new("a", "A", "", columns);
    let mut table = TableWriter::new(Vec::new(), "a.csv", &schema).unwrap();
    for row in rows {
        for field in row {
            table.copied(field).unwrap();
        }
        table.end_row().unwrap();
    }
    table.finish().unwrap()
}

/// Gives its bytes a few at a time.
struct Piecemeal<'b>(&'b [u8]);

impl Read for Piecemeal<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(self.0.len()).min(1 + self.0.len() % 5);
        let (now, later) = self.0.split_at(n);
        buffer[..n].copy_from_slice(now);
        self.0 = later;
        Ok(n)
    }
}
