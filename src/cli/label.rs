//! `standpunt label`: a table with texts into a table with labels.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::context::{Context, load_model, output_name};
use crate::Error;
use crate::config::DataSource;
use crate::label::{LabelSettings, LabelSummary, Labelling, Shard, ShardRows, Watch, label_part};
use crate::pipeline::load_tagger;
use crate::report::passages_schema;
use crate::stance::Model;
use crate::store::{StagedFile, StagedTable, identify_file};
use crate::table::{self, Column, ColumnKind, TableReader, TableSettings};

/// What `label` labels.
#[derive(Debug, Args)]
#[command(after_help = "\
Any table in UTF-8 with a text column can be labelled, with commas, semicolons or tabs; with the feature \
parquet also Parquet, and a file called .parquet is written as such. All its columns \
pass through unchanged and in order; behind them come predicted_stance, certain, label_set, label_reason, \
in_training, out_of_fold, prob_<class>, margin, predicted_instruments and top_terms. A label is certain where label_set, the \
classes that cannot be excluded at the error level, is that label alone; label_reason says why another is \
not: empty, not_dutch, no_known_terms, outside_training (unlike the passages that trained the model) or \
uncertain. Where a fifth of the rows is outside, the first line of the summary says so. Rows whose text trained the model say so in in_training: \
their labels are too good; `standpunt run` gives them labels of models that had not seen them. The \
policy instruments come from the text, or from a column `heading` where there is one; what only the question \
tells about its answer, `standpunt instruments` adds.

With --columns the output has only the columns named, of the table and of the label; what no column asks \
for is not computed. A table in which a text trained the model needs in_training among them, and one that \
`standpunt compare` shall read in_training and out_of_fold beside the columns of `standpunt read`.

With --without-quotations what stands between quotation marks is neither scored nor searched for \
instruments, since it is the words of somebody else: by the column `quotations` of `standpunt read` where \
there is one (12-45;60-80: bytes of the text), else by the marks in the text. Terms and titles stand between \
marks too; --without-quotations=4 leaves out only quotations of four words and more. The column scored_text \
says what was scored: whole, without_quotations or nothing, and then label_reason is only_quotation.

With --shard 3/10 the third of ten jobs labels its tenth of the rows into a part; `standpunt merge` makes the \
table of the ten parts, byte for byte the one of a single run. The table must be a file that no job changes.

Examples:
  standpunt label passages.csv --out labelled.csv
  standpunt label passages.csv --error-level 0.2 --out labelled.csv
  standpunt label passages.csv --columns passage_id,predicted_stance,prob_* --out stances.csv
  standpunt label passages.csv --without-quotations=4 --out labelled.csv
  standpunt label passages.csv --shard 3/10 --out part-3
  cat uitspraken.csv | standpunt label - --text-column tekst --out - > labelled.csv")]
pub(super) struct LabelArgs {
    /// The table; - for standard input
    table: PathBuf,
    /// The model. Default: paths.model of the settings
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The labelled table; - for standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// The column that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// The column that holds the id of the row; without it, `passage_id` where there is one
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
    /// Share of passages of each class whose label set may miss it, 0.001 to 0.5; a larger share gives
    /// more certain labels, and more of them wrong. Default: `label.conformal_error_level` of the settings
    #[arg(long, value_name = "SHARE")]
    error_level: Option<f64>,
    /// Score the text without its quotations, or without those of so many words and more
    #[arg(
        long,
        value_name = "WORDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    without_quotations: Option<u16>,
    /// Columns of the output, divided by commas and in this order; a name that ends in * stands for all
    /// that begin so. Default: all
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Stands before the names of the new columns
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
    /// Labels the I-th of N parts of the table, counted from 1, for `standpunt merge`
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
}

/// Runs the command.
pub(super) fn run(args: &LabelArgs, context: &Context) -> Result<Outcome, Error> {
    refuse_overwriting(&args.table, &args.out)?;
    if let Some(shard) = args.shard {
        return run_shard(args, shard, context);
    }
    let input = table::open(&args.table, &TableSettings::default())?;
    let labelling = labelling(args, known_columns(&input), context)?;
    // A fault in the table's header is told before anything is made.
    let columns = labelling.columns(&input)?;
    let output = StagedTable::create(&args.out, &columns.schema)?;
    let bar = context.counter("labelling");
    let mut progress = |n_rows| bar.set_position(n_rows);
    let mut watch = Watch {
        interrupt: &context.interrupt,
        progress: &mut progress,
    };
    let name = output_name(&args.out);
    let (output, summary) = labelling.run(input, output, &name, &mut watch)?;
    output.commit()?;
    bar.finish_and_clear();
    say_summary(&summary, context);
    Ok(Outcome::Done)
}

/// The columns that the table may have: as its format tells, else as `read` writes them. That every
/// row has a value, only `read` itself can promise.
fn known_columns<R: Read>(input: &TableReader<R>) -> Vec<Column> {
    let of_passages = passages_schema().columns.into_iter().map(|column| Column {
        is_required: false,
        is_unique: false,
        ..column
    });
    let mut columns: Vec<Column> = of_passages.collect();
    for typed in input.typed_columns() {
        let is_same = |known: &Column| {
            let is_date = known.kind == ColumnKind::PartialDate && typed.kind == ColumnKind::Text;
            is_date || known.kind == typed.kind
        };
        match columns.iter_mut().find(|known| known.name == typed.name) {
            Some(known) if is_same(known) => {}
            Some(known) => *known = typed.clone(),
            None => columns.push(typed.clone()),
        }
    }
    columns
}

