//! The plot of framing terms: rate across, log-odds upwards, labels without overlap.

use std::collections::BTreeMap;

use super::FigureError;
use super::axes::{Frame, Tick, log_scale, log_ticks, ticks_of};
use super::canvas::{Align, Canvas, Drawing, LARGE, Lettering, SMALL, Stroke, draw, text_width};
use super::palette::{AXIS, INK, QUIET, Shape};
use super::placement::{Area, Placed, Room, Wanted, place_labels};
use super::scale::Scale;
use super::words::shortened;
use crate::math;

/// A term to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlottedTerm {
    /// Its name in the plot.
    pub(super) text: String,
    /// Uses per 10,000 words.
    pub(super) rate: f64,
    /// Log-odds; above 0 where the side that is compared uses it more.
    pub(super) delta: f64,
    /// The ends of its interval.
    pub(super) whisker: Option<(f64, f64)>,
    /// Whether the side that is compared uses it more.
    pub(super) is_more: bool,
    /// Whether the difference may be claimed.
    pub(super) is_claim: bool,
    /// What its mark says.
    pub(super) label: String,
    /// Where its mark leads.
    pub(super) target: String,
}

/// Who is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sides<'a> {
    pub(super) name: &'a str,
    pub(super) others: &'a str,
    pub(super) colour: &'a str,
    pub(super) shape: Shape,
    /// The level of the intervals: `95 %`.
    pub(super) interval: &'a str,
}

const SIZE: (u32, u32) = (170, 118);
const FRAME: Frame = Frame {
    left: 120.0,
    top: 75.0,
    right: 1640.0,
    bottom: 1085.0,
};
/// Width of a mark.
const POINT: f64 = 15.0;
/// As light as a line may be that says something: 3:1 on white.
const WHISKER: Stroke<'_> = Stroke {
    colour: "#949494",
    width: 3,
};
const LEADER: Stroke<'_> = Stroke {
    colour: AXIS,
    width: 1,
};
/// How far terms of the same rate stand apart, and all of them together.
const ASIDE: f64 = 8.0;
const MOST_ASIDE: f64 = 60.0;
/// The widest label of a term.
const LABEL_ROOM: f64 = 330.0;
/// How much wider bold letters are.
const BOLDER: f64 = 1.12;

/// The scales of a plot, and where each term stands.
struct Places {
    x: Scale,
    y: Scale,
    points: Vec<(f64, f64)>,
}

/// Draws terms; where room is short the first get a label. The drawing, and how many are named in it.
pub(super) fn plot(
    id: &str,
    terms: &[PlottedTerm],
    sides: &Sides<'_>,
) -> Result<(Drawing, usize), FigureError> {
    let places = places_of(terms);
    let labels = labels_of(terms, &places);
    let drawing = draw(id, SIZE, |canvas| {
        legend(canvas, sides)?;
        axes(canvas, &places, sides)?;
        for (term, &place) in terms.iter().zip(&places.points) {
            whisker(canvas, term, place, &places)?;
        }
        for label in labels.iter().flatten() {
            if let Some(leader) = label.leader {
                canvas.line(&leader, LEADER)?;
            }
        }
        for (term, &place) in terms.iter().zip(&places.points) {
            point(canvas, term, place, sides)?;
        }
        for ((term, &place), label) in terms.iter().zip(&places.points).zip(&labels) {
            let (x, y) = place;
            canvas.mark(
                (x - POINT, y - POINT),
                (x + POINT, y + POINT),
                term.label.clone(),
                term.target.clone(),
            );
            if let Some(label) = label {
                name(canvas, term, label)?;
            }
        }
        Ok(())
    })?;
    Ok((drawing, labels.iter().flatten().count()))
}

