//! Lines in the order of reading to text with marks.

use super::PdfText;
use super::line::Line;
use super::paragraphs::{Paragraph, Shape, ends_across};
use crate::corpus::Span;
use crate::read::{PageMark, PageMarkKind};

/// Headings are at least this much larger than the text.
const LARGE: f64 = 1.12;
/// Lines and bytes a heading has at most.
const MAX_HEADING_LINES: usize = 4;
const MAX_HEADING_BYTES: usize = 240;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    Footnote,
    PageHeader,
}

/// A line as it goes into the text.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    pub(super) line: Line,
    pub(super) part: Part,
    pub(super) page: usize,
    /// Number of its block in the document.
    pub(super) block: usize,
    pub(super) shape: Shape,
}

/// The text of a document. `n_pages` is the number of its pages; a page without letters begins where
/// the next one does.
pub(super) fn compose(lines: &[Printed], n_pages: usize, body_size: f64) -> PdfText {
    let starts = paragraph_starts(lines);
    let headings = find_headings(lines, &starts, body_size);
    let mut text = String::new();
    let mut page_starts = Vec::with_capacity(n_pages);
    let mut marks: Vec<PageMark> = Vec::new();
    let mut was_heading = false;
    for (n, printed) in lines.iter().enumerate() {
        let is_parted = printed.part == Part::Text && starts[n];
        let opens_furniture = opens_furniture(lines, &starts, n);
        if !text.is_empty() {
            text.push_str(if is_parted || opens_furniture {
                "\n\n"
            } else {
                "\n"
            });
        }
        while page_starts.len() <= printed.page {
            page_starts.push(text.len());
        }
        let start = text.len();
        text.push_str(&printed.line.text);
        let span = Span::new(start, text.len());
        let is_heading = headings[n];
        match printed.part {
            Part::PageHeader => push(&mut marks, span, PageMarkKind::PageHeader),
            Part::Footnote => push(&mut marks, span, PageMarkKind::Footnote),
            Part::Text if is_heading => match marks.last_mut() {
                Some(mark) if was_heading && !is_parted => mark.span.end = span.end,
                _ => push(&mut marks, span, PageMarkKind::Heading),
            },
            Part::Text => {
                for range in glued(&printed.line) {
                    let span = Span::new(start + range.start, start + range.end);
                    push(&mut marks, span, PageMarkKind::FootnoteMark);
                }
            }
        }
        was_heading = is_heading;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    page_starts.resize(n_pages, text.len());
    PdfText {
        text,
        marks,
        page_starts,
        pages_without_text: Vec::new(),
        damaged_pages: Vec::new(),
        n_unmapped: 0,
    }
}

fn push(marks: &mut Vec<PageMark>, span: Span, kind: PageMarkKind) {
    if !span.is_empty() {
        marks.push(PageMark { span, kind });
    }
}

/// Raised numbers that stand behind a word.
fn glued(line: &Line) -> impl Iterator<Item = &std::ops::Range<usize>> {
    line.raised.iter().filter(|range| {
        let before = line.text.get(..range.start).unwrap_or_default();
        let is_glued = before
            .chars()
            .next_back()
            .is_some_and(|c| !c.is_whitespace());
        is_glued && !is_measure(before)
    })
}

/// Whether a raised number behind this is a power: `m²`.
fn is_measure(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    matches!(unit, "m" | "km" | "cm" | "mm" | "dm")
}

/// For every line whether it begins a paragraph; furniture and footnotes do not interrupt one.
fn paragraph_starts(lines: &[Printed]) -> Vec<bool> {
    let mut starts = vec![false; lines.len()];
    let mut current: Option<(Paragraph, &Printed)> = None;
    for (n, below) in lines
        .iter()
        .enumerate()
        .filter(|(_, it)| it.part == Part::Text)
    {
        let begins = match &current {
            None => true,
            Some((paragraph, above)) if above.block == below.block => {
                paragraph.ends(&above.line, &below.line, &above.shape)
            }
            Some((_, above)) => ends_across(&above.line, &below.line, &above.shape),
        };
        let paragraph = match current {
            Some((paragraph, _)) if !begins => paragraph.longer(),
            _ => Paragraph::begin(&below.line),
        };
        starts[n] = begins;
        current = Some((paragraph, below));
    }
    starts
}

/// Whether a line is the first of furniture or notes behind a paragraph that is complete. Behind
/// one that goes on no blank line is set, so that taking the marked lines out joins it.
fn opens_furniture(lines: &[Printed], starts: &[bool], n: usize) -> bool {
    let is_first = n > 0 && lines[n].part != Part::Text && lines[n - 1].part == Part::Text;
    let next = (n..lines.len()).find(|&next| lines[next].part == Part::Text);
    is_first && next.is_none_or(|next| starts[next])
}

/// For every line whether it is a heading: a paragraph of few lines that are bold or large.
fn find_headings(lines: &[Printed], starts: &[bool], body_size: f64) -> Vec<bool> {
    let text = || lines.iter().filter(|it| it.part == Part::Text);
    let letters: usize = text().map(|it| it.line.n_letters).sum();
    let bold: usize = text().map(|it| it.line.n_bold).sum();
    let bold_tells = bold * 2 < letters;
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    let numbered = lines.iter().zip(starts).enumerate();
    for (n, (_, begins)) in numbered.filter(|(_, (it, _))| it.part == Part::Text) {
        match paragraphs.last_mut().filter(|_| !begins) {
            Some(paragraph) => paragraph.push(n),
            None => paragraphs.push(vec![n]),
        }
    }
    let mut headings = vec![false; lines.len()];
    for paragraph in paragraphs {
        if is_heading(&paragraph, lines, bold_tells, body_size) {
            for n in paragraph {
                headings[n] = true;
            }
        }
    }
    headings
}

fn is_heading(paragraph: &[usize], lines: &[Printed], bold_tells: bool, body_size: f64) -> bool {
    let own = || paragraph.iter().map(|&n| &lines[n].line);
    let n_bytes: usize = own().map(|line| line.text.len()).sum();
    let has_letters = own().any(|line| line.text.chars().any(char::is_alphabetic));
    let is_large = own().all(|line| line.size >= LARGE * body_size);
    let is_bold = bold_tells && own().all(Line::is_bold);
    let ends_plainly = own()
        .next_back()
        .is_some_and(|line| !line.text.ends_with(['.', ',', ';']));
    (1..=MAX_HEADING_LINES).contains(&paragraph.len())
        && n_bytes <= MAX_HEADING_BYTES
        && has_letters
        && ends_plainly
        && (is_large || is_bold)
}
