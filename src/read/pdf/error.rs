//! What can go wrong while reading a PDF.
//!
//! The variants hold numbers and words, no other errors: they travel from the process that reads
//! to the one that asked.

use serde::{Deserialize, Serialize};

/// A PDF whose text cannot be had, or not with certainty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PdfError {
    /// The bytes do not begin as a PDF does.
    #[error("the file is no PDF: `%PDF-` is not among its first {searched} bytes")]
    NotPdf {
        /// How many bytes were looked at.
        searched: usize,
    },
    /// The file ends before its last object.
    #[error(
        "the PDF breaks off: its end mark is missing after {n_bytes} bytes; {found} of {expected} pages are there"
    )]
    Truncated {
        /// Size of the file.
        n_bytes: usize,
        /// Pages that can be reached.
        found: usize,
        /// Pages that the file says it has; 0 where it does not say.
        expected: usize,
    },
    /// The file cannot be taken apart.
    #[error("the PDF is damaged: {detail}")]
    Damaged {
        /// What the parser says.
        detail: String,
    },
    /// The file asks for a password, or is encrypted in a way that is not known.
    #[error("the PDF is encrypted: {detail}")]
    Encrypted {
        /// What stands in the way.
        detail: String,
    },
    /// No page shows letters.
    #[error("the PDF has no text layer: {pages} pages, {images} images, no letters")]
    NoTextLayer {
        /// Pages of the document.
        pages: usize,
        /// Images on them.
        images: usize,
    },
    /// The file says it has more pages than one document has.
    #[error("the PDF has {found} pages; at most {limit} are read")]
    TooManyPages {
        /// Pages of the document.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// One page draws more than a page can show.
    #[error("page {page} of the PDF draws more than {limit} things")]
    TooMuchOnPage {
        /// The page, from 1.
        page: usize,
        /// Drawing operations allowed per page.
        limit: usize,
    },
    /// For too many letters the file does not say which they are.
    #[error(
        "the PDF does not say which letters it shows: {unmapped} of {letters} have no character"
    )]
    Unmapped {
        /// Letters without a character.
        unmapped: usize,
        /// All letters.
        letters: usize,
    },
    /// Reading took too long.
    #[error("reading the PDF took longer than {seconds} seconds")]
    TimeLimit {
        /// The limit.
        seconds: u64,
    },
    /// Reading took too much memory.
    #[error("reading the PDF took more than {megabytes} MB of memory")]
    MemoryLimit {
        /// The limit.
        megabytes: u64,
    },
    /// The reading process ended without an answer.
    #[error("the process that reads the PDF ended without an answer: {detail}")]
    Crashed {
        /// How it ended, with the first line it wrote.
        detail: String,
    },
    /// The reading process could not be started.
    #[error("the process that reads the PDF cannot be started: {detail}")]
    NotStarted {
        /// What the system says.
        detail: String,
    },
}

impl PdfError {
    /// Why the document is left out, as one word or two.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NotPdf { .. } => "format",
            Self::Truncated { .. } => "truncated",
            Self::Damaged { .. } | Self::TooMuchOnPage { .. } | Self::Crashed { .. } => "damaged",
            Self::Encrypted { .. } => "encrypted",
            Self::NoTextLayer { .. } => "no text layer",
            Self::Unmapped { .. } => "unmapped letters",
            Self::TooManyPages { .. } | Self::TimeLimit { .. } | Self::MemoryLimit { .. } => {
                "too large"
            }
            Self::NotStarted { .. } => "unreadable",
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotPdf { .. } => {
                "check what the file is; a download that failed often is a web page"
            }
            Self::Truncated { .. } => "fetch the document again",
            Self::Damaged { .. } | Self::TooMuchOnPage { .. } | Self::Crashed { .. } => {
                "fetch the document again, or let `qpdf in.pdf out.pdf` repair it"
            }
            Self::Encrypted { .. } => {
                "save a copy without password: `qpdf --password=WORD --decrypt in.pdf out.pdf`"
            }
            Self::NoTextLayer { .. } => {
                "the pages are pictures: give them a text layer first, for example with `ocrmypdf -l nld in.pdf out.pdf`"
            }
            Self::Unmapped { .. } => {
                "look for the document in another format, or make a text layer from its pictures: `ocrmypdf --force-ocr -l nld in.pdf out.pdf`"
            }
            Self::TooManyPages { .. } | Self::TimeLimit { .. } | Self::MemoryLimit { .. } => {
                "split the document: `qpdf in.pdf --pages . 1-500 -- part.pdf`"
            }
            Self::NotStarted { .. } => "check that the program may start itself",
        }
    }
}
