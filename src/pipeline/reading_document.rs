//! One document from its source to its passages, piece by piece.

use std::collections::BTreeMap;
use std::mem;

use rayon::prelude::*;

use super::ReadingOptions;
use super::reading_summary::{REGISTER, unread_record};
use crate::attribute::{AttributedText, Registers, attribute};
use crate::clean::{Edit, EditReason, clean};
use crate::corpus::{DocumentId, PartialDate, Passage, Span, one_line};
use crate::duplicates::ComparedText;
use crate::read::{Notice, Place, Source, SourceText};
use crate::segment::segment_each;
use crate::store::SkippedRecord;

/// Rows of `skipped.csv` that are handed over at a time.
const BATCH: usize = 1024;

/// Passages from which on several threads find out what is compared of them.
const MIN_PARALLEL: usize = 256;

/// What is to be told of a document beside its passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All that a corpus in memory holds.
    Corpus,
    /// What tables need.
    Tables {
        /// Whether `skipped.csv` is among them.
        left_out: bool,
    },
}

/// What is told of a source: a document begins, some of its passages, some of what was left out, it
/// ends; or it is no document.
#[derive(Debug)]
pub(super) enum Piece {
    Begins(Box<Head>),
    Passages(Batch),
    LeftOut(Vec<SkippedRecord>),
    Ends(Box<End>),
    /// The row of `skipped.csv` of what is no document.
    NoDocument(Box<SkippedRecord>),
}

/// What is known of a document before its passages.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) id: DocumentId,
    pub(super) file: String,
    /// As [`SourceText::sha256`].
    pub(super) sha256: String,
    pub(super) date: Option<PartialDate>,
    /// Whether it was mended while it was decoded.
    pub(super) is_mended: bool,
    /// Whether it holds pages or letters that cannot be read.
    pub(super) is_incomplete: bool,
}

/// Some passages of a document, in order.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) passages: Vec<Passage>,
    /// Where each of them stands.
    pub(super) lines: Vec<PassageLines>,
    /// What is compared of each; none for a corpus in memory.
    pub(super) compared: Vec<ComparedText>,
}

/// What is known of a document behind its passages.
#[derive(Debug)]
pub(super) struct End {
    /// Its turns, for a corpus in memory; without its text where nobody wants it.
    pub(super) text: Option<AttributedText>,
    /// How many rows of `skipped.csv` it has.
    pub(super) n_left_out: usize,
    /// Where it has no passage: why pieces of its text were left out, and how many.
    pub(super) reasons: BTreeMap<&'static str, usize>,
}

/// Where a passage stands, as numbers of lines of the document, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PassageLines {
    /// The line of the first passage of its section.
    pub(super) section: usize,
    /// The line on which it begins.
    pub(super) passage: usize,
}

/// Takes pieces, and tells whether more are wanted.
type Emit<'e> = dyn FnMut(Vec<Piece>) -> bool + 'e;

/// Reads a document into passages; of other sources says what they are. Gives what `emit` did not
/// take: the end of the pieces, or nothing of use where `emit` wanted no more.
pub(super) fn process(
    source: Source,
    options: &ReadingOptions<'_>,
    wanted: Wanted,
    emit: &mut Emit<'_>,
) -> Vec<Piece> {
    let record = match source {
        Source::Read(source) => return read_document(source, options, wanted, emit),
        Source::Register { file } => {
            let detail = "persons and parties of a corpus; no document itself";
            unread_record(file, REGISTER, detail.to_owned())
        }
        Source::Skipped {
            file,
            reason,
            detail,
        } => unread_record(file, reason, detail),
        Source::SkippedRow {
            file,
            document_id,
            line,
            reason,
            detail,
        } => SkippedRecord {
            document_id: document_id.to_string(),
            line: Some(line),
            ..unread_record(file, reason, detail)
        },
    };
    vec![Piece::NoDocument(Box::new(record))]
}

fn read_document(
    source: SourceText,
    options: &ReadingOptions<'_>,
    wanted: Wanted,
    emit: &mut Emit<'_>,
) -> Vec<Piece> {
    let fixed = fixed_spans(&source, options);
    let registers = Registers {
        parties: options.register,
        members: options.members,
    };
    let mut text = attribute(clean(source), &registers);
    let mut pieces = vec![Piece::Begins(Box::new(Head::of(text.text.source())))];
    let mut sections = Sections::default();
    let mut n_passages = 0;
    let mut take = |passages: Vec<Passage>| {
        if n_passages > 0 && !emit(mem::take(&mut pieces)) {
            return false;
        }
        n_passages += passages.len();
        pieces.push(Piece::Passages(Batch {
            lines: sections.lines(&passages, &text),
            compared: compared(&passages, wanted),
            passages,
        }));
        true
    };
    let (abbreviations, settings) = (options.abbreviations, options.segment);
    if !segment_each(&text, &fixed, abbreviations, settings, &mut take) {
        return Vec::new();
    }
    let Some((n_left_out, reasons)) = leave_out(&text, wanted, &mut pieces, emit) else {
        return Vec::new();
    };
    if !options.keeps_texts {
        text.drop_text();
    }
    pieces.push(Piece::Ends(Box::new(End {
        text: (wanted == Wanted::Corpus).then_some(text),
        n_left_out,
        reasons: if n_passages == 0 {
            reasons
        } else {
            BTreeMap::new()
        },
    })));
    pieces
}

