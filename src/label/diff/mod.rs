//! Which labels differ between two labelled tables, and why.
//!
//! Rows of the two tables are joined in this order, each row at most once in the first three:
//!
//! 1. the same passage id with the same text;
//! 2. the same text, in the order of the rows;
//! 3. the same passage id, with another text;
//! 4. overlapping places in the same document: with the passage that shares most bytes.
//!
//! A label that differs between rows with the same text comes from the model; one that differs at
//! the same place with another text comes from the text, which reading or cleaning changed; one
//! that differs between overlapping places comes from segmentation. Without passage ids only the
//! text joins.

mod facts;
mod join;
mod tables;

use std::collections::BTreeMap;
use std::io::Read;

use super::LabelError;
use crate::store::Interrupt;
use crate::table::TableReader;
use facts::read_facts;
use join::join_facts;

/// Where a labelled table has what is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The column that holds the text; default `text`.
    pub text_column: String,
    /// The column that holds the passage id, which may be absent; default `passage_id`.
    pub id_column: String,
    /// The column that holds the actor, which may be absent; default `actor`.
    pub actor_column: String,
    /// What stands before the names of the columns of the label; default nothing.
    pub prefix: String,
}

impl Default for Side {
    fn default() -> Self {
        Self {
            text_column: "text".to_owned(),
            id_column: "passage_id".to_owned(),
            actor_column: "actor".to_owned(),
            prefix: String::new(),
        }
    }
}

/// How two labelled tables are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiffSettings {
    /// The columns of the old table.
    pub old: Side,
    /// The columns of the new table.
    pub new: Side,
}

/// What happened to a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Its label is another one.
    Flipped(ChangeCause),
    /// It stands in the old table only.
    OnlyOld,
    /// It stands in the new table only.
    OnlyNew,
}

/// Why a label is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeCause {
    /// The same text got another label.
    Model,
    /// The text at the same place is another one.
    Text,
    /// The passage was cut elsewhere.
    Segmentation,
}

impl ChangeCause {
    /// The cause as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Text => "text",
            Self::Segmentation => "segmentation",
        }
    }
}

/// What one table says of a changed passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelAt {
    /// The passage id, or empty.
    pub passage_id: String,
    /// The line of the row, from 1.
    pub line: u64,
    /// The predicted stance.
    pub stance: String,
    /// Whether it is certain, where the table says so.
    pub is_certain: Option<bool>,
    /// The first 80 characters of the text.
    pub text_start: String,
}

/// One passage whose label, or presence, differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Who speaks: as in the new table, else as in the old one; `unknown` without that column.
    pub actor: String,
    /// The row of the old table.
    pub old: Option<LabelAt>,
    /// The row of the new table.
    pub new: Option<LabelAt>,
}

/// How the labels of one actor changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActorChanges {
    /// Pairs of rows that were joined.
    pub n_joined: usize,
    /// Of these: the label flipped because of the model.
    pub n_model: usize,
    /// Of these: because of the text.
    pub n_text: usize,
    /// Of these: because of segmentation.
    pub n_segmentation: usize,
    /// Rows of the old table that nothing joins.
    pub n_only_old: usize,
    /// Rows of the new table that nothing joins.
    pub n_only_new: usize,
}

impl ActorChanges {
    /// Labels that flipped, for whatever cause.
    pub fn n_flipped(&self) -> usize {
        self.n_model + self.n_text + self.n_segmentation
    }

    fn add(&mut self, other: &Self) {
        self.n_joined += other.n_joined;
        self.n_model += other.n_model;
        self.n_text += other.n_text;
        self.n_segmentation += other.n_segmentation;
        self.n_only_old += other.n_only_old;
        self.n_only_new += other.n_only_new;
    }
}

/// All that differs between two labelled tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelDiff {
    /// The changes: in the order of the new table, then what stands in the old one only.
    pub changes: Vec<Change>,
    /// The counts per actor.
    pub by_actor: BTreeMap<String, ActorChanges>,
}

impl LabelDiff {
    /// The counts of all actors together.
    pub fn totals(&self) -> ActorChanges {
        let mut totals = ActorChanges::default();
        for counts in self.by_actor.values() {
            totals.add(counts);
        }
        totals
    }

    /// Whether the two tables give the same passages the same labels.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares the labels of two tables. Holds about 250 bytes per row.
///
/// # Errors
/// Where a table lacks its text or its `predicted_stance`, cannot be read, or names a passage
/// twice; and where the run is interrupted.
pub fn compare_labels<A: Read, B: Read>(
    old: TableReader<A>,
    new: TableReader<B>,
    settings: &DiffSettings,
    interrupt: &Interrupt,
) -> Result<LabelDiff, LabelError> {
    let old = read_facts(old, &settings.old, interrupt)?;
    let new = read_facts(new, &settings.new, interrupt)?;
    Ok(join_facts(&old, &new))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
