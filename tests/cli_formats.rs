//! What the program makes of files in other encodings and formats, and what it says of wrong ones.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use support::{Workspace, refused};

/// The error and the help of `read` for a file.
fn refusal(workspace: &Workspace, name: &str, bytes: &[u8]) -> String {
    workspace.write(name, bytes);
    refused(workspace, 2, &["read", name, "--out", "out.csv"])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An Office file with a password: the first bytes of the container and the name of its stream.
fn encrypted() -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    bytes
}

#[test]
fn wrong_files_are_refused_with_what_they_are_and_what_to_do() {
    let workspace = Workspace::new();
    let cut = gzip(b"De Kamer, gehoord de beraadslaging, verzoekt de regering.");
    let cut = &cut[..cut.len() - 9];
    let names = b"naam,partij\na,b\nc,d\ne,f\ng,h\ni,j\n";
    for (name, bytes, error, help) in [
        (
            "leeg.txt",
            &b" \n"[..],
            "leeg.txt: the file is empty",
            "fetch the document again",
        ),
        (
            "a.txt",
            b"\x00\x01\x02\x03\xFFabc\x05\x06",
            "a.txt: found a binary file; expected PDF",
            "check what it is",
        ),
        (
            "brief.xml",
            b"<!doctype html><p>Brief",
            "found a web page (HTML)",
            "the XML or PDF that the page links to",
        ),
        (
            "brief.docx",
            &encrypted(),
            "found an Office file with a password",
            "save it without one",
        ),
        (
            "brief.txt.gz",
            cut,
            "the gzip file is cut off or damaged",
            "fetch the file again",
        ),
        (
            "leden.txt",
            names,
            "found the columns `naam`, `partij`",
            "--text-column",
        ),
        (
            "brief.rtf",
            b"{\\rtf1 Brief}",
            "found rich text (RTF)",
            "save it as Word (.docx)",
        ),
    ] {
        let message = refusal(&workspace, name, bytes);
        assert!(message.contains(error), "{message}");
        assert!(
            message.contains("help: ") && message.contains(help),
            "{message}"
        );
        assert!(!workspace.path("out.csv").exists());
    }
}

#[test]
fn other_encodings_are_read_and_what_was_mended_is_told() {
    let workspace = Workspace::new();
    let brief = workspace.read("corpus/brief.txt");
    let sound = "Het coördinatiepunt — één loket — is geopend.\n";
    let text = format!("{brief}\n{sound}");
    workspace.write("in/a.txt", &text);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    workspace.write("in/b.txt", [&b"\xFF\xFE"[..], &utf_16].concat());
    let twice: String = text.bytes().map(char::from).collect();
    workspace.write("in/c.txt", &twice);
    let ending = workspace
        .run(&[
            "read",
            "in",
            "--out",
            "passages.csv",
            "--skipped",
            "skipped.csv",
        ])
        .succeeds();
    assert!(
        ending
            .stderr
            .contains("1 documents were mended while decoding; --skipped tells how"),
        "{}",
        ending.stderr
    );
    let passages = workspace.table("passages.csv");
    let texts_of = |id: &str| -> Vec<String> {
        let rows = passages.iter().filter(|row| row["document_id"] == id);
        rows.map(|row| row["text"].clone()).collect()
    };
    assert!(!texts_of("a").is_empty());
    assert_eq!(texts_of("a"), texts_of("b"));
    assert_eq!(texts_of("a"), texts_of("c"));
    let skipped = workspace.table("skipped.csv");
    let mended: Vec<_> = skipped
        .iter()
        .filter(|row| row["stage"] == "read")
        .collect();
    assert_eq!(mended.len(), 1);
    assert_eq!(
        (
            mended[0]["document_id"].as_str(),
            mended[0]["reason"].as_str()
        ),
        ("c", "mended: encoded twice")
    );
}

#[test]
fn rows_of_a_table_are_documents_with_their_speakers() {
    let workspace = Workspace::new();
    workspace.write(
        "debat.csv",
        "nummer;wie;wanneer;zin\nx1;VVD;31-05-2022;De opvang in de gemeenten is vol.\nx2;minister;2022-05-31;Dat \
ben ik met u eens.\nx3;SP;;\nx4;Onbekendepartij;2022-05-31;Wat gaat u doen?\n",
    );
    let columns = [
        "--text-column",
        "zin",
        "--actor-column",
        "wie",
        "--date-column",
        "wanneer",
        "--id-column",
        "nummer",
    ];
    let read = [
        "read",
        "debat.csv",
        "--out",
        "passages.csv",
        "--skipped",
        "skipped.csv",
    ];
    workspace.run(&[&read[..], &columns].concat()).succeeds();
    let rows = workspace.table("passages.csv");
    let found: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| {
            (
                row["document_id"].as_str(),
                row["actor"].as_str(),
                row["date"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("debat-x1", "VVD", "2022-05-31"),
            ("debat-x2", "Kabinet", "2022-05-31"),
            ("debat-x4", "unknown", "2022-05-31"),
        ]
    );
    let skipped = workspace.table("skipped.csv");
    assert_eq!(
        (
            skipped[0]["document_id"].as_str(),
            skipped[0]["line"].as_str(),
            skipped[0]["reason"].as_str()
        ),
        ("debat-x3", "4", "empty")
    );
    let wrong = refused(
        &workspace,
        2,
        &["read", "debat.csv", "--text-column", "tekst", "--out", "-"],
    );
    assert!(
        wrong.contains("debat.csv: no column `tekst`; found `nummer`, `wie`, `wanneer`, `zin`"),
        "{wrong}"
    );
}

#[test]
fn a_table_with_bars_names_joint_parties_and_tells_what_is_no_text() {
    let workspace = Workspace::new();
    workspace.write(
        "debat.csv",
        "id|datum|partij|actor|tekst\n1|2022-05-31|CDA en VVD||Een bus, graag.\n2|2022-05-31|GroenLinks/PvdA||Twee \
bussen; meer.\n3|2024-05-31|PvdA/GroenLinks||Drie bussen.\n4|2022-05-31||Kabinet|Vier bussen.\n5|2022-05-31|CDA en Zon||Vijf bussen.\n",
    );
    let read = [
        "read",
        "debat.csv",
        "--out",
        "passages.csv",
        "--skipped",
        "skipped.csv",
    ];
    workspace.run(&read).succeeds();
    let rows = workspace.table("passages.csv");
    let actors: Vec<&str> = rows.iter().map(|row| row["actor"].as_str()).collect();
    assert_eq!(
        actors,
        [
            "CDA+VVD",
            "PvdA+GroenLinks",
            "GroenLinks-PvdA",
            "Kabinet",
            "unknown"
        ]
    );
    workspace.write(
        "rijen.jsonl",
        "{\"tekst\": [\"Een\", \"bus.\"], \"partij\": \"SP\"}\n",
    );
    let refused = refused(&workspace, 2, &["read", "rijen.jsonl", "--out", "out.csv"]);
    assert!(
        refused.contains("line 1: a list in the column `tekst`"),
        "{refused}"
    );
    assert!(refused.contains("--text-column"), "{refused}");
}
