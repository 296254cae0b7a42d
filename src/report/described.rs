//! Whether the tables of a folder are whole and as their description and this version need them: a
//! page drawn from half of a folder would say that there is nothing where there is something.

use std::path::Path;

use serde::Deserialize;

use super::figures::needed_columns;
use super::tables::is_read;
use super::{DATA_PACKAGE_NAME, ReportError, ReportTable, ReportTables};
use crate::store::{FileIdentity, identify_file};

/// What a page needs of `datapackage.json`.
#[derive(Debug, Deserialize)]
struct Package {
    resources: Vec<Described>,
}

#[derive(Debug, Deserialize)]
struct Described {
    path: String,
    #[serde(default)]
    bytes: Option<u64>,
    /// `sha256:` and 64 hexadecimal digits as we write it; other programs may hash otherwise.
    #[serde(default)]
    hash: Option<String>,
    #[serde(default)]
    schema: DescribedSchema,
}

#[derive(Debug, Default, Deserialize)]
struct DescribedSchema {
    #[serde(default)]
    fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
}

/// The tables of a folder as they are.
#[derive(Debug)]
pub struct IdentifiedTables {
    /// Their sizes and hashes, sorted by path.
    pub identities: Vec<FileIdentity>,
    /// Whether the folder has a description, with which they were compared.
    pub are_checked: bool,
}

/// Identifies those of `files` that the folder has, and compares their sizes and hashes with what
/// its description says of them: a table that was cut at the end of a line is a table, of other
/// numbers.
///
/// # Errors
/// [`ReportError::Package`], [`ReportError::TableMissing`] where the description lists a file that is
/// not there, [`ReportError::TableChanged`], [`ReportError::Store`].
pub fn identify_tables(folder: &Path, files: &[&str]) -> Result<IdentifiedTables, ReportError> {
    let package = described(folder)?;
    let mut names = files.to_vec();
    names.sort_unstable();
    names.dedup();
    let mut identities = Vec::new();
    for name in names {
        let path = folder.join(name);
        let described = resource_of(package.as_ref(), name);
        if !path.is_file() {
            if described.is_some() {
                return Err(ReportError::TableMissing {
                    folder: folder.to_owned(),
                    file: name.to_owned(),
                });
            }
            continue;
        }
        let found = identify_file(&path)?;
        if let Some(described) = described {
            check_identity(&path, &found, described)?;
        }
        identities.push(found);
    }
    Ok(IdentifiedTables {
        identities,
        are_checked: package.is_some(),
    })
}

/// What a description says of a file.
fn resource_of<'p>(package: Option<&'p Package>, file: &str) -> Option<&'p Described> {
    let resources = &package?.resources;
    resources.iter().find(|resource| resource.path == file)
}

fn check_identity(
    path: &Path,
    found: &FileIdentity,
    described: &Described,
) -> Result<(), ReportError> {
    let (found, expected) = match (described.bytes, &described.hash) {
        (Some(n), _) if n != found.n_bytes => {
            (format!("{} bytes", found.n_bytes), format!("{n} bytes"))
        }
        (_, Some(hash)) if hash.starts_with(SHA256) => {
            let hash_found = format!("{SHA256}{}", found.sha256);
            if *hash == hash_found {
                return Ok(());
            }
            (hash_found, hash.clone())
        }
        _ => return Ok(()),
    };
    Err(ReportError::TableChanged {
        path: path.to_owned(),
        found,
        expected,
    })
}

/// How a SHA-256 begins in a description.
const SHA256: &str = "sha256:";

