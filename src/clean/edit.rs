//! Clean text as a list of edits on the source text.

use std::borrow::Cow;

use crate::corpus::{DocumentKind, PartialDate, Span};
use crate::read::SourceText;

/// Why a piece of the source text does not stand in the clean text as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditReason {
    /// A line ends inside a paragraph: one space.
    LineBreak,
    /// Several spaces in a row: one space.
    Spaces,
    /// A word cut by a hyphen at the end of a line: joined.
    Hyphenation,
    /// A compound with a hyphen of its own that stands at the end of a line: the hyphen stays,
    /// the line break goes.
    HyphenAtLineEnd,
    /// The number that refers to a footnote, glued to a word.
    FootnoteMark,
    /// The text of a footnote.
    Footnote,
    /// A table of contents.
    Contents,
    /// A running header, footer or page number.
    PageHeader,
    /// What a word processor leaves where a reference is broken.
    BrokenReference,
    /// A heading.
    Heading,
    /// An opening, a cover letter or a closing formula.
    Front,
    /// Address, title, date or signature of a letter.
    Signature,
    /// Signs without a letter or digit among them.
    NoWords,
    /// The name in front of a turn of a debate.
    Label,
    /// What a report says about the sitting: nobody speaks.
    Note,
    /// Title, number and date of a paper.
    Title,
    /// A table.
    Table,
    /// The set phrases of a motie or amendement: `De Kamer, gehoord de beraadslaging`.
    Formula,
}

impl EditReason {
    /// The reason as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LineBreak => "line break",
            Self::Spaces => "spaces",
            Self::Hyphenation => "hyphenation",
            Self::HyphenAtLineEnd => "hyphen at line end",
            Self::FootnoteMark => "footnote mark",
            Self::Footnote => "footnote",
            Self::Contents => "table of contents",
            Self::PageHeader => "page header",
            Self::BrokenReference => "broken reference",
            Self::Heading => "heading",
            Self::Front => "front matter",
            Self::Signature => "signature or address",
            Self::NoWords => "no words",
            Self::Label => "speaker label",
            Self::Note => "note",
            Self::Title => "title",
            Self::Table => "table",
            Self::Formula => "formula",
        }
    }
}

/// One edit: the span of the source text and what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// The piece of the source text that is replaced.
    pub span: Span,
    /// What stands in its place: nothing or one space.
    pub replacement: &'static str,
    /// Why.
    pub reason: EditReason,
}

/// What a line of the source text is, as far as the page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Text, headings and signatures included: who speaks decides what becomes of it.
    Text,
    /// Nothing but white space.
    Blank,
    /// Part of a footnote.
    Footnote,
    /// Part of a table of contents.
    Contents,
    /// A running header, footer or page number.
    PageHeader,
}

/// A line of the source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The line without white space at its ends; empty for a blank line.
    pub span: Span,
    /// What the line is.
    pub kind: LineKind,
    /// Whether a new page begins with this line.
    pub starts_page: bool,
}

/// What sets paragraphs apart in a document; extractions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParagraphMarks {
    /// Blank lines.
    BlankLines,
    /// Every line is a paragraph.
    Lines,
    /// Nothing but a last line shorter than the page is wide.
    ShortLines,
}

/// A source text with its lines told apart and the edits that make it clean.
///
/// By construction everything is kept or dropped: what no edit covers is kept as it is.
#[derive(Debug, Clone)]
pub struct CleanText {
    source: SourceText,
    lines: Vec<Line>,
    paragraph_marks: ParagraphMarks,
    edits: Vec<Edit>,
}

/// Clean text of a span, with the way back to the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The clean text.
    pub text: String,
    /// Kept pieces: offset in `text` and the span in the source, in order.
    pieces: Vec<(usize, Span)>,
}

impl CleanText {
    /// Puts edits into order; where two overlap, the one that begins first keeps the place.
    pub(crate) fn new(
        source: SourceText,
        lines: Vec<Line>,
        paragraph_marks: ParagraphMarks,
        mut edits: Vec<Edit>,
    ) -> Self {
        edits.sort_by_key(|edit| edit.span);
        let mut end = 0;
        edits.retain_mut(|edit| {
            edit.span.start = edit.span.start.max(end);
            end = end.max(edit.span.end);
            edit.span.start < edit.span.end
        });
        Self {
            source,
            lines,
            paragraph_marks,
            edits,
        }
    }

    /// The same text without `dropped`: spans that hold nobody's words, in order and without
    /// overlap. Edits inside them go.
    #[must_use]
    pub fn without(mut self, dropped: &[(Span, EditReason)]) -> Self {
        let mut edits = Vec::with_capacity(self.edits.len() + dropped.len());
        let mut next = 0;
        for edit in &self.edits {
            let is_above = |span: &Span| span.end <= edit.span.start;
            while dropped.get(next).is_some_and(|(span, _)| is_above(span)) {
                next += 1;
            }
            let inside = dropped.iter().skip(next).map(|(span, _)| span);
            let mut at = edit.span.start;
            for span in inside.take_while(|span| span.start < edit.span.end) {
                if at < span.start {
                    let span = Span::new(at, span.start);
                    edits.push(Edit { span, ..*edit });
                }
                at = at.max(span.end);
            }
            if at < edit.span.end {
                let span = Span::new(at, edit.span.end);
                edits.push(Edit { span, ..*edit });
            }
        }
        edits.extend(dropped.iter().map(|&(span, reason)| Edit {
            span,
            replacement: "",
            reason,
        }));
        edits.sort_by_key(|edit| edit.span);
        self.edits = edits;
        self
    }

