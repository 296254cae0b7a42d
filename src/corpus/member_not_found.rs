//! Why a printed name means no member of parliament for certain.

use super::PartialDate;

/// Why a printed name means no member for certain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MemberNotFound {
    /// The register does not have the name.
    #[error("member `{name}` is not in the register{}", closest.as_ref().map_or_else(String::new, |c| format!(" (closest: `{c}`)")))]
    NotFound {
        /// The name as found.
        name: String,
        /// The name of the register that looks most like it.
        closest: Option<String>,
    },
    /// The register has the name, but not at that date.
    #[error("member `{name}` is in the register as {}, not for {date}", periods.join(" and "))]
    NotAtDate {
        /// The name as found.
        name: String,
        /// The date.
        date: PartialDate,
        /// The rows that have the name, in words.
        periods: Vec<String>,
    },
    /// Several members bear the name.
    #[error("member `{name}` may be {}", candidates.join(" or "))]
    Namesakes {
        /// The name as found.
        name: String,
        /// The members, in words.
        candidates: Vec<String>,
    },
    /// The person changed party, and the date does not tell on which side of the change it lies.
    #[error("member `{name}` changed party: {}", rows.join(", "))]
    PartyUnclear {
        /// The name as found.
        name: String,
        /// The rows of the person, in words.
        rows: Vec<String>,
    },
}

impl MemberNotFound {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotFound { .. } => {
                "add a row for the member to a copy of data/members.csv, and name that file under paths.members"
                    .to_owned()
            }
            Self::NotAtDate { .. } => {
                "check the date of the document, or valid_from and valid_to in the member register"
                    .to_owned()
            }
            Self::Namesakes { .. } => {
                "write the first name or the party behind the name in the document, or give the document a date"
                    .to_owned()
            }
            Self::PartyUnclear { .. } => {
                "give the document a date with its day, or the rows of the member register their days"
                    .to_owned()
            }
        })
    }

    /// The reason in a few words, for tables: `namesakes`, `not in the register`,
    /// `not a member at that date` or `party unclear at that date`.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not in the register",
            Self::NotAtDate { .. } => "not a member at that date",
            Self::Namesakes { .. } => "namesakes",
            Self::PartyUnclear { .. } => "party unclear at that date",
        }
    }
}
