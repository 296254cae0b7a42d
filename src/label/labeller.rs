//! What labels a text.

/// Gives every text a label. The label depends on the text alone, never on texts seen before.
pub trait Labeller: Send + Sync {
    /// Memory that one thread uses again for every text.
    type Scratch: Default;

    /// The ids of the classes, in the order of the probabilities.
    fn class_ids(&self) -> Vec<String>;

    /// Labels `text`, replacing all of `prediction`.
    fn label(&self, text: &str, scratch: &mut Self::Scratch, prediction: &mut Prediction);
}

/// The label of one text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// One per class, 0 to 1, with sum 1.
    pub probabilities: Vec<f64>,
    /// The place of the class with the largest probability.
    pub class: usize,
    /// The largest probability minus the second, 0 to 1.
    pub margin: f64,
    /// Whether each class is among those that cannot be excluded.
    pub label_set: Vec<bool>,
    /// Whether the label may be used without a look at the text.
    pub is_certain: bool,
    /// Why it may not, as one word; empty where it may.
    pub reason: String,
    /// Whether the model was trained on this very text.
    pub in_training: bool,
    /// Whether the label comes from a model that was not trained on it although another was.
    pub is_out_of_fold: bool,
    /// The terms that speak most for the class, the strongest first.
    pub top_terms: Vec<String>,
}
