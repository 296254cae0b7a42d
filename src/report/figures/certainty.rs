//! Label certainty: how many labels are certain at a level of error, and how many of these are wrong.

use super::axes::{AXIS_LINE, Frame, share_ticks};
use super::canvas::{Canvas, Drawing, Lettering, SMALL, Stroke, draw};
use super::matrix::millimetres;
use super::palette::{AXIS, GRID, INK, QUIET, Shape};
use super::scale::Scale;
use super::words::{Ids, clean, counted, distinct, left_out, level, rounded, shortened};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "certainty.csv";
pub(super) const COLUMNS: [&str; 12] = [
    "split",
    "sets",
    "error_level",
    "slice",
    "n",
    "n_certain",
    "share_certain",
    "n_wrong",
    "error",
    "error_low",
    "error_high",
    "conf_level",
];
const TOP: f64 = 110.0;
const ROW: f64 = 42.0;
const APART: f64 = 14.0;
const LEVEL: f64 = 480.0;
const CERTAIN: (f64, f64) = (530.0, 870.0);
const N_CERTAIN: f64 = 1060.0;
const ERROR: (f64, f64) = (1110.0, 1450.0);
const N_WRONG: f64 = 1685.0;

/// One figure, of all passages together.
///
/// # Errors
/// [`FigureError`].
pub(super) fn certainty(
    tables: &ReportTables,
    _codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let Some(sets) = table.rows().next().map(|row| row.text("sets")) else {
        return Ok(Vec::new());
    };
    let wanted = [("slice", "all"), ("sets", sets)];
    let rows: Vec<ReportRow<'_>> = table.rows().filter(|row| row.is(&wanted)).collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![figure(table, &rows, sets)?])
}

fn figure(table: &ReportTable, rows: &[ReportRow<'_>], sets: &str) -> Result<Figure, FigureError> {
    let id = Ids::default().next(&["certainty"]);
    let first = |column: &str| rows.first().map_or("", |row| row.text(column));
    let all = rows.iter().copied();
    Ok(Figure {
        drawing: drawing(&id, rows, &level(first("conf_level")))?,
        id,
        title: "Certain labels, and errors among them".to_owned(),
        n: n_of(rows),
        method: format!(
            "{}; sets of labels: {}. A label is certain where its set, made for a level of error, \
             has it alone.",
            distinct(all, "method"),
            clean(sets)
        ),
        shows: "Which share of labels is certain at each level of error, and which share of the \
                certain labels is wrong: left of the tick there are fewer errors than the level \
                allows."
            .to_owned(),
        shows_not: "Not that an actor or a stance keeps to the level: it is one of all passages \
                    together, and the slices stand in the table file."
            .to_owned(),
        table: FigureTable {
            file: table.file.clone(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}

/// The passages of each split: one that tests later documents has no models for the first.
fn n_of(rows: &[ReportRow<'_>]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for row in rows {
        let n = counted(row.count("n"), "passage");
        let part = format!("{} left out: {n}", left_out(row.text("split")));
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}

fn drawing(id: &str, rows: &[ReportRow<'_>], interval: &str) -> Result<Drawing, FigureError> {
    let mut y = TOP;
    let mut places = Vec::new();
    let mut last = None;
    for row in rows {
        let split = row.text("split");
        if last.is_some_and(|last| last != split) {
            y += APART;
        }
        places.push((y + ROW / 2.0, (last != Some(split)).then_some(split)));
        last = Some(split);
        y += ROW;
    }
    draw(id, (170, millimetres(y + 85.0)), |canvas| {
        head(canvas, interval)?;
        for ((left, right), name) in [
            (CERTAIN, "share of labels that is certain"),
            (ERROR, "share of these that is wrong"),
        ] {
            let frame = Frame {
                left,
                right,
                top: TOP,
                bottom: y,
            };
            let scale = Scale::new((0.0, 1.0), (left, right));
            frame.x_axis(canvas, &share_ticks(&scale, false), name)?;
            canvas.line(&[(left, y), (right, y)], AXIS_LINE)?;
        }
        for (row, (y, split)) in rows.iter().zip(places) {
            paint(canvas, *row, y, split)?;
        }
        Ok(())
    })
}

fn head(canvas: &mut Canvas<'_>, interval: &str) -> Result<(), FigureError> {
    let quiet = Lettering::new(SMALL, QUIET);
    canvas.line(&[(10.0, 28.0), (54.0, 28.0)], WHISKER)?;
    canvas.point(Shape::Circle, (32.0, 28.0), 16.0, INK, true)?;
    canvas.text(
        &format!("share with its {interval} interval"),
        (66.0, 28.0),
        quiet,
    )?;
    canvas.line(&[(600.0, 12.0), (600.0, 44.0)], NOMINAL)?;
    canvas.text("level of error that was asked for", (614.0, 28.0), quiet)?;
    let y = TOP - 32.0;
    let bold = Lettering::new(SMALL, INK).bold();
    canvas.text("left out of training", (10.0, y), bold)?;
    canvas.text("level", (LEVEL, y), bold.right())?;
    canvas.text("certain", (CERTAIN.0, y), bold)?;
    canvas.text("n", (N_CERTAIN, y), bold.right())?;
    canvas.text("wrong", (ERROR.0, y), bold)?;
    canvas.text("n", (N_WRONG, y), bold.right())?;
    canvas.line(&[(10.0, TOP - 10.0), (1690.0, TOP - 10.0)], AXIS_LINE)
}

fn paint(
    canvas: &mut Canvas<'_>,
    row: ReportRow<'_>,
    y: f64,
    split: Option<&str>,
) -> Result<(), FigureError> {
    let letters = Lettering::new(SMALL, INK);
    if let Some(split) = split {
        let split = shortened(&left_out(split), LEVEL - 120.0, SMALL);
        canvas.text(&split, (10.0, y), letters)?;
    }
    canvas.text(
        &rounded(row.text("error_level"), 2),
        (LEVEL, y),
        letters.right(),
    )?;
    let thin = Stroke {
        colour: GRID,
        width: 1,
    };
    for (from, to) in [CERTAIN, ERROR] {
        canvas.line(&[(from, y), (to, y)], thin)?;
    }
    let certain = Scale::new((0.0, 1.0), CERTAIN);
    let error = Scale::new((0.0, 1.0), ERROR);
    if let Some(share) = row.number("share_certain") {
        canvas.point(Shape::Circle, (certain.place(share), y), 16.0, INK, true)?;
    }
    if let Some(asked) = row.number("error_level") {
        let x = error.place(asked);
        canvas.line(&[(x, y - 15.0), (x, y + 15.0)], NOMINAL)?;
    }
    if let Some((low, high)) = row.number("error_low").zip(row.number("error_high")) {
        canvas.line(&[(error.place(low), y), (error.place(high), y)], WHISKER)?;
    }
    if let Some(share) = row.number("error") {
        canvas.point(Shape::Circle, (error.place(share), y), 16.0, INK, true)?;
    }
    let n_certain = row.text("n_certain");
    let certain = format!("{n_certain} of {}", row.text("n"));
    canvas.text(&certain, (N_CERTAIN, y), letters.right())?;
    let wrong = format!("{} of {n_certain}", row.text("n_wrong"));
    canvas.text(&wrong, (N_WRONG, y), letters.right())
}

const WHISKER: Stroke<'_> = Stroke {
    colour: INK,
    width: 4,
};
const NOMINAL: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 4,
};
