//! Which training parts a learning curve is measured on.

use std::collections::BTreeMap;
#[cfg(test)]
use std::collections::BTreeSet;

use super::splits::Folds;
use super::{EvaluateError, EvaluateSettings, EvaluationSet, SplitKind, plan_splits};
use crate::random::Random;

/// What a learning curve follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Curve {
    /// The number of coded passages; all written examples train along.
    CodedPassages,
    /// The number of written examples beside all coded passages.
    WrittenExamples,
}

impl Curve {
    /// The curve as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodedPassages => "coded_passages",
            Self::WrittenExamples => "written_examples",
        }
    }
}

/// Shares of the coded passages of a training part.
const CODED_SHARES: [f64; 5] = [0.125, 0.25, 0.5, 0.75, 1.0];
/// Shares of the written examples.
const EXAMPLE_SHARES: [f64; 4] = [0.0, 0.25, 0.5, 1.0];

/// One point of a curve: one training part for each fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedPoint {
    pub(super) curve: Curve,
    /// The order of growing, from 1.
    pub(super) order: usize,
    /// By fold, the number of its training part in [`CurvePlan::parts`].
    pub(super) parts: Vec<usize>,
}

/// A training part; several points may need the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TrainingPart {
    pub(super) train: Vec<usize>,
    pub(super) test: Vec<usize>,
}

/// All that is to be trained for a learning curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurvePlan {
    pub(super) points: Vec<PlannedPoint>,
    pub(super) parts: Vec<TrainingPart>,
}

/// Random orders in which training parts grow.
pub(super) const N_ORDERS: usize = 5;

/// The training parts of both curves on the fixed folds of the grouped split.
///
/// Coded passages grow by whole groups, in five random orders: each part is the shortest
/// beginning of the order with the wanted share of the passages, so that the parts of an order are
/// nested. Written examples grow one by one, in as many orders.
///
/// # Errors
/// Where the grouped split is not possible.
pub fn plan_curve(
    set: &EvaluationSet,
    settings: &EvaluateSettings,
) -> Result<CurvePlan, EvaluateError> {
    let splits = plan_splits(set, settings.n_folds, settings.fold_seed);
    let grouped = splits
        .into_iter()
        .find(|split| split.kind == SplitKind::Grouped);
    let folds = match grouped.map(|split| split.folds) {
        Some(Folds::Of(folds)) => folds,
        Some(Folds::NotPossible(reason)) => return Err(EvaluateError::NoCurve { reason }),
        None => Vec::new(),
    };
    let n_coded = set.tested().len();
    let mut plan = Planner::default();
    let (with_examples, coded_shares) = (set.rows().len() > n_coded, CODED_SHARES);
    for order in 1..=N_ORDERS {
        let places = random_places(set, settings.seed, order);
        for share in coded_shares {
            let parts = folds.iter().map(|fold| {
                let (coded, examples) = divide(&fold.train, n_coded);
                let grown = beginning(set, &places.groups, &coded, share);
                plan.part([grown, examples].concat(), &fold.test)
            });
            let parts = parts.collect();
            plan.add(Curve::CodedPassages, order, parts);
        }
        for share in EXAMPLE_SHARES.into_iter().filter(|_| with_examples) {
            let parts = folds.iter().map(|fold| {
                let (coded, mut examples) = divide(&fold.train, n_coded);
                examples.sort_by_key(|row| places.examples.get(row - n_coded).copied());
                examples.truncate(share_of(examples.len(), share));
                examples.sort_unstable();
                plan.part([coded, examples].concat(), &fold.test)
            });
            let parts = parts.collect();
            plan.add(Curve::WrittenExamples, order, parts);
        }
    }
    Ok(plan.plan())
}

/// Where groups and written examples stand in a random order.
struct Places {
    groups: Vec<usize>,
    examples: Vec<usize>,
}

fn random_places(set: &EvaluationSet, seed: u64, order: usize) -> Places {
    let mut random = Random::stream(seed, order as u64);
    let mut groups: Vec<usize> = (0..set.n_groups()).collect();
    random.shuffle(&mut groups);
    let mut examples: Vec<usize> = (0..set.rows().len() - set.tested().len()).collect();
    random.shuffle(&mut examples);
    Places { groups, examples }
}

fn divide(train: &[usize], n_coded: usize) -> (Vec<usize>, Vec<usize>) {
    train.iter().copied().partition(|row| *row < n_coded)
}

/// The rows of the first groups that hold `share` of the rows.
fn beginning(set: &EvaluationSet, places: &[usize], rows: &[usize], share: f64) -> Vec<usize> {
    let mut by_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &row in rows {
        let group = set.groups().get(row).copied().unwrap_or(0);
        let place = places.get(group).copied().unwrap_or(0);
        by_place.entry(place).or_default().push(row);
    }
    let wanted = share_of(rows.len(), share);
    let mut grown = Vec::new();
    for rows in by_place.into_values() {
        if grown.len() >= wanted {
            break;
        }
        grown.extend(rows);
    }
    grown.sort_unstable();
    grown
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count is a count"
)]
fn share_of(n: usize, share: f64) -> usize {
    (n as f64 * share).ceil() as usize
}

