//! Reads the file of a plan, checked, each fault with its line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::plan::{CHOSEN_INSIDE, Plan, PositionsPlan, TestFile, TestSet, Variant};
use super::{ConfigError, DataSource};
use crate::corpus::{
    DEFAULT_TEXT_COLUMN, DataError, DataFault, RowFilter, closest, line_at, read_toml,
};

/// The tables of settings that a variant may change: what is learnt and how, not what is measured.
const VARIANT_TABLES: [&str; 3] = ["features", "stance", "label"];

/// Seeds of grouping where a plan names none: with the groups in the order of their names three.
const DEFAULT_GROUPINGS: [u64; 2] = [1, 2];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlan {
    baseline: Spanned<String>,
    groupings: Option<Vec<Spanned<i64>>>,
    #[serde(default)]
    gold: Vec<String>,
    variant: Spanned<Vec<Spanned<RawVariant>>>,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
    positions: Option<RawPositions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVariant {
    name: Spanned<String>,
    #[serde(default)]
    set: Vec<Spanned<String>>,
    examples: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    name: Spanned<String>,
    file: Spanned<String>,
    text_column: Option<String>,
    #[serde(rename = "where")]
    filter: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPositions {
    file: String,
    survey: String,
    year: u16,
    dimension: String,
    plus: Spanned<Vec<String>>,
    minus: Spanned<Vec<String>>,
    min_rows: Spanned<i64>,
}

impl Plan {
    /// Reads a plan; `place` names it in errors, relative paths start at `folder`.
    ///
    /// # Errors
    /// Where the text is not TOML, a key is unknown or missing, a name is empty or stands twice,
    /// the baseline is no variant, or a variant changes what is measured.
    pub fn from_toml(text: &str, place: &str, folder: &Path) -> Result<Self, DataError> {
        let raw: RawPlan = read_toml(text, place)?;
        let reader = PlanReader {
            text,
            place,
            folder,
        };
        let n_variants = raw.variant.get_ref().len();
        if n_variants == 0 {
            let at = raw.variant.span().start;
            return Err(reader.wrong(at, "variant", "an empty list", "one variant or more"));
        }
        let mut names = BTreeSet::from([CHOSEN_INSIDE.to_owned()]);
        let variants = raw.variant.into_inner();
        let variants: Vec<Variant> = variants
            .into_iter()
            .map(|raw| reader.variant(raw, &mut names))
            .collect::<Result<_, _>>()?;
        let mut names = BTreeSet::from(SPLITS.map(str::to_owned));
        Ok(Self {
            place: place.to_owned(),
            baseline: reader.baseline(&raw.baseline, &variants)?,
            groupings: match raw.groupings {
                Some(seeds) => reader.groupings(&seeds)?,
                None => DEFAULT_GROUPINGS.to_vec(),
            },
            gold: raw.gold.iter().map(|path| folder.join(path)).collect(),
            tests: raw
                .test
                .into_iter()
                .map(|raw| reader.test(raw, &mut names))
                .collect::<Result<_, _>>()?,
            positions: raw.positions.map(|raw| reader.positions(raw)).transpose()?,
            variants,
        })
    }

    /// The plan that compares the settings as they are with themselves under other settings, both
    /// with these files of coded passages and written examples.
    ///
    /// # Errors
    /// Where one of `against` changes what is measured.
    pub fn of_two(
        against: &[String],
        gold: Vec<PathBuf>,
        examples: &[PathBuf],
    ) -> Result<Self, ConfigError> {
        let place = "--against-set";
        if let Some(text) = against.iter().find(|text| !is_of_variant(text)) {
            return Err(ConfigError::Value {
                place: place.to_owned(),
                key: table_of(text).to_owned(),
                found: format!("`{text}`"),
                expected: expected_settings(),
            });
        }
        let variant = |name: &str, set: &[String]| Variant {
            name: name.to_owned(),
            set: set.to_vec(),
            examples: Some(examples.to_vec()),
            place: place.to_owned(),
        };
        Ok(Self {
            place: place.to_owned(),
            baseline: 0,
            variants: vec![
                variant(&against.join("; "), against),
                variant("as set", &[]),
            ],
            groupings: DEFAULT_GROUPINGS.to_vec(),
            gold,
            tests: Vec::new(),
            positions: None,
        })
    }
}

/// The table of a setting written as for `--set`.
fn table_of(setting: &str) -> &str {
    setting.split(['.', '=']).next().unwrap_or("").trim()
}

/// Whether a variant may change a setting: what is learnt, not on what it is measured.
fn is_of_variant(setting: &str) -> bool {
    VARIANT_TABLES.contains(&table_of(setting))
}

fn expected_settings() -> String {
    format!(
        "a setting of one of the tables {}",
        VARIANT_TABLES.join(", ")
    )
}

/// Names of splits that are no test file.
const SPLITS: [&str; 4] = [
    "grouped",
    "leave-one-document-out",
    "leave-one-actor-out",
    "transfer",
];

struct PlanReader<'a> {
    text: &'a str,
    place: &'a str,
    folder: &'a Path,
}

impl PlanReader<'_> {
    fn variant(
        &self,
        raw: Spanned<RawVariant>,
        names: &mut BTreeSet<String>,
    ) -> Result<Variant, DataError> {
        let line = line_at(self.text, raw.span().start);
        let place = format!("{}, line {line}", self.place);
        let raw = raw.into_inner();
        let mut set = Vec::new();
        for text in raw.set {
            self.check_setting(text.get_ref(), text.span().start)?;
            set.push(text.into_inner());
        }
        let examples = raw.examples;
        Ok(Variant {
            name: self.new_name(raw.name, names)?,
            set,
            examples: examples.map(|paths| paths.iter().map(|p| self.folder.join(p)).collect()),
            place,
        })
    }

    fn check_setting(&self, text: &str, at: usize) -> Result<(), DataError> {
        if is_of_variant(text) {
            return Ok(());
        }
        Err(DataFault::Key {
            place: self.place.to_owned(),
            line: line_at(self.text, at),
            key: "set".to_owned(),
            found: format!("`{text}`"),
            expected: expected_settings(),
            closest: closest(table_of(text), VARIANT_TABLES),
        }
        .into())
    }

    fn new_name(
        &self,
        name: Spanned<String>,
        names: &mut BTreeSet<String>,
    ) -> Result<String, DataError> {
        let found = format!("`{}`", name.get_ref());
        let at = name.span().start;
        if name.get_ref().trim().is_empty() {
            return Err(self.wrong(at, "name", &found, "a name"));
        }
        if !names.insert(name.get_ref().clone()) {
            return Err(self.wrong(at, "name", &found, "a name that is not in use"));
        }
        Ok(name.into_inner())
    }

    fn baseline(&self, name: &Spanned<String>, variants: &[Variant]) -> Result<usize, DataError> {
        let names = || variants.iter().map(|variant| variant.name.as_str());
        names().position(|n| n == name.get_ref()).ok_or_else(|| {
            let names: Vec<&str> = names().collect();
            DataFault::Key {
                place: self.place.to_owned(),
                line: line_at(self.text, name.span().start),
                key: "baseline".to_owned(),
                found: format!("`{}`", name.get_ref()),
                expected: format!("the name of a variant: {}", names.join(", ")),
                closest: closest(name.get_ref(), names.iter().copied()),
            }
            .into()
        })
    }

    fn groupings(&self, seeds: &[Spanned<i64>]) -> Result<Vec<u64>, DataError> {
        let mut checked: Vec<u64> = Vec::new();
        for seed in seeds {
            match u64::try_from(*seed.get_ref()) {
                Ok(value) if !checked.contains(&value) => checked.push(value),
                _ => {
                    let found = seed.get_ref().to_string();
                    let expected = "whole numbers of 0 or more, none twice";
                    return Err(self.wrong(seed.span().start, "groupings", &found, expected));
                }
            }
        }
        Ok(checked)
    }

    fn test(
        &self,
        raw: Spanned<RawTest>,
        names: &mut BTreeSet<String>,
    ) -> Result<TestSet, DataError> {
        let raw = raw.into_inner();
        let at = raw.file.span().start;
        let file = match (
            raw.file.get_ref().as_str(),
            raw.file.get_ref().strip_prefix("env:"),
        ) {
            ("" | "env:", _) => {
                let expected = "a path, or env: and the name of a variable that holds one";
                return Err(self.wrong(at, "file", "``", expected));
            }
            (_, Some(variable)) => TestFile::Environment(variable.to_owned()),
            (path, None) => TestFile::Path(self.folder.join(path)),
        };
        let filter = raw.filter.map(|filter| {
            let parsed = filter.get_ref().parse::<RowFilter>();
            parsed.map_err(|error| {
                let found = format!("`{}`", filter.get_ref());
                let expected = error.to_string();
                let expected = expected.trim_start_matches("expected ");
                self.wrong(filter.span().start, "where", &found, expected)
            })
        });
        Ok(TestSet {
            name: self.new_name(raw.name, names)?,
            file,
            text_column: raw
                .text_column
                .unwrap_or_else(|| DEFAULT_TEXT_COLUMN.to_owned()),
            filter: filter.transpose()?,
        })
    }

    fn positions(&self, raw: RawPositions) -> Result<PositionsPlan, DataError> {
        for (key, side, other) in [
            ("plus", &raw.plus, &raw.minus),
            ("minus", &raw.minus, &raw.plus),
        ] {
            let at = side.span().start;
            if side.get_ref().is_empty() {
                return Err(self.wrong(at, key, "an empty list", "one class or more"));
            }
            if let Some(both) = side
                .get_ref()
                .iter()
                .find(|id| other.get_ref().contains(*id))
            {
                let expected = "a class on one side only";
                return Err(self.wrong(at, key, &format!("`{both}`"), expected));
            }
        }
        let min_rows = usize::try_from(*raw.min_rows.get_ref()).unwrap_or(0);
        if min_rows == 0 {
            let found = raw.min_rows.get_ref().to_string();
            let at = raw.min_rows.span().start;
            return Err(self.wrong(at, "min_rows", &found, "a whole number of 1 or more"));
        }
        Ok(PositionsPlan {
            file: match raw.file.as_str() {
                "built-in" => DataSource::BuiltIn,
                path => DataSource::File(self.folder.join(path)),
            },
            survey: raw.survey,
            year: raw.year,
            dimension: raw.dimension,
            plus: raw.plus.into_inner(),
            minus: raw.minus.into_inner(),
            min_rows,
        })
    }

    fn wrong(&self, at: usize, key: &str, found: &str, expected: &str) -> DataError {
        DataFault::Key {
            place: self.place.to_owned(),
            line: line_at(self.text, at),
            key: key.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
            closest: None,
        }
        .into()
    }
}

#[cfg(test)]
#[path = "plan_file_tests.rs"]
mod tests;
