//! The normal distribution.

use std::f64::consts::{PI, SQRT_2};

use super::root::increasing_root;
use crate::math;

/// `P(Z ≤ z)` for a standard normal Z: `erfc(−z/√2) / 2`, 0 to 1; keeps its digits in the lower
/// tail. Checked by `the_normal_distribution_equals_scipy`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * math::erfc(-z / SQRT_2)
}

/// `P(|Z| ≥ |z|)` for a standard normal Z, 0 to 1.
pub fn normal_two_sided(z: f64) -> f64 {
    math::erfc(z.abs() / SQRT_2)
}

/// The z with `P(Z ≤ z) = probability`: minus infinity at 0, infinity at 1, no number for a
/// probability that is none. Inverts [`normal_cdf`], so that both have the same bits everywhere.
/// Checked by `the_normal_distribution_equals_scipy`.
pub fn normal_quantile(probability: f64) -> f64 {
    /// Beyond this the tail is smaller than the smallest number.
    const FARTHEST: f64 = 40.0;
    if !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    if probability > 0.5 {
        return -normal_quantile(1.0 - probability);
    }
    if probability <= 0.0 {
        return f64::NEG_INFINITY;
    }
    increasing_root(-FARTHEST, 0.0, |z| {
        (normal_cdf(z) - probability, normal_density(z))
    })
}

fn normal_density(z: f64) -> f64 {
    math::exp(-0.5 * z * z) / math::sqrt(2.0 * PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    // tests/oracle/distributions.py
    #[test]
    fn the_normal_distribution_equals_scipy() {
        for (z, p) in [
            (-8.0, 6.220_960_574_271_74e-16),
            (-2.5, 0.006_209_665_325_776_13),
            (0.0, 0.5),
            (1.3, 0.903_199_515_414_39),
        ] {
            assert!((normal_cdf(z) - p).abs() <= 1e-12 * p);
        }
        for (probability, z) in [
            (1.0e-20, -9.262_340_089_798_41),
            (0.0001, -3.719_016_485_455_68),
            (0.025, -1.959_963_984_540_05),
            (0.5, 0.0),
            (0.8, 0.841_621_233_572_914),
            (0.975, 1.959_963_984_540_05),
            (0.999, 3.090_232_306_167_81),
        ] {
            let got = normal_quantile(probability);
            assert!(
                (got - z).abs() <= 1e-12 * z.abs().max(1.0),
                "got {got}, want {z}"
            );
        }
        // scipy.stats.norm.sf(1.96) * 2, as the two-sided value with infinite degrees.
        assert!((normal_two_sided(-1.96) - 0.049_995_790_296_440_9).abs() < 1e-12);
    }

    #[test]
    fn no_quantile_outside_0_to_1() {
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
        assert!(normal_quantile(0.0) < f64::MIN && normal_quantile(1.0) > f64::MAX);
    }
}
