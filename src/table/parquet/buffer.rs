//! The fields of one column until their row group is written.

use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::ParquetError as DecoderError;
use ::parquet::file::writer::SerializedColumnWriter;

use crate::table::{Column, ColumnKind};

/// Texts that are handed over at once.
const BATCH: usize = 1024;

/// The fields of one column.
pub(super) struct ColumnBuffer {
    values: Values,
    /// 0 for a missing value, 1 for another; `None` where none may be missing.
    levels: Option<Vec<i16>>,
}

enum Values {
    Text { bytes: Vec<u8>, ends: Vec<usize> },
    Whole(Vec<i64>),
    Number(Vec<f64>),
    Flag(Vec<bool>),
}

impl ColumnBuffer {
    /// No fields of `column` yet.
    pub(super) fn new(column: &Column) -> Self {
        Self {
            values: match column.kind {
                ColumnKind::Text | ColumnKind::PartialDate => Values::Text {
                    bytes: Vec::new(),
                    ends: Vec::new(),
                },
                ColumnKind::Integer => Values::Whole(Vec::new()),
                ColumnKind::Number => Values::Number(Vec::new()),
                ColumnKind::Flag => Values::Flag(Vec::new()),
            },
            levels: (!column.is_required).then(Vec::new),
        }
    }

    /// Adds a field as it stands in a CSV; whether it fits the column.
    pub(super) fn push(&mut self, field: &str) -> bool {
        if field.is_empty() {
            return match &mut self.levels {
                Some(levels) => {
                    levels.push(0);
                    true
                }
                None => false,
            };
        }
        let fits = match &mut self.values {
            Values::Text { bytes, ends } => {
                bytes.extend_from_slice(field.as_bytes());
                ends.push(bytes.len());
                true
            }
            Values::Whole(values) => push_parsed(values, field.parse().ok()),
            Values::Number(values) => push_parsed(values, field.parse().ok()),
            Values::Flag(values) => push_parsed(values, field.parse().ok()),
        };
        if let (Some(levels), true) = (&mut self.levels, fits) {
            levels.push(1);
        }
        fits
    }

    /// Writes the fields as a column of a row group, and forgets them.
    pub(super) fn write(
        &mut self,
        column: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), DecoderError> {
        let levels = self.levels.as_deref();
        match (&mut self.values, column.untyped()) {
            (Values::Text { bytes, ends }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                let whole = ByteArray::from(std::mem::take(bytes));
                // With all levels the first batch would ask for all values.
                let mut texts = Texts { whole, ends, at: 0 };
                match levels {
                    None => {
                        while let Some(batch) = texts.next(BATCH) {
                            writer.write_batch(&batch, None, None)?;
                        }
                    }
                    Some(levels) => {
                        for levels in levels.chunks(BATCH) {
                            let n_present = levels.iter().filter(|&&level| level != 0).count();
                            let batch = texts.next(n_present).unwrap_or_default();
                            writer.write_batch(&batch, Some(levels), None)?;
                        }
                    }
                }
                ends.clear();
            }
            (Values::Whole(values), ColumnWriter::Int64ColumnWriter(writer)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            (Values::Number(values), ColumnWriter::DoubleColumnWriter(writer)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            (Values::Flag(values), ColumnWriter::BoolColumnWriter(writer)) => {
                writer.write_batch(values, levels, None)?;
                values.clear();
            }
            _ => unreachable!("the types of the file are made from the same columns"),
        }
        if let Some(levels) = &mut self.levels {
            levels.clear();
        }
        Ok(())
    }
}

/// Texts that lie one behind the other.
struct Texts<'e> {
    whole: ByteArray,
    ends: &'e [usize],
    at: usize,
}

impl Texts<'_> {
    /// The next `n` texts, or as many as there are; `None` behind the last one.
    fn next(&mut self, n: usize) -> Option<Vec<ByteArray>> {
        let n = n.min(self.ends.len());
        let (ends, rest) = self.ends.split_at(n);
        self.ends = rest;
        let texts = ends.iter().map(|&end| {
            let text = self.whole.slice(self.at, end - self.at);
            self.at = end;
            text
        });
        (n > 0).then(|| texts.collect())
    }
}

fn push_parsed<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let fits = value.is_some();
    values.extend(value);
    fits
}
