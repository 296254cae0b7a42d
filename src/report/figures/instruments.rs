//! Actors and policy instruments: shares as a heat map where enough cells have an estimate, else how
//! many passages there are.
//!
//! A cell shows its share from [`ENOUGH`] passages on, where the table has an estimate. A role has
//! heat maps where a third of its cells with passages show one; else one figure of counts.

use std::collections::BTreeMap;

use super::canvas::draw;
use super::cells::{Cell, Filling, hatched_legend, ramp};
use super::matrix::{Matrix, MatrixRow, millimetres};
use super::words::{
    Ids, brief, clean, counted, distinct, level, listed, passages_of, target, thousands,
    with_interval,
};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "stance_by_actor_and_instrument.csv";
/// Passages of a cell from which its share is shown.
const ENOUGH: u64 = 10;
/// Rows and columns of one drawing.
const ROWS: usize = 24;
const COLUMNS: usize = 24;
const TOP: f64 = 65.0;

const SHARE_COLUMNS: [&str; 12] = [
    "actor",
    "instrument",
    "role",
    "stance",
    "denominator",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "status",
    "n_passages",
    "n_coded",
];
const COUNT_COLUMNS: [&str; 6] = [
    "actor",
    "instrument",
    "role",
    "n_passages",
    "n_words",
    "n_documents",
];

/// The cells of a role by actor, instrument and stance.
struct RoleCells<'t> {
    role: &'t str,
    actors: Vec<&'t str>,
    instruments: Vec<&'t str>,
    /// Instruments without passages in this role.
    absent: Vec<&'t str>,
    cells: BTreeMap<(&'t str, &'t str, &'t str), ReportRow<'t>>,
}

/// One drawing: these rows and columns of a role.
struct Sheet<'a, 't> {
    cells: &'a RoleCells<'t>,
    /// The name, actor and stance of each row; all stances together where there is none.
    rows: Vec<(String, &'t str, Option<&'a str>)>,
    instruments: &'a [&'t str],
    title: String,
    /// The largest count of one actor, which is the darkest shade.
    most: u64,
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
        let cells = RoleCells::of(table, role, &order);
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
            (*instrument == "none", place.unwrap_or(order.len()))
        };
        instruments.sort_by_key(rank);
        absent.retain(|instrument| !instruments.contains(instrument));
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
            cells,
        }
    }

    fn cell(&self, actor: &str, instrument: &str, stance: &str) -> Option<ReportRow<'t>> {
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

/// The share of a cell, where it is shown.
fn share_of(row: ReportRow<'_>) -> Option<f64> {
    let share = row.number("estimate")?;
    (row.count("n_passages") >= ENOUGH).then_some(share)
}

