//! The figures of a comparison, drawn from its tables.
//!
//! Each figure is one function from [`ReportTables`](super::ReportTables) to a [`Figure`]: a drawing
//! at the size of a page, what it shows and what it does not, and the numbers that it draws, as they
//! stand in the file. The same drawing stands in the page and in a file of its own.

mod axes;
mod canvas;
mod cells;
mod certainty;
mod confusion;
mod contrasts;
mod exchanges;
mod exchanges_by_actor;
mod exchanges_listed;
mod exchanges_plot;
mod file;
mod forest;
#[cfg(test)]
mod forms_tests;
mod framing;
mod framing_overview;
mod framing_plot;
mod instruments;
mod instruments_sheet;
mod lettering;
mod matrix;
mod palette;
mod placement;
#[cfg(test)]
mod plots_tests;
mod positions;
mod provenance;
#[cfg(feature = "png")]
mod raster;
mod recalls;
mod reliability;
mod scale;
mod scores;
mod shares;
mod target;
mod time_line;
mod words;

use super::ReportTables;
use crate::corpus::Codebook;

pub use canvas::{Drawing, Mark};
pub(super) use exchanges_listed::{FILE as EXCHANGES_FILE, Openable};
pub use file::figure_file;
pub(super) use words::{level, rounded};

#[cfg(feature = "png")]
pub use raster::{FigureFonts, figure_png};

/// The tables that figures are drawn from.
pub const FIGURE_TABLES: &[&str] = &[
    "certainty.csv",
    "confusion.csv",
    "contrasts.csv",
    "evaluation.csv",
    "exchanges.csv",
    "framing_terms_by_actor.csv",
    "framing_terms_by_stance.csv",
    "positions.csv",
    "rankings.csv",
    "recall_by_actor.csv",
    "recall_in_comparison.csv",
    "reframing.csv",
    "reliability.csv",
    "stance_by_actor.csv",
    "stance_by_actor_and_instrument.csv",
    "stance_by_actor_and_year.csv",
];

/// The columns without which a table cannot be drawn, by file.
pub(super) fn needed_columns() -> [(&'static str, &'static [&'static str]); 12] {
    [
        ("certainty.csv", &certainty::COLUMNS),
        ("confusion.csv", &confusion::COLUMNS),
        ("contrasts.csv", &contrasts::COLUMNS),
        ("evaluation.csv", &scores::COLUMNS),
        ("framing_terms_by_actor.csv", &framing::COLUMNS),
        ("framing_terms_by_stance.csv", &framing::COLUMNS),
        ("positions.csv", &positions::COLUMNS),
        ("recall_by_actor.csv", &recalls::COLUMNS),
        ("reframing.csv", &exchanges::COLUMNS),
        ("reliability.csv", &reliability::COLUMNS),
        ("stance_by_actor.csv", &shares::COLUMNS),
        (
            "stance_by_actor_and_instrument.csv",
            &instruments_sheet::SHARE_COLUMNS,
        ),
    ]
}

/// All figures that the tables allow, in the order of the page.
///
/// # Errors
/// [`FigureError::Draw`].
pub fn figures(tables: &ReportTables, codebook: &Codebook) -> Result<Vec<Figure>, FigureError> {
    let mut figures = scores::scores(tables, codebook)?;
    figures.extend(recalls::recalls(tables, codebook)?);
    figures.extend(reliability::reliability(tables, codebook)?);
    figures.extend(confusion::confusion(tables, codebook)?);
    figures.extend(certainty::certainty(tables, codebook)?);
    figures.extend(shares::shares(tables, codebook)?);
    figures.extend(instruments::instruments(tables, codebook)?);
    figures.extend(time_line::time_lines(tables, codebook)?);
    figures.extend(contrasts::contrasts(tables, codebook)?);
    figures.extend(positions::positions(tables)?);
    figures.extend(framing::framing_terms(tables, codebook)?);
    figures.extend(exchanges::exchanges(tables, codebook)?);
    Ok(figures)
}

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
    /// The machine has no font for PNG files.
    #[error("figures: no font found to draw PNG files with")]
    NoFonts,
}

impl FigureError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Draw { .. } => Some(
                "this is a fault of the program: please report it with the table of the figure"
                    .to_owned(),
            ),
            Self::NoFonts => Some(
                "install a font (on Debian: fonts-liberation), or use a program built without the \
                 feature `png`: SVG files need none"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
