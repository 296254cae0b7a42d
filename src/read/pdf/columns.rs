//! The order in which the pieces of a page are read.
//!
//! A gutter is a left edge that the lines of running text share, with running text to the left of it
//! that ends before it. Lines that cross the gutter (titles, tables of full width) cut the page into
//! bands; within a band the left column is read whole, then the right one. What tells columns of
//! text from columns of a table is that their lines are long, and that many begin with a small
//! letter. A gutter found on one page holds for the others where few lines cross it.
//! A side column, as letters of ministries have it, stands right of everything else in smaller type.

use super::line::{Line, most_common};

/// How far left edges may differ within a column, in points.
const SAME_EDGE: f64 = 2.0;
/// Rows that each of two columns must have where they are found.
const MIN_ROWS: usize = 6;
/// Width of a column of text, in sizes.
const MIN_WIDTH: f64 = 9.0;
/// How much of its column the lines of text fill on average.
const MIN_FILL: f64 = 0.45;
/// How many rows of running text begin with a small letter.
const MIN_SMALL: f64 = 0.2;
/// A side column is set this much smaller than the text.
const SIDE_SIZE: f64 = 0.9;

/// Lines that are read one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<Line>,
}

/// The left edges of the columns of text on a page other than the first column, from the left.
pub(super) fn find_gutters(pieces: &[Line], body_size: f64) -> Vec<f64> {
    let mut gutters: Vec<(f64, usize)> = Vec::new();
    for (edge, support) in left_edges(pieces) {
        if support >= MIN_ROWS
            && bands(pieces, edge).any(|band| are_columns(&band, edge, body_size))
        {
            match gutters
                .iter_mut()
                .find(|(other, _)| (edge - *other).abs() < MIN_WIDTH * body_size)
            {
                Some(other) if other.1 < support => *other = (edge, support),
                Some(_) => {}
                None => gutters.push((edge, support)),
            }
        }
    }
    let mut edges: Vec<f64> = gutters.into_iter().map(|(edge, _)| edge).collect();
    edges.sort_by(f64::total_cmp);
    edges
}

/// The gutters of a document that hold on a page: few of its rows cross them.
pub(super) fn gutters_of_page(pieces: &[Line], gutters: &[f64]) -> Vec<f64> {
    let holds = |edge: &&f64| {
        let crossing = pieces.iter().filter(|it| crosses(it, **edge)).count();
        crossing * 2 <= pieces.len()
    };
    gutters.iter().filter(holds).copied().collect()
}

/// Left edges that pieces share, with how many share them.
fn left_edges(pieces: &[Line]) -> Vec<(f64, usize)> {
    let mut starts: Vec<f64> = pieces.iter().map(|it| it.x0).collect();
    starts.sort_by(f64::total_cmp);
    let mut edges: Vec<(f64, usize)> = Vec::new();
    for start in starts {
        match edges
            .last_mut()
            .filter(|(edge, _)| start - edge <= SAME_EDGE)
        {
            Some((_, support)) => *support += 1,
            None => edges.push((start, 1)),
        }
    }
    edges
}

fn crosses(piece: &Line, edge: f64) -> bool {
    piece.x0 < edge - SAME_EDGE && piece.x1 > edge - 0.3 * piece.size
}

/// The pieces between lines that cross an edge, each as the pieces left and right of it.
fn bands(pieces: &[Line], edge: f64) -> impl Iterator<Item = (Vec<&Line>, Vec<&Line>)> {
    pieces
        .split(move |it| crosses(it, edge))
        .map(move |band| band.iter().partition(|it| it.x0 < edge - SAME_EDGE))
}

/// Whether both sides of an edge are columns of running text.
fn are_columns((left, right): &(Vec<&Line>, Vec<&Line>), edge: f64, body_size: f64) -> bool {
    let left_edge = left.iter().map(|it| it.x0).fold(f64::INFINITY, f64::min);
    let left_end = left.iter().map(|it| it.x1).fold(0.0, f64::max);
    let right_end = right.iter().map(|it| it.x1).fold(0.0, f64::max);
    is_running_text(left, left_edge, left_end, body_size)
        && is_running_text(right, edge, right_end, body_size)
}