/// Labels one part of the table.
fn run_shard(args: &LabelArgs, shard: Shard, context: &Context) -> Result<Outcome, Error> {
    let labels = said_of_labels(args, context)?;
    let bar = context.counter(format!("labelling shard {shard}"));
    let rows = ShardRows::open(&args.table, shard, &context.interrupt)?;
    let labelling = labelling(args, known_columns(rows.table()), context)?;
    labelling.columns(rows.table())?;
    let output = StagedFile::create(&args.out)?;
    let mut progress = |n_rows| bar.set_position(n_rows);
    let mut watch = Watch {
        interrupt: &context.interrupt,
        progress: &mut progress,
    };
    let name = output_name(&args.out);
    let (output, summary) = label_part(&labelling, rows, labels, (output, &name), &mut watch)?;
    output.commit()?;
    bar.finish_and_clear();
    context.say(&format!("shard {shard}: {}", in_words(&summary)));
    Ok(Outcome::Done)
}

fn labelling(
    args: &LabelArgs,
    known_columns: Vec<Column>,
    context: &Context,
) -> Result<Labelling<Model>, Error> {
    let model =
        load_model(model_path(args, context))?.with_error_level(error_level(args, context))?;
    let settings = LabelSettings {
        text_column: args.text_column.clone(),
        id_column: args.id_column.clone(),
        prefix: args.prefix.clone(),
        n_threads: rayon::current_num_threads(),
        n_top_terms: context.config.label().top_terms,
        without_quotations: args.without_quotations.map(usize::from),
        known_columns,
        columns: args.columns.clone(),
    };
    let tagger = load_tagger(&context.config)?;
    Ok(Labelling::new(Arc::new(model), settings).with_instruments(tagger))
}

fn model_path<'a>(args: &'a LabelArgs, context: &'a Context) -> &'a Path {
    args.model.as_ref().unwrap_or(&context.config.paths().model)
}

fn error_level(args: &LabelArgs, context: &Context) -> f64 {
    let of_settings = context.config.label().conformal_error_level;
    args.error_level.unwrap_or(of_settings)
}

/// All that the labels of a row depend on besides the row.
fn said_of_labels(args: &LabelArgs, context: &Context) -> Result<BTreeMap<String, String>, Error> {
    let paths = context.config.paths();
    let file = |source: &DataSource| match source {
        DataSource::BuiltIn => Ok("built in".to_owned()),
        DataSource::File(path) => identify_file(path).map(|file| file.sha256),
    };
    let quotations = args.without_quotations;
    let said = [
        (
            "columns kept",
            args.columns
                .as_ref()
                .map_or("all".to_owned(), |names| names.join(",")),
        ),
        ("codebook", file(&paths.codebook)?),
        ("error level", error_level(args, context).to_string()),
        ("id column", args.id_column.clone().unwrap_or_default()),
        (
            "instruments",
            paths
                .instruments
                .as_ref()
                .map_or(Ok("none".to_owned()), file)?,
        ),
        ("model", identify_file(model_path(args, context))?.sha256),
        ("prefix", args.prefix.clone()),
        (
            "quotations left out, from how many words",
            quotations.map_or("none".to_owned(), |words| words.to_string()),
        ),
        ("standpunt", env!("CARGO_PKG_VERSION").to_owned()),
        ("text column", args.text_column.clone()),
        ("top terms", context.config.label().top_terms.to_string()),
    ];
    Ok(said.map(|(name, value)| (name.to_owned(), value)).into())
}

/// What was labelled, and what to do where much of it is outside.
pub(super) fn say_summary(summary: &LabelSummary, context: &Context) {
    if let Some(advice) = summary.outside.advice() {
        context.say(&format!("warning: {advice}"));
    }
    context.say(&in_words(summary));
}

/// The input would be gone, and its form with it: delimiter, line ends, order of columns.
pub(super) fn refuse_overwriting(input: &Path, output: &Path) -> Result<(), Error> {
    let same = match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output && input.is_file(),
        _ => false,
    };
    if same {
        return Err(Error::Usage {
            message: format!("{}: the output would replace the input", output.display()),
            help: "write to another file with --out".to_owned(),
        });
    }
    Ok(())
}

fn in_words(summary: &LabelSummary) -> String {
    let mut text = format!(
        "{} rows labelled, {} certain",
        summary.n_rows, summary.n_certain
    );
    if summary.n_in_training > 0 {
        let _ = write!(
            text,
            "; {} have a text that trained the model: do not count their labels",
            summary.n_in_training
        );
    }
    if summary.n_without_quotations > 0 {
        let _ = write!(
            text,
            "; {} scored without their quotations",
            summary.n_without_quotations
        );
    }
    if summary.n_only_quotation > 0 {
        let _ = write!(
            text,
            "; {} nothing but quotation and not scored",
            summary.n_only_quotation
        );
    }
    if summary.n_empty > 0 {
        let _ = write!(text, "; {} without a word", summary.n_empty);
    }
    text
}
