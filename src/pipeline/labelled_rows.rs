//! Reads a labelled table as the passages to be compared.
//!
//! A row becomes a fact at once, which shares its names with other rows; its text is looked at while it passes,
//! and goes where it is needed again: into the sample of documents whose words are compared, or to a temporary
//! file.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::Error;
use crate::compare::{Facts, LabelledFact};
use crate::corpus::{Actor, Codebook, PartialDate, PassageId, Standing};
use crate::duplicates::{CopyFinder, FoundCopies, NO_DOCUMENT};
use crate::instruments::{InstrumentTagger, TagScratch};
use crate::label::{OutsideCount, probability_column};
use crate::segment::count_words;
use crate::table::{ColumnIndex, Row, TableReader};

use super::Monitor;
use super::joining::GoldIndex;
use super::text_spill::TextSpill;
use super::word_sample::{MAX_PASSAGES, WordSample};

/// Where a row of a table tells no document.
const UNKNOWN_DOCUMENT: &str = "unknown";

/// Rows between two reports of progress.
const ROWS_A_STEP: usize = 1000;

/// Probabilities with six decimals sum to 1 within this much.
const SUM_TOLERANCE: f64 = 1e-4;

/// What is known of rows besides their facts.
#[derive(Debug, Clone, Default)]
pub(super) struct RowNotes {
    pub(super) origins: Vec<PredictionOrigin>,
    /// The coded passages that rows are, by their places among the gold.
    pub(super) gold: BTreeMap<usize, usize>,
    /// What the frame of a sample holds of each row, where that is asked for.
    pub(super) frames: Vec<FrameFields>,
}

/// The fields of a row as the table writes them, for the frame of a sample.
#[derive(Debug, Clone)]
pub(super) struct FrameFields {
    pub(super) actor: Arc<str>,
    pub(super) role: Arc<str>,
    /// A date in another form than ours counts as not known.
    pub(super) date: Arc<str>,
    pub(super) text_sha256: [u8; 32],
}

/// Which model a prediction comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PredictionOrigin {
    /// One that was not trained on the text.
    Unseen,
    /// One that was trained on it.
    InSample,
    /// One that was not, where the model of the other rows was.
    OutOfFold,
}

/// A labelled table, read once: a fact a row, and the texts only as far as they are needed again.
pub(super) struct LabelledRows {
    /// The passages in the order of the table; codings, copies and standings are still missing.
    pub(super) facts: Facts,
    pub(super) notes: RowNotes,
    /// The passages in the order of their documents.
    pub(super) in_documents: Vec<u32>,
    pub(super) outside: OutsideCount,
    /// Whether the rows had a probability of each class; without them the predicted class counts
    /// as certain.
    pub(super) has_probabilities: bool,
    /// Passages of the chair of a sitting, who speaks for nobody and is not compared.
    pub(super) n_chair: usize,
    pub(super) copies: FoundCopies,
    pub(super) words: WordSample,
    /// All texts, where they were asked for.
    pub(super) texts: Option<TextSpill>,
}

/// What is made of the texts while they pass.
pub(super) struct ReadRequest<'a> {
    pub(super) codebook: &'a Codebook,
    pub(super) tagger: Option<&'a InstrumentTagger>,
    /// The coded passages that rows are joined with.
    pub(super) gold: &'a GoldIndex<'a>,
    /// Whether rows are held against the frame of a sample.
    pub(super) has_frame: bool,
    /// Whether all texts are needed again.
    pub(super) keeps_texts: bool,
    pub(super) monitor: Option<&'a Monitor<'a>>,
}

/// The columns of a labelled table.
struct Columns {
    text: ColumnIndex,
    stance: ColumnIndex,
    id: Option<ColumnIndex>,
    document: Option<ColumnIndex>,
    date: Option<ColumnIndex>,
    actor: Option<ColumnIndex>,
    role: Option<ColumnIndex>,
    group: Option<ColumnIndex>,
    exchange: Option<ColumnIndex>,
    heading: Option<ColumnIndex>,
    certain: Option<ColumnIndex>,
    reason: Option<ColumnIndex>,
    in_training: Option<ColumnIndex>,
    out_of_fold: Option<ColumnIndex>,
    probabilities: Option<Vec<ColumnIndex>>,
}

