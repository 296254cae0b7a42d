//! What a report says of the sitting itself, between the words of those who speak.
//!
//! `Voorzitter: Zon` tells who presides from there on; `De vergadering wordt geschorst.`,
//! `Sluiting 17.02 uur.` and the agenda behind it are nobody's. Such a line stands by itself, with
//! blank lines around it or none; in a text that lost its line breaks it stands between a sentence
//! that ended and the next label.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem;
use regex::Regex;

use super::blocks::ends_sentence;
use super::transcript::trimmed;
use crate::corpus::{Span, first_of, one_line, pattern};

/// The bytes at the end of a text within which a change of chair stands.
const MAX_CHANGE: usize = 100;

/// The name of a chair, its form of address in front of it.
macro_rules! chair {
    () => {
        concat!(
            r"Voorzitter:[ \u{a0}]+(?:(?:de heer|mevrouw|het lid|De heer|Mevrouw|Het lid)[ \u{a0}]+)?",
            r"(?P<name>(?:(?:[Vv]an|[Dd]e[nr]?|[Hh]et|[Tt]e[nr]?|[Ee]l|[Aa]l|[’']t)[ \u{a0}])*\p{Lu}[\p{L}’'‑-]+",
            r"(?:[ \u{a0}](?:(?:[Vv]an|[Dd]e[nr]?)[ \u{a0}])*\p{Lu}[\p{L}’'‑-]+){0,2}?)",
            r"(?:[ \u{a0}]?\([^()\n]{1,40}\))?"
        )
    };
}

/// What stands behind a change of chair: a label, or another remark on the sitting.
macro_rules! follows {
    () => {
        concat!(
            r"(?:(?:De|DE) (?:fungerend |waarnemend )?(?:[Vv]oorzitter|VOORZITTER)\s?:",
            r"|(?:De heer|Mevrouw|Het lid|Lid|Minister(?:-president)?|Staatssecretaris|Regeringscommissaris|Informateur)",
            r"\s[^:.?!]{2,90}:|De (?:minister|staatssecretaris|minister-president):",
            r"|De (?:algemene |openbare )?(?:vergadering|beraadslaging) |Sluiting \d|Griffiers?: |Aanvang \d|Aanwezig ",
            r"|Voorzitter: |\*\*|\()"
        )
    };
}

static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:^|[\s*])(?P<stage>",
        chair!(),
        r")[*\s]*(?:\s",
        follows!(),
        r"|$)"
    ))
});

static ENDS_WITH_CHANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(concat!(r"(?:^|[\s*])(?P<stage>", chair!(), r")[\s*]*$")));

static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?m)^[ \t*]*(?P<stage>(?P<change>",
        chair!(),
        r")|De (?:algemene |openbare )?(?:vergadering|beraadslaging)\s(?:wordt|is)\s[^.?!:]{0,20}",
        r"(?:[^?!:]{0,60}?uur\s)?(?:geschorst|gesloten|geopend|hervat|heropend)\.",
        r"|Sluiting \d{1,2}[.:]\d{2} uur\.?|Volledige agenda)[ \t\r*]*$"
    ))
});

static FOLLOWS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(concat!(r"^(?:", follows!(), r"|Volledige agenda)")));

/// Where a report goes over from what somebody says to the sitting, and who presides from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stage {
    /// Byte of the text behind a label from which on it is nobody's.
    pub(super) at: usize,
    /// The chair from here on, where the report names one.
    pub(super) chair: Option<String>,
}

/// The first remark on the sitting in the text between two labels, and the last chair it names.
pub(super) fn stage(text: &str, is_inline: bool) -> Option<Stage> {
    let found = if is_inline {
        inline_changes(text)
    } else {
        stage_lines(text)
    };
    let at = found.first()?.0;
    let chair = found.into_iter().rev().find_map(|(_, name)| name);
    Some(Stage { at, chair })
}

fn inline_changes(text: &str) -> Vec<(usize, Option<String>)> {
    let mut found = Vec::new();
    if memmem::find(text.as_bytes(), b"Voorzitter:").is_none() {
        return found;
    }
    for change in INLINE.iter().flat_map(|regex| regex.captures_iter(text)) {
        let (Some(stage), Some(name)) = (change.name("stage"), change.name("name")) else {
            continue;
        };
        let before = without_stars(text.get(..stage.start()).unwrap_or(""));
        if !before.is_empty() && ends_sentence(before) {
            found.push((before.len(), Some(one_line(name.as_str()))));
        }
    }
    found
}

