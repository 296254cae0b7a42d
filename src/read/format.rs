//! Which format a file has, by its content, and the reader that reads it.

use super::corpus_root::CorpusRoots;
use super::sitting::date_of_sitting;
use super::sources::{Source, SourceFile};
use super::xml::{self, XmlKind};
use super::{Layout, ReadError, SourceText, decode};
use crate::corpus::{Document, DocumentKind};

/// How files are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {}

/// Reads files one after another; keeps what several files of a corpus share.
#[derive(Debug, Default)]
pub struct Reader {
    options: ReadOptions,
    roots: CorpusRoots,
}

impl Reader {
    /// A reader.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            options,
            roots: CorpusRoots::default(),
        }
    }

    /// How files are read.
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// The documents of a file: one, or as many as a table has rows.
    ///
    /// # Errors
    /// Where the file cannot be opened, or was named itself and cannot be read; a file found in a
    /// folder is [`Source::Skipped`] instead.
    pub fn read(&mut self, file: &SourceFile) -> Result<Vec<Source>, ReadError> {
        let bytes = file.bytes()?;
        match self.documents(file, &bytes) {
            Ok(sources) => Ok(sources),
            Err(error) if file.is_named => Err(error),
            Err(error) => Ok(vec![Source::Skipped {
                file: file.name.clone(),
                reason: error.reason(),
                detail: error.to_string(),
            }]),
        }
    }

    fn documents(&mut self, file: &SourceFile, bytes: &[u8]) -> Result<Vec<Source>, ReadError> {
        let document = file.document.clone();
        if looks_like_xml(bytes) {
            return self.xml(file, document, bytes).map(|source| vec![source]);
        }
        SourceText::from_bytes(document, bytes).map(|text| vec![Source::Read(text)])
    }

    fn xml(
        &mut self,
        file: &SourceFile,
        mut document: Document,
        bytes: &[u8],
    ) -> Result<Source, ReadError> {
        let text = decode(bytes, &file.name)?;
        let text = text.trim_start();
        let kind = xml::kind_of(text, &file.name)?;
        let persons = match kind {
            XmlKind::TeiCorpus => {
                return Ok(Source::Register {
                    file: file.name.clone(),
                });
            }
            XmlKind::Tei => self.roots.persons_for(&file.path),
            XmlKind::Official | XmlKind::Vlos => None,
        };
        let read = xml::read_xml(text, kind, persons, &file.name)?;
        if read.text.is_empty() {
            return Err(ReadError::Empty {
                path: file.name.clone(),
            });
        }
        let mut facts = read.facts;
        if facts.kind == Some(DocumentKind::Debat) && document.date.is_none() {
            facts.date = facts.date.or_else(|| date_of_sitting(&file.path));
        }
        facts.complete(&mut document);
        let layout = Layout::Parts(read.parts);
        let source = SourceText::new(document, read.text, layout, bytes);
        Ok(Source::Read(source))
    }
}

/// Whether a file begins as XML does; marks of the encoding and damage in front of it set aside.
fn looks_like_xml(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..256.min(bytes.len())).unwrap_or_default());
    let start = head.find('<').filter(|&at| at < 16).map(|at| &head[at..]);
    start.is_some_and(|start| {
        let is_page = ["<!doctype html", "<html"]
            .iter()
            .any(|page| start.to_lowercase().starts_with(page));
        let names = start.get(1..2).unwrap_or_default();
        !is_page && (names.starts_with(['?', '!']) || names.starts_with(char::is_alphabetic))
    })
}