/// The drawings of a role.
fn sheets<'a, 't>(cells: &'a RoleCells<'t>, stances: &'a [&'a str]) -> Vec<Sheet<'a, 't>> {
    let role = passages_of(cells.role);
    let mut wanted: Vec<(String, Vec<(String, &'t str, Option<&'a str>)>)> = Vec::new();
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

impl Sheet<'_, '_> {
    fn has_shares(&self) -> bool {
        self.rows.iter().any(|(_, _, stance)| stance.is_some())
    }

    fn row_of(&self, actor: &str, stance: Option<&str>, instrument: &str) -> Option<ReportRow<'_>> {
        if let Some(stance) = stance {
            return self.cells.cell(actor, instrument, stance);
        }
        let mut of_cell = self.cells.cells.range((actor, instrument, "")..);
        let ((a, i, _), row) = of_cell.next()?;
        (*a == actor && *i == instrument).then_some(*row)
    }

    fn table_rows(&self) -> Vec<ReportRow<'_>> {
        let mut rows = Vec::new();
        for (_, actor, stance) in &self.rows {
            for instrument in self.instruments {
                rows.extend(self.row_of(actor, *stance, instrument));
            }
        }
        rows
    }

    fn figure(&self, table: &ReportTable, ids: &mut Ids) -> Result<Figure, FigureError> {
        let stances: Vec<&str> = self
            .rows
            .iter()
            .filter_map(|(_, _, stance)| *stance)
            .collect();
        let stance = match stances.as_slice() {
            [] => "counts",
            [first, rest @ ..] if rest.iter().all(|stance| stance == first) => first,
            _ => "stances",
        };
        let id = ids.next(&["instruments", self.cells.role, stance]);
        let matrix = self.matrix();
        let rows = self.table_rows();
        let columns: &[&str] = if self.has_shares() {
            &SHARE_COLUMNS
        } else {
            &COUNT_COLUMNS
        };
        let height = millimetres(TOP + matrix.height() + 15.0);
        let drawing = draw(&id, (170, height), |canvas| {
            self.legend(canvas)?;
            matrix.paint(canvas, TOP)
        })?;
        Ok(Figure {
            id,
            drawing,
            title: self.title.clone(),
            n: self.n(),
            method: self.method(&rows),
            shows: self.shows(),
            shows_not: self.shows_not().to_owned(),
            table: FigureTable {
                file: table.file.clone(),
                columns: columns.iter().map(|&c| c.to_owned()).collect(),
                rows: rows.iter().map(|row| row.fields(columns)).collect(),
            },
        })
    }

    fn legend(&self, canvas: &mut super::canvas::Canvas<'_>) -> Result<(), FigureError> {
        if !self.has_shares() {
            let most = thousands(self.most);
            let name = "passages; empty: none";
            ramp(canvas, (10.0, 30.0), ("1", &most), name)?;
            return Ok(());
        }
        let x = ramp(
            canvas,
            (10.0, 30.0),
            ("0", "1"),
            "share, n below; empty: no passages",
        )?;
        let text = format!("no estimate, or fewer than {ENOUGH} passages");
        hatched_legend(canvas, (x, 30.0), &text)
    }

    fn matrix(&self) -> Matrix {
        let is_one_actor = self
            .rows
            .iter()
            .all(|(_, actor, _)| Some(actor) == self.cells.actors.first());
        let rows = self.rows.iter().map(|(name, actor, stance)| {
            let cells = self.instruments.iter().map(|instrument| {
                let row = self.row_of(actor, *stance, instrument);
                self.cell(row, actor, *stance, instrument)
            });
            MatrixRow {
                name: if *actor == "all" {
                    "all together".to_owned()
                } else {
                    name.clone()
                },
                head: String::new(),
                cells: cells.collect(),
                total: String::new(),
                is_apart: *actor == "all" && !is_one_actor,
            }
        });
        Matrix {
            columns: self
                .instruments
                .iter()
                .map(|instrument| instrument_name(instrument))
                .collect(),
            rows: rows.collect(),
            columns_name: "policy instrument".to_owned(),
            rows_name: if self.has_shares() && is_one_actor {
                "stance"
            } else {
                "actor"
            }
            .to_owned(),
            total_name: String::new(),
            row_height: if self.has_shares() { 68.0 } else { 44.0 },
            cell_room: 110.0,
        }
    }

    fn cell(
        &self,
        row: Option<ReportRow<'_>>,
        actor: &str,
        stance: Option<&str>,
        instrument: &str,
    ) -> Cell {
        let Some(row) = row.filter(|row| row.count("n_passages") > 0) else {
            return Cell::new(Filling::Blank, Vec::new());
        };
        let n = row.count("n_passages");
        let who = format!("{}, {}", brief(actor, 60), instrument_name(instrument));
        let mut filters = vec![("role", self.cells.role), ("instrument", instrument)];
        if actor != "all" {
            filters.insert(0, ("actor", actor));
        }
        let Some(stance) = stance else {
            let filling = match actor {
                "all" => Filling::Blank,
                _ => Filling::Shade(n as f64 / self.most as f64),
            };
            let mut cell = Cell::new(filling, vec![thousands(n)]);
            cell.mark = Some((
                format!("{who}: {}", counted(n, "passage")),
                target(&filters),
            ));
            return cell;
        };
        filters.push(("stance", stance));
        let (mut cell, said) = share_cell(row, n);
        cell.mark = Some((format!("{who}, {stance}: {said}"), target(&filters)));
        cell
    }

    fn n(&self) -> String {
        let actors = self.rows.iter().map(|(_, actor, _)| *actor);
        let mut distinct: Vec<&str> = actors.filter(|&actor| actor != "all").collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut text = format!(
            "{} of {} and {}",
            passages_of(self.cells.role),
            counted(distinct.len() as u64, "actor"),
            counted(self.instruments.len() as u64, "instrument"),
        );
        if !self.cells.absent.is_empty() {
            let absent: Vec<String> = self.cells.absent.iter().map(|name| clean(name)).collect();
            text.push_str(&format!("; no passages about {}", listed(&absent, 30)));
        }
        text
    }

    fn method(&self, rows: &[ReportRow<'_>]) -> String {
        let shown = |row: &ReportRow<'_>| share_of(*row).is_some();
        let design = distinct(rows.iter().copied(), "design");
        if !self.has_shares() {
            return format!(
                "passages counted; a passage about several instruments counts in each; {design}. \
                 Counts stand here because fewer than a third of the cells have an estimate from \
                 {ENOUGH} passages or more."
            );
        }
        let method = distinct(rows.iter().copied().filter(shown), "method");
        let standard = distinct(rows.iter().copied(), "reference_standard");
        let with_limits = rows
            .iter()
            .find(|row| row.number("conf_low").is_some() && shown(row));
        let interval = with_limits.map_or_else(String::new, |row| {
            format!(
                " The line at the foot of a cell is its {} interval, the cell's width 0 to 1.",
                level(row.text("conf_level"))
            )
        });
        format!("{method}; {design}; reference standard: {standard}.{interval}")
    }

    fn shows(&self) -> String {
        if self.has_shares() {
            format!(
                "Which share of the passages about an instrument takes a stance, where the cell \
                 has an estimate and {ENOUGH} passages or more."
            )
        } else {
            "How many passages each actor has about each instrument.".to_owned()
        }
    }

    fn shows_not(&self) -> &'static str {
        if self.has_shares() {
            "Not which cells differ: each rests on few passages and many are compared; a difference \
             is a claim only where the table of contrasts says so."
        } else {
            "Not which stance they take: on so few passages per cell a share would say more of \
             chance than of the actor. Nor that an actor is silent elsewhere: instruments are found \
             by their words."
        }
    }
}

/// A cell with its share, and what its mark says of it.
fn share_cell(row: ReportRow<'_>, n: u64) -> (Cell, String) {
    let status = clean(row.text("status"));
    let Some(share) = share_of(row) else {
        let cell = Cell::new(Filling::Hatched, vec!["\u{2013}".to_owned(), thousands(n)]);
        return (
            cell,
            format!("no share shown, {} ({status})", counted(n, "passage")),
        );
    };
    let text = format!("{share:.2}");
    let short = text.strip_prefix('0').unwrap_or(&text).to_owned();
    let mut cell = Cell::new(Filling::Shade(share), vec![short, thousands(n)]);
    cell.whisker = row.number("conf_low").zip(row.number("conf_high"));
    let said = format!(
        "{} of {} ({status})",
        with_interval(row, "estimate"),
        counted(n, "passage")
    );
    (cell, said)
}

/// The name of an instrument; passages about none have a name of their own.
fn instrument_name(id: &str) -> String {
    if id == "none" {
        return "no instrument".to_owned();
    }
    clean(id)
}
