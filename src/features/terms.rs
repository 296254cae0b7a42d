//! The two spaces in which a text's words become terms: one that grows, one that is frozen.

use super::{AnalyzerSettings, FeatureError, Vocabulary};
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
    /// The number of a stem, or [`UNKNOWN`].
    fn word(&mut self, stem: &str) -> u32;
    /// The feature of a term that starts with [`PIECE`] or [`LEXICON`], or [`UNKNOWN`].
    fn marked(&mut self, term: &str) -> u32;
    /// The phrase `node` with `word` behind it, or [`UNKNOWN`].
    fn extend(&mut self, node: u32, word: u32) -> u32;
    /// The feature of a phrase, or [`UNKNOWN`].
    fn feature(&self, node: u32) -> u32;
}

/// The vocabulary of a model, laid out for lookup.
#[derive(Debug, Clone)]
pub(super) struct FrozenTerms {
    words: FastMap<Box<str>, u32>,
    marked: FastMap<Box<str>, u32>,
    children: FastMap<u64, u32>,
    features: Vec<u32>,
}

impl FrozenTerms {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut terms = Self {
            words: FastMap::default(),
            marked: FastMap::default(),
            children: FastMap::default(),
            features: vec![UNKNOWN],
        };
        for (term, feature) in vocabulary.terms().iter().zip(0_u32..) {
            if term.starts_with([PIECE, LEXICON]) {
                terms.marked.insert(term.as_str().into(), feature);
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

    fn marked(&mut self, term: &str) -> u32 {
        self.marked.get(term).copied().unwrap_or(UNKNOWN)
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
const IS_MARKED: u32 = 1 << 31;

/// Terms as they are met in training texts, with the number of texts they occur in.
#[derive(Debug, Default)]
pub(super) struct GrowingTerms {
    words: FastMap<Box<str>, u32>,
    spelling: Vec<Box<str>>,
    marked: FastMap<Box<str>, u32>,
    children: FastMap<u64, u32>,
    phrases: Vec<(u32, u32)>,
    phrase_counts: Vec<Count>,
    marked_counts: Vec<Count>,
}

/// In how many texts a term was met, and in which one last.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    df: u32,
    last: u32,
}

impl GrowingTerms {
    /// Notes that `feature` occurs in text number `text`, counted from 1.
    pub(super) fn count(&mut self, feature: u32, text: u32) {
        let slot = if feature & IS_MARKED == 0 {
            self.phrase_counts
                .get_mut((feature as usize).wrapping_sub(1))
        } else {
            self.marked_counts.get_mut((feature & !IS_MARKED) as usize)
        };
        if let Some(count) = slot.filter(|count| count.last != text) {
            count.df += 1;
            count.last = text;
        }
    }

    /// The vocabulary of what was counted in `n_texts` texts.
    pub(super) fn into_vocabulary(
        self,
        n_texts: usize,
        settings: &AnalyzerSettings,
    ) -> Result<Vocabulary, FeatureError> {
        let frequent = |df: u32| df >= settings.min_df;
        let mut counts: Vec<(String, u32)> = (1_u32..)
            .zip(&self.phrase_counts)
            .filter(|(_, count)| frequent(count.df))
            .map(|(node, count)| (self.spell(node), count.df))
            .collect();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "the vocabulary is sorted before anything sees its order"
        )]
        for (term, &index) in &self.marked {
            let df = self
                .marked_counts
                .get(index as usize)
                .map_or(0, |count| count.df);
            if frequent(df) || term.starts_with(LEXICON) && df > 0 {
                counts.push((term.to_string(), df));
            }
        }
        if counts.is_empty() {
            return Err(FeatureError::NoTerms {
                n_texts,
                needed: settings.min_df - 1,
            });
        }
        Ok(Vocabulary::from_counts(
            counts,
            n_texts,
            settings.max_features,
        ))
    }

    fn spell(&self, mut node: u32) -> String {
        let mut stems = Vec::new();
        while let Some(&(parent, word)) = self.phrases.get((node as usize).wrapping_sub(1)) {
            stems.push(self.spelling.get(word as usize).map_or("", AsRef::as_ref));
            node = parent;
        }
        stems.reverse();
        stems.join(" ")
    }
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

    fn marked(&mut self, term: &str) -> u32 {
        if let Some(&index) = self.marked.get(term) {
            return index | IS_MARKED;
        }
        let index = size(self.marked_counts.len());
        self.marked.insert(term.into(), index);
        self.marked_counts.push(Count::default());
        index | IS_MARKED
    }

    fn extend(&mut self, node: u32, word: u32) -> u32 {
        let n_nodes = size(self.phrases.len() + 1);
        let child = *self.children.entry(edge(node, word)).or_insert(n_nodes);
        if child == n_nodes {
            self.phrases.push((node, word));
            self.phrase_counts.push(Count::default());
        }
        child
    }

    fn feature(&self, node: u32) -> u32 {
        node
    }
}

/// A count as a number of the space; spaces of 2^31 terms do not fit in memory.
/// A node and the word that leads on from it, as one number.
fn edge(node: u32, word: u32) -> u64 {
    (u64::from(node) << 32) | u64::from(word)
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(UNKNOWN)
}
