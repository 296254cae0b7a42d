//! What can be wrong with XML.

/// A file that cannot be read as XML.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XmlError {
    /// The parser stops.
    #[error("{file}, line {line}: not well-formed XML")]
    Malformed {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the parser says.
        #[source]
        source: quick_xml::Error,
    },
    /// The file ends too early.
    #[error("{file}, line {line}: the file ends inside the element `{element}`")]
    Truncated {
        /// The file.
        file: String,
        /// Its last line, from 1.
        line: usize,
        /// The innermost element that is open.
        element: String,
    },
    /// An entity that nobody knows.
    #[error("{file}, line {line}: the entity `&{entity};` is not one of XML or HTML")]
    UnknownEntity {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// Its name.
        entity: String,
    },
    /// Elements inside elements without end.
    #[error("{file}, line {line}: more than {limit} elements are open at once")]
    TooDeep {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// How many may be.
        limit: usize,
    },
    /// XML of another kind.
    #[error(
        "{file}: XML with the root element `{root}`; expected officiele-publicatie, vlosCoreDocument or TEI"
    )]
    UnknownRoot {
        /// The file.
        file: String,
        /// The name of its root element; empty where it has none.
        root: String,
    },
}

impl XmlError {
    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Malformed { .. } | Self::Truncated { .. } => {
                "fetch the file again; if the source itself is damaged, mend the line or give the document as text or PDF"
            }
            Self::UnknownEntity { .. } => {
                "write the character itself in place of the entity; entities that a file defines are not expanded"
            }
            Self::TooDeep { .. } => "no official paper nests so deep: check where the file is from",
            Self::UnknownRoot { .. } => {
                "give official publications (kamerstukken, Handelingen), VLOS debate reports or ParlaMint TEI"
            }
        }
    }
}
