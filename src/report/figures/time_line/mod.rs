//! Shares over the years, for actors that speak in more than one.

mod drawing;

use std::collections::BTreeMap;

use super::palette::{ClassStyle, class_styles};
use super::provenance::{method_of, role_words, standard_note};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "stance_by_actor_and_year.csv";

const COLUMNS: [&str; 12] = [
    "actor",
    "year",
    "role",
    "stance",
    "inference",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "status",
    "n_passages",
    "n_coded",
];

/// Series in one figure, one below the other.
const MOST_SERIES: usize = 6;
/// Panels side by side.
const MOST_PANELS: usize = 5;

/// An actor in a role, over the years.
struct Series<'t> {
    actor: &'t str,
    role: &'t str,
    /// From stance, inference and year to the row.
    rows: BTreeMap<(&'t str, &'t str, &'t str), ReportRow<'t>>,
    years: Vec<&'t str>,
}

/// The figures of shares over the years.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn time_lines(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let all = series(table);
    let styles = class_styles(codebook);
    let n_columns = styles.len().div_ceil(styles.len().div_ceil(MOST_PANELS));
    let mut pages: Vec<(&[Series<'_>], &[ClassStyle])> = Vec::new();
    for part in all.chunks(MOST_SERIES) {
        pages.extend(styles.chunks(n_columns).map(|styles| (part, styles)));
    }
    let mut figures = Vec::new();
    for (i, (part, styles)) in pages.iter().enumerate() {
        let place = (pages.len() > 1).then_some((i + 1, pages.len()));
        figures.push(figure(part, styles, place)?);
    }
    Ok(figures)
}

/// The series of at least two years that have an estimate.
fn series(table: &ReportTable) -> Vec<Series<'_>> {
    let mut series: Vec<Series<'_>> = Vec::new();
    let rows = table.rows().filter(|row| {
        row.text("denominator") == "passages"
            && row.text("role") != "all"
            && row.text("actor") != "all"
    });
    for row in rows.filter(|row| row.text("year").parse::<u16>().is_ok()) {
        let (actor, role) = (row.text("actor"), row.text("role"));
        let known = series
            .iter()
            .position(|s| s.actor == actor && s.role == role);
        let place = known.unwrap_or_else(|| {
            series.push(Series {
                actor,
                role,
                rows: BTreeMap::new(),
                years: Vec::new(),
            });
            series.len() - 1
        });
        let Some(one) = series.get_mut(place) else {
            continue;
        };
        let year = row.text("year");
        if row.number("estimate").is_some() && !one.years.contains(&year) {
            one.years.push(year);
        }
        one.rows
            .insert((row.text("stance"), row.text("inference"), year), row);
    }
    series.retain(|one| one.years.len() > 1);
    for one in &mut series {
        one.years.sort_unstable();
    }
    series
}

impl<'t> Series<'t> {
    fn row(&self, stance: &str, inference: &str, year: &str) -> Option<ReportRow<'t>> {
        self.rows.get(&(stance, inference, year)).copied()
    }

    fn drawn(&self, styles: &[ClassStyle]) -> Vec<ReportRow<'t>> {
        let mut rows = Vec::new();
        for style in styles {
            for year in &self.years {
                for inference in ["corpus", "beyond-corpus"] {
                    rows.extend(self.row(&style.id, inference, year));
                }
            }
        }
        rows
    }
}

fn figure(
    series: &[Series<'_>],
    styles: &[ClassStyle],
    place: Option<(usize, usize)>,
) -> Result<Figure, FigureError> {
    let rows: Vec<ReportRow<'_>> = series.iter().flat_map(|one| one.drawn(styles)).collect();
    let (suffix, of) = place.map_or((String::new(), String::new()), |(i, n)| {
        (format!("-{i}"), format!(" ({i} of {n})"))
    });
    let id = format!("time-line{suffix}");
    let n: Vec<String> = series.iter().map(|one| n_words(one, styles)).collect();
    Ok(Figure {
        drawing: drawing::drawing(&id, series, styles)?,
        id,
        title: format!("Stances over the years, by actor and role{of}"),
        n: n.join("; "),
        method: method_of(&rows, "estimate"),
        shows:
            "Each mark is the share of an actor's passages of a year that take the stance of its \
                column; lines join the years of one actor in one role."
                .to_owned(),
        shows_not: format!(
            "It does not show a trend of an actor: years differ in their documents and subjects, and a \
             line between two years says nothing about the time between{}.",
            standard_note(&rows)
        ),
        table: FigureTable {
            file: FILE.to_owned(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}

fn n_words(one: &Series<'_>, styles: &[ClassStyle]) -> String {
    let counts: Vec<String> = one
        .years
        .iter()
        .filter_map(|year| {
            let row = styles
                .iter()
                .find_map(|style| one.row(&style.id, "corpus", year))?;
            Some(format!("{} in {year}", row.text("n_passages")))
        })
        .collect();
    format!(
        "{}, {}: passages {}",
        one.actor,
        role_words(one.role),
        counts.join(", ")
    )
}
