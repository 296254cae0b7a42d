//! What is tried with any bytes: one function for each way into the program.
//!
//! A body takes bytes, feeds them to a part of the library and checks what must hold of the
//! answer, whatever the bytes are; it fails by panicking. `tests/fuzz_corpus.rs` replays small
//! files in the gate, `fuzz/` hands the same functions to cargo-fuzz; `docs/fuzzing.md` says what
//! each of them checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a body fails by panicking"
)]

#[path = "../papers/accounts.rs"]
mod accounts;
mod archives;
mod copies;
mod documents;
mod labels;
mod lists;
mod models;
#[cfg(feature = "pdf")]
mod pdfs;
mod settings;
mod tables;
mod words;

/// A body: panics where something does not hold.
pub(crate) type Body = fn(&[u8]);

/// The bodies by the names of their targets.
pub(crate) const TARGETS: &[(&str, Body)] = &[
    ("attribution", documents::attribution),
    ("codebook", settings::codebook),
    ("codings", lists::codings),
    ("configuration", settings::configuration),
    ("csv", tables::csv),
    ("duplicates", copies::duplicates),
    ("gold", lists::gold),
    ("gzip", archives::gzip),
    ("json_lines", documents::json_lines),
    ("label", labels::label),
    ("lexicon", lists::lexicon),
    ("lists", lists::lists),
    ("members", lists::members),
    ("model", models::model),
    ("motion", words::motion),
    ("official", documents::official),
    ("parties", lists::parties),
    #[cfg(feature = "pdf")]
    ("pdf", pdfs::pdf),
    #[cfg(feature = "pdf")]
    ("pdf_page", pdfs::pdf_page),
    ("plan", settings::plan),
    ("sentences", words::sentences),
    ("table_rows", documents::table_rows),
    ("tei", documents::tei),
    ("tei_root", documents::tei_root),
    ("text", documents::text),
    ("tokens", words::tokens),
    ("vlos", documents::vlos),
    ("word", archives::word),
    ("word_body", archives::word_body),
];

/// Runs the body of a target.
pub(crate) fn run(target: &str, bytes: &[u8]) {
    let (_, body) = TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .expect("a target of this name");
    body(bytes);
}
