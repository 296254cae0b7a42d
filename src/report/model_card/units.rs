//! The section *Factors*: between which units the scores are compared, and how many there are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::markdown::escaped;
use super::{CardFacts, tally};
use crate::evaluate::EvaluationRow;

/// The section.
pub(super) fn factors(facts: &CardFacts<'_>) -> String {
    let mut text = "## Factors\n\n\
         Scores are shown by class, actor, role (the genre of a passage: question, answer, letter) and \
         document. Other factors, such as the period, the person who speaks or the quality of a scan, \
         were not looked at.\n\n"
        .to_owned();
    text.push_str("- **Classes**:\n");
    let counts = facts.set.gold_by_class();
    for (class, n) in facts.codebook.classes().iter().zip(counts) {
        let _ = writeln!(
            text,
            "  - `{}` ({n} passages): {}",
            class.id,
            escaped(&class.description)
        );
    }
    for (name, none, of) in [
        ("Actors", "the passages name no actor", tally::actor as Unit),
        ("Roles", "the passages name no role", tally::role),
        (
            "Documents",
            "the passages name no document",
            tally::document,
        ),
    ] {
        let _ = writeln!(text, "- **{name}**: {}", counted(facts, of, none));
    }
    text
}

type Unit = fn(&EvaluationRow) -> Option<String>;

/// The units with their numbers of passages, most first.
pub(super) fn counted(facts: &CardFacts<'_>, unit: Unit, none: &str) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in facts.set.tested().iter().filter_map(unit) {
        *counts.entry(name).or_default() += 1;
    }
    if counts.is_empty() {
        return format!("not known: {none}");
    }
    let n_named: usize = counts.values().sum();
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut parts: Vec<String> = counts
        .iter()
        .map(|(name, n)| format!("{} {n}", escaped(name)))
        .collect();
    let n_unnamed = facts.set.tested().len() - n_named;
    if n_unnamed > 0 {
        parts.push(format!("not known {n_unnamed}"));
    }
    parts.join(", ")
}
