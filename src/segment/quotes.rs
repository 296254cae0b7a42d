//! Words between quotation marks.
//!
//! `«…»`, `‹…›`, `“…”`, `„…”`, `„…“`, `‘…’`, `‚…’`, `"…"` and `'…'` count, also inside each other.
//! Apostrophes are no marks: inside a word (`regio’s`), in front of an elision (`’s avonds`, `‘t`)
//! or a year (`'90`), and where nothing was opened (`Frans' beleid`).

use std::borrow::Cow;

use super::introduced::add_introduced;
use super::marks::{Kind, Scan};
use super::speech::share_within;
use crate::corpus::{Span, places_of};

/// Paragraphs over which a quotation whose mark stands only once is followed to its end.
const MAX_PARAGRAPHS: usize = 12;

/// The share of the words of `text` that stand between quotation marks, 0 to 1; 0 for no words.
///
/// The spans are those of [`quoted_spans`].
pub fn quoted_share(text: &str) -> f64 {
    share_within(text, &quoted_spans(text))
}

/// The quotations in a text that was cut from a longer one: byte ranges, marks included, in order
/// and without overlap.
///
/// The text may begin or end inside a quotation: a closing `»` or `”` without its opening mark
/// quotes from the start of the text, an opening `«`, `“` or `„` without its closing mark to the
/// end. Where the paragraphs around it are at hand, [`quotations_of_turn`] knows better.
pub fn quoted_spans(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    if places_of(bytes, *b"\"'", FIRST_OF_MARKS).next().is_none() {
        return Vec::new();
    }
    let mut scan = Scan::of(text);
    if let Some(&(_, behind)) = scan.unopened.iter().find(|(kind, _)| kind.is_long()) {
        scan.pairs.push(Span::new(0, behind));
    }
    if let Some(&(_, start)) = scan.unclosed.iter().find(|(kind, _)| kind.is_long()) {
        scan.pairs.push(Span::new(start, text.len()));
    }
    outermost(scan.pairs)
}

/// The quotations in the paragraphs of one turn: for each paragraph byte ranges, marks included,
/// in order and without overlap.
///
/// A quotation may run over several paragraphs, with its opening mark repeated at each of them or
/// set once; an opening mark that is never closed quotes nothing. A paragraph without marks is a
/// quotation where the one before it introduces it with a colon (`de volgende passage:`, `luidt als
/// volgt:`); so is the list there, and all up to `einde citaat` where that follows. Marked are all
/// quotations, single words too: what a reader leaves out is the reader's choice.
///
/// ```
/// use standpunt::segment::quotations_of_turn;
/// let turn = ["Zij schrijven: «Er is hulp.", "«Die komt te laat.» Dat is onjuist."];
/// let quotations = quotations_of_turn(&turn);
/// assert_eq!(&turn[0][quotations[0][0].range()], "«Er is hulp.");
/// assert_eq!(&turn[1][quotations[1][0].range()], "«Die komt te laat.»");
/// ```
pub fn quotations_of_turn(paragraphs: &[&str]) -> Vec<Vec<Span>> {
    let scans: Vec<Scan> = paragraphs.iter().map(|text| Scan::of(text)).collect();
    let mut quoted: Vec<Vec<Span>> = scans.iter().map(|scan| scan.pairs.clone()).collect();
    let (mut i, mut from) = (0, 0);
    while let Some(scan) = scans.get(i) {
        let open = scan.unclosed.iter().find(|&&(_, start)| start >= from);
        let found = open.and_then(|&(kind, start)| Some((start, closing(&scans, i, kind)?)));
        let Some((start, (last, end))) = found else {
            (i, from) = (i + 1, 0);
            continue;
        };
        let open_paragraphs = paragraphs.iter().zip(&mut quoted).enumerate();
        for (at, (text, spans)) in open_paragraphs.take(last + 1).skip(i) {
            let start = if at == i { start } else { 0 };
            spans.push(Span::new(start, if at == last { end } else { text.len() }));
        }
        (i, from) = (last, end);
    }
    let mut quoted: Vec<Vec<Span>> = quoted.into_iter().map(outermost).collect();
    add_introduced(paragraphs, &mut quoted);
    quoted.into_iter().map(outermost).collect()
}

/// The paragraph and offset where a quotation ends that paragraph `i` leaves open.
fn closing(scans: &[Scan], i: usize, kind: Kind) -> Option<(usize, usize)> {
    let mut repeated = true;
    for (at, scan) in scans.iter().enumerate().skip(i + 1).take(MAX_PARAGRAPHS) {
        repeated &= scan.opens_with == Some(kind);
        if repeated {
            if let Some(first) = scan.pairs.iter().find(|pair| pair.start == scan.first) {
                return Some((at, first.end));
            }
        } else if !kind.is_long() {
            return None;
        }
        if let Some(&(_, end)) = scan.unopened.iter().find(|(other, _)| *other == kind) {
            return Some((at, end));
        }
    }
    None
}

/// What is left of `text` without its quotations of at least `min_words` words, and without their
/// marks; white space is folded where something was taken out. May be empty. Borrowed where nothing
/// was taken out.
///
/// `quotations` are byte ranges of `text`, in order and without overlap.
pub fn without_spans<'t>(text: &'t str, quotations: &[Span], min_words: usize) -> Cow<'t, str> {
    let inside = |span: Span| text.get(span.range()).unwrap_or_default();
    let is_long = |span: &&Span| inside(**span).split_whitespace().count() >= min_words;
    let mut rest = String::new();
    let mut at = 0;
    for span in quotations.iter().filter(is_long) {
        push_folded(&mut rest, text.get(at..span.start).unwrap_or_default());
        at = span.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    push_folded(&mut rest, text.get(at..).unwrap_or_default());
    Cow::Owned(rest)
}

fn push_folded(text: &mut String, more: &str) {
    for word in more.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// What is left of `text` without its [`quoted_spans`]; see [`without_spans`].
pub fn without_quotations(text: &str) -> String {
    without_spans(text, &quoted_spans(text), 0).into_owned()
}

/// Reads byte ranges of `text` as they stand in a column `quotations`: `12-45;60-80`, in order and
/// without overlap, each between two characters. `None` for anything else.
pub fn parse_spans(cell: &str, text: &str) -> Option<Vec<Span>> {
    let mut spans: Vec<Span> = Vec::new();
    for range in cell.split(';').filter(|_| !cell.is_empty()) {
        let (start, end) = range.split_once('-')?;
        let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
        let is_behind = spans.last().is_none_or(|last| last.end <= start);
        if start >= end || !is_behind || text.get(start..end).is_none() {
            return None;
        }
        spans.push(Span::new(start, end));
    }
    Some(spans)
}

/// The first bytes of the quotation marks beyond ASCII in UTF-8.
pub(super) const FIRST_OF_MARKS: [u8; 2] = [0xC2, 0xE2];

/// The spans that lie in no other one, in order; none of a paragraph without characters.
fn outermost(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match kept.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => kept.push(span),
        }
    }
    kept
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;
