//! Reliability curves: how often labels of a probability are right.

use super::axes::{Frame, share_ticks};
use super::canvas::{Canvas, LARGE, Lettering, SMALL, Stroke, draw};
use super::confusion::SPLITS;
use super::matrix::millimetres;
use super::palette::{AXIS, INK, QUIET, Shape, class_styles};
use super::scale::Scale;
use super::words::{Ids, clean, counted, distinct, left_out, level, shortened, thousands};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "reliability.csv";
pub(super) const COLUMNS: [&str; 10] = [
    "split",
    "stance",
    "bin",
    "mean_probability",
    "share",
    "conf_low",
    "conf_high",
    "conf_level",
    "n_right",
    "n",
];
/// Panels in a row, and in a drawing.
const ACROSS: usize = 3;
const PANELS: usize = 9;
const PANEL: (f64, f64) = (560.0, 605.0);
/// A panel's plot from its upper left corner, and the bars below it.
const PLOT: Frame = Frame {
    left: 85.0,
    top: 60.0,
    right: 525.0,
    bottom: 430.0,
};
const BARS: (f64, f64) = (445.0, 505.0);
const TOP: f64 = 60.0;

/// One panel: all labels, or one stance.
struct Panel<'t> {
    title: String,
    colour: String,
    shape: Shape,
    rows: Vec<ReportRow<'t>>,
}

/// One figure for each split that is drawn, in as many parts as the stances need.
///
/// # Errors
/// [`FigureError`].
pub(super) fn reliability(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let mut ids = Ids::default();
    let mut figures = Vec::new();
    for (split, passages) in SPLITS {
        let panels = panels_of(table, split, codebook);
        let n_parts = panels.len().div_ceil(PANELS);
        for (k, part) in panels.chunks(PANELS).enumerate() {
            let of = match n_parts {
                1 => String::new(),
                n => format!(" ({} of {n})", k + 1),
            };
            figures.push(figure(table, part, (split, passages, &of), &mut ids)?);
        }
    }
    Ok(figures)
}

fn panels_of<'t>(table: &'t ReportTable, split: &str, codebook: &Codebook) -> Vec<Panel<'t>> {
    let rows_of = |stance: &str| -> Vec<ReportRow<'t>> {
        let wanted = [("split", split), ("stance", stance)];
        let rows = table.rows().filter(|row| row.is(&wanted));
        rows.filter(|row| row.number("share").is_some()).collect()
    };
    let all = Panel {
        title: "label given".to_owned(),
        colour: INK.to_owned(),
        shape: Shape::Circle,
        rows: rows_of(""),
    };
    let stances = class_styles(codebook).into_iter().map(|style| Panel {
        rows: rows_of(&style.id),
        title: style.id,
        colour: style.colour,
        shape: style.shape,
    });
    let panels = [all].into_iter().chain(stances);
    panels.filter(|panel| !panel.rows.is_empty()).collect()
}

