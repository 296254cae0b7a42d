//! Words that stand near each other in one sentence: `vragen … de minister`.
//!
//! One pattern `first[^.?!]{0,40}second` would say the same, but its automaton has a state for every
//! way in which several `first` lie back at different distances, and building these takes most of
//! the time of reading. Two patterns without a counted gap have few states.

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::corpus::pattern;

/// Characters that the second words may have.
const MAX_SECOND: usize = 20;

/// What ends a sentence.
const STOPS: [char; 3] = ['.', '?', '!'];

/// First words and the second words that follow them in the same sentence.
#[derive(Debug)]
pub(super) struct Nearby {
    first: Regex,
    second: Regex,
    /// Words that count by themselves.
    alone: Option<Regex>,
    /// Characters that may stand between the two.
    max_gap: usize,
    /// Parts of words of which every place found holds one.
    parts: Option<AhoCorasick>,
}

impl Nearby {
    /// Patterns of whole words; `second` matches at most twenty characters. `None` where one is no
    /// pattern.
    pub(super) fn new(first: &str, max_gap: usize, second: &str) -> Option<Self> {
        Some(Self {
            first: pattern(first)?,
            second: pattern(second)?,
            alone: None,
            max_gap,
            parts: None,
        })
    }

    /// Words that count without others near them; they begin as no first words do.
    pub(super) fn or(self, alone: &str) -> Option<Self> {
        Some(Self {
            alone: Some(pattern(alone)?),
            ..self
        })
    }

    /// Parts of words in ASCII, without `k` and `s` (which Unicode folds with signs beyond ASCII), of
    /// which every place found holds one: a text with none of them needs no further look.
    pub(super) fn with_one_of(self, parts: &[&str]) -> Option<Self> {
        let parts = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(parts);
        Some(Self {
            parts: Some(parts.ok()?),
            ..self
        })
    }

    /// How often they stand in a text without overlap, counted up to `most`.
    pub(super) fn count(&self, text: &str, most: u32) -> u32 {
        if self
            .parts
            .as_ref()
            .is_some_and(|parts| !parts.is_match(text))
        {
            return 0;
        }
        let mut at = 0;
        for n in 0..most {
            match self.next_end(text, at) {
                Some(end) => at = end,
                None => return n,
            }
        }
        most
    }

    /// Where the next ones from byte `from` on end.
    fn next_end(&self, text: &str, from: usize) -> Option<usize> {
        let alone = self
            .alone
            .as_ref()
            .and_then(|words| words.find_at(text, from));
        let mut at = from;
        while let Some(first) = self.first.find_at(text, at) {
            if alone.is_some_and(|alone| alone.start() < first.start()) {
                break;
            }
            if let Some(end) = self.end_of_pair(text, first.start(), first.end()) {
                return Some(end);
            }
            at = first.end();
        }
        alone.map(|alone| alone.end())
    }

    /// The end of the second words behind the first ones from `start` to `end`, or behind shorter
    /// ones from there.
    fn end_of_pair(&self, text: &str, start: usize, end: usize) -> Option<usize> {
        self.end_behind(text, end).or_else(|| {
            let shorter = text.get(..end)?.char_indices().next_back()?.0;
            let first = self.first.find_at(text.get(..shorter)?, start)?;
            (first.start() == start)
                .then(|| self.end_of_pair(text, start, first.end()))
                .flatten()
        })
    }

    /// The end of the last second words that begin within the gap from byte `from` on.
    fn end_behind(&self, text: &str, from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let is_last = |n: usize, c: char| n == self.max_gap || STOPS.contains(&c);
        let last = rest
            .char_indices()
            .enumerate()
            .find(|&(n, (_, c))| is_last(n, c));
        let last = last.map_or(text.len(), |(_, (at, _))| from + at);
        let behind = text.get(last..)?.char_indices().nth(MAX_SECOND + 1);
        let window = text.get(..behind.map_or(text.len(), |(at, _)| last + at))?;
        let mut end = None;
        while let Some(second) = self.second.find_at(window, end.unwrap_or(from)) {
            if second.start() > last {
                break;
            }
            end = Some(second.end());
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use proptest::prelude::*;

    const FIRST: &str = r"(?-u:\b)(kan|deze leden|leden van de [^.]{1,40}fractie)(?-u:\b)";
    const SECOND: &str = r"(?-u:\b)(de minister|vragen|u)(?-u:\b)";
    const ALONE: &str = r"vragen deze leden|graag";

    /// Words that the patterns are made of, and others.
    fn word() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "kan",
            "deze",
            "leden",
            "van",
            "de",
            "VVD-fractie",
            "fractie",
            "minister",
            "vragen",
            "u",
            "graag",
            "één",
            "zeer",
            "belangrijke",
            ".",
            "?",
            "kan.",
            "U",
            "vragen,",
            "fractieleden",
            "kanaal",
        ])
    }

    /// The one pattern and the two, for a gap.
    fn patterns(max_gap: usize) -> (Regex, Nearby) {
        let one = format!(r"{FIRST}[^.?!]{{0,{max_gap}}}{SECOND}|{ALONE}");
        let nearby = Nearby::new(FIRST, max_gap, SECOND).unwrap();
        (Regex::new(&one).unwrap(), nearby.or(ALONE).unwrap())
    }

    static PATTERNS: LazyLock<[(Regex, Nearby); 3]> =
        LazyLock::new(|| [patterns(0), patterns(10), patterns(40)]);

    proptest! {
        #[test]
        fn counts_what_one_pattern_with_a_gap_finds(
            words in prop::collection::vec(word(), 0..40)
        ) {
            let text = words.join(" ");
            for (one, nearby) in PATTERNS.iter() {
                let want = one.find_iter(&text).take(3).count();
                prop_assert_eq!(nearby.count(&text, 3) as usize, want, "{}", text);
            }
        }
    }
}
