//! Why parts cannot be made or put together, and what to do about it.

use super::Shard;

/// A table that cannot be labelled in parts, or parts that do not make one table.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// The table is a pipe.
    #[error("{file}: found a stream; expected a file, of which every job can read its rows")]
    NotAFile {
        /// The table as given.
        file: String,
    },
    /// The file is something else.
    #[error("{file}: found no part of a labelled table; expected what `label --shard` wrote")]
    NotAPart {
        /// The file.
        file: String,
    },
    /// The part was written by another version of the tool.
    #[error("{file}: found a part in form {found}; expected form {expected}")]
    Version {
        /// The part.
        file: String,
        /// The version of its form.
        found: u32,
        /// The version that this tool reads.
        expected: u32,
    },
    /// The end of the part is not there.
    #[error(
        "{file}: found no end; expected the count of rows and a checksum in the last two lines"
    )]
    Truncated {
        /// The part.
        file: String,
    },
    /// The part is longer or shorter than it says.
    #[error("{file}: found {found} bytes; expected {expected}, as its last lines say")]
    Size {
        /// The part.
        file: String,
        /// Its bytes.
        found: u64,
        /// The bytes that it should have.
        expected: u64,
    },
    /// Bytes of the part are not those that were written.
    #[error(
        "{file}: found bytes with the checksum {found}; expected {expected}, as its last line says"
    )]
    Damaged {
        /// The part.
        file: String,
        /// Checksum of its bytes.
        found: String,
        /// Checksum of the bytes that were written.
        expected: String,
    },
    /// Two files hold the same part.
    #[error("{file}: found shard {shard}, which {other} holds too; expected every shard once")]
    Repeated {
        /// The second of the two.
        file: String,
        /// The shard.
        shard: Shard,
        /// The first of the two.
        other: String,
    },
    /// Some parts are not there.
    #[error("{} missing: found {n_found} of {n_shards} parts", list(missing, *n_found, *n_shards))]
    Missing {
        /// Numbers of the shards that are missing, the first twelve.
        missing: Vec<u32>,
        /// The parts that are there.
        n_found: usize,
        /// The parts that there should be.
        n_shards: u32,
    },
    /// The part belongs to another set.
    #[error("{file}: {what}: found `{found}`; expected `{expected}`, as in {other}")]
    Foreign {
        /// The part.
        file: String,
        /// What differs.
        what: String,
        /// What the part says.
        found: String,
        /// What the other one says.
        expected: String,
        /// The other one.
        other: String,
    },
    /// The table was not the same for two jobs.
    #[error(
        "{file}: found {byte} bytes with the checksum {found} in the table before its rows; expected {other_byte} with {expected}, as behind those of {other}"
    )]
    TableChanged {
        /// The part.
        file: String,
        /// The part before it.
        other: String,
        /// Bytes of the table before the rows of the part.
        byte: u64,
        /// Checksum of these.
        found: String,
        /// Bytes of the table up to the last row of the part before it.
        other_byte: u64,
        /// Checksum of these.
        expected: String,
    },
}

impl PartError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotAFile { .. } => {
                "save the table first, unpacked where it is compressed: gzip -dc table.csv.gz > table.csv"
            }
            Self::NotAPart { .. } => {
                "name the files that `standpunt label --shard` wrote, and no others"
            }
            Self::Version { .. } => "merge with the version of standpunt that labelled",
            Self::Truncated { .. } | Self::Size { .. } | Self::Damaged { .. } => {
                "label this shard again, or copy the file again if it was copied"
            }
            Self::Repeated { .. } => "leave one of the two out",
            Self::Missing {
                missing, n_shards, ..
            } => {
                let first = missing.first().copied().unwrap_or_default();
                return Some(format!(
                    "name all parts, and label those anew whose job failed: --shard {first}/{n_shards}"
                ));
            }
            Self::Foreign { .. } => {
                "merge only parts of one table, labelled with one model and the same settings"
            }
            Self::TableChanged { .. } => {
                "the table was changed between two jobs: label all shards anew"
            }
        };
        Some(help.to_owned())
    }
}

/// Missing shards that a message names.
pub(super) const MOST_NAMED: usize = 12;

/// `shards 2, 5 and 7 are`; of many the first twelve.
fn list(numbers: &[u32], n_found: usize, n_shards: u32) -> String {
    let shown: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let more = (n_shards as usize).saturating_sub(n_found + shown.len());
    match shown.as_slice() {
        [one] => format!("shard {one} is"),
        _ if more > 0 => format!("shards {} and {more} more are", shown.join(", ")),
        [all @ .., last] => format!("shards {} and {last} are", all.join(", ")),
        [] => "no shard is".to_owned(),
    }
}
