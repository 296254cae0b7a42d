//! `standpunt run`: everything in one go.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, print};
use super::summary::{outcome_of, run_summary};
use crate::Error;
use crate::pipeline;

/// What `run` reads and writes.
#[derive(Debug, Args)]
#[command(after_help = "\
Reads the corpus, trains on the coded passages, labels every passage, measures the model on passages it \
has not seen, and compares the actors. Passages that were coded get the label of a model that had not seen \
them. The output folder appears whole or not at all: CSV tables, codebook_of_tables.md and \
datapackage.json that describe them, \
model.json with its card, model_card.md, and manifest.json.

Examples:
  standpunt run
  standpunt run --corpus mijn-map --out uitvoer")]
pub(super) struct RunArgs {
    /// Folder with the documents. Default: corpus.dir of the settings
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// Folder of the output. Default: paths.out of the settings
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &RunArgs, context: &Context) -> Result<Outcome, Error> {
    let config = &context.config;
    let corpus = args.corpus.as_ref().unwrap_or(&config.corpus().dir);
    let out = args.out.as_ref().unwrap_or(&config.paths().out);
    let (result, compared) =
        context.watched(|monitor| pipeline::run(config, corpus, out, monitor))?;
    print(&run_summary(&result, &compared, out))?;
    Ok(outcome_of(&result.reading.summary, context))
}
