//! Predictions made elsewhere, which take the place of the model's own.

use std::collections::HashMap;

use super::Prediction;

/// Out-of-fold predictions of the texts on which the model was trained.
///
/// A model has seen the texts that trained it and is too sure about them; `run` therefore labels
/// them with predictions of models that had not. They are found by their text; where the same text
/// stands at several places, by its passage id as well.
#[derive(Debug, Clone, Default)]
pub struct KnownPredictions {
    by_text: HashMap<String, Vec<(String, Prediction)>>,
}

impl KnownPredictions {
    /// No predictions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the prediction of a text; `passage_id` may be empty. A row that is labelled so has
    /// `in_training` and `out_of_fold` set.
    pub fn insert(&mut self, passage_id: &str, text: &str, prediction: Prediction) {
        let known = self.by_text.entry(text.to_owned()).or_default();
        known.push((passage_id.to_owned(), prediction));
    }

    /// The prediction of a text: the one of the same passage, else the first that was added.
    pub fn find(&self, passage_id: Option<&str>, text: &str) -> Option<&Prediction> {
        let known = self.by_text.get(text)?;
        let same = known.iter().find(|(id, _)| passage_id == Some(id));
        same.or(known.first()).map(|(_, prediction)| prediction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_class(class: usize) -> Prediction {
        Prediction {
            class,
            ..Prediction::default()
        }
    }

    #[test]
    fn the_same_passage_goes_before_the_same_text() {
        let mut known = KnownPredictions::new();
        known.insert("a:0-3", "Nee.", of_class(1));
        known.insert("b:0-3", "Nee.", of_class(2));
        let class = |id, text| known.find(id, text).map(|prediction| prediction.class);
        assert_eq!(class(Some("b:0-3"), "Nee."), Some(2));
        assert_eq!(class(Some("c:0-3"), "Nee."), Some(1));
        assert_eq!(class(None, "Nee."), Some(1));
        assert_eq!(class(Some("a:0-3"), "Ja."), None);
    }
}
