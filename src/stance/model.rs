//! The model: labels a text, and knows what it was trained on.

use std::collections::BTreeSet;

use super::conformal::{ConformalScores, is_in_label_set};
use super::decision::decide;
use super::logistic::ClassWeights;
use super::outside::{OutsideLimits, TrainingProfile};
use super::rows::{ClassList, text_hash};
use super::train::FitEffort;
use super::weights::Weights;
use super::{Calibration, DecisionRule, InnerScore, StanceError};
use crate::corpus::Span;
use crate::features::{Analyzer, FeatureScratch, WordSums};
use crate::math;
use crate::text::KnownWords;

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
    pub(super) conformal: ConformalScores,
    pub(super) outside: OutsideLimits,
    pub(super) profile: TrainingProfile,
    pub(super) class_weights: ClassWeights,
    pub(super) decision: DecisionRule,
    pub(super) error_level: f64,
    pub(super) alpha: f64,
    /// Not in the model file.
    pub(super) inner: Option<InnerScore>,
    /// Not in the model file.
    pub(super) effort: Option<FitEffort>,
    pub(super) n_coded: usize,
    pub(super) n_examples: usize,
    pub(super) training_texts: BTreeSet<u64>,
}

/// The error level of label sets where no other is asked for.
pub(super) const DEFAULT_ERROR_LEVEL: f64 = 0.1;

/// Why a label should not be used without a look at the text. Of several reasons the first in this
/// order is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelReason {
    /// The text has no words.
    Empty,
    /// The text is in another language.
    NotDutch,
    /// The model knows no word of the text.
    NoKnownTerms,
    /// The text has more unknown words, or less of what the training texts are about, than 98 % of
    /// held-out training passages: what was measured of the model does not hold for it.
    OutsideTraining,
    /// No class can be told to be the right one: the label set is not the label alone.
    Uncertain,
}

impl LabelReason {
    /// All reasons, the gravest first.
    pub const ALL: [Self; 5] = [
        Self::Empty,
        Self::NotDutch,
        Self::NoKnownTerms,
        Self::OutsideTraining,
        Self::Uncertain,
    ];

    /// The reason as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotDutch => "not_dutch",
            Self::NoKnownTerms => "no_known_terms",
            Self::OutsideTraining => "outside_training",
            Self::Uncertain => "uncertain",
        }
    }

    /// Whether the text is none that the model can know about: scores measured on coded passages
    /// say nothing of its label.
    pub fn is_outside(self) -> bool {
        matches!(
            self,
            Self::NotDutch | Self::NoKnownTerms | Self::OutsideTraining
        )
    }
}

