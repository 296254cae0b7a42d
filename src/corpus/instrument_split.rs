//! Which half of the coded groups the patterns of the instruments were written on, and which half
//! measures them.

use std::collections::BTreeMap;
use std::io::Read;

use super::DataError;
use super::rows::Rows;

/// A half of the coded groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    /// Its texts were read when the patterns were written: scores on it are too good.
    Writing,
    /// Its texts were not read.
    HeldOut,
}

impl Half {
    /// Both, in the order of tables.
    pub const ALL: [Self; 2] = [Self::Writing, Self::HeldOut];

    /// The half as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Writing => "writing",
            Self::HeldOut => "held-out",
        }
    }
}

/// The half of every group of a gold file.
///
/// ```
/// use standpunt::corpus::{Half, InstrumentSplit};
/// let split = InstrumentSplit::from_csv("group,half\ng1,held-out\n".as_bytes(), "s.csv")?;
/// assert_eq!(split.half("g1"), Some(Half::HeldOut));
/// # Ok::<(), standpunt::corpus::DataError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstrumentSplit {
    halves: BTreeMap<String, Half>,
}

impl InstrumentSplit {
    /// Reads a table with the columns `group` and `half` (`writing` or `held-out`); `place` names
    /// it in errors.
    ///
    /// # Errors
    /// Where the table is not CSV, a half is none, or a group stands there twice.
    pub fn from_csv(reader: impl Read, place: &str) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["group", "half"])?;
        let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
        let mut halves = BTreeMap::new();
        for row in table.iter() {
            let (group, found) = (row.required("group")?, row.required("half")?);
            let Some(half) = Half::ALL.into_iter().find(|half| half.as_str() == found) else {
                return Err(row.wrong_choice("half", found, Half::ALL.map(Half::as_str)));
            };
            if let Some(first) = lines.insert(group, row.line()) {
                return Err(row.duplicate("group", group, first));
            }
            halves.insert(group.to_owned(), half);
        }
        Ok(Self { halves })
    }

    /// The half of a group; `None` where the table lacks it.
    pub fn half(&self, group: &str) -> Option<Half> {
        self.halves.get(group).copied()
    }

    /// The groups with their halves, ascending.
    pub fn groups(&self) -> impl Iterator<Item = (&str, Half)> {
        self.halves
            .iter()
            .map(|(group, half)| (group.as_str(), *half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Codebook, GoldPassage, read_gold};

    fn gold() -> Vec<GoldPassage> {
        let text = include_str!("../../data/gold_seeds.csv");
        read_gold(text.as_bytes(), "gold_seeds.csv", &Codebook::built_in()).unwrap()
    }

    fn split() -> InstrumentSplit {
        let text = include_str!("../../data/instrument_split.csv");
        InstrumentSplit::from_csv(text.as_bytes(), "instrument_split.csv").unwrap()
    }

    /// The rule of `data/README.md`: groups from the largest to the smallest, ties by name, each to
    /// the half that leaves the smaller imbalance, ties to writing. The imbalance is the sum, over
    /// all passages and over the tags of each instrument, of the squared difference between the
    /// halves per 10,000 of the total, rounded down.
    fn by_rule(gold: &[GoldPassage]) -> BTreeMap<&str, Half> {
        // Counts of every instrument, and of passages under the empty id.
        let mut groups: BTreeMap<&str, BTreeMap<&str, i64>> = BTreeMap::new();
        let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
        for passage in gold {
            let ids = passage.instruments.iter().map(String::as_str);
            for id in ids.chain([""]) {
                *groups
                    .entry(&passage.group)
                    .or_default()
                    .entry(id)
                    .or_default() += 1;
                *totals.entry(id).or_default() += 1;
            }
        }
        let mut order: Vec<&str> = groups.keys().copied().collect();
        order.sort_by_key(|group| (-groups[group][""], *group));
        let mut lead: BTreeMap<&str, i64> = BTreeMap::new();
        let mut halves = BTreeMap::new();
        for group in order {
            let moved = |sign: i64| {
                let mut lead = lead.clone();
                for (id, n) in &groups[group] {
                    *lead.entry(id).or_default() += sign * n;
                }
                let imbalance: i64 = lead.iter().map(|(id, d)| d * d * 10_000 / totals[id]).sum();
                (imbalance, lead)
            };
            let (writing, held_out) = (moved(1), moved(-1));
            let half = if writing.0 <= held_out.0 {
                Half::Writing
            } else {
                Half::HeldOut
            };
            lead = if half == Half::Writing {
                writing.1
            } else {
                held_out.1
            };
            halves.insert(group, half);
        }
        halves
    }

    #[test]
    fn the_split_covers_every_group_and_follows_from_its_rule() {
        let (gold, split) = (gold(), split());
        let halves: BTreeMap<&str, Half> = split.groups().collect();
        assert_eq!(halves.len(), 43);
        assert_eq!(halves, by_rule(&gold));
    }

    #[test]
    fn the_halves_are_alike() {
        let (gold, split) = (gold(), split());
        let writing = gold
            .iter()
            .filter(|p| split.half(&p.group) == Some(Half::Writing));
        // grep -c and join of the two files: 277 of 552 passages
        assert_eq!(writing.count(), 277);
    }

    #[test]
    fn a_faulty_row_is_named() {
        let message = |text: &str| {
            let split = InstrumentSplit::from_csv(text.as_bytes(), "s.csv");
            split.unwrap_err().to_string()
        };
        assert_eq!(
            message("group,half\ng1,test\n"),
            "s.csv, line 2, column `half`: found `test`, expected one of writing, held-out"
        );
        assert_eq!(
            message("group,half\ng1,writing\ng1,held-out\n"),
            "s.csv, line 3, column `group`: `g1` stands on line 2 already"
        );
    }
}
