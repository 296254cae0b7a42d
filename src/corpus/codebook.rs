//! The codebook: which classes and policy instruments a researcher distinguishes.
//!
//! Classes are data. A codebook is a TOML file with 2 to 16 `[[class]]` tables in the order of
//! every table and figure, optional `[[instrument]]` tables, and the id of the class that takes no
//! stance, where there is one.

use serde::Deserialize;
use toml::Spanned;

use super::closest::closest;
use super::toml_file::{line_at, read};
use super::{DataError, DataFault};

/// The smallest number of classes that can be told apart.
const MIN_CLASSES: usize = 2;
/// The largest number of classes: a set of labels must fit 16 bits.
const MAX_CLASSES: usize = 16;

/// One class of the codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StanceClass {
    /// Lower-case letters, digits and `-`; stands in tables and column names.
    pub id: String,
    /// A short name for figures.
    pub name: String,
    /// What it means, in one line.
    pub description: String,
    /// The colour in figures, as `#rrggbb`.
    pub colour: String,
}

/// A policy instrument that a passage may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Lower-case letters, digits and `-`; stands in tables.
    pub id: String,
    /// What it is, in one line.
    pub name: String,
}

/// A checked codebook: 2 to 16 classes with ids of their own.
///
/// ```
/// use standpunt::corpus::Codebook;
/// let codebook = Codebook::built_in();
/// assert_eq!(codebook.len(), 4);
/// assert_eq!(codebook.class_index("pro-control"), Some(1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codebook {
    version: String,
    title: String,
    classes: Vec<StanceClass>,
    none_class: Option<usize>,
    instruments: Vec<Instrument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCodebook {
    version: String,
    #[serde(default)]
    title: String,
    none: Option<Spanned<String>>,
    class: Spanned<Vec<RawClass>>,
    #[serde(default)]
    instrument: Vec<RawInstrument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    id: Spanned<String>,
    name: String,
    description: String,
    colour: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstrument {
    id: Spanned<String>,
    name: String,
}

impl Codebook {
    /// The codebook of this project, `data/codebook.toml`.
    pub fn built_in() -> Self {
        let text = include_str!("../../data/codebook.toml");
        match Self::from_toml(text, "data/codebook.toml") {
            Ok(codebook) => codebook,
            Err(error) => unreachable!("a test reads the built-in codebook: {error}"),
        }
    }

    /// Reads a codebook; `place` names the file in errors.
    ///
    /// # Errors
    /// Where the text is not TOML, a key is unknown or missing, there are fewer than 2 or more
    /// than 16 classes, an id occurs twice or has other characters, a colour is not `#rrggbb`, or
    /// `none` names no class.
    pub fn from_toml(text: &str, place: &str) -> Result<Self, DataError> {
        let raw: RawCodebook = read(text, place)?;
        let source = Source { text, place };
        let n = raw.class.get_ref().len();
        if !(MIN_CLASSES..=MAX_CLASSES).contains(&n) {
            return Err(source.wrong(
                raw.class.span().start,
                "class",
                format!("{n} classes"),
                format!("{MIN_CLASSES} to {MAX_CLASSES}"),
            ));
        }
        let classes = raw.class.into_inner();
        source.check_ids("class.id", classes.iter().map(|class| &class.id))?;
        source.check_ids("instrument.id", raw.instrument.iter().map(|i| &i.id))?;
        for class in &classes {
            source.check_colour(&class.colour)?;
        }
        let ids: Vec<&str> = classes.iter().map(|c| c.id.get_ref().as_str()).collect();
        let none_class = raw
            .none
            .map(|none| source.place_of_none(&none, &ids))
            .transpose()?;
        Ok(Self {
            version: raw.version,
            title: raw.title,
            none_class,
            classes: classes.into_iter().map(RawClass::into_class).collect(),
            instruments: raw
                .instrument
                .into_iter()
                .map(|raw| Instrument {
                    id: raw.id.into_inner(),
                    name: raw.name,
                })
                .collect(),
        })
    }

    /// The version that the file states.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What is coded; may be empty.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The classes in the order of tables and figures.
    pub fn classes(&self) -> &[StanceClass] {
        &self.classes
    }

    /// The ids of the classes, in their order.
    pub fn class_ids(&self) -> impl Iterator<Item = &str> {
        self.classes.iter().map(|class| class.id.as_str())
    }

    /// The place of a class among the classes.
    pub fn class_index(&self, id: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.id == id)
    }

    /// The class that takes no stance, where there is one.
    pub fn none_class(&self) -> Option<usize> {
        self.none_class
    }

    /// The policy instruments; none where the codebook has no such list.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The number of classes, 2 to 16.
    #[expect(clippy::len_without_is_empty, reason = "a codebook is never empty")]
    pub fn len(&self) -> usize {
        self.classes.len()
    }
}

impl RawClass {
    fn into_class(self) -> StanceClass {
        StanceClass {
            id: self.id.into_inner(),
            name: self.name,
            description: self.description,
            colour: self.colour.into_inner(),
        }
    }
}

struct Source<'a> {
    text: &'a str,
    place: &'a str,
}

