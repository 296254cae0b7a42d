//! Single words that others follow in the same sentence: `kan … de minister`.
//!
//! Says what [`super::nearby::Nearby`] says of patterns, for plain words, in one walk over the
//! letters of a text.

use crate::corpus::eight_letters;

/// The longest first word, in bytes.
const MAX_WORD: usize = 7;

/// First words, and the phrases that follow them in the same sentence.
#[derive(Debug)]
pub(super) struct NearWords {
    /// The first words by their length, each as its letters in one number.
    first: [Vec<u64>; MAX_WORD + 1],
    second: Vec<&'static str>,
    /// Characters that may stand between the two.
    max_gap: usize,
}

impl NearWords {
    /// First words of two to seven small letters in ASCII; phrases of such letters and spaces, none the
    /// beginning of another one.
    pub(super) fn new(
        first: &[&'static str],
        max_gap: usize,
        second: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let mut by_length: [Vec<u64>; MAX_WORD + 1] = Default::default();
        for word in first {
            if let Some(words) = by_length.get_mut(word.len()) {
                words.push(eight_letters(word.as_bytes(), word.len()));
            }
        }
        Self {
            first: by_length,
            second: second.into_iter().collect(),
            max_gap,
        }
    }

    /// How often both stand in a text without overlap, as whole words in any case, counted up to
    /// `most`.
    pub(super) fn count(&self, text: &str, most: u32) -> u32 {
        let bytes = text.as_bytes();
        let (mut n, mut at) = (0, 0);
        while n < most {
            let Some((start, end)) = next_word(bytes, at) else {
                break;
            };
            at = end;
            if self.is_first(bytes, start, end)
                && let Some(end) = self.end_behind(bytes, end)
            {
                n += 1;
                at = end;
            }
        }
        n
    }

    fn is_first(&self, bytes: &[u8], start: usize, end: usize) -> bool {
        self.first.get(end - start).is_some_and(|words| {
            !words.is_empty()
                && words.contains(&eight_letters(
                    bytes.get(start..).unwrap_or_default(),
                    end - start,
                ))
        })
    }

    /// The end of the last phrase that begins within the gap behind byte `from`.
    fn end_behind(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let (mut last, mut n_between, mut at) = (None, 0, from);
        while let Some((start, end)) = next_word(bytes, at) {
            let between = bytes.get(at..start).unwrap_or_default();
            n_between += n_characters(between);
            if n_between > self.max_gap || between.iter().any(|b| matches!(b, b'.' | b'?' | b'!')) {
                break;
            }
            let end_of_phrase = self.phrase_end(bytes, start);
            last = end_of_phrase.or(last);
            let behind = end_of_phrase.unwrap_or(end);
            n_between += n_characters(bytes.get(start..behind).unwrap_or_default());
            at = behind;
        }
        last
    }

    /// Where the phrase that begins at byte `start` ends, if one does.
    fn phrase_end(&self, bytes: &[u8], start: usize) -> Option<usize> {
        self.second.iter().find_map(|phrase| {
            let end = start + phrase.len();
            let found = bytes.get(start..end)?;
            let is_whole = bytes.get(end).is_none_or(|next| !is_part(*next));
            (found.eq_ignore_ascii_case(phrase.as_bytes()) && is_whole).then_some(end)
        })
    }
}

/// Whether a byte belongs to a word: letters, digits and `_` in ASCII.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The next word from byte `from` on.
fn next_word(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = bytes.get(from..)?;
    let start = from + rest.iter().position(|byte| is_part(*byte))?;
    let length = bytes.get(start..)?.iter().position(|byte| !is_part(*byte));
    Some((start, length.map_or(bytes.len(), |length| start + length)))
}

/// Characters of UTF-8: bytes that do not go on with one.
fn n_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    fn words(max_gap: usize) -> NearWords {
        NearWords::new(
            &["kan", "is", "vragen"],
            max_gap,
            ["de minister", "u", "zij"],
        )
    }

    #[test]
    fn both_stand_in_one_sentence_and_not_too_far_apart() {
        let count = |text: &str| words(10).count(text, 2);
        assert_eq!(count("Kan de minister"), 1);
        assert_eq!(count("Kan. De minister"), 0);
        // Ten characters between, then eleven.
        assert_eq!(count("Is 12345678 u"), 1);
        assert_eq!(count("Is éé34567890 u"), 0);
        assert_eq!(count("Is 12345678 uw"), 0);
        assert_eq!(count("kan u, kan u, kan u"), 2);
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "kan",
            "Kan",
            "is",
            "vragen",
            "de",
            "minister",
            "MINISTER",
            "u",
            "zij",
            "één",
            "is_",
            "uw",
            "’",
            ".",
            "?",
            ",",
            "zeer",
            "belangrijke",
            "visum",
            " ",
            " ",
            "kan’",
            "ministers",
        ])
    }

    /// The one pattern and the words, for a gap.
    fn both(max_gap: usize) -> (Regex, NearWords) {
        let pattern = format!(
            r"(?i)(?-u:\b)(kan|is|vragen)(?-u:\b)[^.?!]{{0,{max_gap}}}(?-u:\b)(de minister|u|zij)(?-u:\b)"
        );
        (Regex::new(&pattern).unwrap(), words(max_gap))
    }

    static BOTH: LazyLock<[(Regex, NearWords); 3]> =
        LazyLock::new(|| [both(0), both(10), both(40)]);

    proptest! {
        #[test]
        fn counts_what_one_pattern_with_a_gap_finds(
            pieces in prop::collection::vec(piece(), 0..40), glue in prop::sample::select(vec!["", " "])
        ) {
            let text = pieces.join(glue);
            for (pattern, words) in BOTH.iter() {
                let want = pattern.find_iter(&text).take(3).count();
                prop_assert_eq!(words.count(&text, 3) as usize, want, "{}", text);
            }
        }
    }
}
