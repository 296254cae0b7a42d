//! The model: labels a text, and knows what it was trained on.

use std::collections::BTreeSet;

use super::conformal::label_set;
use super::decision::decide;
use super::logistic::ClassWeights;
use super::rows::{ClassList, text_hash};
use super::weights::Weights;
use super::{Calibration, DecisionRule};
use crate::features::{Analyzer, FeatureScratch, NAME_NUMBER};
use crate::math;

/// A trained stance model.
///
/// Can be shared by threads; each brings a [`Scratch`] of its own.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) classes: ClassList,
    pub(super) analyzer: Analyzer,
    pub(super) weights: Weights,
    pub(super) calibration: Calibration,
    /// Added to `ln p_k` before the largest is taken.
    pub(super) offsets: Vec<f64>,
    /// Largest `1 − p_k` with which a class belongs to the label set.
    pub(super) thresholds: Vec<Option<f64>>,
    pub(super) class_weights: ClassWeights,
    pub(super) decision: DecisionRule,
    pub(super) error_level: f64,
    pub(super) alpha: f64,
    pub(super) n_coded: usize,
    pub(super) n_examples: usize,
    pub(super) training_texts: BTreeSet<u64>,
}

/// Why a label should not be used without a look at the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelReason {
    /// The text has no words.
    Empty,
    /// The model knows no word of the text.
    NoKnownTerms,
    /// No class can be told to be the right one: the label set is not the label alone.
    Uncertain,
}

impl LabelReason {
    /// The reason as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoKnownTerms => "no_known_terms",
            Self::Uncertain => "uncertain",
        }
    }
}

/// The label of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Calibrated probabilities, one per class, 0 to 1, with sum 1.
    pub probabilities: Vec<f64>,
    /// The class, from 0.
    pub class: usize,
    /// The class that the label was chosen over.
    pub runner_up: usize,
    /// The probability of the class minus the largest of the others; below 0 where the decision
    /// rule prefers a class that is not the most probable.
    pub margin: f64,
    /// Whether each class is in the label set.
    pub label_set: Vec<bool>,
    /// Whether the label set is the label alone.
    pub is_certain: bool,
    /// Why not; none where it is certain.
    pub reason: Option<LabelReason>,
    /// Words of the text that speak most for the class and against the runner-up, in lower case,
    /// the strongest first; stop words are never among them.
    pub top_terms: Vec<String>,
}

/// Memory that one thread uses again for every text; serves any model.
#[derive(Debug)]
pub struct Scratch {
    pub(super) features: FeatureScratch,
    scores: Vec<f64>,
    n_top_terms: usize,
}

/// The number of words that a prediction names.
const DEFAULT_TOP_TERMS: usize = 5;

impl Default for Scratch {
    fn default() -> Self {
        Self::with_top_terms(DEFAULT_TOP_TERMS)
    }
}

impl Scratch {
    /// A scratch whose predictions name at most `n_top_terms` words.
    pub fn with_top_terms(n_top_terms: usize) -> Self {
        Self {
            features: FeatureScratch::default(),
            scores: Vec::new(),
            n_top_terms,
        }
    }
}

impl Model {
    /// The classes.
    pub fn classes(&self) -> &ClassList {
        &self.classes
    }

    /// What the model counts in a text.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// The strength of the penalty that was chosen.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The number of coded passages that the model was trained on.
    pub fn n_coded(&self) -> usize {
        self.n_coded
    }

    /// The number of written examples that the model was trained on.
    pub fn n_examples(&self) -> usize {
        self.n_examples
    }

    /// The error level of label sets.
    pub fn error_level(&self) -> f64 {
        self.error_level
    }

    /// How scores become probabilities.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Whether the model was trained on this text, white space aside: its label is then no
    /// prediction.
    pub fn knows_text(&self, text: &str) -> bool {
        self.training_texts.contains(&text_hash(text))
    }

    /// Labels a text. The label depends on the text alone.
    pub fn label(&self, text: &str, scratch: &mut Scratch) -> Prediction {
        let row = self.analyzer.row(text, &mut scratch.features);
        self.weights.score(row, &mut scratch.scores);
        let probabilities = {
            self.calibration.apply(&mut scratch.scores);
            scratch.scores.clone()
        };
        let log_probabilities = &mut scratch.scores;
        for p in log_probabilities.iter_mut() {
            *p = math::ln(p.max(f64::MIN_POSITIVE));
        }
        let class = decide(log_probabilities, &self.offsets);
        if let Some(own) = log_probabilities.get_mut(class) {
            *own = f64::NEG_INFINITY;
        }
        let runner_up = match decide(log_probabilities, &self.offsets) {
            0 if class == 0 => 1,
            other => other,
        };
        let own = probabilities.get(class).copied().unwrap_or(0.0);
        let others = probabilities
            .iter()
            .enumerate()
            .filter(|(k, _)| *k != class);
        let margin = own - others.map(|(_, p)| *p).fold(0.0, f64::max);
        let label_set = label_set(&probabilities, &self.thresholds);
        let is_alone = label_set
            .iter()
            .enumerate()
            .all(|(k, is_in)| *is_in == (k == class));
        let reason = if scratch.features.n_tokens() == 0 {
            Some(LabelReason::Empty)
        } else if scratch.features.last_row().features.is_empty() {
            Some(LabelReason::NoKnownTerms)
        } else if is_alone {
            None
        } else {
            Some(LabelReason::Uncertain)
        };
        Prediction {
            top_terms: self.top_terms(text, class, runner_up, scratch),
            probabilities,
            class,
            runner_up,
            margin,
            label_set,
            is_certain: reason.is_none(),
            reason,
        }
    }

    /// The words of the text scored last that add most to the class's lead over the runner-up.
    fn top_terms(&self, text: &str, class: usize, over: usize, scratch: &Scratch) -> Vec<String> {
        if scratch.n_top_terms == 0 {
            return Vec::new();
        }
        let mut words: Vec<(u32, usize, f64)> = self
            .token_contributions(class, over, &scratch.features)
            .into_iter()
            .enumerate()
            .zip(scratch.features.word_numbers())
            .map(|((token, contribution), &word)| (word, token, contribution))
            .collect();
        words.sort_by_key(|&(word, token, _)| (word, token));
        words.dedup_by(|next, first| {
            let is_same = next.0 == first.0;
            if is_same {
                first.2 += next.2;
            }
            is_same
        });
        words.retain(|&(word, _, contribution)| contribution > 0.0 && word != NAME_NUMBER);
        words.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
        words.truncate(scratch.n_top_terms);
        let spell = |(_, token, _): (u32, usize, f64)| {
            let span = scratch.features.token_span(u32::try_from(token).ok()?);
            text.get(span.range()).map(str::to_lowercase)
        };
        words.into_iter().filter_map(spell).collect()
    }
}
