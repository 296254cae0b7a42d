//! Scores what the variants of a plan predicted.

use crate::Error;
use crate::config::{Config, Plan};
use crate::evaluate::{
    Contest, EvaluateError, EvaluationSet, Folds, PredictedSplit, SplitKind, Trial, compare_pairs,
    not_scored, score_contest, score_positions,
};

use super::PlanResult;
use super::test_files::{LoadedTest, PositionTask};
use super::variants::Predicted;

/// What scoring goes by.
pub(super) struct Scoring<'a> {
    pub(super) plan: &'a Plan,
    pub(super) config: &'a Config,
    pub(super) positions: Option<&'a PositionTask>,
}

impl Scoring<'_> {
    fn contest<'a>(
        &self,
        split: &str,
        set: &'a EvaluationSet,
        trials: Vec<Trial>,
        how: String,
    ) -> Contest<'a> {
        let evaluate = self.config.evaluate();
        Contest {
            split: split.to_owned(),
            set,
            trials,
            baseline: self.plan.baseline,
            folds: Vec::new(),
            how,
            n_resamples: u32::try_from(evaluate.bootstrap_replicates).unwrap_or(u32::MAX),
            seed: evaluate.seed,
        }
    }

    /// Scores the splits of the gold passages.
    pub(super) fn score_splits(
        &self,
        set: &EvaluationSet,
        predicted: &[Predicted],
        result: &mut PlanResult,
    ) -> Result<(), Error> {
        let baseline = predicted.get(self.plan.baseline);
        for kind in SplitKind::OF_ALL_ROWS {
            let is_of_kind = |split: &&PredictedSplit<_>| split.split.kind == kind;
            let trials = predicted.iter().map(|predicted| Trial {
                variant: predicted.model.variant.clone(),
                outcome: predicted
                    .splits
                    .iter()
                    .filter(is_of_kind)
                    .map(|split| match &split.split.folds {
                        Folds::Of(_) => Ok(split.predictions.clone()),
                        Folds::NotPossible(reason) => Err(format!("not possible: {reason}")),
                    })
                    .collect(),
            });
            let splits = baseline.iter().flat_map(|baseline| &baseline.splits);
            let folds: Vec<_> = splits
                .filter(is_of_kind)
                .filter_map(|split| match &split.split.folds {
                    Folds::Of(folds) => Some(folds.as_slice()),
                    Folds::NotPossible(_) => None,
                })
                .collect();
            let n_folds = folds.first().map_or(0, |folds| folds.len());
            let how = match folds.len() {
                0 | 1 => format!("predictions of {n_folds} folds pooled; groups drawn"),
                n => format!(
                    "mean over {n} groupings of the score of the pooled predictions of {n_folds} \
                     folds; groups drawn"
                ),
            };
            let mut contest = self.contest(kind.as_str(), set, trials.collect(), how);
            if kind == SplitKind::Grouped {
                contest.folds = folds;
            }
            score(&contest, kind, result)?;
        }
        Ok(())
    }

    /// Scores the test files.
    pub(super) fn score_tests(
        &self,
        predicted: &[Predicted],
        tests: &[LoadedTest],
        result: &mut PlanResult,
    ) -> Result<(), Error> {
        for (number, test) in tests.iter().enumerate() {
            let set = match &test.set {
                Ok(set) => set,
                Err(reason) => {
                    let rows = self
                        .plan
                        .variants
                        .iter()
                        .map(|variant| not_scored(&variant.name, &test.name, 0, 0, reason));
                    result.scores.extend(rows);
                    continue;
                }
            };
            let trials = predicted.iter().map(|predicted| Trial {
                variant: predicted.model.variant.clone(),
                outcome: Ok(predicted
                    .tests
                    .get(number)
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect()),
            });
            let how = format!(
                "trained on all gold passages and examples but those that share a run of 15 words \
                 with the file; {} drawn",
                test.drawn
            );
            let contest = self.contest(&test.name, set, trials.collect(), how);
            score(&contest, SplitKind::Transfer, result)?;
            if let Some(task) = self.positions {
                let (scores, points) = score_positions(&contest, &test.parties, &task.settings);
                result.scores.extend(scores);
                result.points.extend(points);
            }
        }
        Ok(())
    }
}

fn score(contest: &Contest<'_>, split: SplitKind, result: &mut PlanResult) -> Result<(), Error> {
    let failure = |source| EvaluateError::Prediction { split, source };
    let scores = score_contest(contest).map_err(failure)?;
    result
        .pairs
        .extend(compare_pairs(contest, &scores).map_err(failure)?);
    result.scores.extend(scores);
    Ok(())
}
