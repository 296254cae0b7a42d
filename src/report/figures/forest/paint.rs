//! Where everything of a forest lies, and its drawing.

use super::key::Key;
use super::{Behind, Cell, Forest, Look, MarkRow, Panel, Row};
use crate::report::figures::FigureError;
use crate::report::figures::canvas::{
    Canvas, Drawing, LARGE, Lettering, SMALL, Stroke, draw, text_width,
};
use crate::report::figures::lettering::{shortened, wrapped};
use crate::report::figures::palette::{AXIS, GRID, INK, QUIET, Shape};
use crate::report::figures::scale::Scale;

/// Width of a figure: the text of a page of a journal, 170 mm.
const WIDTH: f64 = 1700.0;
/// Narrowest axis.
const MIN_AXIS: f64 = 170.0;
/// Space between panels.
const GAP: f64 = 44.0;
/// Height of a row.
const ROW: f64 = 56.0;
/// Widest column of labels.
const MAX_LABELS: f64 = 430.0;
/// Size of a mark.
pub(super) const MARK: f64 = 22.0;
/// Height of a line of text.
const LINE: f64 = 31.0;
/// Space at the edges.
const EDGE: f64 = 12.0;

/// The places of columns and rows, in tenths of a millimetre.
struct Layout {
    labels: f64,
    /// Right ends of the columns of notes.
    notes: Vec<f64>,
    /// Left end, right end and end of the numbers beside it, per panel.
    panels: Vec<(f64, f64, f64)>,
    subtitles: Vec<Vec<String>>,
    /// The lines of the names of the axes, with the middle of each.
    names: Vec<(Vec<String>, f64)>,
    top: f64,
    bottom: f64,
    below: f64,
    key: Key,
    has_counts: bool,
}

fn side_width(forest: &Forest, place: usize) -> f64 {
    let Some(panel) = forest.panels.get(place) else {
        return 0.0;
    };
    let sides = forest.rows.iter().filter_map(|row| match row {
        Row::Marks(row) => row.cells.get(place).map(|cell| cell.side.as_str()),
        Row::Heading(_) => None,
    });
    let widest = sides
        .chain([panel.side_head.as_str()])
        .fold(0.0_f64, |widest, text| widest.max(text_width(text, SMALL)));
    if widest > 0.0 { widest + 22.0 } else { 0.0 }
}

fn label_width(forest: &Forest) -> f64 {
    let labels = forest.rows.iter().filter_map(|row| match row {
        Row::Marks(row) => Some(text_width(&flagged(row, f64::MAX), SMALL)),
        Row::Heading(_) => None,
    });
    let head = text_width(&forest.row_head, SMALL);
    labels.fold(head, f64::max).clamp(120.0, MAX_LABELS) + 26.0
}

fn note_widths(forest: &Forest) -> Vec<f64> {
    let heads = forest.note_heads.iter().enumerate();
    heads
        .map(|(place, head)| {
            let notes = forest.rows.iter().filter_map(|row| match row {
                Row::Marks(row) => row.notes.get(place),
                Row::Heading(_) => None,
            });
            let texts = notes.chain([head]);
            texts.fold(0.0_f64, |widest, text| widest.max(text_width(text, SMALL))) + 26.0
        })
        .collect()
}

/// How many panels fit the width.
pub(super) fn columns_that_fit(forest: &Forest) -> usize {
    let room = WIDTH - 2.0 * EDGE - label_width(forest) - note_widths(forest).iter().sum::<f64>();
    let widest = (0..forest.panels.len())
        .map(|place| side_width(forest, place))
        .fold(0.0_f64, f64::max);
    let mut n = 1;
    let mut used = 2.0 * (MIN_AXIS + widest) + GAP;
    while used <= room && n < forest.panels.len() {
        n += 1;
        used += MIN_AXIS + widest + GAP;
    }
    n
}

