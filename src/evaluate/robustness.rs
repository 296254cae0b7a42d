//! How scores, shares and ranks move when a setting that should not matter is another one.

use std::collections::{BTreeMap, BTreeSet};

use super::EvaluateSettings;
use crate::metrics::{
    ConfusionMatrix, Interval, cluster_bootstrap, kendall_tau, percentile_interval,
};

/// Passages that an actor must have in both settings for its shares to be summed up and ranked.
pub(super) const FEWEST_PASSAGES: usize = 10;

/// A labelled passage of a corpus that was read with some settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridPassage {
    /// Who speaks.
    pub actor: String,
    /// Its group, named alike in all variants.
    pub group: String,
    /// The class that a model gave it which had not seen its document.
    pub predicted: usize,
    /// The coded passage that it joins, and its class.
    pub coded: Option<(String, usize)>,
    /// Whether it counts in shares: a copy of another passage of the same actor does not.
    pub is_counted: bool,
}

/// The corpus labelled with some settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridVariant {
    /// A short name: `stemmer=none`.
    pub name: String,
    /// How it came about, a clause.
    pub method: String,
    /// The passages.
    pub passages: Vec<GridPassage>,
}

/// What is measured of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GridMeasure {
    /// Macro-F1 on the coded passages that it joins.
    MacroF1,
    /// That minus the macro-F1 of the default, on the coded passages that both join.
    MacroF1Change,
    /// Mean absolute change of the shares, over actors and classes.
    MeanShareChange,
    /// Largest absolute change of a share.
    LargestShareChange,
    /// Kendall's tau-b of the actors' shares of a class with those of the default.
    RankCorrelation,
}

impl GridMeasure {
    /// All of them, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::MacroF1,
        Self::MacroF1Change,
        Self::MeanShareChange,
        Self::LargestShareChange,
        Self::RankCorrelation,
    ];

    /// The measure as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MacroF1 => "macro_f1",
            Self::MacroF1Change => "macro_f1_change",
            Self::MeanShareChange => "mean_share_change",
            Self::LargestShareChange => "largest_share_change",
            Self::RankCorrelation => "rank_correlation",
        }
    }
}

/// One row of `robustness.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// The variant.
    pub variant: String,
    /// What is measured.
    pub measure: GridMeasure,
    /// The class, for ranks.
    pub stance: Option<usize>,
    /// The value; `None` where nothing is there to measure.
    pub estimate: Option<f64>,
    /// Its 95 % interval, where it has one.
    pub interval: Option<Interval>,
    /// Coded passages for scores, actors for shares and ranks.
    pub n: usize,
    /// Groups that were drawn for the interval.
    pub n_groups: usize,
    /// How the variant came about.
    pub method: String,
}

/// One row of `robustness_shares.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct GridShare {
    /// The variant.
    pub variant: String,
    /// The actor.
    pub actor: String,
    /// The class.
    pub stance: usize,
    /// Passages of the actor, copies counted once.
    pub n_passages: usize,
    /// Those of the class.
    pub n_with_stance: usize,
    /// The share minus that of the default; `None` where the default has no passage of the actor.
    pub change: Option<f64>,
    /// Its 95 % interval; `None` for the default itself and where there is one group.
    pub interval: Option<Interval>,
    /// Groups of the actor that were drawn for the interval.
    pub n_groups: usize,
}

impl GridShare {
    /// `n_with_stance / n_passages`, 0 to 1.
    pub fn share(&self) -> f64 {
        self.n_with_stance as f64 / self.n_passages.max(1) as f64
    }
}

/// The grid: the default first.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// Scores, changes and ranks.
    pub rows: Vec<GridRow>,
    /// Shares per actor and class.
    pub shares: Vec<GridShare>,
}

/// Compares each variant with the first one, the default. Changes are paired: the same groups are
/// drawn for both.
pub fn compare_variants(
    variants: &[GridVariant],
    n_classes: usize,
    settings: &EvaluateSettings,
) -> Robustness {
    let mut grid = Robustness {
        rows: Vec::new(),
        shares: Vec::new(),
    };
    let Some(default) = variants.first() else {
        return grid;
    };
    for (i, variant) in variants.iter().enumerate() {
        let comparison = Compared {
            default,
            variant,
            is_default: i == 0,
            n_classes,
            settings,
        };
        let shares = comparison.shares();
        grid.rows.extend(comparison.scores());
        if i > 0 {
            grid.rows.extend(comparison.summary(&shares));
        }
        grid.shares.extend(shares);
    }
    grid
}

/// Gold and predicted class of a coded passage.
type Cell = (usize, usize);

