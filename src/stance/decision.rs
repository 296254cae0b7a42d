//! From probabilities to one label.

use serde::{Deserialize, Serialize};

use super::Calibration;
use crate::math;
use crate::metrics::ConfusionMatrix;

/// Which class a passage is labelled with. The rule moves labels, never probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionRule {
    /// The most probable class: the fewest errors in all.
    MostProbable,
    /// The class with the largest score before calibration moved classes towards their
    /// frequencies: with balanced class weights, rare classes are found as readily as common ones.
    #[default]
    AsTrained,
    /// Offsets that maximise macro-F1 on passages the models have not seen.
    MacroF1,
}

/// The largest offset that is tried.
const LARGEST_OFFSET: i32 = 30;

/// Offsets are tried in steps of a tenth: finer ones fit chance.
const STEPS_A_UNIT: f64 = 10.0;

/// Rounds of the search through all classes.
const N_ROUNDS: usize = 3;

/// What is added to `ln p_k` before the largest is taken, one per class.
///
/// `scores` are out-of-fold scores before calibration, n × K row by row.
pub(super) fn offsets(
    rule: DecisionRule,
    calibration: &Calibration,
    scores: &[f64],
    classes: &[usize],
) -> Vec<f64> {
    match rule {
        DecisionRule::MostProbable => vec![0.0; calibration.shifts.len()],
        DecisionRule::AsTrained => calibration.shifts.iter().map(|shift| 0.0 - shift).collect(),
        DecisionRule::MacroF1 => {
            let mut log_probabilities = scores.to_vec();
            for row in log_probabilities.chunks_mut(calibration.shifts.len().max(1)) {
                calibration.apply(row);
                for p in row.iter_mut() {
                    *p = math::ln(p.max(f64::MIN_POSITIVE));
                }
            }
            search(&log_probabilities, classes, calibration.shifts.len())
        }
    }
}

/// Coordinate search: one class after the other takes the offset with the largest macro-F1, of
/// equals the one nearest to 0. The first class keeps 0, as only differences matter.
fn search(log_probabilities: &[f64], classes: &[usize], n_classes: usize) -> Vec<f64> {
    let mut offsets = vec![0.0; n_classes];
    let score = |offsets: &[f64]| {
        let rows = log_probabilities.chunks(n_classes);
        let predicted: Vec<usize> = rows.map(|row| decide(row, offsets)).collect();
        ConfusionMatrix::count(n_classes, classes, &predicted).map_or(0.0, |m| m.macro_f1())
    };
    let mut tried: Vec<i32> = (-LARGEST_OFFSET..=LARGEST_OFFSET).collect();
    tried.sort_by_key(|step| (step.abs(), *step));
    for _ in 0..N_ROUNDS {
        for class in 1..n_classes {
            let mut best = (f64::NEG_INFINITY, offsets[class]);
            for &step in &tried {
                offsets[class] = f64::from(step) / STEPS_A_UNIT;
                let value = score(&offsets);
                if value > best.0 {
                    best = (value, offsets[class]);
                }
            }
            offsets[class] = best.1;
        }
    }
    offsets
}

/// The class with the largest `ln p_k + o_k`, the first of equals.
pub(super) fn decide(log_probabilities: &[f64], offsets: &[f64]) -> usize {
    let mut best = (f64::NEG_INFINITY, 0);
    for (k, (ln_p, offset)) in log_probabilities.iter().zip(offsets).enumerate() {
        if ln_p + offset > best.0 {
            best = (ln_p + offset, k);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::f400;

    #[test]
    fn offsets_never_lower_macro_f1_on_the_rows_they_are_fitted_to() {
        let rows = f400::rows();
        let scores: Vec<f64> = rows
            .iter()
            .flat_map(|row| row.probabilities2.map(math::ln))
            .collect();
        let classes = f400::gold(&rows);
        let found = offsets(
            DecisionRule::MacroF1,
            &Calibration::identity(4),
            &scores,
            &classes,
        );
        let macro_f1 = |offsets: &[f64]| {
            let predicted: Vec<usize> = scores.chunks(4).map(|row| decide(row, offsets)).collect();
            ConfusionMatrix::count(4, &classes, &predicted)
                .unwrap()
                .macro_f1()
        };
        // .5146291770 is the macro-F1 of the second classifier of F400.
        assert!((macro_f1(&[0.0; 4]) - 0.514_629_177_0).abs() < 1e-9);
        assert!(macro_f1(&found) > 0.514_629_177_0);
    }

    #[test]
    fn the_rule_as_trained_takes_the_largest_score() {
        let calibration = Calibration {
            scale: 0.5,
            shifts: vec![-1.0, 2.0, 0.0],
        };
        let offsets = offsets(DecisionRule::AsTrained, &calibration, &[], &[]);
        let mut p = [1.0, 0.2, 0.9];
        calibration.apply(&mut p);
        let log_probabilities = p.map(math::ln);
        assert_eq!(math::argmax(&p), 1);
        assert_eq!(decide(&log_probabilities, &offsets), 0);
    }
}
