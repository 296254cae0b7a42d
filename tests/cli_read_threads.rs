//! `standpunt read` on several threads: the same bytes and messages for any number of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;
use std::fs;

use support::{Ending, Workspace};

const THREADS: [&str; 4] = ["1", "2", "3", "8"];

const LETTER: &str = "Den Haag, 3 mei 2023\n\nGeachte voorzitter,\n\n\
     Hierbij zend ik u de toegezegde cijfers over de instroom. Zij gaan over het jaar NUMMER en \
     tellen wie voor het eerst om opvang vroeg.\n\nHoogachtend,\n\nDe Minister van Asiel,\nA. Berkhout\n";

/// A folder of letters of many lengths, a table of many rows, a copy, a file that cannot be read and
/// one that is none.
fn corpus() -> Workspace {
    let workspace = Workspace::empty();
    for n in 0..24 {
        let sentences = "De opvang van jaar NUMMER blijft nodig, zo schrijven de gemeenten. ";
        let letter = LETTER.replace(
            "\n\nHoogachtend",
            &format!("\n\n{}\n\nHoogachtend", sentences.repeat(60 * (n % 5))),
        );
        workspace.write(
            &format!("corpus/brief-{n:02}.txt"),
            letter.replace("NUMMER", &format!("20{n:02}")),
        );
    }
    let mut table = "id,party,text\n".to_owned();
    for n in 0..300 {
        let text = if n % 50 == 7 {
            String::new()
        } else {
            format!("Spreker {n} vraagt wat opvang in {n} gemeenten kost.")
        };
        writeln!(table, "rij{n},VVD,{text}").unwrap();
    }
    workspace.write("corpus/a-tabel.csv", &table);
    workspace.write(
        "corpus/deel/rapport.txt",
        "De leden van de SP-fractie vragen waarom dit zo is.\n",
    );
    workspace.write("corpus/m-binair.txt", [0_u8, 1, 2, 3, 0xFF, 0xFE, 0, 0, 1]);
    workspace.write("corpus/deel/leeg.txt", "  \n");
    workspace
}

fn read(workspace: &Workspace, threads: &str, more: &[&str]) -> Ending {
    let arguments = [
        "read",
        "corpus",
        "--threads",
        threads,
        "--set",
        "run.max_skipped_share=1",
    ];
    workspace.run(&[&arguments[..], more].concat())
}

#[test]
fn the_tables_and_messages_do_not_depend_on_the_number_of_threads() {
    let workspace = corpus();
    let results: Vec<_> = THREADS
        .iter()
        .map(|threads| {
            let outputs = [
                "--out",
                "passages.csv",
                "--skipped",
                "skipped.csv",
                "--texts",
                "texts",
            ];
            let tables = read(&workspace, threads, &outputs).succeeds();
            fs::remove_dir_all(workspace.path("texts")).unwrap();
            let explained = read(&workspace, threads, &["--explain", "--list-unknown"]).succeeds();
            let written = ["passages.csv", "skipped.csv"].map(|name| workspace.read(name));
            (tables.stderr, explained.stdout, written)
        })
        .collect();
    let [passages, skipped] = &results[0].2;
    // 24 letters, 294 rows of the table with text and a report give a passage each at least.
    assert!(passages.lines().count() > 24 + 294 + 1);
    // Six rows without text, the file of bytes and the empty one are among what was left out.
    assert!(skipped.lines().count() > 8);
    for result in &results {
        assert!(*result == results[0]);
    }
}

#[test]
fn passages_are_the_same_whether_their_texts_are_kept_or_not() {
    let workspace = corpus();
    let table = |more: &[&str]| {
        read(
            &workspace,
            "2",
            &[&["--out", "passages.csv"], more].concat(),
        )
        .succeeds();
        workspace.read("passages.csv")
    };
    assert!(table(&[]) == table(&["--list-unknown"]));
}

#[test]
fn the_first_fault_in_the_order_of_the_files_is_told() {
    let workspace = corpus();
    // Three files with the id of another: the pair that comes first is named, on any number of threads.
    workspace.write(
        "corpus/brief-03.md",
        "De leden van de SP-fractie vragen dit.\n",
    );
    workspace.write(
        "corpus/brief-20.md",
        "De leden van de SP-fractie vragen dat.\n",
    );
    workspace.write(
        "corpus/brief-21.md",
        "De leden van de SP-fractie vragen niets.\n",
    );
    let messages: Vec<String> = THREADS
        .iter()
        .map(|threads| read(&workspace, threads, &["--out", "passages.csv"]).fails(2))
        .collect();
    assert!(messages[0].contains("brief-03"), "{}", messages[0]);
    assert!(!workspace.path("passages.csv").exists());
    for message in &messages {
        assert_eq!(message, &messages[0]);
    }
}

#[test]
fn tables_are_the_same_whatever_else_is_wanted_on_any_number_of_threads() {
    let workspace = corpus();
    for source in ["corpus", "corpus/a-tabel.csv", "corpus/brief-04.txt"] {
        let tables = |threads: &str, more: &[&str]| {
            let arguments = [
                "read",
                source,
                "--threads",
                threads,
                "--set",
                "run.max_skipped_share=1",
                "--out",
                "passages.csv",
                "--skipped",
                "skipped.csv",
            ];
            let ending = workspace.run(&[&arguments[..], more].concat()).succeeds();
            let written = ["passages.csv", "skipped.csv"].map(|name| workspace.read(name));
            (ending.stderr, written)
        };
        // With the texts of all documents in memory.
        let want = tables("1", &["--list-unknown"]);
        for threads in THREADS {
            assert!(tables(threads, &[]) == want, "{source}, {threads}");
        }
    }
}
