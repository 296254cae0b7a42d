//! Who speaks: from clean text to turns.
//!
//! A letter is the cabinet's from its first line to its signature. A written exchange
//! (*schriftelijk overleg*) is harder: sections are headed by parties, answers by `Antwoord`, and
//! where the next question begins must be read from the text.

mod answerers;
mod askers;
mod asking;
mod bill_report;
mod blocks;
mod committee;
mod elements;
mod exchange;
mod floor;
mod groups;
mod heading;
mod labels;
mod letter;
mod letter_line;
mod letter_tail;
mod letterhead;
mod meaning;
mod motie_in_speech;
mod motie_pieces;
mod motion;
mod motion_head;
mod motion_parts;
mod motion_turns;
mod near_words;
mod nearby;
mod opening;
mod paren_notes;
mod part_elements;
mod persons;
mod phrases;
mod question_frames;
mod question_front;
mod question_heads;
mod question_links;
mod question_parser;
mod question_pieces;
mod question_tails;
mod questions;
mod sections;
mod signature;
mod spoken;
mod spoken_parts;
mod sponsors;
mod stage;
mod stated_date;
mod transcript;
mod turns;
mod unheaded;
mod voice;
mod written_questions;

pub use motion::{MotionReading, TitleCheck, read_motion};
pub use motion_parts::{MotionPart, MotionPartKind};
pub use sponsors::{
    NameContext, PartySource, PrintedSponsor, PrintedSponsors, Sponsor, resolve_sponsor,
    split_names,
};
pub use turns::{AttributedText, Rule, Turn, UnknownName};

use std::borrow::Cow;

use crate::clean::CleanText;
use crate::corpus::{DocumentKind, MemberRegister, PartyRegister};
use crate::read::Layout;
use elements::Element;
use letterhead::Letterhead;
use meaning::Meaning;
use turns::Builder;

/// Answer headings from which on a document without a stated kind counts as an exchange.
const MIN_ANSWERS_OF_AN_EXCHANGE: usize = 2;

/// Elements at the start of a document among which the title of an exchange is looked for.
const MAX_FRONT_OF_EXCHANGE: usize = 12;

/// The registers that tell whose party somebody speaks for.
#[derive(Debug, Clone, Copy)]
pub struct Registers<'a> {
    /// Parties and groups with their names by date.
    pub parties: &'a PartyRegister,
    /// Members of parliament with their groups by date.
    pub members: &'a MemberRegister,
}

/// Finds the turns of a document: who speaks where, in which role.
///
/// Every line of text ends up in exactly one turn or among the edits of
/// [`AttributedText::text`], with the reason why it is nobody's.
pub fn attribute(mut clean: CleanText, registers: &Registers<'_>) -> AttributedText {
    if clean.source().document.date.is_none()
        && let Some(date) = stated_date::of_head(&clean)
    {
        clean.learn_date(date);
    }
    let (kind, turns) = turns(&clean, registers);
    if !matches!(kind, DocumentKind::Other(_)) {
        clean.learn_kind(kind);
    }
    turns.finish(clean)
}

/// What a document is, and its turns.
fn turns(clean: &CleanText, registers: &Registers<'_>) -> (DocumentKind, Builder) {
    let document = &clean.source().document;
    if let Layout::Parts(parts) = &clean.source().layout
        && !parts.turns.is_empty()
    {
        let turns = spoken::attribute(clean, parts, registers);
        let kind = document.kind.clone().unwrap_or_else(none);
        return (kind, turns);
    }
    if matches!(document.kind, Some(DocumentKind::Debat) | None) {
        let is_stated = document.kind.is_some();
        if let Some(debate) = transcript::Transcript::of(clean, is_stated) {
            return (DocumentKind::Debat, debate.attribute(clean, registers));
        }
    }
    let asks = match &document.kind {
        Some(DocumentKind::SchriftelijkeVragen) => true,
        Some(DocumentKind::Kamerbrief) | None => question_front::looks_like(clean),
        Some(_) => false,
    };
    if asks && let Some(turns) = written_questions::attribute(clean, registers) {
        return (DocumentKind::SchriftelijkeVragen, turns);
    }
    let mut elements = elements::elements(clean, registers.parties);
    groups::mark_acronyms(&mut elements, registers.parties, document.date);
    let kind = document
        .kind
        .clone()
        .or_else(|| motion_turns::kind_of(clean, &elements))
        .unwrap_or_else(|| guess_kind(&elements, clean));
    let turns = match kind {
        DocumentKind::SchriftelijkOverleg | DocumentKind::SchriftelijkeVragen => {
            exchange::attribute(&elements, clean, registers)
        }
        DocumentKind::Kamerbrief => {
            let elements = letter_line::cut(elements, clean);
            let is_cabinet = !letter::is_signed_by_others(&elements, clean);
            letter::attribute(&elements, clean, is_cabinet)
        }
        DocumentKind::Motie | DocumentKind::Amendement => {
            motion_turns::attribute(clean, &elements, registers)
        }
        DocumentKind::Other(_) if bill_report::is_one(&elements, clean, registers) => {
            exchange::attribute(&elements, clean, registers)
        }
        DocumentKind::Debat | DocumentKind::Other(_) => {
            let elements = letter_line::cut(elements, clean);
            let is_cabinet = letter::is_signed_by_cabinet(&elements, clean);
            letter::attribute(&elements, clean, is_cabinet)
        }
    };
    (kind, turns)
}

fn none() -> DocumentKind {
    DocumentKind::Other(String::new())
}

/// What a document is, by its headings.
fn guess_kind(elements: &[Element], clean: &CleanText) -> DocumentKind {
    let count = |test: fn(&Meaning) -> bool| {
        elements
            .iter()
            .filter_map(Element::meaning)
            .filter(|meaning| test(meaning))
            .count()
    };
    let answers = count(|meaning| matches!(meaning, Meaning::Answer | Meaning::Initiators));
    let sections = count(|meaning| match meaning {
        Meaning::Parties(parties) => !parties.is_empty(),
        Meaning::AnswerTo(_) | Meaning::AnswerPart => true,
        _ => false,
    });
    let is_titled = elements.iter().take(MAX_FRONT_OF_EXCHANGE).any(|element| {
        let text = match element {
            Element::Heading { text, .. } => Cow::Borrowed(text),
            Element::Paragraph(paragraph) => Cow::Borrowed(&paragraph.text),
            Element::Frame {
                letterhead: Letterhead::Title,
                span,
            } => Cow::Owned(clean.render(*span).text),
            _ => return false,
        };
        let head: String = text.chars().take(200).collect::<String>().to_lowercase();
        head.contains("verslag van een") && head.contains("schriftelijk overleg")
    });
    let is_short = is_titled && answers + sections > 0;
    if is_short || answers >= MIN_ANSWERS_OF_AN_EXCHANGE || sections >= 2 {
        DocumentKind::SchriftelijkOverleg
    } else {
        none()
    }
}
