//! Reading into tables, in memory that does not grow with the texts of a corpus.
//!
//! A passage is written as a row as soon as its document is read, into a temporary file, with a hole
//! where its group will stand. In memory stays what groups and copies need: about 20 bytes a passage
//! and 100 a document. When all is read, the rows are copied in the order of the documents, and the
//! holes filled.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use super::ReadingOptions;
use super::coded_places::{CodedGroups, CodedPlaces};
use super::document_list::DocumentList;
use super::passage_rows::{PassageRows, StoredRows};
use super::reading_document::{Batch, Head, Wanted};
use super::reading_intake::{Keep, KnownDocument, read_all};
use super::reading_summary::ReadingSummary;
use super::skipped_rows::{SkippedRows, write_error};
use crate::Error;
use crate::attribute::AttributedText;
use crate::corpus::{DocumentId, Passage, Span};
use crate::duplicates::{CopyFinder, FoundCopies, GroupNumbers, Ties};
use crate::report::passages_schema;
use crate::store::{Interrupt, SkippedRecord};
use crate::table::TableWriter;

/// Passages that are written without looking whether someone asked to stop.
const PATIENCE: usize = 4096;

/// A corpus as read, to be written as tables.
pub struct ReadTables {
    rows: StoredRows,
    documents: DocumentList,
    /// The documents in the order of their ids.
    order: Vec<u32>,
    groups: Groups,
    skipped: Option<SkippedRows>,
    /// What there is to say of it.
    pub summary: ReadingSummary,
}

/// Reads files and folders as [`super::read_corpus`] does, to be written as tables alone: in memory
/// that grows with the largest document, and by about 150 bytes a passage. Where `keeps_skipped` is
/// false, there will be no `skipped.csv`.
///
/// # Errors
/// As [`super::read_corpus`]; [`Error::TemporaryFile`].
pub fn read_tables(
    paths: &[PathBuf],
    options: &ReadingOptions<'_>,
    keeps_skipped: bool,
    interrupt: &Interrupt,
    progress: impl Fn(usize, usize),
) -> Result<ReadTables, Error> {
    let kept = Kept::new(options, keeps_skipped);
    let wanted = Wanted::Tables {
        left_out: keeps_skipped,
    };
    let (kept, summary) = read_all(paths, options, wanted, kept, interrupt, progress)?;
    kept.finish(summary)
}

impl ReadTables {
    /// Writes `passages.csv`; `file` is its name in messages.
    ///
    /// # Errors
    /// When writing or reading back fails, or someone asks to stop.
    pub fn write_passages<W: Write>(
        &mut self,
        output: W,
        file: &str,
        interrupt: &Interrupt,
    ) -> Result<W, Error> {
        let mut output = TableWriter::new(output, file, &passages_schema())?.finish()?;
        let failure = |source| write_error(file, source);
        let mut n_written = 0;
        for &document in &self.order {
            let number = document as usize;
            let mut at = self.documents.rows_start(number);
            for passage in self.documents.passages(number, self.rows.n_passages()) {
                if n_written % PATIENCE == 0 {
                    interrupt.check()?;
                }
                n_written += 1;
                let group = self.groups.field(passage);
                let (before, behind) = self.rows.read(passage, &mut at)?;
                for piece in [before, b",", group.as_bytes(), behind] {
                    output.write_all(piece).map_err(failure)?;
                }
            }
        }
        Ok(output)
    }

    /// Writes `skipped.csv`, once; `file` is its name in messages.
    ///
    /// # Errors
    /// When writing or reading back fails.
    pub fn write_skipped<W: Write>(&mut self, output: W, file: &str) -> Result<W, Error> {
        self.skipped.take().unwrap_or_default().write(output, file)
    }
}

/// The group of each passage.
enum Groups {
    Computed(GroupNumbers),
    Coded(CodedGroups),
}

impl Groups {
    /// As it stands in a table.
    fn field(&mut self, passage: usize) -> String {
        match self {
            Self::Computed(groups) => groups.name(passage),
            Self::Coded(groups) => groups.field(passage).to_owned(),
        }
    }
}

/// Keeps documents as rows.
struct Kept<'a> {
    rows: PassageRows,
    documents: DocumentList,
    copies: CopyFinder,
    ties: Ties,
    /// `None` where a passage has no hand-coded group.
    coded: Option<CodedGroups>,
    places: CodedPlaces<'a>,
    /// The places of the passages of the last document.
    spans: Vec<Span>,
    /// Documents whose passages do not come in the order of their ids, with their places in it.
    out_of_order: BTreeMap<usize, Vec<usize>>,
    skipped: Option<SkippedRows>,
}

impl<'a> Kept<'a> {
    fn new(options: &'a ReadingOptions<'a>, keeps_skipped: bool) -> Self {
        Self {
            rows: PassageRows::default(),
            documents: DocumentList::default(),
            copies: CopyFinder::default(),
            ties: Ties::default(),
            coded: Some(CodedGroups::default()),
            places: CodedPlaces::of(options.gold),
            spans: Vec::new(),
            out_of_order: BTreeMap::new(),
            skipped: keeps_skipped.then(SkippedRows::default),
        }
    }

