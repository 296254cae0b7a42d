//! The whole run: sources in, a folder of tables and a model out.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;
use crate::config::Config;
use crate::corpus::ReferenceStandard;
use crate::evaluate::{SplitKind, Warning, WarningFacts, warnings};
use crate::label::{KnownPredictions, LabelSettings, Labelling, Watch};
use crate::read::ReadOptions;
use crate::report::{passages_schema, write_passages};
use crate::stance::Prediction;
use crate::store::StagedFolder;
use crate::table::{Schema, TableReader, TableSettings};

use super::card::card_of;
use super::comparing::{Comparison, compare};
use super::comparison_outputs::Compared;
use super::joining::{GoldIndex, ids_as_read};
use super::learn::{Learned, Trainer, learn};
use super::outputs::{Outputs, write_outputs};
use super::refitting::Refit;
use super::{Coded, CompareRequest, Monitor, Reading, ReadingOptions, Resources, read_corpus};

/// What a run did.
#[derive(Debug)]
pub struct RunResult {
    /// The corpus as read.
    pub reading: Reading,
    /// The model and its scores.
    pub learned: Learned,
    /// The shares.
    pub comparison: Comparison,
    /// What a reader must know before believing a number.
    pub warnings: Vec<Warning>,
    /// Who coded the gold.
    pub reference_standard: ReferenceStandard,
}

/// Reads, trains, labels, evaluates and compares; the folder `out` appears whole or not at all.
///
/// # Errors
/// Where a stage fails, or the run is interrupted.
pub fn run(
    config: &Config,
    corpus: &Path,
    out: &Path,
    monitor: &Monitor<'_>,
) -> Result<(RunResult, Compared), Error> {
    let folder = StagedFolder::create(out)?;
    let resources = Resources::load(config)?;
    let coded = load_coded(config, &resources)?;

    let reading = read_stage(&resources, &coded, corpus, monitor)?;
    let learned = learn_stage(config, &resources, &coded, monitor)?;
    let passages = write_passages(&reading.passages, Vec::new(), "passages.csv")?;
    let known = out_of_fold_labels(&reading, &coded, &learned)?;
    let labelled = label_stage(
        config,
        &resources,
        &learned,
        known,
        passages.clone(),
        monitor,
    )?;
    let table = read_back(labelled.bytes.clone(), "labelled.csv")?;
    let comparison = compare_stage(config, &resources, &coded, table, monitor)?;

    let card = card_of(&learned, &coded, &resources, config, monitor.interrupt)?;
    let warnings = warnings_of(
        &reading,
        &learned,
        &comparison,
        coded.meta.reference_standard,
    );
    let result = RunResult {
        reading,
        learned,
        comparison,
        warnings,
        reference_standard: coded.meta.reference_standard,
    };
    let outputs = Outputs {
        passages: &passages,
        ids_as_read: ids_as_read(&coded.gold, &result.reading.passages),
        labelled: &labelled.bytes,
        labelled_schema: labelled.schema,
        card: &card,
        codebook: &resources.codebook,
        inputs: resources
            .inputs
            .iter()
            .chain(&coded.inputs)
            .cloned()
            .collect(),
        config,
    };
    let compared = write_outputs(folder, &result, outputs, monitor)?;
    Ok((result, compared))
}

fn load_coded(config: &Config, resources: &Resources) -> Result<Coded, Error> {
    let paths = config.paths();
    if paths.gold.is_none() {
        return Err(Error::Usage {
            message: "there are no coded passages to learn from".to_owned(),
            help:
                "set paths.gold in standpunt.toml; or read and label with a model that you have: \
                   `standpunt read`, `standpunt label`, `standpunt compare`"
                    .to_owned(),
        });
    }
    Coded::load(paths.gold.as_slice(), &paths.examples, &resources.codebook)
}

fn read_stage(
    resources: &Resources,
    coded: &Coded,
    corpus: &Path,
    monitor: &Monitor<'_>,
) -> Result<Reading, Error> {
    let options = ReadingOptions {
        register: &resources.register,
        members: &resources.members,
        abbreviations: &resources.abbreviations,
        read: ReadOptions {
            pdf_program: monitor.pdf_program.clone(),
            ..ReadOptions::default()
        },
        segment: resources.segment,
        gold: &coded.gold,
        keeps_texts: true,
    };
    let on_document = |done, all| monitor.step("reading", done, all);
    read_corpus(
        &[corpus.to_owned()],
        &options,
        monitor.interrupt,
        on_document,
    )
}

fn learn_stage(
    config: &Config,
    resources: &Resources,
    coded: &Coded,
    monitor: &Monitor<'_>,
) -> Result<Learned, Error> {
    let n_done = AtomicUsize::new(0);
    learn(
        coded,
        config,
        &resources.codebook,
        monitor.interrupt,
        |fold| {
            let done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            monitor.step("training and measuring", done, fold.n_folds);
        },
    )
}

