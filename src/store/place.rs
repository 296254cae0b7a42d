//! Where an output is staged: beside its place, on the same file system.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::lock::Lock;

/// Locks and stages beside the target, where a move into it stays on one file system.
pub(super) fn stage_beside(target: &Path, shown: &Path) -> Result<(Lock, PathBuf), StoreError> {
    match (target.parent(), target.file_name()) {
        (Some(parent), Some(name)) if is_one_file_system(parent, target) => {
            stage_in(parent, &format!(".{}", name.to_string_lossy()), shown)
        }
        _ => stage_in(target, "", shown),
    }
}

/// Locks and stages in `base`, under a name that begins with `name`; `shown` is the folder in
/// messages.
pub(super) fn stage_in(
    base: &Path,
    name: &str,
    shown: &Path,
) -> Result<(Lock, PathBuf), StoreError> {
    let lock = Lock::acquire(&base.join(format!("{name}.lock")), shown)?;
    let staging = base.join(format!("{name}.staged"));
    let made = match fs::remove_dir_all(&staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir(&staging),
    };
    made.map_err(|source| StoreError::Create {
        path: shown.to_owned(),
        source,
    })?;
    Ok((lock, staging))
}

#[cfg(unix)]
fn is_one_file_system(parent: &Path, target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (fs::metadata(parent), fs::metadata(target)) {
        (Ok(parent), Ok(target)) => parent.dev() == target.dev(),
        _ => true,
    }
}

#[cfg(not(unix))]
fn is_one_file_system(_: &Path, _: &Path) -> bool {
    true
}

/// Makes a folder and those above it; gives those that were made, outermost first.
pub(super) fn make_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = folder.ancestors().take_while(|path| !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    match fs::create_dir_all(folder) {
        Ok(()) => Ok(missing),
        Err(error) => {
            remove_folders(&missing);
            Err(error)
        }
    }
}

/// Removes folders, innermost first, as far as nothing else stands in them.
pub(super) fn remove_folders(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Makes the moves in a folder last. Where the system cannot, the files themselves still are safe.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