    /// Finds copies and groups.
    fn finish(mut self, mut summary: ReadingSummary) -> Result<ReadTables, Error> {
        let found = self.copies.finish().map_err(temporary)?;
        let order = self.documents.sorted();
        let ids = Ids {
            documents: &self.documents,
            n_passages: self.rows.n_passages(),
            out_of_order: &self.out_of_order,
        };
        summary.n_copies = ids.n_copies(&found, &order);
        let passages = order.iter().flat_map(|&document| ids.passages(document));
        let groups = match self.coded {
            Some(coded) => Groups::Coded(coded),
            None => Groups::Computed(self.ties.number(&found, passages)),
        };
        Ok(ReadTables {
            rows: self.rows.finish()?,
            documents: self.documents,
            order,
            groups,
            skipped: self.skipped,
            summary,
        })
    }

    fn add(&mut self, passage: &Passage) -> Result<(), Error> {
        match (self.places.group_of(passage), &mut self.coded) {
            (Some(group), Some(coded)) => coded.add(group),
            _ => self.coded = None,
        }
        self.spans.push(passage.id.span);
        self.rows.add(passage)
    }
}

impl Keep for Kept<'_> {
    fn known(&mut self, id: &DocumentId) -> Result<Option<KnownDocument>, Error> {
        self.documents.known(id.as_str()).map_err(temporary)
    }

    fn begin(&mut self, head: Head) -> Result<(), Error> {
        self.ties.begin_document();
        let (rows, passages) = (self.rows.n_bytes(), self.rows.n_passages());
        let added = self.documents.add(&head, rows, passages);
        added.map_err(temporary)
    }

    fn passages(&mut self, batch: Batch) -> Result<(), Error> {
        for (passage, lines) in batch.passages.iter().zip(&batch.lines) {
            self.ties
                .add(&passage.exchange_id, lines.section, lines.passage);
            self.add(passage)?;
        }
        let mut compared = batch.compared.iter();
        compared
            .try_for_each(|compared| self.copies.push(compared))
            .map_err(temporary)
    }

    fn left_out(&mut self, rows: Vec<SkippedRecord>) -> Result<(), Error> {
        match &mut self.skipped {
            Some(skipped) => skipped.add(&rows),
            None => Ok(()),
        }
    }

    fn end(&mut self, _text: Option<AttributedText>) {
        if !self.spans.is_sorted() {
            let document = self.documents.len().saturating_sub(1);
            self.out_of_order.insert(document, ranks(&self.spans));
        }
        self.spans.clear();
        if let Some(skipped) = &mut self.skipped {
            skipped.close();
        }
    }

    fn skipped(&mut self, row: SkippedRecord) -> Result<(), Error> {
        let Some(skipped) = &mut self.skipped else {
            return Ok(());
        };
        skipped.close();
        skipped.add(&[row])?;
        skipped.close();
        Ok(())
    }
}

/// The order of passages by their ids.
struct Ids<'k> {
    documents: &'k DocumentList,
    n_passages: usize,
    out_of_order: &'k BTreeMap<usize, Vec<usize>>,
}

impl Ids<'_> {
    /// The passages of a document, by their numbers, in the order of their ids.
    fn passages(&self, document: u32) -> Vec<usize> {
        let document = document as usize;
        let passages = self.documents.passages(document, self.n_passages);
        let first = passages.start;
        let mut passages: Vec<usize> = passages.collect();
        if let Some(ranks) = self.out_of_order.get(&document) {
            passages.sort_by_key(|passage| ranks.get(passage - first));
        }
        passages
    }

    /// How many passages copy an earlier one. `order` holds the documents in the order of their ids.
    fn n_copies(&self, found: &FoundCopies, order: &[u32]) -> usize {
        let mut places = vec![0; order.len()];
        for (place, &document) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(document as usize) {
                *slot = place;
            }
        }
        found.n_copies(|passage| {
            let document = self.documents.of_passage(passage);
            let date = self.documents.date(document);
            let ranks = self.out_of_order.get(&document);
            let first = self.documents.passages(document, self.n_passages).start;
            let rank = ranks.and_then(|ranks| ranks.get(passage - first));
            let place = places.get(document).copied();
            (
                date.is_none(),
                date,
                place,
                rank.copied().unwrap_or(passage),
            )
        })
    }
}

/// The place of each span among all, in order.
fn ranks(spans: &[Span]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&i| spans.get(i));
    let mut ranks = vec![0; spans.len()];
    for (rank, i) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(i) {
            *slot = rank;
        }
    }
    ranks
}

fn temporary(source: io::Error) -> Error {
    Error::TemporaryFile { source }
}

#[cfg(test)]
#[path = "reading_tables_tests.rs"]
mod tests;
