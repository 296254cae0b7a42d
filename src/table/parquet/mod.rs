//! Parquet at the edge of tables: a Parquet file becomes the CSV that would hold the same table,
//! and a finished CSV becomes a Parquet file with the types of its [`Schema`](super::Schema).
//!
//! Everything between the two works on CSV, so that a stage cannot treat the formats differently.
//! Both ways a row group or a page is in memory, never the table. Nested columns are refused, as
//! are pages of more than 128 MiB, which no writer makes.
//!
//! Format: <https://parquet.apache.org/docs/file-format/>. Read by the crate `parquet`, whose
//! decoders trust what a page says of itself; [`pages`] checks that first.

mod arrow_schema;
mod buffer;
mod cell;
mod error;
mod form;
mod guard;
mod open_column;
mod pages;
mod reading;
mod source;
mod writing;

#[cfg(test)]
mod tests;

pub use error::ParquetError;
pub use writing::ParquetWriter;

pub(crate) use guard::silence_decoders;
pub(super) use reading::CsvOfParquet;
pub(crate) use source::Source;

/// The first bytes of a Parquet file, and its last ones.
pub(crate) const MAGIC: &[u8; 4] = b"PAR1";

/// Where the Table Schema of a table stands in the metadata of its Parquet file.
const SCHEMA_KEY: &str = "standpunt.table_schema";
