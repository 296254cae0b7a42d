//! What counts in a comparison, for whom, and what is said of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::drawn::{Coding, find, share_of};
use support::{Ending, Workspace};

/// What `compare` says on standard output and standard error.
fn said(ending: &Ending) -> String {
    format!("{}---\n{}", ending.stdout, ending.stderr)
}

/// Labels of the small gold file by a model that has seen other texts only.
fn labelled() -> Workspace {
    let workspace = Workspace::new();
    let gold = workspace.read("gold.csv");
    let mut reader = csv::Reader::from_reader(gold.as_bytes());
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = [
        "passage_id",
        "document_id",
        "date",
        "actor",
        "role",
        "group",
        "text",
        "predicted_stance",
        "prob_delen",
        "prob_streng",
        "prob_geen",
    ];
    table.write_record(header).unwrap();
    for (i, row) in reader
        .deserialize::<support::drawn::Row>()
        .map(Result::unwrap)
        .enumerate()
    {
        let predicted = (i * i + i / 3) % 3;
        let stance = support::CLASSES[predicted];
        let p = |k: usize| if k == predicted { "0.6" } else { "0.2" };
        let own: Vec<&str> = header[..7].iter().map(|name| row[*name].as_str()).collect();
        table
            .write_record([&own[..], &[stance, p(0), p(1), p(2)]].concat())
            .unwrap();
    }
    workspace.write("labelled.csv", table.into_inner().unwrap());
    workspace
}

/// Codes what was drawn as the small gold file has it.
fn code(workspace: &Workspace, options: &[&str]) {
    let sample = [
        "sample",
        "labelled.csv",
        "--coders",
        "anna",
        "--out",
        "draw",
    ];
    workspace.run(&[&sample[..], options].concat()).succeeds();
    let gold = workspace.table("gold.csv");
    let mut rows = workspace.records("draw/to_code_anna.csv");
    let stance = rows[0].iter().position(|name| name == "stance").unwrap();
    for row in rows.iter_mut().skip(1) {
        let coded = find(&gold, &[("passage_id", &row[0])]);
        row[stance].clone_from(&coded["stance"]);
    }
    workspace.write_records("anna.csv", &rows);
    let collect = ["collect", "draw", "anna.csv", "--standard", "expert"];
    workspace.run(&collect).succeeds();
}

const COMPARE: [&str; 4] = ["compare", "labelled.csv", "--out", "shares"];

