//! `standpunt read`: documents into passages.

use std::fmt::Write as _;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::columns::ColumnArgs;
use super::context::{Context, fill_table, print};
use super::read_trace::{self, Colours};
use super::read_unknown;
use super::summary::{outcome_of, unread, without_passage};
use crate::Error;
use crate::evaluate::ReadingScores;
use crate::pipeline::{
    self, Coded, ReadTables, Reading, ReadingOptions, ReadingReference, ReadingSummary, Resources,
};
use crate::report::{passages_schema, write_passages};
use crate::store::{Interrupt, StagedTable, skipped_schema, write_skipped};
use crate::table::Schema;

/// What `read` reads and writes.
#[derive(Debug, Args)]
#[command(after_help = "\
Files are known by their content: plain text, PDF, official XML (kamerstukken, Handelingen), debate reports \
(VLOS), ParlaMint TEI, Word, and tables (CSV, JSON Lines) with a text column, each also as gzip; folders \
with all that is below them. A folder may hold documents.csv, which tells id, kind, date and title of its files. Every piece of text \
that is nobody's passage is listed, with the reason, in the file of --skipped.

Examples:
  standpunt read seeds --out passages.csv --skipped skipped.csv
  standpunt read brief.txt --out -
  standpunt read kst-32317-790.xml --explain | less -R
  standpunt read mijn-map --list-unknown
  standpunt read seeds --against data/gold_seeds.csv --lines data/seed_lines.csv")]
pub(super) struct ReadArgs {
    /// Files, folders or - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The table of passages; - for standard output
    #[arg(long, short, value_name = "FILE", required_unless_present_any = ["against", "explain", "list_unknown", "texts"])]
    out: Option<PathBuf>,
    /// The table of what was left out
    #[arg(long, value_name = "FILE")]
    skipped: Option<PathBuf>,
    /// A folder for the texts of documents that are no plain text, to which passage ids refer
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Show line by line what became of each document: who speaks, by which rule, in which passage,
    /// or why it was left out
    #[arg(long)]
    explain: bool,
    /// List the parties and members whom no register knows, with their places
    #[arg(long)]
    list_unknown: bool,
    /// Keep the hand-coded boundaries and groups of this gold file
    #[arg(long, value_name = "FILE")]
    boundaries: Option<PathBuf>,
    /// Score the reading against the actors and roles of this gold file
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Score it also against the hand-coded kinds of lines in this table
    #[arg(long, value_name = "FILE", requires = "against")]
    lines: Option<PathBuf>,
    #[command(flatten)]
    columns: ColumnArgs,
}

/// Runs the command.
pub(super) fn run(args: &ReadArgs, context: &Context) -> Result<Outcome, Error> {
    let resources = context.resources_for_reading()?;
    let coded = Coded::load(
        args.boundaries.as_slice(),
        &[] as &[PathBuf],
        &resources.codebook,
    )?;
    let options = ReadingOptions {
        register: &resources.register,
        members: &resources.members,
        abbreviations: &resources.abbreviations,
        read: args.columns.options(),
        segment: resources.segment,
        gold: &coded.gold,
        keeps_texts: args.wants_texts(),
    };
    // A place that cannot be written to is told before the work.
    let outputs = Outputs {
        passages: started(args.out.as_deref(), &passages_schema())?,
        skipped: started(args.skipped.as_deref(), &skipped_schema())?,
    };
    let bar = context.bar("reading", 0);
    let progress = |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let (sources, interrupt) = (&args.sources, &context.interrupt);
    // The program ends behind this: setting free all that was read would take longer than most tables.
    if args.wants_texts() {
        let reading = pipeline::read_corpus(sources, &options, interrupt, progress)?;
        let reading = ManuallyDrop::new(reading);
        bar.finish_and_clear();
        outputs.write(&reading)?;
        args.show(&reading, &resources, context)?;
        return Ok(outcome_of(&reading.summary, context));
    }
    let keeps_skipped = outputs.skipped.is_some();
    let read = pipeline::read_tables(sources, &options, keeps_skipped, interrupt, progress)?;
    let mut read = ManuallyDrop::new(read);
    bar.finish_and_clear();
    outputs.write_stored(&mut read, interrupt)?;
    summarise(&read.summary, context);
    Ok(outcome_of(&read.summary, context))
}

impl ReadArgs {
    /// Whether more is wanted than tables, which needs the texts of the documents.
    fn wants_texts(&self) -> bool {
        self.explain || self.list_unknown || self.texts.is_some() || self.against.is_some()
    }

