//! The frame: every passage that could be drawn, once, and its hash.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use super::AuditError;
use super::frame_copies::{leave_out_chair, leave_out_copies};
use crate::corpus::{Codebook, PassageId};
use crate::label::probability_column;
use crate::segment::count_words;
use crate::store::{HashOutput, SkippedRecord, sha256_hex};
use crate::table::{Column, ColumnIndex, Row, Schema, TableError, TableReader, TableWriter};

/// A passage that could be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct FramePassage {
    /// Its id.
    pub passage_id: String,
    /// Its document.
    pub document_id: String,
    /// Who speaks; empty where the table does not tell.
    pub actor: String,
    /// What the speaker does; may be empty.
    pub role: String,
    /// The date of the document, as far as known.
    pub date: String,
    /// The unit of independence; may be empty.
    pub group: String,
    /// Its words.
    pub n_words: usize,
    /// Its text.
    pub text: String,
    /// The text of the passage before it in the document, in the order of places, or of the table
    /// where ids are no places; empty for the first.
    pub context: String,
    /// What it was asked for as strata, in the order of [`FrameSettings::variables`].
    pub variables: Vec<String>,
    /// The predicted probability of each class; empty where the table has none.
    pub probabilities: Vec<f64>,
    /// Its place, where its id is one.
    pub(super) place: Option<PassageId>,
}

impl FramePassage {
    fn row(&self) -> FrameRow<'_> {
        FrameRow {
            passage_id: &self.passage_id,
            document_id: &self.document_id,
            actor: &self.actor,
            role: &self.role,
            date: &self.date,
            group: &self.group,
            n_words: self.n_words,
            text_sha256: sha256_hex(self.text.as_bytes()),
        }
    }

    /// Its place among others: by document, place in it, and id.
    pub(super) fn order(&self) -> (&str, Option<&PassageId>, &str) {
        (&self.document_id, self.place.as_ref(), &self.passage_id)
    }
}

/// How a frame is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameSettings {
    /// The variables that make the strata: `actor`, `predicted`, `year`, `document`, or any column.
    pub variables: Vec<String>,
}

/// All passages that could be drawn, each once, in the order of their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The passages.
    pub passages: Vec<FramePassage>,
    /// Copies, and what the chair of a sitting says.
    pub left_out: Vec<SkippedRecord>,
    /// `frame.csv`.
    pub csv: Vec<u8>,
    /// The SHA-256 of `frame.csv`, in hexadecimal.
    pub hash: String,
}

