//! From a labelled table to a folder with a sample and the files for coders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::audit::{
    AuditError, CoderPassage, DESIGN_VERSION, DrawSettings, FrameSettings, NameMask, Sample, Wave,
    allocation_schema, coder_instructions, copy_frame, draw_wave, frame_schema,
    label_studio_config, label_studio_tasks, passages_to_code, put_wave, read_frame, read_waves,
    sample_schema, strata_schema, to_code_schema, write_allocation, write_sample, write_strata,
    write_to_code,
};
use crate::config::Config;
use crate::corpus::{Codebook, NameList};
use crate::report::TableFolder;
use crate::store::{FileIdentity, Manifest, StageCount, StagedFolder, identify_file};
use crate::table::{self, PackageDescription, Schema, TableError, TableSettings};

use super::outputs::base_manifest;
use super::{Coded, Resources};

/// The name of the design in the folder of a sample.
const DESIGN_FILE: &str = "design.json";
/// The name of the table of strata.
const STRATA_FILE: &str = "strata.csv";

/// What is to be drawn, from which table, into which folder.
#[derive(Debug)]
pub struct SampleRequest {
    /// The labelled table.
    pub table: PathBuf,
    /// The folder of the sample; an earlier draw in it is extended.
    pub out: PathBuf,
    /// What is drawn; model and pilot are filled in from the files below.
    pub draw: DrawSettings,
    /// The model whose predictions stand in the table, where it is known.
    pub model: Option<PathBuf>,
    /// Passages coded before, for Neyman's allocation.
    pub pilot: Option<PathBuf>,
    /// Whether names of parties and persons are masked for coders.
    pub mask_names: bool,
    /// The coders, one table each.
    pub coders: Vec<String>,
}

/// What was drawn.
#[derive(Debug)]
pub struct SampleResult {
    /// The sample with all its waves.
    pub sample: Sample,
    /// The wave that was drawn or extended.
    pub wave: u32,
    /// Passages that coders get now.
    pub n_to_code: usize,
}

/// Draws a sample and writes its folder.
///
/// # Errors
/// Where the table cannot be read, the draw cannot be made or extended, or the folder cannot be
/// written.
pub fn sample(
    request: &SampleRequest,
    resources: &Resources,
    config: &Config,
) -> Result<SampleResult, Error> {
    let codebook = &resources.codebook;
    let table = table::open(&request.table, &TableSettings::default())?;
    let settings = FrameSettings {
        variables: request.draw.strata.clone(),
    };
    let frame = read_frame(table, codebook, &settings)?;
    let mut inputs = vec![identify_file(&request.table)?];
    let mut draw = request.draw.clone();
    let model = model_of(request)?;
    draw.model_sha256 = model
        .as_ref()
        .map_or_else(String::new, |m| m.sha256.clone());
    if let Some(pilot) = &request.pilot {
        let coded = Coded::load(&[pilot], &[] as &[&Path], codebook)?;
        let gold = coded.gold.into_iter();
        draw.pilot = gold.map(|p| (p.passage_id, p.stance)).collect();
        inputs.extend(coded.inputs);
    }
    let mut waves = earlier_waves(&request.out, &frame)?;
    let n_waves = u32::try_from(waves.len()).unwrap_or(u32::MAX);
    if draw.wave == 0 || draw.wave > n_waves.saturating_add(1) {
        let wave = draw.wave;
        return Err(AuditError::WaveGap { wave, n_waves }.into());
    }
    let earlier = waves.iter().find(|wave| wave.design.wave == draw.wave);
    let wave = draw_wave(&frame, earlier, &draw)?;
    put_wave(&mut waves, wave);
    let sample = Sample { frame, waves };
    refuse_edited(&request.out)?;
    let n_to_code = write_folder(request, &sample, resources, config, &inputs, model)?;
    Ok(SampleResult {
        sample,
        wave: draw.wave,
        n_to_code,
    })
}

/// The model named, or else the one in the manifest of the folder in which the table stands.
fn model_of(request: &SampleRequest) -> Result<Option<FileIdentity>, Error> {
    if let Some(path) = &request.model {
        return Ok(Some(identify_file(path)?));
    }
    let folder = request.table.parent().unwrap_or(Path::new(""));
    let Ok(manifest) = Manifest::read(folder) else {
        return Ok(None);
    };
    let table = identify_file(&request.table)?;
    let is_output = (manifest.outputs.iter()).any(|output| output.sha256 == table.sha256);
    Ok(manifest.models.into_iter().next().filter(|_| is_output))
}

