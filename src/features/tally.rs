//! How often each feature stands in a text: what a label needs, and no more.
//!
//! Pieces of words are most of the features, and nearly all of them stand in a text once. What those
//! of a word add together depends on the word alone, so that it is kept with the word
//! ([`WordSums`](super::WordSums)); only the pieces that a text repeats are looked at one by one.

use super::scratch::Occurrence;
use super::visit::{Sink, TokenRange};
use super::words::Words;

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
    /// How often it stands there.
    pub(crate) n: u32,
    /// What its features add over all its tokens.
    pub(crate) added: f64,
    /// Names are one word together, and their pieces do not count.
    pub(crate) is_name: bool,
    /// The same for the same word in every text, whatever its capitals.
    pub(crate) number: u32,
    /// Its place among the words of the analyzer.
    word: u32,
}

/// A piece that stands in a text more than once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RepeatedPiece {
    pub(crate) feature: u32,
    pub(crate) count: u32,
    /// Its inverse document frequency, with the weight within its block.
    pub(crate) factor: f64,
    /// `1 + ln(count)`, which stands in its value where a sum over its places has `count`.
    pub(crate) sublinear: f64,
}

/// The features of one text.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All features but pieces of words: stems, phrases, terms of the lexicon.
    pub(crate) others: Valued,
    /// Pieces that occur more than once, in the order in which they are met again.
    pub(crate) repeated: Vec<RepeatedPiece>,
    /// What the values of pieces are multiplied by: the weight of their block by its length.
    pub(crate) piece_scale: f64,
    /// By feature: how often it occurs in the text; of a piece that occurs once 0.
    pub(crate) counts: Vec<u32>,
    /// By feature: what one occurrence of it adds; of a repeated piece, beyond what the sum of its
    /// word has.
    pub(crate) shares: Vec<f64>,
    /// The words of the text in the order in which they are first met.
    pub(crate) words: Vec<DistinctWord>,
    /// The places of all features but pieces.
    occurrences: Vec<Occurrence>,
    /// Pieces that stand in the text: a bit for each feature, so that all of them lie in the
    /// nearest cache.
    seen: FeatureSet,
    /// The same of those that are repeated.
    again: FeatureSet,
    /// Pieces that the text had already, once for each such place.
    met_again: Vec<u32>,
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
        if let Some(count) = self.counts.get_mut(feature as usize) {
            if *count == 0 {
                self.others.features.push(feature);
            }
            *count += 1;
        }
    }
}

impl Tally {
    /// Starts on a text, by an analyzer with `n_features`.
    pub(super) fn start(&mut self, n_features: usize) {
        let pieces = self.repeated.iter().map(|piece| piece.feature);
        for feature in pieces.chain(self.others.features.iter().copied()) {
            if let Some(count) = self.counts.get_mut(feature as usize) {
                *count = 0;
            }
        }
        self.counts.resize(n_features, 0);
        self.seen.start(n_features);
        self.again.start(n_features);
        self.text = self.text.wrapping_add(1);
        if self.text == 0 {
            self.met.clear();
            self.text = 1;
        }
        self.others.features.clear();
        self.others.values.clear();
        self.repeated.clear();
        self.occurrences.clear();
        self.words.clear();
        self.word_of_token.clear();
    }

