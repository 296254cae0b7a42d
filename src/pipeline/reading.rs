//! From sources to passages: read, clean, attribute, segment, find duplicates, group.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::Error;
use crate::attribute::{AttributedText, Registers, attribute};
use crate::clean::{EditReason, clean};
use crate::corpus::{
    DocumentId, GoldPassage, MemberRegister, PartyRegister, Passage, Span, one_line,
};
use crate::duplicates::{
    Duplicate, PassageFact, assign_groups, block_name, cluster_duplicates, find_copies,
};
use crate::read::{
    Notice, Place, ReadError, ReadOptions, Reader, Source, SourceText, find_sources,
};
use crate::segment::{Abbreviations, SegmentSettings, segment};
use crate::store::{Interrupt, SkippedRecord};

/// Why a file that is given twice is read once.
const COPY: &str = "copy";

/// Why a file that tells about others is no document.
const REGISTER: &str = "register";

/// What reading a corpus needs to know.
#[derive(Debug)]
pub struct ReadingOptions<'a> {
    /// The parties that may speak.
    pub register: &'a PartyRegister,
    /// Members of parliament and their parties.
    pub members: &'a MemberRegister,
    /// Abbreviations that do not end a sentence.
    pub abbreviations: &'a Abbreviations,
    /// How long passages become.
    pub segment: SegmentSettings,
    /// How files are read.
    pub read: ReadOptions,
    /// Passages with hand-coded boundaries and groups, which are kept; may be empty.
    pub gold: &'a [GoldPassage],
}

/// A corpus as read.
#[derive(Debug)]
pub struct Reading {
    /// The documents, in the order of their ids.
    pub texts: Vec<AttributedText>,
    /// The passages, in the order of documents and places; groups filled in.
    pub passages: Vec<Passage>,
    /// The passages that have copies.
    pub duplicates: Vec<Duplicate>,
    /// Whatever was left out.
    pub skipped: Vec<SkippedRecord>,
    /// Number of files looked at.
    pub n_files: usize,
}

impl Reading {
    /// How many documents were mended while they were decoded.
    pub fn n_mended(&self) -> usize {
        self.n_with(Notice::is_mending)
    }

    /// How many documents hold pages or letters that cannot be read.
    pub fn n_incomplete(&self) -> usize {
        self.n_with(Notice::is_loss)
    }

    /// The documents of which nothing became a passage.
    pub fn without_passage(&self) -> impl Iterator<Item = &AttributedText> {
        let with: BTreeSet<&DocumentId> = self
            .passages
            .iter()
            .map(|passage| &passage.id.document_id)
            .collect();
        self.texts
            .iter()
            .filter(move |text| !with.contains(&text.text.source().document.id))
    }

    fn n_with(&self, test: fn(&Notice) -> bool) -> usize {
        let has = |text: &&AttributedText| text.text.source().notices.iter().any(test);
        self.texts.iter().filter(has).count()
    }

    /// The files that were found and not read.
    pub fn unread(&self) -> impl Iterator<Item = &SkippedRecord> {
        self.skipped
            .iter()
            .filter(|record| record.stage == "read" && record.document_id.is_empty())
            .filter(|record| record.reason != REGISTER && record.reason != COPY)
    }
}

/// Reads files and folders into passages. `progress` is told of every document done and how many
/// there are.
///
/// # Errors
/// Where sources cannot be read, or the run is interrupted.
pub fn read_corpus(
    paths: &[PathBuf],
    options: &ReadingOptions<'_>,
    interrupt: &Interrupt,
    progress: impl Fn(usize, usize),
) -> Result<Reading, Error> {
    let files = find_sources(paths)?;
    let mut reader = Reader::new(options.read.clone());
    let mut collected = Collected::default();
    for (n, file) in files.iter().enumerate() {
        interrupt.check()?;
        for source in reader.read(file)? {
            collected.add(source, options)?;
        }
        progress(n + 1, files.len());
    }
    let Collected {
        documents,
        mut skipped,
    } = collected;
    if let (true, Some(first)) = (documents.is_empty(), skipped.first()) {
        return Err(Error::Read(ReadError::NothingRead {
            n_files: files.len(),
            first: format!("{}: {}", first.file, first.detail),
        }));
    }
    let (texts, passages): (Vec<_>, Vec<_>) = documents.into_values().unzip();
    let mut passages: Vec<Passage> = passages.into_iter().flatten().collect();
    let duplicates = relate(&mut passages, &texts, options.gold);
    skipped.sort();
    Ok(Reading {
        texts,
        passages,
        duplicates,
        skipped,
        n_files: files.len(),
    })
}

/// Documents read so far, by id.
#[derive(Debug, Default)]
struct Collected {
    documents: BTreeMap<DocumentId, (AttributedText, Vec<Passage>)>,
    skipped: Vec<SkippedRecord>,
}

