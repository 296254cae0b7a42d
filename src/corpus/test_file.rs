//! Loads files that a model is tested on: any table with texts and the class of each.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::str::FromStr;

use super::rows::{Row, Rows};
use super::{Codebook, DataError, DataFault, PartialDate};
use crate::table::TableError;

/// A passage of another file, with its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRow {
    /// Its id: `passage_id` or `id` where the file has one, else its line.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its class, by its place in the codebook.
    pub class: usize,
    /// What it is dependent with: `group`, else `document_id` or `document`.
    pub group: Option<String>,
    /// Who speaks: `actor`, else `party`.
    pub actor: Option<String>,
    /// Its date, as far as known.
    pub date: Option<PartialDate>,
}

/// A condition on a column: `eu_topic=true`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFilter {
    /// The column.
    pub column: String,
    /// The value, without space around it, that a row must have there.
    pub value: String,
}

impl fmt::Display for RowFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.column, self.value)
    }
}

/// A text that is no [`RowFilter`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected column=value, as eu_topic=true")]
pub struct RowFilterError;

impl FromStr for RowFilter {
    type Err = RowFilterError;

    fn from_str(text: &str) -> Result<Self, RowFilterError> {
        let (column, value) = text.split_once('=').ok_or(RowFilterError)?;
        let (column, value) = (column.trim(), value.trim());
        if column.is_empty() {
            return Err(RowFilterError);
        }
        Ok(Self {
            column: column.to_owned(),
            value: value.to_owned(),
        })
    }
}

/// The column with texts, where none is named.
pub const DEFAULT_TEXT_COLUMN: &str = "text";

/// Reads the rows of a test file that meet the filter, in the order of the table; `place` names
/// the file in errors.
///
/// Columns: the text column and `stance`; where known `passage_id` or `id`, `group`,
/// `document_id` or `document`, `actor` or `party`, `date`.
///
/// # Errors
/// Where the table is not CSV, a column is missing, a text or class is, a class is not in the
/// codebook, an id stands twice, or no row meets the filter.
pub fn read_test_rows(
    reader: impl Read,
    place: &str,
    text_column: &str,
    filter: Option<&RowFilter>,
    codebook: &Codebook,
) -> Result<Vec<TestRow>, DataError> {
    let mut required = vec![text_column, "stance"];
    required.extend(filter.map(|filter| filter.column.as_str()));
    let table = Rows::read(reader, place, &required).map_err(|error| remedy(error, text_column))?;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut rows = Vec::new();
    let meets = |row: &Row<'_>| filter.is_none_or(|f| row.get(&f.column).trim() == f.value);
    for row in table.iter().filter(meets) {
        let test = read_row(row, text_column, codebook)?;
        if !seen.insert(test.id.clone()) {
            return Err(row.wrong("passage_id", &test.id, "an id that stands once"));
        }
        rows.push(test);
    }
    match (rows.is_empty(), filter) {
        (false, _) => Ok(rows),
        (true, filter) => Err(DataFault::NoTestRow {
            place: place.to_owned(),
            condition: filter.map(ToString::to_string),
        }
        .into()),
    }
}

fn read_row(row: Row<'_>, text_column: &str, codebook: &Codebook) -> Result<TestRow, DataError> {
    row.required(text_column)?;
    let first = |columns: &[&str]| {
        let value = columns.iter().find_map(|column| row.filled(column));
        value.map(str::to_owned)
    };
    Ok(TestRow {
        id: first(&["passage_id", "id"]).unwrap_or_else(|| format!("line {}", row.line())),
        text: row.get(text_column).to_owned(),
        class: row
            .class("stance", codebook)?
            .ok_or_else(|| row.wrong_choice("stance", "", codebook.class_ids()))?,
        group: first(&["group", "document_id", "document"]),
        actor: first(&["actor", "party"]),
        date: row.parsed("date", "a date as YYYY-MM-DD, YYYY-MM or YYYY, or nothing")?,
    })
}

/// Says what a test file needs where a column is missing.
fn remedy(error: DataError, text_column: &str) -> DataError {
    match error.fault() {
        DataFault::Table(TableError::MissingColumn {
            file,
            name,
            columns,
        }) => DataFault::TestColumn {
            place: file.clone(),
            column: name.clone(),
            is_text: name == text_column,
            columns: columns.clone(),
        }
        .into(),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str, text: &str, filter: Option<&str>) -> Result<Vec<TestRow>, DataError> {
        let filter: Option<RowFilter> = filter.map(|filter| filter.parse().unwrap());
        let codebook = Codebook::built_in();
        read_test_rows(table.as_bytes(), "b.csv", text, filter.as_ref(), &codebook)
    }

    #[test]
    fn takes_the_rows_that_meet_the_condition_and_the_columns_that_are_there() {
        let table = "party,date,eu_topic,request,stance\n\
                     VVD,2024-01-02,true,Sluit de grens.,pro-control\n\
                     D66,2024,false,Verdeel eerlijk.,pro-solidarity\n";
        let rows = read(table, "request", Some("eu_topic = true")).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].id, "line 2");
        assert_eq!(rows[0].actor.as_deref(), Some("VVD"));
        assert_eq!((rows[0].class, &rows[0].group), (1, &None));
        assert_eq!(read(table, "request", None).unwrap().len(), 2);
    }

    #[test]
    fn a_file_that_cannot_be_tested_on_says_what_it_lacks() {
        let fault = |table: &str, text: &str, filter: Option<&str>| {
            let error = read(table, text, filter).unwrap_err();
            format!("{error} | {}", error.help().unwrap())
        };
        assert_eq!(
            fault("tekst,stance\na,none\n", "text", None),
            "b.csv: no column `text`; found `tekst`, `stance` | say which column holds the text: --text-column NAME, in a plan text_column"
        );
        assert_eq!(
            fault("text\na\n", "text", None),
            "b.csv: no column `stance`; found `text` | a file to test on needs the class of each text in a column `stance`; `standpunt label` labels texts without one"
        );
        assert_eq!(
            fault("text,stance\na,none\n", "text", Some("stance=pro-control")),
            "b.csv: no row has stance=pro-control, so there is nothing to test on | check file and condition"
        );
        assert_eq!(
            fault("text,stance\na,none\n", "text", Some("x=1")),
            "b.csv: no column `x`; found `text`, `stance` | name a column of the file in the condition"
        );
        assert!(fault("text,stance\na,\n", "text", None).contains("line 2, column `stance`"));
        let twice = "id,text,stance\na,x,none\na,y,none\n";
        assert!(fault(twice, "text", None).starts_with("b.csv, line 3"));
        assert!("eu_topic".parse::<RowFilter>().is_err());
    }
}
