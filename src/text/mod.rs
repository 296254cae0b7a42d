//! From passage to terms: tokens with their places, normal forms, stems.
//!
//! - **Input and output.** Any text; [`Tokenizer`] gives tokens whose spans slice the text as it
//!   was given, and whose text is lower case and NFC. [`Stemmer`] turns a token into a stem.
//! - **Method.** A hand-written scanner, because a token must keep its place and because Dutch
//!   compounds with hyphens need a rule of their own: `EU-lidstaten` is read as two words,
//!   `niet-begeleide` as one (`docs/decisions/0010-tokens.md`). Stems are Snowball's
//!   `dutch_porter`, the algorithm of Porter's Snowball site until 2024.
//! - **What it drops.** Punctuation, addresses of web pages and mail. It drops no word: *niet*,
//!   *geen* and *tegen* carry stance.

mod characters;
mod fast_hash;
mod known_words;
mod language;
mod reference;
mod scan;
mod stemmer;
mod text_blocks;
mod tokenizer;

pub(crate) use fast_hash::{FastMap, FastSet, fast_hash_of};
pub use known_words::KnownWords;
pub use language::is_not_dutch;
pub(crate) use language::{Language, LanguageCounts, dutch_function_words, language_of};
pub(crate) use reference::{Reference, ReferenceWord};
pub(crate) use scan::Scanned;
pub use stemmer::Stemmer;
pub(crate) use text_blocks::TextBlocks;
pub use tokenizer::{Token, TokenKind, TokenRef, Tokenizer};

#[cfg(test)]
mod properties;
