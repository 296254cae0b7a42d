//! Conformal p-values from the models of a cross-validation: CV+.

use super::Calibration;
use super::conformal::{ConformalScores, n_below, p_value};
use super::search::{FoldModel, Found};
use crate::features::FeatureScratch;

/// The models of the inner cross-validation with the scores of the rows that each has not seen.
///
/// CV+ (Romano, Sesia and Candès 2020) compares the score of a held-out row with the score that the
/// model of the *same* fold gives a new text, so that both come from a model trained on as many
/// rows; the class-conditional form counts the rows of one class. Its sets have a guaranteed
/// coverage of `1 − 2α`, and in practice about `1 − α`. It takes one model a fold to label, so it is
/// measured beside the one model that is shipped, and not shipped.
#[derive(Debug)]
pub struct CrossModels {
    calibration: Calibration,
    /// By fold: its model, and the scores `1 − p_y` of its rows by class.
    folds: Vec<(FoldModel, ConformalScores)>,
}

impl CrossModels {
    /// `probabilities` are those of the coded rows, n × K, of classes `coded`.
    pub(super) fn new(
        found: Found,
        calibration: &Calibration,
        probabilities: &[f64],
        coded: &[usize],
    ) -> Self {
        let k = calibration.shifts.len();
        let scores_of = |fold: usize| {
            let mut by_class = vec![Vec::new(); k];
            let rows = probabilities.chunks(k.max(1)).zip(coded).zip(&found.folds);
            for ((row, &class), _) in rows.filter(|(_, of)| **of == fold) {
                if let (Some(scores), Some(p)) = (by_class.get_mut(class), row.get(class)) {
                    scores.push(1.0 - p);
                }
            }
            ConformalScores::from_scores(by_class)
        };
        let scores: Vec<ConformalScores> = (0..found.models.len()).map(scores_of).collect();
        Self {
            calibration: calibration.clone(),
            folds: found.models.into_iter().zip(scores).collect(),
        }
    }

    /// Memory for one thread, one part for each fold's model.
    pub fn scratch(&self) -> Vec<FeatureScratch> {
        self.folds
            .iter()
            .map(|_| FeatureScratch::default())
            .collect()
    }

    /// The p-value of each class for a text, above 0 to 1: the share of the class, the text itself
    /// included, that conforms no better. The set at error level α holds the classes with a p-value
    /// above α, which are those with `#{i : s_i < s^(−fold(i))(x, y)} < (1 − α)(n_y + 1)`.
    ///
    /// `scratch` must come from [`Self::scratch`].
    pub fn p_values(&self, text: &str, scratch: &mut [FeatureScratch]) -> Vec<f64> {
        let mut p = Vec::new();
        let of_folds: Vec<Vec<f64>> = self
            .folds
            .iter()
            .zip(scratch)
            .map(|((model, _), scratch)| {
                model
                    .weights
                    .score(model.analyzer.row(text, scratch), &mut p);
                self.calibration.apply(&mut p);
                p.clone()
            })
            .collect();
        let scores: Vec<&ConformalScores> = self.folds.iter().map(|(_, scores)| scores).collect();
        cross_p_values(&scores, &of_folds)
    }
}

/// The p-value of each class: `scores` are those of the rows of each fold, `probabilities` those
/// that the model of each fold gives the text. Checked by `cv_plus_equals_the_example_by_hand`.
fn cross_p_values(scores: &[&ConformalScores], probabilities: &[Vec<f64>]) -> Vec<f64> {
    let n_classes = probabilities.first().map_or(0, Vec::len);
    let p_value_of = |class: usize| {
        let (mut below, mut n) = (0, 0);
        for (scores, p) in scores.iter().zip(probabilities) {
            if let (Some(known), Some(p)) = (scores.by_class().get(class), p.get(class)) {
                below += n_below(known, 1.0 - p);
                n += known.len();
            }
        }
        p_value(below, n)
    };
    (0..n_classes).map(p_value_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::is_in_label_set;

    #[test]
    fn cv_plus_equals_the_example_by_hand() {
        // Two folds, two classes. Class 0 has the scores .10, .50 in fold 0 and .30 in fold 1;
        // class 1 has .20 in fold 0 and .60, .70 in fold 1. The model of fold 0 gives the text
        // p = (.60, .40), that of fold 1 p = (.80, .20).
        // Class 0: s = .40 in fold 0, with .10 below it; .20 in fold 1, with none below it. One of
        // three, so p-value (3 + 1 − 1) / 4 = .75.
        // Class 1: s = .60 in fold 0, with .20 below it; .80 in fold 1, with .60 and .70 below it.
        // Three of three: (3 + 1 − 3) / 4 = .25.
        // At α = .3: class 0 as 1 < .7 · 4 = 2.8; not class 1 as 3 ≥ 2.8. At α = .2: 3 < 3.2.
        let fold0 = ConformalScores::from_scores(vec![vec![0.5, 0.1], vec![0.2]]);
        let fold1 = ConformalScores::from_scores(vec![vec![0.3], vec![0.7, 0.6]]);
        let p = cross_p_values(&[&fold0, &fold1], &[vec![0.6, 0.4], vec![0.8, 0.2]]);
        assert_eq!(p, [0.75, 0.25]);
        let set = |level| {
            p.iter()
                .map(|p| is_in_label_set(*p, level))
                .collect::<Vec<_>>()
        };
        assert_eq!(set(0.3), [true, false]);
        assert_eq!(set(0.2), [true, true]);
    }

    #[test]
    fn one_fold_is_split_conformal() {
        let scores = ConformalScores::from_scores(vec![vec![0.1, 0.4, 0.7], vec![0.2, 0.9]]);
        let p = vec![0.55, 0.45];
        assert_eq!(
            cross_p_values(&[&scores], std::slice::from_ref(&p)),
            scores.p_values(&p)
        );
    }
}
