//! Who speaks: from clean text to turns.
//!
//! A letter is the cabinet's from its first line to its signature. A written exchange
//! (*schriftelijk overleg*) is harder: sections are headed by parties, answers by `Antwoord`, and
//! where the next question begins must be read from the text.

mod blocks;
mod elements;
mod exchange;
mod heading;
mod letter;
mod letterhead;
mod meaning;
mod opening;
mod questions;
mod turns;
mod voice;

pub use turns::{AttributedText, Rule, Turn};

use crate::clean::CleanText;
use crate::corpus::{DocumentKind, PartyRegister};
use elements::Element;
use meaning::Meaning;

/// Answer headings from which on a document without a stated kind counts as an exchange.
const MIN_ANSWERS_OF_AN_EXCHANGE: usize = 2;

/// Finds the turns of a document: who speaks where, in which role.
///
/// Every line of text ends up in exactly one turn or among the edits of
/// [`AttributedText::text`], with the reason why it is nobody's.
pub fn attribute(clean: CleanText, register: &PartyRegister) -> AttributedText {
    let document = &clean.source().document;
    let elements = elements::elements(&clean, register);
    let kind = document
        .kind
        .clone()
        .unwrap_or_else(|| guess_kind(&elements));
    let turns = match kind {
        DocumentKind::SchriftelijkOverleg => {
            exchange::attribute(&elements, register, document.date)
        }
        DocumentKind::Kamerbrief => letter::attribute(&elements, true),
        DocumentKind::Other(_) => {
            letter::attribute(&elements, letter::is_signed_by_cabinet(&elements, &clean))
        }
    };
    turns.finish(clean)
}

/// What a document is, by its headings.
fn guess_kind(elements: &[Element]) -> DocumentKind {
    let count = |test: fn(&Meaning) -> bool| {
        elements
            .iter()
            .filter_map(Element::meaning)
            .filter(|meaning| test(meaning))
            .count()
    };
    let answers = count(|meaning| matches!(meaning, Meaning::Answer));
    let sections = count(|meaning| {
        matches!(
            meaning,
            Meaning::Parties(_) | Meaning::AnswerTo(_) | Meaning::AnswerPart
        )
    });
    if answers >= MIN_ANSWERS_OF_AN_EXCHANGE || sections >= 2 {
        DocumentKind::SchriftelijkOverleg
    } else {
        DocumentKind::Other(String::new())
    }
}