fn is_running_text(pieces: &[&Line], start: f64, end: f64, body_size: f64) -> bool {
    let rows = merge_rows(pieces.iter().copied().cloned().collect());
    let n = rows.len() as f64;
    let fill: f64 = rows.iter().map(Line::width).sum::<f64>() / (end - start).max(1.0);
    let small = rows.iter().filter(|row| row.begins_small()).count();
    let words: usize = rows.iter().map(|row| row.text.split(' ').count()).sum();
    rows.len() >= MIN_ROWS
        && end - start >= MIN_WIDTH * body_size
        && fill >= MIN_FILL * n
        && small as f64 >= MIN_SMALL * n
        && words as f64 >= 3.0 * n
}

/// The left edge of a side column on a page, if it has one.
pub(super) fn find_side(pieces: &[Line], width: f64, body_size: f64) -> Option<f64> {
    let is_small = |it: &&Line| it.size <= SIDE_SIZE * body_size;
    let small: Vec<Line> = pieces.iter().filter(is_small).cloned().collect();
    left_edges(&small).into_iter().find_map(|(edge, support)| {
        let is_body = |it: &&Line| !is_small(it) && it.x0 < edge - 2.0 * body_size;
        let body = pieces.iter().filter(is_body);
        let (n, crossing) = body.fold((0_usize, 0_usize), |(n, crossing), it| {
            (n + 1, crossing + usize::from(crosses(it, edge)))
        });
        let is_side = edge > 0.6 * width && support >= 3 && n >= 3 && crossing * 20 <= n;
        is_side.then_some(edge)
    })
}

/// Whether a piece belongs to the side column that begins at `edge`.
pub(super) fn is_in_side(piece: &Line, edge: f64, body_size: f64) -> bool {
    piece.x0 >= edge - SAME_EDGE && piece.size <= SIDE_SIZE * body_size
}

/// The pieces of a page, from the top, as blocks in the order of reading.
pub(super) fn read_in_order(pieces: Vec<Line>, gutters: &[f64]) -> Vec<Block> {
    let n_columns = gutters.len() + 1;
    let mut blocks = Vec::new();
    let mut columns: Vec<Vec<Line>> = vec![Vec::new(); n_columns];
    let mut across: Vec<Line> = Vec::new();
    for piece in pieces {
        if gutters.iter().any(|edge| crosses(&piece, *edge)) {
            flush(&mut columns, &mut blocks);
            across.push(piece);
        } else {
            // A short piece beside a line that crosses belongs to that line.
            let is_beside = across
                .last()
                .is_some_and(|it| (it.y - piece.y).abs() <= 0.3 * it.size);
            if is_beside {
                across.push(piece);
                continue;
            }
            flush(std::slice::from_mut(&mut across), &mut blocks);
            let column = gutters
                .iter()
                .filter(|edge| piece.x0 >= **edge - SAME_EDGE)
                .count();
            columns[column].push(piece);
        }
    }
    flush(std::slice::from_mut(&mut across), &mut blocks);
    flush(&mut columns, &mut blocks);
    blocks
}

fn flush(columns: &mut [Vec<Line>], blocks: &mut Vec<Block>) {
    for column in columns {
        if !column.is_empty() {
            blocks.push(Block {
                lines: merge_rows(std::mem::take(column)),
            });
        }
    }
}

/// Joins the pieces of one column that stand on one base line. `pieces` come from the top.
pub(super) fn merge_rows(mut pieces: Vec<Line>) -> Vec<Line> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for piece in pieces {
        let fits = |row: &&mut Vec<Line>| {
            row.first()
                .is_some_and(|first| piece.y - first.y <= 0.3 * piece.size.min(first.size))
        };
        match rows.last_mut().filter(fits) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    let join = |mut row: Vec<Line>| {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        Line::join(row)
    };
    rows.into_iter().filter_map(join).collect()
}

