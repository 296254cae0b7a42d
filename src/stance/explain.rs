//! Why a text got its label: sums that add up to the log-odds shown.

use super::model::{Model, Prediction, Scratch};
use crate::corpus::Span;
use crate::features::FeatureScratch;

/// What the terms of a text add to the log-odds of a class over another one.
///
/// `ln(p_a / p_b) = base + Σ contributions` exactly, with a the class explained and b the one it is
/// held against: terms add `β (W_a − W_b) x`, the base is `β (bias_a − bias_b) + b_a − b_b` with the
/// β and b of the calibration; words add up to what terms add up to. It says what the model has
/// learned to associate, not why the author wrote the text; the terms of a short text weigh more
/// than the same terms in a long one. Checked by `contributions_sum_to_the_log_odds` and
/// `the_contrast_of_the_published_weights_is_the_published_one`.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The label.
    pub prediction: Prediction,
    /// The class that the contributions speak for, a; the label unless another was asked for.
    pub class: usize,
    /// The class that they speak against, b; the runner-up unless another was asked for.
    pub against: usize,
    /// Terms by the size of their contribution, the largest first.
    pub terms: Vec<TermContribution>,
    /// Words in the order of the text; what a phrase or piece adds is spread over its words.
    pub words: Vec<WordContribution>,
    /// What the bias of the classes and their frequencies add.
    pub base: f64,
    /// `ln(p_a / p_b)`.
    pub log_odds: f64,
    /// What the decision rule adds to a over b before the classes are compared; not part of the
    /// log-odds.
    pub offset: f64,
    /// What the decision rule adds to `ln p` of each class, K.
    pub offsets: Vec<f64>,
}

/// One term of the model in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct TermContribution {
    /// The term as it stands in the vocabulary.
    pub term: String,
    /// Its first occurrence as it stands in the text.
    pub words: String,
    /// Every place where it stands, as byte offsets in the text.
    pub spans: Vec<Span>,
    /// What it adds to the log-odds.
    pub contribution: f64,
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordContribution {
    /// Its place, as byte offsets in the text.
    pub span: Span,
    /// What its terms add to the log-odds.
    pub contribution: f64,
}

/// Two classes to hold against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contrast {
    /// The class to speak for; the label where absent.
    pub class: Option<usize>,
    /// The class to speak against; where absent the label, or the runner-up where the label itself
    /// is explained.
    pub against: Option<usize>,
}

impl Contrast {
    /// The two classes for a text with this prediction; `None` where they are one and the same.
    pub fn classes(self, prediction: &Prediction) -> Option<(usize, usize)> {
        let class = self.class.unwrap_or(prediction.class);
        let against = self.against.unwrap_or(if class == prediction.class {
            prediction.runner_up
        } else {
            prediction.class
        });
        (class != against).then_some((class, against))
    }
}

impl Model {
    /// Explains the label of a text against the runner-up.
    pub fn explain(&self, text: &str) -> Explanation {
        let mut scratch = Scratch::default();
        let prediction = self.label(text, &mut scratch);
        let classes = (prediction.class, prediction.runner_up);
        self.explanation(text, &mut scratch, prediction, classes)
    }

    /// Explains what speaks for one class and against another; `None` where the contrast names
    /// the same class twice.
    ///
    /// ```no_run
    /// # fn explain(model: &standpunt::stance::Model) -> Option<()> {
    /// use standpunt::stance::Contrast;
    /// let why_not_1 = Contrast { class: Some(1), against: None };
    /// let explanation = model.explain_contrast("Meer grip op migratie.", why_not_1)?;
    /// let sum: f64 = explanation.terms.iter().map(|term| term.contribution).sum();
    /// assert!((explanation.base + sum - explanation.log_odds).abs() < 1e-9);
    /// # Some(()) }
    /// ```
    pub fn explain_contrast(&self, text: &str, contrast: Contrast) -> Option<Explanation> {
        let mut scratch = Scratch::default();
        let prediction = self.label(text, &mut scratch);
        let classes = contrast.classes(&prediction)?;
        Some(self.explanation(text, &mut scratch, prediction, classes))
    }

