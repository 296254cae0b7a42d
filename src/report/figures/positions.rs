//! Where actors stand in log-odds, one panel per scale.

use std::collections::BTreeMap;

use super::forest::{Axis, Behind, Caption, Cell, Forest, Look, MarkRow, Panel, Row, figures_of};
use super::lettering::{counted, decimal, listed, with_limits};
use super::provenance::{
    FEW_CODED, actors_of, distinct, limits, method_of, role_groups, role_words, roles_words,
    standard_note,
};
use super::shares::{behind, reason};
use super::target::{COUNTED, target};
use super::{Figure, FigureError};
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "positions.csv";

pub(super) const COLUMNS: [&str; 12] = [
    "role",
    "actor",
    "scale",
    "inference",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "status",
    "is_offset",
    "n_passages",
    "n_coded",
];

/// What a scale is called, and what lies at its ends.
struct ScaleWords {
    title: String,
    subtitle: &'static str,
    axis: &'static str,
    ends: (&'static str, &'static str),
}

/// Positions by role, actor, scale and inference.
type Index<'t> = BTreeMap<(&'t str, &'t str, &'t str, &'t str), ReportRow<'t>>;

/// The figures of positions.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn positions(tables: &ReportTables) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let index: Index<'_> = table
        .rows()
        .map(|row| {
            let key = ["role", "actor", "scale", "inference"].map(|column| row.text(column));
            ((key[0], key[1], key[2], key[3]), row)
        })
        .collect();
    let mut figures = Vec::new();
    for roles in role_groups(table) {
        let forest = forest(table, &index, &roles, tables);
        if forest.cells().all(|cell| cell.value.is_none()) {
            continue;
        }
        figures.extend(figures_of(
            &forest,
            &caption(table, tables, &roles, &forest),
        )?);
    }
    Ok(figures)
}

fn forest(
    table: &ReportTable,
    index: &Index<'_>,
    roles: &[String],
    tables: &ReportTables,
) -> Forest {
    let scales = table.values("scale");
    let mut rows = Vec::new();
    for role in roles {
        for actor in actors_of(table, role) {
            let label = if roles.len() > 1 {
                format!("{actor}, {}", role_words(role))
            } else {
                actor.to_owned()
            };
            rows.push(Row::Marks(mark_row(
                index,
                (role, actor),
                label,
                &scales,
                tables,
            )));
        }
    }
    let mut forest = Forest {
        panels: Vec::new(),
        rows,
        row_head: "actor".to_owned(),
        note_heads: vec!["passages".to_owned(), "coded".to_owned()],
        flag: format!("fewer than {FEW_CODED} coded passages"),
        counted: String::new(),
        whiskers: (
            "interval for this corpus".to_owned(),
            "interval beyond this corpus".to_owned(),
        ),
    };
    let end = forest.cells().flat_map(Cell::extent).map(f64::abs);
    let end = end.fold(1.0_f64, f64::max);
    forest.panels = scales
        .iter()
        .map(|scale| panel(scale, end, &forest))
        .collect();
    forest
}

fn words_of(scale: &str) -> ScaleWords {
    let half = "log-odds; 0: half of the passages";
    let (title, subtitle, axis, ends) = match scale {
        "solidarity-against-control" => (
            "solidarity against control",
            "log share pro-solidarity less log share pro-control",
            "log ratio of shares; 0: equal shares",
            ("control", "sharing"),
        ),
        "rights" => (
            "rights",
            "log-odds of rights safeguards",
            half,
            ("seldom", "often"),
        ),
        "silence" => (
            "silence",
            "log-odds of passages that take no stance",
            half,
            ("seldom", "often"),
        ),
        other => (other, "", "log-odds", ("less", "more")),
    };
    ScaleWords {
        title: title.to_owned(),
        subtitle,
        axis,
        ends,
    }
}

fn panel(scale: &str, end: f64, forest: &Forest) -> Panel {
    let words = words_of(scale);
    let has_ranks = forest.cells().any(|cell| !cell.side.is_empty());
    Panel {
        title: words.title,
        subtitle: words.subtitle.to_owned(),
        look: Look::grey(),
        is_look_shown: false,
        axis: Axis::both_ways(end, words.axis, words.ends),
        side_head: if has_ranks {
            "rank".to_owned()
        } else {
            String::new()
        },
    }
}

fn mark_row(
    index: &Index<'_>,
    (role, actor): (&str, &str),
    label: String,
    scales: &[&str],
    tables: &ReportTables,
) -> MarkRow {
    let row = |scale, inference| index.get(&(role, actor, scale, inference)).copied();
    let first = scales.iter().find_map(|&scale| row(scale, "corpus"));
    let (n, n_coded) = first.map_or((0, 0), |row| {
        (row.count("n_passages"), row.count("n_coded"))
    });
    let cells = scales.iter().map(|&scale| {
        let mut cell = cell(row(scale, "corpus"), row(scale, "beyond-corpus"));
        cell.side = rank(tables, role, scale, actor).unwrap_or_default();
        cell
    });
    MarkRow {
        label,
        is_flagged: n_coded < FEW_CODED,
        notes: vec![n.to_string(), n_coded.to_string()],
        cells: cells.collect(),
        ..MarkRow::default()
    }
}

