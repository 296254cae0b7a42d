//! Tells texts that are unlike everything the model was trained on.

use serde::{Deserialize, Serialize};

use crate::features::{Analyzer, FeatureScratch, is_single_word};
use crate::math;

/// The share of held-out training passages within each limit. Two limits: at most 4 % of passages
/// like those of the training are called outside.
pub(super) const LIMIT_QUANTILE: f64 = 0.98;

/// Known words added to every text before its share of unknown ones is taken: a single unknown word
/// of a short text is no evidence.
const ADDED_WORDS: f64 = 5.0;

/// A text of n words is as like the mean training text as its length allows: for pieces of training
/// passages the cosine grows as `n / (n + 40)`, measured from 5 to 90 words.
const HALF_LIKENESS_WORDS: f64 = 40.0;

/// How far a text lies from the training texts, by its words alone: phrases and pieces follow
/// from them. Neither number depends on the length of texts that are cut from one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Distance {
    /// The share of the squared TF-IDF length of the text that unknown words have, times
    /// `n / (n + 5)` for a text of n words, 0 to 1; an unknown word weighs as much as one that
    /// stands in one training text.
    pub(super) unknown: f64,
    /// One minus the cosine of the text, unknown words included, with the mean training text, times
    /// `(n + 40) / n`; 1 at most.
    pub(super) from_mean: f64,
}

/// What is known of the training texts: the words and how many texts have them.
///
/// The mean training text is that of rows `df / n · idf`, which leaves out that rows have
/// different lengths; it needs nothing that the vocabulary does not hold.
#[derive(Debug, Clone)]
pub(super) struct TrainingProfile {
    /// By feature: its part of the mean training text, which has length 1; 0 for what is no word.
    mean: Vec<f32>,
    /// Squared weight of a word that is not in the vocabulary.
    unknown_square: f64,
}

impl TrainingProfile {
    /// The profile of the `n_texts` texts that the analyzer was learned from.
    pub(super) fn new(analyzer: &Analyzer, n_texts: usize) -> Self {
        let vocabulary = analyzer.vocabulary();
        let is_word = vocabulary.terms().iter().map(|term| is_single_word(term));
        Self::of_words(vocabulary.idf().iter().copied().zip(is_word), n_texts)
    }

    /// The same by feature: its inverse document frequency, and whether it is a single word.
    pub(super) fn of_words(words: impl Iterator<Item = (f64, bool)>, n_texts: usize) -> Self {
        let n = n_texts.max(1) as f64;
        let part = |(idf, is_word): (f64, bool)| {
            if !is_word {
                return 0.0;
            }
            let df = (1.0 + n) / math::exp(idf - 1.0) - 1.0;
            df.max(0.0) / n * idf
        };
        let parts: Vec<f64> = words.map(part).collect();
        let length = math::sqrt(math::dot(&parts, &parts)).max(f64::MIN_POSITIVE);
        let unknown = math::ln(f64::midpoint(1.0, n)) + 1.0;
        #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
        let mean = parts.iter().map(|part| (part / length) as f32).collect();
        Self {
            mean,
            unknown_square: unknown * unknown,
        }
    }

    /// The distance of the text that was tallied last.
    pub(super) fn distance(&self, features: &FeatureScratch) -> Distance {
        let terms = features.last_tally().terms.iter();
        let terms = terms.map(|term| (term.feature, term.count, term.unscaled));
        self.distance_by(terms, features.n_words())
    }

    /// The distance of a text of `n_words` words with these features, each so often; `idf` is by
    /// feature.
    pub(super) fn distance_of(
        &self,
        features: impl Iterator<Item = (u32, u32)>,
        idf: &[f64],
        n_words: usize,
    ) -> Distance {
        let terms = features.map(|(feature, count)| {
            let idf = idf.get(feature as usize).copied().unwrap_or(0.0);
            let value = if count == 1 {
                idf
            } else {
                (1.0 + math::ln(f64::from(count))) * idf
            };
            (feature, count, value)
        });
        self.distance_by(terms, n_words)
    }

