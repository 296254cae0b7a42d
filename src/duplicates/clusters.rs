//! Clusters of copies, each around its first passage.

use std::collections::BTreeMap;

use super::{Copies, PassageFact};
use crate::corpus::{PartialDate, PassageId};

/// From this Jaccard similarity on, two passages are copies.
pub(super) const MIN_SIMILARITY: f64 = 0.5;

/// A passage that has copies; one row of `duplicates.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The passage.
    pub passage_id: PassageId,
    /// The smallest passage id of its cluster.
    pub cluster_id: PassageId,
    /// The first passage of the cluster, by date of the document, then by passage id; `None` for
    /// that passage itself. Passages without a date come last.
    pub duplicate_of: Option<PassageId>,
    /// Jaccard similarity of word 5-grams with the first passage, 0.5 to 1; 1 for that one.
    pub similarity: f64,
}

/// The cluster of one text: the text that began it, and how much it resembles that one.
#[derive(Debug, Clone, Copy)]
struct Membership {
    leader: usize,
    similarity: f64,
}

/// The clusters of two or more copies, sorted by cluster, then first to last.
///
/// `copies` must come from the same `passages`.
pub fn cluster_duplicates(passages: &[PassageFact<'_>], copies: &Copies) -> Vec<Duplicate> {
    let order = in_time(copies, |passage| {
        passages.get(passage).map(|fact| (fact.date, fact.id))
    });
    let memberships = lead(&order, copies);

    let mut clusters: BTreeMap<usize, Vec<(&PassageId, f64)>> = BTreeMap::new();
    for &(passage, text) in &order {
        if let (Some(fact), Some(Some(membership))) = (passages.get(passage), memberships.get(text))
        {
            let members = clusters.entry(membership.leader).or_default();
            members.push((fact.id, membership.similarity));
        }
    }
    let mut rows: Vec<Duplicate> = clusters
        .into_values()
        .filter(|members| members.len() > 1)
        .flat_map(|members| rows_of(&members))
        .collect();
    // Stable: within a cluster the order in time stays.
    rows.sort_by(|a, b| a.cluster_id.cmp(&b.cluster_id));
    rows
}

/// How many clusters the passages make, those of one passage included. `rank` orders them: the first
/// of a cluster begins it.
pub(super) fn n_clusters<K: Ord>(copies: &Copies, rank: impl Fn(usize) -> K) -> usize {
    let mut order: Vec<(usize, usize)> = copies.text_of.iter().copied().enumerate().collect();
    order.sort_by_cached_key(|&(passage, _)| rank(passage));
    let memberships = lead(&order, copies);
    let led = memberships.iter().enumerate();
    led.filter(|(text, member)| member.is_some_and(|member| member.leader == *text))
        .count()
}

/// Passages with their texts in the order of time: by date, those without one last, then by id.
/// `of` tells date and id.
fn in_time<I: Ord>(
    copies: &Copies,
    of: impl Fn(usize) -> Option<(Option<PartialDate>, I)>,
) -> Vec<(usize, usize)> {
    let mut order: Vec<(usize, usize)> = copies.text_of.iter().copied().enumerate().collect();
    order.sort_by(|&(a, _), &(b, _)| {
        let key = |passage| of(passage).map(|(date, id)| (date.is_none(), date, id));
        key(a).cmp(&key(b))
    });
    order
}

/// The passages in the order of time, as [`cluster_duplicates`] has it, each with its cluster: the
/// number of the text that began it.
pub(super) fn clusters_in_time<I: Ord>(
    copies: &Copies,
    of: impl Fn(usize) -> Option<(Option<PartialDate>, I)>,
) -> impl Iterator<Item = (usize, usize)> {
    let order = in_time(copies, of);
    let memberships = lead(&order, copies);
    order.into_iter().filter_map(move |(passage, text)| {
        let membership = memberships.get(text).copied().flatten()?;
        Some((passage, membership.leader))
    })
}

/// Gives each text, in order of its first passage, to the most similar earlier leader, or makes
/// it a leader.
fn lead(order: &[(usize, usize)], copies: &Copies) -> Vec<Option<Membership>> {
    let mut neighbours: Vec<Vec<(usize, f64)>> = vec![Vec::new(); copies.n_texts];
    for pair in &copies.pairs {
        let similarity = pair.similarity();
        if similarity >= MIN_SIMILARITY {
            for (text, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
                if let Some(list) = neighbours.get_mut(text) {
                    list.push((other, similarity));
                }
            }
        }
    }
    let mut rank = vec![usize::MAX; copies.n_texts];
    let mut memberships: Vec<Option<Membership>> = vec![None; copies.n_texts];
    for (place, &(_, text)) in order.iter().enumerate() {
        if memberships.get(text).is_none_or(Option::is_some) {
            continue;
        }
        rank[text] = place;
        let is_leader =
            |other: usize| matches!(memberships.get(other), Some(Some(m)) if m.leader == other);
        let nearest = neighbours[text]
            .iter()
            .filter(|(other, _)| is_leader(*other))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(rank[b.0].cmp(&rank[a.0])));
        memberships[text] = Some(nearest.map_or(
            Membership {
                leader: text,
                similarity: 1.0,
            },
            |&(leader, similarity)| Membership { leader, similarity },
        ));
    }
    memberships
}

