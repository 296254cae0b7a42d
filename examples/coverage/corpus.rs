//! Made-up corpora, and samples of them.

use std::collections::BTreeMap;

use standpunt::compare::{CellShares, Coding, DrawnUnit, Member, StratumSize, Weighting};
use standpunt::math;
use standpunt::random::Random;

/// Classes.
pub(crate) const N_CLASSES: usize = 4;

/// Parties of a corpus.
const N_PARTIES: usize = 10;

/// A passage.
#[derive(Debug)]
pub(crate) struct Passage {
    pub(crate) class: usize,
    pub(crate) predicted: [f64; N_CLASSES],
    pub(crate) document: usize,
}

/// The passages of a party.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) passages: Vec<Passage>,
    /// The share of each class in the process that made them.
    pub(crate) expected: [f64; N_CLASSES],
}

impl Party {
    /// The share of a class.
    pub(crate) fn share(&self, class: usize) -> f64 {
        let n = self
            .passages
            .iter()
            .filter(|passage| passage.class == class)
            .count();
        n as f64 / self.passages.len() as f64
    }

    /// The share of a class by counting predicted labels.
    pub(crate) fn counted(&self, class: usize) -> f64 {
        let labels = self
            .passages
            .iter()
            .map(|passage| math::argmax(&passage.predicted));
        labels.filter(|label| *label == class).count() as f64 / self.passages.len() as f64
    }
}

/// A corpus.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) parties: Vec<Party>,
}

impl Corpus {
    /// Ten parties of 300 to 3,000 passages in documents of 4 to 24. Shares differ by party, and by
    /// document around the party's; the classifier is right for about seven passages in ten, and
    /// errs in another direction for each party.
    pub(crate) fn made_up(random: &mut Random) -> Self {
        Self {
            parties: (0..N_PARTIES).map(|_| party(random)).collect(),
        }
    }
}

fn party(random: &mut Random) -> Party {
    let shares = shares_around(&[0.25; N_CLASSES], 1.2, random);
    let tilt: [f64; N_CLASSES] = std::array::from_fn(|_| 1.2 * normal(random));
    let n_passages = 300 + random.below(2701);
    let mut passages = Vec::with_capacity(n_passages);
    let mut document = 0;
    while passages.len() < n_passages {
        let of_document = mixed(&shares, random);
        for _ in 0..4 + random.below(21) {
            if passages.len() == n_passages {
                break;
            }
            let class = choose(&of_document, random);
            passages.push(Passage {
                class,
                predicted: predict(class, &tilt, random),
                document,
            });
        }
        document += 1;
    }
    Party {
        passages,
        expected: shares,
    }
}

/// Shares whose logarithms are normal around those given.
fn shares_around(centre: &[f64; N_CLASSES], spread: f64, random: &mut Random) -> [f64; N_CLASSES] {
    let mut shares: [f64; N_CLASSES] =
        std::array::from_fn(|k| math::ln(centre[k]) + spread * normal(random));
    math::softmax_in_place(&mut shares);
    shares
}

/// Shares of a document: the party's, mixed with one class alone, drawn by the party's shares, so that
/// the mean over documents is the party's.
fn mixed(shares: &[f64; N_CLASSES], random: &mut Random) -> [f64; N_CLASSES] {
    let topic = choose(shares, random);
    let weight = 0.3 * random.unit();
    std::array::from_fn(|k| {
        let own = if k == topic { 1.0 } else { 0.0 };
        (1.0 - weight) * shares[k] + weight * own
    })
}

fn predict(class: usize, tilt: &[f64; N_CLASSES], random: &mut Random) -> [f64; N_CLASSES] {
    let mut scores: [f64; N_CLASSES] = std::array::from_fn(|k| {
        let signal = if k == class { 2.4 } else { 0.0 };
        signal + 0.5 * tilt[k] + 1.2 * normal(random)
    });
    math::softmax_in_place(&mut scores);
    scores
}

fn choose(shares: &[f64; N_CLASSES], random: &mut Random) -> usize {
    let place = random.unit();
    let mut cumulative = 0.0;
    for (k, share) in shares.iter().enumerate() {
        cumulative += share;
        if place < cumulative {
            return k;
        }
    }
    N_CLASSES - 1
}

/// A normal number of variance 1: the sum of twelve numbers from 0 to 1, less 6.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| random.unit()).sum::<f64>() - 6.0
}

/// How passages are drawn for coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Design {
    /// So many passages of each party, by predicted class too or not.
    Passages {
        per_party: usize,
        by_prediction: bool,
    },
    /// So many of each party, and as many again by predicted class, drawn apart.
    TwoWaves { per_party: usize },
    /// So many whole documents of each party.
    Documents { per_party: usize },
}

/// How each passage of each party was drawn.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) strata: Vec<StratumSize>,
    drawn: Vec<BTreeMap<usize, DrawnUnit>>,
}

impl Sample {
    /// The shares of a party as they are estimated; `None` where nothing was drawn.
    pub(crate) fn cell(&self, corpus: &Corpus, party: usize) -> Option<CellShares> {
        let members = self.members(corpus, party);
        CellShares::of(&members, &self.strata, N_CLASSES, Weighting::Ratio)
    }

