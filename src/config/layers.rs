//! Defaults, file and overrides laid over each other, each value with its place.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use toml::Value;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::raw::RawConfig;
use crate::corpus::{closest, line_at};

/// Where the defaults stand.
const DEFAULTS: &str = include_str!("../../standpunt.toml");

/// What is called the place of a default.
const DEFAULT_PLACE: &str = "default";

/// The settings by `table.key`, all of them, with what set them last.
pub(super) struct Layers {
    settings: BTreeMap<String, Setting>,
}

struct Setting {
    value: Value,
    place: String,
}

impl Layers {
    /// The defaults, which name every key.
    pub(super) fn defaults() -> Result<Self, ConfigError> {
        let mut layers = Self {
            settings: BTreeMap::new(),
        };
        for (key, setting) in read_settings(DEFAULTS, "standpunt.toml")? {
            let place = DEFAULT_PLACE.to_owned();
            layers.settings.insert(key, Setting { place, ..setting });
        }
        Ok(layers)
    }

    /// Lays a user's file over what is there; `place` names it in errors.
    ///
    /// # Errors
    /// Where the text is not TOML, a key is unknown, or a value has another type.
    pub(super) fn lay_file(&mut self, text: &str, place: &str) -> Result<(), ConfigError> {
        for (key, setting) in read_settings(text, place)? {
            self.replace(&key, setting)?;
        }
        Ok(())
    }

    /// Lays one `table.key=value` over what is there. Text needs no quotation marks.
    ///
    /// # Errors
    /// Where it has another form, the key is unknown, or the value has another type.
    pub(super) fn lay_override(&mut self, text: &str) -> Result<(), ConfigError> {
        let Some((key, written)) = text
            .split_once('=')
            .map(|(key, value)| (key.trim(), value.trim()))
            .filter(|(key, _)| !key.is_empty())
        else {
            return Err(ConfigError::NotAnOverride {
                found: text.to_owned(),
            });
        };
        // Parsed alone first: a line break must not bring in another key.
        let parsed = DeValue::parse(written)
            .ok()
            .and_then(|_| toml::from_str::<toml::Table>(&format!("value = {written}")).ok())
            .and_then(|mut table| table.remove("value"));
        let wants_text = self
            .settings
            .get(key)
            .is_some_and(|setting| setting.value.is_str());
        let value = match parsed {
            Some(value) if !wants_text || value.is_str() => value,
            _ => Value::String(written.to_owned()),
        };
        self.replace(
            key,
            Setting {
                value,
                place: format!("--set {text}"),
            },
        )
    }

    fn replace(&mut self, key: &str, new: Setting) -> Result<(), ConfigError> {
        let Some(old) = self.settings.get_mut(key) else {
            return Err(ConfigError::UnknownKey {
                place: new.place,
                key: key.to_owned(),
                closest: closest(key, self.settings.keys().map(String::as_str)),
            });
        };
        let Some(value) = with_type_of(&old.value, &new.value) else {
            return Err(ConfigError::Value {
                place: new.place,
                key: key.to_owned(),
                found: described(&new.value),
                expected: expected_type(&old.value).to_owned(),
            });
        };
        *old = Setting {
            value,
            place: new.place,
        };
        Ok(())
    }

    /// Takes away the examples of the defaults where other gold is set: they were written for
    /// another question.
    pub(super) fn leave_examples_with_their_gold(&mut self) {
        let is_default = |key| self.place(key) == DEFAULT_PLACE;
        if is_default("paths.gold") || !is_default("paths.examples") {
            return;
        }
        if let Some(examples) = self.settings.get_mut("paths.examples") {
            examples.value = Value::Array(Vec::new());
        }
    }

    /// The place that set a key last.
    pub(super) fn place(&self, key: &str) -> String {
        self.settings
            .get(key)
            .map_or_else(String::new, |setting| setting.place.clone())
    }

    /// The value of a key as TOML; empty for an unknown key.
    pub(super) fn written(&self, key: &str) -> String {
        self.settings
            .get(key)
            .map_or_else(String::new, |setting| setting.value.to_string())
    }

    /// Every key with its value as TOML.
    pub(super) fn entries(&self) -> BTreeMap<String, String> {
        self.settings
            .iter()
            .map(|(key, setting)| (key.clone(), setting.value.to_string()))
            .collect()
    }

    /// The settings as one typed value.
    pub(super) fn to_raw(&self) -> Result<RawConfig, ConfigError> {
        let mut tables = toml::Table::new();
        for (key, setting) in &self.settings {
            if let Some((table, key)) = key.split_once('.') {
                let inner = tables
                    .entry(table)
                    .or_insert_with(|| Value::Table(toml::Table::new()));
                if let Value::Table(inner) = inner {
                    inner.insert(key.to_owned(), setting.value.clone());
                }
            }
        }
        RawConfig::deserialize(Value::Table(tables)).map_err(|error| ConfigError::Syntax {
            place: "standpunt.toml".to_owned(),
            found: error.message().to_owned(),
        })
    }
}

/// The settings of a file, in the order of the file, with the line of each.
fn read_settings(text: &str, place: &str) -> Result<Vec<(String, Setting)>, ConfigError> {
    let not_toml = |error: &toml::de::Error| ConfigError::Syntax {
        place: at_line(text, place, error.span().map_or(0, |span| span.start)),
        found: error.message().replace('\n', "; "),
    };
    let values: toml::Table = toml::from_str(text).map_err(|error| not_toml(&error))?;
    let places = DeTable::parse(text).map_err(|error| not_toml(&error))?;
    let mut settings = Vec::new();
    for (name, content) in places.get_ref() {
        let table = name.get_ref();
        let DeValue::Table(keys) = content.get_ref() else {
            return Err(ConfigError::Value {
                place: at_line(text, place, name.span().start),
                key: table.to_string(),
                found: "a setting outside a table".to_owned(),
                expected: "a table of settings before it, as [segment]".to_owned(),
            });
        };
        for key in keys.keys() {
            let value = values
                .get(table.as_ref())
                .and_then(|inner| inner.get(key.get_ref().as_ref()));
            if let Some(value) = value {
                settings.push((
                    format!("{table}.{}", key.get_ref()),
                    Setting {
                        value: value.clone(),
                        place: at_line(text, place, key.span().start),
                    },
                ));
            }
        }
    }
    Ok(settings)
}

fn at_line(text: &str, place: &str, offset: usize) -> String {
    format!("{place}, line {}", line_at(text, offset))
}

/// The new value in the type of the old one; a whole number may stand for a number.
fn with_type_of(old: &Value, new: &Value) -> Option<Value> {
    match (old, new) {
        (Value::Float(_), Value::Integer(number)) => Some(Value::Float(*number as f64)),
        (Value::Array(old), Value::Array(new)) => {
            let Some(model) = old.first() else {
                return Some(Value::Array(new.clone()));
            };
            let items = new.iter().map(|item| with_type_of(model, item));
            items.collect::<Option<Vec<Value>>>().map(Value::Array)
        }
        _ => old.same_type(new).then(|| new.clone()),
    }
}

fn expected_type(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text in quotation marks",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(items) if items.iter().all(Value::is_str) => {
            "a list of texts, as [\"a.csv\", \"b.csv\"]"
        }
        Value::Array(_) => "a list of numbers, as [1.0, 0.1]",
        Value::Datetime(_) | Value::Table(_) => "another value",
    }
}

fn described(value: &Value) -> String {
    match value {
        Value::Table(_) => "a table".to_owned(),
        value => format!("{} `{value}`", value.type_str()),
    }
}
