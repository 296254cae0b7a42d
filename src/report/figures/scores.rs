//! How well the model and its baselines do on passages that they have not seen.

use super::forest::{Axis, Caption, Cell, Forest, Look, MarkRow, Panel, Row, figures_of};
use super::lettering::{counted, decimal, listed, with_limits};
use super::palette::{AXIS, Shape, class_styles};
use super::provenance::{basis_of, limits, methods_of};
use super::words::{left_out, level};
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "evaluation.csv";

pub(super) const COLUMNS: [&str; 10] = [
    "split",
    "metric",
    "stance",
    "estimator",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "n",
    "n_groups",
];

/// What a figure of scores draws: a metric and a class for each panel.
struct Drawn<'t> {
    table: &'t ReportTable,
    columns: Vec<(String, String)>,
}

/// The figure of macro-F1 and accuracy, and that of the F1 of each class.
///
/// # Errors
/// [`FigureError::Draw`].
pub(super) fn scores(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let mut figures = overall(table)?;
    figures.extend(by_class(table, codebook)?);
    Ok(figures)
}

fn overall(table: &ReportTable) -> Result<Vec<Figure>, FigureError> {
    let metrics = [("macro_f1", "macro-F1"), ("accuracy", "accuracy")];
    let drawn = Drawn {
        table,
        columns: metrics
            .iter()
            .map(|(metric, _)| ((*metric).to_owned(), String::new()))
            .collect(),
    };
    let panels = metrics.map(|(_, title)| Panel {
        title: title.to_owned(),
        subtitle: match title {
            "macro-F1" => {
                "mean over the classes of the harmonic mean of precision and recall".to_owned()
            }
            _ => "share of passages whose class is the coded one".to_owned(),
        },
        look: Look::plain(),
        is_look_shown: false,
        axis: Axis::of_shares("score, 0 to 1", std::iter::empty()),
        side_head: "score, limits".to_owned(),
    });
    let forest = forest(&drawn, panels.to_vec(), true);
    let caption = Caption {
        id: "scores".to_owned(),
        title: "Scores on passages that the model has not seen".to_owned(),
        shows: shows(table),
        ..caption(&drawn)
    };
    figures_if_any(&forest, &caption)
}

fn by_class(table: &ReportTable, codebook: &Codebook) -> Result<Vec<Figure>, FigureError> {
    let styles = class_styles(codebook);
    let drawn = Drawn {
        table,
        columns: styles
            .iter()
            .map(|style| ("f1".to_owned(), style.id.clone()))
            .collect(),
    };
    let panels = styles.iter().map(|style| Panel {
        title: style.id.clone(),
        subtitle: style.name.clone(),
        look: Look {
            colour: style.colour.clone(),
            shape: style.shape,
        },
        is_look_shown: true,
        axis: Axis::of_shares("F1, 0 to 1", std::iter::empty()),
        side_head: "F1 (n)".to_owned(),
    });
    let forest = forest(&drawn, panels.collect(), false);
    let caption = Caption {
        id: "scores-by-class".to_owned(),
        title: "F1 of each class on passages that the model has not seen".to_owned(),
        shows: "Each filled mark is the harmonic mean of precision and recall of a class, for passages \
                left out of training as the heading says; grey marks are the baselines."
            .to_owned(),
        ..caption(&drawn)
    };
    figures_if_any(&forest, &caption)
}

fn figures_if_any(forest: &Forest, caption: &Caption) -> Result<Vec<Figure>, FigureError> {
    if forest.cells().all(|cell| cell.value.is_none()) {
        return Ok(Vec::new());
    }
    figures_of(forest, caption)
}

fn forest(drawn: &Drawn<'_>, panels: Vec<Panel>, is_overall: bool) -> Forest {
    let mut rows = Vec::new();
    for split in drawn.table.values("split") {
        rows.push(Row::Heading(split_words(split)));
        let estimators = drawn.table.values("estimator").into_iter();
        for estimator in estimators.filter(|name| !name.starts_with("model_minus")) {
            rows.extend(mark_row(drawn, (split, estimator), &panels, is_overall).map(Row::Marks));
        }
    }
    let mut heads = vec!["passages"];
    if is_overall {
        heads.push("groups");
    }
    Forest {
        panels,
        rows,
        row_head: "left out of training".to_owned(),
        note_heads: heads.into_iter().map(str::to_owned).collect(),
        flag: String::new(),
        counted: String::new(),
        whiskers: (interval_words(drawn.table), String::new()),
    }
}

