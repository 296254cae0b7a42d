//! Letters of a page to pieces of lines: letters on one base line with no wide gap between them.
//!
//! Letters that follow each other in the file form runs; a small raised run is given to the line it
//! stands on; runs on one base line are put side by side and cut where a gap is wider than any
//! space, so that the columns of a page never share a piece.

use super::glyph::Glyph;
use super::line::{Letter, Line, Run};

/// Gap that ends a piece, in parts of the size. Gutters between columns are wider.
const PIECE_GAP: f64 = 1.0;
/// How far two base lines may differ within one line, in parts of the size.
const SAME_LINE: f64 = 0.25;
/// A raised or lowered letter is at most this large, in parts of the size beside it.
const SMALL: f64 = 0.82;

/// The pieces of lines of letters that run in one direction, by height and then from the left.
pub(super) fn build_pieces(glyphs: &[Glyph]) -> Vec<Line> {
    let mut runs = build_runs(glyphs);
    place_small_runs(&mut runs);
    let mut pieces = Vec::new();
    for mut row in rows(runs) {
        row.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
        row = without_overprint(row);
        pieces.extend(cut(&row));
    }
    pieces
}

/// Joins letters that continue each other in the order of the file.
fn build_runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut after_space = false;
    let mut previous: Option<&Glyph> = None;
    for glyph in glyphs {
        let continues = previous.is_some_and(|it| follows(it, glyph));
        if glyph.is_space() {
            after_space = true;
            if continues {
                previous = Some(glyph);
            }
            continue;
        }
        match runs.last_mut().filter(|_| continues) {
            Some(run) => {
                let is_again = run
                    .letters
                    .last_mut()
                    .filter(|it| is_overprint(&it.glyph, glyph));
                if let Some(letter) = is_again {
                    letter.glyph.bold = true;
                    continue;
                }
                run.letters.push(Letter {
                    glyph: glyph.clone(),
                    after_space,
                });
            }
            None => runs.push(Run {
                y: glyph.y,
                size: glyph.size,
                is_raised: false,
                letters: vec![Letter {
                    glyph: glyph.clone(),
                    after_space: after_space && continues,
                }],
            }),
        }
        after_space = false;
        previous = Some(glyph);
    }
    runs
}

fn follows(left: &Glyph, right: &Glyph) -> bool {
    let size = left.size.max(right.size);
    let gap = right.x - left.end();
    (left.y - right.y).abs() <= 0.05 * size
        && (left.size - right.size).abs() <= 0.05 * size
        && gap > -(0.5 * size).max(left.width * 1.05)
        && right.x >= left.x - 0.1 * size
        && gap <= PIECE_GAP * size
}

/// Whether a letter is printed a second time in its place, which makes it look bold.
fn is_overprint(first: &Glyph, second: &Glyph) -> bool {
    first.text == second.text
        && (second.x - first.x).abs() < 0.15 * first.size.min(first.width.max(0.01))
}

/// Gives raised and lowered runs the base line of the run they stand beside.
fn place_small_runs(runs: &mut [Run]) {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|&a, &b| runs[a].y.total_cmp(&runs[b].y));
    let largest = runs.iter().map(|run| run.size).fold(0.0, f64::max);
    let mut placed = Vec::new();
    for (rank, &small) in order.iter().enumerate() {
        let run = &runs[small];
        let near = |other: &&usize| (runs[**other].y - run.y).abs() <= 0.8 * largest;
        let below = order[rank + 1..].iter().take_while(near);
        let above = order[..rank].iter().rev().take_while(near);
        let host = below
            .chain(above)
            .filter_map(|&other| Some((distance(run, &runs[other])?, other)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, host)) = host {
            placed.push((
                small,
                runs[host].y,
                runs[host].y - run.y > 0.1 * runs[host].size,
            ));
        }
    }
    for (small, y, is_raised) in placed {
        if let Some(run) = runs.get_mut(small) {
            run.y = y;
            run.is_raised = is_raised;
        }
    }
}

/// How far a small run is from a larger one that it is raised or lowered beside, if it is.
fn distance(small: &Run, host: &Run) -> Option<f64> {
    let size = host.size;
    let up = host.y - small.y;
    let is_beside = small.size <= SMALL * size && (-0.35 * size..=0.7 * size).contains(&up);
    let behind = small.x0() - host.x1();
    let before = host.x0() - small.x1();
    let gap = [behind, before]
        .into_iter()
        .filter(|gap| (-0.3 * size..=0.6 * size).contains(gap));
    gap.map(f64::abs).reduce(f64::min).filter(|_| is_beside)
}

