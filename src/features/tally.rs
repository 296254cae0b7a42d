//! How often each feature stands in a text: what a label needs, and no more.
//!
//! The pieces of a word are looked up once however often the word stands in the text, and nothing is
//! kept of where they stand: what a piece adds is added to its words.

use super::scratch::Occurrence;
use super::visit::{Sink, TokenRange};
use super::words::{Entry, NAME_NUMBER, Words};

/// Features of a text with their values.
#[derive(Debug, Default)]
pub(crate) struct Valued {
    /// Distinct feature ids, in the order in which they were first met.
    pub(crate) features: Vec<u32>,
    /// Their values, as in [`Row`](super::Row).
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
    entry: Entry,
}

/// The features of one text.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Features of pieces of words.
    pub(crate) pieces: Valued,
    /// All others: stems, phrases, terms of the lexicon.
    pub(crate) others: Valued,
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
    fn word(&mut self, _: &mut S, entry: &Entry, _: &[u32], at: u32) {
        let number = entry.number as usize;
        if number >= self.met.len() {
            self.met.resize(2 * number + 1, (0, 0));
        }
        let next = self.words.len();
        let Some((text, word)) = self.met.get_mut(number) else {
            return;
        };
        if *text != self.text {
            *text = self.text;
            *word = u32::try_from(next).unwrap_or(u32::MAX);
            self.words.push(DistinctWord {
                first: at,
                added: 0.0,
                n: 0,
                is_name: entry.number == NAME_NUMBER,
                entry: *entry,
            });
        }
        self.word_of_token.push(*word);
        if let Some(word) = self.words.get_mut(*word as usize) {
            word.n += 1;
        }
    }

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

    /// Counts the pieces of the words of the text.
    pub(super) fn count_pieces(&mut self, words: &Words) {
        for word in &self.words {
            for &piece in words.pieces_of(&word.entry) {
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
        for word in &mut self.words {
            let mut one = 0.0;
            for &piece in words.pieces_of(&word.entry) {
                one += share(piece);
            }
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