    fn members<'a>(&self, corpus: &'a Corpus, party: usize) -> Vec<Member<'a>> {
        let passages = corpus.parties[party].passages.iter().enumerate();
        passages
            .map(|(i, passage)| Member {
                predicted: &passage.predicted,
                size: 1.0,
                cluster: party * 10_000 + passage.document,
                coding: self.drawn[party].get(&i).map(|drawn| Coding {
                    class: passage.class,
                    drawn: *drawn,
                }),
            })
            .collect()
    }
}

/// Draws a sample.
pub(crate) fn draw(corpus: &Corpus, design: Design, random: &mut Random) -> Sample {
    let mut sample = Sample {
        strata: Vec::new(),
        drawn: Vec::new(),
    };
    for (number, party) in corpus.parties.iter().enumerate() {
        let drawn = match design {
            Design::Passages {
                per_party,
                by_prediction,
            } => passages(party, per_party, by_prediction, &mut sample.strata, random),
            Design::TwoWaves { per_party } => two_waves(party, per_party, random),
            Design::Documents { per_party } => {
                documents(party, number, per_party, &mut sample.strata, random)
            }
        };
        sample.drawn.push(drawn);
    }
    sample
}

/// The passages of each stratum of a party.
fn strata_of(party: &Party, by_prediction: bool) -> Vec<Vec<usize>> {
    let mut strata: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, passage) in party.passages.iter().enumerate() {
        let stratum = if by_prediction {
            math::argmax(&passage.predicted)
        } else {
            0
        };
        strata.entry(stratum).or_default().push(i);
    }
    strata.into_values().collect()
}

/// How many to draw of strata of these sizes: in proportion, and five of each or all.
fn allocation(sizes: &[usize], n: usize) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    let of = |size: &usize| ((size * n).div_ceil(total)).max(5).min(*size);
    sizes.iter().map(of).collect()
}

fn passages(
    party: &Party,
    n: usize,
    by_prediction: bool,
    sizes: &mut Vec<StratumSize>,
    random: &mut Random,
) -> BTreeMap<usize, DrawnUnit> {
    let mut drawn = BTreeMap::new();
    let strata = strata_of(party, by_prediction);
    let lengths: Vec<usize> = strata.iter().map(Vec::len).collect();
    for (mut members, n_drawn) in strata.into_iter().zip(allocation(&lengths, n)) {
        let size = StratumSize {
            n_units: members.len(),
            n_coded: n_drawn,
        };
        random.shuffle(&mut members);
        for &unit in members.iter().take(n_drawn) {
            let pi = n_drawn as f64 / members.len() as f64;
            let stratum = Some(sizes.len());
            drawn.insert(unit, DrawnUnit { stratum, unit, pi });
        }
        sizes.push(size);
    }
    drawn
}

fn two_waves(party: &Party, n: usize, random: &mut Random) -> BTreeMap<usize, DrawnUnit> {
    let mut missed = vec![1.0; party.passages.len()];
    let mut is_drawn = vec![false; party.passages.len()];
    for by_prediction in [false, true] {
        let strata = strata_of(party, by_prediction);
        let lengths: Vec<usize> = strata.iter().map(Vec::len).collect();
        for (mut members, n_drawn) in strata.into_iter().zip(allocation(&lengths, n)) {
            let pi = n_drawn as f64 / members.len() as f64;
            random.shuffle(&mut members);
            for (place, &unit) in members.iter().enumerate() {
                missed[unit] *= 1.0 - pi;
                is_drawn[unit] |= place < n_drawn;
            }
        }
    }
    let units = (0..party.passages.len()).filter(|&unit| is_drawn[unit]);
    units
        .map(|unit| {
            let drawn = DrawnUnit {
                stratum: None,
                unit,
                pi: 1.0 - missed[unit],
            };
            (unit, drawn)
        })
        .collect()
}

fn documents(
    party: &Party,
    number: usize,
    n: usize,
    sizes: &mut Vec<StratumSize>,
    random: &mut Random,
) -> BTreeMap<usize, DrawnUnit> {
    let n_documents = party
        .passages
        .last()
        .map_or(0, |passage| passage.document + 1);
    let n_drawn = n.min(n_documents);
    let mut order: Vec<usize> = (0..n_documents).collect();
    random.shuffle(&mut order);
    let mut is_drawn = vec![false; n_documents];
    order
        .iter()
        .take(n_drawn)
        .for_each(|&document| is_drawn[document] = true);
    let stratum = sizes.len();
    sizes.push(StratumSize {
        n_units: n_documents,
        n_coded: n_drawn,
    });
    let pi = n_drawn as f64 / n_documents as f64;
    let passages = party.passages.iter().enumerate();
    passages
        .filter(|(_, passage)| is_drawn[passage.document])
        .map(|(i, passage)| {
            let drawn = DrawnUnit {
                stratum: Some(stratum),
                unit: number * 10_000 + passage.document,
                pi,
            };
            (i, drawn)
        })
        .collect()
}
