//! The loss and its gradient: every entry one sum in a fixed order, whatever the threads.

use rayon::prelude::*;
use sprs::CsMatViewI;

use super::records::{RowsOf, Value};
use crate::math;

/// Rows that one task takes.
const ROWS_A_TASK: usize = 64;

/// Features that one task takes.
const FEATURES_A_TASK: usize = 512;

/// The most classes that a fit may have.
pub const MAX_CLASSES: usize = 16;

/// The penalised mean loss of weights on rows.
///
/// Weights stand as (V + 1) × K, the K of a feature together, the bias last.
pub(super) struct Loss<'a, V> {
    rows: &'a RowsOf<V>,
    /// The rows by column, so that threads can share the gradient; without it one thread adds it up
    /// row by row, in the same order.
    columns: Option<RowsOf<V>>,
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

impl<'a, V: Value> Loss<'a, V> {
    /// `row_weights` are divided by their sum; `classes` are below `n_classes`, which is at most
    /// [`MAX_CLASSES`]. `by_columns` spends as much memory as the rows take on a faster gradient for
    /// several threads.
    pub(super) fn new(
        rows: &'a RowsOf<V>,
        classes: &'a [usize],
        mut row_weights: Vec<f64>,
        n_classes: usize,
        alpha: f64,
        by_columns: bool,
    ) -> Self {
        let total: f64 = row_weights.iter().sum();
        for weight in &mut row_weights {
            *weight /= total;
        }
        Self {
            rows,
            columns: by_columns.then(|| rows.to_csc()),
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
        macro_rules! with_classes {
            ($($k:literal)*) => {
                match self.n_classes {
                    $($k => self.evaluate_with::<$k>(weights),)*
                    _ => unreachable!("parameters allow 2 to 16 classes"),
                }
            };
        }
        // Inner loops of a length that the compiler knows take a third of the time.
        with_classes!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
    }

    fn evaluate_with<const K: usize>(&self, weights: &[f64]) -> Evaluation {
        let (weights, _) = weights.as_chunks::<K>();
        let (per_feature, bias) = weights.split_at(self.rows.cols());
        let bias = bias.first().copied().unwrap_or([0.0; K]);
        let mut residuals = vec![[0.0; K]; self.classes.len()];
        let mut losses = vec![0.0; self.classes.len()];
        residuals
            .par_chunks_mut(ROWS_A_TASK)
            .zip(losses.par_chunks_mut(ROWS_A_TASK))
            .enumerate()
            .for_each(|(task, (residuals, losses))| {
                let rows = slice_of(self.rows, task, ROWS_A_TASK);
                let first = task * ROWS_A_TASK;
                for (i, entries) in rows.outer_iterator().enumerate() {
                    let mut z = bias;
                    for (&feature, &value) in entries.indices().iter().zip(entries.data()) {
                        add(&mut z, value.into(), &per_feature[feature as usize]);
                    }
                    let (class, weight) = (self.classes[first + i], self.row_weights[first + i]);
                    losses[i] = weight * to_residual(&mut z, class, weight);
                    residuals[i] = z;
                }
            });
        let squares: f64 = per_feature.as_flattened().iter().map(|w| w * w).sum();
        let loss = losses.iter().sum::<f64>() + 0.5 * self.penalty * squares;
        let gradient = self.gradient(per_feature, &residuals);
        let largest_gradient = gradient.iter().fold(0.0, |max: f64, g| max.max(g.abs()));
        Evaluation {
            weights: weights.as_flattened().to_vec(),
            loss,
            gradient,
            largest_gradient,
        }
    }

    fn gradient<const K: usize>(
        &self,
        per_feature: &[[f64; K]],
        residuals: &[[f64; K]],
    ) -> Vec<f64> {
        let mut gradient = vec![0.0; self.n_weights()];
        let (sums, _) = gradient.as_chunks_mut::<K>();
        let (of_features, of_bias) = sums.split_at_mut(per_feature.len());
        match &self.columns {
            Some(columns) => self.add_columns(columns, per_feature, residuals, of_features),
            None => self.add_rows(per_feature, residuals, of_features),
        }
        if let Some(sum) = of_bias.first_mut() {
            for residual in residuals {
                add(sum, 1.0, residual);
            }
        }
        gradient
    }

    fn add_columns<const K: usize>(
        &self,
        columns: &RowsOf<V>,
        per_feature: &[[f64; K]],
        residuals: &[[f64; K]],
        sums: &mut [[f64; K]],
    ) {
        sums.par_chunks_mut(FEATURES_A_TASK)
            .enumerate()
            .for_each(|(task, sums)| {
                let columns = slice_of(columns, task, FEATURES_A_TASK);
                let weights = &per_feature[task * FEATURES_A_TASK..];
                for ((sum, weights), entries) in
                    sums.iter_mut().zip(weights).zip(columns.outer_iterator())
                {
                    add(sum, self.penalty, weights);
                    for (&row, &value) in entries.indices().iter().zip(entries.data()) {
                        add(sum, value.into(), &residuals[row as usize]);
                    }
                }
            });
    }

    fn add_rows<const K: usize>(
        &self,
        per_feature: &[[f64; K]],
        residuals: &[[f64; K]],
        sums: &mut [[f64; K]],
    ) {
        for (sum, weights) in sums.iter_mut().zip(per_feature) {
            add(sum, self.penalty, weights);
        }
        for (entries, residual) in self.rows.outer_iterator().zip(residuals) {
            for (&feature, &value) in entries.indices().iter().zip(entries.data()) {
                add(&mut sums[feature as usize], value.into(), residual);
            }
        }
    }
}

/// The rows, or columns, of one task.
fn slice_of<V>(matrix: &RowsOf<V>, task: usize, size: usize) -> CsMatViewI<'_, V, u32, usize> {
    let start = task * size;
    matrix.slice_outer(start..matrix.outer_dims().min(start + size))
}

/// `sum += times * values`.
fn add<const K: usize>(sum: &mut [f64; K], times: f64, values: &[f64; K]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += times * value;
    }
}

/// Turns the scores of a row into `weight (p_k − 1[k is the class])`; gives `−ln p_class`.
fn to_residual<const K: usize>(z: &mut [f64; K], class: usize, weight: f64) -> f64 {
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
    math::ln(sum) - own
}
