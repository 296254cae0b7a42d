//! From terms to sparse rows: TF-IDF over words, phrases and pieces of words.
//!
//! - **Input and output.** A text and a frozen [`Vocabulary`]; [`Analyzer::row`] gives the
//!   features of the text with their values, [`Analyzer::visit`] the places where they stand.
//! - **Method.** `tf·idf` with `tf = 1 + ln(count)` and
//!   `idf(t) = ln((1 + n) / (1 + df(t))) + 1`, scikit-learn's smooth, sublinear form. The textbook
//!   form (Manning, Raghavan and Schütze 2008, §6.2.1) has no `+ 1` and gives no weight to what
//!   stands in every document. Words with phrases, pieces of words, and the terms of a lexicon are
//!   three blocks of a row: each is divided by its own Euclidean length and multiplied by its
//!   weight, so that the thousands of pieces do not drown the words. Checked by
//!   `tests/oracle_features.rs`.
//! - **What it drops.** Stop words, which travel in the settings; which name a name is; terms that
//!   are too rare.
//!
//! One analyzer serves training, labelling and explaining; nothing else reads a text for the
//! model. A passage has the same row whether it comes alone or among a million.

mod analyzer;
#[cfg(test)]
mod analyzer_tests;
mod counted;
mod error;
mod lexicon;
mod name_spans;
mod names;
mod pieces;
mod scratch;
mod settings;
mod tally;
mod terms;
mod visit;
mod vocabulary;
mod word_keys;
mod word_sums;
mod words;

pub use analyzer::{Analyzer, Row};
pub(crate) use counted::{CountedTexts, Part, RowBuffer, TextCounter};
pub use error::FeatureError;
pub use name_spans::name_spans;
pub use names::NameSpotter;
pub use scratch::FeatureScratch;
pub use settings::{
    ANALYZER_VERSION, AnalyzerSettings, CharacterSettings, LexiconSettings, NameSettings, Stemming,
};
pub(crate) use tally::TalliedTerm;
pub(crate) use terms::is_single_word;
pub use visit::TokenRange;
pub use vocabulary::Vocabulary;
pub(crate) use word_sums::WordSums;
pub(crate) use words::NAME;
