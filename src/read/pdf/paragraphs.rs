//! Where one paragraph ends and the next begins.
//!
//! A new paragraph is told by a wider gap, by an indent, by other type, or by a last line so short
//! that the first word of the next line would have fitted into it.

use super::columns::edges;
use super::line::Line;

/// A gap wider than this many pitches ends a paragraph.
const WIDE_GAP: f64 = 1.3;
/// An indent is at least this many sizes deep.
const INDENT: f64 = 0.8;
/// Room that must be left in a short last line besides the next word, in sizes.
const ROOM: f64 = 1.5;

/// Measures of the block that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Left edge of most lines.
    left: f64,
    /// Right end of the longest line.
    right: f64,
    /// Distance between base lines within a paragraph.
    pitch: f64,
}

impl Shape {
    /// The measures of a block.
    pub(super) fn of(lines: &[Line]) -> Self {
        let (left, right) = edges(lines);
        let size = lines.first().map_or(10.0, |line| line.size);
        let mut steps: Vec<f64> = lines
            .windows(2)
            .filter_map(|pair| match pair {
                [above, below] => Some(below.y - above.y),
                _ => None,
            })
            .filter(|step| *step <= 1.8 * size)
            .collect();
        steps.sort_by(f64::total_cmp);
        let middle = steps.get(steps.len() / 2).copied();
        Self {
            left,
            right,
            pitch: middle.unwrap_or(1.25 * size),
        }
    }
}

/// A paragraph that is being read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paragraph {
    n_lines: usize,
    first_x0: f64,
    is_item: bool,
}

impl Paragraph {
    /// The paragraph that a line begins.
    pub(super) fn begin(line: &Line) -> Self {
        Self {
            n_lines: 1,
            first_x0: line.x0,
            is_item: line.begins_item(),
        }
    }

    /// The paragraph with one more line.
    pub(super) fn longer(self) -> Self {
        Self {
            n_lines: self.n_lines + 1,
            ..self
        }
    }

    /// Whether `below` begins a new paragraph after `above`, which stands over it in one block.
    pub(super) fn ends(&self, above: &Line, below: &Line, shape: &Shape) -> bool {
        if above.ends_with_hyphen() && below.begins_small() {
            return false;
        }
        let size = above.size.max(below.size);
        let pitch = shape.pitch.max(0.9 * size);
        let is_apart = below.y - above.y > WIDE_GAP * pitch;
        let is_other_size = (above.size - below.size).abs() > 0.08 * size;
        let is_other_weight = above.is_bold() && below.n_bold * 2 < below.n_letters
            || below.is_bold() && above.n_bold * 2 < above.n_letters && !below.begins_small();
        is_apart
            || is_other_size
            || is_other_weight
            || self.is_indented(above, below, shape, size)
            || is_short(above, below, shape, size)
    }

    fn is_indented(&self, above: &Line, below: &Line, shape: &Shape, size: f64) -> bool {
        let deeper = below.x0 - above.x0;
        if below.begins_item()
            && (self.is_item || above.ends_sentence())
            && deeper.abs() < 8.0 * size
        {
            return !below.begins_small() || self.is_item;
        }
        let steps_in =
            deeper > INDENT * size && deeper < 4.0 * size && above.x0 - shape.left < INDENT * size;
        let steps_out = deeper < -INDENT * size && self.n_lines > 1;
        (steps_in && !self.is_item)
            || (steps_out && (below.x0 - self.first_x0).abs() < INDENT * size)
    }
}

/// Whether a line ends so early that the next word would have fitted.
fn is_short(above: &Line, below: &Line, shape: &Shape, size: f64) -> bool {
    let room = shape.right - above.x1 - ROOM * size;
    let has_room = room > below.first_word;
    // A label before a speech is followed by the speech.
    let is_label = above.text.ends_with(':');
    has_room
        && !is_label
        && !below.begins_small()
        && (above.ends_sentence() || room > 0.3 * (shape.right - shape.left))
}

/// Whether text that goes on in another column or on another page begins a new paragraph there.
pub(super) fn ends_across(above: &Line, below: &Line, shape: &Shape) -> bool {
    if above.ends_with_hyphen() || below.begins_small() {
        return false;
    }
    let is_full = shape.right - above.x1 <= below.first_word + ROOM * above.size;
    let is_same_type =
        (above.size - below.size).abs() <= 0.08 * above.size && above.is_bold() == below.is_bold();
    above.ends_sentence() || !is_full || !is_same_type || below.begins_item()
}

#[cfg(test)]
mod tests {
    use super::super::columns::merge_rows;
    use super::super::lines::build_pieces;
    use super::super::lines::tests::set;
    use super::*;

    fn starts(rows: &[(&str, f64, f64)]) -> Vec<bool> {
        let glyphs: Vec<_> = rows
            .iter()
            .flat_map(|(text, x, y)| set(text, *x, *y, 10.0))
            .collect();
        let lines = merge_rows(build_pieces(&glyphs));
        let shape = Shape::of(&lines);
        let mut paragraph = Paragraph::begin(&lines[0]);
        let mut starts = vec![true];
        for pair in lines.windows(2) {
            let ends = paragraph.ends(&pair[0], &pair[1], &shape);
            paragraph = if ends {
                Paragraph::begin(&pair[1])
            } else {
                paragraph.longer()
            };
            starts.push(ends);
        }
        starts
    }

    #[test]
    fn a_gap_an_indent_and_a_short_line_end_paragraphs() {
        let rows = [
            ("Het kabinet wil de instroom beperken en de", 50.0, 100.0),
            ("opvang verbeteren.", 50.0, 112.0),
            ("Daarom komt er een wet die dat in het komende", 50.0, 124.0),
            (
                "jaar gaat regelen voor alle gemeenten en de raad",
                50.0,
                136.0,
            ),
            (
                "De leden vragen of dat haalbaar is in dit jaar en",
                62.0,
                148.0,
            ),
            (
                "wat het kost voor alle gemeenten in de provincie.",
                50.0,
                160.0,
            ),
            (
                "Ook vragen zij naar de planning van het kabinet.",
                50.0,
                184.0,
            ),
        ];
        assert_eq!(starts(&rows), [true, false, true, false, true, false, true]);
    }

    #[test]
    fn a_line_that_is_full_or_cut_goes_on() {
        let rows = [
            (
                "Het kabinet wil de instroom beperken en de rest.",
                50.0,
                100.0,
            ),
            (
                "Daarna komt de opvang aan de beurt voor de maat-",
                50.0,
                112.0,
            ),
            (
                "schappelijke organisaties in het land en daarbuiten",
                50.0,
                124.0,
            ),
        ];
        assert_eq!(starts(&rows), [true, false, false]);
    }

    #[test]
    fn items_of_a_list_are_paragraphs_and_hang_together() {
        let rows = [
            (
                "De leden vragen het volgende aan de minister nu:",
                50.0,
                100.0,
            ),
            (
                "• wat gaat het kosten in de komende jaren en wie",
                50.0,
                112.0,
            ),
            ("gaat dat betalen volgens de minister van nu", 60.0, 124.0),
            ("• wanneer is het klaar", 50.0, 136.0),
        ];
        assert_eq!(starts(&rows), [true, true, false, true]);
    }
}
