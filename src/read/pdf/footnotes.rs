//! Footnotes: small type below the text of a page.
//!
//! A line belongs to a footnote where its type is smaller than the text, no text of normal size
//! stands below it, and the block it is in begins as notes do: with a number or sign, or under a
//! drawn line; or where it goes on with the notes of the page before.

use super::columns::Block;
use super::glyph::Rule;
use super::line::Line;

/// Notes are at most this large, in parts of the size of the text.
const SMALL: f64 = 0.93;
/// How far above its first line the line over the notes is drawn, in sizes.
const RULE_ABOVE: f64 = 3.0;
/// Distance to the text from which a block of small type is apart from it, in sizes.
const APART: f64 = 1.6;

/// For every line of every block of a page whether it belongs to a footnote. `running_size` is the
/// size of the notes of the page before, which may go on here.
pub(super) fn find_footnotes(
    blocks: &[Block],
    rules: &[Rule],
    body_size: f64,
    running_size: Option<f64>,
) -> Vec<Vec<bool>> {
    let at_bottom = small_at_bottom(blocks, body_size);
    let is_note = |block: &Block, low: &[bool]| {
        let start = (0..block.lines.len()).find(|&n| {
            low[n..].iter().all(|it| *it) && begins_notes(&block.lines, n, rules, running_size)
        });
        (0..block.lines.len())
            .map(|n| start.is_some_and(|start| n >= start))
            .collect()
    };
    blocks
        .iter()
        .zip(&at_bottom)
        .map(|(block, low)| is_note(block, low))
        .collect()
}

/// Whether a line is small and has nothing of normal size below it, while there is some above.
fn small_at_bottom(blocks: &[Block], body_size: f64) -> Vec<Vec<bool>> {
    let is_small = |line: &Line| line.size <= SMALL * body_size;
    let shares_width = |a: &Line, b: &Line| a.x0 < b.x1 && b.x0 < a.x1;
    let normal: Vec<&Line> = blocks
        .iter()
        .flat_map(|it| &it.lines)
        .filter(|it| !is_small(it))
        .collect();
    let is_low = |line: &Line| {
        is_small(line)
            && normal.iter().any(|it| it.y < line.y)
            && !normal
                .iter()
                .any(|it| it.y > line.y && shares_width(it, line))
    };
    blocks
        .iter()
        .map(|block| block.lines.iter().map(is_low).collect())
        .collect()
}

fn begins_notes(lines: &[Line], n: usize, rules: &[Rule], running_size: Option<f64>) -> bool {
    let line = &lines[n];
    let above = n.checked_sub(1).map(|above| &lines[above]);
    let top = line.y - RULE_ABOVE * line.size;
    let top = above.map_or(top, |above| top.max(above.y));
    let has_rule = rules.iter().any(|rule| {
        (top..line.y - 0.4 * line.size).contains(&rule.y)
            && rule.x0 <= line.x0 + 2.0 * line.size
            && rule.x1 > line.x0
    });
    let is_apart = above.is_none_or(|above| line.y - above.y >= APART * line.size);
    let runs_on = is_apart && running_size.is_some_and(|size| (size - line.size).abs() < 0.3);
    has_rule || runs_on || begins_note(line)
}

/// Whether a line begins with the number or sign of a note.
pub(super) fn begins_note(line: &Line) -> bool {
    if line.raised.first().is_some_and(|range| range.start == 0) {
        return true;
    }
    let digits = line.text.chars().take_while(char::is_ascii_digit).count();
    let signs = line
        .text
        .chars()
        .take_while(|c| matches!(c, '*' | '†' | '‡'))
        .count();
    let rest = line.text.get(digits.max(signs)..).unwrap_or_default();
    let rest = rest.strip_prefix([')', '.']).unwrap_or(rest);
    let word = rest.trim_start().chars().next();
    let is_counted = (1..=3).contains(&digits) && rest.starts_with(' ');
    (is_counted || signs > 0) && word.is_some_and(|c| c.is_alphabetic() || "\"“‘'«(".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::columns::read_in_order;
    use super::super::lines::build_pieces;
    use super::super::lines::tests::set;
    use super::*;

    fn notes(rows: &[(&str, f64, f64)], rules: &[Rule]) -> Vec<String> {
        let glyphs: Vec<_> = rows
            .iter()
            .flat_map(|(text, y, size)| set(text, 80.0, *y, *size))
            .collect();
        let blocks = read_in_order(build_pieces(&glyphs), &[]);
        let flags = find_footnotes(&blocks, rules, 10.0, None);
        let lines = blocks
            .iter()
            .zip(&flags)
            .flat_map(|(it, flags)| it.lines.iter().zip(flags));
        lines
            .filter(|(_, is)| **is)
            .map(|(line, _)| line.text.clone())
            .collect()
    }

    #[test]
    fn small_lines_under_the_text_are_notes_from_the_first_number_on() {
        let rows = [
            ("De leden vragen naar de opvang", 100.0, 10.0),
            ("en naar de kosten", 112.0, 10.0),
            ("1 Zie de brief van maart", 700.0, 7.0),
            ("en de bijlage daarbij", 709.0, 7.0),
        ];
        assert_eq!(
            notes(&rows, &[]),
            ["1 Zie de brief van maart", "en de bijlage daarbij"]
        );
    }

    #[test]
    fn small_type_without_number_or_line_is_no_note() {
        let rows = [
            ("De leden vragen naar de opvang", 100.0, 10.0),
            ("Bron van de tabel hierboven", 700.0, 7.0),
        ];
        assert!(notes(&rows, &[]).is_empty());
        let rule = Rule {
            x0: 80.0,
            x1: 150.0,
            y: 690.0,
        };
        assert_eq!(notes(&rows, &[rule]).len(), 1);
    }

    #[test]
    fn small_type_above_the_text_is_no_note() {
        let rows = [
            ("De leden vragen naar de opvang", 100.0, 10.0),
            ("1 Zie de brief van maart", 120.0, 7.0),
            ("en zij vragen meer", 140.0, 10.0),
        ];
        assert!(notes(&rows, &[]).is_empty());
    }
}