    /// Notes a word that the text did not have before; its place.
    fn meet(&mut self, number: u32, word: u32, is_name: bool, at: u32) -> u32 {
        let slot = number as usize;
        if slot >= self.met.len() {
            self.met.resize(2 * slot + 1, (0, 0));
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if let Some(met) = self.met.get_mut(slot) {
            *met = (self.text, place);
        }
        self.words.push(DistinctWord {
            first: at,
            n: 0,
            added: 0.0,
            is_name,
            number,
            word,
        });
        place
    }

    /// Finds the pieces that the text repeats and counts them.
    pub(super) fn find_repeated(&mut self, words: &Words) {
        let mut n_again = 0;
        for word in self.words.iter().filter(|word| !word.is_name) {
            let pieces = words.pieces_of(words.get(word.word));
            if self.met_again.len() < n_again + pieces.len() {
                self.met_again.resize(2 * (n_again + pieces.len()), 0);
            }
            // Which piece is repeated nobody can foretell: it is written anyway, and left to be
            // written over where it is not.
            for &feature in pieces {
                if let Some(slot) = self.met_again.get_mut(n_again) {
                    *slot = feature;
                }
                n_again += usize::from(!self.seen.insert(feature));
            }
        }
        let met_again = std::mem::take(&mut self.met_again);
        for &feature in met_again.iter().take(n_again) {
            self.repeat(feature, 1);
        }
        self.met_again = met_again;
        for place in 0..self.words.len() {
            let word = self.words.get(place).copied();
            let several = word.filter(|word| word.n > 1 && !word.is_name);
            for &feature in several.map_or(&[][..], |word| words.pieces_of(words.get(word.word))) {
                self.repeat(feature, several.map_or(0, |word| word.n - 1));
            }
        }
        for piece in &mut self.repeated {
            piece.count = self
                .counts
                .get(piece.feature as usize)
                .copied()
                .unwrap_or(0);
        }
    }

    /// Counts a piece that stands in the text once and `n` times more.
    fn repeat(&mut self, feature: u32, n: u32) {
        let is_new = self.again.insert(feature);
        if let Some(count) = self.counts.get_mut(feature as usize) {
            *count += n + u32::from(is_new);
        }
        if is_new {
            self.repeated.push(RepeatedPiece {
                feature,
                count: 0,
                factor: 0.0,
                sublinear: 0.0,
            });
        }
    }

    /// Whether the text has a known feature.
    pub(super) fn is_empty(&self, words: &Words) -> bool {
        let mut own = self.words.iter().filter(|word| !word.is_name);
        self.others.features.is_empty()
            && own.all(|word| words.pieces_of(words.get(word.word)).is_empty())
    }

    /// The number of the word of each token; `None` of a name.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Option<u32>> {
        self.word_of_token.iter().map(|place| {
            let word = self.words.get(*place as usize)?;
            (!word.is_name).then_some(word.number)
        })
    }

    /// How often a feature other than a piece occurs in the text.
    pub(crate) fn count(&self, feature: u32) -> u32 {
        self.counts.get(feature as usize).copied().unwrap_or(0)
    }

    /// The pieces of a word of this text.
    pub(super) fn pieces<'w>(word: &DistinctWord, words: &'w Words) -> &'w [u32] {
        if word.is_name {
            return &[];
        }
        words.pieces_of(words.get(word.word))
    }

    /// Adds to each word what its features add by their `shares`: a feature over m tokens gives each
    /// of them the m-th part. What the sums of words have is there already.
    pub(super) fn add_shares(&mut self, words: &Words) {
        let shares = &self.shares;
        let share = |feature: u32| shares.get(feature as usize).copied().unwrap_or(0.0);
        let own = self.words.iter_mut().filter(|word| !word.is_name);
        for word in own {
            let pieces = words.pieces_of(words.get(word.word)).iter();
            let repeated = pieces.filter(|piece| self.again.contains(**piece));
            let beyond: f64 = repeated.map(|piece| share(*piece)).sum();
            word.added += beyond * f64::from(word.n);
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
    }
}

/// A set of features, a bit for each.
#[derive(Debug, Default)]
struct FeatureSet(Vec<u64>);

impl FeatureSet {
    /// Leaves it empty, with room for so many features.
    fn start(&mut self, n_features: usize) {
        self.0.clear();
        self.0.resize(n_features.div_ceil(64), 0);
    }

    /// Whether a feature is new in it.
    #[inline]
    fn insert(&mut self, feature: u32) -> bool {
        let bit = 1 << (feature % 64);
        self.0.get_mut(feature as usize / 64).is_some_and(|bits| {
            let is_new = *bits & bit == 0;
            *bits |= bit;
            is_new
        })
    }

    #[inline]
    fn contains(&self, feature: u32) -> bool {
        let bits = self.0.get(feature as usize / 64).copied().unwrap_or(0);
        bits & (1 << (feature % 64)) != 0
    }
}
