//! The pieces of written questions: lines, and parts of very long lines.

use std::sync::LazyLock;

use regex::Regex;

use super::question_heads::{Head, HeadKind, head};
use crate::clean::{CleanText, EditReason, LineKind};
use crate::corpus::{Span, pattern};

/// Lines of more bytes are looked through for headings inside them, and in a text of few lines
/// already these.
const LONG_LINE: usize = 400;
const LONG_LINE_OF_FEW: usize = 100;
const FEW_LINES: usize = 3;

/// A line, or a part of a long line in front of which a heading stands.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its place in the source.
    pub(super) span: Span,
    /// Whether a blank line stands above it.
    pub(super) opens_block: bool,
    /// Whether lines were dropped above it, so that a blank line says nothing.
    pub(super) is_after_break: bool,
    /// The heading with which it begins.
    pub(super) head: Option<Head>,
    /// What it is where it is nobody's: a running foot inside a long line.
    pub(super) dropped: Option<EditReason>,
}

static INLINE_FOOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}[–-]\d{4}, (?:Aanhangsel|Vragen)(?: \d{1,3}(?-u:\b))?",
        r"|(?-u:\b)(?:ah|kv)-[te]k-\d\S*|ISSN 0?\d{3,4}\s?-\s?\d{3}[\dX]|[’']s-Gravenhage \d{4}(?-u:\b)"
    ))
});

/// The pieces of a document in order.
pub(super) fn pieces(clean: &CleanText) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut is_blank, mut is_broken) = (true, true);
    let texts = clean.lines().iter().filter(|l| l.kind == LineKind::Text);
    let long_line = if texts.take(FEW_LINES + 1).count() > FEW_LINES {
        LONG_LINE
    } else {
        LONG_LINE_OF_FEW
    };
    for line in clean.lines() {
        match line.kind {
            LineKind::Blank => is_blank = true,
            LineKind::Footnote | LineKind::Contents | LineKind::PageHeader => is_broken = true,
            LineKind::Text => {
                let text = clean.line_text(line);
                let piece = |span: Span| Piece {
                    span,
                    opens_block: is_blank,
                    is_after_break: is_broken,
                    head: head(clean.source().text.get(span.range()).unwrap_or("")),
                    dropped: None,
                };
                if text.len() < long_line {
                    pieces.push(piece(line.span));
                } else {
                    add_long(text, line.span.start, &piece, &mut pieces);
                }
                (is_blank, is_broken) = (false, false);
            }
        }
    }
    pieces
}

/// Cuts a long line in front of the headings and around the running feet inside it.
fn add_long(text: &str, start: usize, piece: &impl Fn(Span) -> Piece, pieces: &mut Vec<Piece>) {
    let mut cuts: Vec<(Span, Option<EditReason>)> = Vec::new();
    if let Some(regex) = INLINE_FOOT.as_ref() {
        let found = regex.find_iter(text);
        cuts.extend(found.map(|f| {
            let span = Span::new(f.start(), f.end());
            (span, Some(EditReason::PageHeader))
        }));
    }
    let mut last_question = 0;
    let place = |at: usize| (Span::new(at, at), None);
    for word in [
        "Vraag ",
        "Vragen ",
        "Vragen:",
        "Antwoord",
        "Mededeling ",
        "Toelichting:",
    ] {
        for (at, _) in text.match_indices(word).filter(|(at, _)| *at > 0) {
            cuts.extend(inline_head(text, at).map(|_| place(at)));
        }
    }
    let sets = set_headings(text);
    let numbers = bare_numbers(text);
    let stamps = answer_headings(text);
    cuts.extend(
        sets.iter()
            .chain(&numbers)
            .chain(&stamps)
            .map(|&at| place(at)),
    );
    cuts.sort();
    let mut at = 0;
    let n_before = pieces.len();
    for (cut, reason) in cuts {
        if cut.start < at {
            continue;
        }
        let is_free = [&sets, &numbers, &stamps]
            .iter()
            .any(|places| places.contains(&cut.start));
        if reason.is_none() && !is_free && !is_due(text, cut.start, &mut last_question) {
            continue;
        }
        push(text, start, at..cut.start, piece, pieces);
        if reason.is_some() {
            let span = Span::new(start + cut.start, start + cut.end);
            pieces.push(Piece {
                dropped: reason,
                head: None,
                ..piece(span)
            });
        }
        at = cut.end;
    }
    push(text, start, at..text.len(), piece, pieces);
    for piece in pieces.iter_mut().skip(n_before + 1) {
        (piece.opens_block, piece.is_after_break) = (false, true);
    }
}

fn push(
    text: &str,
    start: usize,
    range: std::ops::Range<usize>,
    piece: &impl Fn(Span) -> Piece,
    pieces: &mut Vec<Piece>,
) {
    let content = text.get(range.clone()).unwrap_or("");
    let trimmed = content.trim();
    if !trimmed.is_empty() {
        let from = start + range.start + (content.len() - content.trim_start().len());
        pieces.push(piece(Span::new(from, from + trimmed.len())));
    }
}