/// The hand-coded boundaries in a document, in order.
fn fixed_spans(source: &SourceText, options: &ReadingOptions<'_>) -> Vec<Span> {
    let mut fixed: Vec<Span> = options
        .gold
        .iter()
        .filter_map(|passage| passage.place.as_ref())
        .filter(|place| place.document_id == source.document.id)
        .map(|place| place.span)
        .collect();
    fixed.sort();
    fixed
}

impl Head {
    fn of(source: &SourceText) -> Self {
        Self {
            id: source.document.id.clone(),
            file: source.document.file.clone(),
            sha256: source.sha256.clone(),
            date: source.document.date,
            is_mended: source.notices.iter().any(Notice::is_mending),
            is_incomplete: source.notices.iter().any(Notice::is_loss),
        }
    }
}

fn compared(passages: &[Passage], wanted: Wanted) -> Vec<ComparedText> {
    let of = |words: &mut Vec<u64>, passage: &Passage| {
        ComparedText::of(passage.id.document_id.as_str(), &passage.text, words)
    };
    match wanted {
        Wanted::Corpus => Vec::new(),
        Wanted::Tables { .. } if passages.len() < MIN_PARALLEL => {
            let mut words = Vec::new();
            let compared = passages.iter().map(|passage| of(&mut words, passage));
            compared.collect()
        }
        Wanted::Tables { .. } => passages.par_iter().map_init(Vec::new, of).collect(),
    }
}

/// The section whose passages come.
#[derive(Debug, Default)]
struct Sections(Option<(usize, usize)>);

impl Sections {
    fn lines(&mut self, passages: &[Passage], text: &AttributedText) -> Vec<PassageLines> {
        let lines_of = |passage: &Passage| {
            let line = line_at(text, passage.id.span.start);
            let first = match self.0 {
                Some((number, first)) if number == passage.section => first,
                _ => line,
            };
            self.0 = Some((passage.section, first));
            PassageLines {
                section: first,
                passage: line,
            }
        };
        passages.iter().map(lines_of).collect()
    }
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

/// Adds the rows of `skipped.csv`, in order, to the pieces, if they are wanted: of what was mended, and
/// of the text that is nobody's passage; white space, joined words and footnote numbers are no loss
/// and get none. Tells how many there are, and for which reasons text was left out; `None` where
/// `emit` wants no more.
fn leave_out(
    text: &AttributedText,
    wanted: Wanted,
    pieces: &mut Vec<Piece>,
    emit: &mut Emit<'_>,
) -> Option<(usize, BTreeMap<&'static str, usize>)> {
    let source = text.text.source();
    let mut rows: Vec<SkippedRecord> = mended(source).collect();
    rows.sort();
    let is_wanted = wanted != (Wanted::Tables { left_out: false });
    let mut n_left_out = rows.len();
    let mut reasons = BTreeMap::new();
    let mut lost: Vec<(Option<usize>, &Edit)> = Vec::new();
    for edit in text.text.edits().iter().filter(|edit| is_loss(edit.reason)) {
        n_left_out += 1;
        *reasons.entry(edit.reason.as_str()).or_default() += 1;
        if is_wanted {
            let line = match source.place_of(edit.span.start) {
                Place::Line(line) => Some(line),
                Place::Page(_) => None,
            };
            lost.push((line, edit));
        }
    }
    if !is_wanted {
        return Some((n_left_out, reasons));
    }
    lost.sort_by_key(|(line, edit)| (*line, edit.span));
    for (line, edit) in lost {
        if rows.len() == BATCH {
            pieces.push(Piece::LeftOut(mem::take(&mut rows)));
            if !emit(mem::take(pieces)) {
                return None;
            }
        }
        rows.push(left_out(source, line, edit));
    }
    if !rows.is_empty() {
        pieces.push(Piece::LeftOut(rows));
    }
    Some((n_left_out, reasons))
}

fn is_loss(reason: EditReason) -> bool {
    !matches!(
        reason,
        EditReason::LineBreak
            | EditReason::Spaces
            | EditReason::Hyphenation
            | EditReason::HyphenAtLineEnd
            | EditReason::FootnoteMark
    )
}

fn left_out(source: &SourceText, line: Option<usize>, edit: &Edit) -> SkippedRecord {
    SkippedRecord {
        document_id: source.document.id.to_string(),
        file: source.document.file.clone(),
        line,
        span: Some((edit.span.start, edit.span.end)),
        stage: stage_of(edit.reason).to_owned(),
        reason: edit.reason.as_str().to_owned(),
        detail: one_line(source.text.get(edit.span.range()).unwrap_or("")),
    }
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
