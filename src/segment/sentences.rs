//! Sentences of parliamentary Dutch.

use crate::corpus::{Span, WordList};

/// Abbreviations after which a full stop does not end a sentence.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations {
    never_final: std::collections::BTreeSet<String>,
    may_be_final: std::collections::BTreeSet<String>,
}

impl Abbreviations {
    /// The abbreviations of parliamentary papers, `data/abbreviations.txt`.
    pub fn built_in() -> Self {
        Self::of(&WordList::abbreviations())
    }

    /// The abbreviations of a list; those it marks may also end a sentence.
    pub fn of(list: &WordList) -> Self {
        let (may_be_final, never_final) = list.iter().partition(|word| list.is_marked(word));
        let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
        Self::new(owned(never_final), owned(may_be_final))
    }

    /// The abbreviations that never end a sentence, and those that may: after `jl.` or `enz.` a
    /// capital begins a new sentence, after `nr.` or `mr.` it does not. With their full stops, in
    /// lower case.
    pub fn new(
        never_final: impl IntoIterator<Item = String>,
        may_be_final: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            never_final: never_final.into_iter().collect(),
            may_be_final: may_be_final.into_iter().collect(),
        }
    }
}

/// Abbreviations that may end a sentence but mostly stand in front of a name.
const MOSTLY_BEFORE_NAMES: [&str; 7] = ["i.c.", "m.i.", "q.q.", "a.w.", "o.c.", "u.s.", "t.a.p."];

/// Words that begin sentences and, with a capital, hardly ever are part of a name.
const OPENING_WORDS: [&str; 62] = [
    "Het",
    "Dit",
    "Deze",
    "Dat",
    "Die",
    "Zij",
    "Hij",
    "Wij",
    "Ik",
    "U",
    "Er",
    "Ook",
    "Een",
    "Daarnaast",
    "Daarbij",
    "Daarom",
    "Daartoe",
    "Daarvoor",
    "Daarmee",
    "Daarover",
    "Hierbij",
    "Hiervoor",
    "Hierover",
    "Hiermee",
    "Verder",
    "Voorts",
    "Tevens",
    "Tot",
    "Wat",
    "Hoe",
    "Hoeveel",
    "Welke",
    "Waarom",
    "Wanneer",
    "Is",
    "Zijn",
    "Kan",
    "Kunt",
    "Kunnen",
    "Zo",
    "Indien",
    "Als",
    "Wel",
    "Voor",
    "Om",
    "Omdat",
    "Bij",
    "Met",
    "Naast",
    "Na",
    "Sinds",
    "Tijdens",
    "Zoals",
    "Zowel",
    "Bovendien",
    "Vervolgens",
    "Inmiddels",
    "Momenteel",
    "Gezien",
    "Graag",
    "Deelt",
    "Heeft",
];

/// Cuts clean text into sentences: spans of `text`, in order, white space at their ends left out.
///
/// A sentence ends at `.`, `?`, `!` or `…`, closing quotation marks and brackets included, where
/// white space follows and then something that can begin a sentence. It does not end behind an
/// abbreviation, an initial (`J.P.H. Donner`) or the number of a list item.
pub fn sentences(text: &str, abbreviations: &Abbreviations) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    for end in candidate_ends(text) {
        let rest = &text[end..];
        let next = end + (rest.len() - rest.trim_start().len());
        let is_apart = next > end || has_lost_space(&text[start..end], rest);
        if is_apart && end > start && is_end(&text[start..end], &text[next..], abbreviations) {
            sentences.push(Span::new(start, end));
            start = next;
        }
    }
    let end = text.trim_end().len();
    if end > start {
        sentences.push(Span::new(start, end));
    }
    sentences
}

