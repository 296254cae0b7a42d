//! Where names stand in a text, for those who mask them.

use super::{NameSettings, NameSpotter};
use crate::corpus::Span;

/// The words of a text that are names or parts of names, in their order; the same ones that count
/// as no term of a model with these settings.
pub fn name_spans(text: &str, settings: &NameSettings) -> Vec<Span> {
    NameSpotter::new(Some(settings)).find(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_slice_the_names() {
        let settings = NameSettings {
            names: ["vvd".to_owned()].into(),
            titles: ["lid".to_owned()].into(),
            particles: ["van".to_owned()].into(),
        };
        let text = "De VVD en het lid Van Dam vragen.";
        let names: Vec<&str> = name_spans(text, &settings)
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect();
        assert_eq!(names, ["VVD", "Van", "Dam"]);
    }
}
