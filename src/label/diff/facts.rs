//! What is remembered of each row of a labelled table.

use std::collections::HashMap;
use std::io::Read;

use sha2::{Digest, Sha256};

use super::{LabelAt, Side};
use crate::corpus::PassageId;
use crate::label::LabelError;
use crate::store::Interrupt;
use crate::table::{ColumnIndex, Header, Row, TableReader};

/// Characters of a text that are shown.
const SHOWN_CHARACTERS: usize = 80;

/// One row of a labelled table.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) label: LabelAt,
    pub(super) actor: String,
    /// The first half of the SHA-256 of the text.
    pub(super) text_key: [u8; 16],
    /// The passage id as a place, where it is one.
    pub(super) place: Option<PassageId>,
}

struct Columns {
    text: ColumnIndex,
    stance: ColumnIndex,
    id: Option<ColumnIndex>,
    actor: Option<ColumnIndex>,
    certain: Option<ColumnIndex>,
}

impl Columns {
    fn new(header: &Header, side: &Side) -> Result<Self, LabelError> {
        let text = header.find(&side.text_column);
        Ok(Self {
            text: text.ok_or_else(|| LabelError::NoTextColumn {
                file: header.file().to_owned(),
                wanted: side.text_column.clone(),
                columns: header.names().to_vec(),
            })?,
            stance: header.column(&format!("{}predicted_stance", side.prefix))?,
            id: header.find(&side.id_column),
            actor: header.find(&side.actor_column),
            certain: header.find(&format!("{}certain", side.prefix)),
        })
    }
}

/// Reads what is compared of every row.
pub(super) fn read_facts<R: Read>(
    mut table: TableReader<R>,
    side: &Side,
    interrupt: &Interrupt,
) -> Result<Vec<Fact>, LabelError> {
    let columns = Columns::new(table.header(), side)?;
    let file = table.header().file().to_owned();
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut facts = Vec::new();
    while let Some(row) = table.next_row()? {
        interrupt.check()?;
        let fact = read_fact(row, &columns)?;
        let id = &fact.label.passage_id;
        if !id.is_empty()
            && let Some(first_line) = lines.insert(id.clone(), fact.label.line)
        {
            return Err(LabelError::RepeatedPassage {
                file,
                line: fact.label.line,
                id: id.clone(),
                first_line,
            });
        }
        facts.push(fact);
    }
    Ok(facts)
}

fn read_fact(row: Row<'_>, columns: &Columns) -> Result<Fact, LabelError> {
    let text = row.get(columns.text)?;
    let optional = |column: Option<ColumnIndex>| match column {
        Some(column) => row.get(column),
        None => Ok(""),
    };
    let passage_id = optional(columns.id)?;
    let actor = optional(columns.actor)?;
    let certain = match columns.certain {
        Some(column) => Some(row.flag(column)?),
        None => None,
    };
    let mut text_key = [0; 16];
    for (key, byte) in text_key.iter_mut().zip(Sha256::digest(text)) {
        *key = byte;
    }
    Ok(Fact {
        label: LabelAt {
            passage_id: passage_id.to_owned(),
            line: row.line(),
            stance: row.required(columns.stance)?.to_owned(),
            is_certain: certain,
            text_start: text.chars().take(SHOWN_CHARACTERS).collect(),
        },
        actor: if actor.is_empty() { "unknown" } else { actor }.to_owned(),
        text_key,
        place: passage_id.parse().ok(),
    })
}
