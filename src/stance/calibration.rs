//! Probabilities that mean what they say.

use serde::{Deserialize, Serialize};

use super::newton::{Problem, minimise};
use crate::math;

/// Turns scores into probabilities: `p_k ∝ exp(β z_k + b_k)`.
///
/// Bias-corrected temperature scaling (Alexandari, Kundaje and Shrikumar 2020), fitted to the
/// scores that passages get from models that have not seen them. Scores may be logits or the
/// logarithms of probabilities; the two differ by a number per passage, which cancels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// β, 0 or above: below 1 the scores claim too much.
    pub scale: f64,
    /// b, one per class; the last is 0.
    pub shifts: Vec<f64>,
}

/// How much the shifts of a model are shrunk. Classes are not as frequent in one document as in
/// another, and that does not pass with more passages: shifts fitted to some documents harm on the
/// next. See `docs/decisions/certainty.md` for the figures.
pub(super) const SHRINKAGE: f64 = 0.02;

/// Keeps β and b finite where the scores tell the classes apart without error; too small to be
/// seen where they do not.
const RIDGE: f64 = 1e-9;

impl Calibration {
    /// Leaves scores as they are.
    pub fn identity(n_classes: usize) -> Self {
        Self {
            scale: 1.0,
            shifts: vec![0.0; n_classes],
        }
    }

    /// The β and b of the largest weighted likelihood of `classes`, given `scores`, n × K row by
    /// row: of the least mean negative log-likelihood plus `shrinkage · Σ_k (b_k − mean b)²`.
    ///
    /// The identity where a class has no row or nothing is given. Where the scores point away
    /// from the classes, β is 0 and the probabilities are the shares of the classes: worthless
    /// scores must not be turned round. Checked by `f400_gives_the_published_calibration` and
    /// `shrunk_shifts_equal_the_oracle`.
    pub fn fit(
        scores: &[f64],
        classes: &[usize],
        weights: &[f64],
        n_classes: usize,
        shrinkage: f64,
    ) -> Self {
        let mut totals = vec![0.0; n_classes];
        for (&class, weight) in classes.iter().zip(weights) {
            if let Some(total) = totals.get_mut(class) {
                *total += weight;
            }
        }
        if totals.iter().any(|&total| total <= 0.0) || scores.len() != classes.len() * n_classes {
            return Self::identity(n_classes);
        }
        let likelihood = Likelihood {
            scores,
            classes,
            weights,
            n_classes,
            with_shifts: true,
            shrinkage,
        };
        let mut start = vec![0.0; n_classes];
        start[0] = 1.0;
        let params = minimise(&likelihood, start);
        let (scale, free) = params.split_first().unwrap_or((&1.0, &[]));
        if *scale <= 0.0 {
            let last = totals.last().copied().unwrap_or(1.0);
            let shifts = totals.iter().map(|total| math::ln(total / last)).collect();
            return Self { scale: 0.0, shifts };
        }
        let shifts = free.iter().copied().chain([0.0]).collect();
        Self {
            scale: *scale,
            shifts,
        }
    }

    /// The β of the largest likelihood with b = 0: plain temperature scaling, with `1/β` the
    /// temperature.
    pub fn fit_temperature(scores: &[f64], classes: &[usize], n_classes: usize) -> Self {
        let weights = vec![1.0; classes.len()];
        let likelihood = Likelihood {
            scores,
            classes,
            weights: &weights,
            n_classes,
            with_shifts: false,
            shrinkage: 0.0,
        };
        let scale = minimise(&likelihood, vec![1.0]).first().copied();
        Self {
            scale: scale.unwrap_or(1.0).max(0.0),
            shifts: vec![0.0; n_classes],
        }
    }

    /// Replaces scores by probabilities.
    pub fn apply(&self, scores: &mut [f64]) {
        for (score, shift) in scores.iter_mut().zip(&self.shifts) {
            *score = self.scale * *score + shift;
        }
        math::softmax_in_place(scores);
    }
}

