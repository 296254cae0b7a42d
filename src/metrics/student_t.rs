//! Student's t distribution and Fisher's F.

use std::f64::consts::PI;

use super::beta::incomplete_beta;
use super::normal::{normal_cdf, normal_quantile, normal_two_sided};
use super::root::increasing_root;
use crate::math;

/// `P(|T| ≥ |t|)` for Student's t with `degrees` of freedom above 0, fractional or infinite:
/// `I_x(degrees/2, 1/2)` at `x = degrees / (degrees + t²)` (Abramowitz & Stegun 26.7.1, 26.5.27);
/// with infinite degrees the normal distribution. Checked by `students_t_equals_scipy`.
pub fn student_t_two_sided(t: f64, degrees: f64) -> f64 {
    if degrees.is_infinite() {
        return normal_two_sided(t);
    }
    let squared = t * t;
    if squared.is_infinite() {
        return 0.0;
    }
    // Near t = 0 the first argument of the function is rounded to 1; its complement is not.
    if squared < degrees {
        1.0 - incomplete_beta(0.5, degrees / 2.0, squared / (degrees + squared))
    } else {
        incomplete_beta(degrees / 2.0, 0.5, degrees / (degrees + squared))
    }
}

/// `P(T ≤ t)` for Student's t with `degrees` of freedom above 0, fractional or infinite.
pub fn student_t_cdf(t: f64, degrees: f64) -> f64 {
    if degrees.is_infinite() {
        return normal_cdf(t);
    }
    let tail = 0.5 * student_t_two_sided(t, degrees);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The t with `P(T ≤ t) = probability` for Student's t with `degrees` of freedom above 0, fractional
/// or infinite: minus infinity at 0, infinity at 1, no number for a probability outside 0 to 1 or
/// degrees of 0 or less. An interval of level 0.95 reaches `student_t_quantile(0.975, degrees)`
/// standard errors to each side. Checked by `quantiles_of_students_t_equal_scipy`.
pub fn student_t_quantile(probability: f64, degrees: f64) -> f64 {
    if !(0.0..=1.0).contains(&probability) || degrees.is_nan() || degrees <= 0.0 {
        return f64::NAN;
    }
    if degrees.is_infinite() {
        return normal_quantile(probability);
    }
    if probability > 0.5 {
        return -student_t_quantile(1.0 - probability, degrees);
    }
    if probability <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let mut low = -1.0;
    while student_t_cdf(low, degrees) > probability && low > f64::MIN / 4.0 {
        low *= 2.0;
    }
    increasing_root(low, 0.0, |t| {
        (
            student_t_cdf(t, degrees) - probability,
            student_t_density(t, degrees),
        )
    })
}

/// `P(F ≥ f)` for Fisher's F with `numerator` and `denominator` degrees of freedom above 0:
/// `I_x(denominator/2, numerator/2)` at `x = denominator / (denominator + numerator f)`
/// (Abramowitz & Stegun 26.6.2). Checked by `fishers_f_equals_scipy`.
pub fn f_upper_tail(f: f64, numerator: f64, denominator: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    incomplete_beta(
        denominator / 2.0,
        numerator / 2.0,
        denominator / (denominator + numerator * f),
    )
}

fn student_t_density(t: f64, degrees: f64) -> f64 {
    let ln_front = math::ln_gamma(f64::midpoint(degrees, 1.0)) - math::ln_gamma(degrees / 2.0);
    let ln_power = f64::midpoint(degrees, 1.0) * math::ln_1p(t * t / degrees);
    math::exp(ln_front - ln_power) / math::sqrt(degrees * PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        let scale = want.abs().max(1.0);
        assert!(
            (got - want).abs() <= 1e-10 * scale,
            "got {got}, want {want}"
        );
    }

    // tests/oracle/paired_tests.py, tests/oracle/distributions.py
    #[test]
    fn students_t_equals_scipy() {
        for (t, degrees, p) in [
            (3.349_619_8, 9.0, 0.008_528_696_945_51),
            (0.5, 14.0, 0.624_841_916_24),
            (2.0, 1.0, 0.295_167_235_301),
            (-4.0, 3.0, 0.028_008_456_010_1),
            (40.0, 24.0, 1.761_153_636_91e-23),
            (0.0, 5.0, 1.0),
            (1.0e-09, 3.0, 0.999_999_999_264_895),
            (1.0, 0.7, 0.550_386_672_519_971),
            (2.2, 17.35, 0.041_627_971_552_743_9),
            (2.0, 250_000.0, 0.045_501_343_717_740_3),
            (1.96, f64::INFINITY, 0.049_995_790_296_440_9),
        ] {
            near(student_t_two_sided(t, degrees), p);
        }
    }

    // tests/oracle/distributions.py
    #[test]
    fn quantiles_of_students_t_equal_scipy() {
        for (probability, degrees, t) in [
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 2.5, 3.574_654_842_003_68),
            (0.975, 9.0, 2.262_157_162_798_2),
            (0.995, 58.0, 2.663_286_953_537_66),
            (0.9, 30.0, 1.310_415_025_391_4),
            (0.975, 116.0, 1.980_626_002_459_09),
            (0.975, 4000.0, 1.960_557_228_793_73),
            (0.975, 1_000_000.0, 1.959_966_356_814_11),
            (0.999_999, 3.0, 103.299_467_779_429),
            (0.6, 0.5, 0.397_975_426_784_791),
            (0.975, f64::INFINITY, 1.959_963_984_540_05),
        ] {
            near(student_t_quantile(probability, degrees), t);
            near(student_t_quantile(1.0 - probability, degrees), -t);
        }
    }

    #[test]
    fn no_quantile_where_there_is_none() {
        assert!(student_t_quantile(0.0, 4.0) < f64::MIN);
        assert!(student_t_quantile(1.0, 4.0) > f64::MAX);
        for (probability, degrees) in [(1.2, 4.0), (0.5, 0.0), (0.5, -1.0), (0.5, f64::NAN)] {
            assert!(student_t_quantile(probability, degrees).is_nan());
        }
        near(student_t_quantile(0.5, 4.0), 0.0);
    }

    // tests/oracle/distributions.py
    #[test]
    fn fishers_f_equals_scipy() {
        for (f, numerator, denominator, p) in [
            (3.2, 3.0, 40.0, 0.033_421_180_722_892_9),
            (0.4, 2.0, 7.0, 0.684_718_450_595_404),
            (11.0, 1.0, 12.5, 0.005_842_456_085_577_79),
            (2.6, 3.0, 100_000.0, 0.050_337_079_010_994_6),
        ] {
            near(f_upper_tail(f, numerator, denominator), p);
        }
    }
}
