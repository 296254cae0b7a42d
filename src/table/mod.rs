//! Tables in and out: CSV with places in every error.
//!
//! A table is read as a stream, in constant memory, by [`TableReader`], which accepts what
//! spreadsheet programs write (byte order mark; comma, semicolon or tab; CRLF; `sep=;`) and refuses
//! what would be misread: unclosed quotes, ragged rows, other encodings, binary files, repeated
//! column names. Lines that hold nothing are skipped, as in every CSV reader. A file that changes
//! while it is read is refused too: [`SteadyFile`].
//!
//! A table is written by [`TableWriter`] in one form only: UTF-8, comma, LF, the header once,
//! quotes where needed, numbers with six decimals, nothing for what is missing. What its columns
//! hold is said by a [`Schema`], from which [`data_package`] makes the description that travels
//! with the files (Frictionless Table Schema), and [`codebook_of_tables`] the same for people. The
//! writer refuses a field of another kind than its column, and a missing one where a value is
//! required; allowed values, bounds, keys and references are checked on whole folders by
//! `tests/tables/check_tables.py`.
//!
//! ```
//! use standpunt::table::{TableReader, TableSettings};
//!
//! let csv = "actor;n_words\nVVD;12\nD66;9\n";
//! let mut table = TableReader::new(csv.as_bytes(), "words.csv", &TableSettings::default())?;
//! let n_words = table.column("n_words")?;
//! let mut sum = 0;
//! while let Some(row) = table.next_row()? {
//!     sum += row.integer(n_words)?;
//! }
//! assert_eq!(sum, 21);
//! # Ok::<(), standpunt::table::TableError>(())
//! ```

mod batch;
mod codebook;
mod delimiter;
mod error;
mod foreign;
mod input;
mod markdown;
mod package;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
mod reader;
mod records;
mod row;
mod schema;
mod steady;
mod writer;

pub use batch::RowBatch;
pub use codebook::codebook_of_tables;
pub use delimiter::{Delimiter, DelimiterError};
pub use error::TableError;
pub use foreign::ForeignFormat;
pub(crate) use input::csv_of_bytes;
pub use input::{open, open_csv};
pub use package::{PackageDescription, Resource, data_package};
#[cfg(feature = "parquet")]
pub use parquet::{ParquetError, ParquetWriter};
pub use reader::{TableReader, TableSettings};
pub use row::{ColumnIndex, ColumnKey, Header, Row};
pub use schema::{Column, ColumnKind, Reference, Schema};
pub use steady::SteadyFile;
pub use writer::{TableWriter, format_number};

/// How to get a program that knows Parquet.
pub(crate) const BUILD_WITH_PARQUET: &str =
    "build standpunt with Parquet: cargo build --release --features parquet";

/// Whether a file is Parquet by its name.
pub fn names_parquet(path: &std::path::Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("parquet") || extension.eq_ignore_ascii_case("pq")
}

/// Names for a message: in back quotes, at most twelve.
pub(crate) fn list_names<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 12;
    let shown = names.iter().take(MOST);
    let mut list: Vec<String> = shown.map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > MOST {
        list.push(format!("and {} more", names.len() - MOST));
    }
    list.join(", ")
}
