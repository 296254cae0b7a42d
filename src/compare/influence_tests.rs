//! Errors against the spread of repeated draws, and degrees of freedom by hand.

use super::*;
use crate::compare::{Coding, CorrectedShares, Member, Weighting, corrected_shares};
use crate::random::Random;

/// Draws of a simulation. A spread of so many has a relative error of `1/sqrt(2 · 2000)`, so a
/// variance one of .032.
const N_DRAWS: usize = 2000;
/// Four of these, and .03 for the terms that a first-order variance leaves out.
const TOLERANCE: f64 = 4.0 * 0.032 + 0.03;

/// A passage of a made-up corpus.
struct Passage {
    class: usize,
    predicted: [f64; 3],
    stratum: usize,
    document: usize,
    /// Which of two actors speaks.
    actor: usize,
}

/// 800 passages in 120 documents of 3 to 10. Classes go with strata, actors and documents, and the
/// prediction is wrong for three in ten.
fn corpus(random: &mut Random) -> Vec<Passage> {
    let mut passages = Vec::new();
    for document in 0..120 {
        let topic = random.below(3);
        for _ in 0..3 + random.below(8) {
            let actor = usize::from(random.unit() < 0.3);
            let class = match random.unit() {
                u if u < 0.45 => topic,
                u if u < 0.6 + 0.2 * actor as f64 => 0,
                _ => random.below(3),
            };
            let guess = if random.unit() < 0.7 {
                class
            } else {
                random.below(3)
            };
            let mut predicted = [0.15; 3];
            predicted[guess] = 0.7;
            passages.push(Passage {
                class,
                predicted,
                stratum: guess,
                document,
                actor,
            });
        }
    }
    passages
}

/// The drawn units of a passage, where it is drawn.
type Draw = Vec<Option<DrawnUnit>>;

fn shuffled(mut members: Vec<usize>, random: &mut Random) -> Vec<usize> {
    random.shuffle(&mut members);
    members
}

/// So many passages of each stratum.
fn draw_passages(
    passages: &[Passage],
    n: [usize; 3],
    random: &mut Random,
) -> (Draw, Vec<StratumSize>) {
    let mut draw = vec![None; passages.len()];
    let mut strata = Vec::new();
    for (stratum, n_coded) in n.into_iter().enumerate() {
        let of_stratum = (0..passages.len()).filter(|&i| passages[i].stratum == stratum);
        let members = shuffled(of_stratum.collect(), random);
        let n_units = members.len();
        strata.push(StratumSize { n_units, n_coded });
        for &unit in members.iter().take(n_coded) {
            draw[unit] = Some(DrawnUnit {
                stratum: Some(stratum),
                unit,
                pi: n_coded as f64 / n_units as f64,
            });
        }
    }
    (draw, strata)
}

/// So many whole documents.
fn draw_documents(
    passages: &[Passage],
    n_coded: usize,
    random: &mut Random,
) -> (Draw, Vec<StratumSize>) {
    let n_units = passages.last().unwrap().document + 1;
    let members = shuffled((0..n_units).collect(), random);
    let drawn = &members[..n_coded];
    let draw = passages.iter().map(|passage| {
        drawn.contains(&passage.document).then_some(DrawnUnit {
            stratum: Some(0),
            unit: passage.document,
            pi: n_coded as f64 / n_units as f64,
        })
    });
    (draw.collect(), vec![StratumSize { n_units, n_coded }])
}

/// A simple random draw, and another by stratum apart from it, with their probabilities together.
fn draw_twice(passages: &[Passage], random: &mut Random) -> (Draw, Vec<StratumSize>) {
    let n = passages.len();
    let first = shuffled((0..n).collect(), random);
    let (second, strata) = draw_passages(passages, [30, 30, 30], random);
    let draw = (0..n).map(|unit| {
        let is_drawn = first[..60].contains(&unit) || second[unit].is_some();
        let size = strata[passages[unit].stratum];
        let of_second = size.n_coded as f64 / size.n_units as f64;
        let pi = 1.0 - (1.0 - 60.0 / n as f64) * (1.0 - of_second);
        is_drawn.then_some(DrawnUnit {
            stratum: None,
            unit,
            pi,
        })
    });
    (draw.collect(), Vec::new())
}

