//! How often the intervals of shares cover: corpora are made up, sampled, coded and estimated, over
//! and over, and the shares that are known are compared with the intervals.
//!
//! ```text
//! cargo run --release --example coverage -- --corpora 1000
//! ```
//!
//! The table goes to standard output; `docs/coverage.md` holds it.

mod corpus;
mod report;

use std::collections::BTreeMap;
use std::process::ExitCode;

use rayon::prelude::*;
use standpunt::compare::{CellShares, Inference, LimitRules, Status, Weighting};
use standpunt::random::Random;

use corpus::{Corpus, Design, N_CLASSES, draw};
use report::{Band, Key, Tally, print_table};

/// Corpora where the command line says nothing.
const N_CORPORA: u64 = 1000;

/// The designs that are measured.
const DESIGNS: [Design; 6] = [
    Design::Passages {
        per_party: 60,
        by_prediction: false,
    },
    Design::Passages {
        per_party: 60,
        by_prediction: true,
    },
    Design::Passages {
        per_party: 25,
        by_prediction: false,
    },
    Design::TwoWaves { per_party: 30 },
    Design::Documents { per_party: 15 },
    Design::Documents { per_party: 30 },
];

fn main() -> ExitCode {
    let Some(n_corpora) = n_corpora() else {
        eprintln!("usage: coverage [--corpora N]");
        return ExitCode::from(2);
    };
    let tallies: Vec<BTreeMap<Key, Tally>> =
        (0..n_corpora).into_par_iter().map(one_corpus).collect();
    let mut total: BTreeMap<Key, Tally> = BTreeMap::new();
    for (key, tally) in tallies.into_iter().flatten() {
        total.entry(key).or_default().add(&tally);
    }
    print_table(&total, n_corpora);
    ExitCode::SUCCESS
}

fn n_corpora() -> Option<u64> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => Some(N_CORPORA),
        [flag, n] if flag == "--corpora" => n.parse().ok(),
        _ => None,
    }
}

fn one_corpus(number: u64) -> BTreeMap<Key, Tally> {
    let mut random = Random::stream(20_240_501, number);
    let corpus = Corpus::made_up(&mut random);
    let mut tallies = BTreeMap::new();
    for (place, design) in DESIGNS.into_iter().enumerate() {
        let sample = draw(&corpus, design, &mut random);
        for party in 0..corpus.parties.len() {
            let members = sample.members(&corpus, party);
            let cell = CellShares::of(&members, &sample.strata, N_CLASSES, Weighting::Ratio);
            let Some(cell) = cell else { continue };
            measure(
                &corpus,
                party,
                place,
                design,
                &cell,
                &sample.strata,
                &mut tallies,
            );
        }
    }
    tallies
}

/// Compares estimates with what is known: of the corpus, the shares of its passages; beyond it, the
/// shares of the party in the process that made the corpus.
fn measure(
    corpus: &Corpus,
    party: usize,
    place: usize,
    design: Design,
    cell: &CellShares,
    strata: &[standpunt::compare::StratumSize],
    tallies: &mut BTreeMap<Key, Tally>,
) {
    let rules = LimitRules::default();
    for inference in Inference::ALL {
        for class in 0..N_CLASSES {
            let found = corpus.parties[party].share(class);
            let truth = match inference {
                Inference::Corpus => found,
                Inference::BeyondCorpus => corpus.parties[party].expected[class],
            };
            let estimate = cell.estimate(class, inference, strata, &rules);
            let key = Key {
                place,
                design,
                inference: inference.as_str(),
                band: Band::of(truth),
            };
            let tally = tallies.entry(key).or_default();
            tally.n += 1;
            tally.raw_error += (corpus.parties[party].counted(class) - found).abs();
            let Some((value, interval)) = estimate.value.zip(estimate.interval) else {
                continue;
            };
            tally.n_estimated += 1;
            tally.n_labels_only += u64::from(estimate.status == Status::LabelsOnly);
            tally.n_covered += u64::from(interval.low <= truth && truth <= interval.high);
            tally.n_below += u64::from(truth < interval.low);
            tally.width += interval.high - interval.low;
            tally.squares += (value - truth) * (value - truth);
            tally.labels_squares += (cell.labels[class] - truth) * (cell.labels[class] - truth);
        }
    }
}
