//! Sentences packed into passages.

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

/// Words of a text: runs without white space that hold a letter or a digit.
pub fn count_words(text: &str) -> usize {
    let (mut n_words, mut is_counted) = (0, false);
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let was_counted = is_counted;
        if byte.is_ascii() {
            let sort = SORTS[usize::from(byte)];
            is_counted = sort == Sort::Word || was_counted && sort == Sort::Mark;
            rest = behind;
        } else {
            let at = text.len() - rest.len();
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            is_counted = if was_counted {
                !c.is_whitespace()
            } else {
                c.is_alphanumeric()
            };
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
        n_words += usize::from(is_counted && !was_counted);
    }
    n_words
}

/// What a byte in ASCII is to the count of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// White space.
    Space,
    /// A letter or a digit.
    Word,
    /// Anything else.
    Mark,
}

/// The sorts of all bytes; those beyond ASCII have none of their own.
static SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Mark; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        sorts[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => Sort::Space,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Sort::Word,
            _ => Sort::Mark,
        };
        byte += 1;
    }
    sorts
};

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
