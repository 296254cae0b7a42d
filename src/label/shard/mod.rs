//! Labels one table in several jobs, and puts the parts together.
//!
//! Job `i` of `n` takes the rows that start in the `i`-th of `n` equal stretches of the table's
//! bytes ([`ShardRows`]). Where a row starts is known only from the start of the table, since a line
//! end may stand inside quotes: a job passes over what lies before its stretch, at the speed of
//! memory, and reads nothing behind it.
//!
//! A part is one file, so that it appears whole or not at all:
//!
//! 1. a line of JSON, [`PartStart`]: which shard of how many, of which table, labelled how;
//! 2. the labelled rows, as in the table that one run would write, without its header;
//! 3. a line of JSON, [`PartEnd`]: how many bytes and rows, and up to where in the table;
//! 4. a line of JSON with the checksum of all bytes before it.
//!
//! [`merge_parts`] refuses what is not one whole set of parts of one table. That the table was the
//! same for all jobs is told by a chain: each part has the checksum of all bytes of the table before
//! its first row and up to its last, and must begin where the part before it ended. A byte that
//! changes between two jobs breaks the chain at the next part.

mod checksum;
mod edges;
mod error;
mod merge;
mod part;
mod part_file;
mod rows;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use error::PartError;
pub use merge::merge_parts;
pub use part::{PartEnd, PartStart, TablePlace, label_part};
pub use rows::ShardRows;

/// One of the parts that a table is labelled in: `3/10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Which, from 1 to `of`.
    number: u32,
    /// How many there are, at least 1.
    of: u32,
}

/// A text that names no shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` names no shard; expected I/N with I from 1 to N, such as 3/10")]
pub struct ShardError {
    /// The text as found.
    pub found: String,
}

impl Shard {
    /// Shard `number` of `of`, counted from 1; `None` where there is no such one.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// Which, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Where its stretch begins, and the next one's, in a body of `n_bytes` bytes.
    fn stretch(self, n_bytes: u64) -> (u64, u64) {
        let edge = |number: u32| {
            let bytes = u128::from(n_bytes) * u128::from(number) / u128::from(self.of);
            u64::try_from(bytes).unwrap_or(n_bytes)
        };
        (edge(self.number - 1), edge(self.number))
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parts = text.split_once('/');
        let numbers =
            parts.and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
        numbers
            .and_then(|(number, of)| Self::new(number, of))
            .ok_or_else(|| ShardError {
                found: text.to_owned(),
            })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests;
