use std::fmt::Write as _;

use super::*;
use crate::corpus::{Codebook, Example, read_gold};
use crate::evaluate::{plan_curve, write_curve, write_gains};
use crate::math;

/// Twelve groups of two passages, and two written examples.
fn set() -> EvaluationSet {
    let mut table = "passage_id,text,stance,group\n".to_owned();
    for i in 0..24 {
        let stance = ["pro-control", "none"][i / 2 % 2];
        let _ = writeln!(table, "p{i:02},tekst nummer{i},{stance},g{:02}", i / 2);
    }
    let gold = read_gold(table.as_bytes(), "gold.csv", &Codebook::built_in()).unwrap();
    let examples = ["e1", "e2"].map(|id| Example {
        id: id.to_owned(),
        stance: 1,
        instrument: None,
        register: String::new(),
        text: format!("voorbeeld {id}"),
    });
    EvaluationSet::new(&gold, &examples, 4).unwrap()
}

#[derive(Debug, thiserror::Error)]
#[error("too few rows")]
struct TooFew;

impl LearningError for TooFew {
    fn is_for_want_of_rows(&self) -> bool {
        true
    }
}

#[derive(Clone)]
struct Given(Vec<f64>);

impl Scored for Given {
    fn class(&self) -> usize {
        math::argmax(&self.0)
    }

    fn probabilities(&self) -> &[f64] {
        &self.0
    }
}

fn settings() -> EvaluateSettings {
    EvaluateSettings {
        n_folds: 3,
        n_resamples: 50,
        ..EvaluateSettings::default()
    }
}

/// A curve of models that give the gold class a probability of `e^−loss(coded, examples)`, and need
/// `needed` coded passages.
fn curve(needed: usize, loss: impl Fn(f64, f64) -> f64 + Sync) -> LearningCurve {
    let set = set();
    let train = |rows: &[usize]| -> Result<Labeller<'_, Given>, TooFew> {
        let n_coded = rows.iter().filter(|row| **row < 24).count();
        if n_coded < needed {
            return Err(TooFew);
        }
        let own = math::exp(-loss(n_coded as f64, (rows.len() - n_coded) as f64));
        let gold = set.gold();
        Ok(Box::new(move |row| {
            let mut probabilities = vec![(1.0 - own) / 3.0; 4];
            probabilities[gold[row]] = own;
            Given(probabilities)
        }))
    };
    let plan = plan_curve(&set, &settings()).unwrap();
    let predictions = predict_curve(&set, &plan, train, |_, _| {}).unwrap();
    score_curve(&set, &settings(), &plan, &predictions).unwrap()
}

fn gain(curve: &LearningCurve, of: Curve, metric: Metric) -> &CurveGain {
    let mut gains = curve.gains.iter();
    gains
        .find(|gain| (gain.curve, gain.metric) == (of, metric))
        .unwrap()
}

#[test]
fn the_gain_of_the_next_hundred_is_that_of_the_law() {
    let curve = curve(0, |n, _| 0.3 + 2.0 / math::sqrt(n));
    assert_eq!((curve.n_left_out, curve.n, curve.n_groups), (0, 24, 12));
    let losses = gain(&curve, Curve::CodedPassages, Metric::LogLoss);
    assert_eq!((losses.n_from, losses.n_to), (24, 124));
    // 2/√24 − 2/√124 = 0.4082483 − 0.1796053.
    assert!(
        (losses.gain.unwrap() - 0.228_643_0).abs() < 1e-6,
        "{losses:?}"
    );
    // Every passage and order has the same loss, so no draw differs.
    let interval = losses.interval.unwrap();
    assert!((interval.high - interval.low).abs() < 1e-6 && !losses.is_flat());
}

#[test]
fn what_does_not_learn_is_flat() {
    let curve = curve(0, |_, _| 0.5);
    for metric in METRICS {
        let gain = gain(&curve, Curve::CodedPassages, metric);
        assert!(
            gain.gain.unwrap().abs() < 1e-9 && gain.is_flat(),
            "{gain:?}"
        );
    }
}

#[test]
fn written_examples_are_measured_against_none() {
    let curve = curve(0, |_, examples| if examples > 1.0 { 0.4 } else { 0.7 });
    let gain = gain(&curve, Curve::WrittenExamples, Metric::LogLoss);
    assert!((gain.gain.unwrap() - 0.3).abs() < 1e-9);
    assert_eq!((gain.n_from, gain.n_to, gain.law), (0, 2, None));
}

#[test]
fn parts_too_small_to_learn_from_are_left_out_and_counted() {
    // Parts of 2 and of 4 coded passages in each of five orders.
    let curve = curve(5, |n, _| 1.0 / n);
    assert_eq!(curve.n_left_out, 10);
    assert!(curve.points.iter().all(|point| point.n_coded > 5.0));
    let gain = gain(&curve, Curve::CodedPassages, Metric::LogLoss);
    // 1/24 − 1/124.
    assert!((gain.gain.unwrap() - 0.033_602_2).abs() < 1e-6);
}

#[test]
fn both_tables_hold_every_point_and_gain() {
    let curve = curve(0, |n, _| 1.0 / n);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let points = text(write_curve(&curve, Vec::new(), "c.csv").unwrap());
    assert!(
        points.contains("\ncoded_passages,1,16.000000,2.000000,log_loss,0.062500,24\n"),
        "{points}"
    );
    let gains = text(write_gains(&curve, Vec::new(), "g.csv").unwrap());
    assert_eq!(gains.lines().count(), 5);
    assert!(gains.contains("all examples against none; interval: percentiles of 50 bootstrap"));
}
