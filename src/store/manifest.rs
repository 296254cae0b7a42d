//! What a run read, did and wrote: `manifest.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{FileIdentity, StoreError};

/// The name of the manifest in an output folder; where it stands, the output is whole.
pub const MANIFEST_NAME: &str = "manifest.json";

/// The account of a run. It holds no time and no place of the machine: the same run always gives
/// the same manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The name of the tool.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// The command that ran.
    pub command: String,
    /// Versions of the formats written, by their names.
    pub schema_versions: BTreeMap<String, u32>,
    /// The settings of the run, defaults included.
    pub configuration: serde_json::Value,
    /// The seed of everything random; `None` where nothing is.
    pub seed: Option<u64>,
    /// The files read, in the order of their paths.
    pub inputs: Vec<FileIdentity>,
    /// The models used or made.
    pub models: Vec<FileIdentity>,
    /// The files written, in the order of their paths; set when the folder is published.
    pub outputs: Vec<FileIdentity>,
    /// What each stage took in, gave out and left out, in the order of the stages.
    pub stages: Vec<StageCount>,
}

/// What a stage took in, gave out and left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageCount {
    /// The name of the stage.
    pub stage: String,
    /// What is counted, such as `passages`.
    pub counted: String,
    /// How many came in.
    pub n_in: u64,
    /// How many went out.
    pub n_out: u64,
    /// How many were left out; each has a row in `skipped.csv`.
    pub n_skipped: u64,
}

impl Manifest {
    /// The manifest of a run of `command`, with nothing in it yet.
    pub fn new(command: impl Into<String>) -> Self {
        Self {
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command.into(),
            schema_versions: BTreeMap::new(),
            configuration: serde_json::Value::Null,
            seed: None,
            inputs: Vec::new(),
            models: Vec::new(),
            outputs: Vec::new(),
            stages: Vec::new(),
        }
    }

    /// Reads the manifest of an output folder.
    ///
    /// # Errors
    /// [`StoreError::Read`], [`StoreError::Manifest`].
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(MANIFEST_NAME);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|source| StoreError::Manifest { path, source }),
            Err(source) => Err(StoreError::Read { path, source }),
        }
    }

    /// The manifest as JSON, with a line end behind it.
    ///
    /// # Errors
    /// Where the configuration cannot stand in JSON, which those read from TOML all can.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_reads_as_what_happened() {
        let mut manifest = Manifest {
            version: "1.2.3".to_owned(),
            ..Manifest::new("label")
        };
        manifest.schema_versions.insert("labelled".to_owned(), 1);
        manifest.configuration = serde_json::json!({"label": {"prefix": ""}});
        manifest.seed = Some(7);
        manifest.stages.push(StageCount {
            stage: "label".to_owned(),
            counted: "passages".to_owned(),
            n_in: 3,
            n_out: 3,
            n_skipped: 0,
        });
        let json = String::from_utf8(manifest.to_json().unwrap()).unwrap();
        insta::assert_snapshot!(json, @r#"
        {
          "tool": "standpunt",
          "version": "1.2.3",
          "command": "label",
          "schema_versions": {
            "labelled": 1
          },
          "configuration": {
            "label": {
              "prefix": ""
            }
          },
          "seed": 7,
          "inputs": [],
          "models": [],
          "outputs": [],
          "stages": [
            {
              "stage": "label",
              "counted": "passages",
              "n_in": 3,
              "n_out": 3,
              "n_skipped": 0
            }
          ]
        }
        "#);
    }

    #[test]
    fn what_is_no_manifest_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(MANIFEST_NAME), "{}").unwrap();
        let error = Manifest::read(folder.path()).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("manifest.json: not a manifest of this tool")
        );
    }
}
