//! What the tests of the program share: a folder with the small corpus, and the program run in it.

#![allow(dead_code, reason = "every test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub(crate) mod drawn;
pub(crate) mod pdf;
#[cfg(unix)]
pub(crate) mod processes;
pub(crate) mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The classes of `tests/fixtures/small`.
pub(crate) const CLASSES: [&str; 3] = ["delen", "streng", "geen"];

/// Draws twelve passages of the small gold file.
pub(crate) const DRAW: [&str; 8] = [
    "sample", "gold.csv", "--n", "12", "--floor", "2", "--out", "draw",
];

/// The texts of `tests/fixtures/small`.
const FIXTURE: [&str; 8] = [
    "standpunt.toml",
    "codebook.toml",
    "codebook_16.toml",
    "gold.csv",
    "gold.meta.toml",
    "corpus/documents.csv",
    "corpus/brief.txt",
    "corpus/overleg.txt",
];

/// A folder of its own with a copy of `tests/fixtures/small`, in which the program runs.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ending {
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output, with the folder's path and the program's own name made the same everywhere.
    pub(crate) stdout: String,
    /// Standard error, likewise.
    pub(crate) stderr: String,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("corpus")).unwrap();
        for name in FIXTURE {
            fs::copy(source.join(name), folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// A folder without data, in which the program runs with its own settings but for the
    /// bootstrap of framing terms, which takes long.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Self { folder };
        workspace.write("standpunt.toml", "[compare]\nframing_resamples = 50\n");
        workspace
    }

    /// A folder with the tables of a run in `reports`.
    pub(crate) fn ran() -> Self {
        let workspace = Self::new();
        workspace.run(&["run", "--out", "reports"]).succeeds();
        workspace
    }

    /// Labels the passages of a run with its own model, after [`Self::ran`].
    pub(crate) fn label_passages_again(&self, out: &str) -> Ending {
        let model = ["--model", "reports/model.json"];
        let arguments = [
            &["label", "reports/passages.csv"],
            &model[..],
            &["--out", out],
        ]
        .concat();
        self.run(&arguments).succeeds()
    }

    /// A folder with a model of the small gold file in `model.json`.
    pub(crate) fn with_model() -> Self {
        let workspace = Self::new();
        workspace
            .run(&["train", "--no-card", "--out", "model.json"])
            .succeeds();
        workspace
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, in this folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpunt"));
        command.current_dir(self.folder.path());
        command
    }

    /// The program as a process that is not waited for.
    pub(crate) fn process(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_standpunt"));
        command.current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ending {
        self.end(self.command().args(arguments))
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Ending {
        self.end(self.command().args(arguments).write_stdin(input))
    }

    fn end(&self, command: &mut Command) -> Ending {
        let output = command.output().unwrap();
        let readable = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            text.replace(self.folder.path().to_str().unwrap(), "[folder]")
        };
        Ending {
            code: output.status.code(),
            stdout: readable(&output.stdout),
            stderr: readable(&output.stderr),
        }
    }

    /// The names of all files under a folder, hidden ones and those of folders in it included.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.path(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                let below = Path::new(folder).join(&name);
                let inner = self.names(below.to_str().unwrap());
                names.extend(inner.into_iter().map(|inner| format!("{name}/{inner}")));
            } else {
                names.push(name);
            }
        }
        names.sort();
        names
    }

    /// The files of a folder with their bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let read = |name: String| {
            let bytes = fs::read(self.path(folder).join(&name)).unwrap();
            (name, bytes)
        };
        self.names(folder).into_iter().map(read).collect()
    }

    /// The records of a table, its header first.
    pub(crate) fn records(&self, name: &str) -> Vec<Vec<String>> {
        let text = self.read(name);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// Writes records as a table.
    pub(crate) fn write_records(&self, name: &str, records: &[Vec<String>]) {
        let mut writer = csv::Writer::from_path(self.path(name)).unwrap();
        for record in records {
            writer.write_record(record).unwrap();
        }
        writer.flush().unwrap();
    }

    /// The rows of a table, each a map from column to field.
    pub(crate) fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        table(&self.read(name))
    }
}

/// The rows of a table, each a map from column to field.
pub(crate) fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

impl Ending {
    /// Fails the test unless the program ended well.
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }

    /// The message of a failure with this exit code. No failure is a panic.
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }
}

/// The probabilities of a labelled row as they are written, in the order of the codebook.
pub(crate) fn probabilities(row: &BTreeMap<String, String>) -> Vec<&str> {
    CLASSES
        .iter()
        .map(|class| row[&format!("prob_{class}")].as_str())
        .collect()
}

/// A field that holds a number.
pub(crate) fn number(field: &str) -> f64 {
    field.parse().unwrap()
}

/// Runs a command that must fail and leave the folder as it was.
pub(crate) fn refused(workspace: &Workspace, code: i32, arguments: &[&str]) -> String {
    let before = workspace.names("");
    let message = workspace.run(arguments).fails(code);
    assert_eq!(workspace.names(""), before, "something was left behind");
    message
}
