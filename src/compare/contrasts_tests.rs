//! Newcombe's published limits, and p-values that agree with the limits.

use super::super::pairs::adjust_family;
use super::super::test_facts::settings;
use super::*;
use crate::metrics::wilson_interval;

fn counted(n_of_class: usize, n: usize) -> Estimate {
    Estimate {
        status: Status::LabelsOnly,
        value: Some(n_of_class as f64 / n as f64),
        std_error: None,
        interval: wilson_interval(n_of_class, n),
    }
}

fn known(value: f64, interval: Option<(f64, f64)>) -> Estimate {
    Estimate {
        status: Status::Corrected,
        value: Some(value),
        std_error: None,
        interval: interval.map(|(low, high)| Interval { low, high }),
    }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} {expected}");
}

/// Newcombe (1998), Table II, method 10, with four decimals; p by
/// `tests/oracle/contrast_limits.py`.
#[test]
fn limits_equal_the_published_ones() {
    for (a, b, low, high, p) in [
        ((56, 70), (48, 80), 0.0524, 0.3339, 0.007_899),
        ((9, 10), (3, 10), 0.1705, 0.8090, 0.006_178),
        ((6, 7), (2, 7), 0.0582, 0.8062, 0.029_084),
        ((5, 56), (0, 29), -0.0381, 0.1926, 0.169_642),
        ((0, 10), (0, 20), -0.1611, 0.2775, 1.0),
        ((0, 10), (0, 10), -0.2775, 0.2775, 1.0),
        ((10, 10), (0, 20), 0.6791, 1.0, 0.0),
        ((10, 10), (0, 10), 0.6075, 1.0, 0.000_001),
    ] {
        let (estimate, found) =
            difference(&counted(a.0, a.1), &counted(b.0, b.1), 0.0, &settings());
        let interval = estimate.interval.unwrap();
        near(interval.low, low, 6e-5);
        near(interval.high, high, 6e-5);
        near(found.unwrap(), p, 6e-7);
    }
}

/// `tests/oracle/contrast_limits.py`, r = .5 (Zou & Donner 2008, eq. 4 and 5).
#[test]
fn estimates_that_vary_together_have_a_surer_difference() {
    let (estimate, p) = difference(&counted(56, 70), &counted(48, 80), 0.5, &settings());
    let interval = estimate.interval.unwrap();
    near(interval.low, 0.095_508, 6e-7);
    near(interval.high, 0.297_427, 6e-7);
    near(p.unwrap(), 0.000_176, 6e-7);
}

#[test]
fn p_is_the_level_where_the_interval_touches_0() {
    // .5 − .3 = .2, and the lower limit of a is .2 below it.
    let (a, b) = (known(0.5, Some((0.3, 0.6))), known(0.3, None));
    let (estimate, p) = difference(&a, &b, 0.0, &settings());
    near(estimate.interval.unwrap().low, 0.0, 1e-15);
    near(p.unwrap(), 0.05, 1e-12);
    // The other way round it is the upper limit.
    let (estimate, p) = difference(&b, &a, 0.0, &settings());
    near(estimate.interval.unwrap().high, 0.0, 1e-15);
    near(p.unwrap(), 0.05, 1e-12);
}

#[test]
fn shares_that_are_known_differ_without_a_test() {
    let (estimate, p) = difference(&known(0.5, None), &known(0.3, None), 0.0, &settings());
    near(estimate.value.unwrap(), 0.2, 1e-15);
    assert_eq!((estimate.interval, p), (None, None));
    let nothing = Estimate::nothing(Status::NotEstimable);
    let (estimate, p) = difference(&known(0.5, None), &nothing, 0.0, &settings());
    assert_eq!((estimate, p), (nothing, None));
}

/// Five p-values make the family; the row without one stays without. Holm and Benjamini–Hochberg
/// of .01 .04 .03 .005 .55 by hand: .005·5, .01·4, .03·3, then the running largest .09, .55; and
/// .005·5, .01·5/2, .03·5/3, .04·5/4, .55.
#[test]
fn rows_without_a_p_value_are_no_part_of_the_family() {
    let row = |p: Option<f64>| ContrastRow {
        role: "answer",
        actor_a: "A".to_owned(),
        actor_b: "B".to_owned(),
        stance: 0,
        inference: Inference::Corpus,
        shares: [None, None],
        estimate: Estimate::nothing(Status::NotEstimable),
        p,
        p_holm: None,
        q_bh: None,
        n_in_family: 0,
        n_passages: [1, 1],
        n_coded: [0, 0],
    };
    let mut family = [
        Some(0.01),
        Some(0.04),
        None,
        Some(0.03),
        Some(0.005),
        Some(0.55),
    ]
    .map(row);
    adjust_family(&mut family, |row| row.p, adjust);
    let holm = [
        Some(0.04),
        Some(0.09),
        None,
        Some(0.09),
        Some(0.025),
        Some(0.55),
    ];
    let bh = [
        Some(0.025),
        Some(0.05),
        None,
        Some(0.05),
        Some(0.025),
        Some(0.55),
    ];
    for ((row, holm), bh) in family.iter().zip(holm).zip(bh) {
        assert_eq!(row.n_in_family, 5);
        assert_eq!(row.p_holm.is_some(), holm.is_some());
        near(row.p_holm.unwrap_or(0.0), holm.unwrap_or(0.0), 1e-12);
        near(row.q_bh.unwrap_or(0.0), bh.unwrap_or(0.0), 1e-12);
    }
}
