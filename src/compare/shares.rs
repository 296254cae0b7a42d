//! The shares of a table: one row a cell, stance, denominator and inference.

use std::collections::BTreeSet;

use super::cells::{Axis, Cell, CellKey, cells};
use super::estimate::{CellShares, Estimate, Status};
use super::{CompareSettings, Entry, Inference, Member, Population};
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

/// The shares of all cells of a table, made cell by cell: a table of documents has more rows than
/// need to be in memory at once.
pub fn shares<'a>(
    population: &'a Population<'_>,
    axes: &'a [Axis],
    settings: &'a CompareSettings,
) -> impl Iterator<Item = ShareRow> + 'a {
    let cells = cells(population, axes, settings).into_iter();
    cells.flat_map(move |(key, cell)| {
        let mut rows = Vec::new();
        for denominator in denominators(axes, settings) {
            let numbers = CellNumbers::of(population, &cell, denominator, settings);
            numbers.add_rows(&key, denominator, population, settings, &mut rows);
        }
        rows
    })
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

/// The entries of a cell as members of an estimate. In a cell that is coded whole, every coding
/// stands for itself, whatever is known of how it was drawn.
pub(super) fn members<'a>(
    population: &Population<'a>,
    cell: &Cell,
    denominator: Denominator,
) -> Vec<Member<'a>> {
    let entry = |place: usize| population.entries.get(place);
    let is_census = cell
        .members
        .iter()
        .all(|(place, _)| entry(*place).is_some_and(|entry| entry.fact.gold.is_some()));
    let member = |(place, part): &(usize, f64)| {
        let entry = entry(*place)?;
        let words = match denominator {
            Denominator::Words => entry.fact.n_words as f64,
            Denominator::Passages | Denominator::StanceTaking => 1.0,
        };
        Some(Member {
            predicted: &entry.fact.probabilities,
            size: part * words,
            cluster: entry.cluster,
            coding: if is_census {
                census_coding(entry, population.entries.len() + place)
            } else {
                entry.coding.as_deref().copied()
            },
        })
    };
    cell.members.iter().filter_map(member).collect()
}

/// A coding without chance. Its unit must be no drawn one's: estimates of other cells, in which
/// chance had a part, are set against this one.
fn census_coding(entry: &Entry<'_>, unit: usize) -> Option<super::Coding> {
    let gold = entry.fact.gold.as_ref()?;
    Some(super::Coding {
        class: gold.class,
        drawn: super::DrawnUnit {
            stratum: None,
            unit,
            pi: 1.0,
        },
    })
}

