//! The confusion matrix and all that follows from it.

use super::MetricsError;
use crate::math;

/// How often each gold class was predicted as each class: `C[g][p]`, rows gold, columns predicted.
///
/// In the formulas `R_k` is the sum of row k (gold), `S_k` the sum of column k (predicted), `n`
/// the sum of all cells. A ratio `0 / 0` is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfusionMatrix {
    n_classes: usize,
    cells: Vec<f64>,
}

/// `numerator / denominator`, or 0 where the denominator is 0.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 {
        numerator / denominator
    } else {
        0.0
    }
}

impl ConfusionMatrix {
    /// A matrix of zeros.
    pub fn empty(n_classes: usize) -> Self {
        Self {
            n_classes,
            cells: vec![0.0; n_classes * n_classes],
        }
    }

    /// Counts `gold` against `predicted`, one entry a passage, classes in `0..n_classes`.
    ///
    /// # Errors
    /// When the slices differ in length or name a class that does not exist.
    pub fn count(
        n_classes: usize,
        gold: &[usize],
        predicted: &[usize],
    ) -> Result<Self, MetricsError> {
        Self::weighted(n_classes, gold, predicted, &vec![1.0; gold.len()])
    }

    /// Counts `gold` against `predicted`, each passage with its weight (0 or more): `1/π` where
    /// passages were drawn with inclusion probability `π`.
    ///
    /// # Errors
    /// When the slices differ in length, name a class that does not exist, or a weight is
    /// negative or not finite.
    pub fn weighted(
        n_classes: usize,
        gold: &[usize],
        predicted: &[usize],
        weights: &[f64],
    ) -> Result<Self, MetricsError> {
        let expected = gold.len();
        for (what, found) in [
            ("the predicted classes", predicted.len()),
            ("the weights", weights.len()),
        ] {
            if found != expected {
                return Err(MetricsError::Length {
                    what,
                    found,
                    expected,
                });
            }
        }
        let mut matrix = Self::empty(n_classes);
        for (row, ((&g, &p), &weight)) in gold.iter().zip(predicted).zip(weights).enumerate() {
            if let Some(found) = [g, p].into_iter().find(|&class| class >= n_classes) {
                return Err(MetricsError::Class {
                    row,
                    found,
                    n_classes,
                });
            }
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(MetricsError::Weight { row, found: weight });
            }
            matrix.cells[g * n_classes + p] += weight;
        }
        Ok(matrix)
    }

    /// Adds `times` times the cells of `other`, a matrix of the same classes.
    pub fn add(&mut self, other: &Self, times: f64) {
        debug_assert_eq!(self.n_classes, other.n_classes);
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += times * more;
        }
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Weight of the passages of class `gold` that were predicted as `predicted`; 0 for a class
    /// that does not exist.
    pub fn cell(&self, gold: usize, predicted: usize) -> f64 {
        if predicted < self.n_classes {
            let place = gold * self.n_classes + predicted;
            self.cells.get(place).copied().unwrap_or(0.0)
        } else {
            0.0
        }
    }

    /// The weight of all passages, `n`.
    pub fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// The weight of the passages of gold class `class`, `R_k`.
    pub fn gold_total(&self, class: usize) -> f64 {
        self.classes().map(|p| self.cell(class, p)).sum()
    }

    /// The weight of the passages predicted as `class`, `S_k`.
    pub fn predicted_total(&self, class: usize) -> f64 {
        self.classes().map(|g| self.cell(g, class)).sum()
    }

    /// The classes that occur neither in gold nor among the predictions: their F1 counts as 0.
    pub fn absent_classes(&self) -> Vec<usize> {
        self.classes()
            .filter(|&k| self.gold_total(k) + self.predicted_total(k) <= 0.0)
            .collect()
    }

    /// The share predicted right: `Σ_k C_kk / n`, 0 to 1.
    pub fn accuracy(&self) -> f64 {
        ratio(self.trace(), self.total())
    }

    /// `C_kk / S_k`, 0 to 1.
    pub fn precision(&self, class: usize) -> f64 {
        ratio(self.cell(class, class), self.predicted_total(class))
    }

    /// `C_kk / R_k`, 0 to 1.
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.cell(class, class), self.gold_total(class))
    }

    /// `F_k = 2 C_kk / (R_k + S_k)`, the harmonic mean of precision and recall, 0 to 1.
    pub fn f1(&self, class: usize) -> f64 {
        ratio(
            2.0 * self.cell(class, class),
            self.gold_total(class) + self.predicted_total(class),
        )
    }

    /// The mean of `F_k` over all classes, 0 to 1. Not the F of mean precision and mean recall,
    /// which is larger (Opitz & Burst 2021); checked by `macro_f1_is_the_mean_of_f1s`.
    pub fn macro_f1(&self) -> f64 {
        self.mean_over_classes(|k| self.f1(k))
    }

    /// The mean of `F_k` weighted by `R_k`, 0 to 1.
    pub fn weighted_f1(&self) -> f64 {
        let sum: f64 = self
            .classes()
            .map(|k| self.gold_total(k) * self.f1(k))
            .sum();
        ratio(sum, self.total())
    }

    /// The mean of the recalls of all classes, 0 to 1. A class without gold counts as 0;
    /// scikit-learn's `balanced_accuracy_score` leaves such a class out.
    pub fn balanced_accuracy(&self) -> f64 {
        self.mean_over_classes(|k| self.recall(k))
    }

    /// The Matthews correlation, −1 to 1:
    /// `(c·n − Σ S_k R_k) / sqrt((n² − Σ S_k²)(n² − Σ R_k²))` with `c` the trace (Gorodkin 2004).
    pub fn matthews_correlation(&self) -> f64 {
        let n = self.total();
        let mut chance = 0.0;
        let mut predicted_squares = 0.0;
        let mut gold_squares = 0.0;
        for k in self.classes() {
            let (gold, predicted) = (self.gold_total(k), self.predicted_total(k));
            chance += predicted * gold;
            predicted_squares += predicted * predicted;
            gold_squares += gold * gold;
        }
        let spread = (n * n - predicted_squares) * (n * n - gold_squares);
        ratio(self.trace() * n - chance, math::sqrt(spread.max(0.0)))
    }

    /// Cohen's kappa, −1 to 1: `(p_o − p_e) / (1 − p_e)` with `p_o` the accuracy and
    /// `p_e = Σ R_k S_k / n²` the agreement of chance (Cohen 1960).
    pub fn cohen_kappa(&self) -> f64 {
        let n = self.total();
        let chance: f64 = self
            .classes()
            .map(|k| ratio(self.gold_total(k), n) * ratio(self.predicted_total(k), n))
            .sum();
        ratio(self.accuracy() - chance, 1.0 - chance)
    }

    /// The large-sample standard error of [`Self::cohen_kappa`] (Fleiss, Cohen & Everitt 1969).
    pub fn cohen_kappa_standard_error(&self) -> f64 {
        let n = self.total();
        let share = |g: usize, p: usize| ratio(self.cell(g, p), n);
        let gold = |k: usize| ratio(self.gold_total(k), n);
        let predicted = |k: usize| ratio(self.predicted_total(k), n);
        let kappa = self.cohen_kappa();
        let chance: f64 = self.classes().map(|k| gold(k) * predicted(k)).sum();
        let mut agreement = 0.0;
        let mut disagreement = 0.0;
        for g in self.classes() {
            for p in self.classes() {
                if g == p {
                    let kept = 1.0 - (gold(g) + predicted(g)) * (1.0 - kappa);
                    agreement += share(g, g) * kept * kept;
                } else {
                    let sum = predicted(g) + gold(p);
                    disagreement += share(g, p) * sum * sum;
                }
            }
        }
        let both = kappa - chance * (1.0 - kappa);
        let rest = 1.0 - kappa;
        let variance = agreement + rest * rest * disagreement - both * both;
        ratio(math::sqrt(ratio(variance.max(0.0), n)), 1.0 - chance)
    }

    fn classes(&self) -> std::ops::Range<usize> {
        0..self.n_classes
    }

    fn trace(&self) -> f64 {
        self.classes().map(|k| self.cell(k, k)).sum()
    }

    fn mean_over_classes(&self, score: impl Fn(usize) -> f64) -> f64 {
        ratio(self.classes().map(score).sum(), self.n_classes as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    fn near(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-9, "got {got}, want {want}");
    }

    fn matrix() -> ConfusionMatrix {
        let rows = f400::rows();
        let (gold, predicted) = (f400::gold(&rows), f400::predicted(&rows));
        ConfusionMatrix::count(4, &gold, &predicted).unwrap()
    }

    // The expected numbers are those of scikit-learn 1.9.1 and statsmodels 0.15.0 for F400.

    #[test]
    fn rows_are_gold_and_columns_predicted() {
        let want = [83, 11, 9, 13, 16, 83, 12, 12, 5, 9, 33, 4, 10, 15, 13, 72].map(f64::from);
        assert_eq!(matrix().cells, want);
    }

    #[test]
    fn overall_scores_equal_scikit_learn() {
        let matrix = matrix();
        near(matrix.accuracy(), 0.6775);
        near(matrix.balanced_accuracy(), 0.672_979_566_9);
        near(matrix.macro_f1(), 0.663_080_575_0);
        near(matrix.weighted_f1(), 0.680_100_611_5);
        near(matrix.matthews_correlation(), 0.562_616_378_5);
        near(matrix.cohen_kappa(), 0.561_727_608_6);
        near(matrix.cohen_kappa_standard_error(), 0.031_510_188_0);
    }

    #[test]
    fn scores_per_class_equal_scikit_learn() {
        let matrix = matrix();
        let f1 = [
            0.721_739_130_4,
            0.688_796_680_5,
            0.559_322_033_9,
            0.682_464_455_0,
        ];
        let precision = [
            0.728_070_175_4,
            0.703_389_830_5,
            0.492_537_313_4,
            0.712_871_287_1,
        ];
        // Diagonal over row sums 116, 123, 51, 110.
        let recall = [83.0 / 116.0, 83.0 / 123.0, 33.0 / 51.0, 72.0 / 110.0];
        for k in 0..4 {
            near(matrix.f1(k), f1[k]);
            near(matrix.precision(k), precision[k]);
            near(matrix.recall(k), recall[k]);
        }
    }

    #[test]
    fn macro_f1_is_the_mean_of_f1s() {
        let matrix = matrix();
        let mean = |score: &dyn Fn(usize) -> f64| (0..4).map(score).sum::<f64>() / 4.0;
        let (p, r) = (mean(&|k| matrix.precision(k)), mean(&|k| matrix.recall(k)));
        assert!((2.0 * p * r / (p + r) - 0.6660).abs() < 5e-5);
        assert!((matrix.macro_f1() - 0.6631).abs() < 5e-5);
    }

    #[test]
    fn a_second_classifier_and_weights_by_inclusion_equal_scikit_learn() {
        let rows = f400::rows();
        let second: Vec<usize> = rows.iter().map(|row| row.predicted2).collect();
        let matrix = ConfusionMatrix::count(4, &f400::gold(&rows), &second).unwrap();
        near(matrix.macro_f1(), 0.514_629_177_0);

        let coded: Vec<_> = rows.into_iter().filter(|row| row.is_coded).collect();
        let (gold, predicted) = (f400::gold(&coded), f400::predicted(&coded));
        let plain = ConfusionMatrix::count(4, &gold, &predicted).unwrap();
        near(plain.macro_f1(), 0.624_580_829_0);
        let weights: Vec<f64> = coded.iter().map(|row| 1.0 / row.inclusion).collect();
        let weighted = ConfusionMatrix::weighted(4, &gold, &predicted, &weights).unwrap();
        near(weighted.macro_f1(), 0.635_238_103_0);
    }

    #[test]
    fn a_class_that_never_occurs_scores_zero_and_is_named() {
        // Class 0: 2 of 2 right and 1 taken from class 1: F 4/5; class 1: F 2/3; class 2: 0.
        let matrix = ConfusionMatrix::count(3, &[0, 0, 1, 1], &[0, 0, 0, 1]).unwrap();
        near(matrix.macro_f1(), (0.8 + 2.0 / 3.0) / 3.0);
        assert_eq!(matrix.absent_classes(), [2]);
    }

    #[test]
    fn no_rows_or_one_class_only_is_zero_not_nan() {
        let empty = ConfusionMatrix::empty(2);
        let one = ConfusionMatrix::count(2, &[1, 1], &[1, 1]).unwrap();
        for score in [
            empty.accuracy(),
            empty.macro_f1(),
            empty.weighted_f1(),
            empty.matthews_correlation(),
            empty.cohen_kappa(),
            empty.cohen_kappa_standard_error(),
            one.matthews_correlation(),
            one.cohen_kappa(),
        ] {
            near(score, 0.0);
        }
        near(one.accuracy(), 1.0);
    }

    #[test]
    fn refuses_rows_that_do_not_fit() {
        let error = ConfusionMatrix::count(2, &[0, 1], &[0, 2]).unwrap_err();
        assert_eq!(error.to_string(), "row 1: class number 2, expected below 2");
        let error = ConfusionMatrix::count(2, &[0, 1], &[0]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the predicted classes: found 1 rows, expected 2"
        );
        let error = ConfusionMatrix::weighted(2, &[0], &[0], &[f64::NAN]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 0: weight NaN, expected a number of 0 or more"
        );
    }
}
