//! One output file, whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::place::sync_folder;
use super::staging::Staging;

/// A file under way: hidden and locked beside its place until [`StagedFile::commit`], gone if
/// dropped before.
///
/// Its hidden name is always the same, so that a run finds what an earlier one that was killed left
/// there, and takes its place. Standard output, devices and pipes cannot be staged; they are written
/// as it comes.
pub struct StagedFile {
    sink: Sink,
    target: PathBuf,
    /// The place as it was given, for messages.
    shown: PathBuf,
}

enum Sink {
    Standard(BufWriter<Stdout>),
    Direct(BufWriter<File>),
    Staged(BufWriter<Staging>),
}

const BUFFER: usize = 64 * 1024;

impl StagedFile {
    /// Starts the file at `target`; `-` is standard output. Nothing stands there, or changes
    /// there, before [`StagedFile::commit`].
    ///
    /// # Errors
    /// [`StoreError::NotAFile`], [`StoreError::NoParent`], [`StoreError::Create`];
    /// [`StoreError::FileLocked`] where another run is writing the file.
    pub fn create(target: &Path) -> Result<Self, StoreError> {
        if target == Path::new("-") {
            return Ok(Self {
                sink: Sink::Standard(BufWriter::with_capacity(BUFFER, io::stdout())),
                target: PathBuf::new(),
                shown: PathBuf::from("standard output"),
            });
        }
        let failure = |source| StoreError::Create {
            path: target.to_owned(),
            source,
        };
        let sink = match fs::metadata(target) {
            Ok(metadata) if metadata.is_dir() => {
                let path = target.to_owned();
                return Err(StoreError::NotAFile { path });
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = OpenOptions::new()
                    .write(true)
                    .open(target)
                    .map_err(failure)?;
                Sink::Direct(BufWriter::with_capacity(BUFFER, file))
            }
            Ok(metadata) if metadata.permissions().readonly() => {
                return Err(failure(io::ErrorKind::PermissionDenied.into()));
            }
            _ => Sink::Staged(BufWriter::with_capacity(BUFFER, stage_beside(target)?)),
        };
        // A link keeps pointing to its file, which is replaced.
        let place = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        Ok(Self {
            sink,
            target: place,
            shown: target.to_owned(),
        })
    }

    /// Whether what is written can still be taken back; not so on standard output, a device or a
    /// pipe.
    pub fn is_staged(&self) -> bool {
        matches!(self.sink, Sink::Staged(_))
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Create`].
    pub fn commit(mut self) -> Result<(), StoreError> {
        let flushed = self.flush();
        let (target, shown) = (self.target, self.shown);
        let failure = |source| StoreError::Write {
            path: shown.clone(),
            source,
        };
        flushed.map_err(failure)?;
        let Sink::Staged(buffered) = self.sink else {
            return Ok(());
        };
        let staged = buffered
            .into_inner()
            .map_err(|error| failure(error.into_error()))?;
        staged.place(&target, &shown)?;
        sync_folder(folder_of(&target));
        Ok(())
    }
}

impl Write for StagedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Standard(output) => output.write(bytes),
            Sink::Direct(output) => output.write(bytes),
            Sink::Staged(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Standard(output) => output.flush(),
            Sink::Direct(output) => output.flush(),
            Sink::Staged(output) => output.flush(),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn stage_beside(target: &Path) -> Result<Staging, StoreError> {
    let place = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    let parent = folder_of(&place);
    if !parent.exists() {
        return Err(StoreError::NoParent {
            path: target.to_owned(),
            parent: parent.to_owned(),
        });
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    Staging::make(parent, &name, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_file_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::write(&target, "old").unwrap();
        let mut file = StagedFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn a_dropped_file_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = StagedFile::create(&folder.path().join("out.csv")).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_is_written_by_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let first = StagedFile::create(&target).unwrap();
        let refused = StagedFile::create(&target).map(|_| ()).unwrap_err();
        assert!(
            refused
                .to_string()
                .ends_with("out.csv: another run is writing this file")
        );
        first.commit().unwrap();
        StagedFile::create(&target).unwrap().commit().unwrap();
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn what_a_killed_run_left_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::write(folder.path().join(".out.csv.staged"), "half of it").unwrap();
        let mut file = StagedFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn a_place_that_cannot_be_locked_does_not_stop_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::create_dir(folder.path().join(".out.csv.staged")).unwrap();
        let mut file = StagedFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(names(folder.path()), [".out.csv.staged", "out.csv"]);
    }

    #[test]
    fn places_that_hold_no_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let taken = StagedFile::create(folder.path()).map(|_| ()).unwrap_err();
        assert!(
            taken
                .to_string()
                .ends_with("found a folder; expected a file, or nothing")
        );
        let missing = folder.path().join("geen").join("out.csv");
        let missing = StagedFile::create(&missing).map(|_| ()).unwrap_err();
        assert!(matches!(missing, StoreError::NoParent { .. }));
        assert!(
            missing
                .help()
                .unwrap_or_default()
                .starts_with("make it first: mkdir -p")
        );
    }

    #[test]
    fn a_file_protected_against_writing_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::write(&target, "old").unwrap();
        let mut rights = fs::metadata(&target).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&target, rights).unwrap();
        let error = StagedFile::create(&target).map(|_| ()).unwrap_err();
        assert!(error.to_string().ends_with("out.csv: cannot be made"));
        assert_eq!(
            error.help().as_deref(),
            Some("choose a place where you may write")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing_to_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut staged = StagedFile::create(&link).unwrap();
        staged.write_all(b"new").unwrap();
        staged.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_has_the_rights_of_a_file_made_directly() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (direct, staged) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&direct, "").unwrap();
        StagedFile::create(&staged).unwrap().commit().unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(staged), mode(direct));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told() {
        let mut file = StagedFile::create(Path::new("/dev/full")).unwrap();
        file.write_all(b"x").unwrap();
        let error = file.commit().unwrap_err();
        assert_eq!(error.to_string(), "/dev/full: writing failed");
        assert!(error.help().unwrap_or_default().starts_with("make room"));
        assert!(!error.is_broken_pipe());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_nobody_reads_is_no_failure() {
        let error = StoreError::Write {
            path: PathBuf::from("-"),
            source: io::ErrorKind::BrokenPipe.into(),
        };
        assert!(error.is_broken_pipe());
    }
}
