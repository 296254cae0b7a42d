//! JSON Lines: one object a line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;

use serde_json::{Map, Value};

use super::columns::Columns;
use super::rows::{Cells, Survey};
use super::speakers::telling;
use crate::read::{Notice, ReadError, ReadOptions, SourceFile, Sources};

/// Objects whose keys are the columns of the file.
const OBJECTS_LOOKED_AT: usize = 100;

/// Whether the first line that is not blank is a JSON object.
pub(crate) fn is_json_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.trim_start().starts_with('{') && object(line).is_ok())
}

/// Whether a text is JSON of another shape: an array, or an object over several lines.
pub(crate) fn is_json(text: &str) -> bool {
    let mut start = text.trim_start().chars().filter(|c| !c.is_whitespace());
    let opens = (start.next(), start.next());
    let may_be = matches!(
        opens,
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '[' | '"' | ']'))
    );
    may_be && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Reads JSON Lines one by one; `notices` tell what was mended while they were decoded. Lines that are
/// no object are left out and told.
///
/// # Errors
/// Where no line is an object, no key holds texts, or no object has a text.
pub(crate) fn read_json_lines(
    text: String,
    file: &SourceFile,
    options: &ReadOptions,
    notices: Vec<Notice>,
) -> Result<Sources, ReadError> {
    let names = names(&text);
    let columns = Columns::find(&names, options, &file.name)?;
    let mut survey = Survey::new(file, &columns, &names);
    for (line, object) in objects(&text) {
        if let Ok(object) = object
            && !with_cells(&object, &columns, &names, line, |cells| survey.look(&cells))
        {
            break;
        }
    }
    let mut rows = survey.finish(notices)?;
    let mut lines = Lines::of(text);
    Ok(Sources::rows(iter::from_fn(move || {
        let (line, text) = lines.next_filled()?;
        Some(Ok(match object(text) {
            Ok(object) => with_cells(&object, &columns, &names, line, |cells| rows.read(cells)),
            Err(source) => rows.damaged(line, format!("not a JSON object: {source}")),
        }))
    })))
}

/// The lines of a text that it owns.
struct Lines {
    text: String,
    at: usize,
    /// The number of the line that was read last, from 1.
    line: usize,
}

impl Lines {
    fn of(text: String) -> Self {
        Self {
            text,
            at: 0,
            line: 0,
        }
    }

    /// The next line that is not blank, with its number.
    fn next_filled(&mut self) -> Option<(usize, &str)> {
        let (start, end) = loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let line = rest.lines().next()?;
            let start = self.at;
            self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
            self.line += 1;
            if !line.trim().is_empty() {
                break (start, start + line.len());
            }
        };
        Some((self.line, self.text.get(start..end)?))
    }
}

/// Gives the cells of an object to `take`.
fn with_cells<T>(
    object: &Map<String, Value>,
    columns: &Columns,
    names: &[String],
    line: usize,
    take: impl FnOnce(Cells<'_>) -> T,
) -> T {
    let cell = |column: Option<usize>| -> Cow<'_, str> {
        let name = column.and_then(|at| names.get(at));
        let value = name.and_then(|name| object.get(name));
        value.map_or(Cow::Borrowed(""), text_of)
    };
    let names_in = |columns: &[usize]| -> Vec<Cow<'_, str>> {
        let values = columns.iter().filter_map(|&at| object.get(names.get(at)?));
        values.map(name_of).collect()
    };
    let (parties, speakers) = (names_in(&columns.party), names_in(&columns.speaker));
    let text = names.get(columns.text).and_then(|name| object.get(name));
    take(Cells {
        text: &cell(Some(columns.text)),
        instead_of_text: text.and_then(|value| match value {
            Value::Array(_) => Some("a list"),
            Value::Object(_) => Some("an object"),
            _ => None,
        }),
        party: telling(parties.iter().map(AsRef::as_ref)),
        speaker: telling(speakers.iter().map(AsRef::as_ref)),
        function: &cell(columns.function),
        date: &cell(columns.date),
        id: &cell(columns.id),
        title: &cell(columns.title),
        line,
        has_own_lines: false,
    })
}

/// The keys of the first objects, in the order in which they come up.
fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for object in objects(text)
        .take(OBJECTS_LOOKED_AT)
        .filter_map(|(_, object)| object.ok())
    {
        for name in object.keys() {
            if known.insert(name.clone()) {
                names.push(name.clone());
            }
        }
    }
    names
}

type Parsed = Result<Map<String, Value>, serde_json::Error>;

/// The lines that are not blank, with their numbers from 1.
fn objects(text: &str) -> impl Iterator<Item = (usize, Parsed)> + '_ {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| (n + 1, object(line)))
}

fn object(line: &str) -> Parsed {
    serde_json::from_str(line)
}

/// A value that names a party or a person: several names of a list are joined, and of an object
/// its name and party are taken.
fn name_of(value: &Value) -> Cow<'_, str> {
    let inside = |object: &Map<String, Value>, keys: &[&str]| {
        let value = keys.iter().find_map(|key| object.get(*key))?;
        value.as_str().map(str::to_owned)
    };
    match value {
        Value::Array(values) => {
            let names: Vec<Cow<'_, str>> = values.iter().map(text_of).collect();
            Cow::Owned(names.join("; "))
        }
        Value::Object(object) => {
            let name = inside(object, &["name", "naam"]).unwrap_or_default();
            let party = inside(object, &["party", "partij", "fractie"]).unwrap_or_default();
            Cow::Owned(match (name.is_empty(), party.is_empty()) {
                (false, false) => format!("{name} ({party})"),
                (true, _) => party,
                (_, true) => name,
            })
        }
        value => text_of(value),
    }
}

/// A value as a cell; lists and objects are no text.
fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(flag) => Cow::Owned(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
    }
}
