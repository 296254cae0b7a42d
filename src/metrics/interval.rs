//! Intervals of shares and of resampled scores.

use crate::math;

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The 0.975 quantile of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// The 95 % interval of Wilson (1927) for a share of `successes` among `n` independent trials, 0
/// to 1: `(p + z²/2n ± z sqrt(p(1 − p)/n + z²/4n²)) / (1 + z²/n)`. `None` without trials.
///
/// Passages of one exchange are not independent, so for passages it is too short; it is a bound on
/// what a small number can say.
pub fn wilson_interval(successes: usize, n: usize) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let n = n as f64;
    let share = successes as f64 / n;
    let z2 = Z_95 * Z_95;
    let centre = share + z2 / (2.0 * n);
    let spread = Z_95 * math::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    let scale = 1.0 + z2 / n;
    Some(Interval {
        low: ((centre - spread) / scale).max(0.0),
        high: ((centre + spread) / scale).min(1.0),
    })
}

/// The 95 % percentile interval of resampled scores: their 0.025 and 0.975 quantiles with linear
/// interpolation (R's type 7, numpy's default). `None` for fewer than two values.
pub fn percentile_interval(mut values: Vec<f64>) -> Option<Interval> {
    if values.len() < 2 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(Interval {
        low: quantile(&values, 0.025)?,
        high: quantile(&values, 0.975)?,
    })
}

/// The `share` quantile, 0 to 1, of ascending values with linear interpolation (R's type 7, numpy's
/// default). `None` without values.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let part = place.fract();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length is a place in it"
    )]
    let lower = place as usize;
    let low = *sorted.get(lower)?;
    let high = sorted.get(lower + 1).copied().unwrap_or(low);
    Some(low + part * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_equals_statsmodels() {
        for (successes, n, low, high) in
            [(7, 60, 0.057_677_2, 0.221_787_9), (0, 25, 0.0, 0.133_192_3)]
        {
            let got = wilson_interval(successes, n).unwrap();
            assert!((got.low - low).abs() < 1e-7 && (got.high - high).abs() < 1e-7);
        }
        assert_eq!(wilson_interval(0, 0), None);
        assert!((wilson_interval(3, 3).unwrap().high - 1.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        // Places 0.025 · 4 = 0.1 and 0.975 · 4 = 3.9 among 0, 10, 20, 30, 40.
        let got = percentile_interval(vec![40.0, 0.0, 20.0, 10.0, 30.0]).unwrap();
        assert!((got.low - 1.0).abs() < 1e-12 && (got.high - 39.0).abs() < 1e-12);
        assert_eq!(percentile_interval(vec![1.0]), None);
    }
}
