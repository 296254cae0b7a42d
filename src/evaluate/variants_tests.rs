use std::fmt::Write as _;

use super::*;
use crate::corpus::{Codebook, read_test_rows};
use crate::evaluate::{PositionSettings, compare_pairs, score_positions};
use crate::math::ln;

fn prediction(class: usize, inner: f64) -> VariantPrediction {
    let mut probabilities = vec![0.1; 4];
    probabilities[class] = 0.7;
    VariantPrediction {
        class,
        probabilities,
        inner: InnerScore {
            macro_f1: inner,
            log_loss: 1.0,
        },
    }
}

/// Eight rows of four groups and two parties, two of each class, the classes in turn.
fn set() -> EvaluationSet {
    let codebook = Codebook::built_in();
    let ids: Vec<&str> = codebook.class_ids().collect();
    let mut table = "text,stance,group,party\n".to_owned();
    for row in 0..8 {
        let (class, group) = (ids[row % 4], row / 2);
        let party = ["VVD", "D66"][row % 2];
        let _ = writeln!(table, "t{row},{class},g{group},{party}");
    }
    let rows = read_test_rows(table.as_bytes(), "t.csv", "text", None, &codebook).unwrap();
    let gold = EvaluationSet::of_tests(&rows, 4).unwrap();
    assert_eq!(gold.n_groups(), 4);
    gold
}

fn trial(variant: &str, groupings: &[(&[usize], f64)]) -> Trial {
    let rows = |(classes, inner): &(&[usize], f64)| {
        classes.iter().map(|&k| prediction(k, *inner)).collect()
    };
    Trial {
        variant: variant.to_owned(),
        outcome: Ok(groupings.iter().map(rows).collect()),
    }
}

const RIGHT: [usize; 8] = [0, 1, 2, 3, 0, 1, 2, 3];
/// Rows 0 and 1 wrong.
const TWO_WRONG: [usize; 8] = [1, 0, 2, 3, 0, 1, 2, 3];

fn contest(set: &EvaluationSet, trials: Vec<Trial>) -> Contest<'_> {
    Contest {
        split: "other".to_owned(),
        set,
        trials,
        baseline: 0,
        folds: Vec::new(),
        how: "as told".to_owned(),
        n_resamples: 200,
        seed: 1,
    }
}

fn find<'a>(rows: &'a [VariantScore], variant: &str, metric: &str) -> &'a VariantScore {
    rows.iter()
        .find(|row| (row.variant.as_str(), row.metric) == (variant, metric))
        .unwrap()
}

fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12, "got {got}, want {want}");
}

#[test]
fn a_score_is_the_mean_over_groupings_and_a_difference_is_paired() {
    let set = set();
    let first = trial("plain", &[(&TWO_WRONG, 0.5), (&RIGHT, 0.5)]);
    let second = trial("full", &[(&RIGHT, 0.4), (&RIGHT, 0.4)]);
    let rows = score_contest(&contest(&set, vec![first, second])).unwrap();
    // Accuracy 6/8 and 1; F1 of classes 0 and 1 is 1/2 each (one right, one missed, one false),
    // of the others 1: macro-F1 .75 in the first grouping, 1 in the second.
    near(find(&rows, "plain", "accuracy").estimate.unwrap(), 0.875);
    let plain = find(&rows, "plain", "macro_f1");
    near(plain.estimate.unwrap(), 0.875);
    assert_eq!((plain.n, plain.n_groups, plain.n_groupings), (8, 4, 2));
    assert!(plain.minus_baseline.is_none() && plain.minus_previous.is_none());
    let full = find(&rows, "full", "macro_f1");
    let difference = full.minus_baseline.unwrap();
    near(difference.estimate, 0.125);
    assert_eq!(full.minus_previous, full.minus_baseline);
    let interval = difference.interval.unwrap();
    assert!(interval.low >= 0.0 && interval.high <= 0.5, "{interval:?}");
    // Each prediction gives its class .7: −ln .7 where right, −ln .1 where wrong.
    near(find(&rows, "full", "log_loss").estimate.unwrap(), -ln(0.7));
    let n_f1 = rows.iter().filter(|row| row.metric == "f1").count();
    assert_eq!(n_f1, 3 * 4);
    assert_eq!(find(&rows, "full", "f1").n, 2);
}

#[test]
fn what_is_chosen_inside_is_what_did_best_in_the_training_part() {
    let set = set();
    // In the first grouping the wrong one did better inside, in the second the right one.
    let first = trial("plain", &[(&TWO_WRONG, 0.6), (&TWO_WRONG, 0.4)]);
    let second = trial("full", &[(&RIGHT, 0.5), (&RIGHT, 0.5)]);
    let chosen = choose_inside(&[first.clone(), second.clone()]).unwrap();
    assert_eq!(chosen.variant, "chosen-inside");
    let rows = score_contest(&contest(&set, vec![first.clone(), second])).unwrap();
    let chosen = find(&rows, "chosen-inside", "accuracy");
    near(chosen.estimate.unwrap(), 0.875);
    near(chosen.minus_baseline.unwrap().estimate, 0.125);
    assert!(chosen.minus_previous.is_none());
    assert!(chosen.method.starts_with("in each training part"));
    assert!(choose_inside(&[first]).is_none());
}