/// The mean negative log-likelihood in β and all of b but the last, or in β alone.
struct Likelihood<'a> {
    scores: &'a [f64],
    classes: &'a [usize],
    weights: &'a [f64],
    n_classes: usize,
    with_shifts: bool,
    shrinkage: f64,
}

impl Likelihood<'_> {
    /// Shows each row's weight, class, scores and probabilities at `params`.
    fn for_each_row(&self, params: &[f64], mut visit: impl FnMut(f64, usize, &[f64], &[f64])) {
        let (scale, shifts) = params.split_first().unwrap_or((&1.0, &[]));
        let total: f64 = self.weights.iter().sum();
        let mut p = vec![0.0; self.n_classes];
        let rows = self.scores.chunks(self.n_classes);
        for ((scores, &class), weight) in rows.zip(self.classes).zip(self.weights) {
            for (k, (p, score)) in p.iter_mut().zip(scores).enumerate() {
                *p = scale * score + shifts.get(k).copied().unwrap_or(0.0);
            }
            math::softmax_in_place(&mut p);
            visit(weight / total, class, scores, &p);
        }
    }
}

impl Likelihood<'_> {
    /// The derivatives of `shrinkage · Σ_k (b_k − mean b)²`, the last b being 0.
    fn add_shrinkage(&self, params: &[f64], gradient: &mut [f64], hessian: &mut [Vec<f64>]) {
        let k = self.n_classes as f64;
        let mean = params.iter().skip(1).sum::<f64>() / k;
        let places = params.iter().zip(gradient).zip(hessian).enumerate().skip(1);
        for (i, ((shift, slope), row)) in places {
            *slope += 2.0 * self.shrinkage * (shift - mean);
            for (j, entry) in row.iter_mut().enumerate().skip(1) {
                let same = f64::from(u8::from(i == j));
                // Only the upper half is read.
                if j >= i {
                    *entry += 2.0 * self.shrinkage * (same - 1.0 / k);
                }
            }
        }
    }
}

