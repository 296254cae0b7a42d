//! Exchanges: how often a question from one stance is answered from another.
//!
//! # What it does
//! [`pair_exchanges`] puts the passages of a question and of its answer together and gives each
//! side its stance, as coded and as predicted. [`reframing_by_actor`] and
//! [`reframing_by_instrument`] count, for each pair of stances, how many of the questions from the
//! one were answered from the other, and set beside it what would have been answered anyway.
//!
//! # Input and output
//! [`ExchangeFact`]s in any order → [`Exchange`]s → [`ReframingRow`]s; tables `exchanges.csv`,
//! `reframing.csv` and `reframing_by_instrument.csv`.
//!
//! # Method and source
//! The stance of a side is the one with most of its words; it takes none only where no passage
//! takes a stance ([`side_stance`]). A share over coded exchanges is exact for documents that are
//! coded in full, relative to who coded them; its interval, for exchanges beyond them, comes from
//! clusters. Of exchanges that were neither drawn nor coded in full, and of predicted classes,
//! shares are descriptions and get no interval. The share expected anyway is that of the answers
//! to the same main instrument in the same document, and its p-value comes from permuting these.
//! Reasons and measured alternatives: `docs/decisions/exchanges.md`.
//!
//! # What it drops
//! Nothing silently: questions without an answer, answers without a question and passages in no
//! exchange are rows of `exchanges.csv` with a status of their own; copies say whose they are.
//! Only answered exchanges that are no copies count in shares.

mod cells;
mod copies;
mod exchange_table;
mod fact;
mod pairs;
mod permutation;
mod ratio;
mod reframing;
mod reframing_table;
mod side;
mod summaries;
#[cfg(test)]
mod test_facts;

pub use cells::{AnswerStance, Basis, QuestionStance};
pub use exchange_table::{ExchangeWriter, exchanges_schema, write_exchanges};
pub use fact::{ExchangeFact, ExchangeSettings, StanceSource};
pub use pairs::{Exchange, ExchangeStatus, Pairing, Side, pair_exchanges};
pub use ratio::IntervalKind;
pub use reframing::{Cluster, ReframingRow, reframing_by_actor, reframing_by_instrument};
pub use reframing_table::{
    reframing_by_instrument_schema, reframing_schema, write_reframing,
    write_reframing_by_instrument,
};
pub use side::{SideStance, side_stance};
pub use summaries::ExchangeSummaries;
