//! Headings that may be the name of a group that no register knows.

use super::elements::Element;
use super::meaning::Meaning;
use crate::corpus::{PartialDate, PartyRegister};

/// Headings of nothing but a party's name from which on a paper heads its sections so.
const MIN_BARE_NAMES: usize = 2;

/// Subjects in capitals that stand as headings in papers on migration, so that they are no groups.
const SUBJECTS: [&str; 24] = [
    "EU", "JBZ", "IND", "COA", "AMIF", "NAVO", "VN", "UNHCR", "AIVD", "IOM", "MFK", "AMM", "EASO",
    "EUAA", "DT&V", "LVV", "BMVI", "VRIS", "EES", "ETIAS", "SIS", "AVG", "OM", "DUBLIN",
];

/// Whether a heading is an acronym that may be a group's name.
fn may_be_acronym_of_group(text: &str) -> bool {
    let bare = text.trim_end_matches([':', ' ']);
    (2..=8).contains(&bare.len())
        && bare
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bare.bytes().filter(u8::is_ascii_uppercase).count() >= 2
        && !SUBJECTS.contains(&bare)
}

/// In a paper whose sections are headed by bare names of parties, an acronym as a heading is taken
/// for a group that the register lacks, so that what follows is not given to the party before.
pub(super) fn mark_acronyms(
    elements: &mut [Element],
    register: &PartyRegister,
    date: Option<PartialDate>,
) {
    let is_bare_name = |element: &&Element| match element {
        Element::Heading { text, .. } => {
            let bare = text.trim_end_matches([':', ' ']);
            bare.len() <= 40 && register.resolve(bare, date).is_ok()
        }
        _ => false,
    };
    let candidates: Vec<usize> = elements
        .iter()
        .enumerate()
        .filter(|(_, element)| {
            matches!(element, Element::Heading { meaning: Meaning::Topic, text, .. } if may_be_acronym_of_group(text))
        })
        .map(|(i, _)| i)
        .collect();
    if candidates.is_empty()
        || elements
            .iter()
            .filter(is_bare_name)
            .take(MIN_BARE_NAMES)
            .count()
            < MIN_BARE_NAMES
    {
        return;
    }
    for i in candidates {
        if let Some(Element::Heading { meaning, .. }) = elements.get_mut(i) {
            *meaning = Meaning::Parties(Vec::new());
        }
    }
}
