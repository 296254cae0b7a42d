//! One drawing of actors or stances against policy instruments.

use super::canvas::{Canvas, draw};
use super::cells::{Cell, Filling, hatched_legend, ramp};
use super::instruments::{ENOUGH, FILE, NONE, RoleCells, share_of};
use super::matrix::{Matrix, MatrixRow, millimetres};
use super::target::{COUNTED, class_field, target};
use super::words::{
    Ids, brief, clean, counted, distinct, level, listed, passages_of, thousands, with_interval,
};
use super::{Figure, FigureError, FigureTable};
use crate::report::{ReportRow, ReportTable};

const TOP: f64 = 65.0;

pub(super) const SHARE_COLUMNS: [&str; 12] = [
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

/// The name, actor and stance of a row; all stances together where there is none.
pub(super) type SheetRow<'a, 't> = (String, &'t str, Option<&'a str>);

/// One drawing: these rows and columns of a role.
pub(super) struct Sheet<'a, 't> {
    pub(super) cells: &'a RoleCells<'t>,
    pub(super) rows: Vec<SheetRow<'a, 't>>,
    pub(super) instruments: &'a [&'t str],
    pub(super) title: String,
    /// The largest count of one actor, which is the darkest shade.
    pub(super) most: u64,
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

    /// The drawing with its words and numbers.
    pub(super) fn figure(&self, table: &ReportTable, ids: &mut Ids) -> Result<Figure, FigureError> {
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

    fn legend(&self, canvas: &mut Canvas<'_>) -> Result<(), FigureError> {
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
            row_height: self.row_height(),
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
        let mut filters = vec![
            ("role", self.cells.role),
            ("instrument", instrument),
            COUNTED,
        ];
        if actor != "all" {
            filters.insert(0, ("actor", actor));
        }
        let Some(stance) = stance else {
            let filling = match actor {
                "all" => Filling::Blank,
                _ => Filling::Shade(n as f64 / self.most as f64),
            };
            let mut cell = Cell::new(filling, vec![compact(n)]);
            cell.mark = Some((
                format!("{who}: {}", counted(n, "passage")),
                target(&filters),
            ));
            return cell;
        };
        filters.push((class_field(row), stance));
        let (mut cell, said) = share_cell(row, n);
        cell.mark = Some((format!("{who}, {stance}: {said}"), target(&filters)));
        cell
    }

    fn row_height(&self) -> f64 {
        let rows = self.table_rows();
        let has_whisker = |row: &ReportRow<'_>| row.number("conf_low").is_some();
        match self.has_shares() {
            true if rows.iter().any(has_whisker) => 80.0,
            true => 68.0,
            false => 44.0,
        }
    }

    fn n(&self) -> String {
        let actors = self.rows.iter().map(|(_, actor, _)| *actor);
        let mut distinct: Vec<&str> = actors.filter(|&actor| actor != "all").collect();
        distinct.sort_unstable();
        distinct.dedup();
        let named = self.instruments.iter().filter(|&&name| name != NONE);
        let mut text = format!(
            "{} of {} and {}",
            passages_of(self.cells.role),
            counted(distinct.len() as u64, "actor"),
            counted(named.count() as u64, "instrument"),
        );
        if self.instruments.contains(&NONE) {
            text.push_str("; those about no instrument in the last column");
        }
        if !self.cells.absent.is_empty() {
            let absent: Vec<String> = self.cells.absent.iter().map(|name| clean(name)).collect();
            let more = format!("; no passages about {}", listed(&absent, 30));
            text.push_str(&more);
        }
        for (n, what) in [
            (self.cells.n_left_out.0, "instrument"),
            (self.cells.n_left_out.1, "actor"),
        ] {
            if n > 0 {
                let what = counted(n as u64, what);
                let more = format!("; {what} with fewer passages only in {FILE}");
                text.push_str(&more);
            }
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
            "Not which stance they take: for most cells too little is coded to estimate a share. Nor \
             that an actor is silent elsewhere: instruments are found by their words."
        }
    }
}

/// A cell with its share, and what its mark says of it.
fn share_cell(row: ReportRow<'_>, n: u64) -> (Cell, String) {
    let status = clean(row.text("status"));
    let Some(share) = share_of(row) else {
        let cell = Cell::new(Filling::Hatched, vec!["\u{2013}".to_owned(), compact(n)]);
        return (
            cell,
            format!("no share shown, {} ({status})", counted(n, "passage")),
        );
    };
    let text = format!("{share:.2}");
    let short = match text.strip_prefix('0') {
        Some(short) => short.to_owned(),
        None => format!("{share:.1}"),
    };
    let mut cell = Cell::new(Filling::Shade(share), vec![short, compact(n)]);
    cell.whisker = row.number("conf_low").zip(row.number("conf_high"));
    let said = format!(
        "{} of {} ({status})",
        with_interval(row, "estimate"),
        counted(n, "passage")
    );
    (cell, said)
}

/// A count as it fits a narrow cell; thousands are rounded: `1.2k`.
fn compact(n: u64) -> String {
    match n {
        0..1_000 => n.to_string(),
        1_000..10_000 => format!("{:.1}k", n as f64 / 1000.0),
        _ => format!("{:.0}k", n as f64 / 1000.0),
    }
}

/// The name of an instrument; passages about none have a name of their own.
fn instrument_name(id: &str) -> String {
    if id == NONE {
        return "no instrument".to_owned();
    }
    clean(id)
}
