//! A matrix of cells with the names of its rows and columns.

use super::FigureError;
use super::canvas::{Canvas, LARGE, Lettering, SMALL, text_width};
use super::cells::Cell;
use super::lettering::middle_shortened;
use super::palette::{INK, QUIET};
use super::words::{clean, shortened};

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MatrixRow {
    /// Its name.
    pub(super) name: String,
    /// A second name, left of the first; empty where the row above has it.
    pub(super) head: String,
    pub(super) cells: Vec<Cell>,
    /// A text behind the cells.
    pub(super) total: String,
    /// Whether it is set apart from the row above, in bold.
    pub(super) is_apart: bool,
}

/// A matrix: what it says and how large its parts are, in units of the canvas.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<MatrixRow>,
    /// What the columns are.
    pub(super) columns_name: String,
    /// What the rows are.
    pub(super) rows_name: String,
    /// What stands behind the cells.
    pub(super) total_name: String,
    /// Height of a row.
    pub(super) row_height: f64,
    /// The widest cell.
    pub(super) cell_room: f64,
}

/// Left edge of the names.
const LEFT: f64 = 10.0;
/// Right edge of the drawing.
const RIGHT: f64 = 1690.0;
const HEAD_ROOM: f64 = 300.0;
/// Room of the names of rows: at least, and at most where cells leave it.
const NAME_ROOM: (f64, f64) = (400.0, 700.0);
/// The narrowest cells for which names may take more.
const CELL: f64 = 62.0;
const UPRIGHT_ROOM: f64 = 340.0;
/// Space above rows that are set apart.
const APART: f64 = 12.0;
const TITLES: f64 = 40.0;

impl Matrix {
    /// Its height with the names of its columns.
    pub(super) fn height(&self) -> f64 {
        let apart = self.rows.iter().filter(|row| row.is_apart).count();
        self.columns_height() + self.row_height * self.rows.len() as f64 + APART * apart as f64
    }

    /// Draws it from `top` on.
    pub(super) fn paint(&self, canvas: &mut Canvas<'_>, top: f64) -> Result<(), FigureError> {
        self.paint_columns(canvas, top)?;
        let mut y = top + self.columns_height();
        let mut outlines = Vec::new();
        for row in &self.rows {
            if row.is_apart {
                y += APART;
            }
            self.paint_names(canvas, row, y + self.row_height / 2.0)?;
            for (k, cell) in row.cells.iter().enumerate() {
                let from = (self.column(k), y);
                let to = (self.column(k + 1), y + self.row_height);
                cell.paint(canvas, from, to)?;
                outlines.push((cell, from, to));
            }
            y += self.row_height;
        }
        for (cell, from, to) in outlines {
            cell.outline(canvas, from, to)?;
        }
        Ok(())
    }

    fn widest(texts: impl Iterator<Item = f64>) -> f64 {
        texts.fold(0.0, f64::max)
    }

    fn head_width(&self) -> f64 {
        let widths = self
            .rows
            .iter()
            .map(|row| text_width(&row.head, SMALL) * 1.12);
        match Self::widest(widths) {
            0.0 => 0.0,
            width => width.min(HEAD_ROOM) + 20.0,
        }
    }

    fn names_width(&self) -> f64 {
        let widths = self
            .rows
            .iter()
            .map(|row| text_width(&row.name, SMALL) * 1.12);
        let title = text_width(&self.rows_name, SMALL) - self.head_width();
        Self::widest(widths).min(self.name_room()).max(title) + 20.0
    }

    /// Room for the names of rows: what the narrowest cells leave.
    fn name_room(&self) -> f64 {
        let cells = self.columns.len() as f64 * CELL;
        let left = RIGHT - LEFT - self.head_width() - self.total_width() - cells - 20.0;
        left.clamp(NAME_ROOM.0, NAME_ROOM.1)
    }

    fn total_width(&self) -> f64 {
        let widths = self.rows.iter().map(|row| text_width(&row.total, SMALL));
        match Self::widest(widths.chain([text_width(&self.total_name, SMALL)])) {
            0.0 => 0.0,
            width => width + 20.0,
        }
    }

    fn cell_width(&self) -> f64 {
        let room = RIGHT - LEFT - self.head_width() - self.names_width() - self.total_width();
        (room / self.columns.len().max(1) as f64).min(self.cell_room)
    }

    /// The left edge of a column.
    fn column(&self, k: usize) -> f64 {
        LEFT + self.head_width() + self.names_width() + k as f64 * self.cell_width()
    }

    /// Whether the names of the columns are too wide to stand above them.
    fn is_upright(&self) -> bool {
        let widest = Self::widest(self.columns.iter().map(|name| text_width(name, SMALL)));
        widest > self.cell_width() - 10.0
    }

    fn columns_height(&self) -> f64 {
        if !self.is_upright() {
            return TITLES + 40.0;
        }
        let widest = Self::widest(self.columns.iter().map(|name| text_width(name, SMALL)));
        TITLES + widest.min(UPRIGHT_ROOM) + 20.0
    }

    fn paint_columns(&self, canvas: &mut Canvas<'_>, top: f64) -> Result<(), FigureError> {
        let bottom = top + self.columns_height();
        let ends = (self.column(0), self.column(self.columns.len()));
        let title = shortened(&self.columns_name, RIGHT - ends.0, LARGE);
        let bold = Lettering::new(SMALL, INK).bold();
        canvas.text(&title, (ends.0, top + 15.0), bold)?;
        canvas.text(&self.rows_name, (LEFT, bottom - 22.0), bold)?;
        if !self.total_name.is_empty() {
            let place = (ends.1 + 15.0, bottom - 22.0);
            canvas.text(&self.total_name, place, Lettering::new(SMALL, QUIET))?;
        }
        let letters = Lettering::new(SMALL, INK);
        for (k, name) in self.columns.iter().enumerate() {
            let middle = f64::midpoint(self.column(k), self.column(k + 1));
            if self.is_upright() {
                let name = middle_shortened(&clean(name), SMALL, UPRIGHT_ROOM);
                canvas.text(&name, (middle, bottom - 10.0), letters.upright())?;
            } else {
                canvas.text(name, (middle, bottom - 22.0), letters.centred())?;
            }
        }
        Ok(())
    }

    fn paint_names(
        &self,
        canvas: &mut Canvas<'_>,
        row: &MatrixRow,
        y: f64,
    ) -> Result<(), FigureError> {
        let mut letters = Lettering::new(SMALL, INK);
        if !row.head.is_empty() {
            let head = shortened(&row.head, HEAD_ROOM / 1.12, SMALL);
            canvas.text(&head, (LEFT, y), letters.bold())?;
        }
        letters.is_bold = row.is_apart && self.head_width() < 1.0;
        let name = middle_shortened(&clean(&row.name), SMALL, self.name_room() / 1.12);
        canvas.text(&name, (LEFT + self.head_width(), y), letters)?;
        let place = (self.column(self.columns.len()) + 15.0, y);
        if row.total.is_empty() {
            return Ok(());
        }
        canvas.text(&row.total, place, Lettering::new(SMALL, QUIET))
    }
}

/// Whole millimetres for a height in units of the canvas.
pub(super) fn millimetres(units: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "heights are between 1 and a few hundred millimetres"
    )]
    let whole = (units / 10.0).ceil().clamp(1.0, 10_000.0) as u32;
    whole
}
