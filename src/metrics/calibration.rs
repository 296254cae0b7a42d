//! Calibration error: how far stated confidence lies from the share that is right.
//!
//! Definitions differ and give different numbers for the same predictions, so each table that
//! shows one of these names it in full. A perfectly calibrated model does not score 0: with `n_b`
//! rows a bin it scores about `sqrt(2/π · p(1 − p) / n_b)`. Rank models by log loss.

use super::{MetricsError, Probabilities};
use crate::math;

/// How rows are put into bins of similar confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binning {
    /// That many bins of as equal a number of rows as possible, rows sorted by confidence (equal
    /// confidences in their order), the larger bins first: `numpy.array_split`.
    EqualMass(usize),
    /// That many bins of equal width on 0 to 1; bin `⌊confidence · bins⌋`.
    EqualWidth(usize),
}

/// `Σ_b (n_b / n) · |acc_b − conf_b|` of the most probable class, 0 to 1 (Guo et al. 2017): `conf`
/// the mean highest probability of a bin, `acc` the share of its rows whose most probable class is
/// gold. Checked by `equal_mass_and_equal_width_equal_the_reference`.
///
/// # Errors
/// When `gold` has another length or names a class that does not exist.
pub fn top_label_calibration_error(
    probabilities: &Probabilities,
    gold: &[usize],
    binning: Binning,
) -> Result<f64, MetricsError> {
    probabilities.check_gold(gold)?;
    let rows = probabilities.rows().zip(gold).map(|(row, &class)| {
        let top = math::argmax(row);
        (row.get(top).copied().unwrap_or(0.0), top == class)
    });
    Ok(calibration_error(rows.collect(), binning))
}

/// The mean over classes of the calibration error of each class's own probability, 0 to 1
/// (Nixon et al. 2019): for class k, `conf` is the mean `p_k` of a bin and `acc` the share of its
/// rows of gold class k.
///
/// # Errors
/// When `gold` has another length or names a class that does not exist.
pub fn class_wise_calibration_error(
    probabilities: &Probabilities,
    gold: &[usize],
    binning: Binning,
) -> Result<f64, MetricsError> {
    probabilities.check_gold(gold)?;
    let n_classes = probabilities.n_classes();
    let sum: f64 = (0..n_classes)
        .map(|k| {
            let rows = probabilities.rows().zip(gold);
            let rows = rows.map(|(row, &class)| (row.get(k).copied().unwrap_or(0.0), class == k));
            calibration_error(rows.collect(), binning)
        })
        .sum();
    Ok(sum / n_classes.max(1) as f64)
}

/// The calibration error of the probability of class `class` alone, 0 to 1; see
/// [`class_wise_calibration_error`], which is the mean of these.
///
/// # Errors
/// When `gold` has another length or names a class that does not exist.
pub fn class_calibration_error(
    probabilities: &Probabilities,
    gold: &[usize],
    class: usize,
    binning: Binning,
) -> Result<f64, MetricsError> {
    probabilities.check_gold(gold)?;
    let rows = probabilities.rows().zip(gold);
    let rows = rows.map(|(row, &k)| (row.get(class).copied().unwrap_or(0.0), k == class));
    Ok(calibration_error(rows.collect(), binning))
}

/// A bin of a reliability curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// Rows in the bin.
    pub n: usize,
    /// Their mean confidence, 0 to 1.
    pub mean_confidence: f64,
    /// How many are right.
    pub n_right: usize,
}

/// The reliability curve of `(confidence, is right)` rows: bins of as equal a number of rows as
/// possible, by ascending confidence, empty ones left out. Their `n_b / n · |n_right / n_b − mean|`
/// sum to the calibration error.
pub fn calibration_bins(mut rows: Vec<(f64, bool)>, n_bins: usize) -> Vec<CalibrationBin> {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bins = equal_parts(&rows, n_bins.max(1)).filter(|bin| !bin.is_empty());
    bins.map(|bin| CalibrationBin {
        n: bin.len(),
        mean_confidence: bin.iter().map(|row| row.0).sum::<f64>() / bin.len() as f64,
        n_right: bin.iter().filter(|row| row.1).count(),
    })
    .collect()
}

