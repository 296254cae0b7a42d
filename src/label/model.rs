//! The stance model as what labels a table.

use super::{Labeller, Prediction};
use crate::stance::{self, Model, Scratch};

/// A stance model that labels the rows of a table.
#[derive(Debug)]
pub struct ModelLabeller {
    model: Model,
    n_top_terms: usize,
}

impl ModelLabeller {
    /// Labels with `model` and names at most `n_top_terms` words a row.
    pub fn new(model: Model, n_top_terms: usize) -> Self {
        Self { model, n_top_terms }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

/// Memory of one thread.
#[derive(Debug, Default)]
pub struct ModelScratch(Option<Scratch>);

impl Labeller for ModelLabeller {
    type Scratch = ModelScratch;

    fn class_ids(&self) -> Vec<String> {
        self.model.classes().ids().to_vec()
    }

    fn label(&self, text: &str, scratch: &mut ModelScratch, prediction: &mut Prediction) {
        let scratch = scratch.0.get_or_insert_with(|| Scratch::with_top_terms(self.n_top_terms));
        *prediction = Prediction {
            in_training: self.model.knows_text(text),
            ..Prediction::from(self.model.label(text, scratch))
        };
    }
}

impl From<stance::Prediction> for Prediction {
    fn from(prediction: stance::Prediction) -> Self {
        Self {
            probabilities: prediction.probabilities,
            class: prediction.class,
            margin: prediction.margin,
            label_set: prediction.label_set,
            is_certain: prediction.is_certain,
            reason: prediction.reason.map_or("", |reason| reason.as_str()).to_owned(),
            in_training: false,
            is_out_of_fold: false,
            top_terms: prediction.top_terms,
        }
    }
}
