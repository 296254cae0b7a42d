//! How often each feature stands in a text: what a label needs, and no more.
//!
//! Pieces of words are most of the features, and nearly all of them stand in a text once. What those
//! of a word add together depends on the word alone, so that it is kept with the word
//! ([`WordSums`](super::WordSums)); only the pieces that a text repeats are looked at one by one.

use super::visit::{Sink, TokenRange};
use super::words::{Entry, NAME_NUMBER, Words};

/// A feature of a text that is no piece of a word: a stem, a phrase, a term of the lexicon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TalliedTerm {
    pub(crate) feature: u32,
    pub(crate) count: u32,
    pub(super) block: usize,
    /// Its value before its block is brought to its length.
    pub(crate) unscaled: f64,
    /// Its value, as in [`Row`](super::Row).
    pub(crate) value: f64,
    /// What one occurrence of it adds.
    pub(crate) share: f64,
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
    /// The first of its pieces among those of the analyzer's words, and how many there are.
    pieces: (u32, u32),
}

impl DistinctWord {
    fn has_pieces(&self) -> bool {
        self.pieces.1 > 0
    }
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
    /// What one occurrence of it adds beyond what the sum of its word has.
    pub(crate) share: f64,
}

/// The features of one text.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All features but pieces of words, in the order in which they are first met.
    pub(crate) terms: Vec<TalliedTerm>,
    /// Pieces that occur more than once, in the order in which they are met again.
    pub(crate) repeated: Vec<RepeatedPiece>,
    /// What the values of pieces are multiplied by: the weight of their block by its length.
    pub(crate) piece_scale: f64,
    /// The words of the text in the order in which they are first met.
    pub(crate) words: Vec<DistinctWord>,
    /// The tokens of every occurrence of a term, by its place among the terms.
    occurrences: Vec<(u32, TokenRange)>,
    /// By feature: its place among the terms or repeated pieces of the text in which it was met last.
    places: Vec<u32>,
    /// Whether words have pieces at all.
    has_pieces: bool,
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
        let entry = words.get(word);
        let number = if is_name { NAME_NUMBER } else { entry.number };
        let place = match self.met.get(number as usize) {
            Some(&(text, place)) if text == self.text => place,
            _ => self.meet(number, entry, is_name, at),
        };
        self.word_of_token.push(place);
        if let Some(word) = self.words.get_mut(place as usize) {
            word.n += 1;
        }
    }

    #[inline]
    fn feature(&mut self, _: &mut S, feature: u32, tokens: TokenRange) {
        let Some(place) = self.places.get_mut(feature as usize) else {
            return;
        };
        // What stands there from an earlier text leads to another feature, or to none.
        match self.terms.get_mut(*place as usize) {
            Some(term) if term.feature == feature => term.count += 1,
            _ => {
                *place = size(self.terms.len());
                self.terms.push(TalliedTerm {
                    feature,
                    count: 1,
                    block: 0,
                    unscaled: 0.0,
                    value: 0.0,
                    share: 0.0,
                });
            }
        }
        self.occurrences.push((*place, tokens));
    }
}

impl Tally {
    /// Starts on a text, by an analyzer with `n_features`.
    pub(super) fn start(&mut self, n_features: usize, has_pieces: bool) {
        self.places.resize(n_features, 0);
        self.has_pieces = has_pieces;
        if has_pieces {
            self.seen.start(n_features);
            self.again.start(n_features);
        }
        self.text = self.text.wrapping_add(1);
        if self.text == 0 {
            self.met.clear();
            self.text = 1;
        }
        self.terms.clear();
        self.repeated.clear();
        self.occurrences.clear();
        self.words.clear();
        self.word_of_token.clear();
    }

