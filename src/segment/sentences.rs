//! Sentences of parliamentary Dutch.
//!
//! `tests/sentences.rs` holds the splitter against difficult boundaries decided by hand.

use std::collections::BTreeSet;

use super::endings::{is_end, note_len};
use crate::corpus::{Span, WordList, places_of};

/// Abbreviations after which a full stop does not end a sentence.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations {
    pub(super) never_final: BTreeSet<String>,
    pub(super) may_be_final: BTreeSet<String>,
    /// The bytes of the longest.
    pub(super) longest: usize,
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
        let never_final: BTreeSet<String> = never_final.into_iter().collect();
        let may_be_final: BTreeSet<String> = may_be_final.into_iter().collect();
        let longest = never_final.iter().chain(&may_be_final).map(String::len);
        Self {
            longest: longest.max().unwrap_or(0),
            never_final,
            may_be_final,
        }
    }
}

/// Cuts clean text into sentences: spans of `text`, in order, white space at their ends left out.
///
/// A sentence ends at `.`, `?`, `!` or `…`, closing quotation marks, brackets and footnote numbers
/// (`beleid.12`) included, where white space follows and then something that can begin a sentence.
/// It does not end behind an abbreviation, an initial (`J.P.H. Donner`) or the number of a list
/// item.
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

/// Offsets behind terminators and the closing marks and footnote numbers that follow them.
fn candidate_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    // `…` is the only terminator beyond ASCII; it begins with this byte in UTF-8.
    let mut marks = places_of(text.as_bytes(), *b".?", [b'!', 0xE2]);
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_next = |mark: &usize| {
            *mark >= at
                && text
                    .get(*mark..)
                    .is_some_and(|s| s.starts_with(is_terminator))
        };
        let mark = marks.find(is_next)?;
        let c = text.get(mark..)?.chars().next()?;
        let behind = text.get(mark + c.len_utf8()..)?;
        let marks = closing_len(behind);
        let closed = text.len() - behind.len() + marks;
        at = closed
            + note_len(
                text.get(..mark)?,
                text.get(mark..closed)?,
                text.get(closed..)?,
            );
        Some(at)
    })
}

/// Bytes of the terminators and closing marks a text begins with.
fn closing_len(text: &str) -> usize {
    let rest = text.trim_start_matches(|c| is_terminator(c) || is_closing(c));
    // „…“ and ‚…‘ close with the marks that open elsewhere; white space behind tells them apart.
    let rest = match rest.strip_prefix(['“', '‘']) {
        Some(behind) if behind.starts_with(char::is_whitespace) => behind,
        _ => rest,
    };
    text.len() - rest.len()
}

pub(super) fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '›' | '”' | '’' | '"' | '\'' | ')' | ']')
}

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
