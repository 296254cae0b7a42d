//! Hand-coded boundaries inside what one speaker says.

use super::sentences::ends_sentence;
use super::word_count::count_words;
use crate::attribute::Turn;
use crate::clean::CleanText;
use crate::corpus::Span;

/// A rest of fewer words than this joins the fixed span before it where that span ends in the
/// middle of a sentence.
const MIN_WORDS_OF_A_REST: usize = 12;

/// The spans in order, inside the text, between characters and apart. Places that were taken in
/// another version of a document would else cut characters, whose words then stood nowhere, or give
/// words to two passages.
pub(super) fn sound(text: &str, fixed: &[Span]) -> Vec<Span> {
    let mut spans = fixed.to_vec();
    spans.sort();
    let mut end = 0;
    for span in &mut spans {
        span.start = boundary(text, span.start).max(end);
        span.end = boundary(text, span.end).max(span.start);
        end = span.end;
    }
    spans.retain(|span| !span.is_empty());
    spans
}

/// The place between two characters at or in front of `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut places = (0..=at.min(text.len())).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_put_in_order_inside_the_text_and_between_characters() {
        // `é` is the bytes 1 and 2.
        let spans = [
            Span::new(4, 90),
            Span::new(0, 2),
            Span::new(2, 5),
            Span::new(50, 60),
        ];
        assert_eq!(
            sound("aébcde", &spans),
            [Span::new(0, 1), Span::new(1, 5), Span::new(5, 7)]
        );
    }
}
