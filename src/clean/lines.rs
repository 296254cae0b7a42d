//! Lines of a source text, where pages begin, and what sets paragraphs apart.

use memchr::memchr_iter;

use super::{Edit, EditReason, Line, LineKind, ParagraphMarks};
use crate::corpus::{Span, n_characters};

/// A page is taken to begin at a line that starts with one space only where at most this share of
/// the lines do; else the space is layout.
const MAX_SHARE_OF_PAGE_STARTS: f64 = 0.05;

/// Wholly empty lines in a row that stand for a page break in text taken from PDF.
const EMPTY_LINES_OF_A_PAGE_BREAK: usize = 3;

/// A line of at least this many characters is no heading and no item of a short list.
const LONG_LINE: usize = 60;

/// Long lines needed to tell how paragraphs are set.
const MIN_LONG_LINES: usize = 3;

/// Each line is a paragraph where at least this share of the long lines end as sentences do; of
/// lines broken at the width of a page about one in five does.
const MIN_SHARE_OF_ENDED_LINES: f64 = 0.8;

/// Blank lines set paragraphs apart unless at least this share of the lines of text follows
/// another one directly.
const MIN_SHARE_OF_ADJACENT_LINES: f64 = 0.97;

/// A text has a blank line behind every line where at most this share follows another directly.
const MAX_SHARE_OF_ADJACENT_LINES: f64 = 0.05;

/// Cuts a text into lines; where a blank line stands behind every line, these are left out.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let lines = all_lines(text);
    if !is_double_spaced(text, &lines) {
        return lines;
    }
    let mut above = LineKind::Blank;
    lines
        .into_iter()
        .filter(|line| {
            let above = std::mem::replace(&mut above, line.kind);
            line.kind != LineKind::Blank || above != LineKind::Text
        })
        .collect()
}

/// What sets paragraphs apart in these lines.
pub(super) fn paragraph_marks(text: &str, lines: &[Line]) -> ParagraphMarks {
    let long = long_lines(text, lines);
    let n_ended = long.iter().filter(|line| ends_sentence(line)).count();
    if long.len() >= MIN_LONG_LINES
        && n_ended as f64 >= MIN_SHARE_OF_ENDED_LINES * long.len() as f64
    {
        ParagraphMarks::Lines
    } else if long.len() >= MIN_LONG_LINES
        && share_of_adjacent_lines(lines) >= MIN_SHARE_OF_ADJACENT_LINES
    {
        ParagraphMarks::ShortLines
    } else {
        ParagraphMarks::BlankLines
    }
}

fn is_double_spaced(text: &str, lines: &[Line]) -> bool {
    let long = long_lines(text, lines);
    let n_cut = long.iter().filter(|line| !ends_sentence(line)).count();
    n_cut >= MIN_LONG_LINES
        && 2 * n_cut > long.len()
        && share_of_adjacent_lines(lines) <= MAX_SHARE_OF_ADJACENT_LINES
}

fn long_lines<'a>(text: &'a str, lines: &[Line]) -> Vec<&'a str> {
    lines
        .iter()
        .filter(|line| line.kind == LineKind::Text)
        .map(|line| &text[line.span.range()])
        .filter(|content| content.len() >= LONG_LINE && n_characters(content) >= LONG_LINE)
        .collect()
}

/// Of the lines of text that follow another on the same page, the share that follow directly.
fn share_of_adjacent_lines(lines: &[Line]) -> f64 {
    let (mut n, mut n_adjacent) = (0_usize, 0_usize);
    let mut is_new_page = true;
    let mut above = LineKind::Blank;
    for line in lines {
        is_new_page |= line.starts_page || !matches!(line.kind, LineKind::Text | LineKind::Blank);
        if line.kind == LineKind::Text {
            n += usize::from(!is_new_page);
            n_adjacent += usize::from(!is_new_page && above == LineKind::Text);
            is_new_page = false;
        }
        above = line.kind;
    }
    n_adjacent as f64 / n.max(1) as f64
}

/// Whether a line ends as a sentence or an item of a list does, a footnote mark set aside.
fn ends_sentence(content: &str) -> bool {
    content
        .trim_end_matches(|c: char| c.is_ascii_digit() || "”»’\"')] ".contains(c))
        .ends_with(['.', '?', '!', ':', ';', '…'])
}

fn all_lines(text: &str) -> Vec<Line> {
    let raw = raw_lines(text);
    let filled = raw
        .iter()
        .filter(|line| !text[line.range()].trim().is_empty())
        .count();
    let spaced = raw
        .iter()
        .filter(|line| starts_with_one_space(&text[line.range()]))
        .count();
    let space_starts_page = spaced as f64 <= MAX_SHARE_OF_PAGE_STARTS * filled as f64;

    let has_form_feeds = text.contains('\u{c}');
    let mut empty_run = EMPTY_LINES_OF_A_PAGE_BREAK;
    let mut pending = true;
    let mut lines = Vec::with_capacity(raw.len());
    for span in raw {
        let content = &text[span.range()];
        let trimmed = content.trim();
        let form_feed = has_form_feeds.then(|| content.find('\u{c}')).flatten();
        let is_above = form_feed.is_some_and(|at| content[..at].trim().is_empty());
        pending |= is_above;
        if trimmed.is_empty() {
            empty_run = if content.trim_end_matches('\r').is_empty() {
                empty_run + 1
            } else {
                0
            };
            pending |= empty_run >= EMPTY_LINES_OF_A_PAGE_BREAK;
            lines.push(Line {
                span: Span::new(span.start, span.start),
                kind: LineKind::Blank,
                starts_page: false,
            });
            continue;
        }
        let starts_page = pending || space_starts_page && starts_with_one_space(content);
        let start = span.start + (content.len() - content.trim_start().len());
        lines.push(Line {
            span: Span::new(start, start + trimmed.len()),
            kind: LineKind::Text,
            starts_page,
        });
        (empty_run, pending) = (0, form_feed.is_some() && !is_above);
    }
    lines
}

