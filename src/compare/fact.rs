//! What is compared.

use std::collections::BTreeSet;

use super::CompareError;
use crate::corpus::{Actor, Role};

/// What is known of a labelled passage.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledFact {
    /// Its id, no other passage's.
    pub passage_id: String,
    /// Its document.
    pub document_id: String,
    /// Who speaks; parties that speak as one are one actor.
    pub actor: Actor,
    /// What the speaker does; `None` where that is not known: such a passage counts for all roles
    /// together only.
    pub role: Option<Role>,
    /// Its number of words.
    pub n_words: usize,
    /// The predicted class, from 0.
    pub predicted: usize,
    /// The gold class, from 0; `None` where the passage is not coded.
    pub gold: Option<usize>,
    /// The first passage of its cluster of copies; `None` for a passage that is no copy.
    pub duplicate_of: Option<String>,
    /// Whether `predicted` comes from a model that was trained on this text. Out-of-fold
    /// predictions do not.
    pub is_in_sample: bool,
}

/// What the facts mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareSettings {
    /// The ids of the classes, in the order of the codebook.
    pub class_ids: Vec<String>,
    /// The class that takes no stance, if there is one. Without it, shares of stance-taking
    /// passages are left out: they would repeat the shares of all passages.
    pub none_class: Option<usize>,
    /// Who gave the gold codes, as it must stand beside each share: "coded by two language models
    /// after the codebook".
    pub reference_standard: String,
    /// How the documents came to be read: "these documents; no sample".
    pub design: String,
}

/// Checks the facts and puts them into an order that does not depend on the input: first passages
/// before copies, then by document and passage.
pub(super) fn check_and_sort(
    facts: &[LabelledFact],
    n_classes: usize,
) -> Result<Vec<&LabelledFact>, CompareError> {
    let mut sorted: Vec<&LabelledFact> = facts.iter().collect();
    sorted.sort_by_cached_key(|fact| {
        (
            fact.duplicate_of.is_some(),
            fact.document_id.as_str(),
            place_in_document(fact),
        )
    });
    let mut seen = BTreeSet::new();
    for fact in &sorted {
        let classes = [Some(fact.predicted), fact.gold];
        if let Some(found) = classes.into_iter().flatten().find(|&k| k >= n_classes) {
            return Err(CompareError::Class {
                passage_id: fact.passage_id.clone(),
                found,
                n_classes,
            });
        }
        if !seen.insert(fact.passage_id.as_str()) {
            return Err(CompareError::RepeatedPassage {
                passage_id: fact.passage_id.clone(),
            });
        }
    }
    let mut in_sample = sorted.iter().filter(|fact| fact.is_in_sample);
    match in_sample.next() {
        Some(first) => Err(CompareError::InSample {
            n: 1 + in_sample.count(),
            n_passages: facts.len(),
            passage_id: first.passage_id.clone(),
        }),
        None => Ok(sorted),
    }
}

/// Where a passage starts, so that byte 9 comes before byte 10; ids of other kinds by their text.
fn place_in_document(fact: &LabelledFact) -> (usize, &str) {
    let id: Option<crate::corpus::PassageId> = fact.passage_id.parse().ok();
    (id.map_or(0, |id| id.span.start), fact.passage_id.as_str())
}
