//! The passages that a model is trained and tested on.

use std::collections::{BTreeMap, BTreeSet};

use super::EvaluateError;
use crate::corpus::{Example, GoldPassage, PartialDate, PassageId, Role, TestRow};

/// A passage with its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationRow {
    /// Its id.
    pub id: String,
    /// Its document; empty where that is not known.
    pub document_id: String,
    /// The date of its document, as far as known.
    pub date: Option<PartialDate>,
    /// Who speaks; `unknown` where that is not known.
    pub actor: String,
    /// What the speaker does, where that is known.
    pub role: Option<Role>,
    /// Its group, the unit of independence.
    pub group: String,
    /// Its class, from 0.
    pub class: usize,
    /// Its text.
    pub text: String,
}

/// Gold passages to test on, sorted by document and place, and behind them what is trained on and
/// never tested: other coded passages where the tested ones are of another file, and written
/// examples.
#[derive(Debug, Clone)]
pub struct EvaluationSet {
    rows: Vec<EvaluationRow>,
    n_tested: usize,
    /// Tested rows and other coded ones.
    n_coded: usize,
    n_classes: usize,
    groups: Vec<usize>,
    n_groups: usize,
}

impl EvaluationSet {
    /// Joins gold and written examples; their order in the files does not matter.
    ///
    /// # Errors
    /// When there is no gold, a class is not below `n_classes`, or a gold passage occurs twice.
    pub fn new(
        gold: &[GoldPassage],
        examples: &[Example],
        n_classes: usize,
    ) -> Result<Self, EvaluateError> {
        Self::of_coded(gold.to_vec(), examples.to_vec(), n_classes)
    }

    /// The same as [`Self::new`], without a second copy of the texts.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_coded(
        gold: Vec<GoldPassage>,
        examples: Vec<Example>,
        n_classes: usize,
    ) -> Result<Self, EvaluateError> {
        let mut rows: Vec<EvaluationRow> = gold.into_iter().map(tested_row).collect();
        rows.sort_by_cached_key(|row| (row.id.parse::<PassageId>().ok(), row.id.clone()));
        let mut trained_only: Vec<EvaluationRow> = examples.into_iter().map(example_row).collect();
        trained_only.sort_by(|a, b| a.id.cmp(&b.id));
        Self::joined(rows, Vec::new(), trained_only, n_classes)
    }

    /// The rows of a test file, in the order of the file, to be scored by models that learnt
    /// elsewhere. A row without a group is a group of its own.
    ///
    /// # Errors
    /// When there is no row, a class is not below `n_classes`, or an id occurs twice.
    pub fn of_tests(tests: &[TestRow], n_classes: usize) -> Result<Self, EvaluateError> {
        let rows = tests.iter().map(test_file_row).collect();
        Self::joined(rows, Vec::new(), Vec::new(), n_classes)
    }

    /// The same, and behind them the rows of the set `trained`, which are trained on only.
    ///
    /// # Errors
    /// When there is no row, a class is not below `n_classes`, or an id occurs twice.
    pub fn of_test_file(
        tests: &[TestRow],
        trained: &Self,
        n_classes: usize,
    ) -> Result<Self, EvaluateError> {
        let rows = tests.iter().map(test_file_row).collect();
        let (coded, examples) = trained
            .rows
            .split_at(trained.n_coded.min(trained.rows.len()));
        Self::joined(rows, coded.to_vec(), examples.to_vec(), n_classes)
    }

    fn joined(
        mut rows: Vec<EvaluationRow>,
        coded: Vec<EvaluationRow>,
        examples: Vec<EvaluationRow>,
        n_classes: usize,
    ) -> Result<Self, EvaluateError> {
        let n_tested = rows.len();
        if n_tested == 0 {
            return Err(EvaluateError::NoGold);
        }
        check_unique(&rows)?;
        rows.extend(coded);
        let n_coded = rows.len();
        rows.extend(examples);
        if let Some(row) = rows.iter().find(|row| row.class >= n_classes) {
            return Err(EvaluateError::Class {
                id: row.id.clone(),
                found: row.class,
                n_classes,
            });
        }
        let (groups, n_groups) = number(rows.iter().take(n_tested).map(|row| row.group.as_str()));
        Ok(Self {
            rows,
            n_tested,
            n_coded,
            n_classes,
            groups,
            n_groups,
        })
    }

    /// All rows: the tested ones first.
    pub fn rows(&self) -> &[EvaluationRow] {
        &self.rows
    }

    /// The rows to test on.
    pub fn tested(&self) -> &[EvaluationRow] {
        self.rows.get(..self.n_tested).unwrap_or_default()
    }

    /// The rows that were coded: the tested ones and those of other files. What stands behind them
    /// in [`Self::rows`] are written examples.
    pub fn coded(&self) -> &[EvaluationRow] {
        self.rows.get(..self.n_coded).unwrap_or_default()
    }

    /// The number of classes of the codebook.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The gold classes of the tested rows.
    pub fn gold(&self) -> Vec<usize> {
        self.tested().iter().map(|row| row.class).collect()
    }

    /// The number of gold passages of each class.
    pub fn gold_by_class(&self) -> Vec<usize> {
        let mut counts = vec![0; self.n_classes];
        for row in self.tested() {
            counts[row.class] += 1;
        }
        counts
    }

    /// The group of each tested row, numbered from 0 in the order of their names.
    pub fn groups(&self) -> &[usize] {
        &self.groups
    }

    /// The number of groups of tested rows.
    pub fn n_groups(&self) -> usize {
        self.n_groups
    }

    /// The set with only these rows, numbers of [`Self::tested`] in ascending order, to be scored:
    /// its groups are those of the rows, and nothing trains along.
    #[must_use]
    pub fn part(&self, tested: &[usize]) -> Self {
        let rows: Vec<EvaluationRow> = tested
            .iter()
            .filter_map(|&row| self.tested().get(row).cloned())
            .collect();
        let (groups, n_groups) = number(rows.iter().map(|row| row.group.as_str()));
        Self {
            n_tested: rows.len(),
            n_coded: rows.len(),
            rows,
            n_classes: self.n_classes,
            groups,
            n_groups,
        }
    }
}

