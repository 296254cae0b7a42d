//! A small sound file of every format, in words of our own.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::pdf::{Pdf, Type};

/// A sound file.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

const TEXT: &str = include_str!("../fixtures/exchanges/so-names-of-groups.txt");
const LETTER: &str = include_str!("../fixtures/exchanges/brief-letterhead.txt");

const MOTIE: &str = include_str!("../fuzz_corpus/official/motie.xml");

const HANDELINGEN: &str = include_str!("../fuzz_corpus/official/handelingen.xml");

const VLOS: &str = include_str!("../fuzz_corpus/vlos/sitting.xml");

const TEI_ROOT: &str = include_str!("../fuzz_corpus/tei_root/ParlaMint-NL.xml");

const TEI: &str = include_str!("../fuzz_corpus/tei/sitting.xml");

const TABLE: &str = include_str!("../fuzz_corpus/table_rows/semicolons.csv");

const LINES: &str = include_str!("../fuzz_corpus/json_lines/three.jsonl");

/// Body, notes and styles of a Word document, with lines `====` between them.
const DOCX: &str = include_str!("../fuzz_corpus/word_body/letter.xml");

fn docx() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut parts = DOCX.split("\n====\n");
    let mut part = || parts.next().unwrap();
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", part()),
        ("word/footnotes.xml", part()),
        ("word/styles.xml", part()),
        (
            "word/header1.xml",
            "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Pagina 1</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "docProps/core.xml",
            "<c:coreProperties><d:title>Antwoord</d:title></c:coreProperties>",
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn pdf() -> Vec<u8> {
    let mut pdf = Pdf::default();
    for text in [
        "Geachte voorzitter,\nDe opvang hapert in veel gemeenten,\nen dat is al jaren zo.",
        "Daarom wordt de opvang anders verdeeld\nover alle gemeenten van het land.",
    ] {
        let page = pdf.page();
        page.line(Type::Bold, 14.0, 80.0, 60.0, "Opvang in de gemeenten");
        page.lines(10.0, 80.0, 100.0, text);
        page.line(Type::Plain, 8.0, 80.0, 800.0, "1 Kamerstuk 32317, nr. 1.");
    }
    pdf.bytes()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// The files of every format; those that need others beside them stand in `folder`.
pub(crate) fn seeds(folder: &Path) -> Vec<(&'static str, Vec<Seed>)> {
    std::fs::write(folder.join("ParlaMint-NL.xml"), TEI_ROOT).unwrap();
    let seed = |name: &str, bytes: Vec<u8>| Seed {
        path: folder.join(name),
        bytes,
    };
    let of = |name: &str, text: &str| seed(name, text.as_bytes().to_vec());
    let utf_16 = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let twice: String = TEXT.bytes().map(char::from).collect();
    vec![
        (
            "text",
            vec![
                of("a.txt", TEXT),
                of("b.txt", LETTER),
                of("c.txt", &twice),
                seed("d.txt", utf_16),
            ],
        ),
        ("motie", vec![of("kst.xml", MOTIE)]),
        ("handelingen", vec![of("h.xml", HANDELINGEN)]),
        ("vlos", vec![of("vlos.xml", VLOS)]),
        (
            "tei",
            vec![
                of("ParlaMint-NL_2016.xml", TEI),
                of("ParlaMint-NL_root.xml", TEI_ROOT),
            ],
        ),
        ("docx", vec![seed("a.docx", docx())]),
        (
            "gzip",
            vec![
                seed("a.txt.gz", gzip(LETTER.as_bytes())),
                seed("b.xml.gz", gzip(HANDELINGEN.as_bytes())),
                seed("c.csv.gz", gzip(TABLE.as_bytes())),
            ],
        ),
        ("pdf", vec![seed("a.pdf", pdf())]),
        ("csv", vec![of("a.csv", TABLE)]),
        ("jsonl", vec![of("a.jsonl", LINES)]),
    ]
}
