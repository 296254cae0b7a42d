//! Parties and groups: ids, names, periods.

use std::fmt;
use std::str::FromStr;

use super::PartialDate;

/// The id of a party or group in the register; stands in tables as the actor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(String);

/// A text that cannot be the id of a party.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` cannot be a party id; expected letters, digits, `.`, `_` or `-`, and not Kabinet or unknown"
)]
pub struct PartyIdError {
    /// The text as found.
    pub found: String,
}

impl PartyId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PartyId {
    type Err = PartyIdError;

    fn from_str(text: &str) -> Result<Self, PartyIdError> {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        if text.is_empty()
            || !text.chars().all(allowed)
            || matches!(text, "Kabinet" | "Voorzitter" | "unknown")
        {
            return Err(PartyIdError {
                found: text.to_owned(),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One of the names by which papers call a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub text: String,
    /// Whether the name is a common word or a person's name (*Denk*, *Klein*), which means the
    /// party only where a label is expected: alone, in brackets, or beside the word *fractie*.
    pub is_label_only: bool,
}

/// A party, a joint group of parties, or a group that split off; one row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The id that tables use.
    pub id: PartyId,
    /// The full name in Dutch.
    pub name: String,
    /// The name in English.
    pub name_english: String,
    /// The names that occur in headings and running text.
    pub aliases: Vec<Alias>,
    /// The first day on which its names mean this party; `None` where it does not matter.
    pub valid_from: Option<PartialDate>,
    /// The last day; `None` where the period is open.
    pub valid_to: Option<PartialDate>,
    /// Parties it came from: merged, renamed, or left by its members.
    pub predecessors: Vec<PartyId>,
    /// Parties it became or was absorbed by.
    pub successors: Vec<PartyId>,
    /// `PartyFacts` id.
    pub partyfacts_id: Option<u32>,
    /// `ParlGov` id.
    pub parlgov_id: Option<u32>,
    /// Manifesto Project id.
    pub manifesto_id: Option<u32>,
    /// Chapel Hill Expert Survey id.
    pub ches_id: Option<u32>,
}

impl Party {
    /// Whether the party's names may mean it at some day of `date`.
    pub fn is_valid_at(&self, date: PartialDate) -> bool {
        date.may_lie_within(self.valid_from, self.valid_to)
    }

    /// Whether the periods of the two have a day in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let starts_before_end = |a: &Self, b: &Self| match (a.valid_from, b.valid_to) {
            (Some(from), Some(to)) => from.first_day() <= to.last_day(),
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }

    /// The period in words, for messages.
    pub(super) fn period(&self) -> String {
        let day = |date: Option<PartialDate>| date.map_or_else(String::new, |d| d.to_string());
        format!("{} to {}", day(self.valid_from), day(self.valid_to))
            .trim()
            .to_owned()
    }
}
