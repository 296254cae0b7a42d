//! Model files.

use standpunt::stance::{Model, ModelFileError, Prediction, Scratch};

/// Texts that every accepted model must label.
const TEXTS: [&str; 6] = [
    "",
    "12 3",
    "De opvang van asielzoekers moet eerlijk over alle lidstaten worden verdeeld.",
    "De EU-lidstaten sluiten hun buitengrenzen, artikel 3 EVRM; en de grens, de grens, de grens.",
    "Der Minister sagt, dass die Grenzen nicht geschlossen werden und das ist alles.",
    "a e\u{301} ß İ \u{1F600} «grens» 160.000",
];

/// A model file, its hash made right: what is accepted labels any text with probabilities, alone as
/// in a row, explains itself, and is written to the bytes that it is read from.
pub(super) fn model(bytes: &[u8]) {
    let Ok(file) = std::str::from_utf8(bytes) else {
        return;
    };
    let Some(model) = with_its_hash(file) else {
        return;
    };
    let written = model.to_json();
    let read = Model::from_json(&written).expect("what was written is read");
    assert_eq!(read.to_json(), written);
    assert_eq!(read.digest(), model.digest());
    let mut scratch = Scratch::default();
    for text in TEXTS {
        let prediction = model.label(text, &mut scratch);
        check(&model, &prediction, text);
        let alone = read.label(text, &mut Scratch::default());
        assert_eq!(alone, prediction, "alone, `{text}` has another label");
        let _ = (model.explain(text), model.knows_text(text));
    }
}

/// The model of a file whose hash is put right; none where the file is refused for another reason.
pub(super) fn with_its_hash(file: &str) -> Option<Model> {
    match Model::from_json(file) {
        Ok(model) => Some(model),
        Err(ModelFileError::Hash { found, .. }) => {
            let mut draft: serde_json::Value = serde_json::from_str(file).ok()?;
            *draft.get_mut("sha256")? = found.clone().into();
            let model = Model::from_json(&draft.to_string()).ok()?;
            assert_eq!(
                model.digest(),
                found,
                "what is read is not what was written"
            );
            Some(model)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

fn check(model: &Model, prediction: &Prediction, text: &str) {
    let n_classes = model.classes().len();
    let probabilities = &prediction.probabilities;
    assert_eq!(probabilities.len(), n_classes);
    assert!(
        probabilities.iter().all(|p| (0.0..=1.0).contains(p)),
        "{probabilities:?} for `{text}`"
    );
    let sum: f64 = probabilities.iter().sum();
    assert!((sum - 1.0).abs() < 1e-9, "{probabilities:?} for `{text}`");
    assert!(prediction.scores.iter().all(|score| score.is_finite()));
    assert!(prediction.p_values.iter().all(|p| *p > 0.0 && *p <= 1.0));
    assert!(prediction.class < n_classes && prediction.runner_up < n_classes);
    assert_ne!(prediction.class, prediction.runner_up);
    assert!((-1.0..=1.0).contains(&prediction.margin));
    assert_eq!(prediction.is_certain, prediction.reason.is_none());
}
