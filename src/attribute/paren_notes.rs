//! Notes with a bracket behind their number: `… het bericht? 1)` and below `1) NOS, 6 maart 2024`.

use std::collections::BTreeSet;

use crate::clean::{CleanText, LineKind};
use crate::corpus::Span;

/// The numbers of such notes in a document.
#[derive(Debug, Default)]
pub(super) struct ParenNotes {
    numbers: BTreeSet<u32>,
}

impl ParenNotes {
    /// The numbers that stand both behind words and in front of a line.
    pub(super) fn of(clean: &CleanText) -> Self {
        let mut in_front = BTreeSet::new();
        let mut behind = BTreeSet::new();
        let lines = clean
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Text);
        for line in lines {
            let text = clean.line_text(line);
            if let Some((number, rest)) = note(text)
                && !rest.trim_end().ends_with('?')
            {
                in_front.insert(number);
            }
            behind.extend(marks_of(text).map(|(number, _)| number));
        }
        let numbers = in_front.intersection(&behind).copied().collect();
        Self { numbers }
    }

    /// Whether a paragraph is a note.
    pub(super) fn is_note(&self, text: &str) -> bool {
        note(text).is_some_and(|(number, _)| self.numbers.contains(&number))
    }

    /// The marks in a stretch of the source, with the space in front of them.
    pub(super) fn marks(&self, clean: &CleanText, span: Span) -> Vec<Span> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        let text = clean.source().text.get(span.range()).unwrap_or("");
        marks_of(text)
            .filter(|(number, _)| self.numbers.contains(number))
            .map(|(_, mark)| Span::new(span.start + mark.start, span.start + mark.end))
            .collect()
    }
}

/// The number in front of a note and its text.
fn note(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = text.split_once(')')?;
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let number = is_number.then(|| number.parse().ok()).flatten()?;
    rest.starts_with(' ').then_some((number, rest))
}

/// The numbers with a bracket behind them that follow a space or the end of a sentence.
fn marks_of(text: &str) -> impl Iterator<Item = (u32, Span)> + '_ {
    text.match_indices(')').filter_map(move |(at, _)| {
        let before = text.get(..at)?;
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = before.get(digits.len()..)?;
        let number: u32 = ((1..=2).contains(&number.len())).then(|| number.parse().ok())??;
        let bare = digits.trim_end_matches(' ');
        let is_glued = bare.len() == digits.len();
        let is_mark = if is_glued {
            bare.ends_with(['.', '?', '!', '”', '»', '"', '\'', ')'])
        } else {
            bare.ends_with(|c: char| !c.is_whitespace() && !matches!(c, ':' | '\n'))
        };
        let is_open = text.get(at + 1..)?.starts_with(char::is_alphanumeric);
        (is_mark && !is_open).then(|| (number, Span::new(bare.len(), at + 1)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{clean, tests_support::source};

    #[test]
    fn notes_and_their_marks_are_found() {
        let text = "Kent u het bericht? 1)\n\nKlopt het «vol»1), zoals 2) zegt (punt 3)?\n\n1) NOS, 3 mei 2024.\n2) Is dat zo?";
        let clean = clean(source(text));
        let notes = ParenNotes::of(&clean);
        assert!(notes.is_note("1) NOS, 3 mei 2024."));
        assert!(!notes.is_note("2) Is dat zo?"));
        let marks = notes.marks(&clean, Span::new(0, text.len()));
        let found: Vec<&str> = marks.iter().map(|mark| &text[mark.range()]).collect();
        assert_eq!(found, [" 1)", "1)"]);
    }
}
