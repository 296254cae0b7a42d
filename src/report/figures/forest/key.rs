//! The key: what the marks mean, in words, for those that occur.

use super::{Behind, Forest, Row};
use crate::report::figures::FigureError;
use crate::report::figures::canvas::{Canvas, Lettering, SMALL, Stroke, text_width};
use crate::report::figures::lettering::shortened;
use crate::report::figures::palette::{AXIS, INK, QUIET, Shape};

use super::layout::MARK;
use super::paint::{draw_mark, draw_ring, draw_whisker};

/// Height of a line of the key.
const LINE: f64 = 42.0;
/// Width of the glyph before a text.
const GLYPH: f64 = 60.0;
/// Space behind a text.
const GAP: f64 = 46.0;

/// What stands before a text of the key.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Glyph {
    Mark(Behind),
    Ring,
    Counted,
    Interval,
    Wider,
    Dagger,
}

/// A key laid out: the height that it needs, and the place of each entry from its upper left corner.
pub(super) struct Key {
    entries: Vec<(Glyph, String, (f64, f64))>,
    pub(super) height: f64,
}

impl Key {
    pub(super) fn of(forest: &Forest, width: f64) -> Self {
        let (mut x, mut y) = (0.0, 0.0);
        let mut entries = Vec::new();
        for (glyph, text) in occurring(forest) {
            let text = shortened(&text, SMALL, width - GLYPH);
            let needed = GLYPH + text_width(&text, SMALL);
            if x > 0.0 && x + needed > width {
                (x, y) = (0.0, y + LINE);
            }
            entries.push((glyph, text, (x, y)));
            x += needed + GAP;
        }
        let height = if entries.is_empty() { 0.0 } else { y + LINE };
        Self { entries, height }
    }

    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        (left, top): (f64, f64),
    ) -> Result<(), FigureError> {
        for (glyph, text, (x, y)) in &self.entries {
            let (x, y) = (left + x, top + y + LINE / 2.0);
            let ends = (x + 4.0, x + GLYPH - 14.0);
            let middle = (f64::midpoint(ends.0, ends.1), y);
            match glyph {
                Glyph::Mark(behind) => draw_mark(canvas, Shape::Circle, middle, AXIS, *behind)?,
                Glyph::Ring => draw_ring(canvas, middle)?,
                Glyph::Counted => {
                    canvas.point(Shape::Circle, middle, MARK * 0.8, QUIET, false)?;
                }
                Glyph::Interval => draw_whisker(canvas, ends, y, INK, false)?,
                Glyph::Wider => draw_whisker(canvas, ends, y, INK, true)?,
                Glyph::Dagger => {
                    canvas.text("\u{2020}", middle, Lettering::new(SMALL, QUIET).centred())?;
                }
            }
            canvas.text(text, (x + GLYPH, y), Lettering::new(SMALL, QUIET))?;
        }
        if !self.entries.is_empty() {
            let line = Stroke {
                colour: AXIS,
                width: 1,
            };
            canvas.line(&[(left, top - 8.0), (left + 140.0, top - 8.0)], line)?;
        }
        Ok(())
    }
}

fn occurring(forest: &Forest) -> Vec<(Glyph, String)> {
    let has = |behind: Behind| {
        let mut cells = forest.cells();
        cells.any(|cell| cell.value.is_some() && cell.behind == behind)
    };
    let mut entries = Vec::new();
    let marks = [
        (Behind::Estimate, "estimate"),
        (Behind::Census, "census: every passage coded"),
        (Behind::Labels, "coded passages alone"),
    ];
    let told: Vec<_> = marks.into_iter().filter(|mark| has(mark.0)).collect();
    if told.len() > 1 || told.iter().any(|mark| mark.0 != Behind::Estimate) {
        entries.extend(
            told.iter()
                .map(|&(b, text)| (Glyph::Mark(b), text.to_owned())),
        );
    }
    if forest.cells().any(|cell| cell.is_offset) {
        let text = "half a passage added: hardly any of a class";
        entries.push((Glyph::Ring, text.to_owned()));
    }
    if forest.cells().any(|cell| cell.counted.is_some()) {
        entries.push((Glyph::Counted, forest.counted.clone()));
    }
    if forest.cells().any(|cell| cell.interval.is_some()) {
        entries.push((Glyph::Interval, forest.whiskers.0.clone()));
    }
    if forest.cells().any(|cell| cell.wider.is_some()) {
        entries.push((Glyph::Wider, forest.whiskers.1.clone()));
    }
    let is_flagged = |row: &Row| matches!(row, Row::Marks(row) if row.is_flagged);
    if forest.rows.iter().any(is_flagged) {
        entries.push((Glyph::Dagger, forest.flag.clone()));
    }
    entries
}
