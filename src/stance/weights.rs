//! The one function that scores a row.

use super::logistic::FittedLogistic;
use crate::features::{Analyzer, FeatureScratch, Row, TalliedTerm, WordSums};

/// Weights of a model, rounded to f32 as they stand in its file, with sum 0 over the classes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    n_classes: usize,
    /// V × K, the K of a feature together.
    per_feature: Vec<f32>,
    /// K.
    bias: Vec<f32>,
}

impl Weights {
    /// The caller has checked that the lengths fit.
    pub(super) fn new(n_classes: usize, per_feature: Vec<f32>, bias: Vec<f32>) -> Self {
        Self {
            n_classes,
            per_feature,
            bias,
        }
    }

    /// Rounds a fit. Subtracting the mean over the classes changes no probability and makes a
    /// weight say how a feature moves its class against the average class.
    pub(super) fn rounded(fitted: &FittedLogistic) -> Self {
        let k = fitted.n_classes();
        Self::new(k, centred(fitted.weights(), k), centred(fitted.bias(), k))
    }

    pub(super) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// The weights of a feature, K; none where it does not exist.
    pub(super) fn of(&self, feature: u32) -> &[f32] {
        let start = feature as usize * self.n_classes;
        self.per_feature
            .get(start..start + self.n_classes)
            .unwrap_or(&[])
    }

    /// The scores of a row before calibration: `z_k = b_k + Σ_w W_kw x_w`, in f64, summed in the
    /// order of the row.
    pub(super) fn score(&self, row: Row<'_>, scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.bias.iter().copied().map(f64::from));
        for (&feature, value) in row.features.iter().zip(row.values) {
            for (score, &weight) in scores.iter_mut().zip(self.of(feature)) {
                *score += f64::from(weight) * value;
            }
        }
    }

    /// The scores of the text that `features` tallied last: those of its row, up to the rounding of
    /// another order of summing. `word_sums` keeps what the pieces of a word add, and must be asked
    /// by these weights alone.
    pub(super) fn score_tally(
        &self,
        analyzer: &Analyzer,
        features: &mut FeatureScratch,
        word_sums: &mut WordSums,
        scores: &mut Vec<f64>,
    ) {
        scores.clear();
        scores.resize(self.n_classes, 0.0);
        word_sums.start(features.words_id(), self.n_classes);
        features.for_each_word(|word, pieces| {
            let sums = word_sums.of(word.number, |sums| {
                for &piece in pieces {
                    self.add(piece, analyzer.factor(piece), sums);
                }
            });
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += f64::from(word.n) * sum;
            }
        });
        let tally = features.last_tally();
        for piece in &tally.repeated {
            let too_much = f64::from(piece.count) - piece.sublinear;
            self.add(piece.feature, -too_much * piece.factor, scores);
        }
        for (score, &bias) in scores.iter_mut().zip(&self.bias) {
            *score = f64::from(bias) + tally.piece_scale * *score;
        }
        let terms = &tally.terms;
        // The number of classes is a constant where it is a common one, so that the sums stay in
        // registers.
        match self.n_classes {
            2 => self.add_products::<2>(terms, scores),
            3 => self.add_products::<3>(terms, scores),
            4 => self.add_products::<4>(terms, scores),
            5 => self.add_products::<5>(terms, scores),
            _ => {
                for term in terms {
                    self.add(term.feature, term.value, scores);
                }
            }
        }
    }

    /// Adds to each class what a feature of this value does.
    fn add(&self, feature: u32, value: f64, sums: &mut [f64]) {
        for (sum, &weight) in sums.iter_mut().zip(self.of(feature)) {
            *sum += f64::from(weight) * value;
        }
    }

    fn add_products<const K: usize>(&self, terms: &[TalliedTerm], scores: &mut [f64]) {
        let (per_feature, _) = self.per_feature.as_chunks::<K>();
        let mut sums = [0.0; K];
        for term in terms {
            if let Some(weights) = per_feature.get(term.feature as usize) {
                for (sum, &weight) in sums.iter_mut().zip(weights) {
                    *sum += f64::from(weight) * term.value;
                }
            }
        }
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum;
        }
    }

    /// Notes for each word of the text that `features` tallied last what it adds to
    /// `scale · (z_a − z_b)`; `word_sums` are those of [`Self::score_tally`] for this text.
    pub(super) fn share(
        &self,
        features: &mut FeatureScratch,
        word_sums: &mut WordSums,
        (a, b): (usize, usize),
        scale: f64,
    ) {
        let of_pieces = scale * features.last_tally().piece_scale;
        features.for_each_word(|word, _| {
            let sums = word_sums.of(word.number, |_| ());
            let sum = |k: usize| sums.get(k).copied().unwrap_or(0.0);
            word.added = of_pieces * (sum(a) - sum(b)) * f64::from(word.n);
        });
        let lead = |feature: u32| {
            let weights = self.of(feature);
            let weight = |k: usize| weights.get(k).copied().map_or(0.0, f64::from);
            weight(a) - weight(b)
        };
        let tally = features.last_tally_mut();
        for piece in &mut tally.repeated {
            let beyond = piece.sublinear / f64::from(piece.count) - 1.0;
            piece.share = of_pieces * lead(piece.feature) * piece.factor * beyond;
        }
        for term in &mut tally.terms {
            let whole = scale * lead(term.feature) * term.value;
            term.share = if term.count == 1 {
                whole
            } else {
                whole / f64::from(term.count)
            };
        }
        features.add_shares();
    }

    /// What each feature of the row adds to `z_a − z_b`, in the order of the row.
    pub(super) fn contrast<'a>(
        &'a self,
        row: Row<'a>,
        a: usize,
        b: usize,
    ) -> impl Iterator<Item = f64> + 'a {
        row.features
            .iter()
            .zip(row.values)
            .map(move |(&feature, value)| {
                let weights = self.of(feature);
                let weight = |k: usize| weights.get(k).copied().map_or(0.0, f64::from);
                (weight(a) - weight(b)) * value
            })
    }

    /// What the bias adds to `z_a − z_b`.
    pub(super) fn bias_contrast(&self, a: usize, b: usize) -> f64 {
        let bias = |k: usize| self.bias.get(k).copied().map_or(0.0, f64::from);
        bias(a) - bias(b)
    }
}

