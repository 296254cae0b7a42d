//! Intervals of shares, and where there can be none.

use crate::math;
use crate::metrics::{Interval, student_t_quantile};

/// From how many codings and clusters an interval is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitRules {
    /// The share of intervals that shall cover, above 0 to below 1.
    pub level: f64,
    /// Coded passages of a cell below which nothing is estimated.
    pub min_coded: usize,
    /// Coded passages of a cell below which the prediction is left aside and the labels speak
    /// alone.
    pub min_corrected: usize,
    /// Coded passages of a class, and of all other classes, below which the labels speak alone.
    pub min_of_class: usize,
    /// Drawn documents below which nothing is estimated where whole documents were drawn, and
    /// clusters with coded passages below which nothing is said beyond the corpus.
    pub min_clusters: usize,
}

impl Default for LimitRules {
    /// 95 %; 10 codings for anything, 25 for a corrected share, 3 of a class and of the others,
    /// 10 clusters. `docs/coverage.md` holds the coverage that these give.
    fn default() -> Self {
        Self {
            level: 0.95,
            min_coded: 10,
            min_corrected: 25,
            min_of_class: 3,
            min_clusters: 10,
        }
    }
}

impl LimitRules {
    /// The quantile of Student's t that an interval reaches out to on both sides.
    pub fn quantile(&self, degrees: f64) -> f64 {
        student_t_quantile(0.5 + self.level / 2.0, degrees)
    }

    /// An interval of a share that lies within 0 to 1: Wilson's (1927), for the number of
    /// independent passages that would give this standard error, `share (1 − share) / error²`, and
    /// with Student's t (Korn & Graubard 1998 do the same with the exact interval). `None` where
    /// the share is 0 or 1 or beyond, or the error is 0.
    pub fn share(&self, share: f64, std_error: f64, degrees: f64) -> Option<Interval> {
        if !(share > 0.0 && share < 1.0 && std_error > 0.0) {
            return None;
        }
        let n_effective = share * (1.0 - share) / (std_error * std_error);
        Some(wilson(share, n_effective, self.quantile(degrees)))
    }

    /// Wilson's interval of a share, 0 to 1, among so many independent passages.
    pub fn labels(&self, share: f64, n_effective: f64) -> Option<Interval> {
        let z = self.quantile(f64::INFINITY);
        (n_effective > 0.0).then(|| wilson(share.clamp(0.0, 1.0), n_effective, z))
    }

    /// A symmetric interval of any number.
    pub fn number(&self, estimate: f64, std_error: f64, degrees: f64) -> Interval {
        let reach = self.quantile(degrees) * std_error;
        Interval {
            low: estimate - reach,
            high: estimate + reach,
        }
    }
}

fn wilson(share: f64, n: f64, z: f64) -> Interval {
    let z2 = z * z;
    let centre = share + z2 / (2.0 * n);
    let spread = z * math::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    let scale = 1.0 + z2 / n;
    Interval {
        low: ((centre - spread) / scale).max(0.0),
        high: ((centre + spread) / scale).min(1.0),
    }
}
