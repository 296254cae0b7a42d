//! Positions against hand-made numbers and the spread of repeated draws.

use super::super::test_facts::{coded, fact, sampled_actor, settings};
use super::*;
use crate::compare::{Drawn, DrawnStratum, Gold, LabelledFact, actors_by_role};
use crate::random::Random;

fn rows(facts: &[LabelledFact], settings: &CompareSettings) -> Vec<PositionRow> {
    let population = Population::of(facts, settings).unwrap();
    let roles = actors_by_role(&population, settings).unwrap();
    positions(&roles, &population, settings)
}

/// The first row: between solidarity and control, of the corpus.
fn first(facts: &[LabelledFact], settings: &CompareSettings) -> PositionRow {
    rows(facts, settings).into_iter().next().unwrap()
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} {expected}");
}

/// Lowe et al. (2011) for (24, 6) and (10, 0): methods' reference numbers.
#[test]
fn labels_alone_have_lowes_position() {
    let mut settings = settings();
    settings.rules.min_corrected = 1000;
    for (of_class, value, error) in [
        ([24, 6, 0, 0], 1.326_870_9, 0.441_205_7),
        ([10, 0, 0, 0], 3.044_522_4, 1.447_493_7),
        ([120, 60, 0, 0], 0.689_006_4, 0.157_568_0),
    ] {
        let row = first(&sampled_actor("A", of_class, 4), &settings);
        assert_eq!(row.estimate.status, Status::LabelsOnly);
        near(row.estimate.value.unwrap(), value, 1e-7);
        near(row.estimate.std_error.unwrap(), error, 1e-7);
        let interval = row.estimate.interval.unwrap();
        near(interval.high - value, 1.959_964 * error, 1e-6);
        near(value - interval.low, 1.959_964 * error, 1e-6);
        assert_eq!(row.n_coded_of_classes, of_class[..2]);
    }
}

#[test]
fn positions_of_coded_corpora_are_known() {
    // Of 40 passages 10 for solidarity, none for control, 12 for rights, 18 without a stance.
    let facts: Vec<LabelledFact> = (0..40)
        .map(|i| LabelledFact {
            gold: Some(coded(match i {
                0..10 => 0,
                10..22 => 2,
                _ => 3,
            })),
            ..fact(&format!("d{i:02}:0-9"))
        })
        .collect();
    let rows = rows(&facts, &settings());
    let of_corpus = rows.iter().filter(|row| row.inference == Inference::Corpus);
    let found: Vec<(f64, bool)> = of_corpus
        .map(|row| {
            assert_eq!(row.estimate.status, Status::Census);
            assert_eq!(
                (row.estimate.std_error, row.estimate.interval),
                (None, None)
            );
            (row.estimate.value.unwrap(), row.is_offset)
        })
        .collect();
    // ln .25 − ln(.5/40) = ln 20; ln(.3/.7); ln(.45/.55).
    near(found[0].0, 2.995_732_273_554, 1e-12);
    near(found[1].0, -0.847_297_860_387, 1e-12);
    near(found[2].0, -0.200_670_695_462, 1e-12);
    assert_eq!([found[0].1, found[1].1, found[2].1], [true, false, false]);
    let shares: Vec<f64> = rows[0].shares.iter().map(|share| share.unwrap()).collect();
    for (found, expected) in shares.iter().zip([0.25, 0.0, 0.3, 0.45]) {
        near(*found, expected, 1e-12);
    }
}

/// 600 passages of one actor of which 150 are drawn, over and over. The spread of 1,000 draws has a
/// relative error of 1/sqrt(2000) = .022; four of these, and .02 for the curve of the logarithm.
#[test]
fn the_delta_error_is_the_spread_of_repeated_draws() {
    let mut random = Random::new(11);
    let mut facts: Vec<(LabelledFact, usize)> = (0..600)
        .map(|i| {
            let class = [0, 0, 1, 1, 1, 2, 3, 3, 3, 3][random.below(10)];
            let guess = if random.unit() < 0.7 {
                class
            } else {
                random.below(4)
            };
            let mut probabilities = vec![0.1; 4];
            probabilities[guess] = 0.7;
            let fact = LabelledFact {
                probabilities: probabilities.into(),
                predicted: guess,
                ..fact(&format!("d{:03}:{i}-{}", i / 5, i + 1))
            };
            (fact, class)
        })
        .collect();
    let settings = settings();
    let (mut values, mut variances) = (Vec::new(), Vec::new());
    let mut order: Vec<usize> = (0..600).collect();
    for _ in 0..1000 {
        random.shuffle(&mut order);
        for (place, &i) in order.iter().enumerate() {
            let (fact, class) = &mut facts[i];
            fact.gold = (place < 150).then(|| {
                Box::new(Gold {
                    class: *class,
                    drawn: Some(Drawn {
                        pi: 0.25,
                        stratum: Some(DrawnStratum {
                            name: "all".to_owned(),
                            n_units: 600,
                        }),
                        by_document: false,
                        from_frame: true,
                    }),
                })
            });
        }
        let drawn: Vec<LabelledFact> = facts.iter().map(|(fact, _)| fact.clone()).collect();
        let estimate = first(&drawn, &settings).estimate;
        values.push(estimate.value.unwrap());
        variances.push(estimate.std_error.unwrap().powi(2));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let centre = mean(&values);
    let squares: Vec<f64> = values.iter().map(|v| (v - centre).powi(2)).collect();
    near(
        (mean(&variances) / mean(&squares)).sqrt(),
        1.0,
        4.0 * 0.022 + 0.02,
    );
}

#[test]
fn a_codebook_without_the_classes_has_fewer_scales() {
    let mut settings = settings();
    settings.class_ids = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    let facts = sampled_actor("A", [10, 10, 10, 10], 4);
    let rows = rows(&facts, &settings);
    assert!(rows.iter().all(|row| row.scale == Scale::Silence));
    assert_eq!(rows.len(), 2);
    settings.none_class = None;
    assert!(rows_of_none(&facts, &settings));
}

fn rows_of_none(facts: &[LabelledFact], settings: &CompareSettings) -> bool {
    rows(facts, settings).is_empty()
}

#[test]
fn without_codings_there_is_no_position() {
    let row = first(&[fact("d:0-9")], &settings());
    assert_eq!(row.estimate, Estimate::nothing(Status::Descriptive));
    let sampled = sampled_actor("A", [1, 1, 1, 1], 4);
    let row = first(&sampled, &settings());
    assert_eq!(row.estimate, Estimate::nothing(Status::NotEstimable));
}
