//! Names of parties and places, and the words by which names of persons are known.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use unicode_normalization::is_nfc;

use super::DataError;
use super::rows::Rows;

/// What kinds of name there are, for messages.
const KINDS: [&str; 4] = ["party", "place", "title", "particle"];

/// A list of names by kind. A name in lower case is found whatever its capitals, one with a
/// capital only as it stands: *denk* is no party, *DENK* is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameList {
    of_kind: BTreeMap<&'static str, BTreeSet<String>>,
}

impl NameList {
    /// `data/names.csv`.
    ///
    /// # Errors
    /// Never, as a test reads the file.
    pub fn built_in() -> Result<Self, DataError> {
        let text = include_str!("../../data/names.csv");
        Self::from_csv(text.as_bytes(), "data/names.csv")
    }

    /// Reads a list with the columns `name` and `kind`; `place` names it in errors.
    ///
    /// # Errors
    /// Where the table is not CSV, a kind is unknown, a name is no single word in Unicode form
    /// NFC, or one stands twice.
    pub fn from_csv(reader: impl Read, place: &str) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["name", "kind"])?;
        let mut list = Self::default();
        let mut lines: BTreeMap<(&str, String), u64> = BTreeMap::new();
        for row in table.iter() {
            let name = row.required("name")?;
            let found = row.required("kind")?;
            let Some(kind) = KINDS.into_iter().find(|kind| *kind == found) else {
                return Err(row.wrong_choice("kind", found, KINDS));
            };
            if !is_nfc(name) || name.contains(|c: char| c.is_whitespace() || c == '-') {
                return Err(row.wrong("name", name, "one word in Unicode form NFC, no hyphen"));
            }
            if let Some(first) = lines.insert((kind, name.to_lowercase()), row.line()) {
                return Err(row.duplicate("name", name, first));
            }
            list.of_kind
                .entry(kind)
                .or_default()
                .insert(name.to_owned());
        }
        Ok(list)
    }

    /// Names of parties, ascending.
    pub fn parties(&self) -> impl Iterator<Item = &str> {
        self.of_kind("party")
    }

    /// Names of countries, peoples, regions and towns, ascending.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.of_kind("place")
    }

    /// Words that stand before a person's name, ascending.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.of_kind("title")
    }

    /// Words that may stand inside or between persons' names, ascending.
    pub fn particles(&self) -> impl Iterator<Item = &str> {
        self.of_kind("particle")
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.of_kind
            .get(kind)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_has_names_of_every_kind() {
        let list = NameList::built_in().unwrap();
        let has =
            |mut names: Box<dyn Iterator<Item = &str>>, name| names.any(|found| found == name);
        assert!(has(Box::new(list.parties()), "vvd"));
        assert!(has(Box::new(list.parties()), "DENK"));
        assert!(has(Box::new(list.places()), "griekenland"));
        assert!(has(Box::new(list.titles()), "lid"));
        assert!(has(Box::new(list.particles()), "van"));
    }

    #[test]
    fn a_faulty_row_is_named() {
        let message = |text: &str| {
            let list = NameList::from_csv(text.as_bytes(), "n.csv");
            list.unwrap_err().to_string()
        };
        assert!(
            message("name,kind\nvvd,partij\n")
                .starts_with("n.csv, line 2, column `kind`: found `partij`, expected one of party"),
        );
        assert!(message("name,kind\nden haag,place\n").contains("expected one word"));
        assert_eq!(
            message("name,kind\nvvd,party\nVVD,party\n"),
            "n.csv, line 3, column `name`: `VVD` stands on line 2 already"
        );
    }
}
