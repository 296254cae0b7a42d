//! Elements: headings, paragraphs and the frame of letters, in the order of the document.

use std::ops::Range;

use super::blocks::{Block, Layout as Lines, ends_sentence, starts_lower, starts_upper};
use super::heading::{heading_at, run_in_heading};
use super::letterhead::{
    Letterhead, is_in_capitals, is_name, is_person, is_side_column, letterhead,
};
use super::meaning::{Meaning, is_answer, is_number, meaning, without_bullet};
use super::opening::named_parties;
use super::sections::{is_section_and_nothing_else, is_surely_section};
use super::voice::opens_as_question;
use crate::clean::{CleanText, EditReason, ParagraphMarks};
use crate::corpus::{PartialDate, PartyRegister, Span};
use crate::read::Layout;

/// A paragraph: the unit that belongs to one speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// From its first to its last character in the source, dropped lines inside included.
    pub(super) span: Span,
    /// Its clean text.
    pub(super) text: String,
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
    /// What the format itself marks as nobody's words.
    Dropped { span: Span, reason: EditReason },
}

impl Element {
    /// Where it stands in the source.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Heading { span, .. } | Self::Frame { span, .. } | Self::Dropped { span, .. } => {
                *span
            }
            Self::Paragraph(paragraph) => paragraph.span,
        }
    }

    /// What a heading means; `None` for what is no heading.
    pub(super) fn meaning(&self) -> Option<&Meaning> {
        match self {
            Self::Heading { meaning, .. } => Some(meaning),
            Self::Paragraph(_) | Self::Frame { .. } | Self::Dropped { .. } => None,
        }
    }
}

/// Lines that names and offices below a signature may fill.
const MAX_LINES_OF_NAMES: usize = 12;

/// Words that the heading of a section with a colon behind it may have.
const MAX_WORDS_WITH_COLON: usize = 16;

struct Reader<'a> {
    clean: &'a CleanText,
    layout: Lines<'a>,
    register: &'a PartyRegister,
    date: Option<PartialDate>,
    elements: Vec<Element>,
    /// Whether the last paragraph is to be rendered again: it was joined from pieces.
    is_joined: bool,
}

/// Takes a document apart.
pub(super) fn elements(clean: &CleanText, register: &PartyRegister) -> Vec<Element> {
    if let Layout::Parts(parts) = &clean.source().layout {
        return super::part_elements::elements(clean, parts, register);
    }
    let layout = Lines::new(clean);
    let blocks = super::blocks::blocks(clean, &layout);
    let mut reader = Reader {
        clean,
        layout,
        register,
        date: clean.source().document.date,
        elements: Vec::new(),
        is_joined: false,
    };
    for (k, block) in blocks.iter().enumerate() {
        reader.read_block(block, blocks.get(k + 1));
    }
    reader.finish_paragraph();
    reader.elements
}

/// Whether a line below the end of a sentence can be nothing but a heading: `Antwoord 1`, `Vraag 3`.
fn is_sure_heading(line: &str) -> bool {
    /// Longer lines may be sentences.
    const MAX_LENGTH: usize = 60;
    line.len() <= MAX_LENGTH
        && (line.starts_with("Vra") && is_number(line)
            || line.starts_with(['A', 'R', 'B', 'K']) && is_answer(line))
}

