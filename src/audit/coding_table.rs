//! Tables of codings, in and out: one row a coding, or one row a passage with two coders.

use std::io::{Read, Write};

use serde_json::Value;

use super::codings::class_id;
use super::{AuditError, Coding, Codings, PassageNote};
use crate::corpus::{Codebook, DataError, Row, Rows};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The two coders of a gold file.
const GOLD_CODERS: [&str; 2] = ["coder_a", "coder_b"];

/// How a table tells who coded.
#[derive(Debug, Clone, Copy)]
enum Layout<'a> {
    /// A column `coder`; a row without a coder is by the named one.
    Coder(Option<&'a str>),
    /// A column `annotator`, as Label Studio writes.
    Annotator(Option<&'a str>),
    /// `stance` is by the named coder.
    Named(&'a str),
    /// `coder_a` and `coder_b`.
    Gold,
}

/// Reads a table of codings; `place` names the file in errors, `coder` who coded where the table
/// does not tell.
///
/// Taken are: one row a coding, with `passage_id`, `coder` and `stance`; the CSV and TSV exports of
/// Label Studio; one row a passage with `coder_a` and `coder_b`; and, with a name, any table with
/// `passage_id` and `stance`. Rows without a stance are not coded yet and left out.
///
/// # Errors
/// Where the table is not CSV, lacks a column, or has a class or confidence that is none;
/// [`AuditError::NoCoder`].
pub fn read_codings(
    reader: impl Read,
    place: &str,
    coder: Option<&str>,
    codebook: &Codebook,
) -> Result<Codings, AuditError> {
    let rows = Rows::read(reader, place, &["passage_id"])?;
    let layout = match coder {
        coder if rows.has("coder") => Layout::Coder(coder),
        coder if rows.has("annotator") => Layout::Annotator(coder),
        Some(coder) => Layout::Named(coder),
        None if GOLD_CODERS.iter().all(|column| rows.has(column)) => Layout::Gold,
        None => {
            let place = place.to_owned();
            return Err(AuditError::NoCoder { place });
        }
    };
    if !matches!(layout, Layout::Gold) {
        rows.need("stance")?;
    }
    let mut codings = Codings::default();
    for row in rows.iter() {
        let found = read_row(row, place, layout, codebook)?;
        if found.is_empty() {
            continue;
        }
        let note = PassageNote {
            document_id: row.get("document_id").to_owned(),
            group: row.get("group").to_owned(),
            actor: row.get("actor").to_owned(),
            text: row.get("text").to_owned(),
        };
        codings.append(Codings {
            passages: [(row.required("passage_id")?.to_owned(), note)].into(),
            codings: found,
        });
    }
    Ok(codings)
}

fn read_row(
    row: Row<'_>,
    place: &str,
    layout: Layout<'_>,
    codebook: &Codebook,
) -> Result<Vec<Coding>, AuditError> {
    let of = |coder: &str, column: &str| -> Result<Option<Coding>, AuditError> {
        let Some(stance) = row.class(column, codebook)? else {
            return Ok(None);
        };
        Ok(Some(Coding {
            passage_id: row.required("passage_id")?.to_owned(),
            coder: coder.to_owned(),
            stance,
            secondary: row.class("secondary", codebook)?,
            confidence: read_confidence(row)?,
            comment: plain_text(row.get("comment")),
            coded_at: coded_at(row),
            frame_hash: row.get("frame_hash").to_owned(),
            place: place.to_owned(),
        }))
    };
    let codings = match layout {
        _ if matches!(layout, Layout::Gold) => {
            let both = GOLD_CODERS.map(|coder| of(coder, coder));
            let mut codings = Vec::new();
            for coding in both {
                codings.extend(coding?);
            }
            return Ok(codings);
        }
        _ if row.filled("stance").is_none() => None,
        Layout::Named(coder) => of(coder, "stance")?,
        Layout::Coder(name) => match row.filled("coder").or(name) {
            Some(coder) => of(coder, "stance")?,
            None => return Err(row.wrong("coder", "", "who coded").into()),
        },
        Layout::Annotator(Some(name)) => of(name, "stance")?,
        Layout::Annotator(None) => of(&annotator(row.required("annotator")?), "stance")?,
        Layout::Gold => None,
    };
    Ok(codings.into_iter().collect())
}

/// The coder whom Label Studio knows by a number.
pub(super) fn annotator(number: &str) -> String {
    format!("annotator-{number}")
}

fn coded_at(row: Row<'_>) -> String {
    let time = row.filled("coded_at").or_else(|| row.filled("created_at"));
    time.unwrap_or_default().to_owned()
}

fn read_confidence(row: Row<'_>) -> Result<Option<u8>, DataError> {
    let found = plain_text(row.get("confidence"));
    if found.is_empty() {
        return Ok(None);
    }
    parse_confidence(&found)
        .map(Some)
        .ok_or_else(|| row.wrong("confidence", &found, CONFIDENCES))
}

/// What a confidence may be, for messages.
pub(super) const CONFIDENCES: &str = "1 (unsure), 2 or 3 (sure), or nothing";

/// A confidence of 1, 2 or 3.
pub(super) fn parse_confidence(text: &str) -> Option<u8> {
    text.parse()
        .ok()
        .filter(|confidence| (1..=3).contains(confidence))
}

/// The text of a field in which Label Studio may have put JSON: `{"text":["a","b"]}` is `a b`,
/// `[{"rating":2}]` is `2`.
fn plain_text(field: &str) -> String {
    let field = field.trim();
    let is_json = field.starts_with(['[', '{']);
    match serde_json::from_str::<Value>(field) {
        Ok(value) if is_json => text_in(&value),
        _ => field.to_owned(),
    }
}

/// The texts and numbers in a JSON value, joined by spaces.
pub(super) fn text_in(value: &Value) -> String {
    let parts: Vec<String> = match value {
        Value::Null | Value::Bool(_) => Vec::new(),
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => vec![text.trim().to_owned()],
        Value::Array(values) => values.iter().map(text_in).collect(),
        Value::Object(fields) => fields.values().map(text_in).collect(),
    };
    let filled: Vec<&str> = parts.iter().map(String::as_str).collect();
    filled.join(" ").trim().to_owned()
}

/// The schema of `codings.csv`.
pub fn codings_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    let columns = vec![
        Column::text("passage_id", "The passage.").required(),
        Column::text("coder", "Who coded.").required(),
        Column::text("stance", "The class given.")
            .one_of(&classes)
            .required(),
        Column::text("secondary", "A second class that the passage also serves.").one_of(&classes),
        Column::integer("confidence", "How sure the coder was: 1 unsure, 3 sure.")
            .at_least(1.0)
            .at_most(3.0),
        Column::text("comment", "What the coder noted."),
        Column::text("coded_at", "When, as the coding tool tells."),
        Column::text("document_id", "The document."),
        Column::text("group", "The unit of independence; empty where unknown."),
        Column::text("actor", "Who speaks."),
        Column::text("text", "The text that was coded."),
    ];
    Schema::new(
        "codings",
        "Codings",
        "One row is the class that one coder gave to one passage.",
        columns,
    )
    .with_key(&["passage_id", "coder"])
    .referring(&["passage_id"], "gold", "passage_id")
}

/// Writes `codings.csv`, in the order of passages and coders; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_codings<W: Write>(
    codings: &Codings,
    codebook: &Codebook,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &codings_schema(codebook))?;
    let mut sorted: Vec<&Coding> = codings.codings.iter().collect();
    sorted.sort_by(|a, b| (&a.passage_id, &a.coder).cmp(&(&b.passage_id, &b.coder)));
    let unknown = PassageNote::default();
    for coding in sorted {
        let note = codings.passages.get(&coding.passage_id);
        let note = note.unwrap_or(&unknown);
        let secondary = coding.secondary.map(|class| class_id(codebook, class));
        table
            .text(&coding.passage_id)?
            .text(&coding.coder)?
            .text(class_id(codebook, coding.stance))?
            .text(secondary.unwrap_or_default())?
            .optional_count(coding.confidence.map(usize::from))?
            .text(&coding.comment)?
            .text(&coding.coded_at)?
            .text(&note.document_id)?
            .text(&note.group)?
            .text(&note.actor)?
            .text(&note.text)?
            .end_row()?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str, coder: Option<&str>) -> Result<Codings, AuditError> {
        read_codings(table.as_bytes(), "c.csv", coder, &Codebook::built_in())
    }

    fn coders(codings: &Codings) -> Vec<(&str, usize)> {
        let of = |coding: &'_ Coding| coding.stance;
        let rows = codings.codings.iter();
        rows.map(|coding| (coding.coder.as_str(), of(coding)))
            .collect()
    }

    #[test]
    fn every_layout_tells_who_coded() {
        let long = "passage_id,coder,stance\na,anna,none\na,bob,pro-control\nb,bob,\n";
        assert_eq!(
            coders(&read(long, None).unwrap()),
            [("anna", 3), ("bob", 1)]
        );
        let gold = "passage_id,stance,coder_a,coder_b\na,none,none,pro-control\n";
        assert_eq!(
            coders(&read(gold, None).unwrap()),
            [("coder_a", 3), ("coder_b", 1)]
        );
        assert_eq!(coders(&read(gold, Some("gold")).unwrap()), [("gold", 3)]);
        let plain = "passage_id;stance\na;none\n";
        assert_eq!(coders(&read(plain, Some("anna")).unwrap()), [("anna", 3)]);
        let error = read(plain, None).unwrap_err();
        assert_eq!(
            error.help().unwrap(),
            "name the coder before the file: anna=c.csv"
        );
    }

    #[test]
    fn fields_in_which_label_studio_puts_json_are_read() {
        let table = "annotation_id,annotator,comment,confidence,created_at,passage_id,stance\n\
                     2,\"7\",\"{\"\"text\"\":[\"\"a\"\",\"\"b\"\"]}\",\"[{\"\"rating\"\":2}]\",2030-01-02T03:04:05Z,a,none\n\
                     ,,,,,b,\n";
        let codings = read(table, None).unwrap();
        let coding = &codings.codings[0];
        assert_eq!(codings.codings.len(), 1);
        assert_eq!(coding.coder, "annotator-7");
        assert_eq!(
            (coding.comment.as_str(), coding.confidence),
            ("a b", Some(2))
        );
        assert_eq!(coding.coded_at, "2030-01-02T03:04:05Z");
    }

    #[test]
    fn a_class_or_confidence_that_is_none_is_refused() {
        let class = read("passage_id,coder,stance\na,anna,neutral\n", None).unwrap_err();
        assert!(class.to_string().starts_with(
            "c.csv, line 2, column `stance`: found `neutral`, expected one of pro-solidarity"
        ));
        let confidence = read("passage_id,coder,stance,confidence\na,anna,none,4\n", None);
        assert_eq!(
            confidence.unwrap_err().to_string(),
            "c.csv, line 2, column `confidence`: found `4`, expected 1 (unsure), 2 or 3 (sure), or nothing"
        );
        let none = read("passage_id,coder\na,anna\n", None).unwrap_err();
        assert!(none.to_string().contains("no column `stance`"));
    }

    #[test]
    fn codings_are_written_as_they_are_read() {
        let table =
            "passage_id,coder,stance,confidence,text\nb,anna,none,3,Tekst b\na,bob,none,,\n";
        let codings = read(table, None).unwrap();
        let bytes = write_codings(&codings, &Codebook::built_in(), Vec::new(), "c.csv").unwrap();
        let again = read(&String::from_utf8(bytes).unwrap(), None).unwrap();
        assert_eq!(again.passages, codings.passages);
        let ids: Vec<&str> = again
            .codings
            .iter()
            .map(|c| c.passage_id.as_str())
            .collect();
        assert_eq!(ids, ["a", "b"]);
    }
}
