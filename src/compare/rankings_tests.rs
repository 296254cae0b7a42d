//! Probabilities of ranks and orders, and when no ranking is shown.

use super::super::test_facts::{coded, fact, sampled_actor, settings};
use super::*;
use crate::compare::{LabelledFact, actors_by_role};
use crate::corpus::Actor;
use crate::metrics::normal_cdf;

fn ranked(facts: &[LabelledFact]) -> Vec<Ranking> {
    let settings = settings();
    let population = Population::of(facts, &settings).unwrap();
    rankings(
        &actors_by_role(&population, &settings).unwrap(),
        &population,
        &settings,
    )
}

/// The ranking between solidarity and control, of the corpus.
fn first(facts: &[LabelledFact]) -> Ranking {
    ranked(facts).into_iter().next().unwrap()
}

fn two_actors() -> Vec<LabelledFact> {
    let a = sampled_actor("A", [20, 15, 15, 10], 4);
    let b = sampled_actor("B", [16, 19, 15, 10], 4);
    [a, b].concat()
}

#[test]
fn probabilities_of_ranks_and_orders_add_up() {
    let three = [two_actors(), sampled_actor("C", [18, 18, 10, 14], 4)].concat();
    let rankings = ranked(&three);
    assert_eq!(rankings.len(), 3 * 2);
    for ranking in rankings {
        assert_eq!(ranking.actors.len(), 3, "{}", ranking.reason);
        for rank in 0..3 {
            let of_rank = |actor: &RankedActor| actor.rank_probabilities[rank];
            let sum: f64 = ranking.actors.iter().map(of_rank).sum();
            assert!((sum - 1.0).abs() < 1e-9);
        }
        for actor in &ranking.actors {
            let sum: f64 = actor.rank_probabilities.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9);
            let (low, high) = actor.rank_range();
            assert!(low <= high);
        }
        // Three actors have six orders, all of them listed.
        let sum: f64 = ranking.orders.iter().map(|order| order.1).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        assert!(ranking.orders.is_sorted_by(|a, b| a.1 >= b.1));
        assert!(ranking.actors.is_sorted_by(|a, b| a.estimate >= b.estimate));
    }
}

/// Actors who share no passage are independent for the corpus: `P(a > b) = Φ(d / sqrt(V_a + V_b))`.
/// Of 10,000 draws its error is at most sqrt(.25/10000) = .005; four of these.
#[test]
fn of_two_actors_one_is_above_with_the_probability_of_the_normal_distribution() {
    let facts = two_actors();
    let settings = settings();
    let population = Population::of(&facts, &settings).unwrap();
    let roles = actors_by_role(&population, &settings).unwrap();
    let positions: Vec<(f64, f64)> = roles[0]
        .actors
        .iter()
        .map(|actor| {
            let position = position(actor, &[0, 1], Inference::Corpus, &population, &settings);
            let error = position.estimate.std_error.unwrap();
            (position.estimate.value.unwrap(), error * error)
        })
        .collect();
    let [(a, var_a), (b, var_b)] = positions[..] else {
        panic!("two actors")
    };
    let expected = normal_cdf((a - b) / (var_a + var_b).sqrt());
    assert!(expected > 0.6 && expected < 0.99, "{expected}");
    let ranking = first(&facts);
    let found = ranking.actors[0].above_next.unwrap();
    assert!((found - expected).abs() < 0.02, "{found} {expected}");
    assert!((ranking.actors[0].rank_probabilities[0] - found).abs() < 1e-12);
    assert_eq!(ranking.actors[1].above_next, None);
}

#[test]
fn no_ranking_where_the_classifier_knows_one_actor_better() {
    // Always right for A, and wrong in every second passage for B.
    let a = sampled_actor("A", [20, 15, 15, 10], 1000);
    let b = sampled_actor("B", [20, 15, 15, 10], 2);
    let ranking = first(&[a, b].concat());
    assert!(ranking.actors.is_empty() && ranking.orders.is_empty());
    assert_eq!(
        ranking.reason,
        // Wilson's intervals of 20 of 20 and of 10 of 20, computed apart: .8389–1, .2993–.7007.
        "recall of pro-solidarity differs: A 1.00 (n = 20, 0.84–1.00), B 0.50 (n = 20, 0.30–0.70)"
    );
}

