//! Documents: bytes as a file of a format, read to their passages.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use standpunt::attribute::{AttributedText, Registers, attribute};
use standpunt::clean::clean;
use standpunt::corpus::{Document, DocumentId, DocumentKind, MemberRegister, PartyRegister, Span};
use standpunt::read::{
    Layout, Persons, ReadError, ReadOptions, Reader, Source, SourceFile, SourceText, decode,
};
use standpunt::segment::{Abbreviations, SegmentSettings, segment};

use super::accounts::{Reading, check_accounts, check_source};

static PARTIES: LazyLock<PartyRegister> = LazyLock::new(PartyRegister::built_in);
static MEMBERS: LazyLock<MemberRegister> = LazyLock::new(MemberRegister::built_in);
static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(Abbreviations::built_in);

/// The registers of the program.
pub(super) fn registers() -> Registers<'static> {
    Registers {
        parties: &PARTIES,
        members: &MEMBERS,
    }
}

/// The abbreviations of the program.
pub(super) fn abbreviations() -> &'static Abbreviations {
    &ABBREVIATIONS
}

/// Plain text in any encoding; decoding what was decoded changes nothing.
pub(super) fn text(bytes: &[u8]) {
    if let Ok(decoded) = decode(bytes, "a.txt") {
        assert!(!decoded.text.trim().is_empty() && !decoded.text.contains('\0'));
        for notice in &decoded.notices {
            assert!(!notice.reason.is_empty() && !notice.detail.is_empty());
        }
    }
    read_file("a.txt", bytes);
}

/// Kamerstukken and Handelingen in the XML of official publications.
pub(super) fn official(bytes: &[u8]) {
    read_file("kst-19637-9001.xml", bytes);
}

/// Reports of debates in the XML of the Tweede Kamer.
pub(super) fn vlos(bytes: &[u8]) {
    read_file("vlos.xml", bytes);
}

/// A sitting of a TEI corpus, whose root stands among the files of this test.
pub(super) fn tei(bytes: &[u8]) {
    read_file("ParlaMint-NL_2016.xml", bytes);
}

/// Rows of a table as documents.
pub(super) fn table_rows(bytes: &[u8]) {
    read_file("a.csv", bytes);
}

/// Lines of JSON as documents.
pub(super) fn json_lines(bytes: &[u8]) {
    read_file("a.jsonl", bytes);
}

/// The root of a TEI corpus.
pub(super) fn tei_root(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let read = |text: &str| match Persons::read(text, "root.xml") {
        Ok(persons) => format!("{persons:?}"),
        Err(error) => error.to_string(),
    };
    assert_eq!(read(text), read(text));
    read_file("ParlaMint-NL.xml", bytes);
}

/// A text of a kind that its first bytes choose, as it is and with hand-coded boundaries, which may
/// lie anywhere.
pub(super) fn attribution(bytes: &[u8]) {
    let Some((&[kind, date, start, length], text)) = bytes.split_first_chunk() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let kinds = [
        None,
        Some(DocumentKind::Kamerbrief),
        Some(DocumentKind::SchriftelijkOverleg),
        Some(DocumentKind::SchriftelijkeVragen),
        Some(DocumentKind::Motie),
        Some(DocumentKind::Amendement),
        Some(DocumentKind::Debat),
        Some(DocumentKind::Other("nota".to_owned())),
    ];
    let document = Document {
        kind: kinds[usize::from(kind) % kinds.len()].clone(),
        date: ["", "2022-06", "1995-03-01", "2024"][usize::from(date) % 4]
            .parse()
            .ok(),
        ..document("a.txt")
    };
    let Ok(source) = SourceText::from_bytes(document, text.as_bytes()) else {
        return;
    };
    let reading = check_text(&source);
    let (start, length) = (usize::from(start) * 4, usize::from(length));
    let fixed = [
        Span::new(start, start + length),
        Span::new(start + length / 2, start + 2 * length),
    ];
    let passages = segment(
        &reading.attributed,
        &fixed,
        abbreviations(),
        SegmentSettings::default(),
    );
    check_accounts(&Reading {
        passages,
        ..reading
    });
}

/// Reads bytes as the file of a name, twice, to their passages.
pub(super) fn read_file(name: &str, bytes: &[u8]) {
    let first = Reader::new(ReadOptions::default()).read_bytes(&file(name), bytes);
    let second = Reader::new(ReadOptions::default()).read_bytes(&file(name), bytes);
    assert_eq!(
        format!("{first:?}"),
        format!("{second:?}"),
        "read twice, it is not the same"
    );
    match first {
        Ok(sources) => sources.into_iter().for_each(check_document),
        Err(error) => check_refusal(&error, name),
    }
}

