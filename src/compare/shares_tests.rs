//! Cells and their shares: what adds up, what changes nothing, and numbers by hand.

use proptest::prelude::*;

use super::super::test_facts::{coded, fact, sampled, sampled_actor, settings};
use super::*;
use crate::compare::{Inference, JointRule, LabelledFact, SHARE_TABLES};
use crate::corpus::Actor;
use crate::random::Random;

fn rows(facts: &[LabelledFact], axes: &[Axis], settings: &CompareSettings) -> Vec<ShareRow> {
    let population = Population::of(facts, settings).unwrap();
    let mut rows = Vec::new();
    shares(&population, axes, settings, |row| {
        rows.push(row);
        Ok::<(), CompareError>(())
    })
    .unwrap();
    rows
}

/// The shares of the cells of actors.
fn cells(
    population: &Population<'_>,
    denominator: Denominator,
    settings: &CompareSettings,
) -> Vec<(CellKey, Option<CellShares>)> {
    let table = TableOf {
        population,
        axes: &[Axis::Actor],
        settings,
    };
    let mut cells = EstimatedCells::tally(&table, 0..population.n_documents(), None).unwrap();
    let mut shares = cells.estimate(denominator.size(), |_| true).unwrap();
    let of_cell = |(key, cell): (&CellKey, usize)| {
        let whole = shares[cell].take();
        let own = match (denominator, settings.none_class) {
            (Denominator::StanceTaking, Some(none)) => whole.and_then(|w| w.of_stance_taking(none)),
            _ => whole,
        };
        (key.clone(), own)
    };
    cells.keys().map(of_cell).collect()
}

/// The row of an actor in all roles, of the corpus.
fn row<'a>(
    rows: &'a [ShareRow],
    key: &[&str],
    stance: usize,
    denominator: Denominator,
) -> &'a ShareRow {
    let is_it = |row: &&ShareRow| {
        row.key == key
            && row.role.is_none()
            && row.stance == stance
            && row.denominator == denominator
            && row.inference == Inference::Corpus
    };
    rows.iter().find(is_it).unwrap()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

/// A statement of one actor, coded.
fn said(id: &str, actor: &str, class: usize, n_words: usize) -> LabelledFact {
    LabelledFact {
        actor: Actor::from_name(actor),
        gold: Some(coded(class)),
        n_words,
        ..fact(id)
    }
}

#[test]
fn joint_statements_count_by_the_rule() {
    let facts = [
        said("a:0-9", "VVD", 0, 10),
        said("a:10-19", "VVD+CDA", 1, 20),
        said("a:20-29", "CDA", 1, 10),
        said("a:30-39", "CDA", 0, 10),
    ];
    let of = |joint: JointRule| {
        let settings = CompareSettings {
            joint,
            ..settings()
        };
        rows(&facts, &[Axis::Actor], &settings)
    };
    let passages = Denominator::Passages;
    let fractional = of(JointRule::Fractional);
    // Half of one for class 1 beside one for class 0: .5/1.5; and 1.5 of 2.5.
    near(
        row(&fractional, &["VVD"], 1, passages).estimate.value,
        1.0 / 3.0,
    );
    near(row(&fractional, &["CDA"], 1, passages).estimate.value, 0.6);
    // In words 10 of 20, and 20 of 30.
    near(
        row(&fractional, &["VVD"], 1, Denominator::Words)
            .estimate
            .value,
        0.5,
    );
    near(
        row(&fractional, &["CDA"], 1, Denominator::Words)
            .estimate
            .value,
        2.0 / 3.0,
    );
    let each = of(JointRule::Each);
    near(row(&each, &["VVD"], 1, passages).estimate.value, 0.5);
    near(row(&each, &["CDA"], 1, passages).estimate.value, 2.0 / 3.0);
    let first = of(JointRule::First);
    near(row(&first, &["VVD"], 1, passages).estimate.value, 0.5);
    near(row(&first, &["CDA"], 1, passages).estimate.value, 0.5);
    let own = of(JointRule::Own);
    near(row(&own, &["VVD"], 1, passages).estimate.value, 0.0);
    near(row(&own, &["VVD+CDA"], 1, passages).estimate.value, 1.0);
    // Together every statement counts once, whatever the rule.
    for rows in [&fractional, &each, &first, &own] {
        let all = row(rows, &["all"], 1, passages);
        near(all.estimate.value, 0.5);
        assert_eq!(all.counts.n_passages, 4);
    }
}

#[test]
fn shares_of_stances_and_words_by_hand() {
    // Classes 0, 0, 1, 3 (no stance) with 10, 20, 30 and 40 words.
    let facts = [
        said("a:0-9", "VVD", 0, 10),
        said("a:10-19", "VVD", 0, 20),
        said("a:20-29", "VVD", 1, 30),
        said("a:30-39", "VVD", 3, 40),
    ];
    let rows = rows(&facts, &[Axis::Actor], &settings());
    let value = |stance, denominator| row(&rows, &["VVD"], stance, denominator).estimate.value;
    near(value(0, Denominator::Passages), 0.5);
    near(value(0, Denominator::StanceTaking), 2.0 / 3.0);
    near(value(0, Denominator::Words), 0.3);
    near(value(3, Denominator::Words), 0.4);
    // Predicted is always class 1.
    let predicted = row(&rows, &["VVD"], 1, Denominator::Passages);
    near(predicted.raw_share, 1.0);
    near(predicted.coded_share, 0.25);
    assert_eq!(predicted.estimate.status, Status::Census);
    assert_eq!(predicted.counts.pi, Some((1.0, 1.0)));
    let none = rows
        .iter()
        .filter(|row| row.denominator == Denominator::StanceTaking && row.stance == 3);
    assert_eq!(none.count(), 0);
}

