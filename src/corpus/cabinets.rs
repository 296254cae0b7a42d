//! Which parties governed when: cabinets with their parties by date.
//!
//! What the table says and where it comes from stands in `data/README.md`. Three rules decide what
//! it means. A cabinet that has offered its resignation still governs, so its parties count as
//! government until the next one takes office, and a party that left it counts as opposition from
//! the day it left. A party that supports a minority cabinet without ministers (PVV from 2010 to
//! 2012) is opposition. Days for which the table has no cabinet are unknown, and so is every actor
//! whose party the register does not have at the date.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read;

use super::rows::{Row, Rows};
use super::{Actor, DataError, PartialDate, Party, PartyId, PartyRegister};

/// Whether an actor governed when it spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// A party of the cabinet of the day, a caretaker cabinet too.
    Government,
    /// A party outside the cabinet.
    Opposition,
    /// The cabinet itself.
    Cabinet,
    /// Parties of both that speak as one, or a month or year in which the party changed sides.
    Mixed,
    /// No cabinet of that day is known, or the party is not known.
    Unknown,
}

impl Standing {
    /// Every standing, in the order of tables.
    pub const ALL: [Self; 5] = [
        Self::Government,
        Self::Opposition,
        Self::Cabinet,
        Self::Mixed,
        Self::Unknown,
    ];