#[derive(Default)]
struct Planner {
    points: Vec<PlannedPoint>,
    numbers: BTreeMap<(Vec<usize>, Vec<usize>), usize>,
}

impl Planner {
    /// The number of a training part, a new one where it is new.
    fn part(&mut self, train: Vec<usize>, test: &[usize]) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((train, test.to_vec())).or_insert(next)
    }

    /// Adds a point, unless the order has it already: small sets reach one size by two shares.
    fn add(&mut self, curve: Curve, order: usize, parts: Vec<usize>) {
        let point = PlannedPoint {
            curve,
            order,
            parts,
        };
        if !self.points.contains(&point) {
            self.points.push(point);
        }
    }

    fn plan(self) -> CurvePlan {
        let mut parts: Vec<(usize, TrainingPart)> = self
            .numbers
            .into_iter()
            .map(|((train, test), number)| (number, TrainingPart { train, test }))
            .collect();
        parts.sort_by_key(|(number, _)| *number);
        let mut points = self.points;
        points.sort_by_key(|point| point.curve);
        CurvePlan {
            points,
            parts: parts.into_iter().map(|(_, part)| part).collect(),
        }
    }
}

impl TrainingPart {
    /// How many of its rows are coded, and how many written.
    pub(super) fn sizes(&self, set: &EvaluationSet) -> (usize, usize) {
        let n_coded = set.tested().len();
        let n = self.train.iter().filter(|row| **row < n_coded).count();
        (n, self.train.len() - n)
    }

    /// The groups of its coded rows.
    #[cfg(test)]
    fn groups(&self, set: &EvaluationSet) -> BTreeSet<usize> {
        let groups = self.train.iter().filter_map(|&row| set.groups().get(row));
        groups.copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Codebook, Example, read_gold};

    /// Twelve groups of two passages, and four written examples.
    fn set() -> EvaluationSet {
        use std::fmt::Write as _;
        let mut table = "passage_id,text,stance,group\n".to_owned();
        for i in 0..24 {
            let stance = ["pro-control", "none"][i / 2 % 2];
            let _ = writeln!(table, "p{i:02},tekst nummer{i},{stance},g{:02}", i / 2);
        }
        let codebook = Codebook::built_in();
        let gold = read_gold(table.as_bytes(), "gold.csv", &codebook).unwrap();
        let examples: Vec<Example> = (0..4)
            .map(|i| Example {
                id: format!("e{i}"),
                stance: 1,
                instrument: None,
                register: String::new(),
                text: format!("voorbeeld {i}"),
            })
            .collect();
        EvaluationSet::new(&gold, &examples, 4).unwrap()
    }

    fn settings() -> EvaluateSettings {
        EvaluateSettings {
            n_folds: 3,
            ..EvaluateSettings::default()
        }
    }

    #[test]
    fn parts_of_an_order_are_nested_and_made_of_whole_groups() {
        let set = set();
        let plan = plan_curve(&set, &settings()).unwrap();
        for order in 1..=5 {
            let of_order = plan.points.iter();
            let points: Vec<&PlannedPoint> = of_order
                .filter(|point| (point.curve, point.order) == (Curve::CodedPassages, order))
                .collect();
            assert_eq!(points.len(), 5);
            for fold in 0..3 {
                let parts: Vec<&TrainingPart> = points
                    .iter()
                    .map(|point| &plan.parts[point.parts[fold]])
                    .collect();
                // Of 16 passages of a training part an eighth is 2, and so on; groups are of 2.
                let sizes: Vec<_> = parts.iter().map(|part| part.sizes(&set)).collect();
                assert_eq!(sizes, [(2, 4), (4, 4), (8, 4), (12, 4), (16, 4)]);
                for pair in parts.windows(2) {
                    assert!(pair[0].groups(&set).is_subset(&pair[1].groups(&set)));
                    assert_eq!(pair[0].test, pair[1].test);
                }
                assert!(
                    parts
                        .iter()
                        .all(|part| part.groups(&set).len() * 2 == part.sizes(&set).0)
                );
            }
        }
    }

    #[test]
    fn what_several_points_share_is_trained_once() {
        let set = set();
        let plan = plan_curve(&set, &settings()).unwrap();
        let full: BTreeSet<&Vec<usize>> = plan
            .points
            .iter()
            .filter(|point| plan.parts[point.parts[0]].sizes(&set) == (16, 4))
            .map(|point| &point.parts)
            .collect();
        assert_eq!(full.len(), 1);
        // All coded passages without a written example: once for each fold.
        let without = plan.parts.iter().filter(|part| part.sizes(&set) == (16, 0));
        assert_eq!(without.count(), 3);
    }

    #[test]
    fn one_group_has_no_curve() {
        let table = "passage_id,text,stance,group\np1,a,none,g1\np2,b,none,g1\n";
        let gold = read_gold(table.as_bytes(), "g.csv", &Codebook::built_in()).unwrap();
        let set = EvaluationSet::new(&gold, &[], 4).unwrap();
        assert_eq!(
            plan_curve(&set, &settings()).unwrap_err().to_string(),
            "no learning curve can be measured: all passages stand in one group"
        );
    }
}
