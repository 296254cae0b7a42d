//! The program from documents to tables, on two small invented documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use support::{Workspace, table};

const CLASSES: [&str; 3] = ["delen", "streng", "geen"];

type Row = BTreeMap<String, String>;

fn ran() -> Workspace {
    let workspace = Workspace::new();
    workspace.run(&["run", "--out", "reports"]).succeeds();
    workspace
}

fn probabilities(row: &Row) -> Vec<&str> {
    CLASSES
        .iter()
        .map(|class| row[&format!("prob_{class}")].as_str())
        .collect()
}

fn number(field: &str) -> f64 {
    field.parse().unwrap()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let workspace = ran();
    let expected = workspace.files("reports");
    let same = |what: &str, folder: &str| {
        for (name, bytes) in workspace.files(folder) {
            assert!(expected.get(&name) == Some(&bytes), "{name} differs {what}");
        }
        assert_eq!(workspace.names(folder).len(), expected.len(), "{what}");
    };
    workspace.run(&["run", "--out", "again"]).succeeds();
    same("in a second run", "again");
    for threads in ["1", "2"] {
        workspace
            .run(&["run", "--out", threads, "--threads", threads])
            .succeeds();
        same(&format!("with {threads} threads"), threads);
    }
    for locale in ["C", "nl_NL.UTF-8", "tr_TR.UTF-8"] {
        let mut command = workspace.command();
        command
            .env("LC_ALL", locale)
            .env("LANG", locale)
            .env("TZ", "Asia/Tokyo");
        command.args(["run", "--out", locale]).assert().success();
        same(&format!("in the locale {locale}"), locale);
    }
    assert_eq!(
        workspace.files("reports"),
        expected,
        "a run changes no other folder"
    );
}

#[test]
fn the_order_of_the_documents_changes_nothing() {
    let workspace = ran();
    let expected = workspace.files("reports");
    let listed = workspace.read("corpus/documents.csv");
    let mut lines: Vec<&str> = listed.lines().collect();
    lines[1..].reverse();
    workspace.write("corpus/documents.csv", lines.join("\n") + "\n");
    workspace.run(&["run", "--out", "reversed"]).succeeds();
    for name in [
        "passages.csv",
        "labelled.csv",
        "stance_by_actor.csv",
        "skipped.csv",
        "model.json",
    ] {
        assert!(
            workspace.files("reversed")[name] == expected[name],
            "{name}"
        );
    }
    let read = |sources: [&str; 2]| {
        let ending = workspace.run(&["read", sources[0], sources[1], "--out", "-"]);
        ending.succeeds().stdout
    };
    let (forth, back) = (
        ["corpus/brief.txt", "corpus/overleg.txt"],
        ["corpus/overleg.txt", "corpus/brief.txt"],
    );
    assert_eq!(read(forth), read(back));
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let workspace = ran();
    let manifest: serde_json::Value =
        serde_json::from_str(&workspace.read("reports/manifest.json")).unwrap();
    let hash_of = |bytes: &[u8]| format!("{:x}", Sha256::digest(bytes));
    let mut named = BTreeSet::from(["manifest.json".to_owned()]);
    let files = workspace.files("reports");
    for entry in ["outputs", "models"]
        .iter()
        .flat_map(|key| manifest[key].as_array().unwrap())
    {
        let name = entry["path"].as_str().unwrap().to_owned();
        let bytes = &files[&name];
        assert_eq!(entry["sha256"], hash_of(bytes), "{name}");
        assert_eq!(entry["n_bytes"], bytes.len(), "{name}");
        named.insert(name);
    }
    assert_eq!(named, files.into_keys().collect());
    for entry in manifest["inputs"].as_array().unwrap() {
        let name = entry["path"].as_str().unwrap();
        let folder = if workspace.path(name).exists() {
            ""
        } else {
            "corpus/"
        };
        let bytes = std::fs::read(workspace.path(&format!("{folder}{name}"))).unwrap();
        assert_eq!(entry["sha256"], hash_of(&bytes), "{name}");
    }
}

