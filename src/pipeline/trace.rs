//! What became of a document, line by line.

use super::Reading;
use crate::attribute::{AttributedText, Turn};
use crate::corpus::{Passage, Span};
use crate::read::Place;

/// What became of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate<'a> {
    /// It belongs to a turn.
    Kept {
        /// The number of the turn in the document, from 0.
        turn: usize,
        /// Passages that begin in it.
        passages: Vec<&'a Passage>,
    },
    /// All of it was left out: the reason.
    Dropped(&'static str),
}

/// A line of a document with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedLine<'a> {
    /// Where it stands.
    pub place: Place,
    /// The line as it is read.
    pub text: &'a str,
    /// What became of it.
    pub fate: Fate<'a>,
    /// What was taken out of a kept line, reason and text, in order.
    pub edits: Vec<(&'static str, &'a str)>,
}

/// A document line by line.
#[derive(Debug, Clone)]
pub struct DocumentTrace<'a> {
    /// The document with its turns.
    pub text: &'a AttributedText,
    /// Its lines that hold characters, in order.
    pub lines: Vec<TracedLine<'a>>,
}

impl DocumentTrace<'_> {
    /// The turn with a number.
    pub fn turn(&self, number: usize) -> Option<&Turn> {
        self.text.turns.get(number)
    }
}

/// What became of every line of every document.
pub fn trace(reading: &Reading) -> impl Iterator<Item = DocumentTrace<'_>> {
    reading.texts.iter().map(|text| {
        let id = &text.text.source().document.id;
        let first = reading.passages.partition_point(|p| p.id.document_id < *id);
        let passages = &reading.passages[first..];
        let n = passages.partition_point(|p| p.id.document_id == *id);
        DocumentTrace {
            text,
            lines: lines(text, &passages[..n]),
        }
    })
}

fn lines<'a>(text: &'a AttributedText, passages: &'a [Passage]) -> Vec<TracedLine<'a>> {
    let clean = &text.text;
    let source = clean.source();
    let mut paragraphs: Vec<(Span, usize)> = text
        .turns
        .iter()
        .enumerate()
        .flat_map(|(turn, found)| found.paragraphs.iter().map(move |&span| (span, turn)))
        .collect();
    paragraphs.sort_unstable();
    let filled = clean.lines().iter().filter(|line| !line.span.is_empty());
    filled
        .map(|line| {
            let cut = |span: Span| source.text.get(span.range()).unwrap_or_default();
            let first = clean
                .edits()
                .partition_point(|edit| edit.span.end <= line.span.start);
            let edits = clean.edits()[first..]
                .iter()
                .take_while(|edit| edit.span.start < line.span.end);
            let whole = edits
                .clone()
                .find(|edit| edit.span.contains(line.span))
                .map(|edit| edit.reason.as_str());
            let turn = turn_at(&paragraphs, line.span);
            TracedLine {
                place: source.place_of(line.span.start),
                text: cut(line.span),
                fate: match (whole, turn) {
                    (None, Some(turn)) => Fate::Kept {
                        turn,
                        passages: beginning(passages, line.span),
                    },
                    (reason, _) => Fate::Dropped(reason.unwrap_or("nobody's")),
                },
                edits: edits
                    .filter(|edit| {
                        line.span.contains(edit.span) && !cut(edit.span).trim().is_empty()
                    })
                    .map(|edit| (edit.reason.as_str(), cut(edit.span)))
                    .collect(),
            }
        })
        .collect()
}

/// The turn whose paragraph a line stands in.
fn turn_at(paragraphs: &[(Span, usize)], line: Span) -> Option<usize> {
    let behind = paragraphs.partition_point(|(span, _)| span.start < line.end);
    let (span, turn) = paragraphs.get(behind.checked_sub(1)?)?;
    (span.overlap(line) > 0).then_some(*turn)
}

fn beginning(passages: &[Passage], line: Span) -> Vec<&Passage> {
    let first = passages.partition_point(|passage| passage.id.span.start < line.start);
    passages[first..]
        .iter()
        .take_while(|passage| passage.id.span.start < line.end)
        .collect()
}
