//! Which of some words stand whole inside the lines of a document.

use std::collections::HashMap;
use std::ops::Range;

use crate::corpus::{Runs, eight_letters};

/// The ways in which a word was met.
#[derive(Debug, Default, Clone, Copy)]
struct Met {
    /// As a word of its own, without a hyphen.
    plain: bool,
    /// In front of a hyphen.
    before_hyphen: bool,
    /// With its hyphen.
    hyphenated: bool,
}

/// Words that are asked for, in lower case, with the ways in which a document has them.
#[derive(Debug, Default)]
pub(super) struct WholeWords {
    met: HashMap<String, Met>,
    sketch: Sketch,
    /// Room for a word in lower case.
    lower: String,
}

impl WholeWords {
    /// Asks for words in lower case.
    pub(super) fn asked(words: impl IntoIterator<Item = String>) -> Self {
        let words: Vec<String> = words.into_iter().collect();
        let mut sketch = Sketch::for_words(words.len());
        for word in &words {
            sketch.add(word.as_bytes());
        }
        let unmet = words.into_iter().map(|word| (word, Met::default()));
        let met = unmet.collect();
        Self {
            met,
            sketch,
            lower: String::new(),
        }
    }

    /// Whether no word was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Whether a word that was asked for stands by itself.
    pub(super) fn has_plain(&self, word: &str) -> bool {
        self.met.get(word).is_some_and(|met| met.plain)
    }

    /// Whether a word that was asked for stands in front of a hyphen.
    pub(super) fn has_before_hyphen(&self, word: &str) -> bool {
        self.met.get(word).is_some_and(|met| met.before_hyphen)
    }

    /// Whether a word that was asked for stands with its hyphen.
    pub(super) fn has_hyphenated(&self, word: &str) -> bool {
        self.met.get(word).is_some_and(|met| met.hyphenated)
    }

    /// Meets the words of a line, the first `n_cut` of which, at most one, are parts of words.
    pub(super) fn meet_line(&mut self, line: &str, n_cut: usize) {
        // White space beyond ASCII begins with one of these bytes in UTF-8, and so do most marks.
        // Without a way out early the bytes are looked at many at a time.
        let is_other = |byte: u8| matches!(byte, 0xC2 | 0xE1..=0xE3);
        let has_other = |found: bool, byte: u8| found | is_other(byte);
        if line.bytes().fold(false, has_other) {
            for part in line.split_whitespace().skip(n_cut) {
                self.meet_part(part);
            }
            return;
        }
        let bytes = line.as_bytes();
        let is_plain = line.is_ascii();
        let mut done = if n_cut == 0 { 0 } else { end_of_part(bytes, 0) };
        for run in Runs::of(bytes) {
            if run.start < done {
                continue;
            }
            // Any other run is no word that is asked for, nor a part of one.
            let may_be_part = matches!(bytes.get(run.end), Some(b'-' | b'\''))
                || self.sketch.may_hold(line, &run)
                || !is_plain && !bytes.get(run.clone()).is_none_or(<[u8]>::is_ascii);
            if may_be_part {
                done = end_of_part(bytes, run.end);
                let part = start_of_part(bytes, run.start)..done;
                self.meet_part(line.get(part).unwrap_or(""));
            }
        }
    }

    /// Meets what stands between white space.
    fn meet_part(&mut self, part: &str) {
        if part.is_ascii() && !part.contains('-') {
            let word = without_marks(part);
            if self.sketch.may_hold(part, &word) {
                self.meet_plain(part.get(word).unwrap_or(""));
            }
            return;
        }
        let word = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        self.meet(&word.to_lowercase());
    }

    /// Meets a word in ASCII without a hyphen.
    fn meet_plain(&mut self, word: &str) {
        self.lower.clear();
        self.lower.push_str(word);
        self.lower.make_ascii_lowercase();
        if let Some(met) = self.met.get_mut(&self.lower) {
            met.plain = true;
        }
    }

    /// Meets a word in lower case with its parts between hyphens.
    fn meet(&mut self, word: &str) {
        if !word.contains('-') {
            if let Some(met) = self.met.get_mut(word) {
                met.plain = true;
            }
            return;
        }
        let mut start = 0;
        for (at, _) in word.match_indices('-') {
            let after = &word[at + 1..];
            let end = after.find('-').map_or(word.len(), |length| at + 1 + length);
            let (before, pair) = (&word[start..at], &word[start..end]);
            if !before.is_empty()
                && let Some(met) = self.met.get_mut(before)
            {
                met.before_hyphen = true;
            }
            if let Some(met) = self.met.get_mut(pair) {
                met.hyphenated = true;
            }
            start = at + 1;
        }
    }
}

/// Bits of words by their first and last eight letters and their length, which rule most others out.
#[derive(Debug, Default)]
struct Sketch {
    bits: Vec<u64>,
    /// The number of bits, a power of two.
    n_bits: u64,
}

impl Sketch {
    /// So many that one in 32 other words is not ruled out.
    const BITS_PER_WORD: usize = 32;

