//! The drawing of a forest.

use super::layout::{
    EDGE, GAP, LABEL_PAD, LINE, Layout, MARK, ROW, WIDTH, end_words, label_lines, tick_places,
};
use super::{Behind, Cell, Forest, Look, MarkRow, Panel, Row};
use crate::report::figures::FigureError;
use crate::report::figures::canvas::{
    Canvas, Drawing, LARGE, Lettering, SMALL, Stroke, draw, text_width,
};
use crate::report::figures::lettering::shortened;
use crate::report::figures::palette::{AXIS, GRID, INK, PAPER, QUIET, Shape};
use crate::report::figures::scale::Scale;

/// Draws a forest that fits a page.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn draw_forest(forest: &Forest, id: &str) -> Result<Drawing, FigureError> {
    let layout = Layout::of(forest);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height is positive and at most some metres"
    )]
    let height = (layout.height() / 10.0).ceil() as u32;
    draw(id, (170, height), |canvas| {
        heads(canvas, forest, &layout)?;
        for (place, panel) in forest.panels.iter().enumerate() {
            axis(canvas, place, &layout, panel)?;
        }
        for (place, row) in forest.rows.iter().enumerate() {
            let top = layout.top + place as f64 * ROW;
            match row {
                Row::Heading(text) => {
                    let text = shortened(text, LARGE, WIDTH - 2.0 * EDGE);
                    let bold = Lettering::new(LARGE, INK).bold();
                    on_white(canvas, &text, (EDGE, top + ROW * 0.55), bold)?;
                }
                Row::Marks(row) => marks(canvas, row, forest, &layout, top)?,
            }
        }
        layout.key.draw(canvas, (EDGE, layout.below + 22.0))
    })
}

fn heads(canvas: &mut Canvas<'_>, forest: &Forest, layout: &Layout) -> Result<(), FigureError> {
    let quiet = Lettering::new(SMALL, QUIET);
    let lowest = layout.top - 12.0 - LINE / 2.0;
    canvas.text(&forest.row_head, (EDGE, lowest), quiet)?;
    for (head, &right) in forest.note_heads.iter().zip(&layout.notes) {
        canvas.text(head, (right, lowest), quiet.right())?;
    }
    let subtitles = layout.subtitles.iter();
    let panels = forest.panels.iter().zip(&layout.panels);
    for ((panel, &(left, _, end)), ((size, title), lines)) in
        panels.zip(layout.titles.iter().zip(subtitles))
    {
        let mut x = left;
        if panel.is_look_shown {
            let Look { colour, shape } = &panel.look;
            canvas.point(*shape, (left + MARK / 2.0, 24.0), MARK, colour, true)?;
            x += MARK + 12.0;
        }
        for (i, line) in title.iter().enumerate() {
            let at = (x, 24.0 + i as f64 * LINE);
            canvas.text(line, at, Lettering::new(*size, INK).bold())?;
        }
        for (i, line) in lines.iter().enumerate() {
            let y = layout.under_titles + (i as f64 + 0.5) * LINE;
            canvas.text(line, (left, y), quiet)?;
        }
        canvas.text(&panel.side_head, (end, lowest), quiet.right())?;
    }
    let rule = Stroke {
        colour: AXIS,
        width: 2,
    };
    canvas.line(
        &[(EDGE, layout.top - 4.0), (WIDTH - EDGE, layout.top - 4.0)],
        rule,
    )
}

fn axis(
    canvas: &mut Canvas<'_>,
    place: usize,
    layout: &Layout,
    panel: &Panel,
) -> Result<(), FigureError> {
    let Some(&(left, right, end)) = layout.panels.get(place) else {
        return Ok(());
    };
    let scale = Scale::new(panel.axis.domain, (left, right));
    let line = |colour, width| Stroke { colour, width };
    let (top, bottom) = (layout.top, layout.bottom);
    for (tick, _) in &panel.axis.ticks {
        let x = scale.place(*tick);
        canvas.line(&[(x, top), (x, bottom)], line(GRID, 2))?;
        canvas.line(&[(x, bottom), (x, bottom + 9.0)], line(AXIS, 2))?;
    }
    for (x, text) in tick_places(panel, (left, right)) {
        let lettering = Lettering::new(SMALL, QUIET).centred();
        canvas.text(&text, (x, bottom + 28.0), lettering)?;
    }
    if let Some(divide) = panel.axis.divide.filter(|&at| scale.holds(at)) {
        let x = scale.place(divide);
        canvas.line(&[(x, top), (x, bottom)], line(AXIS, 3))?;
    }
    canvas.line(&[(left, bottom), (right, bottom)], line(AXIS, 2))?;
    let first = bottom + 50.0 + LINE / 2.0 - 4.0;
    if !panel.axis.ends.0.is_empty() {
        let room = end - left + GAP * 0.6;
        let (low, high) = end_words(panel);
        let (low, high) = (shortened(&low, SMALL, room), shortened(&high, SMALL, room));
        let second = first + layout.end_lines.saturating_sub(1) as f64 * LINE;
        let high_end = right.max(left + text_width(&high, SMALL));
        let letters = Lettering::new(SMALL, INK);
        canvas.text(&low, (left, first), letters)?;
        canvas.text(&high, (high_end, second), letters.right())?;
    }
    let mut y = first + layout.end_lines as f64 * LINE;
    if let Some((lines, middle)) = layout.names.get(place) {
        for line in lines {
            canvas.text(line, (*middle, y), Lettering::new(SMALL, QUIET).centred())?;
            y += LINE;
        }
    }
    Ok(())
}

