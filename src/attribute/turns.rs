//! Turns: what one speaker says at a stretch.

use std::fmt;

use super::elements::Paragraph;
use crate::clean::{CleanText, EditReason};
use crate::corpus::{Actor, Role, Span};

/// How the speaker of a turn was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A letter that a member of government signs.
    Letter,
    /// The heading of a party's section.
    SectionHeading,
    /// The heading `Antwoord`.
    AnswerHeading,
    /// The part of the document that holds all answers.
    AnswerPart,
    /// The paragraph names who speaks: `De leden van de …-fractie`.
    NamedInParagraph,
    /// A document without a single heading of an answer: the words tell questions from answers.
    Words,
    /// No heading, signature or name tells.
    NotFound,
}

impl Rule {
    /// The rule as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::SectionHeading => "section heading",
            Self::AnswerHeading => "answer heading",
            Self::AnswerPart => "answer part",
            Self::NamedInParagraph => "named in paragraph",
            Self::Words => "words",
            Self::NotFound => "not found",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Consecutive paragraphs of one speaker in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who speaks.
    pub actor: Actor,
    /// What the speaker does.
    pub role: Role,
    /// How the speaker was found.
    pub rule: Rule,
    /// The headings above, outermost first.
    pub headings: Vec<String>,
    /// Number of the exchange in the document, from 1; `None` outside exchanges.
    pub exchange: Option<usize>,
    /// Number of the section: passages under one heading are not independent.
    pub section: usize,
    /// The paragraphs, as spans of the source.
    pub paragraphs: Vec<Span>,
}

/// Who speaks where in a document.
#[derive(Debug, Clone)]
pub struct AttributedText {
    /// The clean text, now also without headings, front matter and signatures.
    pub text: CleanText,
    /// The turns in the order of the document.
    pub turns: Vec<Turn>,
}

/// What is known about the speaker while going through a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) actor: Actor,
    pub(super) role: Role,
    pub(super) rule: Rule,
    pub(super) exchange: Option<usize>,
}

/// Collects turns.
#[derive(Debug, Default)]
pub(super) struct Builder {
    turns: Vec<Turn>,
    dropped: Vec<(Span, EditReason)>,
    headings: [Option<String>; 2],
    section: usize,
}

impl Builder {
    /// A heading of a party's section or a part of the document.
    pub(super) fn open_section(&mut self, text: &str, span: Span) {
        self.headings = [Some(text.to_owned()), None];
        self.heading(span);
        self.section += 1;
    }

    /// A heading of a subject inside a section.
    pub(super) fn open_topic(&mut self, text: &str, span: Span) {
        self.headings[1] = Some(text.to_owned());
        self.heading(span);
        self.section += 1;
    }

    /// A heading that only says what follows, such as `Antwoord`.
    pub(super) fn heading(&mut self, span: Span) {
        self.drop_text(span, EditReason::Heading);
    }

    /// Text that is nobody's passage.
    pub(super) fn drop_text(&mut self, span: Span, reason: EditReason) {
        self.dropped.push((span, reason));
    }

    /// A paragraph of a speaker.
    pub(super) fn say(&mut self, paragraph: &Paragraph, speaker: &Speaker) {
        if !paragraph.text.contains(char::is_alphanumeric) {
            self.drop_text(paragraph.span, EditReason::NoWords);
            return;
        }
        let headings: Vec<String> = self.headings.iter().flatten().cloned().collect();
        if let Some(turn) = self.turns.last_mut()
            && turn.actor == speaker.actor
            && turn.role == speaker.role
            && turn.exchange == speaker.exchange
            && turn.section == self.section
        {
            turn.paragraphs.push(paragraph.span);
            return;
        }
        self.turns.push(Turn {
            actor: speaker.actor.clone(),
            role: speaker.role,
            rule: speaker.rule,
            headings,
            exchange: speaker.exchange,
            section: self.section,
            paragraphs: vec![paragraph.span],
        });
    }

    /// The turns collected, and the text without what belongs to none.
    pub(super) fn finish(self, clean: CleanText) -> AttributedText {
        AttributedText {
            text: clean.without(&self.dropped),
            turns: self.turns,
        }
    }
}
