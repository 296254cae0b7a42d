//! What one speaker says at a stretch, with its quotations.

use super::quotations_of_turn;
use crate::attribute::Turn;
use crate::clean::{CleanText, Rendered};
use crate::corpus::Span;

/// The paragraphs of one speaker as clean text.
#[derive(Debug)]
pub(super) struct Speech {
    paragraphs: Vec<(Span, Rendered)>,
    /// What is quoted, as spans of the source, in order.
    quoted: Vec<Span>,
}

impl Speech {
    /// Renders the paragraphs of consecutive turns.
    pub(super) fn of(text: &CleanText, turns: &[Turn]) -> Self {
        let paragraphs: Vec<(Span, Rendered)> = turns
            .iter()
            .flat_map(|turn| &turn.paragraphs)
            .map(|&span| (span, text.render(span)))
            .collect();
        let texts: Vec<&str> = paragraphs
            .iter()
            .map(|(_, rendered)| rendered.text.as_str())
            .collect();
        let found = quotations_of_turn(&texts);
        let quoted = paragraphs
            .iter()
            .zip(&found)
            .flat_map(|((_, rendered), spans)| {
                let in_source = |span: &Span| {
                    let start = rendered.source_start(span.start);
                    Span::new(start, rendered.source_end(span.end))
                };
                spans.iter().map(in_source)
            })
            .collect();
        Self { paragraphs, quoted }
    }

    /// The clean text of a paragraph; `None` where the span is none.
    pub(super) fn paragraph(&self, span: Span) -> Option<&Rendered> {
        let place = self
            .paragraphs
            .binary_search_by_key(&span, |(span, _)| *span);
        place
            .ok()
            .and_then(|i| self.paragraphs.get(i))
            .map(|(_, rendered)| rendered)
    }

    /// What is quoted in a passage: byte ranges of its clean text.
    pub(super) fn quotations_in(&self, passage: Span, rendered: &Rendered) -> Vec<Span> {
        let first = self
            .quoted
            .partition_point(|span| span.end <= passage.start);
        self.quoted
            .iter()
            .skip(first)
            .take_while(|span| span.start < passage.end)
            .map(|span| {
                let start = rendered.offset_of(span.start.max(passage.start));
                Span::new(start, rendered.end_of(span.end.min(passage.end)))
            })
            .filter(|span| !span.is_empty())
            .collect()
    }
}

/// The share of the words of a text whose middle lies in one of `spans`, 0 to 1; 0 for no words.
pub(super) fn share_within(text: &str, spans: &[Span]) -> f64 {
    if spans.is_empty() {
        return 0.0;
    }
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let (mut n_words, mut n_within, mut next) = (0_usize, 0_usize, 0);
    for word in text.split_whitespace() {
        let middle = start_of(word) + word.len() / 2;
        while spans.get(next).is_some_and(|span| span.end <= middle) {
            next += 1;
        }
        n_words += 1;
        n_within += usize::from(spans.get(next).is_some_and(|span| span.start <= middle));
    }
    n_within as f64 / n_words.max(1) as f64
}
