//! The date that the head of a paper states: `(ingezonden 24 oktober 2024)`.

use std::sync::LazyLock;

use regex::Regex;

use crate::clean::{CleanText, LineKind};
use crate::corpus::{PartialDate, Span, find_dutch_date, pattern};

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
    let head = clean.render(Span::new(0, end)).text;
    stated_date(&head)
        .or_else(|| of_sitting(&head))
        .or_else(|| {
            let lines = clean.lines().iter().filter(|line| line.span.start < end);
            let filled = lines.filter(|line| line.kind == LineKind::Text);
            let mut first = filled.take(MAX_LINES_OF_TITLE);
            first.find_map(|line| in_title(clean.line_text(line)))
        })
        .or_else(|| in_running_heads(clean))
}

/// Lines at the start of a report among which its title stands.
const MAX_LINES_OF_TITLE: usize = 10;

/// `De vaste commissie … heeft op 31 mei 2022 overleg gevoerd met …`.
static SITTING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:heeft|hebben) op (?:(?:maan|dins|woens|donder|vrij)dag )?(\d{1,2} [a-z]+ ?\d{4})",
        r" (?:een )?[a-z]{0,20} ?(?:overleg|debat|gesprek|hoorzitting|vergadering)",
        r" (?:gevoerd|gehouden|gehad)(?-u:\b)"
    ))
});

/// `Plenair debat 14 november 2023`, `Vergadering van dinsdag 14 november 2023`,
/// `Handelingen Tweede Kamer, 14 november 2023`, `Dinsdag 14 november 2023`.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:(?i:(?:verslag|stenogram|notulen) van (?:de|het|een) )?",
        r"(?i:plenaire? |\d+[ea] |de |het )?",
        r"(?i:handelingen|(?:commissie|wetgevings|nota|twee ?minuten|rond ?tafel|algemeen |schriftelijk )?",
        r"(?:debat|overleg|vergadering|gesprek))",
        r"(?i: (?:van de )?(?:tweede|eerste) kamer(?: der staten-generaal)?)?",
        r"(?i: over [^.:?!]{3,80}?)?,?(?i: van| op| d\.d\.)? ?)?",
        r"(?i:(?:maan|dins|woens|donder|vrij)dag )?(\d{1,2} [a-z]+ ?\d{4})(.?)"
    ))
});

/// The day on which a committee met, where its report says so in a sentence.
fn of_sitting(head: &str) -> Option<PartialDate> {
    let found = SITTING.as_ref()?.captures(head)?;
    find_dutch_date(found.get(1)?.as_str())
}

/// The day that the title of a report names: a line that begins as one does, with a date that no
/// sentence goes on from; or that is nothing but a date.
fn in_title(line: &str) -> Option<PartialDate> {
    let line = line.trim();
    let found = TITLE.as_ref()?.captures(line)?;
    let date = found.get(1)?;
    let behind = line.get(date.end()..)?.trim_start_matches([',', '.', ' ']);
    let is_date_alone = date.start() == 0 || line.split_whitespace().count() <= 4;
    let goes_on = !behind.is_empty() && (is_date_alone || !behind.starts_with(char::is_uppercase));
    (line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && !goes_on)
        .then(|| find_dutch_date(date.as_str()))?
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

    #[test]
    fn a_report_says_when_the_committee_met() {
        for (head, expected) in [
            (
                "De vaste commissie voor Vervoer heeft op 7 juni 2022 overleg gevoerd met",
                Some("2022-06-07"),
            ),
            (
                "De commissies voor Vervoer en voor Werk hebben op dinsdag 7 juni 2022 een rondetafelgesprek gehouden",
                Some("2022-06-07"),
            ),
            ("De minister heeft op 7 juni 2022 de bus verkocht.", None),
            ("De Kamer heeft op 7 juni 2022 een debat gevraagd.", None),
        ] {
            let found = of_sitting(head).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{head}");
        }
    }

    #[test]
    fn the_title_of_a_report_names_its_day() {
        for (line, expected) in [
            ("Debat 7 juni 2022", Some("2022-06-07")),
            (
                "Plenair debat 7 juni 2022 De voorzitter: Welkom.",
                Some("2022-06-07"),
            ),
            ("Vergadering van dinsdag 7 juni 2022", Some("2022-06-07")),
            ("Handelingen Tweede Kamer, 7 juni 2022", Some("2022-06-07")),
            ("70e vergadering, dinsdag 7 juni 2022", Some("2022-06-07")),
            (
                "Commissiedebat over de bus, 7 juni 2022",
                Some("2022-06-07"),
            ),
            (
                "Stenogram van het tweeminutendebat van 7 juni 2022",
                Some("2022-06-07"),
            ),
            ("Dinsdag 7 juni 2022", Some("2022-06-07")),
            ("7 juni 2022", Some("2022-06-07")),
            ("7 juni 2022 was een mooie dag", None),
            ("7 juni 2022 De bus reed", None),
            ("Debat van 7 juni 2022 heb ik gemist", None),
            ("debat van 7 juni 2022", None),
            ("In het debat van 7 juni 2022", None),
            ("Het verslag van 7 juni 2022", None),
        ] {
            let found = in_title(line).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }
}
