//! Sparse rows as linfa records.

use std::sync::OnceLock;

use linfa::dataset::Records;
use sprs::CsMatI;

use super::span::RowSpan;
use super::{FitError, dual};

/// A sparse matrix with 32-bit columns.
pub(super) type RowsOf<V> = CsMatI<V, u32, usize>;

/// A sparse matrix of f64 values.
pub(super) type Matrix = RowsOf<f64>;

/// A value of a feature.
pub(super) trait Value: Copy + Default + Into<f64> + Send + Sync {}

impl Value for f32 {}
impl Value for f64 {}

/// Rows in one of two precisions.
#[derive(Debug, Clone)]
pub(super) enum Store {
    /// As they were given.
    Exact(Matrix),
    /// With seven digits of each value: a million rows fit in two thirds of the memory.
    Compact(RowsOf<f32>),
}

/// n × V sparse rows; values are the features' TF-IDF.
#[derive(Debug, Clone)]
pub struct SparseRecords {
    store: Store,
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
        let mut builder = RecordsBuilder::new(n_features, 0, 0);
        for row in rows {
            builder.push(row)?;
        }
        builder.finish()
    }

    /// The number of values that the rows hold.
    pub fn n_values(&self) -> usize {
        match &self.store {
            Store::Exact(rows) => rows.nnz(),
            Store::Compact(rows) => rows.nnz(),
        }
    }

    /// The rows as a compressed sparse row matrix.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// The span of the rows, where they are far fewer than the features.
    pub(super) fn span(&self) -> Option<&RowSpan> {
        let Store::Exact(rows) = &self.store else {
            return None;
        };
        self.span.get_or_init(|| RowSpan::new(rows)).as_ref()
    }

    /// Shows the features and values of every row.
    pub(super) fn for_each_row(
        &self,
        mut visit: impl FnMut(&mut dyn Iterator<Item = (usize, f64)>),
    ) {
        match &self.store {
            Store::Exact(rows) => {
                for row in rows.outer_iterator() {
                    visit(&mut row.iter().map(|(feature, &value)| (feature, value)));
                }
            }
            Store::Compact(rows) => {
                for row in rows.outer_iterator() {
                    visit(&mut row.iter().map(|(feature, &value)| (feature, value.into())));
                }
            }
        }
    }
}

/// Takes rows one by one.
pub(crate) struct RecordsBuilder {
    n_features: usize,
    starts: Vec<usize>,
    features: Vec<u32>,
    values: Values,
    pairs: Vec<(u32, f64)>,
}

enum Values {
    Exact(Vec<f64>),
    Compact(Vec<f32>),
}

impl RecordsBuilder {
    /// Makes room for so many rows with so many values in all. Of many rows values are kept with
    /// seven digits.
    pub(crate) fn new(n_features: usize, n_rows: usize, n_values: usize) -> Self {
        let mut starts = Vec::with_capacity(n_rows + 1);
        starts.push(0);
        Self {
            n_features,
            starts,
            features: Vec::with_capacity(n_values),
            values: if n_rows < dual::MIN_ROWS {
                Values::Exact(Vec::with_capacity(n_values))
            } else {
                Values::Compact(Vec::with_capacity(n_values))
            },
            pairs: Vec::new(),
        }
    }

    /// Whether values are kept with seven digits.
    pub(crate) fn is_compact(&self) -> bool {
        matches!(self.values, Values::Compact(_))
    }

    /// Takes the (feature, value) pairs of a row, in any order.
    ///
    /// # Errors
    /// Where a feature does not exist or stands twice, or a value is not finite.
    pub(crate) fn push(
        &mut self,
        row: impl IntoIterator<Item = (u32, f64)>,
    ) -> Result<(), FitError> {
        let Self { pairs, .. } = self;
        pairs.clear();
        pairs.extend(row);
        pairs.sort_unstable_by_key(|&(feature, _)| feature);
        let twice = pairs.windows(2).any(|pair| pair[0].0 == pair[1].0);
        let beyond = pairs
            .last()
            .is_some_and(|last| last.0 as usize >= self.n_features);
        if twice || beyond || pairs.iter().any(|(_, value)| !value.is_finite()) {
            return Err(FitError::Row {
                row: self.starts.len() - 1,
                n_features: self.n_features,
            });
        }
        self.features
            .extend(pairs.iter().map(|&(feature, _)| feature));
        let given = pairs.iter().map(|&(_, value)| value);
        match &mut self.values {
            Values::Exact(values) => values.extend(given),
            #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
            Values::Compact(values) => values.extend(given.map(|value| value as f32)),
        }
        self.starts.push(self.features.len());
        Ok(())
    }

    /// The rows.
    ///
    /// # Errors
    /// None that [`Self::push`] has not told of.
    pub(crate) fn finish(self) -> Result<SparseRecords, FitError> {
        let shape = (self.starts.len() - 1, self.n_features);
        let (starts, features) = (self.starts, self.features);
        let store = match self.values {
            Values::Exact(values) => Matrix::try_new(shape, starts, features, values)
                .map(Store::Exact)
                .ok(),
            Values::Compact(values) => RowsOf::try_new(shape, starts, features, values)
                .map(Store::Compact)
                .ok(),
        };
        store
            .map(|store| SparseRecords {
                store,
                span: OnceLock::new(),
            })
            .ok_or(FitError::Row {
                row: shape.0,
                n_features: shape.1,
            })
    }
}

impl Records for SparseRecords {
    type Elem = f64;

    fn nsamples(&self) -> usize {
        match &self.store {
            Store::Exact(rows) => rows.rows(),
            Store::Compact(rows) => rows.rows(),
        }
    }

    fn nfeatures(&self) -> usize {
        match &self.store {
            Store::Exact(rows) => rows.cols(),
            Store::Compact(rows) => rows.cols(),
        }
    }
}
