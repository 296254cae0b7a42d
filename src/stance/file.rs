//! The model as a JSON file.
//!
//! One term a line, so that two models can be compared line by line. Numbers are written with the
//! fewest digits that read back to the same bits. The hash is that of the content, not of its
//! layout: a file that an editor has laid out anew is still whole.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::conformal::ConformalScores;
use super::logistic::ClassWeights;
use super::model::DEFAULT_ERROR_LEVEL;
use super::outside::{OutsideLimits, TrainingProfile};
use super::rows::ClassList;
use super::weights::Weights;
use super::{Calibration, DecisionRule, Model, ModelFileError};
use crate::features::{ANALYZER_VERSION, Analyzer, AnalyzerSettings, Vocabulary};
use crate::store::sha256_hex;

/// The name of the format.
const FORMAT: &str = "standpunt-model";

/// The version of the format that this program writes and reads.
pub const FORMAT_VERSION: u32 = 2;

/// A model file whose content is not looked at.
#[derive(Deserialize)]
struct Envelope {
    format: Option<String>,
    format_version: Option<u64>,
    model: Option<Draft>,
}

#[derive(Deserialize)]
struct Draft {
    analyzer: Option<DraftAnalyzer>,
}

#[derive(Deserialize)]
struct DraftAnalyzer {
    version: Option<u64>,
}

/// A model file of this version.
#[derive(Deserialize)]
struct File {
    sha256: String,
    model: Content,
}

/// What a model is, in the order of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    classes: Vec<String>,
    n_coded: usize,
    n_examples: usize,
    alpha: f64,
    class_weights: ClassWeights,
    decision: DecisionRule,
    calibration: Calibration,
    offsets: Vec<f64>,
    outside: OutsideLimits,
    /// For each class the scores of held-out passages, ascending.
    conformal_scores: Vec<Vec<f64>>,
    bias: Vec<f32>,
    analyzer: AnalyzerSettings,
    /// Term, inverse document frequency, weight in each class.
    terms: Vec<(String, f64, Vec<f32>)>,
    /// Sixteen hexadecimal digits for each text.
    training_texts: Vec<String>,
}

impl Model {
    /// The model as a file; the same model is always the same bytes.
    pub fn to_json(&self) -> String {
        let [before, between, behind] = frame();
        let no_hash = "0".repeat(sha256_hex(b"").len());
        let mut file = [before.as_str(), &no_hash, &between].concat();
        let start = file.len();
        self.write_content(&mut file);
        let hash = sha256_hex(file.get(start..).unwrap_or_default().as_bytes());
        file.replace_range(before.len()..before.len() + hash.len(), &hash);
        file.push_str(&behind);
        file
    }