#[test]
fn equals_inside_are_told_apart_by_log_loss_and_then_by_order() {
    let set = set();
    let first = trial("plain", &[(&TWO_WRONG, 0.5)]);
    let second = trial("full", &[(&RIGHT, 0.5)]);
    let accuracy = |second: Trial| {
        let rows = score_contest(&contest(&set, vec![first.clone(), second])).unwrap();
        find(&rows, "chosen-inside", "accuracy").estimate.unwrap()
    };
    near(accuracy(second.clone()), 0.75);
    let mut better = second;
    for row in better.outcome.iter_mut().flatten().flatten() {
        row.inner.log_loss = 0.9;
    }
    near(accuracy(better), 1.0);
}

#[test]
fn a_variant_without_predictions_has_a_row_that_says_why() {
    let set = set();
    let first = trial("plain", &[(&RIGHT, 0.5)]);
    let second = Trial {
        variant: "full".to_owned(),
        outcome: Err("too few rows".to_owned()),
    };
    let contest = contest(&set, vec![first, second]);
    let rows = score_contest(&contest).unwrap();
    let full = find(&rows, "full", "macro_f1");
    assert_eq!(
        (full.estimate, full.method.as_str()),
        (None, "too few rows")
    );
    let chosen = find(&rows, "chosen-inside", "macro_f1");
    assert_eq!(chosen.method, "variant `full`: too few rows");
    assert!(compare_pairs(&contest, &rows).unwrap().is_empty());
}

#[test]
fn pairs_are_counted_on_the_first_grouping() {
    let set = set();
    let first = trial("plain", &[(&TWO_WRONG, 0.5), (&RIGHT, 0.5)]);
    let second = trial("full", &[(&RIGHT, 0.4), (&RIGHT, 0.4)]);
    // Two folds in each grouping, rows 0 to 3 and 4 to 7.
    let fold = |test: std::ops::Range<usize>| Fold {
        name: test.start.to_string(),
        train: (0..8).filter(|row| !test.contains(row)).collect(),
        test: test.collect(),
        n_shared_runs: 0,
    };
    let folds = [fold(0..4), fold(4..8)];
    let mut contest = contest(&set, vec![first, second]);
    contest.folds = vec![&folds, &folds];
    let scores = score_contest(&contest).unwrap();
    let rows = compare_pairs(&contest, &scores).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].right, [6, 2, 0, 0]);
    // n10 = 2, n01 = 0: exact 2 · ¼, mid-p ½ − ¼.
    near(rows[0].mcnemar.exact_p, 0.5);
    near(rows[0].mcnemar.mid_p, 0.25);
    near(rows[0].difference.unwrap().estimate, 0.125);
    // Differences by fold: the first grouping's first fold has classes 0 and 1 swapped, F1 0, 0, 1,
    // 1, so 1 − ½; the others 0. Mean ⅛, s² = 1/16, 4 folds, 4 test rows for 4 trained ones:
    // t = ⅛ / sqrt((¼ + 1)/16) = ½ / sqrt(1.25).
    let test = rows[0].resampled.unwrap();
    near(test.t, 0.5 / 1.25_f64.sqrt());
    near(test.degrees, 3.0);
}

#[test]
fn parties_are_ordered_by_their_log_ratio() {
    let set = set();
    let parties: Vec<Option<String>> = set
        .tested()
        .iter()
        .map(|row| Some(row.actor.clone()))
        .collect();
    // VVD speaks in rows 0, 2, 4, 6, D66 in the others. Class 1 is above the line.
    let vvd_above = [1, 0, 1, 0, 1, 0, 1, 0];
    let contest = contest(
        &set,
        vec![
            trial("plain", &[(&vvd_above, 0.5)]),
            trial("full", &[(&vvd_above.map(|k| 1 - k), 0.5)]),
        ],
    );
    let settings = PositionSettings {
        plus: vec![1],
        minus: vec![0, 2],
        min_rows: 4,
        positions: [("VVD".to_owned(), 8.0), ("D66".to_owned(), 2.5)].into(),
        name: "a survey".to_owned(),
    };
    let (scores, points) = score_positions(&contest, &parties, &settings);
    near(
        find(&scores, "plain", "rank_correlation").estimate.unwrap(),
        1.0,
    );
    let full = find(&scores, "full", "rank_correlation");
    near(full.estimate.unwrap(), -1.0);
    near(full.minus_baseline.unwrap().estimate, -2.0);
    assert_eq!((full.n, full.n_groups), (8, 2));
    let point = |variant: &str, party: &str| {
        let is_it = |p: &&crate::evaluate::PartyPoint| p.variant == variant && p.party == party;
        points.iter().find(is_it).unwrap().clone()
    };
    // .7 above, .1 + .1 below.
    let vvd = point("plain", "VVD");
    near(vvd.mean_plus, 0.7);
    near(vvd.mean_minus, 0.2);
    near(vvd.log_ratio, ln(3.5));
    // .1 above, .7 + .1 below.
    near(point("plain", "D66").log_ratio, -ln(8.0));
    let strict = PositionSettings {
        min_rows: 5,
        ..settings
    };
    let (scores, points) = score_positions(&contest, &parties, &strict);
    assert!(points.is_empty());
    let plain = find(&scores, "plain", "rank_correlation");
    assert!(plain.estimate.is_none() && plain.method.starts_with("no two parties"));
}
