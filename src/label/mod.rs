//! Labels passages with a model, as a stream.
//!
//! A table goes in and comes out with all its columns, in order and unchanged, and behind them the
//! label of the text in each row. Rows are labelled by several threads and written in the order in
//! which they came, in constant memory; the bytes do not depend on the number of threads. A row
//! without text is labelled too, as far as that means anything: its `label_reason` is `empty`.
//!
//! A table may be labelled in several jobs, each of which takes one [`Shard`] of its rows;
//! [`merge_parts`] makes the table of their parts that one run would have made.
//!
//! [`compare_labels`] tells which labels differ between two such tables, and why.

mod columns;
mod diff;
mod error;
mod known;
mod labeller;
mod millionths;
mod outside;
mod rows;
mod shard;
mod stream;

pub(crate) use columns::probability_column;
pub use columns::{LabelColumns, LabelSettings};
pub use diff::{
    ActorChanges, Change, ChangeCause, ChangeKind, DiffSettings, LabelAt, LabelDiff, Side,
    compare_labels,
};
pub use error::LabelError;
pub use known::KnownPredictions;
pub use labeller::Labeller;
pub(crate) use millionths::to_millionths;
pub use outside::{OutsideCount, sample_size};
pub use shard::{
    PartEnd, PartError, PartStart, Shard, ShardError, ShardRows, TablePlace, label_part,
    merge_parts,
};
pub use stream::{LabelSummary, Labelling, Watch};

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod tests;
