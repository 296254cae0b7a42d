//! Explanations with numbers worked out by hand.

use std::collections::BTreeMap;

use super::*;
use crate::features::{Analyzer, AnalyzerSettings, CharacterSettings, Vocabulary};
use crate::stance::weights::Weights;
use crate::stance::{ClassList, StanceSettings, TrainingRow, Watch, train};

/// A model of three classes with these terms, of idf 1, and weights; no calibration, no offsets.
fn model(terms: &[&str], pieces: Option<u8>, weights: Vec<f32>, bias: Vec<f32>) -> Model {
    let texts = ["aap", "noot", "mies", "aap", "noot", "mies"];
    let groups = ["1", "1", "1", "2", "2", "2"];
    let rows: Vec<TrainingRow<'_>> = (0..6)
        .map(|i| TrainingRow {
            text: texts[i],
            class: i % 3,
            group: groups[i],
            weight: 1.0,
            is_example: false,
        })
        .collect();
    let classes = ClassList::new(["a", "b", "c"]).unwrap();
    let settings = StanceSettings {
        analyzer: AnalyzerSettings {
            min_df: 1,
            ..AnalyzerSettings::default()
        },
        shared_run: 100,
        ..StanceSettings::default()
    };
    let mut model = train(&rows, &settings, &classes, &Watch::none()).unwrap();
    let settings = AnalyzerSettings {
        characters: pieces.map(|n| CharacterSettings {
            shortest: n,
            longest: n,
            weight: 1.0,
        }),
        ..AnalyzerSettings::default()
    };
    let idf = vec![1.0; terms.len()];
    let terms = terms.iter().map(|&term| term.to_owned()).collect();
    model.analyzer = Analyzer::new(settings, Vocabulary::new(terms, idf).unwrap()).unwrap();
    model.weights = Weights::new(3, weights, bias);
    model.calibration = crate::stance::Calibration::identity(3);
    model.offsets = vec![0.0; 3];
    model
}

/// The logistic regression on six rows of four counts with α = 1: its weights for the row 1 1 1 1.
/// The four features of the text below have the value 1/2 each, so that the weights are doubled.
fn published() -> Model {
    let weights = [
        0.618_881_6,
        -0.483_891_8,
        -0.134_989_8,
        -0.253_299_6,
        0.602_674_7,
        -0.349_375_1,
        -0.095_154_2,
        -0.096_362_5,
        0.191_516_7,
        -0.474_933_8,
        -0.210_108_6,
        0.685_042_4,
    ];
    model(
        &["brug", "brug dorp", "dorp", "kamp"],
        None,
        weights.map(|weight| 2.0 * weight).to_vec(),
        vec![0.407_367_3, 0.270_703, -0.678_070_4],
    )
}

const ZERO_AGAINST_TWO: Contrast = Contrast {
    class: Some(0),
    against: Some(2),
};

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 5e-7, "{found} for {expected}");
}

fn of_term(explanation: &Explanation, term: &str) -> f64 {
    let found = explanation.terms.iter().find(|found| found.term == term);
    found.unwrap().contribution
}

#[test]
fn the_contrast_of_the_published_weights_is_the_published_one() {
    // scikit-learn's numbers: terms .75387136 .09607554 −.28667082 −1.15997621, bias 1.08543771,
    // total .48873756 = ln(.39992693 / .24531529).
    let explanation = published()
        .explain_contrast("Brug, dorp, kamp", ZERO_AGAINST_TWO)
        .unwrap();
    for (term, contribution) in [
        ("brug", 0.753_871_36),
        ("brug dorp", 0.096_075_54),
        ("dorp", -0.286_670_82),
        ("kamp", -1.159_976_21),
    ] {
        near(of_term(&explanation, term), contribution);
    }
    near(explanation.base, 1.085_437_71);
    near(explanation.log_odds, 0.488_737_56);
    near(explanation.prediction.probabilities[0], 0.399_926_93);
    near(explanation.prediction.probabilities[2], 0.245_315_29);
    // The phrase is halved over its words: .75387136 + .04803777 and −.28667082 + .04803777.
    let words: Vec<f64> = explanation.words.iter().map(|w| w.contribution).collect();
    for (found, expected) in words
        .iter()
        .zip([0.801_909_13, -0.238_633_05, -1.159_976_21])
    {
        near(*found, expected);
    }
    near(
        words.iter().sum::<f64>() + explanation.base,
        explanation.log_odds,
    );
}

