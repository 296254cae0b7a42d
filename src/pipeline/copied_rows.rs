//! Copies among the rows of a table of passages.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use crate::Error;
use crate::corpus::{DocumentId, PartialDate, PassageId, Span};
use crate::duplicates::{PassageFact, cluster_duplicates, duplicates_schema, find_copies};
use crate::table::{TableError, TableReader, TableWriter};

/// The columns of a table of passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyColumns {
    /// The ids of the passages.
    pub id: String,
    /// Their texts.
    pub text: String,
}

/// A row that has copies, with ids as the table has them.
#[derive(Debug, Clone, PartialEq)]
pub struct CopiedRow {
    /// The passage.
    pub passage_id: String,
    /// The smallest passage id of its cluster.
    pub cluster_id: String,
    /// The first passage of the cluster; `None` for that passage itself.
    pub duplicate_of: Option<String>,
    /// Jaccard similarity of word 5-grams with the first passage, 0.5 to 1.
    pub similarity: f64,
    /// Whether a passage of another document is in the cluster.
    pub crosses_documents: bool,
}

/// Copies among the rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct CopiedRows {
    /// The rows that have copies, by cluster.
    pub rows: Vec<CopiedRow>,
    /// How many rows the table has.
    pub n_rows: usize,
}

struct Row {
    name: String,
    document: String,
    date: Option<PartialDate>,
    text: String,
}

/// Finds the rows of a table that copy each other. Columns `document_id` and `date` are used where
/// the table has them; rows without a document each count as one of their own.
///
/// # Errors
/// Where the table cannot be read, lacks a column or has an id twice.
pub fn find_copied_rows<R: Read>(
    mut reader: TableReader<R>,
    columns: &CopyColumns,
) -> Result<CopiedRows, Error> {
    let mut rows = read_rows(&mut reader, columns)?;
    // Sorted, so that no result depends on the order of the table.
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let ids: Vec<PassageId> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| id_of(i, row))
        .collect();
    let facts: Vec<PassageFact<'_>> = rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| PassageFact {
            id,
            date: row.date,
            exchange_id: "",
            block: "",
            text: &row.text,
        })
        .collect();
    let place_of: BTreeMap<&PassageId, usize> =
        ids.iter().enumerate().map(|(i, id)| (id, i)).collect();
    let row_of = |id: &PassageId| place_of.get(id).and_then(|&i| rows.get(i));
    let name_of = |id: &PassageId| row_of(id).map_or_else(String::new, |row| row.name.clone());
    let duplicates = cluster_duplicates(&facts, &find_copies(&facts));
    let mut documents: BTreeMap<&PassageId, Vec<&str>> = BTreeMap::new();
    for duplicate in &duplicates {
        let document = row_of(&duplicate.passage_id).map_or("", |row| row.document.as_str());
        documents
            .entry(&duplicate.cluster_id)
            .or_default()
            .push(document);
    }
    let found = duplicates
        .iter()
        .map(|duplicate| CopiedRow {
            passage_id: name_of(&duplicate.passage_id),
            cluster_id: name_of(&duplicate.cluster_id),
            duplicate_of: duplicate.duplicate_of.as_ref().map(name_of),
            similarity: duplicate.similarity,
            crosses_documents: documents
                .get(&duplicate.cluster_id)
                .is_some_and(|names| names.iter().any(|name| Some(name) != names.first())),
        })
        .collect();
    Ok(CopiedRows {
        rows: found,
        n_rows: rows.len(),
    })
}

fn read_rows<R: Read>(
    reader: &mut TableReader<R>,
    columns: &CopyColumns,
) -> Result<Vec<Row>, Error> {
    let id = reader.column(&columns.id)?;
    let text = reader.column(&columns.text)?;
    let document = reader.header().find("document_id");
    let date = reader.header().find("date");
    let mut rows = Vec::new();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(row) = reader.next_row()? {
        let name = row.required(id)?.to_owned();
        if let Some(first) = lines.insert(name.clone(), row.line()) {
            let expected = format!("an id of its own; line {first} has the same");
            return Err(row.reject(id, &expected).into());
        }
        rows.push(Row {
            document: match document {
                Some(column) => row.get(column)?.to_owned(),
                None => name.clone(),
            },
            date: match date {
                Some(column) => row.parse_optional(column)?,
                None => None,
            },
            text: row.get(text)?.to_owned(),
            name,
        });
    }
    Ok(rows)
}

/// The id of a row where it is one of a place, and else one by its rank.
fn id_of(rank: usize, row: &Row) -> PassageId {
    row.name.parse().unwrap_or_else(|_| PassageId {
        document_id: DocumentId::from_file_stem(&row.document),
        span: Span::new(rank, rank + 1),
    })
}

/// Writes the rows as `duplicates.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_copied_rows<W: Write>(
    rows: &[CopiedRow],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &duplicates_schema())?;
    for row in rows {
        table
            .text(&row.passage_id)?
            .text(&row.cluster_id)?
            .text(row.duplicate_of.as_deref().unwrap_or_default())?
            .number(row.similarity)?
            .end_row()?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::TableSettings;

    const LONG: &str = "Kan de staatssecretaris toelichten hoe het kabinet ervoor gaat zorgen dat de \
                        afspraken over herplaatsing worden nagekomen door alle lidstaten van de Unie?";

    fn found(table: &str) -> CopiedRows {
        let reader =
            TableReader::new(table.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
        let columns = CopyColumns {
            id: "id".to_owned(),
            text: "text".to_owned(),
        };
        find_copied_rows(reader, &columns).unwrap()
    }

    #[test]
    fn ids_of_any_kind_are_kept_and_the_order_of_rows_does_not_matter() {
        let rows = [
            format!("b7,2022-01-01,{LONG}"),
            format!("a9,2023-01-01,{LONG}"),
            "c1,2020-01-01,Iets heel anders over de opvang in de regio.".to_owned(),
        ];
        let table = |order: [usize; 3]| {
            let rows: Vec<&str> = order.iter().map(|&i| rows[i].as_str()).collect();
            format!("id,date,text\n{}\n", rows.join("\n"))
        };
        let first = found(&table([0, 1, 2]));
        assert_eq!(first, found(&table([2, 1, 0])));
        assert_eq!(first.n_rows, 3);
        let named: Vec<(&str, &str, Option<&str>)> = first
            .rows
            .iter()
            .map(|row| {
                let of = row.duplicate_of.as_deref();
                (row.passage_id.as_str(), row.cluster_id.as_str(), of)
            })
            .collect();
        // The earlier one by date is the first, the smaller id names the cluster.
        assert_eq!(named, [("b7", "a9", None), ("a9", "a9", Some("b7"))]);
        assert!(first.rows.iter().all(|row| row.crosses_documents));
    }
}
