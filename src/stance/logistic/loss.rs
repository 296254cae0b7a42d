//! The loss and its gradient: every entry one sum in a fixed order, whatever the threads.

use rayon::prelude::*;

use super::records::Matrix;
use crate::math;

/// Rows that one task takes.
const ROWS_A_TASK: usize = 64;

/// Features that one task takes.
const FEATURES_A_TASK: usize = 512;

/// The penalised mean loss of weights on rows.
///
/// Weights stand as (V + 1) × K, the K of a feature together, the bias last.
pub(super) struct Loss<'a> {
    rows: &'a Matrix,
    columns: Matrix,
    classes: &'a [usize],
    row_weights: Vec<f64>,
    n_classes: usize,
    /// `α / Σ w`.
    penalty: f64,
}

/// Loss and gradient at some weights.
#[derive(Clone)]
pub(super) struct Evaluation {
    pub(super) weights: Vec<f64>,
    pub(super) loss: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) largest_gradient: f64,
}

impl<'a> Loss<'a> {
    /// `row_weights` are divided by their sum; `classes` are below `n_classes`.
    pub(super) fn new(
        rows: &'a Matrix,
        classes: &'a [usize],
        mut row_weights: Vec<f64>,
        n_classes: usize,
        alpha: f64,
    ) -> Self {
        let total: f64 = row_weights.iter().sum();
        for weight in &mut row_weights {
            *weight /= total;
        }
        Self {
            rows,
            columns: rows.to_csc(),
            classes,
            row_weights,
            n_classes,
            penalty: alpha / total,
        }
    }

    /// The number of weights, (V + 1) K.
    pub(super) fn n_weights(&self) -> usize {
        (self.rows.cols() + 1) * self.n_classes
    }

    /// Loss and gradient at `weights`, of length (V + 1) K.
    pub(super) fn evaluate(&self, weights: &[f64]) -> Evaluation {
        let k = self.n_classes;
        let (per_feature, bias) = weights.split_at(self.rows.cols() * k);
        let mut residuals = vec![0.0; self.classes.len() * k];
        let mut losses = vec![0.0; self.classes.len()];
        residuals
            .par_chunks_mut(ROWS_A_TASK * k)
            .zip(losses.par_chunks_mut(ROWS_A_TASK))
            .enumerate()
            .for_each(|(task, (residuals, losses))| {
                let first = task * ROWS_A_TASK;
                for (i, (z, loss)) in residuals.chunks_mut(k).zip(losses).enumerate() {
                    *loss = self.row_loss(first + i, per_feature, bias, z);
                }
            });
        let squares: f64 = per_feature.iter().map(|w| w * w).sum();
        let loss = losses.iter().sum::<f64>() + 0.5 * self.penalty * squares;
        let gradient = self.gradient_of(per_feature, &residuals);
        let largest_gradient = gradient.iter().fold(0.0, |max: f64, g| max.max(g.abs()));
        Evaluation {
            weights: weights.to_vec(),
            loss,
            gradient,
            largest_gradient,
        }
    }

    /// The loss of a row; leaves `w (p_k − 1[k is the class])` in `z`.
    fn row_loss(&self, row: usize, per_feature: &[f64], bias: &[f64], z: &mut [f64]) -> f64 {
        let k = self.n_classes;
        z.copy_from_slice(bias);
        if let Some(entries) = self.rows.outer_view(row) {
            for (feature, value) in entries.iter() {
                let start = feature * k;
                for (z, w) in z.iter_mut().zip(&per_feature[start..start + k]) {
                    *z += value * w;
                }
            }
        }
        let class = self.classes[row];
        let weight = self.row_weights[row];
        let max = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let own = z[class] - max;
        let mut sum = 0.0;
        for z in z.iter_mut() {
            *z = math::exp(*z - max);
            sum += *z;
        }
        for z in z.iter_mut() {
            *z *= weight / sum;
        }
        z[class] -= weight;
        weight * (math::ln(sum) - own)
    }

    fn gradient_of(&self, per_feature: &[f64], residuals: &[f64]) -> Vec<f64> {
        let k = self.n_classes;
        let mut gradient = vec![0.0; self.n_weights()];
        let (of_features, of_bias) = gradient.split_at_mut(per_feature.len());
        of_features
            .par_chunks_mut(FEATURES_A_TASK * k)
            .enumerate()
            .for_each(|(task, chunk)| {
                let first = task * FEATURES_A_TASK;
                for (i, sums) in chunk.chunks_mut(k).enumerate() {
                    let feature = first + i;
                    let weights = &per_feature[feature * k..(feature + 1) * k];
                    for (sum, w) in sums.iter_mut().zip(weights) {
                        *sum = self.penalty * w;
                    }
                    let Some(entries) = self.columns.outer_view(feature) else {
                        continue;
                    };
                    for (row, value) in entries.iter() {
                        let residuals = &residuals[row * k..(row + 1) * k];
                        for (sum, residual) in sums.iter_mut().zip(residuals) {
                            *sum += value * residual;
                        }
                    }
                }
            });
        for residuals in residuals.chunks(k) {
            for (sum, residual) in of_bias.iter_mut().zip(residuals) {
                *sum += residual;
            }
        }
        gradient
    }
}