/// Reads the passages of a labelled table, leaves out copies and the chair and freezes the rest.
///
/// A passage that an actor repeats counts once for that actor, as in comparisons; the copies are
/// those of [`crate::duplicates::cluster_duplicates`].
///
/// # Errors
/// Where the table lacks `passage_id`, `text` or a variable of the strata, an id stands twice, or
/// nothing is left to draw from.
pub fn read_frame<R: Read>(
    mut table: TableReader<R>,
    codebook: &Codebook,
    settings: &FrameSettings,
) -> Result<Frame, AuditError> {
    let columns = Columns::of(&table, codebook, settings)?;
    let file = table.header().file().to_owned();
    let mut passages = Vec::new();
    let mut ids = BTreeSet::new();
    while let Some(row) = table.next_row()? {
        let passage = columns.read(row)?;
        if !ids.insert(passage.passage_id.clone()) {
            return Err(row.reject(columns.id, "an id that no other row has").into());
        }
        passages.push(passage);
    }
    if passages.iter().all(|passage| passage.place.is_some()) {
        passages.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    add_context(&mut passages);
    let (passages, mut left_out) = leave_out_chair(passages);
    let (mut passages, copies) = leave_out_copies(passages);
    left_out.extend(copies);
    if passages.is_empty() {
        return Err(AuditError::EmptyFrame { file });
    }
    passages.sort_by(|a, b| a.passage_id.cmp(&b.passage_id));
    let csv = write_frame(passages.iter().map(FramePassage::row), Vec::new())?;
    Ok(Frame {
        hash: sha256_hex(&csv),
        passages,
        left_out,
        csv,
    })
}

/// The columns of a labelled table that a frame needs.
struct Columns {
    id: ColumnIndex,
    text: ColumnIndex,
    document: Option<ColumnIndex>,
    actor: Option<ColumnIndex>,
    role: Option<ColumnIndex>,
    date: Option<ColumnIndex>,
    group: Option<ColumnIndex>,
    variables: Vec<Variable>,
    probabilities: Vec<ColumnIndex>,
}

/// Where a variable of the strata comes from.
enum Variable {
    Column(ColumnIndex),
    Year(ColumnIndex),
    Document,
}

impl Columns {
    fn of<R: Read>(
        table: &TableReader<R>,
        codebook: &Codebook,
        settings: &FrameSettings,
    ) -> Result<Self, TableError> {
        let header = table.header();
        let variable = |name: &String| match name.as_str() {
            "year" => header.column("date").map(Variable::Year),
            "document" => Ok(Variable::Document),
            "predicted" => header.column("predicted_stance").map(Variable::Column),
            name => header.column(name).map(Variable::Column),
        };
        let probabilities: Option<Vec<ColumnIndex>> = codebook
            .class_ids()
            .map(|class| header.find(&probability_column(class)))
            .collect();
        Ok(Self {
            id: header.column("passage_id")?,
            text: header.column("text")?,
            document: header.find("document_id"),
            actor: header.find("actor"),
            role: header.find("role"),
            date: header.find("date"),
            group: header.find("group"),
            variables: settings
                .variables
                .iter()
                .map(variable)
                .collect::<Result<_, _>>()?,
            probabilities: probabilities.unwrap_or_default(),
        })
    }

    fn read(&self, row: Row<'_>) -> Result<FramePassage, TableError> {
        let field = |column: Option<ColumnIndex>| {
            let field = column.map_or(Ok(""), |column| row.get(column));
            field.map(str::to_owned)
        };
        let passage_id = row.required(self.id)?.to_owned();
        let place: Option<PassageId> = passage_id.parse().ok();
        let document_id = match (field(self.document)?, &place) {
            (id, _) if !id.is_empty() => id,
            (_, Some(place)) => place.document_id.to_string(),
            _ => "unknown".to_owned(),
        };
        let text = row.required(self.text)?.to_owned();
        let variables = self.variables.iter().map(|variable| match variable {
            Variable::Column(column) => row.get(*column).map(str::to_owned),
            Variable::Year(column) => row.get(*column).map(|date| date.chars().take(4).collect()),
            Variable::Document => Ok(document_id.clone()),
        });
        Ok(FramePassage {
            variables: variables.collect::<Result<_, _>>()?,
            actor: field(self.actor)?,
            role: field(self.role)?,
            date: field(self.date)?,
            group: field(self.group)?,
            n_words: count_words(&text),
            context: String::new(),
            probabilities: (self.probabilities.iter())
                .map(|&column| row.number(column))
                .collect::<Result<_, _>>()?,
            passage_id,
            document_id,
            text,
            place,
        })
    }
}

/// Gives each passage the text before it in its document; passages stand in the order of place.
fn add_context(passages: &mut [FramePassage]) {
    let before: Vec<String> = passages
        .windows(2)
        .map(|pair| match pair {
            [a, b] if a.document_id == b.document_id => a.text.clone(),
            _ => String::new(),
        })
        .collect();
    for (passage, context) in passages.iter_mut().skip(1).zip(before) {
        passage.context = context;
    }
}

/// The schema of `frame.csv`.
pub fn frame_schema() -> Schema {
    Schema::new(
        "frame",
        "The frame of the sample",
        "One row is one passage that could be drawn, in the order of ids. The SHA-256 of this file \
         is the frame_hash of every drawn passage. Copies, and what the chair of a sitting says, are \
         left out, see skipped.csv; the strata of each wave stand in strata.csv.",
        vec![
            Column::text("passage_id", "The passage.").unique(),
            Column::text("document_id", "Its document.").required(),
            Column::text("actor", "Who speaks."),
            Column::text("role", "What the speaker does."),
            Column::partial_date("date", "The date of the document."),
            Column::text("group", "The unit of independence."),
            Column::count("n_words", "Its words.").in_unit("words").required(),
            Column::text("text_sha256", "The SHA-256 of its text.").required(),
        ],
    )
    .with_key(&["passage_id"])
}

/// What `frame.csv` holds of a passage.
#[derive(Debug, Clone)]
pub struct FrameRow<'a> {
    /// Its id.
    pub passage_id: &'a str,
    /// Its document.
    pub document_id: &'a str,
    /// Who speaks, as the table says.
    pub actor: &'a str,
    /// What the speaker does, as the table says.
    pub role: &'a str,
    /// The date, as the table says.
    pub date: &'a str,
    /// The unit of independence.
    pub group: &'a str,
    /// Its words.
    pub n_words: usize,
    /// The SHA-256 of its text, in hexadecimal.
    pub text_sha256: String,
}

/// The hash of the frame that passages make, repeated ones left out: what `sample` would write as
/// `frame_hash`. Equal hashes mean the same passages with the same texts and speakers.
pub struct FrameHash {
    table: TableWriter<HashOutput>,
}

impl FrameHash {
    /// The hash of an empty frame.
    ///
    /// # Errors
    /// Where a field cannot be written.
    pub fn new() -> Result<Self, TableError> {
        let table = TableWriter::new(HashOutput::default(), "frame.csv", &frame_schema())?;
        Ok(Self { table })
    }

    /// Adds a passage; passages come in the order of their ids.
    ///
    /// # Errors
    /// Where a field cannot be written.
    pub fn add(&mut self, row: &FrameRow<'_>) -> Result<(), TableError> {
        write_row(&mut self.table, row)
    }

    /// The SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// Where a field cannot be written.
    pub fn finish(self) -> Result<String, TableError> {
        Ok(self.table.finish()?.finish())
    }
}

fn write_frame<'a, W: Write>(
    rows: impl Iterator<Item = FrameRow<'a>>,
    output: W,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, "frame.csv", &frame_schema())?;
    for row in rows {
        write_row(&mut table, &row)?;
    }
    table.finish()
}

fn write_row<W: Write>(table: &mut TableWriter<W>, row: &FrameRow<'_>) -> Result<(), TableError> {
    table
        .text(row.passage_id)?
        .text(row.document_id)?
        .text(row.actor)?
        .text(row.role)?
        .text(row.date)?
        .text(row.group)?
        .count(row.n_words)?
        .text(&row.text_sha256)?
        .end_row()
}

/// Copies the bytes of `frame.csv` to its place; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn copy_frame<W: Write>(frame: &Frame, mut output: W, file: &str) -> Result<W, TableError> {
    output
        .write_all(&frame.csv)
        .map_err(|source| TableError::Write {
            file: file.to_owned(),
            source,
        })?;
    Ok(output)
}

#[cfg(test)]
#[path = "frame_tests.rs"]
pub(super) mod tests;
