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
pub(super) struct Observation<'a> {
    /// The cluster that it stands in.
    pub(super) cluster: &'a str,
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
pub(super) fn ratio(observations: &[Observation<'_>]) -> Option<Ratio> {
    let n = observations.len();
    let total: f64 = observations.iter().map(|o| o.weight).sum();
    if n == 0 {
        return None;
    }
    let success = |o: &Observation<'_>| if o.is_success { o.weight } else { 0.0 };
    let p = observations.iter().map(success).sum::<f64>() / total;
    let mut residuals: BTreeMap<&str, f64> = BTreeMap::new();
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
