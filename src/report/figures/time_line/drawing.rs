//! The drawing of shares over the years.

use super::Series;
use crate::report::ReportRow;
use crate::report::figures::FigureError;
use crate::report::figures::canvas::{
    Canvas, Drawing, LARGE, Lettering, SMALL, Stroke, draw, text_width,
};
use crate::report::figures::forest::{Behind, draw_mark};
use crate::report::figures::lettering::{
    broken, counted, decimal, middle_shortened, with_limits, wrapped,
};
use crate::report::figures::palette::{AXIS, ClassStyle, GRID, INK, QUIET};
use crate::report::figures::provenance::{FEW_CODED, limits, role_words};
use crate::report::figures::scale::Scale;
use crate::report::figures::shares::behind;
use crate::report::figures::target::{COUNTED, class_field, target};

const WIDTH: f64 = 1700.0;
const EDGE: f64 = 12.0;
const LABELS: f64 = 280.0;
const GAP: f64 = 66.0;
const TOP: f64 = 124.0;
const LINE: f64 = 31.0;
const PLOT: f64 = 200.0;
const ROW: f64 = 290.0;
const FOOT: f64 = 96.0;

/// Draws the series, one below the other, a panel per class.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn drawing(
    id: &str,
    series: &[Series<'_>],
    styles: &[ClassStyle],
) -> Result<Drawing, FigureError> {
    let height = TOP + series.len() as f64 * ROW + FOOT;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height is positive and at most some metres"
    )]
    let height = (height / 10.0).ceil() as u32;
    let n = styles.len() as f64;
    let width = (WIDTH - 3.0 * EDGE - LABELS - GAP * n) / n;
    let lefts: Vec<f64> = (0..styles.len())
        .map(|column| EDGE + LABELS + GAP + column as f64 * (width + GAP))
        .collect();
    let mut years: Vec<f64> = series.iter().flat_map(|one| years_of(one)).collect();
    years.sort_by(f64::total_cmp);
    let ends = (
        years.first().copied().unwrap_or_default(),
        years.last().copied().unwrap_or_default(),
    );
    draw(id, (170, height), |canvas| {
        for (style, &left) in styles.iter().zip(&lefts) {
            head(canvas, style, left, width)?;
        }
        for (i, one) in series.iter().enumerate() {
            let top = TOP + i as f64 * ROW;
            labels(canvas, one, styles, top)?;
            for (style, &left) in styles.iter().zip(&lefts) {
                let inner = (left + 22.0, left + width - 22.0);
                let x = Scale::new(ends, inner);
                plot(canvas, one, style, (&x, (left, left + width)), top)?;
            }
        }
        foot(canvas, series, styles, TOP + series.len() as f64 * ROW)
    })
}

fn years_of<'s>(one: &'s Series<'_>) -> impl Iterator<Item = f64> + use<'s> {
    one.years.iter().filter_map(|year| year.parse().ok())
}

fn head(
    canvas: &mut Canvas<'_>,
    style: &ClassStyle,
    left: f64,
    width: f64,
) -> Result<(), FigureError> {
    canvas.point(style.shape, (left + 11.0, 24.0), 22.0, &style.colour, true)?;
    let room = (width + GAP * 0.8 - 34.0) / 1.08;
    let is_wide = text_width(&style.id, LARGE) > room;
    let size = if is_wide { SMALL } else { LARGE };
    let title = middle_shortened(&style.id, size, room);
    canvas.text(
        &title,
        (left + 34.0, 24.0),
        Lettering::new(size, INK).bold(),
    )?;
    for (i, line) in wrapped(&style.name, SMALL, width + GAP * 0.6, 2)
        .iter()
        .enumerate()
    {
        let y = 60.0 + i as f64 * 31.0;
        canvas.text(line, (left, y), Lettering::new(SMALL, QUIET))?;
    }
    Ok(())
}

fn labels(
    canvas: &mut Canvas<'_>,
    one: &Series<'_>,
    styles: &[ClassStyle],
    top: f64,
) -> Result<(), FigureError> {
    let quiet = Lettering::new(SMALL, QUIET);
    let bold = Lettering::new(SMALL, INK).bold();
    let mut y = top + 20.0;
    for line in broken(one.actor, SMALL, (LABELS - 20.0) / 1.08, 2) {
        canvas.text(&line, (EDGE, y), bold)?;
        y += LINE;
    }
    canvas.text(&role_words(one.role), (EDGE, y), quiet)?;
    let counts: Vec<String> = one
        .years
        .iter()
        .filter_map(|year| {
            let row = styles
                .iter()
                .find_map(|style| one.row(&style.id, "corpus", year))?;
            let few = if row.count("n_coded") < FEW_CODED {
                "\u{2020}"
            } else {
                ""
            };
            Some(format!("{year}: {}{few}", row.text("n_passages")))
        })
        .collect();
    for (i, line) in wrapped(&format!("n {}", counts.join(", ")), SMALL, LABELS - 20.0, 4)
        .iter()
        .enumerate()
    {
        canvas.text(line, (EDGE, y + (i as f64 + 1.0) * LINE), quiet)?;
    }
    Ok(())
}

