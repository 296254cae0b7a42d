//! Copies, which count once for each actor.

use super::FramePassage;
use crate::duplicates::{OwnedText, find_repeats};
use crate::store::SkippedRecord;

/// Keeps the first passage of each cluster of copies for each actor.
pub(super) fn leave_out_copies(
    passages: Vec<FramePassage>,
) -> (Vec<FramePassage>, Vec<SkippedRecord>) {
    let texts: Vec<OwnedText<'_>> = passages
        .iter()
        .map(|passage| OwnedText {
            place: passage.place.as_ref(),
            date: passage.date.parse().ok(),
            owner: &passage.actor,
            text: &passage.text,
        })
        .collect();
    let originals: Vec<Option<String>> = find_repeats(&texts)
        .into_iter()
        .map(|repeat| Some(passages.get(repeat?)?.passage_id.clone()))
        .collect();
    let mut kept = Vec::new();
    let mut left_out = Vec::new();
    for (passage, original) in passages.into_iter().zip(originals) {
        match original {
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
