//! The bodies of the fuzz targets, each replayed over its small files in `tests/fuzz_corpus/`.
//!
//! A file that once broke something is named after what it broke. `docs/fuzzing.md` tells how the
//! fuzzer itself is run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says which file it was"
)]

mod fuzz_bodies;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use fuzz_bodies::TARGETS;

/// The longest that a body may take over a small file, in seconds, in an unoptimised build.
const MAX_SECONDS: u64 = 20;

/// The most that all files may take up, in bytes.
const MAX_BYTES: usize = 500_000;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The names at the ends of paths.
fn names(paths: &[PathBuf]) -> BTreeSet<String> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(name).collect()
}

/// Runs a body in a thread that is given up where it takes too long; whether it ended well.
fn ends_well(target: &'static str, bytes: Vec<u8>) -> bool {
    let (sender, done) = mpsc::channel();
    std::thread::spawn(move || {
        fuzz_bodies::run(target, &bytes);
        sender.send(()).unwrap();
    });
    done.recv_timeout(Duration::from_secs(MAX_SECONDS)).is_ok()
}

#[test]
fn every_target_holds_on_its_files() {
    let mut n_bytes = 0;
    let mut failed = Vec::new();
    for (target, _) in TARGETS {
        let paths = files(&Path::new("tests/fuzz_corpus").join(target));
        assert!(!paths.is_empty(), "{target} has no files");
        for path in paths {
            let bytes = std::fs::read(&path).unwrap();
            n_bytes += bytes.len();
            if !ends_well(target, bytes) {
                failed.push(path);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(n_bytes <= MAX_BYTES, "{n_bytes} bytes");
    eprintln!("{} targets, {n_bytes} bytes", TARGETS.len());
}

#[test]
fn every_target_holds_on_nothing_and_on_bytes_of_every_value() {
    let every: Vec<u8> = (0..=255).collect();
    for (target, _) in TARGETS {
        for bytes in [Vec::new(), vec![0; 64], vec![0xFF; 64], every.clone()] {
            assert!(ends_well(target, bytes.clone()), "{target} {bytes:?}");
        }
    }
}

/// Files and targets belong together, here and in the package of the fuzzer.
#[test]
fn every_folder_is_that_of_a_target_and_the_fuzzer_has_them_all() {
    let mut targets: BTreeSet<String> = TARGETS
        .iter()
        .map(|(target, _)| (*target).to_owned())
        .collect();
    if !cfg!(feature = "pdf") {
        targets.extend(["pdf", "pdf_page"].map(str::to_owned));
    }
    assert_eq!(names(&files(Path::new("tests/fuzz_corpus"))), targets);
    let sources = names(&files(Path::new("fuzz/fuzz_targets")));
    let expected: BTreeSet<String> = targets.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(sources, expected);
    let manifest = std::fs::read_to_string("fuzz/Cargo.toml").unwrap();
    let listed: BTreeSet<String> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = \"fuzz_targets/"))
        .filter_map(|line| line.strip_suffix(".rs\""))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, targets);
}
