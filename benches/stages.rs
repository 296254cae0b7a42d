//! How long the stages take, on the seeds: `cargo bench`.
//!
//! Times are for comparing two versions on one machine; nothing asserts them. What the gate holds is
//! the number of instructions, `.ci/instructions.py`.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use standpunt::features::{Analyzer, AnalyzerSettings, FeatureScratch};
use standpunt::stance::{Model, Scratch};
use standpunt::table::{TableReader, TableSettings};
use standpunt::text::{Stemmer, Tokenizer};

fn main() {
    divan::main();
}

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The passages of the seeds.
fn passages() -> Vec<String> {
    let text = file("data/labelled/passages.csv");
    let table = TableReader::new(text.as_bytes(), "passages.csv", &TableSettings::default());
    let mut table = table.unwrap_or_else(|error| panic!("{error}"));
    let mut passages = Vec::new();
    while let Ok(Some(row)) = table.next_row() {
        passages.extend(row.get("text").map(str::to_owned));
    }
    passages
}

fn n_bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

#[divan::bench]
fn tokenize(bencher: Bencher<'_, '_>) {
    let passages = passages();
    let mut tokenizer = Tokenizer::default();
    bencher.counter(n_bytes(&passages)).bench_local(|| {
        for text in &passages {
            tokenizer.visit(text, |token| {
                black_box(token.text);
            });
        }
    });
}

#[divan::bench]
fn tokenize_and_stem(bencher: Bencher<'_, '_>) {
    let passages = passages();
    let (mut tokenizer, mut stemmer) = (Tokenizer::default(), Stemmer::default());
    bencher.counter(n_bytes(&passages)).bench_local(|| {
        for text in &passages {
            tokenizer.visit(text, |token| {
                black_box(stemmer.stem(token.text));
            });
        }
    });
}

#[divan::bench]
fn learn_the_vocabulary(bencher: Bencher<'_, '_>) {
    let passages = passages();
    let settings = AnalyzerSettings::default();
    let n = ItemsCount::new(passages.len());
    bencher.counter(n).bench_local(|| {
        Analyzer::learn(black_box(&passages), &settings).map(|a| a.vocabulary().len())
    });
}

#[divan::bench]
fn make_rows(bencher: Bencher<'_, '_>) {
    let passages = passages();
    let model = file("models/seeds.json");
    let model = Model::from_json(&model).unwrap_or_else(|error| panic!("{error}"));
    let mut scratch = FeatureScratch::default();
    bencher
        .counter(ItemsCount::new(passages.len()))
        .bench_local(|| {
            for text in &passages {
                black_box(model.analyzer().row(text, &mut scratch));
            }
        });
}

#[divan::bench(args = [0, 5])]
fn label_with_top_terms(bencher: Bencher<'_, '_>, n_top_terms: usize) {
    let passages = passages();
    let model = file("models/seeds.json");
    let model = Model::from_json(&model).unwrap_or_else(|error| panic!("{error}"));
    let mut scratch = Scratch::with_top_terms(n_top_terms);
    bencher
        .counter(ItemsCount::new(passages.len()))
        .bench_local(|| {
            for text in &passages {
                black_box(model.label(text, &mut scratch));
            }
        });
}

#[divan::bench]
fn load_the_shipped_model(bencher: Bencher<'_, '_>) {
    let text = file("models/seeds.json");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Model::from_json(black_box(&text)).map(|model| model.n_coded()));
}

#[divan::bench]
fn parse_a_table(bencher: Bencher<'_, '_>) {
    let text = file("data/labelled/labelled.csv");
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let settings = TableSettings::default();
        let table = TableReader::new(text.as_bytes(), "labelled.csv", &settings);
        let mut table = table.unwrap_or_else(|error| panic!("{error}"));
        let mut n_rows = 0;
        while let Ok(Some(row)) = table.next_row() {
            n_rows += usize::from(row.line() > 0);
        }
        n_rows
    });
}
