//! Rows that cannot be scored.

/// Why predictions and gold could not be scored.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricsError {
    /// Two columns that belong together differ in length.
    #[error("{what}: found {found} rows, expected {expected}")]
    Length {
        /// Which column.
        what: &'static str,
        /// Its number of rows.
        found: usize,
        /// The number of rows of the gold classes.
        expected: usize,
    },
    /// A class number that the codebook does not have.
    #[error("row {row}: class number {found}, expected below {n_classes}")]
    Class {
        /// The row, counted from 0.
        row: usize,
        /// The number found.
        found: usize,
        /// How many classes there are.
        n_classes: usize,
    },
    /// A weight that is negative or not a number.
    #[error("row {row}: weight {found}, expected a number of 0 or more")]
    Weight {
        /// The row, counted from 0.
        row: usize,
        /// The weight found.
        found: f64,
    },
    /// A probability below 0, above 1 or not a number.
    #[error("row {row}: probability {found}, expected 0 to 1")]
    Probability {
        /// The row, counted from 0.
        row: usize,
        /// The value found.
        found: f64,
    },
}