    /// The SHA-256 of the content of the file: the identity of the model.
    pub fn digest(&self) -> String {
        let mut content = String::new();
        self.write_content(&mut content);
        sha256_hex(content.as_bytes())
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Where the text is cut short, is no model, is of another version, was made for another
    /// analyzer, or is not what was written.
    pub fn from_json(text: &str) -> Result<Self, ModelFileError> {
        // A file as it was written needs no second look to tell what is wrong with it, and its hash
        // is that of its own bytes.
        match content_as_written(text).map(serde_json::from_str::<Content>) {
            Some(Ok(content)) if content.analyzer.version == ANALYZER_VERSION => {
                content.into_model()
            }
            _ => Self::from_any_json(text),
        }
    }

    fn from_any_json(text: &str) -> Result<Self, ModelFileError> {
        let json = |source: serde_json::Error| match source.classify() {
            serde_json::error::Category::Data => ModelFileError::Parts { source },
            _ => ModelFileError::Json { source },
        };
        let envelope: Envelope = serde_json::from_str(text).map_err(json)?;
        if envelope.format.as_deref() != Some(FORMAT) {
            return Err(ModelFileError::NotAModel { expected: FORMAT });
        }
        let found = envelope.format_version.unwrap_or(0);
        if found != u64::from(FORMAT_VERSION) {
            return Err(ModelFileError::Version {
                found,
                supported: FORMAT_VERSION.into(),
            });
        }
        let analyzer = envelope.model.and_then(|model| model.analyzer);
        if let Some(found) = analyzer.and_then(|analyzer| analyzer.version)
            && found != u64::from(ANALYZER_VERSION)
        {
            return Err(ModelFileError::Analyzer {
                found,
                supported: u64::from(ANALYZER_VERSION),
            });
        }
        let file: File = serde_json::from_str(text).map_err(json)?;
        let found = sha256_hex(file.model.to_json().as_bytes());
        if found != file.sha256 {
            return Err(ModelFileError::Hash {
                found,
                expected: file.sha256,
            });
        }
        file.model.into_model()
    }

    /// Writes the content behind `out`. A model of a million terms has no room for a second copy.
    fn write_content(&self, out: &mut String) {
        let vocabulary = self.analyzer.vocabulary();
        let terms = vocabulary.terms().iter().zip(vocabulary.idf());
        let terms = (0_u32..)
            .zip(terms)
            .map(|(feature, (term, idf))| (term, idf, self.weights.of(feature)));
        self.content_without_terms().write(out, terms);
    }

    fn content_without_terms(&self) -> Content {
        Content {
            classes: self.classes.ids().to_vec(),
            n_coded: self.n_coded,
            n_examples: self.n_examples,
            alpha: self.alpha,
            class_weights: self.class_weights,
            decision: self.decision,
            calibration: self.calibration.clone(),
            offsets: self.offsets.clone(),
            outside: self.outside,
            conformal_scores: self.conformal.by_class().to_vec(),
            bias: self.weights.bias().to_vec(),
            analyzer: self.analyzer.settings().clone(),
            terms: Vec::new(),
            training_texts: self
                .training_texts
                .iter()
                .map(|hash| format!("{hash:016x}"))
                .collect(),
        }
    }
}

impl Content {
    /// The content in its one layout.
    fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, self.terms.iter());
        out
    }

    /// Writes the content in its one layout, with these terms, behind `out`.
    fn write<T: Serialize>(&self, out: &mut String, terms: impl Iterator<Item = T>) {
        out.push_str("{\n");
        for field in [
            field("classes", &self.classes),
            field("n_coded", &self.n_coded),
            field("n_examples", &self.n_examples),
            field("alpha", &self.alpha),
            field("class_weights", &self.class_weights),
            field("decision", &self.decision),
            field("calibration", &self.calibration),
            field("offsets", &self.offsets),
            field("outside", &self.outside),
        ] {
            out.push_str(&field);
            out.push_str(",\n");
        }
        push_lines(out, "conformal_scores", self.conformal_scores.iter());
        for field in [field("bias", &self.bias), field("analyzer", &self.analyzer)] {
            out.push_str(",\n");
            out.push_str(&field);
        }
        out.push_str(",\n");
        push_lines(out, "terms", terms);
        out.push_str(",\n");
        push_lines(out, "training_texts", self.training_texts.iter());
        out.push_str("\n}");
    }

    fn into_model(self) -> Result<Model, ModelFileError> {
        let classes = ClassList::new(self.classes).map_err(|error| ModelFileError::Shape {
            part: "classes".to_owned(),
            found: error.to_string(),
            expected: "2 to 16 different names".to_owned(),
        })?;
        let k = classes.len();
        has_length("calibration.shifts", self.calibration.shifts.len(), k)?;
        has_length("offsets", self.offsets.len(), k)?;
        has_length("conformal_scores", self.conformal_scores.len(), k)?;
        has_length("bias", self.bias.len(), k)?;
        let mut terms = Vec::with_capacity(self.terms.len());
        let mut idf = Vec::with_capacity(self.terms.len());
        let mut weights = Vec::with_capacity(self.terms.len() * k);
        for (term, frequency, of_term) in self.terms {
            if of_term.len() != k {
                has_length(&format!("the term `{term}`"), of_term.len(), k)?;
            }
            terms.push(term);
            idf.push(frequency);
            weights.extend(of_term);
        }
        all_finite("alpha", [self.alpha])?;
        is_within("calibration.scale", &[self.calibration.scale], 0.0)?;
        is_within("calibration.shifts", &self.calibration.shifts, -LARGEST)?;
        is_within("offsets", &self.offsets, -LARGEST)?;
        for scores in &self.conformal_scores {
            all_finite("conformal_scores", scores.iter().copied())?;
            ascends("conformal_scores", scores.is_sorted())?;
        }
        all_finite("outside", [self.outside.unknown, self.outside.from_mean])?;
        all_finite("bias", self.bias.iter().copied().map(f64::from))?;
        all_finite("terms", weights.iter().copied().map(f64::from))?;
        let vocabulary = Vocabulary::new(terms, idf)
            .and_then(|vocabulary| Analyzer::new(self.analyzer, vocabulary));
        let in_order = self.training_texts.is_sorted_by(|one, next| one < next);
        ascends("training_texts", in_order)?;
        let hashes = self.training_texts.iter().map(|digits| hash_of(digits));
        let training_texts = hashes.collect::<Result<BTreeSet<u64>, _>>()?;
        let analyzer = vocabulary.map_err(|source| ModelFileError::Vocabulary { source })?;
        Ok(Model {
            profile: TrainingProfile::new(&analyzer, self.n_coded.saturating_add(self.n_examples)),
            conformal: ConformalScores::from_scores(self.conformal_scores),
            outside: self.outside,
            training_texts,
            analyzer,
            weights: Weights::new(k, weights, self.bias),
            calibration: self.calibration,
            offsets: self.offsets,
            class_weights: self.class_weights,
            decision: self.decision,
            error_level: DEFAULT_ERROR_LEVEL,
            alpha: self.alpha,
            inner: None,
            effort: None,
            n_coded: self.n_coded,
            n_examples: self.n_examples,
            classes,
        })
    }
}

