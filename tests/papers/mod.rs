//! Reads documents as the tool does, and checks that nothing of them is lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod debates;
pub(crate) mod exchange_text;
pub(crate) mod subjects;
pub(crate) mod whole_papers;

use standpunt::attribute::{AttributedText, Registers, attribute};
use standpunt::clean::clean;
use standpunt::corpus::{
    Document, DocumentId, DocumentKind, MemberRegister, PartyRegister, Passage,
};
use standpunt::read::SourceText;
use standpunt::segment::{Abbreviations, SegmentSettings, segment};

/// A document of which only kind and date are known.
pub(crate) fn document(stem: &str, kind: Option<DocumentKind>, date: &str) -> Document {
    Document {
        id: DocumentId::from_file_stem(stem),
        file: format!("{stem}.txt"),
        kind,
        date: date.parse().ok(),
        chamber: String::new(),
        dossier: String::new(),
        title: String::new(),
    }
}

/// A document as it comes out of the four stages.
pub(crate) struct Reading {
    pub(crate) attributed: AttributedText,
    pub(crate) passages: Vec<Passage>,
}

pub(crate) fn read(document: &Document, text: &str, register: &PartyRegister) -> Reading {
    let source = SourceText::from_bytes(document.clone(), text.as_bytes()).unwrap();
    let attributed = attribute(
        clean(source),
        &Registers {
            parties: register,
            members: &MemberRegister::built_in(),
        },
    );
    let passages = segment(
        &attributed,
        &[],
        &Abbreviations::built_in(),
        SegmentSettings::default(),
    );
    Reading {
        attributed,
        passages,
    }
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
