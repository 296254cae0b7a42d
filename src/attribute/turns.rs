//! Turns: what one speaker says at a stretch.

use std::collections::BTreeMap;
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
    /// The report of a debate names the speaker and the group.
    Report,
    /// A label that stands as a paragraph of its own inside another speaker's turn.
    LabelInText,
    /// The register of members tells the group of a speaker whom the source names without one.
    Members,
    /// The chair of a sitting.
    Chair,
    /// A motie that its sponsor reads aloud.
    MotieReadAloud,
    /// The signature of a motie or amendement, its group looked up.
    Signature,
    /// The heading of written questions names who asks.
    Askers,
    /// The source says itself who speaks: a column of a table.
    Stated,
    /// Members who initiated a bill answer for it; their groups are not named there.
    Initiators,
    /// Neither a member nor in government: a guest.
    Guest,
    /// A member whose group neither the document nor the register of members tells.
    NoParty,
    /// Several members have the name.
    Namesakes,
    /// The group stands there, but no register knows it at that date.
    UnknownParty,
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
            Self::Report => "report",
            Self::LabelInText => "label in the text",
            Self::Members => "register of members",
            Self::Chair => "chair",
            Self::MotieReadAloud => "motie read aloud",
            Self::Signature => "signature",
            Self::Askers => "askers",
            Self::Stated => "stated",
            Self::Initiators => "initiators",
            Self::Guest => "guest",
            Self::NoParty => "no party",
            Self::Namesakes => "namesakes",
            Self::UnknownParty => "unknown party",
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
    /// All parties behind it; of a motie those of every signatory.
    pub parties: Vec<String>,
    /// The person or persons, as the source names them; may be empty.
    pub person: String,
    /// The office of the person; may be empty.
    pub function: String,
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
    /// Names of parties and members that no register knows.
    pub unknown: Vec<UnknownName>,
}

impl AttributedText {
    /// Forgets the text and the turns; what is known about the document stays.
    pub(crate) fn drop_text(&mut self) {
        self.text.drop_text();
        self.turns = Vec::new();
        self.unknown = Vec::new();
    }
}

/// A name that no register knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownName {
    /// The name as the source writes it.
    pub name: String,
    /// Where what its bearer says begins.
    pub span: Span,
    /// Why it is not known.
    pub rule: Rule,
}

/// What is known about the speaker while going through a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) actor: Actor,
    pub(super) parties: Vec<String>,
    pub(super) person: String,
    pub(super) function: String,
    pub(super) role: Role,
    pub(super) rule: Rule,
    pub(super) exchange: Option<usize>,
}

impl Speaker {
    /// A speaker of whom only the actor is known.
    pub(super) fn new(actor: Actor, role: Role, found_by: Rule) -> Self {
        Self {
            parties: actor.parties().into_iter().map(str::to_owned).collect(),
            actor,
            person: String::new(),
            function: String::new(),
            role,
            rule: found_by,
            exchange: None,
        }
    }

    /// The same speaker in an exchange.
    #[must_use]
    pub(super) fn in_exchange(mut self, exchange: Option<usize>) -> Self {
        self.exchange = exchange;
        self
    }
}

/// Collects turns.
#[derive(Debug, Default)]
pub(super) struct Builder {
    turns: Vec<Turn>,
    dropped: Vec<(Span, EditReason)>,
    unknown: Vec<UnknownName>,
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
        if !span.is_empty() {
            self.dropped.push((span, reason));
        }
    }

    /// A name that no register knows.
    pub(super) fn unknown(&mut self, name: &str, span: Span, rule: Rule) {
        self.unknown.push(UnknownName {
            name: name.to_owned(),
            span,
            rule,
        });
    }

    /// A paragraph of a speaker.
    pub(super) fn say(&mut self, paragraph: &Paragraph, speaker: &Speaker) {
        self.say_text(paragraph.span, &paragraph.text, speaker);
    }

    /// The turns so far.
    #[cfg(test)]
    pub(super) fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Text of a speaker.
    pub(super) fn say_text(&mut self, span: Span, text: &str, speaker: &Speaker) {
        if !text.contains(char::is_alphanumeric) {
            self.drop_text(span, EditReason::NoWords);
            return;
        }
        let headings: Vec<String> = self.headings.iter().flatten().cloned().collect();
        if let Some(turn) = self.turns.last_mut()
            && turn.actor == speaker.actor
            && turn.role == speaker.role
            && turn.exchange == speaker.exchange
            && turn.person == speaker.person
            && turn.section == self.section
        {
            turn.paragraphs.push(span);
            return;
        }
        self.turns.push(Turn {
            actor: speaker.actor.clone(),
            parties: speaker.parties.clone(),
            person: speaker.person.clone(),
            function: speaker.function.clone(),
            role: speaker.role,
            rule: speaker.rule,
            headings,
            exchange: speaker.exchange,
            section: self.section,
            paragraphs: vec![span],
        });
    }

    /// Makes one exchange of those that are answered together: the first of each list.
    pub(super) fn join_exchanges(&mut self, joined: &[Vec<usize>]) {
        let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
        for together in joined {
            let root = |n: &usize| first_of.get(n).copied().unwrap_or(*n);
            let roots: Vec<usize> = together.iter().map(root).collect();
            let Some(&first) = roots.iter().min() else {
                continue;
            };
            for exchange in first_of.values_mut().filter(|n| roots.contains(n)) {
                *exchange = first;
            }
            first_of.extend(roots.iter().chain(together).map(|&n| (n, first)));
        }
        for turn in &mut self.turns {
            turn.exchange = turn
                .exchange
                .map(|n| first_of.get(&n).copied().unwrap_or(n));
        }
    }

    /// The turns collected, and the text without what belongs to none. What was dropped twice
    /// counts once.
    pub(super) fn finish(mut self, clean: CleanText) -> AttributedText {
        self.dropped.sort_by_key(|(span, _)| *span);
        let mut end = 0;
        self.dropped.retain_mut(|(span, _)| {
            span.start = span.start.max(end);
            end = end.max(span.end);
            span.start < span.end
        });
        AttributedText {
            text: clean.without(&self.dropped),
            turns: self.turns,
            unknown: self.unknown,
        }
    }
}
