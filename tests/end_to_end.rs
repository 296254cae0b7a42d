//! The program from documents to tables, on two small invented documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use support::{CLASSES, Workspace, number, probabilities};

#[test]
fn the_same_input_gives_the_same_bytes() {
    let workspace = Workspace::ran();
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
    let workspace = Workspace::ran();
    let expected = workspace.files("reports");
    let listed = workspace.read("corpus/documents.csv");
    let mut lines: Vec<&str> = listed.lines().collect();
    lines[1..].reverse();
    workspace.write("corpus/documents.csv", lines.join("\n") + "\n");
    workspace.run(&["run", "--out", "reversed"]).succeeds();
    // The manifest lists the documents in the order in which they were given.
    for (name, bytes) in workspace.files("reversed") {
        let is_same = expected.get(&name) == Some(&bytes);
        assert!(is_same || name == "manifest.json", "{name}");
    }
    assert_eq!(workspace.names("reversed"), workspace.names("reports"));
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
    let workspace = Workspace::ran();
    let manifest: serde_json::Value =
        serde_json::from_str(&workspace.read("reports/manifest.json")).unwrap();
    let hash_of = |bytes: &[u8]| -> String {
        let digest = Sha256::digest(bytes);
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .filter_map(|digit| char::from_digit(u32::from(digit), 16))
            .collect()
    };
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
    let workspace = Workspace::ran();
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
    let workspace = Workspace::ran();
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
fn tables_of_a_run_join_by_passage_also_where_it_was_coded_with_another_end() {
    let workspace = Workspace::new();
    // The coded span ends in front of the full stop of its last sentence, which is read with it.
    let gold = workspace.read("gold.csv");
    let shorter = gold.replace(
        "brief:409-609,brief,409,609,",
        "brief:409-608,brief,409,608,",
    );
    assert_ne!(gold, shorter);
    workspace.write("gold.csv", shorter);
    workspace.run(&["run", "--out", "reports"]).succeeds();
    let ids = |name: &str| -> BTreeSet<String> {
        let rows = workspace.table(&format!("reports/{name}"));
        rows.iter().map(|row| row["passage_id"].clone()).collect()
    };
    let (tested, labelled) = (ids("out_of_fold.csv"), ids("labelled.csv"));
    assert!(tested.contains("brief:409-609"), "{tested:?}");
    assert!(tested.is_subset(&labelled), "{tested:?}");
    assert_eq!(tested.len(), 22, "all but the two that are not coded");
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
fn evaluate_prints_and_writes_what_run_measured() {
    let workspace = Workspace::ran();
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