/// Runs that share a base line, from the top.
fn rows(mut runs: Vec<Run>) -> Vec<Vec<Run>> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let fits = |row: &&mut Vec<Run>| {
            row.first().is_some_and(|first| {
                run.y - first.y <= (SAME_LINE * run.size.min(first.size)).max(0.5)
            })
        };
        match rows.last_mut().filter(fits) {
            Some(row) => row.push(run),
            None => rows.push(vec![run]),
        }
    }
    rows
}

/// Leaves out a run that is printed a second time over the first.
fn without_overprint(row: Vec<Run>) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::with_capacity(row.len());
    for run in row {
        let again = kept.last_mut().filter(|it| {
            it.letters.len() == run.letters.len()
                && (it.x0() - run.x0()).abs() < 0.15 * run.size
                && it
                    .letters
                    .iter()
                    .zip(&run.letters)
                    .all(|(a, b)| a.glyph.text == b.glyph.text)
        });
        match again {
            Some(first) => first
                .letters
                .iter_mut()
                .for_each(|letter| letter.glyph.bold = true),
            None => kept.push(run),
        }
    }
    kept
}

/// Cuts a row at its wide gaps.
fn cut(row: &[Run]) -> Vec<Line> {
    let mut pieces = Vec::new();
    let mut piece: Vec<(&Letter, bool)> = Vec::new();
    let mut base = 0.0;
    let mut end = f64::NEG_INFINITY;
    for run in row {
        for letter in &run.letters {
            let gap = letter.glyph.x - end;
            if gap > PIECE_GAP * letter.glyph.size && !piece.is_empty() {
                pieces.extend(Line::of(&piece, base));
                piece.clear();
            }
            if piece.is_empty() || !run.is_raised {
                base = run.y;
            }
            end = if piece.is_empty() {
                letter.glyph.end()
            } else {
                end.max(letter.glyph.end())
            };
            piece.push((letter, run.is_raised));
        }
    }
    pieces.extend(Line::of(&piece, base));
    pieces
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Letters half their size wide from `x` on; a space is a gap without a letter.
    pub(in super::super) fn set(text: &str, x: f64, y: f64, size: f64) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for (n, c) in text.chars().enumerate() {
            if c != ' ' {
                glyphs.push(Glyph {
                    text: c.to_string().into(),
                    x: x + n as f64 * size / 2.0,
                    y,
                    width: size / 2.0,
                    size,
                    bold: false,
                    pagination: false,
                    turn: 0,
                });
            }
        }
        glyphs
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        build_pieces(glyphs)
            .into_iter()
            .map(|line| line.text)
            .collect()
    }

    #[test]
    fn gaps_make_words_and_wide_gaps_make_pieces() {
        let mut glyphs = set("de motie", 50.0, 100.0, 10.0);
        glyphs.extend(set("de heer", 300.0, 100.0, 10.0));
        assert_eq!(texts(&glyphs), ["de motie", "de heer"]);
    }

    #[test]
    fn spaced_out_letters_stay_one_word() {
        let mut glyphs = set("Motie", 50.0, 100.0, 10.0);
        for (n, glyph) in glyphs.iter_mut().enumerate() {
            glyph.x += n as f64 * 2.5;
        }
        assert_eq!(texts(&glyphs), ["Motie"]);
    }

    #[test]
    fn points_that_lead_to_a_page_number_do_not_join_words() {
        let glyphs = set("De opvang . . . . . . . . . . . . . . 4", 50.0, 100.0, 10.0);
        assert!(texts(&glyphs)[0].starts_with("De opvang . ."));
        assert!(texts(&glyphs)[0].ends_with(". 4"));
    }

    #[test]
    fn a_raised_number_is_glued_to_its_word_and_told() {
        let mut glyphs = set("beleid", 50.0, 100.0, 10.0);
        glyphs.extend(set("12", 80.0, 96.0, 6.0));
        glyphs.extend(set("en", 91.0, 100.0, 10.0));
        let pieces = build_pieces(&glyphs);
        assert_eq!(pieces.len(), 1);
        assert_eq!(pieces[0].text, "beleid12 en");
        assert_eq!(pieces[0].raised.first(), Some(&(6..8)));
    }

    #[test]
    fn a_lowered_number_stays_in_its_line_and_is_no_note() {
        let mut glyphs = set("CO", 50.0, 100.0, 10.0);
        glyphs.extend(set("2", 60.0, 102.0, 6.0));
        let pieces = build_pieces(&glyphs);
        assert_eq!(
            (pieces[0].text.as_str(), pieces[0].raised.len()),
            ("CO2", 0)
        );
    }

    #[test]
    fn letters_printed_twice_are_bold_letters() {
        let mut glyphs = set("Nee", 50.0, 100.0, 10.0);
        glyphs.extend(set("Nee", 50.3, 100.0, 10.0));
        let pieces = build_pieces(&glyphs);
        assert_eq!(
            (pieces[0].text.as_str(), pieces[0].is_bold()),
            ("Nee", true)
        );
    }
}
