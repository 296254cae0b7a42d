//! From passage to policy instruments: which systems a passage is about.
//!
//! - **Input and output.** The text of a passage and its heading; [`InstrumentTagger`] gives the
//!   instruments of the codebook, in its order. [`carry_over`] adds what only other passages of
//!   the same exchange tell.
//! - **Method.** A reviewed list of words and phrases ([`crate::corpus::InstrumentPatterns`]),
//!   found in one pass over the text. A passage is about what a main cue names; where there is
//!   none, about what its heading names; where that names nothing, about what its first side cue
//!   names. Why so, and what each step is worth: `docs/decisions/instruments.md`.
//! - **What it drops.** Negation: *geen Dublinoverdrachten* is about Dublin. How often a cue
//!   stands in a passage.

mod error;
mod exchange;
mod finder;
mod openings;
mod tagger;

pub use error::InstrumentError;
pub use exchange::{ExchangePassage, carry_over};
pub use tagger::{CueSource, InstrumentTagger, TagScratch, Tags};

#[cfg(test)]
mod tests;
