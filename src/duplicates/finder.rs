//! Copies among passages that are read once, in memory that does not grow with their texts.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::mem;

use tempfile::SpooledTempFile;

use super::clusters::n_clusters;
use super::external::pairs_on_disk;
use super::shingles::{Copies, FORMULA_WORDS, shingles, similar_pairs};
use super::word_hashes::{combine, word_hashes};

/// Shingles that are compared in memory; beyond, they are sorted on disk.
const MAX_IN_MEMORY: usize = 4_000_000;
/// Bytes of shingles that are kept in memory while texts come in.
const MAX_BUFFER: usize = 32 << 20;

/// Takes passages one by one and finds those that copy each other: what [`super::find_copies`] finds,
/// without holding a text. A passage leaves 12 bytes in memory; its shingles go to a temporary file
/// in the folder for such files, about 8 bytes a word.
///
/// ```
/// use standpunt::duplicates::CopyFinder;
///
/// let text = "Deelt de staatssecretaris de zorg dat deze afspraken de rechten van vluchtelingen \
///             aan de buitengrenzen van de Unie raken?";
/// let mut finder = CopyFinder::default();
/// finder.add("a", text)?;
/// finder.add("b", "Iets anders.")?;
/// finder.add("c", text)?;
/// assert_eq!(finder.finish()?.passages, [0, 2]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct CopyFinder {
    /// What makes two passages the same text; 0 for one without words, which is like no other.
    keys: Vec<u64>,
    sets: ShingleSets<BufWriter<SpooledTempFile>>,
    max_in_memory: usize,
    /// Room for the words and the shingles of one passage.
    words: Vec<u64>,
    bytes: Vec<u8>,
}

/// What is compared of a passage, to be found out on any thread.
#[derive(Debug)]
pub struct ComparedText {
    key: u64,
    /// Its shingles, sorted; none of a formula.
    set: Vec<u64>,
}

impl ComparedText {
    /// Of a passage of a document; `words` is room that may be used again.
    pub fn of(document_id: &str, text: &str, words: &mut Vec<u64>) -> Self {
        words.clear();
        word_hashes(text, words);
        let mut of_document = Vec::new();
        let whole = combine(words);
        let is_formula = words.len() < FORMULA_WORDS;
        let key = match words.len() {
            0 => 0,
            _ if is_formula => {
                word_hashes(document_id, &mut of_document);
                combine(&[combine(&of_document), whole]).max(1)
            }
            _ => whole.max(1),
        };
        let set = if is_formula {
            Vec::new()
        } else {
            shingles(words)
        };
        Self { key, set }
    }
}

/// The passages that copy another one, or are copied.
#[derive(Debug, Clone)]
pub struct FoundCopies {
    /// Their places in the order in which they were added, ascending.
    pub passages: Vec<usize>,
    /// The copies among them alone.
    pub copies: Copies,
}

/// The shingles of each passage, sorted, one after the other in a file; none of a formula.
pub(super) struct ShingleSets<F> {
    file: F,
    /// How many each passage has.
    pub(super) sizes: Vec<u32>,
}

impl Default for CopyFinder {
    fn default() -> Self {
        Self::with_limit(MAX_IN_MEMORY)
    }
}

impl CopyFinder {
    fn with_limit(max_in_memory: usize) -> Self {
        Self {
            keys: Vec::new(),
            sets: ShingleSets {
                file: BufWriter::new(SpooledTempFile::new(MAX_BUFFER)),
                sizes: Vec::new(),
            },
            max_in_memory,
            words: Vec::new(),
            bytes: Vec::new(),
        }
    }

    /// Adds a passage of a document. Short texts are copies within their document only.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn add(&mut self, document_id: &str, text: &str) -> io::Result<()> {
        let mut words = mem::take(&mut self.words);
        let compared = ComparedText::of(document_id, text, &mut words);
        self.words = words;
        self.push(&compared)
    }

    /// The same for a passage of which it is known what is compared.
    ///
    /// # Errors
    /// As [`CopyFinder::add`].
    pub fn push(&mut self, compared: &ComparedText) -> io::Result<()> {
        self.keys.push(compared.key);
        let n = u32::try_from(compared.set.len()).unwrap_or(u32::MAX);
        self.sets.sizes.push(n);
        self.bytes.clear();
        let shingles = compared.set.iter();
        self.bytes.extend(shingles.flat_map(|s| s.to_le_bytes()));
        self.sets.file.write_all(&self.bytes)
    }

    /// Finds the copies.
    ///
    /// # Errors
    /// When the temporary file cannot be read back.
    pub fn finish(self) -> io::Result<FoundCopies> {
        let text_of = first_with_key(&self.keys);
        drop(self.keys);
        let mut file = self
            .sets
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut sets = ShingleSets {
            file: BufReader::new(file),
            sizes: self.sets.sizes,
        };
        let texts: Vec<u32> = (0_u32..)
            .zip(&text_of)
            .filter(|(place, text)| place == *text)
            .map(|(place, _)| place)
            .filter(|&place| sets.size(place) > 0)
            .collect();
        let n_shingles: usize = texts.iter().map(|&text| sets.size(text)).sum();
        let pairs = if n_shingles <= self.max_in_memory {
            let numbered = similar_pairs(&sets.read(&texts)?);
            let original = |number: usize| texts.get(number).copied().unwrap_or(0) as usize;
            let pairs = numbered.into_iter().map(|mut pair| {
                (pair.first, pair.second) = (original(pair.first), original(pair.second));
                pair
            });
            pairs.collect()
        } else {
            pairs_on_disk(&mut sets, &texts, n_shingles, self.max_in_memory)?
        };
        Ok(FoundCopies::of(&text_of, pairs))
    }
}

