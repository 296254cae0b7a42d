//! Files, folders and standard input: what there is to read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{ReadError, SourceText};
use crate::corpus::{Document, DocumentId, read_documents};
use crate::table::SteadyFile;

/// The table of a corpus folder that tells what its files are.
pub const DOCUMENTS_FILE: &str = "documents.csv";

/// What became of a file, or of a row of a table.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every source is a text; a box for each would gain nothing"
)]
pub enum Source {
    /// A document with its text.
    Read(SourceText),
    /// A file that tells about other documents and is none itself: the root of a TEI corpus.
    Register {
        /// The file, as found.
        file: String,
    },
    /// A file that is no document, or cannot be read as one.
    Skipped {
        /// The file, as found.
        file: String,
        /// Why, as one word or two.
        reason: &'static str,
        /// What was found.
        detail: String,
    },
    /// A row of a table that is no document.
    SkippedRow {
        /// The file, as found.
        file: String,
        /// The id that the row would have.
        document_id: DocumentId,
        /// Its line in the file, from 1.
        line: usize,
        /// Why, as one word or two.
        reason: &'static str,
        /// What was found.
        detail: String,
    },
}

impl Source {
    /// About how many bytes of memory it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        /// Of what is known beside the text.
        const FACTS: usize = 500;
        match self {
            Self::Read(source) => source.text.len() + FACTS,
            _ => FACTS,
        }
    }
}

/// The documents of a file, one after the other.
pub struct Sources(Remaining);

enum Remaining {
    One(Option<Box<Source>>),
    Rows(Box<dyn Iterator<Item = Result<Source, ReadError>> + Send>),
}

impl Sources {
    pub(super) fn one(source: Source) -> Self {
        Self(Remaining::One(Some(Box::new(source))))
    }

    /// The rows of a table, read as they are asked for.
    pub(crate) fn rows(
        rows: impl Iterator<Item = Result<Source, ReadError>> + Send + 'static,
    ) -> Self {
        Self(Remaining::Rows(Box::new(rows)))
    }

    /// Whether the file is a single document, and no table of them.
    pub fn is_one(&self) -> bool {
        matches!(self.0, Remaining::One(_))
    }
}

impl Iterator for Sources {
    type Item = Result<Source, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Remaining::One(source) => source.take().map(|source| Ok(*source)),
            Remaining::Rows(rows) => rows.next(),
        }
    }
}

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its name as given, or relative to the folder that was given.
    pub name: String,
    /// What `documents.csv` says about it, or what its name does.
    pub document: Document,
    /// Whether it was named itself, so that it must be readable.
    pub is_named: bool,
}

impl SourceFile {
    /// Its bytes.
    ///
    /// # Errors
    /// Where it cannot be opened or read.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        if self.path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            return read
                .map(|_| bytes)
                .map_err(|source| open_error(&self.path, source));
        }
        let failure = |source| open_error(&self.path, source);
        let mut file = SteadyFile::open(&self.path).map_err(failure)?;
        let n_bytes = file.n_bytes().and_then(|n| usize::try_from(n).ok());
        let mut bytes = Vec::with_capacity(n_bytes.unwrap_or_default());
        file.read_to_end(&mut bytes).map_err(failure)?;
        Ok(bytes)
    }
}

/// Finds files, folders with all that is below them, and `-` (standard input): in the order given,
/// files of a folder by name, folders in it behind them.
///
/// A folder's `documents.csv` tells id, kind, date and title of its files; a file that it does not
/// list gets its id from its name.
///
/// # Errors
/// Where a folder cannot be read or holds no file, or `documents.csv` is faulty or lists a file
/// that is not there.
pub fn find_sources(paths: &[PathBuf]) -> Result<Vec<SourceFile>, ReadError> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(SourceFile {
                path: path.clone(),
                name: "standard input".to_owned(),
                document: unlisted(Path::new("standard-input"), "standard input"),
                is_named: true,
            });
        } else if path.is_dir() {
            let n_before = files.len();
            find_in_folder(path, "", &mut files)?;
            tell_apart(&mut files[n_before..]);
            if files.len() == n_before {
                return Err(ReadError::NoDocument {
                    path: path.display().to_string(),
                });
            }
        } else {
            files.push(SourceFile {
                path: path.clone(),
                name: name_of(path),
                document: unlisted(path, &name_of(path)),
                is_named: true,
            });
        }
    }
    Ok(files)
}

