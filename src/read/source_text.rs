//! The decoded text of one document.

use std::fmt;

use memchr::memchr_iter;

use super::{HEADERS_AND_FOOTERS, Layout, ReadError, decode};
use crate::corpus::{Document, DocumentKind, PartialDate};
use crate::store::sha256_hex;

/// The decoded text of one document, with what is known about the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// What is known about the document.
    pub document: Document,
    /// The text, as decoded; all spans are byte offsets in it.
    pub text: String,
    /// What the format tells about the text.
    pub layout: Layout,
    /// Size of the file in bytes.
    pub n_bytes: u64,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// What was mended while decoding, for the user to know.
    pub notices: Vec<Notice>,
    /// Offsets behind the line breaks of the text, where its lines are those of the file.
    line_starts: Vec<usize>,
    /// The line of the file on which the text begins, from 1.
    first_line: usize,
}

/// What the bytes of a file are known by.
pub(super) struct FileHash {
    n_bytes: u64,
    sha256: String,
}

impl FileHash {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self {
            n_bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

/// Something that was mended or left aside while a file was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What, as a short phrase of a fixed list: `encoded twice`.
    pub reason: &'static str,
    /// How much and what was done.
    pub detail: String,
}

impl Notice {
    /// Whether the text was mended; else it only lacks something.
    pub fn is_mending(&self) -> bool {
        !self.is_loss() && ![HEADERS_AND_FOOTERS, "date not read"].contains(&self.reason)
    }

    /// Whether words of the document are lost: pages or letters that cannot be read.
    pub fn is_loss(&self) -> bool {
        const LOSSES: [&str; 3] = [
            "pages without text layer",
            "damaged pages",
            "unmapped letters",
        ];
        LOSSES.contains(&self.reason)
    }

    /// The notice as it stands in tables: `mended: encoded twice`.
    pub fn label(&self) -> String {
        if self.is_mending() {
            format!("mended: {}", self.reason)
        } else {
            self.reason.to_owned()
        }
    }
}

/// What a file tells about its document beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// What it is.
    pub kind: Option<DocumentKind>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// `Tweede Kamer`, `Eerste Kamer` or empty.
    pub chamber: String,
    /// Number of the dossier and the paper, or empty.
    pub dossier: String,
    /// The title, or empty.
    pub title: String,
}

impl Facts {
    /// Fills in what is not known about a document.
    pub(super) fn complete(self, document: &mut Document) {
        document.kind = document.kind.take().or(self.kind);
        document.date = document.date.or(self.date);
        for (known, found) in [
            (&mut document.chamber, self.chamber),
            (&mut document.dossier, self.dossier),
            (&mut document.title, self.title),
        ] {
            if known.is_empty() {
                *known = found;
            }
        }
    }
}

/// A place in a file for a human reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A line of the file, from 1.
    Line(usize),
    /// A page, from 1.
    Page(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Page(page) => write!(f, "page {page}"),
        }
    }
}

impl SourceText {
    /// A text read from the bytes of a file.
    pub fn new(document: Document, text: String, layout: Layout, bytes: &[u8]) -> Self {
        Self::of_file(document, text, layout, FileHash::of(bytes))
    }

    /// The same where the bytes themselves are gone.
    pub(super) fn of_file(
        document: Document,
        text: String,
        layout: Layout,
        hash: FileHash,
    ) -> Self {
        let line_starts = match layout {
            Layout::Lines => memchr_iter(b'\n', text.as_bytes())
                .map(|at| at + 1)
                .collect(),
            Layout::Pages(_) | Layout::Parts(_) => Vec::new(),
        };
        Self {
            document,
            text,
            layout,
            n_bytes: hash.n_bytes,
            sha256: hash.sha256,
            notices: Vec::new(),
            line_starts,
            first_line: 1,
        }
    }

    /// The same text, that begins on a line of its file; its line breaks are those of the file,
    /// or stand for none there.
    #[must_use]
    pub(super) fn at_line(mut self, line: usize, has_own_lines: bool) -> Self {
        self.first_line = line;
        if !has_own_lines {
            self.line_starts.clear();
        }
        self
    }

    /// Forgets the text and its layout; what is known about the document stays.
    pub(crate) fn drop_text(&mut self) {
        self.text = String::new();
        self.layout = Layout::Lines;
        self.line_starts = Vec::new();
    }

    /// Decodes the bytes of a document in plain text.
    ///
    /// # Errors
    /// Where the bytes are no text; the message says what they look like.
    pub fn from_bytes(document: Document, bytes: &[u8]) -> Result<Self, ReadError> {
        let decoded = decode(bytes, &document.file)?;
        let text = decoded.text.into_owned();
        let mut source = Self::new(document, text, Layout::Lines, bytes);
        source.notices = decoded.notices;
        Ok(source)
    }

    /// Where a byte of the text stands for a human reader.
    pub fn place_of(&self, byte: usize) -> Place {
        match &self.layout {
            Layout::Lines => Place::Line(
                self.first_line + self.line_starts.partition_point(|&start| start <= byte),
            ),
            Layout::Pages(pages) => {
                Place::Page(pages.starts.partition_point(|&start| start <= byte).max(1))
            }
            Layout::Parts(parts) => {
                let behind = parts.parts.partition_point(|part| part.span.start <= byte);
                let part = parts.parts.get(behind.saturating_sub(1));
                Place::Line(part.map_or(1, |part| part.line))
            }
        }
    }
}
