//! Footnote numbers glued to words, to punctuation and to years.
//!
//! Text taken from PDF keeps the superscript number of a footnote behind the word: `voorstel3`,
//! `jl.2,`, `«…»7`, `van 201913 stelt` (2019, footnote 13). Numbers of footnotes rise by one, so a
//! mark is taken for one only where it is the next that is due.

use super::footnotes::Footnote;
use super::{Edit, EditReason, Line, LineKind};
use crate::corpus::Span;

/// How many numbers may be passed over when a footnote is known by its text.
const MAX_STEP: u32 = 10;

/// The edits that take the marks out.
pub(super) fn footnote_marks(text: &str, lines: &[Line], footnotes: &[Footnote]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut last = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.kind != LineKind::Text {
            continue;
        }
        let content = &text[line.span.range()];
        let mut from = 0;
        while let Some((number, mark)) = next_mark(content, from, last, i, footnotes) {
            let span = Span::new(line.span.start + mark.start, line.span.start + mark.end);
            edits.push(Edit {
                span,
                replacement: "",
                reason: EditReason::FootnoteMark,
            });
            last = number;
            from = mark.end;
        }
    }
    edits
}

/// The next mark in a line at or behind `from`: the number that is due, or one whose footnote
/// stands below.
fn next_mark(
    content: &str,
    from: usize,
    last: u32,
    line: usize,
    footnotes: &[Footnote],
) -> Option<(u32, Span)> {
    let known = footnotes
        .iter()
        .filter(|footnote| footnote.line > line && footnote.number > last + 1)
        .map(|footnote| footnote.number)
        .take_while(|&number| number <= last + MAX_STEP);
    let is_known = |number| {
        footnotes
            .iter()
            .any(|f| f.number == number && f.line > line)
    };
    std::iter::once(last + 1)
        .chain(known)
        .filter_map(|number| {
            let mark = find_mark_from(content, from, number, is_known(number))?;
            Some((number, mark))
        })
        .min_by_key(|(_, mark)| mark.start)
}

/// Where the number stands as a mark in `content`. `is_known`: its footnote has been found, so
/// that weaker evidence is enough.
pub(super) fn find_mark(content: &str, number: u32, is_known: bool) -> Option<Span> {
    find_mark_from(content, 0, number, is_known)
}

fn find_mark_from(content: &str, from: usize, number: u32, is_known: bool) -> Option<Span> {
    let digits = number.to_string();
    let mut at = from;
    while let Some(found) = content.get(at..).and_then(|rest| rest.find(&digits)) {
        let start = at + found;
        let end = start + digits.len();
        if ends_well(&content[end..]) && is_glued(content, from, start, is_known) {
            let after_mark = start == from + 1 && from > 0;
            return Some(Span::new(if after_mark { from } else { start }, end));
        }
        at = start + 1;
    }
    None
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

fn is_glued(content: &str, from: usize, start: usize, is_known: bool) -> bool {
    let before = &content[..start];
    let mut chars = before.chars().rev();
    let (Some(last), second) = (chars.next(), chars.next()) else {
        return false;
    };
    match last {
        ' ' => from > 0 && start == from + 1,
        '.' | ',' => {
            let is_decimal = second.is_some_and(|c| c.is_ascii_digit());
            let is_abbreviation = ["nr.", "nrs.", "art.", "blz.", "p.", "lid."]
                .iter()
                .any(|abbreviation| before.to_lowercase().ends_with(abbreviation));
            (!is_decimal || ends_in_year(&before[..before.len() - 1])) && !is_abbreviation
        }
        ')' => before.len() > 1 && !before.ends_with("COM()") && !is_reference_number(before),
        '»' | '”' | '’' | '"' | ']' | '?' | '!' | ';' => true,
        c if c.is_ascii_digit() => ends_in_year(before),
        c if c.is_alphabetic() => is_known || ends_in_small_letters(before),
        _ => false,
    }
}

/// `COM(2020)` and the like, in front of the number of a paper.
fn is_reference_number(before: &str) -> bool {
    before.rfind('(').is_some_and(|open| {
        let inside = &before[open + 1..before.len() - 1];
        let name = before[..open].chars().next_back();
        inside.len() == 4
            && inside.bytes().all(|b| b.is_ascii_digit())
            && name.is_some_and(char::is_uppercase)
    })
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

fn ends_in_small_letters(before: &str) -> bool {
    let mut chars = before.chars().rev();
    (0..2).all(|_| chars.next().is_some_and(char::is_lowercase))
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