#[test]
fn calibration_multiplies_terms_and_moves_the_base() {
    let mut model = published();
    model.calibration.scale = 2.0;
    model.calibration.shifts = vec![0.1, 0.0, -0.2];
    let explanation = model
        .explain_contrast("Brug, dorp, kamp", ZERO_AGAINST_TWO)
        .unwrap();
    near(of_term(&explanation, "kamp"), -2.319_952_42);
    // 2 · 1.08543771 + .1 − −.2, and 2 · .48873756 + .3.
    near(explanation.base, 2.470_875_42);
    near(explanation.log_odds, 1.277_475_12);
    let p = &explanation.prediction.probabilities;
    near(crate::math::ln(p[0] / p[2]), explanation.log_odds);
}

#[test]
fn a_piece_is_spread_over_every_place_where_it_stands() {
    // One term in either block, so that both have the value 1: a minus b is .6 and .4.
    let weights = vec![0.3, -0.3, 0.0, 0.2, -0.2, 0.0];
    let model = model(&["brug", "~<br"], Some(3), weights, vec![0.0; 3]);
    let contrast = Contrast {
        class: Some(0),
        against: Some(1),
    };
    let explanation = model.explain_contrast("Brug kamp brug", contrast).unwrap();
    near(of_term(&explanation, "brug"), 0.6);
    near(of_term(&explanation, "~<br"), 0.4);
    let words: Vec<f64> = explanation.words.iter().map(|w| w.contribution).collect();
    for (found, expected) in words.iter().zip([0.5, 0.0, 0.5]) {
        near(*found, expected);
    }
}

#[test]
fn the_top_terms_are_the_words_that_add_most() {
    // As above, with phrases: `brug` .6 and `~<br` .4 over two places, `kamp brug` of weight 1 over
    // its two words. Three features of the first block are 1 + ln 2, 1 and 1.
    let weights = vec![
        0.3, -0.3, 0.0, 0.1, -0.1, 0.0, 0.5, -0.5, 0.0, 0.2, -0.2, 0.0,
    ];
    let model = model(
        &["brug", "kamp", "kamp brug", "~<br"],
        Some(3),
        weights,
        vec![0.0; 3],
    );
    for text in ["Brug kamp brug", "kamp BRUG", "brug, brug; kamp"] {
        let explanation = model.explain(text);
        let mut words: BTreeMap<String, f64> = BTreeMap::new();
        for word in &explanation.words {
            let spelled = text[word.span.range()].to_lowercase();
            *words.entry(spelled).or_default() += word.contribution;
        }
        let mut words: Vec<(String, f64)> = words.into_iter().collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1));
        let expected: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
        assert_eq!(explanation.prediction.top_terms, expected, "{text}");
    }
}

#[test]
fn a_contrast_is_of_two_classes() {
    let model = published();
    let text = "Brug, dorp, kamp";
    let own = model.explain(text);
    let classes = |class, against| {
        let found = model.explain_contrast(text, Contrast { class, against });
        found.map(|found| (found.class, found.against))
    };
    let (label, runner_up) = (own.class, own.against);
    let third = 3 - label - runner_up;
    assert_eq!(classes(None, None), Some((label, runner_up)));
    assert_eq!(classes(None, Some(third)), Some((label, third)));
    assert_eq!(classes(Some(third), None), Some((third, label)));
    assert_eq!(
        classes(Some(third), Some(runner_up)),
        Some((third, runner_up))
    );
    assert_eq!(classes(None, Some(label)), None);
    assert_eq!(classes(Some(third), Some(third)), None);
}
