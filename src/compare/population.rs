//! The passages that are compared, each once, with the design of the codings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::checks::{Checks, Overview};
use super::passage_source::Source;
use super::{
    Coding, CompareError, CompareSettings, Drawn, DrawnStratum, DrawnUnit, Facts, LabelledFact,
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
#[derive(Debug, Clone, Copy)]
pub struct Entry<'e> {
    /// What is known of it.
    pub fact: &'e LabelledFact,
    /// Its code, where it has one.
    pub coded: Option<&'e Coded>,
    /// The number of its cluster.
    pub cluster: usize,
    /// Its number among the passages that count.
    pub place: usize,
}

impl Entry<'_> {
    /// Its coding, where it may enter an estimate.
    pub fn coding(&self) -> Option<&Coding> {
        self.coded?.coding.as_ref()
    }
}

/// A coded passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// The class that coders gave, from 0.
    pub class: usize,
    /// The predicted class, from 0.
    pub predicted: usize,
    /// The predicted probability of each class.
    pub probabilities: Box<[f64]>,
    /// Its number of words.
    pub n_words: usize,
    /// The number of its cluster.
    pub cluster: usize,
    /// Its number among the passages that count.
    pub place: usize,
    /// Its coding, where it may enter an estimate.
    pub coding: Option<Coding>,
}

/// All passages once for each actor, in an order that does not depend on the input: by document
/// and place.
#[derive(Debug, Clone)]
pub struct Population<'a> {
    facts: Source<'a>,
    documents: Vec<DocumentStart>,
    group_numbers: HashMap<Arc<str>, usize>,
    /// The coded passages that count, in the order of passages.
    pub coded: Vec<Coded>,
    /// How many passages, documents and the like there are.
    pub overview: Overview,
    /// The number of clusters.
    pub n_clusters: usize,
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

/// Where a document begins.
#[derive(Debug, Clone, Copy)]
struct DocumentStart {
    /// Its first passage, of all.
    fact: usize,
    /// How many passages that count stand before it.
    place: usize,
    /// How many clusters do, where documents are the clusters.
    cluster: usize,
}

impl<'a> Population<'a> {
    /// The population of a table of facts.
    ///
    /// # Errors
    /// When a class does not exist, a passage occurs twice, a prediction is in-sample, or a
    /// stratum has more coded units than units.
    pub fn of(facts: &'a [LabelledFact], settings: &CompareSettings) -> Result<Self, CompareError> {
        Self::of_source(Source::held(facts), settings)
    }

    /// The population of stored facts.
    ///
    /// # Errors
    /// As [`Population::of`], and when facts cannot be read back.
    pub fn of_stored(facts: &'a Facts, settings: &CompareSettings) -> Result<Self, CompareError> {
        let order = facts.by_document();
        let order = order.map_err(|source| CompareError::TemporaryFile { source })?;
        Self::of_source(Source::Stored(facts, order), settings)
    }

    fn of_source(source: Source<'a>, settings: &CompareSettings) -> Result<Self, CompareError> {
        let mut checks = Checks::new(settings.class_ids.len());
        let all = 0..source.len();
        source.visit(all.clone(), |fact| {
            checks.add(fact);
            Ok::<(), CompareError>(())
        })?;
        let overview = checks.finish(|visit| {
            source.visit(all, |fact| {
                visit(fact);
                Ok(())
            })
        })?;
        let mut population = Self::of_design(Vec::new());
        population.facts = source;
        population.is_census = overview.n_passages > 0 && overview.n_coded == overview.n_passages;
        let is_document = overview.n_documents >= MANY_DOCUMENTS
            || !overview.has_groups
            || overview.is_drawn_whole;
        if !is_document {
            population.cluster_unit = ClusterUnit::Group;
        }
        population.overview = overview;
        population.number()?;
        Ok(population)
    }

    /// A population of which only the design is known, with ratio weights and documents as
    /// clusters: for what is already estimated.
    pub fn of_design(strata: Vec<StratumSize>) -> Self {
        Self {
            facts: Source::Held(Vec::new()),
            documents: Vec::new(),
            group_numbers: HashMap::new(),
            coded: Vec::new(),
            overview: Overview::default(),
            n_clusters: 0,
            strata,
            weighting: Weighting::Ratio,
            cluster_unit: ClusterUnit::Document,
            n_unknown_pi: 0,
            is_census: false,
            is_sampled: true,
        }
    }

    /// Numbers clusters, units and strata, and gathers the codings.
    fn number(&mut self) -> Result<(), CompareError> {
        let mut numbers = Numbers::default();
        let mut last: Option<Arc<str>> = None;
        let (mut i, mut place, mut cluster_of_document) = (0, 0, None);
        let facts = std::mem::replace(&mut self.facts, Source::Held(Vec::new()));
        facts.visit(0..facts.len(), |fact| {
            if last.as_ref() != Some(&fact.document_id) {
                last = Some(Arc::clone(&fact.document_id));
                cluster_of_document = None;
                self.documents.push(DocumentStart {
                    fact: i,
                    place,
                    cluster: self.n_clusters,
                });
            }
            i += 1;
            if fact.duplicate_of.is_some() {
                return Ok::<(), CompareError>(());
            }
            let next = self.n_clusters;
            let cluster = match self.cluster_unit {
                ClusterUnit::Document => *cluster_of_document.get_or_insert(next),
                ClusterUnit::Group => {
                    let group = Arc::clone(&fact.group);
                    *self.group_numbers.entry(group).or_insert(next)
                }
            };
            self.n_clusters = next.max(cluster + 1);
            self.add_coded(fact, cluster, place, &mut numbers);
            place += 1;
            Ok(())
        })?;
        self.facts = facts;
        let known = self.coded.iter().filter_map(|coded| coded.coding.as_ref());
        let n_known = known.count();
        self.n_unknown_pi = self.coded.len() - n_known;
        self.is_sampled = n_known > 0;
        self.strata = numbers.strata(&self.coded)?;
        Ok(())
    }

