//! Shares of stances per actor, one figure per role.

use std::collections::BTreeMap;

use super::forest::{Axis, Behind, Caption, Cell, Forest, Look, MarkRow, Panel, Row, figures_of};
use super::lettering::{counted, decimal, with_limits};
use super::palette::{ClassStyle, class_styles};
use super::provenance::{
    FEW_CODED, actors_of, limits, method_of, role_groups, role_words, roles_words, standard_note,
};
use super::target::{COUNTED, class_field, target};
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "stance_by_actor.csv";
const CONTRASTS: &str = "contrasts.csv";

pub(super) const COLUMNS: [&str; 13] = [
    "actor",
    "role",
    "stance",
    "denominator",
    "inference",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "status",
    "raw_share",
    "n_passages",
    "n_coded",
];

/// Shares by role, actor, stance and inference.
type Index<'t> = BTreeMap<(&'t str, &'t str, &'t str, &'t str), ReportRow<'t>>;

/// The figures of shares among passages.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn shares(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let styles = class_styles(codebook);
    let index: Index<'_> = table
        .rows()
        .filter(|row| row.text("denominator") == "passages")
        .map(|row| {
            let key = ["role", "actor", "stance", "inference"].map(|column| row.text(column));
            ((key[0], key[1], key[2], key[3]), row)
        })
        .collect();
    let mut figures = Vec::new();
    for roles in role_groups(table) {
        let actors: Vec<(&str, Vec<&str>)> = roles
            .iter()
            .map(|role| (role.as_str(), actors_of(table, role)))
            .collect();
        let forest = forest(&index, &actors, &styles);
        let mut caption = caption(table, &index, &actors, &styles, &forest);
        if has_contrasts(tables, &roles) {
            caption.shows_not = caption.shows_not.replacen(
                "nor whether two of them differ",
                "nor whether two of them differ (for that see “How far actors differ”)",
                1,
            );
        }
        figures.extend(figures_of(&forest, &caption)?);
    }
    Ok(figures)
}

/// Whether a difference of two actors is estimated in one of the roles.
fn has_contrasts(tables: &ReportTables, roles: &[String]) -> bool {
    let rows = tables.get(CONTRASTS).into_iter();
    let mut rows = rows.flat_map(ReportTable::rows);
    rows.any(|row| {
        roles.iter().any(|role| role == row.text("role")) && row.number("estimate").is_some()
    })
}

fn forest(index: &Index<'_>, actors: &[(&str, Vec<&str>)], styles: &[ClassStyle]) -> Forest {
    let mut rows = Vec::new();
    for (role, names) in actors {
        let all = Some("all").filter(|_| names.len() > 1);
        let n_before = rows.len();
        for &actor in names.iter().chain(&all) {
            let label = match (actor, actors.len()) {
                ("all", _) => format!("all, {}", role_words(role)),
                (actor, 1) => actor.to_owned(),
                (actor, _) => format!("{actor}, {}", role_words(role)),
            };
            let row = mark_row(index, (role, actor), label, styles);
            rows.extend(row.map(Row::Marks));
        }
        if n_before > 0
            && let Some(Row::Marks(first)) = rows.get_mut(n_before)
        {
            first.is_apart = true;
        }
    }
    let mut forest = Forest {
        panels: Vec::new(),
        rows,
        row_head: "actor".to_owned(),
        note_heads: vec!["passages".to_owned(), "coded".to_owned()],
        flag: format!("fewer than {FEW_CODED} coded passages"),
        counted: "count of predicted labels, biased, no interval".to_owned(),
        whiskers: (
            "interval for this corpus".to_owned(),
            "interval beyond this corpus".to_owned(),
        ),
    };
    if forest.cells().all(|cell| cell.value.is_none()) {
        only_counts(&mut forest);
    }
    let extent: Vec<f64> = forest.cells().flat_map(Cell::extent).collect();
    forest.panels = styles.iter().map(|style| panel(style, &extent)).collect();
    forest
}

