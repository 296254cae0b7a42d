//! The two spaces in which a text's words become terms: one that grows, one that is frozen.

use super::word_keys::{is_exact, key_of};
use super::{AnalyzerSettings, Vocabulary};
use crate::text::FastMap;

/// Stands for a word or a term that the space does not know.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// The phrase of no words, from which every phrase starts.
pub(super) const ROOT: u32 = 0;

/// Marks the term of a piece of a word.
pub(super) const PIECE: char = '~';

/// Marks a term of the lexicon.
pub(super) const LEXICON: char = '=';

/// Whether a term is one word: no phrase, no piece of a word, no term of a lexicon.
pub(crate) fn is_single_word(term: &str) -> bool {
    !term.starts_with([PIECE, LEXICON]) && !term.contains(' ')
}

/// Gives numbers to words, phrases, pieces of words and terms of the lexicon.
///
/// Phrases form a tree: a node is a phrase, its child the phrase with one more word.
pub(super) trait TermSpace {
    /// The feature of a piece of a word, given without its mark, or [`UNKNOWN`].
    fn piece(&mut self, piece: &str) -> u32;
    /// The number of a stem, or [`UNKNOWN`].
    fn word(&mut self, stem: &str) -> u32;
    /// The feature of a term of the lexicon, given with its mark [`LEXICON`], or [`UNKNOWN`].
    fn listed(&mut self, term: &str) -> u32;
    /// The phrase `node` with `word` behind it, or [`UNKNOWN`].
    fn extend(&mut self, node: u32, word: u32) -> u32;
    /// The feature of a phrase, or [`UNKNOWN`].
    fn feature(&self, node: u32) -> u32;
}

/// The vocabulary of a model, laid out for lookup.
#[derive(Debug, Clone)]
pub(super) struct FrozenTerms {
    words: FastMap<Box<str>, u32>,
    /// Pieces with a key of their own, by it.
    short_pieces: FastMap<u64, u32>,
    /// Longer pieces, without their mark.
    long_pieces: FastMap<Box<str>, u32>,
    /// Terms of the lexicon.
    listed: FastMap<Box<str>, u32>,
    children: FastMap<u64, u32>,
    features: Vec<u32>,
}

impl FrozenTerms {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut terms = Self {
            words: FastMap::default(),
            short_pieces: FastMap::default(),
            long_pieces: FastMap::default(),
            listed: FastMap::default(),
            children: FastMap::default(),
            features: vec![UNKNOWN],
        };
        for (term, feature) in vocabulary.terms().iter().zip(0_u32..) {
            if let Some(piece) = term.strip_prefix(PIECE) {
                let key = key_of(piece);
                if is_exact(key) {
                    terms.short_pieces.insert(key, feature);
                } else {
                    terms.long_pieces.insert(piece.into(), feature);
                }
                continue;
            }
            if term.starts_with(LEXICON) {
                terms.listed.insert(term.as_str().into(), feature);
                continue;
            }
            let node = term.split(' ').fold(ROOT, |node, stem| {
                let n_words = size(terms.words.len());
                let word = *terms.words.entry(stem.into()).or_insert(n_words);
                let n_nodes = size(terms.features.len());
                let child = *terms.children.entry(edge(node, word)).or_insert(n_nodes);
                if child == n_nodes {
                    terms.features.push(UNKNOWN);
                }
                child
            });
            if let Some(slot) = terms.features.get_mut(node as usize) {
                *slot = feature;
            }
        }
        terms
    }
}

/// A shared view of [`FrozenTerms`] that many threads can look things up in.
impl TermSpace for &FrozenTerms {
    fn word(&mut self, stem: &str) -> u32 {
        self.words.get(stem).copied().unwrap_or(UNKNOWN)
    }

    fn piece(&mut self, piece: &str) -> u32 {
        let key = key_of(piece);
        let found = if is_exact(key) {
            self.short_pieces.get(&key)
        } else {
            self.long_pieces.get(piece)
        };
        found.copied().unwrap_or(UNKNOWN)
    }

    fn listed(&mut self, term: &str) -> u32 {
        self.listed.get(term).copied().unwrap_or(UNKNOWN)
    }

    fn extend(&mut self, node: u32, word: u32) -> u32 {
        self.children
            .get(&edge(node, word))
            .copied()
            .unwrap_or(UNKNOWN)
    }

    fn feature(&self, node: u32) -> u32 {
        self.features.get(node as usize).copied().unwrap_or(UNKNOWN)
    }
}

/// The bit that tells the provisional number of a marked term from that of a phrase.
const IS_MARKED: u32 = 1 << 30;

/// Terms as they are met in training texts. Most phrases occur once: nothing is kept of them but
/// their edge in the tree.
#[derive(Debug, Default)]
pub(super) struct GrowingTerms {
    words: FastMap<Box<str>, u32>,
    spelling: Vec<Box<str>>,
    /// Pieces of words and terms of the lexicon, with their marks.
    marked: FastMap<Box<str>, u32>,
    children: FastMap<u64, u32>,
    /// Used again for every piece.
    term: String,
}

