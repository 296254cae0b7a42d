//! From sources to passages: read, clean, attribute, segment, find duplicates, group.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::reading_crew::Crew;
use super::reading_document::{PassageLines, Processed, ReadDocument};
use crate::Error;
use crate::attribute::AttributedText;
use crate::corpus::{DocumentId, GoldPassage, MemberRegister, PartyRegister, Passage, Span};
use crate::duplicates::{
    Duplicate, PassageFact, assign_groups, block_name, cluster_duplicates, find_copies,
};
use crate::read::{Notice, ReadError, ReadOptions, Reader, find_sources};
use crate::segment::{Abbreviations, SegmentSettings};
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
    /// Whether the texts of the documents are wanted behind their passages.
    pub keeps_texts: bool,
}

/// A corpus as read.
#[derive(Debug)]
pub struct Reading {
    /// The documents, in the order of their ids; without their texts and turns where
    /// [`ReadingOptions::keeps_texts`] says so.
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

/// Reads files and folders into passages, on as many threads as the pool of `rayon` has; their
/// number changes nothing in the result. `progress` is told how many files are done, and how many
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
    let mut collected = Collected::default();
    let crew = Crew {
        files: &files,
        reader: &Reader::new(options.read.clone()),
        work: |source| Processed::of(source, options),
        interrupt,
    };
    let take = |processed| collected.add(processed);
    crew.run(rayon::current_num_threads(), take, progress)?;
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
    let mut texts = Vec::with_capacity(documents.len());
    let mut passages = Vec::with_capacity(documents.values().map(|d| d.passages.len()).sum());
    let mut lines = Vec::with_capacity(passages.capacity());
    for document in documents.into_values() {
        texts.push(document.text);
        passages.extend(document.passages);
        lines.extend(document.lines);
    }
    let duplicates = relate(&mut passages, &lines, options.gold);
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
    documents: BTreeMap<DocumentId, ReadDocument>,
    skipped: Vec<SkippedRecord>,
}

impl Collected {
    fn add(&mut self, processed: Processed) -> Result<(), Error> {
        match processed {
            Processed::Document(document) => self.document(*document)?,
            Processed::Register { file } => {
                let detail = "persons and parties of a corpus; no document itself";
                self.unread(file, REGISTER, detail.to_owned());
            }
            Processed::Skipped {
                file,
                reason,
                detail,
            } => self.unread(file, reason, detail),
            Processed::SkippedRow(record) => self.skipped.push(record),
        }
        Ok(())
    }

    fn document(&mut self, mut document: ReadDocument) -> Result<(), Error> {
        let source = document.text.text.source();
        let id = source.document.id.clone();
        if let Some(known) = self.documents.get(&id) {
            let known = known.text.text.source();
            if known.sha256 != source.sha256 {
                return Err(Error::Read(ReadError::SameId {
                    id: id.to_string(),
                    first: known.document.file.clone(),
                    second: source.document.file.clone(),
                }));
            }
            let detail = format!("the same file as {}", known.document.file);
            self.unread(source.document.file.clone(), COPY, detail);
            return Ok(());
        }
        self.skipped.append(&mut document.skipped);
        self.documents.insert(id, document);
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

/// Finds copies and fills in the groups: those of the gold file, or computed ones where it has
/// none for every passage.
fn relate(
    passages: &mut [Passage],
    lines: &[PassageLines],
    gold: &[GoldPassage],
) -> Vec<Duplicate> {
    let blocks = Blocks::of(passages, lines);
    let facts: Vec<PassageFact<'_>> = passages
        .iter()
        .zip(blocks.of_passages())
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

/// The blocks of passages: their sections, cut into stretches of lines.
struct Blocks {
    names: Vec<String>,
    /// The place of each passage's block among the names.
    places: Vec<usize>,
}

impl Blocks {
    fn of(passages: &[Passage], lines: &[PassageLines]) -> Self {
        let mut blocks = Self {
            names: Vec::new(),
            places: Vec::with_capacity(passages.len()),
        };
        for (passage, lines) in passages.iter().zip(lines) {
            let name = block_name(&passage.id.document_id, lines.section, lines.passage);
            if blocks.names.last() != Some(&name) {
                blocks.names.push(name);
            }
            blocks.places.push(blocks.names.len() - 1);
        }
        blocks
    }

    fn of_passages(&self) -> impl Iterator<Item = &str> {
        let name = |place: &usize| self.names.get(*place).map_or("", String::as_str);
        self.places.iter().map(name)
    }
}
