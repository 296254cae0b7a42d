//! In which passages somebody repeats himself.

use std::collections::BTreeMap;

use super::{PassageFact, cluster_duplicates, find_copies};
use crate::corpus::{DocumentId, PartialDate, PassageId, Span};

/// A passage with who speaks it.
#[derive(Debug, Clone, Copy)]
pub struct OwnedText<'a> {
    /// Its place; `None` where it has none: it then gets one of its own, in the given order.
    pub place: Option<&'a PassageId>,
    /// The date of its document, as far as known; decides which copy is the first.
    pub date: Option<PartialDate>,
    /// Who speaks.
    pub owner: &'a str,
    /// Its clean text.
    pub text: &'a str,
}

/// For each passage the earlier one of the same owner that it repeats: `repeats[i] = Some(j)` where
/// text i is a copy, by [`cluster_duplicates`], of text j, the first of its cluster and owner. Who
/// repeats another one's words repeats nothing of his own.
pub fn find_repeats(texts: &[OwnedText<'_>]) -> Vec<Option<usize>> {
    let places: Vec<PassageId> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            text.place.cloned().unwrap_or_else(|| PassageId {
                document_id: DocumentId::from_file_stem("table"),
                span: Span::new(i, i + 1),
            })
        })
        .collect();
    let facts: Vec<PassageFact<'_>> = texts
        .iter()
        .zip(&places)
        .map(|(text, id)| PassageFact {
            id,
            date: text.date,
            exchange_id: "",
            block: "",
            text: text.text,
        })
        .collect();
    let place_of: BTreeMap<&PassageId, usize> =
        places.iter().enumerate().map(|(i, id)| (id, i)).collect();
    let mut first: BTreeMap<(PassageId, &str), usize> = BTreeMap::new();
    let mut repeats = vec![None; texts.len()];
    for row in cluster_duplicates(&facts, &find_copies(&facts)) {
        let Some(&i) = place_of.get(&row.passage_id) else {
            continue;
        };
        let Some((text, repeat)) = texts.get(i).zip(repeats.get_mut(i)) else {
            continue;
        };
        let original = *first.entry((row.cluster_id, text.owner)).or_insert(i);
        *repeat = (original != i).then_some(original);
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Het kabinet vindt dat lidstaten asielzoekers eerlijk over alle landen van de \
                        Unie moeten verdelen en vraagt om voortgang op elk onderdeel";

    fn repeats(texts: &[(&str, &str, &str, &str)]) -> Vec<Option<usize>> {
        let places: Vec<Option<PassageId>> = texts.iter().map(|text| text.0.parse().ok()).collect();
        let owned: Vec<OwnedText<'_>> = texts
            .iter()
            .zip(&places)
            .map(|((_, date, owner, text), place)| OwnedText {
                place: place.as_ref(),
                date: date.parse().ok(),
                owner,
                text,
            })
            .collect();
        find_repeats(&owned)
    }

    #[test]
    fn an_actor_repeats_the_earliest_of_its_own_and_nothing_of_others() {
        let found = repeats(&[
            ("a:0-9", "2022-05", "VVD", TEXT),
            ("b:0-9", "2021-03", "VVD", TEXT),
            ("c:0-9", "2020-01", "CDA", TEXT),
            ("d:0-9", "2023-01", "CDA", TEXT),
            (
                "e:0-9",
                "2019-01",
                "VVD",
                "Iets heel anders over de opvang in de regio.",
            ),
        ]);
        assert_eq!(found, [Some(1), None, None, Some(2), None]);
    }

    #[test]
    fn texts_without_a_place_come_in_the_given_order() {
        let found = repeats(&[
            ("", "", "VVD", TEXT),
            ("", "", "VVD", TEXT),
            ("", "", "", TEXT),
        ]);
        assert_eq!(found, [None, Some(0), None]);
        assert!(repeats(&[]).is_empty());
    }
}
