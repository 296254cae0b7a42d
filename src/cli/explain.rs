//! `standpunt explain`: which words speak for a label and which against.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::context::{Context, load_model, print};
use super::explain_classes::{ClassesArgs, explain_classes};
use crate::Error;
use crate::report::{ExplainedText, Style, explanation_csv, explanation_json, explanation_text};
use crate::stance::{Contrast, Explanation, Model};
use crate::table::{self, TableSettings};

/// What `explain` explains.
#[derive(Debug, Args)]
#[command(after_help = "\
The numbers are exact: the terms and the base rate add up to the log-odds of the label against the \
runner-up, ln(p/q), and so do the words and the base rate. They show what the model goes by, not why the \
speaker said it: associations in its training texts. Terms that occur together share their weight, and the \
terms of a short text weigh more than the same terms in a long one.

With --classes, the terms that speak most for each class in the texts that trained the model, with the \
share of group-bootstrap refits in which they do. A term marked as a name makes the model a detector of \
parties or persons, and a comparison of them circular.

Examples:
  standpunt explain --text \"Het kabinet wil meer grip op migratie.\"
  standpunt explain --text \"Het kabinet wil meer grip op migratie.\" --for none --against pro-control
  standpunt explain reports/labelled.csv --passage kamerbrief-2022-05:1535-1969 --csv
  standpunt explain reports/labelled.csv --all --json > explanations.jsonl
  standpunt explain --classes --out terms.csv")]
pub(super) struct ExplainArgs {
    /// A table with texts, for --passage or --all
    #[arg(requires = "rows")]
    table: Option<PathBuf>,
    /// The text to explain
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["table", "rows"], required_unless_present_any = ["table", "classes"])]
    text: Option<String>,
    /// The id of the row to explain
    #[arg(long, value_name = "ID", requires = "table", group = "rows")]
    passage: Option<String>,
    /// Explain every row, one JSON object a line; needs --json
    #[arg(long, requires = "table", requires = "json", group = "rows")]
    all: bool,
    /// The class to speak for. Default: the label
    #[arg(long = "for", value_name = "CLASS", conflicts_with = "classes")]
    class: Option<String>,
    /// The class to speak against. Default: the runner-up; with --for, the label
    #[arg(long, value_name = "CLASS", conflicts_with = "classes")]
    against: Option<String>,
    /// The model. Default: paths.model of the settings
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Terms to show on either side
    #[arg(long, value_name = "N", default_value_t = 8)]
    terms: usize,
    /// All terms as a table instead of a drawing
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Everything as JSON: docs/explanations.md describes the keys
    #[arg(long, conflicts_with = "classes")]
    json: bool,
    #[command(flatten)]
    of_classes: ClassesArgs,
}

/// Runs the command.
pub(super) fn run(args: &ExplainArgs, context: &Context) -> Result<Outcome, Error> {
    let path = args.model.as_ref().unwrap_or(&context.config.paths().model);
    args.of_classes.check()?;
    let model = load_model(path)?;
    if args.of_classes.is_asked_for() {
        return explain_classes(&args.of_classes, args.terms, args.csv, &model, context);
    }
    let contrast = Contrast {
        class: class_of(args.class.as_deref(), &model)?,
        against: class_of(args.against.as_deref(), &model)?,
    };
    match (&args.text, &args.table) {
        (Some(text), _) => explain_text(args, text, &model, contrast)?,
        (None, Some(table)) => explain_rows(args, table, &model, contrast)?,
        (None, None) => unreachable!("clap requires --text, a table or --classes"),
    }
    Ok(Outcome::Done)
}

fn class_of(id: Option<&str>, model: &Model) -> Result<Option<usize>, Error> {
    let Some(id) = id else { return Ok(None) };
    let ids = model.classes().ids();
    match ids.iter().position(|known| known == id) {
        Some(class) => Ok(Some(class)),
        None => Err(Error::Usage {
            message: format!("the model has no class `{id}`"),
            help: format!("its classes are {}", ids.join(", ")),
        }),
    }
}

