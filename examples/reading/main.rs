//! How well documents are read: attribution, losses and foreign words over a folder of samples.
//!
//! `cargo run --release --example reading -- FOLDER` looks for the folders `debates-vlos`,
//! `handelingen`, `parlamint`, `motions`, `pdf` and `kamervragen` and compares what `standpunt read`
//! makes of them with what the files' own metadata and headings say, read a second time by another
//! parser. docs/reading.md holds the figures.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a program that measures may stop where its samples are not as expected"
)]

mod alignment;
mod headings;
mod truth;

use std::path::{Path, PathBuf};

use standpunt::corpus::{MemberRegister, PartyRegister};
use standpunt::pipeline::{Reading, ReadingOptions, read_corpus};
use standpunt::read::ReadOptions;
use standpunt::segment::{Abbreviations, SegmentSettings};
use standpunt::store::Interrupt;

use alignment::{Score, Word, score};

fn main() {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder = folder.expect("the folder of the samples as the only argument");
    println!(
        "| format | files | words of speech | right | unknown | wrong | lost | foreign kept |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let register = PartyRegister::built_in();
    for (name, ending, read_truth) in [
        (
            "debates-vlos",
            "xml",
            truth::vlos as fn(&Path, &PartyRegister) -> Vec<Word>,
        ),
        ("handelingen", "xml", truth::handelingen),
        ("parlamint", "xml", truth::parlamint),
        ("motions", "xml", truth::motions),
        ("pdf", "pdf", headings::pdf),
        ("kamervragen", "txt", headings::written_questions),
    ] {
        let truth = Truth { ending, read_truth };
        measure(&folder.join(name), name, &register, &truth);
    }
}

/// How the second reading of a format is made.
struct Truth {
    /// The ending of the files that are measured.
    ending: &'static str,
    read_truth: fn(&Path, &PartyRegister) -> Vec<Word>,
}

fn measure(folder: &Path, name: &str, register: &PartyRegister, truth: &Truth) {
    if !folder.is_dir() {
        println!("| {name} | 0 | not there | | | | | |");
        return;
    }
    let reading = read(folder, register);
    let mut total = Score::default();
    let mut n_files = 0;
    for text in &reading.texts {
        let document = &text.text.source().document;
        let path = folder.join(&document.file);
        if path.extension().is_none_or(|ending| ending != truth.ending) {
            continue;
        }
        let expected = (truth.read_truth)(&path, register);
        if expected.is_empty() {
            continue;
        }
        let found: Vec<Word> = reading
            .passages
            .iter()
            .filter(|passage| passage.id.document_id == document.id)
            .flat_map(|passage| {
                let words = passage.text.split_whitespace();
                words
                    .filter(|word| word.contains(char::is_alphanumeric))
                    .map(|word| Word::new(word, passage.actor.as_str()))
            })
            .collect();
        let one = score(&expected, &found);
        if one.has_faults() {
            eprintln!("{}: {one:?}", document.file);
        }
        total.add(&one);
        n_files += 1;
    }
    println!(
        "| {name} | {n_files} | {} | {} | {} | {} | {} | {} |",
        total.n_truth,
        share(total.n_right, total.n_truth),
        share(total.n_unknown, total.n_truth),
        share(total.n_wrong, total.n_truth),
        share(total.n_lost, total.n_truth),
        share(total.n_foreign, total.n_found),
    );
}

fn read(folder: &Path, register: &PartyRegister) -> Reading {
    let options = ReadingOptions {
        read: ReadOptions::default(),
        register,
        members: &MemberRegister::built_in(),
        abbreviations: &Abbreviations::built_in(),
        segment: SegmentSettings::default(),
        gold: &[],
        keeps_texts: true,
    };
    let interrupt = Interrupt::default();
    read_corpus(&[folder.to_owned()], &options, &interrupt, |_, _| {})
        .expect("samples that can be read")
}

fn share(n: usize, of: usize) -> String {
    format!("{n} ({:.2} %)", 100.0 * n as f64 / of.max(1) as f64)
}
