//! Quotations without marks, told by the words that introduce them.
//!
//! Only a paragraph that ends in a colon introduces one, and only the one paragraph or list behind
//! it is taken, unless a closing formula (`einde citaat`) says how far the quotation goes.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::endings::tail;
use crate::corpus::{Span, first_of};

/// Words in front of the colon, in small letters, that announce someone's very words.
const INTRODUCTIONS: [&str; 22] = [
    "aldus geformuleerd",
    "citeer ",
    "citeer:",
    "citeert",
    "citeren",
    "de volgende alinea",
    "de volgende bewoordingen",
    "de volgende passage",
    "de volgende tekst",
    "de volgende zin",
    "de volgende zinsnede",
    "het volgende citaat",
    "lees ik het volgende",
    "lezen het volgende",
    "lezen deze leden het volgende",
    "leest het volgende",
    "luidde als volgt",
    "luiden als volgt",
    "luidt als volgt",
    "staat het volgende",
    "staat letterlijk",
    "volgende passages",
];

/// Verbs that announce someone's words where nothing stands between them and the colon but a
/// subject: `schrijft het kabinet:`, `de tekst van artikel 3 luidt:`
const VERBS: [&str; 6] = [
    "luidde",
    "luiden",
    "luidt",
    "schreef",
    "schrijft",
    "schrijven",
];

/// Words by which the introduction announces the speaker's own words, or a question.
const OWN_WORDS: [&str; 8] = [
    "antwoord",
    "antwoorden",
    "mijn",
    "reactie",
    "verzoek",
    "verzoeken",
    "vraag",
    "vragen",
];

/// Words that say that a quotation ends.
const CLOSINGS: [&str; 4] = [
    "einde citaat",
    "einde van het citaat",
    "einde quote",
    "tot zover het citaat",
];

/// Words behind which a speaker quotes, in running text.
const SPOKEN: [&str; 4] = ["ik citeer:", "en ik citeer", "ik quote:", "citaat:"];

/// Parts of words of which a paragraph with one of [`SPOKEN`] holds one.
static QUOTING: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| first_of(&["cite", "Cit", "quote", "citaat:"]));

/// Paragraphs in which a closing formula is looked for.
const MAX_PARAGRAPHS: usize = 10;

/// Adds the quotations that are introduced and bear no marks to those that do, `quoted`.
pub(super) fn add_introduced(paragraphs: &[&str], quoted: &mut [Vec<Span>]) {
    for (i, paragraph) in paragraphs.iter().enumerate() {
        if let Some(start) = spoken_start(paragraph) {
            let rest = paragraph.get(start..).unwrap_or_default();
            if let Some(end) = closing_start(rest) {
                add(quoted, i, paragraph, start, start + end);
                continue;
            }
        }
        if !introduces(paragraph) {
            continue;
        }
        let marked = quoted.get(i + 1).and_then(|spans| spans.first());
        let is_marked = marked.is_some_and(|span| span.start == 0);
        for (at, start, end) in introduced(paragraphs, i + 1, is_marked) {
            add(quoted, at, paragraphs.get(at).unwrap_or(&""), start, end);
        }
    }
}

/// The parts of paragraphs, from `first` on, that are the quotation introduced in front of it.
fn introduced(paragraphs: &[&str], first: usize, is_marked: bool) -> Vec<(usize, usize, usize)> {
    let behind = || paragraphs.iter().enumerate().skip(first);
    let closed = behind()
        .take(MAX_PARAGRAPHS)
        .find_map(|(at, text)| Some((at, closing_start(text)?)));
    if let Some((last, end)) = closed {
        let whole = behind().take_while(|&(at, _)| at < last);
        let mut parts: Vec<_> = whole.map(|(at, text)| (at, 0, text.len())).collect();
        parts.push((last, 0, end));
        return parts;
    }
    if is_marked {
        return Vec::new();
    }
    let is_list = paragraphs.get(first).is_some_and(|text| is_item(text));
    behind()
        .take_while(|&(at, text)| at == first || is_list && is_item(text))
        .map(|(at, text)| (at, 0, text.len()))
        .collect()
}

fn add(quoted: &mut [Vec<Span>], at: usize, text: &str, start: usize, end: usize) {
    let Some(part) = text.get(start..end) else {
        return;
    };
    let start = start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if let Some(spans) = quoted.get_mut(at)
        && start < end
    {
        spans.push(Span::new(start, end));
    }
}

/// Whether a paragraph ends with words that announce a quotation, and a colon.
fn introduces(paragraph: &str) -> bool {
    let Some(body) = paragraph.trim_end().strip_suffix(':') else {
        return false;
    };
    let tail = tail(body, 300);
    let sentence = [". ", "? ", "! "]
        .iter()
        .filter_map(|stop| tail.rfind(stop))
        .max();
    let sentence = tail
        .get(sentence.map_or(0, |at| at + 2)..)
        .unwrap_or_default();
    let lower = format!("{}:", sentence.to_lowercase());
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is_announced = INTRODUCTIONS.iter().any(|words| lower.contains(words))
        || words.iter().rev().take(5).any(|word| VERBS.contains(word));
    is_announced && !words.iter().any(|word| OWN_WORDS.contains(word))
}

/// The offset behind `ik citeer:`.
fn spoken_start(paragraph: &str) -> Option<usize> {
    if !QUOTING.as_ref()?.is_match(paragraph) {
        return None;
    }
    let lower = paragraph.to_ascii_lowercase();
    let first = SPOKEN
        .iter()
        .filter_map(|words| Some(lower.find(words)? + words.len()));
    let at = first.min()?;
    let rest = paragraph.get(at..)?;
    Some(at + (rest.len() - rest.trim_start_matches([':', ' ', '.']).len()))
}

/// The offset of a closing formula, with the bracket it may stand in.
fn closing_start(text: &str) -> Option<usize> {
    if !text.contains("itaat") && !text.contains("quote") {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let at = CLOSINGS
        .iter()
        .filter_map(|words| lower.find(words))
        .min()?;
    Some(
        text.get(..at)?
            .trim_end_matches(['(', '[', ' ', '–', '-'])
            .len(),
    )
}

/// Whether a paragraph is an item of a list.
fn is_item(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['•', '–', '-', '▪', '◦', '●', '*', '\u{f0b7}']) {
        return true;
    }
    let label = text.split_whitespace().next().unwrap_or("");
    let body = label.trim_start_matches('(').trim_end_matches(['.', ')']);
    body.len() < label.len()
        && (body.len() <= 2 && !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit())
            || body.len() == 1 && body.bytes().all(|b| b.is_ascii_lowercase()))
}

#[cfg(test)]
#[path = "introduced_tests.rs"]
mod tests;
