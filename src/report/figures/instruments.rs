//! Actors and policy instruments: shares as a heat map where enough cells have an estimate, else how
//! many passages there are.
//!
//! A cell shows its share from [`ENOUGH`] passages on, where the table has an estimate. A role has
//! heat maps where a third of its cells with passages show one; else one figure of counts.

use std::collections::BTreeMap;

use super::instruments_sheet::{Sheet, SheetRow};
use super::words::{Ids, brief, clean, passages_of};
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

pub(super) const FILE: &str = "stance_by_actor_and_instrument.csv";
/// What stands for an instrument where a passage is about none.
pub(super) const NONE: &str = "none";
/// Passages of a cell from which its share is shown.
pub(super) const ENOUGH: u64 = 10;
/// Rows of one drawing; columns of one drawing and in all.
const ROWS: usize = 22;
const COLUMNS: usize = 24;
/// Drawings of a role at most, where every stance has one.
const SHEETS: usize = 12;

/// The cells of a role by actor, instrument and stance.
pub(super) struct RoleCells<'t> {
    pub(super) role: &'t str,
    pub(super) actors: Vec<&'t str>,
    pub(super) instruments: Vec<&'t str>,
    /// Instruments without passages in this role.
    pub(super) absent: Vec<&'t str>,
    /// How many instruments and actors had no room.
    pub(super) n_left_out: (usize, usize),
    pub(super) cells: BTreeMap<(&'t str, &'t str, &'t str), ReportRow<'t>>,
}

/// Heat maps and counts of each role.
///
/// # Errors
/// [`FigureError`].
pub(super) fn instruments(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let stances: Vec<&str> = codebook.class_ids().collect();
    let order: Vec<&str> = codebook
        .instruments()
        .iter()
        .map(|i| i.id.as_str())
        .collect();
    let mut ids = Ids::default();
    let mut figures = Vec::new();
    for role in table.values("role") {
        let mut cells = RoleCells::of(table, role, &order);
        cells.limit(stances.len());
        for sheet in sheets(&cells, &stances) {
            figures.push(sheet.figure(table, &mut ids)?);
        }
    }
    Ok(figures)
}

impl<'t> RoleCells<'t> {
    /// The cells of a role; instruments in this order, then others, then passages about none.
    fn of(table: &'t ReportTable, role: &'t str, order: &[&str]) -> Self {
        let rows: Vec<ReportRow<'t>> = table
            .rows()
            .filter(|row| row.text("role") == role)
            .collect();
        let first = |column| rows.first().map_or("", |row| row.text(column));
        let (inference, denominator) = if rows.iter().any(|row| row.text("inference") == "corpus") {
            ("corpus", first("denominator"))
        } else {
            (first("inference"), first("denominator"))
        };
        let kept = [("inference", inference), ("denominator", denominator)];
        let mut cells = BTreeMap::new();
        let mut actors = Vec::new();
        let mut instruments = Vec::new();
        let mut absent = Vec::new();
        for row in rows.into_iter().filter(|row| row.is(&kept)) {
            let (actor, instrument) = (row.text("actor"), row.text("instrument"));
            if row.count("n_passages") > 0 {
                keep(&mut actors, actor);
                keep(&mut instruments, instrument);
            } else {
                keep(&mut absent, instrument);
            }
            cells
                .entry((actor, instrument, row.text("stance")))
                .or_insert(row);
        }
        let rank = |instrument: &&str| {
            let place = order.iter().position(|known| known == instrument);
            (*instrument == NONE, place.unwrap_or(order.len()))
        };
        instruments.sort_by_key(rank);
        absent.retain(|instrument| *instrument != NONE && !instruments.contains(instrument));
        let n_actors = actors.iter().filter(|&&actor| actor != "all").count();
        let has_all = actors.contains(&"all") && n_actors != 1;
        actors.retain(|&actor| actor != "all");
        if has_all {
            actors.push("all");
        }
        Self {
            role,
            actors,
            instruments,
            absent,
            n_left_out: (0, 0),
            cells,
        }
    }

    /// Leaves out the instruments, and the actors, with fewest passages where there are more than a
    /// report can hold.
    fn limit(&mut self, n_stances: usize) {
        let n_actors = ROWS * (SHEETS / n_stances.max(1)).max(1);
        let mut of_instrument: BTreeMap<&str, u64> = BTreeMap::new();
        let mut of_actor: BTreeMap<&str, u64> = BTreeMap::new();
        for ((actor, instrument, _), row) in &self.cells {
            *of_instrument.entry(instrument).or_default() += row.count("n_passages");
            *of_actor.entry(actor).or_default() += row.count("n_passages");
        }
        self.n_left_out = (
            keep_largest(&mut self.instruments, &of_instrument, COLUMNS),
            keep_largest(&mut self.actors, &of_actor, n_actors),
        );
    }