fn check_refusal(error: &ReadError, name: &str) {
    let message = error.to_string();
    assert!(
        message.contains(name) || message.contains("PDF"),
        "{message}"
    );
    assert!(error.help().is_some_and(|help| !help.is_empty()));
    assert!(!error.reason().is_empty());
}

fn check_document(source: Source) {
    match source {
        Source::Read(text) => {
            check_text(&text);
        }
        Source::Register { file } => assert!(!file.is_empty()),
        Source::Skipped { reason, detail, .. } | Source::SkippedRow { reason, detail, .. } => {
            assert!(!reason.is_empty() && !detail.is_empty());
        }
    }
}

/// Reads a source to its passages and checks that nothing of it is lost.
fn check_text(source: &SourceText) -> Reading {
    assert!(!source.text.trim().is_empty());
    assert!(!source.text.contains('\0'));
    check_layout(source);
    let attributed = attribute(clean(source.clone()), &registers());
    let passages = segment(
        &attributed,
        &[],
        abbreviations(),
        SegmentSettings::default(),
    );
    let reading = Reading {
        attributed,
        passages,
    };
    check_accounts(&reading);
    check_source(&reading);
    check_turns(&reading.attributed);
    check_passages(&reading);
    reading
}

/// What a format tells about a text lies inside it, in order.
fn check_layout(source: &SourceText) {
    let is_place = |at: usize| source.text.is_char_boundary(at);
    let mut end = 0;
    let mut follows = |span: Span| {
        assert!(span.start >= end, "{span:?} begins before {end}");
        assert!(is_place(span.start) && is_place(span.end), "{span:?}");
        end = span.end;
    };
    match &source.layout {
        Layout::Lines => {}
        Layout::Pages(pages) => {
            pages.marks.iter().for_each(|mark| follows(mark.span));
            assert!(pages.starts.is_sorted());
            assert!(pages.starts.iter().all(|&start| is_place(start)));
        }
        Layout::Parts(parts) => {
            for part in &parts.parts {
                follows(part.span);
                assert!(!part.span.is_empty() && part.line > 0);
                assert!(part.turn.is_none_or(|turn| turn < parts.turns.len()));
            }
        }
    }
}

/// The paragraphs of turns are in order and cut no character.
fn check_turns(attributed: &AttributedText) {
    let text = &attributed.text.source().text;
    let mut end = 0;
    for turn in &attributed.turns {
        for paragraph in &turn.paragraphs {
            assert!(paragraph.start >= end, "{paragraph:?} begins before {end}");
            assert!(text.get(paragraph.range()).is_some(), "{paragraph:?}");
            end = paragraph.end;
        }
    }
    for name in &attributed.unknown {
        assert!(!name.name.is_empty());
        assert!(text.get(name.span.range()).is_some(), "{:?}", name.span);
    }
}

fn check_passages(reading: &Reading) {
    let source = reading.attributed.text.source();
    for passage in &reading.passages {
        assert!(passage.n_words > 0 && !passage.text.contains('\n'));
        assert!((0.0..=1.0).contains(&passage.quoted_share));
        let mut end = 0;
        for quotation in &passage.quotations {
            assert!(quotation.start >= end && passage.text.get(quotation.range()).is_some());
            end = quotation.end;
        }
        assert_eq!(passage.id.to_string().parse(), Ok(passage.id.clone()));
        let _ = source.place_of(passage.id.span.start);
    }
}

pub(super) fn file(name: &str) -> SourceFile {
    SourceFile {
        path: corpus().join("tei_root").join(name),
        name: name.to_owned(),
        document: document(name),
        is_named: true,
    }
}

fn document(name: &str) -> Document {
    Document {
        id: DocumentId::from_file_stem("any"),
        file: name.to_owned(),
        kind: None,
        date: None,
        chamber: String::new(),
        dossier: String::new(),
        title: String::new(),
    }
}

/// The committed files, seen from this package and from the one of the fuzzer.
fn corpus() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package
        .parent()
        .filter(|_| package.ends_with("fuzz") && package.join("fuzz_targets").is_dir());
    root.unwrap_or(package).join("tests/fuzz_corpus")
}