fn explain_text(
    args: &ExplainArgs,
    text: &str,
    model: &Model,
    contrast: Contrast,
) -> Result<(), Error> {
    let explained = ExplainedText {
        text,
        passage_id: None,
    };
    show(args, explained, &explanation(text, model, contrast)?, model)?;
    if model.knows_text(text) {
        warn("this text trained the model: its label is no prediction");
    }
    Ok(())
}

fn explanation(text: &str, model: &Model, contrast: Contrast) -> Result<Explanation, Error> {
    model
        .explain_contrast(text, contrast)
        .ok_or_else(|| Error::Usage {
            message: format!(
                "the class to speak against is the one to speak for: the label is `{}`",
                model.classes().id(model.explain(text).class)
            ),
            help: "name two classes with --for and --against".to_owned(),
        })
}

fn show(
    args: &ExplainArgs,
    explained: ExplainedText<'_>,
    explanation: &Explanation,
    model: &Model,
) -> Result<(), Error> {
    if args.json {
        return print(&explanation_json(explained, explanation, model));
    }
    if args.csv {
        return print(&explanation_csv(explanation, model)?);
    }
    let style = if may_use_colour() {
        Style::Coloured
    } else {
        Style::Plain
    };
    let text = explanation_text(explained.text, explanation, model, args.terms, style);
    print(&text)
}

/// On a terminal, unless the environment variable `NO_COLOR` holds anything.
fn may_use_colour() -> bool {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stdout().is_terminal() && !is_refused
}

/// Explains the rows of a table that the options ask for.
fn explain_rows(
    args: &ExplainArgs,
    path: &Path,
    model: &Model,
    contrast: Contrast,
) -> Result<(), Error> {
    let mut table = table::open(path, &TableSettings::default())?;
    let text_column = table.column("text")?;
    let id_column = match args.passage {
        Some(_) => Some(table.column("passage_id")?),
        None => table.header().find("passage_id"),
    };
    let label_column = table.header().find("predicted_stance");
    let fold_column = table.header().find("out_of_fold");
    while let Some(row) = table.next_row()? {
        let id = id_column.map(|column| row.get(column)).transpose()?;
        if args.passage.is_some() && args.passage.as_deref() != id {
            continue;
        }
        let text = row.get(text_column)?;
        let explained = ExplainedText {
            text,
            passage_id: id,
        };
        let explanation = explanation(text, model, contrast)?;
        show(args, explained, &explanation, model)?;
        if args.all {
            continue;
        }
        if model.knows_text(text) {
            let field = |column: Option<_>| column.map(|column| row.get(column)).transpose();
            let is_out_of_fold = field(fold_column)? == Some("true");
            let label = field(label_column)?.filter(|_| is_out_of_fold);
            let own = model.classes().id(explanation.prediction.class);
            warn(&seen_text_warning(label, own));
        }
        return Ok(());
    }
    match &args.passage {
        None => Ok(()),
        Some(id) => Err(Error::Usage {
            message: format!(
                "{}: there is no row with the passage id `{id}`",
                path.display()
            ),
            help: "copy the id from the table, as in kamerbrief-2022-05:12-491".to_owned(),
        }),
    }
}

/// What to know of a label of a text that trained the model, `own`; `in_table` is the label in
/// the table where that comes from a model that had not seen the text.
fn seen_text_warning(in_table: Option<&str>, own: &str) -> String {
    let Some(in_table) = in_table else {
        return "this text trained the model: its label is no prediction".to_owned();
    };
    let compared = if in_table == own {
        format!("both give `{own}`")
    } else {
        format!("it gives `{in_table}`, this one `{own}`")
    };
    format!(
        "this text trained the model, so what is explained here is no prediction; the label in the table \
         comes from a model that had not seen it: {compared}"
    )
}

fn warn(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