impl Source<'_> {
    fn wrong(
        &self,
        offset: usize,
        key: &str,
        found: String,
        expected: impl Into<String>,
    ) -> DataError {
        DataFault::Key {
            place: self.place.to_owned(),
            line: line_at(self.text, offset),
            key: key.to_owned(),
            found,
            expected: expected.into(),
            closest: None,
        }
        .into()
    }

    fn check_ids<'a>(
        &self,
        key: &str,
        ids: impl Iterator<Item = &'a Spanned<String>>,
    ) -> Result<(), DataError> {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            let (value, start) = (id.get_ref().as_str(), id.span().start);
            let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if value.is_empty() || !value.bytes().all(allowed) {
                return Err(self.wrong(
                    start,
                    key,
                    format!("`{value}`"),
                    "lower-case letters, digits and `-`",
                ));
            }
            if seen.contains(&value) {
                return Err(self.wrong(
                    start,
                    key,
                    format!("`{value}` a second time"),
                    "an id of its own",
                ));
            }
            seen.push(value);
        }
        Ok(())
    }

    fn check_colour(&self, colour: &Spanned<String>) -> Result<(), DataError> {
        let value = colour.get_ref();
        let is_colour = value
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if is_colour {
            Ok(())
        } else {
            Err(self.wrong(
                colour.span().start,
                "class.colour",
                format!("`{value}`"),
                "a colour as #rrggbb",
            ))
        }
    }

    fn place_of_none(&self, none: &Spanned<String>, ids: &[&str]) -> Result<usize, DataError> {
        let value = none.get_ref().as_str();
        ids.iter().position(|id| *id == value).ok_or_else(|| {
            DataFault::Key {
                place: self.place.to_owned(),
                line: line_at(self.text, none.span().start),
                key: "none".to_owned(),
                found: format!("`{value}`"),
                expected: format!("one of the classes {}", ids.join(", ")),
                closest: closest(value, ids.iter().copied()),
            }
            .into()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn with_classes(n: usize) -> String {
        let mut text = String::from("version = \"1\"\n");
        for i in 0..n {
            let _ = writeln!(
                text,
                "[[class]]\nid = \"class-{i}\"\nname = \"N\"\ndescription = \"D\"\ncolour = \"#0072b2\""
            );
        }
        text
    }

    fn message(text: &str) -> String {
        match Codebook::from_toml(text, "c.toml") {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_built_in_codebook_has_the_classes_and_instruments_of_the_text() {
        let codebook = Codebook::built_in();
        assert_eq!(
            codebook.class_ids().collect::<Vec<_>>(),
            ["pro-solidarity", "pro-control", "rights-safeguard", "none"]
        );
        assert_eq!(codebook.none_class(), Some(3));
        assert_eq!(codebook.version(), "1.2");
        let text = include_str!("../../data/codebook.md");
        let table: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(id, _)| id)
            .collect();
        let ids: Vec<&str> = codebook
            .instruments()
            .iter()
            .map(|i| i.id.as_str())
            .collect();
        assert_eq!(ids, table);
        assert_eq!(ids.len(), 22);
        assert!(
            codebook
                .class_ids()
                .all(|id| text.contains(&format!("`{id}`")))
        );
    }

    #[test]
    fn takes_two_to_sixteen_classes() {
        let codebook = Codebook::from_toml(&with_classes(16), "c.toml").unwrap();
        assert_eq!(codebook.len(), 16);
        assert_eq!(codebook.class_index("class-15"), Some(15));
        assert_eq!(codebook.none_class(), None);
        assert!(codebook.instruments().is_empty());
        assert!(Codebook::from_toml(&with_classes(2), "c.toml").is_ok());
        assert_eq!(
            message(&with_classes(17)),
            "c.toml, line 2, key `class`: found 17 classes, expected 2 to 16"
        );
        assert_eq!(
            message(&with_classes(1)),
            "c.toml, line 2, key `class`: found 1 classes, expected 2 to 16"
        );
    }

    #[test]
    fn refuses_ids_that_clash_or_cannot_stand_in_a_column_name() {
        let twice = with_classes(2).replace("class-1", "class-0");
        assert_eq!(
            message(&twice),
            "c.toml, line 8, key `class.id`: found `class-0` a second time, expected an id of its own"
        );
        let capital = with_classes(2).replace("class-1", "Class 1");
        assert_eq!(
            message(&capital),
            "c.toml, line 8, key `class.id`: found `Class 1`, expected lower-case letters, digits and `-`"
        );
    }

    #[test]
    fn refuses_a_colour_or_a_none_that_is_not_one() {
        assert_eq!(
            message(&with_classes(2).replace("#0072b2", "blue")),
            "c.toml, line 6, key `class.colour`: found `blue`, expected a colour as #rrggbb"
        );
        let text =
            with_classes(2).replace("version = \"1\"", "version = \"1\"\nnone = \"class-3\"");
        assert_eq!(
            message(&text),
            "c.toml, line 2, key `none`: found `class-3`, expected one of the classes class-0, class-1 (closest: `class-0`)"
        );
    }

    #[test]
    fn names_unknown_missing_and_mistyped_keys() {
        assert_eq!(
            message(&with_classes(2).replacen("colour", "color", 1)),
            "c.toml, line 6, key `color`: found a key of this name, expected one of id, name, description, colour (closest: `colour`)"
        );
        assert_eq!(
            message(&with_classes(2).replacen("name = \"N\"\n", "", 1)),
            "c.toml, line 2: found nothing, expected the key `name`"
        );
        assert_eq!(
            message(&with_classes(2).replacen("\"1\"", "1", 1)),
            "c.toml, line 1, key `version`: found integer `1`, expected a string"
        );
        assert!(message("version = ").starts_with("c.toml, line 1, key `version`: found "));
    }
}
