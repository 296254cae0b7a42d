//! The model card: what it says is what was measured.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use support::Workspace;

type Row = BTreeMap<String, String>;

fn carded() -> Workspace {
    let workspace = Workspace::new();
    workspace.run(&["train", "--out", "model.json"]).succeeds();
    workspace
}

fn number(field: &str) -> f64 {
    field.parse().unwrap()
}

/// `0.908 [0.788, 1.000]`, as the card writes a score.
fn score(row: &Row) -> String {
    let part = |column: &str| number(&row[column]);
    format!(
        "{:.3} [{:.3}, {:.3}]",
        part("estimate"),
        part("conf_low"),
        part("conf_high")
    )
}

#[test]
fn every_section_is_there_in_the_order_of_mitchell_et_al() {
    let card = carded().read("model.md");
    let headings: Vec<&str> = card
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert_eq!(
        headings,
        [
            "Model details",
            "Intended use",
            "Factors",
            "Metrics",
            "Evaluation data",
            "Training data",
            "Quantitative analyses",
            "Ethical considerations",
            "Caveats and recommendations"
        ]
    );
    assert!(card.ends_with('\n') && !card.contains("\n\n\n"));
}

#[test]
fn the_scores_are_those_of_evaluate() {
    let workspace = carded();
    workspace.run(&["evaluate", "--out", "scores"]).succeeds();
    let card = workspace.read("model.md");
    let rows = workspace.table("scores/evaluation.csv");
    let of = |split: &str, metric: &str, stance: &str| -> &Row {
        let wanted = |row: &&Row| {
            (
                row["split"].as_str(),
                row["metric"].as_str(),
                row["stance"].as_str(),
                row["estimator"].as_str(),
            ) == (split, metric, stance, "model")
        };
        rows.iter().find(wanted).unwrap()
    };
    let (grouped, document) = ("grouped", "leave-one-document-out");
    for (metric, name) in [
        ("macro_f1", "macro-F1"),
        ("accuracy", "accuracy"),
        ("log_loss", "log loss (nats)"),
    ] {
        let line = format!(
            "| {name} | {} | {} | – |",
            score(of(grouped, metric, "")),
            score(of(document, metric, ""))
        );
        assert!(card.contains(&line), "{line}");
    }
    for class in ["delen", "streng", "geen"] {
        let [precision, recall, f1] =
            ["precision", "recall", "f1"].map(|metric| of(grouped, metric, class));
        let line = format!(
            "| {class} | {} | {} | {} | {} | {} |",
            recall["n"],
            precision["n"],
            score(precision),
            score(recall),
            score(f1)
        );
        assert!(card.contains(&line), "{line}");
    }
    for row in workspace.table("scores/recall_by_actor.csv") {
        let two = |column: &str| number(&row[column]);
        let cell = format!(
            "{} of {}: {:.2} [{:.2}, {:.2}]",
            row["n_correct"],
            row["n"],
            two("recall"),
            two("conf_low"),
            two("conf_high")
        );
        let line = card.lines().find(|line| {
            line.starts_with(&format!("| {} |", row["actor"])) && line.contains(" of ")
        });
        assert!(
            row["split"] != grouped || line.unwrap().contains(&cell),
            "{cell}"
        );
    }
}

#[test]
fn train_and_run_write_the_same_card_whatever_the_threads() {
    let workspace = carded();
    workspace
        .run(&["run", "--out", "reports", "--threads", "1"])
        .succeeds();
    assert_eq!(
        workspace.read("reports/model_card.md"),
        workspace.read("model.md")
    );
    assert_eq!(
        workspace.read("reports/model.json"),
        workspace.read("model.json")
    );
}

#[test]
fn check_compares_the_card_with_the_one_beside_the_model() {
    let workspace = Workspace::new();
    workspace
        .run(&["check", "--tables", "tables", "--write"])
        .succeeds();
    workspace.run(&["check", "--tables", "tables"]).succeeds();
    let card = workspace.read("model.md");
    workspace.write("model.md", card.replace("## Metrics", "## Cijfers"));
    let ending = workspace.run(&["check", "--tables", "tables"]);
    assert_eq!(ending.code, Some(1));
    assert!(ending.stdout.contains("model.md, line ") && ending.stdout.contains("## Cijfers"));
    assert!(
        !workspace
            .names("tables")
            .contains(&"model_card.md".to_owned())
    );
}

