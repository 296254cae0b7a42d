//! Near-duplicates.

use std::collections::{BTreeMap, BTreeSet};

use standpunt::corpus::PassageId;
use standpunt::duplicates::{
    Duplicate, FORMULA_WORDS, OwnedText, PassageFact, assign_groups, cluster_duplicates,
    find_copies, find_repeats,
};

/// A passage whose text is borrowed.
struct Passage<'t> {
    id: PassageId,
    year: &'static str,
    text: &'t str,
}

/// Each line is a passage: clusters and groups do not depend on the order of the passages, a copy
/// is in the group of its original, and the same words are the same text.
pub(super) fn duplicates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let years = ["", "2020", "2022", "2021"];
    let mut passages: Vec<Passage<'_>> = text
        .split('\n')
        .take(64)
        .enumerate()
        .map(|(i, text)| Passage {
            id: format!("d{}:{i}-{}", i % 3, i + 1).parse().unwrap(),
            year: years[i % 4],
            text,
        })
        .collect();
    let (rows, groups) = find(&passages);
    check_clusters(&rows, &groups);
    check_same_words(&passages, &rows);
    check_repeats(&passages);
    passages.reverse();
    assert_eq!((rows, groups), find(&passages), "another order of passages");
}

type Found = (Vec<Duplicate>, BTreeMap<PassageId, String>);

fn find(passages: &[Passage<'_>]) -> Found {
    let facts: Vec<PassageFact<'_>> = passages
        .iter()
        .map(|passage| PassageFact {
            id: &passage.id,
            date: passage.year.parse().ok(),
            exchange_id: "",
            block: "",
            text: passage.text,
        })
        .collect();
    let copies = find_copies(&facts);
    let groups = assign_groups(&facts, &copies);
    assert_eq!(groups.len(), facts.len());
    let groups = facts.iter().map(|fact| fact.id.clone()).zip(groups);
    (cluster_duplicates(&facts, &copies), groups.collect())
}

fn check_clusters(rows: &[Duplicate], groups: &BTreeMap<PassageId, String>) {
    let mut seen = BTreeSet::new();
    for cluster in rows.chunk_by(|a, b| a.cluster_id == b.cluster_id) {
        assert!(cluster.len() > 1);
        let smallest = cluster.iter().map(|row| &row.passage_id).min().unwrap();
        let originals: Vec<_> = cluster
            .iter()
            .filter(|row| row.duplicate_of.is_none())
            .collect();
        assert_eq!(originals.len(), 1);
        for row in cluster {
            assert_eq!(&row.cluster_id, smallest);
            assert!((0.5..=1.0).contains(&row.similarity));
            assert!(seen.insert(&row.passage_id), "in two clusters");
            let original = row.duplicate_of.as_ref().unwrap_or(&row.passage_id);
            assert_eq!(original, &originals[0].passage_id);
            assert_eq!(groups[original], groups[&row.passage_id]);
        }
    }
}

/// Texts of the same words, long enough to be no formula, are in one cluster.
fn check_same_words(passages: &[Passage<'_>], rows: &[Duplicate]) {
    let cluster: BTreeMap<_, _> = rows
        .iter()
        .map(|row| (&row.passage_id, &row.cluster_id))
        .collect();
    let mut first: BTreeMap<&str, &PassageId> = BTreeMap::new();
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    for passage in passages {
        if passage.text.split_whitespace().filter(is_word).count() < FORMULA_WORDS {
            continue;
        }
        let other = *first.entry(passage.text).or_insert(&passage.id);
        if *other != passage.id {
            assert_eq!(cluster[other], cluster[&passage.id]);
        }
    }
}

fn check_repeats(passages: &[Passage<'_>]) {
    let owned: Vec<OwnedText<'_>> = passages
        .iter()
        .enumerate()
        .map(|(i, passage)| OwnedText {
            place: (i % 5 > 0).then_some(&passage.id),
            date: passage.year.parse().ok(),
            owner: ["VVD", "D66"][i % 2],
            text: passage.text,
        })
        .collect();
    let repeats = find_repeats(&owned);
    assert_eq!(repeats.len(), owned.len());
    for (i, repeat) in repeats.iter().enumerate() {
        if let Some(original) = *repeat {
            assert!(original != i && repeats[original].is_none());
            assert_eq!(owned[original].owner, owned[i].owner);
        }
    }
}
