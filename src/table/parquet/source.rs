//! The bytes of a Parquet file, which is read from its end.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek as _, SeekFrom};

use ::parquet::errors::ParquetError as DecoderError;
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::Bytes;

/// A Parquet file on the disk or in memory.
pub(crate) enum Source {
    /// On the disk.
    File(File),
    /// In memory.
    Bytes(Bytes),
}

impl Source {
    /// The file that a stream holds, kept in a file without a name: the end has to be read first.
    ///
    /// # Errors
    /// Where the stream fails, or the disk.
    pub(crate) fn of_stream(mut stream: impl Read) -> io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        io::copy(&mut stream, &mut file)?;
        Ok(Self::File(file))
    }

    fn check(&self, start: u64, length: u64) -> Result<(), DecoderError> {
        match start.checked_add(length) {
            Some(end) if end <= self.len() => Ok(()),
            _ => Err(DecoderError::EOF(format!(
                "{length} bytes at {start} of a file of {}",
                self.len()
            ))),
        }
    }

    fn file_at(file: &File, start: u64) -> Result<File, DecoderError> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        match self {
            Self::File(file) => file.metadata().map_or(0, |metadata| metadata.len()),
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Source {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> Result<Self::T, DecoderError> {
        self.check(start, 0)?;
        Ok(match self {
            Self::File(file) => {
                Box::new(BufReader::with_capacity(512, Self::file_at(file, start)?))
            }
            Self::Bytes(bytes) => {
                let mut cursor = Cursor::new(bytes.clone());
                cursor.set_position(start);
                Box::new(cursor)
            }
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, DecoderError> {
        self.check(start, length as u64)?;
        match self {
            Self::File(file) => {
                let mut bytes = vec![0; length];
                Self::file_at(file, start)?.read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
            Self::Bytes(bytes) => {
                let start = usize::try_from(start)?;
                Ok(bytes.slice(start..start + length))
            }
        }
    }
}
