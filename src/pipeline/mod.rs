//! Runs the stages; the only module that knows them all.

mod reading;

pub use reading::{Reading, ReadingOptions, read_corpus};
