//! Where names stand in a text, for those who mask them.

use super::NameSettings;
use super::names::{NameFinder, NameSearch};
use crate::corpus::Span;
use crate::text::Tokenizer;

/// The words of a text that are names or parts of names, in their order; the same ones that count
/// as no term of a model with these settings.
pub fn name_spans(text: &str, settings: &NameSettings) -> Vec<Span> {
    let finder = NameFinder::new(Some(settings));
    let mut search = NameSearch::default();
    let mut spans = Vec::new();
    for token in Tokenizer::tokens(text) {
        let mark = finder.mark(&token.text);
        let place = (token.span.start, token.span.end);
        if finder.is_name(&mut search, mark, text, place) {
            spans.push(token.span);
        }
    }
    spans
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
