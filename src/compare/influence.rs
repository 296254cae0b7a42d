//! What each sampling unit and each cluster of passages adds to an estimate, and the variances
//! that follow from it.
//!
//! An estimate is a vector of numbers, as the four shares of an actor. Its influence values say how
//! far it would move with each unit; they add up, so that contrasts, ratios and log-odds get their
//! variance, and their covariance through shared documents, from one place.

use std::collections::BTreeMap;

use super::clusters::ClusterSums;
use super::{DrawnUnit, StratumSize};

/// What an interval is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inference {
    /// What would have been found, had every passage of this corpus been coded. The only chance
    /// is that of the draw.
    Corpus,
    /// What actors do beyond this corpus: its clusters of passages count as a sample of such
    /// clusters.
    BeyondCorpus,
}

impl Inference {
    /// Both, in the order of tables.
    pub const ALL: [Self; 2] = [Self::Corpus, Self::BeyondCorpus];

    /// The inference as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::BeyondCorpus => "beyond-corpus",
        }
    }
}

/// A covariance matrix with its degrees of freedom.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    /// K × K, by rows.
    pub matrix: Vec<Vec<f64>>,
    /// Degrees of freedom of Student's t, 1 or more.
    pub degrees: f64,
}

impl Covariance {
    /// The variance of the number at this place, 0 or more.
    pub fn variance(&self, place: usize) -> f64 {
        let row = self.matrix.get(place);
        row.and_then(|row| row.get(place))
            .copied()
            .unwrap_or(0.0)
            .max(0.0)
    }
}

/// The summed values of the passages of a sampling unit.
#[derive(Debug, Clone, PartialEq)]
struct UnitValues {
    pi: f64,
    values: Vec<f64>,
}

/// Influence values on K numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    n_values: usize,
    units: BTreeMap<(Option<usize>, usize), UnitValues>,
    clusters: ClusterSums,
}

impl Influence {
    /// No influence on `n_values` numbers.
    pub(super) fn new(n_values: usize) -> Self {
        Self {
            n_values,
            units: BTreeMap::new(),
            clusters: ClusterSums::new(n_values),
        }
    }

    /// Adds what a coded passage of a sampling unit adds through the chance of the draw.
    pub(super) fn add_unit(&mut self, drawn: &DrawnUnit, values: impl Iterator<Item = f64>) {
        let n_values = self.n_values;
        let unit = self
            .units
            .entry((drawn.stratum, drawn.unit))
            .or_insert_with(|| UnitValues {
                pi: drawn.pi,
                values: vec![0.0; n_values],
            });
        add(&mut unit.values, values);
    }

    /// Adds what a passage of a cluster, coded or not, adds through the chance of which clusters
    /// there are.
    pub(super) fn add_cluster(
        &mut self,
        cluster: usize,
        is_coded: bool,
        values: impl Iterator<Item = f64>,
    ) {
        self.clusters.add(cluster, is_coded, values);
    }

    /// The number of clusters.
    pub fn n_clusters(&self) -> usize {
        self.clusters.len()
    }

    /// The number of independent things that were coded: sampling units for what this corpus says,
    /// clusters with a coded passage for what lies beyond it.
    pub fn n_independent(&self, inference: Inference) -> usize {
        match inference {
            Inference::Corpus => self.units.len(),
            Inference::BeyondCorpus => self.clusters.n_coded(),
        }
    }

    /// The influence on other numbers, each a weighted sum of these: one row of weights a number.
    pub(super) fn mapped(&self, weights: &[Vec<f64>]) -> Self {
        let map =
            |values: &[f64]| -> Vec<f64> { weights.iter().map(|row| dot(row, values)).collect() };
        let units = self.units.iter().map(|(key, unit)| {
            let (pi, values) = (unit.pi, map(&unit.values));
            (*key, UnitValues { pi, values })
        });
        Self {
            n_values: weights.len(),
            units: units.collect(),
            clusters: self.clusters.mapped(weights.len(), map),
        }
    }