    /// Keeps what the text itself told about its kind, where nothing else does.
    pub(crate) fn learn_kind(&mut self, kind: DocumentKind) {
        self.source.document.kind.get_or_insert(kind);
    }

    /// Keeps the date that the text itself states, where nothing else does.
    pub(crate) fn learn_date(&mut self, date: PartialDate) {
        self.source.document.date.get_or_insert(date);
    }

    /// Forgets the text; what is known about the document stays.
    pub(crate) fn drop_text(&mut self) {
        self.source.drop_text();
        self.lines = Vec::new();
        self.edits = Vec::new();
    }

    /// The source text.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The lines in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What sets paragraphs apart.
    pub fn paragraph_marks(&self) -> ParagraphMarks {
        self.paragraph_marks
    }

    /// The edits in order; none overlaps another.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The text of a line as it stands in the source, without white space at its ends.
    pub fn line_text(&self, line: &Line) -> &str {
        self.source.text.get(line.span.range()).unwrap_or("")
    }

    /// The clean text of a line: that of the source where no edit touches it.
    pub(crate) fn clean_line(&self, line: &Line) -> Cow<'_, str> {
        let Span { start, end } = line.span;
        let next = self.edits.partition_point(|edit| edit.span.end <= start);
        let is_touched = |edit: &Edit| edit.span.start < end;
        if self.edits.get(next).is_some_and(is_touched) {
            Cow::Owned(self.render(line.span).text)
        } else {
            Cow::Borrowed(self.line_text(line).trim())
        }
    }

    /// The clean text of `span`, white space at its ends taken off.
    pub fn render(&self, span: Span) -> Rendered {
        let end = self
            .edits
            .partition_point(|edit| edit.span.start < span.end);
        let first = self
            .edits
            .partition_point(|edit| edit.span.end <= span.start);
        let edits = self.edits.get(first..end).unwrap_or_default();
        let mut rendered = Rendered {
            text: String::with_capacity(span.len()),
            pieces: Vec::with_capacity(edits.len() + 1),
        };
        let mut at = span.start;
        for edit in edits {
            self.keep(Span::new(at, edit.span.start.max(at)), &mut rendered);
            if !rendered.text.is_empty() && !rendered.text.ends_with(' ') {
                rendered.text.push_str(edit.replacement);
            }
            at = edit.span.end;
        }
        if at < span.end {
            self.keep(Span::new(at, span.end), &mut rendered);
        }
        rendered.trim_end();
        rendered
    }

    fn keep(&self, span: Span, rendered: &mut Rendered) {
        let mut piece = self.source.text.get(span.range()).unwrap_or("");
        let mut start = span.start;
        if rendered.text.is_empty() || rendered.text.ends_with(' ') {
            let trimmed = piece.trim_start();
            start += piece.len() - trimmed.len();
            piece = trimmed;
        }
        if !piece.is_empty() {
            rendered
                .pieces
                .push((rendered.text.len(), Span::new(start, start + piece.len())));
            rendered.text.push_str(piece);
        }
    }
}

impl Rendered {
    /// Takes white space off the end, of the pieces too.
    fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        while let Some((start, span)) = self.pieces.last_mut() {
            if *start < length {
                span.end = span.end.min(span.start + (length - *start));
                break;
            }
            self.pieces.pop();
        }
    }

    /// Where the character at `offset` of the clean text stands in the source. An offset inside a
    /// replacement belongs to the piece before it.
    pub fn source_start(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start <= offset);
        self.pieces
            .get(next.saturating_sub(1))
            .map_or(0, |(start, span)| {
                (span.start + (offset - start.min(&offset))).min(span.end)
            })
    }

    /// Where the clean text that ends before `offset` ends in the source.
    pub fn source_end(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|(start, _)| *start < offset);
        self.pieces
            .get(next.saturating_sub(1))
            .map_or(0, |(start, span)| {
                (span.start + (offset - start.min(&offset))).min(span.end)
            })
    }

    /// Where the byte at `source` of the source stands in the clean text; what was taken out stands
    /// where the next kept piece begins.
    pub fn offset_of(&self, source: usize) -> usize {
        let next = self.pieces.partition_point(|(_, span)| span.end <= source);
        self.pieces
            .get(next)
            .map_or(self.text.len(), |(start, span)| {
                start + source.saturating_sub(span.start)
            })
    }

    /// Where the clean text ends of what ends before `source` in the source.
    pub fn end_of(&self, source: usize) -> usize {
        let next = self.pieces.partition_point(|(_, span)| span.start < source);
        let last = next.checked_sub(1).and_then(|last| self.pieces.get(last));
        last.map_or(0, |(start, span)| start + source.min(span.end) - span.start)
    }

    /// The kept pieces of the source, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces.iter().map(|(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::tests_support::source;

    #[test]
    fn white_space_at_the_end_is_in_no_piece() {
        let edit = Edit {
            span: Span::new(3, 6),
            replacement: " ",
            reason: EditReason::Spaces,
        };
        let lines = Vec::new();
        let clean = CleanText::new(
            source("Een   twee \n"),
            lines,
            ParagraphMarks::Lines,
            vec![edit],
        );
        let pieces = |span| clean.render(span).pieces().collect::<Vec<_>>();
        assert_eq!(
            pieces(Span::new(0, 12)),
            [Span::new(0, 3), Span::new(6, 10)]
        );
        assert_eq!(pieces(Span::new(0, 5)), [Span::new(0, 3)]);
    }
}
