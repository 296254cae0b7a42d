//! From bytes to source text.
//!
//! The decoded text is immutable: every offset of every later stage refers to it. Of plain text it
//! is the file itself without a byte order mark; of formats with marks or pages it is their
//! content in reading order, with a [`Layout`] that tells what the format knows about it.

mod corpus_root;
mod decode;
mod encoding;
mod error;
mod foreign;
mod format;
mod large_table;
mod layout;
mod mojibake;
#[cfg(feature = "pdf")]
pub mod pdf;
mod sitting;
mod source_text;
mod sources;
mod table_rows;
#[cfg(test)]
mod test_files;
mod unpack;
mod word;
mod xml;

pub use decode::{Decoded, decode};
pub use error::ReadError;
pub use foreign::Foreign;
pub use format::{ReadOptions, Reader};
pub use layout::{
    Layout, PageMark, PageMarkKind, Pages, Part, PartKind, Parts, Quality, SpeakerFacts, SpokenTurn,
};
pub use source_text::{Facts, Notice, Place, SourceText};
pub use sources::{DOCUMENTS_FILE, Source, SourceFile, Sources, find_sources};
pub use unpack::MAX_UNPACKED;
pub use word::HEADERS_AND_FOOTERS;
pub use xml::{Persons, XmlError, XmlKind};
