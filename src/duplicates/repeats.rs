//! In which passages somebody repeats himself.

use std::collections::BTreeMap;

use super::{PassageFact, cluster_duplicates, find_copies};
use crate::corpus::{DocumentId, PartialDate, PassageId, Span};

/// A passage with who speaks it.
#[derive(Debug, Clone, Copy)]
pub struct OwnedText<'a> {
    /// Its place; `None` where it has none: it then gets one of its own, in the given order.
    pub place: Option<&'a PassageId>,
    /// The date of its document, as far as known; decides which copy is the first.
    pub date: Option<PartialDate>,
    /// Who speaks.
    pub owner: &'a str,
    /// Its clean text.
    pub text: &'a str,
}

/// For each passage the earlier one of the same owner that it repeats: `repeats[i] = Some(j)` where
/// text i is a copy, by [`cluster_duplicates`], of text j, the first of its cluster and owner. Who
/// repeats another one's words repeats nothing of his own.
pub fn find_repeats(texts: &[OwnedText<'_>]) -> Vec<Option<usize>> {
    let places: Vec<PassageId> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            text.place.cloned().unwrap_or_else(|| PassageId {
                document_id: DocumentId::from_file_stem("table"),
                span: Span::new(i, i + 1),
            })
        })
        .collect();
    let facts: Vec<PassageFact<'_>> = texts
        .iter()
        .zip(&places)
        .map(|(text, id)| PassageFact {
            id,
            date: text.date,
            exchange_id: "",
            block: "",
            text: text.text,
        })
        .collect();
    let place_of: BTreeMap<&PassageId, usize> =
        places.iter().enumerate().map(|(i, id)| (id, i)).collect();
    let mut first: BTreeMap<(PassageId, &str), usize> = BTreeMap::new();
    let mut repeats = vec![None; texts.len()];
    for row in cluster_duplicates(&facts, &find_copies(&facts)) {
        let Some(&i) = place_of.get(&row.passage_id) else {
            continue;
        };
        let Some((text, repeat)) = texts.get(i).zip(repeats.get_mut(i)) else {
            continue;
        };
        let original = *first.entry((row.cluster_id, text.owner)).or_insert(i);
        *repeat = (original != i).then_some(original);
    }
    repeats
}
