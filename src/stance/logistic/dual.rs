//! Many rows: ascent on the dual, one row at a time.
//!
//! At the best weights `W = 1/α Σ_i w_i (e_yi − q_i) x_iᵀ` with `q_i = softmax(W x_i + b)`. The dual
//! has a distribution `q_i` over the classes for every row and no weights; for one row, the others
//! held, its best `q_i` is found in a few steps of Newton, and the weights follow by adding a
//! multiple of the row (Yu, Huang and Lin 2011, §4; Shalev-Shwartz and Zhang 2013). Ten to thirty
//! passes over the rows so do what takes L-BFGS a hundred or more evaluations of all rows, each
//! with tens of passes over vectors of all weights. The bias is not penalised: it has a penalty
//! around a centre, which moves to where the bias is after every pass (the method of multipliers).
//!
//! The answer is where the search of the whole problem starts, which confirms it or goes on;
//! nothing hangs on the rounding or the stopping here. Rows are visited one after the other, in an
//! order that is shuffled anew before every pass from a fixed seed, so that threads change nothing;
//! in blocks as they lie in memory a pass costs less, but three times as many are needed.

use super::records::{RowsOf, Value};
use crate::math;
use crate::random::Random;

/// With fewer rows L-BFGS takes little time, and models keep their bytes.
pub(super) const MIN_ROWS: usize = 5000;

/// Passes after which the search goes on by L-BFGS.
const MAX_PASSES: usize = 200;

/// Newton steps for one row at most; two are the rule.
const MAX_STEPS: usize = 20;

/// The largest change of a logarithm of `q` after which a row's steps end.
const STEP_TOLERANCE: f64 = 1e-3;

/// How much the bias gives way in a pass, next to a feature with the value 1.
const BIAS_SHARE: f64 = 0.1;

/// The seed of the order of the rows.
const SEED: u64 = 1;

/// A problem with K classes and where its search stands.
pub(super) struct Dual<'a, V, const K: usize> {
    rows: &'a RowsOf<V>,
    row_weights: &'a [f64],
    total: f64,
    inverse_alpha: f64,
    /// By feature.
    weights: Vec<[f64; K]>,
    bias: [f64; K],
    centre: [f64; K],
    /// By row; its class alone before the first visit.
    shares: Vec<[f64; K]>,
    order: Vec<u32>,
    random: Random,
}

/// Gives the weights, (V + 1) × K, after as many passes as bring the largest entry of the gradient
/// below `tolerance` by the judgement of `largest_gradient`, or after a fixed number; and the
/// number of passes. `n_classes` is 2 to 16.
pub(super) fn ascend<V: Value>(
    rows: &RowsOf<V>,
    classes: &[usize],
    row_weights: &[f64],
    n_classes: usize,
    alpha: f64,
    tolerance: f64,
    largest_gradient: impl FnMut(&[f64]) -> f64,
) -> (Vec<f64>, usize) {
    macro_rules! with_classes {
        ($($k:literal)*) => {
            match n_classes {
                $($k => Dual::<V, $k>::new(rows, classes, row_weights, alpha)
                    .run(tolerance, largest_gradient),)*
                _ => unreachable!("parameters allow 2 to 16 classes"),
            }
        };
    }
    with_classes!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
}

impl<'a, V: Value, const K: usize> Dual<'a, V, K> {
    fn new(rows: &'a RowsOf<V>, classes: &[usize], row_weights: &'a [f64], alpha: f64) -> Self {
        let shares = classes.iter().map(|&class| one(class)).collect();
        Self {
            rows,
            row_weights,
            total: row_weights.iter().sum(),
            inverse_alpha: 1.0 / alpha,
            weights: vec![[0.0; K]; rows.cols()],
            bias: [0.0; K],
            centre: [0.0; K],
            shares,
            order: (0_u32..).take(classes.len()).collect(),
            random: Random::new(SEED),
        }
    }

    fn run(
        mut self,
        tolerance: f64,
        mut largest_gradient: impl FnMut(&[f64]) -> f64,
    ) -> (Vec<f64>, usize) {
        // The sum of what rows change bounds the gradient; how much smaller the gradient is
        // depends on the rows.
        let mut ratio = 0.1;
        let mut n_passes = 0;
        while n_passes < MAX_PASSES {
            let change = self.pass();
            n_passes += 1;
            if change * ratio <= tolerance {
                let gradient = largest_gradient(&self.all_weights());
                if gradient <= tolerance {
                    break;
                }
                ratio = gradient / change;
            }
        }
        (self.all_weights(), n_passes)
    }

    /// The weights with the bias behind them.
    fn all_weights(&self) -> Vec<f64> {
        let mut all = Vec::with_capacity((self.weights.len() + 1) * K);
        all.extend_from_slice(self.weights.as_flattened());
        all.extend_from_slice(&self.bias);
        all
    }