/// Gives files of one name in several folders ids with the folder in front: `2022-brief`.
fn tell_apart(files: &mut [SourceFile]) {
    let mut counts: BTreeMap<DocumentId, usize> = BTreeMap::new();
    for file in files.iter() {
        *counts.entry(file.document.id.clone()).or_default() += 1;
    }
    for file in files {
        let is_shared = counts.get(&file.document.id).is_some_and(|&n| n > 1);
        let (folder, _) = file.name.rsplit_once('/').unwrap_or_default();
        // What a documents.csv lists keeps the id that stands there.
        let is_listed = file.document.file != file.name;
        if is_shared && !folder.is_empty() && !is_listed {
            let folder = folder.replace('/', "-");
            file.document.id =
                DocumentId::from_file_stem(&format!("{folder}-{}", file.document.id));
        }
    }
}

fn find_in_folder(
    folder: &Path,
    prefix: &str,
    files: &mut Vec<SourceFile>,
) -> Result<(), ReadError> {
    let listed = list_documents(folder)?;
    let entries = names_in(folder)?;
    for name in entries.files.iter().filter(|name| *name != DOCUMENTS_FILE) {
        let path = folder.join(name);
        let name = format!("{prefix}{name}");
        let known = listed
            .iter()
            .find(|document| folder.join(&document.file) == path);
        files.push(SourceFile {
            document: known.cloned().unwrap_or_else(|| unlisted(&path, &name)),
            path,
            name,
            is_named: false,
        });
    }
    for name in entries.folders {
        find_in_folder(&folder.join(&name), &format!("{prefix}{name}/"), files)?;
    }
    Ok(())
}

/// The documents that the folder's table lists; none where it has no table.
fn list_documents(folder: &Path) -> Result<Vec<Document>, ReadError> {
    let path = folder.join(DOCUMENTS_FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let place = path.display().to_string();
    let file = fs::File::open(&path).map_err(|source| open_error(&path, source))?;
    let documents = read_documents(file, &place)?;
    match documents
        .iter()
        .find(|document| !folder.join(&document.file).is_file())
    {
        Some(missing) => Err(ReadError::Missing {
            list: place,
            file: missing.file.clone(),
        }),
        None => Ok(documents),
    }
}

/// The names in a folder, sorted; hidden ones left out.
#[derive(Debug, Default)]
struct Names {
    files: Vec<String>,
    folders: Vec<String>,
}

fn names_in(folder: &Path) -> Result<Names, ReadError> {
    let entries = fs::read_dir(folder).map_err(|source| open_error(folder, source))?;
    let mut names = Names::default();
    for entry in entries {
        let entry = entry.map_err(|source| open_error(folder, source))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link to a folder could lead back to where the search came from.
        let kind = entry
            .file_type()
            .map_err(|source| open_error(folder, source))?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            names.folders.push(name);
        } else if entry.path().is_file() {
            names.files.push(name);
        }
    }
    names.files.sort();
    names.folders.sort();
    Ok(names)
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// A document of which only the file is known.
fn unlisted(path: &Path, file: &str) -> Document {
    let unpacked = path.extension().is_some_and(|ending| ending == "gz");
    let path = if unpacked {
        path.with_extension("")
    } else {
        path.to_owned()
    };
    let stem = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Document {
        id: DocumentId::from_file_stem(&stem),
        file: file.to_owned(),
        kind: None,
        date: None,
        chamber: String::new(),
        dossier: String::new(),
        title: String::new(),
    }
}

fn open_error(path: &Path, source: std::io::Error) -> ReadError {
    ReadError::Open {
        path: name_of(path),
        source,
    }
}