impl Collected {
    fn add(&mut self, source: Source, options: &ReadingOptions<'_>) -> Result<(), Error> {
        match source {
            Source::Read(source) => self.document(source, options)?,
            Source::Register { file } => {
                let detail = "persons and parties of a corpus; no document itself";
                self.unread(file, REGISTER, detail.to_owned());
            }
            Source::Skipped {
                file,
                reason,
                detail,
            } => self.unread(file, reason, detail),
            Source::SkippedRow {
                file,
                document_id,
                line,
                reason,
                detail,
            } => self.skipped.push(SkippedRecord {
                document_id: document_id.to_string(),
                file,
                line: Some(line),
                span: None,
                stage: "read".to_owned(),
                reason: reason.to_owned(),
                detail,
            }),
        }
        Ok(())
    }

    fn document(&mut self, source: SourceText, options: &ReadingOptions<'_>) -> Result<(), Error> {
        if let Some((known, _)) = self.documents.get(&source.document.id) {
            let known = known.text.source();
            if known.sha256 != source.sha256 {
                return Err(Error::Read(ReadError::SameId {
                    id: source.document.id.to_string(),
                    first: known.document.file.clone(),
                    second: source.document.file,
                }));
            }
            let detail = format!("the same file as {}", known.document.file);
            self.unread(source.document.file, COPY, detail);
            return Ok(());
        }
        self.skipped.extend(mended(&source));
        let (text, passages) = read_document(source, options);
        self.skipped.extend(left_out(&text));
        let id = text.text.source().document.id.clone();
        self.documents.insert(id, (text, passages));
        Ok(())
    }

    fn unread(&mut self, file: String, reason: &str, detail: String) {
        self.skipped.push(SkippedRecord {
            document_id: String::new(),
            file,
            line: None,
            span: None,
            stage: "read".to_owned(),
            reason: reason.to_owned(),
            detail,
        });
    }
}

fn read_document(
    source: SourceText,
    options: &ReadingOptions<'_>,
) -> (AttributedText, Vec<Passage>) {
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
    let attributed = attribute(clean(source), &registers);
    let passages = segment(&attributed, &fixed, options.abbreviations, options.segment);
    (attributed, passages)
}

/// Finds copies and fills in the groups: those of the gold file, or computed ones where it has
/// none for every passage.
fn relate(
    passages: &mut [Passage],
    texts: &[AttributedText],
    gold: &[GoldPassage],
) -> Vec<Duplicate> {
    let blocks = blocks(passages, texts);
    let facts: Vec<PassageFact<'_>> = passages
        .iter()
        .zip(&blocks)
        .map(|(passage, block)| PassageFact {
            id: &passage.id,
            date: passage.date,
            exchange_id: &passage.exchange_id,
            block,
            text: &passage.text,
        })
        .collect();
    let copies = find_copies(&facts);
    let duplicates = cluster_duplicates(&facts, &copies);
    let computed = assign_groups(&facts, &copies);
    let places = CodedPlaces::of(gold);
    let coded: Option<Vec<String>> = passages
        .iter()
        .map(|passage| places.group_of(passage))
        .collect();
    for (passage, group) in passages.iter_mut().zip(coded.unwrap_or(computed)) {
        passage.group = group;
    }
    duplicates
}

/// Hand-coded passages by document and place.
struct CodedPlaces<'a>(BTreeMap<&'a DocumentId, Vec<(Span, &'a GoldPassage)>>);

impl<'a> CodedPlaces<'a> {
    fn of(gold: &'a [GoldPassage]) -> Self {
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for coded in gold {
            if let Some(place) = &coded.place {
                places
                    .entry(&place.document_id)
                    .or_default()
                    .push((place.span, coded));
            }
        }
        for coded in places.values_mut() {
            coded.sort_by_key(|(span, _)| *span);
        }
        Self(places)
    }

    /// The group of the coded passage that a passage overlaps most, the first one of equals.
    fn group_of(&self, passage: &Passage) -> Option<String> {
        let coded = self.0.get(&passage.id.document_id)?;
        let first = coded.partition_point(|(span, _)| span.end <= passage.id.span.start);
        let mut best: Option<(usize, &GoldPassage)> = None;
        for (span, coded) in coded[first..]
            .iter()
            .take_while(|(s, _)| s.start < passage.id.span.end)
        {
            let overlap = span.overlap(passage.id.span);
            if best.is_none_or(|(most, _)| overlap > most) {
                best = Some((overlap, coded));
            }
        }
        best.map(|(_, coded)| coded.group.clone())
    }
}

/// The block of every passage: its section, cut into stretches of lines.
fn blocks(passages: &[Passage], texts: &[AttributedText]) -> Vec<String> {
    let texts: BTreeMap<&DocumentId, &AttributedText> = texts
        .iter()
        .map(|text| (&text.text.source().document.id, text))
        .collect();
    let mut blocks = Vec::with_capacity(passages.len());
    let mut section: Option<(&DocumentId, usize, usize)> = None;
    for passage in passages {
        let id = &passage.id.document_id;
        let line = texts
            .get(id)
            .map_or(0, |text| line_at(text, passage.id.span.start));
        let first_line = match section {
            Some((document, number, first)) if document == id && number == passage.section => first,
            _ => line,
        };
        section = Some((id, passage.section, first_line));
        blocks.push(block_name(id, first_line, line));
    }
    blocks
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
