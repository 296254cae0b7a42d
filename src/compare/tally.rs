//! What is counted and summed of a cell while passages go by, so that none is held.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::corrected::PredictedSums;
use super::{ClusterUnit, Coding, DrawnUnit, Entry, Member, Population};
use crate::corpus::Actor;

/// By what passages are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// Each as one, or as its part of a joint statement.
    Passages,
    /// Each by its words.
    Words,
}

impl Size {
    fn of(self, part: f64, n_words: usize) -> f64 {
        match self {
            Self::Passages => part,
            Self::Words => part * n_words as f64,
        }
    }
}

/// Sums over the passages of a cell.
#[derive(Debug, Clone)]
struct Sums {
    predicted: PredictedSums,
    /// The sizes of passages by their predicted class.
    raw: Vec<f64>,
}

/// A cell, after its passages went by once.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// Its passages.
    pub(super) n_passages: usize,
    /// The passages that repeat one of the same actor; they do not count.
    pub(super) n_left_out: usize,
    pub(super) n_documents: usize,
    pub(super) n_clusters: usize,
    pub(super) n_words: usize,
    pub(super) n_uncertain: usize,
    pub(super) n_outside: usize,
    pub(super) actors: BTreeSet<Actor>,
    pub(super) standings: BTreeSet<&'static str>,
    /// Coded passages by their place, and their part.
    coded: Vec<(usize, f64)>,
    by_passages: Sums,
    by_words: Sums,
    last_document: Option<Arc<str>>,
    last_cluster: Option<usize>,
    /// The clusters met, where they do not come one after the other.
    groups: HashSet<usize>,
}

impl Tally {
    pub(super) fn new(n_classes: usize) -> Self {
        let sums = Sums {
            predicted: PredictedSums::new(n_classes),
            raw: vec![0.0; n_classes],
        };
        Self {
            n_passages: 0,
            n_left_out: 0,
            n_documents: 0,
            n_clusters: 0,
            n_words: 0,
            n_uncertain: 0,
            n_outside: 0,
            actors: BTreeSet::new(),
            standings: BTreeSet::new(),
            coded: Vec::new(),
            by_words: sums.clone(),
            by_passages: sums,
            last_document: None,
            last_cluster: None,
            groups: HashSet::new(),
        }
    }

    /// Counts a passage that has this part in the cell.
    pub(super) fn add(&mut self, entry: &Entry<'_>, part: f64, unit: ClusterUnit) {
        let fact = entry.fact;
        self.n_passages += 1;
        self.n_words += fact.n_words;
        self.n_uncertain += usize::from(!fact.is_certain);
        self.n_outside += usize::from(fact.is_outside);
        if !self.actors.contains(&fact.actor) {
            self.actors.insert(fact.actor.clone());
        }
        self.standings.insert(fact.standing.as_str());
        if self.last_document.as_ref() != Some(&fact.document_id) {
            self.last_document = Some(Arc::clone(&fact.document_id));
            self.n_documents += 1;
        }
        self.n_clusters += usize::from(match unit {
            ClusterUnit::Document => {
                self.last_cluster.replace(entry.cluster) != Some(entry.cluster)
            }
            ClusterUnit::Group => self.groups.insert(entry.cluster),
        });
        if entry.coded.is_some() {
            self.coded.push((entry.place, part));
        }
        let by_size = [
            (Size::Passages, &mut self.by_passages),
            (Size::Words, &mut self.by_words),
        ];
        for (size, sums) in by_size {
            let size = size.of(part, fact.n_words);
            sums.predicted.add(size, &fact.probabilities);
            if let Some(sum) = sums.raw.get_mut(fact.predicted) {
                *sum += size;
            }
        }
    }

    /// Whether every passage is coded, by whomever.
    pub(super) fn is_census(&self) -> bool {
        self.coded.len() == self.n_passages
    }

    /// The number of coded passages, however they were drawn.
    pub(super) fn n_gold(&self) -> usize {
        self.coded.len()
    }

    fn sums(&self, size: Size) -> &Sums {
        match size {
            Size::Passages => &self.by_passages,
            Size::Words => &self.by_words,
        }
    }

    /// The summed predictions.
    pub(super) fn predicted(&self, size: Size) -> &PredictedSums {
        &self.sums(size).predicted
    }

    /// The sizes of passages by their predicted class, summed.
    pub(super) fn by_predicted_class(&self, size: Size) -> Vec<f64> {
        self.sums(size).raw.clone()
    }

    /// The sizes of coded passages by the class that coders gave, summed.
    pub(super) fn by_coded_class(&self, size: Size, population: &Population<'_>) -> Vec<f64> {
        let mut sums = vec![0.0; self.by_passages.raw.len()];
        for (coded, part) in self.coded(population) {
            if let Some(sum) = sums.get_mut(coded.class) {
                *sum += size.of(part, coded.n_words);
            }
        }
        sums
    }

    /// The coded passages with their parts.
    pub(super) fn coded<'p>(
        &self,
        population: &'p Population<'_>,
    ) -> impl Iterator<Item = (&'p super::Coded, f64)> {
        let places = self.coded.iter();
        places.filter_map(|(place, part)| Some((population.coded_at(*place)?, *part)))
    }

    /// The passages whose coding may enter an estimate. In a cell that is coded whole, every
    /// coding stands for itself, whatever is known of how it was drawn.
    pub(super) fn coded_members<'p>(
        &self,
        size: Size,
        population: &'p Population<'_>,
    ) -> Vec<Member<'p>> {
        let is_census = self.is_census();
        let coded = self.coded(population).filter_map(|(coded, part)| {
            Some(Member {
                predicted: &coded.probabilities,
                size: size.of(part, coded.n_words),
                cluster: coded.cluster,
                coding: Some(coding(coded, is_census, population)?),
            })
        });
        coded.collect()
    }
}

/// A passage of a cell as member of an estimate.
pub(super) fn member<'e>(
    entry: &'e Entry<'_>,
    part: f64,
    size: Size,
    is_census: bool,
    population: &Population<'_>,
) -> Member<'e> {
    Member {
        predicted: &entry.fact.probabilities,
        size: size.of(part, entry.fact.n_words),
        cluster: entry.cluster,
        coding: entry
            .coded
            .and_then(|coded| coding(coded, is_census, population)),
    }
}

/// The coding of a passage; in a cell that is coded whole one without chance. Its unit must be no
/// drawn one's: estimates of other cells, in which chance had a part, are set against this one.
fn coding(coded: &super::Coded, is_census: bool, population: &Population<'_>) -> Option<Coding> {
    if !is_census {
        return coded.coding;
    }
    Some(Coding {
        class: coded.class,
        drawn: DrawnUnit {
            stratum: None,
            unit: population.overview.n_passages + coded.place,
            pi: 1.0,
        },
    })
}
