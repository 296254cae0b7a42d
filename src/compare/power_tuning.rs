//! How far predictions are to be trusted: the power tuning of prediction-powered inference.

use std::collections::BTreeMap;

/// A passage of a draw in which all passages of a cell had the same chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TuningPassage {
    /// The cell for which a share is estimated, as an actor.
    pub cell: usize,
    /// The predicted probability of the class, 0 to 1.
    pub predicted: f64,
    /// Whether coders gave it the class; `None` where it is not coded.
    pub is_of_class: Option<bool>,
}

/// The factor λ, 0 to 1, of the predictions in `λ · mean f + mean (y − λ f)` with which the share
/// of a class varies least (Angelopoulos, Duchi & Zrnic 2023, PPI++, eq. 6 and 7):
/// `λ = Cov(y, f) / ((1 + n/N) Var(f))`, cut to 0 to 1, for n coded and N other passages. 0 leaves
/// the predictions aside, 1 is the difference estimator.
///
/// One factor serves all cells: `Cov = Σ (y − ȳ_c)(f − f̄_c) / n` over coded passages and
/// `Var = Σ (f − f̄_c)² / (n + N − C)` over all, both centred on the means of their cell c of C
/// cells. A factor of its own for each cell costs coverage where few are coded. With one cell this
/// is the factor of `ppi_py`. Checked by `the_factor_of_f400_equals_ppi_py` and, within parties, by
/// `the_factor_within_parties_equals_numpy`.
///
/// `None` without a coded passage, without another one, or where predictions do not vary.
pub fn power_tuning(passages: &[TuningPassage]) -> Option<f64> {
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    for passage in passages {
        cells.entry(passage.cell).or_default().add(passage);
    }
    let n_coded: f64 = cells.values().map(|cell| cell.coded.n).sum();
    let n_all: f64 = cells.values().map(|cell| cell.all.n).sum();
    let n_others = n_all - n_coded;
    let (mut of_both, mut of_predicted) = (0.0, 0.0);
    for passage in passages {
        let Some(cell) = cells.get(&passage.cell) else {
            continue;
        };
        let beyond = passage.predicted - cell.all.mean_predicted();
        of_predicted += beyond * beyond;
        if let Some(is_of_class) = passage.is_of_class {
            let found = f64::from(u8::from(is_of_class)) - cell.n_of_class / cell.coded.n;
            of_both += found * (passage.predicted - cell.coded.mean_predicted());
        }
    }
    let degrees = n_all - cells.len() as f64;
    if n_coded < 1.0 || n_others < 1.0 || degrees < 1.0 || of_predicted <= 0.0 {
        return None;
    }
    let covariance = of_both / n_coded;
    let variance = of_predicted / degrees;
    Some((covariance / ((1.0 + n_coded / n_others) * variance)).clamp(0.0, 1.0))
}

#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    n: f64,
    predicted: f64,
}

impl Moments {
    fn add(&mut self, predicted: f64) {
        self.n += 1.0;
        self.predicted += predicted;
    }

    fn mean_predicted(&self) -> f64 {
        self.predicted / self.n
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    all: Moments,
    coded: Moments,
    n_of_class: f64,
}

impl Cell {
    fn add(&mut self, passage: &TuningPassage) {
        self.all.add(passage.predicted);
        if let Some(is_of_class) = passage.is_of_class {
            self.coded.add(passage.predicted);
            self.n_of_class += f64::from(u8::from(is_of_class));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    fn passages(class: usize, by_party: bool) -> Vec<TuningPassage> {
        let rows = f400::rows();
        let rows = rows.iter();
        rows.map(|row| TuningPassage {
            cell: if by_party { row.party } else { 0 },
            predicted: row.probabilities[class],
            is_of_class: row.is_coded.then_some(row.gold == class),
        })
        .collect()
    }

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() < tolerance, "{found} {expected}");
    }

    /// `λ · mean of others' f + mean of coded (y − λ f)`, as `ppi_py` has it.
    fn share(passages: &[TuningPassage], factor: f64) -> f64 {
        let (mut others, mut coded) = ((0.0, 0.0), (0.0, 0.0));
        for passage in passages {
            match passage.is_of_class {
                None => others = (others.0 + factor * passage.predicted, others.1 + 1.0),
                Some(found) => {
                    let found = f64::from(u8::from(found));
                    coded = (coded.0 + found - factor * passage.predicted, coded.1 + 1.0);
                }
            }
        }
        others.0 / others.1 + coded.0 / coded.1
    }

    // ppi_py 0.2.3, and tests/oracle/shares_f400.py.
    #[test]
    fn the_factor_of_f400_equals_ppi_py() {
        for (class, factor, tuned, untuned) in [
            (0, 0.893_674_687_7, 0.293_948_52, 0.290_164_03),
            (3, 0.634_050_992_6, 0.217_653_56, 0.238_336_31),
        ] {
            let passages = passages(class, false);
            let found = power_tuning(&passages).unwrap();
            near(found, factor, 1e-9);
            near(share(&passages, found), tuned, 1e-8);
            near(share(&passages, 1.0), untuned, 1e-8);
        }
    }

    // tests/oracle/shares_f400.py.
    #[test]
    fn the_factor_within_parties_equals_numpy() {
        for (class, factor) in [(0, 0.867_190_623_8), (3, 0.628_023_998_1)] {
            near(power_tuning(&passages(class, true)).unwrap(), factor, 1e-9);
        }
    }

    fn passage(predicted: f64, is_of_class: Option<bool>) -> TuningPassage {
        TuningPassage {
            cell: 0,
            predicted,
            is_of_class,
        }
    }

    #[test]
    fn predictions_that_tell_the_wrong_way_round_are_left_aside() {
        let passages = [
            passage(0.9, Some(false)),
            passage(0.1, Some(true)),
            passage(0.5, None),
        ];
        assert_eq!(power_tuning(&passages), Some(0.0));
    }

    #[test]
    fn without_codings_others_or_spread_there_is_no_factor() {
        let (coded, other) = (passage(0.9, Some(true)), passage(0.1, None));
        assert_eq!(power_tuning(&[]), None);
        assert_eq!(power_tuning(&[coded, passage(0.2, Some(false))]), None);
        assert_eq!(power_tuning(&[other, passage(0.2, None)]), None);
        let same = passage(0.9, None);
        assert_eq!(power_tuning(&[coded, same, same]), None);
    }
}
