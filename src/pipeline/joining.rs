//! Which coded passage a passage is: by id, by text, by overlap.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{DocumentId, GoldPassage, Passage, PassageId, Span};

/// Share of the bytes of either passage that must lie in the other for a join by overlap.
const MIN_OVERLAP: f64 = 0.5;

/// Coded passages, to be looked up.
#[derive(Debug)]
pub(super) struct GoldIndex<'a> {
    ids: BTreeMap<&'a str, usize>,
    texts: BTreeMap<&'a str, Vec<usize>>,
    places: BTreeMap<&'a DocumentId, Vec<(Span, usize)>>,
}

impl<'a> GoldIndex<'a> {
    pub(super) fn of(gold: &'a [GoldPassage]) -> Self {
        let mut index = Self {
            ids: BTreeMap::new(),
            texts: BTreeMap::new(),
            places: BTreeMap::new(),
        };
        for (i, coded) in gold.iter().enumerate() {
            index.ids.insert(&coded.passage_id, i);
            index.texts.entry(&coded.text).or_default().push(i);
            if let Some(place) = &coded.place {
                index
                    .places
                    .entry(&place.document_id)
                    .or_default()
                    .push((place.span, i));
            }
        }
        for places in index.places.values_mut() {
            places.sort();
        }
        index
    }

    /// The coded passage with the same id; else one with the same text in the same document, or
    /// in any where the passage has no place; else the one that shares most bytes, at least half
    /// of either.
    pub(super) fn find(&self, id: &str, place: Option<&PassageId>, text: &str) -> Option<usize> {
        self.ids
            .get(id)
            .copied()
            .or_else(|| place.and_then(|place| self.overlapping(place)))
            .or_else(|| {
                self.texts
                    .get(text)
                    .filter(|_| place.is_none())?
                    .first()
                    .copied()
            })
    }

    fn overlapping(&self, place: &PassageId) -> Option<usize> {
        let places = self.places.get(&place.document_id)?;
        let first = places.partition_point(|(span, _)| span.end <= place.span.start);
        places[first..]
            .iter()
            .take_while(|(span, _)| span.start < place.span.end)
            .map(|(span, i)| (span.overlap(place.span), *span, *i))
            .filter(|(overlap, span, _)| {
                let longer = span.len().max(place.span.len());
                *overlap as f64 >= MIN_OVERLAP * longer as f64
            })
            .max_by_key(|(overlap, span, _)| (*overlap, std::cmp::Reverse(span.start)))
            .map(|(_, _, i)| i)
    }
}

/// The ids of passages that were read, by the ids of the coded passages that they are, where the two
/// differ: a gold file may end a passage in front of the sign of a footnote. No two coded passages
/// get one id.
pub(super) fn ids_as_read(gold: &[GoldPassage], read: &[Passage]) -> BTreeMap<String, String> {
    let index = GoldIndex::of(gold);
    let ids: Vec<String> = read.iter().map(|passage| passage.id.to_string()).collect();
    let are_read: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let mut as_read = BTreeMap::new();
    for (passage, id) in read.iter().zip(&ids) {
        let joined = index.find(id, Some(&passage.id), &passage.text);
        let Some(coded) = joined.and_then(|i| gold.get(i)) else {
            continue;
        };
        if !are_read.contains(coded.passage_id.as_str()) {
            let own = as_read.entry(coded.passage_id.clone());
            own.or_insert_with(|| id.clone());
        }
    }
    as_read
}
