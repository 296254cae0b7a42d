//! A finished CSV as a Parquet file, as a stream.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use ::parquet::errors::ParquetError as DecoderError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};
use csv_core::ReadRecordResult;

use super::SCHEMA_KEY;
use super::arrow_schema::arrow_schema;
use super::buffer::ColumnBuffer;
use crate::table::{Column, ColumnKind, Schema, TableError};

/// Bytes of CSV after which a row group is written: 16 MiB. What bounds the memory of a writer.
const GROUP_BYTES: usize = 16 << 20;

/// Rows after which a row group is written, the size that `DuckDB` makes and reads in parallel.
const GROUP_ROWS: usize = 122_880;

/// Takes the CSV that [`TableWriter`](crate::table::TableWriter) makes of a table, and writes the
/// table as Parquet: columns of the types of the schema, zstd, descriptions where Arrow looks for
/// them.
///
/// Text and dates that may lack their day are strings, whole numbers 64 bits, numbers doubles, flags
/// booleans; an empty field is null. Memory does not grow with the number of rows, and the same
/// rows make the same bytes.
///
/// ```
/// use std::io::Write as _;
/// use standpunt::table::{Column, ParquetWriter, Schema};
///
/// let schema = Schema::new("shares", "Shares", "One row per actor.", vec![
///     Column::text("actor", "Who speaks.").required(),
///     Column::share("share", "Share of passages."),
/// ]);
/// let mut file = ParquetWriter::new(Vec::new(), "shares.parquet", &schema)?;
/// file.write_all(b"actor,share\nVVD,0.250000\nSGP,\n")?;
/// let bytes = file.finish()?;
/// assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ParquetWriter<W: Write + Send> {
    file: String,
    columns: Vec<Column>,
    output: SerializedFileWriter<W>,
    buffers: Vec<ColumnBuffer>,
    parser: csv_core::Reader,
    /// The record under way, without quotes, and where its fields end.
    fields: Vec<u8>,
    ends: Vec<usize>,
    n_bytes: usize,
    n_ends: usize,
    has_header: bool,
    /// Rows and bytes of the group under way.
    n_rows_in_group: usize,
    n_bytes_in_group: usize,
    n_rows: u64,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Starts a file; `file` is its name in messages.
    ///
    /// # Errors
    /// [`TableError::Write`].
    pub fn new(output: W, file: impl Into<String>, schema: &Schema) -> Result<Self, TableError> {
        let file = file.into();
        let output = file_type(schema)
            .and_then(|kind| SerializedFileWriter::new(output, kind, Arc::new(properties(schema))))
            .map_err(|error| write_failure(&file, error))?;
        Ok(Self {
            file,
            columns: schema.columns.clone(),
            output,
            buffers: schema.columns.iter().map(ColumnBuffer::new).collect(),
            parser: csv_core::Reader::new(),
            fields: Vec::new(),
            ends: vec![0; schema.columns.len() + 1],
            n_bytes: 0,
            n_ends: 0,
            has_header: false,
            n_rows_in_group: 0,
            n_bytes_in_group: 0,
            n_rows: 0,
        })
    }

    /// Writes what is still held back and the description at the end, and gives the output back.
    ///
    /// # Errors
    /// [`TableError::Unfit`] where the last row does not fit; [`TableError::Write`].
    pub fn finish(mut self) -> Result<W, TableError> {
        if self.n_bytes > 0 || self.n_ends > 0 {
            self.parse(b"\n")?;
        }
        self.write_group()?;
        let file = self.file;
        let failure = |error| write_failure(&file, error);
        self.output.into_inner().map_err(failure)
    }

    fn parse(&mut self, mut input: &[u8]) -> Result<(), TableError> {
        while !input.is_empty() {
            if self.fields.len() < self.n_bytes + input.len() {
                self.fields.resize(self.n_bytes + input.len(), 0);
            }
            let (result, n_read, n_written, n_ended) = self.parser.read_record(
                input,
                self.fields.get_mut(self.n_bytes..).unwrap_or_default(),
                self.ends.get_mut(self.n_ends..).unwrap_or_default(),
            );
            self.n_bytes += n_written;
            self.n_ends += n_ended;
            input = input.get(n_read..).unwrap_or_default();
            match result {
                ReadRecordResult::Record => {
                    self.take_record()?;
                    self.n_bytes = 0;
                    self.n_ends = 0;
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(2 * self.ends.len(), 0);
                }
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::End => {}
            }
        }
        Ok(())
    }

    fn take_record(&mut self) -> Result<(), TableError> {
        if !self.has_header {
            self.has_header = true;
            return Ok(());
        }
        if self.n_ends != self.columns.len() {
            let found = format!("a row of {} fields", self.n_ends);
            return Err(self.unfit(self.n_ends, &found, "a field for every column"));
        }
        let text = self.fields.get(..self.n_bytes).unwrap_or_default();
        // Whoever writes a CSV here writes strings.
        let text = std::str::from_utf8(text).unwrap_or_default();
        let mut start = 0;
        for (i, buffer) in self.buffers.iter_mut().enumerate() {
            let end = self.ends.get(i).copied().unwrap_or(start);
            let field = text.get(start..end).unwrap_or_default();
            if !buffer.push(field) {
                return Err(self.misfit(i, field));
            }
            start = end;
        }
        self.n_rows += 1;
        self.n_rows_in_group += 1;
        self.n_bytes_in_group += self.n_bytes;
        if self.n_rows_in_group == GROUP_ROWS || self.n_bytes_in_group >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), TableError> {
        if self.n_rows_in_group == 0 {
            return Ok(());
        }
        self.n_rows_in_group = 0;
        self.n_bytes_in_group = 0;
        let (output, buffers) = (&mut self.output, &mut self.buffers);
        let write = || -> Result<(), DecoderError> {
            let mut group = output.next_row_group()?;
            for buffer in buffers {
                if let Some(mut column) = group.next_column()? {
                    buffer.write(&mut column)?;
                    column.close()?;
                }
            }
            group.close().map(|_| ())
        };
        write().map_err(|error| write_failure(&self.file, error))
    }

    fn misfit(&self, column: usize, field: &str) -> TableError {
        let described = self.columns.get(column);
        let expected = described.map_or("", |column| column.kind.describe());
        if field.is_empty() {
            return self.unfit(column, "nothing", "a value");
        }
        let cut: String = field.chars().take(60).collect();
        self.unfit(column, &format!("`{cut}`"), expected)
    }

    fn unfit(&self, column: usize, found: &str, expected: &str) -> TableError {
        let place = (self.file.as_str(), self.n_rows + 1);
        TableError::unfit(place, self.columns.get(column), found, expected)
    }
}

