//! The plot of exchanges: one block for each stance of a question, one row for each stance of its
//! answers.

use super::FigureError;
use super::axes::{AXIS_LINE, Frame, share_ticks};
use super::canvas::{Canvas, Drawing, LARGE, Lettering, SMALL, Stroke, draw, text_width};
use super::exchanges::ENOUGH;
use super::matrix::millimetres;
use super::palette::{AXIS, GRID, INK, QUIET, Shape};
use super::scale::Scale;
use super::words::{counted, rounded, shortened};
use crate::report::ReportRow;

/// The answers to the questions of one stance.
#[derive(Debug, Clone)]
pub(super) struct QuestionBlock<'t> {
    /// The stance as in the file.
    pub(super) question: &'t str,
    /// The same, for people.
    pub(super) name: String,
    /// How many exchanges have such a question.
    pub(super) n: u64,
    pub(super) rows: Vec<AnswerRow<'t>>,
}

/// One stance of answers.
#[derive(Debug, Clone)]
pub(super) struct AnswerRow<'t> {
    pub(super) name: String,
    pub(super) colour: String,
    pub(super) shape: Shape,
    /// What its mark says and where it leads.
    pub(super) mark: Option<(String, String)>,
    pub(super) row: ReportRow<'t>,
}

const TOP: f64 = 120.0;
const HEAD: f64 = 46.0;
const ROW: f64 = 42.0;
const AFTER: f64 = 16.0;
const NAME: f64 = 30.0;
const PLOT: (f64, f64) = (450.0, 1130.0);
const SHARE: f64 = 1235.0;
const COUNT: f64 = 1400.0;
const EXPECTED: f64 = 1560.0;
const Q: f64 = 1685.0;

/// The height of a block, in units of the canvas.
pub(super) fn block_height(block: &QuestionBlock<'_>) -> f64 {
    HEAD + ROW * block.rows.len() as f64 + AFTER
}

