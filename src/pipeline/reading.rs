//! From sources to passages: read, clean, attribute, segment, find duplicates, group.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::coded_places::CodedPlaces;
use super::reading_document::{Batch, Head, PassageLines, Wanted};
use super::reading_intake::{Keep, KnownDocument, read_all};
use super::reading_summary::ReadingSummary;
use crate::Error;
use crate::attribute::AttributedText;
use crate::corpus::{DocumentId, GoldPassage, MemberRegister, PartyRegister, Passage};
use crate::duplicates::{
    Duplicate, PassageFact, assign_groups, block_name, cluster_duplicates, find_copies,
};
use crate::read::ReadOptions;
use crate::segment::{Abbreviations, SegmentSettings};
use crate::store::{Interrupt, SkippedRecord};

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
    /// What there is to say of it.
    pub summary: ReadingSummary,
}

/// Reads files and folders into passages, all held in memory, on as many threads as the pool of
/// `rayon` has; their number changes nothing in the result. `progress` is told how many files are
/// done, and how many there are. [`super::read_tables`] does the same in less memory.
///
/// # Errors
/// Where sources cannot be read, or the run is interrupted.
pub fn read_corpus(
    paths: &[PathBuf],
    options: &ReadingOptions<'_>,
    interrupt: &Interrupt,
    progress: impl Fn(usize, usize),
) -> Result<Reading, Error> {
    let held = Held::default();
    let (held, mut summary) = read_all(paths, options, Wanted::Corpus, held, interrupt, progress)?;
    let Held {
        documents,
        mut skipped,
        ..
    } = held;
    let mut texts = Vec::with_capacity(documents.len());
    let mut passages = Vec::with_capacity(summary.n_passages);
    let mut lines = Vec::with_capacity(passages.capacity());
    for document in documents.into_values() {
        texts.extend(document.text);
        passages.extend(document.passages);
        lines.extend(document.lines);
    }
    let duplicates = relate(&mut passages, &lines, options.gold);
    let copies = duplicates.iter().filter(|row| row.duplicate_of.is_some());
    summary.n_copies = copies.count();
    skipped.sort();
    Ok(Reading {
        texts,
        passages,
        duplicates,
        skipped,
        summary,
    })
}

/// Documents in memory, by id.
#[derive(Debug, Default)]
struct Held {
    documents: BTreeMap<DocumentId, HeldDocument>,
    /// The document whose parts come.
    current: Option<DocumentId>,
    skipped: Vec<SkippedRecord>,
}

#[derive(Debug)]
struct HeldDocument {
    head: Head,
    /// `None` before its end.
    text: Option<AttributedText>,
    passages: Vec<Passage>,
    lines: Vec<PassageLines>,
}

impl Held {
    fn current(&mut self) -> Option<&mut HeldDocument> {
        self.documents.get_mut(self.current.as_ref()?)
    }
}

impl Keep for Held {
    fn known(&mut self, id: &DocumentId) -> Result<Option<KnownDocument>, Error> {
        Ok(self.documents.get(id).map(|document| KnownDocument {
            sha256: document.head.sha256.clone(),
            file: document.head.file.clone(),
        }))
    }

    fn begin(&mut self, head: Head) -> Result<(), Error> {
        self.current = Some(head.id.clone());
        let document = HeldDocument {
            head,
            text: None,
            passages: Vec::new(),
            lines: Vec::new(),
        };
        self.documents.insert(document.head.id.clone(), document);
        Ok(())
    }

    fn passages(&mut self, batch: Batch) -> Result<(), Error> {
        if let Some(document) = self.current() {
            document.passages.extend(batch.passages);
            document.lines.extend(batch.lines);
        }
        Ok(())
    }

    fn left_out(&mut self, rows: Vec<SkippedRecord>) -> Result<(), Error> {
        self.skipped.extend(rows);
        Ok(())
    }

    fn end(&mut self, text: Option<AttributedText>) {
        if let Some(document) = self.current() {
            document.text = text;
        }
    }

    fn skipped(&mut self, row: SkippedRecord) -> Result<(), Error> {
        self.skipped.push(row);
        Ok(())
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
        .map(|passage| places.group_of(passage).map(str::to_owned))
        .collect();
    for (passage, group) in passages.iter_mut().zip(coded.unwrap_or(computed)) {
        passage.group = group;
    }
    duplicates
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
