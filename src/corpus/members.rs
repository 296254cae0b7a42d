//! The member register: who sat in parliament, for which party, from when to when.
//!
//! Motions, amendments and written questions name their makers by surname and mostly without a
//! party. A surname means a member only at a date: *Van Dijk* is a member of four parties in 2024,
//! and *Helder* of one party in 2022 and of another in 2024. A name that several members bear at
//! that date is never guessed. Columns and sources of the file stand in `data/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::closest::closest;
use super::member_names::{PrintedName, first_of_double, fold, letters};
use super::member_not_found::MemberNotFound;
use super::rows::{Row, Rows};
use super::{DataError, DataFault, PartialDate, PartyId, PartyRegister};

/// A member of a chamber for one party in one period; one row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id of the person; a person has a row for each period and party.
    pub id: String,
    /// The surname with its particle, as papers print it behind *het lid*: `Van der Plas`.
    pub name: String,
    /// The first name by which papers tell namesakes apart: `Diederik`; empty where unknown.
    pub first_names: String,
    /// The initials: `D.J.H.`; empty where unknown.
    pub initials: String,
    /// Other printed forms of the surname.
    pub aliases: Vec<String>,
    /// The party or group.
    pub party_id: PartyId,
    /// `Tweede Kamer` or `Eerste Kamer`; empty where the register does not tell.
    pub chamber: String,
    /// The first day; `None` where unknown.
    pub valid_from: Option<PartialDate>,
    /// The last day; `None` where unknown or open.
    pub valid_to: Option<PartialDate>,
}

impl Member {
    /// Whether the person may have been this member at some day of `date`.
    pub fn is_valid_at(&self, date: PartialDate) -> bool {
        date.may_lie_within(self.valid_from, self.valid_to)
    }

    /// First name and surname: `Diederik van Dijk`; the surname alone where no first name is known.
    pub fn full_name(&self) -> String {
        if self.first_names.is_empty() {
            return self.name.clone();
        }
        let mut letters = self.name.chars();
        let particle = self.name.split(' ').next().unwrap_or("");
        let begins_small = ["Van", "De", "Den", "Der", "Ten", "Ter", "Von"].contains(&particle);
        match letters.next().filter(|_| begins_small) {
            Some(first) => format!(
                "{} {}{}",
                self.first_names,
                first.to_lowercase(),
                letters.as_str()
            ),
            None => format!("{} {}", self.first_names, self.name),
        }
    }

    /// Name, party and period, for messages: `Diederik van Dijk (SGP, 2023-12-06 to 2025-11-11)`.
    pub fn described(&self) -> String {
        let day = |date: Option<PartialDate>| date.map_or_else(String::new, |d| d.to_string());
        let period = format!("{} to {}", day(self.valid_from), day(self.valid_to));
        let period = period.trim();
        format!("{} ({}, {period})", self.full_name(), self.party_id)
    }

    /// Whether the two rows have a day in common for certain, months and years being uncertain.
    fn overlaps(&self, other: &Self) -> bool {
        let before = |a: Option<PartialDate>, b: Option<PartialDate>| match (a, b) {
            (Some(from), Some(to)) => from.last_day() <= to.first_day(),
            _ => true,
        };
        before(self.valid_from, self.valid_to)
            && before(other.valid_from, other.valid_to)
            && before(self.valid_from, other.valid_to)
            && before(other.valid_from, self.valid_to)
    }
}

/// The members of both chambers, with their names and parties by date.
///
/// ```
/// use standpunt::corpus::MemberRegister;
/// let register = MemberRegister::built_in();
/// let date = Some("2024-05-14".parse()?);
/// let member = register.find("Diederik van Dijk", date, "Tweede Kamer");
/// assert_eq!(member.map(|m| m.party_id.to_string()), Ok("SGP".to_owned()));
/// let namesakes = register.find("Van Dijk", date, "Tweede Kamer");
/// assert_eq!(namesakes.map_err(|e| e.reason()).err(), Some("namesakes"));
/// # Ok::<(), standpunt::corpus::DateError>(())
/// ```
#[derive(Debug)]
pub struct MemberRegister {
    members: Vec<Member>,
    lines: Vec<u64>,
    place: String,
    /// Places of the rows by surname, and by first name and surname, folded.
    names: BTreeMap<String, Vec<usize>>,
    /// The same for the first part of double names.
    short_names: BTreeMap<String, Vec<usize>>,
}

