//! Finds the terms of a list in a text, in one pass.

use aho_corasick::automaton::Automaton as _;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind};

use super::InstrumentError;
use crate::corpus::{CueTerm, LexiconWord, WordShape};

/// How many words a gap (`…`) in a term may hold.
const MAX_GAP_WORDS: usize = 3;

/// A term whose first word may stand at these bytes of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    pub(super) term: usize,
    start: usize,
    end: usize,
}

/// The terms of a list, laid out for search: an automaton of their first words, behind each of
/// which the others are looked for where it stands.
#[derive(Debug, Clone)]
pub(super) struct CueFinder {
    automaton: DFA,
    /// By pattern of the automaton: the terms whose first word it is.
    beginning: Vec<Vec<usize>>,
    terms: Vec<CueTerm>,
    /// By pattern of the automaton: whether it is the leading letters and digits of a longer first
    /// word.
    is_head: Vec<bool>,
    /// Whether each first word starts with a letter or digit.
    starts_in_words: bool,
    /// The most bytes that a first word goes on behind its leading letters and digits.
    longest_tail: usize,
}

impl CueFinder {
    /// A finder of `terms`, which are told by their places in the list.
    ///
    /// # Errors
    /// [`InstrumentError::TooManyPatterns`].
    pub(super) fn new(terms: Vec<CueTerm>) -> Result<Self, InstrumentError> {
        let mut spellings: Vec<String> = Vec::new();
        let mut beginning: Vec<Vec<usize>> = Vec::new();
        let mut place_of = |spelling: String| {
            let place = spellings.iter().position(|known| *known == spelling);
            place.unwrap_or_else(|| {
                spellings.push(spelling);
                spellings.len() - 1
            })
        };
        let (mut starts_in_words, mut longest_tail, mut heads) = (true, 0, Vec::new());
        for (number, term) in terms.iter().enumerate() {
            let Some(first) = term.term.words().first() else {
                continue;
            };
            let core = first.shape.core();
            for spelling in spellings_of(core) {
                let head = spelling.get(..word_end(&spelling, 0)).unwrap_or("");
                starts_in_words &= !head.is_empty();
                if !head.is_empty() && head.len() < spelling.len() {
                    longest_tail = longest_tail.max(spelling.len() - head.len());
                    heads.push(place_of(head.to_owned()));
                }
                let place = place_of(spelling);
                if place >= beginning.len() {
                    beginning.resize(place + 1, Vec::new());
                }
                if let Some(terms) = beginning.get_mut(place) {
                    terms.push(number);
                }
            }
        }
        let is_head = (0..spellings.len()).map(|place| heads.contains(&place));
        let is_head = is_head.collect();
        let automaton = DFA::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(&spellings)
            .map_err(|source| InstrumentError::TooManyPatterns {
                n_terms: terms.len(),
                source,
            })?;
        Ok(Self {
            automaton,
            beginning,
            terms,
            is_head,
            starts_in_words,
            longest_tail,
        })
    }

    /// Whether every term begins with a letter or digit, and so in a word of which
    /// [`Self::openings_of`] tells.
    pub(super) fn starts_in_words(&self) -> bool {
        self.starts_in_words
    }

    /// Adds the terms that may begin in a word, given in lower case; whether these are all, which they
    /// are not where a first word may go on behind it. An unbroken run of letters and digits of the
    /// text must lie in one word.
    pub(super) fn openings_of(&self, word: &str, openings: &mut Vec<Opening>) -> bool {
        let mut is_all = true;
        self.for_each_core(word.as_bytes(), |pattern, start, end| {
            is_all &= !self.is_head(pattern);
            let terms = self.beginning.get(pattern).into_iter().flatten();
            openings.extend(terms.map(|&term| Opening { term, start, end }));
        });
        is_all
    }

    /// Whether a pattern is the beginning of a longer first word.
    fn is_head(&self, pattern: usize) -> bool {
        self.is_head.get(pattern).copied().unwrap_or(false)
    }

    /// Where a term begins that opens in the word at byte `at` of `text`, which is spelled in ASCII;
    /// `None` where it does not.
    pub(super) fn term_at(&self, opening: Opening, text: &str, at: usize) -> Option<usize> {
        let Opening { term, start, end } = opening;
        self.is_at(term, text, at + start, at + end)
            .then_some(at + start)
    }

    /// As [`Self::find`], of terms that begin in the word at `start..end` of `text`; perhaps some
    /// of those behind it.
    pub(super) fn find_in_word(
        &self,
        text: &str,
        (start, end): (usize, usize),
        sink: impl FnMut(usize, usize),
    ) {
        self.search(text, start, end + self.longest_tail, sink);
    }

    /// Shows the number and the first byte of every term in `text`, which must be in Unicode form
    /// NFC; a term may be shown more than once.
    pub(super) fn find(&self, text: &str, sink: impl FnMut(usize, usize)) {
        self.search(text, 0, text.len(), sink);
    }

    /// The same of first words between these two bytes.
    fn search(&self, text: &str, from: usize, to: usize, mut sink: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let bytes = bytes.get(from..to.min(bytes.len())).unwrap_or(&[]);
        self.for_each_core(bytes, |pattern, start, end| {
            let (start, end) = (from + start, from + end);
            for &number in self.beginning.get(pattern).into_iter().flatten() {
                if self.is_at(number, text, start, end) {
                    sink(number, start);
                }
            }
        });
    }