impl<W: Write + Send> Write for ParquetWriter<W> {
    /// A row that does not fit is an [`io::Error`] with a [`TableError`] inside.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.parse(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(TableError::Write { source, .. }) => Err(source),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    /// Rows are held back until their group is whole, whoever asks.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_failure(file: &str, error: DecoderError) -> TableError {
    let source = match error {
        DecoderError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    };
    TableError::Write {
        file: file.to_owned(),
        source,
    }
}

fn file_type(schema: &Schema) -> Result<TypePtr, DecoderError> {
    let fields = schema.columns.iter().map(|column| {
        let kind = match column.kind {
            ColumnKind::Text | ColumnKind::PartialDate => PhysicalType::BYTE_ARRAY,
            ColumnKind::Integer => PhysicalType::INT64,
            ColumnKind::Number => PhysicalType::DOUBLE,
            ColumnKind::Flag => PhysicalType::BOOLEAN,
        };
        let is_text = kind == PhysicalType::BYTE_ARRAY;
        Type::primitive_type_builder(&column.name, kind)
            .with_repetition(if column.is_required {
                Repetition::REQUIRED
            } else {
                Repetition::OPTIONAL
            })
            .with_logical_type(is_text.then_some(LogicalType::String))
            .build()
            .map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let table = Type::group_type_builder("schema").with_fields(fields);
    table.build().map(Arc::new)
}

/// How the file is written: nothing in it depends on the machine or the day.
fn properties(schema: &Schema) -> WriterProperties {
    let pair = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("standpunt version {}", env!("CARGO_PKG_VERSION")))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(vec![
            pair("ARROW:schema", arrow_schema(schema)),
            pair(SCHEMA_KEY, schema.to_json().to_string()),
        ]))
        .build()
}