impl MemberRegister {
    /// The register of this project, `data/members.csv`.
    pub fn built_in() -> Self {
        let text = include_str!("../../data/members.csv");
        match Self::from_csv(text.as_bytes(), "data/members.csv") {
            Ok(register) => register,
            Err(error) => unreachable!("a test reads the built-in register: {error}"),
        }
    }

    /// Reads a register; `place` names the file in errors. Only `member_id`, `name` and `party_id`
    /// are required columns.
    ///
    /// # Errors
    /// Where the table is not CSV, a value is missing, a date or party id is none, a period ends
    /// before it begins, the chamber is none, or two rows of one member in one chamber overlap.
    pub fn from_csv(reader: impl Read, place: &str) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["member_id", "name", "party_id"])?;
        let mut members: Vec<Member> = Vec::new();
        let mut lines: Vec<u64> = Vec::new();
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in table.iter() {
            let member = read_member(row)?;
            let earlier = by_id.entry(member.id.clone()).or_default();
            let rival = earlier.iter().find_map(|i| {
                let other = members.get(*i)?;
                (other.chamber == member.chamber && other.overlaps(&member))
                    .then_some((other, lines.get(*i).copied().unwrap_or(0)))
            });
            if let Some((other, line)) = rival {
                return Err(row.wrong(
                    "valid_from",
                    row.get("valid_from"),
                    format!(
                        "a period beside that of `{}` on line {line}, {}",
                        other.id,
                        other.described()
                    ),
                ));
            }
            earlier.push(members.len());
            members.push(member);
            lines.push(row.line());
        }
        let (names, short_names) = index_names(&members);
        Ok(Self {
            members,
            lines,
            place: place.to_owned(),
            names,
            short_names,
        })
    }

    /// Refuses a register with a party that the party register lacks.
    ///
    /// # Errors
    /// Where a row has such a party.
    pub fn check_parties(&self, parties: &PartyRegister) -> Result<(), DataError> {
        for (member, line) in self.members.iter().zip(&self.lines) {
            if parties.get(&member.party_id).is_none() {
                let ids = parties.parties().iter().map(|party| party.id.as_str());
                return Err(DataFault::Value {
                    place: self.place.clone(),
                    line: *line,
                    column: "party_id".to_owned(),
                    found: member.party_id.to_string(),
                    expected: "an id of the party register".to_owned(),
                    closest: closest(member.party_id.as_str(), ids),
                }
                .into());
            }
        }
        Ok(())
    }

    /// The rows in the order of the file.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member that a printed name means: surname alone (*Van Dijk*, *VAN DER PLAS*,
    /// *Dijk, van*), with a first name (*Diederik van Dijk*) or with initials (*D.G.M. Ceder*).
    /// Capitals, diacritics and hyphens do not matter, the particle does: *Dijk* is not *Van Dijk*.
    /// The first part of a double name counts where nobody of that chamber bears it alone
    /// (*Michon* for *Michon-Derkzen*). A `chamber` that is empty or neither of the two means both.
    ///
    /// # Errors
    /// Where nobody bears the name, nobody did at that date, several did, or the one who did
    /// changed party within what is known of the date.
    pub fn find(
        &self,
        name: &str,
        date: Option<PartialDate>,
        chamber: &str,
    ) -> Result<&Member, MemberNotFound> {
        let chamber = chamber_of(chamber);
        let printed = PrintedName::read(name);
        let bearers = self.bearers(&printed, chamber);
        if bearers.is_empty() {
            return Err(MemberNotFound::NotFound {
                name: name.trim().to_owned(),
                closest: self.closest_name(name, chamber),
            });
        }
        let valid: Vec<&Member> = bearers
            .iter()
            .copied()
            .filter(|member| date.is_none_or(|date| member.is_valid_at(date)))
            .collect();
        let described = |rows: &[&Member]| rows.iter().map(|m| m.described()).collect();
        let Some(first) = valid.first().copied() else {
            return match date {
                Some(date) => Err(MemberNotFound::NotAtDate {
                    name: name.trim().to_owned(),
                    date,
                    periods: described(&bearers),
                }),
                None => Err(MemberNotFound::NotFound {
                    name: name.trim().to_owned(),
                    closest: None,
                }),
            };
        };
        if valid.iter().any(|member| member.id != first.id) {
            return Err(MemberNotFound::Namesakes {
                name: name.trim().to_owned(),
                candidates: described(&valid),
            });
        }
        if valid.iter().any(|m| m.party_id != first.party_id) {
            return Err(MemberNotFound::PartyUnclear {
                name: name.trim().to_owned(),
                rows: described(&valid),
            });
        }
        Ok(first)
    }

    /// The rows of a chamber whose name is printed so; initials rule out who has others.
    fn bearers(&self, printed: &PrintedName, chamber: &str) -> Vec<&Member> {
        let of = |names: &BTreeMap<String, Vec<usize>>| -> Vec<&Member> {
            names
                .get(&printed.folded)
                .into_iter()
                .flatten()
                .filter_map(|i| self.members.get(*i))
                .filter(|member| {
                    chamber.is_empty() || member.chamber.is_empty() || member.chamber == chamber
                })
                .filter(|member| {
                    let known = letters(&member.initials);
                    printed.initials.is_empty() || known.is_empty() || {
                        known.starts_with(&printed.initials) || printed.initials.starts_with(&known)
                    }
                })
                .collect()
        };
        let exact = of(&self.names);
        if exact.is_empty() {
            of(&self.short_names)
        } else {
            exact
        }
    }

    /// Whether anybody of that chamber bears the printed name, at whatever time.
    pub fn knows(&self, name: &str, chamber: &str) -> bool {
        !self
            .bearers(&PrintedName::read(name), chamber_of(chamber))
            .is_empty()
    }

    fn closest_name(&self, name: &str, chamber: &str) -> Option<String> {
        let names: BTreeSet<&str> = self
            .members
            .iter()
            .filter(|member| chamber.is_empty() || member.chamber == chamber)
            .map(|member| member.name.as_str())
            .collect();
        closest(name.trim(), names)
    }
}

