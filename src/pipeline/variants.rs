//! Runs a plan: trains every variant on every part, and scores them side by side.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;
use crate::config::{Config, Plan, Variant};
use crate::corpus::ReferenceStandard;
use crate::evaluate::{
    EvaluationSet, FoldFailure, Folds, Labeller, PairedRow, PartyPoint, PredictedSplit, Split,
    SplitKind, VariantModel, VariantPrediction, VariantScore, fit_splits, plan_split,
};
use crate::stance::{InnerScore, Model, Scratch, StanceError, Watch};
use crate::store::FileIdentity;

use super::test_files::{LoadedTest, load_positions, load_tests, purged};
use super::variant_scores::Scoring;
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
pub(super) struct Predicted {
    pub(super) splits: Vec<PredictedSplit<VariantPrediction>>,
    pub(super) tests: Vec<Option<Vec<VariantPrediction>>>,
    pub(super) model: VariantModel,
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
    // The tested rows of all variants are the same.
    if let Some(candidate) = candidates.first() {
        scoring.score_splits(&candidate.set, &predicted, &mut result)?;
    }
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
    let own = config.of_variant(variant)?;
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
