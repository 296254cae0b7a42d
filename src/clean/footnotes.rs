//! Footnotes: lines that begin with the next number, and the lines that go on with them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lone_marks::is_question_head;
use super::marks::{MarkIndex, Marks, leading_digits, number};
use super::{Line, LineKind, ParagraphMarks};
use crate::corpus::pattern;

/// How many numbers may be missing between one footnote and the next: extractions lose some.
const MAX_MISSING_NUMBERS: u32 = 10;

/// Words that open a footnote but hardly ever a numbered paragraph.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)kamerst|handelingen|https?:|www\.|^zie(?-u:\b)|^idem|^ibid|(?-u:\b)COM\s?\(|(?-u:\b)stb\.|(?-u:\b)stcrt|(?-u:\b)pb(?-u:\b)",
        r"|(?-u:\b)pbeu|^fiche|^mededeling|beschikbaar|(?-u:\b)blz\.|(?-u:\b)ECLI|communiqué|regeerakkoord|^bijlage",
        r"|(?-u:\b)d\.d\.|^samenstelling|^bron:|(?-u:\b)p\.\s?\d|^ter inzage|(?-u:\b)EHRM(?-u:\b)|(?-u:\b)HvJ(?-u:\b)|^onder andere|^artikel",
        r"|^conclusies|^verordening|^richtlijn|^aanhangsel|^verslag van|^toezegging|^motie"
    ))
});

/// A footnote found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Footnote {
    /// Its number.
    pub(super) number: u32,
    /// The line on which it begins.
    pub(super) line: usize,
    /// Footnotes of one run have rising numbers; where they begin again at 1, a run begins.
    pub(super) run: usize,
}

struct Search<'a> {
    text: &'a str,
    marks: &'a MarkIndex,
    paragraph_marks: ParagraphMarks,
    footnotes: Vec<Footnote>,
    /// Number of the last footnote; 0 before the first.
    last: u32,
    /// Where the text begins that may refer to the next footnote.
    searched_from: usize,
}

/// The first line of a footnote.
#[derive(Debug, Clone, Copy)]
struct Opening<'a> {
    number: u32,
    rest: &'a str,
    /// Whether a space or bracket divides the number from the text.
    is_divided: bool,
}

/// Marks the lines of footnotes and returns where each begins.
pub(super) fn mark_footnotes(
    marks: &Marks,
    text: &str,
    lines: &mut [Line],
    paragraph_marks: ParagraphMarks,
) -> Vec<Footnote> {
    let index = MarkIndex::of(marks, text, lines);
    let mut search = Search {
        text,
        marks: &index,
        paragraph_marks,
        footnotes: Vec::new(),
        last: 0,
        searched_from: 0,
    };
    let mut i = 0;
    while i < lines.len() {
        let Some(number) = search.footnote_at(lines, i) else {
            i += 1;
            continue;
        };
        search.add(number, i);
        let end = search.end_of_zone(lines, i);
        for line in &mut lines[i..end] {
            if line.kind == LineKind::Text {
                line.kind = LineKind::Footnote;
            }
        }
        search.searched_from = end;
        i = end;
    }
    search.footnotes
}

impl Search<'_> {
    /// The number of the footnote that begins at line `i`, if one does.
    fn footnote_at(&self, lines: &[Line], i: usize) -> Option<u32> {
        let line = lines.get(i).filter(|line| line.kind == LineKind::Text)?;
        let opening = opening(&self.text[line.span.range()])?;
        let Opening { number, rest, .. } = opening;
        let has_cue = has_cue(rest);
        let is_referred_to = self.marks.has(number, self.searched_from..i);
        let touches_text = !opening.is_divided && opens(rest);
        let is_sure = is_referred_to && (has_cue || touches_text);
        let stands_apart = i > 0 && lines[i - 1].kind != LineKind::Text;
        let is_next = number > self.last && number <= self.last + MAX_MISSING_NUMBERS;
        let is_footnote = if is_next && stands_apart && opening.is_divided && opens(rest) {
            has_cue || is_referred_to
        } else {
            let is_first = has_cue && (number == 1 || self.last == 0);
            is_sure && i > 0 && (is_next || is_first)
        };
        is_footnote.then_some(number)
    }

    fn add(&mut self, number: u32, line: usize) {
        let run = self.footnotes.last().map_or(0, |last| {
            if number > last.number {
                last.run
            } else {
                last.run + 1
            }
        });
        self.last = number;
        self.footnotes.push(Footnote { number, line, run });
    }

    /// The line behind the last line of the footnotes that begin at line `start`.
    fn end_of_zone(&mut self, lines: &[Line], start: usize) -> usize {
        let stands_apart = start > 0 && lines[start - 1].kind != LineKind::Text;
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
            let content = &self.text[lines[i].span.range()];
            let next = opening(content).filter(|next| {
                let is_next =
                    next.number > self.last && next.number <= self.last + MAX_MISSING_NUMBERS;
                is_next && next.is_divided && opens(next.rest)
            });
            if let Some(next) = next {
                self.add(next.number, i);
            } else if lines[i].starts_page
                || !self.continues(lines, end - 1..i, blanks, stands_apart)
            {
                break;
            }
            end = i + 1;
            blanks = 0;
        }
        end
    }

    /// Whether the line at the end of `range` goes on with the footnote whose last line so far
    /// stands at its start.
    fn continues(
        &self,
        lines: &[Line],
        range: Range<usize>,
        blanks: usize,
        stands_apart: bool,
    ) -> bool {
        let content = &self.text[lines[range.end].span.range()];
        if is_question_head(content) {
            return false;
        }
        if content.starts_with("http") || content.starts_with("www.") {
            return true;
        }
        let previous = &self.text[lines[range.start].span.range()];
        let is_cut = !previous.ends_with(['.', '!', '?', ';', '/']);
        match self.paragraph_marks {
            ParagraphMarks::Lines => false,
            ParagraphMarks::BlankLines if stands_apart => blanks == 0 || blanks == 1 && is_cut,
            ParagraphMarks::BlankLines | ParagraphMarks::ShortLines => blanks <= 1 && is_cut,
        }
    }
}

