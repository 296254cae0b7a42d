//! The same problem in as many features as there are rows.
//!
//! The best weights lie in the span of the rows: what is orthogonal to every row changes no score
//! and costs penalty. With `X Xᵀ = L Lᵀ` the rows of `Q = L⁻¹ X` are an orthonormal basis of that
//! span, `X = L Q`, and `‖W‖ = ‖W'‖` for `W = Qᵀ W'`. A thousand texts with thirty thousand terms
//! so become a thousand features, and L-BFGS, whose steps are the same in both, handles vectors
//! thirty times shorter. Its answer is where the search in all features starts, which confirms it
//! or goes on; nothing hangs on the rounding here.

use rayon::prelude::*;

use super::records::Matrix;
use crate::math;

/// With more rows than these the table of coordinates outgrows the caches, and costs more than it saves.
const MAX_ROWS: usize = 1500;

/// A row whose squared distance to the span of those before it is below this share of its squared
/// length lies in that span, as a copy of an earlier row does.
const MIN_PIVOT: f64 = 1e-14;

/// The coordinates of rows in a basis of their span.
#[derive(Debug, Clone)]
pub(super) struct RowSpan {
    /// L, n × n, lower triangular; the column of a row that lies in the span of earlier rows is
    /// empty.
    coordinates: Matrix,
}

impl RowSpan {
    /// The span of `rows`; none where the rows are not far fewer than the features.
    pub(super) fn new(rows: &Matrix) -> Option<Self> {
        let n = rows.rows();
        if n > MAX_ROWS || 2 * n > rows.cols() {
            return None;
        }
        let factor = cholesky(inner_products(rows));
        let (mut starts, mut columns, mut values) = (vec![0], Vec::new(), Vec::new());
        for row in &factor {
            for (column, &value) in (0_u32..).zip(row) {
                if value != 0.0 {
                    columns.push(column);
                    values.push(value);
                }
            }
            starts.push(columns.len());
        }
        let coordinates = Matrix::try_new((n, n), starts, columns, values).ok()?;
        Some(Self { coordinates })
    }

    /// The rows in the coordinates of the span.
    pub(super) fn coordinates(&self) -> &Matrix {
        &self.coordinates
    }

    /// Weights in the span's coordinates, (n + 1) × K, that give the rows the same scores as
    /// `weights`, (V + 1) × K, both with the bias last.
    pub(super) fn project(&self, rows: &Matrix, weights: &[f64], n_classes: usize) -> Vec<f64> {
        let k = n_classes;
        let mut found = vec![0.0; (rows.rows() + 1) * k];
        for (i, (own, entries)) in rows
            .outer_iterator()
            .zip(self.coordinates.outer_iterator())
            .enumerate()
        {
            let (before, here) = found.split_at_mut(i * k);
            for (feature, value) in own.iter() {
                add(&mut here[..k], *value, &weights[feature * k..]);
            }
            let mut pivot = 0.0;
            for (column, value) in entries.iter() {
                if column < i {
                    add(&mut here[..k], -value, &before[column * k..]);
                } else {
                    pivot = *value;
                }
            }
            let times = if pivot > 0.0 { 1.0 / pivot } else { 0.0 };
            here[..k].iter_mut().for_each(|x| *x *= times);
        }
        let bias = &weights[weights.len() - k..];
        found[rows.rows() * k..].copy_from_slice(bias);
        found
    }

    /// The weights `Qᵀ W'`, (V + 1) × K, of weights in the span's coordinates, (n + 1) × K.
    pub(super) fn lift(&self, rows: &Matrix, weights: &[f64], n_classes: usize) -> Vec<f64> {
        let k = n_classes;
        let mut rest = weights.to_vec();
        let mut found = vec![0.0; (rows.cols() + 1) * k];
        for i in (0..rows.rows()).rev() {
            let Some(entries) = self.coordinates.outer_view(i) else {
                continue;
            };
            let Some(pivot) = entries.get(i) else {
                continue;
            };
            let (before, here) = rest.split_at_mut(i * k);
            here[..k].iter_mut().for_each(|x| *x /= pivot);
            for (column, value) in entries.iter().filter(|(column, _)| *column < i) {
                add(&mut before[column * k..], -value, &here[..k]);
            }
            if let Some(own) = rows.outer_view(i) {
                for (feature, value) in own.iter() {
                    add(&mut found[feature * k..], *value, &here[..k]);
                }
            }
        }
        found[rows.cols() * k..].copy_from_slice(&weights[weights.len() - k..]);
        found
    }
}

