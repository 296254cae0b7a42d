//! From files of codings to their agreement.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::Error;
use crate::audit::{
    AgreementReport, AgreementSettings, Codings, agreement_schema, disagreements_schema,
    measure_agreement, pairs_schema, read_codings, read_label_studio, read_model_scores,
    write_agreement, write_disagreements, write_pairs,
};
use crate::config::Config;
use crate::corpus::Codebook;
use crate::report::TableFolder;
use crate::store::{FileIdentity, Manifest, StagedFolder, identify_file};
use crate::table::{self, PackageDescription, TableError, TableSettings, csv_of_bytes};

use super::outputs::base_manifest;

/// A file of codings, as named on the command line: `FILE`, or `CODER=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedFile {
    /// Who coded, where the file does not tell.
    pub coder: Option<String>,
    /// The file.
    pub path: PathBuf,
}

impl FromStr for CodedFile {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = text.split_once('=').filter(|(coder, path)| {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
            !coder.is_empty() && !path.is_empty() && coder.chars().all(is_name)
        });
        Ok(match named {
            Some((coder, path)) if !Path::new(text).exists() => Self {
                coder: Some(coder.to_owned()),
                path: path.into(),
            },
            _ => Self {
                coder: None,
                path: text.into(),
            },
        })
    }
}

/// The agreement of coders, with what it was measured on.
#[derive(Debug)]
pub struct CoderAgreement {
    /// The coefficients.
    pub report: AgreementReport,
    /// The codings.
    pub codings: Codings,
    inputs: Vec<FileIdentity>,
}

/// Reads files of codings and measures how far the coders agree; `evaluation` is the table of the
/// model's scores that stands beside.
///
/// # Errors
/// Where a file cannot be read or is faulty, a coder coded a passage twice, or no passage has two
/// codings.
pub fn agreement(
    files: &[CodedFile],
    evaluation: Option<&Path>,
    codebook: &Codebook,
    config: &Config,
) -> Result<CoderAgreement, Error> {
    let mut inputs = Vec::new();
    let mut codings = Codings::default();
    for file in files {
        codings.append(read_coded_file(file, codebook)?);
        inputs.push(identify_file(&file.path)?);
    }
    let scores = match evaluation {
        Some(path) => {
            inputs.push(identify_file(path)?);
            read_model_scores(table::open(path, &TableSettings::default())?)?
        }
        None => Vec::new(),
    };
    let settings = AgreementSettings {
        n_resamples: u32::try_from(config.evaluate().bootstrap_replicates).unwrap_or(u32::MAX),
        seed: config.evaluate().seed,
    };
    Ok(CoderAgreement {
        report: measure_agreement(&codings, codebook, &scores, settings)?,
        codings,
        inputs,
    })
}

/// Reads a file of codings: JSON of Label Studio, or a table.
pub(super) fn read_coded_file(file: &CodedFile, codebook: &Codebook) -> Result<Codings, Error> {
    let place = file.path.display().to_string();
    let bytes = fs::read(&file.path).map_err(|source| TableError::Open {
        file: place.clone(),
        source,
    })?;
    let coder = file.coder.as_deref();
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let codings = match std::str::from_utf8(&bytes) {
        Ok(text) if matches!(first, Some(b'[' | b'{')) => {
            read_label_studio(text, &place, coder, codebook)?
        }
        _ => {
            let limit = TableSettings::default().max_record_bytes;
            let csv = csv_of_bytes(bytes, &place, limit)?;
            read_codings(csv, &place, coder, codebook)?
        }
    };
    Ok(codings)
}

/// Writes the tables of agreement into a folder.
///
/// # Errors
/// Where they cannot be written.
pub fn write_coder_agreement(
    out: &Path,
    agreement: &CoderAgreement,
    codebook: &Codebook,
    config: &Config,
) -> Result<(), Error> {
    let report = &agreement.report;
    let mut folder = StagedFolder::create(out)?;
    let mut tables = TableFolder::new(&mut folder);
    tables.write("agreement.csv", agreement_schema(codebook), |out, file| {
        write_agreement(report, codebook, out, file)
    })?;
    tables.write(
        "agreement_pairs.csv",
        pairs_schema(codebook),
        |out, file| write_pairs(report, codebook, out, file),
    )?;
    let output = tables.start("disagreements.csv")?;
    let name = output.path().display().to_string();
    let output = write_disagreements(&agreement.codings, codebook, output, &name)?;
    tables.keep(output, disagreements_schema(codebook))?;
    tables.describe(&PackageDescription {
        name: "standpunt-agreement".to_owned(),
        title: "Agreement of coders".to_owned(),
        description: "How far coders agree on the stance of passages, and where they differ."
            .to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    folder.commit(Manifest {
        inputs: agreement.inputs.clone(),
        ..base_manifest("agreement", config)
    })?;
    Ok(())
}