impl Problem for Likelihood<'_> {
    fn value(&self, params: &[f64]) -> f64 {
        let (scale, shifts) = params.split_first().unwrap_or((&1.0, &[]));
        let squares = (scale - 1.0) * (scale - 1.0) + math::dot(shifts, shifts);
        let k = self.n_classes as f64;
        let total: f64 = shifts.iter().sum();
        let spread = math::dot(shifts, shifts) - total * total / k;
        let mut sum = 0.5 * RIDGE * squares + self.shrinkage * spread;
        self.for_each_row(params, |weight, class, _, p| {
            sum -= weight * math::ln(p[class].max(f64::MIN_POSITIVE));
        });
        sum
    }

    fn derivatives(&self, params: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let n = params.len();
        let mut gradient: Vec<f64> = params.iter().map(|x| RIDGE * x).collect();
        gradient[0] -= RIDGE;
        let mut hessian = vec![vec![0.0; n]; n];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = RIDGE;
        }
        self.add_shrinkage(params, &mut gradient, &mut hessian);
        self.for_each_row(params, |weight, class, scores, p| {
            let mean = math::dot(scores, p);
            let deviations: Vec<f64> = scores.iter().map(|score| score - mean).collect();
            let square: f64 = deviations.iter().zip(p).map(|(d, p)| p * d * d).sum();
            gradient[0] += weight * (mean - scores[class]);
            hessian[0][0] += weight * square;
            if !self.with_shifts {
                return;
            }
            for k in 1..n {
                let pk = p[k - 1];
                gradient[k] += weight * (pk - f64::from(u8::from(class == k - 1)));
                hessian[0][k] += weight * pk * deviations[k - 1];
                for j in 1..=k {
                    let same = f64::from(u8::from(j == k));
                    hessian[j][k] += weight * pk * (same - p[j - 1]);
                }
            }
        });
        (gradient, hessian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    /// Logarithms of the probabilities and classes of F400, of documents with (document / 4) even
    /// or odd.
    fn part(odd: bool) -> (Vec<f64>, Vec<usize>) {
        let rows = f400::rows();
        let chosen = rows
            .iter()
            .filter(|row| (row.document / 4) % 2 == usize::from(odd));
        let scores = chosen
            .clone()
            .flat_map(|row| row.probabilities.map(math::ln));
        (scores.collect(), chosen.map(|row| row.gold).collect())
    }

    fn log_loss(calibration: &Calibration, (scores, classes): &(Vec<f64>, Vec<usize>)) -> f64 {
        let losses = scores.chunks(4).zip(classes).map(|(row, &class)| {
            let mut p = row.to_vec();
            calibration.apply(&mut p);
            -math::ln(p[class])
        });
        losses.sum::<f64>() / classes.len() as f64
    }

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() < tolerance,
            "{found} for {expected}"
        );
    }

    #[test]
    fn f400_gives_the_published_calibration() {
        // scipy 1.12, minimisation of the same likelihood.
        let (cal, test) = (part(false), part(true));
        assert_eq!((cal.1.len(), test.1.len()), (208, 192));
        near(log_loss(&Calibration::identity(4), &cal), 0.904_405_1, 1e-7);
        let fitted = Calibration::fit(&cal.0, &cal.1, &[1.0; 208], 4, 0.0);
        near(fitted.scale, 1.490_378_6, 2e-6);
        for (found, expected) in
            fitted
                .shifts
                .iter()
                .zip([-0.015_195_6, 0.138_265_3, -0.761_389_3, 0.0])
        {
            near(*found, expected, 2e-6);
        }
        near(log_loss(&fitted, &cal), 0.835_396_2, 1e-7);
        near(log_loss(&fitted, &test), 0.738_626_5, 1e-6);
    }

    #[test]
    fn shrunk_shifts_equal_the_oracle() {
        // tests/oracle/calibration_shrunk.py (scipy 1.17.1).
        let (cal, test) = (part(false), part(true));
        let fitted = Calibration::fit(&cal.0, &cal.1, &[1.0; 208], 4, 0.02);
        near(fitted.scale, 1.487_693_9, 2e-6);
        let shifts = [-0.010_032_6, 0.119_370_2, -0.547_552_5, 0.0];
        for (found, expected) in fitted.shifts.iter().zip(shifts) {
            near(*found, expected, 2e-6);
        }
        near(log_loss(&fitted, &test), 0.739_279_7, 1e-6);
    }

    #[test]
    fn f400_gives_the_published_temperature() {
        let (cal, test) = (part(false), part(true));
        let fitted = Calibration::fit_temperature(&cal.0, &cal.1, 4);
        near(fitted.scale, 1.513_874_769_0, 2e-6);
        near(log_loss(&fitted, &cal), 0.864_740_8, 1e-7);
        near(log_loss(&fitted, &test), 0.761_299_4, 1e-6);
    }

    #[test]
    fn a_missing_class_leaves_scores_as_they_are() {
        let fitted = Calibration::fit(&[1.0, 0.0, 0.0], &[0], &[1.0], 3, 0.0);
        assert_eq!(fitted, Calibration::identity(3));
    }

    #[test]
    fn scores_without_error_give_a_finite_calibration() {
        let scores = [2.0, 0.0, 0.0, 2.0, 3.0, 0.0, 0.0, 1.0];
        let fitted = Calibration::fit(&scores, &[0, 1, 0, 1], &[1.0; 4], 2, 0.0);
        assert!(fitted.scale.is_finite() && fitted.scale > 1.0);
        let mut p = [1.0, 0.0];
        fitted.apply(&mut p);
        assert!(p[0] > 0.99 && p[0] <= 1.0);
    }

    #[test]
    fn scores_that_point_away_become_the_shares_of_the_classes() {
        let scores = [0.0, 2.0, 0.0, 1.0, 0.0, 3.0, 2.0, 0.0];
        let fitted = Calibration::fit(&scores, &[0, 0, 0, 1], &[1.0; 4], 2, 0.0);
        let mut p = [0.0, 5.0];
        fitted.apply(&mut p);
        near(p[0], 0.75, 1e-12);
    }
}
