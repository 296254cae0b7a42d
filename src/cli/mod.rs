//! The command line: one file per command, no logic.
//!
//! Exit codes: 0 done, 1 failed or `check` found a difference, 2 wrong usage, configuration or data
//! file, 3 done but more was skipped than allowed, 130 interrupted.

mod agreement;
mod agreement_summary;
mod cell;
mod certainty_summary;
mod check;
mod closer;
mod coded;
mod collect;
mod columns;
mod compare;
mod context;
mod diff;
mod duplicates;
mod evaluate;
mod explain;
mod explain_classes;
mod grid;
mod instruments;
mod label;
mod merge;
mod plan;
mod read;
#[cfg(feature = "pdf")]
mod read_pdf;
mod read_trace;
mod read_unknown;
mod report;
mod run;
mod sample;
mod sample_summary;
mod shares_summary;
mod summary;
mod train;
mod transfer;

use std::error::Error as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::Error;
use context::Context;

const ABOUT: &str =
    "Who says what on EU asylum and migration policy, and how firmly may one say so";

const EXAMPLES: &str = "\
Examples:
  standpunt run                                    read seeds/, write reports/
  standpunt run --corpus mijn-map --out uitvoer    the same for a folder of your own
  standpunt label passages.csv --out labelled.csv  label any table with texts
  standpunt explain --text \"Het kabinet wil meer grip op migratie.\"

Exit codes: 0 done; 1 failed, or `check` found a difference; 2 wrong usage, configuration or data file; \
3 done, but more was skipped than allowed; 130 interrupted.
Every setting stands with its default in standpunt.toml. Labels of the shipped model were learnt from \
passages coded by language models: read models/README.md before you publish a number.";

#[derive(Debug, Parser)]
#[command(name = "standpunt", version, about = ABOUT, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    general: General,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
struct General {
    /// Settings file; `standpunt.toml` in this folder is used where there is one
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Overrides one setting: --set stance.alphas=[1.0]; may be repeated
    #[arg(long = "set", global = true, value_name = "TABLE.KEY=VALUE")]
    set: Vec<String>,
    /// Threads to work with; 0 takes all. The output does not depend on it
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// No progress and no summary on standard error
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a corpus, train, label, evaluate and compare: everything in one go
    Run(run::RunArgs),
    /// Take documents apart into passages with their speakers
    Read(read::ReadArgs),
    /// Find passages that copy each other, exactly or edited
    Duplicates(duplicates::DuplicatesArgs),
    /// Read one PDF from standard input, within limits; `read` starts it
    #[cfg(feature = "pdf")]
    #[command(hide = true)]
    ReadPdf(read_pdf::ReadPdfArgs),
    /// Train a stance model on hand-coded passages
    Train(train::TrainArgs),
    /// Label the rows of a table with a model
    Label(label::LabelArgs),
    /// Put the parts of a table together that jobs labelled
    Merge(merge::MergeArgs),
    /// Find the policy instruments that passages are about, and score what is found
    Instruments(instruments::InstrumentsArgs),
    /// Score the pipeline on hand-coded passages it has not seen
    Evaluate(evaluate::EvaluateArgs),
    /// Draw passages to be coded by hand, with known probabilities
    Sample(sample::SampleArgs),
    /// Take codings back, check them against the draw, make a gold file
    Collect(collect::CollectArgs),
    /// Measure how far coders agree, and list where they differ
    Agreement(agreement::AgreementArgs),
    /// Compare actors: shares of stances from a labelled table
    Compare(compare::CompareArgs),
    /// Make the page and the figures of a folder of tables anew
    Report(report::ReportArgs),
    /// Show which words speak for a label and which against
    Explain(explain::ExplainArgs),
    /// Show which labels differ between two labelled tables, and why
    Diff(diff::DiffArgs),
    /// Make the shipped model and tables again and compare them byte for byte
    Check(check::CheckArgs),
}

/// Runs the program: the command of the arguments, its errors and its exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    #[cfg(feature = "pdf")]
    if let Command::ReadPdf(args) = &cli.command {
        return read_pdf::run(args).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    #[cfg(feature = "parquet")]
    crate::table::parquet::silence_decoders();
    let result = Context::new(&cli.general).and_then(|context| match &cli.command {
        Command::Run(args) => run::run(args, &context),
        Command::Read(args) => read::run(args, &context),
        Command::Duplicates(args) => duplicates::run(args, &context),
        #[cfg(feature = "pdf")]
        Command::ReadPdf(_) => unreachable!("it runs before the settings are read"),
        Command::Train(args) => train::run(args, &context),
        Command::Label(args) => label::run(args, &context),
        Command::Merge(args) => merge::run(args, &context),
        Command::Instruments(args) => instruments::run(args, &context),
        Command::Evaluate(args) => evaluate::run(args, &context),
        Command::Sample(args) => sample::run(args, &context),
        Command::Collect(args) => collect::run(args, &context),
        Command::Agreement(args) => agreement::run(args, &context),
        Command::Compare(args) => compare::run(args, &context),
        Command::Report(args) => report::run(args, &context),
        Command::Explain(args) => explain::run(args, &context),
        Command::Diff(args) => diff::run(args, &context),
        Command::Check(args) => check::run(args, &context),
    });
    match result {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = report(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// `check` found a difference.
    Different,
    /// More was skipped than allowed.
    TooMuchSkipped,
}

impl Outcome {
    fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Different => crate::error::EXIT_FAILED,
            Self::TooMuchSkipped => crate::error::EXIT_SKIPPED,
        }
    }
}

/// Prints the error, its causes and the advice.
fn report(error: &Error) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "error: {error}")?;
    let mut cause = error.source();
    while let Some(error) = cause {
        writeln!(stderr, "  caused by: {error}")?;
        cause = error.source();
    }
    if let Some(help) = error.help() {
        writeln!(stderr, "  help: {help}")?;
    }
    Ok(())
}
