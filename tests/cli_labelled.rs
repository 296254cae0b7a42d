//! What `label`, `compare`, `diff` and `explain` make of the tables of a run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::{Workspace, number, probabilities, table};

#[test]
fn labelling_the_passages_again_gives_the_probabilities_of_the_run() {
    let workspace = Workspace::ran();
    workspace.label_passages_again("again.csv");
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
    let workspace = Workspace::ran();
    let batch = table(&workspace.label_passages_again("-").stdout);
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

#[test]
fn compare_refuses_labels_of_texts_that_trained_the_model() {
    let workspace = Workspace::ran();
    workspace.label_passages_again("again.csv");
    let message = workspace
        .run(&["compare", "again.csv", "--out", "shares"])
        .fails(2);
    insta::assert_snapshot!(message, @"
    error: 22 of 24 passages, first `brief:10-204`, are labelled by a model that was trained on them; expected out-of-fold predictions for these
      help: add `--refit`, which trains anew for each fold and labels every passage with a model that has not seen its group; or compare the labelled.csv of `standpunt run`, which labels such passages out of fold; or leave them out
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
    let expected = workspace.files("reports");
    let own = [
        "manifest.json",
        "codebook_of_tables.md",
        "datapackage.json",
        "warnings.csv",
        "report.html",
    ];
    let tables = workspace.files("shares").into_iter();
    let names: Vec<String> = tables
        .filter(|(name, _)| !own.contains(&name.as_str()) && !name.starts_with("figures/"))
        .map(|(name, bytes)| {
            assert!(expected.get(&name) == Some(&bytes), "{name}");
            name
        })
        .collect();
    assert_eq!(
        names,
        [
            "comparison.csv",
            "contrasts.csv",
            "distances.csv",
            "exchanges.csv",
            "framing_terms_by_actor.csv",
            "framing_terms_by_pair.csv",
            "framing_terms_by_stance.csv",
            "passages_for_regression.csv",
            "positions.csv",
            "ranking_orders.csv",
            "rankings.csv",
            "recall_in_comparison.csv",
            "reframing.csv",
            "reframing_by_instrument.csv",
            "stance_by_actor.csv",
            "stance_by_actor_and_document.csv",
            "stance_by_actor_and_instrument.csv",
            "stance_by_actor_and_year.csv",
            "stance_by_document.csv",
            "wordscores.csv",
        ]
    );
}

#[test]
fn diff_tells_which_labels_another_setting_flipped() {
    let workspace = Workspace::ran();
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
    let workspace = Workspace::ran();
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
    let workspace = Workspace::ran();
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
