//! Loads `documents.csv`: what is known about the files of a corpus folder.

use std::collections::BTreeMap;
use std::io::Read;

use super::rows::{Row, Rows};
use super::{DataError, Document, DocumentKind, PartialDate};

/// Reads the documents of a corpus in the order of the table; `place` names the file in errors.
///
/// Columns: `document_id`, `file` (relative to the corpus folder), and where known `kind`, `date`,
/// `date_precision`, `date_note`, `chamber`, `dossier`, `title`. Only the first two are required.
///
/// # Errors
/// Where the table is not CSV, an id cannot be one, an id or a file occurs twice, a date is none,
/// or `date_precision` contradicts `date`.
///
/// ```
/// use standpunt::corpus::read_documents;
/// let table = "document_id,file,date\nkst-32317-790,790.txt,2022-12\n";
/// let documents = read_documents(table.as_bytes(), "documents.csv")?;
/// assert_eq!(documents[0].id.as_str(), "kst-32317-790");
/// # Ok::<(), standpunt::corpus::DataError>(())
/// ```
pub fn read_documents(reader: impl Read, place: &str) -> Result<Vec<Document>, DataError> {
    let table = Rows::read(reader, place, &["document_id", "file"])?;
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    let mut files: BTreeMap<String, u64> = BTreeMap::new();
    let mut documents = Vec::new();
    for row in table.iter() {
        let document = read_document(row)?;
        if let Some(first) = ids.insert(document.id.to_string(), row.line()) {
            return Err(row.duplicate("document_id", document.id.as_str(), first));
        }
        if let Some(first) = files.insert(document.file.clone(), row.line()) {
            return Err(row.duplicate("file", &document.file, first));
        }
        documents.push(document);
    }
    Ok(documents)
}

fn read_document(row: Row<'_>) -> Result<Document, DataError> {
    let id = row.required("document_id")?;
    let date: Option<PartialDate> =
        row.parsed("date", "a date as YYYY-MM-DD, YYYY-MM or YYYY, or nothing")?;
    if let (Some(stated), Some(date)) = (row.filled("date_precision"), date) {
        let precision = date.precision().to_string();
        if stated != precision {
            return Err(row.wrong(
                "date_precision",
                stated,
                format!("{precision}, the precision of {date}"),
            ));
        }
    }
    Ok(Document {
        id: id.parse().map_err(|_| {
            row.wrong(
                "document_id",
                id,
                "letters, digits, `.`, `_` or `-`, with at least one letter",
            )
        })?,
        file: row.required("file")?.to_owned(),
        kind: row
            .filled("kind")
            .and_then(|kind| DocumentKind::of_paper(kind, row.get("title"))),
        date,
        chamber: row.get("chamber").trim().to_owned(),
        dossier: row.get("dossier").trim().to_owned(),
        title: row.get("title").trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(table: &str) -> String {
        match read_documents(table.as_bytes(), "d.csv") {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn reads_the_seed_documents() {
        let table = include_str!("../../seeds/documents.csv");
        let documents = read_documents(table.as_bytes(), "seeds/documents.csv").unwrap();
        assert_eq!(documents.len(), 5);
        let second = &documents[1];
        assert_eq!(second.id.as_str(), "schriftelijk-overleg-2022-12");
        assert_eq!(second.kind, Some(DocumentKind::SchriftelijkOverleg));
        assert_eq!(
            second.date.map(|d| d.to_string()).as_deref(),
            Some("2022-12")
        );
        assert_eq!(second.chamber, "Tweede Kamer");
        assert_eq!(second.dossier, "32317-790");
    }

    #[test]
    fn what_is_not_known_may_be_left_out() {
        let documents = read_documents(&b"file,document_id\na.txt,a\n"[..], "d.csv").unwrap();
        assert_eq!(documents[0].kind, None);
        assert_eq!(documents[0].date, None);
    }

    #[test]
    fn names_the_row_that_cannot_be() {
        assert_eq!(
            message("document_id,file\n19637,a.txt\n"),
            "d.csv, line 2, column `document_id`: found `19637`, expected letters, digits, `.`, `_` or `-`, with at least one letter"
        );
        assert_eq!(
            message("document_id,file\na,a.txt\na,b.txt\n"),
            "d.csv, line 3, column `document_id`: `a` stands on line 2 already"
        );
        assert_eq!(
            message("document_id,file\na,a.txt\nb,a.txt\n"),
            "d.csv, line 3, column `file`: `a.txt` stands on line 2 already"
        );
        assert_eq!(
            message("document_id,file,date\na,a.txt,5 mei 2022\n"),
            "d.csv, line 2, column `date`: found `5 mei 2022`, expected a date as YYYY-MM-DD, YYYY-MM or YYYY, or nothing"
        );
        assert_eq!(
            message("document_id,file,date,date_precision\na,a.txt,2022-05,day\n"),
            "d.csv, line 2, column `date_precision`: found `day`, expected month, the precision of 2022-05"
        );
        assert_eq!(
            message("document_id,file\na,\n"),
            "d.csv, line 2, column `file`: found ``, expected a value"
        );
    }
}
