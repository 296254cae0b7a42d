//! The rows of one shard, as a table of their own.

use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::checksum::Checksum;
use super::edges::RowEdges;
use super::{PartError, Shard, TablePlace};
use crate::label::LabelError;
use crate::store::Interrupt;
use crate::table::{SteadyFile, TableError, TableReader, TableSettings};

/// Bytes that are looked at in one go.
const CHUNK: usize = 256 * 1024;

/// A table reduced to the rows of one shard.
pub struct ShardRows {
    /// Its header, and the rows of the shard, with their lines in the whole table.
    pub(super) table: TableReader<Box<dyn Read + Send>>,
    /// Where the rows begin.
    pub(super) begin: TablePlace,
    /// Where they ended; set when they are read.
    pub(super) end: Arc<OnceLock<TablePlace>>,
    /// Size of the table in bytes.
    pub(super) n_bytes: u64,
    /// Which shard.
    pub(super) shard: Shard,
}

/// A table under a reader that knows where rows start and what it has passed.
struct Passed {
    file: SteadyFile,
    edges: RowEdges,
    checksum: Checksum,
    /// Byte of the table up to which it was passed.
    place: u64,
}

/// The bytes of the rows that start before `stop`.
struct Stretch {
    passed: Passed,
    stop: u64,
    is_ended: bool,
    end: Arc<OnceLock<TablePlace>>,
}

impl ShardRows {
    /// Opens the table at `path` and passes over the rows before those of `shard`.
    ///
    /// # Errors
    /// Those of opening a table; [`PartError::NotAFile`] where it is a pipe, of which another job
    /// could not read the same bytes; where reading fails and where the run is interrupted.
    pub fn open(path: &Path, shard: Shard, interrupt: &Interrupt) -> Result<Self, LabelError> {
        let name = path.display().to_string();
        if path == Path::new("-") {
            let file = "standard input".to_owned();
            return Err(PartError::NotAFile { file }.into());
        }
        let file = SteadyFile::open(path).map_err(|source| TableError::Open {
            file: name.clone(),
            source,
        })?;
        let Some(n_bytes) = file.n_bytes() else {
            return Err(PartError::NotAFile { file: name }.into());
        };
        let failure = |source| TableError::Read {
            file: name.clone(),
            line: 1,
            source,
        };
        let head = file.try_clone().map_err(failure)?;
        let head = TableReader::new(head, name.clone(), &TableSettings::default())?;
        let (body, line) = head.place();
        let mut passed = Passed::header(file, body, head.delimiter().byte()).map_err(failure)?;
        let (from, stop) = shard.stretch(n_bytes.saturating_sub(body));
        passed.go_to(body + from, interrupt, &name)?;
        let line = line + passed.edges.n_line_ends();
        let begin = passed.here();
        let is_last = shard.number() == shard.of();
        let end = Arc::new(OnceLock::new());
        let rows: Box<dyn Read + Send> = Box::new(Stretch {
            passed,
            stop: if is_last { u64::MAX } else { body + stop },
            is_ended: false,
            end: Arc::clone(&end),
        });
        Ok(Self {
            table: head.continue_with(rows, begin.byte, line),
            begin,
            end,
            n_bytes,
            shard,
        })
    }

    /// The table, of which rows are not read yet.
    pub fn table(&self) -> &TableReader<Box<dyn Read + Send>> {
        &self.table
    }
}

impl Passed {
    /// Behind the header, which is the first `n_bytes` bytes.
    fn header(mut file: SteadyFile, n_bytes: u64, delimiter: u8) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let mut header = Vec::new();
        (&mut file).take(n_bytes).read_to_end(&mut header)?;
        let mut checksum = Checksum::default();
        checksum.add(&header);
        let last = header.last().copied().unwrap_or(b'\n');
        Ok(Self {
            file,
            edges: RowEdges::new(delimiter, last),
            checksum,
            place: header.len() as u64,
        })
    }

    fn here(&self) -> TablePlace {
        TablePlace {
            byte: self.place,
            checksum: self.checksum.hex(),
        }
    }

    /// Passes on to the first row that starts at byte `target` or behind it.
    fn go_to(&mut self, target: u64, interrupt: &Interrupt, name: &str) -> Result<(), LabelError> {
        let mut buffer = vec![0; CHUNK];
        loop {
            interrupt.check()?;
            let (start, n) = (self.place, self.read(&mut buffer));
            let read = n.and_then(|n| {
                let chunk = buffer.get(..n).unwrap_or_default();
                let is_found = self.pass_before(chunk, target);
                if is_found {
                    self.file.seek(SeekFrom::Start(self.place))?;
                }
                Ok(is_found || n == 0)
            });
            let is_done = read.map_err(|source| TableError::Read {
                file: name.to_owned(),
                line: 1 + self.edges.n_line_ends(),
                source,
            })?;
            if is_done {
                return Ok(());
            }
            debug_assert!(self.place > start);
        }
    }

    /// Passes the bytes of `chunk`, or those before the first row that starts at `stop` or behind
    /// it; whether it found that row.
    fn pass_before(&mut self, chunk: &[u8], stop: u64) -> bool {
        let n_before = usize::try_from(stop.saturating_sub(self.place)).unwrap_or(usize::MAX);
        let (before, behind) = chunk.split_at_checked(n_before).unwrap_or((chunk, &[]));
        self.edges.pass(before);
        let edge = self.edges.pass_to_edge(behind);
        let n_passed = before.len() + edge.unwrap_or(behind.len());
        self.checksum.add(chunk.get(..n_passed).unwrap_or(chunk));
        self.place += n_passed as u64;
        edge.is_some()
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.file.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }
}

impl Read for Stretch {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_ended || buffer.is_empty() {
            return Ok(0);
        }
        let start = self.passed.place;
        let n = self.passed.read(buffer)?;
        let chunk = buffer.get(..n).unwrap_or_default();
        self.is_ended = self.passed.pass_before(chunk, self.stop) || n == 0;
        if self.is_ended {
            self.passed.file.check()?;
            let _ = self.end.set(self.passed.here());
        }
        Ok(usize::try_from(self.passed.place - start).unwrap_or(n))
    }
}
