//! Which passages are trained on and which are tested, three times over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::EvaluationSet;
use crate::stance::{SHARED_RUN, shared_run_purge, stratified_group_folds};

/// How gold is divided into a training and a test part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SplitKind {
    /// Into folds of whole groups with like class counts.
    Grouped,
    /// One document is tested at a time.
    LeaveOneDocumentOut,
    /// One actor is tested at a time.
    LeaveOneActorOut,
    /// All passages of another file are tested at once.
    Transfer,
}

impl SplitKind {
    /// Every split of one gold set, in the order of tables.
    pub const ALL: [Self; 3] = [
        Self::Grouped,
        Self::LeaveOneDocumentOut,
        Self::LeaveOneActorOut,
    ];

    /// The split as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Grouped => "grouped",
            Self::LeaveOneDocumentOut => "leave-one-document-out",
            Self::LeaveOneActorOut => "leave-one-actor-out",
            Self::Transfer => "transfer",
        }
    }
}

impl fmt::Display for SplitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One division of the gold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Its number, or the document or actor that is tested.
    pub name: String,
    /// Rows to train on.
    pub train: Vec<usize>,
    /// Rows to test on; every tested row is in exactly one fold of a split.
    pub test: Vec<usize>,
    /// Rows kept out of training because they share a run of 15 words with a test row.
    pub n_shared_runs: usize,
}

/// The folds of a split, or why there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folds {
    /// Two or more.
    Of(Vec<Fold>),
    /// The gold does not allow this split; the reason is a clause for people.
    NotPossible(String),
}

/// A kind of split with its folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The kind.
    pub kind: SplitKind,
    /// The folds.
    pub folds: Folds,
}

/// All three splits of `set`.
///
/// Grouped: at most `n_folds` folds of whole groups, by scikit-learn's `StratifiedGroupKFold`;
/// `seed` shuffles the groups first, `None` keeps their order. Leaving a document out also keeps
/// out of training what stands in another document in one group with a test row. Leaving an actor
/// out does not: a question and its answer are one group, and no cabinet answer would remain.
/// From every training part go the rows that share a run of 15 words with a test row.
pub fn plan_splits(set: &EvaluationSet, n_folds: usize, seed: Option<u64>) -> Vec<Split> {
    SplitKind::ALL
        .into_iter()
        .map(|kind| plan_split(set, kind, n_folds, seed))
        .collect()
}

/// One split of `set`, as [`plan_splits`] makes it. For [`SplitKind::Transfer`] the training part
/// is all rows behind the tested ones, less those that share a run of 15 words with a tested row.
pub fn plan_split(
    set: &EvaluationSet,
    kind: SplitKind,
    n_folds: usize,
    seed: Option<u64>,
) -> Split {
    let tests = match kind {
        SplitKind::Grouped => grouped(set, n_folds, seed),
        SplitKind::LeaveOneDocumentOut | SplitKind::LeaveOneActorOut => leave_one_out(set, kind),
        SplitKind::Transfer => Ok(Tests::from([(
            "the other file".to_owned(),
            (0..set.tested().len()).collect(),
        )])),
    };
    Split {
        kind,
        folds: match tests.and_then(|tests| complete(set, kind, tests)) {
            Ok(folds) => Folds::Of(folds),
            Err(reason) => Folds::NotPossible(reason),
        },
    }
}

/// Names of folds with the rows they test.
type Tests = BTreeMap<String, Vec<usize>>;

fn grouped(set: &EvaluationSet, n_folds: usize, seed: Option<u64>) -> Result<Tests, String> {
    if set.n_groups() < 2 {
        return Err("all passages stand in one group".to_owned());
    }
    let n_folds = n_folds.clamp(2, set.n_groups());
    let groups: Vec<&str> = set.tested().iter().map(|row| row.group.as_str()).collect();
    let folds = stratified_group_folds(&set.gold(), &groups, set.n_classes(), n_folds, seed);
    let width = n_folds.to_string().len();
    let mut tests = Tests::new();
    for (row, fold) in folds.into_iter().enumerate() {
        let name = format!("{:0width$}", fold + 1);
        tests.entry(name).or_default().push(row);
    }
    Ok(tests)
}

fn leave_one_out(set: &EvaluationSet, kind: SplitKind) -> Result<Tests, String> {
    let by_document = kind == SplitKind::LeaveOneDocumentOut;
    let mut tests = Tests::new();
    for (i, row) in set.tested().iter().enumerate() {
        let name = if by_document {
            &row.document_id
        } else {
            &row.actor
        };
        tests.entry(name.clone()).or_default().push(i);
    }
    match (by_document, tests.contains_key(""), tests.len()) {
        (true, true, _) => Err("the document of some passages is not known".to_owned()),
        (true, _, 1) => Err("all passages stand in one document".to_owned()),
        (false, _, 1) => Err("all passages are by one actor".to_owned()),
        _ => Ok(tests),
    }
}

/// Adds the training part of each fold.
fn complete(set: &EvaluationSet, kind: SplitKind, tests: Tests) -> Result<Vec<Fold>, String> {
    let keeps_groups_whole = kind != SplitKind::LeaveOneActorOut;
    let mut folds = Vec::new();
    for (name, test) in tests {
        let is_tested: BTreeSet<usize> = test.iter().copied().collect();
        let group_of = |row: &usize| set.groups().get(*row).copied();
        let tested_groups: BTreeSet<Option<usize>> = test.iter().map(group_of).collect();
        let mut train: Vec<usize> = (0..set.rows().len())
            .filter(|row| !is_tested.contains(row))
            .filter(|row| {
                let group = group_of(row);
                !keeps_groups_whole || group.is_none() || !tested_groups.contains(&group)
            })
            .collect();
        let n_shared_runs = leave_out_shared_runs(set, &mut train, &test);
        let class_of = |row: &usize| set.rows().get(*row).map(|row| row.class);
        let classes: BTreeSet<Option<usize>> = train.iter().map(class_of).collect();
        if classes.len() < 2 {
            let n = classes.len();
            return Err(format!(
                "without `{name}` {n} of the classes would be left to learn"
            ));
        }
        folds.push(Fold {
            name,
            train,
            test,
            n_shared_runs,
        });
    }
    Ok(folds)
}

/// Takes out of `train` what shares a run of words with `test`; says how much that was.
fn leave_out_shared_runs(set: &EvaluationSet, train: &mut Vec<usize>, test: &[usize]) -> usize {
    let texts = |rows: &[usize]| -> Vec<&str> {
        let rows = rows.iter().filter_map(|&row| set.rows().get(row));
        rows.map(|row| row.text.as_str()).collect()
    };
    let left_out: BTreeSet<usize> = shared_run_purge(&texts(train), &texts(test), SHARED_RUN)
        .into_iter()
        .collect();
    let mut place = 0;
    train.retain(|_| {
        place += 1;
        !left_out.contains(&(place - 1))
    });
    left_out.len()
}

#[cfg(test)]
#[path = "splits_tests.rs"]
mod tests;