#[test]
fn where_nobody_takes_a_stance_there_is_no_share_of_stances() {
    let facts = [said("a:0-9", "VVD", 3, 0), said("a:10-19", "VVD", 3, 0)];
    let rows = rows(&facts, &[Axis::Actor], &settings());
    for denominator in [Denominator::StanceTaking, Denominator::Words] {
        let row = row(&rows, &["VVD"], 0, denominator);
        assert_eq!(row.estimate, Estimate::nothing(Status::Empty));
    }
}

#[test]
fn codings_without_a_known_chance_give_descriptions_alone() {
    let facts = [said("a:0-9", "VVD", 0, 10), fact("a:10-19")];
    let rows = rows(&facts, &[Axis::Actor], &settings());
    let found = row(&rows, &["VVD"], 0, Denominator::Passages);
    assert_eq!(found.estimate, Estimate::nothing(Status::Descriptive));
    near(found.coded_share, 1.0);
    near(found.raw_share, 0.0);
    let counts = &found.counts;
    assert_eq!((counts.n_coded, counts.n_coded_unknown_pi), (0, 1));
    assert_eq!(counts.pi, None);
    assert!(rows.iter().all(|row| row.inference == Inference::Corpus));
}

#[test]
fn every_instrument_has_a_row_and_a_passage_counts_for_each_of_its_own() {
    let facts = sampled();
    let rows = rows(&facts, &[Axis::Actor, Axis::Instrument], &settings());
    let n = |actor: &str, instrument: &str| {
        let of = rows.iter().filter(|row| {
            row.key == [actor, instrument] && row.stance == 0 && row.inference == Inference::Corpus
        });
        of.map(|row| row.counts.n_passages).collect::<Vec<_>>()
    };
    // Passages 0, 4, … of the VVD are about the pact, 1, 5, … of D66 about both; roles 16 to 32.
    assert_eq!(n("VVD", "pact").iter().sum::<usize>(), 12);
    assert_eq!(n("D66", "dublin").iter().sum::<usize>(), 12);
    assert_eq!(n("VVD", "dublin"), [0, 0]);
    assert_eq!(n("VVD", "none").iter().sum::<usize>(), 12);
    let empty = rows.iter().filter(|row| row.counts.n_passages == 0);
    assert!(empty.clone().count() > 0);
    for row in empty {
        assert_eq!(row.estimate, Estimate::nothing(Status::Empty));
    }
}

/// The chance of one cell is none of another's, though the numbers of their units might be alike.
#[test]
fn a_cell_that_is_coded_whole_takes_no_chance_from_another() {
    let mut facts = sampled_actor("B", [5, 5, 5, 5], 4);
    facts.extend((0..20).map(|i| said(&format!("A:{i}-{}", i + 1), "A", i % 4, 10)));
    let settings = settings();
    let population = Population::of(&facts, &settings).unwrap();
    let cells = cells(&population, Denominator::Passages, &settings);
    let of = |name: &str| {
        let mut cells = cells.iter();
        let (_, shares) = cells
            .find(|(key, _)| key.parts[0].name == name && key.role().is_none())
            .unwrap();
        shares.clone().unwrap().influence
    };
    let variance = |influence: &crate::compare::Influence| {
        let covariance = influence.covariance(Inference::Corpus, &population.strata);
        covariance.unwrap().variance(0)
    };
    let (a, b) = (of("A"), of("B"));
    assert!(variance(&a).abs() < 1e-18);
    assert!(variance(&b) > 0.0);
    assert!((variance(&a.minus(&b)) - variance(&b)).abs() < 1e-15);
}

