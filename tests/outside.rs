//! Texts outside what the shipped settings learn are told: other languages, law of other fields,
//! words without sense; passages like those of the training are not.
//!
//! `tests/fixtures/outside/texts.csv` was written for this test: articles in the style of Dutch law
//! on traffic, tax, building, water, animals and trade; passages in English, German, French, Spanish
//! and Italian, some of them on asylum; Dutch that quotes them, and short Dutch; words of a list of
//! everyday things and letters, both drawn at random. Motions are read where the environment
//! variable `STANDPUNT_MOTIONS` names their table.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use standpunt::config::Config;
use standpunt::corpus::Codebook;
use standpunt::pipeline::{Coded, Trainer, evaluation_set};
use standpunt::stance::{LabelReason, Model, Scratch, Watch};
use standpunt::table::{TableSettings, open};

/// The model of all coded passages and examples.
fn model() -> Model {
    let overrides = ["stance.alphas=[0.3]".to_owned()];
    let config = Config::load(None, &overrides).unwrap();
    let codebook = Codebook::built_in();
    let paths = config.paths();
    let coded = Coded::load(paths.gold.as_slice(), &paths.examples, &codebook).unwrap();
    let set = evaluation_set(&coded, &codebook).unwrap();
    let trainer = Trainer::new(&config, &codebook).unwrap();
    trainer
        .train(&set, 0..set.rows().len(), Watch::none())
        .unwrap()
}

/// How many texts of each kind have each reason, `None` for a certain label.
type Reasons = BTreeMap<(String, Option<LabelReason>), usize>;

fn reasons(model: &Model, path: &str, kind: &str, text: &str) -> Reasons {
    let mut table = open(path.as_ref(), &TableSettings::default()).unwrap();
    let mut scratch = Scratch::with_top_terms(0);
    let mut reasons = Reasons::new();
    while let Some(row) = table.next_row().unwrap() {
        let prediction = model.label(row.get(text).unwrap(), &mut scratch);
        assert_eq!(prediction.is_certain, prediction.reason.is_none());
        let kind = row.get(kind).unwrap().to_owned();
        *reasons.entry((kind, prediction.reason)).or_default() += 1;
    }
    reasons
}

/// The share of texts of a kind whose reason is one of `wanted`.
fn share(reasons: &Reasons, kind: &str, wanted: &[LabelReason]) -> f64 {
    let of_kind = reasons.iter().filter(|((k, _), _)| k == kind);
    let (mut n, mut all) = (0, 0);
    for ((_, reason), count) in of_kind {
        all += count;
        if reason.is_some_and(|reason| wanted.contains(&reason)) {
            n += count;
        }
    }
    assert!(all > 0, "{kind}");
    n as f64 / all as f64
}

#[test]
fn texts_outside_the_training_are_told() {
    let model = model();
    let found = reasons(&model, "tests/fixtures/outside/texts.csv", "kind", "text");
    let outside = [LabelReason::NoKnownTerms, LabelReason::OutsideTraining];
    for kind in ["statute", "random_words", "random_letters"] {
        assert!(share(&found, kind, &outside) >= 0.95, "{kind}: {found:?}");
    }
    for kind in ["english", "other_language"] {
        assert!(
            share(&found, kind, &[LabelReason::NotDutch]) >= 0.95,
            "{kind}: {found:?}"
        );
    }
    for kind in ["dutch", "statute", "random_words"] {
        assert!(
            share(&found, kind, &[LabelReason::NotDutch]) <= 0.0,
            "{kind}: {found:?}"
        );
    }

    let Some(motions) = std::env::var_os("STANDPUNT_MOTIONS") else {
        eprintln!("motions skipped: STANDPUNT_MOTIONS names no table");
        return;
    };
    // Held-out coded passages are outside in at most 4 of 100 cases.
    for text in ["text", "request"] {
        let found = reasons(&model, motions.to_str().unwrap(), "eu_topic", text);
        let other = share(&found, "false", &outside);
        eprintln!("{text}: outside {other:.3} of motions on other subjects than the EU");
        assert!(other > 0.08, "{text}: {found:?}");
    }
}