/// The labels of coded passages by models that had not seen them: for the passages they join, and
/// for every other passage with the text of one, which trained the model just the same.
fn out_of_fold_labels(
    reading: &Reading,
    coded: &Coded,
    learned: &Learned,
) -> Result<KnownPredictions, Error> {
    let index = GoldIndex::of(&coded.gold);
    let predictions = learned.evaluation.out_of_fold();
    let tested = learned.set.tested().iter().zip(predictions);
    let of_id: BTreeMap<&str, &Prediction> = tested
        .map(|(row, prediction)| (row.id.as_str(), prediction))
        .collect();
    let mut known = KnownPredictions::new();
    for passage in &reading.passages {
        let id = passage.id.to_string();
        let joined = index.find(&id, Some(&passage.id), &passage.text);
        let Some(coded) = joined.and_then(|i| coded.gold.get(i)) else {
            continue;
        };
        let prediction = of_id.get(coded.passage_id.as_str());
        let prediction = *prediction.ok_or_else(|| not_divisible(&coded.passage_id))?;
        known.insert(&id, &passage.text, prediction.clone());
    }
    for coded in &coded.gold {
        if let Some(prediction) = of_id.get(coded.passage_id.as_str()).copied() {
            known.insert(&coded.passage_id, &coded.text, prediction.clone());
        }
    }
    Ok(known)
}

fn not_divisible(coded_id: &str) -> Error {
    Error::Usage {
        message: format!(
            "passage `{coded_id}` trained the model, and the coded passages cannot be divided into \
             folds that would label it without having seen it"
        ),
        help: "code passages of more exchanges or documents; or train on these passages and label \
               others"
            .to_owned(),
    }
}

/// A labelled table with its columns.
struct Labelled {
    bytes: Vec<u8>,
    schema: Schema,
}

fn label_stage(
    config: &Config,
    resources: &Resources,
    learned: &Learned,
    known: KnownPredictions,
    passages: Vec<u8>,
    monitor: &Monitor<'_>,
) -> Result<Labelled, Error> {
    let settings = LabelSettings {
        known_columns: passages_schema().columns,
        n_threads: rayon::current_num_threads(),
        n_top_terms: config.label().top_terms,
        ..LabelSettings::default()
    };
    let labelling = Labelling::new(Arc::new(learned.model.clone()), settings)
        .with_known(known)
        .with_instruments(resources.tagger.clone());
    let input = read_back(passages, "passages.csv")?;
    let schema = labelling.columns(&input)?.schema;
    let mut on_rows = |n: u64| monitor.step("labelling", usize::try_from(n).unwrap_or(0), 0);
    let mut watch = Watch {
        interrupt: monitor.interrupt,
        progress: &mut on_rows,
    };
    let (bytes, _) = labelling.run(input, Vec::new(), "labelled.csv", &mut watch)?;
    Ok(Labelled { bytes, schema })
}

/// Where the coded passages are a sample, the predictions of all passages are made anew, so that one
/// model predicts coded and other passages alike.
fn compare_stage(
    config: &Config,
    resources: &Resources,
    coded: &Coded,
    table: TableReader<Cursor<Vec<u8>>>,
    monitor: &Monitor<'_>,
) -> Result<Comparison, Error> {
    let trainer = Trainer::new(config, &resources.codebook)?;
    let is_sample = coded.gold.iter().any(|coded| coded.drawing.is_some());
    let mut request = CompareRequest::new(resources, coded, config)?;
    request.monitor = Some(monitor);
    request.refit = is_sample.then_some(Refit {
        trainer: &trainer,
        coded,
        n_folds: config.evaluate().folds,
        monitor,
    });
    compare(table, &request)
}

/// A table of our own, to be read again.
fn read_back(bytes: Vec<u8>, name: &str) -> Result<TableReader<Cursor<Vec<u8>>>, Error> {
    Ok(TableReader::new(
        Cursor::new(bytes),
        name,
        &TableSettings::default(),
    )?)
}

fn warnings_of(
    reading: &Reading,
    learned: &Learned,
    comparison: &Comparison,
    standard: ReferenceStandard,
) -> Vec<Warning> {
    let recalls: Vec<_> = learned
        .evaluation
        .recalls()
        .filter(|recall| recall.split == SplitKind::Grouped)
        .cloned()
        .collect();
    let (set, evaluation) = (&learned.set, &learned.evaluation);
    warnings(&WarningFacts {
        grouped_macro_f1: evaluation.macro_f1(SplitKind::Grouped),
        document_macro_f1: evaluation.macro_f1(SplitKind::LeaveOneDocumentOut),
        forward_macro_f1: evaluation.macro_f1(SplitKind::ForwardInTime),
        grouped_macro_f1_of_forward: evaluation.grouped_macro_f1_of_forward(set),
        actor_recalls: &recalls,
        better_baselines: &evaluation.better_baselines(),
        gold_by_class: &set.gold_by_class(),
        class_ids: &comparison.settings.class_ids,
        is_gold_by_language_models: standard == ReferenceStandard::AdjudicatedLlm,
        n_duplicates: reading
            .duplicates
            .iter()
            .filter(|copy| copy.duplicate_of.is_some())
            .count(),
        n_passages: reading.passages.len(),
        outside: comparison.outside,
    })
}
