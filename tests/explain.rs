//! `explain` on the real program: contrasts, JSON, many rows, and the terms of the classes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::{Workspace, table};

const TEXT: &str = "Het kabinet wil strengere controles en een eerlijke verdeling van de opvang.";

fn json(workspace: &Workspace, arguments: &[&str]) -> Value {
    let all = [&["explain", "--text", TEXT, "--json"], arguments].concat();
    serde_json::from_str(&workspace.run(&all).succeeds().stdout).unwrap()
}

fn refused(workspace: &Workspace, arguments: &[&str]) -> String {
    workspace.run(&[&["explain"], arguments].concat()).fails(2)
}

#[test]
fn any_two_classes_can_be_held_against_each_other() {
    let workspace = Workspace::with_model();
    let ids = ["delen", "streng", "geen"];
    let own = json(&workspace, &[]);
    assert_eq!(own["contrast"]["class"], own["label"]);
    assert_eq!(own["contrast"]["against"], own["runner_up"]);
    let p = |id: &str| {
        let classes = own["classes"].as_array().unwrap();
        let class = classes.iter().find(|class| class["id"] == id).unwrap();
        class["probability"].as_f64().unwrap()
    };
    for class in ids {
        for against in ids.into_iter().filter(|id| *id != class) {
            let found = json(&workspace, &["--for", class, "--against", against]);
            let contrast = &found["contrast"];
            assert_eq!(
                (&contrast["class"], &contrast["against"]),
                (&class.into(), &against.into())
            );
            let terms = found["terms"].as_array().unwrap().iter();
            let terms: f64 = terms
                .map(|term| term["contribution"].as_f64().unwrap())
                .sum();
            let sum = contrast["base_rate"].as_f64().unwrap() + terms;
            let log_odds = libm::log(p(class) / p(against));
            assert!(
                (sum - log_odds).abs() < 1e-9,
                "{class} {against}: {sum} {log_odds}"
            );
        }
    }
}

#[test]
fn a_contrast_of_a_class_with_itself_or_of_no_class_is_refused() {
    let workspace = Workspace::with_model();
    let label = json(&workspace, &[])["label"].as_str().unwrap().to_owned();
    let message = refused(&workspace, &["--text", TEXT, "--against", &label]);
    assert!(
        message.contains(&format!(
            "the class to speak against is the one to speak for: the label is `{label}`"
        )),
        "{message}"
    );
    let message = refused(&workspace, &["--text", TEXT, "--for", "delend"]);
    assert_eq!(
        message,
        "error: the model has no class `delend`\n  help: its classes are delen, streng, geen\n"
    );
}

#[test]
fn every_row_of_a_table_becomes_one_line_of_json() {
    let workspace = Workspace::with_model();
    workspace.write(
        "rows.csv",
        "passage_id,text\na,Strenge regels.\nb,\nc,Opvang delen.\n",
    );
    let lines = workspace
        .run(&["explain", "rows.csv", "--all", "--json"])
        .succeeds()
        .stdout;
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: Vec<&str> = lines
        .iter()
        .map(|line| line["passage_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(lines[1]["reason"], "empty");
    let message = refused(&workspace, &["rows.csv", "--all"]);
    assert!(message.contains("--json"), "{message}");
}

#[test]
fn a_label_out_of_fold_is_told_from_that_of_the_model_that_saw_the_text() {
    let workspace = Workspace::new();
    workspace.run(&["run", "--out", "reports"]).succeeds();
    let rows = workspace.table("reports/labelled.csv");
    let row = rows
        .iter()
        .find(|row| row["out_of_fold"] == "true")
        .unwrap();
    let arguments = [
        "explain",
        "reports/labelled.csv",
        "--passage",
        &row["passage_id"],
        "--model",
        "reports/model.json",
    ];
    let stderr = workspace.run(&arguments).succeeds().stderr;
    assert!(
        stderr.starts_with(
            "this text trained the model, so what is explained here is no prediction; the label in the \
             table comes from a model that had not seen it: "
        ),
        "{stderr}"
    );
    assert!(
        stderr.contains(&format!("gives `{}`", row["predicted_stance"]))
            || stderr.contains("both give"),
        "{stderr}"
    );
}

#[test]
fn the_terms_of_the_classes_do_not_depend_on_threads() {
    let workspace = Workspace::with_model();
    let arguments = [
        "explain",
        "--classes",
        "--refits",
        "10",
        "--min-stability",
        "0.5",
    ];
    let one = workspace
        .run(&[&arguments[..], &["--threads", "1"]].concat())
        .succeeds()
        .stdout;
    workspace
        .run(&[&arguments[..], &["--threads", "2", "--out", "terms.csv"]].concat())
        .succeeds();
    assert_eq!(workspace.read("terms.csv"), one);
    let rows = table(&one);
    assert!(rows.len() > 6, "{one}");
    for row in &rows {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        assert!((0.5..=1.0).contains(&number("stability")) && number("n_refits") <= 10.0);
        assert_eq!(row["direction"] == "for", number("contribution") > 0.0);
        assert!((number("weight") * number("mean_value") - number("contribution")).abs() < 2e-6);
        assert!(
            number("n_documents") <= number("n_groups")
                && number("n_groups") <= number("n_passages")
        );
        assert_eq!(row["n_examples"], "0");
    }
}

#[test]
fn a_count_of_a_term_is_the_number_of_passages_that_have_it() {
    let workspace = Workspace::with_model();
    let arguments = ["explain", "--classes", "--refits", "0", "--csv"];
    let rows = table(&workspace.run(&arguments).succeeds().stdout);
    let opvang = rows.iter().find(|row| row["term"] == "opvang").unwrap();
    assert_eq!(
        (opvang["stability"].as_str(), opvang["n_refits"].as_str()),
        ("", "0")
    );
    let has = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word.to_lowercase() == "opvang")
    };
    let gold = workspace.table("gold.csv");
    let n = gold.iter().filter(|row| has(&row["text"])).count();
    assert!(n > 1);
    assert_eq!(opvang["n_passages"], n.to_string());
}

#[test]
fn classes_are_explained_by_what_trained_the_model() {
    let workspace = Workspace::with_model();
    let gold = workspace.read("gold.csv");
    let fewer: Vec<&str> = gold.lines().take(18).collect();
    workspace.write("other.csv", fewer.join("\n") + "\n");
    let message = refused(&workspace, &["--classes", "--gold", "other.csv"]);
    assert_eq!(
        message,
        "error: the model was trained on 22 coded passages and 0 examples; found 17 and 0, of which it has \
         not seen 0\n  help: name the files that trained it with --gold and --examples, or --no-examples\n"
    );
    let message = refused(&workspace, &["--text", TEXT, "--gold", "gold.csv"]);
    assert!(message.contains("go with --classes"), "{message}");
    let message = refused(&workspace, &["--classes", "--min-stability", "2"]);
    assert!(message.contains("--min-stability is 2"), "{message}");
    let message = refused(&workspace, &["--classes", "--text", TEXT]);
    assert!(message.contains("cannot be used with"), "{message}");
}
