//! `standpunt diff`: which labels differ between two labelled tables, and why.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, print, write_file};
use crate::Error;
use crate::label::{DiffSettings, compare_labels};
use crate::table::{self, TableSettings};

/// What `diff` compares.
#[derive(Debug, Args)]
#[command(after_help = "\
Rows are joined by passage id and text, then by text, then by id, then by overlapping place. A label that \
differs on the same text comes from the model; at the same place with another text, from the text; at an \
overlapping place, from segmentation.

Example:
  standpunt diff old/labelled.csv new/labelled.csv --out changes.csv")]
pub(super) struct DiffArgs {
    /// The older labelled table
    old: PathBuf,
    /// The newer labelled table
    new: PathBuf,
    /// The table of every change
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &DiffArgs, context: &Context) -> Result<Outcome, Error> {
    let settings = TableSettings::default();
    let old = table::open(&args.old, &settings)?;
    let new = table::open(&args.new, &settings)?;
    let changes = compare_labels(old, new, &DiffSettings::default(), &context.interrupt)?;
    if let Some(path) = &args.out {
        write_file(path, &changes.changes_csv()?)?;
    }
    print(&changes.summary())?;
    Ok(Outcome::Done)
}
