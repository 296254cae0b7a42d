//! What the program says of wrong input: the place, what was found, what to do; the documented exit
//! code; and nothing left behind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::{Ending, Workspace, table};

/// Runs a command that must fail and leave the folder as it was.
fn refused(workspace: &Workspace, code: i32, arguments: &[&str]) -> String {
    let before = workspace.names("");
    let message = workspace.run(arguments).fails(code);
    assert_eq!(workspace.names(""), before, "something was left behind");
    message
}

/// Labels a table that must be refused.
fn refused_table(workspace: &Workspace, bytes: impl AsRef<[u8]>) -> String {
    workspace.write("in.csv", bytes);
    refused(workspace, 2, &["label", "in.csv", "--out", "out.csv"])
}

fn labelled(workspace: &Workspace, input: &str, arguments: &[&str]) -> Ending {
    workspace.run_with_input(&[&["label", "-", "--out", "-"], arguments].concat(), input).succeeds()
}

#[test]
fn a_table_that_is_none_is_refused() {
    let workspace = Workspace::with_model();
    let label = |input| refused(&workspace, 2, &["label", input, "--out", "out.csv"]);
    assert_snapshot!(label("geen.csv"), @"");
    assert_snapshot!(label("corpus"), @"");
    assert_snapshot!(refused_table(&workspace, ""), @"");
    assert_snapshot!(refused_table(&workspace, "text\0\n"), @"");
    assert_snapshot!(refused_table(&workspace, "PK\x03\x04\x14\x00\x06"), @"");
    assert_snapshot!(refused_table(&workspace, b"text\ngoed\nsl\xe9cht\n"), @"");
}

#[test]
fn a_damaged_table_is_refused() {
    let workspace = Workspace::with_model();
    assert_snapshot!(refused_table(&workspace, "id,text\n1,\"open en\n2,meer\n"), @"");
    assert_snapshot!(refused_table(&workspace, "id,text\n1,een\n2,twee,drie\n"), @"");
    assert_snapshot!(refused_table(&workspace, "id,Tekst\n1,een\n"), @"");
    assert_snapshot!(refused_table(&workspace, "id,Text\n1,een\n"), @"");
    assert_snapshot!(refused_table(&workspace, "text,certain,margin\na,b,c\n"), @"");
}

/// Thirty megabytes behind a quote that is never closed: refused after the first of them.
#[test]
fn a_quote_left_open_in_a_large_table_is_told_at_once() {
    let workspace = Workspace::with_model();
    let mut bytes = b"id,text\n1,goed\n2,\"open\n".to_vec();
    while bytes.len() < 30 << 20 {
        bytes.extend_from_slice("3,een regel over migratie en asiel in de Unie\n".as_bytes());
    }
    let start = std::time::Instant::now();
    let message = refused_table(&workspace, &bytes);
    assert_snapshot!(message, @"");
    let taken = start.elapsed();
    assert!(taken.as_secs() < 10, "{taken:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_quote_left_open_takes_no_more_memory_than_a_record_may() {
    let workspace = Workspace::with_model();
    let line = "3,een regel over migratie en asiel in de Unie\n";
    workspace.write("in.csv", "id,text\n2,\"open\n".to_owned() + &line.repeat((60 << 20) / line.len()));
    // 400 MB of address space holds the program, its threads and one record, not the table's copies.
    let script = "ulimit -v 400000; exec \"$0\" label in.csv --out out.csv --threads 1";
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(workspace.path("")).args(["-c", script, env!("CARGO_BIN_EXE_standpunt")]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!workspace.path("out.csv").exists());
}

#[test]
fn tables_with_semicolons_and_a_prefix_are_labelled() {
    let workspace = Workspace::with_model();
    let ending = labelled(&workspace, "id;tekst\n1;\"grenzen; dicht\"\n", &["--text-column", "tekst"]);
    let row = &table(&ending.stdout)[0];
    assert_eq!((row["id"].as_str(), row["tekst"].as_str()), ("1", "grenzen; dicht"));
    let ending = labelled(&workspace, "text,certain\nopvang,ja\n", &["--prefix", "nieuw_"]);
    assert!(ending.stdout.starts_with("text,certain,nieuw_predicted_stance,nieuw_certain,"), "{}", ending.stdout);
}

#[test]
fn a_row_without_text_is_kept_and_says_so() {
    let workspace = Workspace::with_model();
    let ending = labelled(&workspace, "id,text\n1,\n2,\"  \"\n3,xyzzy\n4,opvang\n", &[]);
    let reasons: Vec<(String, String)> =
        table(&ending.stdout).into_iter().map(|row| (row["id"].clone(), row["label_reason"].clone())).collect();
    let of = |id: usize| reasons[id - 1].1.as_str();
    assert_eq!((reasons.len(), of(1), of(2), of(3)), (4, "empty", "empty", "no_known_terms"));
    assert_snapshot!(ending.stderr, @"");
}

#[test]
fn faulty_gold_is_refused() {
    let workspace = Workspace::new();
    let gold = workspace.read("gold.csv");
    let refused_gold = |text: String| {
        workspace.write("other.csv", text);
        refused(&workspace, 2, &["train", "--gold", "other.csv", "--out", "out.json"])
    };
    assert_snapshot!(refused_gold(gold.replacen(",delen,", ",deelen,", 1)), @"");
    let few: Vec<&str> = gold.lines().take(6).collect();
    assert_snapshot!(refused_gold(few.join("\n") + "\n"), @"");
    assert_snapshot!(refused_gold(gold.replacen(",text,", ",tekst,", 1)), @"");
    assert_snapshot!(refused_gold(gold.replacen("Solidariteit", "solidariteit", 1)), @"");
    assert_snapshot!(refused(&workspace, 2, &["train", "--gold", "gold.csv", "--gold", "gold.csv", "--out", "out.json"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "paths.gold=\"\""]), @"");
}

#[test]
fn a_model_that_is_none_of_this_program_is_refused() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    let model = workspace.read("model.json");
    let refused_model = |text: &str| {
        workspace.write("other.json", text);
        refused(&workspace, 2, &["label", "in.csv", "--model", "other.json", "--out", "out.csv"])
    };
    assert_snapshot!(refused_model(&model.replacen("\"analyzer\": {\"version\":1", "\"analyzer\": {\"version\":9", 1)), @"");
    assert_snapshot!(refused_model(&model.replacen("\"format_version\": 1", "\"format_version\": 9", 1)), @"");
    assert_snapshot!(refused_model(&model[..model.len() / 2]), @"");
    let edited = refused_model(&model.replacen("\"alpha\": 1.0", "\"alpha\": 2.0", 1));
    assert!(edited.contains("the model file is damaged: its content has SHA-256 "), "{edited}");
    assert_snapshot!(refused_model("text\nopvang\n"), @"");
    assert_snapshot!(refused_model("{}"), @"");
    assert_snapshot!(refused(&workspace, 2, &["label", "in.csv", "--model", "geen.json", "--out", "out.csv"]), @"");
}