/// The label of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Calibrated probabilities, one per class, 0 to 1, with sum 1.
    pub probabilities: Vec<f64>,
    /// Scores before calibration, one per class; their softmax are the probabilities of the fit.
    pub scores: Vec<f64>,
    /// The conformal p-value of each class, above 0 to 1. The label set at any error level holds
    /// the classes above it, see [`is_in_label_set`].
    pub p_values: Vec<f64>,
    /// The same by CV+, see [`CrossModels`](super::CrossModels); empty where that was not asked
    /// for.
    pub cross_p_values: Vec<f64>,
    /// The class, from 0.
    pub class: usize,
    /// The class that the label was chosen over.
    pub runner_up: usize,
    /// The probability of the class minus the largest of the others; below 0 where the decision
    /// rule prefers a class that is not the most probable.
    pub margin: f64,
    /// Whether each class is in the label set.
    pub label_set: Vec<bool>,
    /// Whether there is no reason to doubt the label: the label set is the label alone, and the
    /// text is like those of the training. Where the set has one class, but the decision rule
    /// prefers another, the label is not certain.
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
    /// What the pieces of a word add to the score of each class.
    word_sums: WordSums,
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
            word_sums: WordSums::default(),
            scores: Vec::new(),
            n_top_terms,
        }
    }

    /// The words of the text labelled last; `None` where they are not all of its words.
    pub(crate) fn words(&self) -> Option<KnownWords<impl Iterator<Item = (Span, Option<u32>)>>> {
        Some(KnownWords {
            id: self.features.words_id(),
            places: self.features.tokens()?,
        })
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

    /// How well its pipeline did in the inner cross-validation that chose the penalty; `None` for a
    /// model read from a file.
    pub fn inner_score(&self) -> Option<InnerScore> {
        self.inner
    }

    /// What the fit to all rows took; `None` for a model read from a file.
    pub fn effort(&self) -> Option<FitEffort> {
        self.effort
    }

    /// The number of coded passages that the model was trained on.
    pub fn n_coded(&self) -> usize {
        self.n_coded
    }

    /// The number of written examples that the model was trained on.
    pub fn n_examples(&self) -> usize {
        self.n_examples
    }

    /// The same model with label sets at another error level: the share of passages of each class
    /// whose label set may miss it.
    ///
    /// # Errors
    /// Where the level is not from 0.001 to 0.5.
    pub fn with_error_level(self, error_level: f64) -> Result<Self, StanceError> {
        if !(0.001..=0.5).contains(&error_level) {
            return Err(StanceError::Setting {
                setting: "error_level",
                found: error_level.to_string(),
                expected: "0.001 to 0.5",
            });
        }
        Ok(Self {
            error_level,
            ..self
        })
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
        self.analyzer.tally(text, &mut scratch.features);
        let Scratch {
            features,
            word_sums,
            scores,
            ..
        } = scratch;
        self.weights
            .score_tally(&self.analyzer, features, word_sums, scores);
        let scores = scratch.scores.clone();
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
        let p_values = self.conformal.p_values(&probabilities);
        let is_in = |p_value: &f64| is_in_label_set(*p_value, self.error_level);
        let label_set: Vec<bool> = p_values.iter().map(is_in).collect();
        let reason = self.doubt(text, class, &label_set, &scratch.features);
        let top_terms = self.top_terms(text, class, runner_up, scratch);
        Prediction {
            top_terms,
            probabilities,
            scores,
            p_values,
            cross_p_values: Vec::new(),
            class,
            runner_up,
            margin,
            label_set,
            is_certain: reason.is_none(),
            reason,
        }
    }

    /// Why the label of the text tallied last should not be used as it is.
    fn doubt(
        &self,
        text: &str,
        class: usize,
        label_set: &[bool],
        features: &FeatureScratch,
    ) -> Option<LabelReason> {
        // Dates and sums of money are tokens, but nobody takes a position with them.
        if !text.contains(char::is_alphabetic) {
            return Some(LabelReason::Empty);
        }
        if features.languages().is_not_dutch() {
            return Some(LabelReason::NotDutch);
        }
        if features.knows_nothing() {
            return Some(LabelReason::NoKnownTerms);
        }
        let distance = self.profile.distance(features);
        if self.outside.is_outside(distance) {
            return Some(LabelReason::OutsideTraining);
        }
        let mut places = label_set.iter().enumerate();
        let is_alone = places.all(|(k, is_in)| *is_in == (k == class));
        (!is_alone).then_some(LabelReason::Uncertain)
    }

    /// The words of the text tallied last that add most to the class's lead over the runner-up.
    fn top_terms(
        &self,
        text: &str,
        class: usize,
        over: usize,
        scratch: &mut Scratch,
    ) -> Vec<String> {
        if scratch.n_top_terms == 0 {
            return Vec::new();
        }
        let Scratch {
            features,
            word_sums,
            n_top_terms,
            ..
        } = scratch;
        let scale = self.calibration.scale;
        self.weights
            .share(features, word_sums, (class, over), scale);
        let mut words: Vec<(f64, u32)> = (features.last_tally().words.iter())
            .filter(|word| word.added > 0.0 && !word.is_name)
            .map(|word| (word.added, word.first))
            .collect();
        words.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        words.truncate(*n_top_terms);
        let spell = |&(_, token): &(f64, u32)| {
            let span = features.token_span(token);
            text.get(span.range()).map(str::to_lowercase)
        };
        words.iter().filter_map(spell).collect()
    }
}