fn stage_lines(text: &str) -> Vec<(usize, Option<String>)> {
    let mut found: Vec<(usize, Option<String>)> = Vec::new();
    for line in LINE.iter().flat_map(|regex| regex.captures_iter(text)) {
        let (Some(whole), Some(stage)) = (line.get(0), line.name("stage")) else {
            continue;
        };
        let before = text.get(..whole.start()).unwrap_or("");
        let behind = text.get(whole.end()..).unwrap_or("");
        let words = without_stars(before);
        let is_free = words.is_empty() || ends_sentence(words) || !found.is_empty();
        let name = line.name("name").map(|name| one_line(name.as_str()));
        let is_stage = if line.name("change").is_some() {
            let next = behind.trim_start_matches([' ', '\t', '\r', '\n', '*']);
            let is_followed =
                next.is_empty() || FOLLOWS.as_ref().is_some_and(|regex| regex.is_match(next));
            !words.is_empty() && (is_followed || is_apart(before, behind))
        } else {
            is_free
        };
        if is_stage {
            found.push((stage.start(), name));
        }
    }
    found
}

/// Whether blank lines stand around a line.
fn is_apart(before: &str, behind: &str) -> bool {
    let n_breaks = |space: &str| space.matches('\n').count();
    let above = before.len() - before.trim_end().len();
    let below = behind.len() - behind.trim_start().len();
    n_breaks(before.get(before.len() - above..).unwrap_or("")) >= 2
        && n_breaks(behind.get(..below).unwrap_or("")) >= 2
}

/// Whether a text ends with a change of chair, so that a label may follow.
pub(super) fn ends_with_change(before: &str) -> bool {
    let mut start = before.len().saturating_sub(MAX_CHANGE);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let window = before.get(start..).unwrap_or("");
    if !window.contains("Voorzitter:") {
        return false;
    }
    let found = ENDS_WITH_CHANGE
        .as_ref()
        .and_then(|regex| regex.captures(window))
        .and_then(|found| found.name("stage"));
    found.is_some_and(|stage| {
        let words = without_stars(window.get(..stage.start()).unwrap_or(""));
        words.is_empty() || ends_sentence(words)
    })
}

/// A text without the stars and white space at its end.
fn without_stars(text: &str) -> &str {
    let bare = text.trim_end();
    let unstarred = bare.trim_end_matches(['*', ' ']);
    if unstarred.len() + 2 <= bare.len() || bare.ends_with("\n*") {
        unstarred.trim_end()
    } else {
        bare
    }
}

/// Takes the notes of the report off the end of a turn's paragraphs.
pub(super) fn notes(source: &str, paragraphs: &mut Vec<Span>, next_is_chair: bool) -> Vec<Span> {
    let text = |span: &Span| source.get(span.range()).unwrap_or("");
    let mut notes: Vec<Span> = Vec::new();
    let closing = paragraphs.iter().position(|p| is_note(text(p)));
    if let Some(closing) = closing {
        notes = paragraphs.split_off(closing);
    }
    while let [_, .., last] = paragraphs.as_slice() {
        let is_heading = next_is_chair && is_heading(text(last));
        if !is_heading && !is_in_brackets(text(last)) {
            break;
        }
        notes.insert(0, *last);
        paragraphs.pop();
    }
    notes
}

/// Whether a paragraph says what happened to the sitting.
fn is_note(text: &str) -> bool {
    note_at(text, 0).is_some_and(|at| at == 0)
}

/// Whether a paragraph in front of the chair's next words heads an item.
fn is_heading(text: &str) -> bool {
    let is_short = text.len() <= 120 && text.split_whitespace().count() <= 10;
    is_short && !ends_sentence(text)
        || text.starts_with("Aan de orde is ")
        || text.starts_with("Aan de orde zijn ")
}

fn is_in_brackets(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && text.len() <= 200
}

/// Takes the notes off the end of a turn that is one paragraph.
pub(super) fn inline_notes(
    source: &str,
    paragraphs: &mut [Span],
    between_chairs: bool,
) -> Vec<Span> {
    let Some(paragraph) = paragraphs.last_mut() else {
        return Vec::new();
    };
    let text = source.get(paragraph.range()).unwrap_or("");
    let item = || {
        let at = text.rfind("Aan de orde ")?;
        let is_last = text.len() - at <= 500 && at > 0;
        (is_last && between_chairs && ends_sentence(text.get(..at)?.trim_end())).then_some(at)
    };
    let Some(at) = note_at(text, 1).or_else(item) else {
        return Vec::new();
    };
    let at = without_stars(text.get(..at).unwrap_or("")).len();
    let note = trimmed(source, Span::new(paragraph.start + at, paragraph.end));
    *paragraph = trimmed(source, Span::new(paragraph.start, paragraph.start + at));
    vec![note]
}

/// How a note opens that the sitting ends.
const CLOSES: &str = "Sluiting ";

/// Finds how notes about the sitting open.
static NOTES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    first_of(&[
        "De vergadering wordt",
        "De beraadslaging wordt",
        "De algemene beraadslaging wordt",
        "De openbare beraadslaging wordt",
        CLOSES,
    ])
});

