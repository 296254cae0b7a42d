//! Runs a plan: trains every variant on every part, and scores them side by side.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;
use crate::config::{Config, Plan, Variant};
use crate::corpus::ReferenceStandard;
use crate::evaluate::{
    Contest, EvaluateError, EvaluationSet, FoldFailure, Folds, Labeller, PairedRow, PartyPoint,
    PredictedSplit, Split, SplitKind, Trial, VariantModel, VariantPrediction, VariantScore,
    compare_pairs, fit_splits, not_scored, plan_split, score_contest, score_positions,
};
use crate::stance::{InnerScore, Model, Scratch, StanceError, Watch};
use crate::store::FileIdentity;

use super::test_files::{LoadedTest, PositionTask, load_positions, load_tests, purged};
use super::{Coded, Monitor, Resources, Trainer, evaluation_set};

/// What came of a plan.
#[derive(Debug)]
pub struct PlanResult {
    /// Scores of every variant on every split and test file, and of the choice among them.
    pub scores: Vec<VariantScore>,
    /// Each variant against the baseline.
    pub pairs: Vec<PairedRow>,
    /// What each variant is.
    pub models: Vec<VariantModel>,
    /// Parties as each variant places them.
    pub points: Vec<PartyPoint>,
    /// Who coded the gold passages.
    pub reference_standard: ReferenceStandard,
    /// The files read, in the order of their names.
    pub inputs: Vec<FileIdentity>,
}

/// A variant, ready to be trained.
struct Candidate {
    name: String,
    settings: String,
    trainer: Trainer,
    set: EvaluationSet,
    splits: Vec<Split>,
}

/// What a variant predicted.
struct Predicted {
    splits: Vec<PredictedSplit<VariantPrediction>>,
    tests: Vec<Option<Vec<VariantPrediction>>>,
    model: VariantModel,
}

/// Trains and scores the variants of a plan. `environment` tells what the variables that name test
/// files hold.
///
/// # Errors
/// Where a file cannot be read or is faulty, a variant has settings that do not exist, a class is
/// too small for the folds, training does not converge, or the run is interrupted.
pub fn run_plan(
    plan: &Plan,
    config: &Config,
    resources: &Resources,
    environment: &dyn Fn(&str) -> Option<PathBuf>,
    monitor: &Monitor<'_>,
) -> Result<PlanResult, Error> {
    let mut inputs = resources.inputs.clone();
    let tests = load_tests(plan, resources, environment, &mut inputs)?;
    let positions = load_positions(plan, resources, &mut inputs)?;
    let mut reference_standard = ReferenceStandard::Unstated;
    let mut candidates = Vec::new();
    for variant in &plan.variants {
        let (candidate, coded) = prepare(plan, variant, config, resources)?;
        reference_standard = coded.meta.reference_standard;
        inputs.extend(coded.inputs);
        candidates.push(candidate);
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.dedup();
    let progress = Progress::new(&candidates, &tests, monitor);
    let predicted: Vec<Predicted> = candidates
        .iter()
        .map(|candidate| predict(candidate, &tests, &progress))
        .collect::<Result<_, _>>()?;
    let mut result = PlanResult {
        scores: Vec::new(),
        pairs: Vec::new(),
        models: Vec::new(),
        points: Vec::new(),
        reference_standard,
        inputs,
    };
    let scoring = Scoring {
        plan,
        config,
        positions: positions.as_ref(),
    };
    scoring.score_splits(&candidates, &predicted, &mut result)?;
    scoring.score_tests(&predicted, &tests, &mut result)?;
    for (place, predicted) in predicted.into_iter().enumerate() {
        result.models.push(VariantModel {
            is_baseline: place == plan.baseline,
            ..predicted.model
        });
    }
    Ok(result)
}

fn prepare(
    plan: &Plan,
    variant: &Variant,
    config: &Config,
    resources: &Resources,
) -> Result<(Candidate, Coded), Error> {
    let codebook = &resources.codebook;
    let own = config.of_variant(variant, &plan.place)?;
    let paths = config.paths();
    let default_gold: Vec<PathBuf> = paths.gold.iter().cloned().collect();
    let gold = if plan.gold.is_empty() {
        &default_gold
    } else {
        &plan.gold
    };
    if gold.is_empty() {
        return Err(Error::Usage {
            message: "there are no coded passages to learn from".to_owned(),
            help: "name a gold file in the plan, or set paths.gold in standpunt.toml".to_owned(),
        });
    }
    // The examples of the settings belong to their gold.
    let default_examples = if plan.gold.is_empty() {
        paths.examples.as_slice()
    } else {
        &[]
    };
    let examples = variant.examples.as_deref().unwrap_or(default_examples);
    let coded = Coded::load(gold, examples, codebook)?;
    let set = evaluation_set(&coded, codebook)?;
    let n_folds = config.evaluate().folds;
    let mut splits = vec![plan_split(&set, SplitKind::Grouped, n_folds, None)];
    for seed in &plan.groupings {
        splits.push(plan_split(&set, SplitKind::Grouped, n_folds, Some(*seed)));
    }
    for kind in [SplitKind::LeaveOneDocumentOut, SplitKind::LeaveOneActorOut] {
        splits.push(plan_split(&set, kind, n_folds, None));
    }
    let candidate = Candidate {
        name: variant.name.clone(),
        settings: variant.set.join("; "),
        trainer: Trainer::new(&own, codebook)?,
        set,
        splits,
    };
    Ok((candidate, coded))
}

/// Counts models over all variants.
struct Progress<'a> {
    n_done: AtomicUsize,
    n_models: usize,
    monitor: &'a Monitor<'a>,
}

