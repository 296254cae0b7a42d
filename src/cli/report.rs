//! `standpunt report`: the page and the figures of a folder of tables, made anew.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::Outcome;
use super::context::{Context, load_model};
use crate::Error;
use crate::pipeline::{ReportRequest, report};

/// What `report` reads and writes.
#[derive(Debug, Args)]
#[command(after_help = "\
`run` and `compare` write a report beside their tables. This makes it again from the tables alone: with another \
model to shade words, with colours of another codebook, or from tables that an earlier version wrote. No number \
is estimated anew.

Examples:
  standpunt report reports --out nieuw
  standpunt report vergelijking --labelled labelled.csv --out nieuw --title \"Asiel in de Kamer, 2022\"")]
pub(super) struct ReportArgs {
    /// A folder that `run` or `compare` wrote
    folder: PathBuf,
    /// The labelled passages. Default: labelled.csv of the folder
    #[arg(long, value_name = "FILE")]
    labelled: Option<PathBuf>,
    /// The model that shades the words of passages. Default: model.json of the folder, else
    /// paths.model of the settings, if it is there
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The title of the page
    #[arg(
        long,
        value_name = "TEXT",
        value_parser = NonEmptyStringValueParser::new(),
        default_value = "Stances of actors, compared"
    )]
    title: String,
    /// Folder of the page and the figures
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &ReportArgs, context: &Context) -> Result<Outcome, Error> {
    let resources = context.resources()?;
    let model = match &args.model {
        Some(path) => Some(load_model(path)?),
        None => load_model(&args.folder.join("model.json"))
            .or_else(|_| load_model(&context.config.paths().model))
            .ok(),
    };
    let request = ReportRequest {
        title: &args.title,
        labelled: args.labelled.as_deref(),
        codebook: &resources.codebook,
        model: model.as_ref(),
    };
    let n_figures = report(&args.folder, &args.out, &request, &context.config)?;
    context.say(&format!(
        "{n_figures} figures; open {} in a browser",
        args.out.join("report.html").display()
    ));
    Ok(Outcome::Done)
}
