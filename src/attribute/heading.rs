//! Which lines are headings.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Layout, ends_sentence, starts_lower, starts_upper};
use super::letterhead::may_begin;
use super::meaning::{is_answer, is_number};
use crate::corpus::pattern;

/// Lines that a heading may run over.
const MAX_LINES: usize = 3;

/// Words that a heading may have.
const MAX_WORDS: usize = 24;

/// The last line of a heading with text right below it is at most this share of the block's width.
const MAX_SHARE_OF_WIDTH: f64 = 0.8;

/// A line that leaves this many characters free although the next word had fitted is broken on
/// purpose, however wide it is.
const AMPLE_ROOM: i64 = 10;

/// The lines above the last line of a heading fill at least this share of the page: else they are
/// rows of a table or a list.
const MIN_SHARE_OF_PAGE: f64 = 0.5;

static RUN_IN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"^((?:(?:Antwoord|ANTWOORD|Reactie|Beantwoording|Kabinetsreactie)",
        r"(?: (?:op|vraag|vragen|en|van|de|het|kabinet|minister|staatssecretaris|bewindspersoon|\d+))*",
        r"|(?:\d{1,3}[.)] )?Vraag|VRAAG|(?:Vraag|Vragen) \d{1,3}(?:(?: en |, )\d{1,3})*",
        r"|(?:Vraag|Vragen)(?: \d{1,3}(?:(?: en |, )\d{1,3})*)? \([^()\d]{1,2}[^()]{0,60}\))\s*:",
        r"|(?:Vraag|Antwoord)(?: op vraag)? \d{1,3}[.)]?\s+\p{Lu})"
    ))
});

/// The length of a heading that runs into the text of its first line, as in `Antwoord: Ja.`, in
/// bytes; `None` where none does or where nothing follows it.
pub(super) fn run_in_heading(line: &str) -> Option<usize> {
    if !may_begin(line, "abkrv0123456789") {
        return None;
    }
    let found = RUN_IN.as_ref()?.find(line)?.as_str();
    let head = if found.ends_with(':') {
        found
    } else {
        found.trim_end_matches(char::is_uppercase).trim_end()
    };
    (!line[head.len()..].trim().is_empty()).then_some(head.len())
}

/// The lines of the heading that begins at line `i` of a block, if one does.
pub(super) fn heading_at(
    layout: &Layout<'_>,
    block: &Block,
    i: usize,
    next: Option<&Block>,
) -> Option<Range<usize>> {
    let first = layout.line(i);
    if is_number(first) || is_answer(first) && first.split_whitespace().count() <= 8 {
        return Some(i..i + 1);
    }
    if run_in_heading(first).is_some() {
        return None;
    }
    if !starts_upper(first) || first.starts_with(['•', '-', '–', '«', '“']) {
        return None;
    }
    (1..=MAX_LINES)
        .map(|n| i..i + n)
        .take_while(|lines| {
            lines.end <= block.lines.end && !ends_sentence(layout.line(lines.end - 1))
        })
        .find(|lines| closes(layout, block, lines, next))
        .filter(|lines| {
            let text = layout.text(lines);
            text.split_whitespace().count() <= MAX_WORDS && !holds_sentence_end(&text)
        })
}

/// Whether a heading may end behind these lines: the block ends and no sentence goes on below, or
/// the line breaks early before a capital.
fn closes(layout: &Layout<'_>, block: &Block, lines: &Range<usize>, next: Option<&Block>) -> bool {
    let last = lines.end - 1;
    let is_row =
        |i: usize| (layout.width(i) as f64) < MIN_SHARE_OF_PAGE * layout.page_width() as f64;
    if ends_in_mid_phrase(layout.line(last)) || (lines.start..last).any(is_row) {
        return false;
    }
    let is_within = |width: usize| layout.width(last) as f64 <= MAX_SHARE_OF_WIDTH * width as f64;
    if lines.end == block.lines.end {
        return next.is_some_and(|next| {
            let may_be_cut = next.is_after_break && !is_within(layout.page_width());
            !may_be_cut && !starts_lower(layout.line(next.lines.start))
        });
    }
    let room = layout.room_for_next_word(last, block);
    (room >= AMPLE_ROOM || is_within(block.width) && room >= 0)
        && starts_upper(layout.line(lines.end))
}

/// Whether a sentence ends inside a text: a full stop behind a word of small letters, then a
/// capital.
fn holds_sentence_end(text: &str) -> bool {
    /// Letters that the word has at least.
    const MIN_LETTERS: usize = 4;
    let is_end = |(at, stop): (usize, &str)| {
        let behind = text.get(at + stop.len()..).unwrap_or("");
        let begins = |rest: &str| rest.starts_with(char::is_uppercase);
        let mut before = text.get(..at).unwrap_or("").chars().rev();
        behind.strip_prefix(' ').is_some_and(begins)
            && (0..MIN_LETTERS).all(|_| before.next().is_some_and(char::is_lowercase))
    };
    text.match_indices(['.', '?', '!']).any(is_end)
}

/// Words after which a phrase always goes on.
fn ends_in_mid_phrase(text: &str) -> bool {
    const OPEN: [&str; 40] = [
        "de", "het", "een", "van", "en", "of", "in", "op", "aan", "met", "voor", "door", "bij",
        "tot", "te", "om", "dat", "die", "als", "naar", "over", "uit", "deze", "dit", "zijn", "is",
        "wordt", "worden", "heeft", "hebben", "haar", "hun", "er", "zich", "omdat", "tussen",
        "onder", "zonder", "per", "tegen",
    ];
    let last = text.split_whitespace().next_back().unwrap_or("");
    OPEN.contains(&last) || text.ends_with([',', '-', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_may_run_into_the_text() {
        let head = |line: &'static str| run_in_heading(line).map(|length| &line[..length]);
        assert_eq!(head("Antwoord: Ja."), Some("Antwoord:"));
        assert_eq!(
            head("Antwoord op vraag 3: Nee."),
            Some("Antwoord op vraag 3:")
        );
        assert_eq!(head("Vraag 12 Klopt het bericht?"), Some("Vraag 12"));
        assert_eq!(head("2. Vraag: Klopt dat?"), Some("2. Vraag:"));
        assert_eq!(head("Vraag (SP): Klopt dat?"), Some("Vraag (SP):"));
        assert_eq!(head("Vraag 3 (SP): Klopt dat?"), Some("Vraag 3 (SP):"));
        assert_eq!(head("Antwoord:"), None);
        assert_eq!(head("Antwoord op de vraag of dit klopt: nee."), None);
        assert_eq!(head("Vraag 3 en vraag 4 hangen samen."), None);
    }
}
