//! Letters to words: a stretch of letters on one base line, and the text it says.

use std::ops::Range;

use super::glyph::Glyph;

/// Gap that ends a word where the letters come without spaces between them, in parts of the size.
/// The narrowest spaces of justified text are about a fifth of the size.
const WORD_GAP: f64 = 0.17;
/// The same where spaces are letters too; a gap then comes on top of kerning.
const WORD_GAP_WITH_SPACES: f64 = 0.24;

/// Letters on one base line with the text they say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The words, with one space between two.
    pub(super) text: String,
    /// Where raised numbers stand in the text.
    pub(super) raised: Vec<Range<usize>>,
    /// Left end of the first letter.
    pub(super) x0: f64,
    /// Right end of the last letter.
    pub(super) x1: f64,
    /// Base line.
    pub(super) y: f64,
    /// Size of most of its letters.
    pub(super) size: f64,
    /// Width of its first word.
    pub(super) first_word: f64,
    /// Letters, spaces not counted.
    pub(super) n_letters: usize,
    /// How many of them are bold.
    pub(super) n_bold: usize,
    /// How many of them the file calls part of a running head or foot.
    pub(super) n_pagination: usize,
}

/// Letters that follow each other in the file on one base line and in one size.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) letters: Vec<Letter>,
    /// Base line of the line it belongs to; for a raised number not its own.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) is_raised: bool,
}

/// A letter and whether a space goes before it.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) glyph: Glyph,
    pub(super) after_space: bool,
}

impl Run {
    pub(super) fn x0(&self) -> f64 {
        self.letters.first().map_or(0.0, |letter| letter.glyph.x)
    }

    pub(super) fn x1(&self) -> f64 {
        self.letters.last().map_or(0.0, |letter| letter.glyph.end())
    }
}

impl Line {
    /// The line of letters in the order of reading. `runs` holds letters that are raised or not.
    pub(super) fn of(letters: &[(&Letter, bool)], y: f64) -> Option<Self> {
        let (first, last) = (letters.first()?.0, letters.last()?.0);
        let size = main_size(letters.iter().map(|(letter, _)| &letter.glyph));
        let gap = word_gap(letters, size);
        let mut line = Self {
            text: String::new(),
            raised: Vec::new(),
            x0: first.glyph.x,
            x1: last.glyph.end(),
            y,
            size,
            first_word: 0.0,
            n_letters: 0,
            n_bold: 0,
            n_pagination: 0,
        };
        let mut end = None;
        for (letter, is_raised) in letters {
            let ends_note = !is_raised && line.ends_raised_before(&letter.glyph);
            let ends_word = ends_note
                || end.is_some_and(|end| letter.after_space || letter.glyph.x - end > gap);
            if ends_word && !line.text.is_empty() {
                line.text.push(' ');
            }
            if !line.text.contains(' ') {
                line.first_word = letter.glyph.end() - line.x0;
            }
            line.push(&letter.glyph, *is_raised);
            end = Some(letter.glyph.end());
        }
        line.raised
            .retain(|range| is_note_number(&line.text[range.clone()]));
        Some(line)
    }

    /// Whether a raised number stands before a letter: the number of a note before its text.
    fn ends_raised_before(&self, glyph: &Glyph) -> bool {
        let raised = self
            .raised
            .last()
            .filter(|range| range.end == self.text.len());
        let is_number = raised.is_some_and(|range| is_note_number(&self.text[range.clone()]));
        is_number && glyph.text.chars().next().is_some_and(char::is_alphanumeric)
    }

    fn push(&mut self, glyph: &Glyph, is_raised: bool) {
        let start = self.text.len();
        self.text
            .extend(glyph.text.chars().filter(|c| !c.is_control()));
        let end = self.text.len();
        match self.raised.last_mut() {
            Some(range) if is_raised && range.end == start => range.end = end,
            _ if is_raised => self.raised.push(start..end),
            _ => {}
        }
        self.n_letters += 1;
        self.n_bold += usize::from(glyph.bold);
        self.n_pagination += usize::from(glyph.pagination);
    }

