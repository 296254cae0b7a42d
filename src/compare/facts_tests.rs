//! What goes into the store of passages comes out of it.

use super::super::test_facts::{coded, fact, sampled, settings};
use super::*;
use crate::compare::Population;

fn stored(facts: &[LabelledFact]) -> Facts {
    let mut stored = Facts::new(4);
    for fact in facts {
        stored.push(fact).unwrap();
    }
    stored
}

#[test]
fn passages_come_out_as_they_went_in() {
    let odd = [
        "row-2",
        "a:01-9",
        "a:1-+9",
        "b:0-9",
        "a:0-9",
        "a:0-99999999999",
        "",
    ];
    let mut facts: Vec<LabelledFact> = sampled();
    facts.extend(odd.map(|id| LabelledFact {
        document_id: "a".into(),
        date: "2024-05".parse().ok(),
        year: None,
        role: None,
        standing: Standing::Mixed,
        exchange_id: "a#1".into(),
        gold: Some(coded(2)),
        duplicate_of: Some("b:0-9".into()),
        is_in_sample: true,
        is_outside: true,
        is_certain: false,
        probabilities: [0.1, 0.2, 0.3, 0.1 + 0.2].into(),
        ..fact(id)
    }));
    let mut stored = stored(&facts);
    facts[3].predicted = 2;
    stored.set(3, &facts[3]).unwrap();
    assert_eq!(stored.len(), facts.len());
    stored.visit(|i, fact| assert_eq!(*fact, facts[i])).unwrap();
    assert_eq!(stored.get(facts.len()).unwrap(), None);
}

fn ids(stored: &Facts, order: &[u32]) -> Vec<String> {
    let id = |&i: &u32| stored.get(i as usize).unwrap().unwrap().passage_id;
    order.iter().map(id).collect()
}

#[test]
fn the_order_is_that_of_documents_and_places() {
    let facts = ["b:0-9", "a:10-19", "a:9-100", "a:9-20"].map(fact);
    let stored = stored(&facts);
    // By the text of the id as populations have it, by the place as documents have it.
    let by_text = stored.by_document().unwrap();
    assert_eq!(
        ids(&stored, &by_text),
        ["a:9-100", "a:9-20", "a:10-19", "b:0-9"]
    );
    let by_place = stored.in_documents().unwrap();
    assert_eq!(
        ids(&stored, &by_place),
        ["a:9-20", "a:9-100", "a:10-19", "b:0-9"]
    );
}

#[test]
fn without_places_the_order_of_the_table_stays() {
    let facts = ["row-3", "a:10-19", "row-2"].map(fact);
    assert_eq!(stored(&facts).in_documents().unwrap(), [0, 1, 2]);
    let other_document = LabelledFact {
        document_id: "a".into(),
        ..fact("c:0-9")
    };
    let facts = [other_document, fact("a:5-9"), fact("b:0-9")];
    assert_eq!(stored(&facts).in_documents().unwrap(), [1, 0, 2]);
}

#[test]
fn a_population_of_stored_passages_is_that_of_held_ones() {
    let facts = sampled();
    let stored = stored(&facts);
    let held = Population::of(&facts, &settings()).unwrap();
    let stored = Population::of_stored(&stored, &settings()).unwrap();
    assert_eq!(held.coded, stored.coded);
    assert_eq!(held.overview, stored.overview);
    let ids = |population: &Population<'_>| {
        let mut ids = Vec::new();
        population
            .visit(|entry| {
                ids.push((entry.fact.clone(), entry.cluster, entry.place));
                Ok::<(), crate::compare::CompareError>(())
            })
            .unwrap();
        ids
    };
    assert_eq!(ids(&held), ids(&stored));
}

#[test]
fn instruments_are_carried_over_within_an_exchange() {
    let of = |id: &str, exchange: &str, instruments: &[usize]| LabelledFact {
        exchange_id: exchange.into(),
        instruments: instruments.into(),
        ..fact(id)
    };
    let mut stored = stored(&[
        of("a:40-49", "a#1", &[]),
        of("a:0-9", "a#1", &[]),
        of("a:10-19", "a#1", &[2, 5]),
        of("a:20-29", "", &[]),
        of("a:30-39", "a#2", &[]),
        of("a:50-59", "a#2", &[1]),
        of("b:0-9", "a#1", &[]),
        of("b:10-19", "a#1", &[3]),
        of("b:20-29", "a#1", &[]),
    ]);
    let order = stored.in_documents().unwrap();
    stored.carry_over_instruments(&order).unwrap();
    let mut found = Vec::new();
    stored
        .visit(|_, fact| found.push(fact.instruments.to_vec()))
        .unwrap();
    let expected: [&[usize]; 9] = [&[2, 5], &[], &[2, 5], &[], &[], &[1], &[2, 5], &[3], &[3]];
    assert_eq!(found, expected);
}