fn raw_lines(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()) {
        spans.push(Span::new(start, end));
        start = end + 1;
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}

fn starts_with_one_space(content: &str) -> bool {
    content
        .strip_prefix(' ')
        .is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
}

/// Soft hyphens inside words, and characters without width: nothing.
pub(super) fn invisible_characters(text: &str, lines: &[Line]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        let content = &text[line.span.range()];
        // All of them begin with one of these bytes in UTF-8.
        let may_begin_one = |found: bool, byte: u8| found | matches!(byte, 0xC2 | 0xE2 | 0xEF);
        if !content.bytes().fold(false, may_begin_one) {
            continue;
        }
        for (at, found) in content.match_indices(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}']) {
            let is_at_end = at + found.len() == content.len();
            let reason = match found {
                "\u{ad}" if is_at_end => continue,
                "\u{ad}" => EditReason::Hyphenation,
                _ => EditReason::Spaces,
            };
            let start = line.span.start + at;
            edits.push(Edit {
                span: Span::new(start, start + found.len()),
                replacement: "",
                reason,
            });
        }
    }
    edits
}

/// White space of more than one space inside lines: one space each.
pub(super) fn inner_spaces(text: &str, lines: &[Line]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        let content = &text[line.span.range()];
        if has_single_spaces(content) {
            continue;
        }
        let mut run: Option<usize> = None;
        for (at, c) in content.char_indices() {
            match (c.is_whitespace(), run) {
                (true, None) => run = Some(at),
                (false, Some(start)) => {
                    if &content[start..at] != " " {
                        let span = Span::new(line.span.start + start, line.span.start + at);
                        edits.push(Edit {
                            span,
                            replacement: " ",
                            reason: EditReason::Spaces,
                        });
                    }
                    run = None;
                }
                _ => {}
            }
        }
    }
    edits
}

/// Whether a line surely holds no white space but single spaces; white space beyond ASCII begins
/// with one of four bytes in UTF-8.
fn has_single_spaces(line: &str) -> bool {
    let is_other_space = |byte: u8| matches!(byte, b'\t'..=b'\r' | 0xC2 | 0xE1..=0xE3);
    // Without a way out early the bytes are looked at many at a time.
    let has_other_space = line
        .bytes()
        .fold(false, |found, byte| found | is_other_space(byte));
    !has_other_space && !line.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_starts(text: &str) -> Vec<usize> {
        let lines = lines(text);
        (0..lines.len()).filter(|&i| lines[i].starts_page).collect()
    }

    #[test]
    fn lines_lose_white_space_at_their_ends() {
        let text = " een \r\n\ntwee";
        let lines = lines(text);
        let texts: Vec<&str> = lines.iter().map(|l| &text[l.span.range()]).collect();
        assert_eq!(texts, ["een", "", "twee"]);
        assert_eq!(lines[1].kind, LineKind::Blank);
    }

    #[test]
    fn a_blank_line_behind_every_line_says_nothing() {
        let line = "Het kabinet hecht aan een eerlijke verdeling van de lasten tussen de";
        let text = format!("{line}\n\n").repeat(8);
        assert!(lines(&text).iter().all(|l| l.kind == LineKind::Text));
        let paragraphs = text.replace("tussen de", "tussen allen.");
        assert!(lines(&paragraphs).iter().any(|l| l.kind == LineKind::Blank));
    }

    #[test]
    fn tells_what_sets_paragraphs_apart() {
        let marks = |text: &str| paragraph_marks(text, &lines(text));
        let whole = "Het kabinet hecht aan een eerlijke verdeling van de lasten tussen allen.\n";
        let broken = "Het kabinet hecht aan een eerlijke verdeling van de lasten tussen de\n";
        assert_eq!(marks(&whole.repeat(9)), ParagraphMarks::Lines);
        assert_eq!(marks(&broken.repeat(9)), ParagraphMarks::ShortLines);
        let blocks = format!("{}\n", broken.repeat(9)).repeat(4);
        assert_eq!(marks(&blocks), ParagraphMarks::BlankLines);
    }

    #[test]
    fn three_empty_lines_or_a_form_feed_begin_a_page() {
        assert_eq!(page_starts("a\n\nb\n\n\n\nc\n\u{c}d"), [0, 6, 7]);
    }

    #[test]
    fn a_lone_leading_space_begins_a_page_only_where_it_is_rare() {
        let rare = format!("{} pagina\n", "regel\n".repeat(30));
        assert_eq!(page_starts(&rare), [0, 30]);
        assert_eq!(page_starts(" a\n b\n c\n"), [0]);
    }
}