#[test]
fn recall_counts_passages_by_how_they_were_drawn() {
    let mut facts = sampled_actor("A", [20, 15, 15, 10], 2);
    for fact in &mut facts {
        let is_right = fact
            .gold
            .as_ref()
            .is_some_and(|g| g.class == fact.predicted);
        if let Some(drawn) = fact.gold.as_mut().and_then(|gold| gold.drawn.as_mut()) {
            drawn.pi = if is_right { 0.25 } else { 0.75 };
        }
    }
    let settings = settings();
    let population = Population::of(&facts, &settings).unwrap();
    let roles = actors_by_role(&population, &settings).unwrap();
    // Ten right ones stand for 4 each, ten wrong ones for 4/3: 40 / (40 + 13.33) = .75.
    let (recall, n) = roles[0].actors[0].recall(0).unwrap();
    assert!((recall - 0.75).abs() < 1e-12, "{recall}");
    assert_eq!(n, 20);
}

#[test]
fn actors_with_few_codings_are_left_out() {
    let few = sampled_actor("Few", [6, 6, 6, 6], 4);
    let ranking = first(&[two_actors(), few.clone()].concat());
    assert_eq!(ranking.actors.len(), 2);
    assert_eq!(ranking.reason, "fewer than 25 coded passages: Few");
    let alone = sampled_actor("A", [20, 15, 15, 10], 4);
    let ranking = first(&[alone, few].concat());
    assert!(ranking.actors.is_empty());
    assert_eq!(
        ranking.reason,
        "fewer than two actors to rank; fewer than 25 coded passages: Few"
    );
}

/// Every passage coded, A and B alike: nothing is uncertain but the order, which is open.
#[test]
fn equal_positions_have_no_order() {
    let facts: Vec<LabelledFact> = (0..60)
        .map(|i| LabelledFact {
            actor: Actor::from_name(if i < 30 { "A" } else { "B" }),
            gold: Some(coded(i % 3)),
            ..fact(&format!("d{i}:0-9"))
        })
        .collect();
    let ranking = first(&facts);
    let above = ranking.actors[0].above_next.unwrap();
    assert!((above - 0.5).abs() < 0.02, "{above}");
    assert_eq!(ranking.actors[0].rank_range(), (1, 2));
    assert_eq!(ranking.orders.len(), 2);
}

#[test]
fn the_factor_of_a_covariance_gives_it_back() {
    // L = [[2, 0], [1, 3]]: L Lᵀ = [[4, 2], [2, 10]].
    let factor = cholesky(&[vec![4.0, 2.0], vec![2.0, 10.0]]);
    let expected = [[2.0, 0.0], [1.0, 3.0]];
    for (row, expected) in factor.iter().zip(expected) {
        for (a, b) in row.iter().zip(expected) {
            assert!((a - b).abs() < 1e-12);
        }
    }
    // What does not vary has no row.
    let factor = cholesky(&[vec![0.0, 0.0], vec![0.0, 9.0]]);
    assert_eq!(factor, [[0.0, 0.0], [0.0, 3.0]]);
}

#[test]
fn ranks_hold_95_percent_of_the_probability() {
    let actor = |p: &[f64]| RankedActor {
        actor: "A".to_owned(),
        estimate: 0.0,
        rank_probabilities: p.to_vec(),
        above_next: None,
        n_coded: 25,
    };
    assert_eq!(actor(&[0.02, 0.5, 0.46, 0.02]).rank_range(), (2, 3));
    assert_eq!(actor(&[0.03, 0.5, 0.44, 0.03]).rank_range(), (1, 4));
    assert_eq!(actor(&[1.0, 0.0]).rank_range(), (1, 1));
}
