//! The folder of a run: its tables, their description, the model, the manifest.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use serde_json::json;

use crate::Error;
use crate::config::Config;
use crate::corpus::Codebook;
use crate::duplicates::{duplicates_schema, write_duplicates};
use crate::evaluate::{
    Evaluation, EvaluationSet, TestedPassage, Warning, calibration_schema, certainty_schema,
    confusion_schema, errors_schema, out_of_fold_schema, recall_schema, reliability_schema,
    scores_schema, tested_passages, warnings_schema, write_calibration, write_certainty,
    write_confusion, write_errors, write_out_of_fold, write_recalls, write_reliability,
    write_scores, write_warnings,
};
use crate::report::{TableFolder, passages_schema};
use crate::stance::Prediction;
use crate::store::{FileIdentity, Manifest, StageCount, StagedFolder};
use crate::table::{PackageDescription, Schema, TableError};

use super::comparison_outputs::{Compared, write_comparison_tables};
use super::reporting::{ReportRequest, write_report};
use super::texts::write_texts;
use super::{Coded, Monitor, RunResult};

/// The name of the model in the output folder.
pub const MODEL_FILE: &str = "model.json";

/// The name of the model card in the output folder.
pub const CARD_FILE: &str = "model_card.md";

/// What a run makes, for people.
const TITLE: &str = "Stances on EU asylum and migration policy, by actor and document";

/// Version of the columns of every table; rises when a column changes its name or meaning.
const SCHEMA_VERSION: u32 = 1;

/// What is written beside the results.
pub(super) struct Outputs<'a> {
    pub(super) passages: &'a [u8],
    /// The ids in `passages` of coded passages that have another id in the gold file.
    pub(super) ids_as_read: BTreeMap<String, String>,
    pub(super) labelled: &'a [u8],
    pub(super) labelled_schema: Schema,
    pub(super) card: &'a str,
    pub(super) codebook: &'a Codebook,
    pub(super) inputs: Vec<FileIdentity>,
    pub(super) config: &'a Config,
}

/// Writes everything; the manifest comes last.
pub(super) fn write_outputs(
    mut folder: StagedFolder,
    result: &RunResult,
    outputs: Outputs<'_>,
    monitor: &Monitor<'_>,
) -> Result<Compared, Error> {
    let mut manifest = manifest(result, &outputs);
    let (card, codebook) = (outputs.card.as_bytes(), outputs.codebook);
    let compared = write_tables(&mut folder, result, outputs, monitor)?;
    let staged = folder.staged().to_owned();
    write_report(
        &mut folder,
        &staged,
        &ReportRequest {
            title: TITLE,
            labelled: None,
            codebook,
            model: Some(&result.learned.model),
        },
    )?;
    let model = result.learned.model.to_json();
    manifest.models = vec![folder.write(MODEL_FILE, model.as_bytes())?];
    folder.write(CARD_FILE, card)?;
    folder.commit(manifest)?;
    Ok(compared)
}

fn write_tables(
    folder: &mut StagedFolder,
    result: &RunResult,
    outputs: Outputs<'_>,
    monitor: &Monitor<'_>,
) -> Result<Compared, Error> {
    let classes = &result.comparison.settings.class_ids;
    let mut tables = TableFolder::new(folder);
    let copy = |bytes: &[u8], mut output: crate::store::StagedOutput, file: &str| {
        output
            .write_all(bytes)
            .map_err(|source| TableError::Write {
                file: file.to_owned(),
                source,
            })?;
        Ok(output)
    };
    tables.write("passages.csv", passages_schema(), |out, file| {
        copy(outputs.passages, out, file)
    })?;
    let labelled = (outputs.labelled_schema).referring(&["passage_id"], "passages", "passage_id");
    tables.write("labelled.csv", labelled, |out, file| {
        copy(outputs.labelled, out, file)
    })?;
    tables.write("duplicates.csv", duplicates_schema(), |out, file| {
        write_duplicates(&result.reading.duplicates, out, file)
    })?;
    let compared = write_comparison_tables(&mut tables, &result.comparison, monitor)?;
    let learned = &result.learned;
    let mut tested = tested_passages(&learned.set, &learned.evaluation);
    for passage in &mut tested {
        passage.id = outputs
            .ids_as_read
            .get(passage.id)
            .map_or(passage.id, String::as_str);
    }
    write_evaluation_tables(&mut tables, &learned.evaluation, &tested, classes)?;
    let warnings: Vec<Warning> = result
        .warnings
        .iter()
        .chain(&compared.warnings)
        .cloned()
        .collect();
    tables.write("warnings.csv", warnings_schema(), |out, file| {
        write_warnings(&warnings, out, file)
    })?;
    tables.write_skipped(&result.reading.skipped)?;
    tables.describe(&description(result))?;
    write_texts(folder, &result.reading)?;
    Ok(compared)
}