/// A number for each term, by its provisional number.
#[derive(Debug)]
pub(super) struct OfTerms {
    phrases: Vec<u32>,
    marked: Vec<u32>,
}

impl OfTerms {
    /// The slot of a term.
    pub(super) fn slot(&mut self, term: u32) -> Option<&mut u32> {
        if term & IS_MARKED == 0 {
            self.phrases.get_mut((term as usize).wrapping_sub(1))
        } else {
            self.marked.get_mut((term & !IS_MARKED) as usize)
        }
    }

    /// The number of a term, unless it is [`UNKNOWN`].
    pub(super) fn of(&self, term: u32) -> Option<u32> {
        let found = if term & IS_MARKED == 0 {
            self.phrases.get((term as usize).wrapping_sub(1))
        } else {
            self.marked.get((term & !IS_MARKED) as usize)
        };
        found.copied().filter(|found| *found != UNKNOWN)
    }
}

impl GrowingTerms {
    /// The provisional number of a term with a mark.
    fn marked(&mut self, term: &str) -> u32 {
        if let Some(&index) = self.marked.get(term) {
            return index | IS_MARKED;
        }
        let index = size(self.marked.len());
        self.marked.insert(term.into(), index);
        index | IS_MARKED
    }

    /// A count of 0 for each term.
    pub(super) fn counts(&self) -> OfTerms {
        OfTerms {
            phrases: vec![0; self.children.len()],
            marked: vec![0; self.marked.len()],
        }
    }

    /// The terms that are frequent enough, ascending, and the place of each; `df` tells in how many
    /// texts each term is.
    pub(super) fn into_frequent(
        self,
        mut df: OfTerms,
        settings: &AnalyzerSettings,
    ) -> (Vec<String>, OfTerms) {
        let mut kept: Vec<(String, u32)> = Vec::new();
        let mut edges: FastMap<u32, (u32, u32)> = FastMap::default();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "the terms are sorted before anything sees their order"
        )]
        for (term, &index) in &self.marked {
            let term_df = df.of(index | IS_MARKED).unwrap_or(0);
            if settings.is_frequent(term, term_df) {
                kept.push((term.to_string(), index | IS_MARKED));
            }
        }
        // A phrase is no term of a lexicon. That with which it begins is as frequent.
        #[expect(clippy::iter_over_hash_type, reason = "the edges are looked up only")]
        for (&edge, &node) in &self.children {
            if settings.is_frequent("", df.of(node).unwrap_or(0)) {
                edges.insert(node, ends(edge));
            }
        }
        let Self { spelling, .. } = self;
        kept.reserve_exact(edges.len());
        #[expect(
            clippy::iter_over_hash_type,
            reason = "the terms are sorted before anything sees their order"
        )]
        for &node in edges.keys() {
            kept.push((spell(node, &edges, &spelling), node));
        }
        kept.sort_unstable();
        df.phrases.fill(UNKNOWN);
        df.marked.fill(UNKNOWN);
        for ((_, term), place) in kept.iter().zip(0_u32..) {
            if let Some(slot) = df.slot(*term) {
                *slot = place;
            }
        }
        (kept.into_iter().map(|(term, _)| term).collect(), df)
    }
}

/// The stems of a phrase with spaces between.
fn spell(mut node: u32, edges: &FastMap<u32, (u32, u32)>, spelling: &[Box<str>]) -> String {
    let mut stems = Vec::new();
    while let Some(&(parent, word)) = edges.get(&node) {
        stems.push(spelling.get(word as usize).map_or("", AsRef::as_ref));
        node = parent;
    }
    stems.reverse();
    stems.join(" ")
}

impl TermSpace for GrowingTerms {
    fn word(&mut self, stem: &str) -> u32 {
        if let Some(&word) = self.words.get(stem) {
            return word;
        }
        let word = size(self.spelling.len());
        self.words.insert(stem.into(), word);
        self.spelling.push(stem.into());
        word
    }

    fn piece(&mut self, piece: &str) -> u32 {
        let mut term = std::mem::take(&mut self.term);
        term.clear();
        term.push(PIECE);
        term.push_str(piece);
        let found = self.marked(&term);
        self.term = term;
        found
    }

    fn listed(&mut self, term: &str) -> u32 {
        self.marked(term)
    }

    fn extend(&mut self, node: u32, word: u32) -> u32 {
        let n_nodes = size(self.children.len() + 1);
        *self.children.entry(edge(node, word)).or_insert(n_nodes)
    }

    fn feature(&self, node: u32) -> u32 {
        node
    }
}

/// A node and the word that leads on from it, as one number.
fn edge(node: u32, word: u32) -> u64 {
    (u64::from(node) << 32) | u64::from(word)
}

/// The node and the word of an edge.
#[expect(clippy::cast_possible_truncation, reason = "either half is one number")]
fn ends(edge: u64) -> (u32, u32) {
    ((edge >> 32) as u32, edge as u32)
}

/// A count as a number of the space; spaces of 2^30 terms do not fit in memory.
fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(UNKNOWN)
}
