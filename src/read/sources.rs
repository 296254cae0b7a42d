//! Files, folders and standard input: what there is to read.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{ReadError, SourceText};
use crate::corpus::{Document, DocumentId, read_documents};

/// The table of a corpus folder that tells what its files are.
pub const DOCUMENTS_FILE: &str = "documents.csv";

/// A source that was found: read, or left out with the reason.
#[derive(Debug)]
pub enum Source {
    /// A document with its text.
    Read(SourceText),
    /// A file that is no document, or cannot be read as one.
    Skipped {
        /// The file, as found.
        file: String,
        /// Why, as one word or two.
        reason: &'static str,
        /// What was found.
        detail: String,
    },
}

/// Reads files, folders and `-` (standard input), in the order given, files of a folder by name.
///
/// A folder's `documents.csv` tells id, kind, date and title of its files; a file that it does not
/// list gets its id from its name. A file in a folder that is no text is [`Source::Skipped`]; a
/// file that was named itself is an error.
///
/// # Errors
/// Where a named file or folder cannot be read or is no text, `documents.csv` is faulty or lists a
/// file that is not there, or two documents have the same id.
pub fn read_sources(paths: &[PathBuf]) -> Result<Vec<Source>, ReadError> {
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(Source::Read(read_standard_input()?));
        } else if path.is_dir() {
            read_folder(path, &mut sources)?;
        } else {
            let document = unlisted(path, &name_of(path));
            let bytes = fs::read(path).map_err(|source| open_error(path, source))?;
            sources.push(Source::Read(SourceText::from_bytes(document, &bytes)?));
        }
    }
    check_ids(&sources)?;
    Ok(sources)
}

fn read_standard_input() -> Result<SourceText, ReadError> {
    let path = Path::new("-");
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|source| open_error(path, source))?;
    SourceText::from_bytes(
        unlisted(Path::new("standard-input"), "standard input"),
        &bytes,
    )
}

fn read_folder(folder: &Path, sources: &mut Vec<Source>) -> Result<(), ReadError> {
    let listed = list_documents(folder)?;
    let names = file_names(folder)?;
    let n_before = sources.len();
    for name in names.iter().filter(|name| *name != DOCUMENTS_FILE) {
        let path = folder.join(name);
        let known = listed.iter().find(|document| document.file == *name);
        if known.is_none() && !has_text_extension(&path) {
            sources.push(Source::Skipped {
                file: name.clone(),
                reason: "format",
                detail: "only plain text (.txt) is read".to_owned(),
            });
            continue;
        }
        let document = known.cloned().unwrap_or_else(|| unlisted(&path, name));
        let bytes = fs::read(&path).map_err(|source| open_error(&path, source))?;
        sources.push(match SourceText::from_bytes(document, &bytes) {
            Ok(source) => Source::Read(source),
            Err(error) => Source::Skipped {
                file: name.clone(),
                reason: error.reason(),
                detail: error.to_string(),
            },
        });
    }
    let is_read = |source: &Source| matches!(source, Source::Read(_));
    if sources[n_before..].iter().any(is_read) {
        Ok(())
    } else {
        Err(ReadError::NoDocument {
            path: folder.display().to_string(),
        })
    }
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

/// The names of the files in a folder, sorted; hidden files left out.
fn file_names(folder: &Path) -> Result<Vec<String>, ReadError> {
    let entries = fs::read_dir(folder).map_err(|source| open_error(folder, source))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| open_error(folder, source))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn has_text_extension(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// A document of which only the file is known.
fn unlisted(path: &Path, file: &str) -> Document {
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

/// Two documents with one id cannot be told apart.
fn check_ids(sources: &[Source]) -> Result<(), ReadError> {
    let mut files = std::collections::BTreeMap::new();
    for source in sources {
        if let Source::Read(text) = source
            && let Some(first) = files.insert(&text.document.id, &text.document.file)
        {
            return Err(ReadError::SameId {
                id: text.document.id.to_string(),
                first: first.clone(),
                second: text.document.file.clone(),
            });
        }
    }
    Ok(())
}
