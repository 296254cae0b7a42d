//! Wordscores (Laver, Benoit & Garry 2003): texts placed by the words they share with texts whose
//! place is known.

use std::collections::BTreeMap;

use crate::math;

/// How often each word stands in a text.
pub type WordCounts = BTreeMap<String, u64>;

/// The score of every word of the reference texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Wordscores {
    scores: BTreeMap<String, f64>,
}

/// Where a text stands by its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextScore {
    /// The mean score of its words that have one, on the scale of the reference positions, shrunk
    /// towards their mean.
    pub raw: f64,
    /// Its standard error as if words were drawn independently, which they are not: too small.
    pub standard_error: f64,
    /// Words of the text that have a score, repetitions counted.
    pub n_words: u64,
    /// Different words of the text that have a score.
    pub n_types: usize,
}

/// A straight line from raw scores to the scale of the reference positions:
/// `(raw − from) · slope + to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rescaling {
    from: f64,
    to: f64,
    slope: f64,
}

impl Wordscores {
    /// Scores the words of reference texts at known positions: with `F_wr` the share of word w among
    /// the words of reference r and `P_wr = F_wr / Σ_r F_wr`, the score of w is `Σ_r P_wr A_r`
    /// (Laver, Benoit & Garry 2003, pp. 315–316). `None` for fewer than two references, an empty
    /// one, positions that are all equal or none. Checked by `word_scores_equal_the_paper`.
    pub fn fit(references: &[(f64, &WordCounts)]) -> Option<Self> {
        let first = references.first()?.0;
        let has_spread = references.iter().any(|(at, _)| (at - first).abs() > 0.0);
        let all_finite = references.iter().all(|(at, _)| at.is_finite());
        if !has_spread || !all_finite {
            return None;
        }
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (position, counts) in references {
            let n: u64 = counts.values().sum();
            if n == 0 {
                return None;
            }
            for (word, count) in counts.iter().filter(|(_, count)| **count > 0) {
                let share = *count as f64 / n as f64;
                let (weighted, total) = sums.entry(word).or_default();
                *weighted += share * position;
                *total += share;
            }
        }
        let scores = sums
            .into_iter()
            .map(|(word, (weighted, total))| (word.to_owned(), weighted / total))
            .collect();
        Some(Self { scores })
    }

    /// The score of a word; `None` where no reference text has it.
    pub fn word(&self, word: &str) -> Option<f64> {
        self.scores.get(word).copied()
    }

    /// The number of words that have a score.
    pub fn n_words(&self) -> usize {
        self.scores.len()
    }

    /// The raw score of a text `S = Σ_w F_w S_w`, `F_w` the share of w among its words that have a
    /// score, with standard error `sqrt(Σ_w F_w (S_w − S)² / n)`, n the number of these words
    /// (ibid., pp. 316–317). `None` where no word has a score. Checked by
    /// `texts_equal_the_paper_and_austin`.
    pub fn score(&self, counts: &WordCounts) -> Option<TextScore> {
        let scored: Vec<(f64, f64)> = counts
            .iter()
            .filter(|(_, count)| **count > 0)
            .filter_map(|(word, count)| Some((self.word(word)?, *count as f64)))
            .collect();
        let n: f64 = scored.iter().map(|(_, count)| count).sum();
        if scored.is_empty() {
            return None;
        }
        let raw = scored.iter().map(|(s, count)| s * count).sum::<f64>() / n;
        let squares: f64 = scored
            .iter()
            .map(|(s, count)| count * (s - raw) * (s - raw))
            .sum();
        Some(TextScore {
            raw,
            standard_error: math::sqrt(squares / n / n),
            n_words: counts
                .iter()
                .filter(|(word, _)| self.scores.contains_key(*word))
                .map(|(_, count)| count)
                .sum(),
            n_types: scored.len(),
        })
    }
}

impl Rescaling {
    /// A raw score on the scale of the reference positions.
    pub fn apply(self, raw: f64) -> f64 {
        (raw - self.from) * self.slope + self.to
    }

    /// The standard error of a rescaled score; the line itself is taken as known.
    pub fn apply_to_error(self, standard_error: f64) -> f64 {
        standard_error * self.slope.abs()
    }
}

/// The rescaling of Laver, Benoit & Garry (2003, p. 316): raw scores get the standard deviation of
/// the reference positions and keep their mean. It depends on which texts are scored together.
/// `None` for fewer than two of either, or where one does not vary. Checked by
/// `rescaled_scores_equal_austin_and_quanteda`.
pub fn lbg_rescaling(raw: &[f64], positions: &[f64]) -> Option<Rescaling> {
    let (mean, deviation) = mean_and_deviation(raw)?;
    let (_, wanted) = mean_and_deviation(positions)?;
    Some(Rescaling {
        from: mean,
        to: mean,
        slope: wanted / deviation,
    })
}

/// The rescaling of Martin & Vanberg (2008): the references with the lowest and the highest position
/// get these back. `low` and `high` are position and raw score of the two. `None` where their raw
/// scores are equal. Checked by `rescaled_scores_equal_austin_and_quanteda`.
pub fn mv_rescaling(low: (f64, f64), high: (f64, f64)) -> Option<Rescaling> {
    let slope = (high.0 - low.0) / (high.1 - low.1);
    slope.is_finite().then_some(Rescaling {
        from: low.1,
        to: low.0,
        slope,
    })
}

