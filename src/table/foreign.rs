//! Files that are no table, told by their first bytes.

use std::fmt;

/// What a file that is no table looks like, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForeignFormat {
    /// Excel, Word or `OpenDocument`; or any other zip archive.
    Zip,
    /// The Office formats of before 2007.
    OldOffice,
    /// PDF.
    Pdf,
    /// A compressed file, by the name of the program that unpacks it.
    Compressed(&'static str),
    /// UTF-16, as Excel's "Unicode text".
    Utf16,
    /// Parquet.
    Parquet,
    /// HTML or XML.
    Markup,
    /// JSON.
    Json,
    /// A part of a table that jobs labelled.
    Part,
}

impl fmt::Display for ForeignFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zip => "what looks like an Excel, Word or zip file",
            Self::OldOffice => "what looks like an old Excel or Word file",
            Self::Pdf => "what looks like a PDF",
            Self::Compressed(program) => {
                return write!(f, "what looks like a file compressed with {program}");
            }
            Self::Utf16 => "what looks like UTF-16 text",
            Self::Parquet => "what looks like a Parquet file",
            Self::Markup => "what looks like HTML or XML",
            Self::Json => "what looks like JSON",
            Self::Part => "a part of a labelled table",
        })
    }
}

/// First bytes and what they announce; sources: the formats' own specifications.
const SIGNATURES: [(&[u8], ForeignFormat); 12] = [
    (b"PK\x03\x04", ForeignFormat::Zip),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        ForeignFormat::OldOffice,
    ),
    (b"%PDF-", ForeignFormat::Pdf),
    (b"\x1F\x8B", ForeignFormat::Compressed("gzip")),
    (b"BZh", ForeignFormat::Compressed("bzip2")),
    (b"\xFD7zXZ\x00", ForeignFormat::Compressed("xz")),
    (b"\x28\xB5\x2F\xFD", ForeignFormat::Compressed("zstd")),
    (b"\xFF\xFE", ForeignFormat::Utf16),
    (b"\xFE\xFF", ForeignFormat::Utf16),
    (b"PAR1", ForeignFormat::Parquet),
    (b"<?xml", ForeignFormat::Markup),
    (b"{\"standpunt_part\":", ForeignFormat::Part),
];

impl ForeignFormat {
    /// The format that `start`, the first bytes of a file, announces; `None` where it may be text.
    pub(super) fn recognise(start: &[u8]) -> Option<Self> {
        if let Some((_, format)) = SIGNATURES.iter().find(|(sign, _)| start.starts_with(sign)) {
            return Some(*format);
        }
        let text = start.trim_ascii_start();
        let begins = |tag: &[u8]| {
            text.get(..tag.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(tag))
        };
        if begins(b"<!doctype") || begins(b"<html") {
            return Some(Self::Markup);
        }
        let opens_json = matches!(text.first(), Some(b'{' | b'['));
        let then = text.get(1..).unwrap_or_default().trim_ascii_start().first();
        (opens_json && matches!(then, Some(b'"' | b'{' | b'['))).then_some(Self::Json)
    }

    /// What the user can do about it.
    pub(super) fn help(self, file: &str) -> String {
        match self {
            Self::Zip | Self::OldOffice => {
                "open it in a spreadsheet program and save it as \"CSV UTF-8\"".to_owned()
            }
            Self::Compressed(program) => {
                format!("unpack it first: {program} -dc {file} | standpunt ... -")
            }
            Self::Utf16 => {
                format!("convert it: iconv -f UTF-16 -t UTF-8 {file} > utf8.csv")
            }
            Self::Part => "put all parts together first: standpunt merge".to_owned(),
            Self::Pdf | Self::Markup | Self::Json => "export the table as CSV".to_owned(),
            Self::Parquet => format!("export the table as CSV, or {}", super::BUILD_WITH_PARQUET),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_people_hand_over_by_mistake() {
        for (start, format) in [
            (&b"PK\x03\x04\x14\x00"[..], ForeignFormat::Zip),
            (b"%PDF-1.7", ForeignFormat::Pdf),
            (b"\xFF\xFEp\x00", ForeignFormat::Utf16),
            (b"\n <!DOCTYPE html>", ForeignFormat::Markup),
            (b"[\n {\"text\": 1}]", ForeignFormat::Json),
            (b"{\"text\": \"Nee.\"}", ForeignFormat::Json),
        ] {
            assert_eq!(ForeignFormat::recognise(start), Some(format));
        }
    }

    #[test]
    fn leaves_text_alone() {
        for start in [
            &b"text,actor\n"[..],
            b"",
            b"\xEF\xBB\xBFtext",
            b"[bron],text",
            b"P",
        ] {
            assert_eq!(ForeignFormat::recognise(start), None);
        }
    }
}
