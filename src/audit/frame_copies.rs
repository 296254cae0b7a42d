//! Copies, which count once for each actor.

use std::collections::BTreeMap;

use super::FramePassage;
use crate::corpus::{DocumentId, PassageId, Span};
use crate::duplicates::{PassageFact, cluster_duplicates, find_copies};
use crate::store::SkippedRecord;

/// Keeps the first passage of each cluster of copies for each actor. Passages without a place get
/// one of their own for this purpose, in their order.
pub(super) fn leave_out_copies(
    passages: Vec<FramePassage>,
) -> (Vec<FramePassage>, Vec<SkippedRecord>) {
    let places: Vec<PassageId> = passages
        .iter()
        .enumerate()
        .map(|(i, passage)| {
            passage.place.clone().unwrap_or_else(|| PassageId {
                document_id: DocumentId::from_file_stem("table"),
                span: Span::new(i, i + 1),
            })
        })
        .collect();
    let facts: Vec<PassageFact<'_>> = passages
        .iter()
        .zip(&places)
        .map(|(passage, id)| PassageFact {
            id,
            date: passage.date.parse().ok(),
            exchange_id: "",
            block: "",
            text: &passage.text,
        })
        .collect();
    let place_of: BTreeMap<&PassageId, usize> =
        places.iter().enumerate().map(|(i, id)| (id, i)).collect();
    let mut first: BTreeMap<(PassageId, String), String> = BTreeMap::new();
    let mut copy_of: BTreeMap<usize, String> = BTreeMap::new();
    for row in cluster_duplicates(&facts, &find_copies(&facts)) {
        let Some((place, passage)) = place_of
            .get(&row.passage_id)
            .and_then(|&i| Some((i, passages.get(i)?)))
        else {
            continue;
        };
        let key = (row.cluster_id, passage.actor.clone());
        match first.get(&key) {
            Some(original) => {
                copy_of.insert(place, original.clone());
            }
            None => {
                first.insert(key, passage.passage_id.clone());
            }
        }
    }
    let mut kept = Vec::new();
    let mut left_out = Vec::new();
    for (i, passage) in passages.into_iter().enumerate() {
        match copy_of.remove(&i) {
            None => kept.push(passage),
            Some(original) => left_out.push(skipped(passage, &original)),
        }
    }
    (kept, left_out)
}

fn skipped(passage: FramePassage, original: &str) -> SkippedRecord {
    SkippedRecord {
        document_id: passage.document_id,
        file: String::new(),
        line: None,
        span: passage
            .place
            .map(|place| (place.span.start, place.span.end)),
        stage: "sample".to_owned(),
        reason: "copy".to_owned(),
        detail: format!(
            "{} repeats {original} of the same actor",
            passage.passage_id
        ),
    }
}
