//! Why a text got its label: sums that add up to the log-odds shown.

use super::model::{Model, Prediction, Scratch};
use crate::corpus::Span;
use crate::features::FeatureScratch;

/// What the terms of a text add to the log-odds of its label over the runner-up.
///
/// `ln(p_a / p_b) = base + Σ contributions` exactly, with a the label and b the runner-up: terms
/// add `β (W_a − W_b) x`, the base is `β (bias_a − bias_b) + b_a − b_b` with the β and b of the
/// calibration. It says what the model has learned to associate, not why the author wrote the
/// text; the terms of a short text weigh more than the same terms in a long one.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The label.
    pub prediction: Prediction,
    /// Terms by the size of their contribution, the largest first.
    pub terms: Vec<TermContribution>,
    /// Words in the order of the text; what a phrase or piece adds is spread over its words.
    pub words: Vec<WordContribution>,
    /// What the bias of the classes and their frequencies add.
    pub base: f64,
    /// `ln(p_a / p_b)`.
    pub log_odds: f64,
    /// What the decision rule adds before the classes are compared; not part of the log-odds.
    pub offset: f64,
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

impl Model {
    /// Explains the label of a text.
    pub fn explain(&self, text: &str) -> Explanation {
        let mut scratch = Scratch::default();
        let prediction = self.label(text, &mut scratch);
        let (a, b) = (prediction.class, prediction.runner_up);
        let features = &scratch.features;
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
            prediction,
            terms,
            words,
            base,
        }
    }

    fn term(&self, feature: u32) -> String {
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