fn earlier_waves(folder: &Path, frame: &crate::audit::Frame) -> Result<Vec<Wave>, Error> {
    let path = folder.join(DESIGN_FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let place = folder.display().to_string();
    let design = fs::read_to_string(&path).map_err(|source| TableError::Open {
        file: path.display().to_string(),
        source,
    })?;
    let strata = table::open(&folder.join(STRATA_FILE), &TableSettings::default())?;
    Ok(read_waves(frame, &design, strata, &place)?)
}

/// Refuses to replace a table in which a coder has worked.
fn refuse_edited(folder: &Path) -> Result<(), Error> {
    let Ok(manifest) = Manifest::read(folder) else {
        return Ok(());
    };
    let for_coders = (manifest.outputs.iter()).filter(|file| file.path.starts_with("to_code"));
    for file in for_coders {
        let path = folder.join(&file.path);
        if identify_file(&path).is_ok_and(|found| found.sha256 != file.sha256) {
            let file = path.display().to_string();
            return Err(AuditError::EditedFile { file }.into());
        }
    }
    Ok(())
}

fn write_folder(
    request: &SampleRequest,
    sample: &Sample,
    resources: &Resources,
    config: &Config,
    inputs: &[FileIdentity],
    model: Option<FileIdentity>,
) -> Result<usize, Error> {
    let names = NameList::built_in()?;
    let mask = NameMask::new(&resources.register, &names);
    let mask = request.mask_names.then_some(&mask);
    let passages = passages_to_code(sample, request.draw.wave, mask);
    let mut folder = StagedFolder::create(&request.out)?;
    let mut tables = TableFolder::new(&mut folder);
    tables.write("frame.csv", frame_schema(), |out, file| {
        copy_frame(&sample.frame, out, file)
    })?;
    tables.write(STRATA_FILE, strata_schema(), |out, file| {
        write_strata(sample, out, file)
    })?;
    tables.write("allocation.csv", allocation_schema(), |out, file| {
        write_allocation(sample, out, file)
    })?;
    tables.write("sample.csv", sample_schema(), |out, file| {
        write_sample(sample, out, file)
    })?;
    let for_coders = coder_tables(request, sample, &passages, &resources.codebook)?;
    for (name, schema, bytes) in for_coders {
        tables.write(&name, schema, |mut out, file| {
            std::io::Write::write_all(&mut out, &bytes).map_err(|source| TableError::Write {
                file: file.to_owned(),
                source,
            })?;
            Ok(out)
        })?;
    }
    tables.write_skipped(&sample.frame.left_out)?;
    tables.describe(&PackageDescription {
        name: "standpunt-sample".to_owned(),
        title: "Passages drawn for coding".to_owned(),
        description: format!(
            "A frame of {} passages and the waves drawn from it with known probabilities.",
            sample.frame.passages.len()
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })?;
    write_texts(&mut folder, request, sample, &passages, &resources.codebook)?;
    folder.commit(manifest(request, sample, config, inputs, model))?;
    Ok(passages.len())
}

/// Name, schema and bytes of the table of each coder.
fn coder_tables(
    request: &SampleRequest,
    sample: &Sample,
    passages: &[CoderPassage],
    codebook: &Codebook,
) -> Result<Vec<(String, Schema, Vec<u8>)>, Error> {
    let unnamed = [String::new()];
    let coders = match request.coders.as_slice() {
        [] => &unnamed,
        coders => coders,
    };
    let mut tables = Vec::new();
    for coder in coders {
        let stem = match coder.as_str() {
            "" => "to_code".to_owned(),
            coder => format!("to_code_{coder}"),
        };
        let schema = Schema {
            name: stem.to_lowercase(),
            ..to_code_schema(codebook)
        };
        let bytes = write_to_code(passages, &sample.frame.hash, coder, codebook)?;
        tables.push((format!("{stem}.csv"), schema, bytes));
    }
    Ok(tables)
}

fn write_texts(
    folder: &mut StagedFolder,
    request: &SampleRequest,
    sample: &Sample,
    passages: &[CoderPassage],
    codebook: &Codebook,
) -> Result<(), Error> {
    let instructions = coder_instructions(codebook, passages.len(), request.mask_names);
    let tasks = label_studio_tasks(passages, &sample.frame.hash);
    folder.write("label_studio.json", &tasks)?;
    folder.write("label_studio.xml", label_studio_config(codebook).as_bytes())?;
    folder.write("coder_instructions.md", instructions.as_bytes())?;
    folder.write(DESIGN_FILE, sample.design_json().as_bytes())?;
    Ok(())
}

fn manifest(
    request: &SampleRequest,
    sample: &Sample,
    config: &Config,
    inputs: &[FileIdentity],
    model: Option<FileIdentity>,
) -> Manifest {
    let base = base_manifest("sample", config);
    let mut schema_versions: BTreeMap<String, u32> = base.schema_versions.clone();
    schema_versions.insert("design".to_owned(), DESIGN_VERSION);
    let n_frame = sample.frame.passages.len();
    let n_left_out = sample.frame.left_out.len();
    Manifest {
        schema_versions,
        seed: Some(request.draw.seed),
        inputs: inputs.to_vec(),
        models: model.into_iter().collect(),
        stages: vec![StageCount {
            stage: "sample".to_owned(),
            counted: "passages of the frame".to_owned(),
            n_in: (n_frame + n_left_out) as u64,
            n_out: n_frame as u64,
            n_skipped: n_left_out as u64,
        }],
        ..base
    }
}
