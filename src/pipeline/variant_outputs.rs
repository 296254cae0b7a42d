//! The folder of a plan's tables.

use std::path::Path;

use crate::Error;
use crate::config::Config;
use crate::corpus::Codebook;
use crate::evaluate::{
    models_schema, paired_schema, points_schema, variants_schema, write_models, write_paired,
    write_points, write_variants,
};
use crate::report::TableFolder;
use crate::store::{Manifest, StagedFolder};
use crate::table::PackageDescription;

use super::PlanResult;
use super::outputs::base_manifest;

/// Writes the tables of a plan into a folder: `variants.csv`, `variant_models.csv`, `paired.csv`
/// where there are two variants or more, `positions.csv` where parties were placed.
///
/// # Errors
/// Where they cannot be written.
pub fn write_plan(
    out: &Path,
    result: &PlanResult,
    codebook: &Codebook,
    config: &Config,
) -> Result<(), Error> {
    let classes: Vec<String> = codebook.class_ids().map(str::to_owned).collect();
    let mut folder = StagedFolder::create(out)?;
    let mut tables = TableFolder::new(&mut folder);
    tables.write("variants.csv", variants_schema(&classes), |out, file| {
        write_variants(&result.scores, &classes, out, file)
    })?;
    tables.write("variant_models.csv", models_schema(), |out, file| {
        write_models(&result.models, out, file)
    })?;
    if result.models.len() > 1 {
        tables.write("paired.csv", paired_schema(), |out, file| {
            write_paired(&result.pairs, out, file)
        })?;
    }
    if !result.points.is_empty() {
        tables.write("positions.csv", points_schema(), |out, file| {
            write_points(&result.points, out, file)
        })?;
    }
    tables.describe(&PackageDescription {
        name: "standpunt-measurements".to_owned(),
        title: "Variants of a stance model, measured side by side".to_owned(),
        description: format!(
            "Nested, grouped cross-validation and other test files. Reference standard: {}.",
            result.reference_standard.in_words()
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    folder.commit(Manifest {
        inputs: result.inputs.clone(),
        ..base_manifest("evaluate", config)
    })?;
    Ok(())
}
