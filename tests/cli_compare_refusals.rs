//! Tables and gold files that cannot be compared, and what `compare` says to do; and tables that
//! lack something and can.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::drawn::{Coding, find};
use support::{Ending, Workspace, refused};

/// Four passages of two actors, with what `label` writes.
const TABLE: &str = "\
passage_id,document_id,actor,role,group,exchange_id,text,predicted_stance,prob_delen,prob_streng,prob_geen
a:0-9,a,VVD,question,g1,a-1,Sluit de grens.,streng,0.1,0.8,0.1
a:10-19,a,Kabinet,answer,g1,a-1,Dat doen wij samen.,delen,0.7,0.2,0.1
b:0-9,b,VVD,question,g2,b-1,Wanneer komt de brief?,geen,0.1,0.1,0.8
b:10-19,b,Kabinet,answer,g2,b-1,De brief komt morgen.,geen,0.2,0.1,0.7
";

/// What a gold file needs.
const GOLD: &str = "passage_id,text,stance,group,pi\n";

fn with(table: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("in.csv", table);
    workspace
}

fn compare(workspace: &Workspace, options: &[&str]) -> Ending {
    let fixed = ["compare", "in.csv", "--out", "shares"];
    workspace.run(&[&fixed[..], options].concat())
}

/// The table without these columns.
fn without(columns: &[&str]) -> String {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let header = reader.headers().unwrap().clone();
    let keep: Vec<usize> = (0..header.len())
        .filter(|&i| !columns.contains(&&header[i]))
        .collect();
    let line = |record: &csv::StringRecord| {
        let fields: Vec<&str> = keep.iter().map(|&i| &record[i]).collect();
        fields.join(",") + "\n"
    };
    let rows = reader.records().map(|record| line(&record.unwrap()));
    line(&header) + &rows.collect::<String>()
}

fn refusal(table: &str, options: &[&str]) -> String {
    let fixed = ["compare", "in.csv", "--out", "shares"];
    refused(&with(table), 2, &[&fixed[..], options].concat())
}

