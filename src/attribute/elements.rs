//! Elements: headings, paragraphs and the frame of letters, in the order of the document.

use std::ops::Range;

use super::blocks::{Block, Layout, ends_sentence, starts_lower};
use super::heading::{Meaning, heading_at, meaning};
use super::letterhead::{Letterhead, is_in_capitals, is_name, letterhead};
use crate::clean::CleanText;
use crate::corpus::{PartyRegister, Span};

/// A paragraph: the unit that belongs to one speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// From its first to its last character in the source, dropped lines inside included.
    pub(super) span: Span,
    /// Its clean text.
    pub(super) text: String,
    /// Index of its first line.
    pub(super) line: usize,
    /// Blank lines above; `None` where a page break makes them say nothing.
    pub(super) blank_before: Option<usize>,
    /// Width of its widest line in characters.
    pub(super) width: usize,
    /// Number of lines.
    pub(super) n_lines: usize,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// A heading with what it means.
    Heading {
        meaning: Meaning,
        text: String,
        span: Span,
    },
    /// Text.
    Paragraph(Paragraph),
    /// Part of the frame of a letter.
    Frame { letterhead: Letterhead, span: Span },
}

/// Takes the blocks of a document apart.
pub(super) fn elements(
    clean: &CleanText,
    blocks: &[Block],
    register: &PartyRegister,
) -> Vec<Element> {
    let layout = Layout::new(clean);
    let date = clean.source().document.date;
    let mut elements: Vec<Element> = Vec::new();
    for (k, block) in blocks.iter().enumerate() {
        let next = blocks.get(k + 1).map(|next| layout.line(next.lines.start));
        let mut i = block.lines.start;
        while i < block.lines.end {
            let element = if let Some((letterhead, lines)) = frame_at(layout, block, i) {
                i = lines.end;
                Element::Frame {
                    letterhead,
                    span: layout.span(&lines),
                }
            } else if let Some(lines) = heading_at(layout, block, i, next.as_deref()) {
                i = lines.end;
                let text = layout.text(&lines);
                Element::Heading {
                    meaning: meaning(&text, register, date),
                    text,
                    span: layout.span(&lines),
                }
            } else {
                let lines = i..end_of_paragraph(layout, block, i, next.as_deref());
                i = lines.end;
                Element::Paragraph(paragraph(layout, block, &lines))
            };
            push(&mut elements, element, clean);
        }
    }
    elements
}

/// Adds an element; a paragraph that goes on with the sentence of the one above is joined to it.
fn push(elements: &mut Vec<Element>, element: Element, clean: &CleanText) {
    if let (Element::Paragraph(next), Some(Element::Paragraph(last))) =
        (&element, elements.last_mut())
        && !ends_sentence(&last.text)
        && (starts_lower(&next.text) || next.blank_before.is_none())
    {
        last.span.end = next.span.end;
        last.text = clean.render(last.span).text;
        last.width = last.width.max(next.width);
        last.n_lines += next.n_lines;
        return;
    }
    elements.push(element);
}

fn paragraph(layout: Layout<'_>, block: &Block, lines: &Range<usize>) -> Paragraph {
    let opens_block = lines.start == block.lines.start;
    let blank_before = if opens_block { block.blank_before } else { 0 };
    Paragraph {
        span: layout.span(lines),
        text: layout.text(lines),
        line: lines.start,
        blank_before: (!block.is_after_break || !opens_block).then_some(blank_before),
        width: layout.max_width(lines),
        n_lines: lines.len(),
    }
}

/// The line behind the paragraph that begins at line `i`: the end of the block, or a heading or
/// signature that follows the end of a sentence without a blank line.
fn end_of_paragraph(layout: Layout<'_>, block: &Block, i: usize, next: Option<&str>) -> usize {
    (i + 1..block.lines.end)
        .find(|&j| {
            let above = layout.line(j - 1);
            ends_sentence(&above)
                && (frame_at(layout, block, j).is_some()
                    || layout.breaks_early(j - 1, block)
                        && heading_at(layout, block, j, next).is_some())
        })
        .unwrap_or(block.lines.end)
}

/// The part of a letter's frame that begins at line `i`, if one does.
fn frame_at(layout: Layout<'_>, block: &Block, i: usize) -> Option<(Letterhead, Range<usize>)> {
    let kind = letterhead(&layout.line(i))?;
    let rest = i + 1..block.lines.end;
    let end = match kind {
        Letterhead::Signatory | Letterhead::Closing => {
            let is_signature = rest
                .clone()
                .all(|j| is_name(&layout.line(j)) || letterhead(&layout.line(j)).is_some());
            if !is_signature {
                return None;
            }
            block.lines.end
        }
        Letterhead::GovernmentLetter | Letterhead::CommitteeLetter | Letterhead::Title => rest
            .clone()
            .find(|&j| !is_in_capitals(&layout.line(j)))
            .unwrap_or(block.lines.end),
        Letterhead::Address => i + 1,
    };
    Some((kind, i..end))
}
