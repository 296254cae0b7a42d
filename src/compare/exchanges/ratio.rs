//! A share of exchanges with an interval over clusters.

use std::collections::BTreeMap;

use crate::math;
use crate::metrics::{Interval, student_t_quantile};

/// Fewer clusters give no interval: their variance is not known well enough.
pub(super) const MIN_CLUSTERS: usize = 10;

/// Below so many exchanges with or without the answer, the interval is Wilson's.
const MIN_COUNT: usize = 10;

/// One exchange.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observation {
    /// The number of the cluster that it stands in.
    pub(super) cluster: usize,
    /// How many exchanges of the corpus it stands for, above 0.
    pub(super) weight: f64,
    /// Whether it counts as a success.
    pub(super) is_success: bool,
}

/// How an interval came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalKind {
    /// Student's t around the ratio.
    StudentT,
    /// Wilson's limits on the effective number of exchanges.
    Wilson,
    /// No interval: too few clusters.
    NotEstimable,
    /// No interval: nothing here was drawn or counted in full.
    None,
}

impl IntervalKind {
    /// All, in their order.
    pub const ALL: [Self; 4] = [Self::StudentT, Self::Wilson, Self::NotEstimable, Self::None];

    /// The kind as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StudentT => "student-t",
            Self::Wilson => "wilson",
            Self::NotEstimable => "not-estimable",
            Self::None => "none",
        }
    }
}

/// A share with what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    pub(super) estimate: f64,
    pub(super) std_error: Option<f64>,
    pub(super) interval: Option<Interval>,
    pub(super) kind: IntervalKind,
}

/// The share of successes `p = Σ w y / Σ w`, its linearised variance over the G clusters
/// `v = G/(G−1) Σ_g (Σ_{i∈g} w_i (y_i − p) / Σ w)²` (Särndal, Swensson & Wretman 1992, §5.6, with
/// clusters drawn with replacement), and the 95 % interval `p ± t_{G−1} sqrt v`.
///
/// With fewer than [`MIN_COUNT`] exchanges of either kind the interval is Wilson's with `t_{G−1}`
/// in place of z, on the effective number `p(1 − p)/v`, at most the number of exchanges, and the
/// number of clusters where all exchanges are alike (after Korn & Graubard 1998). `None` without
/// exchanges. Checked by `ratio_and_interval_equal_the_ones_by_hand`.
pub(super) fn ratio(observations: &[Observation]) -> Option<Ratio> {
    let n = observations.len();
    let total: f64 = observations.iter().map(|o| o.weight).sum();
    if n == 0 {
        return None;
    }
    let success = |o: &Observation| if o.is_success { o.weight } else { 0.0 };
    let p = observations.iter().map(success).sum::<f64>() / total;
    let mut residuals: BTreeMap<usize, f64> = BTreeMap::new();
    for o in observations {
        *residuals.entry(o.cluster).or_default() += (success(o) - p * o.weight) / total;
    }
    let n_clusters = residuals.len();
    if n_clusters < MIN_CLUSTERS {
        return Some(Ratio {
            estimate: p,
            std_error: None,
            interval: None,
            kind: IntervalKind::NotEstimable,
        });
    }
    let g = n_clusters as f64;
    let variance = g / (g - 1.0) * residuals.values().map(|z| z * z).sum::<f64>();
    let t = student_t_quantile(0.975, g - 1.0);
    let n_success = observations.iter().filter(|o| o.is_success).count();
    let is_small = n_success.min(n - n_success) < MIN_COUNT;
    let interval = if is_small {
        wilson(p, effective_n(p, variance, n, n_clusters), t)
    } else {
        let half = t * math::sqrt(variance);
        Interval {
            low: (p - half).max(0.0),
            high: (p + half).min(1.0),
        }
    };
    let is_varied = n_success > 0 && n_success < n;
    Some(Ratio {
        estimate: p,
        std_error: is_varied.then(|| math::sqrt(variance)),
        interval: Some(interval),
        kind: if is_small {
            IntervalKind::Wilson
        } else {
            IntervalKind::StudentT
        },
    })
}

