//! Finds for each row of one table its row in the other.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::facts::Fact;
use super::{ActorChanges, Change, ChangeCause, ChangeKind, LabelDiff};

/// A row of the old table and one of the new, and what a flip between them comes from.
type Pair = (usize, usize, ChangeCause);

struct Join<'f> {
    old: &'f [Fact],
    new: &'f [Fact],
    pairs: Vec<Pair>,
    is_old_joined: Vec<bool>,
    is_new_joined: Vec<bool>,
}

/// Joins the rows of two tables and lists what differs.
pub(super) fn join_facts(old: &[Fact], new: &[Fact]) -> LabelDiff {
    let mut join = Join {
        old,
        new,
        pairs: Vec::new(),
        is_old_joined: vec![false; old.len()],
        is_new_joined: vec![false; new.len()],
    };
    join.by_id(ChangeCause::Model);
    join.by_text();
    join.by_id(ChangeCause::Text);
    join.by_overlap();
    join.list_changes()
}

impl Join<'_> {
    fn add(&mut self, old: usize, new: usize, cause: ChangeCause) {
        self.pairs.push((old, new, cause));
        self.is_old_joined[old] = true;
        self.is_new_joined[new] = true;
    }

    /// Joins rows of one id: for [`ChangeCause::Model`] those with the same text.
    fn by_id(&mut self, cause: ChangeCause) {
        let free = (0..self.old.len()).filter(|&i| !self.is_old_joined[i]);
        let of_id: HashMap<&str, usize> = free
            .map(|i| (self.old[i].label.passage_id.as_str(), i))
            .filter(|(id, _)| !id.is_empty())
            .collect();
        let mut found = Vec::new();
        for (j, new) in self.new.iter().enumerate() {
            let old = of_id.get(new.label.passage_id.as_str());
            if let (false, Some(&i)) = (self.is_new_joined[j], old) {
                found.push((i, j));
            }
        }
        for (i, j) in found {
            if cause == ChangeCause::Text || self.old[i].text_key == self.new[j].text_key {
                self.add(i, j, cause);
            }
        }
    }

    fn by_text(&mut self) {
        let mut of_text: HashMap<[u8; 16], VecDeque<usize>> = HashMap::new();
        for (i, old) in self.old.iter().enumerate() {
            if !self.is_old_joined[i] {
                of_text.entry(old.text_key).or_default().push_back(i);
            }
        }
        for (j, new) in self.new.iter().enumerate() {
            if !self.is_new_joined[j]
                && let Some(i) = of_text.get_mut(&new.text_key).and_then(VecDeque::pop_front)
            {
                self.add(i, j, ChangeCause::Model);
            }
        }
    }

    /// Joins every free row with the free row of the other table that shares most bytes with it;
    /// of equals with the first. Several may join one, as where a passage was cut in two.
    fn by_overlap(&mut self) {
        let old = free_by_document(self.old, &self.is_old_joined);
        let new = free_by_document(self.new, &self.is_new_joined);
        for (document, new) in &new {
            let Some(old) = old.get(document) else {
                continue;
            };
            for &j in new {
                if let Some(i) = largest_overlap(&self.new[j], old, self.old) {
                    self.add(i, j, ChangeCause::Segmentation);
                }
            }
            for &i in old {
                if !self.is_old_joined[i]
                    && let Some(j) = largest_overlap(&self.old[i], new, self.new)
                {
                    self.add(i, j, ChangeCause::Segmentation);
                }
            }
        }
    }

    fn list_changes(mut self) -> LabelDiff {
        self.pairs.sort_by_key(|&(old, new, _)| (new, old));
        let mut by_actor: BTreeMap<String, ActorChanges> = BTreeMap::new();
        let mut changes = Vec::new();
        let mut pairs = self.pairs.iter().peekable();
        for (j, new) in self.new.iter().enumerate() {
            let counts = by_actor.entry(new.actor.clone()).or_default();
            if !self.is_new_joined[j] {
                counts.n_only_new += 1;
                changes.push(change(ChangeKind::OnlyNew, None, Some(new)));
            }
            while let Some(&(i, _, cause)) = pairs.next_if(|pair| pair.1 == j) {
                counts.n_joined += 1;
                if self.old[i].label.stance == new.label.stance {
                    continue;
                }
                match cause {
                    ChangeCause::Model => counts.n_model += 1,
                    ChangeCause::Text => counts.n_text += 1,
                    ChangeCause::Segmentation => counts.n_segmentation += 1,
                }
                let kind = ChangeKind::Flipped(cause);
                changes.push(change(kind, Some(&self.old[i]), Some(new)));
            }
        }
        for (i, old) in self.old.iter().enumerate() {
            if !self.is_old_joined[i] {
                by_actor.entry(old.actor.clone()).or_default().n_only_old += 1;
                changes.push(change(ChangeKind::OnlyOld, Some(old), None));
            }
        }
        LabelDiff { changes, by_actor }
    }
}

fn change(kind: ChangeKind, old: Option<&Fact>, new: Option<&Fact>) -> Change {
    let actor = new.or(old).map(|fact| fact.actor.clone());
    Change {
        kind,
        actor: actor.unwrap_or_default(),
        old: old.map(|fact| fact.label.clone()),
        new: new.map(|fact| fact.label.clone()),
    }
}

fn free_by_document<'f>(facts: &'f [Fact], is_joined: &[bool]) -> BTreeMap<&'f str, Vec<usize>> {
    let mut free: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        if let (Some(place), false) = (&fact.place, is_joined[i]) {
            free.entry(place.document_id.as_str()).or_default().push(i);
        }
    }
    free
}

fn largest_overlap(fact: &Fact, candidates: &[usize], facts: &[Fact]) -> Option<usize> {
    let span = fact.place.as_ref()?.span;
    let mut best = (0, None);
    for &i in candidates {
        let overlap = facts[i]
            .place
            .as_ref()
            .map_or(0, |place| place.span.overlap(span));
        if overlap > best.0 {
            best = (overlap, Some(i));
        }
    }
    best.1
}