fn centred(weights: &[f64], n_classes: usize) -> Vec<f32> {
    let mut rounded = Vec::with_capacity(weights.len());
    for weights in weights.chunks(n_classes) {
        let mean = weights.iter().sum::<f64>() / n_classes as f64;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "rounding to f32 is what this does; weights are far below its largest number"
        )]
        rounded.extend(weights.iter().map(|weight| (weight - mean) as f32));
    }
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contrast_of_two_classes_is_the_published_one() {
        // The logistic regression on six rows of four counts with α = 1, scored on 1 1 1 1.
        let weights = Weights::new(
            3,
            vec![
                0.618_881_6,
                -0.483_891_8,
                -0.134_989_8,
                -0.253_299_6,
                0.602_674_7,
                -0.349_375_1,
                -0.095_154_2,
                -0.096_362_5,
                0.191_516_7,
                -0.474_933_8,
                -0.210_108_6,
                0.685_042_4,
            ],
            vec![0.407_367_3, 0.270_703, -0.678_070_4],
        );
        let row = Row {
            features: &[0, 1, 2, 3],
            counts: &[1; 4],
            values: &[1.0; 4],
        };
        let terms: Vec<f64> = weights.contrast(row, 0, 2).collect();
        let expected = [0.753_871_36, 0.096_075_54, -0.286_670_82, -1.159_976_21];
        for (found, expected) in terms.iter().zip(expected) {
            assert!((found - expected).abs() < 2e-7, "{found} for {expected}");
        }
        let bias = weights.bias_contrast(0, 2);
        assert!((bias - 1.085_437_71).abs() < 2e-7);
        let total = terms.iter().sum::<f64>() + bias;
        assert!((total - 0.488_737_56).abs() < 5e-7);
        let mut scores = Vec::new();
        weights.score(row, &mut scores);
        assert!((scores[0] - scores[2] - total).abs() < 1e-12);
    }
}
