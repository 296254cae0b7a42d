//! Files that are no document this program reads, told by their content.

use std::fmt;

use crate::table::BUILD_WITH_PARQUET;

/// What a file is that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Foreign {
    /// A PDF, in a program built without its reader.
    Pdf,
    /// A workbook.
    Excel,
    /// A presentation.
    Presentation,
    /// `OpenDocument`: text, spreadsheet or presentation.
    OpenDocument,
    /// An electronic book.
    Epub,
    /// A zip archive of something else.
    Zip,
    /// A Word or Excel file with a password.
    Encrypted,
    /// Word of before 2007.
    OldWord,
    /// Excel and other Office formats of before 2007.
    OldOffice,
    /// Rich text.
    Rtf,
    /// A web page.
    Html,
    /// JSON that is not one object a line.
    Json,
    /// A compressed file, by the name of the program that unpacks it.
    Compressed(&'static str),
    /// A picture.
    Picture,
    /// Parquet.
    Parquet,
    /// UTF-32.
    Utf32,
    /// Bytes of which nothing is known.
    Binary,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::Excel => "an Excel workbook (.xlsx)",
            Self::Presentation => "a PowerPoint presentation (.pptx)",
            Self::OpenDocument => "an OpenDocument file (.odt, .ods)",
            Self::Epub => "an electronic book (EPUB)",
            Self::Zip => "a zip archive without a Word document in it",
            Self::Encrypted => "an Office file with a password",
            Self::OldWord => "a Word document of the old format (.doc)",
            Self::OldOffice => "an Office file of the old formats (.xls, .ppt, .msg)",
            Self::Rtf => "rich text (RTF)",
            Self::Html => "a web page (HTML)",
            Self::Json => "JSON that is not one object a line",
            Self::Compressed(program) => return write!(f, "a file compressed with {program}"),
            Self::Picture => "a picture",
            Self::Parquet => "a Parquet file",
            Self::Utf32 => "text in UTF-32",
            Self::Binary => "a binary file",
        })
    }
}

/// First bytes and what they announce; sources: the formats' own specifications.
const SIGNATURES: [(&[u8], Foreign); 12] = [
    (b"%PDF-", Foreign::Pdf),
    (b"{\\rtf", Foreign::Rtf),
    (b"BZh", Foreign::Compressed("bzip2")),
    (b"\xFD7zXZ\x00", Foreign::Compressed("xz")),
    (b"\x28\xB5\x2F\xFD", Foreign::Compressed("zstd")),
    (b"7z\xBC\xAF\x27\x1C", Foreign::Compressed("7z")),
    (b"Rar!\x1A\x07", Foreign::Compressed("rar")),
    (b"\x89PNG\r\n", Foreign::Picture),
    (b"\xFF\xD8\xFF", Foreign::Picture),
    (b"GIF8", Foreign::Picture),
    (b"II*\x00", Foreign::Picture),
    (b"PAR1", Foreign::Parquet),
];

/// The container of Office files before 2007, and of Office files with a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Bytes in front of a PDF's own first ones that readers of PDF accept.
const PDF_HEAD: usize = 1024;

impl Foreign {
    /// What the bytes of a file are, where they cannot be text.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(OLE) {
            return Some(of_ole(bytes));
        }
        if bytes.starts_with(b"\xFF\xFE\x00\x00") || bytes.starts_with(b"\x00\x00\xFE\xFF") {
            return Some(Self::Utf32);
        }
        let start = bytes.trim_ascii_start();
        SIGNATURES
            .iter()
            .find(|(signature, _)| start.starts_with(signature))
            .map(|(_, foreign)| *foreign)
            .or_else(|| is_late_pdf(bytes).then_some(Self::Pdf))
    }

    /// What a text is, where it is no document.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let begins = |tag: &str| {
            start
                .get(..tag.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(tag))
        };
        let is_page = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<!-- saved from",
        ];
        is_page.into_iter().any(begins).then_some(Self::Html)
    }

    /// What the user can do about it; `file` is its name.
    pub(super) fn help(self, file: &str) -> String {
        match self {
            Self::Pdf => format!("take the text out first: `pdftotext -layout {file} text.txt`"),
            Self::Excel | Self::OldOffice => {
                "open it in a spreadsheet program and save it as \"CSV UTF-8\", with a column of texts".to_owned()
            }
            Self::OpenDocument | Self::OldWord | Self::Rtf | Self::Epub | Self::Presentation => {
                "open it in a word processor and save it as Word (.docx) or plain text".to_owned()
            }
            Self::Zip => "unpack it and give the folder".to_owned(),
            Self::Encrypted => "open it with its password and save it without one".to_owned(),
            Self::Html => {
                "give the document itself: the XML or PDF that the page links to, or its text".to_owned()
            }
            Self::Json => format!("write one object a line: `jq -c '.[]' {file} > lines.jsonl`"),
            Self::Compressed(program) => format!("unpack it first with {program}"),
            Self::Picture => "recognise its text first (OCR) and give that".to_owned(),
            Self::Parquet => {
                format!("export it as CSV or JSON Lines, or {BUILD_WITH_PARQUET}")
            }
            Self::Utf32 => {
                format!("convert it first: `iconv -f UTF-32 -t UTF-8 {file} > utf8.txt`")
            }
            Self::Binary => {
                "check what it is; documents are PDF, official XML, debate reports, TEI, Word, tables or plain text".to_owned()
            }
        }
    }
}

/// What an OLE container holds, by the names of its streams, which stand in it in UTF-16.
fn of_ole(bytes: &[u8]) -> Foreign {
    let holds = |name: &str| {
        let name: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        Foreign::Encrypted
    } else if holds("WordDocument") {
        Foreign::OldWord
    } else {
        Foreign::OldOffice
    }
}

/// Whether a PDF begins behind some other bytes, as mail programs leave them.
fn is_late_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..PDF_HEAD.min(bytes.len())).unwrap_or_default();
    let found = head.windows(5).position(|window| window == b"%PDF-");
    // A text that speaks of the signature has no objects behind it.
    found.is_some_and(|at| at > 0 && bytes.windows(4).any(|window| window == b" obj"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_people_hand_over_by_mistake() {
        let ole = |name: &str| {
            let mut bytes = OLE.to_vec();
            bytes.extend(name.bytes().flat_map(|byte| [byte, 0]));
            Foreign::of_bytes(&bytes)
        };
        assert_eq!(ole("EncryptedPackage"), Some(Foreign::Encrypted));
        assert_eq!(ole("WordDocument"), Some(Foreign::OldWord));
        assert_eq!(ole("Workbook"), Some(Foreign::OldOffice));
        for (bytes, foreign) in [
            (&b"%PDF-1.7\n"[..], Foreign::Pdf),
            (b"\nmail\n%PDF-1.7\n1 0 obj\n", Foreign::Pdf),
            (b"{\\rtf1 brief}", Foreign::Rtf),
            (b"\x89PNG\r\n\x1A\n", Foreign::Picture),
            (b"\xFF\xFE\x00\x00h\x00\x00\x00", Foreign::Utf32),
        ] {
            assert_eq!(Foreign::of_bytes(bytes), Some(foreign));
        }
        assert_eq!(Foreign::of_bytes(b"De bytes %PDF- staan vooraan."), None);
        assert_eq!(
            Foreign::of_text("\n<!DOCTYPE HTML><title>Brief</title>"),
            Some(Foreign::Html)
        );
        assert_eq!(Foreign::of_text("De regering"), None);
    }
}
