use std::io::Write as _;

use super::*;
use crate::read::test_files::file_at;

fn file() -> SourceFile {
    file_at("stuk".as_ref())
}

fn read(bytes: &[u8]) -> Result<SourceText, ReadError> {
    let mut sources = Reader::default().read_bytes(&file(), bytes)?;
    match sources.remove(0) {
        Source::Read(source) => Ok(source),
        other => panic!("{other:?}"),
    }
}

const MOTIE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<officiele-publicatie><kamerstuk><stuk><al>De Kamer, \
gehoord de beraadslaging, overwegende dat de coördinatie hapert,</al></stuk></kamerstuk></officiele-publicatie>";

#[test]
fn damage_in_front_of_xml_is_no_hindrance() {
    let sound = read(MOTIE.as_bytes()).unwrap();
    let twice: String = MOTIE.bytes().map(char::from).collect();
    let declared = format!("<?xml version=\"1.0\"?>\n{MOTIE}");
    for text in [
        format!("\u{feff}{MOTIE}"),
        format!("ï»¿\n{MOTIE}"),
        format!("ï»¿\n{twice}"),
        format!(" \n\n{MOTIE}"),
        declared,
    ] {
        let read = read(text.as_bytes()).unwrap();
        assert_eq!(read.text, sound.text, "{text}");
        assert!(matches!(read.layout, Layout::Parts(_)));
    }
    let utf_16: Vec<u8> = MOTIE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf_16).unwrap().text, sound.text);
}

#[test]
fn what_is_compressed_is_read_as_what_is_in_it() {
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let sound = read(MOTIE.as_bytes()).unwrap();
    let packed = read(&gzip(MOTIE.as_bytes())).unwrap();
    assert_eq!((packed.text, packed.sha256), (sound.text, sound.sha256));
    let twice = gzip(&gzip(b"De Kamer"));
    assert!(
        read(&twice)
            .unwrap_err()
            .to_string()
            .contains("compressed with gzip, twice")
    );
}

#[test]
fn xml_without_the_end_of_an_element_is_refused_as_damaged() {
    let error = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        error(&format!("<officiele-publicatie>{}", "<a>".repeat(5_000))),
        "stuk, line 1: more than 256 elements are open at once"
    );
    assert_eq!(
        error("<officiele-publicatie>\n<kamerstuk>De Kamer,"),
        "stuk, line 2: the file ends inside the element `kamerstuk`"
    );
    let letter = "<Naam van de afzender> schrijft de Kamer.";
    assert_eq!(read(letter.as_bytes()).unwrap().text, letter);
}

#[test]
fn pages_of_the_web_are_refused_also_as_xml() {
    for page in [
        "<!DOCTYPE html><html><body>Brief</body></html>",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>Brief</body></html>",
    ] {
        let error = read(page.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("found a web page (HTML)"), "{error}");
    }
}
