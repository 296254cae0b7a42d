//! Training, labelling, explaining and the model file together, on texts made of a few words.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;
use crate::features::AnalyzerSettings;
use crate::random::Random;
use crate::store::Interrupt;

mod stored;

const CLASSES: [&str; 3] = ["solidarity", "control", "none"];

/// Words of each class, and words of all.
const WORDS: [&[&str]; 4] = [
    &["herplaatsing", "solidariteit", "delen", "opvang", "steun"],
    &["grenzen", "terugkeer", "controle", "instroom", "handhaving"],
    &["brief", "raad", "agenda", "verslag", "vergadering"],
    &[
        "de",
        "lidstaten",
        "kabinet",
        "niet",
        "en",
        "EU-verband",
        "voor",
    ],
];

/// Texts of 12 words, half of them of their class, four to a group, the classes in turn.
fn texts(n: usize) -> Vec<(String, usize, String)> {
    let mut random = Random::new(11);
    (0..n)
        .map(|i| {
            let class = i % CLASSES.len();
            let words: Vec<&str> = (0..12)
                .map(|_| {
                    let of = match random.below(8) {
                        0..4 => class,
                        4 => random.below(CLASSES.len()),
                        _ => 3,
                    };
                    WORDS[of][random.below(WORDS[of].len())]
                })
                .collect();
            (words.join(" "), class, format!("g{:02}", i / 4))
        })
        .collect()
}

fn rows(texts: &[(String, usize, String)]) -> Vec<TrainingRow<'_>> {
    texts
        .iter()
        .map(|(text, class, group)| TrainingRow {
            text,
            class: *class,
            group,
            weight: 1.0,
            is_example: false,
        })
        .collect()
}

fn classes() -> ClassList {
    ClassList::new(CLASSES).unwrap()
}

fn settings() -> StanceSettings {
    StanceSettings {
        alphas: vec![1.0, 0.1],
        ..StanceSettings::default()
    }
}

fn model() -> Model {
    train(&rows(&texts(96)), &settings(), &classes(), &Watch::none()).unwrap()
}

#[test]
fn a_model_tells_the_classes_apart_and_names_the_words() {
    let model = model();
    let mut scratch = Scratch::default();
    let prediction = model.label(
        "Solidariteit en herplaatsing voor de lidstaten",
        &mut scratch,
    );
    assert_eq!(prediction.class, 0);
    assert!(prediction.margin > 0.3, "{prediction:?}");
    let sum: f64 = prediction.probabilities.iter().sum();
    assert!((sum - 1.0).abs() < 1e-12);
    let mut strongest = prediction.top_terms[..2].to_vec();
    strongest.sort();
    assert_eq!(strongest, ["herplaatsing", "solidariteit"]);
}

#[test]
fn texts_that_say_nothing_to_the_model_get_a_label_with_a_reason() {
    let model = model();
    let mut scratch = Scratch::default();
    for (text, reason) in [
        ("", LabelReason::Empty),
        (" … ", LabelReason::Empty),
        ("2022-12-05 11:00", LabelReason::Empty),
        ("xyz qqq", LabelReason::NoKnownTerms),
    ] {
        let prediction = model.label(text, &mut scratch);
        assert_eq!(prediction.reason, Some(reason), "{text}");
        assert!(!prediction.is_certain && prediction.top_terms.is_empty());
    }
}

#[test]
fn a_label_does_not_depend_on_labels_before_it() {
    let model = model();
    let mut shared = Scratch::default();
    for (text, _, _) in texts(40) {
        assert_eq!(
            model.label(&text, &mut shared),
            model.label(&text, &mut Scratch::default())
        );
    }
}

#[test]
fn the_number_of_threads_does_not_change_the_model() {
    let train_with = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
        pool.build().unwrap().install(|| model().to_json())
    };
    assert_eq!(train_with(1), train_with(3));
}

#[test]
fn a_model_knows_the_texts_it_was_trained_on() {
    let model = model();
    let (text, _, _) = &texts(1)[0];
    assert!(model.knows_text(&text.replace(' ', "\n ")));
    assert!(!model.knows_text("een nieuwe tekst"));
}

#[test]
fn examples_are_learned_but_never_measured_on() {
    let texts = texts(48);
    let mut rows = rows(&texts);
    rows.push(TrainingRow {
        text: "smokkel smokkel ontmoedigen",
        class: 1,
        group: "",
        weight: 0.5,
        is_example: true,
    });
    rows.push(TrainingRow {
        text: "smokkel aanpakken",
        ..rows[rows.len() - 1]
    });
    let model = train(&rows, &settings(), &classes(), &Watch::none()).unwrap();
    assert_eq!((model.n_coded(), model.n_examples()), (48, 2));
    assert!(model.analyzer().vocabulary().feature("smokkel").is_some());
    assert!(model.knows_text("smokkel aanpakken"));
}

