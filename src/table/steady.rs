//! A file that must stay as it is while it is read.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::SystemTime;

/// A file under reading, which fails where the file changed meanwhile: what was read would then be
/// neither the old file nor the new one.
///
/// It is known by its size and by the time it was last written to, at its opening and where the
/// reader comes to its end. One that is deleted or replaced stays readable as it was and is no
/// fault. Pipes and devices change by their nature and are not looked at.
#[derive(Debug)]
pub struct SteadyFile {
    file: File,
    /// `None` for what is no regular file.
    opened: Option<Stamp>,
}

/// What a change is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    n_bytes: u64,
    written: Option<SystemTime>,
}

/// The file changed while it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum FileChanged {
    /// It has another size.
    #[error(
        "the file changed while it was read: it had {before} bytes when it was opened, and has {after}"
    )]
    Size {
        /// Its size at the opening.
        before: u64,
        /// Its size now.
        after: u64,
    },
    /// It was written to.
    #[error("the file changed while it was read: it was written to, its size is the same")]
    Bytes,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            n_bytes: metadata.len(),
            written: metadata.modified().ok(),
        }
    }
}

impl SteadyFile {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// Where it cannot be opened, or is a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::of(File::open(path)?)
    }

    /// A file that is open.
    ///
    /// # Errors
    /// Where it is a folder, or cannot be looked at.
    pub(super) fn of(file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let opened = metadata.is_file().then(|| Stamp::of(&metadata));
        Ok(Self { file, opened })
    }

    /// Its size in bytes when it was opened; `None` for what is no regular file.
    pub fn n_bytes(&self) -> Option<u64> {
        self.opened.map(|stamp| stamp.n_bytes)
    }

    /// The same open file; the two share one place.
    ///
    /// # Errors
    /// Where the system has no handle left.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            file: self.file.try_clone()?,
            opened: self.opened,
        })
    }

    /// Whether reading failed because the file changed.
    pub fn is_change(error: &io::Error) -> bool {
        error
            .get_ref()
            .is_some_and(|inner| inner.downcast_ref::<FileChanged>().is_some())
    }

    /// What to do about that.
    pub(crate) const HELP: &str =
        "wait until the file is whole and nothing writes to it, then run this again";

    /// Fails where the file is not what it was when it was opened.
    ///
    /// # Errors
    /// Where it changed, or cannot be looked at.
    pub fn check(&self) -> io::Result<()> {
        let Some(before) = self.opened else {
            return Ok(());
        };
        let after = Stamp::of(&self.file.metadata()?);
        let change = if after.n_bytes != before.n_bytes {
            FileChanged::Size {
                before: before.n_bytes,
                after: after.n_bytes,
            }
        } else if after.written != before.written {
            FileChanged::Bytes
        } else {
            return Ok(());
        };
        Err(io::Error::other(change))
    }
}

impl Read for SteadyFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        if n == 0 && !buffer.is_empty() {
            self.check()?;
        }
        Ok(n)
    }
}

impl Seek for SteadyFile {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.file.seek(place)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write as _;
    use std::time::Duration;

    use super::*;

    fn read_after(change: impl FnOnce(&Path)) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        fs::write(&path, "text\nopvang\n").unwrap();
        let mut file = SteadyFile::open(&path).unwrap();
        assert_eq!(file.n_bytes(), Some(12));
        let mut start = [0; 5];
        file.read_exact(&mut start).unwrap();
        change(&path);
        let mut rest = String::new();
        match file.read_to_string(&mut rest) {
            Ok(_) => Ok(rest),
            Err(error) => {
                assert!(SteadyFile::is_change(&error), "{error}");
                Err(error.to_string())
            }
        }
    }

    #[test]
    fn a_file_that_grows_shrinks_or_is_written_to_is_refused() {
        let grown = read_after(|path| {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(b"steun\n").unwrap();
        });
        assert_eq!(
            grown.unwrap_err(),
            "the file changed while it was read: it had 12 bytes when it was opened, and has 18"
        );
        let cut = read_after(|path| {
            let file = OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(7).unwrap();
        });
        assert_eq!(
            cut.unwrap_err(),
            "the file changed while it was read: it had 12 bytes when it was opened, and has 7"
        );
        let written = read_after(|path| {
            let mut file = OpenOptions::new().write(true).open(path).unwrap();
            file.write_all(b"TEXT").unwrap();
            let earlier = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
            file.set_modified(earlier).unwrap();
        });
        assert_eq!(
            written.unwrap_err(),
            "the file changed while it was read: it was written to, its size is the same"
        );
    }

    #[test]
    fn a_file_that_is_left_alone_deleted_or_replaced_is_read_as_it_was() {
        assert_eq!(read_after(|_| {}).unwrap(), "opvang\n");
        #[cfg(unix)]
        {
            let deleted = read_after(|path| fs::remove_file(path).unwrap());
            assert_eq!(deleted.unwrap(), "opvang\n");
            let replaced = read_after(|path| {
                let other = path.with_extension("new");
                fs::write(&other, "text\nanders\n").unwrap();
                fs::rename(other, path).unwrap();
            });
            assert_eq!(replaced.unwrap(), "opvang\n");
        }
    }
}
