//! `standpunt merge`: the parts of a labelled table into the table.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, output_name};
use super::label::{refuse_overwriting, say_summary};
use crate::Error;
use crate::label::{Watch, merge_parts};
use crate::store::StagedFile;
use crate::table::names_parquet;

/// What `merge` merges.
#[derive(Debug, Args)]
#[command(after_help = "\
The parts are what `standpunt label --shard I/N` wrote, in any order; all N of them must be there, once, of \
one table, labelled with one model and the same settings. The table that comes out is, byte for byte, the one \
that a single run of `standpunt label` writes, and so is the summary. A part that is missing, named twice, cut, \
damaged, of another table or labelled in another way is named with what was found and what was expected, \
and nothing is written.

Examples:
  standpunt merge part-1 part-2 part-3 --out labelled.csv
  standpunt merge parts/* --out labelled.csv
  standpunt merge parts/* --out - | gzip > labelled.csv.gz")]
pub(super) struct MergeArgs {
    /// The parts
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// The labelled table; - for standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &MergeArgs, context: &Context) -> Result<Outcome, Error> {
    for part in &args.parts {
        refuse_overwriting(part, &args.out)?;
    }
    if names_parquet(&args.out) {
        return Err(Error::Usage {
            message: format!("{}: parts make a table in CSV", args.out.display()),
            help: "give the output another name, as in labelled.csv".to_owned(),
        });
    }
    let bar = context.counter("merging");
    let mut progress = |n_rows| bar.set_position(n_rows);
    let mut watch = Watch {
        interrupt: &context.interrupt,
        progress: &mut progress,
    };
    let output = StagedFile::create(&args.out)?;
    let is_for_good = !output.is_staged();
    let name = output_name(&args.out);
    let merged = merge_parts(&args.parts, (output, &name), is_for_good, &mut watch)?;
    let (output, summary) = merged;
    output.commit()?;
    bar.finish_and_clear();
    say_summary(&summary, context);
    Ok(Outcome::Done)
}