fn plot(
    canvas: &mut Canvas<'_>,
    one: &Series<'_>,
    style: &ClassStyle,
    (x, (left, right)): (&Scale, (f64, f64)),
    top: f64,
) -> Result<(), FigureError> {
    let y = Scale::new((0.0, 1.0), (top + PLOT, top));
    let line = |colour, width| Stroke { colour, width };
    for (tick, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")] {
        let at = y.place(tick);
        canvas.line(&[(left, at), (right, at)], line(GRID, 2))?;
        let lettering = Lettering::new(SMALL, QUIET).right();
        canvas.text(text, (left - 8.0, at), lettering)?;
    }
    canvas.line(
        &[(left, y.place(0.0)), (right, y.place(0.0))],
        line(AXIS, 2),
    )?;
    year_ticks(canvas, one, x, top + PLOT)?;
    let mut points = Vec::new();
    for year in &one.years {
        let Some(row) = one.row(&style.id, "corpus", year) else {
            continue;
        };
        let (Some(value), Ok(at)) = (row.number("estimate"), year.parse::<f64>()) else {
            continue;
        };
        points.push((row, (x.place(at), y.place(value)), *year));
    }
    let path: Vec<(f64, f64)> = points.iter().map(|point| point.1).collect();
    canvas.line(&path, line(&style.colour, 3))?;
    for (row, at, year) in points {
        let beyond = one.row(&style.id, "beyond-corpus", year).and_then(limits);
        for (limits, width) in [(beyond, 2), (limits(row), 6)] {
            if let Some((low, high)) = limits {
                let ends = [(at.0, y.place(low)), (at.0, y.place(high))];
                canvas.line(&ends, line(&style.colour, width))?;
            }
        }
        draw_mark(
            canvas,
            style.shape,
            at,
            &style.colour,
            behind(row.text("status")),
        )?;
        let corners = ((at.0 - 20.0, top - 10.0), (at.0 + 20.0, top + PLOT + 10.0));
        let leads_to = target(&[
            ("actor", one.actor),
            ("role", one.role),
            (class_field(row), &style.id),
            ("year", year),
            COUNTED,
        ]);
        canvas.mark(corners.0, corners.1, label(one, row, beyond), leads_to);
    }
    Ok(())
}

/// The years of a series under its axis: as `2022`, or `’22` where those would touch, as far as
/// these do not.
fn year_ticks(
    canvas: &mut Canvas<'_>,
    one: &Series<'_>,
    x: &Scale,
    bottom: f64,
) -> Result<(), FigureError> {
    let places: Vec<(f64, &str)> = one
        .years
        .iter()
        .filter_map(|year| Some((x.place(year.parse().ok()?), *year)))
        .collect();
    let room = text_width("2022", SMALL) + 8.0;
    let is_wide = places.windows(2).all(|pair| match pair {
        [a, b] => b.0 - a.0 >= room,
        _ => true,
    });
    let mut free = f64::MIN;
    for (at, year) in places {
        let tick = Stroke {
            colour: AXIS,
            width: 2,
        };
        canvas.line(&[(at, bottom), (at, bottom + 9.0)], tick)?;
        let text = match year.get(2..) {
            Some(end) if !is_wide => format!("\u{2019}{end}"),
            _ => year.to_owned(),
        };
        let half = text_width(&text, SMALL) / 2.0;
        if at - half > free {
            let lettering = Lettering::new(SMALL, QUIET).centred();
            canvas.text(&text, (at, bottom + 32.0), lettering)?;
            free = at + half + 6.0;
        }
    }
    Ok(())
}

fn label(one: &Series<'_>, row: ReportRow<'_>, beyond: Option<(f64, f64)>) -> String {
    let value = row.number("estimate").unwrap_or_default();
    let wider = beyond.map_or(String::new(), |(low, high)| {
        format!(", beyond the corpus {} to {}", decimal(low), decimal(high))
    });
    format!(
        "{}, {}, {}, {}: {} of {} ({}{wider}), {} coded",
        one.actor,
        one.role,
        row.text("year"),
        row.text("stance"),
        with_limits(value, limits(row)),
        counted(row.count("n_passages"), "passage"),
        row.text("status"),
        row.text("n_coded")
    )
}

fn foot(
    canvas: &mut Canvas<'_>,
    series: &[Series<'_>],
    styles: &[ClassStyle],
    top: f64,
) -> Result<(), FigureError> {
    let rows: Vec<ReportRow<'_>> = series.iter().flat_map(|one| one.drawn(styles)).collect();
    let is = |inference, wanted: &dyn Fn(ReportRow<'_>) -> bool| {
        let mut of = rows.iter().filter(|row| row.text("inference") == inference);
        of.any(|&row| wanted(row))
    };
    let mut parts = vec!["year and share of passages, 0 to 1"];
    if is("corpus", &|row| {
        behind(row.text("status")) == Behind::Census
    }) {
        parts.push("black outline: every passage coded");
    }
    if is("corpus", &|row| limits(row).is_some()) {
        parts.push("thick: interval for this corpus");
    }
    if is("beyond-corpus", &|row| limits(row).is_some()) {
        parts.push("thin: interval beyond this corpus");
    }
    let few = format!("\u{2020} fewer than {FEW_CODED} coded");
    if is("corpus", &|row| row.count("n_coded") < FEW_CODED) {
        parts.push(&few);
    }
    let lines = wrapped(&parts.join("; "), SMALL, WIDTH - 2.0 * EDGE, 2);
    for (i, line) in lines.iter().enumerate() {
        let y = top + 24.0 + i as f64 * 34.0;
        canvas.text(line, (EDGE, y), Lettering::new(SMALL, QUIET))?;
    }
    Ok(())
}
