//! The model's scores, read from the table of an evaluation, to stand beside the coders'.

use std::io::Read;

use crate::metrics::Interval;
use crate::table::{TableError, TableReader};

/// Macro-F1 of the model on one split.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelScore {
    /// The split, as `evaluation.csv` names it.
    pub split: String,
    /// The score, 0 to 1.
    pub estimate: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Passages behind it.
    pub n: usize,
    /// Groups that were drawn for the interval.
    pub n_groups: usize,
}

/// Reads the macro-F1 of the model on each split from `evaluation.csv`, in the order of the table.
///
/// # Errors
/// Where the table lacks a column, or a number is none.
pub fn read_model_scores<R: Read>(
    mut table: TableReader<R>,
) -> Result<Vec<ModelScore>, TableError> {
    let mut scores = Vec::new();
    while let Some(row) = table.next_row()? {
        if row.get("metric")? != "macro_f1" || row.get("estimator")? != "model" {
            continue;
        }
        let number = |column| match row.optional(column)? {
            Some(_) => row.number(column).map(Some),
            None => Ok(None),
        };
        let interval = number("conf_low")?
            .zip(number("conf_high")?)
            .map(|(low, high)| Interval { low, high });
        scores.push(ModelScore {
            split: row.required("split")?.to_owned(),
            estimate: number("estimate")?,
            interval,
            n: row.count("n")?,
            n_groups: row.count("n_groups")?,
        });
    }
    Ok(scores)
}
