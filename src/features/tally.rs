//! How often each feature stands in a text: what a label needs, and no more.
//!
//! The pieces of a word are looked up once however often the word stands in the text, and nothing is
//! kept of where they stand: what a piece adds is added to its words.

use super::scratch::Occurrence;
use super::visit::{Sink, TokenRange};
use super::words::Words;

/// Features of a text with their values.
#[derive(Debug, Default)]
pub(crate) struct Valued {
    /// Distinct feature ids, in the order in which they were first met.
    pub(crate) features: Vec<u32>,
    /// Their values: those of others as in [`Row`](super::Row), those of pieces before
    /// [`Tally::piece_scale`].
    pub(crate) values: Vec<f64>,
}

/// A word of a text, however often it stands there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DistinctWord {
    /// The token that it is first.
    pub(crate) first: u32,
    /// What its features add over all its tokens.
    pub(crate) added: f64,
    n: u32,
    is_name: bool,
    /// Its place among the words of the analyzer.
    word: u32,
}

/// The features of one text.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Features of pieces of words.
    pub(crate) pieces: Valued,
    /// All others: stems, phrases, terms of the lexicon.
    pub(crate) others: Valued,
    /// What the values of pieces are multiplied by: the weight of their block by its length.
    pub(crate) piece_scale: f64,
    /// By feature: how often it occurs in the text.
    pub(crate) counts: Vec<u32>,
    /// By feature: what one occurrence of it adds.
    pub(crate) shares: Vec<f64>,
    /// The places of all features but pieces.
    occurrences: Vec<Occurrence>,
    words: Vec<DistinctWord>,
    /// By token: its word.
    word_of_token: Vec<u32>,
    /// By number of a word: the text in which it was met last, and its place among its words.
    met: Vec<(u32, u32)>,
    text: u32,
}

impl<S> Sink<S> for Tally {
    #[inline]
    fn word(&mut self, _: &mut S, words: &Words, word: u32, is_name: bool, at: u32) {
        let number = if is_name { 0 } else { words.get(word).number };
        let place = match self.met.get(number as usize) {
            Some(&(text, place)) if text == self.text => place,
            _ => self.meet(number, word, is_name, at),
        };
        self.word_of_token.push(place);
        if let Some(word) = self.words.get_mut(place as usize) {
            word.n += 1;
        }
    }

    #[inline]
    fn feature(&mut self, _: &mut S, feature: u32, tokens: TokenRange) {
        self.occurrences.push(Occurrence { feature, tokens });
        add(&mut self.others.features, &mut self.counts, feature, 1);
    }
}

/// Counts a feature `n` times.
#[inline]
fn add(features: &mut Vec<u32>, counts: &mut [u32], feature: u32, n: u32) {
    if let Some(count) = counts.get_mut(feature as usize) {
        if *count == 0 {
            features.push(feature);
        }
        *count += n;
    }
}

impl Tally {
    /// Starts on a text, by an analyzer with `n_features`.
    pub(super) fn start(&mut self, n_features: usize) {
        for &feature in self.pieces.features.iter().chain(&self.others.features) {
            if let Some(count) = self.counts.get_mut(feature as usize) {
                *count = 0;
            }
        }
        self.counts.resize(n_features, 0);
        self.text = self.text.wrapping_add(1);
        if self.text == 0 {
            self.met.clear();
            self.text = 1;
        }
        for valued in [&mut self.pieces, &mut self.others] {
            valued.features.clear();
            valued.values.clear();
        }
        self.occurrences.clear();
        self.words.clear();
        self.word_of_token.clear();
    }

    /// Notes a word that the text did not have before; its place.
    fn meet(&mut self, number: u32, word: u32, is_name: bool, at: u32) -> u32 {
        let number = number as usize;
        if number >= self.met.len() {
            self.met.resize(2 * number + 1, (0, 0));
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if let Some(met) = self.met.get_mut(number) {
            *met = (self.text, place);
        }
        self.words.push(DistinctWord {
            first: at,
            added: 0.0,
            n: 0,
            is_name,
            word,
        });
        place
    }

    /// Counts the pieces of the words of the text.
    pub(super) fn count_pieces(&mut self, words: &Words) {
        for word in self.words.iter().filter(|word| !word.is_name) {
            for &piece in words.pieces_of(words.get(word.word)) {
                add(&mut self.pieces.features, &mut self.counts, piece, word.n);
            }
        }
    }

    /// Whether the text has a known feature.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.features.is_empty() && self.others.features.is_empty()
    }

    /// How often a feature occurs in the text.
    pub(crate) fn count(&self, feature: u32) -> u32 {
        self.counts.get(feature as usize).copied().unwrap_or(0)
    }

    /// The words of the text in the order in which they are first met, names aside, by the `shares`
    /// of its features: a feature over m tokens gives each of them the m-th part.
    pub(super) fn words(&mut self, words: &Words) -> impl Iterator<Item = &DistinctWord> {
        let shares = &self.shares;
        let share = |feature: u32| shares.get(feature as usize).copied().unwrap_or(0.0);
        for word in self.words.iter_mut().filter(|word| !word.is_name) {
            let pieces = words.pieces_of(words.get(word.word)).iter();
            let one: f64 = pieces.map(|&piece| share(piece)).sum();
            word.added = one * f64::from(word.n);
        }
        for occurrence in &self.occurrences {
            let (first, last) = (occurrence.tokens.first, occurrence.tokens.last);
            let share = share(occurrence.feature) / f64::from(last - first + 1);
            let tokens = self.word_of_token.get(first as usize..=last as usize);
            for &word in tokens.into_iter().flatten() {
                if let Some(word) = self.words.get_mut(word as usize) {
                    word.added += share;
                }
            }
        }
        self.words.iter().filter(|word| !word.is_name)
    }
}
