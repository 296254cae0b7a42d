//! The rows of a table as documents.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::speakers::{date_of, is_no_text, speaker_facts};
use crate::corpus::{Document, DocumentId};
use crate::read::layout::{PartKind, PartsBuilder, SpokenTurn};
use crate::read::{Layout, Notice, ReadError, Source, SourceFile, SourceText};

/// Why a row whose text is a list or an object is left out.
const NO_TEXT: &str = "not text";

/// What stands in the cells of a row; each may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cells<'a> {
    pub(super) text: &'a str,
    /// What stands where the text is expected and is none: `a list`.
    pub(super) instead_of_text: Option<&'static str>,
    pub(super) party: &'a str,
    pub(super) speaker: &'a str,
    pub(super) function: &'a str,
    pub(super) date: &'a str,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// The line on which the row begins, from 1.
    pub(super) line: usize,
    /// Whether the line breaks of the text are those of the file.
    pub(super) has_own_lines: bool,
}

/// Makes documents of rows.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    file: &'a SourceFile,
    columns: &'a Columns,
    names: &'a [String],
    /// Whether the ids of the table tell its rows apart.
    has_ids: bool,
    n_added: usize,
    sources: Vec<Source>,
}

impl<'a> Rows<'a> {
    /// A table with `names` of columns; `ids` are those of its rows, with their lines.
    ///
    /// # Errors
    /// Where a column of ids was asked for and holds an id twice.
    pub(super) fn new(
        file: &'a SourceFile,
        columns: &'a Columns,
        names: &'a [String],
        ids: impl Iterator<Item = (String, usize)>,
    ) -> Result<Self, ReadError> {
        let repeated = match columns.id {
            Some(_) => first_repeated(ids, &file.document),
            None => None,
        };
        if let (Some((id, first, line)), true) = (&repeated, columns.is_id_stated) {
            return Err(ReadError::SameRowId {
                path: file.name.clone(),
                line: *line,
                column: columns
                    .id
                    .and_then(|at| names.get(at))
                    .cloned()
                    .unwrap_or_default(),
                id: id.clone(),
                first: *first,
            });
        }
        Ok(Self {
            file,
            columns,
            names,
            has_ids: columns.id.is_some() && repeated.is_none(),
            n_added: 0,
            sources: Vec::new(),
        })
    }

    /// A row.
    pub(super) fn add(&mut self, cells: Cells<'_>) {
        self.n_added += 1;
        let id = if self.has_ids && !cells.id.trim().is_empty() {
            id_of(&self.file.document, cells.id)
        } else {
            id_of(&self.file.document, &self.n_added.to_string())
        };
        if let Some(found) = cells.instead_of_text {
            let detail = format!(
                "{found} in the column `{}`; expected a text",
                self.text_column()
            );
            self.skip(id, cells.line, NO_TEXT, detail);
            return;
        }
        if is_no_text(cells.text) {
            let detail = format!("no text in the column `{}`", self.text_column());
            self.skip(id, cells.line, "empty", detail);
            return;
        }
        let mut notices = Vec::new();
        let mut document = Document {
            id,
            ..self.file.document.clone()
        };
        if !cells.date.trim().is_empty() {
            match date_of(cells.date) {
                Some(date) => document.date = Some(date),
                None => notices.push(Notice {
                    reason: "date not read",
                    detail: format!(
                        "`{}` is no date as YYYY-MM-DD or DD-MM-YYYY",
                        cells.date.trim()
                    ),
                }),
            }
        }
        if !cells.title.trim().is_empty() {
            cells.title.trim().clone_into(&mut document.title);
        }
        let mut source = if self.columns.tell_actor() {
            spoken(document, cells)
        } else {
            let bytes = cells.text.as_bytes();
            SourceText::new(document, cells.text.to_owned(), Layout::Lines, bytes)
                .at_line(cells.line, cells.has_own_lines)
        };
        source.notices = notices;
        self.sources.push(Source::Read(source));
    }

    fn text_column(&self) -> &str {
        self.names.get(self.columns.text).map_or("", String::as_str)
    }

    /// A row that cannot be read.
    pub(super) fn damaged(&mut self, line: usize, detail: String) {
        self.n_added += 1;
        let id = id_of(&self.file.document, &self.n_added.to_string());
        self.skip(id, line, "damaged", detail);
    }

    /// What is wrong where no row has a text; a row whose text is a list or an object tells most.
    fn no_row(&self) -> ReadError {
        let told = self.sources.iter().find_map(|source| match source {
            Source::SkippedRow {
                line,
                reason,
                detail,
                ..
            } if *reason == NO_TEXT => Some((*line, detail.clone())),
            _ => None,
        });
        let path = self.file.name.clone();
        match told {
            Some((line, detail)) => ReadError::NotText { path, line, detail },
            None => ReadError::NoRow { path },
        }
    }

    fn skip(&mut self, id: DocumentId, line: usize, reason: &'static str, detail: String) {
        self.sources.push(Source::SkippedRow {
            file: self.file.name.clone(),
            document_id: id,
            line,
            reason,
            detail,
        });
    }

    /// The documents, with what was mended in the file told of the first of them.
    ///
    /// # Errors
    /// Where no row has a text.
    pub(super) fn finish(mut self, notices: Vec<Notice>) -> Result<Vec<Source>, ReadError> {
        let first = self.sources.iter_mut().find_map(|source| match source {
            Source::Read(text) => Some(text),
            _ => None,
        });
        let Some(first) = first else {
            return Err(self.no_row());
        };
        first.notices.splice(0..0, notices);
        Ok(self.sources)
    }
}

/// A text whose table says who speaks: one turn.
fn spoken(document: Document, cells: Cells<'_>) -> SourceText {
    let mut builder = PartsBuilder::default();
    let turn = builder.open_turn(SpokenTurn {
        speaker: speaker_facts(cells.party, cells.speaker, cells.function),
        is_interruption: false,
    });
    for (line, paragraph) in paragraphs(cells.text) {
        let line = cells.line + if cells.has_own_lines { line } else { 0 };
        builder.push(paragraph, PartKind::Text, Some(turn), line);
    }
    let (text, mut parts) = builder.finish();
    parts.is_stated = true;
    SourceText::new(document, text, Layout::Parts(parts), cells.text.as_bytes())
}

/// The paragraphs of a text, each with the number of its first line, from 0: a paragraph ends at a
/// blank line, and at a line break behind the end of a sentence.
fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let mut paragraphs = Vec::new();
    let (mut start, mut first_line, mut at) = (0, 0, 0);
    for (n, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let content = line.trim_end();
        if content.is_empty() || content.ends_with(['.', '?', '!', ':', ';', '»', '”']) {
            paragraphs.push((first_line, text.get(start..at).unwrap_or_default()));
            (start, first_line) = (at, n + 1);
        }
    }
    paragraphs.push((first_line, text.get(start..).unwrap_or_default()));
    paragraphs
}

fn id_of(document: &Document, id: &str) -> DocumentId {
    DocumentId::from_file_stem(&format!("{}-{}", document.id, id.trim()))
}

/// The first id that stands twice, with both lines; ids that differ only in characters that ids
/// cannot have count as the same.
fn first_repeated(
    ids: impl Iterator<Item = (String, usize)>,
    document: &Document,
) -> Option<(String, usize, usize)> {
    let mut known = BTreeMap::new();
    for (id, line) in ids.filter(|(id, _)| !id.trim().is_empty()) {
        if let Some(first) = known.insert(id_of(document, &id), line) {
            return Some((id, first, line));
        }
    }
    None
}
