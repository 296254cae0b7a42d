//! Reads what Label Studio exports as JSON and JSON-MIN.
//!
//! The formats are those of Label Studio 1.23: in JSON a list of tasks with `data` and
//! `annotations`, each with `completed_by` and a `result` by control; in JSON-MIN a list of
//! annotations, the fields of the task beside the controls, and `annotator`. Its CSV and TSV are
//! read as tables. Skipped annotations (`was_cancelled`) and tasks without one are not coded.

use serde_json::{Map, Value};

use super::coding_table::{CONFIDENCES, annotator, parse_confidence, text_in};
use super::{AuditError, Coding, Codings, PassageNote};
use crate::corpus::Codebook;

/// Reads an export as JSON or JSON-MIN; `place` names it in errors, `coder` is who coded where the
/// name of the account does not matter.
///
/// # Errors
/// [`AuditError::NotAnExport`], [`AuditError::ExportValue`].
pub fn read_label_studio(
    text: &str,
    place: &str,
    coder: Option<&str>,
    codebook: &Codebook,
) -> Result<Codings, AuditError> {
    let not_an_export = |reason: String| AuditError::NotAnExport {
        place: place.to_owned(),
        reason,
    };
    let tasks: Vec<Map<String, Value>> =
        serde_json::from_str(text).map_err(|error| not_an_export(error.to_string()))?;
    let mut codings = Codings::default();
    for (index, task) in tasks.iter().enumerate() {
        let export = Export {
            place,
            coder,
            codebook,
            number: index + 1,
        };
        let data = match task.get("data") {
            Some(Value::Object(data)) => data,
            _ => task,
        };
        let passage_id = data
            .get("passage_id")
            .map(text_in)
            .filter(|id| !id.is_empty());
        let Some(passage_id) = passage_id else {
            return Err(export.wrong("passage_id", String::new(), "the id of a passage"));
        };
        let answers = match task.get("annotations") {
            Some(Value::Array(annotations)) => annotations.iter().filter_map(answer_of).collect(),
            _ => vec![task.clone()],
        };
        for answer in answers {
            codings
                .codings
                .extend(export.coding(&passage_id, data, &answer)?);
        }
        codings.passages.insert(passage_id, note_of(data));
    }
    Ok(codings)
}

/// The controls of an annotation as fields, as in JSON-MIN; `None` for one that was skipped.
fn answer_of(annotation: &Value) -> Option<Map<String, Value>> {
    let annotation = annotation.as_object()?;
    if annotation.get("was_cancelled") == Some(&Value::Bool(true)) {
        return None;
    }
    let mut answer = Map::new();
    for result in annotation.get("result")?.as_array()? {
        if let (Some(Value::String(control)), Some(value)) =
            (result.get("from_name"), result.get("value"))
        {
            answer.insert(control.clone(), value.clone());
        }
    }
    for (from, to) in [("completed_by", "annotator"), ("created_at", "created_at")] {
        if let Some(value) = annotation.get(from) {
            answer.insert(to.to_owned(), value.clone());
        }
    }
    Some(answer)
}

fn note_of(data: &Map<String, Value>) -> PassageNote {
    let field = |name: &str| data.get(name).map(text_in).unwrap_or_default();
    PassageNote {
        document_id: field("document_id"),
        group: field("group"),
        actor: field("actor"),
        text: field("text"),
    }
}

/// A task of an export.
struct Export<'a> {
    place: &'a str,
    coder: Option<&'a str>,
    codebook: &'a Codebook,
    number: usize,
}

impl Export<'_> {
    fn coding(
        &self,
        passage_id: &str,
        data: &Map<String, Value>,
        answer: &Map<String, Value>,
    ) -> Result<Option<Coding>, AuditError> {
        let field = |name: &str| answer.get(name).map(text_in).unwrap_or_default();
        let Some(stance) = self.class("stance", &field("stance"))? else {
            return Ok(None);
        };
        let confidence = field("confidence");
        let coder = match self.coder {
            Some(name) => name.to_owned(),
            None => self.annotator(answer)?,
        };
        Ok(Some(Coding {
            passage_id: passage_id.to_owned(),
            coder,
            stance,
            secondary: self.class("secondary", &field("secondary"))?,
            confidence: match parse_confidence(&confidence) {
                None if !confidence.is_empty() => {
                    return Err(self.wrong("confidence", confidence, CONFIDENCES));
                }
                confidence => confidence,
            },
            comment: field("comment"),
            coded_at: field("created_at"),
            frame_hash: data.get("frame_hash").map(text_in).unwrap_or_default(),
            place: self.place.to_owned(),
        }))
    }

    fn class(&self, control: &'static str, id: &str) -> Result<Option<usize>, AuditError> {
        if id.is_empty() {
            return Ok(None);
        }
        let classes: Vec<&str> = self.codebook.class_ids().collect();
        self.codebook.class_index(id).map(Some).ok_or_else(|| {
            let expected = format!("one of {}", classes.join(", "));
            self.wrong(control, id.to_owned(), &expected)
        })
    }

    /// The address of the account where the export has it, else its number.
    fn annotator(&self, answer: &Map<String, Value>) -> Result<String, AuditError> {
        match answer.get("annotator") {
            Some(Value::Object(account)) => {
                let email = account.get("email").and_then(Value::as_str);
                let id = account.get("id").map(text_in);
                Ok(email.map_or_else(|| annotator(&id.unwrap_or_default()), str::to_owned))
            }
            Some(Value::Number(number)) => Ok(annotator(&number.to_string())),
            Some(Value::String(name)) => Ok(name.clone()),
            _ => Err(self.wrong("annotator", String::new(), "who coded")),
        }
    }

    fn wrong(&self, control: &'static str, found: String, expected: &str) -> AuditError {
        AuditError::ExportValue {
            place: self.place.to_owned(),
            task: self.number,
            control,
            found,
            expected: expected.to_owned(),
        }
    }
}
