//! Which texts share how many word 5-grams.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::PassageFact;
use super::word_hashes::{combine, word_hashes};
use crate::random::mixed;

/// Words of a shingle.
const SHINGLE_WORDS: usize = 5;
const SHINGLE_WORDS_BUT_ONE: u32 = 4;

/// Texts of fewer words are compared as a whole and within their document only. It is also the
/// length of the shared run that keeps a training passage away from a test passage.
pub const FORMULA_WORDS: usize = 15;

/// Shingles that occur in more different texts than this are not looked up.
pub const MAX_TEXTS_OF_A_SHINGLE: usize = 1000;

/// Pairs are kept from this share of the shorter text's shingles on, in per cent. A Jaccard
/// similarity of 1/2 implies 2/3 of the shorter text: `k ≥ J/(1+J) · (|A|+|B|) ≥ 2J/(1+J) · |A|`.
const MIN_SHARE_OF_SHORTER: (usize, usize) = (2, 3);

/// Two different texts that share much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TextPair {
    pub(super) first: usize,
    pub(super) second: usize,
    /// The number of shingles in both.
    pub(super) n_shared: usize,
    /// The number of shingles in either.
    pub(super) n_union: usize,
}

impl TextPair {
    /// The Jaccard similarity, 0 to 1.
    pub(super) fn similarity(&self) -> f64 {
        self.n_shared as f64 / self.n_union.max(1) as f64
    }
}

/// Which passages of a corpus repeat each other, exactly or for the most part.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The number of the text of each passage: equal for word-for-word copies.
    pub(super) text_of: Vec<usize>,
    pub(super) n_texts: usize,
    /// Pairs of different texts of which two thirds of the shorter stand in the longer.
    pub(super) pairs: Vec<TextPair>,
}

/// What makes two passages the same text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TextKey<'a> {
    Long(u64),
    Formula(&'a str, u64),
    NoWords(usize),
}

/// Compares all passages with each other; near-linear in their number.
///
/// ```
/// use standpunt::corpus::PassageId;
/// use standpunt::duplicates::{PassageFact, cluster_duplicates, find_copies};
///
/// let ids: Vec<PassageId> = vec!["a:0-60".parse()?, "b:0-60".parse()?];
/// let text = "Deelt de staatssecretaris de zorg dat deze afspraken de rechten van vluchtelingen \
///             aan de buitengrenzen van de Unie raken?";
/// let passages: Vec<PassageFact> = ids
///     .iter()
///     .map(|id| PassageFact { id, date: None, exchange_id: "", block: "", text })
///     .collect();
/// let copies = find_copies(&passages);
/// let duplicates = cluster_duplicates(&passages, &copies);
/// assert_eq!(duplicates[1].duplicate_of.as_ref(), Some(&ids[0]));
/// # Ok::<(), standpunt::corpus::PassageIdError>(())
/// ```
pub fn find_copies(passages: &[PassageFact<'_>]) -> Copies {
    let compared: Vec<Compared> = passages
        .par_iter()
        .map_init(Vec::new, |words, passage| Compared::of(passage.text, words))
        .collect();
    let mut texts: BTreeMap<TextKey<'_>, usize> = BTreeMap::new();
    let mut sets: Vec<Vec<u64>> = Vec::new();
    let mut text_of = Vec::with_capacity(passages.len());
    for (i, (passage, compared)) in passages.iter().zip(compared).enumerate() {
        let key = match compared.n_words {
            0 => TextKey::NoWords(i),
            n if n < FORMULA_WORDS => {
                TextKey::Formula(passage.id.document_id.as_str(), compared.whole)
            }
            _ => TextKey::Long(compared.whole),
        };
        let text = *texts.entry(key).or_insert_with(|| {
            sets.push(compared.shingles);
            sets.len() - 1
        });
        text_of.push(text);
    }
    Copies {
        text_of,
        n_texts: sets.len(),
        pairs: similar_pairs(&sets),
    }
}

/// What is compared of a text.
struct Compared {
    n_words: usize,
    /// One hash of all words.
    whole: u64,
    /// The set of shingles, sorted; empty for a formula.
    shingles: Vec<u64>,
}

impl Compared {
    /// `words` is room for the hashes of words.
    fn of(text: &str, words: &mut Vec<u64>) -> Self {
        words.clear();
        word_hashes(text, words);
        Self {
            n_words: words.len(),
            whole: combine(words),
            shingles: if words.len() < FORMULA_WORDS {
                Vec::new()
            } else {
                shingles(words)
            },
        }
    }
}

/// The texts of one shingle: where they begin among the postings, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    n_texts: usize,
    start: usize,
}

