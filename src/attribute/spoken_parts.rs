//! Debates whose format tells headings and tables from text but not who speaks.

use crate::clean::CleanText;
use crate::corpus::Span;
use crate::read::{Layout, PartKind};

/// Takes what the format marks as no running text out of the paragraphs of a turn.
pub(super) fn take_headings(clean: &CleanText, paragraphs: &mut Vec<Span>) -> Vec<Span> {
    let Layout::Parts(parts) = &clean.source().layout else {
        return Vec::new();
    };
    let is_text = |paragraph: &Span| {
        let at = parts
            .parts
            .partition_point(|part| part.span.end <= paragraph.start);
        parts
            .parts
            .get(at)
            .is_none_or(|part| part.kind == PartKind::Text)
    };
    let (text, others) = paragraphs.iter().partition(|paragraph| is_text(paragraph));
    *paragraphs = text;
    others
}

#[cfg(test)]
mod tests {
    use crate::clean::{clean, tests_support::source};
    use crate::read::{Layout, Part, PartKind, Parts};

    use super::*;

    #[test]
    fn a_heading_among_the_words_of_a_speaker_is_nobodys() {
        let text = "De bus rijdt.\n\nDe trein\n\nDe trein staat.";
        let place = |words: &str| {
            let at = text.rfind(words).unwrap();
            Span::new(at, at + words.len())
        };
        let (bus, heading) = (place("De bus rijdt."), Span::new(15, 23));
        let train = place("De trein staat.");
        let part = |span, kind| Part {
            span,
            kind,
            turn: None,
            line: 1,
        };
        let mut source = source(text);
        source.layout = Layout::Parts(Parts {
            parts: vec![
                part(bus, PartKind::Text),
                part(heading, PartKind::Heading),
                part(train, PartKind::Text),
            ],
            ..Parts::default()
        });
        let mut paragraphs = vec![bus, heading, train];
        assert_eq!(take_headings(&clean(source), &mut paragraphs), [heading]);
        assert_eq!(paragraphs, [bus, train]);
    }
}
