//! The values of one column of a row group, some rows at a time.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use ::parquet::errors::ParquetError as DecoderError;

use super::cell::Cell;

/// A column of the row group under way.
pub(super) struct OpenColumn {
    values: Values,
    /// 0 for a missing value, 1 for another; empty where none can be missing.
    levels: Vec<i16>,
    /// Values taken of those decoded.
    n_taken: usize,
}

/// A reader of values, and those that it read last.
enum Values {
    Flag(ColumnReaderImpl<BoolType>, Vec<bool>),
    Int32(ColumnReaderImpl<Int32Type>, Vec<i32>),
    Int64(ColumnReaderImpl<Int64Type>, Vec<i64>),
    Int96(ColumnReaderImpl<Int96Type>, Vec<Int96>),
    Single(ColumnReaderImpl<FloatType>, Vec<f32>),
    Double(ColumnReaderImpl<DoubleType>, Vec<f64>),
    Bytes(ColumnReaderImpl<ByteArrayType>, Vec<ByteArray>),
    Fixed(
        ColumnReaderImpl<FixedLenByteArrayType>,
        Vec<FixedLenByteArray>,
    ),
}

impl OpenColumn {
    /// The values that `reader` reads, none of them yet.
    pub(super) fn new(reader: ColumnReader) -> Self {
        let values = match reader {
            ColumnReader::BoolColumnReader(reader) => Values::Flag(reader, Vec::new()),
            ColumnReader::Int32ColumnReader(reader) => Values::Int32(reader, Vec::new()),
            ColumnReader::Int64ColumnReader(reader) => Values::Int64(reader, Vec::new()),
            ColumnReader::Int96ColumnReader(reader) => Values::Int96(reader, Vec::new()),
            ColumnReader::FloatColumnReader(reader) => Values::Single(reader, Vec::new()),
            ColumnReader::DoubleColumnReader(reader) => Values::Double(reader, Vec::new()),
            ColumnReader::ByteArrayColumnReader(reader) => Values::Bytes(reader, Vec::new()),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                Values::Fixed(reader, Vec::new())
            }
        };
        Self {
            values,
            levels: Vec::new(),
            n_taken: 0,
        }
    }

    /// Decodes the next `n_rows` rows.
    pub(super) fn decode(&mut self, n_rows: usize) -> Result<(), DecoderError> {
        self.n_taken = 0;
        self.levels.clear();
        let levels = &mut self.levels;
        match &mut self.values {
            Values::Flag(reader, values) => decode(reader, levels, values, n_rows),
            Values::Int32(reader, values) => decode(reader, levels, values, n_rows),
            Values::Int64(reader, values) => decode(reader, levels, values, n_rows),
            Values::Int96(reader, values) => decode(reader, levels, values, n_rows),
            Values::Single(reader, values) => decode(reader, levels, values, n_rows),
            Values::Double(reader, values) => decode(reader, levels, values, n_rows),
            Values::Bytes(reader, values) => decode(reader, levels, values, n_rows),
            Values::Fixed(reader, values) => decode(reader, levels, values, n_rows),
        }
    }

    /// The value of row `place` of those decoded, each asked for once and in order.
    pub(super) fn take(&mut self, place: usize) -> Option<Cell<'_>> {
        if self.levels.get(place) == Some(&0) {
            return None;
        }
        let i = self.n_taken;
        self.n_taken += 1;
        match &self.values {
            Values::Flag(_, values) => values.get(i).map(|&flag| Cell::Flag(flag)),
            Values::Int32(_, values) => values.get(i).map(|&whole| Cell::Whole(whole.into())),
            Values::Int64(_, values) => values.get(i).map(|&whole| Cell::Whole(whole)),
            Values::Int96(_, values) => values.get(i).and_then(|days| {
                let days = days.data().first_chunk();
                days.map(|&days| Cell::Days(days))
            }),
            Values::Single(_, values) => values.get(i).map(|&number| Cell::Single(number)),
            Values::Double(_, values) => values.get(i).map(|&number| Cell::Double(number)),
            Values::Bytes(_, values) => values.get(i).map(|bytes| Cell::Bytes(bytes.data())),
            Values::Fixed(_, values) => values.get(i).map(|bytes| Cell::Bytes(bytes.data())),
        }
    }
}

fn decode<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    levels: &mut Vec<i16>,
    values: &mut Vec<T::T>,
    n_rows: usize,
) -> Result<(), DecoderError> {
    values.clear();
    let (n_read, n_values, _) = reader.read_records(n_rows, Some(levels), None, values)?;
    let n_present = if levels.is_empty() {
        n_rows
    } else {
        levels.iter().filter(|&&level| level != 0).count()
    };
    if n_read != n_rows || n_values != n_present || values.len() != n_present {
        return Err(DecoderError::EOF("fewer values than rows".to_owned()));
    }
    Ok(())
}
