//! Framing terms: the words by which an actor, or a stance, is told from the others.
//!
//! # What it does
//! [`compare_framing`] compares, within each role, every actor with all other actors and with each
//! of them, and every stance with all other stances: which terms does one side use more where both
//! speak of the same policy instrument?
//!
//! # Input and output
//! [`FramingPassage`]s in any order, without copies → [`FramingTables`]: per comparison its size,
//! how many terms were tested, and the terms that stand out on either side, with quotes.
//!
//! # Method and source
//! A term is the stem of a word or of two words in a row. It is weighed by log-odds with an
//! informative prior (Monroe, Colaresi and Quinn 2008; [`log_odds`]), taken in each policy
//! instrument apart and put together ([`stratified_log_odds`]), so that a topic does not pose as
//! a frame. Beside it stand the log-odds without strata, and keyness ([`g2`], [`log2_ratio`]).
//! Words are not independent: a speaker repeats them, so that z is a rank and no test (Lijffijt
//! et al. 2016). What may be claimed is told by a bootstrap of groups, adjusted for the number of
//! terms. Why so: `docs/decisions/framing-terms.md`.
//!
//! # What it drops
//! Names, numbers, words of procedure, phrases with function words that carry no stance; terms in
//! too few groups, which are counted; actors who are not known, where actors are compared.

mod background;
mod bootstrap;
mod comparison;
mod corpus;
mod evidence;
mod keyness;
mod listing;
mod log_odds;
mod reader;
mod settings;
mod table;
mod table_columns;
mod tasks;

pub use comparison::{SideSize, TermSpread};
pub use evidence::Quote;
pub use keyness::{chi_squared, g2, g2_williams, log2_ratio};
pub use listing::{FramingComparison, FramingTables, FramingTerm, StanceSource, compare_framing};
pub use log_odds::{LogOdds, Stratum, TermCounts, log_odds, stratified_log_odds, stratum_weight};
pub use settings::{FramingContext, FramingPassage, FramingSettings, LeftOutWords};
pub use table::{
    framing_by_actor_schema, framing_by_pair_schema, framing_by_stance_schema,
    write_framing_by_actor, write_framing_by_pair, write_framing_by_stance,
};
