//! One document from its source to its passages.

use super::ReadingOptions;
use crate::attribute::{AttributedText, Registers, attribute};
use crate::clean::{EditReason, clean};
use crate::corpus::{Passage, Span, one_line};
use crate::read::{Place, Source, SourceText};
use crate::segment::segment;
use crate::store::SkippedRecord;

/// What became of a source.
pub(super) enum Processed {
    /// A document with its passages.
    Document(Box<ReadDocument>),
    /// As [`Source::Register`].
    Register { file: String },
    /// As [`Source::Skipped`].
    Skipped {
        file: String,
        reason: &'static str,
        detail: String,
    },
    /// The row of `skipped.csv` of a row that is no document.
    SkippedRow(SkippedRecord),
}

/// A document that was read.
#[derive(Debug)]
pub(super) struct ReadDocument {
    /// Its turns; without its text where nobody wants it.
    pub(super) text: AttributedText,
    /// Its passages, in order.
    pub(super) passages: Vec<Passage>,
    /// Where each of them stands.
    pub(super) lines: Vec<PassageLines>,
    /// Its rows of `skipped.csv`.
    pub(super) skipped: Vec<SkippedRecord>,
}

/// Where a passage stands, as numbers of lines of the document, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PassageLines {
    /// The line of the first passage of its section.
    pub(super) section: usize,
    /// The line on which it begins.
    pub(super) passage: usize,
}

impl Processed {
    /// Reads a document into passages; of other sources says what they are.
    pub(super) fn of(source: Source, options: &ReadingOptions<'_>) -> Self {
        match source {
            Source::Read(source) => Self::Document(Box::new(read_document(source, options))),
            Source::Register { file } => Self::Register { file },
            Source::Skipped {
                file,
                reason,
                detail,
            } => Self::Skipped {
                file,
                reason,
                detail,
            },
            Source::SkippedRow {
                file,
                document_id,
                line,
                reason,
                detail,
            } => Self::SkippedRow(SkippedRecord {
                document_id: document_id.to_string(),
                file,
                line: Some(line),
                span: None,
                stage: "read".to_owned(),
                reason: reason.to_owned(),
                detail,
            }),
        }
    }
}

fn read_document(source: SourceText, options: &ReadingOptions<'_>) -> ReadDocument {
    let mut fixed: Vec<Span> = options
        .gold
        .iter()
        .filter_map(|passage| passage.place.as_ref())
        .filter(|place| place.document_id == source.document.id)
        .map(|place| place.span)
        .collect();
    fixed.sort();
    let registers = Registers {
        parties: options.register,
        members: options.members,
    };
    let mut skipped: Vec<SkippedRecord> = mended(&source).collect();
    let mut text = attribute(clean(source), &registers);
    let passages = segment(&text, &fixed, options.abbreviations, options.segment);
    skipped.extend(left_out(&text));
    let lines = passage_lines(&passages, &text);
    if !options.keeps_texts {
        text.drop_text();
    }
    ReadDocument {
        text,
        passages,
        lines,
        skipped,
    }
}

fn passage_lines(passages: &[Passage], text: &AttributedText) -> Vec<PassageLines> {
    let mut section: Option<(usize, usize)> = None;
    let mut lines_of = |passage: &Passage| {
        let line = line_at(text, passage.id.span.start);
        let first = match section {
            Some((number, first)) if number == passage.section => first,
            _ => line,
        };
        section = Some((passage.section, first));
        PassageLines {
            section: first,
            passage: line,
        }
    };
    passages.iter().map(&mut lines_of).collect()
}

/// The line of a byte of the source, from 1.
fn line_at(text: &AttributedText, byte: usize) -> usize {
    text.text
        .lines()
        .partition_point(|line| line.span.start <= byte)
}

/// The rows of `skipped.csv` for what was mended or left aside while a file was decoded.
fn mended(source: &SourceText) -> impl Iterator<Item = SkippedRecord> + '_ {
    source.notices.iter().map(|notice| SkippedRecord {
        document_id: source.document.id.to_string(),
        file: source.document.file.clone(),
        line: None,
        span: None,
        stage: "read".to_owned(),
        reason: notice.label(),
        detail: notice.detail.clone(),
    })
}

/// The rows of `skipped.csv` for the text that is nobody's passage; white space, joined words and
/// footnote numbers are no loss and get none.
fn left_out(text: &AttributedText) -> Vec<SkippedRecord> {
    let source = text.text.source();
    let is_loss = |reason| {
        !matches!(
            reason,
            EditReason::LineBreak
                | EditReason::Spaces
                | EditReason::Hyphenation
                | EditReason::HyphenAtLineEnd
                | EditReason::FootnoteMark
        )
    };
    text.text
        .edits()
        .iter()
        .filter(|edit| is_loss(edit.reason))
        .map(|edit| SkippedRecord {
            document_id: source.document.id.to_string(),
            file: source.document.file.clone(),
            line: match source.place_of(edit.span.start) {
                Place::Line(line) => Some(line),
                Place::Page(_) => None,
            },
            span: Some((edit.span.start, edit.span.end)),
            stage: stage_of(edit.reason).to_owned(),
            reason: edit.reason.as_str().to_owned(),
            detail: one_line(source.text.get(edit.span.range()).unwrap_or("")),
        })
        .collect()
}

fn stage_of(reason: EditReason) -> &'static str {
    match reason {
        EditReason::Heading
        | EditReason::Front
        | EditReason::Signature
        | EditReason::Label
        | EditReason::Note
        | EditReason::Title
        | EditReason::Table
        | EditReason::Formula => "attribute",
        _ => "clean",
    }
}
