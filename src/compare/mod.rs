//! Shares of stances per actor and per document: a description of the passages read.
//!
//! # What it does
//! [`shares_by_actor`] and [`shares_by_document`] count, for each role and for all roles together,
//! which share of the passages, of the stance-taking passages and of the words takes each stance:
//! as predicted, and beside it as coded where gold codes exist.
//!
//! # Input and output
//! [`LabelledFact`]s in any order → [`ShareRow`]s in the order of the table. One row of the table
//! is one share; its `actor`, `role`, `stance`, `denominator` and `source` tell it apart from all
//! others, so that a filter on these five gives one number.
//!
//! # Method and source
//! A share is a count divided by a count, nothing else: it describes these documents, not the
//! parties. Documents were chosen, not drawn, and a classifier errs more for one party than for
//! another, which no interval around a count of predictions covers (Egami et al. 2023). So no
//! interval is given.
//!
//! A passage and its copies count once in each cell, as its first passage; an actor who repeats
//! another one's words keeps them. Parties that speak as one are an actor of their own.
//!
//! # What it drops
//! Copies, and the row says how many. Predictions for texts that the model was trained on are
//! refused: they repeat what the model was told.

mod cells;
mod error;
mod fact;
mod regression_table;
pub mod scaling;
mod table;

pub use cells::{Denominator, ShareRow, Source, shares_by_actor, shares_by_document};
pub use error::CompareError;
pub use fact::{CompareSettings, LabelledFact};
pub use regression_table::{RegressionRow, regression_schema, write_regression_rows};
pub use table::{actor_schema, document_schema, write_actor_shares, write_document_shares};
