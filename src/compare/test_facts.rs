//! Facts and settings for the tests of this folder.

use super::{CompareSettings, Drawn, DrawnStratum, Gold, JointRule, LabelledFact, LimitRules};
use crate::corpus::{Actor, Role, Standing};

/// Four classes, the last without stance, and two instruments.
pub(super) fn settings() -> CompareSettings {
    let own = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    CompareSettings {
        class_ids: own(&["pro-solidarity", "pro-control", "rights-safeguard", "none"]),
        none_class: Some(3),
        instrument_ids: own(&["pact", "dublin"]),
        reference_standard: "adjudicated-expert".to_owned(),
        is_human_standard: true,
        design: "a made-up design".to_owned(),
        joint: JointRule::Own,
        rules: LimitRules::default(),
        seed: 1,
    }
}

/// An answer of the VVD of ten words, predicted as pro-control with certainty, not coded. Its
/// document is what stands before the `:`.
pub(super) fn fact(id: &str) -> LabelledFact {
    let document = id.split(':').next().unwrap();
    LabelledFact {
        passage_id: id.to_owned(),
        document_id: document.into(),
        group: document.into(),
        exchange_id: "".into(),
        date: None,
        year: Some(2021),
        actor: Actor::from_name("VVD"),
        standing: Standing::Unknown,
        role: Some(Role::Answer),
        instruments: [].into(),
        n_words: 10,
        predicted: 1,
        probabilities: [0.0, 1.0, 0.0, 0.0].into(),
        gold: None,
        duplicate_of: None,
        is_in_sample: false,
        is_outside: false,
        is_certain: true,
    }
}

/// A coding that nobody knows the chance of.
#[expect(clippy::unnecessary_box_returns, reason = "as facts hold it")]
pub(super) fn coded(class: usize) -> Box<Gold> {
    Box::new(Gold { class, drawn: None })
}

/// A coding of a passage drawn from a stratum of `n_units` with probability `pi`.
#[expect(clippy::unnecessary_box_returns, reason = "as facts hold it")]
pub(super) fn drawn(class: usize, stratum: &str, n_units: usize, pi: f64) -> Box<Gold> {
    Box::new(Gold {
        class,
        drawn: Some(Drawn {
            pi,
            stratum: Some(DrawnStratum {
                name: stratum.to_owned(),
                n_units,
            }),
            by_document: false,
            from_frame: true,
        }),
    })
}

/// 48 passages of two actors, who ask and answer, in 12 documents; a random half of each actor's is
/// coded: of the VVD 12 of 24, of D66 12 of 24.
pub(super) fn sampled() -> Vec<LabelledFact> {
    (0..48)
        .map(|i| {
            let actor = if i % 2 == 0 { "VVD" } else { "D66" };
            let class = (i / 2 + usize::from(i % 2 == 0)) % 4;
            let predicted = if i % 5 == 0 { 3 } else { class };
            let mut probabilities = vec![0.1; 4];
            probabilities[predicted] = 0.7;
            LabelledFact {
                actor: Actor::from_name(actor),
                role: Some(if i % 3 == 0 {
                    Role::Question
                } else {
                    Role::Answer
                }),
                year: Some(if i < 24 { 2020 } else { 2021 }),
                instruments: match i % 4 {
                    0 => [0].into(),
                    1 => [0, 1].into(),
                    _ => [].into(),
                },
                n_words: 10 + i,
                predicted,
                probabilities: probabilities.into(),
                gold: ((i / 2) % 2 == 0).then(|| drawn(class, actor, 24, 0.5)),
                ..fact(&format!("d{:02}:{}-{}", i / 4, 10 * i, 10 * i + 9))
            }
        })
        .collect()
}

/// Coded passages of an actor drawn one by one with probability .5, so many of each class, and as
/// many that are not coded. Each `wrong_every`-th one is predicted as the next class.
pub(super) fn sampled_actor(
    actor: &str,
    of_class: [usize; 4],
    wrong_every: usize,
) -> Vec<LabelledFact> {
    let classes = (0..4).flat_map(|class| std::iter::repeat_n(class, of_class[class]));
    let both = classes.flat_map(|class| [(class, true), (class, false)]);
    both.enumerate()
        .map(|(i, (class, is_coded))| {
            let is_wrong = (i / 2) % wrong_every == wrong_every - 1;
            let predicted = if is_wrong { (class + 1) % 4 } else { class };
            let mut probabilities = vec![0.1; 4];
            probabilities[predicted] = 0.7;
            LabelledFact {
                actor: Actor::from_name(actor),
                predicted,
                probabilities: probabilities.into(),
                gold: is_coded.then(|| {
                    Box::new(Gold {
                        class,
                        drawn: Some(Drawn {
                            pi: 0.5,
                            stratum: None,
                            by_document: false,
                            from_frame: true,
                        }),
                    })
                }),
                ..fact(&format!("{actor}{}:{i}-{}", i / 4, i + 1))
            }
        })
        .collect()
}
