//! Scores of a stance model that do not flatter it.

mod reading;

pub use reading::{GoldSpeaker, LineFault, Miss, ReadingScores, score_document};