    /// The distance of a text of `n_words` words with these features, each so often and with
    /// `(1 + ln(count)) idf`.
    fn distance_by(
        &self,
        terms: impl Iterator<Item = (u32, u32, f64)>,
        n_words: usize,
    ) -> Distance {
        let (mut known, mut product, mut n_known) = (0.0, 0.0, 0_usize);
        for (feature, count, value) in terms {
            let mean = self.mean.get(feature as usize).copied().unwrap_or(0.0);
            if mean > 0.0 {
                known += value * value;
                product += value * f64::from(mean);
                n_known += count as usize;
            }
        }
        let unknown = n_words.saturating_sub(n_known) as f64 * self.unknown_square;
        let (length, n) = (known + unknown, n_words as f64);
        if length <= 0.0 {
            return Distance {
                unknown: 1.0,
                from_mean: 1.0,
            };
        }
        let cosine = product / math::sqrt(length);
        Distance {
            unknown: unknown / length * n / (n + ADDED_WORDS),
            from_mean: 1.0 - cosine * (n + HALF_LIKENESS_WORDS) / n,
        }
    }
}

/// Beyond which distances a text is outside the training.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutsideLimits {
    /// Of the share of unknown words.
    pub(super) unknown: f64,
    /// Of the distance from the mean training text.
    pub(super) from_mean: f64,
}

impl OutsideLimits {
    /// The limits within which a share of [`LIMIT_QUANTILE`] of held-out passages lies: the
    /// `⌈n q⌉`-th smallest distance. Nothing is outside where there are none.
    pub(super) fn of_held_out(distances: &[Distance]) -> Self {
        let limit = |of: fn(&Distance) -> f64| {
            let mut values: Vec<f64> = distances.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            let wanted = LIMIT_QUANTILE * values.len() as f64 - 1e-9;
            let mut within = (1_usize..).zip(&values);
            within
                .find(|(n, _)| *n as f64 >= wanted)
                .map_or(1.0, |(_, value)| *value)
        };
        Self {
            unknown: limit(|distance| distance.unknown),
            from_mean: limit(|distance| distance.from_mean),
        }
    }

    /// Whether a text so far away is outside.
    pub(super) fn is_outside(&self, distance: Distance) -> bool {
        distance.unknown > self.unknown || distance.from_mean > self.from_mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{AnalyzerSettings, FeatureScratch};

    fn distance(text: &str) -> Distance {
        let texts = ["opvang grens", "opvang grens", "opvang"];
        let settings = AnalyzerSettings {
            characters: None,
            ..AnalyzerSettings::default()
        };
        let analyzer = Analyzer::learn(&texts, &settings).unwrap();
        let profile = TrainingProfile::new(&analyzer, texts.len());
        let mut scratch = FeatureScratch::default();
        analyzer.tally(text, &mut scratch);
        profile.distance(&scratch)
    }

    #[test]
    fn distances_equal_those_by_hand() {
        // Of 3 texts: opvang in 3, idf = ln(4 / 4) + 1 = 1; grens in 2, idf = ln(4 / 3) + 1 =
        // 1.2876821; unknown words as if in 1: ln(4 / 2) + 1 = 1.6931472, squared 2.8667474.
        // Mean text: (1, 2/3 · 1.2876821 = .8584547), length 1.3179319, so (.7587645, .6513650).
        // `opvang fiets`: 1 and 2.8667474, so unknown .7413846 · 2 / 7 = .2118242; cosine
        // .7587645 / sqrt(3.8667474) = .3858639, times 42 / 2 = 8.1031415.
        let found = distance("opvang fiets");
        assert!((found.unknown - 0.211_824_2).abs() < 1e-6, "{found:?}");
        assert!(
            (found.from_mean - (1.0 - 8.103_141_5)).abs() < 1e-5,
            "{found:?}"
        );
        let nothing = distance("fiets bel");
        assert!((nothing.unknown - 2.0 / 7.0).abs() < 1e-12);
        assert!((nothing.from_mean - 1.0).abs() < 1e-12);
    }

    #[test]
    fn limits_leave_two_in_a_hundred_beyond() {
        let distances: Vec<Distance> = (1..=100)
            .map(|i| Distance {
                unknown: f64::from(i) / 100.0,
                from_mean: 0.5,
            })
            .collect();
        let limits = OutsideLimits::of_held_out(&distances);
        assert!((limits.unknown - 0.98).abs() < 1e-12);
        let outside = distances.iter().filter(|d| limits.is_outside(**d));
        assert_eq!(outside.count(), 2);
        assert!(!OutsideLimits::of_held_out(&[]).is_outside(distances[99]));
    }
}