/// Tells the shingles that surely stand in one text alone: all but a few of most corpora.
///
/// A bitmap with a bit for each of eight times as many values as there are shingles; two shingles
/// may share a bit, so that some of one text only are not known for it.
pub(super) struct Repeated {
    once: Vec<u64>,
    again: Vec<u64>,
    mask: u64,
    /// How often a bit was met again.
    n_again: usize,
}

impl Repeated {
    const BITS_PER_SHINGLE: usize = 8;
    /// Words of a bitmap at most: 32 MiB. More shingles than fit are told apart less well.
    const MAX_WORDS: usize = 1 << 22;

    fn of(sets: &[Vec<u64>]) -> Self {
        let mut repeated = Self::for_shingles(sets.iter().map(Vec::len).sum());
        for set in sets {
            repeated.add(set);
        }
        repeated.close();
        repeated
    }

    /// With room for so many shingles, of which none was added.
    pub(super) fn for_shingles(n: usize) -> Self {
        let n_words = (n * Self::BITS_PER_SHINGLE / 64).next_power_of_two();
        let n_words = n_words.min(Self::MAX_WORDS);
        Self {
            once: vec![0; n_words],
            again: vec![0; n_words],
            mask: n_words as u64 - 1,
            n_again: 0,
        }
    }

    /// Adds the shingles of a text, each once.
    pub(super) fn add(&mut self, set: &[u64]) {
        for &shingle in set {
            let (word, bit) = Self::place(shingle, self.mask);
            if let (Some(once), Some(again)) = (self.once.get_mut(word), self.again.get_mut(word)) {
                self.n_again += usize::from(*once & bit != 0);
                *again |= *once & bit;
                *once |= bit;
            }
        }
    }

    /// Lets go of what is needed only while shingles are added.
    pub(super) fn close(&mut self) {
        self.once = Vec::new();
    }

    /// At most so many of the shingles that were added may be held: each bit that was met twice or
    /// more often was met again at least half as often.
    pub(super) fn max_held(&self) -> usize {
        2 * self.n_again
    }

    /// The word and the bit of a shingle, which is a well-mixed hash.
    fn place(shingle: u64, mask: u64) -> (usize, u64) {
        let word = usize::try_from((shingle >> 6) & mask).unwrap_or(usize::MAX);
        (word, 1 << (shingle & 63))
    }

    pub(super) fn may_hold(&self, shingle: u64) -> bool {
        let (word, bit) = Self::place(shingle, self.mask);
        self.again.get(word).is_none_or(|bits| bits & bit != 0)
    }
}

/// For each text the runs of its shingles among the postings, in the order of the shingles.
/// `postings` are sorted.
fn runs_by_text(postings: &[(u64, usize)], sets: &[Vec<u64>]) -> Vec<Vec<Run>> {
    let mut runs: Vec<Vec<Run>> = vec![Vec::new(); sets.len()];
    let mut start = 0;
    for texts in postings.chunk_by(|a, b| a.0 == b.0) {
        let run = Run {
            n_texts: texts.len(),
            start,
        };
        for &(_, text) in texts {
            if let Some(runs) = runs.get_mut(text) {
                runs.push(run);
            }
        }
        start += texts.len();
    }
    runs
}

/// The pairs of `sets` (sorted, each value once) of which the shorter shares two thirds with the
/// longer.
pub(super) fn similar_pairs(sets: &[Vec<u64>]) -> Vec<TextPair> {
    let repeated = &Repeated::of(sets);
    let mut postings: Vec<(u64, usize)> = sets
        .iter()
        .enumerate()
        .flat_map(|(text, set)| {
            let shared = set.iter().filter(|&&shingle| repeated.may_hold(shingle));
            shared.map(move |&shingle| (shingle, text))
        })
        .collect();
    if rayon::current_num_threads() == 1 {
        postings.sort_unstable();
    } else {
        postings.par_sort_unstable();
    }
    let of_text = |(text, mut by_rarity): (usize, Vec<Run>)| -> Vec<TextPair> {
        let Some(set) = sets.get(text) else {
            return Vec::new();
        };
        by_rarity.sort_unstable();
        // The shingles of this text alone are its rarest and lead to no other.
        let n_alone = set.len() - by_rarity.len();
        by_rarity.truncate(n_to_look_up(set.len()).saturating_sub(n_alone));
        let mut candidates: Vec<usize> = by_rarity
            .iter()
            .filter(|run| run.n_texts <= MAX_TEXTS_OF_A_SHINGLE)
            .filter_map(|run| postings.get(run.start..run.start + run.n_texts))
            .flatten()
            .map(|posting| posting.1)
            .filter(|&other| {
                // Each pair is looked up from its shorter text, or from the first of equals.
                let n = sets.get(other).map_or(0, Vec::len);
                n > set.len() || (n == set.len() && other > text)
            })
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .filter_map(|other| pair(text, set, other, sets.get(other)?))
            .collect()
    };
    runs_by_text(&postings, sets)
        .into_par_iter()
        .enumerate()
        .filter(|(_, runs)| !runs.is_empty())
        .flat_map_iter(of_text)
        .collect()
}

