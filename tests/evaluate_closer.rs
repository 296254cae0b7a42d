//! `standpunt evaluate` looking closer: passages behind a cell, learning curve, robustness grid.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use support::Workspace;

#[test]
fn every_wrong_passage_stands_in_errors_with_its_text() {
    let workspace = Workspace::new();
    workspace.run(&["evaluate", "--out", "scores"]).succeeds();
    let tested = workspace.table("scores/out_of_fold.csv");
    let key = |row: &std::collections::BTreeMap<String, String>| {
        (row["split"].clone(), row["passage_id"].clone())
    };
    let wrong: BTreeSet<_> = tested
        .iter()
        .filter(|row| row["is_right"] == "false")
        .map(key)
        .collect();
    let errors = workspace.table("scores/errors.csv");
    assert!(!wrong.is_empty());
    assert_eq!(errors.iter().map(key).collect::<BTreeSet<_>>(), wrong);
    assert!(errors.iter().all(|row| !row["text"].is_empty()));
    // Every cell of the confusion matrix has as many passages as it says.
    for cell in workspace.table("scores/confusion.csv") {
        let is_in = |row: &&std::collections::BTreeMap<String, String>| {
            ["split", "gold", "predicted"]
                .iter()
                .all(|column| row[*column] == cell[*column])
        };
        assert_eq!(
            tested.iter().filter(is_in).count().to_string(),
            cell["n"],
            "{cell:?}"
        );
    }
}

#[test]
fn forward_in_time_tests_the_later_document_only() {
    let workspace = Workspace::new();
    workspace.run(&["evaluate", "--out", "scores"]).succeeds();
    let rows = workspace.table("scores/out_of_fold.csv");
    let forward: Vec<_> = rows
        .iter()
        .filter(|row| row["split"] == "forward-in-time")
        .collect();
    // The letter is of 2030-01-15, the debate of 2030-02; 11 of the 22 passages are of the debate.
    assert_eq!(forward.len(), 11);
    assert!(
        forward
            .iter()
            .all(|row| row["fold"] == "2030-02" && row["document_id"] == "overleg")
    );
}

#[test]
fn a_cell_is_printed_with_the_words_that_counted() {
    let workspace = Workspace::new();
    let arguments = ["evaluate", "--out", "scores", "--cell", "delen:delen"];
    let text = workspace.run(&arguments).succeeds().stdout;
    assert!(text.contains("\ncoded delen, predicted delen: "), "{text}");
    assert!(
        text.contains("\nbrief:206-407  Kabinet, letter\n"),
        "{text}"
    );
    assert!(text.contains("  counted for it: "), "{text}");
    assert!(
        text.contains("    De gemeenschappelijke opvang verdient steun van alle lidstaten."),
        "{text}"
    );
    let of_passages = text.lines().filter(|line| line.starts_with("    "));
    assert!(of_passages.clone().count() > 1);
    assert!(
        of_passages
            .map(|line| line.chars().count())
            .all(|n| n <= 96)
    );
}

