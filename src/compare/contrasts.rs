//! How much more of an actor's passages take a stance than of another's.

use super::actors::{ActorShares, RoleActors};
use super::estimate::{Estimate, Status};
use super::pairs::{Adjusted, rows_of_pairs};
use super::{CompareSettings, Inference, Population};
use crate::math;
use crate::metrics::{Interval, normal_cdf, normal_quantile};

/// A difference of two shares of passages, `a − b`.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastRow {
    /// The role in which the actors are compared.
    pub role: &'static str,
    /// The first actor.
    pub actor_a: String,
    /// The second actor.
    pub actor_b: String,
    /// The class, from 0.
    pub stance: usize,
    /// What the interval is about.
    pub inference: Inference,
    /// The share of a, and that of b.
    pub shares: [Option<f64>; 2],
    /// The difference.
    pub estimate: Estimate,
    /// Two-sided p-value of no difference; `None` without an interval.
    pub p: Option<f64>,
    /// The same by Holm's method over the family: for claims.
    pub p_holm: Option<f64>,
    /// The same by Benjamini and Hochberg's method over the family: for screening.
    pub q_bh: Option<f64>,
    /// Contrasts of the role and inference that have a p-value: the family.
    pub n_in_family: usize,
    /// Passages of a, and of b.
    pub n_passages: [usize; 2],
    /// Coded passages of a, and of b.
    pub n_coded: [usize; 2],
}

/// Every pair of actors of a role, for every class and both inferences.
///
/// The interval follows from those of the two shares, so that it holds for rare classes too (MOVER:
/// Zou & Donner 2008, eq. 4 and 5): `L = d − sqrt((a − l_a)² + (u_b − b)² − 2 r (a − l_a)(u_b − b))`,
/// U likewise, where r is the correlation of the two estimates through shared documents and
/// strata. The p-value is the one at which this interval, its reach scaled as that of a normal
/// number, touches 0.
pub fn contrasts(
    roles: &[RoleActors],
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Vec<ContrastRow> {
    rows_of_pairs(
        roles,
        |role, [a, b], inference| {
            Pair { a, b, inference }.rows(role.role_name(), population, settings)
        },
        |row: &ContrastRow| row.p,
        adjust,
    )
}

fn adjust(row: &mut ContrastRow, adjusted: Adjusted) {
    (row.p_holm, row.q_bh) = (adjusted.p_holm, adjusted.q_bh);
    row.n_in_family = adjusted.n_in_family;
}

/// Two actors.
struct Pair<'a> {
    a: &'a ActorShares,
    b: &'a ActorShares,
    inference: Inference,
}

impl Pair<'_> {
    fn rows(
        &self,
        role: &'static str,
        population: &Population<'_>,
        settings: &CompareSettings,
    ) -> Vec<ContrastRow> {
        let n_classes = settings.class_ids.len();
        let correlations = self.correlations(population, n_classes);
        (0..n_classes)
            .map(|stance| {
                let of = |actor: &ActorShares| match &actor.shares {
                    Some(shares) => {
                        shares.estimate(stance, self.inference, &population.strata, &settings.rules)
                    }
                    None if population.is_sampled => Estimate::nothing(Status::NotEstimable),
                    None => Estimate::nothing(Status::Descriptive),
                };
                let (a, b) = (of(self.a), of(self.b));
                let correlation = correlations.get(stance).copied().unwrap_or(0.0);
                let (estimate, p) = difference(&a, &b, correlation, settings);
                ContrastRow {
                    role,
                    actor_a: self.a.actor.clone(),
                    actor_b: self.b.actor.clone(),
                    stance,
                    inference: self.inference,
                    shares: [a.value, b.value],
                    estimate,
                    p,
                    p_holm: None,
                    q_bh: None,
                    n_in_family: 0,
                    n_passages: [self.a.n_passages, self.b.n_passages],
                    n_coded: [self.a.n_coded(), self.b.n_coded()],
                }
            })
            .collect()
    }

    /// The correlation of the two estimates of each class.
    fn correlations(&self, population: &Population<'_>, n_classes: usize) -> Vec<f64> {
        let (Some(a), Some(b)) = (&self.a.shares, &self.b.shares) else {
            return vec![0.0; n_classes];
        };
        let both = super::Influence::stacked(&[&a.influence, &b.influence]);
        let Some(covariance) = both.covariance(self.inference, &population.strata) else {
            return vec![0.0; n_classes];
        };
        (0..n_classes)
            .map(|k| {
                let row = covariance.matrix.get(k);
                let shared = row
                    .and_then(|row| row.get(n_classes + k))
                    .copied()
                    .unwrap_or(0.0);
                let scale = covariance.variance(k) * covariance.variance(n_classes + k);
                if scale > 0.0 {
                    (shared / math::sqrt(scale)).clamp(-1.0, 1.0)
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// A difference with its p-value.
fn difference(
    of_a: &Estimate,
    of_b: &Estimate,
    correlation: f64,
    settings: &CompareSettings,
) -> (Estimate, Option<f64>) {
    let status = weaker(of_a.status, of_b.status);
    let (Some(share_a), Some(share_b)) = (of_a.value, of_b.value) else {
        return (Estimate::nothing(status), None);
    };
    let difference = share_a - share_b;
    if of_a.interval.is_none() && of_b.interval.is_none() {
        let estimate = Estimate {
            value: Some(difference),
            ..Estimate::nothing(status)
        };
        return (estimate, None);
    }
    let point = |share: f64| Interval {
        low: share,
        high: share,
    };
    let limits_a = of_a.interval.unwrap_or_else(|| point(share_a));
    let limits_b = of_b.interval.unwrap_or_else(|| point(share_b));
    let reach = |x: f64, y: f64| math::sqrt((x * x + y * y - 2.0 * correlation * x * y).max(0.0));
    let down = reach(share_a - limits_a.low, limits_b.high - share_b);
    let up = reach(limits_a.high - share_a, share_b - limits_b.low);
    let towards_zero = if difference >= 0.0 { down } else { up };
    let p = if towards_zero > 0.0 {
        let quantile = normal_quantile(0.5 + settings.rules.level / 2.0);
        2.0 * normal_cdf(-quantile * difference.abs() / towards_zero)
    } else {
        f64::from(u8::from(difference == 0.0))
    };
    let estimate = Estimate {
        status,
        value: Some(difference),
        std_error: of_a.std_error.zip(of_b.std_error).map(|(a, b)| reach(a, b)),
        interval: Some(Interval {
            low: (difference - down).max(-1.0),
            high: (difference + up).min(1.0),
        }),
    };
    (estimate, Some(p))
}

/// The status that says less.
pub(super) fn weaker(a: Status, b: Status) -> Status {
    a.max(b)
}

#[cfg(test)]
#[path = "contrasts_tests.rs"]
mod tests;
