//! The passages that are compared, each once, with the design of the codings.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    Coding, CompareError, CompareSettings, Drawn, DrawnStratum, DrawnUnit, LabelledFact,
    StratumSize, Weighting,
};

/// From so many documents on, documents are the unit of independence beyond the corpus.
const MANY_DOCUMENTS: usize = 30;

/// What is independent beyond the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterUnit {
    /// Whole documents, where there are many, or where they were drawn whole.
    Document,
    /// Question and answer, copies, and what stands under one heading.
    Group,
}

impl ClusterUnit {
    /// The unit as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Group => "group",
        }
    }
}

/// A passage of the population.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// What is known of it.
    pub fact: &'a LabelledFact,
    /// Its coding, where it may enter an estimate.
    pub coding: Option<Box<Coding>>,
    /// The number of its cluster.
    pub cluster: usize,
}

/// All passages once for each actor, in an order that does not depend on the input.
#[derive(Debug, Clone)]
pub struct Population<'a> {
    /// The passages: by document and place.
    pub entries: Vec<Entry<'a>>,
    /// Passages in which an actor repeats itself; they count with the first one.
    pub left_out: Vec<&'a LabelledFact>,
    /// The strata of the sample.
    pub strata: Vec<StratumSize>,
    /// How coded passages are weighed.
    pub weighting: Weighting,
    /// What is independent beyond the corpus.
    pub cluster_unit: ClusterUnit,
    /// Coded passages whose inclusion probability nobody knows.
    pub n_unknown_pi: usize,
    /// Whether every passage is coded.
    pub is_census: bool,
    /// Whether some coded passage was drawn with a known probability.
    pub is_sampled: bool,
}

impl<'a> Population<'a> {
    /// The population of a table of facts.
    ///
    /// # Errors
    /// When a class does not exist, a passage occurs twice, a prediction is in-sample, or a
    /// stratum has more coded units than units.
    pub fn of(facts: &'a [LabelledFact], settings: &CompareSettings) -> Result<Self, CompareError> {
        let sorted = check_and_sort(facts, settings.class_ids.len())?;
        let (left_out, kept): (Vec<_>, Vec<_>) = sorted
            .into_iter()
            .partition(|fact| fact.duplicate_of.is_some());
        let is_census = !kept.is_empty() && kept.iter().all(|fact| fact.gold.is_some());
        let cluster_unit = cluster_unit(&kept);
        let mut numbers = Numbers::default();
        let mut entries = Vec::with_capacity(kept.len());
        for fact in kept {
            let cluster = match cluster_unit {
                ClusterUnit::Document => &fact.document_id,
                ClusterUnit::Group => &fact.group,
            };
            entries.push(Entry {
                fact,
                coding: numbers.coding(fact).map(Box::new),
                cluster: numbers.clusters.number(cluster),
            });
        }
        let is_sampled = entries.iter().any(|entry| entry.coding.is_some());
        let strata = numbers.strata(&entries)?;
        Ok(Self {
            weighting: weighting(&entries),
            n_unknown_pi: count_unknown(&entries),
            entries,
            left_out,
            strata,
            cluster_unit,
            is_census,
            is_sampled,
        })
    }
}

/// Probabilities without strata were drawn one by one; what a frame and its strata gave is weighed
/// within the cell.
fn weighting(entries: &[Entry<'_>]) -> Weighting {
    let mut drawn = entries
        .iter()
        .filter_map(|entry| entry.fact.gold.as_ref()?.drawn.as_ref());
    if drawn.any(|drawn| !drawn.from_frame) {
        Weighting::HorvitzThompson
    } else {
        Weighting::Ratio
    }
}

fn count_unknown(entries: &[Entry<'_>]) -> usize {
    let coded = entries.iter().filter(|entry| entry.fact.gold.is_some());
    coded.filter(|entry| entry.coding.is_none()).count()
}

fn cluster_unit(facts: &[&LabelledFact]) -> ClusterUnit {
    let documents: BTreeSet<&str> = facts.iter().map(|f| &*f.document_id).collect();
    let has_groups = facts.iter().all(|fact| !fact.group.is_empty());
    let is_drawn_whole = |fact: &&LabelledFact| {
        let drawn = fact.gold.as_ref().and_then(|gold| gold.drawn.as_ref());
        drawn.is_some_and(|drawn| drawn.by_document)
    };
    if documents.len() >= MANY_DOCUMENTS || !has_groups || facts.iter().any(is_drawn_whole) {
        ClusterUnit::Document
    } else {
        ClusterUnit::Group
    }
}

/// Names as numbers, in the order in which they come.
#[derive(Default)]
struct Numbered<'a>(BTreeMap<&'a str, usize>);

impl<'a> Numbered<'a> {
    fn number(&mut self, name: &'a str) -> usize {
        let next = self.0.len();
        *self.0.entry(name).or_insert(next)
    }
}

#[derive(Default)]
struct Numbers<'a> {
    clusters: Numbered<'a>,
    units: Numbered<'a>,
    strata: BTreeMap<&'a DrawnStratum, usize>,
}

impl<'a> Numbers<'a> {
    fn coding(&mut self, fact: &'a LabelledFact) -> Option<Coding> {
        let gold = fact.gold.as_ref()?;
        let drawn: &'a Drawn = gold.drawn.as_ref()?;
        let next = self.strata.len();
        let stratum = drawn.stratum.as_ref();
        let stratum = stratum.map(|stratum| *self.strata.entry(stratum).or_insert(next));
        let unit = if drawn.by_document {
            &*fact.document_id
        } else {
            fact.passage_id.as_str()
        };
        Some(Coding {
            class: gold.class,
            drawn: DrawnUnit {
                stratum,
                unit: self.units.number(unit),
                pi: drawn.pi,
            },
        })
    }

    /// The strata in the order of their numbers, each with its coded units.
    fn strata(&self, entries: &[Entry<'_>]) -> Result<Vec<StratumSize>, CompareError> {
        let mut units: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for drawn in entries
            .iter()
            .filter_map(|entry| Some(entry.coding.as_ref()?.drawn))
        {
            if let Some(stratum) = drawn.stratum {
                units.entry(stratum).or_default().insert(drawn.unit);
            }
        }
        let mut sizes: Vec<(usize, StratumSize)> = Vec::new();
        for (stratum, &number) in &self.strata {
            let n_coded = units.get(&number).map_or(0, BTreeSet::len);
            if n_coded > stratum.n_units {
                return Err(CompareError::Stratum {
                    stratum: stratum.name.clone(),
                    n_coded,
                    n_units: stratum.n_units,
                });
            }
            let n_units = stratum.n_units;
            sizes.push((number, StratumSize { n_units, n_coded }));
        }
        sizes.sort_by_key(|(number, _)| *number);
        Ok(sizes.into_iter().map(|(_, size)| size).collect())
    }
}

/// Checks the facts and puts them into an order that does not depend on the input: by document
/// and place.
fn check_and_sort(
    facts: &[LabelledFact],
    n_classes: usize,
) -> Result<Vec<&LabelledFact>, CompareError> {
    let mut sorted: Vec<&LabelledFact> = facts.iter().collect();
    sorted.sort_by_cached_key(|fact| (&*fact.document_id, place_in_document(fact)));
    let mut seen = HashSet::new();
    for fact in &sorted {
        let classes = [
            Some(fact.predicted),
            fact.gold.as_ref().map(|gold| gold.class),
        ];
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

#[cfg(test)]
#[path = "population_tests.rs"]
mod tests;
