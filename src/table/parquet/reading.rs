//! A Parquet file as the CSV that would hold the same table, as a stream.

use std::io::{self, Read};
use std::sync::Arc;

use ::parquet::basic::{Compression, Encoding, Repetition};
use ::parquet::column::reader::get_column_reader;
use ::parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};
use ::parquet::schema::types::ColumnDescPtr;

use super::cell::{NoText, push_text};
use super::form::{Form, describe_nested, describe_unread};
use super::guard::guarded;
use super::open_column::OpenColumn;
use super::pages::{Budget, CheckedPages};
use super::{ParquetError, SCHEMA_KEY, Source};
use crate::table::Column;

/// Rows that are decoded at once.
const BATCH_ROWS: usize = 512;

/// Bytes of CSV after which rows are handed over.
const CHUNK: usize = 64 * 1024;

/// A Parquet file as CSV: comma, LF, names in the first line, nothing for what is missing.
///
/// A fault is an [`io::Error`] with a [`ParquetError`] inside.
pub(crate) struct CsvOfParquet {
    source: Arc<Source>,
    metadata: ParquetMetaData,
    columns: Vec<NamedForm>,
    /// Whether this program wrote the file, with six decimals in its numbers.
    is_own: bool,
    /// Largest row, in bytes of CSV.
    limit: usize,
    /// How much the pages of a row group may hold.
    budget: Budget,
    /// Row groups opened so far.
    n_groups: usize,
    group: Vec<OpenColumn>,
    /// Rows of the group that are not decoded yet.
    n_left: usize,
    /// Rows decoded, and how many of them are written.
    n_decoded: usize,
    n_taken: usize,
    /// Rows written.
    row: u64,
    out: Vec<u8>,
    n_given: usize,
}

struct NamedForm {
    name: String,
    form: Form,
}

impl CsvOfParquet {
    /// Reads the description at the end of the file; rows may have `limit` bytes as CSV.
    ///
    /// # Errors
    /// [`ParquetError::Damaged`], [`ParquetError::Unfit`].
    pub(crate) fn new(source: Source, limit: usize) -> Result<Self, ParquetError> {
        let damaged = |detail: String| ParquetError::Damaged { detail };
        let metadata = guarded(|| {
            ParquetMetaDataReader::new()
                .with_page_index_policy(PageIndexPolicy::Skip)
                .parse_and_finish(&source)
        })
        .map_err(damaged)?;
        let columns = plain_columns(&metadata)?;
        let file = metadata.file_metadata();
        let is_own = file
            .key_value_metadata()
            .is_some_and(|pairs| pairs.iter().any(|pair| pair.key == SCHEMA_KEY));
        let mut csv = Self {
            columns,
            is_own,
            limit,
            budget: Budget::default(),
            n_groups: 0,
            group: Vec::new(),
            n_left: 0,
            n_decoded: 0,
            n_taken: 0,
            row: 0,
            out: Vec::new(),
            n_given: 0,
            source: Arc::new(source),
            metadata,
        };
        csv.push_header();
        Ok(csv)
    }