fn has_cue(rest: &str) -> bool {
    CUE.as_ref().is_some_and(|cue| cue.is_match(rest))
}

/// Whether a line, taken alone, looks like the first of a footnote.
pub(super) fn reads_as_footnote(content: &str) -> bool {
    opening(content).is_some_and(|opening| has_cue(opening.rest))
}

/// The number with which a line begins, and what stands behind it.
fn opening(content: &str) -> Option<Opening<'_>> {
    let bare = content.strip_prefix('[').unwrap_or(content);
    let digits = leading_digits(bare);
    let number = number(digits)?;
    let rest = &bare[digits.len()..];
    let rest = if bare.len() < content.len() {
        rest.strip_prefix(']')?
    } else {
        rest
    };
    let text = rest.trim_start();
    Some(Opening {
        number,
        rest: text,
        is_divided: text.len() < rest.len() || bare.len() < content.len(),
    })
    .filter(|opening| {
        opening.is_divided
            || opening
                .rest
                .starts_with(|c: char| c.is_alphabetic() || c == '«')
    })
}

/// Whether a footnote may begin so.
fn opens(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '(' | '“' | '‘'))
        || rest.starts_with("http")
        || rest.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn found(text: &str, all: &mut [Line]) -> Vec<Footnote> {
        mark_footnotes(&Marks::of(text, all), text, all, ParagraphMarks::BlankLines)
    }

    fn footnote_lines(text: &str) -> Vec<String> {
        let mut all = lines(text);
        found(text, &mut all);
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
    fn the_first_number_may_be_above_ten_where_a_word_carries_it() {
        let text = "in de brief97 en\n\n97 Kamerstuk 32 317, nr. 872.\n98 Idem.\n\nvoorts";
        assert_eq!(footnote_lines(text).len(), 2);
        let text = "in de brief en\n\n97 Kamerstuk 32 317, nr. 872.\n\nvoorts";
        assert!(footnote_lines(text).is_empty());
    }

    #[test]
    fn numbers_may_stand_in_brackets_be_raised_or_touch_the_text() {
        for note in [
            "[1] Kamerstuk 19 637.",
            "¹ Kamerstuk 19 637.",
            "1Kamerstuk 19 637.",
        ] {
            for mark in ["[1]", "¹", "1"] {
                let text = format!("De brief{mark} is gestuurd.\n\n{note}\n\nDe Raad.");
                assert_eq!(footnote_lines(&text), [note], "{text}");
            }
        }
    }

    #[test]
    fn a_number_that_touches_its_text_needs_no_cue() {
        let text = "tot stand gekomen?1 Was dit\nbekend?\n1De Telegraaf, 23 oktober 2024.\nVraag 2";
        assert_eq!(footnote_lines(text), ["1De Telegraaf, 23 oktober 2024."]);
    }

    #[test]
    fn footnotes_may_begin_again_at_one() {
        let text =
            "Een plan.1\n\n1 Kamerstuk 19 637.\n2 Idem.\n\n\n\nNog een.1\n\n1 Zie COM(2020) 609.";
        let mut all = lines(text);
        let found = found(text, &mut all);
        let runs: Vec<(u32, usize)> = found.iter().map(|f| (f.number, f.run)).collect();
        assert_eq!(runs, [(1, 0), (2, 0), (1, 1)]);
    }

    #[test]
    fn a_footnote_without_a_blank_line_above_needs_cue_and_mark() {
        let text = "in de brief1 van\n1 Kamerstuk 32 317, nr. 872.\nmei stond dit.";
        assert_eq!(footnote_lines(text), ["1 Kamerstuk 32 317, nr. 872."]);
        let text = "in de brief van\n1 Kamerstuk 32 317, nr. 872.\nmei stond dit.";
        assert!(footnote_lines(text).is_empty());
    }

    #[test]
    fn a_numbered_paragraph_is_no_footnote() {
        let text =
            "Drie punten.\n\n1 Nederland zet in op terugkeer.\n\n2 Nederland zet in op opvang.";
        assert!(footnote_lines(text).is_empty());
    }
}
