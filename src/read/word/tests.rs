use std::io::Write as _;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::read::test_files::file_at;
use crate::read::{PartKind, ReadOptions, Reader, Source};

/// An archive of parts.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_level(Some(9)),
        )
        .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The main part around a body.
pub(super) fn main_part(body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='wps'><w:body>{body}</w:body></w:document>"
    )
}

pub(super) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn file() -> SourceFile {
    file_at("brief.docx".as_ref())
}

pub(super) fn read_parts(parts: &[(&str, &str)]) -> SourceText {
    let mut sources = Reader::new(ReadOptions::default())
        .read_bytes(&file(), &zip(parts))
        .unwrap();
    match sources.remove(0) {
        Source::Read(source) => source,
        other => panic!("{other:?}"),
    }
}

pub(super) fn found(source: &SourceText) -> Vec<(PartKind, &str)> {
    let Layout::Parts(parts) = &source.layout else {
        panic!("no parts")
    };
    let text = |part: &crate::read::Part| &source.text[part.span.range()];
    parts
        .parts
        .iter()
        .map(|part| (part.kind, text(part)))
        .collect()
}

/// The parts of a document with this body.
fn parts_of(body: &str) -> Vec<(PartKind, String)> {
    let source = read_parts(&[(MAIN, &main_part(body))]);
    found(&source)
        .into_iter()
        .map(|(kind, text)| (kind, text.to_owned()))
        .collect()
}

fn text(text: &str) -> (PartKind, String) {
    (PartKind::Text, text.to_owned())
}

fn refusal(bytes: &[u8]) -> String {
    let read = Reader::new(ReadOptions::default()).read_bytes(&file(), bytes);
    read.unwrap_err().to_string()
}

#[test]
fn codes_of_fields_are_left_out_and_their_results_kept() {
    let field = "<w:p><w:r><w:t>Op </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> IF </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>\
<w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:instrText> = 1</w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>5 mei</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>\
<w:fldSimple w:instr='DATE'><w:r><w:t> 2024</w:t></w:r></w:fldSimple><w:r><w:t> stemde de Kamer.</w:t></w:r></w:p>";
    assert_eq!(parts_of(field), [text("Op 5 mei 2024 stemde de Kamer.")]);
}

#[test]
fn deleted_and_hidden_text_is_left_out_and_inserted_text_kept() {
    let body = "<w:p><w:r><w:t>De Kamer </w:t></w:r><w:del><w:r><w:delText>verwerpt</w:delText></w:r></w:del>\
<w:ins><w:r><w:t>steunt</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> GEHEIM</w:t></w:r>\
<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> het lid</w:t></w:r><w:r><w:noBreakHyphen/><w:t>X</w:t><w:softHyphen/><w:t>Y.</w:t></w:r></w:p>";
    assert_eq!(parts_of(body), [text("De Kamer steunt het lid-XY.")]);
}

#[test]
fn headings_are_known_by_style_or_bold() {
    let bold = |text: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        "<w:p><w:pPr><w:pStyle w:val='Kop1'/></w:pPr><w:r><w:t>Inleiding</w:t></w:r></w:p>"
            .to_owned(),
        bold("Antwoord op vraag 1"),
        bold("Bent u bereid de opvang te verruimen?"),
        p("Ja."),
    ];
    assert_eq!(
        parts_of(&body.concat()),
        [
            (PartKind::Heading, "Inleiding".to_owned()),
            (PartKind::Heading, "Antwoord op vraag 1".to_owned()),
            text("Bent u bereid de opvang te verruimen?"),
            text("Ja."),
        ]
    );
}

#[test]
fn a_line_break_parts_a_label_from_its_text_and_no_sentence() {
    let broken = "<w:p><w:r><w:t>Vraag 2</w:t><w:br/><w:t>Kunt u dit</w:t><w:br/><w:t>toelichten?</w:t></w:r></w:p>";
    assert_eq!(
        parts_of(broken),
        [text("Vraag 2"), text("Kunt u dit toelichten?")]
    );
}

