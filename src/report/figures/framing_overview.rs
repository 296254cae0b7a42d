//! How much text stands behind each comparison of framing terms, and what came of it.

use super::axes::AXIS_LINE;
use super::canvas::{Canvas, Drawing, Lettering, SMALL, draw, text_width};
use super::framing::{Comparison, View, is_claim, shown_form};
use super::palette::{INK, QUIET};
use super::scale::Scale;
use super::words::{
    Ids, brief, clean, counted, distinct, listed, passages_of, said_plainly, shortened, thousands,
};
use super::{Figure, FigureError, FigureTable};
use crate::report::{ReportRow, ReportTable};

/// Rows of one drawing.
const ROWS: usize = 30;
const ROW: f64 = 48.0;
const TOP: f64 = 75.0;
const NAME: f64 = 10.0;
const NAME_ROOM: f64 = 400.0;
const BARS: (f64, f64) = (425.0, 570.0);
const GROUPS: f64 = 800.0;
const TESTED: f64 = 920.0;
const WORDS: f64 = 950.0;
/// Bars of sides that cannot be compared.
const UNKNOWN: &str = "#b0b0b0";
const WIDTH: f64 = 1700.0;

const COLUMNS: [&str; 8] = [
    "role",
    "compared_with",
    "not_estimable_because",
    "n_words_side",
    "n_passages_side",
    "n_groups_side",
    "n_terms_tested",
    "n_claims",
];

