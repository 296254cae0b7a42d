//! Keeps two runs out of one folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::StoreError;

/// A locked file, removed when dropped. The system frees the lock of a run that is killed.
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Locks the file at `path`, which stands for `folder`.
    pub(super) fn acquire(path: &Path, folder: &Path) -> Result<Self, StoreError> {
        const ATTEMPTS: usize = 8;
        for _ in 0..ATTEMPTS {
            let mut options = OpenOptions::new();
            let file = options.create(true).truncate(false).write(true).open(path);
            let file = file.map_err(|source| StoreError::Create {
                path: folder.to_owned(),
                source,
            })?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    let path = path.to_owned();
                    return Ok(Self { path, _file: file });
                }
                // Another run removed the file between opening and locking.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(source)) => {
                    let folder = folder.to_owned();
                    return Err(StoreError::Lock { folder, source });
                }
            }
        }
        Err(StoreError::Locked {
            folder: folder.to_owned(),
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that no other run holds the lock of a removed file.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether `path` still leads to this very file, and not by a link.
#[cfg(unix)]
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_is_refused_until_the_first_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".out.lock");
        let first = Lock::acquire(&path, folder.path()).unwrap();
        let Err(refused) = Lock::acquire(&path, folder.path()) else {
            panic!("locked twice");
        };
        assert!(matches!(refused, StoreError::Locked { .. }));
        assert!(refused.help().is_some());
        drop(first);
        assert!(!path.exists());
        assert!(Lock::acquire(&path, folder.path()).is_ok());
    }
}
