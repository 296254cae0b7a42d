//! `standpunt train`: hand-coded passages into a model.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::Outcome;
use super::coded::CodedArgs;
use super::context::{Context, fill_file};
use crate::Error;
use crate::evaluate::FoldDone;
use crate::pipeline::{
    Coded, Learned, Resources, Trainer, card_of, evaluation_set, into_evaluation_set, measure,
};
use crate::stance::{Model, StanceError, Watch};
use crate::store::StagedFile;

/// What `train` trains on.
#[derive(Debug, Args)]
#[command(after_help = "\
A gold file has the columns passage_id, text, stance and group; passages of one group are never divided \
between training and validation. Written examples (example_id, text, stance) are trained on and never \
measured on.

Beside the model stands its card, model.md for model.json: what the model is, what it may be used for, and \
how well models trained the same way label passages, documents and actors that they have not seen. That \
is measured as `standpunt evaluate` does, and takes many times as long as the training; --no-card leaves \
it out, as does a model on standard output. A model without its card should not leave your machine.

Examples:
  standpunt train --gold data/gold_seeds.csv --examples data/codebook_examples.csv --out model.json
  standpunt train --gold mijn_gold.csv --no-card --out proef.json")]
pub(super) struct TrainArgs {
    #[command(flatten)]
    coded: CodedArgs,
    /// The model file; its card is written beside it
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Train only: measure nothing and write no card
    #[arg(long)]
    no_card: bool,
}

/// Runs the command.
pub(super) fn run(args: &TrainArgs, context: &Context) -> Result<Outcome, Error> {
    let resources = context.resources()?;
    let coded = args.coded.load(&resources.codebook, context)?;
    let card_path = args.card_path()?;
    // A place where nothing can be written is told before the long work.
    let model_file = StagedFile::create(&args.out)?;
    let (model, card) = match card_path {
        None => (train_only(coded, &resources, context)?, None),
        Some(path) => {
            let file = StagedFile::create(&path)?;
            let (model, card) = train_and_measure(&coded, &resources, context)?;
            (model, Some((path, file, card)))
        }
    };
    fill_file(model_file, &args.out, model.to_json().as_bytes())?;
    let mut card_place = String::new();
    if let Some((path, file, card)) = card {
        fill_file(file, &path, card.as_bytes())?;
        card_place = format!(", its card to {}", path.display());
    }
    context.say(&format!(
        "trained on {} coded passages and {} written examples; penalty {}; {} terms{}; written to {}{card_place}",
        model.n_coded(),
        model.n_examples(),
        model.alpha(),
        model.analyzer().vocabulary().terms().len(),
        effort(&model),
        args.out.display(),
    ));
    Ok(Outcome::Done)
}

/// How much was fitted, and in how many rounds.
fn effort(model: &Model) -> String {
    let Some(effort) = model.effort() else {
        return String::new();
    };
    let passes = match effort.n_passes {
        0 => String::new(),
        n => format!("{n} passes and "),
    };
    format!(
        ", {} values, {passes}{} evaluations of loss and gradient",
        effort.n_values, effort.n_evaluations
    )
}

impl TrainArgs {
    /// Where the card goes; nowhere where none is asked for or the model has no place of its own.
    fn card_path(&self) -> Result<Option<PathBuf>, Error> {
        if self.no_card || self.out == Path::new("-") {
            return Ok(None);
        }
        let card = self.out.with_extension("md");
        if card == self.out {
            return Err(Error::Usage {
                message: format!("{}: model and card would be one file", card.display()),
                help: "give the model another extension, as in model.json".to_owned(),
            });
        }
        Ok(Some(card))
    }
}

fn train_only(coded: Coded, resources: &Resources, context: &Context) -> Result<Model, Error> {
    let trainer = Trainer::new(&context.config, &resources.codebook)?;
    let set = into_evaluation_set(coded, &resources.codebook)?;
    watched(&trainer, context, |watch| trainer.train_once(set, watch))
}

/// Trains with a bar that shows how far it is.
fn watched(
    trainer: &Trainer,
    context: &Context,
    train: impl FnOnce(Watch<'_>) -> Result<Model, StanceError>,
) -> Result<Model, Error> {
    let bar = context.bar("training", trainer.n_fits() as u64);
    let on_fit = || bar.inc(1);
    let model = train(Watch::new(&on_fit, &context.interrupt))?;
    bar.finish_and_clear();
    Ok(model)
}

/// Trains and measures; gives the model and its card. What keeps a model from being trained comes
/// to light before the long measuring begins.
fn train_and_measure(
    coded: &Coded,
    resources: &Resources,
    context: &Context,
) -> Result<(Model, String), Error> {
    let (config, interrupt) = (&context.config, &context.interrupt);
    let codebook = &resources.codebook;
    let trainer = Trainer::new(config, codebook)?;
    let set = evaluation_set(coded, codebook)?;
    let all = 0..set.rows().len();
    let model = watched(&trainer, context, |watch| trainer.train(&set, all, watch))?;
    let bar = context.bar("measuring", 0);
    let n_done = AtomicUsize::new(0);
    let on_fold = |fold: FoldDone<'_>| {
        bar.set_length(fold.n_folds as u64);
        bar.set_position(n_done.fetch_add(1, Ordering::Relaxed) as u64 + 1);
    };
    let evaluation = measure(&set, &trainer, config, codebook, interrupt, on_fold)?;
    bar.finish_and_clear();
    let learned = Learned {
        model,
        set,
        evaluation,
    };
    let card = card_of(&learned, coded, resources, config, interrupt)?;
    Ok((learned.model, card))
}
