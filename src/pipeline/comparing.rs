//! From a labelled table to shares per actor and document.

use std::collections::BTreeMap;
use std::io::Read;

use crate::Error;
use crate::compare::{
    CompareSettings, LabelledFact, ShareRow, shares_by_actor, shares_by_document,
};
use crate::corpus::{
    Actor, Codebook, DocumentId, GoldMeta, GoldPassage, PartialDate, PassageId, Span,
};
use crate::duplicates::{PassageFact, cluster_duplicates, find_copies};
use crate::label::OutsideCount;
use crate::segment::count_words;
use crate::table::{ColumnIndex, Row, TableReader};

use super::joining::GoldIndex;

/// Shares with what they mean.
#[derive(Debug)]
pub struct Comparison {
    /// Shares per actor and role.
    pub by_actor: Vec<ShareRow>,
    /// Shares per document and role.
    pub by_document: Vec<ShareRow>,
    /// What the shares mean.
    pub settings: CompareSettings,
    /// Passages counted, copies included.
    pub n_passages: usize,
    /// Passages that the model does not know about, copies included; none counted where the table
    /// has no `label_reason`.
    pub outside: OutsideCount,
    /// Coded passages that no passage of the table joins.
    pub unjoined: Vec<String>,
}

/// How the numbers came about; stands in every row.
const DESIGN: &str = "describes these documents, not the parties; no sample was drawn";

/// Where a row of a table tells no document.
const UNKNOWN_DOCUMENT: &str = "unknown";

/// Compares the actors of a labelled table; passages that the gold joins also count as coded.
///
/// # Errors
/// Where the table lacks `text` or `predicted_stance`, has a class that the codebook does not
/// know, or has labels from a model that was trained on the same texts.
pub fn compare<R: Read>(
    table: TableReader<R>,
    codebook: &Codebook,
    gold: &[GoldPassage],
    meta: &GoldMeta,
) -> Result<Comparison, Error> {
    let mut outside = OutsideCount::default();
    let mut rows = read_rows(table, codebook, &mut outside)?;
    let index = GoldIndex::of(gold);
    let mut unjoined: BTreeMap<usize, String> = gold
        .iter()
        .enumerate()
        .map(|(i, coded)| (i, coded.passage_id.clone()))
        .collect();
    for row in &mut rows {
        if let Some(i) = index.find(&row.fact.passage_id, row.place.as_ref(), &row.text) {
            row.fact.gold = gold.get(i).map(|coded| coded.stance);
            unjoined.remove(&i);
        }
    }
    mark_copies(&mut rows);
    let facts: Vec<LabelledFact> = rows.into_iter().map(|row| row.fact).collect();
    let settings = CompareSettings {
        class_ids: codebook.class_ids().map(str::to_owned).collect(),
        none_class: codebook.none_class(),
        reference_standard: meta.reference_standard.as_str().to_owned(),
        design: DESIGN.to_owned(),
    };
    Ok(Comparison {
        by_actor: shares_by_actor(&facts, &settings)?,
        by_document: shares_by_document(&facts, &settings)?,
        settings,
        n_passages: facts.len(),
        outside,
        unjoined: unjoined.into_values().collect(),
    })
}

/// A row of a labelled table.
struct LabelledRow {
    fact: LabelledFact,
    place: Option<PassageId>,
    /// As far as known; a date in another form than ours counts as not known.
    date: Option<PartialDate>,
    text: String,
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
    in_training: Option<ColumnIndex>,
    out_of_fold: Option<ColumnIndex>,
}

fn read_rows<R: Read>(
    mut table: TableReader<R>,
    codebook: &Codebook,
    outside: &mut OutsideCount,
) -> Result<Vec<LabelledRow>, Error> {
    let header = table.header();
    let columns = Columns {
        text: header.column("text")?,
        stance: header.column("predicted_stance")?,
        id: header.find("passage_id"),
        document: header.find("document_id"),
        date: header.find("date"),
        actor: header.find("actor"),
        role: header.find("role"),
        in_training: header.find("in_training"),
        out_of_fold: header.find("out_of_fold"),
    };
    let reason = header.find("label_reason");
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        if let Some(reason) = reason {
            outside.count(row.get(reason)?);
        }
        rows.push(read_row(row, &columns, codebook)?);
    }
    Ok(rows)
}

fn read_row(row: Row<'_>, columns: &Columns, codebook: &Codebook) -> Result<LabelledRow, Error> {
    let field = |column: Option<ColumnIndex>| column.map_or(Ok(""), |column| row.get(column));
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
        id.to_owned()
    };
    let place: Option<PassageId> = passage_id.parse().ok();
    let document = field(columns.document)?;
    let document_id = match (&place, document) {
        (Some(place), "") => place.document_id.to_string(),
        (None, "") => UNKNOWN_DOCUMENT.to_owned(),
        (_, document) => document.to_owned(),
    };
    let text = row.get(columns.text)?.to_owned();
    let fact = LabelledFact {
        passage_id,
        document_id,
        actor: Actor::from_name(field(columns.actor)?),
        role: field(columns.role)?.parse().ok(),
        n_words: count_words(&text),
        predicted,
        gold: None,
        duplicate_of: None,
        is_in_sample: flag(columns.in_training)? && !flag(columns.out_of_fold)?,
    };
    Ok(LabelledRow {
        fact,
        place,
        date: field(columns.date)?.parse().ok(),
        text,
    })
}

/// Marks every passage that is a copy of an earlier one. Rows without a place get one of their own
/// for this purpose, in the order of the table.
fn mark_copies(rows: &mut [LabelledRow]) {
    let places: Vec<PassageId> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            row.place.clone().unwrap_or_else(|| PassageId {
                document_id: DocumentId::from_file_stem("table"),
                span: Span::new(i, i + 1),
            })
        })
        .collect();
    let facts: Vec<PassageFact<'_>> = rows
        .iter()
        .zip(&places)
        .map(|(row, id)| PassageFact {
            id,
            date: row.date,
            exchange_id: "",
            block: "",
            text: &row.text,
        })
        .collect();
    let clusters = cluster_duplicates(&facts, &find_copies(&facts));
    let names: BTreeMap<&PassageId, String> = places
        .iter()
        .zip(rows.iter())
        .map(|(id, row)| (id, row.fact.passage_id.clone()))
        .collect();
    let copies: BTreeMap<PassageId, String> = clusters
        .into_iter()
        .filter_map(|copy| Some((copy.passage_id, names.get(&copy.duplicate_of?)?.clone())))
        .collect();
    for (row, id) in rows.iter_mut().zip(&places) {
        row.fact.duplicate_of = copies.get(id).cloned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::TableSettings;

    #[test]
    fn the_first_of_two_copies_is_the_one_of_the_earlier_document() {
        let text = "Het kabinet vindt dat lidstaten asielzoekers eerlijk over alle landen van de \
                    Unie moeten verdelen en vraagt om voortgang op elk onderdeel";
        let table = format!(
            "passage_id,document_id,date,actor,text,predicted_stance\n\
             a:0-9,a,2024-05,Kabinet,{text},none\nb:0-9,b,2022-12,VVD,{text},none\n"
        );
        let table = TableReader::new(table.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
        let mut rows =
            read_rows(table, &Codebook::built_in(), &mut OutsideCount::default()).unwrap();
        mark_copies(&mut rows);
        let copies: Vec<_> = rows
            .iter()
            .map(|row| row.fact.duplicate_of.as_deref())
            .collect();
        assert_eq!(copies, [Some("b:0-9"), None]);
    }
}
