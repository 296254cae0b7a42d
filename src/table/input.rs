//! Opens the table in a file, whatever its format.

use std::fs::File;
#[cfg(feature = "parquet")]
use std::io::Seek as _;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::{Column, SteadyFile, TableError, TableReader, TableSettings};

#[cfg(feature = "parquet")]
use super::Delimiter;
#[cfg(feature = "parquet")]
use super::parquet::{CsvOfParquet, MAGIC, Source};

/// A stream of CSV.
type Input = Box<dyn Read + Send>;

/// A table as CSV, and what its columns hold where its format tells.
struct Opened {
    csv: Input,
    columns: Vec<Column>,
}

/// Opens the table in a file; `-` is standard input. In a program with the feature `parquet` it
/// may be Parquet, told by its content.
///
/// # Errors
/// [`TableError::Open`], those of [`TableReader::new`], and `TableError::Parquet`.
pub fn open(path: &Path, settings: &TableSettings) -> Result<TableReader<Input>, TableError> {
    let opened = open_any(path, settings.max_record_bytes)?;
    if opened.columns.is_empty() {
        return TableReader::new(opened.csv, name(path), settings);
    }
    #[cfg(feature = "parquet")]
    let settings = &TableSettings {
        delimiter: Some(Delimiter::COMMA),
        ..*settings
    };
    let table = TableReader::new(opened.csv, name(path), settings)?;
    Ok(table.typed(opened.columns))
}

/// Opens the table in a file as a stream of CSV, for readers of their own; else as [`open`].
///
/// # Errors
/// [`TableError::Open`], `TableError::Parquet`.
pub fn open_csv(path: &Path) -> Result<Input, TableError> {
    let limit = TableSettings::default().max_record_bytes;
    open_any(path, limit).map(|opened| opened.csv)
}

/// The table in the bytes of a file as a stream of CSV; `file` is its name in messages, and `limit`
/// the largest row in bytes.
///
/// # Errors
/// `TableError::Parquet`.
#[cfg_attr(
    not(feature = "parquet"),
    expect(clippy::unnecessary_wraps, reason = "what can fail is Parquet")
)]
pub(crate) fn csv_of_bytes(bytes: Vec<u8>, file: &str, limit: usize) -> Result<Input, TableError> {
    #[cfg(feature = "parquet")]
    if bytes.starts_with(MAGIC) {
        let source = Source::Bytes(bytes.into());
        return of_parquet(source, Path::new(file), limit).map(|opened| opened.csv);
    }
    #[cfg(not(feature = "parquet"))]
    let _ = (file, limit);
    Ok(Box::new(Cursor::new(bytes)))
}

fn name(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn open_any(path: &Path, limit: usize) -> Result<Opened, TableError> {
    let failure = |source| TableError::Open {
        file: name(path),
        source,
    };
    if path == Path::new("-") {
        return of_stream(io::stdin(), path, limit);
    }
    let file = File::open(path).map_err(failure)?;
    let metadata = file.metadata().map_err(failure)?;
    if metadata.is_dir() {
        return Err(failure(io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        return of_stream(file, path, limit);
    }
    #[cfg(feature = "parquet")]
    let file = {
        let mut file = file;
        let head = first_bytes(&mut file).map_err(failure)?;
        file.rewind().map_err(failure)?;
        if head == MAGIC {
            return of_parquet(Source::File(file), path, limit);
        }
        file
    };
    Ok(Opened {
        csv: Box::new(SteadyFile::of(file).map_err(failure)?),
        columns: Vec::new(),
    })
}

fn of_stream(
    mut stream: impl Read + Send + 'static,
    path: &Path,
    limit: usize,
) -> Result<Opened, TableError> {
    let failure = |source| TableError::reading(&name(path), 1, source);
    let head = first_bytes(&mut stream).map_err(failure)?;
    let whole = Cursor::new(head.clone()).chain(stream);
    #[cfg(feature = "parquet")]
    if head == MAGIC {
        return of_parquet(Source::of_stream(whole).map_err(failure)?, path, limit);
    }
    #[cfg(not(feature = "parquet"))]
    let _ = limit;
    Ok(Opened {
        csv: Box::new(whole),
        columns: Vec::new(),
    })
}

#[cfg(feature = "parquet")]
fn of_parquet(source: Source, path: &Path, limit: usize) -> Result<Opened, TableError> {
    match CsvOfParquet::new(source, limit) {
        Ok(csv) => Ok(Opened {
            columns: csv.columns(),
            csv: Box::new(csv),
        }),
        Err(fault) => Err(TableError::Parquet {
            file: name(path),
            fault: Box::new(fault),
        }),
    }
}

/// The first four bytes, or fewer where there are no more.
fn first_bytes(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4);
    input.take(4).read_to_end(&mut head)?;
    Ok(head)
}