/// The shares of an actor.
fn shares(
    passages: &[Passage],
    actor: usize,
    draw: &Draw,
    strata: &[StratumSize],
) -> CorrectedShares {
    let members: Vec<Member<'_>> = passages
        .iter()
        .zip(draw)
        .filter(|(passage, _)| passage.actor == actor)
        .map(|(passage, drawn)| Member {
            predicted: &passage.predicted,
            size: 1.0,
            cluster: passage.document,
            coding: drawn.map(|drawn| Coding {
                class: passage.class,
                drawn,
            }),
        })
        .collect();
    corrected_shares(&members, strata, 3, Weighting::Ratio).unwrap()
}

fn true_share(passages: &[Passage], actor: usize) -> f64 {
    let own: Vec<&Passage> = passages.iter().filter(|p| p.actor == actor).collect();
    let n = own.iter().filter(|p| p.class == 0).count();
    n as f64 / own.len() as f64
}

/// Estimates with their variances, over repeated draws.
#[derive(Default)]
struct Repeated {
    estimates: Vec<f64>,
    variances: Vec<f64>,
}

impl Repeated {
    fn add(&mut self, estimate: f64, variance: f64) {
        self.estimates.push(estimate);
        self.variances.push(variance);
    }

    /// The bias in standard errors of the simulation, and the mean estimated variance over the
    /// variance of the estimates.
    fn judged(&self, truth: f64) -> (f64, f64) {
        let n = self.estimates.len() as f64;
        let mean = self.estimates.iter().sum::<f64>() / n;
        let squares: f64 = self.estimates.iter().map(|e| (e - mean) * (e - mean)).sum();
        let variance = squares / (n - 1.0);
        let estimated = self.variances.iter().sum::<f64>() / n;
        ((mean - truth) / (variance / n).sqrt(), estimated / variance)
    }
}

fn repeated(
    draw: impl Fn(&[Passage], &mut Random) -> (Draw, Vec<StratumSize>),
    actor: usize,
) -> (f64, f64) {
    let mut random = Random::new(20_240_501);
    let passages = corpus(&mut random);
    let mut found = Repeated::default();
    for _ in 0..N_DRAWS {
        let (draw, strata) = draw(&passages, &mut random);
        let shares = shares(&passages, actor, &draw, &strata);
        let covariance = shares
            .influence
            .covariance(Inference::Corpus, &strata)
            .unwrap();
        found.add(shares.shares[0], covariance.variance(0));
    }
    found.judged(true_share(&passages, actor))
}

/// Both actors have passages in all three strata, so that chance decides how many of theirs are
/// drawn.
#[test]
fn the_error_of_a_cell_that_cuts_strata_is_its_spread() {
    for actor in [0, 1] {
        let (bias, ratio) = repeated(|p, random| draw_passages(p, [60, 40, 50], random), actor);
        // The bias of a ratio is of the order of its variance: less than a tenth of an error.
        assert!(bias.abs() < 4.0 + 0.1 * (N_DRAWS as f64).sqrt(), "{bias}");
        assert!((ratio - 1.0).abs() < TOLERANCE, "{ratio}");
    }
}

#[test]
fn the_error_of_a_cell_that_cuts_drawn_documents_is_its_spread() {
    for actor in [0, 1] {
        let (bias, ratio) = repeated(|p, random| draw_documents(p, 40, random), actor);
        assert!(bias.abs() < 4.0 + 0.1 * (N_DRAWS as f64).sqrt(), "{bias}");
        assert!((ratio - 1.0).abs() < TOLERANCE, "{ratio}");
    }
}

/// What two waves drew counts as drawn one by one: the numbers drawn were fixed, so the error is
/// rather too large.
#[test]
fn the_error_after_two_waves_is_not_too_small() {
    for actor in [0, 1] {
        let (bias, ratio) = repeated(draw_twice, actor);
        assert!(bias.abs() < 4.0 + 0.1 * (N_DRAWS as f64).sqrt(), "{bias}");
        assert!(ratio > 1.0 - TOLERANCE && ratio < 1.3, "{ratio}");
    }
}

