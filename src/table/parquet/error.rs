//! What can be wrong with a Parquet file.

/// A Parquet file that is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParquetError {
    /// The description at the end of the file cannot be read.
    #[error("the Parquet file is cut off or damaged: {detail}")]
    Damaged {
        /// What the decoder says.
        detail: String,
    },
    /// A column cannot be read.
    #[error(
        "row group {row_group}, column `{column}`: the Parquet file is cut off or damaged: {detail}"
    )]
    DamagedColumn {
        /// The row group, from 1.
        row_group: usize,
        /// The column.
        column: String,
        /// What the decoder says.
        detail: String,
    },
    /// A column holds what no field of a CSV can.
    #[error("column `{column}` holds {found}; expected text, numbers, dates or true and false")]
    Unfit {
        /// The column.
        column: String,
        /// What it holds.
        found: String,
    },
    /// A column is compressed in a way that is not read.
    #[error("column `{column}` is compressed with {found}; expected zstd, snappy, gzip or nothing")]
    Codec {
        /// The column.
        column: String,
        /// The name of the codec.
        found: String,
    },
    /// A column is encoded in a way that is not read.
    #[error("column `{column}` is encoded as {found}, which is not read")]
    Encoding {
        /// The column.
        column: String,
        /// The name of the encoding.
        found: String,
    },
    /// A field is not UTF-8.
    #[error("row {row}, column `{column}`: found bytes that are not UTF-8; expected text")]
    NotUtf8 {
        /// The row, from 1.
        row: u64,
        /// The column.
        column: String,
    },
    /// A field cannot be written as text.
    #[error("row {row}, column `{column}`: found {found}; expected {expected}")]
    Field {
        /// The row, from 1.
        row: u64,
        /// The column.
        column: String,
        /// The number behind it.
        found: String,
        /// What the column should hold.
        expected: &'static str,
    },
    /// A row is larger than a record may be.
    #[error("row {row} is larger than {limit} bytes, in column `{column}` or before it")]
    RowTooLarge {
        /// The row, from 1.
        row: u64,
        /// The column that passed the limit.
        column: String,
        /// The largest row accepted, in bytes of CSV.
        limit: usize,
    },
}

impl ParquetError {
    /// What the user can do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Damaged { .. } | Self::DamagedColumn { .. } => {
                "make the file again, or copy it again from where it was made".to_owned()
            }
            Self::Unfit { column, .. } => {
                format!("leave the column out, or write it as text: rename or drop `{column}`")
            }
            Self::Codec { .. } => "write the file again, with compression zstd".to_owned(),
            Self::Encoding { .. } => {
                "write the file again, as version 1 or with plain and dictionary encodings"
                    .to_owned()
            }
            Self::NotUtf8 { .. } | Self::Field { .. } => {
                "correct the field, or leave the column out".to_owned()
            }
            Self::RowTooLarge { .. } => {
                "divide the text over rows, or leave the column out".to_owned()
            }
        }
    }
}
