//! What belongs to the page: running headers, footers, broken references.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::footnotes::reads_as_footnote;
use super::{Edit, EditReason, Line, LineKind};
use crate::corpus::{Span, pattern};

/// How often a line must return at the edge of a page to be a running header.
const MIN_REPEATS_OF_A_HEADER: usize = 3;

/// Bytes that a running head or foot may have.
const MAX_HEADER: usize = 300;

/// Lines at either edge of a page that may be a running header.
const LINES_AT_THE_EDGE: usize = 2;

static PAGE_HEADER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^((Tweede|Eerste) Kamer(,| der Staten-Generaal)?,? vergaderjaar \d{4}.*",
        r"|Verenigde Vergadering,? vergaderjaar \d{4}.*",
        r"|(kst|ah|kv|h|nds|blg)-[\w-]*\d[\w-]*|\d?kst\d+\S*|ISSN 0?\d{3,4}\s?-\s?\d{3}[\dX].*",
        r"|[’']s-Gravenhage \d{4}(\s?(Tweede|Eerste) Kamer, vergaderjaar \d{4}.*)?|Pagina \d+ van \d+|Pagina \d+/\d+|pag(ina|\.)? ?\d+",
        r"|-\s?\d{1,3}\s?-|\d{1,3} (van|/) \d{1,3})$"
    ))
});

static BROKEN_REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"Fout!\s+(Bladwijzer niet gedefinieerd|Verwijzingsbron niet gevonden",
        r"|De hyperlinkverwijzing is ongeldig)\.",
        r"|Error!\s+(Bookmark not defined|Reference source not found)\.?"
    ))
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Marks running headers, footers and page numbers: known forms anywhere, and lines that return
/// at the edges of pages with at most their digits changed.
pub(super) fn mark_page_headers(text: &str, lines: &mut [Line]) {
    let returning = returning_lines(text, lines);
    let mut returning = returning.iter().peekable();
    for (i, line) in lines.iter_mut().enumerate() {
        let returns = returning.next_if_eq(&&i).is_some();
        if line.kind != LineKind::Text {
            continue;
        }
        let content = &text[line.span.range()];
        if returns && !reads_as_footnote(content)
            || may_be_header(content) && matches(&PAGE_HEADER, content)
        {
            line.kind = LineKind::PageHeader;
        }
    }
}

/// Whether a line can be one of the known forms, which all hold a digit and are short: a paper on
/// one line may begin as its running head does.
fn may_be_header(content: &str) -> bool {
    // Without a way out early the bytes are looked at many at a time.
    let has_digit = |found: bool, byte: u8| found | byte.is_ascii_digit();
    content.len() <= MAX_HEADER && content.bytes().fold(false, has_digit)
}

/// The lines that return at the edges of pages and stand nowhere else, digits set aside, in order.
fn returning_lines(text: &str, lines: &[Line]) -> Vec<usize> {
    let content = |i: usize| lines.get(i).map_or("", |line| &text[line.span.range()]);
    let mut repeats: BTreeMap<Vec<u8>, Repeats> = BTreeMap::new();
    for i in lines_at_page_edges(lines) {
        let found = repeats.entry(without_digits(content(i))).or_default();
        found.n_at_edges += 1;
    }
    repeats.retain(|_, found| found.n_at_edges >= MIN_REPEATS_OF_A_HEADER);
    let sorts: HashSet<_> = repeats.keys().map(|text| sort_of(text)).collect();
    let mut plain = Vec::new();
    for i in (0..lines.len()).filter(|&i| sorts.contains(&sort_of(content(i).as_bytes()))) {
        plain.clear();
        plain.extend(content(i).bytes().map(without_digit));
        if let Some(found) = repeats.get_mut(&plain) {
            found.lines.push(i);
        }
    }
    let headers = repeats.into_values().filter(Repeats::are_a_header);
    let mut returning: Vec<usize> = headers.flat_map(|found| found.lines).collect();
    returning.sort_unstable();
    returning
}

/// The length in bytes with the first and the last byte, digits set aside: they rule most lines out.
fn sort_of(line: &[u8]) -> (usize, Option<u8>, Option<u8>) {
    let plain = |byte: Option<&u8>| byte.copied().map(without_digit);
    (line.len(), plain(line.first()), plain(line.last()))
}

/// Where a line stands in a document, digits set aside.
#[derive(Debug, Default)]
struct Repeats {
    lines: Vec<usize>,
    n_at_edges: usize,
}

impl Repeats {
    /// A heading such as `Antwoord` also falls on page edges now and then, a header always does.
    fn are_a_header(&self) -> bool {
        self.n_at_edges == self.lines.len()
    }
}

/// The bytes of a text with every digit as `0`.
fn without_digits(text: &str) -> Vec<u8> {
    text.bytes().map(without_digit).collect()
}

/// A byte, or `0` for every digit.
fn without_digit(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte }
}

/// The first and last lines of every page.
fn lines_at_page_edges(lines: &[Line]) -> BTreeSet<usize> {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|&i| !lines[i].span.is_empty())
        .collect();
    let starts = (0..filled.len()).filter(|&k| lines[filled[k]].starts_page);
    let edge = |start: usize| {
        start.saturating_sub(LINES_AT_THE_EDGE)..filled.len().min(start + LINES_AT_THE_EDGE)
    };
    starts
        .flat_map(|start| filled[edge(start)].iter().copied())
        .collect()
}

/// The messages of a word processor about references it could not resolve.
pub(super) fn broken_references(text: &str, lines: &[Line]) -> Vec<Edit> {
    let Some(regex) = BROKEN_REFERENCE.as_ref() else {
        return Vec::new();
    };
    regex
        .find_iter(text)
        .flat_map(|found| within_lines(Span::new(found.start(), found.end()), lines))
        .map(|span| Edit {
            span,
            replacement: "",
            reason: EditReason::BrokenReference,
        })
        .collect()
}

/// The parts of `span` that stand in lines of text; line breaks between them are edited elsewhere.
fn within_lines(span: Span, lines: &[Line]) -> Vec<Span> {
    let first = lines.partition_point(|line| line.span.end <= span.start);
    lines[first..]
        .iter()
        .take_while(|line| line.span.start < span.end)
        .filter(|line| line.kind == LineKind::Text && line.span.overlap(span) > 0)
        .map(|line| Span::new(line.span.start.max(span.start), line.span.end.min(span.end)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn kinds(text: &str, kind: LineKind) -> Vec<String> {
        let mut all = lines(text);
        mark_page_headers(text, &mut all);
        all.iter()
            .filter(|l| l.kind == kind)
            .map(|l| text[l.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn knows_the_running_headers_of_both_chambers() {
        let text = "Tekst\nEerste Kamer, vergaderjaar 2020–2021, 35 612, D 6\nTweede Kamer, vergaderjaar 2023–2024, 32 317, nr. 872 3\nkst-32317-872\nISSN 0921 - 7371\n’s-Gravenhage 2024\nPagina 3 van 10\nDe Tweede Kamer vergadert.";
        assert_eq!(kinds(text, LineKind::PageHeader).len(), 6);
    }

    #[test]
    fn a_line_that_returns_on_every_page_is_a_header() {
        let page = |n: u32| {
            let word = ["", "een", "twee", "drie", "vier", "vijf"][n as usize];
            format!("Ministerie, kenmerk {n}\nA {word}.\nB {word}.\nC {word}.\nD {word}.\u{c}\n")
        };
        let text: String = (1..6).map(page).collect();
        assert_eq!(kinds(&text, LineKind::PageHeader).len(), 5);
    }
}
