//! The beta distribution, and the exact interval of a share.

use super::Interval;
use super::root::increasing_root;
use crate::math;

/// The regularised incomplete beta function `I_x(a, b)`, a and b above 0, x from 0 to 1, by its
/// continued fraction (Abramowitz & Stegun 26.5.8), which converges fast for
/// `x < (a + 1) / (a + b + 2)`; elsewhere `I_x(a, b) = 1 − I_{1−x}(b, a)`. It is also
/// `P(X ≤ x)` of a beta distribution. Checked by `the_incomplete_beta_function_equals_scipy`.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = math::exp(a * math::ln(x) + b * math::ln(1.0 - x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

/// The x with `I_x(a, b) = probability`: the quantile of a beta distribution with a and b above 0;
/// no number for a probability outside 0 to 1. Checked by `beta_quantiles_equal_scipy`.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    if probability <= 0.0 || probability >= 1.0 {
        return probability;
    }
    increasing_root(0.0, 1.0, |x| {
        let logarithm = (a - 1.0) * math::ln(x) + (b - 1.0) * math::ln(1.0 - x) - ln_beta(a, b);
        (incomplete_beta(a, b, x) - probability, math::exp(logarithm))
    })
}

/// The exact 95 % interval of Clopper & Pearson (1934) for a share of `successes` among `n`
/// independent trials, 0 to 1: the 0.025 quantile of Beta(s, n − s + 1) and the 0.975 quantile of
/// Beta(s + 1, n − s). `None` without trials or for more successes than trials. It covers at least
/// 95 % for every share, so it is wider than Wilson's. Checked by
/// `exact_intervals_equal_scipy`.
pub fn exact_interval(successes: usize, n: usize) -> Option<Interval> {
    let failures = n.checked_sub(successes)? as f64;
    if n == 0 {
        return None;
    }
    let has_failures = successes < n;
    let s = successes as f64;
    let low = if successes == 0 {
        0.0
    } else {
        beta_quantile(0.025, s, failures + 1.0)
    };
    let high = if has_failures {
        beta_quantile(0.975, s + 1.0, failures)
    } else {
        1.0
    };
    Some(Interval { low, high })
}

/// The natural logarithm of the beta function. For a large argument the two gamma functions nearly
/// cancel, so their difference is taken from Stirling's series (Abramowitz & Stegun 6.1.40).
fn ln_beta(a: f64, b: f64) -> f64 {
    const LARGE: f64 = 50.0;
    let (large, small) = (a.max(b), a.min(b));
    if large < LARGE {
        return math::ln_gamma(a) + math::ln_gamma(b) - math::ln_gamma(a + b);
    }
    let rest = |x: f64| (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * x * x)) / (x * x)) / x;
    let sum = large + small;
    math::ln_gamma(small) + small
        - (large - 0.5) * math::ln_1p(small / large)
        - small * math::ln(sum)
        + rest(large)
        - rest(sum)
}

/// The continued fraction of [`incomplete_beta`], evaluated from the front by the method of Lentz.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    /// Stands for a denominator of 0.
    const TINY: f64 = 1e-300;
    const MAX_STEPS: u32 = 10_000;
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

    // tests/oracle/paired_tests.py, tests/oracle/distributions.py
    #[test]
    fn the_incomplete_beta_function_equals_scipy() {
        for (a, b, x, want) in [
            (4.5, 0.5, 0.3, 0.001_322_950_584_267_5),
            (0.5, 0.5, 0.9, 0.795_167_235_300_87),
            (10.0, 2.0, 0.99, 0.994_820_282_509_68),
            (25_000.0, 25_100.0, 0.499, 0.499_645_904_305_818),
            (3.5, 400.0, 0.01, 0.673_133_285_045_335),
            (100_000.0, 0.5, 0.999_99, 0.157_298_688_162_426),
        ] {
            near(incomplete_beta(a, b, x), want);
        }
        near(incomplete_beta(2.0, 3.0, 0.0), 0.0);
        near(incomplete_beta(2.0, 3.0, 1.0), 1.0);
    }

    // tests/oracle/distributions.py
    #[test]
    fn beta_quantiles_equal_scipy() {
        for (probability, a, b, want) in [
            (0.025, 7.0, 54.0, 0.048_214_841_871_341_9),
            (0.5, 0.5, 0.5, 0.5),
            (0.975, 1.0, 25.0, 0.137_185_171_530_712),
            (0.01, 0.2, 9.0, 7.583_675_289_594_58e-12),
            (0.3, 4000.0, 2000.0, 0.663_488_646_186_855),
        ] {
            near(beta_quantile(probability, a, b), want);
        }
        near(beta_quantile(0.0, 2.0, 3.0), 0.0);
        near(beta_quantile(1.0, 2.0, 3.0), 1.0);
        assert!(beta_quantile(1.5, 2.0, 3.0).is_nan());
    }

    // tests/oracle/distributions.py
    #[test]
    fn exact_intervals_equal_scipy() {
        for (successes, n, low, high) in [
            (7, 60, 0.048_214_841_871_314_3, 0.225_716_153_145_692),
            (0, 25, 0.0, 0.137_185_171_530_712),
            (25, 25, 0.862_814_828_469_287, 1.0),
            (1, 1, 0.025, 1.0),
            (13, 14, 0.661_315_510_068_179, 0.998_193_219_340_872),
            (
                110,
                40000,
                0.002_260_691_306_415_52,
                0.003_313_557_721_526_06,
            ),
        ] {
            let got = exact_interval(successes, n).unwrap();
            near(got.low, low);
            near(got.high, high);
        }
        assert_eq!(exact_interval(0, 0), None);
        assert_eq!(exact_interval(3, 2), None);
    }
}