struct Compared<'a> {
    default: &'a GridVariant,
    variant: &'a GridVariant,
    is_default: bool,
    n_classes: usize,
    settings: &'a EvaluateSettings,
}

impl Compared<'_> {
    fn row(&self, measure: GridMeasure, estimate: Option<f64>, n: usize) -> GridRow {
        GridRow {
            variant: self.variant.name.clone(),
            measure,
            stance: None,
            estimate,
            interval: None,
            n,
            n_groups: 0,
            method: self.variant.method.clone(),
        }
    }

    fn scores(&self) -> Vec<GridRow> {
        let own = coded(self.variant);
        let groups: Vec<(&str, Vec<Cell>)> = by_group(own.iter().map(|(_, (g, cell))| (*g, *cell)));
        let macro_f1 = |counts: &[u32]| self.macro_f1(&groups, counts, |cell| *cell);
        let mut rows = vec![self.with_interval(GridMeasure::MacroF1, own.len(), &groups, macro_f1)];
        if !self.is_default {
            let of_default = coded(self.default);
            let both = of_default.iter().filter_map(|(id, (group, cell))| {
                let (_, other) = own.get(id)?;
                Some((*group, (*cell, *other)))
            });
            let groups = by_group(both);
            let n = groups.iter().map(|(_, cells)| cells.len()).sum();
            let change = |counts: &[u32]| {
                let first = self.macro_f1(&groups, counts, |pair: &(Cell, Cell)| pair.0);
                self.macro_f1(&groups, counts, |pair| pair.1) - first
            };
            rows.push(self.with_interval(GridMeasure::MacroF1Change, n, &groups, change));
        }
        rows
    }

    fn macro_f1<T>(
        &self,
        groups: &[(&str, Vec<T>)],
        counts: &[u32],
        cell: impl Fn(&T) -> Cell,
    ) -> f64 {
        let mut matrix = ConfusionMatrix::empty(self.n_classes);
        for ((_, cells), &times) in groups.iter().zip(counts) {
            let (gold, predicted): (Vec<usize>, Vec<usize>) = cells.iter().map(&cell).unzip();
            if let Ok(of_group) = ConfusionMatrix::count(self.n_classes, &gold, &predicted) {
                matrix.add(&of_group, f64::from(times));
            }
        }
        matrix.macro_f1()
    }

    fn with_interval<T: Sync>(
        &self,
        measure: GridMeasure,
        n: usize,
        groups: &[(&str, Vec<T>)],
        value: impl Fn(&[u32]) -> f64 + Sync,
    ) -> GridRow {
        let n_groups = groups.len();
        let estimate = (n > 0).then(|| value(&vec![1; n_groups]));
        let values = if n_groups > 1 {
            cluster_bootstrap(
                n_groups,
                self.settings.n_resamples,
                self.settings.seed,
                value,
            )
        } else {
            Vec::new()
        };
        GridRow {
            interval: percentile_interval(values),
            n_groups,
            ..self.row(measure, estimate, n)
        }
    }

    /// The shares of every actor of the variant.
    fn shares(&self) -> Vec<GridShare> {
        let (own, default) = (by_actor(self.variant), by_actor(self.default));
        let none = Vec::new();
        let mut shares = Vec::new();
        for (actor, passages) in &own {
            let of_default = default.get(actor).unwrap_or(&none);
            shares.extend(self.shares_of(actor, passages, of_default));
        }
        shares
    }

    fn shares_of(
        &self,
        actor: &str,
        own: &[(&str, usize)],
        default: &[(&str, usize)],
    ) -> Vec<GridShare> {
        let names: BTreeSet<&str> = own.iter().chain(default).map(|(group, _)| *group).collect();
        let numbers: BTreeMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let tally = |passages: &[(&str, usize)]| {
            let mut counts = vec![vec![0_u32; self.n_classes]; numbers.len()];
            for (group, class) in passages {
                let of_group = numbers.get(group).and_then(|&g| counts.get_mut(g));
                if let Some(count) = of_group.and_then(|of_group| of_group.get_mut(*class)) {
                    *count += 1;
                }
            }
            counts
        };
        let (own_counts, default_counts) = (tally(own), tally(default));
        let changes = |counts: &[u32]| {
            let own = weighted_shares(&own_counts, counts)?;
            let default = weighted_shares(&default_counts, counts)?;
            let pairs = own.iter().zip(default);
            Some(pairs.map(|(own, default)| own - default).collect())
        };
        let everything = vec![1; numbers.len()];
        let estimates: Option<Vec<f64>> = changes(&everything);
        let resamples: Vec<Option<Vec<f64>>> =
            if self.is_default || numbers.len() < 2 || estimates.is_none() {
                Vec::new()
            } else {
                let EvaluateSettings {
                    n_resamples, seed, ..
                } = self.settings;
                cluster_bootstrap(numbers.len(), *n_resamples, *seed, changes)
            };
        let of_class = |stance: usize| {
            let values = resamples.iter().flatten();
            GridShare {
                variant: self.variant.name.clone(),
                actor: actor.to_owned(),
                stance,
                n_passages: own.len(),
                n_with_stance: own.iter().filter(|(_, class)| *class == stance).count(),
                change: estimates.as_ref().and_then(|row| row.get(stance).copied()),
                interval: percentile_interval(
                    values.filter_map(|row| row.get(stance).copied()).collect(),
                ),
                n_groups: numbers.len(),
            }
        };
        (0..self.n_classes).map(of_class).collect()
    }

    /// Changes and ranks of the actors with enough passages in both.
    fn summary(&self, shares: &[GridShare]) -> Vec<GridRow> {
        let default = by_actor(self.default);
        let is_large = |share: &&GridShare| {
            let of_default = default.get(share.actor.as_str()).map_or(0, Vec::len);
            share.n_passages.min(of_default) >= FEWEST_PASSAGES
        };
        let large: Vec<&GridShare> = shares.iter().filter(is_large).collect();
        let n_actors = large.len() / self.n_classes.max(1);
        let changes: Vec<f64> = large
            .iter()
            .filter_map(|share| share.change.map(f64::abs))
            .collect();
        let mean = changes.iter().sum::<f64>() / changes.len().max(1) as f64;
        let some = |value: f64| (!changes.is_empty()).then_some(value);
        let largest = changes.iter().copied().fold(0.0, f64::max);
        let mut rows = vec![
            self.row(GridMeasure::MeanShareChange, some(mean), n_actors),
            self.row(GridMeasure::LargestShareChange, some(largest), n_actors),
        ];
        for stance in 0..self.n_classes {
            let pairs: Vec<(f64, f64)> = large
                .iter()
                .filter(|share| share.stance == stance)
                .filter_map(|share| Some((share.share() - share.change?, share.share())))
                .collect();
            rows.push(GridRow {
                stance: Some(stance),
                ..self.row(
                    GridMeasure::RankCorrelation,
                    kendall_tau(&rounded(&pairs)),
                    n_actors,
                )
            });
        }
        rows
    }
}

