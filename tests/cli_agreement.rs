//! What `agreement` measures on files of codings, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

/// Twelve passages in six groups, two coders; the classes of the small codebook.
fn codings() -> String {
    let a = "delen delen geen geen streng streng delen geen geen streng delen geen";
    let b = "delen delen geen geen streng geen delen geen geen streng streng geen";
    let mut text = "passage_id,coder,stance,comment,group,text\n".to_owned();
    for (coder, line) in [("anna", a), ("bob", b)] {
        for (i, stance) in line.split(' ').enumerate() {
            let comment = if coder == "bob" && i == 5 {
                "twijfel"
            } else {
                ""
            };
            let group = i / 2;
            let row = format!("p{i:02},{coder},{stance},{comment},g{group},Tekst {i}.\n");
            text.push_str(&row);
        }
    }
    text
}

#[test]
fn the_shipped_gold_file_has_the_alpha_that_stands_beside_it() {
    let workspace = Workspace::new();
    let gold = concat!(env!("CARGO_MANIFEST_DIR"), "/data/gold_seeds.csv");
    let ending = workspace
        .run(&[
            "agreement",
            gold,
            "--out",
            "out",
            "--set",
            "paths.codebook=\"built-in\"",
        ])
        .succeeds();
    let rows = workspace.table("out/agreement.csv");
    // data/gold_seeds.meta.toml: alpha = 0.93.
    let alpha: f64 = rows[0]["estimate"].parse().unwrap();
    assert!((alpha - 0.93).abs() < 0.005, "{alpha}");
    assert!(ending.stdout.contains("2 coders (coder_a, coder_b)"));
    let pairs = workspace.table("out/agreement_pairs.csv");
    let n: usize = pairs
        .iter()
        .map(|row| row["n_passages"].parse::<usize>().unwrap())
        .sum();
    assert_eq!(n.to_string(), rows[0]["n_passages"]);
}

#[test]
fn agreement_is_told_in_words_and_tables() {
    let workspace = Workspace::new();
    workspace.write("codings.csv", codings());
    workspace.write(
        "evaluation.csv",
        "split,metric,stance,estimator,estimate,conf_low,conf_high,conf_level,n,n_groups,method\n\
         grouped,macro_f1,,model,0.650000,0.590000,0.700000,0.950000,552,43,m\n\
         grouped,macro_f1,,majority_class,0.100000,,,,552,43,m\n",
    );
    let arguments = [
        "agreement",
        "codings.csv",
        "--evaluation",
        "evaluation.csv",
        "--out",
        "out",
    ];
    let ending = workspace.run(&arguments).succeeds();
    let rows = workspace.table("out/agreement.csv");
    let find = |measure: &str| {
        let row = rows.iter().find(|row| row["measure"] == measure);
        row.unwrap().clone()
    };
    // By hand: 10 of 12 agree. n = (delen 7, streng 6, geen 11), squares 49 + 36 + 121 = 206,
    // alpha = 1 - 23 * (24 - 20) / (576 - 206) = 1 - 92 / 370.
    let alpha: f64 = find("krippendorff_alpha")["estimate"].parse().unwrap();
    assert!((alpha - (1.0 - 92.0 / 370.0)).abs() < 1e-6, "{alpha}");
    assert_eq!(find("raw_agreement")["estimate"], "0.833333");
    assert_eq!(find("krippendorff_alpha")["n_clusters"], "6");
    let model = rows.iter().find(|row| row["coder_a"] == "model").unwrap();
    assert_eq!(
        (model["split"].as_str(), model["estimate"].as_str()),
        ("grouped", "0.650000")
    );
    assert!(
        ending.stdout.contains("do not publish"),
        "{}",
        ending.stdout
    );
    assert!(ending.stdout.contains("anna (rows) against bob (columns)"));
    assert!(
        ending
            .stdout
            .contains("macro-F1 of the model, grouped: 0.650 [0.590, 0.700]")
    );
    assert_snapshot!(workspace.read("out/disagreements.csv"), @r"
    passage_id,stance,codings,comments,document_id,actor,text
    p05,,anna: streng; bob: geen,bob: twijfel,,,Tekst 5.
    p10,,anna: delen; bob: streng,,,,Tekst 10.
    ");
    let package = workspace.read("out/datapackage.json");
    assert!(package.contains("agreement_pairs.csv"));
    let first = workspace.files("out");
    workspace
        .run(&[&arguments[..], &["--threads", "1"]].concat())
        .succeeds();
    assert_eq!(workspace.files("out"), first);
}

#[test]
fn final_labels_can_be_held_against_new_codings() {
    let workspace = Workspace::new();
    let gold: Vec<String> = workspace
        .table("gold.csv")
        .iter()
        .map(|row| format!("{},anna,{}\n", row["passage_id"], row["stance"]))
        .collect();
    workspace.write(
        "anna.csv",
        format!("passage_id,coder,stance\n{}", gold.concat()),
    );
    let ending = workspace
        .run(&["agreement", "anna.csv", "final=gold.csv"])
        .succeeds();
    assert!(
        ending.stdout.contains("2 coders (anna, final)"),
        "{}",
        ending.stdout
    );
}

#[test]
fn codings_that_tell_nothing_are_refused_with_what_to_do() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.run(&["agreement", "gold.csv"]).fails(2), @"
    error: gold.csv: who coded is not told; expected a column `coder`, or `coder_a` and `coder_b`
      help: name the coder before the file: anna=gold.csv
    ");
    assert_snapshot!(workspace.run(&["agreement", "anna=gold.csv"]).fails(2), @"
    error: no passage has codings of two coders; found 22 codings by `anna`
      help: give the files of two coders who coded the same passages
    ");
    workspace.write(
        "twice.csv",
        "passage_id,coder,stance\np1,anna,delen\np1,anna,geen\n",
    );
    assert_snapshot!(workspace.run(&["agreement", "twice.csv"]).fails(2), @"
    error: passage `p1` is coded twice by `anna`: as `delen` in twice.csv, and as `geen` in twice.csv
      help: keep one of the two; where two coders have the same name, name each before the file: anna=first.json
    ");
    workspace.write("class.csv", "passage_id,coder,stance\np1,anna,gaan\n");
    assert_snapshot!(workspace.run(&["agreement", "class.csv"]).fails(2), @"
    error: class.csv, line 2, column `stance`: found `gaan`, expected one of delen, streng, geen
      help: correct it there, and run the command again
    ");
    assert_snapshot!(workspace.run(&["agreement", "niet.csv"]).fails(2), @"
    error: niet.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    assert_eq!(
        workspace.names("").iter().filter(|n| *n == "out").count(),
        0
    );
}
