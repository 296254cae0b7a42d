//! Ends of lines: one space, or a word that the line break cuts.
//!
//! Some documents hyphenate (`Tegelij-/kertijd`), others break lines only at hyphens that belong
//! to the word (`Eurodac-/verordening`). Which one a document does is read from the document:
//! where the parts before its hyphens are no words of their own, it hyphenates.

use super::whole_words::WholeWords;
use super::{Edit, EditReason, Line, LineKind, gap};

/// Words that follow a hyphen which stands for the rest of a compound: `in- en doorreist`.
const CONJUNCTIONS: [&str; 6] = ["en", "of", "dan", "tot", "als", "noch"];

/// A document hyphenates where at least this share of the parts before its hyphens are no words.
const MIN_SHARE_OF_CUT_WORDS: f64 = 1.0 / 3.0;

/// What becomes of the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    /// One space.
    Space,
    /// The word goes on: hyphen and line break go.
    Join,
    /// The word goes on and the hyphen is its own.
    KeepHyphen,
}

/// The edits between lines; a dropped line between two lines of text gets its own edit elsewhere.
pub(super) fn line_ends(text: &str, lines: &[Line]) -> Vec<Edit> {
    let filled: Vec<&Line> = lines.iter().filter(|line| !line.span.is_empty()).collect();
    let words = words_asked_for(text, &filled);
    let hyphenates = hyphenates(text, &filled, &words);
    let mut edits = Vec::new();
    let mut left: Option<usize> = None;
    for (i, line) in filled.iter().enumerate() {
        if line.kind != LineKind::Text {
            continue;
        }
        if let Some(left) = left {
            let hyphen = Hyphen::at(text, filled[left], line);
            let end = hyphen
                .as_ref()
                .map_or(LineEnd::Space, |h| decide(h, &words, hyphenates));
            let length = hyphen.map_or(0, |hyphen| hyphen.length);
            push_between(&mut edits, &filled[left..=i], end, length);
        }
        left = Some(i);
    }
    edits
}

/// Adds the edits from the first to the last of `lines`, of which only these two are text; `length`
/// is that of the hyphen in bytes.
fn push_between(edits: &mut Vec<Edit>, lines: &[&Line], end: LineEnd, length: usize) {
    let (replacement, reason) = match end {
        LineEnd::Space => (" ", EditReason::LineBreak),
        LineEnd::Join => ("", EditReason::Hyphenation),
        LineEnd::KeepHyphen => ("", EditReason::HyphenAtLineEnd),
    };
    let n_before = edits.len();
    edits.extend(lines.windows(2).map(|pair| Edit {
        span: gap(pair[0], pair[1]),
        replacement,
        reason,
    }));
    if let (LineEnd::Join, Some(first)) = (end, edits.get_mut(n_before)) {
        first.span.start -= length;
    }
}

/// A hyphen at the end of a line of text, with the parts of the word around it.
struct Hyphen<'a> {
    before: &'a str,
    after: &'a str,
    /// Length of the hyphen in bytes.
    length: usize,
    /// Whether it is there only because the line ends.
    is_soft: bool,
}

impl<'a> Hyphen<'a> {
    fn at(text: &'a str, left: &Line, right: &Line) -> Option<Self> {
        let content = &text[left.span.range()];
        let head = content.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
        let before = last_part(head);
        let after = first_part(&text[right.span.range()]);
        (!before.is_empty() && !after.is_empty()).then_some(Self {
            before,
            after,
            length: content.len() - head.len(),
            is_soft: content.ends_with('\u{ad}'),
        })
    }

    fn joined(&self) -> String {
        format!("{}{}", self.before, self.after).to_lowercase()
    }

    fn hyphenated(&self) -> String {
        format!("{}-{}", self.before, self.after).to_lowercase()
    }

    fn is_conjunction(&self) -> bool {
        CONJUNCTIONS.contains(&self.after)
    }

    /// Acronyms and names keep their hyphen: `EU-lidstaten`, `motie-Brekelmans`, `D66-fractie`.
    fn is_marked(&self) -> bool {
        let is_acronym = self.before.chars().filter(|c| c.is_uppercase()).count() > 1
            || self.before.chars().any(|c| c.is_ascii_digit());
        is_acronym || self.after.starts_with(char::is_uppercase)
    }
}

