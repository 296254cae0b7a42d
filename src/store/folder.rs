//! A folder of outputs, whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use super::identity::Hashing;
use super::lock::Lock;
use super::place::{make_folders, remove_folders, stage_beside, stage_in, sync_folder};
use super::{FileIdentity, MANIFEST_NAME, Manifest, StoreError};

/// An output folder under way: hidden and locked until [`StagedFolder::commit`], gone if dropped
/// before.
pub struct StagedFolder {
    target: PathBuf,
    staging: PathBuf,
    files: BTreeMap<String, FileIdentity>,
    /// Folders above the target that did not exist.
    made: Vec<PathBuf>,
    is_committed: bool,
    lock: Option<Lock>,
}

/// A file under way in a [`StagedFolder`]; [`StagedFolder::keep`] makes it part of the output.
pub struct StagedOutput {
    name: String,
    path: PathBuf,
    output: BufWriter<Hashing<File>>,
}

impl StagedFolder {
    /// Starts an output that will stand at `target`, beside which it is staged. Where nothing can
    /// be made there, as beside a mounted folder, it is staged inside `target`. What a killed run
    /// left staged is removed.
    ///
    /// # Errors
    /// [`StoreError::NotAFolder`], [`StoreError::Locked`], [`StoreError::Lock`],
    /// [`StoreError::Create`].
    pub fn create(target: &Path) -> Result<Self, StoreError> {
        if target.exists() && !target.is_dir() {
            let path = target.to_owned();
            return Err(StoreError::NotAFolder { path });
        }
        let failure = |source| StoreError::Create {
            path: target.to_owned(),
            source,
        };
        let absolute = fs::canonicalize(target).or_else(|_| std::path::absolute(target));
        let absolute = absolute.map_err(failure)?;
        let made = match absolute.parent() {
            Some(parent) => make_folders(parent).map_err(failure)?,
            None => Vec::new(),
        };
        let staged = stage_beside(&absolute, target).or_else(|error| {
            if absolute.is_dir() && !matches!(error, StoreError::Locked { .. }) {
                stage_in(&absolute, "", target)
            } else {
                Err(error)
            }
        });
        if staged.is_err() {
            remove_folders(&made);
        }
        let (lock, staging) = staged?;
        Ok(Self {
            target: absolute,
            staging,
            files: BTreeMap::new(),
            made,
            is_committed: false,
            lock: Some(lock),
        })
    }

    /// Starts a file; `name` is its path relative to the folder, with `/`.
    ///
    /// # Errors
    /// [`StoreError::OutputName`], [`StoreError::Create`].
    pub fn start(&self, name: &str) -> Result<StagedOutput, StoreError> {
        let is_inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || name == MANIFEST_NAME || !is_inside {
            let name = name.to_owned();
            return Err(StoreError::OutputName { name });
        }
        self.start_any(name)
    }