#[test]
fn inclusion_probabilities_that_are_none_are_refused_with_their_place() {
    let with_pi = |pi: &str| {
        let workspace = with(TABLE);
        let gold = format!("{GOLD}a:0-9,Sluit de grens.,streng,g1,0.5\na:10-19,x,delen,g1,{pi}\n");
        workspace.write("drawn.csv", gold);
        let arguments = [
            "compare",
            "in.csv",
            "--gold",
            "drawn.csv",
            "--out",
            "shares",
        ];
        refused(&workspace, 2, &arguments)
    };
    assert_snapshot!(with_pi("0"), @"
    error: drawn.csv, line 3, column `pi`: found `0`, expected a probability above 0 to 1
      help: correct it there, and run the command again
    ");
    assert_snapshot!(with_pi("1.5"), @"
    error: drawn.csv, line 3, column `pi`: found `1.5`, expected a probability above 0 to 1
      help: correct it there, and run the command again
    ");
    assert_snapshot!(with_pi("half"), @"
    error: drawn.csv, line 3, column `pi`: found `half`, expected a probability above 0 to 1
      help: correct it there, and run the command again
    ");
    assert_snapshot!(with_pi("NaN"), @"
    error: drawn.csv, line 3, column `pi`: found `NaN`, expected a probability above 0 to 1
      help: correct it there, and run the command again
    ");
}

/// The message with `[hash]` for each shortened hash of a frame.
fn without_hashes(message: &str) -> String {
    let is_hash = |word: &str| word.len() == 12 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = message.split(' ').map(|word| {
        let bare = word.trim_end_matches(',');
        if is_hash(bare) {
            word.replace(bare, "[hash]")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_that_is_not_the_frame_is_refused() {
    let coding = Coding::of_seeds().coded(&["--n", "60"]);
    let gold = ["--gold", "draw/coded/gold.csv"];
    let mut rows = coding.workspace.records("labelled.csv");
    // One word more in one passage; one passage less.
    let last = rows.pop().unwrap();
    coding.workspace.write_records("in.csv", &rows);
    let message = compare(&coding.workspace, &gold).fails(2);
    assert_snapshot!(without_hashes(&message), @"
    error: the coded passages were drawn from frame [hash], expected [hash], the frame of this table
      help: compare the table from which the sample was drawn, whole (labelling it anew keeps its frame); or draw and code a sample of this one
    ");
    let text = rows[0].iter().position(|name| name == "text").unwrap();
    rows.push(last);
    rows[1][text] += " Nee.";
    coding.workspace.write_records("in.csv", &rows);
    let message = compare(&coding.workspace, &gold).fails(2);
    assert!(message.contains("drawn from frame"), "{message}");
    assert!(!coding.workspace.path("shares").exists());
    // Other labels of the same passages are the same frame.
    rows[1][text] = rows[1][text].replace(" Nee.", "");
    let stance = rows[0]
        .iter()
        .position(|name| name == "predicted_stance")
        .unwrap();
    "none".clone_into(&mut rows[1][stance]);
    coding.workspace.write_records("in.csv", &rows);
    compare(&coding.workspace, &gold).succeeds();
}

#[test]
fn labels_of_texts_that_trained_the_model_are_refused() {
    let table = TABLE
        .replace("prob_geen\n", "prob_geen,in_training\n")
        .replace("0.1\n", "0.1,true\n")
        .replace("0.8\n", "0.8,false\n")
        .replace("0.7\n", "0.7,false\n");
    let message = refusal(&table, &[]);
    assert!(message.contains("2 of 4 passages"), "{message}");
    assert!(message.contains("add `--refit`"), "{message}");
}

#[test]
fn a_faulty_table_is_refused() {
    assert_snapshot!(refusal(&TABLE.replace(",streng,0.1", ",streg,0.1"), &[]), @"
    error: in.csv, line 2, column `predicted_stance`: found `streg`; expected one of delen, streng, geen
      help: correct the field in the file
    ");
    assert_snapshot!(refusal(&TABLE.replace("0.1,0.8,0.1", "0.1,0.8,0.2"), &[]), @"
    error: in.csv, line 2, column `prob_delen`: found `0.1`; expected probabilities of the classes that sum to 1
      help: correct the field in the file
    ");
    assert_snapshot!(refusal(&TABLE.replace("0.1,0.8,0.1", "0.1,veel,0.1"), &[]), @"
    error: in.csv, line 2, column `prob_streng`: found `veel`; expected a number such as 0.25
      help: correct the field in the file
    ");
    assert_snapshot!(refusal(&TABLE.replace("0.1,0.8,0.1", "-0.6,0.8,0.8"), &[]), @"
    error: in.csv, line 2, column `prob_delen`: found `-0.6`; expected a probability from 0 to 1
      help: correct the field in the file
    ");
    assert_snapshot!(refusal(&TABLE.replace("0.1,0.8,0.1", "NaN,0.8,0.2"), &[]), @"
    error: in.csv, line 2, column `prob_delen`: found `NaN`; expected a number such as 0.25
      help: correct the field in the file
    ");
    assert_snapshot!(refusal(&TABLE.replace("a:10-19", "a:0-9"), &[]), @"
    error: passage `a:0-9` occurs twice; expected every passage once
      help: leave out one of the rows, or one of the files
    ");
    assert_snapshot!(refusal(&without(&["text"]), &[]), @"
    error: in.csv: no column `text`; found `passage_id`, `document_id`, `actor`, `role`, `group`, `exchange_id`, `predicted_stance`, `prob_delen`, `prob_streng`, `prob_geen`
      help: rename a column, or name the column to use in the options
    ");
    assert_snapshot!(refusal(&without(&["predicted_stance"]), &[]), @"
    error: in.csv: no column `predicted_stance`; found `passage_id`, `document_id`, `actor`, `role`, `group`, `exchange_id`, `text`, `prob_delen`, `prob_streng`, `prob_geen`
      help: rename a column, or name the column to use in the options
    ");
    assert_snapshot!(refusal("", &[]), @"
    error: in.csv: the file is empty; expected a line with column names
      help: check that the step that made the file has finished
    ");
}

#[test]
fn wrong_use_is_refused() {
    assert_snapshot!(refusal(TABLE, &["--joint", "second"]), @"
    error: invalid value 'second' for '--joint <RULE>'
      [possible values: own, first, each, fractional]

    For more information, try '--help'.
    ");
    assert_snapshot!(refusal(TABLE, &["--refit"]), @"
    error: the following required arguments were not provided:
      --gold <FILE>

    Usage: standpunt compare --out <DIR> --gold <FILE> --refit <LABELLED>

    For more information, try '--help'.
    ");
    assert_snapshot!(refusal(TABLE, &["--gold", "none.csv"]), @"
    error: none.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    let workspace = with(TABLE);
    let itself = ["compare", "none.csv", "--out", "shares"];
    assert_snapshot!(refused(&workspace, 2, &itself), @"
    error: none.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
}

#[test]
fn a_table_without_rows_gives_tables_without_rows() {
    let header = TABLE.lines().next().unwrap();
    let workspace = with(&format!("{header}\n"));
    let ending = compare(&workspace, &[]).succeeds();
    assert_snapshot!(ending.stdout, @"
    share of passages               n  coded             delen            streng              geen
    | share of predicted labels, counted: biased, and no interval covers
    ");
    assert!(workspace.table("shares/stance_by_actor.csv").is_empty());
}

#[test]
fn a_table_without_probabilities_counts_its_labels_as_certain() {
    let columns = ["prob_delen", "prob_streng", "prob_geen"];
    let workspace = with(&without(&columns));
    let ending = compare(&workspace, &[]).succeeds();
    assert!(
        ending.stderr.contains("The table has no prob_ columns"),
        "{}",
        ending.stderr
    );
    let rows = workspace.table("shares/stance_by_actor.csv");
    let row = find(
        &rows,
        &[
            ("actor", "VVD"),
            ("role", "question"),
            ("stance", "streng"),
            ("denominator", "passages"),
        ],
    );
    assert_eq!(
        (row["raw_share"].as_str(), row["status"].as_str()),
        ("0.500000", "descriptive")
    );
    let rows = workspace.table("shares/passages_for_regression.csv");
    assert_eq!(rows.len(), 4);
}

#[test]
fn columns_that_tell_who_and_where_may_be_missing() {
    for columns in [
        &["actor"][..],
        &["role"],
        &["exchange_id"],
        &["group"],
        &["passage_id"],
        &["document_id"],
        &[
            "passage_id",
            "document_id",
            "actor",
            "role",
            "group",
            "exchange_id",
        ],
    ] {
        let workspace = with(&without(columns));
        let ending = compare(&workspace, &[]).succeeds();
        assert!(
            ending.stderr.contains("shares are descriptive"),
            "{}",
            ending.stderr
        );
        let rows = workspace.table("shares/stance_by_actor.csv");
        let all = [
            ("actor", "all"),
            ("role", "all"),
            ("stance", "geen"),
            ("denominator", "passages"),
        ];
        let row = find(&rows, &all);
        assert_eq!(row["raw_share"], "0.500000", "{columns:?}");
        assert_eq!(row["n_passages"], "4", "{columns:?}");
        let actors: Vec<&str> = rows.iter().map(|row| row["actor"].as_str()).collect();
        assert_eq!(
            actors.contains(&"unknown"),
            columns.contains(&"actor"),
            "{columns:?}"
        );
    }
}