    fn add_coded(
        &mut self,
        fact: &LabelledFact,
        cluster: usize,
        place: usize,
        numbers: &mut Numbers,
    ) {
        let Some(gold) = &fact.gold else {
            return;
        };
        if gold.drawn.as_ref().is_some_and(|drawn| !drawn.from_frame) {
            // Probabilities without strata were drawn one by one; what a frame and its strata gave
            // is weighed within the cell.
            self.weighting = Weighting::HorvitzThompson;
        }
        self.coded.push(Coded {
            class: gold.class,
            predicted: fact.predicted,
            probabilities: fact.probabilities.clone(),
            n_words: fact.n_words,
            cluster,
            place,
            coding: numbers.coding(fact),
        });
    }

    /// The coded passage of this number.
    pub(super) fn coded_at(&self, place: usize) -> Option<&Coded> {
        let found = self.coded.binary_search_by_key(&place, |coded| coded.place);
        self.coded.get(found.ok()?)
    }

    /// The number of documents, those of copies alone included.
    pub fn n_documents(&self) -> usize {
        self.documents.len()
    }

    /// Calls `visit` with each passage that counts, in the order of passages.
    ///
    /// # Errors
    /// When passages cannot be read back, or `visit` fails.
    pub fn visit<E: From<CompareError>>(
        &self,
        mut visit: impl FnMut(&Entry<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.visit_documents(0..self.n_documents(), |_, entry| {
            entry.map_or(Ok(()), &mut visit)
        })
    }

    /// Calls `visit` with each passage of some documents, by their numbers in the order of names:
    /// with its entry, where it counts.
    ///
    /// # Errors
    /// When passages cannot be read back, or `visit` fails.
    pub fn visit_documents<E: From<CompareError>>(
        &self,
        documents: Range<usize>,
        mut visit: impl FnMut(&LabelledFact, Option<&Entry<'_>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(start) = self.documents.get(documents.start).copied() else {
            return Ok(());
        };
        let end = self.documents.get(documents.end);
        let end = end.map_or(self.facts.len(), |document| document.fact);
        let mut coded = {
            let before = self
                .coded
                .partition_point(|coded| coded.place < start.place);
            self.coded.get(before..).unwrap_or(&[]).iter().peekable()
        };
        let (mut place, mut next_cluster) = (start.place, start.cluster);
        let mut last: Option<(Arc<str>, usize)> = None;
        self.facts.visit(start.fact..end, |fact| {
            if fact.duplicate_of.is_some() {
                return visit(fact, None);
            }
            let cluster = match (self.cluster_unit, &last) {
                (ClusterUnit::Group, _) => self.group_numbers.get(&fact.group).copied(),
                (ClusterUnit::Document, Some((document, cluster)))
                    if *document == fact.document_id =>
                {
                    Some(*cluster)
                }
                _ => {
                    last = Some((Arc::clone(&fact.document_id), next_cluster));
                    next_cluster += 1;
                    Some(next_cluster - 1)
                }
            };
            let entry = Entry {
                fact,
                coded: coded.next_if(|coded| coded.place == place),
                cluster: cluster.unwrap_or(0),
                place,
            };
            place += 1;
            visit(fact, Some(&entry))
        })
    }
}

#[derive(Default)]
struct Numbers {
    units: BTreeMap<String, usize>,
    strata: BTreeMap<DrawnStratum, usize>,
}

impl Numbers {
    fn coding(&mut self, fact: &LabelledFact) -> Option<Coding> {
        let gold = fact.gold.as_ref()?;
        let drawn: &Drawn = gold.drawn.as_ref()?;
        let next = self.strata.len();
        let stratum = drawn.stratum.as_ref();
        let stratum = stratum.map(|stratum| *self.strata.entry(stratum.clone()).or_insert(next));
        let unit = if drawn.by_document {
            &*fact.document_id
        } else {
            fact.passage_id.as_str()
        };
        let next = self.units.len();
        Some(Coding {
            class: gold.class,
            drawn: DrawnUnit {
                stratum,
                unit: *self.units.entry(unit.to_owned()).or_insert(next),
                pi: drawn.pi,
            },
        })
    }

    /// The strata in the order of their numbers, each with its coded units.
    fn strata(&self, coded: &[Coded]) -> Result<Vec<StratumSize>, CompareError> {
        let mut units: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for drawn in coded
            .iter()
            .filter_map(|coded| Some(coded.coding.as_ref()?.drawn))
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

#[cfg(test)]
#[path = "population_tests.rs"]
mod tests;