/// The chamber that papers write *Tweede Kamer der Staten-Generaal* or *EERSTE KAMER*; empty for
/// none or both.
fn chamber_of(text: &str) -> &'static str {
    let text = text.trim().to_lowercase();
    if text.starts_with("tweede kamer") {
        "Tweede Kamer"
    } else if text.starts_with("eerste kamer") {
        "Eerste Kamer"
    } else {
        ""
    }
}

fn read_member(row: Row<'_>) -> Result<Member, DataError> {
    const DATE: &str = "a date as YYYY-MM-DD, YYYY-MM or YYYY";
    let party = row.required("party_id")?;
    let member = Member {
        id: row.required("member_id")?.to_owned(),
        name: row.required("name")?.to_owned(),
        first_names: row.get("first_names").trim().to_owned(),
        initials: row.get("initials").trim().to_owned(),
        aliases: row
            .list("aliases", '|')
            .into_iter()
            .map(str::to_owned)
            .collect(),
        party_id: party
            .parse()
            .map_err(|_| row.wrong("party_id", party, "an id of the party register"))?,
        chamber: row.get("chamber").trim().to_owned(),
        valid_from: row.parsed("valid_from", DATE)?,
        valid_to: row.parsed("valid_to", DATE)?,
    };
    if !matches!(
        member.chamber.as_str(),
        "" | "Tweede Kamer" | "Eerste Kamer"
    ) {
        let chambers = ["Tweede Kamer", "Eerste Kamer"];
        return Err(row.wrong_choice("chamber", &member.chamber, chambers));
    }
    if fold(&member.name).is_empty() {
        return Err(row.wrong("name", &member.name, "a surname"));
    }
    match (member.valid_from, member.valid_to) {
        (Some(from), Some(to)) if to.last_day() < from.first_day() => Err(row.wrong(
            "valid_to",
            &to.to_string(),
            format!("{from} or later, the date in `valid_from`"),
        )),
        _ => Ok(member),
    }
}

type NameIndex = BTreeMap<String, Vec<usize>>;

/// Rows by their names, and by the first parts of their double names, each alone and behind the
/// first name.
fn index_names(members: &[Member]) -> (NameIndex, NameIndex) {
    let mut names = NameIndex::new();
    let mut short_names = NameIndex::new();
    for (i, member) in members.iter().enumerate() {
        let first_name = fold(&member.first_names);
        let add = |index: &mut NameIndex, name: &str| {
            let name = fold(name);
            let mut keys = vec![name.clone()];
            if !first_name.is_empty() {
                keys.push(format!("{first_name} {name}"));
            }
            for key in keys {
                let places = index.entry(key).or_default();
                if !places.contains(&i) {
                    places.push(i);
                }
            }
        };
        for name in member.aliases.iter().chain([&member.name]) {
            add(&mut names, name);
            if let Some(first) = first_of_double(name) {
                add(&mut short_names, first);
            }
        }
    }
    (names, short_names)
}

#[cfg(test)]
#[path = "members_tests.rs"]
mod tests;
