//! What would be answered anyway, and how unusual an answer to a stance is.

use super::cells::{AnswerStance, Counted, QuestionStance};
use super::fact::ExchangeSettings;
use crate::random::Random;

/// Permutations behind a p-value.
pub(super) const N_PERMUTATIONS: usize = 2000;

/// A cell of a table: the exchanges of a unit with a question stance, of which those with an answer
/// stance are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellKey {
    pub(super) unit: usize,
    pub(super) question: QuestionStance,
    pub(super) answer: AnswerStance,
}

/// Weights of answers of each class, per stratum.
#[derive(Debug)]
pub(super) struct AnswerShares {
    /// By stratum, one of each class.
    strata: Vec<f64>,
    all: Vec<f64>,
}

impl AnswerShares {
    pub(super) fn of(counted: &[Counted<'_>], n_classes: usize) -> Self {
        let n_strata = n_strata(counted);
        let mut shares = Self {
            strata: vec![0.0; n_strata * n_classes],
            all: vec![0.0; n_classes],
        };
        for c in counted {
            shares.strata[c.stratum() * n_classes + c.answer()] += c.weight;
            shares.all[c.answer()] += c.weight;
        }
        let rows = shares.strata.chunks_exact_mut(n_classes.max(1));
        for row in rows.chain([&mut shares.all[..]]) {
            let sum: f64 = row.iter().sum();
            if sum > 0.0 {
                for share in row.iter_mut() {
                    *share /= sum;
                }
            }
        }
        shares
    }

    /// The shares in the stratum of `counted`.
    fn stratum(&self, counted: &Counted<'_>) -> &[f64] {
        let (start, n_classes) = (counted.stratum() * self.all.len(), self.all.len());
        self.strata.get(start..start + n_classes).unwrap_or(&[])
    }

    /// The share of the answers in the stratum of `counted` that would count as `answer` to its
    /// question.
    pub(super) fn in_stratum(
        &self,
        counted: &Counted<'_>,
        answer: AnswerStance,
        settings: &ExchangeSettings,
    ) -> f64 {
        share_of(self.stratum(counted), counted.question(), answer, settings)
    }

    /// The same of all answers.
    pub(super) fn in_all(
        &self,
        counted: &Counted<'_>,
        answer: AnswerStance,
        settings: &ExchangeSettings,
    ) -> f64 {
        share_of(&self.all, counted.question(), answer, settings)
    }

    /// Whether the answers in the stratum of `counted` differ, so that exchanging them matters.
    pub(super) fn differ(&self, counted: &Counted<'_>) -> bool {
        let shares = self.stratum(counted);
        shares.iter().filter(|&&share| share > 0.0).count() > 1
    }
}

fn share_of(
    shares: &[f64],
    question: usize,
    answer: AnswerStance,
    settings: &ExchangeSettings,
) -> f64 {
    let classes = shares.iter().enumerate();
    classes
        .filter(|(class, _)| answer.has(question, *class, settings))
        .map(|(_, share)| share)
        .sum()
}

/// Two-sided p-values of cells: answers change places at random among the exchanges of a stratum,
/// `p = (1 + #{|T_b − E| ≥ |T − E|}) / (B + 1)` with T the exchanges that count, E their expected
/// number over all permutations, B = [`N_PERMUTATIONS`] (Phipson & Smyth 2010). Exact for
/// exchanges of a stratum that could have had each other's answers. `units` has the units of each
/// exchange. Checked by `p_values_equal_those_of_all_permutations`.
pub(super) fn p_values(
    counted: &[Counted<'_>],
    units: &[Vec<usize>],
    cells: &[CellKey],
    settings: &ExchangeSettings,
) -> Vec<f64> {
    let n_classes = settings.class_ids.len();
    let n_units = units
        .iter()
        .flatten()
        .map(|unit| unit + 1)
        .max()
        .unwrap_or(0);
    let shares = AnswerShares::of(counted, n_classes);
    let members = strata(counted);
    let mut answers: Vec<usize> = counted.iter().map(Counted::answer).collect();
    let observed = Counts::of(counted, units, &answers, n_units, n_classes);
    let expected = expected(counted, units, cells, &shares, settings);
    // Counts are whole numbers: what differs by rounding of E alone counts as equal.
    let limits: Vec<f64> = cells
        .iter()
        .zip(&expected)
        .map(|(cell, e)| (observed.sum(cell, settings) - e).abs() - 1e-9)
        .collect();
    let mut n_beyond = vec![0_usize; cells.len()];
    for b in 0..N_PERMUTATIONS {
        let mut random = Random::stream(settings.seed, b as u64);
        for places in &members {
            for i in (1..places.len()).rev() {
                answers.swap(places[i], places[random.below(i + 1)]);
            }
        }
        let counts = Counts::of(counted, units, &answers, n_units, n_classes);
        for (i, cell) in cells.iter().enumerate() {
            if (counts.sum(cell, settings) - expected[i]).abs() >= limits[i] {
                n_beyond[i] += 1;
            }
        }
    }
    let p = |n: usize| (1 + n) as f64 / (1 + N_PERMUTATIONS) as f64;
    n_beyond.into_iter().map(p).collect()
}

fn n_strata(counted: &[Counted<'_>]) -> usize {
    counted.iter().map(|c| c.stratum() + 1).max().unwrap_or(0)
}

fn strata(counted: &[Counted<'_>]) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); n_strata(counted)];
    for (i, c) in counted.iter().enumerate() {
        members[c.stratum()].push(i);
    }
    members
}

fn expected(
    counted: &[Counted<'_>],
    units: &[Vec<usize>],
    cells: &[CellKey],
    shares: &AnswerShares,
    settings: &ExchangeSettings,
) -> Vec<f64> {
    let in_cell = |cell: &CellKey| -> f64 {
        let members = counted.iter().zip(units).filter(|(c, units)| {
            units.contains(&cell.unit) && cell.question.has(c.question(), settings)
        });
        members
            .map(|(c, _)| shares.in_stratum(c, cell.answer, settings))
            .sum()
    };
    cells.iter().map(in_cell).collect()
}

/// Exchanges per unit, question class and answer class.
struct Counts {
    n: Vec<f64>,
    n_classes: usize,
}

impl Counts {
    fn of(
        counted: &[Counted<'_>],
        units: &[Vec<usize>],
        answers: &[usize],
        n_units: usize,
        n_classes: usize,
    ) -> Self {
        let mut n = vec![0.0; n_units * n_classes * n_classes];
        for ((c, units), &answer) in counted.iter().zip(units).zip(answers) {
            for unit in units {
                n[(unit * n_classes + c.question()) * n_classes + answer] += 1.0;
            }
        }
        Self { n, n_classes }
    }

    fn sum(&self, cell: &CellKey, settings: &ExchangeSettings) -> f64 {
        let size = self.n_classes * self.n_classes;
        let unit = self.n.get(cell.unit * size..(cell.unit + 1) * size);
        let counts = unit.unwrap_or_default().iter().enumerate();
        counts
            .filter(|(i, _)| {
                let (question, answer) = (i / self.n_classes, i % self.n_classes);
                cell.question.has(question, settings) && cell.answer.has(question, answer, settings)
            })
            .map(|(_, n)| n)
            .sum()
    }
}
