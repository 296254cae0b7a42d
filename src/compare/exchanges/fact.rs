//! What is known of a passage that may stand in an exchange.

use std::collections::HashSet;

use crate::compare::{CompareError, LabelledFact};
use crate::corpus::{PartialDate, PassageId, Role};

/// A passage of a corpus, in an exchange or not.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangeFact<'a> {
    /// Its id, no other passage's.
    pub passage_id: &'a str,
    /// Its document.
    pub document_id: &'a str,
    /// Date of the document, as far as known.
    pub date: Option<PartialDate>,
    /// Its unit of independence.
    pub group: &'a str,
    /// The question and answer that it is part of; empty outside exchanges.
    pub exchange_id: &'a str,
    /// Who speaks; parties that speak as one are one actor.
    pub actor: &'a str,
    /// What the speaker does; `None` where that is not known.
    pub role: Option<Role>,
    /// The instruments it is about, from 0, those that its exchange tells included.
    pub instruments: &'a [usize],
    /// Its number of words.
    pub n_words: usize,
    /// Where it starts in its document, in bytes; 0 for ids that are no places.
    pub start: usize,
    /// The predicted class, from 0.
    pub predicted: usize,
    /// The probability of each class, 0 to 1, in the order of the codebook. Only ties use it.
    pub probabilities: &'a [f64],
    /// The gold class, from 0; `None` where the passage is not coded.
    pub gold: Option<usize>,
    /// Whether the prediction is one the model vouches for.
    pub is_certain: bool,
    /// Whether the model cannot know about the text: it then counts as uncertain.
    pub is_outside: bool,
    /// The first passage of its cluster of copies; `None` for a passage that is no copy.
    pub duplicate_of: Option<&'a str>,
    /// The probability with which its document was drawn to be coded, above 0 to 1; `None` where
    /// whole documents were not drawn or the probability is not known.
    pub document_probability: Option<f64>,
}

impl<'a> ExchangeFact<'a> {
    /// The fact of a labelled passage, with what it does not tell. `fact.instruments` should hold
    /// those that the exchange tells; that no prediction is in-sample is for the caller to check.
    pub fn of_labelled(fact: &'a LabelledFact) -> Self {
        let drawn = fact.gold.as_ref().and_then(|gold| gold.drawn.as_ref());
        Self {
            passage_id: &fact.passage_id,
            document_id: &fact.document_id,
            date: fact.date,
            group: &fact.group,
            exchange_id: &fact.exchange_id,
            actor: fact.actor.as_str(),
            role: fact.role,
            instruments: &fact.instruments,
            n_words: fact.n_words,
            start: start_of(&fact.passage_id),
            predicted: fact.predicted,
            probabilities: &fact.probabilities,
            gold: fact.gold.as_ref().map(|gold| gold.class),
            is_certain: fact.is_certain,
            is_outside: fact.is_outside,
            duplicate_of: fact.duplicate_of.as_deref(),
            document_probability: drawn
                .filter(|drawn| drawn.by_document)
                .map(|drawn| drawn.pi),
        }
    }

    /// The first passage with this text, perhaps this one.
    pub(super) fn original(&self) -> &'a str {
        self.duplicate_of.unwrap_or(self.passage_id)
    }

    /// Where it starts in its document, so that byte 9 comes before byte 10; then its id.
    pub(super) fn order(&self) -> (usize, &'a str) {
        (self.start, self.passage_id)
    }
}

/// Where a passage starts in its document; 0 for an id that is no place.
fn start_of(passage_id: &str) -> usize {
    let place: Option<PassageId> = passage_id.parse().ok();
    place.map_or(0, |place| place.span.start)
}

/// What the facts mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeSettings {
    /// The ids of the classes, in the order of the codebook.
    pub class_ids: Vec<String>,
    /// The class that takes no stance, if there is one.
    pub none_class: Option<usize>,
    /// The ids of the instruments, in the order of the codebook.
    pub instrument_ids: Vec<String>,
    /// Who gave the gold codes, as it must stand beside each share.
    pub reference_standard: String,
    /// How the documents came to be read.
    pub design: String,
    /// Fixes the permutations.
    pub seed: u64,
}

impl ExchangeSettings {
    /// The classes that are stances, in the order of the codebook.
    pub(super) fn stances(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.class_ids.len()).filter(|&class| self.is_stance(class))
    }

    /// Whether a class is a stance.
    pub(super) fn is_stance(&self, class: usize) -> bool {
        self.none_class != Some(class)
    }

    /// The id of a class, empty for none.
    pub(super) fn class_id(&self, class: Option<usize>) -> &str {
        class
            .and_then(|class| self.class_ids.get(class))
            .map_or("", String::as_str)
    }

    /// The ids of instruments, divided by `;`.
    pub(super) fn join_instruments<'i>(
        &self,
        instruments: impl IntoIterator<Item = &'i usize>,
    ) -> String {
        let ids: Vec<&str> = instruments
            .into_iter()
            .filter_map(|&i| self.instrument_ids.get(i).map(String::as_str))
            .collect();
        ids.join(";")
    }
}

/// Whose classes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StanceSource {
    /// The coders'.
    Coded,
    /// The model's.
    Predicted,
}

impl StanceSource {
    /// Both, as tables order them.
    pub const ALL: [Self; 2] = [Self::Coded, Self::Predicted];

    /// The source as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coded => "coded",
            Self::Predicted => "predicted",
        }
    }
}

/// Checks classes and ids.
pub(super) fn check(facts: &[ExchangeFact<'_>], n_classes: usize) -> Result<(), CompareError> {
    let mut seen = HashSet::new();
    for fact in facts {
        let classes = [Some(fact.predicted), fact.gold];
        if let Some(found) = classes.into_iter().flatten().find(|&k| k >= n_classes) {
            return Err(CompareError::Class {
                passage_id: fact.passage_id.to_owned(),
                found,
                n_classes,
            });
        }
        if !seen.insert(fact.passage_id) {
            return Err(CompareError::RepeatedPassage {
                passage_id: fact.passage_id.to_owned(),
            });
        }
    }
    Ok(())
}
