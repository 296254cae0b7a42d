//! Words: tokens, sentences, quotations, dates, the parts of a motion.

use standpunt::attribute::{NameContext, read_motion, split_names};
use standpunt::corpus::{LexiconTerm, Span, find_dutch_date};
use standpunt::features::NameSpotter;
use standpunt::segment::{
    count_words, is_reported, parse_spans, quotations_of_turn, quoted_share, quoted_spans,
    sentences as cut, without_quotations, without_spans,
};
use standpunt::text::{Stemmer, Tokenizer};

use super::documents::{abbreviations, registers};

/// Tokens lie in the text in order, are in normal form, and are the same tokens when they stand
/// alone.
pub(super) fn tokens(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let tokens = Tokenizer::tokens(text);
    check_order(text, tokens.iter().map(|token| token.span));
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let joined = words.join(" ");
    let again = Tokenizer::tokens(&joined);
    let again: Vec<&str> = again.iter().map(|token| token.text.as_str()).collect();
    assert_eq!(words, again);
    let mut used = Stemmer::default();
    for word in words {
        assert!(!word.is_empty());
        assert_eq!(used.stem(word), Stemmer::default().stem(word), "{word}");
    }
    let _ = text.parse::<LexiconTerm>();
    check_order(text, NameSpotter::new(None).find(text));
    check_order(
        text,
        registers()
            .parties
            .find_all(text, None)
            .into_iter()
            .map(|mention| mention.span),
    );
    if let Some(date) = find_dutch_date(text) {
        assert_eq!(date.to_string().parse(), Ok(date));
    }
}

/// Sentences and quotations lie in the text in order; between sentences is nothing but space.
pub(super) fn sentences(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let found = cut(text, abbreviations());
    check_order(text, found.iter().copied());
    let mut end = 0;
    for span in &found {
        assert!(
            text[end..span.start].trim().is_empty(),
            "words between sentences"
        );
        assert_eq!(text[span.range()].trim(), &text[span.range()]);
        end = span.end;
    }
    assert!(
        text[end..].trim().is_empty(),
        "words behind the last sentence"
    );
    let inside: usize = found.iter().map(|s| count_words(&text[s.range()])).sum();
    assert!(
        inside >= count_words(text),
        "a word is lost between sentences"
    );

    let quoted = quoted_spans(text);
    check_order(text, quoted.iter().copied());
    assert!((0.0..=1.0).contains(&quoted_share(text)));
    let cell: Vec<String> = quoted.iter().map(ToString::to_string).collect();
    assert_eq!(parse_spans(&cell.join(";"), text), Some(quoted.clone()));
    assert!(without_quotations(text).len() <= text.len());
    assert!(without_spans(text, &quoted, 3).len() <= text.len());
    let paragraphs: Vec<&str> = text.split('\n').collect();
    let of_turn = quotations_of_turn(&paragraphs);
    assert_eq!(of_turn.len(), paragraphs.len());
    for (paragraph, spans) in paragraphs.iter().zip(of_turn) {
        check_order(paragraph, spans);
    }
    let _ = is_reported(paragraphs[0], text, "");
}

/// The first line is the title of a motion, the others its paragraphs: every byte of every
/// paragraph is in exactly one part.
pub(super) fn motion(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    let paragraphs: Vec<&str> = rest.split('\n').map(str::trim).collect();
    let context = NameContext {
        registers: registers(),
        date: "2024-03-05".parse().ok(),
        chamber: "Tweede Kamer",
    };
    let reading = read_motion(title, &paragraphs, &context);
    let mut at = (0, 0);
    for part in &reading.parts {
        while part.paragraph > at.0 {
            assert_eq!(
                at.1,
                paragraphs[at.0].len(),
                "the end of a paragraph is lost"
            );
            at = (at.0 + 1, 0);
        }
        assert_eq!((part.paragraph, part.span.start), at, "{:?}", reading.parts);
        assert!(paragraphs[part.paragraph].get(part.span.range()).is_some());
        at.1 = part.span.end;
    }
    let left = paragraphs
        .iter()
        .skip(at.0)
        .map(|text| text.len())
        .sum::<usize>();
    assert_eq!(left, at.1, "what stands behind the last part is lost");
    for name in split_names(title).names {
        assert_eq!(name.name.trim(), name.name);
    }
}

/// Spans are not empty, in order, apart, and cut no character.
fn check_order(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(
            span.start >= end && !span.is_empty(),
            "{span:?} behind {end}"
        );
        assert!(
            text.get(span.range()).is_some(),
            "{span:?} cuts a character"
        );
        end = span.end;
    }
}