fn mark_row(
    drawn: &Drawn<'_>,
    (split, estimator): (&str, &str),
    panels: &[Panel],
    is_overall: bool,
) -> Option<MarkRow> {
    let cells: Vec<(Cell, Option<ReportRow<'_>>)> = drawn
        .columns
        .iter()
        .zip(panels)
        .map(|((metric, stance), panel)| {
            let wanted = [
                ("split", split),
                ("metric", metric),
                ("stance", stance),
                ("estimator", estimator),
            ];
            let row = drawn.table.rows().find(|row| row.is(&wanted));
            let cell = row.map(|row| cell(row, &panel.look, estimator, is_overall));
            (cell.unwrap_or_default(), row)
        })
        .collect();
    let first = cells.iter().find_map(|(_, row)| *row)?;
    let n = if is_overall {
        first.count("n")
    } else {
        let rows = cells.iter().filter_map(|(_, row)| *row);
        rows.map(|row| row.count("n")).sum()
    };
    let mut notes = vec![n.to_string()];
    if is_overall {
        notes.push(first.text("n_groups").to_owned());
    }
    Some(MarkRow {
        label: estimator_words(estimator),
        notes,
        cells: cells.into_iter().map(|(cell, _)| cell).collect(),
        ..MarkRow::default()
    })
}

fn cell(row: ReportRow<'_>, look: &Look, estimator: &str, is_overall: bool) -> Cell {
    let value = row.number("estimate");
    let look = match estimator {
        "model" => look.clone(),
        "majority_class" => Look {
            colour: AXIS.to_owned(),
            shape: Shape::Cross,
        },
        _ => Look {
            colour: AXIS.to_owned(),
            shape: Shape::TriangleDown,
        },
    };
    let side = value.map_or(String::new(), |value| {
        if is_overall {
            with_limits(value, limits(row))
        } else {
            format!("{} ({})", decimal(value), row.text("n"))
        }
    });
    let of = match row.text("stance") {
        "" => metric_words(row.text("metric")),
        stance => format!("{} of {stance}", metric_words(row.text("metric"))),
    };
    let said = value.map_or("not known".to_owned(), |v| with_limits(v, limits(row)));
    let label = format!(
        "{}, {}, {of}: {said}, {}",
        split_words(row.text("split")),
        estimator_words(estimator),
        counted(row.count("n"), "passage")
    );
    Cell {
        value,
        interval: limits(row),
        side,
        look: Some(look),
        reason: "not known".to_owned(),
        link: Some((label, "scores-table".to_owned())),
        numbers: vec![row.fields(&COLUMNS)],
        ..Cell::default()
    }
}

/// `95 % interval, by resampling groups`.
fn interval_words(table: &ReportTable) -> String {
    let mut levels = table.values("conf_level").into_iter().map(level);
    let level = levels.find(|level| !level.is_empty());
    let words = format!(
        "{} interval, by resampling groups",
        level.unwrap_or_default()
    );
    words.trim_start().to_owned()
}

/// A split as a heading: `One document left out`.
fn split_words(split: &str) -> String {
    let words = format!("{} left out", left_out(split));
    let mut letters = words.chars();
    let first = letters
        .next()
        .map_or(String::new(), |c| c.to_uppercase().collect());
    let of_what = match split {
        "grouped" => " (exchanges, copies, blocks)",
        _ => "",
    };
    format!("{first}{}{of_what}", letters.as_str())
}

fn metric_words(metric: &str) -> String {
    match metric {
        "macro_f1" => "macro-F1".to_owned(),
        "f1" => "F1".to_owned(),
        other => other.replace('_', " "),
    }
}

fn estimator_words(estimator: &str) -> String {
    match estimator {
        "majority_class" => "most frequent class".to_owned(),
        "seed_words" => "count of seed words".to_owned(),
        other => other.replace('_', " "),
    }
}

fn caption(drawn: &Drawn<'_>) -> Caption {
    let rows: Vec<ReportRow<'_>> = drawn
        .table
        .rows()
        .filter(|row| {
            let of = (row.text("metric"), row.text("stance"));
            drawn
                .columns
                .iter()
                .any(|(m, s)| (m.as_str(), s.as_str()) == of)
        })
        .collect();
    let ns: Vec<String> = drawn
        .table
        .values("split")
        .into_iter()
        .filter_map(|split| {
            let of = [("split", split), ("estimator", "model")];
            let of: Vec<_> = rows.iter().filter(|row| row.is(&of)).collect();
            let n_groups = of.first()?.count("n_groups");
            let ns = of.iter().map(|row| row.count("n"));
            let is_by_class = of.iter().any(|row| !row.text("stance").is_empty());
            let n = if is_by_class { ns.sum() } else { ns.max()? };
            let n = counted(n, "passage");
            let groups = counted(n_groups, "group");
            Some(format!("{} left out: {n} in {groups}", left_out(split)))
        })
        .collect();
    Caption {
        id: String::new(),
        title: String::new(),
        n: ns.join("; "),
        method: method(drawn.table, &rows),
        shows: String::new(),
        shows_not:
            "It does not show how well the model does on other kinds of texts; and the codes that \
                    it is held against have faults of their own."
                .to_owned(),
        file: FILE.to_owned(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
    }
}

/// How the scores of each split were made; what all splits share is told once, behind them.
fn method(table: &ReportTable, rows: &[ReportRow<'_>]) -> String {
    let splits: Vec<(&str, Vec<String>)> = table
        .values("split")
        .into_iter()
        .map(|split| {
            let of_split = rows.iter().filter(|row| row.text("split") == split);
            (split, methods_of(&of_split.copied().collect::<Vec<_>>()))
        })
        .filter(|(_, methods)| !methods.is_empty())
        .collect();
    let is_shared = |method: &&String| splits.iter().all(|(_, of)| of.contains(*method));
    let mut parts: Vec<String> = Vec::new();
    for (split, methods) in &splits {
        let own = methods.iter().filter(|method| !is_shared(method));
        let own: Vec<&str> = own.map(String::as_str).collect();
        if !own.is_empty() {
            parts.push(format!("{} left out: {}", left_out(split), own.join(", ")));
        }
    }
    let first = splits.first().map_or(&[][..], |(_, methods)| methods);
    parts.extend(first.iter().filter(is_shared).cloned());
    parts.extend(basis_of(rows, "estimate"));
    parts.join("; ")
}

/// The macro-F1 of the model in every split, in their order; with their number where a split tests
/// other passages than the first.
fn shows(table: &ReportTable) -> String {
    let wanted = [("metric", "macro_f1"), ("estimator", "model")];
    let rows: Vec<ReportRow<'_>> = table.rows().filter(|row| row.is(&wanted)).collect();
    let n_first = rows.first().map_or(0, |row| row.count("n"));
    let parts: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let score = decimal(row.number("estimate")?);
            let n = match row.count("n") {
                n if n == n_first => String::new(),
                n => format!(" ({n} of the {n_first} passages)"),
            };
            Some(format!(
                "{score} where {}{n}",
                where_words(row.text("split"))
            ))
        })
        .collect();
    if parts.is_empty() {
        return "It shows how often the model finds the coded class.".to_owned();
    }
    format!("The macro-F1 of the model is {}.", listed(&parts))
}

fn where_words(split: &str) -> String {
    match split {
        "grouped" => "groups of passages are left out of training".to_owned(),
        "leave-one-document-out" => "whole documents are left out".to_owned(),
        "leave-one-actor-out" => "all passages of an actor are left out".to_owned(),
        "forward-in-time" => "later documents are left out".to_owned(),
        other => format!("the split is {other}"),
    }
}
