//! How often a certain label is wrong, and how often label sets hold the right one.

use std::collections::BTreeMap;

use super::{EvaluationSet, Scored, SplitKind};
use crate::corpus::Role;
use crate::metrics::{Interval, wilson_interval};
use crate::stance::is_in_label_set;

/// The error levels that are measured.
pub const ERROR_LEVELS: [f64; 3] = [0.1, 0.2, 0.3];

/// How label sets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelSets {
    /// By one model and the scores of its inner cross-validation: what `label` does.
    OneModel,
    /// By the models of that cross-validation (Romano, Sesia and Candès 2020).
    CvPlus,
}

impl LabelSets {
    /// The way as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneModel => "one_model",
            Self::CvPlus => "cv_plus",
        }
    }
}

/// Which passages are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// All.
    All,
    /// Those of a gold class.
    Gold(usize),
    /// Those predicted as a class.
    Predicted(usize),
    /// Those of an actor.
    Actor(String),
    /// Those of a role, the genre of a passage.
    Role(String),
}

/// One row of `certainty.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct CertaintyRow {
    /// The split.
    pub split: SplitKind,
    /// How label sets are made.
    pub sets: LabelSets,
    /// Their error level.
    pub error_level: f64,
    /// Which passages are counted.
    pub slice: Slice,
    /// Passages.
    pub n: usize,
    /// Those that lie outside the training, or have no words; they are never certain.
    pub n_outside: usize,
    /// Those whose label is certain.
    pub n_certain: usize,
    /// Those whose label is certain and wrong.
    pub n_wrong: usize,
    /// Those whose label set holds the gold class.
    pub n_covered: usize,
    /// The sum of the sizes of the label sets.
    pub n_set_members: usize,
}

impl CertaintyRow {
    /// The share of certain labels, 0 to 1.
    pub fn share_certain(&self) -> f64 {
        share(self.n_certain, self.n)
    }

    /// The share of wrong labels among the certain ones, with its Wilson interval; `None` where
    /// none is certain.
    pub fn error(&self) -> Option<(f64, Interval)> {
        let interval = wilson_interval(self.n_wrong, self.n_certain)?;
        Some((share(self.n_wrong, self.n_certain), interval))
    }

    /// The share of label sets that hold the gold class, with its Wilson interval.
    pub fn coverage(&self) -> Option<(f64, Interval)> {
        let interval = wilson_interval(self.n_covered, self.n)?;
        Some((share(self.n_covered, self.n), interval))
    }

