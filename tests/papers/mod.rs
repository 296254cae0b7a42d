//! Reads documents as the tool does, and checks that nothing of them is lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod accounts;
pub(crate) mod debates;
pub(crate) mod exchange_text;
pub(crate) mod subjects;
pub(crate) mod whole_papers;

use standpunt::attribute::{Registers, attribute};
use standpunt::clean::clean;
use standpunt::corpus::{Document, DocumentId, DocumentKind, MemberRegister, PartyRegister};
use standpunt::read::SourceText;
use standpunt::segment::{Abbreviations, SegmentSettings, segment};

use accounts::Reading;

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
