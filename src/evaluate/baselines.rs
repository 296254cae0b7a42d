//! Predictions that any model must beat.

use super::{EvaluationSet, SeedWords, Split};

/// The predictions of a baseline for the rows of [`Split::tested`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BaselinePredictions {
    pub(super) classes: Vec<usize>,
    /// One row of probabilities a passage; `None` for a baseline that gives none.
    pub(super) probabilities: Option<Vec<Vec<f64>>>,
}

/// Always the most frequent gold class of the training part, the first of equals; its
/// probabilities are the class shares there, one added to each count so that none is 0.
pub(super) fn majority_class(set: &EvaluationSet, split: &Split) -> Option<BaselinePredictions> {
    let n_tested = set.tested().len();
    let mut classes = vec![0; n_tested];
    let mut probabilities = vec![Vec::new(); n_tested];
    if split.folds().is_empty() {
        return None;
    }
    for fold in split.folds() {
        let mut counts = vec![1.0; set.n_classes()];
        // Written examples do not say how frequent a class is.
        for row in fold.train.iter().filter_map(|&row| set.coded().get(row)) {
            counts[row.class] += 1.0;
        }
        let majority = crate::math::argmax(&counts);
        let total: f64 = counts.iter().sum();
        let shares: Vec<f64> = counts.iter().map(|count| count / total).collect();
        for &row in &fold.test {
            classes[row] = majority;
            probabilities[row].clone_from(&shares);
        }
    }
    let rows = split.tested();
    Some(BaselinePredictions {
        classes: rows.iter().map(|&row| classes[row]).collect(),
        probabilities: Some(rows.iter().map(|&row| probabilities[row].clone()).collect()),
    })
}

/// The class with most seed words; where none or several have most, the class that takes no
/// stance, or the majority class of the training part where the codebook has no such class.
pub(super) fn seed_words(
    set: &EvaluationSet,
    split: &Split,
    words: &SeedWords,
    none_class: Option<usize>,
) -> Option<BaselinePredictions> {
    let fallback = majority_class(set, split)?;
    let part = set.part(&split.tested());
    let rows = part.tested().iter().zip(fallback.classes);
    let classes = rows
        .map(|(row, majority)| {
            let top = words.top_class(&row.text);
            top.unwrap_or(none_class.unwrap_or(majority))
        })
        .collect();
    Some(BaselinePredictions {
        classes,
        probabilities: None,
    })
}