    /// The columns with their kinds, for those who write them on.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let column = |column: &NamedForm| Column {
            kind: column.form.kind(),
            ..Column::text(&column.name, "As in the input.")
        };
        self.columns.iter().map(column).collect()
    }

    fn push_header(&mut self) {
        for (i, column) in self.columns.iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            // Plain names cannot be taken for an announcement or for another delimiter.
            let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
            let start = self.out.len();
            self.out.extend_from_slice(column.name.as_bytes());
            if !column.name.chars().all(is_plain) || column.name.is_empty() {
                quote_from(&mut self.out, start);
            }
        }
        self.out.push(b'\n');
    }

    /// Puts the next rows into `out`; nothing where there are none left.
    fn refill(&mut self) -> Result<(), ParquetError> {
        self.out.clear();
        self.n_given = 0;
        while self.out.len() < CHUNK {
            if self.n_taken == self.n_decoded && !self.decode()? {
                return Ok(());
            }
            self.push_row()?;
        }
        Ok(())
    }

    /// Decodes the next rows of all columns; whether there are any.
    fn decode(&mut self) -> Result<bool, ParquetError> {
        while self.n_left == 0 {
            if self.n_groups == self.metadata.num_row_groups() {
                return Ok(false);
            }
            self.open_group()?;
        }
        let n_rows = self.n_left.min(BATCH_ROWS);
        let columns = self.group.iter_mut().enumerate();
        let mut decoded = columns.map(|(i, column)| (i, guarded(|| column.decode(n_rows))));
        let failed = decoded.find_map(|(i, result)| Some((i, result.err()?)));
        drop(decoded);
        if let Some((i, detail)) = failed {
            return Err(self.damaged_column(i, detail));
        }
        self.n_left -= n_rows;
        self.n_decoded = n_rows;
        self.n_taken = 0;
        Ok(true)
    }

    fn open_group(&mut self) -> Result<(), ParquetError> {
        // The pages of the last group make room first.
        self.group.clear();
        let budget = self.budget.emptied();
        let group = self.metadata.row_group(self.n_groups);
        self.n_groups += 1;
        let n_rows = usize::try_from(group.num_rows());
        let has_all = group.num_columns() == self.columns.len();
        let (Ok(n_rows), true) = (n_rows, has_all) else {
            return Err(ParquetError::Damaged {
                detail: format!("row group {} lacks rows or columns", self.n_groups),
            });
        };
        let mut opened = Vec::with_capacity(group.num_columns());
        for (i, chunk) in group.columns().iter().enumerate() {
            let codec = chunk.compression();
            if !is_read(codec) {
                let name = codec.to_string().to_lowercase();
                let name = name.split('(').next().unwrap_or_default();
                return Err(ParquetError::Codec {
                    column: self.name(i),
                    found: name.to_owned(),
                });
            }
            if let Some(encoding) = chunk.encodings().find(|&encoding| !is_decoded(encoding)) {
                return Err(ParquetError::Encoding {
                    column: self.name(i),
                    found: encoding.to_string(),
                });
            }
            let column = guarded(|| {
                let pages = CheckedPages::new(&self.source, chunk, n_rows, &budget)?;
                let reader = get_column_reader(chunk.column_descr_ptr(), Box::new(pages));
                Ok(OpenColumn::new(reader))
            });
            opened.push(column.map_err(|detail| self.damaged_column(i, detail))?);
        }
        self.group = opened;
        self.n_left = n_rows;
        Ok(())
    }

    fn push_row(&mut self) -> Result<(), ParquetError> {
        let start = self.out.len();
        let (row, place) = (self.row + 1, self.n_taken);
        for (i, (column, named)) in self.group.iter_mut().zip(&self.columns).enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            let cell_start = self.out.len();
            let cell = column.take(place);
            if let Some(cell) = cell {
                push_text(&mut self.out, named.form, cell, self.is_own)
                    .map_err(|fault| fault_of(fault, row, &named.name))?;
                if needs_quotes(self.out.get(cell_start..).unwrap_or_default()) {
                    quote_from(&mut self.out, cell_start);
                }
            }
            if self.out.len() - start >= self.limit {
                return Err(ParquetError::RowTooLarge {
                    row,
                    column: named.name.clone(),
                    limit: self.limit,
                });
            }
        }
        if self.out.len() == start {
            // A line with nothing on it is no row.
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.push(b'\n');
        self.row = row;
        self.n_taken += 1;
        Ok(())
    }

    fn name(&self, column: usize) -> String {
        let column = self.columns.get(column);
        column.map_or_else(String::new, |column| column.name.clone())
    }

    fn damaged_column(&self, column: usize, detail: String) -> ParquetError {
        ParquetError::DamagedColumn {
            row_group: self.n_groups,
            column: self.name(column),
            detail,
        }
    }
}

impl Read for CsvOfParquet {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.n_given == self.out.len() {
            self.refill().map_err(io::Error::other)?;
        }
        let rest = self.out.get(self.n_given..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.n_given += n;
        Ok(n)
    }
}

/// The columns of a file, none of them nested.
fn plain_columns(metadata: &ParquetMetaData) -> Result<Vec<NamedForm>, ParquetError> {
    let schema = metadata.file_metadata().schema_descr();
    for field in schema.root_schema().get_fields() {
        let info = field.get_basic_info();
        let is_list = info.has_repetition() && info.repetition() == Repetition::REPEATED;
        if is_list || !field.is_primitive() {
            return Err(ParquetError::Unfit {
                column: field.name().to_owned(),
                found: describe_nested(field).to_owned(),
            });
        }
    }
    let form = |column: &ColumnDescPtr| match Form::of(column) {
        Some(form) => Ok(NamedForm {
            name: column.name().to_owned(),
            form,
        }),
        None => Err(ParquetError::Unfit {
            column: column.name().to_owned(),
            found: describe_unread(column),
        }),
    };
    schema.columns().iter().map(form).collect()
}

fn fault_of(fault: NoText, row: u64, column: &str) -> ParquetError {
    let column = column.to_owned();
    match fault {
        NoText::NotUtf8 => ParquetError::NotUtf8 { row, column },
        NoText::Outside(found, expected) => ParquetError::Field {
            row,
            column,
            found,
            expected,
        },
    }
}

fn is_read(codec: Compression) -> bool {
    matches!(
        codec,
        Compression::UNCOMPRESSED
            | Compression::ZSTD(_)
            | Compression::SNAPPY
            | Compression::GZIP(_)
    )
}

/// Whether values in an encoding are read. In one of prefixes a page of a megabyte can hold
/// gigabytes; hardly any program writes it unasked.
fn is_decoded(encoding: Encoding) -> bool {
    !matches!(encoding, Encoding::DELTA_BYTE_ARRAY | Encoding::ALP)
}

fn needs_quotes(field: &[u8]) -> bool {
    field
        .iter()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

/// Puts what stands in `out` from `start` on between quotes.
fn quote_from(out: &mut Vec<u8>, start: usize) {
    let field = out.split_off(start);
    out.push(b'"');
    for &byte in &field {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
impl CsvOfParquet {
    /// The same with other limits of memory.
    pub(super) fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }
}
