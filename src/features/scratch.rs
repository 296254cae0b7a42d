//! What an analyzer keeps between texts.

use super::Row;
use super::tally::{DistinctWord, Tally};
use super::visit::{Sink, TokenRange, Walk};
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

    /// The words of the text tallied last, by what `share` says that one occurrence of a feature
    /// adds; see [`Tally::words`].
    pub(crate) fn words(
        &mut self,
        mut shares: impl FnMut(&mut Tally),
    ) -> impl Iterator<Item = &DistinctWord> {
        shares(&mut self.tally);
        self.tally.words(&self.walk.words)
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