impl Reader<'_> {
    /// Reads a block; `next` is the block below.
    fn read_block(&mut self, block: &Block, next: Option<&Block>) {
        if is_side_column(block.lines.clone().map(|i| self.layout.line(i))) {
            self.push(Element::Frame {
                letterhead: Letterhead::Address,
                span: self.layout.span(&block.lines),
            });
            return;
        }
        let mut i = block.lines.start;
        while i < block.lines.end {
            i = if let Some((letterhead, lines)) = self.frame_at(block, i) {
                let span = self.layout.span(&lines);
                self.push(Element::Frame { letterhead, span });
                lines.end
            } else if let Some(lines) = self.heading_at(block, i, next) {
                let text = self.layout.text(&lines);
                self.push_heading(text, self.layout.span(&lines));
                lines.end
            } else {
                let lines = i..self.end_of_paragraph(block, i, next);
                self.push_paragraph(block, &lines);
                lines.end
            };
        }
    }

    /// The lines of the heading that begins at line `i`, if one does: by the layout, or because it
    /// is the heading of a section whatever the layout says (`VVD:`).
    fn heading_at(&self, block: &Block, i: usize, next: Option<&Block>) -> Option<Range<usize>> {
        let found = heading_at(&self.layout, block, i, next)
            .or_else(|| self.section_at(block, i))
            .or_else(|| self.bulleted_section(block, i, next));
        found.or_else(|| {
            let line = self.layout.line(i);
            let is_section = line.ends_with(':')
                && line.split_whitespace().count() <= MAX_WORDS_WITH_COLON
                && matches!(
                    self.meaning_of_line(i),
                    Meaning::Parties(_) | Meaning::AnswerTo(_)
                );
            is_section.then(|| i..i + 1)
        })
    }

    /// The lines of a heading that can be nothing else, although the text goes on right below it: up
    /// to three, before a capital.
    fn section_at(&self, block: &Block, i: usize) -> Option<Range<usize>> {
        const MAX_LINES: usize = 3;
        let first = self.layout.line(i);
        if !first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return None;
        }
        // Without a way out early the bytes are looked at many at a time.
        let begins_one = |found: bool, byte: u8| found | matches!(byte, b'V' | b'I' | b'B' | b'A');
        let may_open = first.bytes().fold(false, begins_one)
            && [
                "Vragen", "Vraag ", "Inbreng", "Bijdrage", "VRAGEN", "INBRENG", "Antwoord",
            ]
            .iter()
            .any(|word| first.contains(word));
        let ends = (i + 1..=i + MAX_LINES).take_while(|&end| may_open && end < block.lines.end);
        ends.map(|end| i..end)
            .filter(|lines| starts_upper(self.layout.line(lines.end)))
            .find(|lines| is_surely_section(&self.layout.text(lines), self.register, self.date))
    }

    /// The line of a section's heading behind a bullet, `• Leden van de SGP-fractie`, unless it is
    /// an item of a list.
    fn bulleted_section(
        &self,
        block: &Block,
        i: usize,
        next: Option<&Block>,
    ) -> Option<Range<usize>> {
        let line = self.layout.line(i);
        let bare = without_bullet(line);
        if bare.len() == line.len() || ends_sentence(bare) {
            return None;
        }
        let below = (i + 1 < block.lines.end)
            .then_some(i + 1)
            .or_else(|| next.map(|next| next.lines.start))?;
        let below = self.layout.line(below);
        let is_item = without_bullet(below).len() < below.len();
        (!is_item
            && starts_upper(below)
            && is_section_and_nothing_else(bare, self.register, self.date))
        .then(|| i..i + 1)
    }

    fn push_heading(&mut self, text: String, span: Span) {
        self.push(Element::Heading {
            meaning: meaning(&text, self.register, self.date),
            text,
            span,
        });
    }

    /// Adds a paragraph, a heading on its first line (`Antwoord: Ja.`) before it.
    fn push_paragraph(&mut self, block: &Block, lines: &Range<usize>) {
        let opens_block = lines.start == block.lines.start;
        let blank_before = if opens_block { block.blank_before } else { 0 };
        let mut span = self.layout.span(lines);
        let first = self.clean.lines().get(lines.start);
        let head = first.and_then(|line| run_in_heading(self.clean.line_text(line)));
        if let Some(length) = head {
            let head = Span::new(span.start, span.start + length);
            self.push_heading(self.clean.render(head).text, head);
            span.start = head.end;
        }
        self.push(Element::Paragraph(Paragraph {
            span,
            text: self.clean.render(span).text,
            blank_before: (!block.is_after_break || !opens_block).then_some(blank_before),
            width: self.layout.max_width(lines),
            n_lines: lines.len(),
        }));
    }

    /// Adds an element; a paragraph that goes on with the sentence of the one above is joined to
    /// it.
    fn push(&mut self, element: Element) {
        if let (Element::Paragraph(next), Some(Element::Paragraph(last))) =
            (&element, self.elements.last_mut())
            && !ends_sentence(&last.text)
            && (starts_lower(&next.text) || next.blank_before.is_none())
        {
            last.span.end = next.span.end;
            last.text.clone_from(&next.text);
            last.width = last.width.max(next.width);
            last.n_lines += next.n_lines;
            self.is_joined = true;
            return;
        }
        self.finish_paragraph();
        self.elements.push(element);
    }

    /// Gives a joined paragraph its whole text.
    fn finish_paragraph(&mut self) {
        if std::mem::take(&mut self.is_joined)
            && let Some(Element::Paragraph(last)) = self.elements.last_mut()
        {
            last.text = self.clean.render(last.span).text;
        }
    }

    /// The line behind the paragraph that begins at line `i`: the end of the block, or a heading
    /// or signature that follows the end of a sentence without a blank line.
    fn end_of_paragraph(&self, block: &Block, i: usize, next: Option<&Block>) -> usize {
        let breaks = |j: usize| {
            let above = self.layout.line(j - 1);
            let line = self.layout.line(j);
            self.section_at(block, j).is_some()
                || ends_sentence(above)
                    && (self.frame_at(block, j).is_some()
                        || is_sure_heading(line)
                        || run_in_heading(line).is_some()
                        || self.names_another(block, i, j)
                        || self.layout.breaks_early(j - 1, block)
                            && (self.heading_at(block, j, next).is_some()
                                || self.is_set_by_short_lines() && starts_upper(line))
                        || self.is_after_full_line(block, j, next))
        };
        (i + 1..block.lines.end)
            .find(|&j| breaks(j))
            .unwrap_or(block.lines.end)
    }

    /// Whether line `j` opens with the members of another party than the paragraph from line `i`.
    fn names_another(&self, block: &Block, i: usize, j: usize) -> bool {
        let opens = |line: &str| {
            ["De leden van ", "Het lid van "]
                .iter()
                .any(|opening| line.starts_with(opening))
        };
        if !opens(self.layout.line(i)) || !opens(self.layout.line(j)) {
            return false;
        }
        let named = |line: usize| {
            let lines = line..block.lines.end.min(line + 2);
            named_parties(&self.layout.text(&lines), self.register, self.date)
        };
        let (first, other) = (named(i), named(j));
        first.is_some() && other.is_some() && first != other
    }

    fn is_set_by_short_lines(&self) -> bool {
        self.layout.paragraph_marks() == ParagraphMarks::ShortLines
    }

    /// Whether a heading that can be nothing else (`Antwoord`) or the opening of a question stands
    /// at line `j`, although the line above is full: only where no blank line would tell.
    fn is_after_full_line(&self, block: &Block, j: usize, next: Option<&Block>) -> bool {
        let is_heading = |lines: &Range<usize>| {
            let text = self.layout.text(lines);
            meaning(&text, self.register, self.date) != Meaning::Topic
        };
        self.is_set_by_short_lines()
            && (opens_as_question(self.layout.line(j))
                || self
                    .heading_at(block, j, next)
                    .is_some_and(|lines| is_heading(&lines)))
    }

    /// The part of a letter's frame that begins at line `i`, if one does.
    fn frame_at(&self, block: &Block, i: usize) -> Option<(Letterhead, Range<usize>)> {
        let line = |j: usize| self.layout.line(j);
        let Some(kind) = letterhead(line(i)) else {
            return self.name_at(block, i);
        };
        let end = block.lines.end;
        let is_frame = |j: &usize| is_name(line(*j)) || letterhead(line(*j)).is_some();
        let end = match kind {
            Letterhead::Signatory | Letterhead::Closing => {
                let last = end.min(i + 1 + MAX_LINES_OF_NAMES);
                let behind = (i + 1..last).find(|j| !is_frame(j)).unwrap_or(last);
                if behind < end && !(self.is_set_by_short_lines() && line(i).ends_with(',')) {
                    return None;
                }
                behind
            }
            Letterhead::GovernmentLetter | Letterhead::CommitteeLetter | Letterhead::Title => {
                if !matches!(self.meaning_of_line(i), Meaning::Topic | Meaning::Number) {
                    return None;
                }
                let behind = (i + 1..end).find(|&j| !is_in_capitals(line(j)));
                behind.unwrap_or(end)
            }
            Letterhead::Address | Letterhead::Salutation | Letterhead::Name => i + 1,
        };
        Some((kind, i..end))
    }

    fn meaning_of_line(&self, i: usize) -> Meaning {
        meaning(self.layout.line(i), self.register, self.date)
    }

    /// The name of who signs, set apart from the office above it.
    fn name_at(&self, block: &Block, i: usize) -> Option<(Letterhead, Range<usize>)> {
        let follows_office = matches!(
            self.elements.last(),
            Some(Element::Frame {
                letterhead: Letterhead::Signatory | Letterhead::Closing,
                ..
            })
        );
        let is_alone = i == block.lines.start && block.lines.len() == 1;
        let is_name = follows_office
            && (is_alone || self.is_set_by_short_lines())
            && is_person(self.layout.line(i))
            && self.meaning_of_line(i) == Meaning::Topic;
        is_name.then_some((Letterhead::Name, i..i + 1))
    }
}