#[test]
fn the_data_package_lists_every_table_with_its_columns() {
    let workspace = ran();
    let package: serde_json::Value =
        serde_json::from_str(&workspace.read("reports/datapackage.json")).unwrap();
    let mut described = BTreeSet::new();
    for resource in package["resources"].as_array().unwrap() {
        let path = resource["path"].as_str().unwrap();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let text = workspace.read(&format!("reports/{path}"));
        assert_eq!(text.lines().next().unwrap(), names.join(","), "{path}");
        described.insert(path.to_owned());
    }
    let is_table = |name: &String| {
        Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "csv")
    };
    assert_eq!(
        described,
        workspace
            .names("reports")
            .into_iter()
            .filter(is_table)
            .collect()
    );
}

#[test]
fn every_passage_is_labelled_with_probabilities_that_add_up() {
    let workspace = ran();
    let rows = workspace.table("reports/labelled.csv");
    assert_eq!(rows.len(), 24);
    for row in &rows {
        let sum: f64 = probabilities(row).into_iter().map(number).sum();
        assert!((sum - 1.0).abs() < 2e-6, "{}: {sum}", row["passage_id"]);
        assert!(CLASSES.contains(&row["predicted_stance"].as_str()));
    }
    // gold.csv codes all passages but two; a coded one carries the label of a model that had not seen it.
    let uncoded: Vec<&str> = rows
        .iter()
        .filter(|row| row["in_training"] == "false")
        .map(|row| row["passage_id"].as_str())
        .collect();
    assert_eq!(uncoded, ["brief:2214-2407", "overleg:2576-2764"]);
    assert!(
        rows.iter()
            .all(|row| row["in_training"] == row["out_of_fold"])
    );
}

#[test]
fn labelling_the_passages_again_gives_the_probabilities_of_the_run() {
    let workspace = ran();
    let label = [
        "label",
        "reports/passages.csv",
        "--model",
        "reports/model.json",
        "--out",
        "again.csv",
    ];
    workspace.run(&label).succeeds();
    let again = workspace.table("again.csv");
    let rows = workspace.table("reports/labelled.csv");
    assert_eq!(again.len(), rows.len());
    let mut n_same = 0;
    for (row, again) in rows.iter().zip(&again) {
        assert_eq!(row["in_training"], again["in_training"]);
        if row["in_training"] == "false" {
            assert_eq!(probabilities(row), probabilities(again));
            n_same += 1;
        }
    }
    assert_eq!(n_same, 2);
}

#[test]
fn a_text_alone_gets_the_label_it_gets_among_others() {
    let workspace = ran();
    let batch = [
        "label",
        "reports/passages.csv",
        "--model",
        "reports/model.json",
        "--out",
        "-",
    ];
    let batch = table(&workspace.run(&batch).succeeds().stdout);
    let alone = [
        "label",
        "-",
        "--model",
        "reports/model.json",
        "--out",
        "-",
        "--threads",
        "1",
    ];
    for row in batch.iter().step_by(7) {
        let input = format!("text\n\"{}\"\n", row["text"]);
        let ending = workspace.run_with_input(&alone, input).succeeds();
        assert_eq!(probabilities(&table(&ending.stdout)[0]), probabilities(row));
    }
}

/// Texts of sixteen classes, six of each; what they are about stands in the codebook.
fn gold_of_sixteen() -> String {
    let words = [
        "appel", "brood", "citroen", "druif", "eend", "fiets", "gans", "haven", "ijs", "jas",
        "kaas", "lamp", "molen", "nacht", "oven", "paard",
    ];
    let frames = [
        "in de tuin",
        "bij het water",
        "op de markt",
        "naast het huis",
        "onder de brug",
        "achter de dijk",
    ];
    let mut table = "passage_id,text,stance,group\n".to_owned();
    for (i, frame) in frames.iter().enumerate() {
        for word in words {
            let text = format!("De {word} staat {frame} en de {word} blijft.");
            writeln!(table, "{word}-{i},{text},{word},g{i}").unwrap();
        }
    }
    table
}

