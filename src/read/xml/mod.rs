//! XML: official publications, debate reports and TEI.
//!
//! The text of an XML document is its content in the order of the file, one paragraph, heading,
//! label or note a line; [`crate::read::Parts`] tells which is which.

mod error;
mod events;
mod official;
mod official_elements;
mod persons;
mod tei;
mod vlos;

pub use error::XmlError;
pub use persons::Persons;

pub(super) use events::{Element, Events, Node};

use super::{Facts, Parts};

/// Which sort of XML a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum XmlKind {
    /// An official publication: kamerstuk, Handelingen, written questions.
    Official,
    /// A debate report of the Tweede Kamer.
    Vlos,
    /// A sitting in TEI, as `ParlaMint` encodes it.
    Tei,
    /// The root of a TEI corpus: persons and organisations, no sitting.
    TeiCorpus,
}

/// What an XML document holds.
#[derive(Debug)]
pub(super) struct XmlDocument {
    pub(super) text: String,
    pub(super) parts: Parts,
    pub(super) facts: Facts,
}

#[cfg(test)]
impl XmlDocument {
    /// Kind, turn and text of every part.
    fn described(&self) -> Vec<(super::PartKind, Option<usize>, &str)> {
        let parts = self.parts.parts.iter();
        parts
            .map(|part| (part.kind, part.turn, &self.text[part.span.range()]))
            .collect()
    }
}

/// The name of the root element decides what a file is.
///
/// # Errors
/// Where the file is not XML up to its root, or XML of another sort.
pub(super) fn kind_of(text: &str, file: &str) -> Result<XmlKind, XmlError> {
    let mut events = Events::new(text, file);
    let mut root = String::new();
    while let Some(node) = events.next()? {
        if let Node::Open(element) = node {
            element.name().clone_into(&mut root);
            break;
        }
    }
    kind_of_root(&root).ok_or_else(|| XmlError::UnknownRoot {
        file: file.to_owned(),
        root,
    })
}

/// Which sort of XML has a root element of this name; `None` where it is none that is read.
pub(super) fn kind_of_root(root: &str) -> Option<XmlKind> {
    match root {
        "officiele-publicatie" => Some(XmlKind::Official),
        "vlosCoreDocument" => Some(XmlKind::Vlos),
        "TEI" => Some(XmlKind::Tei),
        "teiCorpus" | "listPerson" | "listOrg" | "taxonomy" => Some(XmlKind::TeiCorpus),
        _ => None,
    }
}

/// Reads a document; `persons` are those of the corpus a TEI file belongs to.
///
/// # Errors
/// Where the file is damaged.
pub(super) fn read_xml(
    text: &str,
    kind: XmlKind,
    persons: Option<&Persons>,
    file: &str,
) -> Result<XmlDocument, XmlError> {
    match kind {
        XmlKind::Official => official::read(text, file),
        XmlKind::Vlos => vlos::read(text, file),
        XmlKind::Tei | XmlKind::TeiCorpus => tei::read(text, persons, file),
    }
}
