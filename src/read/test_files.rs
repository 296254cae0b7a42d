//! Files for the tests of readers.

use std::path::Path;

use super::SourceFile;
use crate::corpus::{Document, DocumentId};

/// A file that was named itself, and of which nothing is known but its name.
pub(super) fn file_at(path: &Path) -> SourceFile {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let stem = path.file_stem().unwrap().to_str().unwrap();
    SourceFile {
        path: path.to_owned(),
        document: Document {
            id: DocumentId::from_file_stem(stem),
            file: name.clone(),
            kind: None,
            date: None,
            chamber: String::new(),
            dossier: String::new(),
            title: String::new(),
        },
        name,
        is_named: true,
    }
}
