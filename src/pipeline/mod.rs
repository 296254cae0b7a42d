//! Runs the stages; the only module that knows them all.

mod reading;
mod reading_scores;
mod resources;

pub use reading_scores::{ReadingReference, score_reading};
pub use resources::{Coded, Resources};
pub use reading::{Reading, ReadingOptions, read_corpus};