/// How many shingles of a set of `n` must be looked up to meet every set that shares two thirds:
/// one more than may be missing.
pub(super) fn n_to_look_up(n: usize) -> usize {
    let (share, of) = MIN_SHARE_OF_SHORTER;
    n - (n * share).div_ceil(of) + 1
}

pub(super) fn pair(first: usize, a: &[u64], second: usize, b: &[u64]) -> Option<TextPair> {
    let n_shared = n_in_both(a, b);
    let (share, of) = MIN_SHARE_OF_SHORTER;
    (n_shared * of >= a.len().min(b.len()) * share).then_some(TextPair {
        first: first.min(second),
        second: first.max(second),
        n_shared,
        n_union: a.len() + b.len() - n_shared,
    })
}

/// The number of values in both of two sorted sets.
fn n_in_both(a: &[u64], b: &[u64]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut n = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                n += 1;
                a.next();
                b.next();
            }
        }
    }
    n
}

/// The set of shingles of a text, sorted.
pub(super) fn shingles(words: &[u64]) -> Vec<u64> {
    /// Odd, so that no shingle forgets its first word.
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let first = FACTOR.wrapping_pow(SHINGLE_WORDS_BUT_ONE);
    let append = |state: u64, word: &u64| state.wrapping_mul(FACTOR).wrapping_add(*word);
    let Some((head, rest)) = words.split_at_checked(SHINGLE_WORDS) else {
        return Vec::new();
    };
    let mut state = head.iter().fold(0, append);
    let mut set = Vec::with_capacity(rest.len() + 1);
    set.push(mixed(state));
    for (word, gone) in rest.iter().zip(words) {
        state = append(state.wrapping_sub(gone.wrapping_mul(first)), word);
        set.push(mixed(state));
    }
    set.sort_unstable();
    set.dedup();
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_run_of_five_words_is_the_same_wherever_it_stands() {
        // Of six and seven words the runs 2–6 and 3–7 are the same five words: one shingle shared.
        let set = |words: &[u64]| shingles(words);
        assert_eq!(
            n_in_both(&set(&[9, 1, 2, 3, 4, 5]), &set(&[7, 8, 1, 2, 3, 4, 5])),
            1
        );
        assert!(set(&[1, 2, 3, 4]).is_empty());
    }

    #[test]
    fn counts_shared_values_of_sorted_sets() {
        assert_eq!(n_in_both(&[1, 3, 5, 9], &[2, 3, 4, 9, 11]), 2);
    }

    #[test]
    fn looks_up_one_shingle_more_than_may_be_missing() {
        // Of 9 shingles 6 must be shared and 3 may be missing; of 10, 7 and 3.
        assert_eq!(
            [n_to_look_up(9), n_to_look_up(10), n_to_look_up(1)],
            [4, 4, 1]
        );
    }

    proptest! {
        #[test]
        fn the_index_finds_the_pairs_that_comparing_all_finds(
            sets in prop::collection::vec(prop::collection::btree_set(0_u64..12, 0..8), 0..12)
        ) {
            let sets: Vec<Vec<u64>> = sets.into_iter().map(|s| s.into_iter().collect()).collect();
            let mut got = similar_pairs(&sets);
            got.sort_unstable();
            let mut want = Vec::new();
            for i in 0..sets.len() {
                for j in i + 1..sets.len() {
                    if !sets[i].is_empty() && !sets[j].is_empty() {
                        want.extend(pair(i, &sets[i], j, &sets[j]));
                    }
                }
            }
            prop_assert_eq!(got, want);
        }
    }
}
