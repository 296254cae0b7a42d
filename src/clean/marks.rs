//! Footnote numbers glued to words, to punctuation and to years, in brackets or raised.
//!
//! Text taken from PDF keeps the superscript number of a footnote behind the word: `voorstel3`,
//! `jl.2,`, `«…»7`, `van 201913 stelt` (2019, footnote 13), `beleid[4]`, `beleid⁴`. Numbers of
//! footnotes rise by one, so a mark is taken for one only where it is the next that is due, or
//! where its footnote stands below.

use std::collections::BTreeMap;
use std::ops::Range;

use super::footnotes::Footnote;
use super::lone_marks::lone_marks;
use super::{Edit, EditReason, Line, LineKind};
use crate::corpus::Span;

/// How many numbers may be passed over when a footnote is known by its text.
const MAX_STEP: u32 = 10;

/// Digits that the number of a footnote may have.
const MAX_DIGITS: usize = 3;

/// Abbreviations behind which a number belongs to them.
const NUMBERED: [&str; 6] = ["nr.", "nrs.", "art.", "blz.", "p.", "lid."];

/// How a number hangs on what stands in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glue {
    /// As only footnote numbers do.
    Firm,
    /// As parts of names also do (`Q1`): its footnote must be known.
    Loose,
    /// Behind a space, as the second of two marks in a row stands.
    Space,
}

/// A number that may refer to a footnote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    number: u32,
    span: Span,
    glue: Glue,
}

/// The numbers of a document that may be marks, with their lines, in order.
#[derive(Debug)]
pub(super) struct Marks(Vec<(usize, Mark)>);

impl Marks {
    /// Looks through all lines of text.
    pub(super) fn of(text: &str, lines: &[Line]) -> Self {
        let lines = lines.iter().enumerate();
        let of_text = lines.filter(|(_, line)| line.kind == LineKind::Text);
        Self(
            of_text
                .flat_map(|(i, line)| marks(text, line.span).map(move |mark| (i, mark)))
                .collect(),
        )
    }

    /// Those on some lines.
    fn on(&self, lines: &Range<usize>) -> &[(usize, Mark)] {
        let first = self.0.partition_point(|(line, _)| *line < lines.start);
        let end = self.0.partition_point(|(line, _)| *line < lines.end);
        self.0.get(first..end).unwrap_or_default()
    }
}

/// The lines on which each number hangs on a word, in order.
#[derive(Debug, Default)]
pub(super) struct MarkIndex {
    glued: BTreeMap<u32, Vec<usize>>,
    firm: BTreeMap<u32, Vec<usize>>,
}

impl MarkIndex {
    /// The index of the marks that stand in lines of text.
    pub(super) fn of(marks: &Marks, text: &str, lines: &[Line]) -> Self {
        let mut index = Self::default();
        let glued = marks.0.iter().filter(|(_, mark)| mark.glue != Glue::Space);
        for &(i, mark) in glued.filter(|(i, _)| is_text(lines, *i)) {
            index.glued.entry(mark.number).or_default().push(i);
            if mark.glue == Glue::Firm {
                index.firm.entry(mark.number).or_default().push(i);
            }
        }
        let lone = lone_marks(text, lines);
        for (number, i) in &lone {
            for places in [&mut index.glued, &mut index.firm] {
                places.entry(*number).or_default().push(*i);
            }
        }
        if !lone.is_empty() {
            let lists = index.glued.values_mut().chain(index.firm.values_mut());
            lists.for_each(|places| places.sort_unstable());
        }
        index
    }

    /// Whether a word in these lines carries the number.
    pub(super) fn has(&self, number: u32, lines: Range<usize>) -> bool {
        is_within(self.glued.get(&number), &lines)
    }

    /// Whether a word in these lines carries the number as only footnote numbers are carried.
    fn has_firm(&self, number: u32, lines: Range<usize>) -> bool {
        is_within(self.firm.get(&number), &lines)
    }
}

fn is_text(lines: &[Line], i: usize) -> bool {
    lines.get(i).is_some_and(|line| line.kind == LineKind::Text)
}

fn is_within(places: Option<&Vec<usize>>, lines: &Range<usize>) -> bool {
    places.is_some_and(|places| {
        let first = places.partition_point(|&line| line < lines.start);
        places.get(first).is_some_and(|&line| line < lines.end)
    })
}

