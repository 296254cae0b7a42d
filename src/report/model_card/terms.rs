//! The leading terms of the classes, in short.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::term_names::shown_term;
use super::CardFacts;
use super::markdown::escaped;
use crate::features::NAME;
use crate::report::ClassTerm;

/// Terms that are named for each class.
const N_TERMS: usize = 12;

/// The terms that speak most for each class, with the share of refits that agree.
pub(super) fn leading_terms(facts: &CardFacts<'_>) -> String {
    let mut text = "### Leading terms\n\n".to_owned();
    let Some(leading) = facts.leading else {
        text.push_str("Not looked for: `standpunt explain --classes` does.\n");
        return text;
    };
    let n_refits = leading
        .terms
        .first()
        .map_or(0, |term| term.leading.n_refits);
    let _ = writeln!(
        text,
        "What adds most to each class on average over the training texts, where it leads in {:.2} or more \
         of {n_refits} refits to bootstrap samples of groups; in brackets that share. Associations in these \
         texts, not reasons. `standpunt explain --classes` gives all of them, also against each class, with \
         weights and counts.\n",
        leading.min_stability
    );
    for (class, id) in facts.codebook.class_ids().enumerate() {
        let of_class = |term: &&ClassTerm| term.leading.class == class && term.leading.is_for;
        let terms: Vec<String> = leading
            .terms
            .iter()
            .filter(of_class)
            .take(N_TERMS)
            .map(shown)
            .collect();
        let terms = if terms.is_empty() {
            "none is stable".to_owned()
        } else {
            terms.join(", ")
        };
        let _ = writeln!(text, "- `{id}`: {terms}");
    }
    let names: BTreeSet<String> = leading
        .terms
        .iter()
        .filter(|term| term.leading.is_name)
        .map(|term| escaped(&shown_term(&term.leading.term, &term.leading.words)))
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    if leading.terms.iter().any(|term| term.leading.term == NAME) {
        text.push_str(
            "\nThe term that stands for any name of a party, person or place is among the leading \
             ones: that somebody or some place is named is a cue, who or which is not.\n",
        );
    }
    if names.is_empty() {
        text.push_str(
            "\nNone of the leading terms, for or against, is a known name of a party, person or \
             place. Words for the cabinet are not masked.\n",
        );
    } else {
        let _ = writeln!(
            text,
            "\nNames among the leading terms, for or against a class: {}.",
            names.join(", ")
        );
    }
    text
}

fn shown(term: &ClassTerm) -> String {
    let found = &term.leading;
    let stability = found.stability();
    let share = stability.map_or_else(|| "–".to_owned(), |share| format!("{share:.2}"));
    format!(
        "{} [{share}]",
        escaped(&shown_term(&found.term, &found.words))
    )
}
