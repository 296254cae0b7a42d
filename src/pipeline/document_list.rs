//! Documents by their ids, in little memory.

use std::io::{self, Write as _};
use std::ops::Range;

use super::reading_document::Head;
use super::reading_intake::KnownDocument;
use crate::corpus::{IdList, PartialDate};
use crate::store::ByteLog;

/// Bytes of files and hashes in memory.
const MAX_FACTS: usize = 512 << 10;

/// Digits of a SHA-256.
const N_DIGITS: usize = 64;

/// Documents in the order in which they came, in 40 bytes each and what an [`IdList`] takes.
pub(super) struct DocumentList {
    ids: IdList,
    entries: Vec<Entry>,
    /// The hash and the file of each, for those that come twice.
    facts: ByteLog,
}

struct Entry {
    /// Where its facts end.
    facts_end: u64,
    /// Where its rows begin among those of all passages.
    rows_start: u64,
    first_passage: u32,
    date: Option<PartialDate>,
}

impl Default for DocumentList {
    fn default() -> Self {
        Self {
            ids: IdList::default(),
            entries: Vec::new(),
            facts: ByteLog::with_limit(MAX_FACTS),
        }
    }
}

impl DocumentList {
    /// Adds a document of another id than those that are there, whose rows and passages begin at
    /// these places.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub(super) fn add(
        &mut self,
        head: &Head,
        rows_start: u64,
        first_passage: usize,
    ) -> io::Result<()> {
        self.ids.push(head.id.as_str());
        self.facts.write_all(head.sha256.as_bytes())?;
        self.facts.write_all(head.file.as_bytes())?;
        self.entries.push(Entry {
            facts_end: self.facts.len(),
            rows_start,
            first_passage: u32::try_from(first_passage).unwrap_or(u32::MAX),
            date: head.date,
        });
        Ok(())
    }

    /// What is known of the document of an id.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn known(&mut self, id: &str) -> io::Result<Option<KnownDocument>> {
        let Some(number) = self.ids.find(id) else {
            return Ok(None);
        };
        let facts_end = |n: usize| self.entries.get(n).map_or(0, |entry| entry.facts_end);
        let start = number.checked_sub(1).map_or(0, facts_end);
        let mut facts = Vec::new();
        self.facts.read(start, facts_end(number), &mut facts)?;
        let (sha256, file) = facts.split_at(facts.len().min(N_DIGITS));
        Ok(Some(KnownDocument {
            sha256: String::from_utf8_lossy(sha256).into_owned(),
            file: String::from_utf8_lossy(file).into_owned(),
        }))
    }

    /// No more documents come: what finds them by their ids goes. Gives the documents in the order of
    /// their ids.
    pub(super) fn sorted(&mut self) -> Vec<u32> {
        self.ids.sorted()
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the rows of a document begin.
    pub(super) fn rows_start(&self, number: usize) -> u64 {
        self.entries.get(number).map_or(0, |entry| entry.rows_start)
    }

    /// The numbers of its passages, of `n_passages` in all.
    pub(super) fn passages(&self, number: usize, n_passages: usize) -> Range<usize> {
        let first = |number: usize| {
            let entry = self.entries.get(number);
            entry.map_or(n_passages, |entry| entry.first_passage as usize)
        };
        first(number)..first(number + 1)
    }

    /// The document in which a passage stands.
    pub(super) fn of_passage(&self, passage: usize) -> usize {
        let behind = self
            .entries
            .partition_point(|entry| entry.first_passage as usize <= passage);
        behind.saturating_sub(1)
    }

    pub(super) fn date(&self, number: usize) -> Option<PartialDate> {
        self.entries.get(number)?.date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str) -> Head {
        Head {
            id: id.parse().unwrap(),
            file: format!("{id}.txt"),
            sha256: "0".repeat(N_DIGITS),
            date: None,
            is_mended: false,
            is_incomplete: false,
        }
    }

    #[test]
    fn documents_are_found_by_id_by_passage_and_in_order() {
        let mut list = DocumentList::default();
        for (id, passage) in [("b-9", 0), ("b-10", 3), ("a", 3), ("c", 4)] {
            list.add(&head(id), 10 * passage as u64, passage).unwrap();
        }
        let known = list.known("b-10").unwrap().unwrap();
        assert_eq!(known.file, "b-10.txt");
        assert_eq!(known.sha256, "0".repeat(64));
        assert!(list.known("b-1").unwrap().is_none());
        assert_eq!(list.sorted(), [2, 1, 0, 3]);
        assert_eq!([0, 2, 3, 5].map(|i| list.of_passage(i)), [0, 0, 2, 3]);
        assert_eq!((list.passages(0, 6), list.passages(3, 6)), (0..3, 4..6));
        assert_eq!(list.rows_start(3), 40);
    }
}
