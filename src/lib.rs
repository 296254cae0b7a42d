//! Who says what on EU asylum and migration policy, and how firmly may one say so.
//!
//! Standpunt reads Dutch parliamentary papers, attributes every passage to its speaker, labels it
//! by stance and compares how parties frame the same policy. Text in, tables out; the same input
//! always gives the same bytes.
//!
//! The modules stand in the order of the pipeline:
//!
//! | module | from → to |
//! |---|---|
//! | [`read`] | bytes → [`read::SourceText`] |
//! | [`clean`] | source text → [`clean::CleanText`], a list of edits |
//! | [`attribute`] | clean text → [`attribute::Turn`]s: who speaks, in which role |
//! | [`segment`] | turns → [`corpus::Passage`]s |
//! | [`text`] | passage → terms |
//! | [`instruments`] | passage → policy instruments |
//! | [`duplicates`] | passages → clusters, groups |
//! | [`features`] | terms → sparse rows |
//! | [`stance`] | rows → probabilities |
//! | [`label`] | passages × model → labelled table |
//! | [`evaluate`] | gold × predictions → scores |
//! | [`audit`] | labelled passages → samples → codings → agreement |
//! | [`compare`] | labelled passages → shares per actor |
//! | [`report`] | estimates → files |
//!
//! [`pipeline`] runs them all. Below the stages stand the nouns they share ([`corpus`]) and what
//! has nothing to do with parliaments: [`table`], [`store`], [`metrics`], [`math`], [`random`].

pub mod attribute;
pub mod audit;
pub mod clean;
pub mod cli;
pub mod compare;
pub mod config;
pub mod corpus;
pub mod duplicates;
mod error;
pub mod evaluate;
pub mod features;
pub mod instruments;
pub mod label;
pub mod math;
pub mod metrics;
pub mod pipeline;
pub mod random;
pub mod read;
pub mod report;
pub mod segment;
pub mod stance;
pub mod store;
pub mod table;
pub mod text;

pub use error::Error;