fn tested_row(passage: GoldPassage) -> EvaluationRow {
    let place = passage.place.as_ref();
    let actor = passage.actor.as_ref();
    EvaluationRow {
        id: passage.passage_id,
        document_id: place.map_or_else(String::new, |id| id.document_id.to_string()),
        date: passage.date,
        role: passage.role,
        actor: actor.map_or("unknown", |actor| actor.as_str()).to_owned(),
        group: passage.group,
        class: passage.stance,
        text: passage.text,
    }
}

fn test_file_row(row: &TestRow) -> EvaluationRow {
    let own = || format!("row {}", row.id);
    EvaluationRow {
        id: row.id.clone(),
        document_id: String::new(),
        date: row.date,
        role: None,
        actor: row.actor.clone().unwrap_or_else(|| "unknown".to_owned()),
        group: row.group.clone().unwrap_or_else(own),
        class: row.class,
        text: row.text.clone(),
    }
}

fn example_row(example: Example) -> EvaluationRow {
    EvaluationRow {
        group: format!("example {}", example.id),
        id: example.id,
        document_id: String::new(),
        date: None,
        actor: String::new(),
        role: None,
        class: example.stance,
        text: example.text,
    }
}

fn check_unique(rows: &[EvaluationRow]) -> Result<(), EvaluateError> {
    let mut seen = BTreeSet::new();
    match rows.iter().find(|row| !seen.insert(row.id.as_str())) {
        Some(row) => Err(EvaluateError::RepeatedPassage { id: row.id.clone() }),
        None => Ok(()),
    }
}

/// Numbers names from 0 in their order; also how many there are.
fn number<'a>(names: impl Iterator<Item = &'a str>) -> (Vec<usize>, usize) {
    let names: Vec<&str> = names.collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    let numbers: BTreeMap<&str, usize> = sorted.into_iter().zip(0..).collect();
    let numbered = names.iter().filter_map(|name| numbers.get(name).copied());
    (numbered.collect(), numbers.len())
}
