//! What labels a text.

use crate::stance::{Model, Prediction, Scratch};

/// Gives every text a label. The label depends on the text alone, never on texts seen before.
pub trait Labeller: Send + Sync {
    /// Memory that one thread uses again for every text.
    type Scratch;

    /// The ids of the classes, in the order of the probabilities.
    fn class_ids(&self) -> &[String];

    /// Memory for one thread, whose predictions name at most `n_top_terms` terms.
    fn scratch(&self, n_top_terms: usize) -> Self::Scratch;

    /// Labels a text.
    fn label(&self, text: &str, scratch: &mut Self::Scratch) -> Prediction;

    /// Whether it learnt from this very text: its label is then no prediction.
    fn knows_text(&self, text: &str) -> bool;
}

impl Labeller for Model {
    type Scratch = Scratch;

    fn class_ids(&self) -> &[String] {
        self.classes().ids()
    }

    fn scratch(&self, n_top_terms: usize) -> Scratch {
        Scratch::with_top_terms(n_top_terms)
    }

    fn label(&self, text: &str, scratch: &mut Scratch) -> Prediction {
        Self::label(self, text, scratch)
    }

    fn knows_text(&self, text: &str) -> bool {
        Self::knows_text(self, text)
    }
}
