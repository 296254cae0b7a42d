//! What is refused, and what is counted, before passages are compared.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::{CompareError, LabelledFact};
use crate::corpus::Actor;

/// How many passages, documents and the like a population has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// Passages, each once for its actor.
    pub n_passages: usize,
    /// Passages in which an actor repeats itself; they count with the first one.
    pub n_left_out: usize,
    /// Those of `n_passages` that are coded.
    pub n_coded: usize,
    /// Documents.
    pub n_documents: usize,
    /// Actors, joint ones as they speak.
    pub n_actors: usize,
    /// Passages of which the model is not certain.
    pub n_uncertain: usize,
    /// Passages that are none that the model can know about.
    pub n_outside: usize,
    /// Whether some passage has a role.
    pub has_roles: bool,
    /// Whether every passage has a group.
    pub(super) has_groups: bool,
    /// Whether some document was drawn whole.
    pub(super) is_drawn_whole: bool,
}

/// Checks facts one by one, in the order of passages.
pub(super) struct Checks {
    n_classes: usize,
    n: usize,
    /// The first class that does not exist, and the number of its passage.
    class: Option<(usize, CompareError)>,
    n_in_sample: usize,
    first_in_sample: Option<String>,
    /// A hash of each id, so that no id is held.
    ids: Vec<u64>,
    overview: Overview,
    actors: BTreeSet<Actor>,
    last_document: Option<Arc<str>>,
}

impl Checks {
    pub(super) fn new(n_classes: usize) -> Self {
        Self {
            n_classes,
            n: 0,
            class: None,
            n_in_sample: 0,
            first_in_sample: None,
            ids: Vec::new(),
            overview: Overview {
                has_groups: true,
                ..Overview::default()
            },
            actors: BTreeSet::new(),
            last_document: None,
        }
    }

    pub(super) fn add(&mut self, fact: &LabelledFact) {
        let classes = [
            Some(fact.predicted),
            fact.gold.as_ref().map(|gold| gold.class),
        ];
        let unknown = classes.into_iter().flatten().find(|&k| k >= self.n_classes);
        if let (Some(found), None) = (unknown, &self.class) {
            let error = CompareError::Class {
                passage_id: fact.passage_id.clone(),
                found,
                n_classes: self.n_classes,
            };
            self.class = Some((self.n, error));
        }
        if fact.is_in_sample {
            self.n_in_sample += 1;
            self.first_in_sample
                .get_or_insert_with(|| fact.passage_id.clone());
        }
        self.ids.push(hash(&fact.passage_id));
        self.n += 1;
        if fact.duplicate_of.is_some() {
            self.overview.n_left_out += 1;
        } else {
            self.count(fact);
        }
    }

    fn count(&mut self, fact: &LabelledFact) {
        let counts = &mut self.overview;
        counts.n_passages += 1;
        counts.n_coded += usize::from(fact.gold.is_some());
        counts.n_uncertain += usize::from(!fact.is_certain);
        counts.n_outside += usize::from(fact.is_outside);
        counts.has_roles |= fact.role.is_some();
        counts.has_groups &= !fact.group.is_empty();
        let drawn = fact.gold.as_ref().and_then(|gold| gold.drawn.as_ref());
        counts.is_drawn_whole |= drawn.is_some_and(|drawn| drawn.by_document);
        if self.last_document.as_ref() != Some(&fact.document_id) {
            self.last_document = Some(Arc::clone(&fact.document_id));
            counts.n_documents += 1;
        }
        if !self.actors.contains(&fact.actor) {
            self.actors.insert(fact.actor.clone());
        }
    }

    /// What was counted. `again` goes through the facts a second time, in the same order; only
    /// where two ids may be the same.
    ///
    /// # Errors
    /// When a class does not exist, a passage occurs twice, or a prediction is in-sample.
    pub(super) fn finish(
        mut self,
        again: impl FnOnce(&mut dyn FnMut(&LabelledFact)) -> Result<(), CompareError>,
    ) -> Result<Overview, CompareError> {
        self.ids.sort_unstable();
        let runs = self.ids.chunk_by(|a, b| a == b);
        let of_several = runs.filter_map(|run| run.first().filter(|_| run.len() > 1).copied());
        let suspects: HashSet<u64> = of_several.collect();
        let repeated = if suspects.is_empty() {
            None
        } else {
            first_repeated(&suspects, again)?
        };
        let n_passages = self.n;
        match (self.class, repeated) {
            (Some((place, error)), repeated)
                if repeated.as_ref().is_none_or(|(other, _)| place <= *other) =>
            {
                return Err(error);
            }
            (_, Some((_, passage_id))) => return Err(CompareError::RepeatedPassage { passage_id }),
            _ => {}
        }
        if let Some(passage_id) = self.first_in_sample {
            return Err(CompareError::InSample {
                n: self.n_in_sample,
                n_passages,
                passage_id,
            });
        }
        self.overview.n_actors = self.actors.len();
        Ok(self.overview)
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// The first passage whose id another one before it has, with its number.
fn first_repeated(
    suspects: &HashSet<u64>,
    again: impl FnOnce(&mut dyn FnMut(&LabelledFact)) -> Result<(), CompareError>,
) -> Result<Option<(usize, String)>, CompareError> {
    let mut seen: HashSet<String> = HashSet::new();
    let (mut n, mut found) = (0, None);
    again(&mut |fact| {
        let is_suspect = found.is_none() && suspects.contains(&hash(&fact.passage_id));
        if is_suspect && !seen.insert(fact.passage_id.clone()) {
            found = Some((n, fact.passage_id.clone()));
        }
        n += 1;
    })?;
    Ok(found)
}
