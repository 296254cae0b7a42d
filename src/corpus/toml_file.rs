//! TOML files with places: syntax errors, unknown keys and wrong types as [`DataError`]s.

use serde::de::DeserializeOwned;

use super::closest::closest;
use super::{DataError, DataFault};

/// Reads a file into raw settings that still have to be checked.
///
/// # Errors
/// Where the text is not TOML, a key is unknown, missing or of another type.
pub(crate) fn read<T: DeserializeOwned>(text: &str, place: &str) -> Result<T, DataError> {
    toml::from_str(text).map_err(|error| key_error(text, place, &error))
}

/// The line, counted from 1, on which the byte at `offset` stands.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    1 + before.bytes().filter(|byte| *byte == b'\n').count()
}

/// The place and cause that a TOML error tells.
pub(crate) fn key_error(text: &str, place: &str, error: &toml::de::Error) -> DataError {
    let line = error.span().map_or(1, |span| line_at(text, span.start));
    let message = error.message();
    let in_ticks: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, [unknown, allowed @ ..]) =
        (message.starts_with("unknown field"), in_ticks.as_slice())
    {
        return DataFault::Key {
            place: place.to_owned(),
            line,
            key: (*unknown).to_owned(),
            found: "a key of this name".to_owned(),
            expected: format!("one of {}", allowed.join(", ")),
            closest: closest(unknown, allowed.iter().copied()),
        }
        .into();
    }
    let key = key_on_line(text, line);
    let (found, expected) = if let Some(missing) = message.strip_prefix("missing field ") {
        ("nothing".to_owned(), format!("the key {missing}"))
    } else if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        (found.to_owned(), expected.to_owned())
    } else {
        (message.replace('\n', "; "), "valid TOML".to_owned())
    };
    DataFault::Key {
        place: place.to_owned(),
        line,
        key,
        found,
        expected,
        closest: None,
    }
    .into()
}

/// The key that a line sets; empty where it sets none.
fn key_on_line(text: &str, line: usize) -> String {
    text.lines()
        .nth(line.saturating_sub(1))
        .and_then(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .unwrap_or_default()
}
