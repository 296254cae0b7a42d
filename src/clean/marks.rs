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

/// The lines on which each number hangs on a word, in order.
#[derive(Debug, Default)]
pub(super) struct MarkIndex {
    glued: BTreeMap<u32, Vec<usize>>,
    firm: BTreeMap<u32, Vec<usize>>,
}

impl MarkIndex {
    /// Looks through all lines of text.
    pub(super) fn of(text: &str, lines: &[Line]) -> Self {
        let mut index = Self::default();
        for (i, line) in lines.iter().enumerate() {
            if line.kind == LineKind::Text {
                for mark in marks(text, line.span).filter(|mark| mark.glue != Glue::Space) {
                    index.glued.entry(mark.number).or_default().push(i);
                    if mark.glue == Glue::Firm {
                        index.firm.entry(mark.number).or_default().push(i);
                    }
                }
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

fn is_within(places: Option<&Vec<usize>>, lines: &Range<usize>) -> bool {
    places.is_some_and(|places| {
        let first = places.partition_point(|&line| line < lines.start);
        places.get(first).is_some_and(|&line| line < lines.end)
    })
}

/// The edits that take the marks out. Footnotes that begin again at 1 divide the text into runs,
/// each with its own count of marks.
pub(super) fn footnote_marks(text: &str, lines: &[Line], footnotes: &[Footnote]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let index = MarkIndex::of(text, lines);
    let mut start = 0;
    let runs: Vec<&[Footnote]> = footnotes.chunk_by(|a, b| a.run == b.run).collect();
    for (k, run) in runs.iter().enumerate() {
        let is_last = k + 1 == runs.len();
        let end = run
            .last()
            .filter(|_| !is_last)
            .map_or(lines.len(), |footnote| footnote.line + 1);
        marks_of_run(text, lines, start..end, run, &index, &mut edits);
        start = end;
    }
    if runs.is_empty() {
        marks_of_run(text, lines, 0..lines.len(), &[], &index, &mut edits);
    }
    edits
}

/// The marks of a run of footnotes, whose numbers rise.
fn marks_of_run(
    text: &str,
    lines: &[Line],
    range: Range<usize>,
    run: &[Footnote],
    index: &MarkIndex,
    edits: &mut Vec<Edit>,
) {
    let first = run.first().map_or(0, |footnote| footnote.number);
    let mut last = if first > MAX_STEP { first - 1 } else { 0 };
    for i in range {
        let Some(line) = lines.get(i).filter(|line| line.kind == LineKind::Text) else {
            continue;
        };
        let mut end_of_mark = None;
        for mark in marks(text, line.span) {
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
}

/// The numbers in a line that may be marks, in order.
fn marks(text: &str, line: Span) -> impl Iterator<Item = Mark> + '_ {
    let content = &text[line.range()];
    // Raised digits begin with one of two bytes in UTF-8.
    let has_digits = content
        .bytes()
        .any(|b| b.is_ascii_digit() || matches!(b, 0xC2 | 0xE2));
    let mut at = if has_digits { 0 } else { content.len() };
    std::iter::from_fn(move || {
        while let Some(found) = content[at..].find(|c: char| digit(c).is_some()) {
            let start = at + found;
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
mod tests {
    use super::super::{clean, tests_support::source};

    fn cleaned(text: &str) -> String {
        let clean = clean(source(text));
        clean.render(crate::corpus::Span::new(0, text.len())).text
    }

    #[test]
    fn marks_go_from_words_punctuation_and_quotation_marks() {
        assert_eq!(
            cleaned("De motie1 van 8 november jl.2, «de tekst»3 en (IND)4, einde.5 Klaar."),
            "De motie van 8 november jl., «de tekst» en (IND), einde. Klaar."
        );
    }

    #[test]
    fn a_mark_glued_to_a_year_goes_and_the_year_stays() {
        assert_eq!(
            cleaned("Een1 twee2 drie3 vier4 vijf5 zes6 in oktober 20187, klaar."),
            "Een twee drie vier vijf zes in oktober 2018, klaar."
        );
    }

    #[test]
    fn two_marks_in_a_row_go_both() {
        assert_eq!(
            cleaned("Een1 en twee2 asielzoekers.3 4 Het gevolg."),
            "Een en twee asielzoekers. Het gevolg."
        );
    }

    #[test]
    fn marks_in_brackets_and_raised_marks_go() {
        assert_eq!(
            cleaned("De brief[1], de motie [2]. Het plan³ kost 12%4 meer op 30 km² grond."),
            "De brief, de motie. Het plan kost 12% meer op 30 km² grond."
        );
    }

    #[test]
    fn no_number_is_passed_over_that_comes_later() {
        assert_eq!(
            cleaned(
                "Tweede Kamer der Staten-Generaal2\n\nHet bericht.1 En een brief.2\n\n1 Zie www.nu.nl.\n2 Kamerstuk 19 637."
            ),
            "Tweede Kamer der Staten-Generaal2 Het bericht. En een brief."
        );
    }

    #[test]
    fn marks_are_counted_anew_where_footnotes_begin_again() {
        let text = "Een brief.1 Dan een plan.2\n\n1 Kamerstuk 19 637.\n2 Kamerstuk 32 317.\n\n\n\nNog een brief.1 Klaar.\n\n1 Kamerstuk 22 112.";
        assert_eq!(
            cleaned(text),
            "Een brief. Dan een plan. Nog een brief. Klaar."
        );
    }

    #[test]
    fn numbers_that_are_not_due_stay() {
        for text in [
            "De D66-fractie en COVID-19 in Q1 2023.",
            "Artikel 25bis, COM(2020)609 en 1.100 asielzoekers.",
            "Het tarief is 3,1 procent; zie nr.1 en art.1 van de wet.",
            "In 2021 waren er 2 wetten.",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }
}