/// Where nothing is estimated the figure says so once, not in every row and cell.
fn only_counts(forest: &mut Forest) {
    let is_coded = |row: &MarkRow| row.notes.last().is_some_and(|n_coded| n_coded != "0");
    let rows = forest.rows.iter_mut().filter_map(|row| match row {
        Row::Marks(row) => Some(row),
        Row::Heading(_) => None,
    });
    let rows: Vec<&mut MarkRow> = rows.collect();
    let is_any_coded = rows.iter().any(|row| is_coded(row));
    for row in rows {
        row.is_flagged &= is_any_coded;
        let counted = row.cells.iter_mut().filter(|cell| cell.counted.is_some());
        counted.for_each(|cell| cell.reason.clear());
    }
}

fn panel(style: &ClassStyle, extent: &[f64]) -> Panel {
    Panel {
        title: style.id.clone(),
        subtitle: style.name.clone(),
        look: Look {
            colour: style.colour.clone(),
            shape: style.shape,
        },
        is_look_shown: true,
        axis: Axis::of_shares("share of passages, 0 to 1", extent.iter().copied()),
        side_head: String::new(),
    }
}

fn mark_row(
    index: &Index<'_>,
    (role, actor): (&str, &str),
    label: String,
    styles: &[ClassStyle],
) -> Option<MarkRow> {
    let row = |stance: &str, inference| index.get(&(role, actor, stance, inference)).copied();
    let first = styles.iter().find_map(|style| row(&style.id, "corpus"))?;
    let (n, n_coded) = (first.count("n_passages"), first.count("n_coded"));
    let coded = if n == n_coded && n > 0 {
        format!("all {n_coded}")
    } else {
        n_coded.to_string()
    };
    let cells = styles.iter().map(|style| {
        let (corpus, beyond) = (row(&style.id, "corpus"), row(&style.id, "beyond-corpus"));
        cell(corpus, beyond, &style.id)
    });
    Some(MarkRow {
        label,
        is_flagged: n_coded < FEW_CODED,
        is_total: actor == "all",
        is_apart: actor == "all",
        notes: vec![n.to_string(), coded],
        cells: cells.collect(),
    })
}

/// The cell of a share: the estimate of the corpus, its interval and the one beyond the corpus.
pub(super) fn cell(
    corpus: Option<ReportRow<'_>>,
    beyond: Option<ReportRow<'_>>,
    stance: &str,
) -> Cell {
    let Some(row) = corpus.or(beyond) else {
        return Cell::default();
    };
    let value = row.number("estimate");
    let rows = [corpus, beyond].into_iter().flatten();
    Cell {
        value,
        behind: behind(row.text("status")),
        interval: corpus.and_then(limits),
        wider: beyond.filter(|_| value.is_some()).and_then(limits),
        counted: row.number("raw_share"),
        reason: reason(row.text("status")).to_owned(),
        link: Some((
            label(row, beyond, stance),
            link(row, (class_field(row), stance)),
        )),
        counted_link: counted_link(row, stance),
        numbers: rows.map(|row| row.fields(&COLUMNS)).collect(),
        ..Cell::default()
    }
}

/// What stands behind a number of this status.
pub(super) fn behind(status: &str) -> Behind {
    match status {
        "census" => Behind::Census,
        "labels-only" => Behind::Labels,
        _ => Behind::Estimate,
    }
}

/// Why there is no number, in a few words.
pub(super) fn reason(status: &str) -> &'static str {
    match status {
        "empty" => "no passages",
        "descriptive" => "not coded",
        _ => "too few coded",
    }
}

/// The mark of the count of predicted labels, where it selects other passages than the estimate.
fn counted_link(row: ReportRow<'_>, stance: &str) -> Option<(String, String)> {
    let raw = row.number("raw_share")?;
    let label = format!(
        "{}, {}, {stance}: predicted labels, counted: {} of {}",
        row.text("actor"),
        row.text("role"),
        decimal(raw),
        counted(row.count("n_passages"), "passage")
    );
    (class_field(row) != "stance").then(|| (label, link(row, ("stance", stance))))
}

fn link(row: ReportRow<'_>, class: (&str, &str)) -> String {
    let (actor, role) = (row.text("actor"), row.text("role"));
    let mut fields = vec![("role", role), class, COUNTED];
    if actor != "all" {
        fields.insert(0, ("actor", actor));
    }
    target(&fields)
}

