//! Forests that are too large for one page, and figures with all that belongs to them.

use super::layout::columns_that_fit;
use super::paint::draw_forest;
use super::{Cell, Forest, MOST_ROWS, MarkRow, Row};
use crate::report::figures::{Figure, FigureError, FigureTable};

/// What stands around the drawing of a forest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report::figures) struct Caption {
    pub(in crate::report::figures) id: String,
    pub(in crate::report::figures) title: String,
    pub(in crate::report::figures) n: String,
    pub(in crate::report::figures) method: String,
    pub(in crate::report::figures) shows: String,
    pub(in crate::report::figures) shows_not: String,
    pub(in crate::report::figures) file: String,
    pub(in crate::report::figures) columns: Vec<String>,
}

/// The figures of a forest: one, or as many as its rows and panels need.
///
/// # Errors
/// [`FigureError::Draw`].
pub(in crate::report::figures) fn figures_of(
    forest: &Forest,
    caption: &Caption,
) -> Result<Vec<Figure>, FigureError> {
    let pages = pages(forest);
    let n = pages.len();
    let mut figures = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let (id, title) = if n == 1 {
            (caption.id.clone(), caption.title.clone())
        } else {
            (
                format!("{}-{}", caption.id, i + 1),
                format!("{} ({} of {n})", caption.title, i + 1),
            )
        };
        figures.push(Figure {
            drawing: draw_forest(page, &id)?,
            id,
            title,
            n: caption.n.clone(),
            method: caption.method.clone(),
            shows: if i == 0 {
                caption.shows.clone()
            } else {
                "Further rows or columns; what stands out in the whole is said with its first part."
                    .to_owned()
            },
            shows_not: caption.shows_not.clone(),
            table: FigureTable {
                file: caption.file.clone(),
                columns: caption.columns.clone(),
                rows: page.cells().flat_map(|cell| cell.numbers.clone()).collect(),
            },
        });
    }
    Ok(figures)
}

/// A forest in parts that fit a page, about equal in rows and in panels.
fn pages(forest: &Forest) -> Vec<Forest> {
    let row_parts = row_parts(&forest.rows);
    let n_panels = forest.panels.len();
    let n_parts = n_panels.div_ceil(columns_that_fit(forest).max(1)).max(1);
    let width = n_panels.div_ceil(n_parts).max(1);
    let mut pages = Vec::new();
    for rows in &row_parts {
        for start in (0..n_panels).step_by(width) {
            let end = (start + width).min(n_panels);
            pages.push(Forest {
                panels: forest.panels.get(start..end).unwrap_or_default().to_vec(),
                rows: rows.iter().map(|row| part_of(row, start, end)).collect(),
                ..forest.clone()
            });
        }
    }
    pages
}

fn part_of(row: &Row, start: usize, end: usize) -> Row {
    match row {
        Row::Heading(text) => Row::Heading(text.clone()),
        Row::Marks(row) => {
            let cells: &[Cell] = row.cells.get(start..end).unwrap_or_default();
            Row::Marks(MarkRow {
                cells: cells.to_vec(),
                ..row.clone()
            })
        }
    }
}

/// The rows in parts; a heading stands above the rest of its rows again.
fn row_parts(rows: &[Row]) -> Vec<Vec<Row>> {
    if rows.len() <= MOST_ROWS {
        return vec![rows.to_vec()];
    }
    let size = rows.len().div_ceil(rows.len().div_ceil(MOST_ROWS));
    let mut parts: Vec<Vec<Row>> = Vec::new();
    let mut heading: Option<&String> = None;
    for chunk in rows.chunks(size) {
        let mut part = Vec::new();
        if let (Some(text), Some(Row::Marks(_))) = (heading, chunk.first()) {
            part.push(Row::Heading(format!("{text} (continued)")));
        }
        part.extend_from_slice(chunk);
        heading = chunk.iter().fold(heading, |last, row| match row {
            Row::Heading(text) => Some(text),
            Row::Marks(_) => last,
        });
        if matches!(part.last(), Some(Row::Heading(_))) {
            part.pop();
        }
        parts.push(part);
    }
    parts
}
