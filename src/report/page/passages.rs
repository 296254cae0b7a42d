//! The passages that a page shows: all of them, or a sample that says how it was drawn.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::io::Read;

use sha2::{Digest, Sha256};

use super::counted_ids::CountedIds;
use crate::corpus::{Actor, PassageId};
use crate::report::ReportError;
use crate::table::{ColumnIndex, Row, TableReader};

/// Most passages in a page.
pub const MAX_PASSAGES: usize = 5_000;

/// One passage as labelled. Columns that a table lacks are empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShownPassage {
    /// The row of the table, from 0.
    pub row: u64,
    /// Its place in the draw, from 0: where there is no room for all, the first places are shown.
    pub place: usize,
    /// Whether it is shown because it is coded or quoted.
    pub is_wanted: bool,
    /// Its id; `row-` and its line where the table has no ids.
    pub id: String,
    /// The text columns of `TEXT_COLUMNS`, in their order.
    pub fields: Vec<String>,
    /// The text.
    pub text: String,
    /// The probability of each class, in the order of the codebook; empty where the table has none.
    pub probabilities: Vec<f64>,
    /// Its code, where it was coded.
    pub gold: Option<String>,
    /// What a model predicts that has not seen its document, where that was measured.
    pub unseen: Option<String>,
    /// Whether comparisons count it.
    pub counting: Counting,
}

/// Whether comparisons count a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// They do.
    #[default]
    Counts,
    /// It repeats another passage of its actor, which counts.
    Copy,
    /// The chair of a sitting says it, who is not compared.
    Chair,
}

/// The columns that a page shows of a passage, besides text and probabilities.
pub(super) const TEXT_COLUMNS: [&str; 16] = [
    "document_id",
    "date",
    "kind",
    "source_place",
    "actor",
    "speaker",
    "role",
    "attribution_rule",
    "heading",
    "exchange_id",
    "predicted_stance",
    "certain",
    "label_set",
    "label_reason",
    "predicted_instruments",
    "top_terms",
];

/// The column of [`TEXT_COLUMNS`] that gives way to the instruments that a comparison counted.
const INSTRUMENTS: &str = "predicted_instruments";

/// What was counted over all rows, and the passages that are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PassageSample {
    /// The passages shown, by date, document and place in it; whatever the order of the table.
    pub shown: Vec<ShownPassage>,
    /// Rows of the table.
    pub n_rows: u64,
    /// Rows that are coded or quoted.
    pub n_wanted: usize,
    /// Rows, words and certain labels per document.
    pub by_document: BTreeMap<String, RowCount>,
    /// The same per actor and role.
    pub by_actor: BTreeMap<(String, String), RowCount>,
    /// Rows per reason of a label that is not to be used as it is.
    pub by_reason: BTreeMap<String, u64>,
    /// Rows that repeat another one of their actor, and are not counted in comparisons.
    pub n_copies: u64,
    /// Rows of the chair of a sitting, who is not compared.
    pub n_chair: u64,
}

/// Rows of one document or actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowCount {
    /// Rows.
    pub n_rows: u64,
    /// Of these, with a certain label.
    pub n_certain: u64,
}

/// What a page wants to show in any case.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The codes of coded passages, by passage id.
    pub gold: BTreeMap<String, String>,
    /// The policy instruments that coded passages count for, by passage id.
    pub instruments: BTreeMap<String, String>,
    /// Passages that a table quotes.
    pub quoted: BTreeSet<String>,
    /// What models predict that have not seen the document of a coded passage, by passage id.
    pub unseen: BTreeMap<String, String>,
    /// The passages that comparisons count; `None` where no table tells.
    pub counted: Option<CountedIds>,
}

impl Wanted {
    fn counting(&self, id: &str, actor: &str) -> Counting {
        if Actor::from_name(actor).is_chair() {
            return Counting::Chair;
        }
        match &self.counted {
            Some(counted) if !counted.contains(id) => Counting::Copy,
            _ => Counting::Counts,
        }
    }
}

impl PassageSample {
    /// Reads a labelled table to its end and keeps at most `limit` passages: those wanted first,
    /// then whole exchanges by the hash of their id, so that the draw depends on nothing but ids
    /// and a question comes with its answer.
    ///
    /// # Errors
    /// Where the table has no `text`, or is no table.
    pub fn read<R: Read>(
        mut table: TableReader<R>,
        class_columns: &[String],
        wanted: &Wanted,
        limit: usize,
    ) -> Result<Self, ReportError> {
        let columns = Columns::of(&table, class_columns)?;
        let mut sample = Self::default();
        let mut kept: BinaryHeap<Kept> = BinaryHeap::new();
        while let Some(row) = table.next_row()? {
            let passage = columns.passage(row, sample.n_rows, wanted)?;
            sample.count(&passage);
            sample.n_rows += 1;
            let next = Kept::of(passage, wanted);
            sample.n_wanted += usize::from(next.rank.0 == 0);
            kept.push(next);
            if kept.len() > limit {
                kept.pop();
            }
        }
        let drawn = kept.into_sorted_vec().into_iter().enumerate();
        sample.shown = drawn
            .map(|(place, kept)| ShownPassage {
                place,
                is_wanted: kept.rank.0 == 0,
                ..kept.passage
            })
            .collect();
        sample.shown.sort_by_cached_key(reading_order);
        Ok(sample)
    }

