//! The nouns that three or more stages share: documents, actors, passages, classes, gold labels.

mod actor;
mod closest;
mod codebook;
mod date;
mod document;
mod documents;
mod error;
mod examples;
mod expert_positions;
mod gold;
mod instrument_patterns;
mod instrument_split;
mod lexicon;
mod names;
mod party;
mod party_names;
mod party_register;
mod passage;
mod rows;
mod span;
mod test_file;
mod toml_file;
mod word_list;

pub use actor::{Actor, Role};
pub use codebook::{Codebook, Instrument, StanceClass};
pub use date::{DateError, DatePrecision, PartialDate};
pub use document::{Document, DocumentId, DocumentIdError, DocumentKind};
pub use documents::read_documents;
pub use error::{DataError, DataFault};
pub use examples::{Example, LineKind, SeedLine, read_examples, read_seed_lines};
pub use expert_positions::{ExpertPosition, built_in_expert_positions, read_expert_positions};
pub use gold::{GoldMeta, GoldPassage, ReferenceStandard, read_gold};
pub use instrument_patterns::{CuePlace, CueRank, CueTerm, InstrumentPattern, InstrumentPatterns};
pub use instrument_split::{Half, InstrumentSplit};
pub use lexicon::{Lexicon, LexiconTerm, LexiconTermError, LexiconWord, WordShape};
pub use names::NameList;
pub use party::{Alias, Party, PartyId, PartyIdError};
pub use party_register::{PartyMention, PartyRegister, Unresolved};
pub use passage::{Passage, PassageId, PassageIdError};
pub use span::Span;
pub use test_file::{DEFAULT_TEXT_COLUMN, RowFilter, RowFilterError, TestRow, read_test_rows};
pub use word_list::WordList;

pub(crate) use closest::closest;
pub(crate) use rows::{Row, Rows};
pub(crate) use toml_file::{line_at, read as read_toml};
