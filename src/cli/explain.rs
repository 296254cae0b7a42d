//! `standpunt explain`: which words speak for a label and which against.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, load_model, print};
use crate::Error;
use crate::report::{Style, explanation_csv, explanation_text};
use crate::table::{self, TableSettings};

/// What `explain` explains.
#[derive(Debug, Args)]
#[command(after_help = "\
The numbers are exact: the terms and the base rate add up to the log-odds of the label against the \
runner-up, ln(p/q). They show what the model goes by, not why the speaker said it.

Examples:
  standpunt explain --text \"Het kabinet wil meer grip op migratie.\"
  standpunt explain reports/labelled.csv --passage kamerbrief-2022-05:1535-1969 --csv")]
pub(super) struct ExplainArgs {
    /// A table with texts, for --passage
    #[arg(requires = "passage")]
    table: Option<PathBuf>,
    /// The text to explain
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["table", "passage"], required_unless_present = "table")]
    text: Option<String>,
    /// The id of the row to explain
    #[arg(long, value_name = "ID", requires = "table")]
    passage: Option<String>,
    /// The model. Default: paths.model of the settings
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Terms to show on either side
    #[arg(long, value_name = "N", default_value_t = 8)]
    terms: usize,
    /// All terms as a table instead of a drawing
    #[arg(long)]
    csv: bool,
}

/// Runs the command.
pub(super) fn run(args: &ExplainArgs, context: &Context) -> Result<Outcome, Error> {
    let path = args.model.as_ref().unwrap_or(&context.config.paths().model);
    let model = load_model(path)?;
    let text = match (&args.text, &args.table, &args.passage) {
        (Some(text), _, _) => text.clone(),
        (None, Some(table), Some(id)) => text_of(table, id)?,
        _ => unreachable!("clap requires --text or a table with --passage"),
    };
    let explanation = model.explain(&text);
    if args.csv {
        print(&explanation_csv(&explanation, &model)?)?;
    } else {
        let is_plain = !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some();
        let style = if is_plain {
            Style::Plain
        } else {
            Style::Coloured
        };
        print(&explanation_text(
            &text,
            &explanation,
            &model,
            args.terms,
            style,
        ))?;
    }
    if model.knows_text(&text) {
        let _ = writeln!(
            std::io::stderr(),
            "this text trained the model: its label is no prediction"
        );
    }
    Ok(Outcome::Done)
}

/// The text of the row with this id.
fn text_of(path: &std::path::Path, id: &str) -> Result<String, Error> {
    let mut table = table::open(path, &TableSettings::default())?;
    let (id_column, text) = (table.column("passage_id")?, table.column("text")?);
    while let Some(row) = table.next_row()? {
        if row.get(id_column)? == id {
            return Ok(row.get(text)?.to_owned());
        }
    }
    Err(Error::Usage {
        message: format!(
            "{}: there is no row with the passage id `{id}`",
            path.display()
        ),
        help: "copy the id from the table, as in kamerbrief-2022-05:12-491".to_owned(),
    })
}
