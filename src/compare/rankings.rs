//! In which order actors stand, and how sure that is.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::actors::{ActorShares, FEWEST_PASSAGES, RecallGap, RoleActors};
use super::positions::{Position, Scale, position};
use super::{CompareSettings, Inference, Influence, Population};
use crate::math;
use crate::metrics::normal_quantile;
use crate::random::Random;

/// Coded passages below which an actor is not ranked.
const MIN_CODED: usize = 25;
/// Draws from the estimated distribution of positions.
const N_DRAWS: u32 = 10_000;
/// The most probable orders that are listed.
const N_ORDERS: usize = 20;

/// A ranking of the actors of a role on a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The role.
    pub role: &'static str,
    /// The scale.
    pub scale: Scale,
    /// What the probabilities are about.
    pub inference: Inference,
    /// The ranked actors, the highest position first; empty where there is no ranking.
    pub actors: Vec<RankedActor>,
    /// Orders of all ranked actors, highest first, with their probabilities; the most probable first.
    pub orders: Vec<(Vec<String>, f64)>,
    /// Whether every passage of the ranked actors is coded, so that their order is no estimate.
    pub is_certain: bool,
    /// Why there is no ranking, or who is left out of it, and why; empty where there is nothing to
    /// say.
    pub reason: String,
}

/// An actor in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedActor {
    /// The actor.
    pub actor: String,
    /// The position.
    pub estimate: f64,
    /// The probability of each rank, from the first.
    pub rank_probabilities: Vec<f64>,
    /// The probability that it stands above the actor of the next row; `None` for the last.
    pub above_next: Option<f64>,
    /// Coded passages.
    pub n_coded: usize,
}

impl RankedActor {
    /// The ranks that hold 95 % of the probability, 2.5 % left out at either end, from 1.
    pub fn rank_range(&self) -> (usize, usize) {
        let mut below = 0.0;
        let (mut low, mut high) = (None, self.rank_probabilities.len());
        for (place, p) in self.rank_probabilities.iter().enumerate() {
            below += p;
            if low.is_none() && below > 0.025 {
                low = Some(place + 1);
            }
            if below >= 0.975 {
                high = place + 1;
                break;
            }
        }
        (low.unwrap_or(1), high)
    }
}