/// One field on one line.
/// What stands before the hash in a file of this version, between the hash and the content, and
/// behind the content.
fn frame() -> [String; 3] {
    [
        format!(
            "{{\n\"format\": \"{FORMAT}\",\n\"format_version\": {FORMAT_VERSION},\n\"sha256\": \""
        ),
        "\",\n\"model\": ".to_owned(),
        "\n}\n".to_owned(),
    ]
}

/// The content of a file of this version whose bytes are those that were written.
fn content_as_written(text: &str) -> Option<&str> {
    let [before, between, behind] = frame();
    let (hash, content) = text.strip_prefix(&before)?.split_once(&between)?;
    let content = content.strip_suffix(&behind)?;
    (sha256_hex(content.as_bytes()) == hash).then_some(content)
}

fn field<T: Serialize>(name: &str, value: &T) -> String {
    format!("\"{name}\": {}", to_json(value))
}

/// A list with one item a line, behind `out`.
fn push_lines<T: Serialize>(out: &mut String, name: &str, items: impl Iterator<Item = T>) {
    out.extend(["\"", name, "\": [\n"]);
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.push_str(",\n");
        }
        out.push_str(&to_json(&item));
    }
    out.push_str("\n]");
}

/// Numbers, texts and lists of them always have a JSON form.
fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn has_length(part: &str, found: usize, expected: usize) -> Result<(), ModelFileError> {
    if found == expected {
        return Ok(());
    }
    Err(ModelFileError::Shape {
        part: part.to_owned(),
        found: format!("{found} numbers"),
        expected: format!("{expected}, one per class"),
    })
}

/// The largest scale, shift or offset that is read: none that is fitted comes near, and scores stay
/// finite.
const LARGEST: f64 = 1e6;

fn is_within(part: &str, numbers: &[f64], least: f64) -> Result<(), ModelFileError> {
    let is_outside = |number: &&f64| !(least..=LARGEST).contains(*number);
    match numbers.iter().find(is_outside) {
        None => Ok(()),
        Some(number) => Err(ModelFileError::Shape {
            part: part.to_owned(),
            found: number.to_string(),
            expected: format!("numbers from {least} to {LARGEST}"),
        }),
    }
}

fn ascends(part: &str, does: bool) -> Result<(), ModelFileError> {
    if does {
        return Ok(());
    }
    Err(ModelFileError::Shape {
        part: part.to_owned(),
        found: "items out of order".to_owned(),
        expected: "ascending ones".to_owned(),
    })
}

/// The hash that sixteen digits stand for, as they are written.
fn hash_of(digits: &str) -> Result<u64, ModelFileError> {
    let hash = u64::from_str_radix(digits, 16).ok();
    hash.filter(|hash| format!("{hash:016x}") == digits)
        .ok_or_else(|| ModelFileError::Shape {
            part: "training_texts".to_owned(),
            found: format!("`{digits}`"),
            expected: "sixteen hexadecimal digits".to_owned(),
        })
}

fn all_finite(part: &str, numbers: impl IntoIterator<Item = f64>) -> Result<(), ModelFileError> {
    match numbers.into_iter().find(|number| !number.is_finite()) {
        None => Ok(()),
        Some(number) => Err(ModelFileError::Shape {
            part: part.to_owned(),
            found: number.to_string(),
            expected: "finite numbers".to_owned(),
        }),
    }
}