#[test]
fn a_cell_of_no_class_is_refused_before_anything_is_trained() {
    let workspace = Workspace::new();
    let arguments = ["evaluate", "--out", "scores", "--cell", "delen:gene"];
    insta::assert_snapshot!(workspace.run(&arguments).fails(2), @"
    error: --cell: there is no class `gene`
      help: a cell is the coded class, a colon and the predicted class; classes: delen, streng, geen
    ");
    let arguments = ["evaluate", "--out", "scores", "--cell", "delen"];
    insta::assert_snapshot!(workspace.run(&arguments).fails(2), @"
    error: --cell: found `delen`, expected GOLD:PREDICTED
      help: a cell is the coded class, a colon and the predicted class; classes: delen, streng, geen
    ");
    assert!(!workspace.path("scores").exists());
}

#[test]
fn the_learning_curve_is_drawn_and_written() {
    let workspace = Workspace::new();
    let arguments = ["evaluate", "--out", "scores", "--learning-curve"];
    let text = workspace.run(&arguments).succeeds().stdout;
    assert!(
        text.contains("the next 100 coded passages (22 to 122): macro-F1, higher by "),
        "{text}"
    );
    let points = workspace.table("scores/learning_curve.csv");
    let orders: BTreeSet<&str> = points.iter().map(|row| row["order"].as_str()).collect();
    assert_eq!(orders.len(), 5);
    // There are no written examples here, so that one curve has gains: one a metric.
    let gains = workspace.table("scores/learning_gain.csv");
    assert_eq!(gains.len(), 2);
    assert!(gains.iter().all(|row| row["n"] == "22"));
    let package = workspace.read("scores/datapackage.json");
    assert!(package.contains("learning_curve.csv") && package.contains("learning_gain.csv"));
}

#[test]
fn the_robustness_grid_names_what_moves() {
    let workspace = Workspace::new();
    let arguments = ["evaluate", "--out", "scores", "--robustness"];
    let text = workspace.run(&arguments).succeeds().stdout;
    let rows = workspace.table("scores/robustness.csv");
    let mut variants: Vec<&str> = rows.iter().map(|row| row["variant"].as_str()).collect();
    variants.dedup();
    assert_eq!(
        variants,
        [
            "default",
            "stemmer=none",
            "max_words=40",
            "max_words=80",
            "max_words=160",
            "quotations=removed"
        ]
    );
    for variant in variants {
        assert!(text.contains(&format!("  {variant} ")), "{text}");
    }
    // The default labels what leave-one-document-out labels, with the same models.
    let score = |table: &str, of: &dyn Fn(&std::collections::BTreeMap<String, String>) -> bool| {
        let rows = workspace.table(table);
        rows.into_iter().find(|row| of(row)).unwrap()
    };
    let of_grid = score("scores/robustness.csv", &|row| {
        row["variant"] == "default" && row["measure"] == "macro_f1"
    });
    let of_split = score("scores/evaluation.csv", &|row| {
        row["split"] == "leave-one-document-out" && row["metric"] == "macro_f1"
    });
    assert_eq!(
        (&of_grid["estimate"], &of_grid["n"]),
        (&of_split["estimate"], &of_split["n"])
    );
    let shares = workspace.table("scores/robustness_shares.csv");
    assert!(shares.iter().any(|row| row["actor"] == "Kabinet"));
}

#[test]
fn all_of_it_is_the_same_with_any_number_of_threads() {
    let workspace = Workspace::new();
    for threads in ["1", "2"] {
        let arguments = ["evaluate", "--out", threads, "--threads", threads];
        let more = ["--learning-curve", "--robustness"];
        workspace
            .run(&[&arguments[..], &more[..]].concat())
            .succeeds();
    }
    assert_eq!(workspace.files("1"), workspace.files("2"));
}

#[test]
fn a_corpus_without_the_coded_documents_is_refused() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("elders")).unwrap();
    workspace.write("elders/nota.txt", "Dit is een nota over iets anders.\n");
    let arguments = [
        "evaluate",
        "--out",
        "scores",
        "--robustness",
        "--set",
        "corpus.dir=\"elders\"",
    ];
    insta::assert_snapshot!(workspace.run(&arguments).fails(2), @r#"
    error: no coded passage stands in the documents of elders
      help: name the folder of the documents that were coded: --set corpus.dir="…"
    "#);
}

#[test]
fn closer_looks_are_at_one_gold_file_and_one_setting() {
    let workspace = Workspace::new();
    for flag in ["--learning-curve", "--robustness"] {
        let arguments = ["evaluate", "--out", "scores", "--test-on", "gold.csv", flag];
        let message = workspace.run(&arguments).fails(2);
        assert!(message.contains("cannot be used with"), "{message}");
    }
}

#[test]
fn gold_that_cannot_be_divided_is_refused_with_a_remedy() {
    let workspace = Workspace::new();
    let one_group =
        "passage_id,text,stance,group\na:0-5,een twee,streng,g\na:5-9,drie vier,geen,g\n";
    workspace.write("one.csv", one_group);
    let arguments = ["evaluate", "--gold", "one.csv", "--out", "scores"];
    let message = workspace.run(&arguments).fails(2);
    assert!(
        message.contains("cannot be divided") && message.contains("code passages"),
        "{message}"
    );
    assert!(!workspace.path("scores").exists());
}
