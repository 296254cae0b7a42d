//! The shares of a table: one row a cell, stance, denominator and inference.
//!
//! Passages are gone through twice for a table, or for each actor of a table by actor and document,
//! and none is held: all cells are summed at the same time, each in the order of passages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cells::{Axis, CellKey, Part, actor_sizes};
use super::estimate::{CellShares, Estimate, Status};
use super::estimated_cells::{EstimatedCells, TableOf};
use super::share_batches::{
    PASSAGES_OF_ACTORS_AT_A_TIME, PASSAGES_OF_INSTRUMENTS_AT_A_TIME, batches, batches_of_actors,
};
use super::tally::{Size, Tally};
use super::{CompareError, CompareSettings, Inference, Population};
use crate::corpus::Role;
use crate::math;

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denominator {
    /// All passages.
    Passages,
    /// Passages of a class other than the one that takes no stance.
    StanceTaking,
    /// The words of all passages.
    Words,
}

impl Denominator {
    /// Every denominator, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Passages, Self::StanceTaking, Self::Words];

    /// By what passages count.
    fn size(self) -> Size {
        match self {
            Self::Passages | Self::StanceTaking => Size::Passages,
            Self::Words => Size::Words,
        }
    }

    /// The denominator as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::StanceTaking => "stance-taking",
            Self::Words => "words",
        }
    }
}

/// One share.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRow {
    /// The values of the axes of its table.
    pub key: Vec<String>,
    /// The role; `None` for all roles together.
    pub role: Option<Role>,
    /// The class, from 0.
    pub stance: usize,
    /// What the share is a share of.
    pub denominator: Denominator,
    /// What an interval is about.
    pub inference: Inference,
    /// The share.
    pub estimate: Estimate,
    /// The share of predicted classes: what counting labels gives.
    pub raw_share: Option<f64>,
    /// The share of the class among the coded passages, weighted by how they were drawn; where
    /// nobody knows how, the plain share.
    pub coded_share: Option<f64>,
    /// The correlation of coded and predicted in the cell.
    pub correlation: Option<f64>,
    /// What is counted in its cell.
    pub counts: CellCounts,
    /// Coded passages of the class that enter the estimate.
    pub n_coded_of_stance: usize,
}

/// What is counted in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellCounts {
    /// Passages, each once for its actor.
    pub n_passages: usize,
    /// Those of them that are coded and enter the estimate.
    pub n_coded: usize,
    /// Those that are coded and do not, because nobody knows how likely they were to be.
    pub n_coded_unknown_pi: usize,
    /// Documents in which they stand.
    pub n_documents: usize,
    /// Actors who speak them.
    pub n_actors: usize,
    /// Clusters, the units of independence beyond the corpus.
    pub n_clusters: usize,
    /// Words.
    pub n_words: usize,
    /// Passages of which the model is not certain.
    pub n_uncertain: usize,
    /// Passages that are none that the model can know about.
    pub n_outside: usize,
    /// Passages left out because the actor repeats itself.
    pub n_left_out: usize,
    /// The smallest and the largest inclusion probability of the coded passages.
    pub pi: Option<(f64, f64)>,
    /// Whether the actor supported the cabinet of the day; `mixed` where that changed.
    pub standing: &'static str,
}

/// Calls `emit` with the shares of each cell of a table, in their order.
///
/// # Errors
/// When passages cannot be read back, or `emit` fails.
pub fn shares<E: From<CompareError>>(
    population: &Population<'_>,
    axes: &[Axis],
    settings: &CompareSettings,
    mut emit: impl FnMut(ShareRow) -> Result<(), E>,
) -> Result<(), E> {
    let table = TableOf {
        population,
        axes,
        settings,
    };
    let all = 0..population.n_documents();
    match axes {
        [Axis::Document, ..] => {
            for documents in batches(all) {
                emit_all(cell_rows(&table, documents, None)?, &mut emit)?;
            }
        }
        [Axis::Actor, Axis::Document] => {
            let sizes = actor_sizes(population, settings)?;
            for actors in batches_of_actors(sizes, PASSAGES_OF_ACTORS_AT_A_TIME) {
                let mut held: BTreeMap<CellKey, Vec<ShareRow>> = BTreeMap::new();
                for documents in batches(all.clone()) {
                    let rows = cell_rows(&table, documents, Some(&actors))?;
                    if actors.len() > 1 {
                        held.extend(rows);
                    } else {
                        emit_all(rows, &mut emit)?;
                    }
                }
                emit_all(held, &mut emit)?;
            }
        }
        [Axis::Actor, Axis::Instrument] => {
            by_instrument(&table, PASSAGES_OF_INSTRUMENTS_AT_A_TIME, &mut emit)?;
        }
        _ => emit_all(cell_rows(&table, all, None)?, &mut emit)?,
    }
    Ok(())
}

