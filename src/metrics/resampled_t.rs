//! The t-test for scores of repeated cross-validation, whose training parts overlap.

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

/// `P(|T| ≥ |t|)` for Student's t with `degrees` of freedom above 0:
/// `I_x(degrees/2, 1/2)` at `x = degrees / (degrees + t²)` (Abramowitz & Stegun 26.7.1, 26.5.27).
fn student_t_two_sided(t: f64, degrees: f64) -> f64 {
    incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + t * t))
}

/// The regularised incomplete beta function `I_x(a, b)`, a and b above 0, x from 0 to 1, by its
/// continued fraction (Abramowitz & Stegun 26.5.8), which converges fast for
/// `x < (a + 1) / (a + b + 2)`; elsewhere `I_x(a, b) = 1 − I_{1−x}(b, a)`. Checked by
/// `the_incomplete_beta_function_equals_scipy`.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let ln_beta = math::ln_gamma(a) + math::ln_gamma(b) - math::ln_gamma(a + b);
    let front = math::exp(a * math::ln(x) + b * math::ln(1.0 - x) - ln_beta);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

/// The continued fraction of [`incomplete_beta`], evaluated from the front by the method of Lentz.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    /// Stands for a denominator of 0.
    const TINY: f64 = 1e-300;
    const MAX_STEPS: u32 = 500;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut numerator = 1.0;
    let mut inverse = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = inverse;
    for step in 1..=MAX_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            inverse = 1.0 / away_from_zero(1.0 + coefficient * inverse);
            numerator = away_from_zero(1.0 + coefficient / numerator);
            change = numerator * inverse;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
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

    // tests/oracle/paired_tests.py
    #[test]
    fn students_t_equals_scipy() {
        for (t, degrees, p) in [
            (3.349_619_8, 9.0, 0.008_528_696_945_51),
            (0.5, 14.0, 0.624_841_916_24),
            (2.0, 1.0, 0.295_167_235_301),
            (-4.0, 3.0, 0.028_008_456_010_1),
            (40.0, 24.0, 1.761_153_636_91e-23),
            (0.0, 5.0, 1.0),
        ] {
            near(student_t_two_sided(t, degrees), p);
        }
    }

    // tests/oracle/paired_tests.py
    #[test]
    fn the_incomplete_beta_function_equals_scipy() {
        for (a, b, x, want) in [
            (4.5, 0.5, 0.3, 0.001_322_950_584_267_5),
            (0.5, 0.5, 0.9, 0.795_167_235_300_87),
            (10.0, 2.0, 0.99, 0.994_820_282_509_68),
        ] {
            near(incomplete_beta(a, b, x), want);
        }
        near(incomplete_beta(2.0, 3.0, 0.0), 0.0);
        near(incomplete_beta(2.0, 3.0, 1.0), 1.0);
    }

    #[test]
    fn differences_that_do_not_vary_have_no_test() {
        assert_eq!(corrected_resampled_t(&[0.1], 0.2), None);
        assert_eq!(corrected_resampled_t(&[0.1, 0.1, 0.1], 0.2), None);
        assert_eq!(corrected_resampled_t(&[0.0, 0.0], 0.2), None);
    }
}
