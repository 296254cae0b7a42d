//! `standpunt collect`: codings taken back and held against the draw.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::Outcome;
use super::context::{Context, print};
use super::sample_summary::{collect_summary, collect_warnings};
use crate::Error;
use crate::corpus::ReferenceStandard;
use crate::pipeline::{CodedFile, collect, write_collection};

/// What `collect` takes back.
#[derive(Debug, Args)]
#[command(after_help = "\
Taken are exports of Label Studio (JSON, JSON-MIN, CSV, TSV) and the filled-in to_code.csv of each coder. \
NAME=FILE says who coded where the file does not, or where two coders have the same account number. Every \
coding must be of a drawn passage; a passage that nobody coded is marked missing and never replaced.

Written are codings.csv, for `standpunt agreement`; gold.csv, with the way each passage was drawn beside its \
class; and gold.meta.toml, which says who coded. Where coders differ, most of them decide, and ties stay \
open: discuss them, fill in disagreements.csv, and run the command again with --adjudicated.

Examples:
  standpunt collect draw export.json --standard expert
  standpunt collect kit anna=anna.csv bob=bob.json --standard adjudicated-expert --adjudicated settled.csv")]
pub(super) struct CollectArgs {
    /// Folder that `sample` wrote
    folder: PathBuf,
    /// Files of codings, or NAME=FILE
    #[arg(required = true, value_name = "CODED")]
    coded: Vec<CodedFile>,
    /// Who coded. People: adjudicated-expert (differences settled), expert (one), crowd
    #[arg(long, value_name = "WHO", value_parser = PossibleValuesParser::new(ReferenceStandard::ids()))]
    standard: String,
    /// Classes on which the coders settled: a table with `passage_id` and `stance`
    #[arg(long, value_name = "FILE")]
    adjudicated: Option<PathBuf>,
    /// Folder of the tables. Default: `coded` in the folder of the sample
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &CollectArgs, context: &Context) -> Result<Outcome, Error> {
    let codebook = context.resources()?.codebook;
    let standard =
        ReferenceStandard::from_id(&args.standard).unwrap_or(ReferenceStandard::Unstated);
    let collection = collect(
        &args.folder,
        &args.coded,
        args.adjudicated.as_deref(),
        &codebook,
        &context.config,
    )?;
    let out = (args.out.clone()).unwrap_or_else(|| args.folder.join("coded"));
    write_collection(&out, &collection, standard, &codebook, &context.config)?;
    print(&collect_summary(&collection, &codebook, &out))?;
    for warning in collect_warnings(&collection, standard) {
        context.say(&format!("warning: {warning}"));
    }
    Ok(Outcome::Done)
}
