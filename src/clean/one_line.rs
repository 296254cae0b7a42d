//! Written exchanges that an extraction set on one line.
//!
//! The headings of such a text are inside the line: it is cut in front of and behind them, and in
//! front of sentences that name who asks, so that later stages find lines.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::one_line_asks::inverted_cuts;
use super::one_line_letters::letter_cuts;
use super::{Line, LineKind};
use crate::corpus::{Span, first_of, pattern};

/// Lines of more bytes may hold headings, and in a text of few lines already these.
const MIN_LONG_LINE: usize = 600;
const MIN_LONG_LINE_OF_FEW: usize = 200;
const FEW_LINES: usize = 3;

/// A name of a party or group.
macro_rules! name {
    () => {
        concat!(
            r"(?:Partij (?:voor de Dieren|van de Arbeid|voor de Vrijheid)|Forum voor Democratie|Nieuw Sociaal Contract",
            r"|(?:Groep|Lid|Fractie)[ -](?:Van |Den |De )?\p{Lu}[\p{L}]+|\p{Lu}[\p{L}\d]*(?:[-/]\p{L}[\p{L}\d]*)*)"
        )
    };
}

/// Who is said to answer.
macro_rules! answers {
    () => {
        r"(?:en|met) (?:de )?(?:reactie|antwoord|antwoorden|beantwoording) van (?:de |het )?\p{L}+"
    };
}

/// A heading at the start of a text.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:(?:(?:(?:[IVX]{1,4}|[A-C])\.?|\d{1,2}\.) )?(?:Vragen en(?:/of)? opmerkingen van(?:uit)?|Inbreng van(?:uit)?|Bijdrage van",
        r"|Antwoord(?:en)? op (?:de )?vragen(?: en opmerkingen)? van)",
        r" [^.?!:]{0,120}?(?-u:\b)fracties?(?:-\p{Lu}[\p{L}-]+)?(?-u:\b)",
        r"(?: van (?:de |het )?",
        name!(),
        r"(?:(?:, | en |, en )(?:de |het |van de |van het )?",
        name!(),
        r")*)?",
        r"(?:(?:, | en |, en )(?:van )?(?:de |het )?(?:leden van de )?[\p{Lu}][\p{L}\d/-]*-fracties?)*",
        r"(?: gezamenlijk)?(?: ",
        answers!(),
        r")?",
        r"|(?:II|III|B)\.? (?:Antwoord|Reactie|Beantwoording)(?: ?/ ?(?:Antwoord|Reactie))?",
        r"(?: van (?:de|het) \p{L}+)?",
        r"|(?:Antwoord(?:en)?|Reactie|Beantwoording) van (?:de|het) (?:[Mm]inisters?|[Ss]taatssecretaris(?:sen)?|bewindspersoon",
        r"|bewindslieden|kabinet|regering|initiatiefnemers?|indieners?)",
        r"(?: (?:van|voor) \p{Lu}\p{L}+(?:(?:,| en|, en) \p{Lu}\p{L}+)*)?)"
    ))
});

/// Words of which every heading holds one, with at most a number of so many bytes in front.
const WORDS_OF_HEADINGS: [&str; 6] = [
    "Vragen en",
    "Inbreng van",
    "Bijdrage van",
    "Antwoord",
    "Reactie",
    "Beantwoording",
];
const MAX_NUMBER: usize = 8;

static HEADING_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| first_of(&WORDS_OF_HEADINGS));

/// The heading of members without a group; the heading is the first group of the expression.
static MEMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"((?:Vragen en opmerkingen|Inbreng|Bijdrage|Antwoord(?:en)? op de vragen) van (?:het lid|de leden) ",
        r"(?:(?:Van der |Van den |Van de |Van |De |Den |El |Ten |Ter )?\p{Lu}[\p{L}’'-]+?(?:, | en )??)+?)",
        r" (?:Het lid|De leden|Dit lid|Deze leden|De|Het|Wat|Hoe|Kan|Kunt|Is|Welke|Waarom|Deelt|Wanneer|Klopt|In|Graag|Ja|Nee)",
        r"(?-u:\b)"
    ))
});

