//! How far apart two actors are over all stances at once.

use super::actors::{ActorShares, RoleActors};
use super::contrasts::weaker;
use super::estimate::Status;
use super::scaling::{
    clipped_shares, hellinger, jensen_shannon, squared_distance, total_variation, wald_test,
};
use super::{CompareSettings, Inference, Population};
use crate::metrics::{Interval, benjamini_hochberg, holm};

/// The distance of two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceRow {
    /// The role in which they are compared.
    pub role: &'static str,
    /// The first actor.
    pub actor_a: String,
    /// The second actor.
    pub actor_b: String,
    /// What the interval is about.
    pub inference: Inference,
    /// What stands behind the shares.
    pub status: Status,
    /// The squared distance of shares, less what chance alone adds to it; may be below 0.
    pub squared: Option<f64>,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The p-value of equal shares (Wald).
    pub p: Option<f64>,
    /// The same by Holm's method over the family.
    pub p_holm: Option<f64>,
    /// The same by Benjamini and Hochberg's method over the family.
    pub q_bh: Option<f64>,
    /// Pairs of the role and inference that have a p-value: the family.
    pub n_in_family: usize,
    /// Total variation, 0 to 1, of the estimated shares.
    pub total_variation: Option<f64>,
    /// Jensen–Shannon divergence in bits, 0 to 1.
    pub jensen_shannon: Option<f64>,
    /// Hellinger distance, 0 to 1.
    pub hellinger: Option<f64>,
    /// Coded passages of a, and of b.
    pub n_coded: [usize; 2],
}

/// The distances of all pairs of actors of each role.
///
/// Distances of estimated shares are too large, because chance adds to each: the squared distance
/// is given without that, and the plug-in distances stand beside it as descriptions.
pub fn distances(
    roles: &[RoleActors],
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Vec<DistanceRow> {
    let mut rows = Vec::new();
    for role in roles {
        for inference in Inference::ALL {
            let mut family = Vec::new();
            for (i, a) in role.actors.iter().enumerate() {
                for b in role.actors.iter().skip(i + 1) {
                    family.push(distance(
                        role.role_name(),
                        a,
                        b,
                        inference,
                        population,
                        settings,
                    ));
                }
            }
            adjust(&mut family);
            rows.extend(family);
        }
    }
    rows
}

fn distance(
    role: &'static str,
    a: &ActorShares,
    b: &ActorShares,
    inference: Inference,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> DistanceRow {
    let status_of = |actor: &ActorShares| match &actor.shares {
        None if population.is_sampled => Status::NotEstimable,
        None => Status::Descriptive,
        Some(shares) if shares.is_certain(inference) => Status::Census,
        Some(shares) => {
            let is_enough = shares.n_coded >= settings.rules.min_corrected
                && shares.is_estimable(inference, &settings.rules);
            match (is_enough, shares.is_census) {
                (false, _) => Status::NotEstimable,
                (true, true) => Status::Census,
                (true, false) => Status::Corrected,
            }
        }
    };
    let mut row = DistanceRow {
        role,
        actor_a: a.actor.clone(),
        actor_b: b.actor.clone(),
        inference,
        status: weaker(status_of(a), status_of(b)),
        squared: None,
        std_error: None,
        interval: None,
        p: None,
        p_holm: None,
        q_bh: None,
        n_in_family: 0,
        total_variation: None,
        jensen_shannon: None,
        hellinger: None,
        n_coded: [a.n_coded(), b.n_coded()],
    };
    if row.status <= Status::Corrected {
        fill(&mut row, a, b, population, settings);
    }
    row
}

fn fill(
    row: &mut DistanceRow,
    a: &ActorShares,
    b: &ActorShares,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Option<()> {
    let (a, b) = (a.shares.as_ref()?, b.shares.as_ref()?);
    let difference: Vec<f64> = a.shares.iter().zip(&b.shares).map(|(a, b)| a - b).collect();
    let both = a.influence.minus(&b.influence);
    let covariance = both.covariance(row.inference, &population.strata);
    let matrix: Vec<f64> = match &covariance {
        Some(covariance) => covariance.matrix.concat(),
        None => vec![0.0; difference.len() * difference.len()],
    };
    let squared = squared_distance(&difference, &matrix)?;
    row.squared = Some(squared.estimate);
    if squared.standard_error > 1e-12 {
        row.std_error = Some(squared.standard_error);
        let degrees = covariance.as_ref().map_or(f64::INFINITY, |c| c.degrees);
        row.interval = Some(settings.rules.number(
            squared.estimate,
            squared.standard_error,
            degrees,
        ));
        row.p = wald_test(&difference, &matrix).map(|test| test.p);
    }
    let (p, q) = (clipped_shares(&a.shares)?, clipped_shares(&b.shares)?);
    row.total_variation = Some(total_variation(&p, &q));
    row.jensen_shannon = Some(jensen_shannon(&p, &q));
    row.hellinger = Some(hellinger(&p, &q));
    Some(())
}

fn adjust(family: &mut [DistanceRow]) {
    let with_p = family
        .iter()
        .enumerate()
        .filter_map(|(i, row)| Some((i, row.p?)));
    let (places, p): (Vec<usize>, Vec<f64>) = with_p.unzip();
    for ((i, holm), bh) in places.iter().zip(holm(&p)).zip(benjamini_hochberg(&p)) {
        if let Some(row) = family.get_mut(*i) {
            (row.p_holm, row.q_bh) = (Some(holm), Some(bh));
        }
    }
    for row in family {
        row.n_in_family = p.len();
    }
}
