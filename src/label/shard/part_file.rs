//! A part that was written, looked at before it is merged.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::part::{FORMAT_VERSION, PartSeal};
use super::{PartEnd, PartError, PartStart};
use crate::label::LabelError;
use crate::table::TableError;

/// Longest first line, and longest last two lines together, in bytes. The first line names all
/// columns of the table.
const MAX_NOTE: u64 = 4 * 1024 * 1024;

/// A part and what it says of itself, whose rows are still in the file.
pub(super) struct PartFile {
    /// Its name in messages.
    pub(super) name: String,
    pub(super) start: PartStart,
    pub(super) end: PartEnd,
    /// Checksum of all before the last line, as that line says.
    pub(super) checksum: String,
    /// Bytes of the first line.
    pub(super) n_start: u64,
    /// Bytes of the line behind the rows.
    pub(super) n_end: u64,
    path: PathBuf,
}

/// The field that every version of the form has.
#[derive(Deserialize)]
struct Version {
    standpunt_part: u32,
}

impl PartFile {
    /// Reads what the part at `path` says of itself.
    ///
    /// # Errors
    /// [`PartError::NotAPart`], [`PartError::Version`], [`PartError::Truncated`]; where the file
    /// cannot be opened or read.
    pub(super) fn open(path: &Path) -> Result<Self, LabelError> {
        let name = path.display().to_string();
        let failure = |source| TableError::Open {
            file: name.clone(),
            source,
        };
        let mut file = File::open(path).map_err(failure)?;
        let metadata = file.metadata().map_err(failure)?;
        if metadata.is_dir() {
            return Err(PartError::NotAPart { file: name }.into());
        }
        let (first, start) = read_start(&mut file, &name)?;
        let (before, last) = last_lines(&mut file, metadata.len(), first).map_err(failure)?;
        let (Some(end), Some(seal)) = (note::<PartEnd>(&before), note::<PartSeal>(&last)) else {
            return Err(PartError::Truncated { file: name }.into());
        };
        let n_end = before.len() as u64;
        let expected = first + end.n_bytes + n_end + last.len() as u64;
        if expected != metadata.len() {
            return Err(PartError::Size {
                file: name,
                found: metadata.len(),
                expected,
            }
            .into());
        }
        Ok(Self {
            name,
            start,
            end,
            checksum: seal.checksum,
            n_start: first,
            n_end,
            path: path.to_owned(),
        })
    }

    /// All that its checksum is about: from its first byte to the last line.
    pub(super) fn bytes(&self) -> io::Result<impl Read> {
        Ok(File::open(&self.path)?.take(self.n_start + self.end.n_bytes + self.n_end))
    }
}

/// The first line and its length.
fn read_start(file: &mut File, name: &str) -> Result<(u64, PartStart), LabelError> {
    let mut line = Vec::new();
    let mut start = BufReader::new(&mut *file).take(MAX_NOTE);
    let read = start.read_until(b'\n', &mut line);
    read.map_err(|source| TableError::Open {
        file: name.to_owned(),
        source,
    })?;
    let file = || name.to_owned();
    let Ok(version) = serde_json::from_slice::<Version>(&line) else {
        // Cut inside its first line, a part is no JSON but still begins as one.
        let is_cut = line.starts_with(b"{\"standpunt_part\"") && line.last() != Some(&b'\n');
        return Err(if is_cut {
            PartError::Truncated { file: file() }
        } else {
            PartError::NotAPart { file: file() }
        }
        .into());
    };
    if version.standpunt_part != FORMAT_VERSION {
        let (found, expected) = (version.standpunt_part, FORMAT_VERSION);
        let file = file();
        return Err(PartError::Version {
            file,
            found,
            expected,
        }
        .into());
    }
    match note(&line) {
        Some(start) => Ok((line.len() as u64, start)),
        None => Err(PartError::NotAPart { file: file() }.into()),
    }
}

/// The last two lines with their line ends, as far as they lie behind the first `n_start` bytes;
/// empty where there are none.
fn last_lines(file: &mut File, n_bytes: u64, n_start: u64) -> io::Result<(Vec<u8>, Vec<u8>)> {
    const ENOUGH: u64 = 64 * 1024;
    let n_behind = n_bytes.saturating_sub(n_start).min(ENOUGH);
    file.seek(SeekFrom::Start(n_bytes - n_behind))?;
    let mut tail = Vec::new();
    file.take(n_behind).read_to_end(&mut tail)?;
    let mut lines = tail.split_inclusive(|byte| *byte == b'\n').rev();
    let last = lines.next().unwrap_or_default().to_vec();
    let before = lines.next().unwrap_or_default().to_vec();
    Ok((before, last))
}

/// What a whole line of JSON says.
fn note<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    let line = line.strip_suffix(b"\n")?;
    serde_json::from_slice(line).ok()
}