impl FoundCopies {
    /// How many passages are copies of another one, as many as rows of `duplicates.csv` name one:
    /// all but the first of each cluster. `rank` tells by which order the first is known: by
    /// whether its date is unknown, by its date, by its id.
    pub fn n_copies<K: Ord>(&self, rank: impl Fn(usize) -> K) -> usize {
        let place = |passage: usize| self.passages.get(passage).copied();
        self.passages.len() - n_clusters(&self.copies, |passage| place(passage).map(&rank))
    }

    /// From the first passage with the text of each, and the pairs of such first passages.
    fn of(text_of: &[u32], mut pairs: Vec<super::shingles::TextPair>) -> Self {
        let mut is_involved = vec![false; text_of.len()];
        let mut involve = |place: usize| {
            if let Some(slot) = is_involved.get_mut(place) {
                *slot = true;
            }
        };
        for (place, &text) in text_of.iter().enumerate() {
            if place != text as usize {
                involve(place);
                involve(text as usize);
            }
        }
        for pair in &pairs {
            involve(pair.first);
            involve(pair.second);
        }
        // A passage of a text that is involved is so too.
        let passages: Vec<usize> = (0..text_of.len())
            .filter(|&place| {
                let text = text_of.get(place).map_or(place, |&text| text as usize);
                is_involved.get(text) == Some(&true)
            })
            .collect();
        let number = |text: usize| passages.binary_search(&text).unwrap_or(0);
        for pair in &mut pairs {
            (pair.first, pair.second) = (number(pair.first), number(pair.second));
        }
        let of_passages = passages.iter().map(|&place| {
            let text = text_of.get(place).map_or(place, |&text| text as usize);
            number(text)
        });
        Self {
            copies: Copies {
                text_of: of_passages.collect(),
                n_texts: passages.len(),
                pairs,
            },
            passages,
        }
    }
}

impl<F> ShingleSets<F> {
    /// How many shingles a passage has.
    pub(super) fn size(&self, place: u32) -> usize {
        self.sizes.get(place as usize).map_or(0, |&n| n as usize)
    }
}

impl<F: Read + Seek> ShingleSets<BufReader<F>> {
    /// Calls `visit` with each of these passages, which ascend, and its shingles.
    pub(super) fn visit(
        &mut self,
        places: &[u32],
        mut visit: impl FnMut(u32, &[u64]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut at = 0;
        let (mut bytes, mut set) = (Vec::new(), Vec::new());
        for &place in places {
            let before = self.sizes.get(at..place as usize).unwrap_or(&[]);
            let skipped: i64 = before.iter().map(|&n| 8 * i64::from(n)).sum();
            self.file.seek_relative(skipped)?;
            at = place as usize + 1;
            bytes.resize(8 * self.size(place), 0);
            self.file.read_exact(&mut bytes)?;
            set.clear();
            let words = bytes
                .chunks_exact(8)
                .filter_map(|b| <[u8; 8]>::try_from(b).ok());
            set.extend(words.map(u64::from_le_bytes));
            visit(place, &set)?;
        }
        Ok(())
    }

    /// The shingles of these passages, which ascend.
    pub(super) fn read(&mut self, places: &[u32]) -> io::Result<Vec<Vec<u64>>> {
        let mut sets = Vec::with_capacity(places.len());
        self.visit(places, |_, set| {
            sets.push(set.to_vec());
            Ok(())
        })?;
        Ok(sets)
    }
}

/// For each passage the first one with the same key; itself where the key is 0.
fn first_with_key(keys: &[u64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0_u32..).take(keys.len()).collect();
    let key = |place: u32| keys.get(place as usize).copied().unwrap_or(0);
    order.sort_unstable_by_key(|&place| (key(place), place));
    let mut first: Vec<u32> = (0_u32..).take(keys.len()).collect();
    for alike in order.chunk_by(|&a, &b| key(a) == key(b) && key(a) != 0) {
        for &place in alike {
            if let (Some(slot), Some(&text)) = (first.get_mut(place as usize), alike.first()) {
                *slot = text;
            }
        }
    }
    first
}

#[cfg(test)]
#[path = "finder_tests.rs"]
mod tests;