#[test]
fn a_class_in_one_group_is_too_small_to_split() {
    let mut texts = texts(48);
    for (i, row) in texts.iter_mut().enumerate() {
        if row.1 == 2 && i > 3 {
            row.1 = 0;
        }
    }
    let error = train(&rows(&texts), &settings(), &classes(), &Watch::none()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "class `none` is too small to split: 1 coded passages in 1 groups, and none is left to train on when a fold is held out; expected at least 2 groups"
    );
    assert!(error.help().unwrap().contains("`none`"));
}

#[test]
fn rows_of_one_group_cannot_be_split() {
    let mut texts = texts(12);
    for row in &mut texts {
        row.2 = "g".to_owned();
    }
    let error = train(&rows(&texts), &settings(), &classes(), &Watch::none()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "12 coded passages stand in 1 groups; expected at least 2 groups"
    );
}

#[test]
fn training_counts_its_fits_and_stops_when_told() {
    let texts = texts(48);
    let n_fits = AtomicUsize::new(0);
    let count = || {
        n_fits.fetch_add(1, Ordering::Relaxed);
    };
    let interrupt = Interrupt::new();
    let watch = Watch::new(&count, &interrupt);
    train(&rows(&texts), &settings(), &classes(), &watch).unwrap();
    assert_eq!(n_fits.load(Ordering::Relaxed), settings().n_fits());
    interrupt.trigger();
    let stopped = train(&rows(&texts), &settings(), &classes(), &watch);
    assert!(matches!(stopped, Err(StanceError::Interrupted)));
}

#[test]
fn a_model_read_from_its_file_is_the_same() {
    let model = model();
    let file = model.to_json();
    let read = Model::from_json(&file).unwrap();
    assert_eq!(read.to_json(), file);
    assert_eq!(read.digest(), model.digest());
    let mut scratch = Scratch::default();
    for (text, _, _) in texts(30) {
        assert_eq!(
            read.label(&text, &mut scratch),
            model.label(&text, &mut scratch)
        );
    }
}

/// The file with a change, and with the hash that the changed content has.
fn resealed(change: impl Fn(&str) -> String) -> String {
    let file = model().to_json();
    let (head, content) = file.split_once("\"model\": ").unwrap();
    let changed = change(content.strip_suffix("\n}\n").unwrap());
    let hash = crate::store::sha256_hex(changed.as_bytes());
    let (head, _) = head.split_once("\"sha256\"").unwrap();
    format!("{head}\"sha256\": \"{hash}\",\n\"model\": {changed}\n}}\n")
}

#[track_caller]
fn refused(file: &str, message: &str) {
    let error = Model::from_json(file).unwrap_err();
    assert!(error.to_string().contains(message), "{error}");
    assert!(error.help().is_some());
}

#[test]
fn files_that_are_no_model_of_this_version_are_refused() {
    let file = model().to_json();
    refused("", "cut short or is not JSON");
    refused("{}", "not a model");
    refused("[1]", "damaged");
    refused(&file[..file.len() / 2], "cut short or is not JSON");
    refused(
        &file.replace("\"format_version\": 2", "\"format_version\": 7"),
        "format version 7; this program reads version 2",
    );
    refused(
        &resealed(|content| content.replace("{\"version\":1,", "{\"version\":9,\"new\":true,")),
        "analyzer version 9; this program has version 1",
    );
}

#[test]
fn damaged_files_are_refused() {
    let file = model().to_json();
    refused(&file.replacen("\"opvang\"", "\"opvanh\"", 1), "SHA-256");
    refused(
        &file.replace("\"n_coded\": 96", "\"n_coded\": 95"),
        "SHA-256",
    );
    refused(&file.replace("\"n_coded\": 96,", ""), "damaged");
    refused(
        &resealed(|content| content.replace("\"offsets\": [", "\"offsets\": [0.5,")),
        "offsets has 4 numbers, expected 3, one per class",
    );
    refused(
        &resealed(|content| content.replacen("\"bias\": [", "\"bias\": [1e39,", 1)),
        "not JSON",
    );
    let seventeen: Vec<String> = (0..17).map(|i| format!("\"c{i}\"")).collect();
    let classes = format!("\"classes\": [{}],", seventeen.join(","));
    refused(
        &resealed(|content| {
            content.replace(
                "\"classes\": [\"solidarity\",\"control\",\"none\"],",
                &classes,
            )
        }),
        "2 to 16 different names",
    );
    refused(
        &resealed(|content| content.replacen("]],\n[\"", ",0.0]],\n[\"", 1)),
        "expected 3, one per class",
    );
}

