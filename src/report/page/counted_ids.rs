//! Which passages comparisons count, in little room.

use twox_hash::XxHash3_64;

/// The ids of passages as hashes of 64 bits: eight bytes a passage, however long its id. Of ten
/// million passages and a million others, the chance that any other is taken for one of these is
/// one in two million.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedIds {
    /// Ascending, each once.
    hashes: Vec<u64>,
}

impl CountedIds {
    /// How many passages there are.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether a passage is one of them.
    pub fn contains(&self, id: &str) -> bool {
        self.hashes.binary_search(&hash(id)).is_ok()
    }

    /// These passages, by the hashes that [`hash`] gives.
    pub(super) fn of_hashes(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }
}

impl<S: AsRef<str>> FromIterator<S> for CountedIds {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        Self::of_hashes(ids.into_iter().map(|id| hash(id.as_ref())).collect())
    }
}

/// The hash of an id.
pub(super) fn hash(id: &str) -> u64 {
    XxHash3_64::oneshot(id.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_of_several_rows_is_one_passage() {
        let ids: CountedIds = ["b:0-9", "a:0-9", "b:0-9"].into_iter().collect();
        assert_eq!(ids.len(), 2);
        assert!(ids.contains("a:0-9") && ids.contains("b:0-9") && !ids.contains("b:0-8"));
        assert!(CountedIds::default().is_empty());
    }
}
