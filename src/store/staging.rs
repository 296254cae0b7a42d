//! The hidden file in which an output grows.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::lock::is_at;

/// A hidden file beside its later place, locked by the run that writes it; removed if dropped.
pub(super) struct Staging {
    file: File,
    path: PathBuf,
    is_placed: bool,
}

/// Why the usual name cannot be used.
enum Taken {
    /// Another run holds it.
    Locked,
    /// The file system knows no locks, or something else stands there.
    Unusable,
}

impl Staging {
    /// Stages the file `name` in the folder `parent`; `shown` is its place in messages.
    ///
    /// The hidden name is `.name.staged`, which only one run has at a time. Where it cannot be
    /// locked, as on a cluster file system mounted without locks, the name is drawn instead, and
    /// nothing keeps two runs apart but that each moves a whole file into place.
    pub(super) fn make(parent: &Path, name: &str, shown: &Path) -> Result<Self, StoreError> {
        match Self::locked(parent.join(format!(".{name}.staged"))) {
            Ok(staging) => Ok(staging),
            Err(Taken::Locked) => Err(StoreError::FileLocked {
                path: shown.to_owned(),
            }),
            Err(Taken::Unusable) => Self::drawn(parent, name).map_err(|source| {
                let path = shown.to_owned();
                StoreError::Create { path, source }
            }),
        }
    }

    fn locked(path: PathBuf) -> Result<Self, Taken> {
        const ATTEMPTS: usize = 8;
        for _ in 0..ATTEMPTS {
            let mut options = OpenOptions::new();
            let opened = options.create(true).truncate(false).write(true).open(&path);
            let file = opened.map_err(|_| Taken::Unusable)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => {
                    // What a killed run left is longer, perhaps, than what comes.
                    file.set_len(0).map_err(|_| Taken::Unusable)?;
                    return Ok(Self {
                        file,
                        path,
                        is_placed: false,
                    });
                }
                // The other run moved the file into place between opening and locking.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Taken::Locked),
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&path);
                    return Err(Taken::Unusable);
                }
            }
        }
        Err(Taken::Unusable)
    }

    fn drawn(parent: &Path, name: &str) -> io::Result<Self> {
        let prefix = format!(".{name}.");
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(".staged");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // As a file made without staging would be; the umask takes off what it takes off.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let (file, path) = builder.tempfile_in(parent)?.keep()?;
        Ok(Self {
            file,
            path,
            is_placed: false,
        })
    }

    /// Moves the file to `target`, which is `shown` in messages, when its bytes are on the disk.
    pub(super) fn place(mut self, target: &Path, shown: &Path) -> Result<(), StoreError> {
        let path = || shown.to_owned();
        self.file.sync_all().map_err(|source| StoreError::Write {
            path: path(),
            source,
        })?;
        fs::rename(&self.path, target).map_err(|source| StoreError::Create {
            path: path(),
            source,
        })?;
        self.is_placed = true;
        Ok(())
    }
}

impl Write for Staging {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_placed {
            // Removed while still locked, so that no other run holds the lock of a removed file.
            let _ = fs::remove_file(&self.path);
        }
    }
}
