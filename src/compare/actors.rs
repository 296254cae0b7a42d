//! The actors of each role with their shares of passages: what contrasts, positions and rankings
//! start from.

use std::collections::BTreeMap;

use super::cells::{Axis, cells};
use super::estimate::CellShares;
use super::shares::{Denominator, cell_shares};
use super::{CompareSettings, Population};
use crate::corpus::Role;

/// An actor in one role.
#[derive(Debug, Clone)]
pub struct ActorShares {
    /// The actor.
    pub actor: String,
    /// Its passages.
    pub n_passages: usize,
    /// Its shares; `None` without a usable coding.
    pub shares: Option<CellShares>,
    /// Of each class, how many coded passages there are and how many of them are predicted right.
    pub recognised: Vec<(usize, usize)>,
}

impl ActorShares {
    /// Coded passages that enter the estimate.
    pub fn n_coded(&self) -> usize {
        self.shares.as_ref().map_or(0, |shares| shares.n_coded)
    }

    /// The share of coded passages of these classes that are predicted right, and of how many;
    /// `None` where there is none.
    pub fn recall(&self, classes: &[usize]) -> Option<(f64, usize)> {
        let of = |class: &usize| self.recognised.get(*class).copied().unwrap_or_default();
        let (n, right) = classes
            .iter()
            .map(of)
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (n > 0).then(|| (right as f64 / n as f64, n))
    }
}

/// The actors of a role.
#[derive(Debug, Clone)]
pub struct RoleActors {
    /// The role; `None` where no passage has one.
    pub role: Option<Role>,
    /// The actors in the order of their names.
    pub actors: Vec<ActorShares>,
}

impl RoleActors {
    /// The role as it stands in tables.
    pub fn role_name(&self) -> &'static str {
        self.role.map_or("all", Role::as_str)
    }
}

/// The actors of each role. Where no passage has a role, all count together.
pub fn actors_by_role(population: &Population<'_>, settings: &CompareSettings) -> Vec<RoleActors> {
    let has_roles = population
        .entries
        .iter()
        .any(|entry| entry.fact.role.is_some());
    let mut by_role: BTreeMap<Option<Role>, Vec<ActorShares>> = BTreeMap::new();
    for (key, cell) in &cells(population, &[Axis::Actor], settings) {
        let Some(actor) = key.parts.first().filter(|part| !part.is_all()) else {
            continue;
        };
        if cell.members.is_empty() || key.role().is_none() == has_roles {
            continue;
        }
        let mut recognised = vec![(0, 0); settings.class_ids.len()];
        for fact in cell
            .members
            .iter()
            .filter_map(|(i, _)| Some(population.entries.get(*i)?.fact))
        {
            if let Some(gold) = &fact.gold
                && let Some((n, right)) = recognised.get_mut(gold.class)
            {
                *n += 1;
                *right += usize::from(fact.predicted == gold.class);
            }
        }
        by_role.entry(key.role()).or_default().push(ActorShares {
            actor: actor.name.clone(),
            n_passages: cell.members.len(),
            shares: cell_shares(population, cell, Denominator::Passages, settings),
            recognised,
        });
    }
    by_role
        .into_iter()
        .map(|(role, actors)| RoleActors { role, actors })
        .collect()
}
