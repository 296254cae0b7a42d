//! Positions of parties as experts place them, from published surveys.

use std::collections::BTreeMap;
use std::io::Read;

use super::rows::Rows;
use super::{DataError, PartyId};

/// The built-in positions.
const BUILT_IN: &str = include_str!("../../data/expert_positions.csv");

/// Where experts place a party.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpertPosition {
    /// The party, an id of `parties.csv`.
    pub party_id: PartyId,
    /// The survey, as `CHES`.
    pub survey: String,
    /// The year of the survey.
    pub year: u16,
    /// What was asked, in the survey's own name: `immigrate_policy`.
    pub dimension: String,
    /// The position on the survey's own scale.
    pub position: f64,
    /// Where the number comes from.
    pub source: String,
}

/// Reads positions in the order of the table; `place` names the file in errors.
///
/// Columns: `party_id`, `survey`, `year`, `dimension`, `position`, `source`.
///
/// # Errors
/// Where the table is not CSV, a value is missing or of another form, or a party has two positions
/// in one survey, year and dimension.
pub fn read_expert_positions(
    reader: impl Read,
    place: &str,
) -> Result<Vec<ExpertPosition>, DataError> {
    let columns = [
        "party_id",
        "survey",
        "year",
        "dimension",
        "position",
        "source",
    ];
    let table = Rows::read(reader, place, &columns)?;
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut positions = Vec::new();
    for row in table.iter() {
        let [party, survey, year, dimension] =
            ["party_id", "survey", "year", "dimension"].map(|column| row.required(column));
        let (party, survey, year, dimension) = (party?, survey?, year?, dimension?);
        let key = format!("{party} {survey} {year} {dimension}");
        if let Some(first) = lines.insert(key.clone(), row.line()) {
            return Err(row.duplicate("party_id", &key, first));
        }
        let found = row.required("position")?;
        positions.push(ExpertPosition {
            party_id: party
                .parse()
                .map_err(|_| row.wrong("party_id", party, "an id of parties.csv"))?,
            survey: survey.to_owned(),
            year: year
                .parse()
                .map_err(|_| row.wrong("year", year, "a year as YYYY"))?,
            dimension: dimension.to_owned(),
            position: found
                .parse()
                .ok()
                .filter(|position: &f64| position.is_finite())
                .ok_or_else(|| row.wrong("position", found, "a number"))?,
            source: row.required("source")?.to_owned(),
        });
    }
    Ok(positions)
}

/// The positions that the program carries.
pub fn built_in_expert_positions() -> Vec<ExpertPosition> {
    match read_expert_positions(BUILT_IN.as_bytes(), "data/expert_positions.csv") {
        Ok(positions) => positions,
        Err(error) => unreachable!("a test reads the built-in positions: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::PartyRegister;

    #[test]
    fn the_built_in_positions_are_of_known_parties() {
        let register = PartyRegister::built_in();
        let positions = built_in_expert_positions();
        for position in &positions {
            assert!(
                register.get(&position.party_id).is_some(),
                "{:?}",
                position.party_id
            );
            assert!((0.0..=10.0).contains(&position.position));
        }
        let of = |party: &str, year| {
            positions
                .iter()
                .find(|p| p.party_id.as_str() == party && p.year == year)
                .map(|p| p.position)
                .unwrap()
        };
        // ches-2024: GL 2.0833333, PvdA 3.4166667; the joint group is their mean.
        let mean = f64::midpoint(of("GroenLinks", 2024), of("PvdA", 2024));
        assert!((of("GroenLinks-PvdA", 2024) - mean).abs() < 1e-9);
        // 13 Dutch parties in the survey of 2019, 15 in that of 2024 and the joint group.
        assert_eq!(positions.iter().filter(|p| p.year == 2019).count(), 13);
        assert_eq!(positions.iter().filter(|p| p.year == 2024).count(), 16);
    }

    #[test]
    fn a_position_that_is_none_or_stands_twice_is_refused() {
        let header = "party_id,survey,year,dimension,position,source\n";
        let read = |rows: &str| {
            let text = format!("{header}{rows}");
            read_expert_positions(text.as_bytes(), "p.csv")
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            read("VVD,CHES,2024,immigrate_policy,hoog,x\n"),
            "p.csv, line 2, column `position`: found `hoog`, expected a number"
        );
        assert_eq!(
            read("VVD,CHES,2024,d,1,x\nVVD,CHES,2024,d,2,x\n"),
            "p.csv, line 3, column `party_id`: `VVD CHES 2024 d` stands on line 2 already"
        );
    }
}
