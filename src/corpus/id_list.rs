//! Ids that come one by one, each found again.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Ids that all differ, numbered in the order in which they came: 8 bytes each beside the id, and
/// about 30 as long as they are to be found.
#[derive(Debug, Default)]
pub(crate) struct IdList {
    /// All ids, one behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
    by_hash: HashMap<u64, u32>,
    /// Ids whose hash another one has.
    others: BTreeMap<String, u32>,
}

impl IdList {
    /// How many ids there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of a number; empty where there is none.
    pub(crate) fn get(&self, number: usize) -> &str {
        let end = |n: usize| self.ends.get(n).copied().unwrap_or(0);
        let start = number.checked_sub(1).map_or(0, end);
        self.text.get(start..end(number)).unwrap_or_default()
    }

    /// The number of an id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let found = self.by_hash.get(&hash_of(id)).copied();
        let found = found.filter(|&number| self.get(number as usize) == id);
        let number = found.or_else(|| self.others.get(id).copied())?;
        Some(number as usize)
    }

    /// Adds an id that is not there.
    pub(crate) fn push(&mut self, id: &str) {
        let number = u32::try_from(self.len()).unwrap_or(u32::MAX);
        match self.by_hash.entry(hash_of(id)) {
            Entry::Occupied(_) => _ = self.others.insert(id.to_owned(), number),
            Entry::Vacant(entry) => _ = entry.insert(number),
        }
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    /// No more ids come, and none is to be found: gives their numbers in the order of the ids.
    pub(crate) fn sorted(&mut self) -> Vec<u32> {
        self.by_hash = HashMap::new();
        self.others = BTreeMap::new();
        let mut order: Vec<u32> = (0_u32..).take(self.len()).collect();
        // Stable: ids that came in order, as those of many tables, are merged as they are.
        order.sort_by(|&a, &b| self.get(a as usize).cmp(self.get(b as usize)));
        order
    }
}

fn hash_of(id: &str) -> u64 {
    twox_hash::XxHash3_64::oneshot(id.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_and_sorted() {
        let mut list = IdList::default();
        for id in ["b-9", "b-10", "a", ""] {
            assert_eq!(list.find(id), None);
            list.push(id);
        }
        assert_eq!([list.find("a"), list.find("b-1")], [Some(2), None]);
        assert_eq!([list.get(1), list.get(3), list.get(9)], ["b-10", "", ""]);
        assert_eq!(list.sorted(), [3, 2, 1, 0]);
        assert_eq!(list.len(), 4);
    }

    #[test]
    fn two_ids_of_one_hash_are_two_ids() {
        let mut list = IdList::default();
        list.by_hash.insert(hash_of("b"), 0);
        list.push("a");
        list.push("b");
        assert_eq!([list.find("a"), list.find("b")], [Some(0), Some(1)]);
        assert_eq!(list.others.len(), 1);
    }
}
