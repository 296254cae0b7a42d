//! Blocks: lines of text that stand together, and how wide the page is there.

use std::borrow::Cow;
use std::ops::Range;

use crate::clean::{CleanText, LineKind, ParagraphMarks};
use crate::corpus::{Span, n_characters};

/// A run of lines of text without a blank or dropped line between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Indices of the lines.
    pub(super) lines: Range<usize>,
    /// Blank lines above; 0 at the start of the document.
    pub(super) blank_before: usize,
    /// Whether a page or dropped lines lie between this block and the one above, so that
    /// `blank_before` says nothing.
    pub(super) is_after_break: bool,
    /// How wide the page is here, in characters.
    pub(super) width: usize,
}

/// The blocks of a document, in order.
pub(super) fn blocks(clean: &CleanText, layout: &Layout<'_>) -> Vec<Block> {
    let is_line_a_block = clean.paragraph_marks() == ParagraphMarks::Lines;
    let mut blocks: Vec<Block> = Vec::new();
    let mut blank_before = 0;
    let mut is_after_break = true;
    let mut inside = false;
    for (i, line) in clean.lines().iter().enumerate() {
        match line.kind {
            LineKind::Text => {
                match blocks.last_mut() {
                    Some(block) if inside && !line.starts_page => block.lines.end = i + 1,
                    _ => blocks.push(Block {
                        lines: i..i + 1,
                        blank_before,
                        is_after_break: is_after_break || line.starts_page,
                        width: 0,
                    }),
                }
                (blank_before, is_after_break, inside) = (0, false, !is_line_a_block);
            }
            LineKind::Blank => {
                blank_before += 1;
                inside = false;
            }
            LineKind::Footnote | LineKind::Contents | LineKind::PageHeader => {
                is_after_break = true;
                inside = false;
            }
        }
    }
    for block in &mut blocks {
        block.width = layout.block_width(&block.lines);
    }
    blocks
}

/// Lines in a hundred that are no wider than the page counts as wide.
const PERCENT_WITHIN_WIDTH: usize = 90;

/// The lines of a document with what their layout says.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    clean: &'a CleanText,
    texts: Vec<Cow<'a, str>>,
    widths: Vec<usize>,
    page_width: usize,
}

impl<'a> Layout<'a> {
    pub(super) fn new(clean: &'a CleanText) -> Self {
        let lines = clean.lines();
        let widths: Vec<usize> = lines
            .iter()
            .map(|line| n_characters(clean.line_text(line)))
            .collect();
        let filled = lines.iter().zip(&widths);
        let of_text = filled.filter(|(line, _)| line.kind == LineKind::Text);
        Self {
            clean,
            texts: lines.iter().map(|line| clean.clean_line(line)).collect(),
            page_width: common_width(of_text.map(|(_, &width)| width).collect()),
            widths,
        }
    }

    /// What sets paragraphs apart.
    pub(super) fn paragraph_marks(&self) -> ParagraphMarks {
        self.clean.paragraph_marks()
    }

    /// The clean text of one line.
    pub(super) fn line(&self, i: usize) -> &str {
        self.texts.get(i).map_or("", AsRef::as_ref)
    }

    /// From the first to the last of some lines.
    pub(super) fn span(&self, lines: &Range<usize>) -> Span {
        let all = self.clean.lines();
        let start = all.get(lines.start).map_or(0, |line| line.span.start);
        let end = lines.end.checked_sub(1).and_then(|last| all.get(last));
        Span::new(start, end.map_or(start, |line| line.span.end))
    }

    /// The clean text of some lines.
    pub(super) fn text(&self, lines: &Range<usize>) -> String {
        self.clean.render(self.span(lines)).text
    }

    /// Width of a line in characters.
    pub(super) fn width(&self, i: usize) -> usize {
        self.widths.get(i).copied().unwrap_or(0)
    }

    /// Width in characters that nine of ten lines of the document do not pass.
    pub(super) fn page_width(&self) -> usize {
        self.page_width
    }

    /// Width of the widest of some lines, in characters.
    pub(super) fn max_width(&self, lines: &Range<usize>) -> usize {
        lines.clone().map(|i| self.width(i)).max().unwrap_or(0)
    }

    /// How wide the page is in a block: its widest line, or the common width of the page where no
    /// blank line bounds blocks.
    fn block_width(&self, lines: &Range<usize>) -> usize {
        match self.paragraph_marks() {
            ParagraphMarks::ShortLines => self.page_width,
            ParagraphMarks::BlankLines | ParagraphMarks::Lines => self.max_width(lines),
        }
    }

    /// Whether line `i` ends although the first word of the next line had fitted, in a block.
    pub(super) fn breaks_early(&self, i: usize, block: &Block) -> bool {
        self.room_for_next_word(i, block) >= 0
    }

    /// Characters that line `i` had left, had it taken the first word of the next line along;
    /// negative where that word had not fitted.
    pub(super) fn room_for_next_word(&self, i: usize, block: &Block) -> i64 {
        /// Ragged lines may stay this many characters short.
        const SLACK: usize = 2;
        let word = self
            .line(i + 1)
            .split_whitespace()
            .next()
            .map_or(0, n_characters);
        let signed = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        signed(block.width) - signed(self.width(i) + 1 + word + SLACK)
    }
}

fn common_width(mut widths: Vec<usize>) -> usize {
    widths.sort_unstable();
    let place = widths.len().saturating_sub(1) * PERCENT_WITHIN_WIDTH / 100;
    widths.get(place).copied().unwrap_or(0)
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '»', '’', '"', '\'', ')', ']', ' ']);
    text.ends_with(['.', '?', '!', ':', ';', '…'])
}

/// Whether a text begins as a sentence or a heading does.
pub(super) fn starts_upper(text: &str) -> bool {
    text.chars()
        .find(|c| {
            !matches!(
                c,
                '«' | '“' | '‘' | '"' | '\'' | '’' | '(' | '[' | '•' | '-' | '–' | ' '
            )
        })
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        || text.starts_with("’s")
        || text.starts_with("'s")
        || text.starts_with("’t")
}

/// Whether a text begins in lower case, as the rest of a sentence does.
pub(super) fn starts_lower(text: &str) -> bool {
    !starts_upper(text) && text.chars().any(char::is_lowercase)
}