/// The sampled passages, some of them joint, in another order each time.
fn shuffled(seed: u64) -> Vec<LabelledFact> {
    let mut facts = sampled();
    let mut random = Random::new(seed);
    random.shuffle(&mut facts);
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_passages_does_not_matter(seed in any::<u64>()) {
        for table in &SHARE_TABLES {
            let settings = settings();
            prop_assert_eq!(
                rows(&sampled(), table.axes, &settings),
                rows(&shuffled(seed), table.axes, &settings)
            );
        }
    }

    #[test]
    fn a_copy_changes_nothing_but_the_count_of_copies(place in 0_usize..48) {
        let mut facts = sampled();
        let mut copy = facts[place].clone();
        copy.duplicate_of = Some(copy.passage_id.as_str().into());
        copy.passage_id.push('9');
        facts.push(copy);
        let without_count = |mut row: ShareRow| {
            let n = row.counts.n_left_out;
            row.counts.n_left_out = 0;
            (row, n)
        };
        for table in &SHARE_TABLES {
            let settings = settings();
            let before = rows(&sampled(), table.axes, &settings);
            let after = rows(&facts, table.axes, &settings);
            let (after, n): (Vec<_>, Vec<_>) = after.into_iter().map(without_count).unzip();
            prop_assert_eq!(before, after);
            prop_assert!(n.contains(&1));
        }
    }

    #[test]
    fn shares_of_a_cell_add_up_to_1_and_a_census_is_the_plain_share(
        classes in proptest::collection::vec((0_usize..4, 0_usize..4, any::<bool>()), 2..60),
        is_census in any::<bool>(),
    ) {
        let facts: Vec<LabelledFact> = classes
            .iter()
            .enumerate()
            .map(|(i, (class, predicted, is_coded))| {
                let mut facts = sampled_actor("A", [1, 0, 0, 0], 9);
                let mut fact = facts.swap_remove(0);
                fact.passage_id = format!("d{}:{i}-{}", i / 3, i + 1);
                fact.document_id = format!("d{}", i / 3).into();
                fact.predicted = *predicted;
                fact.probabilities = [0.1; 4].into();
                fact.probabilities[*predicted] = 0.7;
                if let Some(gold) = &mut fact.gold {
                    gold.class = *class;
                }
                if !is_census && !is_coded {
                    fact.gold = None;
                }
                fact
            })
            .collect();
        let settings = settings();
        let population = Population::of(&facts, &settings).unwrap();
        for denominator in Denominator::ALL {
            let cells = cells(&population, denominator, &settings);
            for found in cells.into_iter().filter_map(|(_, shares)| shares) {
                prop_assert!((found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                prop_assert!((found.labels.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                if is_census && denominator == Denominator::Passages {
                    for (k, share) in found.shares.iter().enumerate() {
                        let n = classes.iter().filter(|(class, ..)| *class == k).count();
                        let plain = n as f64 / classes.len() as f64;
                        prop_assert!((share - plain).abs() < 1e-9);
                    }
                }
            }
        }
    }

    /// Under `own` every passage has one actor, so the actors of a role make up the whole role.
    #[test]
    fn every_passage_is_in_one_cell_of_each_role(
        actors in proptest::collection::vec((0_usize..4, 0_usize..3), 1..40),
    ) {
        let roles = [None, Some(Role::Question), Some(Role::Answer)];
        let facts: Vec<LabelledFact> = actors
            .iter()
            .enumerate()
            .map(|(i, (actor, role))| LabelledFact {
                actor: Actor::from_name(["VVD", "D66", "VVD+D66", ""][*actor]),
                role: roles[*role],
                ..fact(&format!("d{}:{i}-{}", i / 5, i + 1))
            })
            .collect();
        let rows = rows(&facts, &[Axis::Actor], &settings());
        for (place, role) in roles.iter().enumerate() {
            let expected = match role {
                None => facts.len(),
                Some(_) => actors.iter().filter(|(_, own)| *own == place).count(),
            };
            let of_role = || {
                rows.iter().filter(|row| {
                    row.role == *role
                        && row.stance == 0
                        && row.denominator == Denominator::Passages
                })
            };
            let is_all = |row: &&ShareRow| row.key == ["all"];
            let of_actors: usize = of_role()
                .filter(|row| !is_all(row))
                .map(|row| row.counts.n_passages)
                .sum();
            let of_all: usize = of_role().filter(is_all).map(|row| row.counts.n_passages).sum();
            prop_assert_eq!((of_actors, of_all), (expected, expected));
        }
    }
}

#[test]
fn correlation_by_hand() {
    // (0, .2), (1, .8), (1, .6), (0, .4): sums of squares 1 and .2, of products .4.
    let found = correlation(&[(0.0, 0.2), (1.0, 0.8), (1.0, 0.6), (0.0, 0.4)]);
    near(found, 0.4 / 0.2_f64.sqrt());
    assert_eq!(correlation(&[(1.0, 0.2), (1.0, 0.8)]), None);
    assert_eq!(correlation(&[]), None);
}

#[test]
fn cells_of_instruments_are_the_same_one_actor_after_the_other() {
    let mut facts = sampled();
    for (i, fact) in facts.iter_mut().enumerate() {
        fact.instruments = [&[][..], &[1], &[0, 2]][i % 3].into();
        fact.actor = Actor::from_name(["VVD", "CDA", "PvdA+GroenLinks", "Kabinet"][i % 4]);
    }
    let (axes, settings) = ([Axis::Actor, Axis::Instrument], settings());
    let population = Population::of(&facts, &settings).unwrap();
    let table = TableOf {
        population: &population,
        axes: &axes,
        settings: &settings,
    };
    let expected = rows(&facts, &axes, &settings);
    for n_at_a_time in [0, facts.len(), 3 * facts.len()] {
        let mut found = Vec::new();
        let mut emit = |row| {
            found.push(row);
            Ok::<(), CompareError>(())
        };
        by_instrument(&table, n_at_a_time, &mut emit).unwrap();
        assert!(found == expected, "{n_at_a_time}");
    }
}