    /// The influence on the differences to as many numbers of another estimate.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut difference = Self {
            n_values: self.n_values,
            units: self.units.clone(),
            clusters: ClusterSums::joined(
                &[(&self.clusters, 0), (&other.clusters, 0)],
                self.n_values,
                |part, value| if part == 0 { value } else { -value },
            ),
        };
        for (key, unit) in &other.units {
            difference.add_unit(&drawn(*key, unit), unit.values.iter().map(|value| -value));
        }
        difference
    }

    /// The influence on the numbers of several estimates, one after the other.
    pub(super) fn stacked(parts: &[&Self]) -> Self {
        let mut all = Self::new(parts.iter().map(|part| part.n_values).sum());
        let (mut offset, mut clusters) = (0, Vec::with_capacity(parts.len()));
        for part in parts {
            for (key, unit) in &part.units {
                let before = std::iter::repeat_n(0.0, offset);
                let values = before.chain(unit.values.iter().copied());
                all.add_unit(&drawn(*key, unit), values);
            }
            clusters.push((&part.clusters, offset));
            offset += part.n_values;
        }
        all.clusters = ClusterSums::joined(&clusters, all.n_values, |_, value| value);
        all
    }

    /// The covariance of the numbers; `None` where there is nothing to estimate it from: fewer
    /// than two clusters, or no drawn unit.
    pub fn covariance(&self, inference: Inference, strata: &[StratumSize]) -> Option<Covariance> {
        match inference {
            Inference::Corpus => self.of_the_draw(strata),
            Inference::BeyondCorpus => self.of_clusters(),
        }
    }

    /// Stratified sampling without replacement, by Taylor linearisation (Särndal, Swensson &
    /// Wretman 1992, §5.5–5.8): `Σ_h (1 − n_h/N_h) n_h/(n_h − 1) Σ_{j∈h} (u_j − ū_h)²`, where the
    /// units of a stratum that the estimate leaves out count with u = 0. A stratum of one coded
    /// unit is centred on 0, as in the R package survey with `lonely.psu = "adjust"`. Units
    /// without a stratum count as drawn one by one: `m/(m − 1) Σ_j (1 − π_j) u_j²`. Units that
    /// were certain to be drawn, because all of their stratum were, add nothing.
    ///
    /// Degrees of freedom: the units that add something, less one for each stratum that lies whole
    /// in the estimate, and less one at least. For whole strata that is the textbook's
    /// `Σ_h (n_h − 1)`; where the estimate cuts through strata, the zeros of those left out are
    /// known, and only the centre of the ratio is lost. Checked by
    /// `the_stratified_difference_of_f400` and `the_error_of_a_cell_that_cuts_strata_is_its_spread`.
    fn of_the_draw(&self, strata: &[StratumSize]) -> Option<Covariance> {
        if self.units.is_empty() {
            return None;
        }
        let mut matrix = vec![vec![0.0; self.n_values]; self.n_values];
        let (mut n_units, mut n_whole) = (0, 0);
        for (stratum, units) in self.uncertain_units(strata) {
            let size = stratum.and_then(|stratum| strata.get(stratum));
            let n = size.map_or(units.len(), |size| size.n_coded.max(units.len()));
            let spread = if n > 1 {
                n as f64 / (n as f64 - 1.0)
            } else {
                1.0
            };
            n_units += units.len();
            n_whole += usize::from(units.len() == n);
            for unit in &units {
                let missed = size.map_or(1.0 - unit.pi, |size| size.correction());
                add_square(&mut matrix, &unit.values, spread * missed);
            }
            if let (Some(size), true) = (size, n > 1) {
                let mean = self.mean_of(&units, n);
                add_square(&mut matrix, &mean, -(n as f64) * spread * size.correction());
            }
        }
        Some(Covariance {
            matrix,
            degrees: n_units.saturating_sub(n_whole.max(1)).max(1) as f64,
        })
    }

    /// The units that might not have been drawn, by stratum.
    fn uncertain_units(&self, strata: &[StratumSize]) -> BTreeMap<Option<usize>, Vec<&UnitValues>> {
        let mut by_stratum: BTreeMap<Option<usize>, Vec<&UnitValues>> = BTreeMap::new();
        for ((stratum, _), unit) in &self.units {
            let size = stratum.and_then(|stratum| strata.get(stratum));
            if size.map_or(1.0 - unit.pi, |size| size.correction()) > 0.0 {
                by_stratum.entry(*stratum).or_default().push(unit);
            }
        }
        by_stratum
    }

    fn mean_of(&self, units: &[&UnitValues], n: usize) -> Vec<f64> {
        let mut mean = vec![0.0; self.n_values];
        for unit in units {
            add(&mut mean, unit.values.iter().copied());
        }
        for value in &mut mean {
            *value /= n as f64;
        }
        mean
    }

    /// `G/(G − 1) Σ_c u_c²` over G clusters (Liang & Zeger 1986). Clusters without a coded passage
    /// tell little of how far the classifier errs, so the degrees of freedom are the clusters with
    /// one, less 1.
    fn of_clusters(&self) -> Option<Covariance> {
        let n = self.clusters.len();
        if n < 2 {
            return None;
        }
        let spread = n as f64 / (n as f64 - 1.0);
        let mut matrix = vec![vec![0.0; self.n_values]; self.n_values];
        for values in self.clusters.values() {
            add_square(&mut matrix, values, spread);
        }
        let degrees = self.clusters.n_coded().saturating_sub(1).max(1);
        Some(Covariance {
            matrix,
            degrees: degrees as f64,
        })
    }
}

fn drawn((stratum, unit): (Option<usize>, usize), values: &UnitValues) -> DrawnUnit {
    DrawnUnit {
        stratum,
        unit,
        pi: values.pi,
    }
}

fn add(sums: &mut [f64], values: impl Iterator<Item = f64>) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

/// Adds `factor · v vᵀ`.
fn add_square(matrix: &mut [Vec<f64>], values: &[f64], factor: f64) {
    for (row, a) in matrix.iter_mut().zip(values) {
        for (cell, b) in row.iter_mut().zip(values) {
            *cell += factor * a * b;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
#[path = "influence_tests.rs"]
mod tests;