    /// Shows what is wanted beside the tables.
    fn show(
        &self,
        reading: &Reading,
        resources: &Resources,
        context: &Context,
    ) -> Result<(), Error> {
        if let Some(path) = &self.texts {
            let n = pipeline::save_texts(path, reading, &context.config)?;
            context.say(&format!("{n} texts in {}", path.display()));
        }
        summarise(&reading.summary, context);
        if self.explain {
            print(&read_trace::in_words(reading, Colours::of_terminal()))?;
        }
        if self.list_unknown {
            print(&read_unknown::in_words(reading))?;
        }
        if let Some(path) = &self.against {
            let lines = self.lines.as_deref();
            let reference = ReadingReference::load(path, lines, &resources.codebook)?;
            let scores = pipeline::score_reading(reading, &reference);
            print(&scores_in_words(&scores))?;
        }
        Ok(())
    }
}

/// The tables that are asked for.
struct Outputs<'p> {
    passages: Option<(StagedTable, &'p Path)>,
    skipped: Option<(StagedTable, &'p Path)>,
}

impl Outputs<'_> {
    fn write(self, reading: &Reading) -> Result<(), Error> {
        if let Some((output, path)) = self.passages {
            fill_table(output, path, |output, name| {
                write_passages(&reading.passages, output, name)
            })?;
        }
        if let Some((output, path)) = self.skipped {
            fill_table(output, path, |output, name| {
                write_skipped(&reading.skipped, output, name)
            })?;
        }
        Ok(())
    }

    fn write_stored(self, read: &mut ReadTables, interrupt: &Interrupt) -> Result<(), Error> {
        if let Some((output, path)) = self.passages {
            fill_table(output, path, |output, name| {
                read.write_passages(output, name, interrupt)
            })?;
        }
        if let Some((output, path)) = self.skipped {
            fill_table(output, path, |output, name| {
                read.write_skipped(output, name)
            })?;
        }
        Ok(())
    }
}

/// A table that is asked for, started at its place.
fn started<'p>(
    path: Option<&'p Path>,
    schema: &Schema,
) -> Result<Option<(StagedTable, &'p Path)>, Error> {
    let start = |path: &'p Path| Ok((StagedTable::create(path, schema)?, path));
    path.map(start).transpose()
}

fn summarise(summary: &ReadingSummary, context: &Context) {
    context.say(&format!(
        "{} documents, {} passages, {} without a known speaker, {} copies; {} pieces of text left out",
        summary.n_documents,
        summary.n_passages,
        summary.n_unknown,
        summary.n_copies,
        summary.n_skipped,
    ));
    if summary.n_mended > 0 {
        context.say(&format!(
            "{} documents were mended while decoding; --skipped tells how",
            summary.n_mended
        ));
    }
    if summary.n_incomplete > 0 {
        context.say(&format!(
            "warning: {} documents hold pages or letters that cannot be read; --skipped tells which",
            summary.n_incomplete
        ));
    }
    if let Some(unread) = unread(summary) {
        context.say(&format!("warning: {unread}"));
    }
    if let Some(empty) = without_passage(summary) {
        context.say(&format!("warning: {empty}"));
    }
}

/// The scores with every miss, as text.
fn scores_in_words(scores: &ReadingScores) -> String {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let mut text = format!(
        "words of coded passages with the right actor and role  {:>8} of {} ({})\n\
         worst coded passage                                    {:>8}\n\
         words in passages that are not speech                  {:>8} of {} ({})\n\
         words of speech that are in no passage                 {:>8} of {} ({})\n\
         ends of passages that are coded ends                   {:>8} of {} ({})\n\
         coded ends that are ends of passages                   {:>8} of {} ({})\n",
        scores.n_right,
        scores.n_gold,
        percent(scores.right_share()),
        percent(scores.worst_passage()),
        scores.n_foreign,
        scores.n_in_passages,
        percent(scores.foreign_share()),
        scores.n_lost,
        scores.n_body,
        percent(scores.lost_share()),
        scores.n_shared_ends,
        scores.n_ends,
        percent(scores.boundary_precision()),
        scores.n_shared_ends,
        scores.n_gold_ends,
        percent(scores.boundary_recall()),
    );
    for miss in &scores.misses {
        let found: Vec<String> = miss
            .found
            .iter()
            .map(|(who, n)| format!("{who}: {n}"))
            .collect();
        let _ = writeln!(
            text,
            "miss: {} ({}): {} of {} words right; {}",
            miss.id,
            miss.expected,
            miss.n_right,
            miss.n_words,
            found.join("; ")
        );
    }
    for fault in &scores.line_faults {
        let _ = writeln!(
            text,
            "line: {}, line {} ({}): {} words; {}",
            fault.document_id,
            fault.line,
            fault.kind.as_str(),
            fault.n_words,
            fault.text
        );
    }
    text
}
