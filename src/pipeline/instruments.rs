//! Tags a whole table of passages with policy instruments, and scores the tags.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use crate::Error;
use crate::corpus::{GoldPassage, InstrumentSplit};
use crate::evaluate::TaggedPassage;
use crate::instruments::{
    CueSource, ExchangePassage, InstrumentTagger, TagScratch, Tags, carry_over,
};
use crate::table::{Column, Schema, TableError, TableReader, TableWriter, open_csv};

/// A passage of a table with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedRow {
    /// Its id.
    pub passage_id: String,
    /// Its tags by text, heading and exchange.
    pub tags: Tags,
    /// Its tags by its text alone.
    by_text: Vec<usize>,
    /// Its tags by text and heading.
    by_heading: Vec<usize>,
}

/// Tags every row of a table with the columns `passage_id` and `text`, and by `heading` and
/// `exchange_id` where it has them. Rows stand in the order of the documents, as `read` writes
/// them: a passage without a cue takes the tags of the last one before it in its exchange.
///
/// # Errors
/// Where a column is missing or a row cannot be read.
pub fn tag_table<R: Read>(
    mut table: TableReader<R>,
    tagger: &InstrumentTagger,
) -> Result<Vec<TaggedRow>, Error> {
    let header = table.header();
    let (id, text) = (header.column("passage_id")?, header.column("text")?);
    let (heading, exchange) = (header.find("heading"), header.find("exchange_id"));
    let mut scratch = TagScratch::default();
    let mut rows = Vec::new();
    let mut passages = Vec::new();
    while let Some(row) = table.next_row()? {
        let field = |column: Option<_>| column.map_or(Ok(""), |column| row.get(column));
        let text = row.get(text)?;
        let tags = tagger.tag(text, field(heading)?, &mut scratch);
        rows.push(TaggedRow {
            passage_id: row.required(id)?.to_owned(),
            tags: Tags::default(),
            by_text: tagger.tag(text, "", &mut scratch).instruments,
            by_heading: tags.instruments.clone(),
        });
        passages.push(ExchangePassage {
            exchange_id: field(exchange)?.to_owned(),
            tags,
        });
    }
    carry_over(&mut passages);
    for (row, passage) in rows.iter_mut().zip(passages) {
        row.tags = passage.tags;
    }
    Ok(rows)
}

/// The coded passages with the tags of their rows. A coded passage without a row, which then has
/// neither heading nor exchange, is tagged by its text.
///
/// # Errors
/// Where the split lacks the group of a passage, which `split_file` then names.
pub fn join_tags(
    rows: &[TaggedRow],
    gold: &[GoldPassage],
    tagger: &InstrumentTagger,
    split: Option<(&InstrumentSplit, &Path)>,
) -> Result<Vec<TaggedPassage>, Error> {
    let ids: BTreeMap<&str, usize> = places(tagger.ids());
    let rows: BTreeMap<&str, &TaggedRow> = rows
        .iter()
        .map(|row| (row.passage_id.as_str(), row))
        .collect();
    let mut scratch = TagScratch::default();
    let mut join = |coded: &GoldPassage| {
        let half = match split {
            None => None,
            Some((split, file)) => Some(split.half(&coded.group).ok_or_else(|| Error::Usage {
                message: format!("{}: there is no group `{}`", file.display(), coded.group),
                help: "add a row for each group of the coded passages".to_owned(),
            })?),
        };
        let mut gold: Vec<usize> = coded
            .instruments
            .iter()
            .filter_map(|id| ids.get(id.as_str()).copied())
            .collect();
        gold.sort_unstable();
        gold.dedup();
        let predicted = if let Some(row) = rows.get(coded.passage_id.as_str()) {
            [
                row.by_text.clone(),
                row.by_heading.clone(),
                row.tags.instruments.clone(),
            ]
        } else {
            let own = tagger.tag(&coded.text, "", &mut scratch).instruments;
            [own.clone(), own.clone(), own]
        };
        Ok(TaggedPassage {
            group: coded.group.clone(),
            half,
            gold,
            predicted,
        })
    };
    gold.iter().map(&mut join).collect()
}

fn places(ids: &[String]) -> BTreeMap<&str, usize> {
    ids.iter()
        .enumerate()
        .map(|(i, id)| (id.as_str(), i))
        .collect()
}

/// Reads the table that divides groups into halves.
///
/// # Errors
/// Where it cannot be read or is faulty.
pub fn load_split(path: &Path) -> Result<InstrumentSplit, Error> {
    let place = path.display().to_string();
    Ok(InstrumentSplit::from_csv(open_csv(path)?, &place)?)
}

/// The schema of the table of tags.
pub fn tags_schema() -> Schema {
    Schema::new(
        "instruments",
        "Policy instruments of passages",
        "One row per passage, with the policy instruments that it is about. Scores of the tags: \
         instrument_scores.csv.",
        vec![
            Column::text("passage_id", "The passage.").required(),
            Column::text(
                "predicted_instruments",
                "Ids of the codebook, divided by `;`; empty where nothing names any.",
            ),
            Column::text(
                "instrument_source",
                "What names them: text, a main cue of the passage; heading; side-cue, the first \
                 lesser cue of the passage; exchange, the passages before it in its exchange.",
            )
            .one_of(&CueSource::ALL.map(CueSource::as_str)[..4]),
        ],
    )
}

/// Writes the table of tags; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_tags<W: Write>(
    rows: &[TaggedRow],
    tagger: &InstrumentTagger,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &tags_schema())?;
    for row in rows {
        table
            .text(&row.passage_id)?
            .text(&tagger.join(&row.tags.instruments))?
            .text(row.tags.source.as_str())?
            .end_row()?;
    }
    table.finish()
}
