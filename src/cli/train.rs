//! `standpunt train`: hand-coded passages into a model.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, write_file};
use crate::Error;
use crate::pipeline::{Coded, Trainer, evaluation_set};
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
    /// Hand-coded passages; may be repeated. Default: paths.gold of the settings
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Written examples; may be repeated. Default: those of the settings
    #[arg(long, value_name = "FILE")]
    examples: Vec<PathBuf>,
    /// Train without written examples
    #[arg(long, conflicts_with = "examples")]
    no_examples: bool,
    /// The model file
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &TrainArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let coded = load_coded(&args.gold, &args.examples, args.no_examples, context)?;
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

/// The coded passages and examples of the arguments, or those of the settings.
pub(super) fn load_coded(
    gold: &[PathBuf],
    examples: &[PathBuf],
    no_examples: bool,
    context: &Context,
) -> Result<Coded, Error> {
    let paths = context.config.paths();
    let codebook = context.resources()?.codebook;
    let default_gold: Vec<PathBuf> = paths.gold.iter().cloned().collect();
    let gold = if gold.is_empty() { &default_gold } else { gold };
    let examples = match examples {
        _ if no_examples => &[],
        [] if gold == default_gold => paths.examples.as_slice(),
        examples => examples,
    };
    if gold.is_empty() {
        return Err(Error::Usage {
            message: "there are no coded passages to learn from".to_owned(),
            help: "name a gold file with --gold, or set paths.gold in standpunt.toml".to_owned(),
        });
    }
    Coded::load(gold, examples, &codebook)
}
