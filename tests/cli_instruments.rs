//! Policy instruments on the command line: what `label` adds, what `instruments` tags and scores.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use insta::assert_snapshot;
use support::{Workspace, table};

/// A codebook with two instruments, and patterns for them.
const INSTRUMENTS: &str = "\n[[instrument]]\nid = \"fiets\"\nname = \"Bicycles\"\n\n[[instrument]]\nid = \"trein\"\nname = \"Trains\"\n";
const PATTERNS: &str = "instrument,pattern,rank,note\nfiets,*fiets*,main,\ntrein,NS,main,the railways\ntrein,spoor*,side,\n";
const TABLE: &str = "\
passage_id,heading,exchange_id,role,text
a,Vervoer > Het spoor,,letter,Dat is duur.
b,,x,question,Komen er meer fietspaden?
c,,x,answer,\"Ja, dat zegt de minister toe.\"
d,,,letter,Ja.
e,Het spoor,,letter,De NS en de bakfiets.
";

fn with_instruments() -> Workspace {
    let workspace = Workspace::new();
    let codebook = workspace.read("codebook.toml") + INSTRUMENTS;
    workspace.write("codebook.toml", codebook);
    workspace.write("patterns.csv", PATTERNS);
    workspace.write("table.csv", TABLE);
    workspace.run(&["train", "--out", "model.json"]).succeeds();
    workspace
}

const PATTERNS_SET: [&str; 2] = ["--set", "paths.instruments=patterns.csv"];

fn column(workspace: &Workspace, file: &str, name: &str) -> Vec<String> {
    let rows = workspace.table(file);
    rows.into_iter()
        .map(|mut row| row.remove(name).unwrap())
        .collect()
}

#[test]
fn label_names_the_instruments_of_text_and_heading() {
    let workspace = with_instruments();
    let label = ["label", "table.csv", "--out", "out.csv"];
    workspace
        .run(&[&label[..], &PATTERNS_SET].concat())
        .succeeds();
    assert_eq!(
        column(&workspace, "out.csv", "predicted_instruments"),
        ["trein", "fiets", "", "", "fiets;trein"]
    );
    let header = workspace.read("out.csv");
    let header = header.lines().next().unwrap();
    assert!(
        header.ends_with(",margin,predicted_instruments,top_terms"),
        "{header}"
    );
}