#[test]
fn the_summary_and_the_warnings_of_a_small_sample() {
    let workspace = labelled();
    code(&workspace, &["--n", "18", "--strata", "none"]);
    let gold = ["--gold", "draw/coded/gold.csv"];
    let ending = workspace.run(&[&COMPARE[..], &gold].concat()).succeeds();
    assert_snapshot!(said(&ending), @"
    share of passages               n  coded                    delen                   streng                     geen
      Kabinet, answer               4      4              0.50 | 0.25              0.00 | 0.75              0.50 | 0.00
      Kabinet, letter              11      9                   | 0.36                   | 0.36                   | 0.27
      D66, question                 3      2                   | 0.33                   | 0.00                   | 0.67
      PVV, question                 1      1              0.00 | 1.00              1.00 | 0.00              0.00 | 0.00
      VVD, question                 3      2                   | 0.00                   | 0.67                   | 0.33
    share among all passages, where all are coded; | share of predicted labels, counted: biased, and no interval covers
    ---
    warning: Fewer than 25 coded passages, too few for a headline: D66 (question, 2), PVV (question, 1), VVD (question, 2), Kabinet (answer, 4), Kabinet (letter, 9).
    warning: The gold file states no agreement of its coders: report Krippendorff's alpha beside the shares (`standpunt agreement`).
    warning: Macro-F1 of the predictions on the coded passages is 0.22, below 0.50: raw shares are a rough guide at best.
    warning: Rows `beyond-corpus` hold only if the 2 documents are like a sample of such papers; the clusters are groups.
    warning: 54 of 78 shares of passages in stance_by_actor.csv are not estimable, for want of codings or clusters.
    ");
    assert_snapshot!(workspace.read("shares/warnings.csv"), @r#"
    code,message
    few-codings,"Fewer than 25 coded passages, too few for a headline: D66 (question, 2), PVV (question, 1), VVD (question, 2), Kabinet (answer, 4), Kabinet (letter, 9)."
    agreement,The gold file states no agreement of its coders: report Krippendorff's alpha beside the shares (`standpunt agreement`).
    low-macro-f1-in-comparison,"Macro-F1 of the predictions on the coded passages is 0.22, below 0.50: raw shares are a rough guide at best."
    chosen-documents,Rows `beyond-corpus` hold only if the 2 documents are like a sample of such papers; the clusters are groups.
    cells-not-estimable,"54 of 78 shares of passages in stance_by_actor.csv are not estimable, for want of codings or clusters."
    "#);
}

#[test]
fn a_census_is_told_with_its_standard() {
    let workspace = labelled();
    let gold = ["--gold", "gold.csv"];
    let ending = workspace.run(&[&COMPARE[..], &gold].concat()).succeeds();
    assert_snapshot!(said(&ending), @"
    share of passages               n  coded             delen            streng              geen
      Kabinet, answer               4      4       0.50 | 0.25       0.00 | 0.75       0.50 | 0.00
      Kabinet, letter              11     11       0.36 | 0.36       0.36 | 0.36       0.27 | 0.27
      D66, question                 3      3       0.67 | 0.33       0.00 | 0.00       0.33 | 0.67
      PVV, question                 1      1       0.00 | 1.00       1.00 | 0.00       0.00 | 0.00
      VVD, question                 3      3       0.00 | 0.00       0.67 | 0.67       0.33 | 0.33
    share among all passages, where all are coded; | share of predicted labels, counted: biased, and no interval covers
    ---
    warning: Estimates are relative to the reference standard `adjudicated-llm`: their intervals do not hold against human coding.
    warning: Fewer than 25 coded passages, too few for a headline: D66 (question, 3), PVV (question, 1), VVD (question, 3), Kabinet (answer, 4), Kabinet (letter, 11).
    warning: The gold file states no agreement of its coders: report Krippendorff's alpha beside the shares (`standpunt agreement`).
    warning: Macro-F1 of the predictions on the coded passages is 0.23, below 0.50: raw shares are a rough guide at best.
    warning: Rows `beyond-corpus` hold only if the 2 documents are like a sample of such papers; the clusters are groups.
    warning: 27 of 78 shares of passages in stance_by_actor.csv are not estimable, for want of codings or clusters.
    ");
}

#[test]
fn codings_that_nobody_knows_how_were_chosen_enter_no_estimate() {
    let workspace = labelled();
    let gold = workspace.read("gold.csv");
    let some: Vec<&str> = gold.lines().take(15).collect();
    workspace.write("some.csv", some.join("\n") + "\n");
    let some = ["--gold", "some.csv"];
    let ending = workspace.run(&[&COMPARE[..], &some].concat()).succeeds();
    assert_snapshot!(said(&ending), @"
    share of passages               n  coded             delen            streng              geen
      Kabinet, answer               4      0            | 0.25            | 0.75            | 0.00
      Kabinet, letter              11     11       0.36 | 0.36       0.36 | 0.36       0.27 | 0.27
      D66, question                 3      0            | 0.33            | 0.00            | 0.67
      PVV, question                 1      0            | 1.00            | 0.00            | 0.00
      VVD, question                 3      3       0.00 | 0.00       0.67 | 0.67       0.33 | 0.33
    share among all passages, where all are coded; | share of predicted labels, counted: biased, and no interval covers
    ---
    warning: No random sample of these passages is coded: shares are descriptive, and no interval is given. To get intervals: `standpunt sample`, code the passages, `standpunt collect`, then `standpunt compare --gold` with its gold.csv (docs/sampling-and-coding.md).
    warning: 14 coded passages have no known inclusion probability: they may train a model, and enter no estimate.
    warning: The gold file states no agreement of its coders: report Krippendorff's alpha beside the shares (`standpunt agreement`).
    warning: Macro-F1 of the predictions on the coded passages is 0.19, below 0.50: raw shares are a rough guide at best.
    warning: 12 of 51 shares of passages in stance_by_actor.csv are not estimable, for want of codings or clusters.
    ");
    // The 14 are the eleven passages of the letter and three questions of the VVD: what is coded
    // whole is a census, however that came about; nothing else has an estimate.
    for row in workspace.table("shares/stance_by_actor.csv") {
        let is_whole = row["n_coded"] == row["n_passages"];
        assert_eq!(is_whole, row["n_coded"] != "0");
        if !is_whole {
            assert_eq!(row["status"], "descriptive");
            assert_eq!(
                (row["estimate"].as_str(), row["conf_low"].as_str()),
                ("", "")
            );
        } else if row["inference"] == "corpus" {
            assert_eq!(
                (row["status"].as_str(), row["conf_low"].as_str()),
                ("census", "")
            );
        } else {
            // Somebody chose to code these: beyond them they say nothing.
            assert_eq!(
                (row["status"].as_str(), row["conf_low"].as_str()),
                ("not-estimable", "")
            );
        }
    }
}

#[test]
fn only_the_drawn_codings_of_two_files_enter_the_estimates() {
    let workspace = labelled();
    code(&workspace, &["--n", "14", "--strata", "none"]);
    let drawn = workspace.table("draw/sample.csv");
    let gold = workspace.read("gold.csv");
    let is_drawn = |line: &str| {
        drawn
            .iter()
            .any(|row| line.starts_with(&format!("{},", row["passage_id"])))
    };
    let others: Vec<&str> = gold.lines().filter(|line| !is_drawn(line)).collect();
    assert_eq!(others.len(), 1 + 22 - 14);
    // Four of the eight others.
    workspace.write("others.csv", others[..5].join("\n") + "\n");
    let compare = |out: &str, files: &[&str]| {
        let mut arguments = vec!["compare", "labelled.csv", "--out", out];
        for file in files {
            arguments.extend(["--gold", file]);
        }
        let ending = workspace.run(&arguments).succeeds();
        (
            ending,
            workspace.table(&format!("{out}/stance_by_actor.csv")),
        )
    };
    let (_, alone) = compare("alone", &["draw/coded/gold.csv"]);
    let (ending, both) = compare("both", &["draw/coded/gold.csv", "others.csv"]);
    assert!(
        ending
            .stderr
            .contains("4 coded passages have no known inclusion probability"),
        "{}",
        ending.stderr
    );
    let place = |rows: &[support::drawn::Row]| {
        let row = share_of(rows, "all", "all", "geen");
        [
            "estimate",
            "std_error",
            "conf_low",
            "conf_high",
            "n_coded",
            "design",
            "reference_standard",
        ]
        .map(|column| row[column].clone())
    };
    assert_eq!(place(&alone), place(&both));
    assert_eq!(
        share_of(&both, "all", "all", "geen")["n_coded_unknown_pi"],
        "4"
    );
    // Of a passage in both files the drawn coding counts; of two that nobody drew none is chosen.
    workspace.write("gold_again.csv", gold);
    let (_, all) = compare("all", &["gold_again.csv", "draw/coded/gold.csv"]);
    let row = share_of(&all, "all", "all", "geen");
    assert_eq!(
        (row["status"].as_str(), row["n_coded"].as_str()),
        ("census", "22")
    );
    let twice = [
        "compare",
        "labelled.csv",
        "--gold",
        "gold.csv",
        "--gold",
        "gold_again.csv",
        "--out",
        "x",
    ];
    let message = workspace.run(&twice).fails(2);
    assert!(message.contains("stands in two gold files"), "{message}");
}

#[test]
fn predictions_of_two_models_are_warned_of_and_those_of_one_are_not() {
    // Every label of the seeds is out of fold.
    let coding = Coding::of_seeds().coded(&["--n", "60"]);
    let warned = "the correction then mixes two models";
    let ending = coding.compare();
    assert!(!ending.stderr.contains(warned), "{}", ending.stderr);
    // Those of passages that were not drawn come from another model.
    let drawn = coding.workspace.table("draw/sample.csv");
    let mut rows = coding.workspace.records("labelled.csv");
    let column = rows[0]
        .iter()
        .position(|name| name == "out_of_fold")
        .unwrap();
    let trained = rows[0]
        .iter()
        .position(|name| name == "in_training")
        .unwrap();
    for row in rows.iter_mut().skip(1) {
        if !drawn.iter().any(|drawn| drawn["passage_id"] == row[0]) {
            "false".clone_into(&mut row[column]);
            "false".clone_into(&mut row[trained]);
        }
    }
    coding.workspace.write_records("labelled.csv", &rows);
    let ending = coding.compare();
    assert!(
        ending
            .stderr
            .contains("60 drawn passages are labelled out of fold"),
        "{}",
        ending.stderr
    );
}

#[test]
fn the_order_of_rows_and_the_number_of_threads_change_no_byte() {
    let coding = Coding::compared(&["--n", "172"]);
    let workspace = &coding.workspace;
    let expected = workspace.files("shares");
    let gold = "draw/coded/gold.csv";
    for threads in ["1", "2"] {
        let arguments = [
            "compare",
            "labelled.csv",
            "--gold",
            gold,
            "--out",
            "threads",
            "--threads",
            threads,
        ];
        workspace.run(&arguments).succeeds();
        assert!(
            workspace.files("threads") == expected,
            "--threads {threads}"
        );
        let mut command = workspace.command();
        command.env("RAYON_NUM_THREADS", threads);
        command.args(&arguments[..6]).assert().success();
        assert!(workspace.files("threads") == expected, "{threads} by Rayon");
    }
    let mut rows = workspace.records("labelled.csv");
    rows[1..].reverse();
    // 7 and 551 or 552 rows share no factor: a fixed shuffle.
    let n = rows.len() - 1;
    let shuffled: Vec<Vec<String>> = (0..n).map(|i| rows[1 + i * 5 % n].clone()).collect();
    rows.splice(1.., shuffled);
    workspace.write_records("shuffled.csv", &rows);
    let arguments = [
        "compare",
        "shuffled.csv",
        "--gold",
        gold,
        "--out",
        "shuffled",
    ];
    workspace.run(&arguments).succeeds();
    for (name, bytes) in workspace.files("shuffled") {
        let is_same = expected.get(&name) == Some(&bytes);
        assert!(is_same || name == "manifest.json", "{name}");
    }
    assert_eq!(workspace.names("shuffled"), workspace.names("shares"));
}

#[test]
fn a_table_without_actors_or_passages_is_warned_of() {
    let workspace = Workspace::new();
    let header = "passage_id,text,predicted_stance\n";
    workspace.write(
        "anonymous.csv",
        format!("{header}a,De opvang is vol.,delen\nb,Grenzen dicht.,streng\n"),
    );
    workspace.write("empty.csv", header);
    let compare = |table: &str| {
        let arguments = ["--quiet", "compare", table, "--out", "compared"];
        workspace.run(&arguments).succeeds();
        workspace.read("compared/warnings.csv")
    };
    let warnings = compare("anonymous.csv");
    assert!(
        warnings.contains("unknown-actors,\"2 of 2 passages have no known actor"),
        "{warnings}"
    );
    assert!(!warnings.contains("no-passages"), "{warnings}");
    let warnings = compare("empty.csv");
    assert!(warnings.contains("no-passages,"), "{warnings}");
    assert!(!warnings.contains("unknown-actors"), "{warnings}");
}
