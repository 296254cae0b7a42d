//! Names that many passages share, each once in one long text.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use crate::text::FastMap;

/// Names with numbers in the order in which they were met: about 20 bytes each, besides their text.
/// A corpus of millions of passages has a name for every few of them.
#[derive(Default)]
pub(super) struct Names {
    text: String,
    /// Where each name ends.
    ends: Vec<usize>,
    /// The first name with a hash.
    numbers: FastMap<u32, u32>,
    /// Names whose hash another one had before.
    others: BTreeMap<Box<str>, u32>,
}

impl Names {
    /// The number of a name, a new one where it has none.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let hash = self.hash(name);
        let new = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        match self.numbers.get(&hash) {
            Some(&first) if self.get(first) == Some(name) => return first,
            Some(_) => {
                if let Some(&known) = self.others.get(name) {
                    return known;
                }
                self.others.insert(name.into(), new);
            }
            None => _ = self.numbers.insert(hash, new),
        }
        self.text.push_str(name);
        self.ends.push(self.text.len());
        new
    }

    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let end = *self.ends.get(number)?;
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rank of each name, by its number.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0_u32..).take(self.len()).collect();
        sorted.sort_unstable_by_key(|&number| self.get(number));
        let mut ranks = vec![0; self.len()];
        for (rank, number) in (0_u32..).zip(sorted) {
            if let Some(slot) = ranks.get_mut(number as usize) {
                *slot = rank;
            }
        }
        ranks
    }

    /// The upper bits, which are the mixed ones.
    fn hash(&self, name: &str) -> u32 {
        (self.numbers.hasher().hash_one(name) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_number_whatever_its_hash() {
        // Of 200,000 names some share a hash of 32 bits: by chance 200,000² / 2 / 2^32 = 4.7 pairs.
        let name = |i: usize| format!("schriftelijk-overleg-{i}#{}", i % 7);
        let mut names = Names::default();
        for _ in 0..2 {
            for i in 0..200_000 {
                assert_eq!(names.number(&name(i)) as usize, i);
            }
        }
        assert!(!names.others.is_empty());
        assert_eq!(names.number(""), 200_000);
        assert_eq!(names.get(7), Some(name(7).as_str()));
        assert_eq!(names.get(200_001), None);
        assert_eq!(names.ranks()[200_000], 0);
    }
}
