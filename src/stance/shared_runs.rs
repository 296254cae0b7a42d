//! Rows that must not stand on both sides of a split.

use crate::random::mixed;
use crate::text::{FastMap, FastSet, Tokenizer};

/// Words in a run that two texts do not share by chance.
pub const SHARED_RUN: usize = 15;

/// The odd number by which the hash of a run is multiplied for each word behind.
const MULTIPLIER: u64 = 0xD134_2543_DE82_EF95;

/// The rows of `train`, ascending, that share a run of `n_words` words with any row of `test`.
///
/// Parties and cabinets repeat sentences word for word across documents; a model that has read
/// the sentence with its label shows memory, not judgement. Words are tokens, lower case; texts
/// shorter than the run share nothing.
pub fn shared_run_purge<A: AsRef<str>, B: AsRef<str>>(
    train: &[A],
    test: &[B],
    n_words: usize,
) -> Vec<usize> {
    let texts = train.iter().map(AsRef::as_ref);
    let words = TextWords::read(texts.chain(test.iter().map(AsRef::as_ref)));
    let train: Vec<usize> = (0..train.len()).collect();
    let test: Vec<usize> = (train.len()..train.len() + test.len()).collect();
    words.sharing(&train, &test, n_words)
}

/// The words of texts as numbers: texts are read once for all splits.
pub(super) struct TextWords {
    /// Where the words of each text begin, and behind the last where they end.
    starts: Vec<usize>,
    /// The number of each word, scattered over all bits where it is used.
    words: Vec<u32>,
}

impl TextWords {
    pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut tokenizer = Tokenizer::default();
        let mut numbers: FastMap<Box<str>, u32> = FastMap::default();
        let (mut starts, mut words) = (vec![0], Vec::new());
        for text in texts {
            tokenizer.visit(text, |token| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let number = match numbers.get(token.text) {
                    Some(&number) => number,
                    None => *numbers.entry(token.text.into()).or_insert(next),
                };
                words.push(number);
            });
            starts.push(words.len());
        }
        Self { starts, words }
    }

    /// The texts of `train` that share a run of `n_words` words with any text of `test`, in the
    /// order of `train`; all are places among the texts read.
    ///
    /// Runs are compared by a hash of 64 bits. Among a million texts the chance that any two runs
    /// have one hash by accident is below one in a thousand; a text would be left out for nothing.
    pub(super) fn sharing(&self, train: &[usize], test: &[usize], n_words: usize) -> Vec<usize> {
        let runs = Runs::new(n_words);
        let mut tested: FastSet<u64> = FastSet::default();
        for &text in test {
            runs.any(self.of(text), |run| {
                tested.insert(run);
                false
            });
        }
        let mut shared = train.to_vec();
        shared.retain(|&text| runs.any(self.of(text), |run| tested.contains(&run)));
        shared
    }

    fn of(&self, text: usize) -> &[u32] {
        let from = self.starts.get(text).copied().unwrap_or(0);
        let to = self.starts.get(text + 1).copied().unwrap_or(from);
        self.words.get(from..to).unwrap_or(&[])
    }
}

/// Hashes of runs of words: `Σ_i h(word_i) m^(n − 1 − i)`, which follows from that of the run one
/// word before.
struct Runs {
    n_words: usize,
    /// `m^n`.
    power: u64,
}

impl Runs {
    fn new(n_words: usize) -> Self {
        let n_words = n_words.max(1);
        let power = (0..n_words).fold(1_u64, |power, _| power.wrapping_mul(MULTIPLIER));
        Self { n_words, power }
    }

    /// Whether `sees` says so of any run; it is shown none behind the first.
    fn any(&self, words: &[u32], mut sees: impl FnMut(u64) -> bool) -> bool {
        let mut run = 0_u64;
        for (place, &word) in words.iter().enumerate() {
            run = run.wrapping_mul(MULTIPLIER).wrapping_add(scattered(word));
            if let Some(&gone) = place.checked_sub(self.n_words).and_then(|p| words.get(p)) {
                run = run.wrapping_sub(scattered(gone).wrapping_mul(self.power));
            }
            if place + 1 >= self.n_words && sees(run) {
                return true;
            }
        }
        false
    }
}

/// The number of a word with its bits all over.
fn scattered(word: u32) -> u64 {
    mixed(u64::from(word).wrapping_add(0x9E37_79B9_7F4A_7C15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_share_the_whole_run_are_purged() {
        let run: Vec<String> = (0..15).map(|i| format!("woord{i}")).collect();
        let test = [format!("Begin {} einde", run.join(" "))];
        let train = [
            format!("Anders, {}!", run.join(", ").to_uppercase()),
            format!("anders {} x", run[..14].join(" ")),
            String::new(),
            format!("{} {}", run[..8].join(" "), run[8..].join(" ")),
        ];
        assert_eq!(shared_run_purge(&train, &test, SHARED_RUN), [0, 3]);
    }
}
