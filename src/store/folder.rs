//! A folder of outputs, whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use super::identity::Hashing;
use super::lock::Lock;
use super::place::{make_folders, remove_folders, stage_beside, stage_in, sync_folder};
use super::swap::{files_below, swap};
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

    /// Where the files that are kept stand until [`StagedFolder::commit`], to read them back.
    pub fn staged(&self) -> &Path {
        &self.staging
    }

    /// The files that are kept so far, in the order of their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
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

    /// Puts the files in their place and gives the manifest as written: with its list of outputs.
    /// Where the folder already held an output of this tool, files of it that are not part of this
    /// one are removed, unless this one was made from them; other files stay. A folder without other
    /// files is replaced in one step, where the system has one; else files are moved one by one, the
    /// manifest last.
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
        sync_folder(&self.staging);
        if self.target.exists() {
            self.replace(&manifest.inputs)?;
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

    /// Puts the staged files in the place of what stands in the target.
    fn replace(&self, inputs: &[FileIdentity]) -> Result<(), StoreError> {
        let earlier = Manifest::read(&self.target).ok();
        let replaced: Vec<&FileIdentity> = earlier
            .iter()
            .flat_map(|manifest| &manifest.outputs)
            .filter(|output| !inputs.iter().any(|input| input.sha256 == output.sha256))
            .collect();
        if self
            .others(&self.target, &replaced)
            .is_some_and(|others| others.is_empty())
            && swap(&self.staging, &self.target).is_ok()
        {
            // What somebody put there meanwhile goes back to its place.
            for name in self.others(&self.staging, &replaced).into_iter().flatten() {
                let _ = fs::rename(self.staging.join(&name), self.target.join(&name));
            }
            return Ok(());
        }
        self.move_files(&replaced)
    }

    /// The files below a folder that are neither to be replaced nor unchanged ones of an earlier
    /// output; `None` where there is more than files.
    fn others(&self, folder: &Path, replaced: &[&FileIdentity]) -> Option<Vec<String>> {
        let mut files = files_below(folder).ok()??;
        files.retain(|name| {
            let is_new = name == MANIFEST_NAME || self.files.contains_key(name);
            let is_old = |output: &&FileIdentity| {
                output.path == *name && is_unchanged(&folder.join(name), output)
            };
            !is_new && !replaced.iter().any(is_old)
        });
        Some(files)
    }

    fn move_files(&self, replaced: &[&FileIdentity]) -> Result<(), StoreError> {
        match fs::remove_file(self.target.join(MANIFEST_NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(self.publish_failure(MANIFEST_NAME, error));
            }
            _ => {}
        }
        for name in self.files.keys() {
            self.move_file(name)?;
        }
        for output in replaced {
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
        if is_inside && is_unchanged(&path, output) {
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

/// Whether a file has the bytes that it was written with.
fn is_unchanged(path: &Path, output: &FileIdentity) -> bool {
    super::identify_file(path).is_ok_and(|found| found.sha256 == output.sha256)
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
#[path = "folder_tests.rs"]
mod tests;
