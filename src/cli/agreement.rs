//! `standpunt agreement`: how far coders agree, and where they differ.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::agreement_summary::agreement_summary;
use super::context::{Context, print};
use crate::Error;
use crate::pipeline::{CodedFile, agreement, write_coder_agreement};

/// What `agreement` measures.
#[derive(Debug, Args)]
#[command(after_help = "\
A file of codings has one row a coding (passage_id, coder, stance, as `collect` writes and Label Studio \
exports), or one row a passage with coder_a and coder_b. NAME=FILE takes the column stance of any table as \
the codings of NAME: so final labels can be held against new codings.

Krippendorff's alpha is the number to report. Its marks apply to the lower end of the interval: reliable \
from .800, tentative from .667, below that do not publish. The macro-F1 of coder against coder is the \
ceiling for a model.

Examples:
  standpunt agreement data/gold_seeds.csv
  standpunt agreement draw/coded/codings.csv --evaluation reports/evaluation.csv --out agreement
  standpunt agreement draw/coded/codings.csv gold=data/gold_seeds.csv")]
pub(super) struct AgreementArgs {
    /// Files of codings, or NAME=FILE
    #[arg(required = true, value_name = "CODINGS")]
    codings: Vec<CodedFile>,
    /// The model's evaluation.csv, to show its score beside the coders'
    #[arg(long, value_name = "FILE")]
    evaluation: Option<PathBuf>,
    /// Folder of the tables
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &AgreementArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let found = agreement(
        &args.codings,
        args.evaluation.as_deref(),
        &codebook,
        &context.config,
    )?;
    if let Some(out) = &args.out {
        write_coder_agreement(out, &found, &codebook, &context.config)?;
    }
    print(&agreement_summary(&found.report, &codebook))?;
    Ok(Outcome::Done)
}
