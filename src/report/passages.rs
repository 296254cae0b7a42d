//! The table `passages.csv`.

use std::io::Write;

use crate::corpus::{Passage, Role, Span};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The schema of `passages.csv`, whose columns also stand first in `labelled.csv`.
pub fn passages_schema() -> Schema {
    let mut columns = place_columns();
    columns.extend(speaker_columns());
    columns.extend(text_columns());
    Schema::new(
        "passages",
        "Passages",
        "One row per passage: one to four consecutive sentences of one speaker.",
        columns,
    )
    .with_key(&["passage_id"])
}

fn place_columns() -> Vec<Column> {
    vec![
        Column::text(
            "passage_id",
            "The place of the passage, document_id:start-end: byte offsets in the decoded text of the document.",
        )
        .unique(),
        Column::text("document_id", "The document.").required(),
        Column::partial_date(
            "date",
            "The date of the document, as far as known: YYYY-MM-DD, YYYY-MM or YYYY.",
        ),
        Column::text("date_precision", "How much of the date is known.")
            .one_of(&["day", "month", "year"]),
        Column::text("kind", "The kind of the document."),
        Column::text("chamber", "The chamber of parliament."),
        Column::text("dossier", "Number of the dossier and the paper."),
        Column::text(
            "source_place",
            "Where the passage begins for a human reader: a line of the file, or a page of a PDF.",
        ),
    ]
}

fn speaker_columns() -> Vec<Column> {
    vec![
        Column::text(
            "actor",
            "Who speaks: a party of the register, several joined by +, Kabinet, Voorzitter, or unknown.",
        )
        .required(),
        Column::text(
            "parties",
            "The parties that speak, of a motie those of all who sign, divided by `;`; empty for the cabinet, the chair and unknown.",
        ),
        Column::text(
            "speaker",
            "The person or persons who speak, as the source names them, divided by `;`; may be empty.",
        ),
        Column::text("function", "The office in which the person speaks; may be empty."),
        Column::text("role", "What the speaker does.")
            .required()
            .one_of(&Role::ALL.map(Role::as_str)),
        Column::text("attribution_rule", "The rule that found the speaker.").required(),
    ]
}

fn text_columns() -> Vec<Column> {
    vec![
        Column::text(
            "heading",
            "The headings above the passage, outermost first, joined by ` > `.",
        ),
        Column::text(
            "exchange_id",
            "Links a question to its answer; empty outside exchanges.",
        ),
        Column::text(
            "group",
            "The unit of independence: passages of one group never stand on both sides of a split.",
        ),
        Column::share("quoted_share", "Share of the words that are quoted.").required(),
        Column::text(
            "quotations",
            "What is quoted: byte ranges start-end of `text`, divided by `;`.",
        ),
        Column::flag(
            "reported",
            "Whether the passage reports at length what others found or advised.",
        )
        .required(),
        Column::count("n_words", "Length of the text.")
            .in_unit("words")
            .required(),
        Column::text("text", "The clean text."),
    ]
}

/// Byte ranges as they stand in the table: `12-45;60-80`.
fn ranges(spans: &[Span]) -> String {
    let ranges: Vec<String> = spans.iter().map(Span::to_string).collect();
    ranges.join(";")
}

/// Writes `passages.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_passages<W: Write>(
    passages: &[Passage],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &passages_schema())?;
    for passage in passages {
        write_before_group(passage, &mut table)?;
        table.text(&passage.group)?;
        write_behind_group(passage, &mut table)?;
    }
    table.finish()
}

/// Writes the columns of a passage in front of `group`, which is known last.
///
/// # Errors
/// When writing fails.
pub(crate) fn write_before_group<W: Write>(
    passage: &Passage,
    table: &mut TableWriter<W>,
) -> Result<(), TableError> {
    let date = passage.date.map(|date| date.to_string());
    let precision = passage.date.map(|date| date.precision().to_string());
    table
        .text(&passage.id.to_string())?
        .text(passage.id.document_id.as_str())?
        .text(date.as_deref().unwrap_or_default())?
        .text(precision.as_deref().unwrap_or_default())?
        .text(&passage.kind)?
        .text(&passage.chamber)?
        .text(&passage.dossier)?
        .text(&passage.source_place)?
        .text(passage.actor.as_str())?
        .text(&passage.parties.join(";"))?
        .text(&passage.speaker)?
        .text(&passage.function)?
        .text(passage.role.as_str())?
        .text(passage.attribution_rule)?
        .text(&passage.heading)?
        .text(&passage.exchange_id)?;
    Ok(())
}

/// Writes the columns behind `group`, and ends the row.
///
/// # Errors
/// When writing fails.
pub(crate) fn write_behind_group<W: Write>(
    passage: &Passage,
    table: &mut TableWriter<W>,
) -> Result<(), TableError> {
    table
        .number(passage.quoted_share)?
        .text(&ranges(&passage.quotations))?
        .flag(passage.reported)?
        .count(passage.n_words)?
        .text(&passage.text)?
        .end_row()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Actor;

    #[test]
    fn a_passage_is_one_row() {
        let passage = Passage {
            id: "kamerbrief-2022-05:12-31".parse().unwrap(),
            date: Some("2022-05".parse().unwrap()),
            kind: "kamerbrief".to_owned(),
            chamber: "Tweede Kamer".to_owned(),
            dossier: String::new(),
            source_place: "line 3".to_owned(),
            actor: Actor::of_parties(&["PvdA", "GroenLinks"]),
            parties: vec!["PvdA".to_owned(), "GroenLinks".to_owned()],
            speaker: String::new(),
            function: String::new(),
            role: Role::Question,
            attribution_rule: "heading",
            heading: "Inbreng > Asiel".to_owned(),
            exchange_id: String::new(),
            section: 1,
            group: "g01".to_owned(),
            quoted_share: 0.0,
            quotations: Vec::new(),
            reported: false,
            n_words: 3,
            text: "Nee, zegt \"men\".".to_owned(),
        };
        let bytes = write_passages(&[passage], Vec::new(), "passages.csv").unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
        passage_id,document_id,date,date_precision,kind,chamber,dossier,source_place,actor,parties,speaker,function,role,attribution_rule,heading,exchange_id,group,quoted_share,quotations,reported,n_words,text
        kamerbrief-2022-05:12-31,kamerbrief-2022-05,2022-05,month,kamerbrief,Tweede Kamer,,line 3,PvdA+GroenLinks,PvdA;GroenLinks,,,question,heading,Inbreng > Asiel,,g01,0.000000,,false,3,"Nee, zegt ""men""."
        "#);
    }
}