static QUESTION_OF: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"Vraag \d{1,3} \([^()\d]{2,60}\)"));

/// Sentences that open a question or an answer.
const OPENINGS: [&str; 23] = [
    "De leden van ",
    "Het lid van de ",
    "De fractie van ",
    "De aan het woord zijnde leden van ",
    "De hier aan het woord zijnde leden van ",
    "Genoemde leden van ",
    "Voornoemde leden van ",
    "Deze leden van ",
    "Namens de leden van ",
    "Mede namens de leden van ",
    "Voor de leden van ",
    "Bij de leden van ",
    "Het viel de leden van ",
    "Met de leden van ",
    "Samen met de leden van ",
    "In navolging van de leden van ",
    "Daarnaast vragen de leden van ",
    "Voorts vragen de leden van ",
    "Verder vragen de leden van ",
    "Tot slot vragen de leden van ",
    "Antwoord ",
    "Vraag ",
    "Reactie ",
];

/// Finds [`OPENINGS`], of which none stands inside another.
static FIND_OPENINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| first_of(&OPENINGS));

/// Cuts the long lines of an exchange at its headings; returns whether it did.
pub(super) fn cut_long_lines(text: &str, lines: &mut Vec<Line>) -> bool {
    let n_lines = lines
        .iter()
        .filter(|line| line.kind == LineKind::Text)
        .take(FEW_LINES + 1)
        .count();
    let min = if n_lines > FEW_LINES {
        MIN_LONG_LINE
    } else {
        MIN_LONG_LINE_OF_FEW
    };
    let is_long = |line: &Line| line.kind == LineKind::Text && line.span.len() >= min;
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
    let mut cuts = section_cuts(content);
    let first_section = cuts.iter().min().copied();
    let Some(first_section) = first_section.or_else(|| first_speaker(content)) else {
        return cuts;
    };
    let mut sections = cuts.clone();
    sections.sort_unstable();
    cuts.extend(letter_cuts(content));
    cuts.extend(inverted_cuts(content, first_section));
    // What stands above the first section is the committee's, whoever is named there.
    let found = FIND_OPENINGS
        .iter()
        .flat_map(|openings| openings.find_iter(content));
    for found in found.filter(|found| found.start() >= first_section) {
        let at = found.start();
        let before = content.get(..at).unwrap_or("").trim_end();
        let behind = content.get(found.end()..).unwrap_or("");
        let ends = before.ends_with(['.', '?', '!', '»', '”', ')']);
        match content.get(at..found.end()).unwrap_or("") {
            "Antwoord " | "Reactie " if ends && behind.starts_with(char::is_uppercase) => {
                cuts.extend([at, found.end()]);
            }
            "Antwoord " | "Vraag " | "Reactie " if ends => {
                cuts.extend(numbered(content, at).into_iter().flatten());
            }
            "Antwoord " | "Vraag " | "Reactie " => {}
            _ if ends => cuts.push(at),
            _ => {
                let title = title_behind_heading(content, &sections, at);
                let title = title.or_else(|| title_before(content, at));
                cuts.extend(title.into_iter().flatten());
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&at| at > 0);
    cuts
}

/// Where the first group speaks in a report of an exchange whose headings are bare names.
fn first_speaker(content: &str) -> Option<usize> {
    let is_report = ["chriftelijk overleg", "SCHRIFTELIJK OVERLEG"]
        .iter()
        .any(|title| content.contains(title));
    let opening = "De leden van de ";
    let mut groups = content.match_indices(opening).filter(|(at, _)| {
        let behind = content.get(at + opening.len()..).unwrap_or("");
        let name = behind.split_whitespace().next().unwrap_or("");
        name.ends_with("-fractie")
    });
    let first = groups.next().filter(|_| is_report)?.0;
    groups.next().map(|_| first)
}

/// Start and end of every heading of a section, of a part, or of a question with its party.
fn section_cuts(content: &str) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut add = |start: usize, end: usize| {
        let behind = content
            .get(end..)
            .unwrap_or("")
            .trim_start_matches([':', ' ']);
        let before = content.get(..start).unwrap_or("");
        let is_apart = before.is_empty() || before.ends_with(char::is_whitespace);
        let opens = |c: char| c.is_uppercase() || "«“‘\"'’".contains(c);
        if is_apart && (behind.starts_with(opens) || is_numbered_title(behind)) {
            cuts.extend([start, end]);
        }
    };
    for heading in headings(content) {
        add(heading.start, heading.end);
    }
    let questions = QUESTION_OF
        .iter()
        .flat_map(|regex| regex.find_iter(content));
    questions.for_each(|found| add(found.start(), found.end()));
    for found in MEMBERS
        .iter()
        .flat_map(|regex| regex.captures_iter(content))
    {
        if let Some(heading) = found.get(1) {
            add(heading.start(), heading.end());
        }
    }
    cuts
}

/// The headings of sections and parts, in order.
///
/// Each holds one of [`WORDS_OF_HEADINGS`] behind its number, so that it is enough to look where one
/// stands: a search of the pattern anywhere would walk back from each end to the start, which takes
/// long for its counted gap.
fn headings(content: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (Some(words), Some(heading)) = (&*HEADING_WORDS, &*HEADING) else {
        return found;
    };
    for word in words.find_iter(content) {
        let from = found.last().map_or(0, |last| last.end);
        let mut starts = (word.start().saturating_sub(MAX_NUMBER).max(from)..=word.start())
            .filter(|&start| start == word.start() || begins_number(content.as_bytes(), start));
        let heading_at = |start: usize| {
            let found = heading.find(content.get(start..)?)?;
            Some(start..start + found.end())
        };
        if word.start() >= from {
            found.extend(starts.find_map(heading_at));
        }
    }
    found
}

/// Whether the number of a heading may begin at a byte: a letter or digit of one that no word goes on
/// with.
fn begins_number(bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    let first = bytes.get(at);
    first.is_some_and(|byte| matches!(byte, b'I' | b'V' | b'X' | b'A'..=b'C' | b'0'..=b'9'))
        && !before.is_some_and(is_word)
}

/// Whether a text begins with the number of a title: `1. Inleiding`.
fn is_numbered_title(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(text.len() - behind.len()))
        && behind
            .strip_prefix(". ")
            .is_some_and(|title| title.starts_with(char::is_uppercase))
}

