//! Written exchanges that an extraction set on one line.
//!
//! The headings of such a text are inside the line: it is cut in front of and behind them, and in
//! front of sentences that name who asks, so that later stages find lines.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, LineKind};
use crate::corpus::Span;

/// Lines of more bytes may hold headings.
const MIN_LONG_LINE: usize = 600;

static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:[IVX]{1,4}|[A-C])\.? )?(?:Vragen en opmerkingen van(?:uit)?|Inbreng van|Bijdrage van)",
        r" [^.?!:]{0,120}?(?-u:\b)fracties?(?:-\p{Lu}[\p{L}-]+)?(?-u:\b)",
        r"(?: en (?:de )?(?:reactie|antwoord|antwoorden|beantwoording) van (?:de |het )?\p{L}+)?",
        r"|(?:II|III|B)\.? (?:Antwoord|Reactie|Beantwoording)(?: ?/ ?(?:Antwoord|Reactie))?",
        r"(?: van (?:de|het) \p{L}+)?"
    ))
    .ok()
});

/// Sentences that open a question or an answer.
const OPENINGS: [&str; 6] = [
    "De leden van de ",
    "Het lid van de ",
    "De fractie van ",
    "Antwoord ",
    "Vraag ",
    "Reactie ",
];

/// Cuts the long lines of an exchange at its headings; returns whether it did.
pub(super) fn cut_long_lines(text: &str, lines: &mut Vec<Line>) -> bool {
    let is_long = |line: &Line| line.kind == LineKind::Text && line.span.len() >= MIN_LONG_LINE;
    let n_long: usize = lines
        .iter()
        .filter(|l| is_long(l))
        .map(|l| l.span.len())
        .sum();
    let n_all: usize = lines.iter().map(|line| line.span.len()).sum();
    if 10 * n_long < 9 * n_all || !text.contains("fractie") {
        return false;
    }
    let mut is_cut = false;
    let mut cut_lines = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        let content = text.get(line.span.range()).unwrap_or("");
        let cuts = if is_long(&line) {
            cuts(content)
        } else {
            Vec::new()
        };
        is_cut |= !cuts.is_empty();
        let mut at = 0;
        for end in cuts.into_iter().chain([content.len()]) {
            let part = content.get(at..end).unwrap_or("");
            let start = line.span.start + at + (part.len() - part.trim_start().len());
            if !part.trim().is_empty() {
                cut_lines.push(Line {
                    span: Span::new(start, start + part.trim().len()),
                    starts_page: line.starts_page && at == 0,
                    ..line
                });
            }
            at = end;
        }
        if content.is_empty() {
            cut_lines.push(line);
        }
    }
    *lines = cut_lines;
    is_cut
}

/// Where a line is cut: only where a heading of a party's section stands in it.
fn cuts(content: &str) -> Vec<usize> {
    let Some(regex) = HEADING.as_ref() else {
        return Vec::new();
    };
    let mut cuts: Vec<usize> = Vec::new();
    for found in regex.find_iter(content) {
        let behind = content.get(found.end()..).unwrap_or("");
        let before = content.get(..found.start()).unwrap_or("");
        let is_apart = before.is_empty() || before.ends_with(char::is_whitespace);
        if is_apart && behind.trim_start().starts_with(char::is_uppercase) {
            cuts.extend([found.start(), found.end()]);
        }
    }
    if cuts.is_empty() {
        return cuts;
    }
    for opening in OPENINGS {
        for (at, _) in content.match_indices(opening) {
            let before = content.get(..at).unwrap_or("").trim_end();
            let behind = content.get(at + opening.len()..).unwrap_or("");
            if !before.ends_with(['.', '?', '!', '»', '”', ')']) {
                continue;
            }
            match opening {
                "Antwoord " | "Reactie " if behind.starts_with(char::is_uppercase) => {
                    cuts.extend([at, at + opening.len()]);
                }
                "Antwoord " | "Vraag " | "Reactie " => {
                    cuts.extend(numbered(content, at).into_iter().flatten());
                }
                _ => cuts.push(at),
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&at| at > 0);
    cuts
}

/// Start and end of a heading with numbers: `Antwoord op vraag 3 en 4`.
fn numbered(content: &str, at: usize) -> Option<[usize; 2]> {
    let rest = content.get(at..)?;
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(10) {
        let bare = word.trim_end_matches([' ', ',', ':']);
        let is_number = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
        let is_word = matches!(
            bare,
            "Antwoord" | "Vraag" | "Reactie" | "op" | "de" | "vraag" | "vragen" | "en" | "t/m"
        );
        if !is_number && !is_word {
            let names_number = rest.get(..end)?.contains(|c: char| c.is_ascii_digit());
            return (names_number && bare.starts_with(char::is_uppercase))
                .then_some([at, at + end]);
        }
        end += word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut all = lines(text);
        cut_long_lines(text, &mut all);
        all.iter()
            .map(|line| text[line.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn headings_inside_a_line_become_lines() {
        let filler =
            "Dat is een lange zin over de opvang in de regio, die verder niets zegt. ".repeat(9);
        let text = format!(
            "I Vragen en opmerkingen vanuit de fracties Vragen en opmerkingen van de leden van de VVD-fractie De leden van de VVD-fractie vragen veel. {filler}Waarom? Antwoord op vraag 1 en 2 Daarom. De leden van de VVD-fractie vragen meer. Ja? Antwoord Ja."
        );
        assert_eq!(
            cut(&text),
            [
                "I Vragen en opmerkingen vanuit de fracties".to_owned(),
                "Vragen en opmerkingen van de leden van de VVD-fractie".to_owned(),
                format!("De leden van de VVD-fractie vragen veel. {filler}Waarom?"),
                "Antwoord op vraag 1 en 2".to_owned(),
                "Daarom.".to_owned(),
                "De leden van de VVD-fractie vragen meer. Ja?".to_owned(),
                "Antwoord".to_owned(),
                "Ja.".to_owned(),
            ]
        );
    }

    #[test]
    fn other_long_lines_stay_whole() {
        let text = "De leden van de VVD-fractie vragen naar de fractie van het licht. ".repeat(20);
        assert_eq!(cut(&text).len(), 1);
    }
}
