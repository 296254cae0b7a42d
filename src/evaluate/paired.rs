//! Tests of the difference between a variant and the baseline.

use super::variants::Trial;
use super::{Contest, Difference, EvaluationSet, Fold, Scored, VariantPrediction, VariantScore};
use crate::metrics::{
    ConfusionMatrix, McNemar, MetricsError, ResampledT, corrected_resampled_t, mcnemar,
};

/// One row of `paired.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct PairedRow {
    /// The variant.
    pub variant: String,
    /// The variant that it is compared with.
    pub baseline: String,
    /// The split, or the name of the test file.
    pub split: String,
    /// The difference of macro-F1, with the interval of the paired cluster bootstrap.
    pub difference: Option<Difference>,
    /// Passages that both have right, the variant alone, the baseline alone, neither.
    pub right: [usize; 4],
    /// McNemar's test on them; takes passages as independent.
    pub mcnemar: McNemar,
    /// The corrected resampled t-test of the differences of macro-F1 on the folds of all
    /// groupings; `None` where there are no folds, or all differ by the same.
    pub resampled: Option<ResampledT>,
    /// The passages.
    pub n: usize,
    /// The groups that were drawn for the interval.
    pub n_groups: usize,
    /// The groupings over which the difference is a mean.
    pub n_groupings: usize,
}

/// Compares each variant with the baseline; `scores` are those of [`super::score_contest`].
///
/// The counts and McNemar's test are of the first grouping: a passage counts once.
///
/// # Errors
/// When predictions do not fit the classes.
pub fn compare_pairs(
    contest: &Contest<'_>,
    scores: &[VariantScore],
) -> Result<Vec<PairedRow>, MetricsError> {
    let Some(baseline) = contest.trials.get(contest.baseline) else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for (place, trial) in contest.trials.iter().enumerate() {
        if place != contest.baseline
            && let Some(row) = compare_pair(contest, trial, baseline, scores)?
        {
            rows.push(row);
        }
    }
    Ok(rows)
}

fn compare_pair(
    contest: &Contest<'_>,
    trial: &Trial,
    baseline: &Trial,
    scores: &[VariantScore],
) -> Result<Option<PairedRow>, MetricsError> {
    let (Ok(own), Ok(other)) = (&trial.outcome, &baseline.outcome) else {
        return Ok(None);
    };
    let (Some(first), Some(first_other)) = (own.first(), other.first()) else {
        return Ok(None);
    };
    let set = contest.set;
    let mut right = [0; 4];
    for ((row, own), other) in set.tested().iter().zip(first).zip(first_other) {
        let place = match (own.class() == row.class, other.class() == row.class) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        right[place] += 1;
    }
    let mut differences = Vec::new();
    let mut ratios = Vec::new();
    for ((folds, own), other) in contest.folds.iter().zip(own).zip(other) {
        for fold in *folds {
            let own = fold_macro_f1(set, fold, own)?;
            differences.push(own - fold_macro_f1(set, fold, other)?);
            ratios.push(test_over_train(set, fold));
        }
    }
    let ratio = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    let macro_f1 = scores.iter().find(|row| {
        (row.variant.as_str(), row.metric, row.stance) == (trial.variant.as_str(), "macro_f1", None)
    });
    Ok(Some(PairedRow {
        variant: trial.variant.clone(),
        baseline: baseline.variant.clone(),
        split: contest.split.clone(),
        difference: macro_f1.and_then(|row| row.minus_baseline),
        right,
        mcnemar: mcnemar(right[1], right[2]),
        resampled: corrected_resampled_t(&differences, ratio),
        n: set.tested().len(),
        n_groups: set.n_groups(),
        n_groupings: own.len(),
    }))
}

fn fold_macro_f1(
    set: &EvaluationSet,
    fold: &Fold,
    predictions: &[VariantPrediction],
) -> Result<f64, MetricsError> {
    let rows = fold.test.iter().filter_map(|&row| {
        let (gold, predicted) = (set.tested().get(row)?, predictions.get(row)?);
        Some((gold.class, predicted.class()))
    });
    let (gold, predicted): (Vec<usize>, Vec<usize>) = rows.unzip();
    Ok(ConfusionMatrix::count(set.n_classes(), &gold, &predicted)?.macro_f1())
}

/// Tested passages of a fold over the coded ones it trains on.
fn test_over_train(set: &EvaluationSet, fold: &Fold) -> f64 {
    let n_coded = set.coded().len();
    let n_train = fold.train.iter().filter(|row| **row < n_coded).count();
    fold.test.len() as f64 / n_train.max(1) as f64
}
