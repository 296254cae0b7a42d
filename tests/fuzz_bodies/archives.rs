//! Files that hold other files: gzip and Word.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use standpunt::read::{Reader, Source};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::documents::read_file;

/// Bytes as a gzip file, and packed into one: what is no gzip file itself is the same text inside
/// and outside.
pub(super) fn gzip(bytes: &[u8]) {
    read_file("a.txt.gz", bytes);
    if bytes.starts_with(b"\x1F\x8B") {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    let packed = encoder.finish().unwrap();
    assert_eq!(texts(bytes), texts(&packed), "unpacked, it is another text");
}

/// The texts that bytes hold; none where they cannot be read.
fn texts(bytes: &[u8]) -> Vec<String> {
    let file = super::documents::file("a.txt");
    let sources = Reader::default().read_bytes(&file, bytes);
    let text = |source| match source {
        Source::Read(source) => Some(source.text),
        _ => None,
    };
    sources
        .unwrap_or_default()
        .into_iter()
        .filter_map(text)
        .collect()
}

/// Bytes as a Word document.
pub(super) fn word(bytes: &[u8]) {
    read_file("a.docx", bytes);
}

/// Bytes as the body of a sound Word document; behind a line `====` its footnotes, behind another
/// one its styles.
pub(super) fn word_body(bytes: &[u8]) {
    let mut parts = split_at_rules(bytes).into_iter();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in [
        "word/document.xml",
        "word/footnotes.xml",
        "word/styles.xml",
        "docProps/core.xml",
    ] {
        let Some(part) = parts.next() else { break };
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).unwrap();
        zip.write_all(part).unwrap();
    }
    word(&zip.finish().unwrap().into_inner());
}

/// The parts between lines `====`.
pub(super) fn split_at_rules(bytes: &[u8]) -> Vec<&[u8]> {
    const RULE: &[u8] = b"\n====\n";
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(RULE.len()).position(|window| window == RULE) {
        parts.push(&rest[..at]);
        rest = &rest[at + RULE.len()..];
    }
    parts.push(rest);
    parts
}