/// Where a note about the sitting begins from byte `from` on: at the start or behind a sentence.
fn note_at(text: &str, from: usize) -> Option<usize> {
    const VERBS: [&str; 5] = ["geschorst", "gesloten", "geopend", "hervat", "heropend"];
    let is_note = |found: &aho_corasick::Match| {
        let behind = text.get(found.end()..).unwrap_or("");
        let near: String = behind.chars().take(100).collect();
        let says = if text.get(found.range()) == Some(CLOSES) {
            near.starts_with(|c: char| c.is_ascii_digit())
        } else {
            VERBS.iter().any(|verb| near.contains(verb))
        };
        let before = without_stars(text.get(..found.start()).unwrap_or(""));
        says && (before.is_empty() || ends_sentence(before))
    };
    let found = NOTES.iter().flat_map(|notes| notes.find_iter(text));
    found
        .filter(|found| found.start() >= from)
        .find(is_note)
        .map(|found| found.start())
}

/// The name behind `Voorzitter:` in the front matter; empty where none stands there.
pub(super) fn chair_name(front: &str) -> String {
    let Some((_, behind)) = front.rsplit_once("Voorzitter: ") else {
        return String::new();
    };
    let line = behind.lines().next().unwrap_or("");
    let whole = format!("Voorzitter: {}", line.trim_end());
    for regex in [&ENDS_WITH_CHANGE, &INLINE] {
        let found = regex.as_ref().and_then(|regex| regex.captures(&whole));
        if let Some(name) = found.and_then(|found| found.name("name")) {
            return one_line(name.as_str());
        }
    }
    let mut name: Vec<&str> = Vec::new();
    let line = ["de heer ", "mevrouw ", "het lid "]
        .iter()
        .find_map(|address| line.strip_prefix(address))
        .unwrap_or(line);
    for word in line.split_whitespace() {
        let is_particle = matches!(
            word,
            "Van" | "van" | "De" | "de" | "Der" | "der" | "Den" | "den" | "Ten" | "ten" | "El"
        );
        if !is_particle && !word.starts_with(char::is_uppercase) {
            break;
        }
        name.push(word);
        if !is_particle {
            break;
        }
    }
    name.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, is_inline: bool) -> Option<(String, Option<String>)> {
        stage(text, is_inline).map(|stage| (text[..stage.at].trim().to_owned(), stage.chair))
    }

    #[test]
    fn a_change_of_chair_is_a_line_of_its_own() {
        for (text, is_inline, words, chair) in [
            (
                "\nDat was het.\nVoorzitter: Zon\n",
                false,
                "Dat was het.",
                Some("Zon"),
            ),
            (
                "\nDat was het.\n\nVoorzitter: de heer Van der Zon\n\nHavens\n",
                false,
                "Dat was het.",
                Some("Van der Zon"),
            ),
            (
                "\r\nDat was het.\r\nVoorzitter: mevrouw Zon (SP)\r\nDe vergadering wordt van 12.10 uur tot\r\n12.15 uur geschorst.\r\n",
                false,
                "Dat was het.",
                Some("Zon"),
            ),
            (
                "\nDat was het.\nSluiting 17.02 uur.\nVolledige agenda\n1. Havens\n",
                false,
                "Dat was het.",
                None,
            ),
            (
                "\nDat was het.\nDe vergadering wordt geschorst.\n",
                false,
                "Dat was het.",
                None,
            ),
            (
                " Dat was het. Voorzitter: Zon Maan ",
                true,
                "Dat was het.",
                Some("Zon Maan"),
            ),
            (
                " Dat was het. ** Voorzitter: Zon De vergadering wordt geschorst.",
                true,
                "Dat was het.",
                Some("Zon"),
            ),
        ] {
            let expected = (words.to_owned(), chair.map(str::to_owned));
            assert_eq!(read(text, is_inline), Some(expected), "{text}");
        }
    }

    #[test]
    fn who_addresses_the_chair_changes_nothing() {
        for (text, is_inline) in [
            ("\nVoorzitter: Nederland\nis een klein land.\n", false),
            (
                "\nDank.\nVoorzitter: Nederland\nis een klein land.\n",
                false,
            ),
            (" Dank. Voorzitter: Nederland is een klein land. ", true),
            (" Dank. Voorzitter: ja. ", true),
            ("\nDe vergadering wordt belangrijk.\n", false),
            ("\nIk zei dat\nDe vergadering wordt geschorst.\n", false),
        ] {
            assert_eq!(read(text, is_inline), None, "{text}");
        }
        assert!(ends_with_change("Nee. Voorzitter: Zon "));
        assert!(!ends_with_change("Nee, voorzitter. Zon "));
        assert!(!ends_with_change("Toen riep Voorzitter: Zon "));
    }

    #[test]
    fn the_front_matter_names_the_chair() {
        for (front, name) in [
            (
                "Voorzitter: De Kroon Vragenuur Vragen van het lid Schelp",
                "De Kroon",
            ),
            ("Voorzitter: de heer Van Zon\nGriffier: Maan\n", "Van Zon"),
            ("Voorzitter: Zon Maan\nGriffier: Maan\n", "Zon Maan"),
            (
                "Voorzitter: Zon Maan Griffier: Ster Aanwezig zijn",
                "Zon Maan",
            ),
            ("Aanvang 10.00 uur.", ""),
        ] {
            assert_eq!(chair_name(front), name, "{front}");
        }
    }
}
