//! Sparse rows as linfa records.

use std::sync::OnceLock;

use linfa::dataset::Records;
use sprs::CsMatI;

use super::FitError;
use super::span::RowSpan;

/// A sparse matrix of f64 values with 32-bit columns.
pub(super) type Matrix = CsMatI<f64, u32, usize>;

/// n × V sparse rows; values are the features' TF-IDF.
#[derive(Debug, Clone)]
pub struct SparseRecords {
    matrix: Matrix,
    /// Made by the first fit that asks for it.
    span: OnceLock<Option<RowSpan>>,
}

impl SparseRecords {
    /// Rows of (feature, value) pairs, in any order within a row.
    ///
    /// # Errors
    /// Where a feature is not below `n_features` or stands twice in a row, or a value is not
    /// finite.
    pub fn from_rows<R>(
        n_features: usize,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, FitError>
    where
        R: IntoIterator<Item = (u32, f64)>,
    {
        let mut starts = vec![0];
        let (mut features, mut values) = (Vec::new(), Vec::new());
        let mut pairs: Vec<(u32, f64)> = Vec::new();
        for (row, given) in rows.into_iter().enumerate() {
            pairs.clear();
            pairs.extend(given);
            pairs.sort_unstable_by_key(|&(feature, _)| feature);
            let twice = pairs.windows(2).any(|pair| pair[0].0 == pair[1].0);
            let beyond = pairs
                .last()
                .is_some_and(|last| last.0 as usize >= n_features);
            if twice || beyond || pairs.iter().any(|(_, value)| !value.is_finite()) {
                return Err(FitError::Row { row, n_features });
            }
            features.extend(pairs.iter().map(|&(feature, _)| feature));
            values.extend(pairs.iter().map(|&(_, value)| value));
            starts.push(features.len());
        }
        let shape = (starts.len() - 1, n_features);
        Matrix::try_new(shape, starts, features, values)
            .map(|matrix| Self {
                matrix,
                span: OnceLock::new(),
            })
            .map_err(|_| FitError::Row {
                row: shape.0,
                n_features,
            })
    }

    /// The rows as a compressed sparse row matrix.
    pub(super) fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The span of the rows, where they are far fewer than the features.
    pub(super) fn span(&self) -> Option<&RowSpan> {
        self.span
            .get_or_init(|| RowSpan::new(&self.matrix))
            .as_ref()
    }
}

impl Records for SparseRecords {
    type Elem = f64;

    fn nsamples(&self) -> usize {
        self.matrix.rows()
    }

    fn nfeatures(&self) -> usize {
        self.matrix.cols()
    }
}
