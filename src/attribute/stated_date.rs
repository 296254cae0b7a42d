//! The date that the head of a paper states: `(ingezonden 24 oktober 2024)`.

use crate::clean::{CleanText, LineKind};
use crate::corpus::{PartialDate, Span, find_dutch_date};

/// Lines at the start of a document among which its date stands.
const MAX_LINES: usize = 80;

/// Bytes behind a word among which the date that it announces stands.
const MAX_DISTANCE: usize = 60;

/// What announces the date of a paper, the surest first.
const ANNOUNCED: [&str; 7] = [
    "ingezonden",
    "voorgesteld",
    "ontvangen",
    "vastgesteld",
    "den haag,",
    "\u{2019}s-gravenhage,",
    "datum",
];

/// The date that the head of a document states; for one on a single line, its first kilobytes.
pub(super) fn of_head(clean: &CleanText) -> Option<PartialDate> {
    const MAX_BYTES: usize = 4000;
    let filled = clean
        .lines()
        .iter()
        .filter(|line| line.kind == LineKind::Text);
    let end = filled
        .take(MAX_LINES)
        .last()
        .map_or(0, |line| line.span.end);
    let text = &clean.source().text;
    let mut end = end.min(MAX_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    stated_date(&clean.render(Span::new(0, end)).text).or_else(|| in_running_heads(clean))
}

/// The Handelingen print the date of the sitting by itself at the head or foot of every page.
fn in_running_heads(clean: &CleanText) -> Option<PartialDate> {
    let heads = clean
        .lines()
        .iter()
        .filter(|line| line.kind == LineKind::PageHeader);
    heads
        .map(|line| clean.line_text(line))
        .filter(|head| head.split_whitespace().count() == 3)
        .find_map(find_dutch_date)
}

/// The date behind the surest of the words that announce one.
pub(super) fn stated_date(head: &str) -> Option<PartialDate> {
    let lower = head.to_lowercase();
    ANNOUNCED.iter().find_map(|word| {
        lower.match_indices(word).find_map(|(at, _)| {
            let rest = lower.get(at + word.len()..)?;
            let near = rest
                .char_indices()
                .map(|(i, _)| i)
                .find(|&i| i >= MAX_DISTANCE);
            find_dutch_date(rest.get(..near.unwrap_or(rest.len()))?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_word_tells_the_date() {
        for (head, expected) in [
            (
                "(ontvangen 18 november 2024) (ingezonden 3 mei 2024).",
                Some("2024-05-03"),
            ),
            ("(ontvangen 18 november2024)", Some("2024-11-18")),
            (
                "Aan de Voorzitter Den Haag, 16 mei 2022 Geachte voorzitter,",
                Some("2022-05-16"),
            ),
            (
                "MOTIE VAN HET LID BOS Voorgesteld 5 juni 2025 De Kamer,",
                Some("2025-06-05"),
            ),
            ("(ingezonden 31 februari 2024)", None),
            ("Op 3 mei 2024 besloot de Raad", None),
            ("ingezonden", None),
        ] {
            let found = stated_date(head).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{head}");
        }
    }
}