    /// Visits every row; gives the mean over rows of how far `q` was from the probabilities, which
    /// is not below the largest entry of the gradient of unpenalised features with values up to 1.
    fn pass(&mut self) -> f64 {
        self.random.shuffle(&mut self.order);
        let mut change = 0.0;
        for place in 0..self.order.len() {
            let row = self.order.get(place).map_or(0, |&row| row as usize);
            change += self.visit(row);
        }
        for (bias, centre) in self.bias.iter_mut().zip(&mut self.centre) {
            let moved = *bias - *centre;
            *centre = *bias;
            *bias += moved;
        }
        change / self.total
    }

    /// Brings the distribution of a row to its best, the others held; gives the row's weight times
    /// how far it was from the probabilities.
    fn visit(&mut self, row: usize) -> f64 {
        let starts = self.rows.indptr();
        let starts = starts.raw_storage().get(row..row + 2);
        let (Some(&[from, to]), Some(shares), Some(&weight)) =
            (starts, self.shares.get_mut(row), self.row_weights.get(row))
        else {
            return 0.0;
        };
        let (Some(features), Some(values)) = (
            self.rows.indices().get(from..to),
            self.rows.data().get(from..to),
        ) else {
            return 0.0;
        };
        let mut z = self.bias;
        let mut square = BIAS_SHARE;
        for (&feature, &value) in features.iter().zip(values) {
            let value: f64 = value.into();
            square += value * value;
            if let Some(weights) = self.weights.get(feature as usize) {
                add(&mut z, value, weights);
            }
        }
        let step = weight * self.inverse_alpha;
        let (found, distance) = best_shares(z, step * square, shares);
        let mut moved = [0.0; K];
        for ((moved, before), now) in moved.iter_mut().zip(*shares).zip(found) {
            *moved = step * (before - now);
        }
        *shares = found;
        for (&feature, &value) in features.iter().zip(values) {
            if let Some(weights) = self.weights.get_mut(feature as usize) {
                add(weights, value.into(), &moved);
            }
        }
        add(&mut self.bias, BIAS_SHARE, &moved);
        weight * distance
    }
}

/// The `q` with `q = softmax(z + s (q₀ − q))`, `z` the scores with `q₀`; and how far `q₀` is from
/// the probabilities, the largest difference.
fn best_shares<const K: usize>(mut z: [f64; K], s: f64, before: &[f64; K]) -> ([f64; K], f64) {
    math::softmax_in_place(&mut z);
    let mut q = z;
    let mut distance: f64 = 0.0;
    // What ln q + s q still lacks, up to a number that is the same for all classes.
    let mut lack = [0.0; K];
    for ((lack, before), p) in lack.iter_mut().zip(before).zip(&q) {
        *lack = s * (before - p);
        distance = distance.max((before - p).abs());
    }
    for _ in 0..MAX_STEPS {
        let mut inverse = [0.0; K];
        let (mut sum, mut slope, mut excess) = (0.0, 0.0, 0.0);
        for ((inverse, q), lack) in inverse.iter_mut().zip(&q).zip(&lack) {
            *inverse = 1.0 / (1.0 + s * q);
            sum += q;
            slope += q * *inverse;
            excess += q * lack * *inverse;
        }
        let level = (excess - (1.0 - sum)) / slope;
        let mut largest: f64 = 0.0;
        for ((q, lack), inverse) in q.iter_mut().zip(&mut lack).zip(&inverse) {
            let change = (*lack - level) * inverse;
            let before = *q;
            *q *= growth(change);
            *lack -= change + s * (*q - before);
            largest = largest.max(change.abs());
        }
        if largest < STEP_TOLERANCE {
            break;
        }
    }
    let sum: f64 = q.iter().sum();
    for q in &mut q {
        *q /= sum;
    }
    (q, distance)
}

/// `exp x`; for small `x`, which most are, by its series.
fn growth(x: f64) -> f64 {
    if x.abs() < 0.01 {
        1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)))
    } else {
        math::exp(x)
    }
}

fn one<const K: usize>(class: usize) -> [f64; K] {
    std::array::from_fn(|k| if k == class { 1.0 } else { 0.0 })
}

/// `sum += times * values`.
fn add<const K: usize>(sum: &mut [f64; K], times: f64, values: &[f64; K]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += times * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_shares_are_the_probabilities_of_the_scores_they_give() {
        for (z, s) in [
            ([0.3, -1.2, 0.9], 0.4),
            ([5.0, -3.0, 0.0], 12.0),
            ([-9.0, 4.0, 4.5], 150.0),
            ([1.0, 1.0, 1.0], 0.0),
        ] {
            let before = [0.0, 1.0, 0.0];
            let (q, _) = best_shares(z, s, &before);
            let mut there: [f64; 3] = std::array::from_fn(|k| z[k] + s * (before[k] - q[k]));
            math::softmax_in_place(&mut there);
            for (q, p) in q.iter().zip(there) {
                assert!(
                    (q - p).abs() < 1e-5 * (1.0 + s),
                    "{q} for {p} at {z:?}, {s}"
                );
            }
            assert!((q.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_series_is_the_exponential() {
        for x in [-0.009_99, -1e-5, 0.0, 3e-3, 0.009_99, 0.02, -3.0] {
            assert!((growth(x) / math::exp(x) - 1.0).abs() < 1e-12, "{x}");
        }
    }
}
