//! The plots of framing terms, instruments, exchanges and of how far the labels can be trusted.

use super::confusion::confusion;
use super::exchanges::exchanges;
use super::framing::framing_terms;
use super::instruments::instruments;
use super::reliability::reliability;
use super::{Figure, FigureError};
use crate::corpus::Codebook;
use crate::report::ReportTables;

<<<<<<< HEAD
<<<<<<< HEAD
=======
>>>>>>> 40059a4 (report: reliability, confusion, and actors against instruments)
=======
>>>>>>> 9dbc1c5 (report: exchanges drawn: shares with what the subject alone would give, counts by asker)
/// Draws what the tables hold; a table that is not there gives no figure.
///
/// # Errors
/// [`FigureError`] where the drawing library refuses.
pub(super) fn plots(tables: &ReportTables, codebook: &Codebook) -> Result<Vec<Figure>, FigureError> {
    let mut figures = Vec::new();
    for draw in [
        reliability,
        confusion,
        instruments,
        framing_terms,
        exchanges,
    ] {
        figures.extend(draw(tables, codebook)?);
    }
    Ok(figures)
}
