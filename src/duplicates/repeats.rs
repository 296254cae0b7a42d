//! In which passages somebody repeats himself.

use std::collections::BTreeMap;

use super::clusters::clusters_in_time;
use super::{Copies, FoundCopies, PassageFact, find_copies};
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

/// Who speaks a passage, where and when.
#[derive(Debug, Clone)]
pub struct Owner<'a> {
    /// Its place; `None` where it has none.
    pub place: Option<PassageId>,
    /// The date of its document, as far as known.
    pub date: Option<PartialDate>,
    /// Who speaks.
    pub name: &'a str,
}

impl<'a> OwnedText<'a> {
    fn owner(&self) -> Owner<'a> {
        Owner {
            place: self.place.cloned(),
            date: self.date,
            name: self.owner,
        }
    }
}

/// The document of passages without a place.
pub const NO_DOCUMENT: &str = "table";

/// For each passage the earlier one of the same owner that it repeats: `repeats[i] = Some(j)` where
/// text i is a copy, by [`super::cluster_duplicates`], of text j, the first of its cluster and owner. Who
/// repeats another one's words repeats nothing of his own.
pub fn find_repeats(texts: &[OwnedText<'_>]) -> Vec<Option<usize>> {
    let owners: Vec<Owner<'_>> = texts.iter().map(OwnedText::owner).collect();
    let places = places(&owners, 0..texts.len());
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
    repeats(&owners, &places, &find_copies(&facts))
}

/// The same for passages of which [`super::CopyFinder`] has found the copies: for each of
/// `found.passages` the place among all of the one that it repeats. `owner` tells who speaks a
/// passage.
pub fn repeats_among<'a>(
    found: &FoundCopies,
    owner: impl Fn(usize) -> Owner<'a>,
) -> Vec<Option<usize>> {
    let owners: Vec<Owner<'a>> = found.passages.iter().map(|&place| owner(place)).collect();
    let places = places(&owners, found.passages.iter().copied());
    repeats(&owners, &places, &found.copies)
        .into_iter()
        .map(|original| found.passages.get(original?).copied())
        .collect()
}

/// Own places, and for passages without one that of their number.
fn places(owners: &[Owner<'_>], numbers: impl Iterator<Item = usize>) -> Vec<PassageId> {
    let place = |(owner, i): (&Owner<'_>, usize)| {
        owner.place.clone().unwrap_or_else(|| PassageId {
            document_id: DocumentId::from_file_stem(NO_DOCUMENT),
            span: Span::new(i, i + 1),
        })
    };
    owners.iter().zip(numbers).map(place).collect()
}

fn repeats(owners: &[Owner<'_>], places: &[PassageId], copies: &Copies) -> Vec<Option<usize>> {
    let mut first: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut repeats = vec![None; owners.len()];
    let known = |i: usize| Some((owners.get(i)?.date, places.get(i)?));
    for (i, cluster) in clusters_in_time(copies, known) {
        if let (Some(owner), Some(repeat)) = (owners.get(i), repeats.get_mut(i)) {
            let original = *first.entry((cluster, owner.name)).or_insert(i);
            *repeat = (original != i).then_some(original);
        }
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
