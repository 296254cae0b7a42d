//! Lines of a source text, and where pages begin.

use super::{Edit, EditReason, Line, LineKind};
use crate::corpus::Span;

/// A page is taken to begin at a line that starts with one space only where at most this share of
/// the lines do; else the space is layout.
const MAX_SHARE_OF_PAGE_STARTS: f64 = 0.05;

/// Wholly empty lines in a row that stand for a page break in text taken from PDF.
const EMPTY_LINES_OF_A_PAGE_BREAK: usize = 3;

/// Cuts a text into lines.
pub(super) fn lines(text: &str) -> Vec<Line> {
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

    let mut empty_run = EMPTY_LINES_OF_A_PAGE_BREAK;
    let mut pending = true;
    let mut lines = Vec::with_capacity(raw.len());
    for span in raw {
        let content = &text[span.range()];
        let trimmed = content.trim();
        let form_feed = content.find('\u{c}');
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
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        spans.push(Span::new(start, start + content.len()));
        start += line.len();
    }
    spans
}

fn starts_with_one_space(content: &str) -> bool {
    content
        .strip_prefix(' ')
        .is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
}

/// White space of more than one space inside lines: one space each.
pub(super) fn inner_spaces(text: &str, lines: &[Line]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        let content = &text[line.span.range()];
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
