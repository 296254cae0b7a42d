//! What makes a population, and what is refused.

use super::super::test_facts::{coded, drawn, fact, sampled, settings};
use super::*;
use crate::compare::Gold;

fn refused(facts: &[LabelledFact]) -> String {
    let error = Population::of(facts, &settings()).unwrap_err();
    assert!(error.help().is_some());
    error.to_string()
}

#[test]
fn what_cannot_be_compared_is_refused_with_its_place() {
    let class = LabelledFact {
        predicted: 4,
        ..fact("a:0-9")
    };
    assert_eq!(
        refused(&[class]),
        "passage `a:0-9`: class number 4, expected below 4"
    );
    let gold = LabelledFact {
        gold: Some(coded(9)),
        ..fact("a:0-9")
    };
    assert_eq!(
        refused(&[gold]),
        "passage `a:0-9`: class number 9, expected below 4"
    );
    assert_eq!(
        refused(&[fact("a:0-9"), fact("a:0-9")]),
        "passage `a:0-9` occurs twice; expected every passage once"
    );
    let in_sample = |id: &str| LabelledFact {
        is_in_sample: true,
        ..fact(id)
    };
    assert_eq!(
        refused(&[in_sample("b:0-9"), fact("c:0-9"), in_sample("a:0-9")]),
        "2 of 3 passages, first `a:0-9`, are labelled by a model that was trained on them; expected \
         out-of-fold predictions for these"
    );
    let of_stratum = |id: &str| LabelledFact {
        gold: Some(drawn(0, "1:VVD", 1, 1.0)),
        ..fact(id)
    };
    assert_eq!(
        refused(&[of_stratum("a:0-9"), of_stratum("b:0-9")]),
        "stratum `1:VVD`: 2 sampling units are coded, expected at most the 1 that the gold file \
         says it has"
    );
}

#[test]
fn the_order_of_passages_is_that_of_places_whatever_the_input() {
    let facts = ["b:0-9", "a:10-19", "a:9-10", "row-2"].map(fact);
    let population = Population::of(&facts, &settings()).unwrap();
    let mut ids = Vec::new();
    population
        .visit(|entry| {
            ids.push(entry.fact.passage_id.clone());
            Ok::<(), CompareError>(())
        })
        .unwrap();
    assert_eq!(ids, ["a:9-10", "a:10-19", "b:0-9", "row-2"]);
}

#[test]
fn repeated_passages_are_left_out_and_known() {
    let copy = LabelledFact {
        duplicate_of: Some("a:0-9".into()),
        gold: Some(coded(0)),
        ..fact("b:0-9")
    };
    let facts = [fact("a:0-9"), copy];
    let population = Population::of(&facts, &settings()).unwrap();
    assert_eq!(population.overview.n_passages, 1);
    assert_eq!(population.overview.n_left_out, 1);
    assert_eq!(population.n_unknown_pi, 0);
    assert!(!population.is_census && !population.is_sampled);
}

#[test]
fn strata_count_their_coded_units() {
    let facts = sampled();
    let population = Population::of(&facts, &settings()).unwrap();
    let size = StratumSize {
        n_units: 24,
        n_coded: 12,
    };
    assert_eq!(population.strata, [size, size]);
    assert_eq!(population.weighting, Weighting::Ratio);
    assert!(population.is_sampled && !population.is_census);
}

fn with_drawn(id: &str, change: impl Fn(&mut Drawn)) -> LabelledFact {
    let mut gold = drawn(0, "all", 100, 0.1);
    gold.drawn.iter_mut().for_each(change);
    LabelledFact {
        gold: Some(gold),
        ..fact(id)
    }
}

#[test]
fn probabilities_without_a_frame_are_taken_as_they_stand() {
    let facts = [with_drawn("a:0-9", |drawn| drawn.from_frame = false)];
    let population = Population::of(&facts, &settings()).unwrap();
    assert_eq!(population.weighting, Weighting::HorvitzThompson);
}

#[test]
fn codings_without_a_known_chance_enter_nothing() {
    let unknown = LabelledFact {
        gold: Some(Box::new(Gold {
            class: 0,
            drawn: None,
        })),
        ..fact("a:0-9")
    };
    let facts = [unknown, fact("b:0-9")];
    let population = Population::of(&facts, &settings()).unwrap();
    assert_eq!(population.n_unknown_pi, 1);
    assert!(!population.is_sampled);
    assert!(population.coded.iter().all(|coded| coded.coding.is_none()));
}

#[test]
fn documents_that_are_many_or_drawn_whole_are_the_clusters() {
    let unit = |facts: &[LabelledFact]| Population::of(facts, &settings()).unwrap().cluster_unit;
    let of_groups: Vec<LabelledFact> = (0..4)
        .map(|i| LabelledFact {
            group: format!("g{i}").into(),
            ..fact(&format!("a:{i}-9"))
        })
        .collect();
    assert_eq!(unit(&of_groups), ClusterUnit::Group);
    let mut drawn = of_groups.clone();
    drawn[0] = LabelledFact {
        group: "g0".into(),
        ..with_drawn("a:0-9", |drawn| drawn.by_document = true)
    };
    assert_eq!(unit(&drawn), ClusterUnit::Document);
    let mut ungrouped = of_groups;
    ungrouped[0].group = "".into();
    assert_eq!(unit(&ungrouped), ClusterUnit::Document);
    let many: Vec<LabelledFact> = (0..30).map(|i| fact(&format!("d{i}:0-9"))).collect();
    assert_eq!(unit(&many), ClusterUnit::Document);
    assert_eq!(unit(&many[..29]), ClusterUnit::Group);
}

#[test]
fn an_empty_table_is_an_empty_population() {
    let population = Population::of(&[], &settings()).unwrap();
    assert_eq!(population.overview.n_passages, 0);
    assert!(!population.is_census);
}
