//! JSON Lines: one object a line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::iter;

use serde_json::{Map, Value};

use super::columns::Columns;
use super::rows::{Cells, Survey};
use super::shared_text::SharedText;
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
    opens_json(text) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Whether a text begins as JSON does.
pub(super) fn opens_json(text: &str) -> bool {
    let mut start = text.trim_start().chars().filter(|c| !c.is_whitespace());
    matches!(
        (start.next(), start.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '[' | '"' | ']'))
    )
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
    let text = SharedText::of(text);
    read_objects(|| Ok(text.from(0)), file, options, notices)
}

/// As [`read_json_lines`], of a text that `open` opens.
pub(super) fn read_objects<R: BufRead + Send + 'static>(
    open: impl Fn() -> io::Result<R>,
    file: &SourceFile,
    options: &ReadOptions,
    notices: Vec<Notice>,
) -> Result<Sources, ReadError> {
    let path = file.name.clone();
    let failure = move |source| ReadError::Open {
        path: path.clone(),
        source,
    };
    let objects = || open().map(Objects::of).map_err(&failure);
    let names = names(&mut objects()?).map_err(&failure)?;
    let columns = Columns::find(&names, options, &file.name)?;
    let mut survey = Survey::new(file, &columns, &names);
    let mut read = objects()?;
    while let Some((line, object)) = read.next().map_err(&failure)? {
        if let Ok(object) = object
            && !with_cells(&object, &columns, &names, line, |cells| survey.look(&cells))
        {
            break;
        }
    }
    let mut rows = survey.finish(notices)?;
    let mut read = objects()?;
    Ok(Sources::rows(iter::from_fn(move || {
        let (line, object) = match read.next() {
            Ok(object) => object?,
            Err(error) => return Some(Err(failure(error))),
        };
        Some(Ok(match object {
            Ok(object) => with_cells(&object, &columns, &names, line, |cells| rows.read(cells)),
            Err(source) => rows.damaged(line, format!("not a JSON object: {source}")),
        }))
    })))
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
fn names(objects: &mut Objects<impl BufRead>) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let mut n_objects = 0;
    while n_objects < OBJECTS_LOOKED_AT
        && let Some((_, object)) = objects.next()?
    {
        let Ok(object) = object else {
            continue;
        };
        n_objects += 1;
        for name in object.keys() {
            if known.insert(name.clone()) {
                names.push(name.clone());
            }
        }
    }
    Ok(names)
}

type Parsed = Result<Map<String, Value>, serde_json::Error>;

/// The lines that are not blank, each an object or none.
struct Objects<R> {
    input: R,
    line: Vec<u8>,
    /// The number of the line that was read last, from 1.
    number: usize,
}

impl<R: BufRead> Objects<R> {
    fn of(input: R) -> Self {
        Self {
            input,
            line: Vec::new(),
            number: 0,
        }
    }

    /// The next one, with the number of its line.
    fn next(&mut self) -> io::Result<Option<(usize, Parsed)>> {
        loop {
            self.line.clear();
            if self.input.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let line = String::from_utf8_lossy(&self.line);
            let line = line.strip_suffix('\n').unwrap_or(&line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.trim().is_empty() {
                return Ok(Some((self.number, object(line))));
            }
        }
    }
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
