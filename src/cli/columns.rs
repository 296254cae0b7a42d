//! Which columns of a table hold the texts and who speaks.

use std::path::PathBuf;

use clap::Args;

use crate::read::ReadOptions;

/// The columns of tables and JSON Lines among the sources, where their names do not tell.
#[expect(clippy::struct_field_names, reason = "the flags are named so")]
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Tables (CSV, TSV, JSON Lines): a row is a document")]
pub(super) struct ColumnArgs {
    /// The column of texts; else text, tekst, speech, content, inhoud, passage ...
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// The column of the party or speaker; else party, partij, fractie, actor ... and speaker,
    /// spreker, name ...
    #[arg(long, value_name = "NAME")]
    actor_column: Option<String>,
    /// The column of dates (2022-05-31 or 31-05-2022); else date, datum ...
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// The column of ids, which must differ; else id, `document_id` ... where they differ, or the
    /// number of the row
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
    /// The column of titles; else title, titel, onderwerp ...
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
}

impl ColumnArgs {
    /// How files are read.
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            text_column: self.text_column.clone(),
            actor_column: self.actor_column.clone(),
            date_column: self.date_column.clone(),
            id_column: self.id_column.clone(),
            title_column: self.title_column.clone(),
            pdf_program: this_program(),
        }
    }
}

/// This program, which also reads PDFs for itself in a process of its own.
pub(super) fn this_program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}
