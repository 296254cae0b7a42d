//! Positions and distances: shares of stances put on one scale, and words put on it.
//!
//! # What it does
//! - [`log_ratio_of_shares`], [`log_odds_of_share`]: where an actor stands between two stances, or
//!   how much of its speech one stance takes, from corrected shares and their variances;
//!   [`lowe_position`]: the same from plain counts.
//! - [`squared_distance`], [`wald_test`]: how far two vectors of shares lie apart beyond what
//!   sampling alone would show; [`total_variation`], [`jensen_shannon`], [`hellinger`]: the usual
//!   distances, which sampling pushes upwards.
//! - [`place_by_words`]: Wordscores, a description by vocabulary alone.
//!
//! # Input and output
//! Shares, counts and covariances in, numbers out; nothing here knows how a share was estimated.
//! `None` means that the numbers do not allow the answer.
//!
//! # Method and source
//! Each formula stands at its function. A position on one axis hides how often an actor takes no
//! side at all: show the shares beside it.

mod distance;
mod log_odds;
mod wald;
mod wordscores;
mod wordscores_actors;
mod wordscores_table;

pub use distance::{
    SquaredDistance, clipped_shares, hellinger, jensen_shannon, squared_distance, total_variation,
};
pub use log_odds::{
    EstimatedShare, LogOdds, log_odds_of_share, log_ratio_of_shares, lowe_position,
};
pub use wald::{WaldTest, wald_test};
pub use wordscores::{Rescaling, TextScore, WordCounts, Wordscores, lbg_rescaling, mv_rescaling};
pub use wordscores_actors::{
    ActorWords, PlacedScore, TextKind, WordCounter, WordscoreRow, WordscoresSettings,
    left_out_correlation, place_by_words,
};
pub use wordscores_table::{wordscores_schema, write_wordscores};