fn figure(
    table: &ReportTable,
    panels: &[Panel<'_>],
    (split, passages, of): (&str, &str, &str),
    ids: &mut Ids,
) -> Result<Figure, FigureError> {
    let id = ids.next(&["reliability", split]);
    let rows: Vec<ReportRow<'_>> = panels
        .iter()
        .flat_map(|panel| panel.rows.iter().copied())
        .collect();
    let height = millimetres(TOP + PANEL.1 * panels.len().div_ceil(ACROSS) as f64);
    let interval = rows
        .first()
        .map_or_else(String::new, |row| level(row.text("conf_level")));
    let most = rows.iter().map(|row| row.count("n")).max().unwrap_or(1);
    let drawing = draw(&id, (170, height), |canvas| {
        legend(canvas, &interval)?;
        for (k, panel) in panels.iter().enumerate() {
            let corner = (
                (k % ACROSS) as f64 * PANEL.0,
                TOP + (k / ACROSS) as f64 * PANEL.1,
            );
            paint(canvas, panel, corner, most)?;
        }
        Ok(())
    })?;
    let n: u64 = panels
        .first()
        .map_or(0, |panel| panel.rows.iter().map(|row| row.count("n")).sum());
    Ok(Figure {
        id,
        drawing,
        title: format!(
            "Reliability of the probabilities ({} left out of training){of}",
            left_out(split)
        ),
        n: format!(
            "{} in {} groups of about equal size",
            counted(n, "passage"),
            bins(panels)
        ),
        method: format!(
            "Split “{}”; {}. Each point is a group of passages of about the same probability; the \
             bars below tell how many.",
            clean(split),
            distinct(rows.iter().copied(), "method"),
        ),
        shows: format!(
            "How often a label is right among passages of about the same probability, in \
             {passages}: on the diagonal the probability can be taken at its word, below it the \
             model is too sure."
        ),
        shows_not: "Not whether a single probability is right, nor the probabilities on papers of \
             another kind; the whiskers take passages as independent and are too short."
            .to_owned(),
        table: FigureTable {
            file: table.file.clone(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}

fn bins(panels: &[Panel<'_>]) -> usize {
    panels.first().map_or(0, |panel| panel.rows.len())
}

fn legend(canvas: &mut Canvas<'_>, interval: &str) -> Result<(), FigureError> {
    let y = 30.0;
    let letters = Lettering::new(SMALL, QUIET);
    canvas.line(&[(95.0, y - 16.0), (95.0, y + 16.0)], WHISKER)?;
    canvas.point(Shape::Circle, (95.0, y), 14.0, INK, true)?;
    let text = format!("share right with its {interval} interval");
    canvas.text(&text, (115.0, y), letters)?;
    canvas.line(&[(700.0, y + 12.0), (730.0, y - 12.0)], DIAGONAL)?;
    canvas.text("as the probability says", (742.0, y), letters)?;
    canvas.fill((1135.0, y - 12.0), (1145.0, y + 12.0), AXIS)?;
    canvas.text("passages in the group", (1157.0, y), letters)
}

const WHISKER: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 3,
};
const DIAGONAL: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 2,
};

fn paint(
    canvas: &mut Canvas<'_>,
    panel: &Panel<'_>,
    (left, top): (f64, f64),
    most: u64,
) -> Result<(), FigureError> {
    let frame = Frame {
        left: left + PLOT.left,
        top: top + PLOT.top,
        right: left + PLOT.right,
        bottom: top + PLOT.bottom,
    };
    let x = Scale::new((0.0, 1.0), (frame.left, frame.right));
    let y = Scale::new((0.0, 1.0), (frame.bottom, frame.top));
    let title = shortened(&panel.title, frame.right - frame.left, LARGE);
    let place = (frame.left, top + 28.0);
    canvas.text(&title, place, Lettering::new(LARGE, INK).bold())?;
    frame.y_axis(canvas, &share_ticks(&y, false), ("share right", 72.0))?;
    let with_bars = Frame {
        bottom: top + BARS.1,
        ..frame
    };
    with_bars.x_axis(canvas, &share_ticks(&x, false), "mean probability")?;
    frame.outline(canvas)?;
    let corners = [(frame.left, frame.bottom), (frame.right, frame.top)];
    canvas.line(&corners, DIAGONAL)?;
    bars(canvas, panel, &x, (top + BARS.0, top + BARS.1), most)?;
    points(canvas, panel, &x, &y)
}

fn points(
    canvas: &mut Canvas<'_>,
    panel: &Panel<'_>,
    x: &Scale,
    y: &Scale,
) -> Result<(), FigureError> {
    let place = |row: &ReportRow<'_>| x.place(row.number("mean_probability").unwrap_or_default());
    for row in &panel.rows {
        if let Some((low, high)) = row.number("conf_low").zip(row.number("conf_high")) {
            let at = place(row);
            canvas.line(&[(at, y.place(low)), (at, y.place(high))], WHISKER)?;
        }
    }
    for row in &panel.rows {
        let share = row.number("share").unwrap_or_default();
        let at = (place(row), y.place(share));
        canvas.point(panel.shape, at, 14.0, &panel.colour, true)?;
    }
    Ok(())
}

/// Bars as high as the number of passages, at their mean probability.
fn bars(
    canvas: &mut Canvas<'_>,
    panel: &Panel<'_>,
    x: &Scale,
    (top, bottom): (f64, f64),
    most: u64,
) -> Result<(), FigureError> {
    let height = Scale::new((0.0, most as f64), (bottom, top));
    for row in &panel.rows {
        let at = x.place(row.number("mean_probability").unwrap_or_default());
        let n = height.place(row.count("n") as f64);
        canvas.fill((at - 3.0, n), (at + 3.0, bottom), AXIS)?;
    }
    let label = thousands(most);
    let letters = Lettering::new(SMALL, QUIET).right();
    canvas.text(&label, (x.range.0 - 10.0, top + 8.0), letters)?;
    canvas.line(&[(x.range.0, bottom), (x.range.1, bottom)], DIAGONAL)
}