fn label(row: ReportRow<'_>, beyond: Option<ReportRow<'_>>, stance: &str) -> String {
    let (actor, role) = (row.text("actor"), row.text("role"));
    let n = counted(row.count("n_passages"), "passage");
    let estimate = match row.number("estimate") {
        Some(value) => {
            let status = row.text("status");
            let wider = beyond
                .and_then(limits)
                .map_or(String::new(), |(low, high)| {
                    format!(", beyond the corpus {} to {}", decimal(low), decimal(high))
                });
            format!(
                "{} of {n} ({status}{wider})",
                with_limits(value, limits(row))
            )
        }
        None => format!("no estimate of {n}: {}", reason(row.text("status"))),
    };
    let coded = row.count("n_coded");
    let raw = row.number("raw_share").map_or(String::new(), |raw| {
        format!("; predicted labels, counted: {}", decimal(raw))
    });
    format!("{actor}, {role}, {stance}: {estimate}; {coded} coded{raw}")
}

fn caption(
    table: &ReportTable,
    index: &Index<'_>,
    actors: &[(&str, Vec<&str>)],
    styles: &[ClassStyle],
    forest: &Forest,
) -> Caption {
    let roles: Vec<String> = actors.iter().map(|(role, _)| (*role).to_owned()).collect();
    let words = roles_words(&roles);
    let rows: Vec<ReportRow<'_>> = table
        .rows()
        .filter(|row| roles.iter().any(|role| role == row.text("role")))
        .filter(|row| row.text("denominator") == "passages")
        .collect();
    Caption {
        id: format!("shares-{}", roles.join("-")),
        title: format!("Stances in {words}, by actor"),
        n: n_words(index, actors, styles),
        method: method_of(&rows, "estimate"),
        shows: shows(forest),
        shows_not: format!(
            "It does not show what these actors hold elsewhere, nor whether two of them differ{}.",
            standard_note(&rows)
        ),
        file: FILE.to_owned(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
    }
}

fn n_words(index: &Index<'_>, actors: &[(&str, Vec<&str>)], styles: &[ClassStyle]) -> String {
    let parts: Vec<String> = actors
        .iter()
        .map(|(role, names)| {
            let of = |actor| {
                let mut rows = styles
                    .iter()
                    .filter_map(|style| index.get(&(*role, actor, style.id.as_str(), "corpus")));
                rows.next().map_or((0, 0), |row| {
                    (row.count("n_passages"), row.count("n_coded"))
                })
            };
            let (n, n_coded) = of("all");
            let n_actors = counted(names.len() as u64, "actor");
            format!(
                "{}: {} of {n_actors}, {n_coded} coded",
                role_words(role),
                counted(n, "passage")
            )
        })
        .collect();
    parts.join("; ")
}

/// The stance in which actors with enough codings differ most.
fn shows(forest: &Forest) -> String {
    let rows: Vec<&MarkRow> = forest
        .rows
        .iter()
        .filter_map(|row| match row {
            Row::Marks(row) if !row.is_flagged && !row.is_total => Some(row),
            _ => None,
        })
        .collect();
    let mut widest: Option<(f64, String)> = None;
    for (place, panel) in forest.panels.iter().enumerate() {
        let mut values: Vec<(f64, &str)> = rows
            .iter()
            .filter_map(|row| Some((row.cells.get(place)?.value?, row.label.as_str())))
            .collect();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (Some(low), Some(high)) = (values.first(), values.last()) else {
            continue;
        };
        let width = high.0 - low.0;
        if values.len() > 1 && widest.as_ref().is_none_or(|known| width > known.0) {
            let text = format!(
                "Among the {} rows with at least {FEW_CODED} coded passages, estimates differ most for \
                 {}: from {} ({}) to {} ({}).",
                values.len(),
                panel.title,
                decimal(low.0),
                low.1,
                decimal(high.0),
                high.1
            );
            widest = Some((width, text));
        }
    }
    widest.map_or_else(
        || {
            if forest.cells().any(|cell| cell.value.is_some()) {
                "Each filled mark is the estimated share of an actor's passages that take the stance \
                 of its column."
                    .to_owned()
            } else {
                "No share is estimated, for nothing or too little is coded: each hollow mark is the \
                 count of predicted labels, with the faults of the model and no interval."
                    .to_owned()
            }
        },
        |(_, text)| text,
    )
}