/// Draws blocks below each other; `interval` says what a mark with a whisker is, where there are any.
pub(super) fn page(
    id: &str,
    blocks: &[QuestionBlock<'_>],
    interval: Option<&str>,
) -> Result<Drawing, FigureError> {
    let bottom = TOP + blocks.iter().map(block_height).sum::<f64>();
    draw(id, (170, millimetres(bottom + 85.0)), |canvas| {
        legend(canvas, interval)?;
        head(canvas)?;
        let scale = Scale::new((0.0, 1.0), PLOT);
        let frame = Frame {
            left: PLOT.0,
            right: PLOT.1,
            top: TOP,
            bottom,
        };
        let name = "share of the exchanges with such a question";
        frame.x_axis(canvas, &share_ticks(&scale, false), name)?;
        let mut y = TOP;
        for block in blocks {
            paint(canvas, block, &scale, y)?;
            y += block_height(block);
        }
        canvas.line(&[(PLOT.0, bottom), (PLOT.1, bottom)], AXIS_LINE)
    })
}

fn legend(canvas: &mut Canvas<'_>, interval: Option<&str>) -> Result<(), FigureError> {
    let y = 28.0;
    let letters = Lettering::new(SMALL, QUIET);
    let mut x = 30.0;
    canvas.point(Shape::Circle, (x, y), 15.0, INK, interval.is_some())?;
    let text = match interval {
        Some(mark) => {
            canvas.line(&[(x - 22.0, y), (x + 22.0, y)], whisker(INK))?;
            mark.to_owned()
        }
        None => "share, without interval".to_owned(),
    };
    canvas.text(&text, (x + 34.0, y), letters)?;
    x += 34.0 + text_width(&text, SMALL) + 50.0;
    canvas.line(&[(x, y - 16.0), (x, y + 16.0)], EXPECTATION)?;
    canvas.text("expected from the subject alone", (x + 16.0, y), letters)
}

fn head(canvas: &mut Canvas<'_>) -> Result<(), FigureError> {
    let y = TOP - 36.0;
    let bold = Lettering::new(SMALL, INK).bold();
    canvas.text("question, and its answer", (NAME - 20.0, y), bold)?;
    for (name, x) in [
        ("share", SHARE),
        ("n", COUNT),
        ("expected", EXPECTED),
        ("q", Q),
    ] {
        canvas.text(name, (x, y), bold.right())?;
    }
    canvas.line(&[(10.0, TOP - 12.0), (1690.0, TOP - 12.0)], AXIS_LINE)
}

fn paint(
    canvas: &mut Canvas<'_>,
    block: &QuestionBlock<'_>,
    scale: &Scale,
    top: f64,
) -> Result<(), FigureError> {
    let n = counted(block.n, "exchange");
    let room = PLOT.0 - 30.0;
    let note = format!(" ({n})");
    let name = shortened(&block.name, room, LARGE);
    let bold = Lettering::new(LARGE, INK).bold();
    canvas.fill((10.0, top + 4.0), (1690.0, top + HEAD - 4.0), BAND)?;
    canvas.text(&name, (NAME - 10.0, top + HEAD / 2.0), bold)?;
    let place = (PLOT.0, top + HEAD / 2.0);
    let few = if block.n < ENOUGH {
        ", too few for shares"
    } else {
        ""
    };
    let said = format!("{}{few}", note.trim_matches([' ', '(', ')']));
    canvas.text(&said, place, Lettering::new(SMALL, QUIET))?;
    for (k, answer) in block.rows.iter().enumerate() {
        let y = top + HEAD + ROW * (k as f64 + 0.5);
        row(canvas, answer, scale, y, block.n >= ENOUGH)?;
    }
    Ok(())
}

fn row(
    canvas: &mut Canvas<'_>,
    answer: &AnswerRow<'_>,
    scale: &Scale,
    y: f64,
    has_share: bool,
) -> Result<(), FigureError> {
    let row = answer.row;
    let letters = Lettering::new(SMALL, INK);
    let name = shortened(&answer.name, PLOT.0 - NAME - 45.0, SMALL);
    canvas.text(&name, (NAME, y), letters)?;
    canvas.line(
        &[(PLOT.0, y), (PLOT.1, y)],
        Stroke {
            colour: GRID,
            width: 1,
        },
    )?;
    let n = format!(
        "{} of {}",
        row.count("n_both"),
        row.count("n_question_stance")
    );
    canvas.text(&n, (COUNT, y), letters.right())?;
    if has_share {
        dot(canvas, answer, scale, y)?;
        for (column, x) in [("estimate", SHARE), ("expected", EXPECTED), ("q_value", Q)] {
            canvas.text(&rounded(row.text(column), 2), (x, y), letters.right())?;
        }
    }
    let (from, to) = ((NAME, y - ROW / 2.0), (Q, y + ROW / 2.0));
    if let Some((label, target)) = &answer.mark {
        canvas.mark(from, to, label.clone(), target.clone());
    }
    Ok(())
}

fn dot(
    canvas: &mut Canvas<'_>,
    answer: &AnswerRow<'_>,
    scale: &Scale,
    y: f64,
) -> Result<(), FigureError> {
    let row = answer.row;
    let limits = row.number("conf_low").zip(row.number("conf_high"));
    if let Some((low, high)) = limits {
        let ends = [(scale.place(low), y), (scale.place(high), y)];
        canvas.line(&ends, whisker(&answer.colour))?;
    }
    if let Some(expected) = row.number("expected") {
        let x = scale.place(expected);
        canvas.line(&[(x, y - 15.0), (x, y + 15.0)], EXPECTATION)?;
    }
    if let Some(share) = row.number("estimate") {
        let at = (scale.place(share), y);
        canvas.point(answer.shape, at, 18.0, &answer.colour, limits.is_some())?;
    }
    Ok(())
}

fn whisker(colour: &str) -> Stroke<'_> {
    Stroke { colour, width: 4 }
}

const EXPECTATION: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 4,
};
/// Behind the name of a block.
const BAND: &str = "#f1f1f1";
