//! `standpunt evaluate`: scores on coded passages that the model has not seen.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::Outcome;
use super::coded::CodedArgs;
use super::context::{Context, print};
use super::summary::scores;
use crate::Error;
use crate::pipeline::{Trainer, evaluation_set, measure, write_evaluation};

/// What `evaluate` evaluates on.
#[derive(Debug, Args)]
#[command(after_help = "\
Three splits answer three questions: other passages of these documents (grouped), a document never seen, \
an actor never heard. Everything that learns, penalty and calibration included, is fitted anew inside each \
training part; training passages that share a run of 15 words with a test passage are left out.

Example:
  standpunt evaluate --gold data/gold_seeds.csv --examples data/codebook_examples.csv --out scores")]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    coded: CodedArgs,
    /// Folder of the tables of scores
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &EvaluateArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let coded = args.coded.load(&codebook, context)?;
    let trainer = Trainer::new(&context.config, &codebook)?;
    let set = evaluation_set(&coded, &codebook)?;
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
        &codebook,
        &context.interrupt,
        on_fold,
    )?;
    bar.finish_and_clear();
    write_evaluation(&args.out, &evaluation, &codebook, &coded, &context.config)?;
    print(&scores(&evaluation))?;
    Ok(Outcome::Done)
}
