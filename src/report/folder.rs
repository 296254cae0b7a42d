//! The tables of a run in one folder, with their description.

use std::path::PathBuf;

use super::FigureError;
use super::page::PAGE_FILE;
use crate::store::{FileIdentity, SkippedRecord, StagedFolder, StagedOutput, StoreError};
use crate::store::{skipped_schema, write_skipped};
use crate::table::{
    PackageDescription, Resource, Schema, TableError, codebook_of_tables, data_package,
};

/// The name of the description for programs.
pub const DATA_PACKAGE_NAME: &str = "datapackage.json";

/// The name of the description for people.
pub const CODEBOOK_OF_TABLES_NAME: &str = "codebook_of_tables.md";

/// Tables that cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A table cannot be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// The description of the folder is not what `run` and `compare` write.
    #[error("{}: found no list of tables: {message}", path.display())]
    Package {
        /// The description.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A table that the description lists is not there.
    #[error("{}: holds no {file}, which its {DATA_PACKAGE_NAME} lists", folder.display())]
    TableMissing {
        /// The folder.
        folder: PathBuf,
        /// The table.
        file: String,
    },
    /// A table that is not the one that was written.
    #[error(
        "{}: found {found}, expected {expected} as {DATA_PACKAGE_NAME} beside it says", path.display()
    )]
    TableChanged {
        /// The table.
        path: PathBuf,
        /// Its size; its hash where the size is right.
        found: String,
        /// The size or hash of what was written.
        expected: String,
    },
    /// A table lacks a column that figures are drawn from.
    #[error("{}: found no column `{column}`, from which the report is drawn", path.display())]
    ColumnMissing {
        /// The table.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A field that is not what its column holds.
    #[error("{}, row {row}, column `{column}`: found `{found}`, expected {expected}", path.display())]
    Field {
        /// The table.
        path: PathBuf,
        /// The row, from 1, without the header.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
        /// The type of the column.
        expected: String,
    },
    /// The page cannot be made.
    #[error("{PAGE_FILE}: cannot be made: {message}")]
    Page {
        /// What the template library says.
        message: String,
    },
}

impl ReportError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Table(error) => error.help(),
            Self::Store(error) => error.help(),
            Self::Figure(error) => error.help(),
            Self::Package { .. } | Self::TableMissing { .. } => Some(
                "name a whole folder that `standpunt run` or `standpunt compare` wrote, or make it again"
                    .to_owned(),
            ),
            Self::TableChanged { .. } => Some(format!(
                "the table was cut off or changed since it was written: copy the folder again, or make it again \
                 with `standpunt run` or `standpunt compare`. If you changed it on purpose, take \
                 {DATA_PACKAGE_NAME} out of a copy of the folder: the page then says that its tables were not checked"
            )),
            Self::ColumnMissing { .. } => Some(
                "an earlier version wrote the folder, or the table was changed: make the folder again with \
                 `standpunt run` or `standpunt compare`"
                    .to_owned(),
            ),
            Self::Field { .. } => Some(
                "the table was changed since it was written: make the folder again with `standpunt run` \
                 or `standpunt compare`"
                    .to_owned(),
            ),
            Self::Page { .. } => {
                Some("this is a fault of the program; please report it with the folder".to_owned())
            }
        }
    }
}

/// Tables under way in a staged folder; each is listed in the description with its columns, its
/// size and its hash.
pub struct TableFolder<'f> {
    folder: &'f mut StagedFolder,
    resources: Vec<Resource>,
}

impl<'f> TableFolder<'f> {
    /// No tables yet.
    pub fn new(folder: &'f mut StagedFolder) -> Self {
        Self {
            folder,
            resources: Vec::new(),
        }
    }

    /// Writes a table as `file`. `write` gets the output and its name for messages, and gives the
    /// output back, as the `write_…` functions of the stages do:
    /// `tables.write("passages.csv", passages_schema(), |o, file| write_passages(&rows, o, file))`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(
        &mut self,
        file: &str,
        schema: Schema,
        write: impl FnOnce(StagedOutput, &str) -> Result<StagedOutput, TableError>,
    ) -> Result<FileIdentity, ReportError> {
        let output = self.start(file)?;
        let name = output.path().display().to_string();
        let output = write(output, &name)?;
        self.keep(output, schema)
    }

    /// Starts a table whose rows come later; [`TableFolder::keep`] makes it part of the output.
    ///
    /// # Errors
    /// As [`StagedFolder::start`].
    pub fn start(&self, file: &str) -> Result<StagedOutput, ReportError> {
        Ok(self.folder.start(file)?)
    }

    /// Makes a whole table part of the output.
    ///
    /// # Errors
    /// When writing fails.
    pub fn keep(
        &mut self,
        output: StagedOutput,
        schema: Schema,
    ) -> Result<FileIdentity, ReportError> {
        let identity = self.folder.keep(output)?;
        self.resources.push(Resource {
            path: identity.path.clone(),
            schema,
            n_bytes: identity.n_bytes,
            sha256: identity.sha256.clone(),
        });
        Ok(identity)
    }

    /// Writes `skipped.csv`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_skipped(
        &mut self,
        records: &[SkippedRecord],
    ) -> Result<FileIdentity, ReportError> {
        self.write("skipped.csv", skipped_schema(), |output, file| {
            write_skipped(records, output, file)
        })
    }

    /// Writes the descriptions of the tables, `datapackage.json` and `codebook_of_tables.md`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn describe(self, package: &PackageDescription) -> Result<FileIdentity, ReportError> {
        let codebook = codebook_of_tables(package, &self.resources);
        self.folder
            .write(CODEBOOK_OF_TABLES_NAME, codebook.as_bytes())?;
        let bytes = data_package(package, &self.resources);
        Ok(self.folder.write(DATA_PACKAGE_NAME, &bytes)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::{passages_schema, write_passages};
    use crate::store::{Manifest, sha256_hex};

    #[test]
    fn every_table_is_described_with_the_columns_it_has() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("reports");
        let mut folder = StagedFolder::create(&target).unwrap();
        let mut tables = TableFolder::new(&mut folder);
        tables
            .write("passages.csv", passages_schema(), |output, file| {
                write_passages(&[], output, file)
            })
            .unwrap();
        tables.write_skipped(&[]).unwrap();
        let package = PackageDescription {
            name: "standpunt-reports".to_owned(),
            title: "Stances".to_owned(),
            description: "Tables.".to_owned(),
            version: "0.1.0".to_owned(),
        };
        tables.describe(&package).unwrap();
        let manifest = folder.commit(Manifest::new("run")).unwrap();
        assert_eq!(manifest.outputs.len(), 4);

        let package = std::fs::read(target.join(DATA_PACKAGE_NAME)).unwrap();
        let package: Value = serde_json::from_slice(&package).unwrap();
        for resource in package["resources"].as_array().unwrap() {
            let path = resource["path"].as_str().unwrap();
            let bytes = std::fs::read(target.join(path)).unwrap();
            assert_eq!(resource["hash"], format!("sha256:{}", sha256_hex(&bytes)));
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields.iter().filter_map(|f| f["name"].as_str()).collect();
            assert_eq!(names.join(",") + "\n", String::from_utf8(bytes).unwrap());
        }
    }
}
