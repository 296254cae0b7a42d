//! From the codings of a sample to a gold file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Error;
use crate::audit::{
    AgreementMeasure, AgreementSettings, Codings, Collected, codings_schema, collect_codings,
    gold_meta_toml, gold_schema, measure_agreement, read_adjudicated, read_sample, write_codings,
    write_gold,
};
use crate::config::Config;
use crate::corpus::{Codebook, ReferenceStandard};
use crate::metrics::Interval;
use crate::report::TableFolder;
use crate::store::{FileIdentity, Manifest, StageCount, StagedFolder, identify_file};
use crate::table::{self, PackageDescription, TableSettings};

use super::CodedFile;
use super::agreeing::read_coded_file;
use super::outputs::base_manifest;

/// A coded sample.
#[derive(Debug)]
pub struct Collection {
    /// The passages and codings.
    pub collected: Collected,
    /// Krippendorff's alpha of the codings with its interval, where two coders coded the same
    /// passages.
    pub alpha: Option<(f64, Option<Interval>)>,
    inputs: Vec<FileIdentity>,
}

/// Reads the codings of a sample and holds them against the draw in `folder`; `adjudicated` is the
/// table of the classes on which coders settled.
///
/// # Errors
/// Where a file cannot be read or is faulty, or codings do not belong to the draw.
pub fn collect(
    folder: &Path,
    files: &[CodedFile],
    adjudicated: Option<&Path>,
    codebook: &Codebook,
    config: &Config,
) -> Result<Collection, Error> {
    let settings = TableSettings::default();
    let sample = folder.join("sample.csv");
    let drawn = read_sample(table::open(&sample, &settings)?)?;
    let mut inputs = vec![identify_file(&sample)?];
    let mut codings = Codings::default();
    for file in files {
        codings.append(read_coded_file(file, codebook)?);
        inputs.push(identify_file(&file.path)?);
    }
    let settled = match adjudicated {
        Some(path) => {
            inputs.push(identify_file(path)?);
            read_adjudicated(table::open(path, &settings)?, codebook)?
        }
        None => BTreeMap::new(),
    };
    let collected = collect_codings(drawn, codings, &settled, codebook)?;
    let alpha = alpha_of(&collected, codebook, config);
    Ok(Collection {
        collected,
        alpha,
        inputs,
    })
}

/// Alpha of the independent codings, of all classes and all coders, with its interval; `None` where no
/// passage has two codings.
fn alpha_of(
    collected: &Collected,
    codebook: &Codebook,
    config: &Config,
) -> Option<(f64, Option<Interval>)> {
    let settings = AgreementSettings {
        n_resamples: u32::try_from(config.evaluate().bootstrap_replicates).unwrap_or(u32::MAX),
        seed: config.evaluate().seed,
    };
    let report = measure_agreement(&collected.codings, codebook, &[], settings).ok()?;
    let alpha = report.rows.into_iter().find(|row| {
        row.measure == AgreementMeasure::KrippendorffAlpha
            && row.stance.is_none()
            && row.coders.is_none()
    })?;
    Some((alpha.estimate?, alpha.interval))
}

/// Writes `codings.csv`, `gold.csv` and `gold.meta.toml` into a folder.
///
/// # Errors
/// Where they cannot be written.
pub fn write_collection(
    out: &Path,
    collection: &Collection,
    standard: ReferenceStandard,
    codebook: &Codebook,
    config: &Config,
) -> Result<(), Error> {
    let collected = &collection.collected;
    let mut folder = StagedFolder::create(out)?;
    let mut tables = TableFolder::new(&mut folder);
    tables.write("codings.csv", codings_schema(codebook), |out, file| {
        write_codings(&collected.codings, codebook, out, file)
    })?;
    tables.write("gold.csv", gold_schema(codebook), |out, file| {
        write_gold(collected, codebook, out, file)
    })?;
    tables.describe(&PackageDescription {
        name: "standpunt-coded-sample".to_owned(),
        title: "A coded sample".to_owned(),
        description: format!(
            "Drawn passages with their codings: {}.",
            standard.in_words()
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    let meta = gold_meta_toml(collected, standard, collection.alpha, codebook);
    folder.write("gold.meta.toml", meta.as_bytes())?;
    let n_drawn = collected.passages.len();
    let with_class = collected.passages.iter().filter(|p| p.stance.is_some());
    let n_coded = with_class.count();
    folder.commit(Manifest {
        inputs: collection.inputs.clone(),
        seed: None,
        stages: vec![StageCount {
            stage: "collect".to_owned(),
            counted: "drawn passages".to_owned(),
            n_in: n_drawn as u64,
            n_out: n_coded as u64,
            n_skipped: (n_drawn - n_coded) as u64,
        }],
        ..base_manifest("collect", config)
    })?;
    Ok(())
}
