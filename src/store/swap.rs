//! A whole folder put in the place of an earlier one, in one step.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Exchanges two folders of one file system: whoever looks at `target` finds the one or the other,
/// never a mixture and never nothing. The new folder gets the rights of the old one.
///
/// # Errors
/// Where the system has no such step (it needs Linux or macOS, and a file system that knows it), or
/// where the two folders have different owners; nothing has changed then.
pub(super) fn swap(staging: &Path, target: &Path) -> io::Result<()> {
    let metadata = fs::metadata(target)?;
    if !is_same_owner(staging, &metadata)? {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::set_permissions(staging, metadata.permissions())?;
    exchange(staging, target)
}

/// The files below a folder by their paths in it, with `/`, and whether there is anything else:
/// links, or folders without a file.
pub(super) fn files_below(folder: &Path) -> io::Result<Option<Vec<String>>> {
    let mut files = Vec::new();
    let mut folders = vec![(PathBuf::from(folder), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        let mut is_empty = true;
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            is_empty = false;
            let Some(name) = entry
                .file_name()
                .to_str()
                .map(|name| format!("{prefix}{name}"))
            else {
                return Ok(None);
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if kind.is_file() {
                files.push(name);
            } else {
                return Ok(None);
            }
        }
        if is_empty {
            return Ok(None);
        }
    }
    files.sort_unstable();
    Ok(Some(files))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(staging: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(
        CWD,
        staging,
        CWD,
        target,
        RenameFlags::EXCHANGE,
    )?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn is_same_owner(staging: &Path, target: &fs::Metadata) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let staging = fs::metadata(staging)?;
    Ok((staging.uid(), staging.gid()) == (target.uid(), target.gid()))
}

#[cfg(not(unix))]
fn is_same_owner(_: &Path, _: &fs::Metadata) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_listed_by_their_paths_and_anything_else_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("figures")).unwrap();
        fs::write(folder.path().join("figures/x.svg"), "").unwrap();
        fs::write(folder.path().join("y.csv"), "").unwrap();
        let found = files_below(folder.path()).unwrap();
        assert_eq!(found.unwrap(), ["figures/x.svg", "y.csv"]);
        fs::create_dir(folder.path().join("empty")).unwrap();
        assert!(files_below(folder.path()).unwrap().is_none());
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn folders_change_places_with_their_rights() {
        use std::os::unix::fs::PermissionsExt as _;
        let parent = tempfile::tempdir().unwrap();
        let [old, new] = ["old", "new"].map(|name| parent.path().join(name));
        for folder in [&old, &new] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("x"), folder.display().to_string()).unwrap();
        }
        fs::set_permissions(&old, fs::Permissions::from_mode(0o750)).unwrap();
        swap(&new, &old).unwrap();
        let text = fs::read_to_string(old.join("x")).unwrap();
        assert_eq!(text, new.display().to_string());
        let mode = fs::metadata(&old).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o750);
    }
}
