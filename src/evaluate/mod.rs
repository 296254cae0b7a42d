//! Scores of a stance model that do not flatter it.

mod reading;

pub use reading::{BODY, GoldLine, GoldSpeaker, LineFault, Miss, ReadingScores, score_reading};
