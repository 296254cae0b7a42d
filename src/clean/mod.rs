//! From source text to clean text: a list of edits, each with its reason.
//!
//! Text taken from PDF carries the page along: footnotes in the middle of sentences, numbers glued
//! to words, running headers, a table of contents that repeats the headings, words cut at line
//! ends. This stage finds them. It never rewrites: [`CleanText`] is the source and a list of
//! [`Edit`]s, so that kept and dropped add up to everything read.

mod contents;
mod edit;
mod footnotes;
mod furniture;
mod hyphens;
mod lines;
mod lone_marks;
mod marks;
mod one_line;
mod one_line_asks;
mod one_line_letters;
mod page_numbers;
mod printed;
mod whole_words;

pub(crate) use one_line_letters::OFFICE_WORDS;

pub use edit::{CleanText, Edit, EditReason, Line, LineKind, ParagraphMarks, Rendered};

use crate::corpus::Span;
use crate::read::{Layout, SourceText};

/// Finds what belongs to the page and not to the text.
pub fn clean(source: SourceText) -> CleanText {
    match &source.layout {
        Layout::Lines => clean_lines(source),
        Layout::Pages(pages) => {
            let (lines, edits) = printed::pages(&source.text, pages);
            CleanText::new(source, lines, ParagraphMarks::BlankLines, edits)
        }
        Layout::Parts(parts) => {
            let (lines, edits) = printed::parts(&source.text, parts);
            CleanText::new(source, lines, ParagraphMarks::Lines, edits)
        }
    }
}

/// Cleans lines of which nothing is known but their characters.
fn clean_lines(source: SourceText) -> CleanText {
    let text = source.text.as_str();
    let mut lines = lines::lines(text);
    let is_cut = one_line::cut_long_lines(text, &mut lines);
    furniture::mark_page_headers(text, &mut lines);
    contents::mark_contents(text, &mut lines);
    page_numbers::mark_page_numbers(text, &mut lines);
    let paragraph_marks = if is_cut {
        ParagraphMarks::Lines
    } else {
        lines::paragraph_marks(text, &lines)
    };
    let marks = marks::Marks::of(text, &lines);
    let footnotes = footnotes::mark_footnotes(&marks, text, &mut lines, paragraph_marks);
    let mut edits = marks::footnote_marks(&marks, text, &lines, &footnotes);
    lone_marks::mark_notes_at_foot(text, &mut lines);
    edits.extend(lone_marks::mark_lone_marks(text, &mut lines));
    edits.extend(furniture::broken_references(text, &lines));
    edits.extend(dropped_lines(&lines));
    edits.extend(hyphens::line_ends(text, &lines));
    edits.extend(lines::inner_spaces(text, &lines));
    edits.extend(lines::invisible_characters(text, &lines));
    CleanText::new(source, lines, paragraph_marks, edits)
}

fn dropped_lines(lines: &[Line]) -> Vec<Edit> {
    let reason = |kind| match kind {
        LineKind::Footnote => Some(EditReason::Footnote),
        LineKind::Contents => Some(EditReason::Contents),
        LineKind::PageHeader => Some(EditReason::PageHeader),
        LineKind::Text | LineKind::Blank => None,
    };
    lines
        .iter()
        .filter(|line| !line.span.is_empty())
        .filter_map(|line| {
            reason(line.kind).map(|reason| Edit {
                span: line.span,
                replacement: "",
                reason,
            })
        })
        .collect()
}

/// The spans between one line's text and the next one's: white space, line break included.
fn gap(left: &Line, right: &Line) -> Span {
    Span::new(left.span.end, right.span.start)
}

#[cfg(test)]
pub(crate) mod tests_support {
    use crate::corpus::{Document, DocumentId};
    use crate::read::{Layout, SourceText};

    /// A source text without metadata.
    pub(crate) fn source(text: &str) -> SourceText {
        let document = Document {
            id: DocumentId::from_file_stem("test"),
            file: "test.txt".to_owned(),
            kind: None,
            date: None,
            chamber: String::new(),
            dossier: String::new(),
            title: String::new(),
        };
        SourceText::new(document, text.to_owned(), Layout::Lines, text.as_bytes())
    }
}
