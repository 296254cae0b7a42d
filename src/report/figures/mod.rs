//! The figures of a comparison, drawn from its tables.
//!
//! Each figure is one function from [`ReportTables`](super::ReportTables) to a [`Figure`]: a drawing
//! at the size of a page, what it shows and what it does not, and the numbers that it draws, as they
//! stand in the file. The same drawing stands in the page and in a file of its own.

mod canvas;
mod palette;
mod scale;

pub use canvas::{Drawing, Mark};

/// A figure with all that a reader needs to judge it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Lower-case letters, digits and `-`; unique in a report, the name of the file without ending.
    pub id: String,
    /// What is drawn, for people.
    pub title: String,
    /// The drawing.
    pub drawing: Drawing,
    /// What is counted, and how much of it: `162 questions of 9 actors`.
    pub n: String,
    /// How the numbers were made, and where their intervals come from.
    pub method: String,
    /// One sentence on what it shows.
    pub shows: String,
    /// One sentence on what it does not show.
    pub shows_not: String,
    /// The numbers that are drawn.
    pub table: FigureTable,
}

/// The numbers behind a figure, as they stand in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureTable {
    /// The file they come from.
    pub file: String,
    /// The columns of the file that are drawn.
    pub columns: Vec<String>,
    /// The fields of these columns, row by row.
    pub rows: Vec<Vec<String>>,
}

/// A drawing that cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The drawing library refused.
    #[error("figure `{id}`: cannot be drawn: {message}")]
    Draw {
        /// The figure.
        id: String,
        /// What the library says.
        message: String,
    },
}