#[test]
fn what_a_gold_file_does_not_tell_is_said_to_be_unknown() {
    let workspace = Workspace::new();
    let mut bare = "passage_id,text,stance,group\n".to_owned();
    for (i, row) in workspace.table("gold.csv").iter().enumerate() {
        let (text, stance, group) = (&row["text"], &row["stance"], &row["group"]);
        writeln!(bare, "p{i},\"{text}\",{stance},{group}").unwrap();
    }
    workspace.write("bare.csv", bare);
    workspace
        .run(&["train", "--gold", "bare.csv", "--out", "bare.json"])
        .succeeds();
    let card = workspace.read("bare.md");
    for sentence in [
        "- **Actors**: not known: the passages name no actor",
        "- **Roles**: not known: the passages name no role",
        "- **Documents**: not known: the passages name no document",
        "- **Reference standard**: coded by unknown coders. How it was coded is not stated.",
        "- **Agreement**: not known: the file has no single codings",
        "- **Licence of the passages**: not stated",
        "The passages name no actor: how scores differ between actors is not known.",
        "The passages name no role: how scores differ between genres is not known.",
        "what the model does on a document it has not seen is not known.",
        "- `leave-one-document-out`: not possible: ",
        "No written examples were trained on.",
    ] {
        assert!(card.contains(sentence), "{sentence}");
    }
}

#[test]
fn the_agreement_of_two_coders_is_computed() {
    let workspace = Workspace::new();
    let rows = workspace.table("gold.csv");
    let mut coded = "passage_id,text,stance,group,coder_a,coder_b\n".to_owned();
    let first = rows
        .iter()
        .position(|row| row["stance"] == "delen")
        .unwrap();
    for (i, row) in rows.iter().enumerate() {
        let stance = row["stance"].as_str();
        let second = if i == first { "streng" } else { stance };
        let (text, group) = (&row["text"], &row["group"]);
        writeln!(coded, "p{i},\"{text}\",{stance},{group},{stance},{second}").unwrap();
    }
    workspace.write("coded.csv", coded);
    workspace
        .run(&["train", "--gold", "coded.csv", "--out", "coded.json"])
        .succeeds();
    // 8 delen, 7 streng, 7 geen; of 44 codings 15, 15 and 14; 42 of them in pairs that agree:
    // 1 − 43 · 2 / (44² − 15² − 15² − 14²) = 1 − 86 / 1290 = .933.
    let sentence = "alpha (nominal) of the two codings 0.93, computed from 22 passages with both; they agree \
                    on 21 (95.5 %)";
    assert!(workspace.read("coded.md").contains(sentence));
}

#[test]
fn a_card_can_be_left_out_and_needs_a_place() {
    let workspace = Workspace::new();
    workspace
        .run(&["train", "--no-card", "--out", "bare.json"])
        .succeeds();
    assert!(!workspace.path("bare.md").exists());
    let names = workspace.names(".");
    let model = workspace.run(&["train", "--out", "-"]).succeeds().stdout;
    assert_eq!(model, workspace.read("bare.json"));
    assert_eq!(workspace.names("."), names);
    let message = workspace.run(&["train", "--out", "model.md"]).fails(2);
    assert_eq!(
        message,
        "error: model.md: model and card would be one file\n  help: give the model another extension, as in model.json\n"
    );
}

#[test]
fn training_tells_how_much_was_fitted() {
    let said = Workspace::new()
        .run(&["train", "--no-card", "--out", "model.json"])
        .succeeds()
        .stderr;
    let (_, effort) = said.split_once(" terms, ").unwrap();
    let (values, rest) = effort.split_once(" values, ").unwrap();
    assert!(values.parse::<usize>().unwrap() > 0, "{said}");
    let (evaluations, rest) = rest.split_once(' ').unwrap();
    assert!(evaluations.parse::<usize>().unwrap() > 0, "{said}");
    assert!(
        rest.starts_with("evaluations of loss and gradient; written to model.json"),
        "{said}"
    );
}