/// The two actors speak in the same documents, whose topic moves both: their shares vary together.
#[test]
fn the_error_of_a_contrast_counts_what_shared_documents_move_together() {
    let mut random = Random::new(7);
    let passages = corpus(&mut random);
    let mut found = Repeated::default();
    let (mut apart, mut stacked) = (0.0, 0.0);
    for _ in 0..N_DRAWS {
        let (draw, strata) = draw_documents(&passages, 40, &mut random);
        let [a, b] = [0, 1].map(|actor| shares(&passages, actor, &draw, &strata));
        let variance = |influence: &Influence, place: usize| {
            let covariance = influence.covariance(Inference::Corpus, &strata).unwrap();
            covariance.variance(place)
        };
        let together = a.influence.minus(&b.influence);
        found.add(a.shares[0] - b.shares[0], variance(&together, 0));
        apart += variance(&a.influence, 0) + variance(&b.influence, 0);
        let both = Influence::stacked(&[&a.influence, &b.influence]);
        let covariance = both.covariance(Inference::Corpus, &strata).unwrap();
        stacked += covariance.variance(0) + covariance.variance(3)
            - covariance.matrix[0][3]
            - covariance.matrix[3][0];
    }
    let (_, ratio) = found.judged(0.0);
    assert!((ratio - 1.0).abs() < TOLERANCE, "{ratio}");
    // Stacked or subtracted, the variance of the difference is the same.
    let subtracted: f64 = found.variances.iter().sum();
    assert!((stacked / subtracted - 1.0).abs() < 1e-9);
    assert!((apart / subtracted - 1.0).abs() > 0.01);
}

/// Influence values of 1 and −1 by turns, of so many units in each stratum.
fn units(of_strata: &[usize]) -> Influence {
    let mut influence = Influence::new(1);
    let strata = of_strata.iter().enumerate();
    let drawn = strata.flat_map(|(stratum, &n)| std::iter::repeat_n(stratum, n));
    for (unit, stratum) in drawn.enumerate() {
        let drawn = DrawnUnit {
            stratum: Some(stratum),
            unit,
            pi: 0.5,
        };
        let value = if unit % 2 == 0 { 1.0 } else { -1.0 };
        influence.add_unit(&drawn, [value].into_iter());
        influence.add_cluster(unit, true, [value].into_iter());
    }
    influence
}

fn degrees(influence: &Influence, strata: &[StratumSize]) -> f64 {
    let covariance = influence.covariance(Inference::Corpus, strata);
    covariance.unwrap().degrees
}

#[test]
fn degrees_of_freedom_of_the_draw() {
    let size = |n_coded| StratumSize {
        n_units: 100,
        n_coded,
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
    // Two whole strata: (4 − 1) + (6 − 1).
    near(degrees(&units(&[4, 6]), &[size(4), size(6)]), 8.0);
    // Ten units, one in each of ten strata that the cell cuts through: only the centre is lost.
    near(degrees(&units(&[1; 10]), &[size(5); 10]), 9.0);
    // A whole stratum of four, and three of another stratum's twenty.
    near(degrees(&units(&[4, 3]), &[size(4), size(20)]), 6.0);
    // A stratum that was drawn whole adds nothing.
    let census = StratumSize {
        n_units: 4,
        n_coded: 4,
    };
    near(degrees(&units(&[4, 6]), &[census, size(6)]), 5.0);
    // One unit leaves one degree, the least there is.
    near(degrees(&units(&[1]), &[size(1)]), 1.0);
}

#[test]
fn degrees_of_freedom_beyond_the_corpus_are_those_of_coded_clusters() {
    let mut influence = units(&[4]);
    for cluster in 10..30 {
        influence.add_cluster(cluster, false, [0.0].into_iter());
    }
    let covariance = influence.covariance(Inference::BeyondCorpus, &[]).unwrap();
    assert!((covariance.degrees - 3.0).abs() < 1e-12);
    // 24/23 · 4.
    assert!((covariance.variance(0) - 96.0 / 23.0).abs() < 1e-12);
    assert_eq!(influence.n_clusters(), 24);
    assert_eq!(influence.n_independent(Inference::BeyondCorpus), 4);
}

#[test]
fn units_that_were_certain_to_be_drawn_do_not_vary() {
    let mut influence = Influence::new(1);
    let drawn = |unit, pi| DrawnUnit {
        stratum: None,
        unit,
        pi,
    };
    for (unit, pi) in [(0, 0.5), (1, 0.5), (2, 1.0), (3, 1.0)] {
        influence.add_unit(&drawn(unit, pi), [1.0].into_iter());
    }
    let covariance = influence.covariance(Inference::Corpus, &[]).unwrap();
    // 2/1 · (.5 + .5), of two units that could have been missed.
    assert!((covariance.variance(0) - 2.0).abs() < 1e-12);
    assert!((covariance.degrees - 1.0).abs() < 1e-12);
}

#[test]
fn nothing_drawn_and_one_cluster_have_no_error() {
    let mut influence = Influence::new(1);
    assert_eq!(influence.covariance(Inference::Corpus, &[]), None);
    influence.add_cluster(0, true, [1.0].into_iter());
    assert_eq!(influence.covariance(Inference::BeyondCorpus, &[]), None);
}