/// `sum += times * values`, as far as the shorter goes.
fn add(sum: &mut [f64], times: f64, values: &[f64]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += times * value;
    }
}

/// `X Xᵀ`, the lower triangle row by row.
fn inner_products(rows: &Matrix) -> Vec<Vec<f64>> {
    (0..rows.rows())
        .into_par_iter()
        .map_init(
            || vec![0.0; rows.cols()],
            |dense, i| {
                let own = rows.outer_view(i);
                let scatter = |dense: &mut Vec<f64>, keep: f64| {
                    for (feature, value) in own.iter().flat_map(|own| own.iter()) {
                        dense[feature] = keep * value;
                    }
                };
                scatter(dense, 1.0);
                let products = rows.slice_outer(0..=i);
                let products = products.outer_iterator().map(|other| {
                    let pairs = other.indices().iter().zip(other.data());
                    pairs.map(|(&feature, x)| x * dense[feature as usize]).sum()
                });
                let products = products.collect();
                scatter(dense, 0.0);
                products
            },
        )
        .collect()
}

/// The lower triangle of the Cholesky factor, row by row, with zeros below a pivot that vanishes.
fn cholesky(mut a: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for i in 0..a.len() {
        let (before, here) = a.split_at_mut(i);
        let row = &mut here[0];
        for (j, other) in before.iter().enumerate() {
            let pivot = other[j];
            row[j] = if pivot > 0.0 {
                (row[j] - dot(&row[..j], &other[..j])) / pivot
            } else {
                0.0
            };
        }
        let square = row[i] - dot(&row[..i], &row[..i]);
        row[i] = if square > MIN_PIVOT * row[i] {
            math::sqrt(square)
        } else {
            0.0
        };
    }
    a
}

/// The inner product in four sums, which a processor can take at once; the order is fixed.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a, a_rest) = a.as_chunks::<4>();
    let (b, b_rest) = b.as_chunks::<4>();
    for (a, b) in a.iter().zip(b) {
        for (sum, (x, y)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f64>() + math::dot(a_rest, b_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Twenty rows of sixty features, the last two copies of the first and of nothing.
    fn rows() -> Matrix {
        let mut random = Random::new(5);
        let mut dense: Vec<Vec<f64>> = (0..18)
            .map(|_| (0..60).map(|_| random.below(4) as f64).collect())
            .collect();
        dense.push(dense[0].clone());
        dense.push(vec![0.0; 60]);
        let starts = (0..=20).map(|i| i * 60).collect();
        let columns = (0..20).flat_map(|_| 0..60).collect();
        Matrix::new((20, 60), starts, columns, dense.concat())
    }

    fn scores(rows: &Matrix, weights: &[f64]) -> Vec<f64> {
        let scores = rows.outer_iterator().flat_map(|row| {
            let mut z = weights[weights.len() - 2..].to_vec();
            for (feature, value) in row.iter() {
                add(&mut z, *value, &weights[feature * 2..feature * 2 + 2]);
            }
            z
        });
        scores.collect()
    }

    #[test]
    fn scores_and_lengths_are_the_same_in_the_span() {
        let rows = rows();
        let span = RowSpan::new(&rows).unwrap();
        let mut inside: Vec<f64> = (0..42).map(|i| f64::from(i % 7) - 3.0).collect();
        // Coordinates of rows that add nothing to the span.
        inside[18 * 2..20 * 2].fill(0.0);
        let lifted = span.lift(&rows, &inside, 2);
        let square = |w: &[f64]| w[..w.len() - 2].iter().map(|x| x * x).sum::<f64>();
        assert!((square(&inside) - square(&lifted)).abs() < 1e-9);
        let expected = scores(span.coordinates(), &inside);
        for (found, expected) in scores(&rows, &lifted).iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-9);
        }
        for (found, expected) in span.project(&rows, &lifted, 2).iter().zip(&inside) {
            assert!((found - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn few_features_need_no_span() {
        let wide = rows();
        let narrow = wide.transpose_view().to_csr();
        assert!(RowSpan::new(&narrow).is_none());
    }
}
