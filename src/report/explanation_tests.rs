//! Drawings and JSON of explanations.

use super::*;
use crate::report::{ExplainedText, explanation_json};
use crate::stance::{ClassList, StanceSettings, TrainingRow, Watch, train};

/// A model that tells `streng` from `delen`.
fn model() -> Model {
    let texts = [
        "streng aan de grens",
        "delen met landen",
        "streng aan de kust",
        "delen met steden",
    ];
    let rows: Vec<TrainingRow<'_>> = (0..4)
        .map(|i| TrainingRow {
            text: texts[i],
            class: i % 2,
            group: if i < 2 { "1" } else { "2" },
            weight: 1.0,
            is_example: false,
        })
        .collect();
    let settings = StanceSettings {
        shared_run: 100,
        ..StanceSettings::default()
    };
    let classes = ClassList::new(["streng", "delen"]).unwrap();
    train(&rows, &settings, &classes, &Watch::none()).unwrap()
}

/// The explanation of a text, made to say that the rule of the model preferred a rare class.
fn with_offset(model: &Model) -> Explanation {
    let mut explanation = model.explain("streng");
    explanation.prediction.probabilities = vec![0.25, 0.75];
    (explanation.prediction.class, explanation.class) = (0, 0);
    (explanation.prediction.runner_up, explanation.against) = (1, 1);
    explanation.offsets = vec![1.5, 0.25];
    explanation
}

#[test]
fn a_label_that_is_not_the_most_probable_class_is_accounted_for() {
    let model = model();
    let drawn = explanation_text("streng", &with_offset(&model), &model, 8, Style::Plain);
    // The offsets differ by 1.25; ln(.25 / .75) = −1.099.
    assert!(
        drawn.contains(
            "the most probable class is delen; the label is streng because the rule of the model, \
             which gives rare classes their due, adds 1.250 to its log-odds over delen, now -1.099\n"
        ),
        "{drawn}"
    );
    let plain = model.explain("streng");
    let drawn = explanation_text("streng", &plain, &model, 8, Style::Plain);
    assert!(!drawn.contains("the most probable class"), "{drawn}");
}

#[test]
fn colour_marks_words_and_bars_and_signs_do_without_it() {
    let model = model();
    let explanation = model.explain("streng");
    let drawn = |style| explanation_text("streng", &explanation, &model, 8, style);
    assert!(drawn(Style::Plain).contains("[+streng]"));
    assert!(!drawn(Style::Plain).contains('\u{1b}'));
    assert!(drawn(Style::Coloured).contains("\u{1b}[38;5;32mstreng\u{1b}[0m"));
}

#[test]
fn json_holds_the_sum_its_parts_and_their_places() {
    let model = model();
    let text = "Streng, streng én delen";
    let explanation = model.explain(text);
    let explained = ExplainedText {
        text,
        passage_id: Some("p1"),
    };
    let json = explanation_json(explained, &explanation, &model);
    assert_eq!(json.matches('\n').count(), 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    // In the alphabet, as the parser of this test sorts them.
    let expected = [
        "classes",
        "contrast",
        "format",
        "format_version",
        "in_training",
        "is_certain",
        "label",
        "label_set",
        "model_sha256",
        "most_probable",
        "passage_id",
        "reason",
        "runner_up",
        "terms",
        "text",
        "words",
    ];
    assert_eq!(keys, expected);
    assert_eq!(json["format"], "standpunt-explanation");
    assert_eq!(
        (&json["passage_id"], &json["model_sha256"]),
        (&"p1".into(), &model.digest().into())
    );
    let sum_of = |key: &str| -> f64 {
        let parts = json[key].as_array().unwrap().iter();
        parts
            .map(|part| part["contribution"].as_f64().unwrap())
            .sum()
    };
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let (sum, base) = (
        &json["contrast"]["log_odds"],
        &json["contrast"]["base_rate"],
    );
    assert!((number(base) + sum_of("terms") - number(sum)).abs() < 1e-9);
    assert!((number(base) + sum_of("words") - number(sum)).abs() < 1e-9);
    let p: Vec<f64> = (0..2)
        .map(|k| number(&json["classes"][k]["probability"]))
        .collect();
    let (a, b) = (explanation.class, explanation.against);
    assert!((crate::math::ln(p[a] / p[b]) - number(sum)).abs() < 1e-9);
    // `é` is two bytes: `delen` stands at 19 to 24.
    let last = json["words"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["word"], &last["start"], &last["end"]),
        (&"delen".into(), &19.into(), &24.into())
    );
    let terms = json["terms"].as_array().unwrap();
    let streng = terms
        .iter()
        .find(|term| term["words"] == "Streng" && term["kind"] == "word");
    assert_eq!(
        streng.unwrap()["spans"],
        serde_json::json!([[0, 6], [8, 14]])
    );
}
