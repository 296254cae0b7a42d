//! Damaged files of every format: never a panic, never without end, never a text that was not
//! accounted for.
//!
//! Small files of every format are damaged by a generator with a seed and read through the library
//! to the passages. `STANDPUNT_MUTATIONS` sets how many copies of every format are made (300 where
//! it is unset); where `STANDPUNT_SAMPLES` names a folder of real files, these are damaged too.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says how much it did"
)]

mod damage;
#[path = "../support/pdf.rs"]
#[allow(dead_code, reason = "every test file uses a part")]
mod pdf;
mod seeds;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use damage::Damage;
use seeds::{Seed, seeds};
use standpunt::attribute::{Registers, attribute};
use standpunt::clean::clean;
use standpunt::corpus::{Document, DocumentId, MemberRegister, PartyRegister};
use standpunt::read::{Persons, ReadOptions, Reader, Source, SourceFile, SourceText};
use standpunt::segment::{Abbreviations, SegmentSettings, segment};

/// Damaged copies of every format where nothing else is asked for.
const COPIES: usize = 300;

/// The longest that a damaged copy of a small file may take, in seconds, in an unoptimised build.
const MAX_SECONDS: u64 = 20;

/// The largest sample that is damaged, in bytes.
const MAX_SAMPLE: u64 = 300_000;

/// What became of the copies of a format.
#[derive(Debug, Default)]
struct Outcome {
    n_read: usize,
    n_refused: BTreeMap<&'static str, usize>,
    n_passages: usize,
    n_panics: usize,
    /// The longest time that a copy took, and its number.
    slowest: (Duration, usize),
}

/// What reads files up to their passages.
struct Pipeline {
    parties: PartyRegister,
    members: MemberRegister,
    abbreviations: Abbreviations,
}

impl Pipeline {
    fn new() -> Self {
        Self {
            parties: PartyRegister::built_in(),
            members: MemberRegister::built_in(),
            abbreviations: Abbreviations::built_in(),
        }
    }

    /// Reads a file and checks that every passage stands in the text.
    fn read(&self, path: &Path, bytes: &[u8], outcome: &mut Outcome) {
        let options = ReadOptions {
            pdf_program: Some(PathBuf::from(env!("CARGO_BIN_EXE_standpunt"))),
            ..ReadOptions::default()
        };
        let sources = Reader::new(options).read_bytes(&file(path), bytes);
        match sources {
            Ok(sources) => {
                for source in sources {
                    if let Source::Read(text) = source {
                        outcome.n_read += 1;
                        outcome.n_passages += self.passages(text);
                    }
                }
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert!(error.help().is_some());
                *outcome.n_refused.entry(error.reason()).or_default() += 1;
            }
        }
        if let Ok(text) = std::str::from_utf8(bytes)
            && text.contains("<teiCorpus")
        {
            let _ = Persons::read(text, "root");
        }
    }

    fn passages(&self, source: SourceText) -> usize {
        assert!(!source.text.trim().is_empty());
        assert!(!source.text.contains('\0'));
        let registers = Registers {
            parties: &self.parties,
            members: &self.members,
        };
        let attributed = attribute(clean(source), &registers);
        let passages = segment(
            &attributed,
            &[],
            &self.abbreviations,
            SegmentSettings::default(),
        );
        let source = attributed.text.source();
        for passage in &passages {
            assert!(
                source.text.get(passage.id.span.range()).is_some(),
                "{:?}",
                passage.id
            );
            let _ = source.place_of(passage.id.span.start);
        }
        passages.len()
    }
}

fn file(path: &Path) -> SourceFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    SourceFile {
        path: path.to_owned(),
        document: Document {
            id: DocumentId::from_file_stem("damaged"),
            file: name.clone(),
            kind: None,
            date: None,
            chamber: String::new(),
            dossier: String::new(),
            title: String::new(),
        },
        name,
        is_named: true,
    }
}