fn description(result: &RunResult) -> PackageDescription {
    PackageDescription {
        name: "standpunt-reports".to_owned(),
        title: TITLE.to_owned(),
        description: format!(
            "Passages of {} documents with their speakers and predicted stances, scores of the model \
             and descriptive shares. Reference standard: {}. The shares describe these documents, \
             not the parties.",
            result.reading.texts.len(),
            result.reference_standard.in_words(),
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn manifest(result: &RunResult, outputs: &Outputs<'_>) -> Manifest {
    let mut manifest = base_manifest("run", outputs.config);
    manifest
        .schema_versions
        .insert("model".to_owned(), crate::stance::FORMAT_VERSION);
    let sources = result.reading.texts.iter().map(|text| text.text.source());
    manifest.inputs = sources
        .map(|source| FileIdentity {
            path: source.document.file.clone(),
            n_bytes: source.n_bytes,
            sha256: source.sha256.clone(),
        })
        .chain(outputs.inputs.iter().cloned())
        .collect();
    manifest.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.stages = stages(result);
    manifest
}

fn stages(result: &RunResult) -> Vec<StageCount> {
    let reading = &result.reading;
    let stage =
        |stage: &str, counted: &str, n_in: usize, n_out: usize, n_skipped: usize| StageCount {
            stage: stage.to_owned(),
            counted: counted.to_owned(),
            n_in: n_in as u64,
            n_out: n_out as u64,
            n_skipped: n_skipped as u64,
        };
    let skipped = |name: &str| {
        reading
            .skipped
            .iter()
            .filter(|record| record.stage == name)
            .count()
    };
    let n_passages = reading.passages.len();
    vec![
        stage(
            "read",
            "files",
            reading.summary.n_files,
            reading.texts.len(),
            skipped("read"),
        ),
        stage(
            "clean",
            "pieces of text",
            skipped("clean"),
            0,
            skipped("clean"),
        ),
        stage(
            "attribute",
            "pieces of text",
            skipped("attribute"),
            0,
            skipped("attribute"),
        ),
        stage("segment", "passages", n_passages, n_passages, 0),
        stage("label", "passages", n_passages, n_passages, 0),
    ]
}

/// Writes the tables of an evaluation into a folder; `more` adds others to them.
///
/// # Errors
/// Where they cannot be written.
pub fn write_evaluation(
    out: &Path,
    set: &EvaluationSet,
    evaluation: &Evaluation<Prediction>,
    codebook: &Codebook,
    coded: &Coded,
    config: &Config,
    more: impl FnOnce(&mut TableFolder<'_>, &[String]) -> Result<(), Error>,
) -> Result<(), Error> {
    let classes: Vec<String> = codebook.class_ids().map(str::to_owned).collect();
    let mut folder = StagedFolder::create(out)?;
    let mut tables = TableFolder::new(&mut folder);
    let tested = tested_passages(set, evaluation);
    write_evaluation_tables(&mut tables, evaluation, &tested, &classes)?;
    tables.write("errors.csv", errors_schema(&classes), |out, file| {
        write_errors(&tested, &classes, out, file)
    })?;
    more(&mut tables, &classes)?;
    tables.describe(&PackageDescription {
        name: "standpunt-evaluation".to_owned(),
        title: "Scores of a stance model on passages it has not seen".to_owned(),
        description: format!(
            "Nested, grouped cross-validation. Reference standard: {}.",
            coded.meta.reference_standard.in_words()
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    folder.commit(coded_manifest("evaluate", coded, config))?;
    Ok(())
}

/// What the manifest of every command holds.
pub(super) fn base_manifest(command: &str, config: &Config) -> Manifest {
    let mut manifest = Manifest::new(command);
    manifest
        .schema_versions
        .insert("tables".to_owned(), SCHEMA_VERSION);
    manifest.configuration = json!(config.entries());
    manifest.seed = Some(config.evaluate().seed);
    manifest
}

/// The manifest of a command that reads coded passages.
pub(super) fn coded_manifest(command: &str, coded: &Coded, config: &Config) -> Manifest {
    Manifest {
        inputs: coded.inputs.clone(),
        ..base_manifest(command, config)
    }
}

fn write_evaluation_tables(
    tables: &mut TableFolder<'_>,
    evaluation: &Evaluation<Prediction>,
    tested: &[TestedPassage<'_>],
    classes: &[String],
) -> Result<(), Error> {
    tables.write("evaluation.csv", scores_schema(classes), |out, file| {
        write_scores(evaluation.scores(), classes, out, file)
    })?;
    tables.write("confusion.csv", confusion_schema(classes), |out, file| {
        write_confusion(evaluation.confusion(), classes, out, file)
    })?;
    tables.write(
        "recall_by_actor.csv",
        recall_schema(classes),
        |out, file| write_recalls(evaluation.recalls(), classes, out, file),
    )?;
    tables.write(
        "out_of_fold.csv",
        out_of_fold_schema(classes),
        |out, file| write_out_of_fold(tested, classes, out, file),
    )?;
    tables.write("certainty.csv", certainty_schema(), |out, file| {
        write_certainty(evaluation.certainty(), classes, out, file)
    })?;
    tables.write(
        "calibration.csv",
        calibration_schema(classes),
        |out, file| write_calibration(evaluation.calibration(), classes, out, file),
    )?;
    tables.write(
        "reliability.csv",
        reliability_schema(classes),
        |out, file| write_reliability(evaluation.reliability(), classes, out, file),
    )?;
    Ok(())
}
