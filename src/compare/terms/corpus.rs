//! The passages with their terms, read once for all comparisons.

use std::collections::BTreeMap;

use super::reader::{Occurrence, TermReader};
use super::settings::{FramingPassage, LeftOutWords};
use crate::corpus::{PassageId, Span};

/// Forms that are shown of a term.
const N_FORMS: usize = 3;

/// A term that occurs in enough groups of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Its stems, with a space between two.
    pub(super) stems: String,
    /// How it most often stands in the corpus, at most three forms.
    pub(super) forms: Vec<String>,
}

/// A passage with its terms. `document`, `group` and `actor` are numbers in the order of the
/// alphabet.
#[derive(Debug, Clone)]
pub(super) struct ReadPassage<'a> {
    pub(super) source: FramingPassage<'a>,
    pub(super) document: u32,
    pub(super) group: u32,
    pub(super) actor: u32,
    pub(super) n_words: u32,
    /// Terms, ascending, with how often each occurs.
    pub(super) counts: Vec<(u32, u32)>,
}

impl ReadPassage<'_> {
    /// The strata of the passage with the share of it that each gets: instrument i is stratum
    /// i + 1, a passage without instrument is in stratum 0.
    pub(super) fn strata(&self) -> impl Iterator<Item = (usize, f64)> {
        let instruments = self.source.instruments;
        let share = 1.0 / instruments.len().max(1) as f64;
        let none = instruments.is_empty().then_some(0);
        let strata = instruments.iter().map(|i| i + 1);
        none.into_iter()
            .chain(strata)
            .map(move |stratum| (stratum, share))
    }
}

/// All passages, in the order of documents and places.
pub(super) struct FramingCorpus<'a> {
    pub(super) passages: Vec<ReadPassage<'a>>,
    /// In the order of the alphabet.
    pub(super) terms: Vec<Term>,
    pub(super) n_strata: usize,
    reader: TermReader,
    place_of_term: Vec<Option<u32>>,
}

impl<'a> FramingCorpus<'a> {
    /// Reads the passages, in any order. Terms in fewer than `min_groups` groups are dropped: no
    /// comparison could list them.
    pub(super) fn read(
        passages: &[FramingPassage<'a>],
        left_out: &LeftOutWords,
        min_groups: usize,
    ) -> Self {
        let mut sorted: Vec<FramingPassage<'a>> = passages.to_vec();
        sorted.sort_by_cached_key(|p| {
            let place: Option<PassageId> = p.passage_id.parse().ok();
            let start = place.map_or(0, |place| place.span.start);
            (p.document_id.to_owned(), start, p.passage_id.to_owned())
        });
        let documents = numbers(sorted.iter().map(|p| p.document_id));
        let groups = numbers(sorted.iter().map(|p| p.group));
        let actors = numbers(sorted.iter().map(|p| p.actor));
        let number = |of: &BTreeMap<&str, u32>, name| of.get(name).copied().unwrap_or(0);
        let mut reader = TermReader::new(left_out);
        let mut found = Vec::new();
        let passages = sorted.into_iter().map(|source| {
            let n_words = reader.read(source.text, &mut found);
            ReadPassage {
                document: number(&documents, source.document_id),
                group: number(&groups, source.group),
                actor: number(&actors, source.actor),
                n_words,
                counts: counts(&found),
                source,
            }
        });
        let mut corpus = Self {
            passages: passages.collect(),
            terms: Vec::new(),
            n_strata: 0,
            reader,
            place_of_term: Vec::new(),
        };
        corpus.keep_terms(min_groups);
        let strata = corpus.passages.iter().flat_map(ReadPassage::strata);
        corpus.n_strata = strata.map(|(stratum, _)| stratum + 1).max().unwrap_or(0);
        corpus
    }

    /// Drops the terms in fewer than `min_groups` groups and puts the others into the order of the
    /// alphabet.
    fn keep_terms(&mut self, min_groups: usize) {
        let all: Vec<u32> = (0..).take(self.passages.len()).collect();
        let n_met = self.reader.n_terms();
        let n_groups = n_distinct(&self.passages, &all, n_met, |passage| passage.group);
        let mut kept: Vec<(String, u32)> = (0_u32..)
            .zip(&n_groups)
            .filter(|(_, n)| **n as usize >= min_groups)
            .map(|(term, _)| (self.reader.stems_of(term), term))
            .collect();
        kept.sort();
        self.place_of_term = vec![None; n_met];
        for (place, (_, term)) in (0_u32..).zip(&kept) {
            if let Some(slot) = self.place_of_term.get_mut(*term as usize) {
                *slot = Some(place);
            }
        }
        let forms = self.reader.forms_by_place(&self.place_of_term, kept.len());
        let terms = kept.into_iter().zip(forms).map(|((stems, _), forms)| {
            let shown = forms.into_iter().take(N_FORMS);
            Term {
                stems,
                forms: shown.map(|(form, _)| form).collect(),
            }
        });
        self.terms = terms.collect();
        let place_of = |term: u32| self.place_of_term.get(term as usize).copied().flatten();
        for passage in &mut self.passages {
            let kept = passage.counts.iter();
            let mut kept: Vec<(u32, u32)> = kept
                .filter_map(|&(term, count)| Some((place_of(term)?, count)))
                .collect();
            kept.sort_unstable();
            passage.counts = kept;
        }
    }

    /// A passage by its place in the corpus.
    pub(super) fn passage(&self, place: u32) -> Option<&ReadPassage<'a>> {
        self.passages.get(place as usize)
    }

    /// The first place in `text` where the term stands.
    pub(super) fn find(&mut self, term: u32, text: &str) -> Option<Span> {
        let mut found = Vec::new();
        self.reader.read(text, &mut found);
        let is_term = |occurrence: &&Occurrence| {
            let place = self.place_of_term.get(occurrence.term as usize);
            place.copied().flatten() == Some(term)
        };
        found.iter().find(is_term).map(|occurrence| occurrence.span)
    }
}

/// Numbers in the order of the alphabet.
fn numbers<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u32> {
    let mut numbers: BTreeMap<&str, u32> = names.map(|name| (name, 0)).collect();
    for (number, value) in (0..).zip(numbers.values_mut()) {
        *value = number;
    }
    numbers
}

/// How often each term occurs, terms ascending.
fn counts(found: &[Occurrence]) -> Vec<(u32, u32)> {
    let mut terms: Vec<u32> = found.iter().map(|occurrence| occurrence.term).collect();
    terms.sort_unstable();
    let runs = terms.chunk_by(|a, b| a == b);
    runs.filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).ok()?)))
        .collect()
}

/// For each of `n_terms` terms, in how many different units it occurs among the passages at
/// `places`; `unit` gives the unit of a passage.
pub(super) fn n_distinct(
    passages: &[ReadPassage<'_>],
    places: &[u32],
    n_terms: usize,
    unit: impl Fn(&ReadPassage<'_>) -> u32,
) -> Vec<u32> {
    let found = places.iter().filter_map(|&p| passages.get(p as usize));
    let mut sorted: Vec<(u32, &ReadPassage<'_>)> = found.map(|p| (unit(p), p)).collect();
    sorted.sort_by_key(|(unit, _)| *unit);
    let mut last = vec![u32::MAX; n_terms];
    let mut n = vec![0; n_terms];
    for (unit, passage) in sorted {
        for &(term, _) in &passage.counts {
            if let (Some(last), Some(n)) = (last.get_mut(term as usize), n.get_mut(term as usize))
                && *last != unit
            {
                *last = unit;
                *n += 1;
            }
        }
    }
    n
}