/// Rankings on all scales. None is shown where the measured recall of a class of the scale lies more
/// than 0.15 apart between actors ([`RecallGap`]), certain or not; an actor with fewer than 25 coded
/// passages is left out.
///
/// Probabilities come from draws of normal positions with the covariance of the estimates, shared
/// documents included. Actors whose positions are known without error and equal stand in either
/// order with the same probability.
pub fn rankings(
    roles: &[RoleActors],
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Vec<Ranking> {
    let mut rankings = Vec::new();
    for role in roles.iter().filter(|role| role.actors.len() > 1) {
        for scale in Scale::ALL {
            let Some(classes) = scale.classes(settings) else {
                continue;
            };
            for inference in Inference::ALL {
                rankings.push(ranking(
                    role, scale, &classes, inference, population, settings,
                ));
            }
        }
    }
    rankings
}

fn ranking(
    role: &RoleActors,
    scale: Scale,
    classes: &[usize],
    inference: Inference,
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Ranking {
    let mut reasons = Vec::new();
    let (ranked, few): (Vec<&ActorShares>, Vec<&ActorShares>) = role
        .actors
        .iter()
        .partition(|actor| actor.n_coded() >= MIN_CODED);
    if !few.is_empty() {
        reasons.push(format!(
            "fewer than {MIN_CODED} coded passages: {}",
            names(&few)
        ));
    }
    let (placed, unplaced): (Vec<_>, Vec<_>) = ranked
        .into_iter()
        .map(|actor| {
            (
                actor,
                position(actor, classes, inference, population, settings),
            )
        })
        .partition(|(_, position)| position.estimate.value.is_some());
    if !unplaced.is_empty() {
        let actors: Vec<&ActorShares> = unplaced.iter().map(|(actor, _)| *actor).collect();
        reasons.push(format!("no position: {}", names(&actors)));
    }
    let gap = classes.iter().find_map(|&class| {
        let actors = placed.iter().map(|(actor, _)| *actor);
        Some((class, RecallGap::of(actors, class)?))
    });
    let mut ranking = Ranking {
        role: role.role_name(),
        scale,
        inference,
        actors: Vec::new(),
        orders: Vec::new(),
        is_certain: false,
        reason: String::new(),
    };
    if let Some((class, gap)) = gap {
        let class = settings.class_ids.get(class).map_or("", String::as_str);
        let differs = if gap.is_certain {
            "differs"
        } else {
            "may differ"
        };
        reasons.insert(
            0,
            format!("recall of {class} {differs}: {}", gap.in_words()),
        );
    } else if placed.len() < 2 {
        reasons.insert(0, "fewer than two actors to rank".to_owned());
    } else {
        reasons.extend(uncompared(&placed, classes, settings));
        ranking.is_certain = placed
            .iter()
            .all(|(_, position)| position.estimate.std_error.is_none());
        let draws = Draws::of(&placed, population, settings, inference);
        (ranking.actors, ranking.orders) = draws.ranking(&placed);
    }
    ranking.reason = reasons.join("; ");
    ranking
}

/// Says whose recall has too few passages to be compared.
fn uncompared(
    placed: &[(&ActorShares, Position)],
    classes: &[usize],
    settings: &CompareSettings,
) -> Option<String> {
    let mut few = Vec::new();
    for &class in classes {
        let id = settings.class_ids.get(class).map_or("", String::as_str);
        for (actor, _) in placed {
            let n = actor.recall(class).map_or(0, |(_, n)| n);
            if n < FEWEST_PASSAGES {
                few.push(format!("{} ({id}, n = {n})", actor.actor));
            }
        }
    }
    (!few.is_empty()).then(|| {
        format!(
            "recall of too few passages to be compared: {}",
            few.join(", ")
        )
    })
}

fn names(actors: &[&ActorShares]) -> String {
    let names: Vec<&str> = actors.iter().map(|actor| actor.actor.as_str()).collect();
    names.join(", ")
}

/// Positions drawn from their estimated distribution.
struct Draws {
    /// One row a draw: the position of each actor in its order, and a number that decides between
    /// equal ones.
    positions: Vec<Vec<Drawn>>,
}

type Drawn = (f64, f64);

impl Draws {
    fn of(
        placed: &[(&ActorShares, Position)],
        population: &Population<'_>,
        settings: &CompareSettings,
        inference: Inference,
    ) -> Self {
        let matrix = covariance(placed, population, inference);
        let factor = cholesky(&matrix);
        let mut random = Random::new(settings.seed);
        let values: Vec<f64> = placed
            .iter()
            .map(|(_, position)| position.estimate.value.unwrap_or(0.0))
            .collect();
        let positions = (0..N_DRAWS)
            .map(|_| {
                let noise: Vec<f64> = values
                    .iter()
                    .map(|_| normal_quantile(random.unit().max(f64::EPSILON)))
                    .collect();
                let drawn = values.iter().zip(&factor).zip(&noise);
                drawn
                    .map(|((value, row), tie)| (value + math::dot(row, &noise), *tie))
                    .collect()
            })
            .collect();
        Self { positions }
    }

    fn ranking(
        &self,
        placed: &[(&ActorShares, Position)],
    ) -> (Vec<RankedActor>, Vec<(Vec<String>, f64)>) {
        let n = placed.len();
        let mut ranks = vec![vec![0_u32; n]; n];
        let mut orders: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        for drawn in &self.positions {
            let order = descending(drawn);
            for (rank, &actor) in order.iter().enumerate() {
                ranks[actor][rank] += 1;
            }
            *orders.entry(order).or_default() += 1;
        }
        let part = |count: u32| f64::from(count) / f64::from(N_DRAWS);
        let value = |i: usize| placed[i].1.estimate.value.unwrap_or(0.0);
        let order = descending(&(0..n).map(|i| (value(i), 0.0)).collect::<Vec<_>>());
        let actors = order.iter().enumerate().map(|(place, &i)| RankedActor {
            actor: placed[i].0.actor.clone(),
            estimate: value(i),
            rank_probabilities: ranks[i].iter().map(|count| part(*count)).collect(),
            above_next: order.get(place + 1).map(|&next| self.above(i, next)),
            n_coded: placed[i].0.n_coded(),
        });
        let mut listed: Vec<(Vec<usize>, u32)> = orders.into_iter().collect();
        listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let name = |i: usize| placed[i].0.actor.clone();
        let orders = listed
            .into_iter()
            .take(N_ORDERS)
            .map(|(order, count)| (order.into_iter().map(name).collect(), part(count)));
        (actors.collect(), orders.collect())
    }

    fn above(&self, a: usize, b: usize) -> f64 {
        let above = self
            .positions
            .iter()
            .filter(|drawn| compare(drawn[a], drawn[b]).is_gt())
            .count();
        above as f64 / self.positions.len().max(1) as f64
    }
}

/// The covariance of positions: from shared influence values where they have any, else each by
/// itself.
fn covariance(
    placed: &[(&ActorShares, Position)],
    population: &Population<'_>,
    inference: Inference,
) -> Vec<Vec<f64>> {
    let none = Influence::new(1);
    let parts: Vec<&Influence> = placed
        .iter()
        .map(|(_, position)| position.influence.as_ref().unwrap_or(&none))
        .collect();
    let shared = Influence::stacked(&parts).covariance(inference, &population.strata);
    let n = placed.len();
    let mut matrix = shared.map_or_else(|| vec![vec![0.0; n]; n], |shared| shared.matrix);
    for (i, (_, position)) in placed.iter().enumerate() {
        let error = position.estimate.std_error.unwrap_or(0.0);
        let own = error * error;
        // Clusters of one actor have their own factor G / (G − 1): scale its row to its own error.
        let ratio = if position.influence.is_some() && matrix[i][i] > 0.0 {
            math::sqrt(own / matrix[i][i])
        } else {
            0.0
        };
        for row in &mut matrix {
            row[i] *= ratio;
        }
        for shared in &mut matrix[i] {
            *shared *= ratio;
        }
        matrix[i][i] = own;
    }
    matrix
}

/// The lower triangular factor L of `matrix = L Lᵀ` (Cholesky); rows without variance stay 0.
fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut factor = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = matrix[i][j] - sum;
            factor[i][j] = if i == j {
                math::sqrt(rest.max(0.0))
            } else if factor[j][j] > 0.0 {
                rest / factor[j][j]
            } else {
                0.0
            };
        }
    }
    factor
}

/// Places of the positions from the highest to the lowest; equals keep their order.
fn descending(positions: &[Drawn]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|a, b| compare(positions[*b], positions[*a]));
    order
}

fn compare(a: Drawn, b: Drawn) -> Ordering {
    a.0.total_cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
}

#[cfg(test)]
#[path = "rankings_tests.rs"]
mod tests;
