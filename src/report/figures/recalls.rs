//! How well the passages of each actor are recognised: unequal recall tilts every comparison of
//! predicted labels.

use std::collections::BTreeSet;

use super::forest::{Axis, Caption, Cell, Forest, Look, MarkRow, Panel, Row, figures_of};
use super::lettering::{counted, decimal, with_limits};
use super::palette::{ClassStyle, class_styles};
use super::provenance::{FEW_CODED, actors_of, limits, method_of, role_words, standard_note};
use super::target::target;
use super::words::level;
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const OUT_OF_FOLD: &str = "recall_by_actor.csv";
const IN_COMPARISON: &str = "recall_in_comparison.csv";

pub(super) const COLUMNS: [&str; 7] = [
    "actor",
    "stance",
    "recall",
    "conf_low",
    "conf_high",
    "n_correct",
    "n",
];

/// One row of the figure: the file's rows that belong to it.
struct Recalled<'t> {
    label: String,
    role: Option<&'t str>,
    rows: Vec<ReportRow<'t>>,
}

/// The figure of recall per actor: by models that have not seen the group of a passage where they
/// were evaluated, else by the predictions that are compared.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn recalls(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let styles = class_styles(codebook);
    let found = match (tables.get(OUT_OF_FOLD), tables.get(IN_COMPARISON)) {
        (Some(table), _) => (OUT_OF_FOLD, out_of_fold(table)),
        (None, Some(table)) => (IN_COMPARISON, in_comparison(table)),
        (None, None) => return Ok(Vec::new()),
    };
    let (file, recalled) = found;
    let forest = forest(&recalled, &styles);
    if forest.cells().all(|cell| cell.value.is_none()) {
        return Ok(Vec::new());
    }
    figures_of(&forest, &caption(file, &recalled, &styles))
}

fn out_of_fold(table: &ReportTable) -> Vec<Recalled<'_>> {
    let splits = table.values("split");
    let split = if splits.contains(&"grouped") {
        "grouped"
    } else {
        splits.first().copied().unwrap_or_default()
    };
    let mut recalled: Vec<Recalled<'_>> = Vec::new();
    for row in table.rows().filter(|row| row.text("split") == split) {
        match recalled
            .iter_mut()
            .find(|one| one.label == row.text("actor"))
        {
            Some(one) => one.rows.push(row),
            None => recalled.push(Recalled {
                label: row.text("actor").to_owned(),
                role: None,
                rows: vec![row],
            }),
        }
    }
    recalled
}

fn in_comparison(table: &ReportTable) -> Vec<Recalled<'_>> {
    let roles = table.values("role");
    let mut recalled = Vec::new();
    for &role in &roles {
        for actor in actors_of(table, role) {
            recalled.push(Recalled {
                label: format!("{actor}, {}", role_words(role)),
                role: Some(role),
                rows: table
                    .rows()
                    .filter(|row| row.is(&[("role", role), ("actor", actor)]))
                    .collect(),
            });
        }
    }
    recalled
}

