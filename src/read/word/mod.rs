//! Word documents (`.docx`): a zip archive with the text, its styles and its notes in XML.
//!
//! The numbers that Word sets in front of the paragraphs of lists are part of the text, for questions
//! and answers are known by them. What stands in headers and footers is no text of the document and only counted. Of the archive
//! no more is unpacked than a document can hold. Places are numbers of paragraphs, for Word keeps
//! no lines.

mod body;
mod number_format;
mod numbering;
mod parts;
mod styles;

use std::io::Cursor;

use zip::ZipArchive;
use zip::result::ZipError;

use super::layout::Layout;
use super::unpack::{limit_of, read_bounded};
use super::xml::{Events, Node};
use super::{Facts, Foreign, Notice, ReadError, SourceFile, SourceText, decode};
use crate::corpus::{find_dutch_date, one_line};
use body::{Block, Body, NoteReference};
use numbering::Numbering;
use parts::{Collector, Notes, text_of};
use styles::Styles;

/// The reason of the notice that tells what stands in headers and footers.
pub const HEADERS_AND_FOOTERS: &str = "headers and footers";

/// Entries that an archive may have; Word documents stay below a thousand.
const MAX_ENTRIES: usize = 10_000;

/// Headers and footers whose words are counted; letters have six.
const MAX_SIDE_PARTS: usize = 32;

/// The main part of a document.
const MAIN: &str = "word/document.xml";

/// Whether a file is a zip archive, by its first bytes.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06"]
        .iter()
        .any(|signature| bytes.starts_with(*signature))
}

/// Reads a Word document.
///
/// # Errors
/// Where the archive is damaged, unpacks to far more than its size, or holds no Word document, and
/// where one of its parts is no XML.
pub(super) fn read(file: &SourceFile, bytes: &[u8]) -> Result<SourceText, ReadError> {
    let mut archive = Archive::open(bytes, &file.name)?;
    let main = archive.main()?;
    let styles = match archive.text("word/styles.xml")? {
        Some(text) => Styles::read(&text, &archive.place("word/styles.xml"))?,
        None => Styles::default(),
    };
    let mut notes = Notes::new();
    for (part, is_endnote) in [("word/footnotes.xml", false), ("word/endnotes.xml", true)] {
        if let Some(text) = archive.text(part)? {
            read_notes(&text, &archive.place(part), is_endnote, &styles, &mut notes)?;
        }
    }
    let text = archive.text(&main)?.unwrap_or_default();
    let place = archive.place(&main);
    let numbering = archive.numbering();
    let mut blocks = Vec::new();
    let mut body = Body::new(&text, &place, &styles).numbered(&numbering);
    body.blocks(&mut blocks)?;
    let mut collector = Collector::new(notes);
    collector.body(&blocks);
    let title = archive.title();
    let facts = facts(title, &collector);
    let (text, parts) = collector.finish();
    if text.is_empty() {
        return Err(ReadError::Empty {
            path: file.name.clone(),
        });
    }
    let mut document = file.document.clone();
    facts.complete(&mut document);
    let mut source = SourceText::new(document, text, Layout::Parts(parts), bytes);
    source.notices = archive.headers_and_footers(&styles).into_iter().collect();
    Ok(source)
}

/// What the properties and the head of a letter tell.
fn facts(title: String, collector: &Collector) -> Facts {
    let subject = ["onderwerp", "betreft"]
        .iter()
        .find_map(|name| collector.head.get(*name));
    let date = collector.head.get("datum");
    Facts {
        date: date.and_then(|date| find_dutch_date(date)),
        title: if title.is_empty() {
            subject.cloned().unwrap_or_default()
        } else {
            title
        },
        ..Facts::default()
    }
}

/// Reads `word/footnotes.xml` or `word/endnotes.xml`; the lines that part notes from the text have
/// a type and are none.
fn read_notes(
    text: &str,
    place: &str,
    is_endnote: bool,
    styles: &Styles,
    notes: &mut Notes,
) -> Result<(), ReadError> {
    let mut body = Body::new(text, place, styles);
    while let Some(element) = body.next_element()? {
        if !matches!(element.name(), "footnote" | "endnote") {
            continue;
        }
        let mut blocks: Vec<Block> = Vec::new();
        body.blocks(&mut blocks)?;
        let id = element.attribute("id").unwrap_or_default();
        if element
            .attribute("type")
            .is_none_or(|kind| kind == "normal")
        {
            notes.insert(NoteReference { is_endnote, id }, text_of(&blocks));
        }
    }
    Ok(())
}

/// The archive of a document.
struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    file: &'a str,
    /// The most that a part may unpack to, in bytes.
    limit: u64,
}