/// The edits that take the marks out. Footnotes that begin again at 1 divide the text into runs,
/// each with its own count of marks.
pub(super) fn footnote_marks(
    marks: &Marks,
    text: &str,
    lines: &[Line],
    footnotes: &[Footnote],
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let index = MarkIndex::of(marks, text, lines);
    let mut start = 0;
    let runs: Vec<&[Footnote]> = footnotes.chunk_by(|a, b| a.run == b.run).collect();
    for (k, run) in runs.iter().enumerate() {
        let is_last = k + 1 == runs.len();
        let end = run
            .last()
            .filter(|_| !is_last)
            .map_or(lines.len(), |footnote| footnote.line + 1);
        marks_of_run(marks.on(&(start..end)), lines, run, &index, &mut edits);
        start = end;
    }
    if runs.is_empty() {
        marks_of_run(&marks.0, lines, &[], &index, &mut edits);
    }
    edits
}

/// The marks of a run of footnotes, whose numbers rise.
fn marks_of_run(
    marks: &[(usize, Mark)],
    lines: &[Line],
    run: &[Footnote],
    index: &MarkIndex,
    edits: &mut Vec<Edit>,
) {
    let first = run.first().map_or(0, |footnote| footnote.number);
    let mut last = if first > MAX_STEP { first - 1 } else { 0 };
    let in_text = marks.iter().filter(|(i, _)| is_text(lines, *i));
    let mut end_of_mark = None;
    for &(i, mark) in in_text {
        let found = run.binary_search_by_key(&mark.number, |footnote| footnote.number);
        let below = found.ok().map(|k| run[k].line).filter(|&line| line > i);
        let is_known = below.is_some();
        let is_skip = |below: usize| {
            mark.number > last
                && mark.number <= last + MAX_STEP
                && !index.has_firm(last + 1, i + 1..below)
        };
        let is_due = mark.number == last + 1 || below.is_some_and(is_skip);
        let is_glued = match mark.glue {
            Glue::Firm => true,
            Glue::Loose => is_known,
            Glue::Space => end_of_mark == Some(mark.span.start),
        };
        if is_due && is_glued {
            edits.push(Edit {
                span: mark.span,
                replacement: "",
                reason: EditReason::FootnoteMark,
            });
            last = mark.number;
            end_of_mark = Some(mark.span.end);
        }
    }
}

/// The numbers in a line that may be marks, in order.
fn marks(text: &str, line: Span) -> impl Iterator<Item = Mark> + '_ {
    let content = &text[line.range()];
    // Without a way out early the bytes are looked at many at a time; most lines hold no digit.
    let may_hold = |found, &byte: &u8| found | may_begin_digit(byte);
    let holds_digit = content.as_bytes().iter().fold(false, may_hold);
    let mut at = if holds_digit { 0 } else { content.len() };
    std::iter::from_fn(move || {
        while let Some(start) = next_digit(content, at) {
            let is_raised = !content[start..].starts_with(|c: char| c.is_ascii_digit());
            let same_sort = |c: char| digit(c).is_some() && c.is_ascii_digit() != is_raised;
            let length = content[start..].find(|c| !same_sort(c));
            let end = length.map_or(content.len(), |length| start + length);
            at = end;
            let mark = if is_raised {
                raised_mark(content, start..end)
            } else {
                plain_mark(content, start..end)
            };
            if let Some(mark) = mark {
                let span = Span::new(line.start + mark.span.start, line.start + mark.span.end);
                return Some(Mark { span, ..mark });
            }
        }
        None
    })
}

/// Where the first digit, plain or raised, stands from byte `from` on.
fn next_digit(content: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = from
            + content
                .as_bytes()
                .get(from..)?
                .iter()
                .position(|&byte| may_begin_digit(byte))?;
        let c = content.get(at..)?.chars().next()?;
        if digit(c).is_some() {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

/// Whether a digit may begin with a byte; raised ones begin with one of two in UTF-8.
fn may_begin_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, 0xC2 | 0xE2)
}

/// The value of a digit, also of a raised one.
fn digit(c: char) -> Option<u32> {
    match c {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(c as u32 - '⁰' as u32),
        _ => c.to_digit(10),
    }
}

/// The number that plain or raised digits write; `None` for none or too many of them.
pub(super) fn number(digits: &str) -> Option<u32> {
    let is_number = (1..=MAX_DIGITS).contains(&digits.chars().count());
    let value = digits.chars().try_fold(0_u32, |value, c| {
        value.checked_mul(10)?.checked_add(digit(c)?)
    })?;
    (is_number && value > 0 && !digits.starts_with('0')).then_some(value)
}

