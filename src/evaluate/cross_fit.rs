//! Predictions for every gold passage by models that never saw it.

use rayon::prelude::*;

use super::splits::{Fold, Folds};
use super::{FoldFailure, Split, SplitKind};

/// What a prediction must tell to be scored.
pub trait Scored {
    /// The predicted class, from 0.
    fn class(&self) -> usize;
    /// The probability of each class.
    fn probabilities(&self) -> &[f64];
}

impl Scored for crate::stance::Prediction {
    fn class(&self) -> usize {
        self.class
    }

    fn probabilities(&self) -> &[f64] {
        &self.probabilities
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

/// Trains a model for each fold of each split and predicts the fold's test rows with it.
///
/// `train` gets the rows to train on and gives a labeller; folds run in parallel, and nothing of
/// the result depends on which thread takes which. The result has, for each split, the
/// predictions of rows 0, 1, …, and is empty for a split that is not possible.
///
/// # Errors
/// The first failure of `train`, in the order of splits and folds.
pub fn cross_fit<'a, P, E>(
    splits: &[Split],
    train: impl Fn(&[usize]) -> Result<Labeller<'a, P>, E> + Sync,
    on_fold: impl Fn(FoldDone<'_>) + Sync,
) -> Result<Vec<Vec<P>>, FoldFailure<E>>
where
    P: Send,
    E: std::error::Error + Send + 'static,
{
    let tasks: Vec<(usize, SplitKind, &Fold)> = splits
        .iter()
        .enumerate()
        .flat_map(|(place, split)| {
            let folds = match &split.folds {
                Folds::Of(folds) => folds.as_slice(),
                Folds::NotPossible(_) => &[],
            };
            folds.iter().map(move |fold| (place, split.kind, fold))
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
    let results: Vec<Result<Vec<P>, FoldFailure<E>>> = tasks.par_iter().map(run).collect();

    let mut predicted: Vec<Vec<(usize, P)>> = splits.iter().map(|_| Vec::new()).collect();
    for (&(place, _, fold), result) in tasks.iter().zip(results) {
        let rows = fold.test.iter().copied().zip(result?);
        if let Some(of_split) = predicted.get_mut(place) {
            of_split.extend(rows);
        }
    }
    Ok(predicted
        .into_iter()
        .map(|mut rows| {
            rows.sort_by_key(|(row, _)| *row);
            rows.into_iter().map(|(_, prediction)| prediction).collect()
        })
        .collect())
}
