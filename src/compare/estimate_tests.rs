//! What is said of a cell, by how much of it is coded.

use super::*;
use crate::compare::{Coding, DrawnUnit};
use crate::metrics::wilson_interval;

/// Passages of two classes, the first ones coded, predicted with p = .5; clusters and drawn units
/// are `per_unit` passages each. Drawn from so many passages that the draw is as one from an
/// endless corpus.
fn members(classes: &[usize], n_uncoded: usize, per_unit: usize) -> Vec<Member<'static>> {
    let uncoded = std::iter::repeat_n(None, n_uncoded);
    let all = classes.iter().map(|class| Some(*class)).chain(uncoded);
    all.enumerate()
        .map(|(i, class)| Member {
            predicted: &[0.5, 0.5],
            size: 1.0,
            cluster: i / per_unit,
            coding: class.map(|class| Coding {
                class,
                drawn: DrawnUnit {
                    stratum: None,
                    unit: i / per_unit,
                    pi: 1e-6,
                },
            }),
        })
        .collect()
}

/// So many of class 0 among so many coded passages, in turns.
fn classes(n_of_class: usize, n: usize) -> Vec<usize> {
    let is_of_class = |i: usize| (i + 1) * n_of_class / n > i * n_of_class / n;
    (0..n).map(|i| usize::from(!is_of_class(i))).collect()
}

fn estimate(members: &[Member<'_>], inference: Inference) -> Estimate {
    let cell = CellShares::of(members, &[], 2, Weighting::Ratio).unwrap();
    cell.estimate(0, inference, &[], &LimitRules::default())
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} {expected}");
}

#[test]
fn labels_alone_of_a_simple_sample_have_wilson_limits() {
    for (n_of_class, n) in [(7, 20), (0, 25), (2, 60)] {
        let found = estimate(&members(&classes(n_of_class, n), 100, 1), Inference::Corpus);
        assert_eq!(found.status, Status::LabelsOnly);
        let wilson = wilson_interval(n_of_class, n).unwrap();
        let interval = found.interval.unwrap();
        near(interval.low, wilson.low, 1e-12);
        near(interval.high, wilson.high, 1e-12);
        near(found.value.unwrap(), n_of_class as f64 / n as f64, 1e-12);
    }
    // methods: 0/25 gives [0, .1331923].
    let found = estimate(&members(&classes(0, 25), 100, 1), Inference::Corpus);
    near(found.interval.unwrap().high, 0.133_192_3, 1e-7);
}

/// The prediction is the same everywhere, so the corrected share is that of the labels: 24 of 60.
/// Its error is sqrt(.4 · .6 / 59), as of a mean with n − 1, and t has 59 degrees of freedom, with
/// the quantile 2.000995 (R: qt(.975, 59)). Wilson's limits with n = 59 and that quantile are
/// (.4 + t²/118 ± t sqrt(.24/59 + t²/13924)) / (1 + t²/59).
#[test]
fn a_corrected_share_has_wilson_limits_for_its_error() {
    let found = estimate(&members(&classes(24, 60), 100, 1), Inference::Corpus);
    assert_eq!(found.status, Status::Corrected);
    near(found.value.unwrap(), 0.4, 1e-12);
    near(found.std_error.unwrap(), (0.24_f64 / 59.0).sqrt(), 1e-6);
    let t: f64 = 2.000_995_378;
    let spread = t * (0.24 / 59.0 + t * t / 13_924.0).sqrt();
    let scale = 1.0 + t * t / 59.0;
    let interval = found.interval.unwrap();
    near(interval.low, (0.4 + t * t / 118.0 - spread) / scale, 1e-6);
    near(interval.high, (0.4 + t * t / 118.0 + spread) / scale, 1e-6);
}

#[test]
fn few_codings_or_drawn_documents_are_not_estimated() {
    let status = |n, per_unit| {
        let members = members(&classes(n / 3, n), 100, per_unit);
        estimate(&members, Inference::Corpus).status
    };
    assert_eq!(status(9, 1), Status::NotEstimable);
    assert_eq!(status(10, 1), Status::LabelsOnly);
    assert_eq!(status(25, 1), Status::Corrected);
    // Forty coded passages of eight documents, and of ten.
    assert_eq!(status(40, 5), Status::NotEstimable);
    assert_eq!(status(40, 4), Status::Corrected);
}

/// Sixty coded passages in six clusters, and hundred others in ten more.
#[test]
fn clusters_without_a_coded_passage_say_nothing_beyond_the_corpus() {
    let members = members(&classes(30, 60), 100, 10);
    assert_eq!(
        estimate(&members, Inference::BeyondCorpus).status,
        Status::NotEstimable
    );
}

#[test]
fn a_class_of_few_codings_is_left_to_the_labels() {
    let status = |n_of_class| {
        let members = members(&classes(n_of_class, 60), 100, 1);
        estimate(&members, Inference::Corpus).status
    };
    assert_eq!(status(2), Status::LabelsOnly);
    assert_eq!(status(3), Status::Corrected);
    assert_eq!(status(57), Status::Corrected);
    assert_eq!(status(58), Status::LabelsOnly);
}

#[test]
fn a_cell_that_is_coded_whole_is_known_and_beyond_it_an_estimate() {
    let members = members(&classes(12, 30), 0, 1);
    let known = estimate(&members, Inference::Corpus);
    assert_eq!(known.status, Status::Census);
    near(known.value.unwrap(), 0.4, 1e-12);
    assert_eq!((known.std_error, known.interval), (None, None));
    let beyond = estimate(&members, Inference::BeyondCorpus);
    assert_eq!(beyond.status, Status::Census);
    assert!(beyond.interval.is_some());
    // One passage is a census too, of one passage.
    let one = estimate(&members[..1], Inference::Corpus);
    assert_eq!(one.status, Status::Census);
}

#[test]
fn without_a_coding_or_a_class_there_is_nothing() {
    let none = CellShares::of(&members(&[], 5, 1), &[], 2, Weighting::Ratio);
    assert!(none.is_none());
    let cell = CellShares::of(&members(&[0; 30], 5, 1), &[], 2, Weighting::Ratio).unwrap();
    let rules = LimitRules::default();
    let other = cell.estimate(7, Inference::Corpus, &[], &rules);
    assert_eq!(other, Estimate::nothing(Status::NotEstimable));
    // All coded passages are of class 0: none takes a stance where that is the class without one.
    assert!(cell.of_stance_taking(0).is_none());
}