    /// One line of several that stand beside each other, from left to right.
    pub(super) fn join(parts: Vec<Self>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let mut line = parts.next()?;
        for part in parts {
            line.text.push(' ');
            let shift = line.text.len();
            line.text.push_str(&part.text);
            let raised = part
                .raised
                .iter()
                .map(|range| range.start + shift..range.end + shift);
            line.raised.extend(raised);
            line.x1 = line.x1.max(part.x1);
            if part.n_letters > line.n_letters {
                (line.y, line.size) = (part.y, part.size);
            }
            line.n_letters += part.n_letters;
            line.n_bold += part.n_bold;
            line.n_pagination += part.n_pagination;
        }
        Some(line)
    }

    /// Width of the line.
    pub(super) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Whether all its letters are bold.
    pub(super) fn is_bold(&self) -> bool {
        self.n_bold * 100 >= self.n_letters * 95
    }

    /// Whether it begins with a small letter.
    pub(super) fn begins_small(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        let text = self
            .raised
            .last()
            .filter(|range| range.end == self.text.len());
        let text = text.map_or(self.text.as_str(), |range| &self.text[..range.start]);
        let text = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']);
        text.ends_with(['.', '?', '!', ':', ';', '…'])
    }

    /// Whether its last word goes on in the next line.
    pub(super) fn ends_with_hyphen(&self) -> bool {
        self.text.ends_with(['-', '\u{AD}', '\u{2010}'])
    }

    /// Whether it begins an item of a list.
    pub(super) fn begins_item(&self) -> bool {
        let mut words = self.text.split(' ');
        let first = words.next().unwrap_or_default();
        if words.next().is_none() {
            return false;
        }
        let is_bullet = matches!(
            first,
            "•" | "▪" | "■" | "□" | "➢" | "→" | "✓" | "–" | "-" | "*" | "o" | "·"
        );
        let number = first
            .trim_start_matches('(')
            .trim_end_matches([')', '.', ':']);
        let is_number = number.len() < first.len()
            && (number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 3
                || number.len() == 1 && number.chars().all(|c| c.is_ascii_lowercase()));
        is_bullet || (is_number && !number.is_empty())
    }
}

/// The size that most letters have; the smaller one where two sizes have as many.
pub(super) fn main_size<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> f64 {
    most_common(glyphs.map(|glyph| (glyph.size, 1)))
}

/// The length that has most weight, in tenths of a point; the smallest of several. 0 for none.
pub(super) fn most_common(lengths: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut weights = std::collections::BTreeMap::new();
    for (length, weight) in lengths {
        *weights.entry(tenths(length)).or_insert(0_usize) += weight;
    }
    let most = weights
        .iter()
        .max_by_key(|(length, weight)| (**weight, std::cmp::Reverse(**length)));
    most.map_or(0.0, |(length, _)| f64::from(*length) / 10.0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lengths lie on a page, and casts of larger ones stay at the largest number"
)]
fn tenths(length: f64) -> i32 {
    (length * 10.0).round() as i32
}

/// Gap from which two letters belong to two words. Spaced-out letters have wider gaps within words;
/// the middle gap between letters tells. Points that lead to a page number are no letters.
fn word_gap(letters: &[(&Letter, bool)], size: f64) -> f64 {
    let is_word = |letter: &Letter| letter.glyph.text.chars().all(char::is_alphanumeric);
    let has_spaces = letters.iter().skip(1).any(|(letter, _)| letter.after_space);
    let mut gaps: Vec<f64> = letters
        .windows(2)
        .filter_map(|pair| match pair {
            [(left, _), (right, _)] if !right.after_space && is_word(left) && is_word(right) => {
                Some(right.glyph.x - left.glyph.end())
            }
            _ => None,
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    let middle = if gaps.len() < 4 {
        0.0
    } else {
        gaps[(gaps.len() - 1) / 2]
    };
    let gap = if has_spaces {
        WORD_GAP_WITH_SPACES
    } else {
        WORD_GAP
    };
    gap * size + middle.max(0.0)
}

/// Whether a raised text is the number or sign of a note.
fn is_note_number(text: &str) -> bool {
    let n = text.chars().count();
    (1..=3).contains(&n)
        && (text
            .chars()
            .all(|c| c.is_ascii_digit() || ('\u{B2}'..='\u{B9}').contains(&c))
            || text.chars().all(|c| matches!(c, '*' | '†' | '‡')))
}
