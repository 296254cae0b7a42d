//! Predictions for every gold passage by models that never saw it.

use rayon::prelude::*;

use super::splits::Fold;
use super::{FoldFailure, Split, SplitKind};
use crate::stance::{LabelReason, Prediction, StanceError};

/// What a prediction must tell to be scored.
pub trait Scored {
    /// The predicted class, from 0.
    fn class(&self) -> usize;
    /// The probability of each class.
    fn probabilities(&self) -> &[f64];
    /// The score of each class before calibration; empty where there is none.
    fn scores(&self) -> &[f64] {
        &[]
    }
    /// The conformal p-value of each class; empty where there is none.
    fn p_values(&self) -> &[f64] {
        &[]
    }
    /// The conformal p-value of each class by CV+; empty where there is none.
    fn cross_p_values(&self) -> &[f64] {
        &[]
    }
    /// Whether the text is none that the model can know about, so that no label set makes its label
    /// certain.
    fn is_outside(&self) -> bool {
        false
    }
}

impl Scored for Prediction {
    fn class(&self) -> usize {
        self.class
    }

    fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    fn scores(&self) -> &[f64] {
        &self.scores
    }

    fn p_values(&self) -> &[f64] {
        &self.p_values
    }

    fn cross_p_values(&self) -> &[f64] {
        &self.cross_p_values
    }

    fn is_outside(&self) -> bool {
        self.reason
            .is_some_and(|reason| reason != LabelReason::Uncertain)
    }
}

/// Predicts the row with this number.
pub type Labeller<'a, P> = Box<dyn FnMut(usize) -> P + 'a>;

/// A fold that is done, for showing progress.
#[derive(Debug, Clone, Copy)]
pub struct FoldDone<'a> {
    /// Its split.
    pub split: SplitKind,
    /// Its name.
    pub fold: &'a str,
    /// How many folds there are in all splits.
    pub n_folds: usize,
}

/// Why a training part could not be learned from.
pub trait LearningError: std::error::Error + Send + 'static {
    /// Whether its rows are too few, so that another part may do.
    fn is_for_want_of_rows(&self) -> bool;
}

impl LearningError for StanceError {
    fn is_for_want_of_rows(&self) -> bool {
        matches!(self, Self::ClassTooSmall { .. } | Self::TooFewGroups { .. })
    }
}

/// The predictions of the test rows of a fold, in their order, or why there are none.
pub(super) type FoldPredictions<P, E> = Result<Vec<P>, FoldFailure<E>>;

/// Trains a model for each fold of each split and predicts the fold's test rows with it.
///
/// `train` gets the rows to train on and gives a labeller; folds run in parallel, and nothing of
/// the result depends on which thread takes which. The result has an entry for each fold of each
/// split; it is empty for a split that is not possible.
pub(super) fn cross_fit<'a, P: Send, E: LearningError>(
    splits: &[Split],
    train: impl Fn(&[usize]) -> Result<Labeller<'a, P>, E> + Sync,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Vec<Vec<FoldPredictions<P, E>>> {
    let tasks: Vec<(usize, SplitKind, &Fold)> = splits
        .iter()
        .enumerate()
        .flat_map(|(place, split)| {
            let folds = split.folds().iter();
            folds.map(move |fold| (place, split.kind, fold))
        })
        .collect();
    let run = |&(_, split, fold): &(usize, SplitKind, &Fold)| {
        let mut label = train(&fold.train).map_err(|source| FoldFailure {
            split,
            fold: fold.name.clone(),
            source,
        })?;
        let predictions: Vec<P> = fold.test.iter().map(|&row| label(row)).collect();
        on_fold(FoldDone {
            split,
            fold: &fold.name,
            n_folds: tasks.len(),
        });
        Ok(predictions)
    };
    let results: Vec<FoldPredictions<P, E>> = tasks.par_iter().map(run).collect();
    let mut by_split: Vec<Vec<FoldPredictions<P, E>>> = splits.iter().map(|_| Vec::new()).collect();
    for (&(place, _, _), result) in tasks.iter().zip(results) {
        if let Some(of_split) = by_split.get_mut(place) {
            of_split.push(result);
        }
    }
    by_split
}
