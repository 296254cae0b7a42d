//! The tables of a comparison.

use std::path::Path;

use crate::Error;
use crate::compare::{
    Population, RegressionWriter, RoleActors, SHARE_TABLES, ShareRow, ShareWriter, actors_by_role,
    contrasts, contrasts_schema, distances, distances_schema, orders_schema, positions,
    positions_schema, rankings, rankings_schema, recalls_schema, regression_schema, share_schema,
    shares, write_contrasts, write_distances, write_orders, write_positions, write_rankings,
    write_recalls,
};
use crate::config::Config;
use crate::corpus::Codebook;
use crate::evaluate::{Warning, warnings_schema, write_warnings};
use crate::report::TableFolder;
use crate::stance::Model;
use crate::store::{StagedFolder, identify_file};
use crate::table::PackageDescription;

use super::comparing::Comparison;
use super::comparison_facts::{facts_schema, write_facts};
use super::comparison_warnings::warnings;
use super::comparison_words::{
    write_exchange_tables, write_framing_tables, write_wordscores_table,
};
use super::outputs::coded_manifest;
use super::regression_rows::regression_rows;
use super::reporting::{ReportRequest, write_report};
use super::{Coded, Monitor};

/// What a comparison makes, for people.
const TITLE: &str = "Stances of actors, compared";

/// What a comparison found, for the summary.
#[derive(Debug)]
pub struct Compared {
    /// The shares per actor and role.
    pub by_actor: Vec<ShareRow>,
    /// What a reader must know before citing a number.
    pub warnings: Vec<Warning>,
}

/// What the report of a comparison needs besides its numbers.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonSources<'a> {
    /// The table that was compared.
    pub labelled: &'a Path,
    /// The classes.
    pub codebook: &'a Codebook,
    /// The model that shades words in the page, if there is one.
    pub model: Option<&'a Model>,
}

/// Estimates everything, writes it into a folder that was started and puts that in its place. The
/// passages of the comparison are gone afterwards: the page needs the room.
///
/// # Errors
/// Where the passages cannot be compared or the tables cannot be written.
pub fn write_comparison(
    sources: &ComparisonSources<'_>,
    mut folder: StagedFolder,
    comparison: &mut Comparison,
    coded: &Coded,
    config: &Config,
    monitor: &Monitor<'_>,
) -> Result<Compared, Error> {
    let mut tables = TableFolder::new(&mut folder);
    let compared = write_comparison_tables(&mut tables, comparison, monitor)?;
    tables.write("warnings.csv", warnings_schema(), |out, file| {
        write_warnings(&compared.warnings, out, file)
    })?;
    tables.describe(&PackageDescription {
        name: "standpunt-comparison".to_owned(),
        title: TITLE.to_owned(),
        description: format!(
            "Shares of stances per actor, with intervals where the design allows them. {}.",
            comparison.settings.design
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    comparison.forget_passages();
    let staged = folder.staged().to_owned();
    write_report(
        &mut folder,
        &staged,
        &ReportRequest {
            title: TITLE,
            labelled: Some(sources.labelled),
            codebook: sources.codebook,
            model: sources.model,
        },
    )?;
    let mut manifest = coded_manifest("compare", coded, config);
    manifest.inputs.insert(0, identify_file(sources.labelled)?);
    folder.commit(manifest)?;
    Ok(compared)
}

/// Estimates everything and writes it among other tables.
pub(super) fn write_comparison_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
    monitor: &Monitor<'_>,
) -> Result<Compared, Error> {
    let settings = &comparison.settings;
    let population = Population::of_stored(&comparison.facts, settings)?;
    let by_actor = write_share_tables(tables, comparison, &population)?;
    let roles = actors_by_role(&population, settings)?;
    tables.write("comparison.csv", facts_schema(), |out, file| {
        write_facts(comparison, &population, out, file)
    })?;
    tables.write(
        "recall_in_comparison.csv",
        recalls_schema(settings),
        |out, file| write_recalls(&roles, settings, out, file),
    )?;
    write_actor_tables(tables, comparison, &population, &roles)?;
    let warnings = warnings(comparison, &population, &roles, &by_actor);
    // They hold what each cluster adds to the shares of each actor.
    drop(roles);
    write_exchange_tables(tables, comparison, &population)?;
    write_framing_tables(tables, comparison, monitor)?;
    write_wordscores_table(tables, comparison)?;
    let output = tables.start("passages_for_regression.csv")?;
    let file = output.path().display().to_string();
    let mut writer = RegressionWriter::new(&settings.class_ids, output, &file)?;
    population.visit(|entry| {
        let mut rows = regression_rows(comparison, &population, entry);
        rows.try_for_each(|row| writer.write(&row).map_err(Error::from))
    })?;
    let schema = regression_schema(&settings.class_ids);
    tables.keep(writer.finish()?, schema)?;
    Ok(Compared { by_actor, warnings })
}

/// Writes all tables of shares; gives back those per actor and role.
fn write_share_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
    population: &Population<'_>,
) -> Result<Vec<ShareRow>, Error> {
    let settings = &comparison.settings;
    let mut by_actor = Vec::new();
    for (i, table) in SHARE_TABLES.iter().enumerate() {
        let output = tables.start(&format!("{}.csv", table.name))?;
        let file = output.path().display().to_string();
        let mut writer = ShareWriter::new(table, population, settings, output, &file)?;
        shares(population, table.axes, settings, |row| {
            writer.write(&row)?;
            if i == 0 {
                by_actor.push(row);
            }
            Ok::<(), Error>(())
        })?;
        tables.keep(writer.finish()?, share_schema(table, settings))?;
    }
    Ok(by_actor)
}

/// Writes what follows from the shares of actors in each role.
fn write_actor_tables(
    tables: &mut TableFolder<'_>,
    comparison: &Comparison,
    population: &Population<'_>,
    roles: &[RoleActors],
) -> Result<(), Error> {
    let settings = &comparison.settings;
    let rows = contrasts(roles, population, settings);
    tables.write("contrasts.csv", contrasts_schema(settings), |out, file| {
        write_contrasts(&rows, settings, out, file)
    })?;
    let rows = distances(roles, population, settings);
    tables.write("distances.csv", distances_schema(), |out, file| {
        write_distances(&rows, settings, out, file)
    })?;
    let rows = positions(roles, population, settings);
    tables.write("positions.csv", positions_schema(settings), |out, file| {
        write_positions(&rows, settings, out, file)
    })?;
    let rows = rankings(roles, population, settings);
    tables.write("rankings.csv", rankings_schema(), |out, file| {
        write_rankings(&rows, settings, out, file)
    })?;
    tables.write("ranking_orders.csv", orders_schema(), |out, file| {
        write_orders(&rows, settings, out, file)
    })?;
    Ok(())
}
