//! `standpunt train`: hand-coded passages into a model.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::coded::CodedArgs;
use super::context::{Context, write_file};
use crate::Error;
use crate::pipeline::{Trainer, evaluation_set};
use crate::stance::Watch;

/// What `train` trains on.
#[derive(Debug, Args)]
#[command(after_help = "\
A gold file has the columns passage_id, text, stance and group; passages of one group are never divided \
between training and validation. Written examples (example_id, text, stance) are trained on and never \
measured on. `train` prints no score: `standpunt evaluate` measures, on passages the model has not seen.

Example:
  standpunt train --gold data/gold_seeds.csv --examples data/codebook_examples.csv --out model.json")]
pub(super) struct TrainArgs {
    #[command(flatten)]
    coded: CodedArgs,
    /// The model file
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &TrainArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let coded = args.coded.load(&codebook, context)?;
    let trainer = Trainer::new(&context.config, &codebook)?;
    let set = evaluation_set(&coded, &codebook)?;
    let bar = context.bar("training", trainer.n_fits() as u64);
    let on_fit = || bar.inc(1);
    let watch = Watch::new(&on_fit, &context.interrupt);
    let model = trainer.train(&set, 0..set.rows().len(), watch)?;
    bar.finish_and_clear();
    write_file(&args.out, model.to_json().as_bytes())?;
    context.say(&format!(
        "trained on {} coded passages and {} written examples; penalty {}; {} terms; written to {}",
        model.n_coded(),
        model.n_examples(),
        model.alpha(),
        model.analyzer().vocabulary().terms().len(),
        args.out.display(),
    ));
    Ok(Outcome::Done)
}