/// `waarom?Bent u`: an extraction lost the space between two sentences.
fn has_lost_space(so_far: &str, rest: &str) -> bool {
    let mut before = so_far.trim_end_matches(is_terminator).chars().rev();
    let mut after = rest.chars();
    (0..4).all(|_| before.next().is_some_and(char::is_lowercase))
        && after.next().is_some_and(char::is_uppercase)
        && after.next().is_some_and(char::is_lowercase)
}

/// Whether a text ends as a sentence does, closing marks set aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_closing).ends_with(is_terminator)
}

/// Offsets behind terminators and the closing marks that follow them.
fn candidate_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (_, c) = chars.next()?;
            if !is_terminator(c) {
                continue;
            }
            while chars
                .next_if(|&(_, c)| is_terminator(c) || is_closing(c))
                .is_some()
            {}
            return Some(chars.peek().map_or(text.len(), |&(at, _)| at));
        }
    })
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '"' | '\'' | ')' | ']')
}

/// Whether the sentence `so_far` ends in front of `rest`.
fn is_end(so_far: &str, rest: &str, abbreviations: &Abbreviations) -> bool {
    if !can_begin(rest) || !so_far.contains(char::is_alphanumeric) {
        return false;
    }
    let last = so_far.split_whitespace().next_back().unwrap_or("");
    let before = so_far[..so_far.len() - last.len()].trim_end();
    let bare = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !bare.ends_with('.') {
        return true;
    }
    let opens_item = before.is_empty() || before.ends_with([':', ';']);
    if opens_item && is_list_number(bare) {
        return false;
    }
    let lower = bare.to_lowercase();
    let is_unknown_abbreviation = reads_as_abbreviation(bare);
    if abbreviations.never_final.contains(&lower) {
        false
    } else if is_initials(bare)
        || is_unknown_abbreviation && !abbreviations.may_be_final.contains(&lower)
        || MOSTLY_BEFORE_NAMES.contains(&lower.as_str())
    {
        opens_with_common_word(rest)
    } else if abbreviations.may_be_final.contains(&lower) {
        !rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
    } else {
        true
    }
}

/// Whether a text begins with a word that begins sentences.
fn opens_with_common_word(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric());
    OPENING_WORDS.contains(&&rest[..end.unwrap_or(rest.len())])
}

/// `z.o.z.`, `kst.`: stops inside a word of small letters, or no vowel.
fn reads_as_abbreviation(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    let is_small = |part: &str| part.chars().all(char::is_lowercase) && !part.is_empty();
    if body.contains('.') {
        return body
            .split('.')
            .all(|part| is_small(part) && part.chars().count() <= 3);
    }
    is_small(body)
        && (2..=5).contains(&body.len())
        && !body.contains(['a', 'e', 'i', 'o', 'u', 'y', 'é', 'ë', 'ï'])
}

/// Whether a sentence can begin so: with a capital, a digit, or either behind opening marks.
fn can_begin(rest: &str) -> bool {
    let inner = rest.trim_start_matches(|c: char| {
        matches!(
            c,
            '«' | '“' | '‘' | '„' | '"' | '\'' | '(' | '[' | '–' | '-' | '•' | ' '
        )
    });
    let apostrophe = rest.strip_prefix(['’', '\'']);
    inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || apostrophe.is_some_and(|rest| {
            ["s ", "s-", "t "]
                .iter()
                .any(|elided| rest.starts_with(elided))
        })
}

/// `3.`, `12.`, `a.`, `iv.`: the number of a list item.
fn is_list_number(word: &str) -> bool {
    let body = word.trim_end_matches('.');
    !body.is_empty()
        && (body.len() <= 3 && body.bytes().all(|b| b.is_ascii_digit())
            || body.chars().count() == 1
            || body
                .bytes()
                .all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')))
}

/// `E.`, `J.P.H.`, `Th.`: initials of a person.
fn is_initials(word: &str) -> bool {
    word.split_terminator('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.as_str().chars().count() <= 1
            && chars.all(char::is_lowercase)
    }) && !word.trim_end_matches('.').eq_ignore_ascii_case("ja")
}

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
