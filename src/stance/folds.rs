//! Folds that keep groups whole.

use std::collections::BTreeMap;

use crate::math;
use crate::random::Random;

/// Two evaluations of a fold that differ less than this, relatively, are equal: numpy's
/// `isclose`.
const RELATIVE_TOLERANCE: f64 = 1e-5;
const ABSOLUTE_TOLERANCE: f64 = 1e-8;

/// The fold of every row, 0 to `n_folds` − 1: no group in two folds, classes spread evenly.
///
/// Groups in descending order of the standard deviation of their class counts (stable; in the
/// order of their names, or shuffled where a seed is given) go each to the fold for which
/// `mean_k std_f(n_fk / n_k)` becomes least; of equals to the one with the fewest rows. That is
/// scikit-learn's `StratifiedGroupKFold`; its numbers for F400 are checked by
/// `folds_of_f400_are_scikit_learns`. Every class must be below `n_classes`; groups fewer than
/// folds leave folds empty.
pub fn stratified_group_folds<G: Ord>(
    classes: &[usize],
    groups: &[G],
    n_classes: usize,
    n_folds: usize,
    seed: Option<u64>,
) -> Vec<usize> {
    let mut of_group: BTreeMap<&G, Vec<f64>> = BTreeMap::new();
    let mut totals = vec![0.0; n_classes];
    for (&class, group) in classes.iter().zip(groups) {
        let counts = of_group
            .entry(group)
            .or_insert_with(|| vec![0.0; n_classes]);
        if let (Some(count), Some(total)) = (counts.get_mut(class), totals.get_mut(class)) {
            *count += 1.0;
            *total += 1.0;
        }
    }
    // Classes without rows, which scikit-learn does not know of, would divide by zero.
    let present = |counts: &[f64]| -> Vec<f64> {
        let kept = counts
            .iter()
            .zip(&totals)
            .filter(|(_, total)| **total > 0.0);
        kept.map(|(count, _)| *count).collect()
    };
    let totals_present = present(&totals);
    let mut ordered: Vec<(&G, Vec<f64>)> = of_group
        .iter()
        .map(|(&group, counts)| (group, present(counts)))
        .collect();
    if let Some(seed) = seed {
        Random::new(seed).shuffle(&mut ordered);
    }
    ordered.sort_by(|(_, a), (_, b)| deviation(b).total_cmp(&deviation(a)));

    let mut folds = vec![vec![0.0; totals_present.len()]; n_folds];
    let mut fold_of: BTreeMap<&G, usize> = BTreeMap::new();
    for (group, counts) in ordered {
        let fold = best_fold(&mut folds, &counts, &totals_present);
        add(&mut folds[fold], &counts, 1.0);
        fold_of.insert(group, fold);
    }
    groups
        .iter()
        .map(|group| fold_of.get(group).copied().unwrap_or(0))
        .collect()
}

fn best_fold(folds: &mut [Vec<f64>], counts: &[f64], totals: &[f64]) -> usize {
    let mut best = 0;
    let (mut least, mut fewest) = (f64::INFINITY, f64::INFINITY);
    for fold in 0..folds.len() {
        add(&mut folds[fold], counts, 1.0);
        let per_class: f64 = (0..totals.len())
            .map(|k| {
                let shares: Vec<f64> = folds.iter().map(|fold| fold[k] / totals[k]).collect();
                deviation(&shares)
            })
            .sum();
        add(&mut folds[fold], counts, -1.0);
        let value = per_class / totals.len() as f64;
        let n_rows: f64 = folds[fold].iter().sum();
        if value < least || (is_close(value, least) && n_rows < fewest) {
            (least, fewest, best) = (value, n_rows, fold);
        }
    }
    best
}

fn add(sums: &mut [f64], counts: &[f64], times: f64) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += times * count;
    }
}

/// The standard deviation with divisor n.
fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    math::sqrt(values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n)
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * b.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    #[test]
    fn folds_of_f400_are_scikit_learns() {
        // StratifiedGroupKFold(5), scikit-learn 1.9.1. Names sort as the documents' numbers do.
        let rows = f400::rows();
        let classes = f400::gold(&rows);
        let groups: Vec<String> = rows
            .iter()
            .map(|row| format!("{:02}", row.document))
            .collect();
        let folds = stratified_group_folds(&classes, &groups, 4, 5, None);
        let mut counts = [[0; 4]; 5];
        for (&fold, &class) in folds.iter().zip(&classes) {
            counts[fold][class] += 1;
        }
        assert_eq!(
            counts,
            [
                [24, 24, 10, 22],
                [22, 26, 11, 21],
                [24, 25, 10, 21],
                [23, 24, 10, 23],
                [23, 24, 10, 23]
            ]
        );
        let mut first: Vec<usize> = (rows.iter().zip(&folds))
            .filter(|(_, fold)| **fold == 0)
            .map(|(row, _)| row.document)
            .collect();
        first.dedup();
        assert_eq!(first[..8], [2, 6, 9, 19, 28, 35, 37, 39]);
    }

    #[test]
    fn a_seed_moves_groups_but_never_splits_them() {
        let classes: Vec<usize> = (0..60).map(|i| i % 3).collect();
        let groups: Vec<String> = (0..60).map(|i| format!("g{}", i / 4)).collect();
        let folds = |seed| stratified_group_folds(&classes, &groups, 3, 4, seed);
        assert_ne!(folds(Some(1)), folds(Some(2)));
        assert_eq!(folds(Some(1)), folds(Some(1)));
        for block in folds(Some(1)).chunks(4) {
            assert!(block.iter().all(|fold| *fold == block[0]));
        }
    }

    #[test]
    fn a_class_without_rows_changes_nothing() {
        let classes = [0, 1, 0, 1, 0, 1];
        let groups = ["a", "a", "b", "b", "c", "c"];
        assert_eq!(
            stratified_group_folds(&classes, &groups, 2, 3, None),
            stratified_group_folds(&classes, &groups, 5, 3, None)
        );
    }
}
