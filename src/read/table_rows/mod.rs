//! Tables and JSON Lines: every row is a document.
//!
//! The text stands in the column that is asked for or has a known name (`text`, `tekst`, `speech`,
//! `content`, `inhoud`, `passage`, …). Where columns tell the party or the speaker, the row is one
//! turn of that speaker at the row's date; else its text is read as plain text is.

mod columns;
mod comma;
mod json;
mod rows;
mod speakers;

pub(super) use comma::{is_table, read_table};
pub(super) use json::{is_json, is_json_lines, read_json_lines};

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