/// The shares of a cell for one denominator; `None` without a usable coding.
pub(super) fn cell_shares(
    population: &Population<'_>,
    cell: &Cell,
    denominator: Denominator,
    settings: &CompareSettings,
) -> Option<CellShares> {
    let members = members(population, cell, denominator);
    let n_classes = settings.class_ids.len();
    let mut whole = CellShares::of(
        &members,
        &population.strata,
        n_classes,
        population.weighting,
    )?;
    let of_cell = cell
        .members
        .iter()
        .filter_map(|(place, _)| population.entries.get(*place));
    let mut unknown = of_cell.filter(|entry| entry.coding.is_none());
    whole.is_chosen = whole.is_census && !population.is_census && unknown.next().is_some();
    match (denominator, settings.none_class) {
        (Denominator::StanceTaking, Some(none)) => whole.of_stance_taking(none),
        _ => Some(whole),
    }
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
        population: &Population<'_>,
        cell: &Cell,
        denominator: Denominator,
        settings: &CompareSettings,
    ) -> Self {
        let entries: Vec<(&Entry<'_>, f64)> = cell
            .members
            .iter()
            .filter_map(|(place, part)| Some((population.entries.get(*place)?, *part)))
            .collect();
        let shares = cell_shares(population, cell, denominator, settings);
        let plain = |class: &dyn Fn(&Entry<'_>) -> Option<usize>| {
            plain_shares(&entries, class, denominator, settings)
        };
        let coded = match &shares {
            Some(shares) => shares.labels.iter().map(|share| Some(*share)).collect(),
            None => plain(&|entry| entry.fact.gold.as_ref().map(|gold| gold.class)),
        };
        Self {
            raw: plain(&|entry| Some(entry.fact.predicted)),
            coded,
            correlations: correlations(&entries, settings.class_ids.len()),
            counts: counts(&entries, cell.n_left_out, shares.is_some()),
            shares,
        }
    }

    fn add_rows(
        &self,
        key: &CellKey,
        denominator: Denominator,
        population: &Population<'_>,
        settings: &CompareSettings,
        rows: &mut Vec<ShareRow>,
    ) {
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

/// Shares by counting, by passages or by words.
fn plain_shares(
    entries: &[(&Entry<'_>, f64)],
    class: &dyn Fn(&Entry<'_>) -> Option<usize>,
    denominator: Denominator,
    settings: &CompareSettings,
) -> Vec<Option<f64>> {
    let mut sums = vec![0.0; settings.class_ids.len()];
    for (entry, part) in entries {
        let size = match denominator {
            Denominator::Words => part * entry.fact.n_words as f64,
            Denominator::Passages | Denominator::StanceTaking => *part,
        };
        if let Some(sum) = class(entry).and_then(|class| sums.get_mut(class)) {
            *sum += size;
        }
    }
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

fn counts(entries: &[(&Entry<'_>, f64)], n_left_out: usize, has_shares: bool) -> CellCounts {
    let facts = || entries.iter().map(|(entry, _)| entry.fact);
    let distinct = |names: BTreeSet<&str>| names.len();
    let is_coded = |entry: &Entry<'_>| entry.fact.gold.is_some();
    let n_gold = entries.iter().filter(|(entry, _)| is_coded(entry)).count();
    let is_census = n_gold == entries.len();
    let n_drawn = entries
        .iter()
        .filter(|(entry, _)| entry.coding.is_some())
        .count();
    let n_coded = if is_census { n_gold } else { n_drawn };
    let drawn = entries
        .iter()
        .filter_map(|(entry, _)| Some(entry.coding.as_ref()?.drawn.pi));
    let pi = drawn.fold(None, |range: Option<(f64, f64)>, pi| {
        Some(range.map_or((pi, pi), |(low, high)| (low.min(pi), high.max(pi))))
    });
    let standings: BTreeSet<&'static str> = facts().map(|fact| fact.standing.as_str()).collect();
    CellCounts {
        n_passages: entries.len(),
        n_coded,
        n_coded_unknown_pi: n_gold - n_coded.min(n_gold),
        n_documents: n_runs(facts().map(|fact| &*fact.document_id)),
        n_actors: distinct(facts().map(|fact| fact.actor.as_str()).collect()),
        n_clusters: distinct_clusters(entries),
        n_words: facts().map(|fact| fact.n_words).sum(),
        n_uncertain: facts().filter(|fact| !fact.is_certain).count(),
        n_outside: facts().filter(|fact| fact.is_outside).count(),
        n_left_out,
        pi: if is_census {
            has_shares.then_some((1.0, 1.0))
        } else {
            pi
        },
        standing: match standings.first() {
            Some(only) if standings.len() == 1 => only,
            Some(_) => "mixed",
            None => "",
        },
    }
}

/// The number of different documents of passages in the order of documents.
fn n_runs<'a>(documents: impl Iterator<Item = &'a str>) -> usize {
    let mut last = None;
    documents
        .filter(|document| last.replace(*document) != Some(*document))
        .count()
}

fn distinct_clusters(entries: &[(&Entry<'_>, f64)]) -> usize {
    let mut clusters: Vec<usize> = entries.iter().map(|(entry, _)| entry.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    clusters.len()
}

/// Pearson's correlation of `1[y = k]` and the predicted probability among coded passages; `None`
/// where either does not vary.
fn correlations(entries: &[(&Entry<'_>, f64)], n_classes: usize) -> Vec<Option<f64>> {
    let coded: Vec<(usize, &[f64])> = entries
        .iter()
        .filter_map(|(entry, _)| {
            let gold = entry.fact.gold.as_ref()?;
            Some((gold.class, &*entry.fact.probabilities))
        })
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
