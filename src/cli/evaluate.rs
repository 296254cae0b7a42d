//! `standpunt evaluate`: scores on coded passages that the model has not seen.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::Outcome;
use super::certainty_summary::{calibration, certainty};
use super::closer::CloserArgs;
use super::coded::CodedArgs;
use super::context::{Context, print};
use super::summary::scores;
use super::transfer::TransferArgs;
use super::{plan, transfer};
use crate::Error;
use crate::config::Plan;
use crate::evaluate::{Evaluation, Folds, SplitResult};
use crate::pipeline::{Trainer, evaluation_set, measure, write_evaluation};
use crate::stance::Prediction;

/// What `evaluate` evaluates on.
#[derive(Debug, Args)]
#[command(after_help = "\
Four splits answer four questions: other passages of these documents (grouped), a document never seen, \
an actor never heard, papers later than all that was learnt from (the oldest ones are not tested). Everything that learns, penalty and calibration included, is fitted anew inside each \
training part; training passages that share a run of 15 words with a test passage are left out.

--plan measures named variants of the settings on the same folds and on other files, and what choosing \
among them is worth; data/measurements.toml of the project shows every key. --against-set does so for two: \
the difference of macro-F1 with its paired interval, McNemar's test and a t-test over folds. --test-on says \
how a model fares on texts of another kind.

Examples:
  standpunt evaluate --gold data/gold_seeds.csv --examples data/codebook_examples.csv --out scores
  standpunt evaluate --plan data/measurements.toml --out measurements
  standpunt evaluate --against-set features.lexicon=none --out with-and-without
  standpunt evaluate --train-on my_gold.csv --test-on motions.csv --where eu_topic=true --out transfer
  standpunt evaluate --out scores --cell rights-safeguard:none
  standpunt evaluate --out scores --learning-curve --robustness")]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    coded: CodedArgs,
    /// Folder of the tables of scores
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Compare the variants that this plan names, instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["gold", "examples", "no_examples", "against_set"])]
    plan: Option<PathBuf>,
    /// Compare these settings with the same but for this one, instead: --against-set
    /// features.lexicon=none; may be repeated
    #[arg(long, value_name = "TABLE.KEY=VALUE")]
    against_set: Vec<String>,
    #[command(flatten)]
    transfer: TransferArgs,
    #[command(flatten)]
    closer: CloserArgs,
}

/// Runs the command.
pub(super) fn run(args: &EvaluateArgs, context: &Context) -> Result<Outcome, Error> {
    if let Some(file) = &args.plan {
        return plan::run(&plan::read_plan(file)?, Some(file), &args.out, context);
    }
    if !args.against_set.is_empty() {
        let (gold, examples) = args.coded.files(&[], context);
        let plan = Plan::of_two(&args.against_set, gold, &examples)?;
        return plan::run(&plan, None, &args.out, context);
    }
    let resources = context.resources()?;
    let codebook = &resources.codebook;
    if let Some(test_file) = &args.transfer.test_on {
        let gold = &args.transfer.train_on;
        let coded = args.coded.load_trained_on(gold, codebook, context)?;
        let out = (args.out.as_path(), codebook);
        return transfer::run(&args.transfer, test_file, coded, out, context);
    }
    let closer = args.closer.check(codebook)?;
    let coded = args.coded.load(codebook, context)?;
    let trainer = Trainer::new(&context.config, codebook)?;
    let set = evaluation_set(&coded, codebook)?;
    let bar = context.bar("training and measuring", 0);
    let n_done = AtomicUsize::new(0);
    let on_fold = |fold: crate::evaluate::FoldDone<'_>| {
        bar.set_length(fold.n_folds as u64);
        bar.set_position(n_done.fetch_add(1, Ordering::Relaxed) as u64 + 1);
    };
    let evaluation = measure(
        &set,
        &trainer,
        &context.config,
        codebook,
        &context.interrupt,
        on_fold,
    )?;
    bar.finish_and_clear();
    check_possible(&evaluation)?;
    let closer = closer.look(&set, &evaluation, &trainer, &coded, &resources, context)?;
    write_evaluation(
        &args.out,
        &set,
        &evaluation,
        codebook,
        &coded,
        &context.config,
        |tables, classes| closer.write(tables, classes),
    )?;
    print(&format!(
        "{}\n{}\n{}",
        scores(&evaluation),
        certainty(&evaluation),
        calibration(&evaluation)
    ))?;
    print(&closer.text)?;
    Ok(Outcome::Done)
}

/// An evaluation in which no passage could be held out says nothing.
fn check_possible(evaluation: &Evaluation<Prediction>) -> Result<(), Error> {
    let reason = |result: &SplitResult<Prediction>| match &result.split.folds {
        Folds::NotPossible(reason) => Some(reason.clone()),
        Folds::Of(_) => None,
    };
    let reasons: Vec<String> = evaluation.splits.iter().filter_map(reason).collect();
    if reasons.len() < evaluation.splits.len() {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!(
            "the coded passages cannot be divided into a part to learn from and a part to test on: {}",
            reasons.first().map_or("", String::as_str)
        ),
        help: "code passages of every class in two or more exchanges or documents".to_owned(),
    })
}