/// Shares to nine decimals: of two equal ones, one may come from a difference.
fn rounded(pairs: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let round = |value: f64| (value * 1e9).round();
    pairs.iter().map(|(x, y)| (round(*x), round(*y))).collect()
}

/// The coded passages that a variant joins: by id, the group and the two classes. Where two
/// passages join one, the first counts.
fn coded(variant: &GridVariant) -> BTreeMap<&str, (&str, Cell)> {
    let mut coded = BTreeMap::new();
    for passage in &variant.passages {
        if let Some((id, gold)) = &passage.coded {
            let cell = (*gold, passage.predicted);
            coded
                .entry(id.as_str())
                .or_insert((passage.group.as_str(), cell));
        }
    }
    coded
}

fn by_group<'a, T>(items: impl Iterator<Item = (&'a str, T)>) -> Vec<(&'a str, Vec<T>)> {
    let mut groups: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for (group, item) in items {
        groups.entry(group).or_default().push(item);
    }
    groups.into_iter().collect()
}

/// Groups and classes of the passages of each actor that count.
fn by_actor(variant: &GridVariant) -> BTreeMap<&str, Vec<(&str, usize)>> {
    let mut actors: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for passage in variant.passages.iter().filter(|passage| passage.is_counted) {
        let entry = (passage.group.as_str(), passage.predicted);
        actors.entry(&passage.actor).or_default().push(entry);
    }
    actors
}

/// The share of each class where group g counts `times[g]` times; `None` without a passage.
fn weighted_shares(counts: &[Vec<u32>], times: &[u32]) -> Option<Vec<f64>> {
    let n_classes = counts.first().map_or(0, Vec::len);
    let mut sums = vec![0.0; n_classes];
    for (of_group, &times) in counts.iter().zip(times) {
        for (sum, &count) in sums.iter_mut().zip(of_group) {
            *sum += f64::from(count) * f64::from(times);
        }
    }
    let total: f64 = sums.iter().sum();
    (total > 0.0).then(|| sums.iter().map(|sum| sum / total).collect())
}

#[cfg(test)]
#[path = "robustness_tests.rs"]
mod tests;
