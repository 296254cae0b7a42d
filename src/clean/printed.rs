//! Texts of which the format tells what belongs to the page.

use super::{Edit, EditReason, Line, LineKind, contents, dropped_lines, hyphens, lines};
use crate::corpus::Span;
use crate::read::{PageMarkKind, Pages, PartKind, Parts};

/// Lines and edits of printed pages: heads, feet and footnotes are known by their place and size.
pub(super) fn pages(text: &str, pages: &Pages) -> (Vec<Line>, Vec<Edit>) {
    let mut lines = lines::lines(text);
    let mut marks = pages.marks.iter().peekable();
    let mut starts = pages.starts.iter().peekable();
    for line in &mut lines {
        while starts.next_if(|start| **start < line.span.start).is_some() {}
        line.starts_page = starts.next_if(|start| **start == line.span.start).is_some();
        while marks
            .next_if(|mark| mark.span.end <= line.span.start)
            .is_some()
        {}
        let Some(mark) = marks.peek() else { continue };
        if mark.span.contains(line.span) && !line.span.is_empty() {
            match mark.kind {
                PageMarkKind::PageHeader => line.kind = LineKind::PageHeader,
                PageMarkKind::Footnote => line.kind = LineKind::Footnote,
                PageMarkKind::FootnoteMark | PageMarkKind::Heading => {}
            }
        }
    }
    contents::mark_contents(text, &mut lines);
    let raised = |mark: &&crate::read::PageMark| mark.kind == PageMarkKind::FootnoteMark;
    let mut edits: Vec<Edit> = pages
        .marks
        .iter()
        .filter(raised)
        .map(|mark| drop(mark.span, EditReason::FootnoteMark))
        .collect();
    edits.extend(dropped_lines(&lines));
    edits.extend(hyphens::line_ends(text, &lines));
    edits.extend(lines::inner_spaces(text, &lines));
    edits.extend(lines::invisible_characters(text, &lines));
    (lines, edits)
}

/// Lines and edits of a text in parts: every part is a line.
pub(super) fn parts(text: &str, parts: &Parts) -> (Vec<Line>, Vec<Edit>) {
    let mut found = Vec::with_capacity(2 * parts.parts.len());
    for part in &parts.parts {
        if !found.is_empty() {
            found.push(Line {
                span: Span::new(part.span.start, part.span.start),
                kind: LineKind::Blank,
                starts_page: false,
            });
        }
        found.push(Line {
            span: part.span,
            kind: match part.kind {
                PartKind::Footnote => LineKind::Footnote,
                _ => LineKind::Text,
            },
            starts_page: false,
        });
    }
    let mut edits = dropped_lines(&found);
    edits.extend(lines::invisible_characters(text, &found));
    (found, edits)
}

fn drop(span: Span, reason: EditReason) -> Edit {
    Edit {
        span,
        replacement: "",
        reason,
    }
}