/// The overview of a table, in as many parts as its comparisons need.
pub(super) fn overview(
    table: &ReportTable,
    view: View,
    comparisons: &[Comparison<'_>],
    n_drawn: usize,
    ids: &mut Ids,
) -> Result<Vec<Figure>, FigureError> {
    let parts: Vec<_> = comparisons.chunks(ROWS).collect();
    let most = comparisons.iter().map(|c| c.count("n_words_side")).max();
    let scale = Scale::new((0.0, most.unwrap_or(1).max(1) as f64), BARS);
    let mut figures = Vec::new();
    for (k, part) in parts.iter().enumerate() {
        let id = ids.next(&["framing", view.side, "overview"]);
        let of = if parts.len() > 1 {
            format!(" ({} of {})", k + 1, parts.len())
        } else {
            String::new()
        };
        let rows: Vec<ReportRow<'_>> = part.iter().filter_map(Comparison::first).collect();
        let columns: Vec<&str> = [view.side].into_iter().chain(COLUMNS).collect();
        figures.push(Figure {
            drawing: drawing(&id, view, part, &scale)?,
            id,
            title: format!(
                "Framing terms: text behind each {}, and claims{of}",
                view.side
            ),
            n: n_of(view, comparisons, n_drawn),
            method: format!(
                "{}; {}",
                distinct(rows.iter().copied(), "method"),
                distinct(rows.iter().copied(), "design")
            ),
            shows: format!(
                "How many words each {} has in a role, how many terms were tested against the \
                 others, and which differences may be claimed (q \u{2264} .05).",
                view.side
            ),
            shows_not: shows_not(comparisons),
            table: FigureTable {
                file: table.file.clone(),
                columns: columns.iter().map(|&c| c.to_owned()).collect(),
                rows: rows.iter().map(|row| row.fields(&columns)).collect(),
            },
        });
    }
    Ok(figures)
}

fn n_of(view: View, comparisons: &[Comparison<'_>], n_drawn: usize) -> String {
    let n_estimated = comparisons.iter().filter(|c| c.is_estimated()).count();
    let mut text = format!(
        "{n_estimated} of {} (one for each {} and role) estimated",
        counted(comparisons.len() as u64, "comparison"),
        view.side
    );
    if n_drawn < n_estimated {
        let more = format!("; the {n_drawn} with most words have a plot of their own");
        text.push_str(&more);
    }
    text
}

/// Who could not be compared, and why.
fn shows_not(comparisons: &[Comparison<'_>]) -> String {
    let missing: Vec<String> = comparisons
        .iter()
        .filter(|c| !c.is_estimated())
        .map(|c| {
            let because = c
                .first()
                .map_or("", |row| row.text("not_estimable_because"));
            format!(
                "{} ({})",
                brief(&said_plainly(because), 90),
                passages_of(c.role)
            )
        })
        .collect();
    if missing.is_empty() {
        return "Not that sides without claims use the same words: with little text few \
                differences can be told from chance."
            .to_owned();
    }
    format!(
        "Not that sides without claims use the same words: with little text few differences can \
         be told from chance. Not estimable: {}.",
        listed(&missing, 20)
    )
}

fn drawing(
    id: &str,
    view: View,
    part: &[Comparison<'_>],
    scale: &Scale,
) -> Result<Drawing, FigureError> {
    let height = (TOP + ROW * part.len() as f64 + 15.0) / 10.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most ROWS rows: between 10 and 200 millimetres"
    )]
    let height = height.ceil() as u32;
    draw(id, (170, height), |canvas| {
        head(canvas, view)?;
        for (k, comparison) in part.iter().enumerate() {
            row(canvas, comparison, scale, TOP + ROW * (k as f64 + 0.5))?;
        }
        let bottom = TOP + ROW * part.len() as f64;
        canvas.line(&[(BARS.0, TOP), (BARS.0, bottom)], AXIS_LINE)
    })
}

fn head(canvas: &mut Canvas<'_>, view: View) -> Result<(), FigureError> {
    let letters = Lettering::new(SMALL, INK).bold();
    let y = 40.0;
    canvas.text(&format!("{}, role", view.side), (NAME, y), letters)?;
    canvas.text("words", (BARS.0, y), letters)?;
    canvas.text("groups", (GROUPS, y), letters.right())?;
    canvas.text("tested", (TESTED, y), letters.right())?;
    canvas.text(
        "claims (+ used more, \u{2212} less), or why no estimate",
        (WORDS, y),
        letters,
    )?;
    canvas.line(&[(NAME, TOP - 8.0), (WIDTH - 10.0, TOP - 8.0)], AXIS_LINE)
}

fn row(
    canvas: &mut Canvas<'_>,
    comparison: &Comparison<'_>,
    scale: &Scale,
    y: f64,
) -> Result<(), FigureError> {
    let letters = Lettering::new(SMALL, INK);
    let role = format!(", {}", role_words(comparison.role));
    let name_room = NAME_ROOM - text_width(&role, SMALL);
    let name = shortened(&comparison.name, name_room, SMALL);
    canvas.text(&format!("{name}{role}"), (NAME, y), letters)?;
    let words = comparison.count("n_words_side");
    let end = scale.place(words as f64);
    let colour = if comparison.is_estimated() {
        QUIET
    } else {
        UNKNOWN
    };
    canvas.fill((BARS.0, y - 13.0), (end, y + 13.0), colour)?;
    canvas.text(&thousands(words), (end + 10.0, y), letters)?;
    let count = |column| thousands(comparison.count(column));
    canvas.text(&count("n_groups_side"), (GROUPS, y), letters.right())?;
    if comparison.is_estimated() {
        canvas.text(&count("n_terms_tested"), (TESTED, y), letters.right())?;
    } else {
        canvas.text("\u{2013}", (TESTED, y), letters.right())?;
    }
    let outcome = outcome(comparison, WIDTH - 10.0 - WORDS);
    let colour = if comparison.n_claims() > 0 {
        INK
    } else {
        QUIET
    };
    canvas.text(&outcome, (WORDS, y), Lettering::new(SMALL, colour))?;
    Ok(())
}

/// What came of a comparison, in words that fit: of claims as many as there is room for, and how many
/// more there are.
fn outcome(comparison: &Comparison<'_>, room: f64) -> String {
    if !comparison.is_estimated() {
        let because = comparison
            .first()
            .map_or("", |row| row.text("not_estimable_because"));
        let prefix = format!("{}: ", comparison.name);
        let said = said_plainly(because.strip_prefix(&prefix).unwrap_or(because));
        return shortened(&said, room, SMALL);
    }
    let claims: Vec<String> = comparison
        .rows
        .iter()
        .filter(|(_, row)| is_claim(*row))
        .map(|&(_, row)| {
            let delta = row.number("delta").unwrap_or_default();
            format!(
                "{}{}",
                if delta < 0.0 { "\u{2212}" } else { "+" },
                shown_form(row)
            )
        })
        .collect();
    if claims.is_empty() {
        return "no claims".to_owned();
    }
    let told = |n: usize| format!("{}: {}", claims.len(), listed(&claims, n));
    let fitting = (1..=claims.len())
        .rev()
        .map(told)
        .find(|text| text_width(text, SMALL) <= room);
    fitting.unwrap_or_else(|| shortened(&told(1), room, SMALL))
}

fn role_words(role: &str) -> String {
    match role {
        "all" => "all roles".to_owned(),
        role => clean(role),
    }
}
