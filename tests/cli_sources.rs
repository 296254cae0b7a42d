//! What the program says of documents that are missing or damaged, and of one on standard input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::{Workspace, refused, table};

#[test]
fn sources_without_documents_are_refused() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("leeg")).unwrap();
    assert_snapshot!(refused(&workspace, 2, &["run", "--corpus", "leeg"]), @"
    error: leeg: no document found; expected files in the folder or below it
      help: put the documents into the folder: PDF, official XML, debate reports, TEI, Word, tables or plain text
    ");
    assert_snapshot!(refused(&workspace, 2, &["run", "--corpus", "geen"]), @"
    error: geen: cannot be read
      caused by: No such file or directory (os error 2)
      help: check the path and that you may read it
    ");
    workspace.write(
        "corpus/documents.csv",
        "document_id,file\nbrief,brieff.txt\n",
    );
    assert_snapshot!(refused(&workspace, 2, &["read", "corpus", "--out", "out.csv"]), @"
    error: corpus/documents.csv: the file `brieff.txt` is listed but not in the folder
      help: add the file, or remove the row from the list
    ");
}

#[test]
fn a_damaged_document_among_good_ones_is_counted() {
    let workspace = Workspace::new();
    workspace.write("corpus/stuk.html", "<html><body>Niets</body></html>");
    let read = [
        "read",
        "corpus",
        "--out",
        "passages.csv",
        "--skipped",
        "skipped.csv",
    ];
    let ending = workspace.run(&read);
    assert_snapshot!(ending.fails(3), @"
    2 documents, 24 passages, 0 without a known speaker, 0 copies; 16 pieces of text left out
    warning: 1 of 3 files not read: stuk.html: found a web page (HTML); expected PDF, official XML, debate reports, TEI, Word (.docx), a table with a column of texts, JSON Lines or plain text
    error: 1 of 3 files were not read; run.max_skipped_share allows a share of 0.05
      help: mend or remove the files that skipped.csv lists for the stage `read`, or allow more
    ");
    let skipped = workspace.table("skipped.csv");
    assert_eq!(
        (skipped[0]["file"].as_str(), skipped[0]["reason"].as_str()),
        ("stuk.html", "format")
    );
    assert_eq!(workspace.table("passages.csv").len(), 24);

    let allowed = [&read[..], &["--set", "run.max_skipped_share=0.34"]].concat();
    assert_snapshot!(workspace.run(&allowed).succeeds().stderr, @"
    2 documents, 24 passages, 0 without a known speaker, 0 copies; 16 pieces of text left out
    warning: 1 of 3 files not read: stuk.html: found a web page (HTML); expected PDF, official XML, debate reports, TEI, Word (.docx), a table with a column of texts, JSON Lines or plain text
    ");
    let run = workspace.run(&["run", "--out", "reports"]);
    assert!(
        run.stdout
            .contains("warning: 1 of 3 files not read: stuk.html"),
        "{}",
        run.stdout
    );
    run.fails(3);
    assert_eq!(workspace.table("reports/labelled.csv").len(), 24);
}

#[test]
fn a_document_can_come_from_standard_input() {
    let workspace = Workspace::new();
    let brief = workspace.read("corpus/brief.txt");
    let ending = workspace
        .run_with_input(&["read", "-", "--out", "-"], brief)
        .succeeds();
    let rows = table(&ending.stdout);
    assert_eq!(
        (rows.len(), rows[0]["passage_id"].as_str()),
        (12, "standard-input:10-204")
    );
    let empty = workspace.run_with_input(&["read", "-", "--out", "-"], "");
    assert_snapshot!(empty.fails(2), @"
    error: standard input: the file is empty
      help: remove the file or fetch the document again
    ");
}