fn marks(
    canvas: &mut Canvas<'_>,
    row: &MarkRow,
    forest: &Forest,
    layout: &Layout,
    top: f64,
) -> Result<(), FigureError> {
    let middle = top + ROW / 2.0;
    let rule = |colour| Stroke { colour, width: 1 };
    if row.is_apart {
        canvas.line(&[(EDGE, top), (WIDTH - EDGE, top)], rule(AXIS))?;
    }
    let colour = if row.is_flagged { QUIET } else { INK };
    let lines = label_lines(row, layout.labels - EDGE - LABEL_PAD);
    let first = middle - lines.len().saturating_sub(1) as f64 * SMALL / 2.0;
    for (i, line) in lines.iter().enumerate() {
        let y = first + i as f64 * SMALL;
        canvas.text(line, (EDGE, y), Lettering::new(SMALL, colour))?;
    }
    for (note, &right) in row.notes.iter().zip(&layout.notes) {
        canvas.text(note, (right, middle), Lettering::new(SMALL, QUIET).right())?;
    }
    let panels = forest.panels.iter().zip(&layout.panels);
    for (cell, (panel, &(left, right, end))) in row.cells.iter().zip(panels) {
        let scale = Scale::new(panel.axis.domain, (left, right));
        draw_cell(
            canvas,
            cell,
            panel,
            (&scale, end),
            middle,
            layout.has_counts,
        )?;
        let side = Lettering::new(SMALL, INK).right();
        canvas.text(&cell.side, (end, middle), side)?;
        let bottom = top + ROW;
        let divide = cell.counted_link.as_ref().map_or(bottom, |_| middle);
        for (link, from, to) in [
            (&cell.link, top, divide),
            (&cell.counted_link, divide, bottom),
        ] {
            if let Some((label, target)) = link {
                canvas.mark((left, from), (end, to), label.clone(), target.clone());
            }
        }
    }
    Ok(())
}

fn draw_cell(
    canvas: &mut Canvas<'_>,
    cell: &Cell,
    panel: &Panel,
    (scale, end): (&Scale, f64),
    middle: f64,
    has_counts: bool,
) -> Result<(), FigureError> {
    let look = cell.look.as_ref().unwrap_or(&panel.look);
    let (upper, lower) = if has_counts {
        (middle - 10.0, middle + 11.0)
    } else {
        (middle, middle)
    };
    if cell.value.is_none() {
        let left = scale.range.0 + 8.0;
        let reason = shortened(&cell.reason, SMALL, end + GAP * 0.6 - left);
        let y = if has_counts { middle - 14.0 } else { middle };
        on_white(canvas, &reason, (left, y), Lettering::new(SMALL, QUIET))?;
    }
    if let Some(counted) = cell.counted {
        let at = (scale.place(counted), lower);
        canvas.point(look.shape, at, MARK * 0.8, &look.colour, false)?;
    }
    let Some(value) = cell.value else {
        return Ok(());
    };
    let places = |(low, high): (f64, f64)| (scale.place(low), scale.place(high));
    if let Some(limits) = cell.wider {
        draw_whisker(canvas, places(limits), upper, &look.colour, true)?;
    }
    if let Some(limits) = cell.interval {
        draw_whisker(canvas, places(limits), upper, &look.colour, false)?;
    }
    let at = (scale.place(value), upper);
    draw_mark(canvas, look.shape, at, &look.colour, cell.behind)?;
    if cell.is_offset {
        draw_ring(canvas, at)?;
    }
    Ok(())
}

/// The ring around a mark of which something was added to be able to compute it.
pub(super) fn draw_ring(canvas: &mut Canvas<'_>, at: (f64, f64)) -> Result<(), FigureError> {
    canvas.point(Shape::Circle, at, MARK * 1.6, AXIS, false)
}

/// A whisker: thick for an interval of the corpus, thin with ends for a wider claim.
pub(super) fn draw_whisker(
    canvas: &mut Canvas<'_>,
    (left, right): (f64, f64),
    y: f64,
    colour: &str,
    is_thin: bool,
) -> Result<(), FigureError> {
    let width = if is_thin { 2 } else { 6 };
    let stroke = Stroke { colour, width };
    canvas.line(&[(left, y), (right, y)], stroke)?;
    if is_thin {
        for x in [left, right] {
            canvas.line(&[(x, y - 7.0), (x, y + 7.0)], stroke)?;
        }
    }
    Ok(())
}

/// A mark; what stands behind it shows in its outline and its middle.
pub(in crate::report::figures) fn draw_mark(
    canvas: &mut Canvas<'_>,
    shape: Shape,
    at: (f64, f64),
    colour: &str,
    behind: Behind,
) -> Result<(), FigureError> {
    canvas.point(shape, at, MARK, colour, true)?;
    match behind {
        Behind::Estimate => Ok(()),
        Behind::Census => canvas.point(shape, at, MARK, INK, false),
        Behind::Labels => canvas.point(Shape::Circle, at, MARK * 0.36, PAPER, true),
    }
}

/// Text that hides the lines behind it.
fn on_white(
    canvas: &mut Canvas<'_>,
    text: &str,
    (x, y): (f64, f64),
    lettering: Lettering<'_>,
) -> Result<(), FigureError> {
    let right = x + text_width(text, lettering.size) + 6.0;
    let half = lettering.size * 0.6;
    canvas.fill((x - 4.0, y - half), (right, y + half), PAPER)?;
    canvas.text(text, (x, y), lettering)
}
