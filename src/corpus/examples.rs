//! Loads the written examples of the codebook and the kinds of the lines of the seed documents.

use std::collections::BTreeMap;
use std::io::Read;
use std::str::FromStr;

use super::rows::Rows;
use super::{Codebook, DataError, DocumentId};

/// A text written to show a class; it teaches a model but is never evidence of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// A name of its own in the file.
    pub id: String,
    /// The class, by its place in the codebook.
    pub stance: usize,
    /// The policy instrument; `None` where the example is about none.
    pub instrument: Option<String>,
    /// The kind of text it imitates (motion, question, speech …), or empty.
    pub register: String,
    /// The text.
    pub text: String,
}

/// Reads written examples in the order of the table; `place` names the file in errors.
///
/// Columns: `example_id`, `stance`, `text`, and where known `instrument` and `register`.
///
/// # Errors
/// Where the table is not CSV, an id occurs twice, a text is empty, or a class or instrument is
/// not in the codebook.
pub fn read_examples(
    reader: impl Read,
    place: &str,
    codebook: &Codebook,
) -> Result<Vec<Example>, DataError> {
    let table = Rows::read(reader, place, &["example_id", "stance", "text"])?;
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut examples = Vec::new();
    for row in table.iter() {
        let id = row.required("example_id")?;
        if let Some(first) = lines.insert(id.to_owned(), row.line()) {
            return Err(row.duplicate("example_id", id, first));
        }
        row.required("text")?;
        examples.push(Example {
            id: id.to_owned(),
            stance: row
                .class("stance", codebook)?
                .ok_or_else(|| row.wrong_choice("stance", "", codebook.class_ids()))?,
            instrument: row.instruments("instrument", codebook)?.pop(),
            register: row.get("register").trim().to_owned(),
            text: row.get("text").to_owned(),
        });
    }
    Ok(examples)
}

/// What a line of a seed document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Running text.
    Body,
    /// Nothing but white space.
    Blank,
    /// A heading.
    Heading,
    /// A footnote, or a part of one.
    Footnote,
    /// Letterhead, address, salutation, committee and date.
    Front,
    /// A closing and the names below it.
    Signature,
    /// A line of the table of contents.
    Contents,
    /// A running head or page number.
    PageHeader,
}

impl LineKind {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Body, "body"),
        (Self::Blank, "blank"),
        (Self::Heading, "heading"),
        (Self::Footnote, "footnote"),
        (Self::Front, "front"),
        (Self::Signature, "signature"),
        (Self::Contents, "contents"),
        (Self::PageHeader, "page-header"),
    ];

    /// The kind as it stands in tables.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }
}

impl FromStr for LineKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|(_, name)| *name == text)
            .map(|(kind, _)| kind)
            .ok_or(())
    }
}

/// The kind of one line of a seed document, established by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLine {
    /// The document.
    pub document_id: DocumentId,
    /// The line, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: LineKind,
}

/// Reads the kinds of the lines of the seed documents (`data/seed_lines.csv`).
///
/// # Errors
/// Where the table is not CSV, a line occurs twice, or a kind is none.
pub fn read_seed_lines(reader: impl Read, place: &str) -> Result<Vec<SeedLine>, DataError> {
    let table = Rows::read(reader, place, &["document_id", "line", "kind"])?;
    let mut lines: BTreeMap<(String, usize), u64> = BTreeMap::new();
    let mut seed_lines = Vec::new();
    for row in table.iter() {
        let id = row.required("document_id")?;
        let document_id = id
            .parse()
            .map_err(|_| row.wrong("document_id", id, "the id of a document"))?;
        let number = row.required("line")?;
        let line: usize = number
            .parse()
            .map_err(|_| row.wrong("line", number, "a whole number from 1"))?;
        let kind = row.required("kind")?;
        if let Some(first) = lines.insert((id.to_owned(), line), row.line()) {
            return Err(row.duplicate("line", &format!("{id} {line}"), first));
        }
        seed_lines.push(SeedLine {
            document_id,
            line,
            kind: kind.parse().map_err(|()| {
                row.wrong_choice("kind", kind, LineKind::ALL.map(|(_, name)| name))
            })?,
        });
    }
    Ok(seed_lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_written_examples() {
        let text = include_str!("../../data/codebook_examples.csv");
        let examples = read_examples(text.as_bytes(), "e.csv", &Codebook::built_in()).unwrap();
        assert_eq!(examples.len(), 520);
        for class in 0..4 {
            assert_eq!(examples.iter().filter(|e| e.stance == class).count(), 130);
        }
        assert_eq!(
            examples.iter().filter(|e| e.instrument.is_none()).count(),
            14
        );
        assert_eq!(examples[0].register, "motion");
    }

    #[test]
    fn reads_the_kinds_of_the_seed_lines() {
        let text = include_str!("../../data/seed_lines.csv");
        let lines = read_seed_lines(text.as_bytes(), "l.csv").unwrap();
        let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
        // wc -l and cut -d, -f3 | sort | uniq -c of the file
        assert_eq!(lines.len(), 3946);
        assert_eq!(count(LineKind::Body), 2919);
        assert_eq!(count(LineKind::Footnote), 78);
        assert_eq!(count(LineKind::PageHeader), 1);
    }

    #[test]
    fn a_class_or_kind_that_does_not_exist_is_named_with_the_nearest_one() {
        let codebook = Codebook::built_in();
        let examples = "example_id,stance,text\nx,pro-solidariteit,t\n";
        assert_eq!(
            read_examples(examples.as_bytes(), "e.csv", &codebook)
                .unwrap_err()
                .to_string(),
            "e.csv, line 2, column `stance`: found `pro-solidariteit`, expected one of pro-solidarity, pro-control, rights-safeguard, none (closest: `pro-solidarity`)"
        );
        let lines = "document_id,line,kind\na,1,headings\n";
        assert_eq!(
            read_seed_lines(lines.as_bytes(), "l.csv")
                .unwrap_err()
                .to_string(),
            "l.csv, line 2, column `kind`: found `headings`, expected one of body, blank, heading, footnote, front, signature, contents, page-header (closest: `heading`)"
        );
        assert_eq!(
            "page-header".parse::<LineKind>().map(LineKind::as_str),
            Ok("page-header")
        );
    }
}
