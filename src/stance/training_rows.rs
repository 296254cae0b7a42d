//! What a training knows of its rows, apart from their texts.

use std::collections::{BTreeMap, BTreeSet};

use super::StanceError;
use super::rows::{ClassList, TrainingRow, text_hash};
use crate::features::{AnalyzerSettings, CountedTexts, FeatureError, TextCounter};
use crate::text::TextBlocks;

/// A row without its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowFacts {
    pub(super) class: usize,
    /// Groups in the order of their names.
    pub(super) group: u32,
    pub(super) weight: f32,
    pub(super) is_example: bool,
}

/// Rows to train on.
pub(super) struct Training<'a> {
    pub(super) rows: Vec<RowFacts>,
    pub(super) classes: &'a ClassList,
}

/// The texts of these rows.
pub(super) enum TrainingTexts<'a> {
    Borrowed(&'a [TrainingRow<'a>]),
    Stored(TextBlocks),
}

/// Rows with texts of their own, which are freed when they have been read: training needs the room.
/// Of a million passages it would otherwise take half as much again.
#[derive(Debug, Default)]
pub struct StoredRows {
    texts: TextBlocks,
    rows: Vec<RowFacts>,
    /// Groups with numbers in the order in which they were met.
    groups: BTreeMap<String, u32>,
}

impl StoredRows {
    /// Adds a row behind the others.
    pub fn push(&mut self, row: TrainingRow<'_>) {
        let next = size(self.groups.len());
        let group = match self.groups.get(row.group) {
            Some(&group) => group,
            None => *self.groups.entry(row.group.to_owned()).or_insert(next),
        };
        self.texts.push(row.text);
        self.rows.push(facts(&row, group));
    }

    /// The rows, and their texts. All memory that was taken row by row is given back.
    pub(super) fn into_parts(self) -> (Vec<RowFacts>, TextBlocks) {
        let mut numbers = vec![0; self.groups.len()];
        for (&met, number) in self.groups.values().zip(0_u32..) {
            if let Some(slot) = numbers.get_mut(met as usize) {
                *slot = number;
            }
        }
        let number = |met: u32| numbers.get(met as usize).copied().unwrap_or(met);
        let renumbered = |row: &RowFacts| RowFacts {
            group: number(row.group),
            ..*row
        };
        (self.rows.iter().map(renumbered).collect(), self.texts)
    }
}

fn facts(row: &TrainingRow<'_>, group: u32) -> RowFacts {
    RowFacts {
        class: row.class,
        group,
        weight: row.weight,
        is_example: row.is_example,
    }
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl TrainingTexts<'_> {
    /// The texts in the order of their rows.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Borrowed(rows) => Box::new(rows.iter().map(|row| row.text)),
            Self::Stored(texts) => Box::new(texts.iter()),
        }
    }

    /// The features of all texts, and what a model remembers of each. Texts that are stored here
    /// go as they are read.
    ///
    /// # Errors
    /// Where a setting is out of range.
    pub(super) fn take_apart(
        self,
        settings: &AnalyzerSettings,
    ) -> Result<(CountedTexts, Vec<u64>), FeatureError> {
        let mut counter = TextCounter::new(settings)?;
        let mut hashes = Vec::new();
        let mut read = |text: &str| {
            hashes.push(text_hash(text));
            counter.read(text);
        };
        match self {
            Self::Borrowed(rows) => rows.iter().for_each(|row| read(row.text)),
            Self::Stored(texts) => texts.drain(read),
        }
        Ok((counter.finish(), hashes))
    }
}

impl<'a> Training<'a> {
    pub(super) fn new(rows: &[TrainingRow<'_>], classes: &'a ClassList) -> Self {
        let names: BTreeSet<&str> = rows.iter().map(|row| row.group).collect();
        let numbers: BTreeMap<&str, u32> = names.into_iter().zip(0..).collect();
        let number = |group: &str| numbers.get(group).copied().unwrap_or(0);
        let rows = rows.iter().map(|row| facts(row, number(row.group)));
        Self {
            rows: rows.collect(),
            classes,
        }
    }

    /// Refuses rows of a class that there is not.
    pub(super) fn check(&self) -> Result<(), StanceError> {
        let n_classes = self.classes.len();
        let is_none = |row: &RowFacts| row.class >= n_classes;
        match self.rows.iter().position(is_none) {
            None => Ok(()),
            Some(row) => Err(StanceError::RowClass {
                row,
                class: self.rows.get(row).map_or(0, |row| row.class),
                n_classes,
            }),
        }
    }

    /// The rows that are no examples.
    pub(super) fn coded(&self) -> impl Iterator<Item = &RowFacts> {
        self.rows.iter().filter(|row| !row.is_example)
    }

    /// The classes of the rows that are no examples.
    pub(super) fn coded_classes(&self) -> Vec<usize> {
        self.coded().map(|row| row.class).collect()
    }

    /// The number of groups of the rows that are no examples and are chosen.
    pub(super) fn n_groups(&self, chosen: impl Fn(&RowFacts) -> bool) -> usize {
        let groups: BTreeSet<u32> = self
            .coded()
            .filter(|row| chosen(row))
            .map(|row| row.group)
            .collect();
        groups.len()
    }

    /// The first class without a row among these.
    pub(super) fn missing_class(&self, rows: &[usize]) -> Option<usize> {
        let mut has_row = vec![false; self.classes.len()];
        for row in rows.iter().filter_map(|&row| self.rows.get(row)) {
            if let Some(found) = has_row.get_mut(row.class) {
                *found = true;
            }
        }
        has_row.iter().position(|found| !found)
    }

    /// The error that a class cannot be split.
    pub(super) fn too_small(&self, class: usize) -> StanceError {
        let n_groups = self.n_groups(|row| row.class == class);
        StanceError::ClassTooSmall {
            class: self.classes.id(class).to_owned(),
            n_rows: self.coded().filter(|row| row.class == class).count(),
            n_groups,
            needed: (n_groups + 1).max(2),
        }
    }
}
