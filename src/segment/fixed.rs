//! Hand-coded boundaries inside what one speaker says.

use super::packing::count_words;
use super::sentences::ends_sentence;
use crate::attribute::Turn;
use crate::clean::CleanText;
use crate::corpus::Span;

/// A rest of fewer words than this joins the fixed span before it where that span ends in the
/// middle of a sentence.
const MIN_WORDS_OF_A_REST: usize = 12;

/// The fixed spans inside the turns of one speaker, cut at its ends, with short rests joined.
pub(super) fn spans_inside(text: &CleanText, speech: &[Turn], fixed: &[Span]) -> Vec<Span> {
    let paragraphs: Vec<Span> = speech
        .iter()
        .flat_map(|turn| turn.paragraphs.iter().copied())
        .collect();
    let (Some(first), Some(last)) = (paragraphs.first(), paragraphs.last()) else {
        return Vec::new();
    };
    let whole = Span::new(first.start, last.end);
    let from = fixed.partition_point(|span| span.end <= whole.start);
    let inside = fixed[from..]
        .iter()
        .take_while(|span| span.start < whole.end);
    let mut spans: Vec<Span> = inside
        .map(|span| Span::new(span.start.max(whole.start), span.end.min(whole.end)))
        .filter(|span| {
            let next = paragraphs.partition_point(|paragraph| paragraph.end <= span.start);
            let next = paragraphs.get(next);
            next.is_some_and(|paragraph| paragraph.overlap(*span) > 0)
        })
        .collect();
    for rest in rests(speech, &spans) {
        let above = spans.partition_point(|span| span.end < rest.start);
        let joined = spans
            .get_mut(above)
            .filter(|span| span.end == rest.start)
            .filter(|span| belongs_to(text, **span, rest));
        if let Some(span) = joined {
            span.end = rest.end;
        }
    }
    spans
}

/// Whether a rest is the end of the last sentence of the span before it, or has no words.
fn belongs_to(text: &CleanText, span: Span, rest: Span) -> bool {
    let before = text.render(span).text;
    let rest = text.render(rest).text;
    let n_words = count_words(&rest);
    !rest.is_empty() && (n_words == 0 || !ends_sentence(&before) && n_words < MIN_WORDS_OF_A_REST)
}

/// The parts of the paragraphs that lie outside the taken spans.
pub(super) fn rests(speech: &[Turn], taken: &[Span]) -> Vec<Span> {
    let mut rests = Vec::new();
    for paragraph in speech.iter().flat_map(|turn| &turn.paragraphs) {
        let mut at = paragraph.start;
        let from = taken.partition_point(|span| span.end <= paragraph.start);
        for span in taken[from..]
            .iter()
            .take_while(|span| span.start < paragraph.end)
        {
            if span.start > at {
                rests.push(Span::new(at, span.start));
            }
            at = at.max(span.end);
        }
        if at < paragraph.end {
            rests.push(Span::new(at, paragraph.end));
        }
    }
    rests
}
