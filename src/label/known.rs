//! Predictions made elsewhere, which take the place of the model's own.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::stance::Prediction;

/// Out-of-fold predictions of the texts on which the model was trained.
///
/// A model has seen the texts that trained it and is too sure about them; `run` therefore labels
/// them with predictions of models that had not. They are found by their text, in NFC and white
/// space aside, as the model knows its texts; where the same text stands at several places, by its
/// passage id as well.
#[derive(Debug, Clone, Default)]
pub struct KnownPredictions {
    by_text: HashMap<String, Vec<(String, Prediction)>>,
}

impl KnownPredictions {
    /// No predictions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the prediction of a text; `passage_id` may be empty.
    pub fn insert(&mut self, passage_id: &str, text: &str, prediction: Prediction) {
        let known = self.by_text.entry(fold(text)).or_default();
        known.push((passage_id.to_owned(), prediction));
    }

    /// The prediction of a text: the one of the same passage, else the first that was added.
    pub fn find(&self, passage_id: Option<&str>, text: &str) -> Option<&Prediction> {
        if self.by_text.is_empty() {
            return None;
        }
        let known = self.by_text.get(&fold(text))?;
        let same = known.iter().find(|(id, _)| passage_id == Some(id));
        same.or(known.first()).map(|(_, prediction)| prediction)
    }

    /// Number of predictions.
    pub fn len(&self) -> usize {
        self.by_text.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_text.is_empty()
    }
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.nfc());
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_class(class: usize) -> Prediction {
        Prediction {
            scores: Vec::new(),
            p_values: Vec::new(),
            cross_p_values: Vec::new(),
            probabilities: vec![0.5, 0.5],
            class,
            runner_up: 0,
            margin: 0.0,
            label_set: vec![true, true],
            is_certain: false,
            reason: None,
            top_terms: Vec::new(),
        }
    }

    #[test]
    fn the_same_passage_goes_before_the_same_text() {
        let mut known = KnownPredictions::new();
        known.insert("a:0-3", "Nee  dus.", of_class(1));
        known.insert("b:0-3", "Nee dus.\n", of_class(2));
        let class = |id, text| known.find(id, text).map(|prediction| prediction.class);
        assert_eq!(class(Some("b:0-3"), "Nee dus."), Some(2));
        assert_eq!(class(Some("c:0-3"), "Nee dus."), Some(1));
        assert_eq!(class(None, "Nee dus."), Some(1));
        assert_eq!(class(Some("a:0-3"), "Ja dus."), None);
        assert_eq!(known.len(), 2);
    }
}
