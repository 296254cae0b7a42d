//! The chi-square distribution.

use crate::math;

/// `P(X ≥ x)` for chi-square with `degrees` of freedom above 0, fractional too: the regularised
/// upper incomplete gamma function `Q(degrees/2, x/2)` (Abramowitz & Stegun 26.4.19), by the series
/// 6.5.29 where x is small and the continued fraction 6.5.31 where it is large. Checked by
/// `upper_tails_equal_scipy`.
pub fn chi_square_upper_tail(x: f64, degrees: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let (a, half) = (degrees / 2.0, x / 2.0);
    let front = math::exp(a * math::ln(half) - half - math::ln_gamma(a));
    if half < a + 1.0 {
        1.0 - front * lower_series(a, half)
    } else {
        front * upper_fraction(a, half)
    }
}

/// More than enough: the number of terms grows as the root of the degrees of freedom.
const MAX_STEPS: u32 = 10_000;

/// `Σ_n x^n / (a (a + 1) … (a + n))`.
fn lower_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for step in 1..=MAX_STEPS {
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * 1e-16 {
            break;
        }
    }
    sum
}

/// `1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …))`, evaluated from the front by the method of Lentz.
fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut numerator = 1.0 / TINY;
    let mut inverse = 1.0 / away_from_zero(b);
    let mut fraction = inverse;
    for step in 1..=MAX_STEPS {
        let n = f64::from(step);
        let coefficient = -n * (n - a);
        b += 2.0;
        inverse = 1.0 / away_from_zero(coefficient * inverse + b);
        numerator = away_from_zero(b + coefficient / numerator);
        let change = inverse * numerator;
        fraction *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    // tests/oracle/distributions.py
    #[test]
    fn upper_tails_equal_scipy() {
        for (x, degrees, p) in [
            (3.841_458_820_694_124, 1.0, 0.049_999_999_999_999_9),
            (0.2, 3.0, 0.977_589_297_761_649),
            (7.81, 3.0, 0.050_106_056_350_005_9),
            (40.0, 6.0, 4.555_149_505_589_21e-07),
            (90.0, 100.0, 0.753_197_965_599_83),
            (12.3, 4.5, 0.022_079_651_664_655_5),
        ] {
            let got = chi_square_upper_tail(x, degrees);
            assert!(
                (got - p).abs() <= 1e-10 * p.max(1e-6),
                "got {got}, want {p}"
            );
        }
        assert!((chi_square_upper_tail(0.0, 3.0) - 1.0).abs() < 1e-15);
        assert!(chi_square_upper_tail(f64::INFINITY, 3.0).abs() < 1e-15);
    }
}