#[test]
fn a_codebook_of_sixteen_classes_works_with_the_same_program() {
    let workspace = Workspace::new();
    workspace.write("gold_16.csv", gold_of_sixteen());
    let settings = [
        "--set",
        "paths.codebook=\"codebook_16.toml\"",
        "--set",
        "paths.gold=\"gold_16.csv\"",
    ];
    let run = |arguments: &[&str]| workspace.run(&[arguments, &settings].concat()).succeeds();
    let summary = run(&["run", "--corpus", "corpus", "--out", "reports"]).stdout;
    let rows = workspace.table("reports/labelled.csv");
    assert_eq!(rows.len(), 24);
    assert_eq!(
        rows[0]
            .keys()
            .filter(|name| name.starts_with("prob_"))
            .count(),
        16
    );
    let unjoined: Vec<&str> = summary
        .lines()
        .filter(|line| line.contains("not in the corpus"))
        .collect();
    insta::assert_snapshot!(unjoined.join("\n"), @"warning: 96 coded passages are not in the corpus: appel-0, appel-1, appel-2 and 93 more");

    workspace.write(
        "new.csv",
        "text\nEen paard naast een paard.\nKaas en nog eens kaas.\n",
    );
    run(&[
        "label",
        "new.csv",
        "--model",
        "reports/model.json",
        "--out",
        "new_labels.csv",
    ]);
    let labels: Vec<String> = workspace
        .table("new_labels.csv")
        .into_iter()
        .map(|mut row| row.remove("predicted_stance").unwrap())
        .collect();
    assert_eq!(labels, ["paard", "kaas"]);
    run(&["compare", "new_labels.csv", "--out", "shares"]);
    let shares = workspace.table("shares/stance_by_document.csv");
    let stances: BTreeSet<&str> = shares.iter().map(|row| row["stance"].as_str()).collect();
    assert_eq!(stances.len(), 16);
}

#[test]
fn a_corpus_without_coded_passages_is_labelled_by_a_model_of_others() {
    let workspace = Workspace::new();
    let brief = workspace.read("corpus/brief.txt");
    workspace.write(
        "nieuw/andere.txt",
        brief
            .replace("kabinet", "bewind")
            .replace("eerlijk", "samen"),
    );
    let summary = workspace
        .run(&["run", "--corpus", "nieuw", "--out", "reports"])
        .succeeds()
        .stdout;
    let rows = workspace.table("reports/labelled.csv");
    assert_eq!(rows.len(), 12);
    // A text that trained the model has the label of one that had not seen it, wherever it stands.
    assert!(
        rows.iter()
            .all(|row| row["in_training"] == row["out_of_fold"])
    );
    assert_eq!(
        rows.iter()
            .filter(|row| row["in_training"] == "true")
            .count(),
        4
    );
    let unjoined: Vec<&str> = summary
        .lines()
        .filter(|line| line.contains("not in the corpus"))
        .collect();
    insta::assert_snapshot!(unjoined.join("\n"), @"warning: 22 coded passages are not in the corpus: brief:10-204, brief:206-407, brief:409-609 and 19 more");
}

