//! Sets of labels that miss the right one seldom, in every class.

/// For each class the largest score `1 − p` with which it still belongs to a label set; `None`
/// where the class always belongs.
///
/// Class-conditional conformal prediction (Vovk's Mondrian form) with the score `s = 1 − p_y`:
/// of the `n` scores of a class the `⌈(n + 1)(1 − α)⌉`-th smallest. A class with fewer than
/// `⌈1/α⌉ − 1` rows has no such score. The probabilities, n × K row by row, must come from models
/// that have not seen the rows; then of new passages of a class like these a share of about
/// `1 − α` has its class in the set. Checked by `f400_gives_the_published_thresholds`.
pub fn class_thresholds(
    probabilities: &[f64],
    classes: &[usize],
    n_classes: usize,
    alpha: f64,
) -> Vec<Option<f64>> {
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); n_classes];
    for (row, &class) in probabilities.chunks(n_classes.max(1)).zip(classes) {
        if let (Some(scores), Some(p)) = (scores.get_mut(class), row.get(class)) {
            scores.push(1.0 - p);
        }
    }
    scores
        .into_iter()
        .map(|mut scores| {
            scores.sort_by(f64::total_cmp);
            // Where α (n + 1) is a whole number, rounding must not lift the rank.
            let left_out = ((scores.len() + 1) as f64 * alpha + 1e-9).floor();
            let n_above = (0..=scores.len()).rfind(|&n| n as f64 <= left_out)?;
            scores
                .get((scores.len() + 1 - n_above).checked_sub(1)?)
                .copied()
        })
        .collect()
}

/// Whether each class belongs to the label set.
pub fn label_set(probabilities: &[f64], thresholds: &[Option<f64>]) -> Vec<bool> {
    let belongs = |(p, threshold): (&f64, &Option<f64>)| threshold.is_none_or(|q| 1.0 - p <= q);
    probabilities.iter().zip(thresholds).map(belongs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    #[test]
    fn f400_gives_the_published_thresholds() {
        // crepes 0.9.1 and MAPIE 1.6.0; calibration on documents with (document / 4) even.
        let rows = f400::rows();
        let is_calibration = |row: &&f400::Row| (row.document / 4).is_multiple_of(2);
        let calibration: Vec<&f400::Row> = rows.iter().filter(is_calibration).collect();
        let probabilities: Vec<f64> = calibration
            .iter()
            .flat_map(|row| row.probabilities)
            .collect();
        let classes: Vec<usize> = calibration.iter().map(|row| row.gold).collect();
        let thresholds = class_thresholds(&probabilities, &classes, 4, 0.1);
        for (found, expected) in
            thresholds
                .iter()
                .zip([0.818_763_6, 0.830_100_2, 0.841_946_1, 0.853_930_3])
        {
            assert!((found.unwrap() - expected).abs() < 5e-8);
        }
        let (mut n_covered, mut size) = (0, 0);
        for row in rows.iter().filter(|row| !is_calibration(row)) {
            let set = label_set(&row.probabilities, &thresholds);
            n_covered += usize::from(set[row.gold]);
            size += set.iter().filter(|&&belongs| belongs).count();
        }
        // Coverage .9322917 and mean size 2.1666667 of 192 rows.
        assert_eq!((n_covered, size), (179, 416));
    }

    #[test]
    fn a_class_with_too_few_rows_always_belongs() {
        // At α = .1 nine rows are needed: ⌈1/.1⌉ − 1.
        let thresholds = |n: usize| class_thresholds(&vec![0.5; 2 * n], &vec![0; n], 2, 0.1);
        assert_eq!(thresholds(8), [None, None]);
        assert_eq!(thresholds(9), [Some(0.5), None]);
        assert_eq!(label_set(&[0.4, 0.6], &thresholds(9)), [false, true]);
    }
}