    /// Makes a whole file part of the output, and tells its size and hash.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn keep(&mut self, output: StagedOutput) -> Result<FileIdentity, StoreError> {
        let identity = output.finish()?;
        self.files.insert(identity.path.clone(), identity.clone());
        Ok(identity)
    }

    /// Writes a file of these bytes.
    ///
    /// # Errors
    /// As [`StagedFolder::start`] and [`StagedFolder::keep`].
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<FileIdentity, StoreError> {
        let mut output = self.start(name)?;
        let written = output.write_all(bytes);
        written.map_err(|source| output.failure(source))?;
        self.keep(output)
    }

    /// Puts the files in their place, the manifest last, and gives the manifest as written: with
    /// its list of outputs. Where the folder already held an output of this tool, files of it that
    /// are not part of this one are removed; other files stay.
    ///
    /// # Errors
    /// [`StoreError::Write`], [`StoreError::Publish`].
    pub fn commit(mut self, mut manifest: Manifest) -> Result<Manifest, StoreError> {
        manifest.outputs = self.files.values().cloned().collect();
        let bytes = manifest.to_json().map_err(|source| StoreError::Manifest {
            path: self.target.join(MANIFEST_NAME),
            source,
        })?;
        let mut output = self.start_any(MANIFEST_NAME)?;
        let written = output.write_all(&bytes);
        written.map_err(|source| output.failure(source))?;
        output.finish()?;
        if self.target.exists() {
            self.move_files()?;
        } else {
            let moved = fs::rename(&self.staging, &self.target);
            moved.map_err(|source| self.publish_failure(MANIFEST_NAME, source))?;
        }
        sync_folder(&self.target);
        if let Some(parent) = self.target.parent() {
            sync_folder(parent);
        }
        self.is_committed = true;
        Ok(manifest)
    }

    fn start_any(&self, name: &str) -> Result<StagedOutput, StoreError> {
        let staged = self.staging.join(name);
        let path = self.target.join(name);
        let made = match staged.parent() {
            Some(parent) => fs::create_dir_all(parent),
            None => Ok(()),
        };
        match made.and_then(|()| File::create(&staged)) {
            Ok(file) => Ok(StagedOutput {
                name: name.to_owned(),
                path,
                output: BufWriter::with_capacity(64 * 1024, Hashing::new(file)),
            }),
            Err(source) => Err(StoreError::Create { path, source }),
        }
    }

    fn move_files(&self) -> Result<(), StoreError> {
        let earlier = Manifest::read(&self.target).ok();
        match fs::remove_file(self.target.join(MANIFEST_NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(self.publish_failure(MANIFEST_NAME, error));
            }
            _ => {}
        }
        for name in self.files.keys() {
            self.move_file(name)?;
        }
        for output in earlier.iter().flat_map(|manifest| &manifest.outputs) {
            if !self.files.contains_key(&output.path) {
                self.remove_earlier(output);
            }
        }
        sync_folder(&self.target);
        self.move_file(MANIFEST_NAME)
    }

    fn move_file(&self, name: &str) -> Result<(), StoreError> {
        let place = self.target.join(name);
        let made = match place.parent() {
            Some(parent) => fs::create_dir_all(parent),
            None => Ok(()),
        };
        made.and_then(|()| fs::rename(self.staging.join(name), &place))
            .map_err(|source| self.publish_failure(name, source))
    }

    /// Removes a file of an earlier output, unless it was changed since or its name leads elsewhere.
    fn remove_earlier(&self, output: &FileIdentity) {
        let is_inside = Path::new(&output.path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let path = self.target.join(&output.path);
        let found = super::identify_file(&path);
        if is_inside && found.is_ok_and(|found| found.sha256 == output.sha256) {
            let _ = fs::remove_file(path);
        }
    }

    fn publish_failure(&self, name: &str, source: io::Error) -> StoreError {
        StoreError::Publish {
            folder: self.target.clone(),
            name: name.to_owned(),
            source,
        }
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
        drop(self.lock.take());
        if !self.is_committed {
            remove_folders(&self.made);
        }
    }
}

impl StagedOutput {
    /// The file's name in messages: where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn finish(mut self) -> Result<FileIdentity, StoreError> {
        let flushed = self.output.flush();
        let synced = flushed.and_then(|()| self.output.get_ref().output().sync_all());
        synced.map_err(|source| self.failure(source))?;
        match self.output.into_inner() {
            Ok(hashing) => Ok(hashing.identity(&self.name)),
            Err(error) => Err(StoreError::Write {
                path: self.path,
                source: error.into_error(),
            }),
        }
    }

    fn failure(&self, source: io::Error) -> StoreError {
        StoreError::Write {
            path: self.path.clone(),
            source,
        }
    }
}

