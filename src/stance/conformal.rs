//! Sets of labels that miss the right one seldom, in every class.

/// Added to an error level, so that rounding does not lift the rank where `α (n + 1)` is a whole
/// number.
const ROUNDING: f64 = 1e-12;

/// The scores `1 − p_y` that passages of each class got from models that had not seen them.
///
/// Class-conditional conformal prediction (Vovk's Mondrian form). The p-value of class y for a
/// text with score `s = 1 − p_y` is the share of class y, the text itself included, that conforms
/// no better: `(#{i : s_i ≥ s} + 1) / (n_y + 1)`. The label set at error level α holds the classes
/// whose p-value is above α, the same as those with `s` no larger than the
/// `⌈(n_y + 1)(1 − α)⌉`-th smallest score. Of new passages of a class like those scored a share of
/// about `1 − α` has its class in the set. Checked by `f400_gives_the_published_thresholds`.
#[derive(Debug, Clone, PartialEq)]
pub struct ConformalScores {
    by_class: Vec<Vec<f64>>,
}

impl ConformalScores {
    /// The scores of `probabilities`, n × K row by row, which must come from models that have not
    /// seen the rows.
    pub fn new(probabilities: &[f64], classes: &[usize], n_classes: usize) -> Self {
        let mut by_class: Vec<Vec<f64>> = vec![Vec::new(); n_classes];
        for (row, &class) in probabilities.chunks(n_classes.max(1)).zip(classes) {
            if let (Some(scores), Some(p)) = (by_class.get_mut(class), row.get(class)) {
                scores.push(1.0 - p);
            }
        }
        Self::from_scores(by_class)
    }

    /// Of scores given by class, in any order.
    pub(super) fn from_scores(mut by_class: Vec<Vec<f64>>) -> Self {
        for scores in &mut by_class {
            scores.sort_by(f64::total_cmp);
        }
        Self { by_class }
    }

    /// The scores of each class, ascending.
    pub fn by_class(&self) -> &[Vec<f64>] {
        &self.by_class
    }

    /// The p-value of each class, above 0 to 1; 1 for a class without scores, which can never be
    /// left out.
    pub fn p_values(&self, probabilities: &[f64]) -> Vec<f64> {
        let p_value = |(scores, p): (&Vec<f64>, &f64)| {
            let n_below = n_below(scores, 1.0 - p);
            p_value(n_below, scores.len())
        };
        self.by_class
            .iter()
            .zip(probabilities)
            .map(p_value)
            .collect()
    }
}

/// How many of the ascending scores are below `score`.
pub(super) fn n_below(scores: &[f64], score: f64) -> usize {
    scores.partition_point(|known| *known < score)
}

/// The share of a class, the text itself included, that conforms no better than the text.
pub(super) fn p_value(n_below: usize, n: usize) -> f64 {
    (n + 1).saturating_sub(n_below) as f64 / (n + 1) as f64
}

/// Whether a class with this p-value belongs to the label set at an error level.
pub fn is_in_label_set(p_value: f64, error_level: f64) -> bool {
    p_value > error_level + ROUNDING
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    fn label_set(scores: &ConformalScores, p: &[f64], error_level: f64) -> Vec<bool> {
        let p_values = scores.p_values(p);
        p_values
            .iter()
            .map(|p| is_in_label_set(*p, error_level))
            .collect()
    }

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
        let scores = ConformalScores::new(&probabilities, &classes, 4);
        // A probability just above and one just below each threshold, which has 7 digits.
        let thresholds = [0.818_763_6, 0.830_100_2, 0.841_946_1, 0.853_930_3];
        let above = thresholds.map(|q| 1.0 - q + 1e-7);
        let below = thresholds.map(|q| 1.0 - q - 1e-7);
        assert_eq!(label_set(&scores, &above, 0.1), [true; 4]);
        assert_eq!(label_set(&scores, &below, 0.1), [false; 4]);
        let (mut n_covered, mut sizes) = (0, 0);
        for row in rows.iter().filter(|row| !is_calibration(row)) {
            let set = label_set(&scores, &row.probabilities, 0.1);
            n_covered += usize::from(set[row.gold]);
            sizes += set.iter().filter(|&&belongs| belongs).count();
        }
        // Coverage .9322917 and mean size 2.1666667 of 192 rows.
        assert_eq!((n_covered, sizes), (179, 416));
    }

    #[test]
    fn f400_without_classes_gives_the_published_split_conformal_sets() {
        // crepes 0.9.1 and MAPIE 1.6.0: q = .8365568596, coverage .9427083, mean size 2.1770833,
        // sizes 1 to 4: 32, 97, 60 and 3. One class stands for all.
        let rows = f400::rows();
        let is_calibration = |row: &&f400::Row| (row.document / 4).is_multiple_of(2);
        let of_gold = rows
            .iter()
            .filter(is_calibration)
            .map(|row| row.probabilities[row.gold]);
        let of_gold: Vec<f64> = of_gold.collect();
        let scores = ConformalScores::new(&of_gold, &vec![0; of_gold.len()], 1);
        let is_in = |p: f64| label_set(&scores, &[p], 0.1)[0];
        assert!(is_in(1.0 - 0.836_556_859_6 + 1e-9) && !is_in(1.0 - 0.836_556_859_6 - 1e-9));
        let (mut n_covered, mut sizes) = (0, [0; 4]);
        for row in rows.iter().filter(|row| !is_calibration(row)) {
            n_covered += usize::from(is_in(row.probabilities[row.gold]));
            sizes[row.probabilities.iter().filter(|p| is_in(**p)).count() - 1] += 1;
        }
        assert_eq!((n_covered, sizes), (181, [32, 97, 60, 3]));
    }

    #[test]
    fn a_class_with_too_few_rows_always_belongs() {
        // At α = .1 nine rows are needed: ⌈1/.1⌉ − 1. With nine the p-value of the worst is 1/10.
        let scores = |n: usize| ConformalScores::new(&vec![0.5; 2 * n], &vec![0; n], 2);
        assert_eq!(label_set(&scores(8), &[0.4, 0.6], 0.1), [true, true]);
        assert_eq!(label_set(&scores(9), &[0.4, 0.6], 0.1), [false, true]);
        assert_eq!(label_set(&scores(9), &[0.5, 0.0], 0.1), [true, true]);
    }

    #[test]
    fn a_larger_error_level_gives_a_set_within_the_smaller_ones() {
        let scores = ConformalScores::new(&[0.9, 0.1, 0.6, 0.4, 0.3, 0.7], &[0, 0, 0], 2);
        // Scores .1, .4, .7 of class 0. 1 − .5 = .5 has one score at or above it: (1 + 1) / 4.
        assert_eq!(scores.p_values(&[0.5, 0.5]), [0.5, 1.0]);
        assert!(is_in_label_set(0.5, 0.4) && !is_in_label_set(0.5, 0.5));
    }
}
