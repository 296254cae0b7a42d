//! How often the intervals of shares, differences and positions cover: corpora are made up, sampled,
//! coded and estimated, over and over, and what is known of them is compared with the intervals.
//!
//! ```text
//! cargo run --release --example coverage -- 1000
//! ```
//!
//! The number is that of corpora. `docs/coverage.md` holds what comes out.

mod corpus;
mod report;

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use rayon::prelude::*;
use standpunt::compare::{
    ActorShares, CellShares, CompareSettings, Estimate, Inference, JointRule, LimitRules,
    Population, RoleActors, Scale, Status, contrasts, positions,
};
use standpunt::math;
use standpunt::random::Random;

use corpus::{Corpus, Design, N_CLASSES, Sample, draw};
use report::{Band, Key, Quantity, Tally, errors, table};

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

/// The classes, as the codebook orders them.
const CLASS_IDS: [&str; N_CLASSES] = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];

fn main() -> io::Result<()> {
    let number = std::env::args()
        .nth(1)
        .map_or(Ok(N_CORPORA), |text| text.parse());
    let Ok(n_corpora) = number else {
        return Err(io::Error::other("usage: coverage [NUMBER OF CORPORA]"));
    };
    let tallies: Vec<BTreeMap<Key, Tally>> =
        (0..n_corpora).into_par_iter().map(one_corpus).collect();
    let mut total: BTreeMap<Key, Tally> = BTreeMap::new();
    for (key, tally) in tallies.into_iter().flatten() {
        total.entry(key).or_default().add(&tally);
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{n_corpora} corpora of ten parties\n")?;
    writeln!(out, "{}\n{}", errors(&total), table(&total))
}

fn one_corpus(number: u64) -> BTreeMap<Key, Tally> {
    let mut random = Random::stream(20_240_501, number);
    let corpus = Corpus::made_up(&mut random);
    let mut tallies = BTreeMap::new();
    for (place, design) in DESIGNS.into_iter().enumerate() {
        let sample = draw(&corpus, design, &mut random);
        let mut measured = Measured {
            corpus: &corpus,
            place,
            design,
            tallies: &mut tallies,
        };
        measured.shares(&sample);
        measured.differences_and_positions(&sample);
    }
    tallies
}

/// One corpus under one design.
struct Measured<'a> {
    corpus: &'a Corpus,
    place: usize,
    design: Design,
    tallies: &'a mut BTreeMap<Key, Tally>,
}

impl Measured<'_> {
    /// What is true of the corpus: the shares of its passages; beyond it: those of the process that
    /// made them.
    fn truth(&self, party: usize, class: usize, inference: Inference) -> f64 {
        let party = &self.corpus.parties[party];
        match inference {
            Inference::Corpus => party.share(class),
            Inference::BeyondCorpus => party.expected[class],
        }
    }

    fn count(&mut self, inference: Inference, quantity: Quantity, truth: f64, found: &Estimate) {
        let key = Key {
            place: self.place,
            design: self.design,
            inference: inference.as_str(),
            quantity,
        };
        let tally = self.tallies.entry(key).or_default();
        tally.n += 1;
        let Some((value, interval)) = found.value.zip(found.interval) else {
            return;
        };
        tally.n_estimated += 1;
        tally.n_labels_only += u64::from(found.status == Status::LabelsOnly);
        tally.n_covered += u64::from(interval.low <= truth && truth <= interval.high);
        tally.n_below += u64::from(truth < interval.low);
        tally.width += interval.high - interval.low;
        tally.squares += (value - truth) * (value - truth);
    }

    fn shares(&mut self, sample: &Sample) {
        let rules = LimitRules::default();
        for party in 0..self.corpus.parties.len() {
            let Some(cell) = sample.cell(self.corpus, party) else {
                continue;
            };
            for inference in Inference::ALL {
                for class in 0..N_CLASSES {
                    let truth = self.truth(party, class, inference);
                    let found = cell.estimate(class, inference, &sample.strata, &rules);
                    let quantity = Quantity::Share(Band::of(truth));
                    self.count(inference, quantity, truth, &found);
                    self.count_errors(inference, quantity, party, class, truth, &found, &cell);
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call; each is one number of a table"
    )]
    fn count_errors(
        &mut self,
        inference: Inference,
        quantity: Quantity,
        party: usize,
        class: usize,
        truth: f64,
        found: &Estimate,
        cell: &CellShares,
    ) {
        let key = Key {
            place: self.place,
            design: self.design,
            inference: inference.as_str(),
            quantity,
        };
        let counted = self.corpus.parties[party].counted(class);
        let tally = self.tallies.entry(key).or_default();
        tally.raw_error += (counted - truth).abs();
        if found.value.is_some() && found.interval.is_some() {
            let alone = cell.labels[class] - truth;
            tally.labels_squares += alone * alone;
        }
    }

    fn differences_and_positions(&mut self, sample: &Sample) {
        let parties = 0..self.corpus.parties.len();
        let actors = parties.clone().map(|party| ActorShares {
            actor: format!("{party:02}"),
            n_passages: self.corpus.parties[party].passages.len(),
            shares: sample.cell(self.corpus, party),
            recognised: Vec::new(),
        });
        let role = RoleActors {
            role: None,
            actors: actors.collect(),
        };
        let population = Population::of_design(sample.strata.clone());
        let settings = settings();
        let roles = [role];
        let number = |actor: &str| actor.parse::<usize>().unwrap_or(0);
        for row in contrasts(&roles, &population, &settings) {
            let share = |actor: &str| self.truth(number(actor), row.stance, row.inference);
            let truth = share(&row.actor_a) - share(&row.actor_b);
            self.count(row.inference, Quantity::Contrast, truth, &row.estimate);
        }
        for row in positions(&roles, &population, &settings) {
            if row.scale == Scale::SolidarityAgainstControl {
                let share = |class| self.truth(number(&row.actor), class, row.inference);
                let truth = math::ln(share(0).max(1e-9)) - math::ln(share(1).max(1e-9));
                self.count(row.inference, Quantity::Position, truth, &row.estimate);
            }
        }
    }
}

fn settings() -> CompareSettings {
    CompareSettings {
        class_ids: CLASS_IDS.map(str::to_owned).to_vec(),
        none_class: Some(N_CLASSES - 1),
        instrument_ids: Vec::new(),
        reference_standard: String::new(),
        is_human_standard: true,
        design: String::new(),
        joint: JointRule::Own,
        rules: LimitRules::default(),
        seed: 1,
    }
}
