//! Which format a file has, by its content, and the reader that reads it.

use std::borrow::Cow;
use std::path::PathBuf;

use super::corpus_root::CorpusRoots;
use super::decode::Decoded;
#[cfg(feature = "pdf")]
use super::pdf::{self, PdfLimits};
use super::sitting::date_of_sitting;
use super::source_text::FileHash;
use super::sources::{Source, SourceFile, Sources};
use super::xml::{self, XmlError, XmlKind};
use super::{
    Foreign, Layout, ReadError, SourceText, decode, large_table, table_rows, unpack, word,
};
#[cfg(feature = "pdf")]
use super::{Notice, Pages};
use crate::corpus::DocumentKind;
#[cfg(feature = "parquet")]
use crate::table::{TableError, csv_of_bytes};

/// How files are read: the columns of tables, where their names do not tell, and who reads PDFs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The column of texts.
    pub text_column: Option<String>,
    /// The column of the party or speaker.
    pub actor_column: Option<String>,
    /// The column of dates.
    pub date_column: Option<String>,
    /// The column of ids, which must tell the rows apart.
    pub id_column: Option<String>,
    /// The column of titles.
    pub title_column: Option<String>,
    /// The program that reads PDFs in a process of its own, with limits of time and memory, as
    /// `standpunt` does; without one they are read in this process.
    pub pdf_program: Option<PathBuf>,
}

/// Reads files, also on several threads; keeps what several files of a corpus share.
#[derive(Debug, Default)]
pub struct Reader {
    options: ReadOptions,
    roots: CorpusRoots,
}

/// What a file is by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Gzip,
    Zip,
    Pdf,
    Parquet,
    Text,
}

impl Container {
    fn of(bytes: &[u8]) -> Self {
        if unpack::is_gzip(bytes) {
            Self::Gzip
        } else if word::is_zip(bytes) {
            Self::Zip
        } else if Foreign::of_bytes(bytes) == Some(Foreign::Pdf) {
            Self::Pdf
        } else if Foreign::of_bytes(bytes) == Some(Foreign::Parquet) {
            Self::Parquet
        } else {
            Self::Text
        }
    }
}

