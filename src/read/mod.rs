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

use crate::corpus::Document;
use crate::store::sha256_hex;

/// The decoded text of one document, with what is known about the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// What is known about the document.
    pub document: Document,
    /// The text, as decoded; all spans are byte offsets in it.
    pub text: String,
    /// Size of the file in bytes.
    pub n_bytes: u64,
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
            n_bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        })
    }
}