    pub(super) fn cell(
        &self,
        actor: &str,
        instrument: &str,
        stance: &str,
    ) -> Option<ReportRow<'t>> {
        let key = (actor, instrument, stance);
        self.cells.get(&key).copied()
    }

    /// Whether enough cells show a share.
    fn has_shares(&self) -> bool {
        let of_actors = self.cells.iter().filter(|((actor, ..), row)| {
            row.count("n_passages") > 0 && (*actor != "all" || self.actors.len() == 1)
        });
        let (mut shown, mut all) = (0_usize, 0_usize);
        for (_, row) in of_actors {
            all += 1;
            shown += usize::from(share_of(*row).is_some());
        }
        all > 0 && shown * 3 >= all
    }

    /// The largest count of one actor and instrument.
    fn most(&self) -> u64 {
        let counts = self.cells.iter().filter(|((actor, ..), _)| *actor != "all");
        let counts = counts.map(|(_, row)| row.count("n_passages"));
        counts.max().unwrap_or(1).max(1)
    }
}

fn keep<'t>(known: &mut Vec<&'t str>, name: &'t str) {
    if !known.contains(&name) {
        known.push(name);
    }
}

/// Keeps the names with the largest counts, in their order; all actors together and passages about no
/// instrument always stay.
fn keep_largest(names: &mut Vec<&str>, counts: &BTreeMap<&str, u64>, most: usize) -> usize {
    let n_left_out = names.len().saturating_sub(most);
    let mut ranked = names.clone();
    let count = |name: &str| counts.get(name).copied().unwrap_or_default();
    let is_free = |name: &str| name != "all" && name != NONE;
    ranked.sort_by_key(|&name| (is_free(name), std::cmp::Reverse(count(name))));
    ranked.truncate(most);
    names.retain(|name| ranked.contains(name));
    n_left_out
}

/// The share of a cell, where it is shown.
pub(super) fn share_of(row: ReportRow<'_>) -> Option<f64> {
    let share = row.number("estimate")?;
    (row.count("n_passages") >= ENOUGH).then_some(share)
}

/// The drawings of a role.
fn sheets<'a, 't>(cells: &'a RoleCells<'t>, stances: &'a [&'a str]) -> Vec<Sheet<'a, 't>> {
    let role = passages_of(cells.role);
    let mut wanted: Vec<(String, Vec<SheetRow<'a, 't>>)> = Vec::new();
    if !cells.has_shares() {
        let rows = cells
            .actors
            .iter()
            .map(|&actor| (clean(actor), actor, None));
        let title = format!("Passages per actor and policy instrument, {role}");
        wanted.push((title, rows.collect()));
    } else if let [actor] = cells.actors.as_slice() {
        let rows = stances
            .iter()
            .map(|&stance| (stance.to_owned(), *actor, Some(stance)));
        let title = format!(
            "Stances of {} per policy instrument, {role}",
            brief(actor, 60)
        );
        wanted.push((title, rows.collect()));
    } else {
        for &stance in stances {
            let rows = cells
                .actors
                .iter()
                .map(|&actor| (clean(actor), actor, Some(stance)));
            let title = format!("Share of {stance} per actor and policy instrument, {role}");
            wanted.push((title, rows.collect()));
        }
    }
    let mut sheets = Vec::new();
    for (title, rows) in wanted {
        let columns = chunks(&cells.instruments, COLUMNS);
        let rows = chunks(&rows, ROWS);
        let n = columns.len() * rows.len();
        for (k, part) in rows.iter().enumerate() {
            for (l, instruments) in columns.iter().enumerate() {
                let of = match n {
                    1 => String::new(),
                    n => format!(" ({} of {n})", k * columns.len() + l + 1),
                };
                sheets.push(Sheet {
                    cells,
                    rows: part.to_vec(),
                    instruments,
                    title: format!("{title}{of}"),
                    most: cells.most(),
                });
            }
        }
    }
    sheets
}

/// Parts of about the same size, none larger than `most`.
fn chunks<T>(all: &[T], most: usize) -> Vec<&[T]> {
    let n_parts = all.len().div_ceil(most).max(1);
    all.chunks(all.len().div_ceil(n_parts).max(1)).collect()
}
