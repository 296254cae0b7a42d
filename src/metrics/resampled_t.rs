//! The t-test for scores of repeated cross-validation, whose training parts overlap.

use super::student_t::student_t_two_sided;
use crate::math;

/// What the corrected resampled t-test says of differences between two pipelines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResampledT {
    /// The mean difference over its corrected standard error.
    pub t: f64,
    /// Degrees of freedom: the number of differences less 1.
    pub degrees: f64,
    /// Two-sided p-value, 0 to 1.
    pub p: f64,
}

/// The corrected resampled t-test of J differences, one a fold of each repetition:
/// `t = mean / sqrt((1/J + n_test/n_train) s²)` with `J − 1` degrees of freedom, s² the variance of
/// the differences (Nadeau & Bengio 2003, §5; for repeated cross-validation Bouckaert & Frank
/// 2004). `test_over_train` is `n_test/n_train`, 0 or more: 0 gives the plain t-test, which is far
/// too sure. `None` for fewer than two differences, or where all are equal. Checked by
/// `t_and_p_equal_scipy`.
pub fn corrected_resampled_t(differences: &[f64], test_over_train: f64) -> Option<ResampledT> {
    if differences.len() < 2 {
        return None;
    }
    let j = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / j;
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    let variance = squares / (j - 1.0);
    let error = math::sqrt((1.0 / j + test_over_train) * variance);
    // Differences that are equal but for rounding have a variance of about ε² times their size.
    if error <= mean.abs() * 1e-12 {
        return None;
    }
    let (t, degrees) = (mean / error, j - 1.0);
    let p = student_t_two_sided(t, degrees);
    Some(ResampledT { t, degrees, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        assert!((got - want).abs() <= 1e-10, "got {got}, want {want}");
    }

    // The differences, t and p of the design notes: t 3.3496198, p .0085287, uncorrected 4.8668847.
    #[test]
    fn t_and_p_equal_scipy() {
        let differences = [0.02, 0.03, 0.01, 0.04, 0.0, 0.03, 0.02, 0.05, 0.01, 0.02];
        let test = corrected_resampled_t(&differences, 1.0 / 9.0).unwrap();
        assert!((test.t - 3.349_619_8).abs() < 5e-8, "{}", test.t);
        assert!((test.p - 0.008_528_7).abs() < 5e-8, "{}", test.p);
        near(test.degrees, 9.0);
        let plain = corrected_resampled_t(&differences, 0.0).unwrap();
        assert!((plain.t - 4.866_884_7).abs() < 5e-8, "{}", plain.t);
    }

    #[test]
    fn differences_that_do_not_vary_have_no_test() {
        assert_eq!(corrected_resampled_t(&[0.1], 0.2), None);
        assert_eq!(corrected_resampled_t(&[0.1, 0.1, 0.1], 0.2), None);
        assert_eq!(corrected_resampled_t(&[0.0, 0.0], 0.2), None);
    }
}