/// The left edge that most lines of a block share, and where its longest line ends.
pub(super) fn edges(lines: &[Line]) -> (f64, f64) {
    let left = most_common(lines.iter().map(|line| (line.x0, 1)));
    let right = lines.iter().map(|line| line.x1).fold(left, f64::max);
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::super::lines::build_pieces;
    use super::super::lines::tests::set;
    use super::*;

    /// Eight rows of two columns that begin at 50 and 300, with other heights on the right.
    fn two_columns() -> Vec<super::super::glyph::Glyph> {
        let mut glyphs = Vec::new();
        for n in 0..8 {
            let y = 100.0 + 12.0 * f64::from(n);
            let (left, right) = match n {
                0 => (
                    "De heer Jansen (ABC):".to_owned(),
                    "De voorzitter:".to_owned(),
                ),
                n => (
                    format!("en links is het regel {n} van de tekst"),
                    format!("maar rechts is het regel {n} van alles"),
                ),
            };
            glyphs.extend(set(&left, 50.0, y, 10.0));
            glyphs.extend(set(&right, 300.0, y + 4.0, 10.0));
        }
        glyphs
    }

    #[test]
    fn the_left_column_is_read_whole_before_the_right_one() {
        let pieces = build_pieces(&two_columns());
        let gutters = find_gutters(&pieces, 10.0);
        assert_eq!(gutters, [300.0]);
        let blocks = read_in_order(pieces, &gutters);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].lines[0].text, "De heer Jansen (ABC):");
        assert_eq!(blocks[0].lines.len(), 8);
        assert_eq!(blocks[1].lines[0].text, "De voorzitter:");
    }

    #[test]
    fn a_title_across_the_page_breaks_the_columns() {
        let mut glyphs = two_columns();
        glyphs.extend(set(
            "Een titel die over de hele breedte van de bladzijde loopt",
            50.0,
            60.0,
            12.0,
        ));
        glyphs.extend(set(
            "Een tweede titel die over de hele breedte van alles gaat",
            50.0,
            220.0,
            12.0,
        ));
        glyphs.extend(set("onder links", 50.0, 240.0, 10.0));
        glyphs.extend(set("onder rechts", 300.0, 240.0, 10.0));
        let pieces = build_pieces(&glyphs);
        let blocks = read_in_order(pieces, &[300.0]);
        let starts: Vec<&str> = blocks.iter().map(|it| &it.lines[0].text[..6]).collect();
        assert_eq!(
            starts,
            ["Een ti", "De hee", "De voo", "Een tw", "onder ", "onder "]
        );
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let mut glyphs = Vec::new();
        for n in 0..9 {
            let y = 100.0 + 12.0 * f64::from(n);
            glyphs.extend(set(&format!("Gemeente {n} en omgeving"), 50.0, y, 10.0));
            glyphs.extend(set(&format!("1{n}00 plaatsen"), 300.0, y, 10.0));
        }
        let pieces = build_pieces(&glyphs);
        assert!(find_gutters(&pieces, 10.0).is_empty());
        let blocks = read_in_order(pieces, &[]);
        assert_eq!(
            blocks[0].lines[0].text,
            "Gemeente 0 en omgeving 1000 plaatsen"
        );
    }

    #[test]
    fn small_type_right_of_the_text_is_a_side_column() {
        let mut glyphs = Vec::new();
        for n in 0..6 {
            let y = 200.0 + 12.0 * f64::from(n);
            glyphs.extend(set(
                "hierbij zend ik u het verslag van de raad",
                90.0,
                y,
                10.0,
            ));
        }
        for (n, text) in ["Directie", "Postbus", "Den Haag", "Datum"]
            .iter()
            .enumerate()
        {
            glyphs.extend(set(text, 440.0, 200.0 + 8.0 * n as f64, 7.0));
        }
        let pieces = build_pieces(&glyphs);
        assert_eq!(find_side(&pieces, 595.0, 10.0), Some(440.0));
    }
}