fn effective_n(p: f64, variance: f64, n: usize, n_clusters: usize) -> f64 {
    let spread = p * (1.0 - p);
    if spread < 1e-12 {
        n_clusters as f64
    } else if variance * (n as f64) <= spread {
        n as f64
    } else {
        spread / variance
    }
}

fn wilson(p: f64, n: f64, t: f64) -> Interval {
    let t2 = t * t;
    let centre = p + t2 / (2.0 * n);
    let spread = t * math::sqrt(p * (1.0 - p) / n + t2 / (4.0 * n * n));
    let scale = 1.0 + t2 / n;
    Interval {
        low: ((centre - spread) / scale).max(0.0),
        high: ((centre + spread) / scale).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observations(successes: &[(usize, usize)]) -> Vec<Observation> {
        let clusters = (0..).zip(successes);
        clusters
            .flat_map(|(cluster, &(n_success, n))| {
                (0..n).map(move |i| Observation {
                    cluster,
                    weight: 1.0,
                    is_success: i < n_success,
                })
            })
            .collect()
    }

    #[test]
    fn ratio_and_interval_equal_the_ones_by_hand() {
        // Ten clusters of three exchanges: five with 3 and five with 1 success, p = 20/30.
        // v = 10/9 · 10 · (1/30)² = 1/81; t of 9 degrees 2.2621572 (R: qt(0.975, 9)):
        // 2/3 ± 0.2513508.
        let mut clusters = vec![(3, 3); 5];
        clusters.extend(vec![(1, 3); 5]);
        let found = ratio(&observations(&clusters)).unwrap();
        assert_eq!(found.kind, IntervalKind::StudentT);
        assert!((found.std_error.unwrap() - 1.0 / 9.0).abs() < 1e-12);
        let interval = found.interval.unwrap();
        assert!((interval.low - 0.415_315_9).abs() < 1e-7);
        assert!((interval.high - 0.918_017_5).abs() < 1e-7);
    }

    #[test]
    fn small_counts_get_wilsons_limits_on_the_effective_number() {
        // One of ten clusters of two with 2 successes: p = 0.1,
        // v = 10/9 · ((1.8/20)² + 9 · (0.2/20)²) = 0.01, effective n = 0.09/0.01 = 9.
        // t² = 5.1173550: centre (0.1 + t²/18)/(1 + t²/9) = 0.2449947, half width
        // t sqrt(0.09/9 + t²/324)/(1 + t²/9) = 0.2316188.
        let mut clusters = vec![(0, 2); 9];
        clusters.push((2, 2));
        let found = ratio(&observations(&clusters)).unwrap();
        assert_eq!(found.kind, IntervalKind::Wilson);
        assert!((found.std_error.unwrap() - 0.1).abs() < 1e-12);
        let interval = found.interval.unwrap();
        assert!((interval.low - 0.013_375_9).abs() < 1e-6, "{interval:?}");
        assert!((interval.high - 0.476_613_6).abs() < 1e-6, "{interval:?}");
    }

    #[test]
    fn a_share_of_nothing_gets_the_limit_that_its_clusters_allow() {
        // No success in 10 clusters: the upper limit is t²/(10 + t²) = 5.1173550/15.1173550.
        let found = ratio(&observations(&[(0, 4); 10])).unwrap();
        assert_eq!((found.estimate, found.std_error), (0.0, None));
        assert!((found.interval.unwrap().high - 0.338_508_6).abs() < 1e-6);
    }

    #[test]
    fn few_clusters_give_no_interval() {
        let found = ratio(&observations(&[(1, 2); 9])).unwrap();
        assert_eq!(found.kind, IntervalKind::NotEstimable);
        assert_eq!((found.estimate, found.interval), (0.5, None));
        assert_eq!(ratio(&[]), None);
    }
}