fn places_of(terms: &[PlottedTerm]) -> Places {
    let mut rates = (f64::INFINITY, 0.0_f64);
    let mut deltas = (-0.5_f64, 0.5_f64);
    for term in terms {
        if term.rate > 0.0 {
            rates = (rates.0.min(term.rate), rates.1.max(term.rate));
        }
        let (low, high) = term.whisker.unwrap_or((term.delta, term.delta));
        deltas = (
            deltas.0.min(low).min(term.delta),
            deltas.1.max(high).max(term.delta),
        );
    }
    if rates.0 > rates.1 {
        rates = (1.0, 10.0);
    }
    let pad = (deltas.1 - deltas.0) * 0.03;
    let x = log_scale(rates.0 / 1.25, rates.1 * 1.5, (FRAME.left, FRAME.right));
    let y = Scale::new((deltas.0 - pad, deltas.1 + pad), (FRAME.bottom, FRAME.top));
    let rate = |term: &PlottedTerm| if term.rate > 0.0 { term.rate } else { rates.0 };
    let asides = asides_of(terms);
    let points = terms
        .iter()
        .zip(asides)
        .map(|(term, aside)| (x.place(math::ln(rate(term))) + aside, y.place(term.delta)));
    let points = points.collect();
    Places { x, y, points }
}

/// How far each term stands aside of its rate, so that whiskers of terms with the same rate do not
/// lie on each other.
fn asides_of(terms: &[PlottedTerm]) -> Vec<f64> {
    let mut alike: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, term) in terms.iter().enumerate() {
        alike.entry(term.rate.to_bits()).or_default().push(place);
    }
    let mut asides = vec![0.0; terms.len()];
    for mut places in alike.into_values() {
        let delta = |&place: &usize| terms.get(place).map_or(0.0, |term| term.delta);
        places.sort_by(|a, b| delta(a).total_cmp(&delta(b)));
        let step = ASIDE.min(MOST_ASIDE / places.len() as f64);
        let middle = (places.len() as f64 - 1.0) / 2.0;
        for (k, place) in places.into_iter().enumerate() {
            if let Some(aside) = asides.get_mut(place) {
                *aside = (k as f64 - middle) * step;
            }
        }
    }
    asides
}

fn labels_of(terms: &[PlottedTerm], places: &Places) -> Vec<Option<Placed>> {
    let half = POINT * 0.6;
    let around = |&(x, y): &(f64, f64)| Area {
        left: x - half,
        right: x + half,
        top: y - half,
        bottom: y + half,
    };
    let whiskers = terms
        .iter()
        .zip(&places.points)
        .filter_map(|(term, &(x, _))| {
            let (low, high) = term.whisker?;
            Some(Area {
                left: x - 1.5,
                right: x + 1.5,
                top: places.y.place(high),
                bottom: places.y.place(low),
            })
        });
    let zero = places.y.place(0.0);
    let zero = Area {
        left: FRAME.left,
        right: FRAME.right,
        top: zero - 2.0,
        bottom: zero + 2.0,
    };
    let room = Room {
        area: Area {
            left: FRAME.left + 6.0,
            top: FRAME.top + 6.0,
            right: FRAME.right - 6.0,
            bottom: FRAME.bottom - 6.0,
        },
        height: SMALL + 1.0,
        taken: places.points.iter().map(around).chain([zero]).collect(),
        lines: whiskers.collect(),
    };
    let wanted: Vec<Wanted> = terms
        .iter()
        .zip(&places.points)
        .map(|(term, &point)| Wanted {
            point,
            width: text_width(&label_text(term), SMALL) * if term.is_claim { BOLDER } else { 1.0 },
        })
        .collect();
    place_labels(&room, &wanted)
}

fn label_text(term: &PlottedTerm) -> String {
    shortened(&term.text, LABEL_ROOM, SMALL)
}

fn legend(canvas: &mut Canvas<'_>, sides: &Sides<'_>) -> Result<(), FigureError> {
    let y = 32.0;
    let letters = Lettering::new(SMALL, QUIET);
    let mut x = FRAME.left + POINT / 2.0;
    for (is_filled, text) in [(true, "claim (q \u{2264} .05)"), (false, "exploratory")] {
        canvas.point(sides.shape, (x, y), POINT, sides.colour, is_filled)?;
        canvas.point(
            other_shape(sides.shape),
            (x + 24.0, y),
            POINT,
            AXIS,
            is_filled,
        )?;
        canvas.text(text, (x + 44.0, y), letters)?;
        x += 80.0 + text_width(text, SMALL);
    }
    if sides.interval.is_empty() {
        return Ok(());
    }
    canvas.line(&[(x, y - 18.0), (x, y + 18.0)], WHISKER)?;
    let text = format!("{} interval, bootstrap of groups", sides.interval);
    canvas.text(&text, (x + 14.0, y), letters)
}

