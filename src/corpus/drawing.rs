//! How a coded passage was drawn, as its gold file tells.

use super::DataError;
use super::rows::Row;

/// What drew a passage with a known probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The probability that it was drawn, over all waves, above 0 to 1.
    pub pi: f64,
    /// The hash of the frame from which it was drawn; empty where the file does not tell.
    pub frame_hash: String,
    /// Whether its whole document was drawn.
    pub by_document: bool,
    /// Its stratum and the sampling units that the frame has of it; `None` where the file does not
    /// tell, and where there were several waves, whose strata cross.
    pub stratum: Option<(String, usize)>,
    /// Sampling units drawn from the stratum, coded or not, where the file tells.
    pub n_drawn: Option<usize>,
}

/// Reads the sampling columns of a row; `None` where it has no `pi`, or where `drawn_by` says
/// something else than `random`: nobody knows how likely such a passage was to be coded.
pub(super) fn read_drawing(row: Row<'_>) -> Result<Option<Drawing>, DataError> {
    let is_random = row.filled("drawn_by").is_none_or(|by| by == "random");
    let Some(text) = row.filled("pi").filter(|_| is_random) else {
        return Ok(None);
    };
    let pi: Option<f64> = text.parse().ok().filter(|pi| *pi > 0.0 && *pi <= 1.0);
    let Some(pi) = pi else {
        return Err(row.wrong("pi", text, "a probability above 0 to 1"));
    };
    let by_document = match row.filled("sampling_unit") {
        None | Some("passages") => false,
        Some("documents") => true,
        Some(found) => {
            return Err(row.wrong_choice("sampling_unit", found, ["passages", "documents"]));
        }
    };
    Ok(Some(Drawing {
        pi,
        frame_hash: row.get("frame_hash").to_owned(),
        by_document,
        stratum: read_stratum(row)?,
        n_drawn: row.parsed("n_drawn", "a whole number, or nothing")?,
    }))
}

fn read_stratum(row: Row<'_>) -> Result<Option<(String, usize)>, DataError> {
    let has_waves = row
        .filled("pi_by_wave")
        .is_some_and(|waves| waves.contains(';'));
    let Some(stratum) = row.filled("stratum").filter(|_| !has_waves) else {
        return Ok(None);
    };
    let n_units: Option<usize> = row.parsed("n_stratum", "a whole number, or nothing")?;
    let wave = row.get("wave");
    Ok(n_units.map(|n_units| (format!("{wave}:{stratum}"), n_units)))
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