fn forest(recalled: &[Recalled<'_>], styles: &[ClassStyle]) -> Forest {
    let has_all = recalled.iter().any(|one| one.of("").is_some());
    let mut panels = Vec::new();
    if has_all {
        panels.push((
            String::new(),
            panel("all classes", "accuracy", Look::plain(), false),
        ));
    }
    for style in styles {
        let look = Look {
            colour: style.colour.clone(),
            shape: style.shape,
        };
        panels.push((style.id.clone(), panel(&style.id, &style.name, look, true)));
    }
    let rows = recalled.iter().map(|one| {
        let cells = panels.iter().map(|(stance, _)| match one.of(stance) {
            Some(row) => cell(one, row, stance),
            None => Cell {
                reason: "none coded".to_owned(),
                ..Cell::default()
            },
        });
        Row::Marks(MarkRow {
            label: one.label.clone(),
            is_flagged: one.n() < FEW_CODED,
            cells: cells.collect(),
            ..MarkRow::default()
        })
    });
    Forest {
        rows: rows.collect(),
        panels: panels.into_iter().map(|(_, panel)| panel).collect(),
        row_head: "actor".to_owned(),
        note_heads: Vec::new(),
        flag: format!("fewer than {FEW_CODED} coded passages"),
        counted: String::new(),
        whiskers: (interval_words(recalled), String::new()),
    }
}

/// `95 % interval (Wilson)`.
fn interval_words(recalled: &[Recalled<'_>]) -> String {
    let rows = recalled.iter().flat_map(|one| &one.rows);
    let mut levels = rows.map(|row| level(row.text("conf_level")));
    let level = levels.find(|level| !level.is_empty()).unwrap_or_default();
    format!("{level} interval (Wilson)").trim_start().to_owned()
}

fn panel(title: &str, subtitle: &str, look: Look, is_look_shown: bool) -> Panel {
    Panel {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        look,
        is_look_shown,
        axis: Axis::of_shares(
            "recall: share of coded passages that get their class, 0 to 1",
            std::iter::empty(),
        ),
        side_head: "found".to_owned(),
    }
}

impl<'t> Recalled<'t> {
    fn of(&self, stance: &str) -> Option<ReportRow<'t>> {
        let mut rows = self.rows.iter().copied();
        rows.find(|row| row.text("stance") == stance)
    }

    /// The coded passages: those of all classes, or of each.
    fn n(&self) -> u64 {
        match self.of("") {
            Some(row) => row.count("n"),
            None => self.rows.iter().map(|row| row.count("n")).sum(),
        }
    }
}

fn cell(one: &Recalled<'_>, row: ReportRow<'_>, stance: &str) -> Cell {
    let value = row.number("recall");
    let (found, n) = (row.text("n_correct"), row.text("n"));
    let mut fields = vec![("actor", row.text("actor"))];
    fields.extend(one.role.map(|role| ("role", role)));
    if !stance.is_empty() {
        fields.push(("gold", stance));
    }
    let of = if stance.is_empty() {
        "all classes"
    } else {
        stance
    };
    let said = value.map_or("no coded passage".to_owned(), |value| {
        format!("{}, {found} of {n}", with_limits(value, limits(row)))
    });
    Cell {
        value,
        interval: limits(row),
        reason: "none coded".to_owned(),
        side: if value.is_some() {
            format!("{found}/{n}")
        } else {
            String::new()
        },
        link: Some((
            format!("{}, recall of {of}: {said}", one.label),
            target(&fields),
        )),
        numbers: vec![row.fields(&COLUMNS)],
        ..Cell::default()
    }
}

fn caption(file: &str, recalled: &[Recalled<'_>], styles: &[ClassStyle]) -> Caption {
    let rows: Vec<ReportRow<'_>> = recalled.iter().flat_map(|one| one.rows.clone()).collect();
    let n: u64 = recalled.iter().map(Recalled::n).sum();
    let n_few = recalled.iter().filter(|one| one.n() < FEW_CODED).count();
    let whom = if file == OUT_OF_FOLD {
        "predictions by models that have not seen the group of the passage"
    } else {
        "the predictions that are compared"
    };
    Caption {
        id: "recall-by-actor".to_owned(),
        title: "How well the passages of each actor are recognised".to_owned(),
        n: format!(
            "{} of {}; {whom}",
            counted(n, "coded passage"),
            counted(n_actors(recalled), "actor")
        ),
        method: method_of(&rows, "recall"),
        shows: shows(recalled, styles),
        shows_not: format!(
            "It does not show how often a label is right (precision); and {n_few} of the \
             {} rows rest on fewer than {FEW_CODED} coded passages, so that unequal marks need not mean \
             unequal recall{}.",
            recalled.len(),
            standard_note(&rows)
        ),
        file: file.to_owned(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
    }
}

/// How many actors the rows are of: one who speaks in two roles has two rows.
fn n_actors(recalled: &[Recalled<'_>]) -> u64 {
    let rows = recalled.iter().filter_map(|one| one.rows.first());
    let actors: BTreeSet<&str> = rows.map(|row| row.text("actor")).collect();
    actors.len() as u64
}

/// The class of which the recall differs most between actors with enough codes of it.
fn shows(recalled: &[Recalled<'_>], styles: &[ClassStyle]) -> String {
    let mut widest: Option<(f64, String)> = None;
    let mut has_one = false;
    for style in styles {
        let mut found: Vec<(f64, String)> = recalled
            .iter()
            .filter_map(|one| {
                let row = one
                    .of(&style.id)
                    .filter(|row| row.count("n") >= FEW_CODED)?;
                let of = format!("{}, {}/{}", one.label, row.text("n_correct"), row.text("n"));
                Some((row.number("recall")?, of))
            })
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        has_one |= !found.is_empty();
        let (Some(worst), Some(best)) = (found.first(), found.last()) else {
            continue;
        };
        let width = best.0 - worst.0;
        if found.len() > 1 && widest.as_ref().is_none_or(|known| width > known.0) {
            let text = format!(
                "Among the {} rows with at least {FEW_CODED} coded passages of {}, its recall runs \
                 from {} ({}) to {} ({}).",
                found.len(),
                style.id,
                decimal(worst.0),
                worst.1,
                decimal(best.0),
                best.1
            );
            widest = Some((width, text));
        }
    }
    match widest {
        Some((_, text)) => text,
        None if has_one => format!(
            "No class has two rows with at least {FEW_CODED} coded passages of it, so nothing can be \
             said of who is recognised better."
        ),
        None => format!(
            "No row has at least {FEW_CODED} coded passages of one class, so nothing can be said of \
             who is recognised better."
        ),
    }
}
