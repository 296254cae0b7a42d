//! Counts per cell, and the shares that follow from them.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::check_and_sort;
use super::{CompareError, CompareSettings, LabelledFact};
use crate::corpus::Role;

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denominator {
    /// All passages.
    Passages,
    /// Passages of a class other than the one that takes no stance.
    StanceTaking,
    /// The words of all passages.
    Words,
}

/// Whose classes are counted, and of which passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The model's, of all passages.
    Predicted,
    /// The coders', of the passages that were coded.
    Coded,
    /// The model's, of the passages that were coded: beside [`Source::Coded`] it shows what the
    /// model does to the share of the same passages. Given where some but not all were coded.
    PredictedWhereCoded,
}

/// One share; one row of `stance_by_actor.csv` or `stance_by_document.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRow {
    /// The actor, or the document.
    pub unit: String,
    /// The role; `None` for all roles together.
    pub role: Option<Role>,
    /// The class, from 0.
    pub stance: usize,
    /// What the share is a share of.
    pub denominator: Denominator,
    /// Whose classes are counted.
    pub source: Source,
    /// `n_with_stance / n_in_denominator`, 0 to 1; `None` where that is 0 / 0.
    pub estimate: Option<f64>,
    /// Passages, or words, of the class.
    pub n_with_stance: usize,
    /// Passages, or words, in the denominator.
    pub n_in_denominator: usize,
    /// Passages of the unit in the role, copies counted once.
    pub n_passages: usize,
    /// Those of them that have a gold class.
    pub n_coded: usize,
    /// Documents in which they stand.
    pub n_documents: usize,
    /// Actors who speak them.
    pub n_actors: usize,
    /// Their words.
    pub n_words: usize,
    /// Further copies that were left out.
    pub n_duplicates_left_out: usize,
}

/// Shares per actor and role, actors in order of their names, `all` roles last.
///
/// # Errors
/// When a class does not exist, a passage occurs twice, or a prediction is in-sample.
pub fn shares_by_actor(
    facts: &[LabelledFact],
    settings: &CompareSettings,
) -> Result<Vec<ShareRow>, CompareError> {
    shares_by(facts, settings, |fact| fact.actor.as_str())
}

/// Shares per document and role, documents in order of their ids, `all` roles last.
///
/// # Errors
/// As for [`shares_by_actor`].
pub fn shares_by_document(
    facts: &[LabelledFact],
    settings: &CompareSettings,
) -> Result<Vec<ShareRow>, CompareError> {
    shares_by(facts, settings, |fact| fact.document_id.as_str())
}

/// A unit and a role, the roles in their order and all roles together last.
type CellKey<'a> = (&'a str, bool, Option<Role>);

fn shares_by<'a>(
    facts: &'a [LabelledFact],
    settings: &CompareSettings,
    unit: impl Fn(&'a LabelledFact) -> &'a str,
) -> Result<Vec<ShareRow>, CompareError> {
    let n_classes = settings.class_ids.len();
    let mut cells: BTreeMap<CellKey<'a>, Cell<'a>> = BTreeMap::new();
    for fact in check_and_sort(facts, n_classes)? {
        let unit = unit(fact);
        let of_role = fact.role.map(|role| (unit, false, Some(role)));
        for key in of_role.into_iter().chain([(unit, true, None)]) {
            let cell = cells.entry(key).or_insert_with(|| Cell::new(n_classes));
            cell.add(fact);
        }
    }
    Ok(cells
        .iter()
        .flat_map(|((unit, _, role), cell)| cell.rows(unit, *role, settings.none_class))
        .collect())
}

/// Passages and words of each class.
#[derive(Debug, Clone)]
struct Tally {
    passages: Vec<usize>,
    words: Vec<usize>,
}

impl Tally {
    fn new(n_classes: usize) -> Self {
        Self {
            passages: vec![0; n_classes],
            words: vec![0; n_classes],
        }
    }

    fn add(&mut self, class: usize, n_words: usize) {
        self.passages[class] += 1;
        self.words[class] += n_words;
    }

    /// How much of what `denominator` counts is of each class.
    fn counts(&self, denominator: Denominator, none_class: Option<usize>) -> Vec<(usize, usize)> {
        let counts = match denominator {
            Denominator::Passages | Denominator::StanceTaking => &self.passages,
            Denominator::Words => &self.words,
        };
        let left_out = none_class.filter(|_| denominator == Denominator::StanceTaking);
        let all = counts.iter().copied().enumerate();
        all.filter(|(class, _)| Some(*class) != left_out).collect()
    }
}

/// All that is counted for one unit in one role.
struct Cell<'a> {
    clusters: BTreeSet<&'a str>,
    documents: BTreeSet<&'a str>,
    actors: BTreeSet<&'a str>,
    n_left_out: usize,
    n_coded: usize,
    predicted: Tally,
    coded: Tally,
    predicted_where_coded: Tally,
}

impl<'a> Cell<'a> {
    fn new(n_classes: usize) -> Self {
        Self {
            clusters: BTreeSet::new(),
            documents: BTreeSet::new(),
            actors: BTreeSet::new(),
            n_left_out: 0,
            n_coded: 0,
            predicted: Tally::new(n_classes),
            coded: Tally::new(n_classes),
            predicted_where_coded: Tally::new(n_classes),
        }
    }

    fn add(&mut self, fact: &'a LabelledFact) {
        let cluster = fact.duplicate_of.as_ref().unwrap_or(&fact.passage_id);
        if !self.clusters.insert(cluster) {
            self.n_left_out += 1;
            return;
        }
        self.documents.insert(&fact.document_id);
        self.actors.insert(fact.actor.as_str());
        self.predicted.add(fact.predicted, fact.n_words);
        if let Some(gold) = fact.gold {
            self.n_coded += 1;
            self.coded.add(gold, fact.n_words);
            self.predicted_where_coded.add(fact.predicted, fact.n_words);
        }
    }

    fn rows(&self, unit: &str, role: Option<Role>, none_class: Option<usize>) -> Vec<ShareRow> {
        let n_passages = self.clusters.len();
        let mut sources = vec![(Source::Predicted, &self.predicted)];
        if self.n_coded > 0 {
            sources.push((Source::Coded, &self.coded));
        }
        if self.n_coded > 0 && self.n_coded < n_passages {
            sources.push((Source::PredictedWhereCoded, &self.predicted_where_coded));
        }
        let mut denominators = vec![Denominator::Passages];
        if none_class.is_some() {
            denominators.push(Denominator::StanceTaking);
        }
        denominators.push(Denominator::Words);

        let mut rows = Vec::new();
        for &denominator in &denominators {
            for &(source, tally) in &sources {
                let counts = tally.counts(denominator, none_class);
                let total: usize = counts.iter().map(|(_, n)| n).sum();
                rows.extend(counts.into_iter().map(|(stance, n)| ShareRow {
                    unit: unit.to_owned(),
                    role,
                    stance,
                    denominator,
                    source,
                    estimate: (total > 0).then(|| n as f64 / total as f64),
                    n_with_stance: n,
                    n_in_denominator: total,
                    n_passages,
                    n_coded: self.n_coded,
                    n_documents: self.documents.len(),
                    n_actors: self.actors.len(),
                    n_words: self.predicted.words.iter().sum(),
                    n_duplicates_left_out: self.n_left_out,
                }));
            }
        }
        rows
    }
}

#[cfg(test)]
#[path = "cells_tests.rs"]
mod tests;
