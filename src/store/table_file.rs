//! One table in one file, in the format that the name of the file asks for.

use std::io::{self, Write};
use std::path::Path;

use super::{StagedFile, StoreError};
#[cfg(feature = "parquet")]
use crate::table::ParquetWriter;
use crate::table::{Schema, names_parquet};

/// A table under way, whole or not at all as [`StagedFile`]: it takes CSV, and keeps it as CSV or,
/// where the file is called `.parquet` or `.pq`, as Parquet.
pub struct StagedTable {
    sink: Sink,
}

enum Sink {
    Csv(StagedFile),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetWriter<StagedFile>>),
}

impl StagedTable {
    /// Starts the table at `target`, with the columns of `schema`; `-` is standard output.
    ///
    /// # Errors
    /// As [`StagedFile::create`]; [`StoreError::NoParquet`] in a program without the feature
    /// `parquet`.
    pub fn create(target: &Path, schema: &Schema) -> Result<Self, StoreError> {
        if !names_parquet(target) {
            let sink = Sink::Csv(StagedFile::create(target)?);
            return Ok(Self { sink });
        }
        Self::create_parquet(target, schema)
    }

    #[cfg(feature = "parquet")]
    fn create_parquet(target: &Path, schema: &Schema) -> Result<Self, StoreError> {
        let file = StagedFile::create(target)?;
        let writer = ParquetWriter::new(file, target.display().to_string(), schema)?;
        let sink = Sink::Parquet(Box::new(writer));
        Ok(Self { sink })
    }

    #[cfg(not(feature = "parquet"))]
    fn create_parquet(target: &Path, _schema: &Schema) -> Result<Self, StoreError> {
        let path = target.to_owned();
        Err(StoreError::NoParquet { path })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Create`], [`StoreError::Table`].
    pub fn commit(self) -> Result<(), StoreError> {
        match self.sink {
            Sink::Csv(file) => file.commit(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.finish()?.commit(),
        }
    }
}

impl Write for StagedTable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Csv(file) => file.write(bytes),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Csv(file) => file.flush(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.flush(),
        }
    }
}
