//! An explanation as JSON.
//!
//! The form is stable: [`EXPLANATION_FORMAT_VERSION`] rises when a key changes its name or
//! meaning; new keys may come. `docs/explanations.md` describes every key.

use serde::Serialize;

use super::term_names::TermKind;
use crate::math;
use crate::stance::{Explanation, LabelReason, Model};

/// The version of the keys of an explanation as JSON.
pub const EXPLANATION_FORMAT_VERSION: u32 = 1;

/// What is explained.
#[derive(Debug, Clone, Copy)]
pub struct ExplainedText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its id in the table that it comes from.
    pub passage_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    format_version: u32,
    model_sha256: String,
    passage_id: Option<&'a str>,
    text: &'a str,
    in_training: bool,
    label: &'a str,
    runner_up: &'a str,
    most_probable: &'a str,
    is_certain: bool,
    reason: Option<&'static str>,
    label_set: Vec<&'a str>,
    classes: Vec<Class<'a>>,
    contrast: Sum<'a>,
    terms: Vec<Term<'a>>,
    words: Vec<Word<'a>>,
}

#[derive(Serialize)]
struct Class<'a> {
    id: &'a str,
    probability: f64,
    offset: f64,
}

#[derive(Serialize)]
struct Sum<'a> {
    class: &'a str,
    against: &'a str,
    log_odds: f64,
    base_rate: f64,
    offset: f64,
}

#[derive(Serialize)]
struct Term<'a> {
    #[serde(rename = "term")]
    spelling: &'a str,
    kind: &'static str,
    words: &'a str,
    spans: Vec<[usize; 2]>,
    contribution: f64,
}

#[derive(Serialize)]
struct Word<'a> {
    #[serde(rename = "word")]
    spelling: &'a str,
    start: usize,
    end: usize,
    contribution: f64,
}

/// The explanation as one JSON object on one line, with a line feed behind it. Numbers read back
/// to the same bits; places are byte offsets in the text in UTF-8.
pub fn explanation_json(
    explained: ExplainedText<'_>,
    explanation: &Explanation,
    model: &Model,
) -> String {
    let document = document(explained, explanation, model);
    match serde_json::to_string(&document) {
        Ok(json) => json + "\n",
        Err(error) => unreachable!("strings, numbers and lists are JSON: {error}"),
    }
}

fn document<'a>(
    explained: ExplainedText<'a>,
    explanation: &'a Explanation,
    model: &'a Model,
) -> Document<'a> {
    let (classes, prediction) = (model.classes(), &explanation.prediction);
    let set = classes.ids().iter().zip(&prediction.label_set);
    Document {
        format: "standpunt-explanation",
        format_version: EXPLANATION_FORMAT_VERSION,
        model_sha256: model.digest(),
        passage_id: explained.passage_id,
        text: explained.text,
        in_training: model.knows_text(explained.text),
        label: classes.id(prediction.class),
        runner_up: classes.id(prediction.runner_up),
        most_probable: classes.id(math::argmax(&prediction.probabilities)),
        is_certain: prediction.is_certain,
        reason: prediction.reason.map(LabelReason::as_str),
        label_set: set
            .filter(|(_, is_in)| **is_in)
            .map(|(id, _)| id.as_str())
            .collect(),
        classes: classes
            .ids()
            .iter()
            .zip(prediction.probabilities.iter().zip(&explanation.offsets))
            .map(|(id, (&probability, &offset))| Class {
                id,
                probability,
                offset,
            })
            .collect(),
        contrast: Sum {
            class: classes.id(explanation.class),
            against: classes.id(explanation.against),
            log_odds: explanation.log_odds,
            base_rate: explanation.base,
            offset: explanation.offset,
        },
        terms: terms(explanation),
        words: words(explained.text, explanation),
    }
}

fn terms(explanation: &Explanation) -> Vec<Term<'_>> {
    explanation
        .terms
        .iter()
        .map(|found| Term {
            spelling: &found.term,
            kind: TermKind::of(&found.term).as_str(),
            words: &found.words,
            spans: found.spans.iter().map(|s| [s.start, s.end]).collect(),
            contribution: found.contribution,
        })
        .collect()
}

fn words<'a>(text: &'a str, explanation: &Explanation) -> Vec<Word<'a>> {
    explanation
        .words
        .iter()
        .map(|found| Word {
            spelling: text.get(found.span.range()).unwrap_or(""),
            start: found.span.start,
            end: found.span.end,
            contribution: found.contribution,
        })
        .collect()
}