fn copies() -> usize {
    std::env::var("STANDPUNT_MUTATIONS").map_or(COPIES, |n| n.parse().unwrap())
}

/// Reads damaged copies of the files of a format, in a thread that is given up where one of them
/// takes too long. A failure names the copy, which the same numbers make again.
fn run(format: &str, files: &[Seed], n_copies: usize) -> Outcome {
    let (sender, done) = mpsc::channel();
    let (format, files) = (format.to_owned(), files.to_vec());
    let name = format.clone();
    std::thread::spawn(move || {
        let pipeline = Pipeline::new();
        let mut outcome = Outcome::default();
        for copy in 0..n_copies {
            let seed = &files[copy % files.len()];
            let mut damage = Damage::new(&format, copy);
            let bytes = damage.of(seed);
            sender.send(None).unwrap();
            let start = Instant::now();
            let read = catch_unwind(AssertUnwindSafe(|| {
                pipeline.read(&seed.path, &bytes, &mut outcome);
            }));
            if read.is_err() {
                let path = std::env::temp_dir().join(format!("standpunt-{format}-{copy}"));
                std::fs::write(&path, &bytes).unwrap();
                eprintln!(
                    "copy {copy} of {format} panics; it is kept as {}",
                    path.display()
                );
                outcome.n_panics += 1;
            }
            outcome.slowest = outcome.slowest.max((start.elapsed(), copy));
        }
        sender.send(Some(outcome)).unwrap();
    });
    let mut n_begun = 0;
    loop {
        match done.recv_timeout(Duration::from_secs(MAX_SECONDS)) {
            Ok(Some(outcome)) => return outcome,
            Ok(None) => n_begun += 1,
            Err(error) => panic!("copy {} of {name}: {error}", n_begun - 1),
        }
    }
}

fn report(format: &str, n_copies: usize, outcome: &Outcome) {
    eprintln!(
        "{format}: {n_copies} copies, {} documents with {} passages read, refused {:?}, slowest {} ms (copy {})",
        outcome.n_read,
        outcome.n_passages,
        outcome.n_refused,
        outcome.slowest.0.as_millis(),
        outcome.slowest.1
    );
}

#[test]
fn damaged_files_of_every_format_are_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut n_panics = 0;
    for (format, files) in seeds(folder.path()) {
        for seed in &files {
            let mut outcome = Outcome::default();
            Pipeline::new().read(&seed.path, &seed.bytes, &mut outcome);
            let is_root = seed.bytes.starts_with(b"<teiCorpus");
            assert!(
                is_root || outcome.n_passages > 0,
                "{format} is not read whole: {outcome:?}"
            );
        }
        let outcome = run(format, &files, copies());
        report(format, copies(), &outcome);
        n_panics += outcome.n_panics;
        assert!(
            outcome.n_read > 0,
            "{format}: every damaged copy is refused"
        );
    }
    assert_eq!(n_panics, 0, "copies panic; each is named above");
}

#[test]
fn damaged_samples_are_read_or_refused() {
    let Some(folder) = std::env::var_os("STANDPUNT_SAMPLES").map(PathBuf::from) else {
        eprintln!("skipped: STANDPUNT_SAMPLES names no folder of samples");
        return;
    };
    for format in [
        "motions",
        "debates-vlos",
        "handelingen",
        "parlamint",
        "kamervragen",
        "letters-docx",
    ] {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join(format))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && path.metadata().unwrap().len() <= MAX_SAMPLE)
            .collect();
        paths.sort();
        let files: Vec<Seed> = paths
            .into_iter()
            .map(|path| Seed {
                bytes: std::fs::read(&path).unwrap(),
                path,
            })
            .collect();
        let n_copies = copies() / 10;
        let outcome = run(&format!("sample {format}"), &files, n_copies);
        report(
            &format!("samples {format} ({} files)", files.len()),
            n_copies,
            &outcome,
        );
        assert_eq!(outcome.n_panics, 0, "copies panic; each is named above");
    }
}