    fn count(&mut self, passage: &ShownPassage) {
        let is_certain = u64::from(passage.field("certain") == "true");
        let document = self
            .by_document
            .entry(passage.field("document_id").to_owned());
        let speaker = (
            passage.field("actor").to_owned(),
            passage.field("role").to_owned(),
        );
        for count in [
            document.or_default(),
            self.by_actor.entry(speaker).or_default(),
        ] {
            count.n_rows += 1;
            count.n_certain += is_certain;
        }
        match passage.counting {
            Counting::Counts => {}
            Counting::Copy => self.n_copies += 1,
            Counting::Chair => self.n_chair += 1,
        }
        let reason = passage.field("label_reason");
        if !reason.is_empty() {
            *self.by_reason.entry(reason.to_owned()).or_default() += 1;
        }
    }
}

impl ShownPassage {
    /// A field of `TEXT_COLUMNS`; empty for any other name.
    pub fn field(&self, column: &str) -> &str {
        let place = TEXT_COLUMNS.iter().position(|&name| name == column);
        let field = place.and_then(|place| self.fields.get(place));
        field.map_or("", String::as_str)
    }
}

/// Where a passage comes among the others: by date, document and place, then id and row.
fn reading_order(passage: &ShownPassage) -> impl Ord + use<> {
    let place: Option<PassageId> = passage.id.parse().ok();
    (
        passage.field("date").to_owned(),
        passage.field("document_id").to_owned(),
        place.map(|place| place.span.start),
        passage.id.clone(),
        passage.row,
    )
}

/// A passage that is kept for now; the largest rank goes first when there are too many.
struct Kept {
    rank: (u8, [u8; 8], String, u64),
    passage: ShownPassage,
}

impl Kept {
    fn of(passage: ShownPassage, wanted: &Wanted) -> Self {
        let is_wanted = passage.gold.is_some() || wanted.quoted.contains(&passage.id);
        let exchange = passage.field("exchange_id");
        let key = if exchange.is_empty() {
            passage.id.as_str()
        } else {
            exchange
        };
        let digest = Sha256::digest(key.as_bytes());
        let mut first = [0; 8];
        first
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Self {
            rank: (u8::from(!is_wanted), first, passage.id.clone(), passage.row),
            passage,
        }
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

struct Columns {
    id: Option<ColumnIndex>,
    text: ColumnIndex,
    fields: Vec<Option<ColumnIndex>>,
    probabilities: Option<Vec<ColumnIndex>>,
}

impl Columns {
    fn of<R: Read>(table: &TableReader<R>, classes: &[String]) -> Result<Self, ReportError> {
        let header = table.header();
        Ok(Self {
            id: header.find("passage_id"),
            text: header.column("text")?,
            fields: TEXT_COLUMNS.iter().map(|name| header.find(name)).collect(),
            probabilities: classes.iter().map(|name| header.find(name)).collect(),
        })
    }

    fn passage(
        &self,
        row: Row<'_>,
        place: u64,
        wanted: &Wanted,
    ) -> Result<ShownPassage, ReportError> {
        let field = |column: &Option<ColumnIndex>| match column {
            Some(column) => row.get(*column).map(str::to_owned),
            None => Ok(String::new()),
        };
        let id = match field(&self.id)? {
            // As a comparison names it.
            id if id.is_empty() => format!("row-{}", row.line()),
            id => id,
        };
        let mut fields: Vec<String> = self.fields.iter().map(field).collect::<Result<_, _>>()?;
        let counted = wanted.instruments.get(&id);
        let place_of = TEXT_COLUMNS.iter().position(|&name| name == INSTRUMENTS);
        let instruments = place_of.and_then(|place| fields.get_mut(place));
        if let (Some(counted), Some(instruments)) = (counted, instruments) {
            instruments.clone_from(counted);
        }
        let place_of = TEXT_COLUMNS.iter().position(|&name| name == "actor");
        let actor = place_of.and_then(|place| fields.get(place));
        let counting = wanted.counting(&id, actor.map_or("", String::as_str));
        let columns = self.probabilities.iter().flatten();
        let probabilities = columns.map(|&c| row.number(c)).collect::<Result<_, _>>();
        Ok(ShownPassage {
            row: place,
            place: 0,
            is_wanted: false,
            gold: wanted.gold.get(&id).cloned(),
            unseen: wanted.unseen.get(&id).cloned(),
            counting,
            id,
            fields,
            text: row.get(self.text)?.to_owned(),
            // Numbers that cannot be read are not shown; `compare` has refused them before.
            probabilities: probabilities.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
#[path = "passages_tests.rs"]
mod tests;
