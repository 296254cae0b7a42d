//! The test whether two vectors of shares differ at all.

use crate::math;
use crate::metrics::chi_square_upper_tail;

/// A Wald test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaldTest {
    /// `d' V⁻¹ d`, 0 or more.
    pub statistic: f64,
    /// Degrees of freedom: the number of classes less 1.
    pub degrees: usize,
    /// The upper tail of chi-square, 0 to 1.
    pub p: f64,
}

/// Tests whether two vectors of K shares differ, given their estimated difference `d` and its
/// covariance V (K × K, row after row): `d' V⁻¹ d` over the first K − 1 classes against chi-square
/// with K − 1 degrees of freedom. As shares add up to 1, the last class follows from the others, and
/// which one is left out does not matter.
///
/// `None` for fewer than two classes, where lengths do not fit, a value is not finite, or V is not
/// positive definite: a class that nobody takes has no variance and must be left out before. Few
/// documents make the test too ready to reject. Checked by `the_test_equals_numpy`.
pub fn wald_test(difference: &[f64], covariance: &[f64]) -> Option<WaldTest> {
    let k = difference.len();
    let all_finite = difference.iter().chain(covariance).all(|x| x.is_finite());
    if k < 2 || covariance.len() != k * k || !all_finite {
        return None;
    }
    let degrees = k - 1;
    let d = difference.get(..degrees)?;
    let rows: Vec<&[f64]> = covariance.chunks_exact(k).take(degrees).collect();
    let scaled = forward_solved(&cholesky(&rows)?, d);
    let statistic = math::dot(&scaled, &scaled);
    if !statistic.is_finite() {
        return None;
    }
    Some(WaldTest {
        statistic,
        degrees,
        p: chi_square_upper_tail(statistic, degrees as f64),
    })
}

/// The lower triangle L with `LL' = matrix`, row after row, of the leading square of `rows`; `None`
/// where a pivot is negative or nothing but rounding. A matrix that has one needs no exchange of
/// rows to be solved accurately (Golub & Van Loan 2013, §4.2).
fn cholesky(rows: &[&[f64]]) -> Option<Vec<Vec<f64>>> {
    const ROUNDING: f64 = 1e-12;
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let mut own: Vec<f64> = Vec::with_capacity(i + 1);
        for (above, value) in lower.iter().zip(*row) {
            let known = math::dot(&own, above.get(..own.len())?);
            own.push((value - known) / above.last()?);
        }
        let variance = *row.get(i)?;
        let pivot = variance - math::dot(&own, &own);
        if pivot <= variance * ROUNDING || pivot <= 0.0 {
            return None;
        }
        own.push(math::sqrt(pivot));
        lower.push(own);
    }
    Some(lower)
}

/// The x with `Lx = right` for a lower triangle L.
fn forward_solved(lower: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solution: Vec<f64> = Vec::with_capacity(right.len());
    for (row, value) in lower.iter().zip(right) {
        let known: f64 = row.iter().zip(&solution).map(|(l, x)| l * x).sum();
        let pivot = row.last().copied().unwrap_or(1.0);
        solution.push((value - known) / pivot);
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    // tests/oracle/distances.py: d, V of four classes, the statistic and p of numpy and scipy.
    #[test]
    fn the_test_equals_numpy() {
        let difference = [0.2, -0.2, 0.03, -0.03];
        let covariance = [
            0.0067, -0.0026, -0.0018, -0.0023, -0.0026, 0.0066, -0.0017, -0.0023, -0.0018, -0.0017,
            0.0042, -0.0007, -0.0023, -0.0023, -0.0007, 0.0053,
        ];
        let got = wald_test(&difference, &covariance).unwrap();
        assert_eq!(got.degrees, 3);
        assert!(
            (got.statistic - 9.012_088_643_429_72).abs() < 1e-9,
            "{}",
            got.statistic
        );
        assert!((got.p - 0.029_130_592_447_493_9).abs() < 1e-10, "{}", got.p);
    }

    /// Two classes: d²/V, one degree. .3²/.0225 = 4, whose tail is that of |z| ≥ 2, .0455002639.
    #[test]
    fn two_classes_give_the_square_of_z() {
        let got = wald_test(&[0.3, -0.3], &[0.0225, -0.0225, -0.0225, 0.0225]).unwrap();
        assert!((got.statistic - 4.0).abs() < 1e-12);
        assert!((got.p - 0.045_500_263_9).abs() < 1e-10);
    }

    #[test]
    fn a_matrix_that_has_no_inverse_has_no_test() {
        assert_eq!(wald_test(&[0.1, 0.0, -0.1], &[0.0; 9]), None);
        let dependent = [0.1, 0.1, 0.0, 0.1, 0.1, 0.0, 0.0, 0.0, 0.1];
        assert_eq!(wald_test(&[0.1, 0.0, -0.1], &dependent), None);
        assert_eq!(wald_test(&[0.1], &[0.1]), None);
        assert_eq!(wald_test(&[0.1, -0.1], &[0.1]), None);
        // A negative variance is no variance; [[1, 2], [2, 1]] has an inverse and is indefinite.
        let indefinite = [1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(wald_test(&[0.1, 0.0, -0.1], &indefinite), None);
        assert_eq!(wald_test(&[0.3, -0.3], &[-0.02, 0.02, 0.02, -0.02]), None);
    }
}
