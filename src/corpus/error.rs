//! What can be wrong with a file of reference data: a codebook, a register, a gold file, a list.

use crate::table::TableError;

/// A file of reference data that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DataError(Box<DataFault>);

impl DataError {
    /// What is wrong, and where.
    pub fn fault(&self) -> &DataFault {
        &self.0
    }

    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        self.0.help()
    }
}

impl From<TableError> for DataError {
    fn from(error: TableError) -> Self {
        DataFault::from(error).into()
    }
}

impl From<DataFault> for DataError {
    fn from(fault: DataFault) -> Self {
        Self(Box::new(fault))
    }
}

/// A fault in a file of reference data, with its place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataFault {
    /// The file is no table with the columns that are needed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A value that a column cannot hold.
    #[error("{place}, line {line}, column `{column}`: found `{found}`, expected {expected}{}", closest_note(closest.as_deref()))]
    Value {
        /// The file.
        place: String,
        /// The line on which the row starts, counted from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
        /// The allowed value that looks most like it.
        closest: Option<String>,
    },
    /// A value that must be unique occurs twice.
    #[error(
        "{place}, line {line}, column `{column}`: `{value}` stands on line {first_line} already"
    )]
    Duplicate {
        /// The file.
        place: String,
        /// The line of the second occurrence.
        line: u64,
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// The line of the first occurrence.
        first_line: u64,
    },
    /// Two parties claim one name at the same time.
    #[error(
        "{place}, line {line}, column `aliases`: `{alias}` of `{party_id}` is claimed in the same period by `{other_party_id}` on line {other_line}"
    )]
    AliasClaimedTwice {
        /// The file.
        place: String,
        /// The line of the second claim.
        line: u64,
        /// The name.
        alias: String,
        /// The party that claims it here.
        party_id: String,
        /// The party that claims it there.
        other_party_id: String,
        /// The line of the first claim.
        other_line: u64,
    },
    /// A settings or codebook file is not TOML, or a key holds what it cannot hold.
    #[error("{place}, line {line}{}: found {found}, expected {expected}{}", key_note(key), closest_note(closest.as_deref()))]
    Key {
        /// The file.
        place: String,
        /// The line, counted from 1.
        line: usize,
        /// The key with its table (`segment.max_words`); empty where there is none.
        key: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
        /// The allowed key or value that looks most like it.
        closest: Option<String>,
    },
    /// A file to test on lacks a column.
    #[error("{place}: no column `{column}`; found {}", listed(columns))]
    TestColumn {
        /// The file.
        place: String,
        /// The column.
        column: String,
        /// Whether it is the one with the texts.
        is_text: bool,
        /// The columns of the file.
        columns: Vec<String>,
    },
    /// A file to test on has no row, or none that meets the condition.
    #[error("{place}: no row{}, so there is nothing to test on", condition.as_ref().map_or_else(String::new, |c| format!(" has {c}")))]
    NoTestRow {
        /// The file.
        place: String,
        /// The condition.
        condition: Option<String>,
    },
    /// A line of a word list that cannot stand there.
    #[error("{place}, line {line}: found {found}, expected {expected}")]
    Line {
        /// The file.
        place: String,
        /// The line, counted from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
}

impl DataFault {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Table(error) => error.help(),
            Self::Value { closest, .. } | Self::Key { closest, .. } => Some(closest.as_ref().map_or_else(
                || "correct it there, and run the command again".to_owned(),
                |closest| format!("did you mean `{closest}`?"),
            )),
            Self::Duplicate { value, .. } => Some(format!("keep one of the rows of `{value}`")),
            Self::AliasClaimedTwice { .. } => Some(
                "give the name to one of the two, or change valid_from and valid_to so that the periods do not meet"
                    .to_owned(),
            ),
            Self::TestColumn { is_text: true, .. } => {
                Some("say which column holds the text: --text-column NAME, in a plan text_column".to_owned())
            }
            Self::TestColumn { column, .. } if column == "stance" => Some(
                "a file to test on needs the class of each text in a column `stance`; `standpunt label` labels texts without one"
                    .to_owned(),
            ),
            Self::TestColumn { .. } => Some("name a column of the file in the condition".to_owned()),
            Self::NoTestRow { .. } => Some("check file and condition".to_owned()),
            Self::Line { .. } => None,
        }
    }
}

fn listed(columns: &[String]) -> String {
    let quoted: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn closest_note(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| format!(" (closest: `{closest}`)"))
}

fn key_note(key: &str) -> String {
    if key.is_empty() {
        String::new()
    } else {
        format!(", key `{key}`")
    }
}