impl<'a> Archive<'a> {
    fn open(bytes: &'a [u8], file: &'a str) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(file, &error))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadError::Archive {
                path: file.to_owned(),
                detail: format!(
                    "{} entries; no document has more than {MAX_ENTRIES}",
                    zip.len()
                ),
            });
        }
        let names = zip
            .file_names()
            .filter_map(|name| name.ok().map(|name| name.replace('\\', "/")))
            .collect();
        Ok(Self {
            zip,
            names,
            file,
            limit: limit_of(bytes.len()),
        })
    }

    /// The name of a part, with that of the file, for messages.
    fn place(&self, part: &str) -> String {
        format!("{}, {part}", self.file)
    }

    /// The main part; some programs number it.
    fn main(&self) -> Result<String, ReadError> {
        let is_main = |name: &&String| {
            name.strip_prefix("word/document")
                .and_then(|rest| rest.strip_suffix(".xml"))
                .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if self.names.iter().any(|name| name == MAIN) {
            return Ok(MAIN.to_owned());
        }
        let main = self.names.iter().filter(is_main).min();
        main.cloned().ok_or_else(|| ReadError::Foreign {
            path: self.file.to_owned(),
            found: self.kind(),
        })
    }

    /// What an archive is that is no Word document.
    fn kind(&self) -> Foreign {
        let begins = |start: &str| self.names.iter().any(|name| name.starts_with(start));
        if begins("xl/workbook") {
            Foreign::Excel
        } else if begins("ppt/presentation") {
            Foreign::Presentation
        } else if begins("META-INF/container.xml") {
            Foreign::Epub
        } else if begins("content.xml") && begins("META-INF/manifest.xml") {
            Foreign::OpenDocument
        } else {
            Foreign::Zip
        }
    }

    /// The text of a part; `None` where the archive has none of the name.
    fn text(&mut self, part: &str) -> Result<Option<String>, ReadError> {
        let place = self.place(part);
        let entry = match self.zip.by_name(part) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Foreign {
                    path: self.file.to_owned(),
                    found: Foreign::Encrypted,
                });
            }
            Err(error) => return Err(damaged(&place, &error)),
        };
        let limit = self.limit;
        let bytes = read_bounded(entry, limit)
            .map_err(|error| damaged(&place, &error))?
            .ok_or_else(|| ReadError::TooLarge {
                path: place.clone(),
                limit,
            })?;
        Ok(Some(decode(&bytes, &place)?.text.into_owned()))
    }

    /// The lists; none where the part is missing or damaged, for a document is readable without.
    fn numbering(&mut self) -> Numbering {
        let part = "word/numbering.xml";
        let Ok(Some(text)) = self.text(part) else {
            return Numbering::default();
        };
        Numbering::read(&text, &self.place(part)).unwrap_or_default()
    }

    /// The title in the document's properties; empty where there is none.
    fn title(&mut self) -> String {
        // A document is whole without its properties.
        let Ok(Some(text)) = self.text("docProps/core.xml") else {
            return String::new();
        };
        let place = self.place("docProps/core.xml");
        let mut events = Events::new(&text, &place);
        let (mut title, mut is_in) = (String::new(), false);
        while let Ok(Some(node)) = events.next() {
            match node {
                Node::Open(element) => is_in = element.name() == "title",
                Node::Text(text) if is_in => title.push_str(&text),
                Node::Text(_) => {}
                Node::Close => is_in = false,
            }
        }
        one_line(&title)
    }

    /// How many words stand in headers and footers, where there are any; parts that are damaged
    /// hold none.
    fn headers_and_footers(&mut self, styles: &Styles) -> Option<Notice> {
        let is_side =
            |name: &&String| name.starts_with("word/header") || name.starts_with("word/footer");
        let parts: Vec<String> = self.names.iter().filter(is_side).cloned().collect();
        let mut n_words = 0;
        for part in parts.iter().take(MAX_SIDE_PARTS) {
            if let Ok(Some(text)) = self.text(part) {
                let mut blocks = Vec::new();
                let place = self.place(part);
                if Body::new(&text, &place, styles).blocks(&mut blocks).is_ok() {
                    n_words += words_in(&blocks);
                }
            }
        }
        (n_words > 0).then(|| Notice {
            reason: HEADERS_AND_FOOTERS,
            detail: format!("{n_words} words stand in headers and footers and were left out"),
        })
    }
}

/// The words in blocks, those in tables and text boxes included.
fn words_in(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => {
                paragraph.text.split_whitespace().count() + words_in(&paragraph.boxes)
            }
            Block::Table(table) => table.rows.iter().flatten().map(|cell| words_in(cell)).sum(),
        })
        .sum()
}

fn damaged(path: &str, error: &impl std::fmt::Display) -> ReadError {
    ReadError::Archive {
        path: path.to_owned(),
        detail: error.to_string(),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
