//! What coders get: the passages without predictions, as a table and as tasks of Label Studio, and
//! a page of instructions.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{NameMask, Sample};
use crate::corpus::Codebook;
use crate::table::{Column, Schema, TableError, TableWriter};

/// A passage as a coder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoderPassage {
    /// The passage.
    pub passage_id: String,
    /// Who speaks; empty where names are masked.
    pub actor: String,
    /// What the speaker does.
    pub role: String,
    /// The text before it in the document.
    pub context: String,
    /// The text to be coded.
    pub text: String,
}

/// The passages that a wave drew last, as coders see them, in random order.
pub fn passages_to_code(
    sample: &Sample,
    wave: u32,
    mask: Option<&NameMask<'_>>,
) -> Vec<CoderPassage> {
    let places = sample.to_code(wave).into_iter();
    let passages = places.filter_map(|place| sample.frame.passages.get(place));
    passages
        .map(|passage| {
            let masked = |text: &str| match mask {
                Some(mask) => mask.mask(text, passage.date.parse().ok()),
                None => text.to_owned(),
            };
            CoderPassage {
                passage_id: passage.passage_id.clone(),
                actor: match mask {
                    Some(_) => String::new(),
                    None => passage.actor.clone(),
                },
                role: passage.role.clone(),
                context: masked(&passage.context),
                text: masked(&passage.text),
            }
        })
        .collect()
}

/// The schema of `to_code.csv`.
pub fn to_code_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    Schema::new(
        "to_code",
        "Passages to be coded",
        "One row is one passage, in random order. Fill in coder and stance, and where it helps the \
         three columns behind it; change nothing else.",
        vec![
            Column::text("passage_id", "The passage.").unique(),
            Column::text("actor", "Who speaks; empty where names are masked."),
            Column::text("role", "What the speaker does."),
            Column::text(
                "context",
                "The passage before it in the document, not to be coded.",
            ),
            Column::text("text", "The passage to be coded.").required(),
            Column::text("coder", "Who codes."),
            Column::text("stance", "To be filled in: the class.").one_of(&classes),
            Column::text(
                "secondary",
                "May be filled in: a second class that it also serves.",
            )
            .one_of(&classes),
            Column::integer("confidence", "May be filled in: 1 unsure, 2, 3 sure.")
                .at_least(1.0)
                .at_most(3.0),
            Column::text("comment", "May be filled in: what made it hard."),
            Column::text(
                "frame_hash",
                "Tells from which frame it was drawn; leave it.",
            )
            .required(),
        ],
    )
    .with_key(&["passage_id"])
    .referring(&["passage_id"], "frame", "passage_id")
}

/// The bytes of `to_code.csv` for one coder; an empty `coder` is to be filled in.
///
/// # Errors
/// When writing fails.
pub fn write_to_code(
    passages: &[CoderPassage],
    frame_hash: &str,
    coder: &str,
    codebook: &Codebook,
) -> Result<Vec<u8>, TableError> {
    let mut table = TableWriter::new(Vec::new(), "to_code.csv", &to_code_schema(codebook))?;
    for passage in passages {
        table
            .text(&passage.passage_id)?
            .text(&passage.actor)?
            .text(&passage.role)?
            .text(&passage.context)?
            .text(&passage.text)?
            .text(coder)?
            .missing()?
            .missing()?
            .missing()?
            .missing()?
            .text(frame_hash)?
            .end_row()?;
    }
    table.finish()
}

/// The tasks for Label Studio, as JSON.
pub fn label_studio_tasks(passages: &[CoderPassage], frame_hash: &str) -> Vec<u8> {
    let tasks: Vec<Value> = passages
        .iter()
        .map(|passage| {
            json!({"data": {
                "passage_id": passage.passage_id,
                "actor": passage.actor,
                "role": passage.role,
                "context": passage.context,
                "text": passage.text,
                "frame_hash": frame_hash,
            }})
        })
        .collect();
    let mut text = format!("{:#}", Value::Array(tasks));
    text.push('\n');
    text.into_bytes()
}

/// The labelling configuration of a project in Label Studio, made from the codebook: stance, and
/// as options a second class, how sure the coder is, and a comment.
pub fn label_studio_config(codebook: &Codebook) -> String {
    let mut xml = String::from(
        "<View>\n  <Header value=\"Passage before it, for context only\" size=\"5\"/>\n  \
         <Text name=\"context\" value=\"$context\"/>\n  \
         <Header value=\"Passage to be coded\" size=\"4\"/>\n  \
         <Text name=\"text\" value=\"$text\"/>\n  \
         <Header value=\"Stance\" size=\"5\"/>\n  \
         <Choices name=\"stance\" toName=\"text\" choice=\"single-radio\" required=\"true\" \
         requiredMessage=\"Choose the stance\">\n",
    );
    for (i, class) in codebook.classes().iter().enumerate() {
        let hotkey = if i < 9 {
            format!(" hotkey=\"{}\"", i + 1)
        } else {
            String::new()
        };
        let _ = writeln!(
            xml,
            "    <Choice value=\"{}\"{hotkey} hint=\"{}: {}\" style=\"border-left: 6px solid {}; padding-left: 6px\"/>",
            class.id,
            escaped(&class.name),
            escaped(&class.description),
            class.colour,
        );
    }
    xml.push_str("  </Choices>\n");
    options(
        &mut xml,
        "A second class that it also serves (optional)",
        "secondary",
        codebook.class_ids(),
    );
    options(
        &mut xml,
        "How sure are you? 1 unsure, 3 sure (optional)",
        "confidence",
        ["1", "2", "3"].into_iter(),
    );
    xml.push_str(
        "  <Header value=\"Comment (optional)\" size=\"5\"/>\n  \
         <TextArea name=\"comment\" toName=\"text\" rows=\"2\" maxSubmissions=\"1\" editable=\"true\" \
         required=\"false\"/>\n</View>\n",
    );
    xml
}