#[test]
fn without_patterns_label_has_no_column_of_instruments() {
    let workspace = with_instruments();
    // The built-in patterns are not of this codebook.
    for value in ["built-in", "none"] {
        let set = format!("paths.instruments={value}");
        let label = ["label", "table.csv", "--out", "out.csv", "--set", &set];
        workspace.run(&label).succeeds();
        assert!(
            !workspace.read("out.csv").contains("predicted_instruments"),
            "{value}"
        );
    }
    let message = workspace
        .run(&["instruments", "table.csv", "--out", "-"])
        .fails(2);
    assert_snapshot!(message, @"
    error: there are no patterns of instruments for this codebook
      help: name a table with the columns instrument and pattern: --set paths.instruments=FILE
    ");
}

#[test]
fn a_pattern_of_no_instrument_is_told_with_its_place() {
    let workspace = with_instruments();
    workspace.write(
        "patterns.csv",
        "instrument,pattern\nfiets,fiets\ntreinen,trein\n",
    );
    let label = ["label", "table.csv", "--out", "out.csv"];
    let message = workspace
        .run(&[&label[..], &PATTERNS_SET].concat())
        .fails(2);
    assert_snapshot!(message, @"
    error: patterns.csv, line 3, column `instrument`: found `treinen`, expected one of fiets, trein (closest: `trein`)
      help: did you mean `trein`?
    ");
}

#[test]
fn an_answer_takes_the_instrument_of_its_question() {
    let workspace = with_instruments();
    let tag = ["instruments", "table.csv", "--out", "-"];
    let ending = workspace
        .run(&[&tag[..], &PATTERNS_SET].concat())
        .succeeds();
    assert_snapshot!(ending.stdout, @"
    passage_id,predicted_instruments,instrument_source
    a,trein,heading
    b,fiets,text
    c,fiets,exchange
    d,,
    e,fiets;trein,text
    ");
    assert_snapshot!(ending.stderr, @"5 passages, 4 about an instrument");
}

#[test]
fn tags_are_scored_against_coded_ones() {
    let workspace = with_instruments();
    workspace.write(
        "coded.csv",
        "passage_id,text,stance,group,instruments\na,Dat is duur.,geen,g1,trein\nb,Komen er meer fietspaden?,delen,g2,fiets;trein\n\
         c,\"Ja, dat zegt de minister toe.\",delen,g2,fiets\nz,Fiets,delen,g3,\n",
    );
    let score = [
        "instruments",
        "table.csv",
        "--against",
        "coded.csv",
        "--scores",
        "scores.csv",
    ];
    let ending = workspace
        .run(&[&score[..], &PATTERNS_SET].concat())
        .succeeds();
    // By hand: text alone finds one of the four tags, and one that is none; the heading finds one
    // more, the exchange another.
    let rows = workspace.table("scores.csv");
    let all: Vec<(&str, &str, &str, &str)> = rows
        .iter()
        .filter(|row| row["instrument"].is_empty())
        .map(|row| {
            (
                row["scope"].as_str(),
                row["n_gold"].as_str(),
                row["n_predicted"].as_str(),
                row["n_right"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        all,
        [
            ("text", "4", "2", "1"),
            ("heading", "4", "3", "2"),
            ("exchange", "4", "4", "3")
        ]
    );
    assert_eq!(rows.len(), 3 * 3);
    assert!(
        ending.stdout.contains("all: 4 passages in 3 groups"),
        "{}",
        ending.stdout
    );

    workspace.write("split.csv", "group,half\ng1,writing\ng2,held-out\n");
    let split = [&score[..], &PATTERNS_SET, &["--split", "split.csv"]].concat();
    assert_snapshot!(workspace.run(&split).fails(2), @"
    error: split.csv: there is no group `g3`
      help: add a row for each group of the coded passages
    ");
}

#[test]
fn wrong_use_is_told() {
    let workspace = with_instruments();
    let message = workspace.run(&["instruments", "table.csv"]).fails(2);
    assert!(message.contains("--out <FILE>"), "{message}");
    let alone = [
        "instruments",
        "table.csv",
        "--out",
        "-",
        "--split",
        "split.csv",
    ];
    let message = workspace.run(&alone).fails(2);
    assert!(message.contains("--against <FILE>"), "{message}");
    workspace.write("no_id.csv", "text\nDe fiets\n");
    let tag = ["instruments", "no_id.csv", "--out", "-"];
    let message = workspace.run(&[&tag[..], &PATTERNS_SET].concat()).fails(2);
    assert!(
        message.contains("no_id.csv") && message.contains("passage_id"),
        "{message}"
    );
}

/// The targets of the shipped patterns, on texts that were not read when they were written.
#[test]
fn the_shipped_patterns_hold_on_the_held_out_half() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let path = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let workspace = Workspace::new();
    let ending = workspace
        .run(&[
            "instruments",
            &path("labelled/passages.csv"),
            "--against",
            &path("gold_seeds.csv"),
            "--split",
            &path("instrument_split.csv"),
            "--scores",
            "-",
            "--set",
            "paths.codebook=built-in",
        ])
        .succeeds();
    let end = ending.stdout.find("\nwriting: ").unwrap();
    let rows = table(&ending.stdout[..=end]);
    // 22 instruments and all together, three scopes, two halves.
    assert_eq!(rows.len(), 23 * 3 * 2);
    let widest = rows
        .iter()
        .filter(|row| row["half"] == "held-out" && row["scope"] == "exchange");
    for row in widest {
        let f1: f64 = row["f1"].parse().unwrap();
        let n: usize = row["n_gold"].parse().unwrap();
        let least = match row["instrument"].as_str() {
            "" => 0.75,
            _ if n >= 10 => 0.60,
            _ => 0.0,
        };
        assert!(f1 >= least, "{row:?}");
    }
}