/// The cells of actors and instruments, those of some actors after the other where there are more
/// than `n_at_a_time` passages.
fn by_instrument<E: From<CompareError>>(
    table: &TableOf<'_, '_>,
    n_at_a_time: usize,
    emit: &mut impl FnMut(ShareRow) -> Result<(), E>,
) -> Result<(), E> {
    let sizes = actor_sizes(table.population, table.settings)?;
    for actors in batches_of_actors(sizes, n_at_a_time) {
        let all = 0..table.population.n_documents();
        emit_all(cell_rows(table, all, Some(&actors))?, emit)?;
    }
    Ok(())
}

fn emit_all<E>(
    cells: BTreeMap<CellKey, Vec<ShareRow>>,
    emit: &mut impl FnMut(ShareRow) -> Result<(), E>,
) -> Result<(), E> {
    cells.into_values().flatten().try_for_each(emit)
}

/// The rows of each cell of some documents; of these actors alone, where they are named.
fn cell_rows(
    table: &TableOf<'_, '_>,
    documents: Range<usize>,
    actors: Option<&BTreeSet<Part>>,
) -> Result<BTreeMap<CellKey, Vec<ShareRow>>, CompareError> {
    let denominators = denominators(table.axes, table.settings);
    let mut cells = EstimatedCells::tally(table, documents, actors)?;
    let mut rows: BTreeMap<CellKey, Vec<ShareRow>> = BTreeMap::new();
    for size in [Size::Passages, Size::Words] {
        let of_size = denominators
            .iter()
            .copied()
            .filter(|denominator| denominator.size() == size);
        let of_size: Vec<Denominator> = of_size.collect();
        if of_size.is_empty() {
            continue;
        }
        let mut shares = cells.estimate(size, |_| true)?;
        for (key, cell) in cells.keys() {
            let Some(tally) = cells.tallies.get(cell) else {
                continue;
            };
            let mut whole = shares.get_mut(cell).and_then(Option::take);
            let rows = rows.entry(key.clone()).or_default();
            for &denominator in &of_size {
                let own = match (denominator, table.settings.none_class) {
                    (Denominator::StanceTaking, Some(none)) => whole
                        .as_ref()
                        .and_then(|whole| whole.of_stance_taking(none)),
                    _ if of_size.last() == Some(&denominator) => whole.take(),
                    _ => whole.clone(),
                };
                CellNumbers::of(own, tally, denominator, table).add_rows(
                    key,
                    denominator,
                    table,
                    rows,
                );
            }
        }
    }
    Ok(rows)
}

/// Fine tables hold shares of passages alone: too few stand in a cell for more.
fn denominators(axes: &[Axis], settings: &CompareSettings) -> Vec<Denominator> {
    let is_fine = axes.len() > 1;
    let all = Denominator::ALL.into_iter();
    all.filter(|denominator| match denominator {
        Denominator::Passages => true,
        Denominator::StanceTaking => !is_fine && settings.none_class.is_some(),
        Denominator::Words => !is_fine,
    })
    .collect()
}

/// All numbers of a cell.
struct CellNumbers {
    shares: Option<CellShares>,
    counts: CellCounts,
    raw: Vec<Option<f64>>,
    coded: Vec<Option<f64>>,
    correlations: Vec<Option<f64>>,
}

impl CellNumbers {
    fn of(
        shares: Option<CellShares>,
        tally: &Tally,
        denominator: Denominator,
        table: &TableOf<'_, '_>,
    ) -> Self {
        let (population, settings) = (table.population, table.settings);
        let size = denominator.size();
        let coded = match &shares {
            Some(shares) => shares.labels.iter().map(|share| Some(*share)).collect(),
            None => plain_shares(
                tally.by_coded_class(size, population),
                denominator,
                settings,
            ),
        };
        Self {
            raw: plain_shares(tally.by_predicted_class(size), denominator, settings),
            coded,
            correlations: correlations(tally, population, settings.class_ids.len()),
            counts: counts(tally, population, shares.is_some()),
            shares,
        }
    }

