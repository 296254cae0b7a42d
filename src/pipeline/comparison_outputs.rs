//! The tables of a comparison.

use std::path::Path;

use crate::Error;
use crate::compare::{Population, SHARE_TABLES, ShareRow, share_schema, shares, write_shares};
use crate::config::Config;
use crate::report::TableFolder;
use crate::store::StagedFolder;
use crate::table::PackageDescription;

use super::Coded;
use super::comparing::Comparison;
use super::outputs::coded_manifest;

/// What a comparison found, for the summary.
#[derive(Debug)]
pub struct Compared {
    /// The shares per actor and role.
    pub by_actor: Vec<ShareRow>,
}

/// Estimates everything and writes it into a folder.
///
/// # Errors
/// Where the passages cannot be compared or the tables cannot be written.
pub fn write_comparison(
    out: &Path,
    comparison: &Comparison,
    coded: &Coded,
    config: &Config,
) -> Result<Compared, Error> {
    let mut folder = StagedFolder::create(out)?;
    let mut tables = TableFolder::new(&mut folder);
    let compared = write_comparison_tables(&mut tables, comparison)?;
    tables.describe(&PackageDescription {
        name: "standpunt-comparison".to_owned(),
        title: "Stances of actors, compared".to_owned(),
        description: format!(
            "Shares of stances per actor, with intervals where the design allows them. {}.",
            comparison.settings.design
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    folder.commit(coded_manifest("compare", coded, config))?;
    Ok(compared)
}

/// Estimates everything and writes it among other tables.
pub(super) fn write_comparison_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
) -> Result<Compared, Error> {
    let settings = &comparison.settings;
    let population = Population::of(&comparison.facts, settings)?;
    let mut by_actor = Vec::new();
    for table in &SHARE_TABLES {
        let rows = shares(&population, table.axes, settings);
        let file = format!("{}.csv", table.name);
        tables.write(&file, share_schema(table, settings), |out, file| {
            write_shares(table, &rows, &population, settings, out, file)
        })?;
        if by_actor.is_empty() {
            by_actor = rows;
        }
    }
    Ok(Compared { by_actor })
}