fn options<'a>(xml: &mut String, title: &str, name: &str, values: impl Iterator<Item = &'a str>) {
    let _ = writeln!(xml, "  <Header value=\"{title}\" size=\"5\"/>");
    let _ = writeln!(
        xml,
        "  <Choices name=\"{name}\" toName=\"text\" choice=\"single\" required=\"false\" showInline=\"true\">"
    );
    for value in values {
        let _ = writeln!(xml, "    <Choice value=\"{value}\"/>");
    }
    xml.push_str("  </Choices>\n");
}

/// A text as it stands in an attribute of XML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The page that coders read first.
pub fn coder_instructions(codebook: &Codebook, n_passages: usize, is_masked: bool) -> String {
    let mut text = format!(
        "# For coders\n\n\
         {n_passages} passages are to be coded. They were drawn at random and stand in random \
         order.\n\n\
         1. Read the codebook first; keep it at hand.\n\
         2. Code each passage by itself, by what it says. The passage before it (`context`) helps \
         to understand it and is not coded.\n\
         3. Give one class. Where the passage also serves another, name that as `secondary`.\n\
         4. Do not look up what a model predicts, and do not speak with other coders about \
         passages before all are coded.\n\
         5. Code all of them. Leave none out because it is hard: say `1` under `confidence` and \
         why under `comment`. A passage that is left out is counted as missing.\n\
         6. Keep `passage_id` and `frame_hash` as they are; in a table, fill in `coder` (your \
         name or initials) in every row.\n\n\
         | class | name | meaning |\n|---|---|---|\n"
    );
    for class in codebook.classes() {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            class.id, class.name, class.description
        );
    }
    if is_masked {
        text.push_str(
            "\nNames of parties stand as `[partij]`, names of persons as `[naam]`. Do not guess who \
             speaks.\n",
        );
    }
    text.push_str(
        "\nIn Label Studio: make a project, paste `label_studio.xml` under Settings > Labeling \
         Interface > Code, import `label_studio.json`, and export as JSON when all is coded.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage() -> CoderPassage {
        CoderPassage {
            passage_id: "brief:10-204".to_owned(),
            actor: "VVD".to_owned(),
            role: "question".to_owned(),
            context: String::new(),
            text: "Met \"grip\", zegt men.".to_owned(),
        }
    }

    #[test]
    fn the_table_of_a_coder_is_read_back_as_codings() {
        let codebook = Codebook::built_in();
        let bytes = write_to_code(&[passage()], "ab", "anna", &codebook).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        insta::assert_snapshot!(text, @r#"
        passage_id,actor,role,context,text,coder,stance,secondary,confidence,comment,frame_hash
        brief:10-204,VVD,question,,"Met ""grip"", zegt men.",anna,,,,,ab
        "#);
        let filled = text.replace("anna,,,,,ab", "anna,none,,2,,ab");
        let codings =
            super::super::read_codings(filled.as_bytes(), "c.csv", None, &codebook).unwrap();
        let coding = &codings.codings[0];
        assert_eq!((coding.coder.as_str(), coding.stance), ("anna", 3));
        assert_eq!(coding.frame_hash, "ab");
    }

    #[test]
    fn the_configuration_names_every_class_with_its_colour() {
        let toml = "version = \"1\"\n[[class]]\nid = \"a\"\nname = \"A & B\"\ndescription = \"x < \\\"y\\\"\"\n\
                    colour = \"#0072b2\"\n[[class]]\nid = \"b\"\nname = \"B\"\ndescription = \"D\"\n\
                    colour = \"#999999\"\n";
        let codebook = Codebook::from_toml(toml, "c.toml").unwrap();
        insta::assert_snapshot!(label_studio_config(&codebook));
    }

    #[test]
    fn tasks_hold_what_comes_back_with_the_codings() {
        let bytes = label_studio_tasks(&[passage()], "ab");
        let tasks: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(tasks[0]["data"]["passage_id"], "brief:10-204");
        assert_eq!(tasks[0]["data"]["frame_hash"], "ab");
        assert_eq!(tasks.as_array().map(Vec::len), Some(1));
    }
}