    /// The standing as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Opposition => "opposition",
            Self::Cabinet => "cabinet",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }

    /// The standing of several together: theirs if they have one, else mixed; unknown if any is.
    fn of_all(standings: impl IntoIterator<Item = Self>) -> Self {
        let different: BTreeSet<Self> = standings.into_iter().collect();
        match different.first() {
            None => Self::Unknown,
            Some(only) if different.len() == 1 => *only,
            Some(_) if different.contains(&Self::Unknown) => Self::Unknown,
            Some(_) => Self::Mixed,
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A cabinet in one composition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cabinet {
    /// The usual Dutch name.
    pub name: String,
    /// The first day of this composition.
    pub start: PartialDate,
    /// The last day; `None` for the cabinet in office.
    pub end: Option<PartialDate>,
    /// Its parties.
    pub parties: BTreeSet<PartyId>,
    /// Whether it had offered its resignation.
    pub is_caretaker: bool,
}

/// All cabinets of the table, with what the register says of parties that merged.
///
/// ```
/// use standpunt::corpus::{Actor, Cabinets, Standing};
/// let cabinets = Cabinets::built_in();
/// let pvv = Actor::of_parties(&["PVV"]);
/// assert_eq!(cabinets.standing(&pvv, "2025-06-02".parse()?), Standing::Government);
/// assert_eq!(cabinets.standing(&pvv, "2025-06-03".parse()?), Standing::Opposition);
/// # Ok::<(), standpunt::corpus::DateError>(())
/// ```
#[derive(Debug)]
pub struct Cabinets {
    /// In order of time; no two share a day.
    cabinets: Vec<Cabinet>,
    parties: BTreeMap<PartyId, Party>,
}

/// How often a party's mergers are followed back: a register that names two parties as each
/// other's successors has no first one.
const MAX_MERGERS: usize = 8;

impl Cabinets {
    /// The cabinets of this project, `data/cabinets.csv`, with the built-in register.
    pub fn built_in() -> Self {
        let text = include_str!("../../data/cabinets.csv");
        let register = PartyRegister::built_in();
        match Self::from_csv(text.as_bytes(), "data/cabinets.csv", &register) {
            Ok(cabinets) => cabinets,
            Err(error) => unreachable!("a test reads the built-in cabinets: {error}"),
        }
    }

    /// Reads a table of cabinets in order of time; `place` names the file in errors. Needed
    /// columns: `cabinet`, `start`, `end`, `parties`, `caretaker`.
    ///
    /// # Errors
    /// Where the table is not CSV, a date lacks its day, a cabinet begins before the one above it
    /// ends, or a party is not in the register.
    pub fn from_csv(
        reader: impl Read,
        place: &str,
        register: &PartyRegister,
    ) -> Result<Self, DataError> {
        let columns = ["cabinet", "start", "end", "parties", "caretaker"];
        let table = Rows::read(reader, place, &columns)?;
        let mut cabinets: Vec<Cabinet> = Vec::new();
        for row in table.iter() {
            let cabinet = read_cabinet(row, register)?;
            let is_later = cabinets
                .last()
                .is_none_or(|before| before.end.is_some_and(|end| end < cabinet.start));
            if !is_later {
                let expected = "a day after the end of the cabinet above";
                return Err(row.wrong("start", &cabinet.start.to_string(), expected));
            }
            cabinets.push(cabinet);
        }
        let parties = register.parties().iter().cloned();
        Ok(Self {
            cabinets,
            parties: parties.map(|party| (party.id.clone(), party)).collect(),
        })
    }

    /// Whether `actor` governed on `date`.
    ///
    /// Of a month or a year every day counts: a party that was on both sides is mixed, and where
    /// the table lacks a cabinet for a part of it, the standing is unknown. A joint group
    /// (GroenLinks-PvdA) stands where its parties stand; before it existed its name means those
    /// parties, and a party whose joint group governs, governs.
    pub fn standing(&self, actor: &Actor, date: PartialDate) -> Standing {
        if actor.is_cabinet() {
            return Standing::Cabinet;
        }
        let Some(cabinets) = self.in_office(date) else {
            return Standing::Unknown;
        };
        let parties = actor.parties();
        Standing::of_all(parties.iter().flat_map(|party| {
            let id: Option<PartyId> = party.parse().ok();
            let of = move |cabinet: &&Cabinet| match &id {
                Some(id) => self.party_standing(id, cabinet, date, MAX_MERGERS),
                None => Standing::Unknown,
            };
            cabinets.iter().map(of).collect::<Vec<_>>()
        }))
    }

    /// Whether the cabinet had offered its resignation; `None` where no cabinet is known for every
    /// day of `date`, or where that changed on the way.
    pub fn is_caretaker(&self, date: PartialDate) -> Option<bool> {
        let cabinets = self.in_office(date)?;
        let first = cabinets.first()?.is_caretaker;
        let is_same = cabinets.iter().all(|cabinet| cabinet.is_caretaker == first);
        is_same.then_some(first)
    }

    /// The cabinets that were in office on some day of `date`; `None` where a day has none.
    fn in_office(&self, date: PartialDate) -> Option<Vec<&Cabinet>> {
        let (first, last) = (date.first_day(), date.last_day());
        let is_met = |cabinet: &&Cabinet| {
            cabinet.start <= last && cabinet.end.is_none_or(|end| end >= first)
        };
        let met: Vec<&Cabinet> = self.cabinets.iter().filter(is_met).collect();
        let mut next_day = day_number(first);
        for cabinet in &met {
            if day_number(cabinet.start) > next_day {
                return None;
            }
            match cabinet.end {
                Some(end) => next_day = day_number(end) + 1,
                None => return Some(met),
            }
        }
        (next_day > day_number(last)).then_some(met)
    }

    /// The standing of a party of the register under one cabinet; mergers are followed back
    /// `n_mergers` times.
    fn party_standing(
        &self,
        id: &PartyId,
        cabinet: &Cabinet,
        date: PartialDate,
        n_mergers: usize,
    ) -> Standing {
        if cabinet.parties.contains(id) {
            return Standing::Government;
        }
        let Some(party) = self.parties.get(id) else {
            return Standing::Unknown;
        };
        let exists = |id: &PartyId| self.parties.get(id).is_some_and(|p| p.is_valid_at(date));
        let joint_group_governs = party
            .successors
            .iter()
            .any(|group| exists(group) && cabinet.parties.contains(group));
        if joint_group_governs {
            return Standing::Government;
        }
        let members: Vec<&PartyId> = self.merged_into(party).filter(|id| exists(id)).collect();
        let is_there = party.is_valid_at(date);
        if members.is_empty() || n_mergers == 0 {
            return if is_there {
                Standing::Opposition
            } else {
                Standing::Unknown
            };
        }
        Standing::of_all(
            members
                .into_iter()
                .map(|member| self.party_standing(member, cabinet, date, n_mergers - 1)),
        )
    }

    /// The parties that went on in `party`. One from which it only split off did not: it does not
    /// name it as its successor.
    fn merged_into<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a PartyId> {
        party.predecessors.iter().filter(|id| {
            self.parties
                .get(*id)
                .is_some_and(|before| before.successors.contains(&party.id))
        })
    }
}

fn read_cabinet(row: Row<'_>, register: &PartyRegister) -> Result<Cabinet, DataError> {
    let day = |column: &str| -> Result<Option<PartialDate>, DataError> {
        let date: Option<PartialDate> = row.parsed(column, "a day as YYYY-MM-DD")?;
        match date {
            Some(date) if date.first_day() != date => {
                Err(row.wrong(column, &date.to_string(), "a day as YYYY-MM-DD"))
            }
            _ => Ok(date),
        }
    };
    let start = day("start")?.ok_or_else(|| row.wrong("start", "", "a day as YYYY-MM-DD"))?;
    let end = day("end")?;
    if let Some(end) = end.filter(|end| *end < start) {
        return Err(row.wrong("end", &end.to_string(), format!("{start} or later")));
    }
    let mut parties = BTreeSet::new();
    for id in row.list("parties", '|') {
        let known = register.parties().iter();
        let party = known.clone().find(|party| party.id.as_str() == id);
        let Some(party) = party else {
            let ids = known.map(|party| party.id.as_str());
            return Err(row.wrong_choice("parties", id, ids));
        };
        parties.insert(party.id.clone());
    }
    Ok(Cabinet {
        name: row.required("cabinet")?.to_owned(),
        start,
        end,
        parties,
        is_caretaker: match row.required("caretaker")? {
            "true" => true,
            "false" => false,
            other => return Err(row.wrong("caretaker", other, "true or false")),
        },
    })
}

/// Days since an arbitrary day, so that neighbours differ by 1 (Gregorian calendar; years counted
/// from March, so that the leap day is the last of its year).
fn day_number(date: PartialDate) -> u32 {
    let (year, month, day) = date.first_day().parts();
    let (year, month) = (u32::from(year), u32::from(month));
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year.saturating_sub(1), month + 9)
    };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + u32::from(day)
}

#[cfg(test)]
#[path = "cabinets_tests.rs"]
mod tests;