impl<'a> Progress<'a> {
    fn new(candidates: &[Candidate], tests: &[LoadedTest], monitor: &'a Monitor<'a>) -> Self {
        let of_variant = |candidate: &Candidate| {
            let folds = candidate.splits.iter().map(|split| match &split.folds {
                Folds::Of(folds) => folds.len(),
                Folds::NotPossible(_) => 0,
            });
            folds.sum::<usize>() + parts(candidate, tests).len()
        };
        Self {
            n_done: AtomicUsize::new(0),
            n_models: candidates.iter().map(of_variant).sum(),
            monitor,
        }
    }

    fn model_done(&self) {
        let n_done = self.n_done.fetch_add(1, Ordering::Relaxed) + 1;
        self.monitor
            .step("training and measuring", n_done, self.n_models);
    }
}

/// The rows that are left out of training for each test file, with the numbers of the files for
/// which they are; the first part leaves nothing out.
fn parts(candidate: &Candidate, tests: &[LoadedTest]) -> BTreeMap<Vec<usize>, Vec<usize>> {
    let mut parts = BTreeMap::from([(Vec::new(), Vec::new())]);
    for (number, test) in tests.iter().enumerate() {
        if let Ok(rows) = &test.rows {
            let left_out = purged(&candidate.set, rows);
            parts.entry(left_out).or_insert_with(Vec::new).push(number);
        }
    }
    parts
}

/// The inner score of a model that has none; no trained model lacks one.
const NO_INNER_SCORE: InnerScore = InnerScore {
    macro_f1: 0.0,
    log_loss: f64::INFINITY,
};

fn label(model: &Model, text: &str, scratch: &mut Scratch) -> VariantPrediction {
    let prediction = model.label(text, scratch);
    VariantPrediction {
        class: prediction.class,
        probabilities: prediction.probabilities,
        inner: model.inner_score().unwrap_or(NO_INNER_SCORE),
    }
}

fn predict(
    candidate: &Candidate,
    tests: &[LoadedTest],
    progress: &Progress<'_>,
) -> Result<Predicted, Error> {
    let (set, trainer) = (&candidate.set, &candidate.trainer);
    let nothing = || {};
    let watch = Watch::new(&nothing, progress.monitor.interrupt);
    let train = |rows: &[usize]| -> Result<Labeller<'_, VariantPrediction>, StanceError> {
        let model = trainer.train(set, rows.iter().copied(), watch)?;
        let mut scratch = Scratch::with_top_terms(0);
        Ok(Box::new(move |row| {
            let text = set.rows().get(row).map_or("", |row| row.text.as_str());
            label(&model, text, &mut scratch)
        }))
    };
    let splits = fit_splits(candidate.splits.clone(), train, |_| progress.model_done())?;
    let mut by_test: Vec<Option<Vec<VariantPrediction>>> = vec![None; tests.len()];
    let mut whole = None;
    for (left_out, numbers) in parts(candidate, tests) {
        let rows = (0..set.rows().len()).filter(|row| left_out.binary_search(row).is_err());
        let name = numbers.first().and_then(|number| tests.get(*number));
        let model = trainer
            .train(set, rows, watch)
            .map_err(|source| FoldFailure {
                split: SplitKind::Transfer,
                fold: name.map_or_else(|| "all passages".to_owned(), |test| test.name.clone()),
                source,
            })?;
        let mut scratch = Scratch::with_top_terms(0);
        for number in numbers {
            let rows = tests.get(number).and_then(|test| test.rows.as_ref().ok());
            let labelled = rows.map(|rows| {
                let rows = rows.iter();
                rows.map(|row| label(&model, &row.text, &mut scratch))
                    .collect()
            });
            if let Some(slot) = by_test.get_mut(number) {
                *slot = labelled;
            }
        }
        if left_out.is_empty() {
            whole = Some(describe(candidate, &model));
        }
        progress.model_done();
    }
    let Some(model) = whole else {
        unreachable!("one part leaves nothing out");
    };
    Ok(Predicted {
        splits,
        tests: by_test,
        model,
    })
}

fn describe(candidate: &Candidate, model: &Model) -> VariantModel {
    VariantModel {
        variant: candidate.name.clone(),
        is_baseline: false,
        settings: candidate.settings.clone(),
        n_coded: model.n_coded(),
        n_examples: model.n_examples(),
        alpha: model.alpha(),
        inner_macro_f1: model.inner_score().map(|inner| inner.macro_f1),
        n_terms: model.analyzer().vocabulary().len(),
        n_bytes: model.to_json().len(),
    }
}

/// What scoring goes by.
struct Scoring<'a> {
    plan: &'a Plan,
    config: &'a Config,
    positions: Option<&'a PositionTask>,
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
    fn score_splits(
        &self,
        candidates: &[Candidate],
        predicted: &[Predicted],
        result: &mut PlanResult,
    ) -> Result<(), Error> {
        let Some(set) = candidates.first().map(|candidate| &candidate.set) else {
            return Ok(());
        };
        let baseline = predicted.get(self.plan.baseline);
        for kind in SplitKind::ALL {
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
    fn score_tests(
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