impl Layout {
    fn of(forest: &Forest) -> Self {
        let labels = EDGE + label_width(forest);
        let mut right = WIDTH - EDGE;
        let mut notes = Vec::new();
        for width in note_widths(forest).iter().rev() {
            notes.insert(0, right);
            right -= width;
        }
        let n = forest.panels.len().max(1) as f64;
        let sides: Vec<f64> = (0..forest.panels.len())
            .map(|place| side_width(forest, place))
            .collect();
        let axis = (right - labels - GAP * (n - 1.0) - sides.iter().sum::<f64>()) / n;
        let mut left = labels;
        let mut panels = Vec::new();
        for side in &sides {
            panels.push((left, left + axis, left + axis + side));
            left += axis + side + GAP;
        }
        let subtitles: Vec<Vec<String>> = forest
            .panels
            .iter()
            .zip(&panels)
            .map(|(panel, place)| wrapped(&panel.subtitle, SMALL, place.2 - place.0 + GAP * 0.6, 3))
            .collect();
        let names = axis_names(forest, &panels);
        let longest = |lists: &[Vec<String>]| lists.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let has_sides = forest
            .panels
            .iter()
            .any(|panel| !panel.side_head.is_empty());
        let n_lines = longest(&subtitles) + if has_sides { 1.0 } else { 0.0 };
        let top = 44.0 + n_lines.max(1.0) * LINE + 12.0;
        let bottom = top + forest.rows.len() as f64 * ROW;
        let has_ends = forest
            .panels
            .iter()
            .any(|panel| !panel.axis.ends.0.is_empty());
        let ends = if has_ends { LINE } else { 0.0 };
        Self {
            labels,
            notes,
            panels,
            top,
            bottom,
            below: bottom
                + 50.0
                + ends
                + names.iter().map(|name| name.0.len()).max().unwrap_or(0) as f64 * LINE,
            subtitles,
            names,
            key: Key::of(forest, WIDTH - 2.0 * EDGE),
            has_counts: forest.cells().any(|cell| cell.counted.is_some()),
        }
    }