impl Columns {
    fn of<R: Read>(table: &TableReader<R>, codebook: &Codebook) -> Result<Self, Error> {
        let header = table.header();
        Ok(Self {
            text: header.column("text")?,
            stance: header.column("predicted_stance")?,
            id: header.find("passage_id"),
            document: header.find("document_id"),
            date: header.find("date"),
            actor: header.find("actor"),
            role: header.find("role"),
            group: header.find("group"),
            exchange: header.find("exchange_id"),
            heading: header.find("heading"),
            certain: header.find("certain"),
            reason: header.find("label_reason"),
            in_training: header.find("in_training"),
            out_of_fold: header.find("out_of_fold"),
            probabilities: codebook
                .class_ids()
                .map(|class| header.find(&probability_column(class)))
                .collect(),
        })
    }
}

/// Reads the rows in the order of the table and tags them with policy instruments: by text and
/// heading, else as the passages before them in their exchange.
///
/// # Errors
/// Where the table lacks `text` or `predicted_stance`, or a row has a class that the codebook does
/// not know or probabilities that do not sum to 1; when a temporary file cannot be written.
pub(super) fn read_labelled_rows<R: Read>(
    mut table: TableReader<R>,
    request: &ReadRequest<'_>,
) -> Result<LabelledRows, Error> {
    let columns = Columns::of(&table, request.codebook)?;
    let mut reading = Reading::new(request);
    let (mut outside, mut n_chair) = (OutsideCount::default(), 0);
    while let Some(row) = table.next_row()? {
        if let Some(actor) = columns.actor
            && Actor::from_name(row.get(actor)?).is_chair()
        {
            n_chair += 1;
            continue;
        }
        if let Some(reason) = columns.reason {
            outside.count(row.get(reason)?);
        }
        reading.add(row, &columns)?;
        if let Some(monitor) = request
            .monitor
            .filter(|_| reading.facts.len().is_multiple_of(ROWS_A_STEP))
        {
            monitor.interrupt.check()?;
            monitor.step("reading passages", reading.facts.len(), 0);
        }
    }
    let mut rows = LabelledRows {
        outside,
        n_chair,
        has_probabilities: columns.probabilities.is_some(),
        copies: reading.copies.finish().map_err(temporary_file)?,
        in_documents: reading.facts.in_documents().map_err(temporary_file)?,
        facts: reading.facts,
        notes: reading.notes,
        words: reading.words,
        texts: reading.texts,
    };
    if request.tagger.is_some() {
        // Tags are carried over within an exchange, so that rows must stand as in their documents.
        let carried = rows.facts.carry_over_instruments(&rows.in_documents);
        carried.map_err(temporary_file)?;
    }
    Ok(rows)
}

/// Rows under way.
struct Reading<'a> {
    request: &'a ReadRequest<'a>,
    facts: Facts,
    notes: RowNotes,
    scratch: TagScratch,
    copies: CopyFinder,
    words: WordSample,
    texts: Option<TextSpill>,
}

impl<'a> Reading<'a> {
    fn new(request: &'a ReadRequest<'a>) -> Self {
        Self {
            request,
            facts: Facts::new(request.codebook.len()),
            notes: RowNotes::default(),
            scratch: TagScratch::default(),
            copies: CopyFinder::default(),
            words: WordSample::new(MAX_PASSAGES),
            texts: request.keeps_texts.then(TextSpill::default),
        }
    }

    fn add(&mut self, row: Row<'_>, columns: &Columns) -> Result<(), Error> {
        let field = |column: Option<ColumnIndex>| column.map_or(Ok(""), |column| row.get(column));
        let text = row.get(columns.text)?;
        let id = field(columns.id)?;
        let passage_id = if id.is_empty() {
            format!("row-{}", row.line())
        } else {
            id.to_owned()
        };
        let place: Option<PassageId> = passage_id.parse().ok();
        let fact = self.fact(row, columns, passage_id, place.as_ref())?;
        let document = place.as_ref().map(|place| place.document_id.as_str());
        self.copies
            .add(document.unwrap_or(NO_DOCUMENT), text)
            .map_err(temporary_file)?;
        self.words.add(&fact.document_id, self.facts.len(), text);
        if let Some(texts) = &mut self.texts {
            texts.add(text).map_err(temporary_file)?;
        }
        if self.request.has_frame {
            self.notes.frames.push(FrameFields {
                actor: field(columns.actor)?.into(),
                role: field(columns.role)?.into(),
                date: field(columns.date)?.into(),
                text_sha256: Sha256::digest(text.as_bytes()).into(),
            });
        }
        let flag =
            |column: Option<ColumnIndex>| column.map_or(Ok(false), |column| row.flag(column));
        let origin = match (flag(columns.in_training)?, flag(columns.out_of_fold)?) {
            (_, true) => PredictionOrigin::OutOfFold,
            (true, false) => PredictionOrigin::InSample,
            (false, false) => PredictionOrigin::Unseen,
        };
        self.notes.origins.push(origin);
        let gold = self
            .request
            .gold
            .find(&fact.passage_id, place.as_ref(), text);
        if let Some(gold) = gold {
            self.notes.gold.insert(self.facts.len(), gold);
        }
        self.facts.push(&fact).map_err(temporary_file)
    }