impl Write for StagedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(folder: &Path) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                if path.is_dir() {
                    files.insert(format!("{name}/"), String::new());
                    folders.push(path);
                } else {
                    files.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        files
    }

    fn names(folder: &Path) -> Vec<String> {
        tree(folder).into_keys().collect()
    }

    fn publish(target: &Path, files: &[(&str, &str)]) -> Manifest {
        let mut folder = StagedFolder::create(target).unwrap();
        for (name, text) in files {
            folder.write(name, text.as_bytes()).unwrap();
        }
        folder.commit(Manifest::new("run")).unwrap()
    }

    #[test]
    fn an_output_appears_whole_with_its_manifest() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("a/b/out");
        let mut folder = StagedFolder::create(&target).unwrap();
        folder.write("x.csv", b"id\n").unwrap();
        folder.write("figures/y.svg", b"<svg/>").unwrap();
        assert!(!target.exists(), "nothing before it is whole");
        let manifest = folder.commit(Manifest::new("run")).unwrap();
        let expected = ["figures/", "figures/y.svg", "manifest.json", "x.csv"];
        assert_eq!(names(&target), expected);
        assert_eq!(names(&parent.path().join("a/b")).len(), 1 + expected.len());
        assert_eq!(Manifest::read(&target).unwrap(), manifest);
        // SHA-256 of "id" and a line feed, by sha256sum.
        assert_eq!(
            manifest.outputs[1].sha256,
            "984a644ec3b56d32b0404777e1eb73390c4b0742a6a0e183f07861056b6746de"
        );
    }

    #[test]
    fn a_dropped_output_leaves_nothing_not_even_its_parents() {
        let parent = tempfile::tempdir().unwrap();
        let mut folder = StagedFolder::create(&parent.path().join("a/out")).unwrap();
        folder.write("x.csv", b"id\n").unwrap();
        drop(folder);
        assert!(names(parent.path()).is_empty());
    }

    #[test]
    fn an_old_output_stays_until_the_new_one_is_whole() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        publish(&target, &[("x.csv", "old"), ("gone.csv", "old")]);
        fs::write(target.join("notes.md"), "mine").unwrap();
        let before = tree(&target);

        let mut folder = StagedFolder::create(&target).unwrap();
        folder.write("x.csv", b"new").unwrap();
        assert_eq!(tree(&target), before);
        drop(folder);
        assert_eq!(tree(&target), before);

        publish(&target, &[("x.csv", "new")]);
        assert_eq!(names(&target), ["manifest.json", "notes.md", "x.csv"]);
        assert_eq!(fs::read_to_string(target.join("x.csv")).unwrap(), "new");
    }

    #[test]
    fn a_file_of_an_old_output_that_was_changed_by_hand_stays() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        publish(&target, &[("coded.csv", "old")]);
        fs::write(target.join("coded.csv"), "hours of work").unwrap();
        publish(&target, &[("x.csv", "new")]);
        assert_eq!(names(&target), ["coded.csv", "manifest.json", "x.csv"]);
    }

    #[test]
    fn two_runs_do_not_mix() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        let first = StagedFolder::create(&target).unwrap();
        let second = StagedFolder::create(&target).map(|_| ()).unwrap_err();
        let expected = format!(
            "{}: another run is writing into this folder",
            target.display()
        );
        assert_eq!(second.to_string(), expected);
        assert_eq!(
            second.help().as_deref(),
            Some("wait until it is done, stop it, or write into another folder")
        );
        drop(first);
        assert!(StagedFolder::create(&target).is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        fs::create_dir(parent.path().join(".out.staged")).unwrap();
        fs::write(parent.path().join(".out.staged/half.csv"), "half").unwrap();
        fs::write(parent.path().join(".out.lock"), "").unwrap();
        publish(&target, &[("x.csv", "new")]);
        assert_eq!(
            names(parent.path()),
            ["out/", "out/manifest.json", "out/x.csv"]
        );
    }

    #[test]
    fn a_file_in_the_way_is_told() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("out");
        fs::write(&file, "").unwrap();
        let error = StagedFolder::create(&file).map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::NotAFolder { .. }));
        let below = StagedFolder::create(&file.join("deep/er"))
            .map(|_| ())
            .unwrap_err();
        assert!(below.to_string().ends_with("deep/er: cannot be made"));
        assert!(below.help().is_some());
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        let parent = tempfile::tempdir().unwrap();
        let folder = StagedFolder::create(&parent.path().join("out")).unwrap();
        for name in ["", "../x.csv", "/x.csv", "a/../../x.csv", "manifest.json"] {
            let error = folder.start(name).map(|_| ()).unwrap_err();
            assert!(matches!(error, StoreError::OutputName { .. }), "{name}");
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_leaves_the_output_without_manifest() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        publish(&target, &[("a.csv", "old")]);
        fs::create_dir_all(target.join("x.csv/full")).unwrap();
        let mut folder = StagedFolder::create(&target).unwrap();
        folder.write("x.csv", b"new").unwrap();
        let error = folder.commit(Manifest::new("run")).unwrap_err();
        assert!(matches!(error, StoreError::Publish { .. }), "{error:?}");
        assert!(!target.join(MANIFEST_NAME).exists());
    }
}
