//! Confusion matrices: what is coded against what the model says of passages it did not learn from.

use super::canvas::{Canvas, draw};
use super::cells::{Cell, Filling, ramp};
use super::matrix::{Matrix, MatrixRow, millimetres};
use super::target::target;
use super::words::{Ids, clean, counted, left_out, thousands};
use super::{Figure, FigureError, FigureTable};
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

/// The splits that are drawn, with what they say about the passages.
pub(super) const SPLITS: [(&str, &str); 2] = [
    ("grouped", "groups of passages that it did not learn from"),
    (
        "leave-one-document-out",
        "documents that it did not learn from",
    ),
];
/// The split whose predictions are those of the labelled table; the page selects those of the other
/// by the field `unseen`.
const LISTED: &str = "grouped";
const FILE: &str = "confusion.csv";
pub(super) const COLUMNS: [&str; 4] = ["split", "gold", "predicted", "n"];
const TOP: f64 = 65.0;

/// One figure for each split of [`SPLITS`] that was measured.
///
/// # Errors
/// [`FigureError`].
pub(super) fn confusion(
    tables: &ReportTables,
    codebook: &Codebook,
) -> Result<Vec<Figure>, FigureError> {
    let Some(table) = tables.get(FILE) else {
        return Ok(Vec::new());
    };
    let mut ids = Ids::default();
    let mut figures = Vec::new();
    for (split, passages) in SPLITS {
        let rows: Vec<_> = table
            .rows()
            .filter(|row| row.text("split") == split)
            .collect();
        if rows.iter().any(|row| row.count("n") > 0) {
            figures.push(figure(table, &rows, codebook, (split, passages), &mut ids)?);
        }
    }
    Ok(figures)
}

fn figure(
    table: &ReportTable,
    rows: &[ReportRow<'_>],
    codebook: &Codebook,
    (split, passages): (&str, &str),
    ids: &mut Ids,
) -> Result<Figure, FigureError> {
    let id = ids.next(&["confusion", split]);
    let classes: Vec<&str> = codebook.class_ids().collect();
    let field = if split == LISTED { "stance" } else { "unseen" };
    let matrix = matrix_of(rows, &classes, field);
    let total: u64 = rows.iter().map(|row| row.count("n")).sum();
    let right: u64 = rows
        .iter()
        .filter(|row| row.text("gold") == row.text("predicted"))
        .map(|row| row.count("n"))
        .sum();
    let height = millimetres(TOP + matrix.height() + 15.0);
    let drawing = draw(&id, (170, height), |canvas| paint(canvas, &matrix))?;
    Ok(Figure {
        id,
        drawing,
        title: format!(
            "Confusion matrix: coded and predicted stance ({} left out of training)",
            left_out(split)
        ),
        n: format!(
            "{} coded, {} predicted as coded",
            counted(total, "passage"),
            thousands(right)
        ),
        method: format!(
            "Split “{}”: every passage is labelled by a model that learned from others; each cell \
             has the number of passages and its share of the row.",
            clean(split)
        ),
        shows: format!(
            "Which stances the model takes for which, in {passages}: the framed cells are right, \
             the others of a row are where passages of that stance go."
        ),
        shows_not:
            "Not how the model does on papers of another kind, another time or other actors, nor \
                    whether the coders were right."
                .to_owned(),
        table: FigureTable {
            file: table.file.clone(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.fields(&COLUMNS)).collect(),
        },
    })
}

/// The matrix; `field` selects passages by the predictions that are counted.
fn matrix_of(rows: &[ReportRow<'_>], classes: &[&str], field: &str) -> Matrix {
    let n = |gold: &str, predicted: &str| -> u64 {
        let cell = [("gold", gold), ("predicted", predicted)];
        rows.iter()
            .filter(|row| row.is(&cell))
            .map(|row| row.count("n"))
            .sum()
    };
    let is_narrow = classes.len() > 8;
    let row = |gold: &&str| {
        let total: u64 = classes.iter().map(|predicted| n(gold, predicted)).sum();
        let cells = classes.iter().map(|predicted| Cell {
            mark: Some(mark(n(gold, predicted), total, (gold, predicted), field)),
            is_framed: *gold == *predicted,
            ..cell(n(gold, predicted), total, is_narrow)
        });
        MatrixRow {
            name: (*gold).to_owned(),
            head: String::new(),
            cells: cells.collect(),
            total: thousands(total),
            is_apart: false,
        }
    };
    let mut matrix = Matrix {
        columns: classes.iter().map(|&class| class.to_owned()).collect(),
        rows: classes.iter().map(row).collect(),
        columns_name: "predicted".to_owned(),
        rows_name: "coded".to_owned(),
        total_name: "n".to_owned(),
        row_height: if is_narrow { 66.0 } else { 84.0 },
        cell_room: 340.0,
    };
    let sums = classes.iter().map(|predicted| {
        let sum: u64 = classes.iter().map(|gold| n(gold, predicted)).sum();
        Cell::new(Filling::Blank, vec![fitting(sum, is_narrow)])
    });
    let all: u64 = rows.iter().map(|row| row.count("n")).sum();
    matrix.rows.push(MatrixRow {
        name: "n".to_owned(),
        head: String::new(),
        cells: sums.collect(),
        total: thousands(all),
        is_apart: false,
    });
    matrix
}

fn share_of(n: u64, total: u64) -> f64 {
    if total == 0 {
        return 0.0;
    }
    n as f64 / total as f64
}

/// What a mark says, and the passages behind it.
fn mark(n: u64, total: u64, (gold, predicted): (&str, &str), field: &str) -> (String, String) {
    let share = share_of(n, total);
    (
        format!("coded {gold}, predicted {predicted}: {n} of {total} ({share:.2} of the row)"),
        target(&[("gold", gold), (field, predicted)]),
    )
}

fn cell(n: u64, total: u64, is_narrow: bool) -> Cell {
    let share = share_of(n, total);
    let filling = if total == 0 {
        Filling::Blank
    } else {
        Filling::Shade(share)
    };
    let mut lines = vec![fitting(n, is_narrow)];
    if total > 0 {
        lines.push(format!("{share:.2}"));
    }
    Cell::new(filling, lines)
}

/// A count as it fits a cell; in narrow ones tens of thousands are rounded: `12k`.
fn fitting(n: u64, is_narrow: bool) -> String {
    match n {
        n if !is_narrow => thousands(n),
        n if n < 10_000 => n.to_string(),
        n => format!("{:.0}k", n as f64 / 1000.0),
    }
}

fn paint(canvas: &mut Canvas<'_>, matrix: &Matrix) -> Result<(), FigureError> {
    ramp(
        canvas,
        (10.0, 30.0),
        ("0", "1"),
        "share of the coded stance (row); framed: as coded",
    )?;
    matrix.paint(canvas, TOP)
}
