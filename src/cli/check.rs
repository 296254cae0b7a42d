//! `standpunt check`: the shipped model and tables, made again.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, print};
use crate::Error;
use crate::pipeline::{self, Monitor};

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
    let bar = context.bar("reading", 0);
    let on_step = |stage, done: usize, all: usize| {
        bar.set_message(stage);
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let monitor = Monitor {
        interrupt: &context.interrupt,
        on_step: &on_step,
    };
    let differences = pipeline::check(&context.config, &args.tables, args.write, &monitor)?;
    bar.finish_and_clear();
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
