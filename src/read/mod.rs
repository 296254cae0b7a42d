//! From bytes to source text.
//!
//! The decoded text is immutable: every offset of every later stage refers to it. A byte order
//! mark is taken off; nothing else is changed.

mod decode;
mod error;
mod sources;

pub use decode::decode;
pub use error::ReadError;
pub use sources::{DOCUMENTS_FILE, Source, read_sources};

use sha2::{Digest as _, Sha256};

use crate::corpus::Document;

/// The decoded text of one document, with what is known about the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// What is known about the document.
    pub document: Document,
    /// The text, as decoded; all spans are byte offsets in it.
    pub text: String,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
}

impl SourceText {
    /// Decodes the bytes of a document.
    ///
    /// # Errors
    /// Where the bytes are not text in UTF-8; the message says what they look like.
    pub fn from_bytes(document: Document, bytes: &[u8]) -> Result<Self, ReadError> {
        let text = decode(bytes, &document.file)?.to_owned();
        Ok(Self {
            document,
            text,
            sha256: hex(&Sha256::digest(bytes)),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