#[test]
fn tables_of_data_are_rows_and_tables_that_place_text_are_text() {
    let row = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| p(cell)).collect();
        format!("<w:tr><w:tc>{}</w:tc></w:tr>", cells.join("</w:tc><w:tc>"))
    };
    let data = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&["Datum", "31 mei 2022"]),
        row(&["Aantal", "12"])
    );
    let long =
        "De regering heeft dit voorjaar met alle gemeenten gesproken over de opvang van mensen.";
    let placed = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&["Vraag 1", ""]),
        row(&["", long])
    );
    let source = read_parts(&[(MAIN, &main_part(&[data, placed].concat()))]);
    assert_eq!(
        found(&source),
        [
            (PartKind::Table, "Datum | 31 mei 2022"),
            (PartKind::Table, "Aantal | 12"),
            (PartKind::Text, "Vraag 1"),
            (PartKind::Text, long),
        ]
    );
    assert_eq!(source.document.date.unwrap().to_string(), "2022-05-31");
}

#[test]
fn notes_stand_behind_their_paragraph_and_boxes_are_read_once() {
    let text_box = format!("<w:txbxContent>{}</w:txbxContent>", p("Pagina 1"));
    let body = format!(
        "<w:p><w:r><w:t>Zie de brief</w:t><w:footnoteReference w:id='2'/><w:t>.</w:t><mc:AlternateContent><mc:Choice><wps:wsp>{text_box}\
</wps:wsp></mc:Choice><mc:Fallback><w:pict>{text_box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
<w:sdt><w:sdtPr><w:alias w:val='naam'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        p("Hoogachtend,")
    );
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>\
<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t>Kamerstuk 32317, nr. 1.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let header = format!("<w:hdr xmlns:w='w'>{}</w:hdr>", p("Pagina 1 van 3"));
    let core = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>Antwoord op vragen</dc:title></cp:coreProperties>";
    let source = read_parts(&[
        (MAIN, &main_part(&body)),
        ("word/footnotes.xml", notes),
        ("word/header1.xml", &header),
        ("docProps/core.xml", core),
    ]);
    assert_eq!(
        found(&source),
        [
            (PartKind::Text, "Zie de brief."),
            (PartKind::Footnote, "Kamerstuk 32317, nr. 1."),
            (PartKind::Note, "Pagina 1"),
            (PartKind::Text, "Hoogachtend,"),
        ]
    );
    assert_eq!(source.document.title, "Antwoord op vragen");
    assert_eq!(source.notices[0].reason, HEADERS_AND_FOOTERS);
    assert!(
        source.notices[0].detail.starts_with("4 words"),
        "{:?}",
        source.notices
    );
}

#[test]
fn other_archives_are_refused_by_name() {
    for (name, expected) in [
        ("xl/workbook.xml", "found an Excel workbook (.xlsx)"),
        (
            "ppt/presentation.xml",
            "found a PowerPoint presentation (.pptx)",
        ),
        (
            "brieven/een.txt",
            "found a zip archive without a Word document in it",
        ),
    ] {
        assert!(refusal(&zip(&[(name, "x")])).contains(expected), "{name}");
    }
    let odt = zip(&[("content.xml", "x"), ("META-INF/manifest.xml", "x")]);
    assert!(refusal(&odt).contains("found an OpenDocument file"));
}

#[test]
fn damaged_archives_and_bombs_are_refused() {
    let whole = zip(&[(MAIN, &main_part(&p("De Kamer, gehoord de beraadslaging.")))]);
    let cut = refusal(&whole[..whole.len() / 2]);
    assert!(
        cut.starts_with("brief.docx: the Word document is cut off or damaged:"),
        "{cut}"
    );
    let bomb = zip(&[(MAIN, &main_part(&p(&"a".repeat(17 << 20))))]);
    assert_eq!(
        refusal(&bomb),
        "brief.docx, word/document.xml: unpacks to more than 16777216 bytes, far more than its size allows"
    );
}
