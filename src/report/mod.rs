//! Writes estimates to files.
//!
//! Each table is written by the stage that makes its rows; here stand the tables that no other
//! stage owns, and [`TableFolder`], which gathers all tables of a run in one folder with their
//! description, `datapackage.json`.

mod explanation;
mod folder;
mod passages;

pub use explanation::{Style, explanation_csv, explanation_schema, explanation_text};
pub use folder::{DATA_PACKAGE_NAME, ReportError, TableFolder};
pub use passages::{passages_schema, write_passages};
