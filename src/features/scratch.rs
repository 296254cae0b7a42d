//! What an analyzer keeps between texts.

use super::Row;
use super::tally::{DistinctWord, Tally};
use super::visit::{Sink, TokenRange, Walk};
use super::word_sums::WordSums;
use super::words::Words;
use crate::corpus::Span;
use crate::text::LanguageCounts;

/// A feature at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) feature: u32,
    pub(crate) tokens: TokenRange,
}

/// What an analyzer keeps between texts so that a text costs no allocation. One for each
/// thread; it serves any analyzer, and forgets when it meets another one.
#[derive(Debug, Default)]
pub struct FeatureScratch {
    pub(super) owner: u64,
    pub(super) walk: Walk,
    pub(super) tally: Tally,
    /// The sum of the squared factors of the pieces of a word.
    pub(super) piece_squares: WordSums,
    pub(super) occurrences: Occurrences,
    /// By feature: 1 + its place in the row, 0 where it is not in the row.
    pub(super) places: Vec<u32>,
    pub(super) features: Vec<u32>,
    pub(super) counts: Vec<u32>,
    pub(super) values: Vec<f64>,
}

/// The features of a text, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Occurrences(pub(super) Vec<Occurrence>);

impl<S> Sink<S> for Occurrences {
    fn word(&mut self, _: &mut S, words: &Words, word: u32, is_name: bool, at: u32) {
        if is_name {
            return;
        }
        let tokens = TokenRange {
            first: at,
            last: at,
        };
        let pieces = words.pieces_of(words.get(word)).iter();
        self.0
            .extend(pieces.map(|&feature| Occurrence { feature, tokens }));
    }

    fn feature(&mut self, _: &mut S, feature: u32, tokens: TokenRange) {
        self.0.push(Occurrence { feature, tokens });
    }
}

impl FeatureScratch {
    /// Number of tokens in the text visited last, stop words included.
    pub fn n_tokens(&self) -> usize {
        self.walk.spans.len()
    }

    /// Number of tokens in the text visited last that are no stop words.
    pub(crate) fn n_words(&self) -> usize {
        self.walk.n_words
    }

    /// The languages of the words of the text visited last.
    pub(crate) fn languages(&self) -> &LanguageCounts {
        &self.walk.languages
    }

    /// The features of the text whose row was made last, in the order in which they were met.
    pub(crate) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences.0
    }

    /// Tells whose words are numbered, and which list of theirs: numbers of words mean the same as
    /// long as this does.
    pub(crate) fn words_id(&self) -> (u64, u64) {
        (self.owner, self.walk.words.generation())
    }

    /// The place of each token of the text tallied last, and the number of its word where it is in no
    /// name; `None` where the text has words that are no tokens.
    pub(crate) fn tokens(&self) -> Option<impl Iterator<Item = (Span, Option<u32>)>> {
        let spans = self.walk.spans.iter().copied();
        let tokens = spans.zip(self.tally.numbers());
        self.walk.is_whole.then_some(tokens)
    }

    /// Shows the words of the text tallied last in the order in which they are first met, names
    /// aside, with the features of their pieces.
    pub(crate) fn for_each_word(&mut self, sink: impl FnMut(&mut DistinctWord, &[u32])) {
        self.tally.for_each_word(&self.walk.words, sink);
    }

    /// Whether the text tallied last has no known feature.
    pub(crate) fn knows_nothing(&self) -> bool {
        self.tally.is_empty()
    }

    /// The text tallied last, to note what its features add.
    pub(crate) fn last_tally_mut(&mut self) -> &mut Tally {
        &mut self.tally
    }

    /// Adds to each word of the text tallied last what its features add by the shares noted there.
    pub(crate) fn add_shares(&mut self) {
        self.tally.add_shares(&self.walk.words);
    }

    /// The features of the text tallied last.
    pub(crate) fn last_tally(&self) -> &Tally {
        &self.tally
    }

    /// The place of a feature in the row made last.
    pub(crate) fn place(&self, feature: u32) -> Option<usize> {
        let place = self.places.get(feature as usize)?;
        (*place as usize).checked_sub(1)
    }

    /// The row made last.
    pub(crate) fn last_row(&self) -> Row<'_> {
        Row {
            features: &self.features,
            counts: &self.counts,
            values: &self.values,
        }
    }

    /// The place of token number `token` in the text visited last.
    pub(crate) fn token_span(&self, token: u32) -> Span {
        let span = self.walk.spans.get(token as usize).copied();
        span.unwrap_or(Span { start: 0, end: 0 })
    }

    /// The place of a range of tokens in the text visited last.
    pub(crate) fn span(&self, tokens: TokenRange) -> Span {
        Span::new(
            self.token_span(tokens.first).start,
            self.token_span(tokens.last).end,
        )
    }
}