impl Reader {
    /// A reader.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            options,
            roots: CorpusRoots::default(),
        }
    }

    /// The documents of a file: one, or as many as a table has rows, which are read one by one.
    ///
    /// # Errors
    /// Where the file cannot be opened, or was named itself and cannot be read; a file found in a
    /// folder is [`Source::Skipped`] instead.
    pub fn open(&self, file: &SourceFile) -> Result<Sources, ReadError> {
        let read = match large_table::open(file, &self.options, large_table::MIN_BYTES) {
            Ok(None) => self.sources(file, Cow::Owned(file.bytes()?)),
            Ok(Some(sources)) => Ok(sources),
            Err(error) => Err(error),
        };
        match read {
            Ok(sources) => Ok(sources),
            Err(error) if file.is_named => Err(error),
            Err(error) => Ok(Sources::one(Source::Skipped {
                file: file.name.clone(),
                reason: error.reason(),
                detail: error.to_string(),
            })),
        }
    }

    /// All documents in the bytes of a file.
    ///
    /// # Errors
    /// Where the bytes cannot be read.
    pub fn read_bytes(&self, file: &SourceFile, bytes: &[u8]) -> Result<Vec<Source>, ReadError> {
        self.sources(file, Cow::Borrowed(bytes))?.collect()
    }

    fn sources(&self, file: &SourceFile, bytes: Cow<'_, [u8]>) -> Result<Sources, ReadError> {
        if Container::of(&bytes) != Container::Gzip {
            return self.unpacked(file, bytes);
        }
        let unpacked = unpack::gunzip(&bytes, &file.name)?;
        drop(bytes);
        if Container::of(&unpacked) == Container::Gzip {
            return Err(foreign(file, Foreign::Compressed("gzip, twice")));
        }
        self.unpacked(file, Cow::Owned(unpacked))
    }

    fn unpacked(&self, file: &SourceFile, bytes: Cow<'_, [u8]>) -> Result<Sources, ReadError> {
        let one = |source| Sources::one(Source::Read(source));
        match Container::of(&bytes) {
            Container::Zip => word::read(file, &bytes).map(one),
            Container::Pdf => self.pdf(file, &bytes).map(one),
            Container::Gzip => Err(foreign(file, Foreign::Compressed("gzip, twice"))),
            Container::Parquet => self.parquet(file, &bytes),
            Container::Text => self.text(file, bytes),
        }
    }

    #[cfg(feature = "pdf")]
    fn pdf(&self, file: &SourceFile, bytes: &[u8]) -> Result<SourceText, ReadError> {
        let read = match &self.options.pdf_program {
            Some(program) => pdf::extract_in_child(program, bytes, &PdfLimits::default()),
            None => pdf::extract(bytes),
        };
        let read = read.map_err(|source| ReadError::Pdf {
            path: file.name.clone(),
            source,
        })?;
        let mut notices = Vec::new();
        for (pages, reason) in [
            (&read.pages_without_text, "pages without text layer"),
            (&read.damaged_pages, "damaged pages"),
        ] {
            if !pages.is_empty() {
                let numbers: Vec<String> = pages.iter().map(ToString::to_string).collect();
                notices.push(Notice {
                    reason,
                    detail: format!("pages {}", numbers.join(", ")),
                });
            }
        }
        if read.n_unmapped > 0 {
            notices.push(Notice {
                reason: "unmapped letters",
                detail: format!(
                    "{} letters of which the file does not say which",
                    read.n_unmapped
                ),
            });
        }
        let layout = Layout::Pages(Pages {
            starts: read.page_starts,
            marks: read.marks,
        });
        let mut source = SourceText::new(file.document.clone(), read.text, layout, bytes);
        source.notices = notices;
        Ok(source)
    }

    #[cfg(not(feature = "pdf"))]
    #[allow(
        clippy::unused_self,
        reason = "the same call with and without the feature"
    )]
    fn pdf(&self, file: &SourceFile, _bytes: &[u8]) -> Result<SourceText, ReadError> {
        Err(foreign(file, Foreign::Pdf))
    }

    #[cfg(feature = "parquet")]
    fn parquet(&self, file: &SourceFile, bytes: &[u8]) -> Result<Sources, ReadError> {
        let limit = unpack::limit_of(bytes.len());
        let row_limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let csv = csv_of_bytes(bytes.to_vec(), &file.name, row_limit)?;
        let read = unpack::read_bounded(csv, limit);
        let Some(csv) = read.map_err(|fault| TableError::reading(&file.name, 1, fault))? else {
            return Err(ReadError::TooLarge {
                path: file.name.clone(),
                limit,
            });
        };
        let Decoded { text, notices } = decode(&csv, &file.name)?;
        table_rows::read_table(text.into_owned(), file, &self.options, notices)
    }

    #[cfg(not(feature = "parquet"))]
    #[allow(
        clippy::unused_self,
        reason = "the same call with and without the feature"
    )]
    fn parquet(&self, file: &SourceFile, _bytes: &[u8]) -> Result<Sources, ReadError> {
        Err(foreign(file, Foreign::Parquet))
    }

    fn text(&self, file: &SourceFile, bytes: Cow<'_, [u8]>) -> Result<Sources, ReadError> {
        let decoded = decode(&bytes, &file.name)?;
        if looks_like_xml(&decoded.text) {
            return self.xml(file, &bytes, decoded).map(Sources::one);
        }
        let Decoded { text, notices } = decoded;
        let is_json_lines = table_rows::is_json_lines(&text);
        if !is_json_lines && table_rows::is_json(&text) {
            return Err(foreign(file, Foreign::Json));
        }
        let is_table = !is_json_lines && table_rows::is_table(&text, &self.options);
        let hash = (!is_json_lines && !is_table).then(|| FileHash::of(&bytes));
        let text = match text {
            Cow::Owned(text) => text,
            // What was borrowed is all of the bytes, or all behind a mark of their order.
            Cow::Borrowed(text) => {
                let start = bytes.len() - text.len();
                string_of(bytes, start)
            }
        };
        let Some(hash) = hash else {
            let read = if is_json_lines {
                table_rows::read_json_lines
            } else {
                table_rows::read_table
            };
            return read(text, file, &self.options, notices);
        };
        let mut source = SourceText::of_file(file.document.clone(), text, Layout::Lines, hash);
        source.notices = notices;
        Ok(Sources::one(Source::Read(source)))
    }

    fn xml(
        &self,
        file: &SourceFile,
        bytes: &[u8],
        decoded: Decoded<'_>,
    ) -> Result<Source, ReadError> {
        let text = without_junk(&decoded.text);
        let kind = xml::kind_of(&text, &file.name).map_err(|error| match error {
            XmlError::UnknownRoot { root, .. } if root == "html" => foreign(file, Foreign::Html),
            error => ReadError::Xml(error),
        })?;
        let persons = match kind {
            XmlKind::TeiCorpus => {
                return Ok(Source::Register {
                    file: file.name.clone(),
                });
            }
            XmlKind::Tei => self.roots.persons_for(&file.path),
            XmlKind::Official | XmlKind::Vlos => None,
        };
        let read = xml::read_xml(&text, kind, persons.as_deref(), &file.name)?;
        if read.text.is_empty() {
            return Err(ReadError::Empty {
                path: file.name.clone(),
            });
        }
        let mut document = file.document.clone();
        let mut facts = read.facts;
        if facts.kind == Some(DocumentKind::Debat) && document.date.is_none() {
            facts.date = facts.date.or_else(|| date_of_sitting(&file.path));
        }
        facts.complete(&mut document);
        let layout = Layout::Parts(read.parts);
        let mut source = SourceText::new(document, read.text, layout, bytes);
        source.notices = decoded.notices;
        Ok(Source::Read(source))
    }
}