fn axes(canvas: &mut Canvas<'_>, places: &Places, sides: &Sides<'_>) -> Result<(), FigureError> {
    let (low, high) = (math::exp(places.x.domain.0), math::exp(places.x.domain.1));
    let x_ticks: Vec<Tick> = log_ticks(low, high)
        .into_iter()
        .map(|tick| (places.x.place(math::ln(tick)), plain(tick)))
        .collect();
    FRAME.x_axis(
        canvas,
        &x_ticks,
        "uses per 10,000 words on the side that uses it more (log scale)",
    )?;
    let y_name = ("difference in use (weighted log-odds)", 95.0);
    FRAME.y_axis(canvas, &ticks_of(&places.y, 6), y_name)?;
    FRAME.outline(canvas)?;
    let zero = places.y.place(0.0);
    let line = Stroke {
        colour: INK,
        width: 3,
    };
    canvas.line(&[(FRAME.left, zero), (FRAME.right, zero)], line)?;
    side_name(
        canvas,
        (FRAME.top, zero),
        ("more by ", sides.name, " \u{2192}"),
    )?;
    side_name(
        canvas,
        (zero, FRAME.bottom),
        ("\u{2190} more by ", sides.others, ""),
    )
}

/// The name of a side, along the half of the plot that is its own.
fn side_name(
    canvas: &mut Canvas<'_>,
    (top, bottom): (f64, f64),
    (before, name, after): (&str, &str, &str),
) -> Result<(), FigureError> {
    let around = text_width(before, LARGE) + text_width(after, LARGE) + 30.0;
    let name = shortened(name, (bottom - top - around).max(60.0), LARGE);
    let text = format!("{before}{name}{after}");
    let place = (FRAME.right + 30.0, f64::midpoint(top, bottom));
    canvas.text(
        &text,
        place,
        Lettering::new(LARGE, INK).bold().centred().upright(),
    )
}

fn plain(tick: f64) -> String {
    let text = format!("{tick:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn whisker(
    canvas: &mut Canvas<'_>,
    term: &PlottedTerm,
    (x, _): (f64, f64),
    places: &Places,
) -> Result<(), FigureError> {
    let Some((low, high)) = term.whisker else {
        return Ok(());
    };
    canvas.line(
        &[(x, places.y.place(low)), (x, places.y.place(high))],
        WHISKER,
    )
}

fn point(
    canvas: &mut Canvas<'_>,
    term: &PlottedTerm,
    place: (f64, f64),
    sides: &Sides<'_>,
) -> Result<(), FigureError> {
    let (shape, colour) = if term.is_more {
        (sides.shape, sides.colour)
    } else {
        (other_shape(sides.shape), AXIS)
    };
    canvas.point(shape, place, POINT, colour, term.is_claim)
}

/// The shape of the terms of the others, told apart from that of the side.
fn other_shape(shape: Shape) -> Shape {
    match shape {
        Shape::Square => Shape::Circle,
        _ => Shape::Square,
    }
}

/// Sets the name of a term, which is part of its mark.
fn name(canvas: &mut Canvas<'_>, term: &PlottedTerm, label: &Placed) -> Result<(), FigureError> {
    let area = label.area;
    let mut letters = Lettering::new(SMALL, if term.is_claim { INK } else { QUIET });
    letters.align = label.align;
    if term.is_claim {
        letters = letters.bold();
    }
    let x = match label.align {
        Align::Left => area.left,
        Align::Centre => f64::midpoint(area.left, area.right),
        Align::Right => area.right,
    };
    canvas.text(
        &label_text(term),
        (x, f64::midpoint(area.top, area.bottom)),
        letters,
    )?;
    canvas.mark_also((area.left, area.top), (area.right, area.bottom));
    Ok(())
}