#[test]
fn compare_refuses_labels_of_texts_that_trained_the_model() {
    let workspace = ran();
    let label = [
        "label",
        "reports/passages.csv",
        "--model",
        "reports/model.json",
        "--out",
        "again.csv",
    ];
    workspace.run(&label).succeeds();
    let message = workspace
        .run(&["compare", "again.csv", "--out", "shares"])
        .fails(2);
    insta::assert_snapshot!(message, @"
    error: 22 of 24 passages, first `brief:10-204`, are labelled by a model that was trained on them; expected out-of-fold predictions for these
      help: `standpunt run` labels such passages out of fold; or leave them out
    ");
    assert!(!workspace.path("shares").exists());
    workspace
        .run(&[
            "compare",
            "reports/labelled.csv",
            "--gold",
            "gold.csv",
            "--out",
            "shares",
        ])
        .succeeds();
    for name in ["stance_by_actor.csv", "stance_by_document.csv"] {
        assert_eq!(
            workspace.files("shares")[name],
            workspace.files("reports")[name],
            "{name}"
        );
    }
}

#[test]
fn diff_tells_which_labels_another_setting_flipped() {
    let workspace = ran();
    let other = [
        "run",
        "--out",
        "other",
        "--set",
        "features.min_document_frequency=4",
    ];
    workspace.run(&other).succeeds();
    let diff = [
        "diff",
        "reports/labelled.csv",
        "other/labelled.csv",
        "--out",
        "changes.csv",
    ];
    insta::assert_snapshot!(workspace.run(&diff).succeeds().stdout, @"
    3 of 24 passages in both tables have another label: 3 by the model, 0 by the text, 0 by segmentation.
    Only in the old table: 0. Only in the new table: 0.
      geen -> delen: 1
      streng -> geen: 2
      Kabinet: 2 of 17
      VVD: 1 of 3
    ");
    let old = workspace.table("reports/labelled.csv");
    let new = workspace.table("other/labelled.csv");
    let n_flipped = old
        .iter()
        .zip(&new)
        .filter(|(a, b)| a["predicted_stance"] != b["predicted_stance"])
        .count();
    let changes = workspace.table("changes.csv");
    assert_eq!(changes.len(), n_flipped);
    assert!(n_flipped > 0);
}

#[test]
fn an_explanation_adds_up_to_the_log_odds_of_the_label() {
    let workspace = ran();
    for row in workspace.table("reports/labelled.csv").iter().step_by(5) {
        let text = row["text"].as_str();
        let table_of = |arguments: &[&str], input: &str| {
            table(&workspace.run_with_input(arguments, input).succeeds().stdout)
        };
        let terms = table_of(
            &[
                "explain",
                "--text",
                text,
                "--csv",
                "--model",
                "reports/model.json",
            ],
            "",
        );
        let (label, other) = (terms[0]["label"].clone(), terms[0]["runner_up"].clone());
        let sum: f64 = terms.iter().map(|term| number(&term["contribution"])).sum();
        let labelled = table_of(
            &["label", "-", "--model", "reports/model.json", "--out", "-"],
            &format!("text\n\"{text}\"\n"),
        );
        let p = |class: &str| number(&labelled[0][&format!("prob_{class}")]);
        assert_eq!(labelled[0]["predicted_stance"], label);
        // Probabilities have six decimals; the smaller one bounds how well its logarithm is known.
        let tolerance = 1e-4 + 1e-6 / p(&other);
        let log_odds = libm::log(p(&label) / p(&other));
        assert!(
            (sum - log_odds).abs() < tolerance,
            "{sum} against {log_odds}: {text}"
        );
    }
}

#[test]
fn explain_finds_a_row_by_its_id() {
    let workspace = ran();
    let explain = [
        "explain",
        "reports/labelled.csv",
        "--passage",
        "brief:2214-2407",
        "--model",
        "reports/model.json",
    ];
    let ending = workspace.run(&explain).succeeds();
    assert!(
        ending.stdout.contains("in log-odds:") && ending.stderr.is_empty(),
        "{}",
        ending.stderr
    );
    let coded = [
        "explain",
        "reports/labelled.csv",
        "--passage",
        "brief:206-407",
        "--model",
        "reports/model.json",
    ];
    let ending = workspace.run(&coded).succeeds();
    assert_eq!(
        ending.stderr,
        "this text trained the model, so what is explained here is no prediction; the label in the table \
         comes from a model that had not seen it: both give `delen`\n"
    );
    let unknown = [
        "explain",
        "reports/labelled.csv",
        "--passage",
        "brief:1-2",
        "--model",
        "reports/model.json",
    ];
    let message = workspace.run(&unknown).fails(2);
    assert!(
        message.contains("there is no row with the passage id `brief:1-2`"),
        "{message}"
    );
}

#[test]
fn evaluate_prints_and_writes_what_run_measured() {
    let workspace = ran();
    workspace.run(&["evaluate", "--out", "scores"]).succeeds();
    for name in [
        "evaluation.csv",
        "confusion.csv",
        "recall_by_actor.csv",
        "certainty.csv",
        "calibration.csv",
        "reliability.csv",
    ] {
        assert_eq!(
            workspace.files("scores")[name],
            workspace.files("reports")[name],
            "{name}"
        );
    }
}

#[test]
fn check_tells_what_is_not_made_the_same_again() {
    let workspace = Workspace::new();
    let check = ["check", "--tables", "tables"];
    let first = workspace.run(&check);
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    assert!(
        first.stdout.contains("is made but not committed"),
        "{}",
        first.stdout
    );
    workspace
        .run(&["check", "--tables", "tables", "--write"])
        .succeeds();
    workspace.run(&check).succeeds();
    let table = workspace.read("tables/labelled.csv");
    workspace.write(
        "tables/labelled.csv",
        table.replacen("brief:206", "brief:207", 1),
    );
    let changed = workspace.run(&check);
    assert_eq!(changed.code, Some(1));
    assert!(
        changed.stdout.contains("tables/labelled.csv, line 3:"),
        "{}",
        changed.stdout
    );
}
