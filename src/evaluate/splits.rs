//! Which passages are trained on and which are tested, four times over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::EvaluationSet;
use crate::corpus::PartialDate;
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
    /// Each date is tested with a model of what is older.
    ForwardInTime,
    /// All passages of another file are tested at once.
    Transfer,
}

impl SplitKind {
    /// Every split of one gold set, in the order of tables.
    pub const ALL: [Self; 4] = [
        Self::Grouped,
        Self::LeaveOneDocumentOut,
        Self::LeaveOneActorOut,
        Self::ForwardInTime,
    ];

    /// The splits that test every row.
    pub const OF_ALL_ROWS: [Self; 3] = [
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
            Self::ForwardInTime => "forward-in-time",
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
    /// Its number, or the document, actor or date that is tested.
    pub name: String,
    /// Rows to train on.
    pub train: Vec<usize>,
    /// Rows to test on; a row is in one fold of a split, or in none.
    pub test: Vec<usize>,
    /// Rows kept out of training because they share a run of 15 words with a test row.
    pub n_shared_runs: usize,
}

/// The folds of a split, or why there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folds {
    /// One or more; every tested row is in one, except forward in time.
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

impl Split {
    /// The rows that some fold tests, in ascending order.
    pub fn tested(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = self.folds().iter().flat_map(|f| &f.test).copied().collect();
        rows.sort_unstable();
        rows
    }

    /// The folds; none where the split is not possible.
    pub fn folds(&self) -> &[Fold] {
        match &self.folds {
            Folds::Of(folds) => folds,
            Folds::NotPossible(_) => &[],
        }
    }
}

/// All splits of `set`.
///
/// Grouped: at most `n_folds` folds of whole groups, by scikit-learn's `StratifiedGroupKFold`;
/// `seed` shuffles the groups first, `None` keeps their order. Leaving a document out also keeps
/// out of training what stands in another document in one group with a test row. Leaving an actor
/// out does not: a question and its answer are one group, and no cabinet answer would remain.
/// Forward in time: every date is tested with a model of the passages that are surely older, those
/// of its groups left out; dates that cannot be put in order count as one, and what is oldest or
/// has no date is not tested. Written examples have no date and train along.
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
        SplitKind::ForwardInTime => forward_in_time(set),
        SplitKind::Transfer => Ok(Tests::from([(
            "the other file".to_owned(),
            Test {
                rows: (0..set.tested().len()).collect(),
                barred: BTreeSet::new(),
            },
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

/// The rows that a fold tests, and further rows that it may not learn from.
#[derive(Default)]
struct Test {
    rows: Vec<usize>,
    barred: BTreeSet<usize>,
}

/// The tests of folds by their names.
type Tests = BTreeMap<String, Test>;

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
        tests.entry(name).or_default().rows.push(row);
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
        tests.entry(name.clone()).or_default().rows.push(i);
    }
    match (by_document, tests.contains_key(""), tests.len()) {
        (true, true, _) => Err("the document of some passages is not known".to_owned()),
        (true, _, 1) => Err("all passages stand in one document".to_owned()),
        (false, _, 1) => Err("all passages are by one actor".to_owned()),
        _ => Ok(tests),
    }
}

/// One fold for each block of dates but the first.
fn forward_in_time(set: &EvaluationSet) -> Result<Tests, String> {
    let blocks = blocks_of_dates(set);
    match blocks.as_slice() {
        [] => return Err("no passage has a date".to_owned()),
        [_] => return Err("no passage is surely older than another one".to_owned()),
        _ => {}
    }
    let mut barred: BTreeSet<usize> = (0..set.tested().len()).collect();
    let mut tests = Tests::new();
    for (i, (name, rows)) in blocks.into_iter().enumerate() {
        if i > 0 {
            let test = Test {
                rows: rows.clone(),
                barred: barred.clone(),
            };
            tests.insert(name, test);
        }
        for row in rows {
            barred.remove(&row);
        }
    }
    Ok(tests)
}

/// The dated rows by date, the oldest first; dates of which one may lie within the other, as
/// `2022` and `2022-05`, stand in one block, which is named after the first and the last of them.
fn blocks_of_dates(set: &EvaluationSet) -> Vec<(String, Vec<usize>)> {
    let mut of_date: BTreeMap<(PartialDate, PartialDate), Vec<usize>> = BTreeMap::new();
    for (i, row) in set.tested().iter().enumerate() {
        if let Some(date) = row.date {
            of_date.entry((date.first_day(), date)).or_default().push(i);
        }
    }
    let mut blocks: Vec<(PartialDate, String, Vec<usize>)> = Vec::new();
    for ((first_day, date), rows) in of_date {
        match blocks.last_mut() {
            Some((last_day, name, block)) if first_day <= *last_day => {
                let first = name.split('/').next().unwrap_or_default();
                *name = format!("{first}/{date}");
                *last_day = date.last_day().max(*last_day);
                block.extend(rows);
            }
            _ => blocks.push((date.last_day(), date.to_string(), rows)),
        }
    }
    blocks
        .into_iter()
        .map(|(_, name, mut rows)| {
            rows.sort_unstable();
            (name, rows)
        })
        .collect()
}

/// Adds the training part of each fold. A date with too little before it is not tested.
fn complete(set: &EvaluationSet, kind: SplitKind, tests: Tests) -> Result<Vec<Fold>, String> {
    let keeps_groups_whole = kind != SplitKind::LeaveOneActorOut;
    let mut folds = Vec::new();
    let mut too_few = String::new();
    for (name, Test { rows: test, barred }) in tests {
        let is_tested: BTreeSet<usize> = test.iter().copied().collect();
        let group_of = |row: &usize| set.groups().get(*row).copied();
        let tested_groups: BTreeSet<Option<usize>> = test.iter().map(group_of).collect();
        let mut train: Vec<usize> = (0..set.rows().len())
            .filter(|row| !is_tested.contains(row) && !barred.contains(row))
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
            if kind == SplitKind::ForwardInTime {
                too_few = format!("before `{name}` {n} of the classes could be learned");
                continue;
            }
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
    if folds.is_empty() {
        return Err(too_few);
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