    /// Classes in a label set, on average.
    pub fn mean_set_size(&self) -> f64 {
        share(self.n_set_members, self.n)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The rows of a split: for both ways and every level all passages, then each gold class, predicted
/// class, actor and role that there is. Empty where predictions have no p-values.
pub(super) fn certainty_rows<P: Scored>(
    set: &EvaluationSet,
    split: SplitKind,
    predictions: &[P],
) -> Vec<CertaintyRow> {
    let mut rows = Vec::new();
    for sets in [LabelSets::OneModel, LabelSets::CvPlus] {
        for error_level in ERROR_LEVELS {
            let mut slices: BTreeMap<Slice, CertaintyRow> = BTreeMap::new();
            for (row, prediction) in set.tested().iter().zip(predictions) {
                let p_values = match sets {
                    LabelSets::OneModel => prediction.p_values(),
                    LabelSets::CvPlus => prediction.cross_p_values(),
                };
                if p_values.is_empty() {
                    continue;
                }
                let outcome = Outcome::of(prediction, p_values, error_level, row.class);
                for slice in [
                    Slice::All,
                    Slice::Gold(row.class),
                    Slice::Predicted(prediction.class()),
                    Slice::Actor(row.actor.clone()),
                    Slice::Role(row.role.map_or("unknown", Role::as_str).to_owned()),
                ] {
                    let empty = || empty_row(split, sets, error_level, slice.clone());
                    outcome.add_to(slices.entry(slice.clone()).or_insert_with(empty));
                }
            }
            rows.extend(slices.into_values());
        }
    }
    rows
}

fn empty_row(split: SplitKind, sets: LabelSets, error_level: f64, slice: Slice) -> CertaintyRow {
    CertaintyRow {
        split,
        sets,
        error_level,
        slice,
        n: 0,
        n_outside: 0,
        n_certain: 0,
        n_wrong: 0,
        n_covered: 0,
        n_set_members: 0,
    }
}

/// What one passage adds to a row.
struct Outcome {
    outside: usize,
    certain: usize,
    wrong: usize,
    covered: usize,
    set_members: usize,
}

impl Outcome {
    fn of<P: Scored>(prediction: &P, p_values: &[f64], error_level: f64, gold: usize) -> Self {
        let is_in = |class: usize| {
            let p_value = p_values.get(class);
            p_value.is_some_and(|p_value| is_in_label_set(*p_value, error_level))
        };
        let set_members = (0..p_values.len()).filter(|class| is_in(*class)).count();
        let is_outside = prediction.is_outside();
        let is_certain = !is_outside && set_members == 1 && is_in(prediction.class());
        Self {
            outside: usize::from(is_outside),
            certain: usize::from(is_certain),
            wrong: usize::from(is_certain && prediction.class() != gold),
            covered: usize::from(is_in(gold)),
            set_members,
        }
    }

    fn add_to(&self, row: &mut CertaintyRow) {
        row.n += 1;
        row.n_outside += self.outside;
        row.n_certain += self.certain;
        row.n_wrong += self.wrong;
        row.n_covered += self.covered;
        row.n_set_members += self.set_members;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldPassage, read_gold};

    struct Fixed {
        class: usize,
        p_values: Vec<f64>,
        is_outside: bool,
    }

    impl Scored for Fixed {
        fn class(&self) -> usize {
            self.class
        }

        fn probabilities(&self) -> &[f64] {
            &[]
        }

        fn p_values(&self) -> &[f64] {
            &self.p_values
        }

        fn is_outside(&self) -> bool {
            self.is_outside
        }
    }

    fn set() -> EvaluationSet {
        let table = "passage_id,text,stance,group,actor,role\n\
            a,Een.,none,g1,VVD,answer\nb,Twee.,none,g1,VVD,answer\n\
            c,Drie.,pro-control,g2,SP,question\nd,Vier.,none,g2,SP,question\n";
        let codebook = crate::corpus::Codebook::built_in();
        let gold: Vec<GoldPassage> = read_gold(table.as_bytes(), "g.csv", &codebook).unwrap();
        EvaluationSet::new(&gold, &[], codebook.len()).unwrap()
    }

    #[test]
    fn certain_labels_and_their_errors_are_counted_as_by_hand() {
        // Classes: pro-solidarity, pro-control, rights-safeguard, none. At level .1:
        // a: set {none}, label none: certain and right. b: set {pro-control}, label pro-control:
        // certain, wrong, gold not in the set. c: set {pro-control, none}: not certain. d: set
        // {none}, but outside. Sizes 1 + 1 + 2 + 1 = 5.
        // At level .2, c loses none: certain and right.
        let predictions = [
            (3, [0.01, 0.02, 0.03, 0.90], false),
            (1, [0.01, 0.50, 0.03, 0.05], false),
            (1, [0.01, 0.60, 0.03, 0.15], false),
            (3, [0.01, 0.02, 0.03, 0.90], true),
        ]
        .map(|(class, p_values, is_outside)| Fixed {
            class,
            p_values: p_values.to_vec(),
            is_outside,
        });
        let rows = certainty_rows(&set(), SplitKind::Grouped, &predictions);
        let find = |level: f64, slice: &Slice| {
            let is_wanted = |row: &&CertaintyRow| {
                row.error_level.total_cmp(&level).is_eq() && row.slice == *slice
            };
            let row = rows.iter().find(is_wanted).unwrap();
            (
                row.n,
                row.n_outside,
                row.n_certain,
                row.n_wrong,
                row.n_covered,
                row.n_set_members,
            )
        };
        assert_eq!(find(0.1, &Slice::All), (4, 1, 2, 1, 3, 5));
        assert_eq!(find(0.2, &Slice::All), (4, 1, 3, 1, 3, 4));
        assert_eq!(find(0.1, &Slice::Gold(3)), (3, 1, 2, 1, 2, 3));
        assert_eq!(find(0.1, &Slice::Predicted(1)), (2, 0, 1, 1, 1, 3));
        assert_eq!(
            find(0.1, &Slice::Actor("VVD".to_owned())),
            (2, 0, 2, 1, 1, 2)
        );
        assert_eq!(
            find(0.2, &Slice::Role("question".to_owned())),
            (2, 1, 1, 0, 2, 2)
        );
        assert!(rows.iter().all(|row| row.sets == LabelSets::OneModel));
        // Wilson interval of 1 of 2, computed apart: .0945–.9055.
        let (error, interval) = rows[0].error().unwrap();
        assert!((error - 0.5).abs() < 1e-12 && (interval.low - 0.094_5).abs() < 1e-4);
    }
}
