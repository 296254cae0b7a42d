//! What is not drawn: copies, which count once for each actor, and the chair, who speaks for nobody.

use super::FramePassage;
use crate::corpus::Actor;
use crate::duplicates::{OwnedText, find_repeats};
use crate::store::SkippedRecord;

/// Why a row of `skipped.csv` is no passage of the frame: it repeats another one of its actor.
pub const LEFT_OUT_COPY: &str = "copy";
/// Likewise: the chair of a sitting says it.
pub const LEFT_OUT_CHAIR: &str = "chair";

/// Leaves out the chair of a sitting, who is not compared; other passages keep the chair's words as
/// their context.
pub(super) fn leave_out_chair(
    passages: Vec<FramePassage>,
) -> (Vec<FramePassage>, Vec<SkippedRecord>) {
    let is_chair = |passage: &FramePassage| Actor::from_name(&passage.actor).is_chair();
    let (chair, kept): (Vec<_>, Vec<_>) = passages.into_iter().partition(is_chair);
    let skipped = chair.into_iter().map(|passage| {
        let detail = format!("{}: the chair speaks for nobody", passage.passage_id);
        skipped(passage, LEFT_OUT_CHAIR, detail)
    });
    (kept, skipped.collect())
}

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
            Some(original) => {
                let detail = format!(
                    "{} repeats {original} of the same actor",
                    passage.passage_id
                );
                left_out.push(skipped(passage, LEFT_OUT_COPY, detail));
            }
        }
    }
    (kept, left_out)
}

fn skipped(passage: FramePassage, reason: &str, detail: String) -> SkippedRecord {
    SkippedRecord {
        document_id: passage.document_id,
        file: String::new(),
        line: None,
        span: passage
            .place
            .map(|place| (place.span.start, place.span.end)),
        stage: "sample".to_owned(),
        reason: reason.to_owned(),
        detail,
    }
}
