//! What labels a text.

use crate::corpus::Span;
use crate::stance::{Model, Prediction, Scratch};
use crate::text::KnownWords;

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

    /// The words of the text that `scratch` labelled last, as [`InstrumentTagger::tag_words`] wants
    /// them; `None` where it does not know them all.
    ///
    /// [`InstrumentTagger::tag_words`]: crate::instruments::InstrumentTagger::tag_words
    fn words(
        _scratch: &Self::Scratch,
    ) -> Option<KnownWords<impl Iterator<Item = (Span, Option<u32>)>>> {
        None::<KnownWords<std::iter::Empty<(Span, Option<u32>)>>>
    }

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

    fn words(scratch: &Scratch) -> Option<KnownWords<impl Iterator<Item = (Span, Option<u32>)>>> {
        scratch.words()
    }

    fn knows_text(&self, text: &str) -> bool {
        Self::knows_text(self, text)
    }
}
