//! `standpunt compare`: shares of stances from a labelled table.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, print};
use super::summary::{shares, unjoined};
use crate::Error;
use crate::pipeline::{Coded, compare, write_comparison};
use crate::table::{self, TableSettings};

/// What `compare` compares.
#[derive(Debug, Args)]
#[command(after_help = "\
Shares of all passages, of stance-taking passages and of words, per actor and role and per document; \
copies count once. They describe the documents that were labelled. A classifier errs, and errs more for \
one actor than for another: these shares are no estimates about parties.

Example:
  standpunt compare labelled.csv --gold data/gold_seeds.csv --out vergelijking")]
pub(super) struct CompareArgs {
    /// A table that `label` or `run` wrote
    labelled: PathBuf,
    /// Hand-coded passages to show beside the predicted ones; may be repeated
    #[arg(long, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Folder of the tables
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &CompareArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let coded = Coded::load(&args.gold, &[] as &[PathBuf], &codebook)?;
    let labelled = table::open(&args.labelled, &TableSettings::default())?;
    let comparison = compare(labelled, &codebook, &coded.gold, &coded.meta)?;
    write_comparison(&args.out, &comparison, &coded, &context.config)?;
    if let Some(advice) = comparison.outside.advice() {
        context.say(&format!("warning: {advice}"));
    }
    print(&shares(
        &comparison.by_actor,
        &comparison.settings.class_ids,
    ))?;
    if let Some(unjoined) = unjoined(&comparison.unjoined, "in the table") {
        context.say(&unjoined);
    }
    Ok(Outcome::Done)
}
