//! The rows of a table as documents.

use super::columns::Columns;
use super::speakers::{date_of, is_no_text, speaker_facts};
use crate::corpus::{Document, DocumentId, IdList};
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

/// The look at all rows of a table before the first becomes a document: whether any has a text, and
/// whether their ids tell them apart.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    file: &'a SourceFile,
    columns: &'a Columns,
    names: &'a [String],
    has_text: bool,
    /// The first row whose text is a list or an object: its line, and what it is.
    not_text: Option<(usize, &'static str)>,
    ids: IdList,
    /// The line of each id.
    lines: Vec<usize>,
    /// The first id that stands twice, with both lines.
    repeated: Option<(String, usize, usize)>,
}

/// Makes documents of rows.
#[derive(Debug)]
pub(super) struct Rows {
    file: SourceFile,
    tell_actor: bool,
    text_column: String,
    /// Whether the ids of the table tell its rows apart.
    has_ids: bool,
    n_added: usize,
    /// What was mended in the file, until the first document tells of it.
    notices: Vec<Notice>,
}

impl Cells<'_> {
    fn has_text(&self) -> bool {
        self.instead_of_text.is_none() && !is_no_text(self.text)
    }
}

impl<'a> Survey<'a> {
    /// Of a table with `names` of columns.
    pub(super) fn new(file: &'a SourceFile, columns: &'a Columns, names: &'a [String]) -> Self {
        Self {
            file,
            columns,
            names,
            has_text: false,
            not_text: None,
            ids: IdList::default(),
            lines: Vec::new(),
            repeated: None,
        }
    }

    /// Looks at a row. False where all is known that rows can tell.
    pub(super) fn look(&mut self, cells: &Cells<'_>) -> bool {
        self.has_text |= cells.has_text();
        if let (None, Some(found)) = (self.not_text, cells.instead_of_text) {
            self.not_text = Some((cells.line, found));
        }
        let tells = self.columns.id.is_some() && self.repeated.is_none();
        if tells && !cells.id.trim().is_empty() {
            self.look_at_id(cells.id, cells.line);
        }
        !self.has_text || (self.columns.id.is_some() && self.repeated.is_none())
    }

    /// Ids that differ only in characters that ids cannot have count as the same.
    fn look_at_id(&mut self, id: &str, line: usize) {
        let made = id_of(&self.file.document, id);
        if let Some(first) = self.ids.find(made.as_str()) {
            let first = self.lines.get(first).copied().unwrap_or_default();
            self.repeated = Some((id.to_owned(), first, line));
        } else {
            self.ids.push(made.as_str());
            self.lines.push(line);
        }
    }

    /// What makes documents of the rows; `notices` tell what was mended in the file.
    ///
    /// # Errors
    /// Where a column of ids was asked for and holds an id twice, or no row has a text; a row whose
    /// text is a list or an object tells most.
    pub(super) fn finish(self, notices: Vec<Notice>) -> Result<Rows, ReadError> {
        let path = || self.file.name.clone();
        let name = |column: usize| self.names.get(column).cloned().unwrap_or_default();
        if let (Some((id, first, line)), true) = (&self.repeated, self.columns.is_id_stated) {
            return Err(ReadError::SameRowId {
                path: path(),
                line: *line,
                column: self.columns.id.map(name).unwrap_or_default(),
                id: id.clone(),
                first: *first,
            });
        }
        let rows = Rows {
            file: self.file.clone(),
            tell_actor: self.columns.tell_actor(),
            text_column: name(self.columns.text),
            has_ids: self.columns.id.is_some() && self.repeated.is_none(),
            n_added: 0,
            notices,
        };
        match self.not_text {
            _ if self.has_text => Ok(rows),
            Some((line, found)) => Err(ReadError::NotText {
                path: path(),
                line,
                detail: rows.not_text(found),
            }),
            None => Err(ReadError::NoRow { path: path() }),
        }
    }
}

impl Rows {
    /// The document of the next row.
    pub(super) fn read(&mut self, cells: Cells<'_>) -> Source {
        self.n_added += 1;
        let id = if self.has_ids && !cells.id.trim().is_empty() {
            id_of(&self.file.document, cells.id)
        } else {
            id_of(&self.file.document, &self.n_added.to_string())
        };
        if let Some(found) = cells.instead_of_text {
            return self.skip(id, cells.line, NO_TEXT, self.not_text(found));
        }
        if is_no_text(cells.text) {
            let detail = format!("no text in the column `{}`", self.text_column);
            return self.skip(id, cells.line, "empty", detail);
        }
        let mut notices = std::mem::take(&mut self.notices);
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
        let mut source = if self.tell_actor {
            spoken(document, cells)
        } else {
            let bytes = cells.text.as_bytes();
            SourceText::new(document, cells.text.to_owned(), Layout::Lines, bytes)
                .at_line(cells.line, cells.has_own_lines)
        };
        source.notices = notices;
        Source::Read(source)
    }

    /// The next row, which cannot be read.
    pub(super) fn damaged(&mut self, line: usize, detail: String) -> Source {
        self.n_added += 1;
        let id = id_of(&self.file.document, &self.n_added.to_string());
        self.skip(id, line, "damaged", detail)
    }

    fn not_text(&self, found: &str) -> String {
        format!(
            "{found} in the column `{}`; expected a text",
            self.text_column
        )
    }

    fn skip(&self, id: DocumentId, line: usize, reason: &'static str, detail: String) -> Source {
        Source::SkippedRow {
            file: self.file.name.clone(),
            document_id: id,
            line,
            reason,
            detail,
        }
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
