//! Reads a labelled table as the passages to be compared.

use std::io::Read;

use crate::Error;
use crate::corpus::{Actor, Codebook, PartialDate, PassageId};
use crate::instruments::{
    CueSource, ExchangePassage, InstrumentTagger, TagScratch, Tags, carry_over,
};
use crate::label::{OutsideCount, probability_column};
use crate::segment::count_words;
use crate::table::{ColumnIndex, Row, TableReader};

/// Where a row of a table tells no document.
const UNKNOWN_DOCUMENT: &str = "unknown";

/// Probabilities with six decimals sum to 1 within this much.
const SUM_TOLERANCE: f64 = 1e-4;

/// A row of a labelled table.
#[derive(Debug, Clone)]
pub(super) struct LabelledRow {
    pub(super) passage_id: String,
    pub(super) place: Option<PassageId>,
    pub(super) document_id: String,
    pub(super) actor: String,
    pub(super) role: String,
    /// As the table writes it; a date in another form than ours counts as not known.
    pub(super) date: String,
    pub(super) group: String,
    pub(super) exchange_id: String,
    pub(super) heading: String,
    pub(super) text: String,
    pub(super) n_words: usize,
    pub(super) predicted: usize,
    pub(super) probabilities: Vec<f64>,
    pub(super) instruments: Vec<usize>,
    pub(super) is_certain: bool,
    pub(super) is_outside: bool,
    pub(super) origin: PredictionOrigin,
}

impl LabelledRow {
    pub(super) fn date(&self) -> Option<PartialDate> {
        self.date.parse().ok()
    }
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

/// Rows with how many of them the model does not know about.
#[derive(Debug)]
pub(super) struct LabelledRows {
    pub(super) rows: Vec<LabelledRow>,
    pub(super) outside: OutsideCount,
    /// Whether the rows had a probability of each class; without them the predicted class counts
    /// as certain.
    pub(super) has_probabilities: bool,
    /// Passages of the chair of a sitting, who speaks for nobody and is not compared.
    pub(super) n_chair: usize,
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

/// The places of the rows in the order in which they stand in their documents; in that of the table
/// where some row does not tell.
pub(super) fn document_order(rows: &[LabelledRow]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if rows.iter().all(|row| row.place.is_some()) {
        order.sort_by_key(|&i| {
            rows.get(i)
                .map(|row| (&row.document_id, &row.place, &row.passage_id))
        });
    }
    order
}

/// Reads the rows in the order of the table and tags them with policy instruments: by text and
/// heading, else as the passages before them in their exchange.
///
/// # Errors
/// Where the table lacks `text` or `predicted_stance`, or a row has a class that the codebook does
/// not know or probabilities that do not sum to 1.
pub(super) fn read_labelled_rows<R: Read>(
    mut table: TableReader<R>,
    codebook: &Codebook,
    tagger: Option<&InstrumentTagger>,
) -> Result<LabelledRows, Error> {
    let columns = Columns::of(&table, codebook)?;
    let mut read = LabelledRows {
        rows: Vec::new(),
        outside: OutsideCount::default(),
        has_probabilities: columns.probabilities.is_some(),
        n_chair: 0,
    };
    while let Some(row) = table.next_row()? {
        if let Some(actor) = columns.actor
            && Actor::from_name(row.get(actor)?).is_chair()
        {
            read.n_chair += 1;
            continue;
        }
        if let Some(reason) = columns.reason {
            read.outside.count(row.get(reason)?);
        }
        read.rows.push(read_row(row, &columns, codebook)?);
    }
    if let Some(tagger) = tagger {
        tag(&mut read.rows, tagger);
    }
    Ok(read)
}

fn read_row(row: Row<'_>, columns: &Columns, codebook: &Codebook) -> Result<LabelledRow, Error> {
    let field = |column: Option<ColumnIndex>| {
        let field = column.map_or(Ok(""), |column| row.get(column));
        field.map(str::to_owned)
    };
    let flag = |column: Option<ColumnIndex>| column.map_or(Ok(false), |column| row.flag(column));
    let stance = row.required(columns.stance)?;
    let predicted = codebook.class_index(stance).ok_or_else(|| {
        let classes: Vec<&str> = codebook.class_ids().collect();
        row.reject(columns.stance, &format!("one of {}", classes.join(", ")))
    })?;
    let id = field(columns.id)?;
    let passage_id = if id.is_empty() {
        format!("row-{}", row.line())
    } else {
        id
    };
    let place: Option<PassageId> = passage_id.parse().ok();
    let document = field(columns.document)?;
    let document_id = match (&place, document.as_str()) {
        (Some(place), "") => place.document_id.to_string(),
        (None, "") => UNKNOWN_DOCUMENT.to_owned(),
        _ => document,
    };
    let text = row.get(columns.text)?.to_owned();
    let reason = field(columns.reason)?;
    Ok(LabelledRow {
        n_words: count_words(&text),
        actor: field(columns.actor)?,
        role: field(columns.role)?,
        date: field(columns.date)?,
        group: field(columns.group)?,
        exchange_id: field(columns.exchange)?,
        heading: field(columns.heading)?,
        probabilities: read_probabilities(row, columns, predicted, codebook)?,
        instruments: Vec::new(),
        is_certain: flag(columns.certain)?,
        is_outside: OutsideCount::is_outside(&reason),
        origin: match (flag(columns.in_training)?, flag(columns.out_of_fold)?) {
            (_, true) => PredictionOrigin::OutOfFold,
            (true, false) => PredictionOrigin::InSample,
            (false, false) => PredictionOrigin::Unseen,
        },
        passage_id,
        place,
        document_id,
        text,
        predicted,
    })
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

/// Tags are carried over within an exchange, so that rows must stand as in their documents.
fn tag(rows: &mut [LabelledRow], tagger: &InstrumentTagger) {
    let order = document_order(rows);
    let mut scratch = TagScratch::default();
    let mut passages: Vec<ExchangePassage> = order
        .iter()
        .filter_map(|&i| rows.get(i))
        .map(|row| ExchangePassage {
            exchange_id: row.exchange_id.clone(),
            tags: if row.text.is_empty() {
                Tags {
                    instruments: Vec::new(),
                    source: CueSource::None,
                }
            } else {
                tagger.tag(&row.text, &row.heading, &mut scratch)
            },
        })
        .collect();
    carry_over(&mut passages);
    for (&i, passage) in order.iter().zip(passages) {
        if let Some(row) = rows.get_mut(i) {
            row.instruments = passage.tags.instruments;
        }
    }
}
