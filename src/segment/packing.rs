//! Sentences packed into passages.

use super::word_count::count_words;
use crate::corpus::Span;

/// How long passages become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentSettings {
    /// No sentence is added that would take a passage beyond this many words.
    pub max_words: usize,
    /// No passage gets more sentences than this, a short last one set aside.
    pub max_sentences: usize,
    /// What is left at the end of a paragraph with fewer words joins the passage before.
    pub min_words: usize,
}

impl Default for SegmentSettings {
    fn default() -> Self {
        Self {
            max_words: 80,
            max_sentences: 4,
            min_words: 25,
        }
    }
}

/// Packs the sentences of one paragraph, given as spans of `text`, into passages.
pub(super) fn pack(text: &str, sentences: &[Span], settings: SegmentSettings) -> Vec<Span> {
    let mut passages: Vec<(Span, usize, usize)> = Vec::new();
    for sentence in sentences {
        let n_words = count_words(&text[sentence.range()]);
        match passages.last_mut() {
            Some((span, words, count))
                if *words + n_words <= settings.max_words && *count < settings.max_sentences =>
            {
                span.end = sentence.end;
                *words += n_words;
                *count += 1;
            }
            _ => passages.push((*sentence, n_words, 1)),
        }
    }
    if let [.., before, last] = passages.as_mut_slice()
        && last.1 < settings.min_words
    {
        before.0.end = last.0.end;
        passages.pop();
    }
    passages.into_iter().map(|(span, _, _)| span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack_words(lengths: &[usize]) -> Vec<usize> {
        let sentences: Vec<String> = lengths
            .iter()
            .map(|n| format!("{}.", vec!["w"; *n].join(" ")))
            .collect();
        let text = sentences.join(" ");
        let mut spans = Vec::new();
        let mut at = 0;
        for sentence in &sentences {
            spans.push(Span::new(at, at + sentence.len()));
            at += sentence.len() + 1;
        }
        let passages = pack(&text, &spans, SegmentSettings::default());
        passages
            .into_iter()
            .map(|span| count_words(&text[span.range()]))
            .collect()
    }

    #[test]
    fn a_passage_is_filled_up_to_the_limit() {
        assert_eq!(pack_words(&[40, 40, 30, 20]), [80, 50]);
    }

    #[test]
    fn a_fifth_sentence_begins_a_passage() {
        assert_eq!(pack_words(&[10, 10, 10, 10, 30]), [40, 30]);
    }

    #[test]
    fn a_short_rest_joins_the_passage_before() {
        assert_eq!(pack_words(&[78, 24]), [102]);
        assert_eq!(pack_words(&[78, 25]), [78, 25]);
    }

    #[test]
    fn a_long_sentence_is_a_passage_of_its_own() {
        assert_eq!(pack_words(&[120, 60]), [120, 60]);
    }
}