    /// Shows every pattern of the automaton in `bytes` with its first byte and the one behind it.
    fn for_each_core(&self, bytes: &[u8], mut sink: impl FnMut(usize, usize, usize)) {
        let automaton = &self.automaton;
        // The automaton searches from anywhere, as it was built.
        let Ok(mut state) = automaton.start_state(Anchored::No) else {
            return;
        };
        for (end, &byte) in (1..).zip(bytes) {
            state = automaton.next_state(Anchored::No, state, byte);
            if !automaton.is_match(state) {
                continue;
            }
            for index in 0..automaton.match_len(state) {
                let pattern = automaton.match_pattern(state, index);
                sink(
                    pattern.as_usize(),
                    end - automaton.pattern_len(pattern),
                    end,
                );
            }
        }
    }

    /// Whether the term stands in `text` where the core of its first word does.
    fn is_at(&self, number: usize, text: &str, start: usize, end: usize) -> bool {
        let Some(term) = self.terms.get(number) else {
            return false;
        };
        let Some((first, others)) = term.term.words().split_first() else {
            return false;
        };
        let (opens, closes) = match first.shape {
            WordShape::Whole(_) => (true, true),
            WordShape::Start(_) => (true, false),
            WordShape::End(_) => (false, true),
            WordShape::Inside(_) => (false, false),
        };
        let is_inside =
            (opens && ends_in_word(text, start)) || (closes && starts_in_word(text, end));
        let is_as_listed = !term.is_cased || text.get(start..end) == Some(first.shape.core());
        !is_inside && is_as_listed && goes_on(text, word_end(text, end), others, term.is_cased)
    }
}

/// A word in the spellings that an automaton without regard to ASCII capitals tells apart.
fn spellings_of(core: &str) -> Vec<String> {
    let mut spellings = vec![core.to_ascii_lowercase()];
    if !core.is_ascii() {
        let mut letters = core.chars();
        let capital = letters.next().into_iter().flat_map(char::to_uppercase);
        let title: String = capital.chain(letters).collect();
        for spelling in [core.to_uppercase(), title] {
            let spelling = spelling.to_ascii_lowercase();
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    spellings
}

/// Whether `words` follow behind the word that ends at `at`.
fn goes_on(text: &str, at: usize, words: &[LexiconWord], is_cased: bool) -> bool {
    let Some((word, others)) = words.split_first() else {
        return true;
    };
    let mut at = at;
    let n_skipped = if word.after_gap { MAX_GAP_WORDS } else { 0 };
    for _ in 0..=n_skipped {
        let Some(start) = next_word(text, at) else {
            return false;
        };
        at = word_end(text, start);
        let found = text.get(start..at).unwrap_or("");
        if let Some(length) = fit(
            text.get(start..).unwrap_or(""),
            found,
            &word.shape,
            is_cased,
        ) && goes_on(text, start + length, others, is_cased)
        {
            return true;
        }
    }
    false
}

/// How many bytes of `rest`, which starts with the word `found`, a word of a term takes; `None`
/// where it does not fit. A whole word may hold other marks, as `2001/55`.
fn fit(rest: &str, found: &str, shape: &WordShape, is_cased: bool) -> Option<usize> {
    let core = shape.core();
    let behind = |at: usize| {
        found
            .get(at..)
            .and_then(|part| prefix(part, core, is_cased))
    };
    match shape {
        WordShape::Whole(_) => {
            prefix(rest, core, is_cased).filter(|length| !starts_in_word(rest, *length))
        }
        WordShape::Start(_) => prefix(rest, core, is_cased).map(|length| length.max(found.len())),
        WordShape::End(_) => (0..found.len())
            .any(|at| behind(at).is_some_and(|length| at + length == found.len()))
            .then_some(found.len()),
        WordShape::Inside(_) => (0..found.len())
            .any(|at| behind(at).is_some())
            .then_some(found.len()),
    }
}

/// The bytes of `text` that spell `core`, which stands at its start; `None` where it does not.
fn prefix(text: &str, core: &str, is_cased: bool) -> Option<usize> {
    let mut letters = text.char_indices();
    for expected in core.chars() {
        let (_, found) = letters.next()?;
        let is_same = found == expected || (!is_cased && found.to_lowercase().eq([expected]));
        if !is_same {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// The first byte of the word behind `at`, where no mark between them ends a clause, and there is
/// a mark between them.
fn next_word(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let gap = rest.find(is_word_letter)?;
    let between = rest.get(..gap)?;
    (gap > 0 && !between.contains(['.', ';', ':', '?', '!'])).then_some(at + gap)
}

/// The byte behind the word that `at` lies in or ends.
fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find(|c| !is_word_letter(c)).unwrap_or(rest.len())
}

fn ends_in_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_some_and(is_word_letter)
}

fn starts_in_word(text: &str, at: usize) -> bool {
    let behind = text.get(at..).and_then(|behind| behind.chars().next());
    behind.is_some_and(is_word_letter)
}

fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric()
}