    fn height(&self) -> f64 {
        let key = if self.key.height > 0.0 {
            self.key.height + 22.0
        } else {
            0.0
        };
        self.below + key + EDGE
    }
}

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
                    canvas.text(&text, (EDGE, top + ROW * 0.55), bold)?;
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
    for ((panel, &(left, _, end)), lines) in forest.panels.iter().zip(&layout.panels).zip(subtitles)
    {
        let mut x = left;
        if panel.is_look_shown {
            let Look { colour, shape } = &panel.look;
            canvas.point(*shape, (left + MARK / 2.0, 24.0), MARK, colour, true)?;
            x += MARK + 12.0;
        }
        let title = shortened(&panel.title, LARGE, end - x + GAP * 0.6);
        canvas.text(&title, (x, 24.0), Lettering::new(LARGE, INK).bold())?;
        for (i, line) in lines.iter().enumerate() {
            canvas.text(line, (left, 44.0 + (i as f64 + 0.5) * LINE), quiet)?;
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

/// The name of each axis under it; one name under all of them where they have the same.
fn axis_names(forest: &Forest, places: &[(f64, f64, f64)]) -> Vec<(Vec<String>, f64)> {
    let names: Vec<&str> = forest.panels.iter().map(|p| p.axis.name.as_str()).collect();
    let ends = places.first().zip(places.last());
    if let (Some(first), Some((left, right))) = (names.first(), ends)
        && names.iter().all(|name| name == first)
    {
        let lines = wrapped(first, SMALL, right.1 - left.0, 2);
        return vec![(lines, (left.0 + right.1) / 2.0)];
    }
    let each = names.iter().zip(places);
    each.map(|(name, &(left, right, end))| {
        let lines = wrapped(name, SMALL, end - left + GAP * 0.6, 3);
        (lines, (left + right) / 2.0)
    })
    .collect()
}

fn axis(
    canvas: &mut Canvas<'_>,
    place: usize,
    layout: &Layout,
    panel: &Panel,
) -> Result<(), FigureError> {
    let Some(&(left, right, _)) = layout.panels.get(place) else {
        return Ok(());
    };
    let scale = Scale::new(panel.axis.domain, (left, right));
    let line = |colour, width| Stroke { colour, width };
    let (top, bottom) = (layout.top, layout.bottom);
    for (tick, text) in &panel.axis.ticks {
        let x = scale.place(*tick);
        canvas.line(&[(x, top), (x, bottom)], line(GRID, 2))?;
        canvas.line(&[(x, bottom), (x, bottom + 9.0)], line(AXIS, 2))?;
        let lettering = Lettering::new(SMALL, QUIET).centred();
        canvas.text(text, (x, bottom + 28.0), lettering)?;
    }
    if let Some(divide) = panel.axis.divide.filter(|&at| scale.holds(at)) {
        let x = scale.place(divide);
        canvas.line(&[(x, top), (x, bottom)], line(AXIS, 3))?;
    }
    canvas.line(&[(left, bottom), (right, bottom)], line(AXIS, 2))?;
    let (low, high) = &panel.axis.ends;
    let mut y = bottom + 50.0 + LINE / 2.0 - 4.0;
    if !low.is_empty() {
        let half = (right - left) / 2.0 - 6.0;
        let quiet = Lettering::new(SMALL, INK);
        let low = shortened(&format!("\u{2190} {low}"), SMALL, half);
        let high = shortened(&format!("{high} \u{2192}"), SMALL, half);
        canvas.text(&low, (left, y), quiet)?;
        canvas.text(&high, (right, y), quiet.right())?;
        y += LINE;
    }
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
    let label = flagged(row, layout.labels - EDGE - 26.0);
    canvas.text(&label, (EDGE, middle), Lettering::new(SMALL, colour))?;
    for (note, &right) in row.notes.iter().zip(&layout.notes) {
        canvas.text(note, (right, middle), Lettering::new(SMALL, QUIET).right())?;
    }
    let panels = forest.panels.iter().zip(&layout.panels);
    for (cell, (panel, &(left, right, end))) in row.cells.iter().zip(panels) {
        let scale = Scale::new(panel.axis.domain, (left, right));
        draw_cell(canvas, cell, panel, &scale, middle, layout.has_counts)?;
        let side = Lettering::new(SMALL, INK).right();
        canvas.text(&cell.side, (end, middle), side)?;
        if let Some((label, target)) = &cell.link {
            let corners = ((left, top), (end, top + ROW));
            canvas.mark(corners.0, corners.1, label.clone(), target.clone());
        }
    }
    Ok(())
}

fn draw_cell(
    canvas: &mut Canvas<'_>,
    cell: &Cell,
    panel: &Panel,
    scale: &Scale,
    middle: f64,
    has_counts: bool,
) -> Result<(), FigureError> {
    let look = cell.look.as_ref().unwrap_or(&panel.look);
    let (upper, lower) = if has_counts {
        (middle - 10.0, middle + 11.0)
    } else {
        (middle, middle)
    };
    if let Some(counted) = cell.counted {
        let at = (scale.place(counted), lower);
        canvas.point(look.shape, at, MARK * 0.8, &look.colour, false)?;
    }
    let Some(value) = cell.value else {
        let left = scale.range.0 + 8.0;
        let room = scale.range.1 - left;
        let reason = shortened(&cell.reason, SMALL, room);
        return canvas.text(&reason, (left, upper), Lettering::new(SMALL, QUIET));
    };
    let places = |(low, high): (f64, f64)| (scale.place(low), scale.place(high));
    if let Some(limits) = cell.wider {
        draw_whisker(canvas, places(limits), upper, &look.colour, true)?;
    }
    if let Some(limits) = cell.interval {
        draw_whisker(canvas, places(limits), upper, &look.colour, false)?;
    }
    let at = (scale.place(value), upper);
    draw_mark(canvas, look.shape, at, &look.colour, cell.behind)
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
        Behind::Labels => canvas.point(Shape::Circle, at, MARK * 0.36, "#ffffff", true),
        Behind::Offset => canvas.point(Shape::Circle, at, MARK * 1.6, AXIS, false),
    }
}

/// The label of a row, with a dagger where few numbers stand behind it.
fn flagged(row: &MarkRow, room: f64) -> String {
    if row.is_flagged {
        let dagger = " \u{2020}";
        let label = shortened(&row.label, SMALL, room - text_width(dagger, SMALL));
        format!("{label}{dagger}")
    } else {
        shortened(&row.label, SMALL, room)
    }
}
