//! `standpunt check`: the shipped model and tables, made again.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, print};
use crate::Error;
use crate::pipeline;

/// What `check` compares.
#[derive(Debug, Args)]
#[command(after_help = "\
Runs the whole pipeline into a temporary folder and compares every file with the committed ones, byte for \
byte. Exit code 1 and the first line that differs, where one does.

Examples:
  standpunt check
  standpunt check --write     put the new files in place; read the diff before a commit")]
pub(super) struct CheckArgs {
    /// Folder with the committed tables
    #[arg(long, value_name = "DIR", default_value = "data/labelled")]
    tables: PathBuf,
    /// Put the new model and tables in place
    #[arg(long)]
    write: bool,
}

/// Runs the command.
pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Outcome, Error> {
    let differences = context
        .watched(|monitor| pipeline::check(&context.config, &args.tables, args.write, monitor))?;
    if differences.is_empty() {
        print("the model and every table are the same, byte for byte\n")?;
        return Ok(Outcome::Done);
    }
    for difference in &differences {
        print(&format!("{difference}\n"))?;
    }
    Ok(if args.write {
        Outcome::Done
    } else {
        Outcome::Different
    })
}
