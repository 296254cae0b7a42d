//! The tables of an output folder, read back: what the page and the figures are made from, so that
//! no number in them can differ from the number in a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ReportError;
use super::figures::{EXCHANGES_FILE, Openable};
use crate::table::{self, TableSettings};

/// One table as written, every field a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    /// The file, relative to its folder.
    pub file: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows; each has as many fields as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// The tables of a folder. Only what is asked for is read, and once; a table that the folder lacks
/// is `None`.
#[derive(Debug)]
pub struct ReportTables {
    folder: PathBuf,
    tables: BTreeMap<&'static str, ReportTable>,
}

/// One row of a [`ReportTable`].
#[derive(Debug, Clone, Copy)]
pub struct ReportRow<'t> {
    table: &'t ReportTable,
    fields: &'t [String],
}

impl ReportTable {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = ReportRow<'_>> {
        self.rows.iter().map(|fields| ReportRow {
            table: self,
            fields,
        })
    }

    /// The values of a column that occur, each once, in the order of their first row.
    pub fn values(&self, column: &str) -> Vec<&str> {
        let mut values = Vec::new();
        for row in self.rows() {
            let value = row.text(column);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }
}

impl<'t> ReportRow<'t> {
    /// The field of a column; empty where it is missing, or where the table has no such column.
    pub fn text(self, column: &str) -> &'t str {
        let place = self.table.columns.iter().position(|name| name == column);
        let field = place.and_then(|place| self.fields.get(place));
        field.map_or("", String::as_str)
    }

    /// The number in a column, `None` where there is none.
    pub fn number(self, column: &str) -> Option<f64> {
        let number: f64 = self.text(column).parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The count in a column; 0 where there is none.
    pub fn count(self, column: &str) -> u64 {
        self.text(column).parse().unwrap_or_default()
    }

    /// Whether a column says `true`.
    pub fn flag(self, column: &str) -> bool {
        self.text(column) == "true"
    }

    /// Whether every named column holds its value.
    pub fn is(self, wanted: &[(&str, &str)]) -> bool {
        wanted
            .iter()
            .all(|&(column, value)| self.text(column) == value)
    }

    /// The fields of some columns as they stand in the file.
    pub fn fields(self, columns: &[&str]) -> Vec<String> {
        columns.iter().map(|&c| self.text(c).to_owned()).collect()
    }
}

impl ReportTables {
    /// Reads these files of a folder, as far as they are there.
    ///
    /// # Errors
    /// Where a file is there and is no table.
    pub fn read(folder: &Path, files: &[&'static str]) -> Result<Self, ReportError> {
        Self::read_some(folder, files, false)
    }

    /// The same with only those rows of `exchanges.csv` that a mark of a figure may open: a large
    /// corpus has millions of others.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_shown(folder: &Path, files: &[&'static str]) -> Result<Self, ReportError> {
        Self::read_some(folder, files, true)
    }

    fn read_some(
        folder: &Path,
        files: &[&'static str],
        is_shown_only: bool,
    ) -> Result<Self, ReportError> {
        let mut tables = BTreeMap::new();
        for &file in files {
            if tables.contains_key(file) {
                continue;
            }
            if let Some(table) = read_table(folder, file, is_shown_only)? {
                tables.insert(file, table);
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            tables,
        })
    }

    /// Tables that are in memory.
    pub fn of(tables: impl IntoIterator<Item = (&'static str, ReportTable)>) -> Self {
        Self {
            folder: PathBuf::new(),
            tables: tables.into_iter().collect(),
        }
    }

    /// The folder they were read from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A table, if the folder has it, with rows or without.
    pub(super) fn whole(&self, file: &str) -> Option<&ReportTable> {
        self.tables.get(file)
    }

    /// A table, if the folder has it and it has a row.
    pub fn get(&self, file: &str) -> Option<&ReportTable> {
        self.tables.get(file).filter(|table| !table.rows.is_empty())
    }
}

/// Columns that are read of a table that has a row for every few passages; of others all are.
const COLUMNS_OF_LARGE_TABLES: [(&str, &[&str]); 1] = [(
    "exchanges.csv",
    &[
        "exchange_id",
        "actor",
        "status",
        "source",
        "question_stance",
        "answer_stance",
        "copy_of",
    ],
)];

/// Whether a column of a table is read where the table has it.
pub(super) fn is_read(file: &str, column: &str) -> bool {
    COLUMNS_OF_LARGE_TABLES
        .iter()
        .find(|(name, _)| *name == file)
        .is_none_or(|(_, columns)| columns.contains(&column))
}

fn read_table(
    folder: &Path,
    file: &str,
    is_shown_only: bool,
) -> Result<Option<ReportTable>, ReportError> {
    let path = folder.join(file);
    if !path.is_file() {
        return Ok(None);
    }
    let mut reader = table::open(&path, &TableSettings::default())?;
    let names = reader.header().names();
    let is_read: Vec<bool> = names.iter().map(|name| is_read(file, name)).collect();
    let chosen = names.iter().zip(&is_read).filter(|(_, is_read)| **is_read);
    let mut table = ReportTable {
        file: file.to_owned(),
        columns: chosen.map(|(name, _)| name.clone()).collect(),
        rows: Vec::new(),
    };
    let mut openable = (is_shown_only && file == EXCHANGES_FILE).then(Openable::default);
    while let Some(row) = reader.next_row()? {
        let chosen = row.fields().zip(&is_read).filter(|(_, is_read)| **is_read);
        let fields: Vec<String> = chosen.map(|(field, _)| field.to_owned()).collect();
        let row = ReportRow {
            table: &table,
            fields: &fields,
        };
        if openable.as_mut().is_none_or(|openable| openable.needs(row)) {
            table.rows.push(fields);
        }
    }
    Ok(Some(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_not_there_is_none_and_fields_are_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("a.csv"),
            "actor,n,share\nVVD,3,0.250000\nVVD,,\n",
        )
        .unwrap();
        let tables = ReportTables::read(folder.path(), &["a.csv", "b.csv"]).unwrap();
        assert!(tables.get("b.csv").is_none());
        let table = tables.get("a.csv").unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].text("actor"), "VVD");
        assert_eq!(rows[0].count("n"), 3);
        assert_eq!(rows[0].number("share"), Some(0.25));
        assert_eq!(rows[1].number("share"), None);
        assert_eq!(rows[0].text("no_such_column"), "");
        assert!(rows[0].is(&[("actor", "VVD"), ("n", "3")]));
        assert_eq!(table.values("actor"), ["VVD"]);
        assert_eq!(rows[0].fields(&["share", "actor"]), ["0.250000", "VVD"]);
    }
}
