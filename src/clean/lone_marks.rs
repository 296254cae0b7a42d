//! Footnote numbers that an extraction set on a line of their own or in front of a line.
//!
//! Written questions taken from PDF carry them so (`… «bericht»?`, `1`, `Vraag 2`). A lone number
//! also heads a question; it is a footnote's only where the document heads its questions with
//! words.

use std::collections::BTreeSet;

use super::marks::{leading_digits, number};
use super::{Edit, EditReason, Line, LineKind};
use crate::corpus::Span;

/// Headings `Vraag 1`, `Vraag 2` from which on a document heads its questions with words.
const MIN_HEADINGS: usize = 2;

/// Whether a document heads its questions with words, so that a lone number heads none.
fn has_worded_questions(text: &str, lines: &[Line]) -> bool {
    let is_heading = |line: &&Line| {
        let content = text.get(line.span.range()).unwrap_or("");
        content
            .strip_prefix("Vraag ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let filled = lines.iter().filter(|line| line.kind == LineKind::Text);
    filled.filter(is_heading).nth(MIN_HEADINGS - 1).is_some()
}

/// The numbers of footnotes that stand alone on lines or in front of a new sentence, with their
/// lines, in order.
pub(super) fn lone_marks(text: &str, lines: &[Line]) -> Vec<(u32, usize)> {
    if !has_worded_questions(text, lines) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut above = "";
    for (i, line) in lines.iter().enumerate() {
        if line.kind != LineKind::Text {
            continue;
        }
        let content = text.get(line.span.range()).unwrap_or("");
        if let Some(numbers) = lone_numbers(content) {
            found.extend(numbers.into_iter().map(|number| (number, i)));
        } else if let Some((number, _)) = number_in_front(above, content) {
            found.push((number, i));
        }
        above = content;
    }
    found
}

/// Marks the lines that hold nothing but numbers of footnotes, and returns the edits that take
/// numbers away that stand in front of lines.
pub(super) fn mark_lone_marks(text: &str, lines: &mut [Line]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let notes = lines.iter().filter(|line| line.kind == LineKind::Footnote);
    let known: BTreeSet<u32> = notes
        .filter_map(|line| number(leading_digits(text.get(line.span.range())?)))
        .collect();
    let is_known = |number: u32| known.contains(&number);
    let mut above = "";
    let marks = lone_marks(text, lines);
    let mut marks = marks.iter().peekable();
    for (i, line) in lines.iter_mut().enumerate() {
        let content = text.get(line.span.range()).unwrap_or("");
        let is_mark = marks.peek().is_some_and(|(_, at)| *at == i);
        while marks.next_if(|(_, at)| *at <= i).is_some() {}
        if is_mark && line.kind == LineKind::Text {
            if lone_numbers(content).is_some_and(|numbers| numbers.into_iter().all(is_known)) {
                line.kind = LineKind::Footnote;
                continue;
            }
            if let Some((number, length)) = number_in_front(above, content)
                && is_known(number)
            {
                edits.push(Edit {
                    span: Span::new(line.span.start, line.span.start + length),
                    replacement: "",
                    reason: EditReason::FootnoteMark,
                });
            }
        }
        if line.kind == LineKind::Text {
            above = content;
        }
    }
    edits
}

/// Lines within which the foot of a page follows its footnotes.
const MAX_LINES_OF_NOTES: usize = 14;

/// Marks footnotes that nothing in the text refers to, because the extraction lost or moved the
/// number there: a line whose number touches its text, at the foot of a page.
pub(super) fn mark_notes_at_foot(text: &str, lines: &mut [Line]) {
    if !has_worded_questions(text, lines) {
        return;
    }
    let content = |line: &Line| text.get(line.span.range()).unwrap_or("");
    let mut last = 0;
    let mut i = 0;
    while i < lines.len() {
        let Some(number) = lines.get(i).and_then(|line| touching_number(content(line))) else {
            i += 1;
            continue;
        };
        let is_next = number > last && number <= last + 3;
        let end = foot_behind(lines, i, |line| is_question_head(content(line)));
        let is_note = lines[i].kind == LineKind::Footnote;
        if is_note || is_next && lines[i].kind == LineKind::Text && end.is_some() {
            last = last.max(number);
            for line in &mut lines[i..end.unwrap_or(i)] {
                if line.kind == LineKind::Text {
                    line.kind = LineKind::Footnote;
                }
            }
        }
        i += 1;
    }
}

/// The line of the running foot behind line `i`, if no heading stands between them.
fn foot_behind(lines: &[Line], i: usize, is_head: impl Fn(&Line) -> bool) -> Option<usize> {
    let below = lines
        .iter()
        .enumerate()
        .skip(i + 1)
        .take(MAX_LINES_OF_NOTES);
    for (j, line) in below {
        if line.kind == LineKind::PageHeader {
            return Some(j);
        }
        if is_head(line) {
            return None;
        }
    }
    None
}

/// Whether a line is the heading of a numbered question or of an answer.
pub(super) fn is_question_head(content: &str) -> bool {
    let is_numbered =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() <= 30;
    content.strip_prefix("Vraag ").is_some_and(is_numbered)
        || content.strip_prefix("Antwoord ").is_some_and(is_numbered)
        || matches!(content, "Antwoord" | "Antwoord:")
}

/// The number in front of a line whose text it touches: `4Kamerstuk 29 035`.
fn touching_number(content: &str) -> Option<u32> {
    let digits = leading_digits(content);
    let rest = content.get(digits.len()..)?;
    let touches = rest.starts_with(char::is_uppercase) || rest.starts_with("http");
    (touches && (1..=2).contains(&digits.len()))
        .then(|| number(digits))
        .flatten()
}

/// The numbers of a line that holds one or two of at most two digits and nothing else.
fn lone_numbers(content: &str) -> Option<Vec<u32>> {
    if content.len() > 5 || !content.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_short = |word: &str| (word.len() <= 2).then(|| number(word)).flatten();
    content.split_whitespace().map(is_short).collect()
}

/// The number in front of a line that begins a sentence behind one that ended, and the bytes to
/// the text.
fn number_in_front(above: &str, content: &str) -> Option<(u32, usize)> {
    let digits = leading_digits(content);
    if digits.is_empty() || digits.len() > 2 || !above.ends_with(['.', '?', '!', ',', '»']) {
        return None;
    }
    let rest = content.get(digits.len()..)?;
    let opens = rest.strip_prefix(' ')?.starts_with(char::is_uppercase);
    let number = number(digits)?;
    opens.then_some((number, digits.len() + 1))
}

#[cfg(test)]
mod tests {
    use crate::clean::clean;
    use crate::clean::tests_support::source;
    use crate::corpus::Span;

    fn cleaned(text: &str) -> String {
        let clean = clean(source(text));
        clean.render(Span::new(0, text.len())).text
    }

    #[test]
    fn a_number_on_its_own_line_refers_to_a_footnote() {
        let text = "Vraag 1\nKent u het bericht «Opvang vol»?\n1\nVraag 2\nKlopt het?\n1NOS, 3 mei 2024, Opvang vol\nVraag 3\nWaarom?";
        assert_eq!(
            cleaned(text),
            "Vraag 1 Kent u het bericht «Opvang vol»? Vraag 2 Klopt het? Vraag 3 Waarom?"
        );
    }

    #[test]
    fn a_number_in_front_of_a_line_refers_to_a_footnote() {
        let text = "Vraag 1\nKent u dat bericht?1\nVraag 2\nHet stuk is gestuurd.\n2 Dat was in mei.\n\n1Zie www.nos.nl\n2Kamerstuk 19 637, nr. 3\n\nVraag 3\nWaarom?";
        assert!(
            cleaned(text).contains("is gestuurd. Dat was in mei."),
            "{}",
            cleaned(text)
        );
    }

    #[test]
    fn a_note_at_the_foot_needs_no_mark() {
        let text = "Vraag 1\nKent u het bericht?\nVraag 2\nKlopt het dat 4 op de\n1Zon Instituut (2023). Licht\nin Nederland.\n2Idem.\nTweede Kamer, vergaderjaar 2024–2025, Aanhangsel 2\n5 huizen leegstaan?\nVraag 3\nWaarom?";
        assert_eq!(
            cleaned(text),
            "Vraag 1 Kent u het bericht? Vraag 2 Klopt het dat 4 op de 5 huizen leegstaan? Vraag 3 Waarom?"
        );
    }

    #[test]
    fn numbers_that_head_questions_stay() {
        let text = "1\nKlopt het?\nAntwoord\nJa.\n2\nWaarom?\nAntwoord\nDaarom.";
        assert_eq!(cleaned(text), text.replace('\n', " "));
    }
}
