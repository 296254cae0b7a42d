//! Whatever was left out, where and why: `skipped.csv`.

use std::io::Write;

use crate::table::{Column, Row, Schema, TableError, TableWriter};

/// Something that a stage left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SkippedRecord {
    /// The document; empty where none is known.
    pub document_id: String,
    /// The file it was read from; empty where none is known.
    pub file: String,
    /// The line in the file, from 1.
    pub line: Option<usize>,
    /// Byte offsets in the decoded text of the document: start, and behind the end.
    pub span: Option<(usize, usize)>,
    /// The stage that left it out.
    pub stage: String,
    /// Why, as one word of a fixed list of the stage.
    pub reason: String,
    /// The text, or what else tells what it was.
    pub detail: String,
}

/// The columns of `skipped.csv`.
pub fn skipped_schema() -> Schema {
    Schema::new(
        "skipped",
        "Left out",
        "One row for everything that a stage left out, with its place and the reason.",
        vec![
            Column::text("document_id", "The document; empty where none is known."),
            Column::text("file", "The file it was read from, as given."),
            Column::count("line", "The line in the file, from 1.").at_least(1.0),
            Column::count(
                "source_start",
                "Where it starts in the decoded text of the document.",
            )
            .in_unit("bytes"),
            Column::count(
                "source_end",
                "Where it ends in the decoded text of the document.",
            )
            .in_unit("bytes"),
            Column::text("stage", "The stage that left it out.").required(),
            Column::text("reason", "Why, as one word.").required(),
            Column::text("detail", "The text, or what else tells what it was."),
        ],
    )
}

/// Writes `skipped.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails; [`TableError::Unfit`] where a record names no stage or no reason.
pub fn write_skipped<W: Write>(
    records: &[SkippedRecord],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &skipped_schema())?;
    for record in records {
        write_record(record, &mut table)?;
    }
    table.finish()
}

/// Writes one row of `skipped.csv`.
///
/// # Errors
/// As [`write_skipped`].
pub(crate) fn write_record<W: Write>(
    record: &SkippedRecord,
    table: &mut TableWriter<W>,
) -> Result<(), TableError> {
    table.text(&record.document_id)?.text(&record.file)?;
    table.optional_count(record.line)?;
    table.optional_count(record.span.map(|(start, _)| start))?;
    table.optional_count(record.span.map(|(_, end)| end))?;
    table.text(&record.stage)?.text(&record.reason)?;
    table.text(&record.detail)?.end_row()
}

/// Reads a row of `skipped.csv` back.
///
/// # Errors
/// Where it is none.
pub(crate) fn read_record(row: &Row<'_>) -> Result<SkippedRecord, TableError> {
    let start: Option<usize> = row.parse_optional("source_start")?;
    let end: Option<usize> = row.parse_optional("source_end")?;
    Ok(SkippedRecord {
        document_id: row.get("document_id")?.to_owned(),
        file: row.get("file")?.to_owned(),
        line: row.parse_optional("line")?,
        span: start.zip(end),
        stage: row.get("stage")?.to_owned(),
        reason: row.get("reason")?.to_owned(),
        detail: row.get("detail")?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{TableReader, TableSettings};

    #[test]
    fn places_are_written_where_they_are_known() {
        let record = SkippedRecord {
            document_id: "kamerbrief-2022-05".to_owned(),
            file: String::new(),
            line: None,
            span: Some((12, 40)),
            stage: "clean".to_owned(),
            reason: "footnote".to_owned(),
            detail: "Zie Kamerstuk 32317, nr. 689.".to_owned(),
        };
        let records = [record];
        let csv = write_skipped(&records, Vec::new(), "skipped.csv").unwrap();
        let settings = TableSettings::default();
        let mut table = TableReader::new(csv.as_slice(), "skipped.csv", &settings).unwrap();
        let row = table.next_row().unwrap().unwrap();
        assert_eq!(read_record(&row).unwrap(), records[0]);
        let csv = String::from_utf8(csv).unwrap();
        insta::assert_snapshot!(csv, @r#"
        document_id,file,line,source_start,source_end,stage,reason,detail
        kamerbrief-2022-05,,,12,40,clean,footnote,"Zie Kamerstuk 32317, nr. 689."
        "#);
    }
}
