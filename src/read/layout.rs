//! What a format tells about a text beside its characters.

use crate::corpus::{Span, push_one_line};

/// What is known about the pieces of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// Lines as an extraction left them: headings, speakers and footnotes must be read from them.
    #[default]
    Lines,
    /// Lines of printed pages, with what place and size of the letters tell.
    Pages(Pages),
    /// Parts that the format tells apart.
    Parts(Parts),
}

/// Where the pages of a text begin and what on them is no text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages {
    /// Byte offset of the first character of each page.
    pub starts: Vec<usize>,
    /// What is told by place and size, in order and without overlap.
    pub marks: Vec<PageMark>,
}

/// Something on a page that place and size of its letters tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageMark {
    /// Where it stands in the text.
    pub span: Span,
    /// What it is.
    pub kind: PageMarkKind,
}

/// What a mark on a page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageMarkKind {
    /// A running head or foot, a page number, the side column of a letter.
    PageHeader,
    /// A line of a footnote.
    Footnote,
    /// A raised number that refers to a footnote.
    FootnoteMark,
    /// A line that is larger or bolder than the text.
    Heading,
}

/// The parts of a document whose format tells them apart, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// The parts; each is one line of the text.
    pub parts: Vec<Part>,
    /// The turns of a debate; empty in other documents.
    pub turns: Vec<SpokenTurn>,
    /// Whether the source says itself who speaks, as a column of a table does.
    pub is_stated: bool,
}

/// A paragraph, heading, label or note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its line in the text.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
    /// Index of the turn it belongs to; `None` outside debates.
    pub turn: Option<usize>,
    /// Line of the file at which it begins, from 1.
    pub line: usize,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// A paragraph or an item of a list.
    Text,
    /// A heading.
    Heading,
    /// The name in front of a turn: `De heer Bosma (PVV):`.
    Label,
    /// The text of a footnote.
    Footnote,
    /// What the report says about the sitting: nobody speaks.
    Note,
    /// Title, number and date of a paper.
    Title,
    /// A signature: name or office of who signs.
    Signature,
    /// The cells of a table.
    Table,
}

/// A turn of a debate, as the report's own marks tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenTurn {
    /// Who speaks.
    pub speaker: SpeakerFacts,
    /// Whether the turn breaks into another one.
    pub is_interruption: bool,
}

/// What a report says about a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpeakerFacts {
    /// The name as the report writes it, without form of address.
    pub name: String,
    /// The party or group as the report names it; empty where it names none.
    pub party: String,
    /// The office: `minister van Defensie`; may be empty.
    pub function: String,
    /// In what quality the speaker has the floor.
    pub quality: Quality,
}

/// In what quality somebody speaks in a debate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Quality {
    /// A member of parliament.
    #[default]
    Member,
    /// A member of government.
    Government,
    /// The chair, whatever the chair's party.
    Chair,
    /// Somebody who is neither: a guest, an official.
    Other,
}

/// Collects the parts of a document and their text: one part a line, a blank line between them.
#[derive(Debug, Default)]
pub(super) struct PartsBuilder {
    text: String,
    parts: Parts,
}

impl PartsBuilder {
    /// Adds a part; white space is folded to single spaces, and a part without characters is none.
    pub(super) fn push(&mut self, text: &str, kind: PartKind, turn: Option<usize>, line: usize) {
        let separator = if self.text.is_empty() { "" } else { "\n\n" };
        let before = self.text.len();
        self.text.push_str(separator);
        let start = self.text.len();
        push_one_line(&mut self.text, text);
        if self.text.len() == start {
            self.text.truncate(before);
            return;
        }
        let span = Span::new(start, self.text.len());
        self.parts.parts.push(Part {
            span,
            kind,
            turn,
            line,
        });
    }

    /// Opens a turn; parts that follow may belong to it.
    pub(super) fn open_turn(&mut self, turn: SpokenTurn) -> usize {
        self.parts.turns.push(turn);
        self.parts.turns.len() - 1
    }

    /// The text and its parts.
    pub(super) fn finish(self) -> (String, Parts) {
        (self.text, self.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_lines_with_single_spaces() {
        let mut builder = PartsBuilder::default();
        builder.push("  Een\n  kop ", PartKind::Heading, None, 3);
        builder.push(" \n ", PartKind::Text, None, 4);
        builder.push("Tekst\u{a0}hier.", PartKind::Text, None, 5);
        let (text, parts) = builder.finish();
        assert_eq!(text, "Een kop\n\nTekst hier.");
        let found: Vec<&str> = parts.parts.iter().map(|p| &text[p.span.range()]).collect();
        assert_eq!(found, ["Een kop", "Tekst hier."]);
        assert_eq!(parts.parts[1].line, 5);
    }
}