/// Whether a sentence, a bracket or the number of a footnote ends a text.
fn ends_above(text: &str) -> bool {
    text.ends_with(['.', '?', '!', ')', '»', '”', '…', ':', '\'', '’'])
        || text.ends_with(|c: char| c.is_ascii_digit())
}

/// Where inside a long line the heading of a further set of questions stands: it names who asks and
/// when they did.
fn set_headings(text: &str) -> Vec<usize> {
    /// Bytes within which a heading says when the questions were sent in.
    const MAX_HEADING: usize = 700;
    ["Vragen van het lid ", "Vragen van de leden "]
        .iter()
        .flat_map(|opening| text.match_indices(opening))
        .map(|(at, _)| at)
        .filter(|&at| {
            let above = text.get(..at).unwrap_or("").trim_end();
            let heading = text.get(at..).unwrap_or("");
            let stamp = heading.find("(ingezonden");
            at > 0 && ends_above(above) && stamp.is_some_and(|stamp| stamp <= MAX_HEADING)
        })
        .collect()
}

static ANSWER_HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^(?:Antwoord(?:en)?|Mededeling) van [^?!]{5,300}?\(ontvangen [^)]{5,40}\)\.?")
});

static ANSWERER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^Antwoord(?:en)? van (?:de )?(?:[Mm]inisters?|[Mm]inister-[Pp]resident|[Ss]taatssecretaris(?:sen)?)(?-u:\b)[^?!:;]{0,300}$",
    )
});

/// Whether a text names who answers and says nothing else.
pub(super) fn names_answerer(text: &str) -> bool {
    ANSWERER.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The length of the heading that says who answered and when, at the start of a text.
pub(super) fn answer_heading(text: &str) -> Option<usize> {
    ANSWER_HEADING.as_ref()?.find(text).map(|found| found.end())
}

/// Where such headings stand inside a long line behind the questions.
fn answer_headings(text: &str) -> Vec<usize> {
    ["Antwoord van ", "Mededeling van "]
        .iter()
        .flat_map(|opening| text.match_indices(opening))
        .map(|(at, _)| at)
        .filter(|&at| {
            let above = text.get(..at).unwrap_or("").trim_end();
            above.ends_with('?') && text.get(at..).and_then(answer_heading).is_some()
        })
        .collect()
}

static BARE_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\s(\d{1,3})[.)]?\s+[\p{Lu}«“‘]"));

/// Where inside a long line without `Vraag 1` the numbers of questions stand, `1. Kent u …? 2.
/// Deelt u …?`, and behind `Antwoorden:` those of their answers: each one more than the last.
fn bare_numbers(text: &str) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    if text.contains("Vraag 1") || !text.contains('?') {
        return cuts;
    }
    let mut due = 1;
    let mut answers_are_numbered = false;
    for found in BARE_NUMBER
        .iter()
        .flat_map(|regex| regex.captures_iter(text))
    {
        let Some(digits) = found.get(1) else {
            continue;
        };
        let Ok(number) = digits.as_str().parse::<u32>() else {
            continue;
        };
        let above = text.get(..digits.start()).unwrap_or("").trim_end();
        let opens_answers = number == 1
            && due > 2
            && !answers_are_numbered
            && ["Antwoorden:", "Antwoorden", "Antwoord:"]
                .iter()
                .any(|heading| above.ends_with(heading))
            || above.ends_with(')')
                && above
                    .rfind("(ontvangen")
                    .is_some_and(|at| above.len() - at < 40);
        if opens_answers {
            answers_are_numbered = true;
            due = 1;
        }
        let behind = text.get(digits.end()..).unwrap_or("");
        let asks = answers_are_numbered || behind.contains('?');
        if number == due && asks && (opens_answers || ends_above(above)) {
            cuts.push(digits.start());
            due += 1;
        }
    }
    if cuts.len() < 2 { Vec::new() } else { cuts }
}

/// The heading inside a long line at byte `at`, where a sentence or a footnote number ends in front
/// of it.
fn inline_head(text: &str, at: usize) -> Option<Head> {
    let before = text.get(..at)?;
    let bare = before.trim_end();
    let is_divided = bare.len() < before.len();
    if !is_divided || !ends_above(bare) {
        return None;
    }
    let rest = text.get(at..)?;
    head(rest)
        .filter(|head| head.length < rest.len())
        .or_else(|| {
            let behind = rest.strip_prefix("Antwoord ")?;
            let is_answer = behind.starts_with(char::is_uppercase) && bare.ends_with(['?', ')']);
            let numbers = Vec::new();
            let (kind, length) = (HeadKind::Answer, rest.len() - behind.len());
            is_answer.then_some(Head {
                kind,
                numbers,
                length,
            })
        })
}

/// Whether a heading inside a line comes in its turn: questions rise by one.
fn is_due(text: &str, at: usize, last_question: &mut u32) -> bool {
    match inline_head(text, at) {
        Some(head) if head.kind == HeadKind::Question => {
            let first = head.numbers.first().copied().unwrap_or(*last_question + 1);
            let is_due = first == *last_question + 1 || first == 1;
            if is_due {
                *last_question = head.numbers.last().copied().unwrap_or(first);
            }
            is_due
        }
        Some(_) => true,
        None => false,
    }
}
