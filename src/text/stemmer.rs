//! Snowball stems of Dutch words.

use std::borrow::Cow;

use rust_stemmers::Algorithm;

use super::FastMap;

/// The number of distinct words after which the cache starts anew: text with scanning errors
/// never stops bringing new words.
const MAX_CACHED: usize = 1 << 18;

/// Snowball's `dutch_porter` with a cache, so that a word costs its stemming once.
///
/// `dutch_porter` is the classic Dutch stemmer (Kraaij and Pohlmann's is today's `dutch`, another
/// algorithm). Words must be lower case and NFC, as the tokenizer gives them. Checked against
/// `PyStemmer` by `tests/oracle_stems.rs`.
///
/// ```
/// use standpunt::text::Stemmer;
///
/// let mut stemmer = Stemmer::default();
/// assert_eq!(stemmer.stem("vluchtelingen"), "vluchtel");
/// ```
pub struct Stemmer {
    algorithm: rust_stemmers::Stemmer,
    cache: FastMap<Box<str>, Box<str>>,
}

impl Default for Stemmer {
    fn default() -> Self {
        Self {
            algorithm: rust_stemmers::Stemmer::create(Algorithm::Dutch),
            cache: FastMap::default(),
        }
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stemmer")
            .field("cached", &self.cache.len())
            .finish_non_exhaustive()
    }
}

impl Stemmer {
    /// The stem of a lower-case word, which is not remembered.
    pub(crate) fn stem_once<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.algorithm.stem(word)
    }

    /// The stem of a lower-case NFC word.
    pub fn stem(&mut self, word: &str) -> &str {
        if !self.cache.contains_key(word) {
            if self.cache.len() >= MAX_CACHED {
                self.cache.clear();
            }
            let stem = self.algorithm.stem(word);
            self.cache.insert(word.into(), stem.as_ref().into());
        }
        self.cache.get(word).map_or("", AsRef::as_ref)
    }
}
