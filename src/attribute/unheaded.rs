//! Answers that the heading of a section announces, and questions behind an answer, that no heading
//! of their own opens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::elements::Element;
use super::meaning::Meaning;
use super::opening::{joins_others, named_parties};
use super::question_tails::still_asks;
use super::voice::{of_words, says_i, sounds_like_question};
use crate::corpus::{PartialDate, PartyRegister, pattern};

static ANNOUNCES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?-u:\b)(?:en|met|alsmede) (?:de |het )?(?:reacties?|antwoord(?:en)?|beantwoording)(?: daarop)?",
        r" (?:van|door|namens) (?:de |het )?(?:bewinds|minister|staatssecretaris|kabinet|regering)"
    ))
});

/// Whether the heading of questions says that the reaction to them stands below it too; not one
/// that says what the questions are about.
fn announces(element: &Element) -> bool {
    let Element::Heading { meaning, text, .. } = element else {
        return false;
    };
    let is_of_questions = matches!(
        meaning,
        Meaning::Parties(_) | Meaning::Persons(_) | Meaning::QuestionPart
    );
    let found = ANNOUNCES.as_ref().and_then(|regex| regex.find(text));
    let before = found.and_then(|found| text.get(..found.start()));
    is_of_questions && before.is_some_and(|before| !before.contains(" over "))
}

/// The paragraphs that may be answers in a paper whose headings announce them while no answer has a
/// heading: those between a question and the next paragraph that sounds like one.
pub(super) fn announced_answers(elements: &[Element]) -> BTreeSet<usize> {
    let mut answers = BTreeSet::new();
    let has_part = || {
        elements
            .iter()
            .any(|e| e.meaning() == Some(&Meaning::AnswerPart))
    };
    if !elements.iter().any(announces) || has_part() {
        return answers;
    }
    let mut is_asked = false;
    for (i, element) in elements.iter().enumerate() {
        match element {
            Element::Heading { meaning, .. } => is_asked &= *meaning == Meaning::Topic,
            Element::Frame { .. } => is_asked = false,
            Element::Dropped { .. } => {}
            Element::Paragraph(paragraph) => {
                let text = paragraph.text.as_str();
                if asks(text) {
                    is_asked = true;
                } else if is_asked && !sounds_like_a_party(text) {
                    answers.insert(i);
                }
            }
        }
    }
    answers
}

/// Whether a paragraph asks something, by its last sign or by a verb of asking.
fn asks(text: &str) -> bool {
    const ASKING: [&str; 8] = [
        " vragen ",
        " vraagt ",
        " verzoeken ",
        " verzoekt ",
        " horen graag",
        " hoort graag",
        " ontvangen graag",
        " vernemen graag",
    ];
    let is_partys = sounds_like_question(text);
    text.contains('?') || is_partys && ASKING.iter().any(|verb| text.contains(verb))
}

fn sounds_like_a_party(text: &str) -> bool {
    !says_i(text) && (sounds_like_question(text) || of_words(text) >= 0.0 || still_asks(text))
}

/// The paragraphs at the end of an answer, not its first ones, in which members say nothing but that
/// they join the questions of others, or join them with a question of their own; with their parties.
pub(super) fn joining_paragraphs(
    elements: &[Element],
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> BTreeMap<usize, Vec<String>> {
    let joins = |i: usize| {
        let Some(Element::Paragraph(paragraph)) = elements.get(i) else {
            return None;
        };
        let text = paragraph.text.trim();
        let is_short = !text.trim_end_matches('.').contains(". ") || text.ends_with('?');
        let is_paragraph = |i: Option<usize>| {
            let element = i.and_then(|i| elements.get(i));
            matches!(element, Some(Element::Paragraph(_)))
        };
        let is_last = is_paragraph(i.checked_sub(1)) && !is_paragraph(Some(i + 1));
        let parties = (is_short && is_last && joins_others(text) && !says_i(text))
            .then(|| named_parties(text, register, date))??;
        (!parties.is_empty()).then_some((i, parties))
    };
    (0..elements.len()).filter_map(joins).collect()
}