/// The error of `(confidence, is right)` rows.
fn calibration_error(mut rows: Vec<(f64, bool)>, binning: Binning) -> f64 {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = rows.len();
    if n == 0 {
        return 0.0;
    }
    // A bin weighs n_b / n and its means divide by n_b: the n_b cancel.
    let gap = |bin: &[(f64, bool)]| {
        let confidence: f64 = bin.iter().map(|row| row.0).sum();
        let right = bin.iter().filter(|row| row.1).count() as f64;
        (right - confidence).abs()
    };
    let sum: f64 = match binning {
        Binning::EqualMass(n_bins) => equal_parts(&rows, n_bins.max(1)).map(gap).sum(),
        Binning::EqualWidth(n_bins) => {
            let bin_of = |row: &(f64, bool)| (row.0 * n_bins as f64).floor();
            rows.chunk_by(|a, b| bin_of(a).total_cmp(&bin_of(b)).is_eq())
                .map(gap)
                .sum()
        }
    };
    sum / n as f64
}

/// `items` in `n_parts` consecutive parts whose sizes differ by at most one, the larger first.
fn equal_parts<T>(items: &[T], n_parts: usize) -> impl Iterator<Item = &[T]> {
    let (size, larger) = (items.len() / n_parts, items.len() % n_parts);
    let mut rest = items;
    (0..n_parts).map(move |part| {
        let (head, tail) = rest.split_at(size + usize::from(part < larger));
        rest = tail;
        head
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    #[test]
    fn equal_mass_and_equal_width_equal_the_reference() {
        let rows = f400::rows();
        let gold = f400::gold(&rows);
        let p: Vec<_> = rows.iter().map(|row| row.probabilities).collect();
        let p = Probabilities::from_rows(4, &p).unwrap();
        for (binning, want) in [
            (Binning::EqualWidth(15), 0.133_064_355_6),
            (Binning::EqualWidth(10), 0.134_560_900_9),
            (Binning::EqualMass(10), 0.144_177_781_3),
        ] {
            let got = top_label_calibration_error(&p, &gold, binning).unwrap();
            assert!((got - want).abs() < 1e-9, "{binning:?}: {got}");
        }
        let got = class_wise_calibration_error(&p, &gold, Binning::EqualMass(10)).unwrap();
        assert!((got - 0.083_163_794_1).abs() < 1e-9, "{got}");
        let of_class = |k| class_calibration_error(&p, &gold, k, Binning::EqualMass(10)).unwrap();
        let mean = (0..4).map(of_class).sum::<f64>() / 4.0;
        assert!((mean - 0.083_163_794_1).abs() < 1e-9, "{mean}");
    }

    #[test]
    fn the_bins_of_a_reliability_curve_sum_to_the_error() {
        let rows = f400::rows();
        let top = rows.iter().map(|row| {
            let top = math::argmax(&row.probabilities);
            (row.probabilities[top], top == row.gold)
        });
        let bins = calibration_bins(top.collect(), 10);
        assert_eq!(bins.iter().map(|bin| bin.n).collect::<Vec<_>>(), [40; 10]);
        let gap = |bin: &CalibrationBin| (bin.n_right as f64 / 40.0 - bin.mean_confidence).abs();
        let error = bins.iter().map(gap).sum::<f64>() / 10.0;
        assert!((error - 0.144_177_781_3).abs() < 1e-9, "{error}");
        assert_eq!(calibration_bins(vec![(0.5, true)], 10).len(), 1);
    }

    #[test]
    fn larger_bins_come_first_and_bins_may_be_empty() {
        let sizes = |n: usize, parts: usize| -> Vec<usize> {
            equal_parts(&vec![(); n], parts).map(<[()]>::len).collect()
        };
        assert_eq!(sizes(11, 4), [3, 3, 3, 2]);
        assert_eq!(sizes(2, 4), [1, 1, 0, 0]);
        assert!(calibration_error(Vec::new(), Binning::EqualMass(10)).abs() < 1e-15);
    }
}
