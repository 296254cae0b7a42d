//! The root of a TEI corpus, which holds the persons and parties of its sittings.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Persons, decode};

/// Bytes at the start of a file among which its root element stands.
const HEAD: usize = 4096;

/// The folder and the file name prefix of sittings.
type CorpusKey = (PathBuf, String);

/// The roots found so far, by the file name prefix and folder of the sittings.
#[derive(Debug, Default)]
pub(super) struct CorpusRoots {
    found: Mutex<BTreeMap<CorpusKey, Option<Arc<Persons>>>>,
}

impl CorpusRoots {
    /// The persons of the corpus that the sitting at `path` belongs to.
    ///
    /// The root stands in the folder of the sitting or the one above it. Its name is what stands
    /// before the first `_` of the sitting's (`ParlaMint-NL.xml`); else any file whose root element
    /// is `teiCorpus` is taken.
    /// Other threads wait while one looks for it, so that it is read once.
    pub(super) fn persons_for(&self, path: &Path) -> Option<Arc<Persons>> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_name()?.to_string_lossy();
        let prefix = name.split('_').next().unwrap_or_default().to_owned();
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found
            .entry((folder, prefix))
            .or_insert_with_key(|(folder, prefix)| find(folder, prefix).map(Arc::new))
            .clone()
    }
}

fn find(folder: &Path, prefix: &str) -> Option<Persons> {
    let folders = [Some(folder), folder.parent()];
    for folder in folders.into_iter().flatten() {
        let named = [".xml", ".ana.xml"].map(|ending| folder.join(format!("{prefix}{ending}")));
        let root = named
            .into_iter()
            .find(|path| is_root(path))
            .or_else(|| any_root(folder));
        if let Some(root) = root {
            return load(&root);
        }
    }
    None
}

/// The first file of a folder, by name, that is the root of a corpus; sittings have `_` in theirs.
fn any_root(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .filter(|path| !path.to_string_lossy().contains('_'))
        .collect();
    paths.sort();
    paths.into_iter().find(|path| is_root(path))
}

fn is_root(path: &Path) -> bool {
    let mut head = Vec::new();
    let Ok(file) = fs::File::open(path) else {
        return false;
    };
    let read = std::io::Read::read_to_end(&mut std::io::Read::take(file, HEAD as u64), &mut head);
    read.is_ok() && String::from_utf8_lossy(&head).contains("<teiCorpus")
}

/// Reads a root and the lists of persons and organisations that it includes from its folder.
fn load(root: &Path) -> Option<Persons> {
    let read = |path: &Path| -> Option<String> {
        let bytes = fs::read(path).ok()?;
        let text = decode(&bytes, &path.display().to_string()).ok()?;
        Some(text.text.into_owned())
    };
    let mut persons = Persons::read(&read(root)?, &root.display().to_string()).ok()?;
    let lists: Vec<String> = persons
        .includes
        .iter()
        .filter(|name| name.contains("listPerson") || name.contains("listOrg"))
        .filter(|name| !name.contains(['/', '\\', ':']))
        .cloned()
        .collect();
    for list in lists {
        let path = root.with_file_name(&list);
        if let Some(text) = read(&path) {
            persons.add(&text, &list).ok()?;
        }
    }
    Some(persons)
}