    fn add_rows(
        &self,
        key: &CellKey,
        denominator: Denominator,
        table: &TableOf<'_, '_>,
        rows: &mut Vec<ShareRow>,
    ) {
        let (population, settings) = (table.population, table.settings);
        let inferences: &[Inference] = match self.shares {
            Some(_) => &Inference::ALL,
            None => &[Inference::Corpus],
        };
        for &inference in inferences {
            for stance in 0..settings.class_ids.len() {
                if denominator == Denominator::StanceTaking && Some(stance) == settings.none_class {
                    continue;
                }
                let shares = self.shares.as_ref();
                rows.push(ShareRow {
                    key: key.parts.iter().map(|part| part.name.clone()).collect(),
                    role: key.role(),
                    stance,
                    denominator,
                    inference,
                    estimate: self.estimate(stance, inference, population, settings),
                    raw_share: self.raw.get(stance).copied().flatten(),
                    coded_share: self.coded.get(stance).copied().flatten(),
                    correlation: self.correlations.get(stance).copied().flatten(),
                    counts: self.counts.clone(),
                    n_coded_of_stance: shares
                        .and_then(|shares| shares.coded_by_class.get(stance).copied())
                        .unwrap_or(0),
                });
            }
        }
    }

    fn estimate(
        &self,
        stance: usize,
        inference: Inference,
        population: &Population<'_>,
        settings: &CompareSettings,
    ) -> Estimate {
        match &self.shares {
            Some(shares) => shares.estimate(stance, inference, &population.strata, &settings.rules),
            // All are coded, and there is still no share: none takes a stance, or none has a word.
            None if self.counts.n_passages == self.counts.n_coded => {
                Estimate::nothing(Status::Empty)
            }
            None if population.is_sampled => Estimate::nothing(Status::NotEstimable),
            None => Estimate::nothing(Status::Descriptive),
        }
    }
}

/// Shares by counting, from the sizes of passages by class.
fn plain_shares(
    mut sums: Vec<f64>,
    denominator: Denominator,
    settings: &CompareSettings,
) -> Vec<Option<f64>> {
    if let (Denominator::StanceTaking, Some(none)) = (denominator, settings.none_class)
        && let Some(sum) = sums.get_mut(none)
    {
        *sum = 0.0;
    }
    let total: f64 = sums.iter().sum();
    sums.iter()
        .map(|sum| (total > 0.0).then(|| sum / total))
        .collect()
}

fn counts(tally: &Tally, population: &Population<'_>, has_shares: bool) -> CellCounts {
    let (n_gold, is_census) = (tally.n_gold(), tally.is_census());
    let pis = tally
        .coded(population)
        .filter_map(|(coded, _)| Some(coded.coding?.drawn.pi));
    let pis: Vec<f64> = pis.collect();
    let n_coded = if is_census { n_gold } else { pis.len() };
    let pi = pis.iter().fold(None, |range: Option<(f64, f64)>, &pi| {
        Some(range.map_or((pi, pi), |(low, high)| (low.min(pi), high.max(pi))))
    });
    CellCounts {
        n_passages: tally.n_passages,
        n_coded,
        n_coded_unknown_pi: n_gold - n_coded.min(n_gold),
        n_documents: tally.n_documents,
        n_actors: tally.actors.len(),
        n_clusters: tally.n_clusters,
        n_words: tally.n_words,
        n_uncertain: tally.n_uncertain,
        n_outside: tally.n_outside,
        n_left_out: tally.n_left_out,
        pi: if is_census {
            has_shares.then_some((1.0, 1.0))
        } else {
            pi
        },
        standing: match tally.standings.first() {
            Some(only) if tally.standings.len() == 1 => only,
            Some(_) => "mixed",
            None => "",
        },
    }
}

/// Pearson's correlation of `1[y = k]` and the predicted probability among coded passages; `None`
/// where either does not vary.
fn correlations(tally: &Tally, population: &Population<'_>, n_classes: usize) -> Vec<Option<f64>> {
    let coded: Vec<(usize, &[f64])> = tally
        .coded(population)
        .map(|(coded, _)| (coded.class, &*coded.probabilities))
        .collect();
    (0..n_classes)
        .map(|k| {
            let pairs = coded.iter().filter_map(|(class, probabilities)| {
                Some((f64::from(u8::from(*class == k)), *probabilities.get(k)?))
            });
            correlation(&pairs.collect::<Vec<_>>())
        })
        .collect()
}

fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| pairs.iter().map(value).sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        aa += (a - mean_a) * (a - mean_a);
        bb += (b - mean_b) * (b - mean_b);
        ab += (a - mean_a) * (b - mean_b);
    }
    (aa > 1e-12 && bb > 1e-12).then(|| ab / math::sqrt(aa * bb))
}

#[cfg(test)]
#[path = "shares_tests.rs"]
mod tests;