/// Start and end of a subject between the heading of a part or section and the sentence at `at`;
/// `sections` are sorted.
fn title_behind_heading(content: &str, sections: &[usize], at: usize) -> Option<[usize; 2]> {
    let above = sections.partition_point(|cut| *cut < at).checked_sub(1)?;
    let start = *sections.get(above)?;
    let title = content.get(start..at)?.trim();
    let words = title
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches('.');
    let is_title = title.len() <= MAX_TITLE
        && title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && title.split_whitespace().count() <= MAX_WORDS_OF_TITLE
        && !title.ends_with([',', ';'])
        && !words.contains(['.', '?', '!', ':']);
    is_title.then_some([start, at])
}

/// Bytes and words that a title in front of a sentence may have.
const MAX_TITLE: usize = 80;
const MAX_WORDS_OF_TITLE: usize = 8;

/// Start and end of a title of a few words in front of the sentence at byte `at`: the bare name of
/// a party, or a subject.
fn title_before(content: &str, at: usize) -> Option<[usize; 2]> {
    let before = content.get(..at)?;
    let mut start = at.saturating_sub(MAX_TITLE);
    while !content.is_char_boundary(start) {
        start += 1;
    }
    let window = before.get(start..)?;
    let mut end = window.rfind(['.', '?', '!', ':'])?;
    let title = window.get(end + 1..)?;
    let above = window.get(..end)?;
    let number = above.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = (1..=2).contains(&(above.len() - number.len()));
    if is_number && number.trim_end().ends_with(['.', '?', '!', ':']) {
        end = number.trim_end().len() - 1;
    }
    let bare = title.trim();
    let is_title = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && bare.split_whitespace().count() <= MAX_WORDS_OF_TITLE
        && title.starts_with(' ');
    is_title.then_some([start + end + 1, at])
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
#[path = "one_line_tests.rs"]
mod tests;
