//! The actors of each role with their shares of passages: what contrasts, positions and rankings
//! start from.

use std::collections::BTreeMap;

use super::cells::{Axis, Cell, cells};
use super::estimate::CellShares;
use super::shares::{Denominator, cell_shares};
use super::{CompareSettings, LimitRules, Population};
use crate::corpus::Role;
use crate::metrics::Interval;

/// A recall that differs between actors by more than this tilts a comparison of them.
const LARGEST_RECALL_GAP: f64 = 0.15;
/// Recalls of fewer coded passages are not compared.
pub(super) const FEWEST_PASSAGES: usize = 10;

/// An actor in one role.
#[derive(Debug, Clone)]
pub struct ActorShares {
    /// The actor.
    pub actor: String,
    /// Its passages.
    pub n_passages: usize,
    /// Its shares; `None` without a usable coding.
    pub shares: Option<CellShares>,
    /// What is predicted for the coded passages of each class.
    pub recognised: Vec<Recognised>,
}

/// What is predicted for the coded passages of a class.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Recognised {
    /// Coded passages.
    pub n: usize,
    /// Those of them that are predicted right.
    pub n_correct: usize,
    /// How many passages they stand for.
    weight: f64,
    /// The squares of how many each stands for, summed.
    squares: f64,
    /// For how many passages those stand that are predicted right.
    right: f64,
}

impl Recognised {
    fn add(&mut self, is_right: bool, weight: f64) {
        self.n += 1;
        self.weight += weight;
        self.squares += weight * weight;
        if is_right {
            self.n_correct += 1;
            self.right += weight;
        }
    }

    /// The share of passages of the class that are predicted right, 0 to 1. Each coded one counts by
    /// how it was drawn, because strata of predicted classes tilt the plain share. `None` without
    /// any.
    pub fn recall(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.right / self.weight)
    }

    /// Wilson's interval of the recall, 95 %, for as many independent passages as the codings are
    /// worth (Kish 1965, §11.7); `None` without any.
    pub fn interval(&self) -> Option<Interval> {
        let n_effective = self.weight * self.weight / self.squares;
        LimitRules::default().labels(self.recall()?, n_effective)
    }
}

impl ActorShares {
    /// Coded passages that enter the estimate.
    pub fn n_coded(&self) -> usize {
        self.shares.as_ref().map_or(0, |shares| shares.n_coded)
    }

    /// The recall of a class, and of how many coded passages; `None` where there is none.
    pub fn recall(&self, class: usize) -> Option<(f64, usize)> {
        let recognised = self.recognised.get(class)?;
        Some((recognised.recall()?, recognised.n))
    }
}

/// How far the recall of a class differs between actors.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallGap {
    /// The class.
    pub class: usize,
    /// The actor with the highest recall, the recall, and coded passages behind it.
    pub best: (String, f64, usize),
    /// The actor with the lowest.
    pub worst: (String, f64, usize),
}

impl RecallGap {
    /// The gap of a class, where it exceeds 0.15; recalls of fewer than 10 coded passages are not
    /// compared.
    pub fn of<'a>(actors: impl Iterator<Item = &'a ActorShares>, class: usize) -> Option<Self> {
        let recalls: Vec<(String, f64, usize)> = actors
            .filter_map(|actor| {
                let (recall, n) = actor.recall(class)?;
                (n >= FEWEST_PASSAGES).then(|| (actor.actor.clone(), recall, n))
            })
            .collect();
        let by_recall = |a: &&(String, f64, usize), b: &&(String, f64, usize)| a.1.total_cmp(&b.1);
        // The first of equals by name, for both ends.
        let best = recalls.iter().rev().max_by(by_recall)?.clone();
        let worst = recalls.iter().min_by(by_recall)?.clone();
        (best.1 - worst.1 > LARGEST_RECALL_GAP).then_some(Self { class, best, worst })
    }

    /// The gap in words: `A 0.90 (n = 20), B 0.60 (n = 15)`.
    pub fn in_words(&self) -> String {
        let words =
            |(actor, recall, n): &(String, f64, usize)| format!("{actor} {recall:.2} (n = {n})");
        format!("{}, {}", words(&self.best), words(&self.worst))
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
        by_role.entry(key.role()).or_default().push(ActorShares {
            actor: actor.name.clone(),
            n_passages: cell.members.len(),
            shares: cell_shares(population, cell, Denominator::Passages, settings),
            recognised: recognised(population, cell, settings.class_ids.len()),
        });
    }
    by_role
        .into_iter()
        .map(|(role, actors)| RoleActors { role, actors })
        .collect()
}

/// Codings that were drawn count by their weight; where there are none, or all passages are coded,
/// every coding counts as one.
fn recognised(population: &Population<'_>, cell: &Cell, n_classes: usize) -> Vec<Recognised> {
    let entries = || {
        let places = cell.members.iter();
        places.filter_map(|(place, _)| population.entries.get(*place))
    };
    let is_census = entries().all(|entry| entry.fact.gold.is_some());
    let is_weighted = !is_census && entries().any(|entry| entry.coding.is_some());
    let mut recognised = vec![Recognised::default(); n_classes];
    for entry in entries() {
        let weight = match entry.coding {
            Some(coding) if is_weighted => coding.weight(&population.strata),
            None if is_weighted => continue,
            _ => 1.0,
        };
        let Some(gold) = &entry.fact.gold else {
            continue;
        };
        if let Some(of_class) = recognised.get_mut(gold.class) {
            of_class.add(entry.fact.predicted == gold.class, weight);
        }
    }
    recognised
}