/// Checks tables that were read from a folder: their numbers are numbers, and the columns that
/// figures need are there.
///
/// # Errors
/// [`ReportError::Package`], [`ReportError::ColumnMissing`], [`ReportError::Field`].
pub fn check_tables(tables: &ReportTables, names: &[&'static str]) -> Result<(), ReportError> {
    let package = described(tables.folder())?;
    for &name in names {
        let Some(table) = tables.whole(name) else {
            continue;
        };
        let path = tables.folder().join(name);
        match resource_of(package.as_ref(), name) {
            Some(described) => check_fields(&path, table, &described.schema.fields)?,
            None => check_fields(&path, table, &fields_by_name(table))?,
        }
    }
    for (file, columns) in needed_columns() {
        let Some(table) = tables.whole(file) else {
            continue;
        };
        let is_there = |column: &&str| table.columns.iter().any(|known| known == column);
        if let Some(column) = columns.iter().find(|column| !is_there(column)) {
            return Err(ReportError::ColumnMissing {
                path: tables.folder().join(file),
                column: (*column).to_owned(),
            });
        }
    }
    Ok(())
}

/// What the names of columns say of a table that nothing describes.
fn fields_by_name(table: &ReportTable) -> Vec<Field> {
    let numbers = table.columns.iter().filter(|name| holds_numbers(name));
    numbers
        .map(|name| Field {
            name: name.clone(),
            kind: "number".to_owned(),
        })
        .collect()
}

/// Whether a column of this name holds numbers in every table that we write.
fn holds_numbers(column: &str) -> bool {
    const NAMES: [&str; 24] = [
        "coded_share",
        "conf_high",
        "conf_low",
        "coverage",
        "delta",
        "difference",
        "error",
        "estimate",
        "expected",
        "mean_probability",
        "n",
        "p",
        "p_holm",
        "p_value",
        "q_bh",
        "q_value",
        "rank",
        "rate",
        "raw_share",
        "recall",
        "share",
        "std_error",
        "weight",
        "z",
    ];
    // A list of counts is no number.
    let is_count = column.starts_with("n_") && column != "n_coded_of_classes";
    is_count || NAMES.contains(&column)
}

/// The description of a folder, if it has one.
fn described(folder: &Path) -> Result<Option<Package>, ReportError> {
    let path = folder.join(DATA_PACKAGE_NAME);
    if !path.is_file() {
        return Ok(None);
    }
    let failure = |message: String| ReportError::Package {
        path: path.clone(),
        message,
    };
    let bytes = std::fs::read(&path).map_err(|error| failure(error.to_string()))?;
    let package = serde_json::from_slice(&bytes).map_err(|error| failure(error.to_string()))?;
    Ok(Some(package))
}

/// Every field of a column of numbers or flags is empty or such a one.
fn check_fields(path: &Path, table: &ReportTable, fields: &[Field]) -> Result<(), ReportError> {
    for field in fields
        .iter()
        .filter(|field| is_read(&table.file, &field.name))
    {
        let place = table.columns.iter().position(|name| *name == field.name);
        let Some(place) = place else {
            return Err(ReportError::ColumnMissing {
                path: path.to_owned(),
                column: field.name.clone(),
            });
        };
        let fits = |text: &str| match field.kind.as_str() {
            "number" => text.parse::<f64>().is_ok_and(f64::is_finite),
            "integer" => text.parse::<i64>().is_ok(),
            "boolean" => matches!(text, "true" | "false"),
            _ => true,
        };
        for (row, fields) in table.rows.iter().enumerate() {
            let text = fields.get(place).map_or("", String::as_str);
            if !text.is_empty() && !fits(text) {
                return Err(ReportError::Field {
                    path: path.to_owned(),
                    row: row + 1,
                    column: field.name.clone(),
                    found: text.chars().take(40).collect(),
                    expected: field.kind.clone(),
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_with_names_of_numbers_hold_numbers_in_every_table() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/labelled"));
        let package = described(folder).unwrap().unwrap();
        let fields = package.resources.iter().flat_map(|one| &one.schema.fields);
        let mut n_numbers = 0;
        for field in fields.filter(|field| holds_numbers(&field.name)) {
            let is_number = matches!(field.kind.as_str(), "number" | "integer");
            assert!(is_number, "{}: {}", field.name, field.kind);
            n_numbers += 1;
        }
        assert!(n_numbers > 100, "{n_numbers}");
    }
}