/// The digits, plain or raised, at the start of a text.
pub(super) fn leading_digits(text: &str) -> &str {
    let is_raised = !text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| digit(c).is_none() || c.is_ascii_digit() == is_raised);
    &text[..end.unwrap_or(text.len())]
}

/// Raised digits: a mark, but behind a unit (`km²`) only where its footnote is known.
fn raised_mark(content: &str, range: Range<usize>) -> Option<Mark> {
    let number = number(&content[range.clone()])?;
    let before = &content[..range.start];
    if before.is_empty() {
        return None;
    }
    let is_unit = before.ends_with('m') && matches!(number, 2 | 3);
    Some(Mark {
        number,
        span: Span::new(range.start, range.end),
        glue: if is_unit { Glue::Loose } else { Glue::Firm },
    })
}

fn plain_mark(content: &str, mut range: Range<usize>) -> Option<Mark> {
    let run = &content[range.clone()];
    if run.len() > MAX_DIGITS && ends_in_year(&content[..range.start + 4]) {
        range.start += 4;
    }
    let number = number(&content[range.clone()])?;
    if let Some(span) = bracketed(content, &range) {
        let glue = Glue::Firm;
        return Some(Mark { number, span, glue });
    }
    let glue = ends_well(&content[range.end..])
        .then(|| glue(&content[..range.start]))
        .flatten()?;
    let start = match glue {
        Glue::Space => range.start - 1,
        Glue::Firm | Glue::Loose => range.start,
    };
    let span = Span::new(start, range.end);
    Some(Mark { number, span, glue })
}

/// `[4]` behind a word, with the brackets and a space in front of them.
fn bracketed(content: &str, range: &Range<usize>) -> Option<Span> {
    let before = content[..range.start].strip_suffix('[')?;
    let after = content[range.end..].strip_prefix(']')?;
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric());
    let head = before.strip_suffix(' ').unwrap_or(before);
    (!head.is_empty() && !goes_on).then(|| Span::new(head.len(), range.end + 1))
}

/// Behind a mark comes white space, punctuation or the end, but no letter, digit or decimal.
fn ends_well(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some(c), _) if c.is_alphanumeric() => false,
        (Some('.' | ',' | ':' | '/'), Some(c)) if c.is_ascii_digit() => false,
        (Some('%' | '€' | 'º' | '°'), _) => false,
        _ => true,
    }
}

fn glue(before: &str) -> Option<Glue> {
    let mut chars = before.chars().rev();
    let (last, second) = (chars.next()?, chars.next()?);
    let is_firm = match last {
        ' ' => return Some(Glue::Space),
        '.' | ',' => {
            let is_decimal = second.is_ascii_digit();
            !(is_decimal && !ends_in_year(&before[..before.len() - 1]) || ends_in_numbered(before))
        }
        ')' => !is_reference_number(before),
        '»' | '”' | '’' | '"' | ']' | '?' | '!' | ';' | '%' => true,
        c if c.is_ascii_digit() => ends_in_year(before),
        c if c.is_alphabetic() => {
            let is_word = c.is_lowercase() && second.is_lowercase();
            return Some(if is_word { Glue::Firm } else { Glue::Loose });
        }
        _ => false,
    };
    is_firm.then_some(Glue::Firm)
}

fn ends_in_numbered(before: &str) -> bool {
    NUMBERED.iter().any(|abbreviation| {
        let tail = before.len().checked_sub(abbreviation.len());
        tail.and_then(|at| before.get(at..))
            .is_some_and(|tail| tail.eq_ignore_ascii_case(abbreviation))
    })
}

/// `COM(2020)` and the like, in front of the number of a paper.
fn is_reference_number(before: &str) -> bool {
    before
        .strip_suffix(')')
        .filter(|inner| ends_in_year(inner))
        .and_then(|inner| inner[..inner.len() - 4].strip_suffix('('))
        .is_some_and(|name| name.ends_with(|c: char| c.is_uppercase() || c == ' '))
        || before.ends_with("()")
}

fn ends_in_year(before: &str) -> bool {
    let bytes = before.as_bytes();
    let Some(year) = bytes.len().checked_sub(4).map(|start| &bytes[start..]) else {
        return false;
    };
    let alone = bytes.len() == 4 || !bytes[bytes.len() - 5].is_ascii_alphanumeric();
    alone
        && (year.starts_with(b"19") || year.starts_with(b"20"))
        && year.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