fn cell(corpus: Option<ReportRow<'_>>, beyond: Option<ReportRow<'_>>) -> Cell {
    let Some(row) = corpus.or(beyond) else {
        return Cell::default();
    };
    let value = row.number("estimate");
    // Of coded passages alone half a passage is always added to each count, which is told as their
    // method; the ring marks where there is hardly any of a class.
    let is_offset = row.flag("is_offset") && behind(row.text("status")) != Behind::Labels;
    let wider = beyond.filter(|_| value.is_some()).and_then(limits);
    Cell {
        value,
        behind: behind(row.text("status")),
        is_offset,
        interval: corpus.and_then(limits),
        wider,
        reason: reason(row.text("status")).to_owned(),
        link: Some((
            label(row, wider),
            target(&[
                ("actor", row.text("actor")),
                ("role", row.text("role")),
                COUNTED,
            ]),
        )),
        numbers: [corpus, beyond]
            .into_iter()
            .flatten()
            .map(|row| row.fields(&COLUMNS))
            .collect(),
        ..Cell::default()
    }
}

fn label(row: ReportRow<'_>, wider: Option<(f64, f64)>) -> String {
    let wider = wider.map_or(String::new(), |(low, high)| {
        format!(", beyond the corpus {} to {}", decimal(low), decimal(high))
    });
    let value = row
        .number("estimate")
        .map_or("not estimated".to_owned(), |v| with_limits(v, limits(row)));
    format!(
        "{}, {}, {}: {value} log-odds ({}{wider}), {} coded of {}",
        row.text("actor"),
        row.text("role"),
        words_of(row.text("scale")).title,
        row.text("status"),
        row.text("n_coded"),
        counted(row.count("n_passages"), "passage")
    )
}

/// The rank of an actor with the ranks that hold 95 % of the probability, where there is a ranking.
fn rank(tables: &ReportTables, role: &str, scale: &str, actor: &str) -> Option<String> {
    let table = tables.get("rankings.csv")?;
    let wanted = [
        ("role", role),
        ("scale", scale),
        ("actor", actor),
        ("inference", "corpus"),
    ];
    let row = table.rows().find(|row| row.is(&wanted))?;
    let (low, high) = (row.text("rank_low"), row.text("rank_high"));
    let rank = row.text("rank");
    Some(if low == high {
        rank.to_owned()
    } else {
        format!("{rank} ({low}\u{2013}{high})")
    })
}

fn caption(
    table: &ReportTable,
    tables: &ReportTables,
    roles: &[String],
    forest: &Forest,
) -> Caption {
    let rows: Vec<ReportRow<'_>> = table
        .rows()
        .filter(|row| roles.iter().any(|role| role == row.text("role")))
        .collect();
    let n_few = forest
        .rows
        .iter()
        .filter(|row| matches!(row, Row::Marks(row) if row.is_flagged))
        .count();
    Caption {
        id: format!("positions-{}", roles.join("-")),
        title: format!("Positions of actors in {}", roles_words(roles)),
        n: format!(
            "{}; {} with fewer than {FEW_CODED} coded passages{}",
            who(&rows, forest.rows.len()),
            match n_few {
                0 => "none".to_owned(),
                n => format!("{n} of them"),
            },
            left_out(tables, roles)
        ),
        method: method_of(&rows, "estimate"),
        shows: format!(
            "It shows the shares of passages as log-odds, one scale beside the other; 0 is where both \
             sides have equal shares{}.",
            if forest.cells().any(|cell| !cell.side.is_empty()) {
                "; rank 1 lies farthest to the right"
            } else {
                ""
            }
        ),
        shows_not: format!(
            "No scale alone tells where an actor stands: an actor that takes no stance is not in the \
             middle, and the shares stand in their own figure{}.",
            standard_note(&rows)
        ),
        file: FILE.to_owned(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
    }
}

/// The actors of some rows; of one in several roles also how many rows.
fn who(rows: &[ReportRow<'_>], n_rows: usize) -> String {
    let n_actors = distinct(rows, "actor").len();
    let actors = counted(n_actors as u64, "actor");
    if n_actors == n_rows {
        actors
    } else {
        format!("{n_rows} rows of {actors}")
    }
}

/// Who has no rank and whose rank needs caution, in the words of `rankings.csv`; where that differs
/// between scales, with their names.
fn left_out(tables: &ReportTables, roles: &[String]) -> String {
    let Some(table) = tables.get("rankings.csv") else {
        return String::new();
    };
    let of_roles = |row: &ReportRow<'_>| {
        row.text("inference") == "corpus" && roles.iter().any(|role| role == row.text("role"))
    };
    let rows: Vec<ReportRow<'_>> = table.rows().filter(of_roles).collect();
    let mut rankings: Vec<(&str, &str)> = Vec::new();
    let mut said: Vec<(String, Vec<(&str, &str)>)> = Vec::new();
    for row in &rows {
        let ranking = (row.text("role"), row.text("scale"));
        if rankings.contains(&ranking) {
            continue;
        }
        rankings.push(ranking);
        for reason in row
            .text("reason")
            .split("; ")
            .filter(|part| !part.is_empty())
        {
            let words = reason_words(reason);
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, of)) => of.push(ranking),
                None => said.push((words, vec![ranking])),
            }
        }
    }
    let parts = said.iter().map(|(words, of)| {
        let scales: Vec<String> = of
            .iter()
            .map(|(role, scale)| match roles {
                [_] => words_of(scale).title,
                _ => format!("{} of {}", words_of(scale).title, role_words(role)),
            })
            .collect();
        if of.len() == rankings.len() {
            format!("; {words}")
        } else {
            format!("; {}: {words}", listed(&scales))
        }
    });
    parts.collect()
}

/// What a reason of `rankings.csv` says of a rank: a small recall warns of ranks that are given, the
/// others say why there are none.
fn reason_words(reason: &str) -> String {
    if reason.starts_with("recall of too few passages") {
        return format!("ranks with caution ({reason})");
    }
    if reason.starts_with("recall of ") || reason.starts_with("fewer than two actors") {
        return format!("no ranking ({reason})");
    }
    format!("without rank ({reason})")
}
