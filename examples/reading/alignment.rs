//! Words with their speakers, compared in the order of the text.

use std::collections::BTreeMap;

/// A word, which holds a letter or digit, and who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    text: String,
    actor: String,
}

impl Word {
    pub(crate) fn new(text: &str, actor: &str) -> Self {
        Self {
            text: text.to_owned(),
            actor: actor.to_owned(),
        }
    }
}

/// Counts of words.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Words of speech by the second reading, and words in passages.
    pub(crate) n_truth: usize,
    pub(crate) n_found: usize,
    pub(crate) n_right: usize,
    pub(crate) n_unknown: usize,
    pub(crate) n_wrong: usize,
    /// Words of speech in no passage, and words in passages that are no speech.
    pub(crate) n_lost: usize,
    pub(crate) n_foreign: usize,
    /// Wrong speakers: who it is and who was found.
    confusions: BTreeMap<(String, String), usize>,
    examples: Vec<String>,
}

impl Score {
    pub(crate) fn add(&mut self, other: &Self) {
        self.n_truth += other.n_truth;
        self.n_found += other.n_found;
        self.n_right += other.n_right;
        self.n_unknown += other.n_unknown;
        self.n_wrong += other.n_wrong;
        self.n_lost += other.n_lost;
        self.n_foreign += other.n_foreign;
    }

    pub(crate) fn has_faults(&self) -> bool {
        self.n_right != self.n_truth || self.n_foreign > 0
    }
}

/// How many words ahead the two readings are searched for the next place where they agree.
const WINDOW: usize = 600;

/// Words in a row that must agree there.
const RUN: usize = 3;

/// Compares two readings of one document, word by word in order.
pub(crate) fn score(truth: &[Word], found: &[Word]) -> Score {
    let mut score = Score {
        n_truth: truth.len(),
        n_found: found.len(),
        ..Score::default()
    };
    let (mut i, mut j) = (0, 0);
    while i < truth.len() && j < found.len() {
        if truth[i].text == found[j].text {
            match (truth[i].actor.as_str(), found[j].actor.as_str()) {
                (a, b) if a == b => score.n_right += 1,
                (_, "unknown") => score.n_unknown += 1,
                (a, b) => {
                    score.n_wrong += 1;
                    *score
                        .confusions
                        .entry((a.to_owned(), b.to_owned()))
                        .or_default() += 1;
                }
            }
            (i, j) = (i + 1, j + 1);
        } else {
            let (skipped, extra) = resume(&truth[i..], &found[j..]);
            score.lose(&truth[i..i + skipped]);
            score.keep(&found[j..j + extra]);
            (i, j) = (i + skipped, j + extra);
        }
    }
    score.lose(&truth[i..]);
    score.keep(&found[j..]);
    score
}

impl Score {
    fn lose(&mut self, words: &[Word]) {
        self.n_lost += words.len();
        self.example("lost", words);
    }

    fn keep(&mut self, words: &[Word]) {
        self.n_foreign += words.len();
        self.example("foreign", words);
    }

    fn example(&mut self, what: &str, words: &[Word]) {
        if !words.is_empty() && self.examples.len() < 6 {
            let text: Vec<&str> = words
                .iter()
                .take(12)
                .map(|word| word.text.as_str())
                .collect();
            self.examples.push(format!("{what}: {}", text.join(" ")));
        }
    }
}

/// How many words to leave out of either reading until both agree for a few words again: as few as
/// possible in all.
fn resume(truth: &[Word], found: &[Word]) -> (usize, usize) {
    let agrees = |i: usize, j: usize| {
        let rest = truth[i..].len().min(found[j..].len()).min(RUN);
        rest > 0 && (0..rest).all(|k| truth[i + k].text == found[j + k].text)
    };
    for distance in 1..WINDOW {
        for i in 0..=distance {
            let j = distance - i;
            if i < truth.len() && j < found.len() && agrees(i, j) {
                return (i, j);
            }
        }
    }
    (1.min(truth.len()), 1.min(found.len()))
}
