//! Paragraphs and tables as parts of a text.

use std::collections::BTreeMap;

use super::body::{Block, NoteReference, Paragraph, Table};
use crate::read::Parts;
use crate::read::layout::{PartKind, PartsBuilder};

/// Words that a paragraph in bold may have to be a heading.
const MAX_WORDS_OF_HEADING: usize = 16;

/// Words from which on a paragraph that ends as a sentence is running text.
const MIN_WORDS_OF_TEXT: usize = 12;

/// Words that a line may have to stand for itself in front of a line break.
const MAX_WORDS_OF_LINE: usize = 8;

/// The texts of notes.
pub(super) type Notes = BTreeMap<NoteReference, String>;

/// Collects the parts of a document.
#[derive(Debug, Default)]
pub(super) struct Collector {
    builder: PartsBuilder,
    notes: Notes,
    /// The cells behind `Datum` and `Onderwerp` in the head of a letter.
    pub(super) head: BTreeMap<String, String>,
}

impl Collector {
    pub(super) fn new(notes: Notes) -> Self {
        Self {
            notes,
            ..Self::default()
        }
    }

    /// Blocks of the body of the document.
    pub(super) fn body(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => self.table(table),
            }
        }
    }

    /// The text and its parts.
    pub(super) fn finish(self) -> (String, Parts) {
        self.builder.finish()
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let kind = kind_of(paragraph);
        for line in lines(&paragraph.text, kind) {
            self.builder.push(&line, kind, None, paragraph.number);
        }
        self.beside(paragraph);
    }

    /// The notes and text boxes of a paragraph.
    fn beside(&mut self, paragraph: &Paragraph) {
        for reference in &paragraph.notes {
            if let Some(note) = self.notes.get(reference) {
                self.builder
                    .push(note, PartKind::Footnote, None, paragraph.number);
            }
        }
        if is_running(&paragraph.boxes) {
            self.body(&paragraph.boxes);
            return;
        }
        for paragraph in direct(&paragraph.boxes) {
            self.builder
                .push(&paragraph.text, PartKind::Note, None, paragraph.number);
            self.beside(paragraph);
        }
        self.inner_tables(&paragraph.boxes);
    }

    /// A table: its rows; or, where it only places running text, what stands in its cells.
    fn table(&mut self, table: &Table) {
        if places_text(table) {
            for cell in table.rows.iter().flatten() {
                self.body(cell);
            }
            return;
        }
        for row in &table.rows {
            self.row(row);
        }
    }

    fn row(&mut self, row: &[Vec<Block>]) {
        let texts: Vec<String> = row.iter().map(|cell| text_of(cell)).collect();
        if let [name, value] = texts.as_slice()
            && !value.is_empty()
        {
            let name = name.trim_end_matches(':').to_lowercase();
            self.head.entry(name).or_insert_with(|| value.clone());
        }
        let filled: Vec<&str> = texts
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        let line = row
            .iter()
            .flat_map(|cell| direct(cell))
            .map(|p| p.number)
            .next();
        self.builder.push(
            &filled.join(" | "),
            PartKind::Table,
            None,
            line.unwrap_or(1),
        );
        for cell in row {
            for paragraph in direct(cell) {
                self.beside(paragraph);
            }
            self.inner_tables(cell);
        }
    }

    fn inner_tables(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let Block::Table(table) = block {
                self.table(table);
            }
        }
    }
}

/// Whether a table only places running text on the page: it is a single cell in the text, or most
/// of its words stand in sentences.
fn places_text(table: &Table) -> bool {
    let cells = || table.rows.iter().flatten();
    if !table.is_floating && cells().count() == 1 {
        return true;
    }
    let paragraphs = || cells().flat_map(|cell| direct(cell));
    let n_all: usize = paragraphs().map(n_words).sum();
    let n_running: usize = paragraphs().filter(|p| is_sentence(p)).map(n_words).sum();
    n_running * 2 > n_all
}

/// The text of the paragraphs of a cell or a note.
pub(super) fn text_of(blocks: &[Block]) -> String {
    let words = direct(blocks).flat_map(|paragraph| paragraph.text.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

/// The paragraphs among blocks, those in tables left aside.
fn direct(blocks: &[Block]) -> impl Iterator<Item = &Paragraph> {
    blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    })
}

fn n_words(paragraph: &Paragraph) -> usize {
    paragraph.text.split_whitespace().count()
}

/// Whether blocks hold a paragraph of running text.
fn is_running(blocks: &[Block]) -> bool {
    direct(blocks).any(is_sentence)
}

fn is_sentence(paragraph: &Paragraph) -> bool {
    n_words(paragraph) >= MIN_WORDS_OF_TEXT && ends_sentence(&paragraph.text)
}

fn ends_sentence(text: &str) -> bool {
    let end = text
        .trim_end()
        .trim_end_matches(['»', '”', '’', '"', '\'', ')']);
    end.ends_with(['.', '?', '!', ':', ';', '…'])
}

fn kind_of(paragraph: &Paragraph) -> PartKind {
    let style = paragraph.style;
    let is_bold = paragraph.n_characters > 0 && paragraph.n_bold == paragraph.n_characters;
    let is_short = n_words(paragraph) <= MAX_WORDS_OF_HEADING;
    let ends = paragraph
        .text
        .trim_end()
        .ends_with(['.', '?', '!', ';', ',']);
    if style.is_contents == Some(true) {
        PartKind::Note
    } else if style.is_heading == Some(true) || is_bold && is_short && !ends {
        PartKind::Heading
    } else {
        PartKind::Text
    }
}

/// The lines of a paragraph that stand for themselves. A line break inside running text only
/// places it; behind a sentence or a short line it parts.
fn lines(text: &str, kind: PartKind) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        match lines.last_mut() {
            Some(last) if kind == PartKind::Heading || !stands_alone(last, line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn stands_alone(line: &str, next: &str) -> bool {
    let is_short = line.split_whitespace().count() <= MAX_WORDS_OF_LINE;
    ends_sentence(line) || is_short && !next.starts_with(char::is_lowercase)
}