fn decide(hyphen: &Hyphen<'_>, words: &WholeWords, hyphenates: bool) -> LineEnd {
    if hyphen.is_soft {
        LineEnd::Join
    } else if hyphen.is_conjunction() && !words.has_plain(&hyphen.joined()) {
        LineEnd::Space
    } else if hyphen.is_marked() || words.has_hyphenated(&hyphen.hyphenated()) {
        LineEnd::KeepHyphen
    } else if hyphenates || words.has_plain(&hyphen.joined()) {
        LineEnd::Join
    } else {
        LineEnd::KeepHyphen
    }
}

/// Whether the document cuts words at line ends.
fn hyphenates(text: &str, filled: &[&Line], words: &WholeWords) -> bool {
    let hyphens = hyphens(text, filled)
        .filter(|hyphen| !hyphen.is_conjunction() && !hyphen.is_marked() && !hyphen.is_soft);
    let (mut n, mut n_cut) = (0_u32, 0_u32);
    for hyphen in hyphens {
        let before = hyphen.before.to_lowercase();
        n += 1;
        n_cut += u32::from(!words.has_plain(&before) && !words.has_before_hyphen(&before));
    }
    n > 0 && f64::from(n_cut) >= MIN_SHARE_OF_CUT_WORDS * f64::from(n)
}

/// The words of a document that stand whole inside a line, as far as a hyphen at a line end asks for
/// them.
fn words_asked_for(text: &str, lines: &[&Line]) -> WholeWords {
    let mut words = WholeWords::asked(
        hyphens(text, lines).flat_map(|h| [h.before.to_lowercase(), h.joined(), h.hyphenated()]),
    );
    if words.is_empty() {
        return words;
    }
    let mut after_hyphen = false;
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        let content = &text[line.span.range()];
        let n_cut = usize::from(after_hyphen);
        after_hyphen = content.ends_with('-');
        let end = if after_hyphen {
            content.trim_end_matches(|c: char| !c.is_whitespace()).len()
        } else {
            content.len()
        };
        words.meet_line(&content[..end], n_cut);
    }
    words
}

/// The hyphens at the ends of lines of text, dropped lines below them set aside.
fn hyphens<'a>(text: &'a str, filled: &'a [&Line]) -> impl Iterator<Item = Hyphen<'a>> + 'a {
    let lines = filled.iter().filter(|line| line.kind == LineKind::Text);
    lines
        .clone()
        .zip(lines.skip(1))
        .filter_map(|(left, right)| Hyphen::at(text, left, right))
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '’' | '\'')
}

fn last_part(text: &str) -> &str {
    let start = text.rfind(|c: char| !is_part(c)).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    &text[start..]
}

fn first_part(text: &str) -> &str {
    &text[..text.find(|c: char| !is_part(c)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::super::{clean, tests_support::source};
    use super::*;
    use crate::corpus::Span;

    fn cleaned(text: &str) -> String {
        clean(source(text)).render(Span::new(0, text.len())).text
    }

    #[test]
    fn a_document_that_cuts_words_gets_them_back() {
        assert_eq!(
            cleaned("Tegelij-\nkertijd onderhan-\ndelt de EU-\nlidstaat, die in-\nen doorreist."),
            "Tegelijkertijd onderhandelt de EU-lidstaat, die in- en doorreist."
        );
    }

    #[test]
    fn a_document_that_breaks_at_real_hyphens_keeps_them() {
        assert_eq!(
            cleaned(
                "De Eurodac wet en fact finding: de Eurodac-\nverordening, de fact-\nfinding missie en de motie-\nBrekelmans."
            ),
            "De Eurodac wet en fact finding: de Eurodac-verordening, de fact-finding missie en de motie-Brekelmans."
        );
    }

    #[test]
    fn the_form_inside_a_line_decides() {
        assert_eq!(
            cleaned("Tegelij-\nkertijd onderhan-\ndelt hij out-of-the-box: out-of-\nthe-box."),
            "Tegelijkertijd onderhandelt hij out-of-the-box: out-of-the-box."
        );
    }

    #[test]
    fn soft_hyphens_go_at_line_ends_and_inside_words() {
        let text = "De samen\u{ad}werking met de Com\u{ad}\nmissie.";
        let clean = clean(source(text));
        let rendered = clean.render(Span::new(0, text.len()));
        assert_eq!(rendered.text, "De samenwerking met de Commissie.");
    }

    #[test]
    fn gaps_hold_only_white_space_and_at_most_the_hyphen() {
        let text = "een over-\n\n1 Zie x.\n\nleg";
        let all = super::super::lines::lines(text);
        for edit in line_ends(text, &all) {
            let rest = Span::new(
                edit.span.start + usize::from(edit.reason == EditReason::Hyphenation),
                edit.span.end,
            );
            assert!(text[rest.range()].trim().is_empty());
        }
    }
}