/// The file with another value at a place, and with the hash that it then has.
fn with(place: &str, value: serde_json::Value) -> String {
    let mut file: serde_json::Value = serde_json::from_str(&model().to_json()).unwrap();
    *file.pointer_mut(place).unwrap() = value;
    let Err(ModelFileError::Hash { found, .. }) = Model::from_json(&file.to_string()) else {
        panic!("the content has the same hash");
    };
    file["sha256"] = found.into();
    file.to_string()
}

#[test]
fn numbers_with_which_no_text_could_be_scored_are_refused() {
    let positive = "expected numbers from 0 to 1000000";
    refused(&with("/model/calibration/scale", 1e300.into()), positive);
    refused(&with("/model/calibration/scale", (-1.0).into()), positive);
    refused(
        &with("/model/offsets/0", (-1e7).into()),
        "offsets has -10000000, expected numbers from -1000000 to 1000000",
    );
    refused(
        &with("/model/terms/0/1", 1e200.into()),
        "the vocabulary of the model cannot be used",
    );
}

/// What is read is what was written: no order or spelling is mended silently.
#[test]
fn lists_out_of_order_are_refused() {
    refused(
        &with("/model/conformal_scores/0", vec![0.5, 0.25].into()),
        "conformal_scores has items out of order, expected ascending ones",
    );
    let hash = "00000000000000ff";
    refused(
        &with("/model/training_texts", vec![hash, hash].into()),
        "training_texts has items out of order, expected ascending ones",
    );
    refused(
        &with("/model/training_texts", vec!["FF"].into()),
        "training_texts has `FF`, expected sixteen hexadecimal digits",
    );
}

#[test]
fn any_number_of_training_passages_can_be_read() {
    let model = Model::from_json(&with("/model/n_coded", u64::MAX.into())).unwrap();
    let prediction = model.label("De opvang.", &mut Scratch::default());
    assert!((prediction.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_file_laid_out_anew_is_still_whole() {
    let file = model().to_json();
    let laid_out = file.replace('\n', "\r\n  ");
    assert_eq!(Model::from_json(&laid_out).unwrap().to_json(), file);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn contributions_sum_to_the_log_odds(
        words in prop::collection::vec(0_usize..24, 0..40),
        other in any::<String>(),
    ) {
        thread_local! {
            static MODEL: Model = model();
        }
        let all: Vec<&str> = WORDS.concat();
        let mut text: String = words.iter().map(|&i| all[i % all.len()]).collect::<Vec<_>>().join(" ");
        text.push(' ');
        text.push_str(&other);
        let explanation = MODEL.with(|model| model.explain(&text));
        let p = &explanation.prediction.probabilities;
        let (a, b) = (explanation.prediction.class, explanation.prediction.runner_up);
        let log_odds = crate::math::ln(p[a] / p[b]);
        let terms: f64 = explanation.terms.iter().map(|term| term.contribution).sum();
        prop_assert!((explanation.base + terms - log_odds).abs() < 1e-9);
        prop_assert!((explanation.log_odds - log_odds).abs() < 1e-9);
        let words: f64 = explanation.words.iter().map(|word| word.contribution).sum();
        prop_assert!((words - terms).abs() < 1e-9);
        prop_assert!(log_odds + explanation.offset >= -1e-12);
        for term in &explanation.terms {
            prop_assert!(!term.spans.is_empty());
            prop_assert_eq!(text.get(term.spans[0].range()), Some(term.words.as_str()));
        }
        for class in 0..CLASSES.len() {
            let contrast = Contrast { class: Some(class), against: None };
            let explanation = MODEL.with(|model| model.explain_contrast(&text, contrast)).unwrap();
            let p = &explanation.prediction.probabilities;
            let log_odds = crate::math::ln(p[class] / p[explanation.against]);
            let terms: f64 = explanation.terms.iter().map(|term| term.contribution).sum();
            let words: f64 = explanation.words.iter().map(|word| word.contribution).sum();
            prop_assert!((explanation.base + terms - log_odds).abs() < 1e-9);
            prop_assert!((explanation.base + words - log_odds).abs() < 1e-9);
        }
    }
}

#[test]
fn an_analyzer_without_stop_words_or_pieces_trains_as_well() {
    let settings = StanceSettings {
        analyzer: AnalyzerSettings {
            characters: None,
            ..AnalyzerSettings::default().with_stop_words(["de", "en"])
        },
        decision: DecisionRule::MacroF1,
        ..settings()
    };
    let model = train(&rows(&texts(96)), &settings, &classes(), &Watch::none()).unwrap();
    assert!(model.analyzer().vocabulary().feature("de").is_none());
    assert_eq!(
        Model::from_json(&model.to_json()).unwrap().to_json(),
        model.to_json()
    );
}
