//! Headings and what they mean for who speaks.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Layout, ends_sentence, starts_lower, starts_upper};
use crate::corpus::{PartialDate, PartyRegister};

/// Lines that a heading may run over.
const MAX_LINES: usize = 3;

/// Words that a heading may have.
const MAX_WORDS: usize = 24;

/// The last line of a heading with text right below it is at most this share of the block's width.
const MAX_SHARE_OF_WIDTH: f64 = 0.8;

/// A line that leaves this many characters free although the next word had fitted is broken on
/// purpose, however wide it is.
const AMPLE_ROOM: i64 = 10;

/// What a heading says about the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A section of one party or of several that speak as one; empty where the heading names a
    /// party that the register does not know.
    Parties(Vec<String>),
    /// The part with the questions of all parties.
    QuestionPart,
    /// An answer.
    Answer,
    /// The part with all answers.
    AnswerPart,
    /// A numbered question.
    Number,
    /// A subject.
    Topic,
}

static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(antwoord|reactie)( (op|vraag|vragen|en|van|de|het|kabinet|minister|staatssecretaris",
        r"|bewindspersoon|t/m|tot|met|\d+[a-z]?))*\s*[:.]?$"
    ))
    .ok()
});

static ANSWER_PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^((II|III|B|2)[.:]?\s+)(antwoord|reactie)\b.*",
        r"|^(antwoord(en)?|reactie)\s*/\s*(antwoord|reactie).*|^antwoorden\b.{0,80}$",
        r"|^reactie van de (minister|staatssecretaris|bewindspersoon|bewindslieden)\b.{0,80}$"
    ))
    .ok()
});

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^((vraag|vragen) )?\d{1,3}[a-z]?((,| en| t/m) \d{1,3})*\s*[.:)]?$").ok()
});

/// Words that may stand in the heading of a party's section beside the names of parties.
const SECTION_WORDS: [&str; 34] = [
    "vragen",
    "vraag",
    "en",
    "opmerkingen",
    "inbreng",
    "bijdrage",
    "bijdragen",
    "van",
    "vanuit",
    "de",
    "het",
    "leden",
    "lid",
    "fractie",
    "fracties",
    "met",
    "reactie",
    "antwoord",
    "antwoorden",
    "bewindspersoon",
    "bewindslieden",
    "minister",
    "staatssecretaris",
    "regering",
    "kabinet",
    "door",
    "i",
    "ii",
    "alsmede",
    "is",
    "gesteld",
    "ingediend",
    "daarop",
    "namens",
];

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What a heading means.
pub(super) fn meaning(text: &str, register: &PartyRegister, date: Option<PartialDate>) -> Meaning {
    if matches(&NUMBER, text) {
        return Meaning::Number;
    }
    let section = parties_of_section(text, register, date);
    match section {
        Some(parties) if !parties.is_empty() => return Meaning::Parties(parties),
        _ => {}
    }
    if matches(&ANSWER_PART, text) {
        Meaning::AnswerPart
    } else if matches(&ANSWER, text) {
        Meaning::Answer
    } else if is_question_part(text) {
        Meaning::QuestionPart
    } else if names_an_unknown_party(text) {
        Meaning::Parties(Vec::new())
    } else {
        Meaning::Topic
    }
}

fn is_question_part(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or("");
    let rest = if matches!(first, "i" | "i." | "a" | "a." | "1" | "1.") {
        words.next().unwrap_or("")
    } else {
        first
    };
    matches!(rest, "vragen" | "inbreng") && lower.contains("fracties") && !lower.ends_with('.')
}

fn names_an_unknown_party(text: &str) -> bool {
    let lower = text.to_lowercase();
    (lower.starts_with("vragen en opmerkingen van") || lower.starts_with("inbreng van"))
        && lower.contains("fractie")
}

/// The parties of a heading that has no other words than those of a section's heading.
fn parties_of_section(
    text: &str,
    register: &PartyRegister,
    date: Option<PartialDate>,
) -> Option<Vec<String>> {
    let mentions = register.find_all(text, date);
    let mut rest = String::new();
    let mut at = 0;
    for mention in &mentions {
        rest.push_str(text.get(at..mention.span.start)?);
        rest.push(' ');
        at = mention.span.end;
    }
    rest.push_str(text.get(at..)?);
    let is_section = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| SECTION_WORDS.contains(&word.to_lowercase().as_str()));
    let mut parties: Vec<String> = Vec::new();
    for mention in mentions {
        let id = mention.party_id.to_string();
        if !parties.contains(&id) {
            parties.push(id);
        }
    }
    is_section.then_some(parties)
}

/// The lines of the heading that begins at line `i` of a block, if one does.
pub(super) fn heading_at(
    layout: Layout<'_>,
    block: &Block,
    i: usize,
    next: Option<&str>,
) -> Option<Range<usize>> {
    let first = layout.line(i);
    if matches(&NUMBER, &first) || matches(&ANSWER, &first) && first.split_whitespace().count() <= 8
    {
        return Some(i..i + 1);
    }
    if !starts_upper(&first) || first.starts_with(['•', '-', '–', '«', '“']) {
        return None;
    }
    (1..=MAX_LINES)
        .map(|n| i..i + n)
        .take_while(|lines| {
            lines.end <= block.lines.end && !ends_sentence(&layout.line(lines.end - 1))
        })
        .find(|lines| closes(layout, block, lines, next))
        .filter(|lines| layout.text(lines).split_whitespace().count() <= MAX_WORDS)
}

/// Whether a heading may end behind these lines: the block ends and no sentence goes on below, or
/// the line breaks early before a capital.
fn closes(layout: Layout<'_>, block: &Block, lines: &Range<usize>, next: Option<&str>) -> bool {
    let last = lines.end - 1;
    let text = layout.line(last);
    if ends_in_mid_phrase(&text) {
        return false;
    }
    if lines.end == block.lines.end {
        return next.is_some_and(|next| !starts_lower(next));
    }
    let room = layout.room_for_next_word(last, block);
    let is_short =
        layout.width(last) as f64 <= MAX_SHARE_OF_WIDTH * layout.max_width(&block.lines) as f64;
    (room >= AMPLE_ROOM || is_short && room >= 0) && starts_upper(&layout.line(lines.end))
}

/// Words after which a phrase always goes on.
fn ends_in_mid_phrase(text: &str) -> bool {
    const OPEN: [&str; 22] = [
        "de", "het", "een", "van", "en", "of", "in", "op", "aan", "met", "voor", "door", "bij",
        "tot", "te", "om", "dat", "die", "als", "naar", "over", "uit",
    ];
    let last = text.split_whitespace().next_back().unwrap_or("");
    OPEN.contains(&last) || text.ends_with([',', '-', '('])
}