    /// The fact of a row, its instruments by its own text and heading.
    fn fact(
        &mut self,
        row: Row<'_>,
        columns: &Columns,
        passage_id: String,
        place: Option<&PassageId>,
    ) -> Result<LabelledFact, Error> {
        let codebook = self.request.codebook;
        let field = |column: Option<ColumnIndex>| column.map_or(Ok(""), |column| row.get(column));
        let text = row.get(columns.text)?;
        let stance = row.required(columns.stance)?;
        let predicted = codebook.class_index(stance).ok_or_else(|| {
            let classes: Vec<&str> = codebook.class_ids().collect();
            row.reject(columns.stance, &format!("one of {}", classes.join(", ")))
        })?;
        let document = match (place, field(columns.document)?) {
            (Some(place), "") => place.document_id.as_str(),
            (None, "") => UNKNOWN_DOCUMENT,
            (_, document) => document,
        };
        let date: Option<PartialDate> = field(columns.date)?.parse().ok();
        let instruments = match self.request.tagger {
            Some(tagger) if !text.is_empty() => {
                let heading = field(columns.heading)?;
                tagger.tag(text, heading, &mut self.scratch).instruments
            }
            _ => Vec::new(),
        };
        let is_certain = columns.certain.map_or(Ok(false), |column| row.flag(column));
        Ok(LabelledFact {
            document_id: document.into(),
            group: field(columns.group)?.into(),
            exchange_id: field(columns.exchange)?.into(),
            date,
            year: date.map(PartialDate::year),
            actor: self.facts.actor(field(columns.actor)?),
            standing: Standing::Unknown,
            role: field(columns.role)?.parse().ok(),
            instruments: self.facts.instruments(&instruments),
            n_words: count_words(text),
            predicted,
            probabilities: read_probabilities(row, columns, predicted, codebook)?.into(),
            gold: None,
            duplicate_of: None,
            is_in_sample: false,
            is_outside: OutsideCount::is_outside(field(columns.reason)?),
            is_certain: is_certain?,
            passage_id,
        })
    }
}

pub(super) fn temporary_file(source: std::io::Error) -> Error {
    Error::TemporaryFile { source }
}

fn read_probabilities(
    row: Row<'_>,
    columns: &Columns,
    predicted: usize,
    codebook: &Codebook,
) -> Result<Vec<f64>, Error> {
    let n_classes = codebook.class_ids().count();
    let Some(of_classes) = &columns.probabilities else {
        let certain = |class| f64::from(u8::from(class == predicted));
        return Ok((0..n_classes).map(certain).collect());
    };
    let read: Vec<f64> = of_classes
        .iter()
        .map(|&column| row.number(column))
        .collect::<Result<_, _>>()?;
    for (&column, p) in of_classes.iter().zip(&read) {
        if !(0.0..=1.0).contains(p) {
            return Err(row.reject(column, "a probability from 0 to 1").into());
        }
    }
    let sum: f64 = read.iter().sum();
    let below = of_classes.iter().zip(&read).find(|(_, p)| **p < 0.0);
    if let Some((&column, _)) = below {
        return Err(row.reject(column, "a probability, 0 or more").into());
    }
    match of_classes.first() {
        Some(&first) if (sum - 1.0).abs() > SUM_TOLERANCE => Err(row
            .reject(first, "probabilities of the classes that sum to 1")
            .into()),
        _ => Ok(read),
    }
}
