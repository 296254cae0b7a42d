//! `standpunt duplicates`: which passages of a table copy each other.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::context::{Context, write_table};
use crate::Error;
use crate::duplicates::duplicates_schema;
use crate::pipeline::{CopyColumns, find_copied_rows, write_copied_rows};
use crate::table::{self, TableSettings};

/// What `duplicates` reads and writes.
#[derive(Debug, Args)]
#[command(after_help = "\
Two passages are copies where at least half of the word 5-grams of both stand in both (Jaccard similarity \
0.5 and more): exact copies, and copies in which a sentence was added, dropped or changed. Texts of fewer \
than 15 words are formulas: they are compared as a whole and inside their document only. The first of a \
cluster is the earliest by the column date. The result does not depend on the order of the rows.

Examples:
  standpunt duplicates passages.csv --out duplicates.csv
  standpunt duplicates tweets.csv --id-column tweet --text-column full_text --out -")]
pub(super) struct DuplicatesArgs {
    /// The table of passages, as `read` writes it, or any table with ids and texts; - for standard input
    table: PathBuf,
    /// The table of copies; - for standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// The column with the texts
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// The column with the ids
    #[arg(long, value_name = "NAME", default_value = "passage_id")]
    id_column: String,
}

/// Runs the command.
pub(super) fn run(args: &DuplicatesArgs, context: &Context) -> Result<Outcome, Error> {
    let bar = context.counter("comparing passages");
    let columns = CopyColumns {
        id: args.id_column.clone(),
        text: args.text_column.clone(),
    };
    let found = find_copied_rows(
        table::open(&args.table, &TableSettings::default())?,
        &columns,
    )?;
    bar.finish_and_clear();
    write_table(&args.out, &duplicates_schema(), |output, name| {
        write_copied_rows(&found.rows, output, name)
    })?;
    let copies = found.rows.iter().filter(|row| row.duplicate_of.is_some());
    let exact = copies.clone().filter(|row| row.similarity >= 1.0).count();
    let across = copies.clone().filter(|row| row.crosses_documents).count();
    let n = copies.count();
    context.say(&format!(
        "{} passages, {n} copies: {exact} exact, {} edited; {across} in clusters of several documents",
        found.n_rows,
        n - exact,
    ));
    Ok(Outcome::Done)
}
