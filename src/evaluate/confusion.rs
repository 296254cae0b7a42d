//! The confusion matrix as rows of a table.

use super::SplitKind;
use super::scores::whole;
use crate::metrics::ConfusionMatrix;

/// One row of `confusion.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionRow {
    /// The split.
    pub split: SplitKind,
    /// The gold class.
    pub gold: usize,
    /// The class that the model predicted.
    pub predicted: usize,
    /// How many passages.
    pub n: usize,
}

/// All cells of a matrix of counts, row after row.
pub(super) fn confusion_rows(split: SplitKind, matrix: &ConfusionMatrix) -> Vec<ConfusionRow> {
    let classes = 0..matrix.n_classes();
    classes
        .clone()
        .flat_map(|gold| classes.clone().map(move |predicted| (gold, predicted)))
        .map(|(gold, predicted)| ConfusionRow {
            split,
            gold,
            predicted,
            n: whole(matrix.cell(gold, predicted)),
        })
        .collect()
}
