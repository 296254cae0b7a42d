//! Who speaks, and in which role.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The speaker of a passage: a party id of the register, several joined by `+`, the cabinet,
/// the chair of a sitting, or `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(Arc<str>);

impl Actor {
    /// Members of government, whatever their party.
    pub fn cabinet() -> Self {
        Self("Kabinet".into())
    }

    /// The chair of a sitting, whatever the chair's party.
    pub fn chair() -> Self {
        Self("Voorzitter".into())
    }

    /// A speaker who could not be established.
    pub fn unknown() -> Self {
        Self("unknown".into())
    }

    /// One party, or several that speak as one, in the order in which the source names them.
    pub fn of_parties<S: AsRef<str>>(parties: &[S]) -> Self {
        if parties.is_empty() {
            return Self::unknown();
        }
        Self(
            parties
                .iter()
                .map(AsRef::as_ref)
                .collect::<Vec<_>>()
                .join("+")
                .into(),
        )
    }

    /// The actor that a table names.
    pub fn from_name(name: &str) -> Self {
        if name.is_empty() {
            Self::unknown()
        } else {
            Self(name.into())
        }
    }

    /// The actor as it stands in tables.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the cabinet.
    pub fn is_cabinet(&self) -> bool {
        *self.0 == *"Kabinet"
    }

    /// Whether the speaker could not be established.
    pub fn is_unknown(&self) -> bool {
        *self.0 == *"unknown"
    }

    /// Whether this is the chair of a sitting.
    pub fn is_chair(&self) -> bool {
        *self.0 == *"Voorzitter"
    }

    /// The ids of the parties that speak: none for the cabinet, the chair and `unknown`.
    pub fn parties(&self) -> Vec<&str> {
        if self.is_cabinet() || self.is_chair() || self.is_unknown() {
            Vec::new()
        } else {
            self.0.split('+').collect()
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the speaker does in the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A party's question or remark in a written exchange.
    Question,
    /// The cabinet's answer to it.
    Answer,
    /// A letter of the cabinet.
    Letter,
    /// A turn of a debate.
    Speech,
    /// A turn of a debate that breaks into another one.
    Interruption,
    /// What a motie or amendement builds on: its considerations, or its explanation.
    Consideration,
    /// What a motie asks for, or what an amendement changes.
    Request,
}

impl Role {
    /// Every role, in the order of tables.
    pub const ALL: [Self; 7] = [
        Self::Question,
        Self::Answer,
        Self::Letter,
        Self::Speech,
        Self::Interruption,
        Self::Consideration,
        Self::Request,
    ];

    /// The role as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Letter => "letter",
            Self::Speech => "speech",
            Self::Interruption => "interruption",
            Self::Consideration => "consideration",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a role; expected question, answer, letter, speech, interruption, consideration or request"
)]
pub struct RoleError {
    /// The text as found.
    pub found: String,
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| RoleError {
                found: text.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_that_speak_as_one_are_joined_and_taken_apart() {
        let actor = Actor::of_parties(&["PvdA", "GroenLinks"]);
        assert_eq!(actor.as_str(), "PvdA+GroenLinks");
        assert_eq!(actor.parties(), ["PvdA", "GroenLinks"]);
        assert!(Actor::cabinet().parties().is_empty());
        assert!(Actor::of_parties::<&str>(&[]).is_unknown());
    }
}