    fn explanation(
        &self,
        text: &str,
        scratch: &mut Scratch,
        prediction: Prediction,
        (a, b): (usize, usize),
    ) -> Explanation {
        self.analyzer.row(text, &mut scratch.features);
        let features = &scratch.features;
        let terms = self.term_contributions(text, features, (a, b));
        let words = (0_u32..)
            .zip(self.token_contributions(a, b, features))
            .map(|(token, contribution)| WordContribution {
                span: features.token_span(token),
                contribution,
            })
            .collect();
        let of = |values: &[f64]| difference(values, a, b);
        let base = self.calibration.scale * self.weights.bias_contrast(a, b)
            + of(&self.calibration.shifts);
        Explanation {
            log_odds: base + terms.iter().map(|term| term.contribution).sum::<f64>(),
            offset: of(&self.offsets),
            offsets: self.offsets.clone(),
            prediction,
            class: a,
            against: b,
            terms,
            words,
            base,
        }
    }

    /// The terms of the text seen last with what they add, the largest first.
    fn term_contributions(
        &self,
        text: &str,
        features: &FeatureScratch,
        (a, b): (usize, usize),
    ) -> Vec<TermContribution> {
        let mut spans: Vec<Vec<Span>> = vec![Vec::new(); features.last_row().features.len()];
        for occurrence in features.occurrences() {
            if let Some(of_term) = features
                .place(occurrence.feature)
                .and_then(|place| spans.get_mut(place))
            {
                of_term.push(features.span(occurrence.tokens));
            }
        }
        let mut terms: Vec<TermContribution> = features
            .last_row()
            .features
            .iter()
            .zip(self.contributions(a, b, features))
            .zip(spans)
            .map(|((&feature, contribution), spans)| TermContribution {
                term: self.term(feature),
                words: spans
                    .first()
                    .and_then(|span| text.get(span.range()))
                    .unwrap_or("")
                    .to_owned(),
                spans,
                contribution,
            })
            .collect();
        terms.sort_by(|x, y| {
            let by_size = y.contribution.abs().total_cmp(&x.contribution.abs());
            by_size.then_with(|| x.term.cmp(&y.term))
        });
        terms
    }

    /// The term of a feature as it stands in the vocabulary.
    pub(super) fn term(&self, feature: u32) -> String {
        let terms = self.analyzer.vocabulary().terms();
        terms.get(feature as usize).cloned().unwrap_or_default()
    }

    /// What each feature of the row made last adds to `ln(p_a / p_b)`, in the order of the row.
    fn contributions(&self, a: usize, b: usize, features: &FeatureScratch) -> Vec<f64> {
        let contrast = self.weights.contrast(features.last_row(), a, b);
        contrast.map(|x| self.calibration.scale * x).collect()
    }

    /// What each token of the text scored last adds to `ln(p_a / p_b)`: of a feature that occurs
    /// n times over m tokens, each of these gets a share of 1 / (n m).
    pub(super) fn token_contributions(
        &self,
        a: usize,
        b: usize,
        features: &FeatureScratch,
    ) -> Vec<f64> {
        let contributions = self.contributions(a, b, features);
        let counts = features.last_row().counts;
        let mut of_token = vec![0.0; features.n_tokens()];
        for occurrence in features.occurrences() {
            let Some(place) = features.place(occurrence.feature) else {
                continue;
            };
            let (Some(contribution), Some(&count)) = (contributions.get(place), counts.get(place))
            else {
                continue;
            };
            let (first, last) = (occurrence.tokens.first, occurrence.tokens.last);
            let share = contribution / (f64::from(count) * f64::from(last - first + 1));
            for token in first..=last {
                if let Some(sum) = of_token.get_mut(token as usize) {
                    *sum += share;
                }
            }
        }
        of_token
    }
}

fn difference(values: &[f64], a: usize, b: usize) -> f64 {
    let value = |k: usize| values.get(k).copied().unwrap_or(0.0);
    value(a) - value(b)
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