/// The text in bytes that are one from `start` on; the same memory where they are owned.
fn string_of(bytes: Cow<'_, [u8]>, start: usize) -> String {
    let mut bytes = bytes.into_owned();
    bytes.drain(..start);
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn foreign(file: &SourceFile, found: Foreign) -> ReadError {
    ReadError::Foreign {
        path: file.name.clone(),
        found,
    }
}

/// Characters in front of the first element among which damage may stand: byte order marks that
/// were decoded as text, zero-width characters, white space.
const MAX_JUNK: usize = 16;

/// Whether a text is XML: it begins with a declaration or an element, damage in front aside, and
/// has the end of an element or, cut off before one, a root element that is known.
fn looks_like_xml(text: &str) -> bool {
    let Some(at) = text.find('<') else {
        return false;
    };
    let (junk, start) = text.split_at(at);
    let is_junk =
        junk.trim().len() <= MAX_JUNK && !junk.contains(|c: char| c.is_ascii_alphanumeric());
    let name = start.get(1..).unwrap_or_default();
    let root = name.split(|c: char| c == '>' || c.is_whitespace()).next();
    is_junk
        && (start.starts_with("<?xml")
            || name.starts_with(|c: char| c == '!' || c.is_alphabetic())
                && (start.contains("</") || start.contains("/>"))
            || root.is_some_and(|root| xml::kind_of_root(root).is_some()))
}

/// The text without what stands in front of the first element, lines kept.
fn without_junk(text: &str) -> Cow<'_, str> {
    let at = text.find('<').unwrap_or_default();
    let (junk, rest) = text.split_at(at);
    let n_lines = junk.matches('\n').count();
    if n_lines == 0 {
        return Cow::Borrowed(rest);
    }
    // The declaration may stand in front of the lines as well as behind them.
    match rest.split_once("?>") {
        Some((declaration, rest)) if declaration.starts_with("<?xml") => Cow::Owned(format!(
            "{}{rest}",
            "\n".repeat(n_lines + declaration.matches('\n').count())
        )),
        _ => Cow::Owned(format!("{}{rest}", "\n".repeat(n_lines))),
    }
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
