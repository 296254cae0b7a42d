//! The actors of each role with their shares of passages: what contrasts, positions and rankings
//! start from.

use std::collections::BTreeMap;

use super::cells::{Axis, CellKey};
use super::estimate::CellShares;
use super::estimated_cells::{EstimatedCells, TableOf};
use super::tally::{Size, Tally};
use super::{CompareError, CompareSettings, LimitRules, Population};
use crate::corpus::Role;
use crate::metrics::{Interval, farthest_apart};

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

/// Two actors for whom the recall of a class lies far apart.
#[derive(Debug, Clone, PartialEq)]
pub struct RecallGap {
    /// The actor with the higher recall.
    pub best: MeasuredRecall,
    /// The actor with the lower.
    pub worst: MeasuredRecall,
    /// Whether their intervals have no number in common; if not, chance may have made the gap.
    pub is_certain: bool,
}

/// The recall of a class for one actor.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredRecall {
    /// The actor.
    pub actor: String,
    /// The share of coded passages of the class that are predicted right, 0 to 1.
    pub recall: f64,
    /// Coded passages of the class.
    pub n: usize,
    /// The 95 % interval of the recall.
    pub interval: Interval,
}

impl RecallGap {
    /// The gap of a class, where two recalls lie more than 0.15 apart: the widest whose intervals
    /// part, else the widest. Recalls of fewer than 10 coded passages are not compared.
    pub fn of<'a>(actors: impl Iterator<Item = &'a ActorShares>, class: usize) -> Option<Self> {
        let recalls: Vec<MeasuredRecall> = actors
            .filter_map(|actor| {
                let recognised = actor.recognised.get(class)?;
                (recognised.n >= FEWEST_PASSAGES).then_some(())?;
                Some(MeasuredRecall {
                    actor: actor.actor.clone(),
                    recall: recognised.recall()?,
                    n: recognised.n,
                    interval: recognised.interval()?,
                })
            })
            .collect();
        let shares: Vec<(f64, Interval)> = recalls
            .iter()
            .map(|recall| (recall.recall, recall.interval))
            .collect();
        let apart = farthest_apart(&shares, LARGEST_RECALL_GAP)?;
        Some(Self {
            best: recalls.get(apart.high)?.clone(),
            worst: recalls.get(apart.low)?.clone(),
            is_certain: apart.is_certain,
        })
    }

    /// The gap in words: `A 0.90 (n = 20, 0.70–0.97), B 0.60 (n = 15, 0.36–0.80)`.
    pub fn in_words(&self) -> String {
        let words = |one: &MeasuredRecall| {
            let Interval { low, high } = one.interval;
            let (actor, recall, n) = (&one.actor, one.recall, one.n);
            format!("{actor} {recall:.2} (n = {n}, {low:.2}–{high:.2})")
        };
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
///
/// # Errors
/// When passages cannot be read back.
pub fn actors_by_role(
    population: &Population<'_>,
    settings: &CompareSettings,
) -> Result<Vec<RoleActors>, CompareError> {
    let has_roles = population.overview.has_roles;
    let table = TableOf {
        population,
        axes: &[Axis::Actor],
        settings,
    };
    let is_wanted = |key: &CellKey| {
        let is_actor = key.parts.first().is_some_and(|part| !part.is_all());
        is_actor && key.role().is_some() == has_roles
    };
    let mut cells = EstimatedCells::tally(&table, 0..population.n_documents(), None)?;
    let mut shares = cells.estimate(Size::Passages, is_wanted)?;
    let mut by_role: BTreeMap<Option<Role>, Vec<ActorShares>> = BTreeMap::new();
    for (key, cell) in cells.keys().filter(|(key, _)| is_wanted(key)) {
        let (Some(actor), Some(tally)) = (key.parts.first(), cells.tallies.get(cell)) else {
            continue;
        };
        if tally.n_passages == 0 {
            continue;
        }
        by_role.entry(key.role()).or_default().push(ActorShares {
            actor: actor.name.clone(),
            n_passages: tally.n_passages,
            shares: shares.get_mut(cell).and_then(Option::take),
            recognised: recognised(population, tally, settings.class_ids.len()),
        });
    }
    let roles = by_role.into_iter();
    Ok(roles
        .map(|(role, actors)| RoleActors { role, actors })
        .collect())
}

/// Codings that were drawn count by their weight; where there are none, or all passages are coded,
/// every coding counts as one.
fn recognised(population: &Population<'_>, tally: &Tally, n_classes: usize) -> Vec<Recognised> {
    let mut codings = tally.coded(population);
    let is_weighted = !tally.is_census() && codings.any(|(coded, _)| coded.coding.is_some());
    let mut recognised = vec![Recognised::default(); n_classes];
    for (coded, _) in tally.coded(population) {
        let weight = match &coded.coding {
            Some(coding) if is_weighted => coding.weight(&population.strata),
            None if is_weighted => continue,
            _ => 1.0,
        };
        if let Some(of_class) = recognised.get_mut(coded.class) {
            of_class.add(coded.predicted == coded.class, weight);
        }
    }
    recognised
}