/// The rows of one cluster, whose members stand first to last.
fn rows_of(members: &[(&PassageId, f64)]) -> Vec<Duplicate> {
    let first = members.first().map(|member| member.0);
    let smallest = members.iter().map(|member| member.0).min();
    members
        .iter()
        .filter_map(|&(id, similarity)| {
            Some(Duplicate {
                passage_id: id.clone(),
                cluster_id: smallest?.clone(),
                duplicate_of: first.filter(|&first| first != id).cloned(),
                similarity,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::find_copies;
    use crate::duplicates::test_texts::text_of;
    use crate::random::Random;
    use proptest::prelude::*;

    /// Twenty-two words.
    const QUESTION: &str = "Kan de staatssecretaris toelichten hoe het kabinet ervoor gaat zorgen \
        dat de afspraken over herplaatsing van asielzoekers worden nagekomen door alle lidstaten?";

    fn passage<'a>(id: &'a PassageId, date: &str, text: &'a str) -> PassageFact<'a> {
        PassageFact {
            id,
            date: date.parse().ok(),
            exchange_id: "",
            block: "",
            text,
        }
    }

    fn id(text: &str) -> PassageId {
        text.parse().unwrap()
    }

    fn duplicates(passages: &[PassageFact<'_>]) -> Vec<Duplicate> {
        cluster_duplicates(passages, &find_copies(passages))
    }

    #[test]
    fn the_first_by_date_leads_and_the_smallest_id_names_the_cluster() {
        let (early, late) = (id("z:0-9"), id("a:0-9"));
        let rows = duplicates(&[
            passage(&late, "2022-12", QUESTION),
            passage(&early, "2021-03-24", QUESTION),
        ]);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].passage_id, early);
        assert_eq!(rows[0].duplicate_of, None);
        assert_eq!(rows[1].duplicate_of, Some(early));
        assert!(rows.iter().all(|row| row.cluster_id == late));
    }

    #[test]
    fn a_changed_word_is_a_copy_and_another_sentence_is_not() {
        let (a, b, c) = (id("a:0-9"), id("a:10-19"), id("a:20-29"));
        let edited = QUESTION.replace("nagekomen", "nageleefd");
        let rows = duplicates(&[
            passage(&a, "", QUESTION),
            passage(&b, "", &edited),
            passage(
                &c,
                "",
                "De leden van de fractie vragen of de minister kan aangeven wanneer \
                de brief over de opvang van ontheemden uit Oekraïne zal komen.",
            ),
        ]);
        // 18 shingles; the changed word, fourth from the end, stands in 4 of them:
        // 14 shared of 22.
        assert_eq!(rows.len(), 2);
        assert!((rows[1].similarity - 14.0 / 22.0).abs() < 1e-12, "{rows:?}");
    }

    #[test]
    fn a_formula_is_a_copy_within_its_document_only() {
        let text = "Ik verwijs u naar het antwoord op vraag 3.";
        let (a, b, c) = (id("a:0-9"), id("a:10-19"), id("b:0-9"));
        let rows = duplicates(&[
            passage(&a, "", text),
            passage(&b, "", text),
            passage(&c, "", text),
        ]);
        let ids: Vec<_> = rows.iter().map(|row| &row.passage_id).collect();
        assert_eq!(ids, [&a, &b]);
    }

    #[test]
    fn passages_without_words_are_no_copies() {
        let (a, b) = (id("a:0-0"), id("a:1-1"));
        assert!(duplicates(&[passage(&a, "", "…"), passage(&b, "", "…")]).is_empty());
        assert!(duplicates(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn clusters_do_not_depend_on_the_order_of_the_input(
            texts in prop::collection::vec((text_of(1..40), 0_usize..3), 0..15),
            seed in 0_u64..100,
        ) {
            let ids: Vec<PassageId> = texts
                .iter()
                .enumerate()
                .map(|(i, (_, document))| id(&format!("d{document}:{i}-{}", i + 1)))
                .collect();
            let mut passages: Vec<PassageFact<'_>> = ids
                .iter()
                .zip(&texts)
                .map(|(id, (text, document))| passage(id, ["2022", "2021-05", ""][*document], text))
                .collect();
            let rows = duplicates(&passages);
            Random::new(seed).shuffle(&mut passages);
            prop_assert_eq!(&rows, &duplicates(&passages));
            for row in &rows {
                let cluster: Vec<_> = rows.iter().filter(|r| r.cluster_id == row.cluster_id).collect();
                prop_assert!(cluster.len() > 1);
                prop_assert_eq!(cluster.iter().filter(|r| r.duplicate_of.is_none()).count(), 1);
                prop_assert!(row.similarity >= MIN_SIMILARITY && row.similarity <= 1.0);
                prop_assert!(row.cluster_id <= row.passage_id);
            }
        }
    }
}