    /// Notes a word that the text did not have before; its place.
    fn meet(&mut self, number: u32, entry: &Entry, is_name: bool, at: u32) -> u32 {
        let slot = number as usize;
        if slot >= self.met.len() {
            self.met.resize(2 * slot + 1, (0, 0));
        }
        let place = size(self.words.len());
        if let Some(met) = self.met.get_mut(slot) {
            *met = (self.text, place);
        }
        self.words.push(DistinctWord {
            first: at,
            n: 0,
            added: 0.0,
            is_name,
            number,
            pieces: if is_name { (0, 0) } else { entry.pieces() },
        });
        place
    }

    /// The words of the text that have pieces.
    pub(super) fn words_with_pieces(&self) -> impl Iterator<Item = &DistinctWord> {
        self.words.iter().filter(|word| word.has_pieces())
    }

    /// Shows them with their pieces, to note what they add.
    pub(super) fn for_each_word(
        &mut self,
        words: &Words,
        mut sink: impl FnMut(&mut DistinctWord, &[u32]),
    ) {
        for word in self.words.iter_mut().filter(|word| word.has_pieces()) {
            let pieces = words.pieces_at(word.pieces);
            sink(word, pieces);
        }
    }

    /// Finds the pieces that the text repeats and counts them.
    pub(super) fn find_repeated(&mut self, words: &Words) {
        if !self.has_pieces {
            return;
        }
        let mut n_again = 0;
        for word in &self.words {
            let pieces = words.pieces_at(word.pieces);
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
            if let Some(word) = word.filter(|word| word.n > 1) {
                for &feature in words.pieces_at(word.pieces) {
                    self.repeat(feature, word.n - 1);
                }
            }
        }
    }

    /// Counts a piece that stands in the text once and `n` times more.
    fn repeat(&mut self, feature: u32, n: u32) {
        let Some(place) = self.places.get_mut(feature as usize) else {
            return;
        };
        if self.again.insert(feature) {
            *place = size(self.repeated.len());
            self.repeated.push(RepeatedPiece {
                feature,
                count: 1,
                factor: 0.0,
                sublinear: 0.0,
                share: 0.0,
            });
        }
        if let Some(piece) = self.repeated.get_mut(*place as usize) {
            piece.count += n;
        }
    }

    /// Whether the text has no known feature.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.words_with_pieces().next().is_none()
    }

    /// The number of the word of each token; `None` of a name.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Option<u32>> {
        self.word_of_token.iter().map(|place| {
            let word = self.words.get(*place as usize)?;
            (!word.is_name).then_some(word.number)
        })
    }

    /// The pieces of a word of this text.
    pub(super) fn pieces<'w>(word: &DistinctWord, words: &'w Words) -> &'w [u32] {
        words.pieces_at(word.pieces)
    }

    /// Adds to each word what its features add by their shares: a feature over m tokens gives each
    /// of them the m-th part. What the sums of words have is there already.
    pub(super) fn add_shares(&mut self, words: &Words) {
        let (again, places, repeated) = (&self.again, &self.places, &self.repeated);
        let share = |piece: &u32| {
            let place = places.get(*piece as usize).copied().unwrap_or(u32::MAX);
            repeated
                .get(place as usize)
                .map_or(0.0, |piece| piece.share)
        };
        for word in self.words.iter_mut().filter(|word| word.has_pieces()) {
            let pieces = words.pieces_at(word.pieces).iter();
            let beyond: f64 = pieces
                .filter(|piece| again.contains(**piece))
                .map(share)
                .sum();
            word.added += beyond * f64::from(word.n);
        }
        for &(term, TokenRange { first, last }) in &self.occurrences {
            let share = self.terms.get(term as usize).map_or(0.0, |term| term.share);
            if first == last {
                let word = self.word_of_token.get(first as usize).copied();
                if let Some(word) = word.and_then(|word| self.words.get_mut(word as usize)) {
                    word.added += share;
                }
                continue;
            }
            let share = share / f64::from(last - first + 1);
            let tokens = self.word_of_token.get(first as usize..=last as usize);
            for &word in tokens.into_iter().flatten() {
                if let Some(word) = self.words.get_mut(word as usize) {
                    word.added += share;
                }
            }
        }
    }
}

/// A place; lists of 2^32 do not fit in memory.
fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