#[test]
fn faulty_settings_are_refused() {
    let workspace = Workspace::new();
    workspace.write("other.toml", "[stance]\ninner_fold = 3\n");
    assert_snapshot!(refused(&workspace, 2, &["run", "--config", "other.toml"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--config", "geen.toml"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "evaluate.folds=1"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "paths.codebook=\"geen.toml\""]), @"");
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    let label = |out| refused(&workspace, 1, &["label", "in.csv", "--out", out]);
    assert_snapshot!(label("geen/out.csv"), @"");
    assert_snapshot!(label("corpus"), @"");
    assert!(label("in.csv/out.csv").ends_with("help: a part of the path is a file: choose another path\n"));
    assert_snapshot!(refused(&workspace, 1, &["run", "--out", "in.csv"]), @"");
    assert_snapshot!(refused(&workspace, 1, &["run", "--out", "in.csv/reports"]), @"");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    assert_snapshot!(refused(&workspace, 1, &["label", "in.csv", "--out", "/dev/full"]), @"");
    let script = "exec \"$0\" read corpus --out - > /dev/full";
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(workspace.path("")).args(["-c", script, env!("CARGO_BIN_EXE_standpunt")]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"");
}

#[test]
fn sources_without_documents_are_refused() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("leeg")).unwrap();
    workspace.write("pdf/a.pdf", "%PDF-1.4\n");
    assert_snapshot!(refused(&workspace, 2, &["run", "--corpus", "leeg"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--corpus", "pdf"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["run", "--corpus", "geen"]), @"");
    assert_snapshot!(refused(&workspace, 2, &["read", "pdf/a.pdf", "--out", "out.csv"]), @"");
    workspace.write("corpus/documents.csv", "document_id,file\nbrief,brieff.txt\n");
    assert_snapshot!(refused(&workspace, 2, &["read", "corpus", "--out", "out.csv"]), @"");
}

#[test]
fn a_damaged_document_among_good_ones_is_counted() {
    let workspace = Workspace::new();
    workspace.write("corpus/stuk.txt", b"sl\xe9cht\n");
    let read = ["read", "corpus", "--out", "passages.csv", "--skipped", "skipped.csv"];
    let ending = workspace.run(&read);
    assert_snapshot!(ending.fails(3), @"");
    let skipped = workspace.table("skipped.csv");
    assert_eq!((skipped[0]["file"].as_str(), skipped[0]["reason"].as_str()), ("stuk.txt", "encoding"));
    assert_eq!(workspace.table("passages.csv").len(), 24);

    let allowed = [&read[..], &["--set", "run.max_skipped_share=0.34"]].concat();
    assert_snapshot!(workspace.run(&allowed).succeeds().stderr, @"");
    let run = workspace.run(&["run", "--out", "reports"]);
    assert!(run.stdout.contains("warning: 1 of 3 files not read: stuk.txt"), "{}", run.stdout);
    run.fails(3);
    assert_eq!(workspace.table("reports/labelled.csv").len(), 24);
}

#[test]
fn a_document_can_come_from_standard_input() {
    let workspace = Workspace::new();
    let brief = workspace.read("corpus/brief.txt");
    let ending = workspace.run_with_input(&["read", "-", "--out", "-"], brief).succeeds();
    let rows = table(&ending.stdout);
    assert_eq!((rows.len(), rows[0]["passage_id"].as_str()), (12, "standard-input:10-204"));
    let empty = workspace.run_with_input(&["read", "-", "--out", "-"], "");
    assert_snapshot!(empty.fails(2), @"");
}
