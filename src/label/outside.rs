//! How much of a table lies outside what the model was trained on, and what to do about it.

use serde::{Deserialize, Serialize};

use crate::stance::LabelReason;

/// A table is largely outside from this share of its rows on: ten times the share that one limit
/// calls outside among passages like those of the training, so that chance does not reach it.
const LARGELY: f64 = 0.2;

/// How far off the share of right labels in a coded sample may be, with 95 % confidence.
const HALF_WIDTH: f64 = 0.1;

/// The 0.975 quantile of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// Rows of a labelled table whose `label_reason` is `not_dutch`, `no_known_terms` or
/// `outside_training`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutsideCount {
    /// Such rows.
    pub n_outside: u64,
    /// All rows with words.
    pub n_rows: u64,
}

impl OutsideCount {
    /// Counts a row by its `label_reason`; a row without words is no row.
    pub fn count(&mut self, reason: &str) {
        if reason == LabelReason::Empty.as_str() {
            return;
        }
        self.n_rows += 1;
        self.n_outside += u64::from(Self::is_outside(reason));
    }

    /// Whether a `label_reason` is one of those.
    pub fn is_outside(reason: &str) -> bool {
        let mut outside = LabelReason::ALL.into_iter().filter(|r| r.is_outside());
        outside.any(|r| r.as_str() == reason)
    }

    /// Whether a fifth of the rows or more is outside.
    pub fn is_large(self) -> bool {
        self.n_rows > 0 && self.n_outside as f64 >= LARGELY * self.n_rows as f64
    }

    /// What the user should know and do, where much is outside.
    pub fn advice(self) -> Option<String> {
        self.is_large().then(|| {
            format!(
                "{} of {} rows are outside what the model was trained on (label_reason not_dutch, \
                 no_known_terms or outside_training): scores measured on the coded passages say \
                 nothing of their labels. Code a random sample of {} passages of this table and \
                 give it to `standpunt evaluate --gold`: the share of right labels is then known \
                 to ± {HALF_WIDTH:.2}.",
                self.n_outside,
                self.n_rows,
                sample_size(self.n_rows)
            )
        })
    }
}

/// How many of `n_rows` rows to draw and code so that the 95 % interval of a share is at most
/// ± 0.10 wide, whatever the share: `n₀ = z² · ¼ / e²`, and `n₀ / (1 + (n₀ − 1) / N)` rounded up
/// for a table of N rows (Cochran 1977, *Sampling Techniques*, §4.4).
pub fn sample_size(n_rows: u64) -> u64 {
    let infinite = Z_95 * Z_95 * 0.25 / (HALF_WIDTH * HALF_WIDTH);
    let finite = infinite / (1.0 + (infinite - 1.0) / n_rows.max(1) as f64);
    (1..n_rows).find(|n| *n as f64 >= finite).unwrap_or(n_rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_those_of_cochran() {
        // n₀ = 3.8415 · .25 / .01 = 96.04, so 97 of very many. Of 192: 96.04 / (1 + 95.04 / 192) =
        // 64.2. Of 50: 96.04 / (1 + 95.04 / 50) = 33.1.
        for (n_rows, expected) in [(10_000_000, 97), (192, 65), (50, 34), (1, 1), (0, 0)] {
            assert_eq!(sample_size(n_rows), expected, "{n_rows}");
        }
    }

    #[test]
    fn a_fifth_of_the_rows_with_words_is_much() {
        let mut count = OutsideCount::default();
        for reason in ["outside_training", "uncertain", "", "", "empty"] {
            count.count(reason);
        }
        assert_eq!((count.n_outside, count.n_rows), (1, 4));
        assert!(count.is_large());
        count.count("");
        assert!(
            count
                .advice()
                .unwrap()
                .starts_with("1 of 5 rows are outside")
        );
        count.count("uncertain");
        assert_eq!(count.advice(), None);
        assert!(!OutsideCount::default().is_large());
    }
}
