//! The copies of passages that come one by one are those of all at once.

use super::*;
use crate::corpus::PassageId;
use crate::duplicates::test_texts::text_of;
use crate::duplicates::{Duplicate, PassageFact, cluster_duplicates, find_copies};
use proptest::prelude::*;

/// The clusters that come of adding passages one by one, with so many shingles in memory.
fn clusters(passages: &[PassageFact<'_>], max_in_memory: usize) -> Vec<Duplicate> {
    let mut finder = CopyFinder::with_limit(max_in_memory);
    for passage in passages {
        finder
            .add(passage.id.document_id.as_str(), passage.text)
            .unwrap();
    }
    let found = finder.finish().unwrap();
    let involved: Vec<PassageFact<'_>> = found.passages.iter().map(|&i| passages[i]).collect();
    cluster_duplicates(&involved, &found.copies)
}

/// How many copies there are, counted without making the table.
fn n_copies_of(passages: &[PassageFact<'_>]) -> usize {
    let mut finder = CopyFinder::default();
    for passage in passages {
        finder
            .add(passage.id.document_id.as_str(), passage.text)
            .unwrap();
    }
    let rank = |i: usize| {
        let passage = &passages[i];
        (passage.date.is_none(), passage.date, passage.id)
    };
    finder.finish().unwrap().n_copies(rank)
}

proptest! {
    #[test]
    fn passages_one_by_one_have_the_clusters_of_all_at_once(
        texts in prop::collection::vec((text_of(0..40), 0_usize..3), 0..25),
    ) {
        let ids: Vec<PassageId> = texts
            .iter()
            .enumerate()
            .map(|(i, (_, document))| format!("d{document}:{i}-{}", i + 1).parse().unwrap())
            .collect();
        let passages: Vec<PassageFact<'_>> = ids
            .iter()
            .zip(&texts)
            .map(|(id, (text, document))| PassageFact {
                id,
                date: ["2022", "2021-05", ""][*document].parse().ok(),
                exchange_id: "",
                block: "",
                text,
            })
            .collect();
        let want = cluster_duplicates(&passages, &find_copies(&passages));
        prop_assert_eq!(&clusters(&passages, MAX_IN_MEMORY), &want);
        let n_copies = want.iter().filter(|row| row.duplicate_of.is_some()).count();
        prop_assert_eq!(n_copies_of(&passages), n_copies);
        // A few more than the shingles of two texts: those that repeat are compared in memory.
        prop_assert_eq!(&clusters(&passages, 200), &want);
        // So few in memory that the shingles go over many files.
        prop_assert_eq!(&clusters(&passages, 20), &want);
    }
}
