//! Footnotes: blocks of lines that begin with the next number.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, LineKind};

/// How many numbers may be missing between one footnote and the next: extractions lose some.
const MAX_MISSING_NUMBERS: u32 = 10;

/// Words that open a footnote but hardly ever a numbered paragraph.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)kamerst|handelingen|https?:|www\.|^zie\b|^idem|^ibid|\bCOM\s?\(|\bstb\.|\bstcrt|\bpb\b",
        r"|\bpbeu|^fiche|^mededeling|beschikbaar|\bblz\.|\bECLI|communiqué|regeerakkoord|^bijlage",
        r"|\bd\.d\.|^samenstelling|^bron:|\bp\.\s?\d|^ter inzage|\bEHRM\b|\bHvJ\b|^onder andere|^artikel"
    ))
    .ok()
});

/// A footnote found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Footnote {
    /// Its number.
    pub(super) number: u32,
    /// The line on which it begins.
    pub(super) line: usize,
}

/// Marks the lines of footnotes and returns where each begins.
pub(super) fn mark_footnotes(text: &str, lines: &mut [Line]) -> Vec<Footnote> {
    let mut footnotes = Vec::new();
    let mut last = 0;
    let mut searched_from = 0;
    let mut i = 0;
    while i < lines.len() {
        let begins = opens_block(lines, i)
            .then(|| next_number(text, &lines[i], last))
            .flatten()
            .filter(|&(number, rest)| {
                has_cue(rest) || is_referred_to(text, lines, searched_from..i, number)
            });
        let Some((number, _)) = begins else {
            i += 1;
            continue;
        };
        last = number;
        footnotes.push(Footnote { number, line: i });
        let end = end_of_zone(text, lines, i, &mut last, &mut footnotes);
        for line in &mut lines[i..end] {
            if line.kind == LineKind::Text {
                line.kind = LineKind::Footnote;
            }
        }
        searched_from = end;
        i = end;
    }
    footnotes
}

/// Whether line `i` is text and the first of its block.
fn opens_block(lines: &[Line], i: usize) -> bool {
    lines[i].kind == LineKind::Text && i > 0 && lines[i - 1].kind != LineKind::Text
}

/// The number and the rest of a line that begins with the next number.
fn next_number<'a>(text: &'a str, line: &Line, last: u32) -> Option<(u32, &'a str)> {
    let content = &text[line.span.range()];
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let number: u32 = content[..digits].parse().ok()?;
    let rest = content[digits..].strip_prefix(' ')?.trim_start();
    let is_next = number > last && number <= last + MAX_MISSING_NUMBERS;
    let opens = rest.starts_with(|c: char| c.is_uppercase() || c == '«' || c == '(' || c == '“')
        || rest.starts_with("http")
        || rest.starts_with("www.");
    (is_next && opens).then_some((number, rest))
}

fn has_cue(rest: &str) -> bool {
    CUE.as_ref().is_some_and(|cue| cue.is_match(rest))
}

/// Whether a word in the lines carries the number glued to it.
fn is_referred_to(text: &str, lines: &[Line], range: std::ops::Range<usize>, number: u32) -> bool {
    lines[range]
        .iter()
        .filter(|line| line.kind == LineKind::Text)
        .any(|line| {
            super::footnote_marks::find_mark(&text[line.span.range()], number, true).is_some()
        })
}

/// The line behind the last line of the footnotes that begin at line `start`.
fn end_of_zone(
    text: &str,
    lines: &[Line],
    start: usize,
    last: &mut u32,
    footnotes: &mut Vec<Footnote>,
) -> usize {
    let mut end = start + 1;
    let mut blanks = 0;
    for i in start + 1..lines.len() {
        match lines[i].kind {
            LineKind::Blank => {
                blanks += 1;
                continue;
            }
            LineKind::Text => {}
            LineKind::PageHeader | LineKind::Contents | LineKind::Footnote => break,
        }
        if let Some((number, _)) = next_number(text, &lines[i], *last) {
            *last = number;
            footnotes.push(Footnote { number, line: i });
        } else if lines[i].starts_page || !continues(text, lines, end - 1, i, blanks) {
            break;
        }
        end = i + 1;
        blanks = 0;
    }
    end
}

/// Whether line `i` goes on with the footnote whose last line so far is `previous`.
fn continues(text: &str, lines: &[Line], previous: usize, i: usize, blanks: usize) -> bool {
    let content = &text[lines[i].span.range()];
    if content.starts_with("http") || content.starts_with("www.") {
        return true;
    }
    let is_cut = !text[lines[previous].span.range()].ends_with(['.', '!', '?', ';', '/']);
    blanks == 0 || blanks == 1 && is_cut
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn footnote_lines(text: &str) -> Vec<String> {
        let mut all = lines(text);
        mark_footnotes(text, &mut all);
        all.iter()
            .filter(|l| l.kind == LineKind::Footnote)
            .map(|l| text[l.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn a_footnote_inside_a_sentence_is_cut_out() {
        let text = "Het kabinet heeft de brief1 in het\n\n1 Kamerstuk 32 317, nr. 872.\n\n\n\nvoorjaar gestuurd.";
        assert_eq!(footnote_lines(text), ["1 Kamerstuk 32 317, nr. 872."]);
    }

    #[test]
    fn a_footnote_cut_by_a_blank_line_goes_on() {
        let text = "zoals gesteund.8\n\n8 Vanwege het ontbreken van overeenstemming over de\n\nDublinverordening zijn zij niet aangenomen.\n\nEen vergelijkbare ontwikkeling.";
        assert_eq!(footnote_lines(text).len(), 2);
    }

    #[test]
    fn text_behind_two_blank_lines_is_not_part_of_the_footnote() {
        let text = "gepubliceerd1 plan\n\n1 Zie https://ec.europa.eu/commission\n\n\nterugkeersamenwerking en meer.";
        assert_eq!(
            footnote_lines(text),
            ["1 Zie https://ec.europa.eu/commission"]
        );
    }

    #[test]
    fn a_numbered_paragraph_is_no_footnote() {
        let text =
            "Drie punten.\n\n1 Nederland zet in op terugkeer.\n\n2 Nederland zet in op opvang.";
        assert!(footnote_lines(text).is_empty());
    }
}
