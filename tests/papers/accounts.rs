//! Nothing of a document is lost: what is kept and what is dropped add up to what was read.

use standpunt::attribute::AttributedText;
use standpunt::corpus::Passage;

/// A document as it comes out of the four stages.
pub(crate) struct Reading {
    pub(crate) attributed: AttributedText,
    pub(crate) passages: Vec<Passage>,
}

/// Kept, dropped and white space add up to the source; passages are in order and do not overlap.
pub(crate) fn check_accounts(reading: &Reading) {
    let clean = &reading.attributed.text;
    let source = &clean.source().text;
    let mut covered = vec![0_u8; source.len()];
    for edit in clean.edits() {
        covered[edit.span.range()].iter_mut().for_each(|n| *n += 1);
    }
    let mut end = 0;
    for passage in &reading.passages {
        let span = passage.id.span;
        assert!(
            span.start >= end && span.end <= source.len(),
            "{}",
            passage.id
        );
        end = span.end;
        let rendered = clean.render(span);
        assert_eq!(rendered.text, passage.text);
        for piece in rendered.pieces() {
            assert!(span.contains(piece) && passage.text.contains(&source[piece.range()]));
            covered[piece.range()].iter_mut().for_each(|n| *n += 1);
        }
    }
    for (at, c) in source.char_indices() {
        let n = covered[at];
        assert!(
            n == 1 || n == 0 && c.is_whitespace(),
            "{n} times at byte {at}: {:?}",
            &source[at..source.len().min(at + 40)]
        );
    }
}

/// Edits are in order and apart; they and what they leave are the source.
pub(crate) fn check_source(reading: &Reading) {
    let clean = &reading.attributed.text;
    let source = &clean.source().text;
    let mut whole = String::new();
    let mut at = 0;
    for edit in clean.edits() {
        assert!(at <= edit.span.start && edit.span.start < edit.span.end);
        whole.push_str(&source[at..edit.span.start]);
        whole.push_str(&source[edit.span.range()]);
        at = edit.span.end;
    }
    whole.push_str(&source[at..]);
    assert_eq!(&whole, source);
}