    fn for_words(n: usize) -> Self {
        let n_bits = (n * Self::BITS_PER_WORD).next_power_of_two().max(64);
        Self {
            bits: vec![0; n_bits / 64],
            n_bits: n_bits as u64,
        }
    }

    fn add(&mut self, word: &[u8]) {
        let (place, bit) = self.place(word, word.len());
        if let Some(bits) = self.bits.get_mut(place) {
            *bits |= bit;
        }
    }

    /// Whether the word at a place of a text, in ASCII and without a hyphen, may be a sketched one.
    #[inline]
    fn may_hold(&self, text: &str, word: &Range<usize>) -> bool {
        let behind = text.as_bytes().get(word.start..).unwrap_or_default();
        let (place, bit) = self.place(behind, word.len());
        self.bits.get(place).is_some_and(|bits| bits & bit != 0)
    }

    /// The place of the first `length` bytes of a text, small letters and capitals alike.
    #[inline]
    fn place(&self, text: &[u8], length: usize) -> (usize, u64) {
        /// Odd numbers without a pattern in their bits.
        const FACTORS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9];
        let (first, last) = match length.checked_sub(8) {
            None | Some(0) => (eight_letters(text, length), 0),
            Some(at) => (
                eight_letters(text, 8),
                eight_letters(text.get(at..).unwrap_or_default(), 8),
            ),
        };
        let mixed = (first ^ length as u64).wrapping_mul(FACTORS[0])
            ^ last.wrapping_mul(FACTORS[1]).rotate_left(32);
        let bit = (mixed >> 32) & (self.n_bits.wrapping_sub(1));
        (
            usize::try_from(bit / 64).unwrap_or(usize::MAX),
            1 << (bit % 64),
        )
    }
}

/// Where a word in ASCII stands without what is no letter or digit at its ends.
fn without_marks(word: &str) -> Range<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric();
    let bytes = word.as_bytes();
    let start = bytes.iter().position(is_part).unwrap_or(0);
    let end = bytes
        .iter()
        .rposition(is_part)
        .map_or(start, |last| last + 1);
    start..end
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Where the white space in front of byte `at` ends.
fn start_of_part(bytes: &[u8], at: usize) -> usize {
    let head = bytes.get(..at).unwrap_or_default();
    let space = head.iter().rposition(|&byte| is_space(byte));
    space.map_or(0, |space| space + 1)
}

/// Where white space begins from byte `at` on.
fn end_of_part(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest.iter().position(|&byte| is_space(byte));
    length.map_or(bytes.len(), |length| at + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn asked(words: &[&str]) -> WholeWords {
        WholeWords::asked(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn words_count_whole_and_in_any_case() {
        let mut words = asked(&["tegelijk", "eu-lidstaat", "eu", "asielprocedureverordening"]);
        words.meet_line("(Tegelijk) met de EU-lidstaat en", 0);
        words.meet_line("Asielprocedureverordening.", 0);
        assert!(words.has_plain("tegelijk"));
        assert!(words.has_hyphenated("eu-lidstaat"));
        assert!(words.has_before_hyphen("eu") && !words.has_plain("eu"));
        assert!(words.has_plain("asielprocedureverordening"));
    }

    #[test]
    fn a_cut_word_and_a_part_of_a_word_do_not_count() {
        let mut words = asked(&["leg", "zo", "n"]);
        words.meet_line("leg uit, a/zo en zo'n", 1);
        assert!(["leg", "zo", "n"].iter().all(|word| !words.has_plain(word)));
    }

    proptest! {
        #[test]
        fn plain_lines_have_the_words_that_splitting_them_finds(
            line in "[ab]{1,2}([ .,/][aAbB1]{1,10}){0,8}",
            word in "[ab]{1,10}",
            n_cut in 0_usize..2,
        ) {
            let whole: BTreeSet<String> = line
                .split_whitespace()
                .skip(n_cut)
                .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
                .collect();
            let mut words = asked(&[&word]);
            words.meet_line(&line, n_cut);
            prop_assert_eq!(words.has_plain(&word), whole.contains(&word));
        }

        #[test]
        fn lines_have_the_words_of_their_parts(
            line in "[ab]{1,2}([ .,/-][aAbB1éÉ'.-]{1,6}){0,8}",
            word in "[abé']{1,3}(-[ab]{1,2})?",
            n_cut in 0_usize..2,
            end in prop::sample::select(vec!["", " «", "\u{a0}b"]),
        ) {
            let line = format!("{line}{end}");
            let (mut words, mut parts) = (asked(&[&word]), asked(&[&word]));
            words.meet_line(&line, n_cut);
            let whole = line.split_whitespace().skip(n_cut);
            whole.for_each(|part| parts.meet_part(part));
            prop_assert_eq!(words.has_plain(&word), parts.has_plain(&word));
            prop_assert_eq!(words.has_before_hyphen(&word), parts.has_before_hyphen(&word));
            prop_assert_eq!(words.has_hyphenated(&word), parts.has_hyphenated(&word));
        }
    }
}