/// The mean and the standard deviation with `n − 1`; `None` where there is none above 0.
fn mean_and_deviation(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let deviation = math::sqrt(squares / (n - 1.0));
    (deviation > 0.0 && deviation.is_finite()).then_some((mean, deviation))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counts of each text of the example, from its first word on.
    const COUNTS: [u64; 17] = [
        2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2,
    ];
    const POSITIONS: [f64; 5] = [-1.5, -0.75, 0.0, 0.75, 1.5];

    /// The worked example of Laver, Benoit & Garry (2003, table 1): words A to Z, ZA to ZK, 1,000
    /// of them in each text, starting at the given word.
    fn text(offset: usize) -> WordCounts {
        let words: Vec<String> = ('A'..='Z')
            .map(String::from)
            .chain(('A'..='K').map(|c| format!("Z{c}")))
            .collect();
        let own = words.iter().skip(offset).zip(COUNTS);
        own.map(|(word, count)| (word.clone(), count)).collect()
    }

    fn references() -> Vec<WordCounts> {
        [0, 5, 10, 15, 20].into_iter().map(text).collect()
    }

    fn fitted(references: &[WordCounts]) -> Wordscores {
        let pairs: Vec<(f64, &WordCounts)> = POSITIONS.into_iter().zip(references).collect();
        Wordscores::fit(&pairs).unwrap()
    }

    #[track_caller]
    fn near(got: f64, want: f64) {
        assert!((got - want).abs() < 5e-10, "got {got}, want {want}");
    }

    #[test]
    fn word_scores_equal_the_paper() {
        let scores = fitted(&references());
        for (word, want) in [
            ("A", -1.5),
            ("F", -1.481_25),
            ("H", -1.451_923_077),
            ("I", -1.408_333_333),
            ("Z", 1.036_989_796),
            ("ZK", 1.5),
        ] {
            near(scores.word(word).unwrap(), want);
        }
        assert_eq!(scores.n_words(), 37);
        assert_eq!(scores.word("ZL"), None);
    }

    // The virgin text starts at H; the standard error is austin's, not the paper's .018.
    #[test]
    fn texts_equal_the_paper_and_austin() {
        let references = references();
        let scores = fitted(&references);
        let virgin = scores.score(&text(7)).unwrap();
        near(virgin.raw, -0.448_059_076_6);
        near(virgin.standard_error, 0.011_897_666_8);
        assert_eq!((virgin.n_words, virgin.n_types), (1000, 17));
        near(scores.score(&references[0]).unwrap().raw, -1.317_931_336_4);
        assert!((scores.score(&references[1]).unwrap().raw + 0.739_559_8).abs() < 5e-8);
    }

    #[test]
    fn rescaled_scores_equal_austin_and_quanteda() {
        let references = references();
        let scores = fitted(&references);
        let virgin = scores.score(&text(7)).unwrap();
        let mut raw: Vec<f64> = references
            .iter()
            .map(|counts| scores.score(counts).unwrap().raw)
            .collect();
        let ends = ((-1.5, raw[0]), (1.5, raw[4]));
        raw.push(virgin.raw);
        let lbg = lbg_rescaling(&raw, &POSITIONS).unwrap();
        assert!((lbg.apply(virgin.raw) + 0.529_671_5).abs() < 5e-8);
        let mv = mv_rescaling(ends.0, ends.1).unwrap();
        near(mv.apply(virgin.raw), -0.509_957_231);
        near(mv.apply(raw[0]), -1.5);
        near(mv.apply(raw[4]), 1.5);
        // By hand: the slope is 3 / (2 × 1.3179313364), as the example is symmetric.
        near(
            mv.apply_to_error(virgin.standard_error),
            0.011_897_666_8 * 3.0 / 2.635_862_672_8,
        );
    }

    #[test]
    fn words_that_no_reference_has_do_not_count() {
        let scores = fitted(&references());
        let mut with_others = text(7);
        with_others.insert("onbekend".to_owned(), 500);
        with_others.insert("nul".to_owned(), 0);
        assert_eq!(scores.score(&with_others), scores.score(&text(7)));
        let unknown: WordCounts = [("onbekend".to_owned(), 3)].into();
        assert_eq!(scores.score(&unknown), None);
    }

    #[test]
    fn references_that_tell_nothing_have_no_scores() {
        let (a, b) = (text(0), text(5));
        assert_eq!(Wordscores::fit(&[(1.0, &a)]), None);
        assert_eq!(Wordscores::fit(&[(1.0, &a), (1.0, &b)]), None);
        assert_eq!(Wordscores::fit(&[(1.0, &a), (f64::NAN, &b)]), None);
        assert_eq!(
            Wordscores::fit(&[(1.0, &a), (2.0, &WordCounts::new())]),
            None
        );
        assert_eq!(lbg_rescaling(&[1.0, 1.0], &POSITIONS), None);
        assert_eq!(mv_rescaling((0.0, 1.0), (1.0, 1.0)), None);
    }
}
