//! Passages: the unit that is labelled and counted.

use std::fmt;
use std::str::FromStr;

use super::{Actor, DocumentId, PartialDate, Role, Span};

/// The identity of a passage is its place: `document_id:start-end`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId {
    /// The document.
    pub document_id: DocumentId,
    /// Byte offsets in the decoded source text.
    pub span: Span,
}

/// A text that is not a passage id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a passage id; expected document_id:start-end, as in kamerbrief-2022-05:12-491"
)]
pub struct PassageIdError {
    /// The text as found.
    pub found: String,
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.document_id, self.span)
    }
}

impl FromStr for PassageId {
    type Err = PassageIdError;

    fn from_str(text: &str) -> Result<Self, PassageIdError> {
        let error = || PassageIdError {
            found: text.to_owned(),
        };
        let (document, span) = text.rsplit_once(':').ok_or_else(error)?;
        let (start, end) = span.split_once('-').ok_or_else(error)?;
        let start: usize = start.parse().map_err(|_| error())?;
        let end: usize = end.parse().map_err(|_| error())?;
        if end < start {
            return Err(error());
        }
        let document_id = document.parse().map_err(|_| error())?;
        Ok(Self {
            document_id,
            span: Span { start, end },
        })
    }
}

/// One to four consecutive sentences of one speaker: what is labelled and counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Identity and place.
    pub id: PassageId,
    /// Date of the document, as far as known.
    pub date: Option<PartialDate>,
    /// Kind of the document, as in `documents.csv`.
    pub kind: String,
    /// Chamber of parliament, or empty.
    pub chamber: String,
    /// Dossier of the document, or empty.
    pub dossier: String,
    /// Where it stands for a human reader: `line 12` of the file or `page 3`.
    pub source_place: String,
    /// Who speaks.
    pub actor: Actor,
    /// All parties behind it: the actor's, and of a motie those of every signatory.
    pub parties: Vec<String>,
    /// The person or persons who speak, as the source names them; may be empty.
    pub speaker: String,
    /// The office in which the person speaks; may be empty.
    pub function: String,
    /// What the speaker does.
    pub role: Role,
    /// Name of the rule that found the speaker.
    pub attribution_rule: &'static str,
    /// The headings above the passage, outermost first, joined by ` > `.
    pub heading: String,
    /// Links a question to its answer: `document_id#n`; empty outside exchanges.
    pub exchange_id: String,
    /// Number of the section of the document under whose heading the passage stands.
    pub section: usize,
    /// Unit of independence: passages of one group are never split between training and test.
    pub group: String,
    /// Share of the words that are quoted, 0 to 1.
    pub quoted_share: f64,
    /// What is quoted: byte ranges of `text`, in order and without overlap.
    pub quotations: Vec<Span>,
    /// Whether the passage reports at length what others found or advised.
    pub reported: bool,
    /// Number of words.
    pub n_words: usize,
    /// The clean text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_printing_and_reading() {
        let id: PassageId = "kamerbrief-2022-05:12-491".parse().unwrap();
        assert_eq!(
            id.span,
            Span {
                start: 12,
                end: 491
            }
        );
        assert_eq!(id.to_string(), "kamerbrief-2022-05:12-491");
    }

    #[test]
    fn refuses_what_is_not_a_place() {
        for text in ["", "a", "a:1", "a:2-1", "12:1-2", "a:x-2", "a:-1-2"] {
            assert!(text.parse::<PassageId>().is_err(), "{text}");
        }
    }
}
