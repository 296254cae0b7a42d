//! What `label` and `compare` do with tables of a user's own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

const TABLE: &str = "id;text\n1;De grenzen gaan dicht.\n";

#[test]
fn the_input_is_never_replaced() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", TABLE);
    let message = workspace
        .run(&["label", "in.csv", "--out", "in.csv"])
        .fails(2);
    assert_snapshot!(message, @"
    error: in.csv: the output would replace the input
      help: write to another file with --out
    ");
    assert_eq!(workspace.read("in.csv"), TABLE);
}

#[test]
fn a_table_without_actors_is_compared_as_a_whole() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", TABLE);
    workspace
        .run(&["label", "in.csv", "--out", "out.csv"])
        .succeeds();
    let ending = workspace
        .run(&["compare", "out.csv", "--out", "shares"])
        .succeeds();
    assert!(ending.stdout.contains("unknown, all"), "{}", ending.stdout);
}

/// The members of the label sets of a labelled table, and the rows that are certain.
fn sets(csv: &str) -> (usize, usize) {
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let header = table.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (set, certain) = (place("label_set"), place("certain"));
    let (mut n_members, mut n_certain) = (0, 0);
    for row in table.records() {
        let row = row.unwrap();
        n_members += row[set].split(';').filter(|id| !id.is_empty()).count();
        n_certain += usize::from(&row[certain] == "true");
    }
    (n_members, n_certain)
}

#[test]
fn the_error_level_is_chosen_when_labelling() {
    let workspace = Workspace::with_model();
    let gold = workspace.read("gold.csv");
    let label = |arguments: &[&str]| {
        let all = [&["label", "-", "--out", "-"], arguments].concat();
        workspace
            .run_with_input(&all, gold.clone())
            .succeeds()
            .stdout
    };
    let strict = label(&["--error-level", "0.05"]);
    let loose = label(&["--error-level", "0.4"]);
    assert!(
        sets(&strict).0 > sets(&loose).0,
        "{:?} {:?}",
        sets(&strict),
        sets(&loose)
    );
    let set = "label.conformal_error_level=0.4";
    assert_eq!(loose, label(&["--set", set]));
    assert_eq!(label(&["--error-level", "0.1"]), label(&[]));

    let message = workspace
        .run(&[
            "label",
            "gold.csv",
            "--error-level",
            "0.9",
            "--out",
            "out.csv",
        ])
        .fails(2);
    assert_snapshot!(message, @"
    error: stance setting `error_level` is 0.9; expected 0.001 to 0.5
      help: correct the setting, or the option that sets it
    ");
}

#[test]
fn a_table_largely_outside_says_so_first_and_what_to_do() {
    let workspace = Workspace::with_model();
    let text = "The Member States should share responsibility, and they must not wait.";
    workspace.write(
        "in.csv",
        format!("text\n{}", format!("\"{text}\"\n").repeat(50)),
    );
    let ending = workspace
        .run(&["label", "in.csv", "--out", "out.csv"])
        .succeeds();
    // 34 of 50: computed in src/label/outside.rs.
    assert_snapshot!(ending.stderr, @"
    warning: 50 of 50 rows are outside what the model was trained on (label_reason not_dutch, no_known_terms or outside_training): scores measured on the coded passages say nothing of their labels. Code a random sample of 34 passages of this table and give it to `standpunt evaluate --gold`: the share of right labels is then known to ± 0.10.
    50 rows labelled, 0 certain
    ");
    assert!(workspace.read("out.csv").contains(",false,"));
    let ending = workspace
        .run(&["compare", "out.csv", "--out", "shares"])
        .succeeds();
    assert!(
        ending
            .stderr
            .starts_with("warning: 50 of 50 rows are outside"),
        "{}",
        ending.stderr
    );
}

/// The column of a labelled table, row by row.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let header = table.headers().unwrap().clone();
    let place = header.iter().position(|column| column == name).unwrap();
    table
        .records()
        .map(|row| row.unwrap()[place].to_owned())
        .collect()
}

#[test]
fn quotations_are_left_out_by_their_marks() {
    let workspace = Workspace::with_model();
    let text = "De leden vragen om opvang. «Wij willen de aankomsten eerlijk verdelen.» Klopt dat?";
    let rest = "De leden vragen om opvang. Klopt dat?";
    let table = format!("text\n{text}\n{rest}\n«De opvang verdient steun.»\nDe «grens» is open.\n");
    let label = |arguments: &[&str]| {
        let all = [&["label", "-", "--out", "-"], arguments].concat();
        let ending = workspace.run_with_input(&all, table.clone()).succeeds();
        (ending.stdout, ending.stderr)
    };
    let (all, summary) = label(&["--without-quotations"]);
    assert_eq!(
        column(&all, "scored_text"),
        [
            "without_quotations",
            "whole",
            "nothing",
            "without_quotations"
        ]
    );
    let scores = column(&all, "prob_geen");
    assert_eq!(scores[0], scores[1]);
    assert_eq!(column(&all, "label_reason")[2], "only_quotation");
    assert_eq!(column(&all, "certain")[2], "false");
    assert!(
        summary.contains("2 scored without their quotations; 1 nothing but quotation"),
        "{summary}"
    );
    let (long, _) = label(&["--without-quotations=4"]);
    assert_eq!(
        column(&long, "scored_text"),
        ["without_quotations", "whole", "nothing", "whole"]
    );
    let (whole, _) = label(&[]);
    assert!(!whole.contains("scored_text"));
    assert_ne!(column(&whole, "prob_geen")[0], scores[0]);
    for n_threads in ["1", "3"] {
        assert_eq!(
            label(&["--without-quotations", "--threads", n_threads]).0,
            all
        );
    }
}

#[test]
fn quotations_are_left_out_by_their_places() {
    let workspace = Workspace::with_model();
    let text = "De grens gaat dicht. Is dat zo?";
    // The first sentence has 20 bytes.
    let table = format!("text,quotations\n{text},0-20\nIs dat zo?,\n«Is dat zo?»,\n");
    let arguments = ["label", "-", "--out", "-", "--without-quotations"];
    let ending = workspace.run_with_input(&arguments, table).succeeds();
    assert_eq!(
        column(&ending.stdout, "scored_text"),
        ["without_quotations", "whole", "whole"]
    );
    let scores = column(&ending.stdout, "prob_geen");
    assert_eq!(scores[0], scores[1]);
}

#[test]
fn places_that_are_none_are_refused() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text,quotations\nEén grens.,1-2\n");
    let arguments = ["label", "in.csv", "--out", "out.csv"];
    workspace.run(&arguments).succeeds();
    let message = workspace
        .run(&[&arguments[..], &["--without-quotations"]].concat())
        .fails(2);
    assert_snapshot!(message, @"
    error: in.csv, line 2: quotations `1-2` are no places in a text of 11 bytes; expected ranges like 12-45;60-80, in order and between characters
      help: read the documents anew, or take the column `quotations` out: the marks in the text are then looked for
    ");
    let message = workspace
        .run(&[&arguments[..], &["--without-quotations=0"]].concat())
        .fails(2);
    assert!(message.contains("--without-quotations"), "{message}");
}

#[test]
fn the_columns_of_the_output_are_chosen() {
    let workspace = Workspace::with_model();
    workspace.write(
        "in.csv",
        "id;text;actor\n1;De grenzen gaan dicht.;VVD\n2;\"Nee; \"\"nooit\"\".\";SP\n",
    );
    let label = |arguments: &[&str]| {
        let all = [&["label", "in.csv", "--out", "out.csv"], arguments].concat();
        workspace.run(&all)
    };
    label(&[]).succeeds();
    let whole = workspace.read("out.csv");
    let wanted = ["actor", "predicted_stance", "top_terms", "prob_geen", "id"];
    label(&["--columns", &wanted.join(",")]).succeeds();
    let chosen = workspace.read("out.csv");
    assert_eq!(chosen.lines().next(), Some(wanted.join(",").as_str()));
    for name in wanted {
        assert_eq!(column(&chosen, name), column(&whole, name), "{name}");
    }
    label(&["--columns", "id,prob_*"]).succeeds();
    let header = "id,prob_delen,prob_streng,prob_geen";
    assert_eq!(workspace.read("out.csv").lines().next(), Some(header));
}

#[test]
fn columns_that_are_not_there_or_asked_for_twice_are_refused() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "id;text\n1;De grenzen gaan dicht.\n");
    let label = |columns: &str| {
        let arguments = ["label", "in.csv", "--out", "out.csv", "--columns", columns];
        workspace.run(&arguments).fails(2)
    };
    assert_snapshot!(label("id,stance"), @"
    error: in.csv: no column `stance` in the labelled table; it has `id`, `text`, `predicted_stance`, `certain`, `label_set`, `label_reason`, `in_training`, `out_of_fold`, `prob_delen`, `prob_streng`, `prob_geen`, `margin`, and 1 more
      help: name columns that there are; `prob_*` stands for all that begin with prob_
    ");
    assert_snapshot!(label("prob_geen,prob_*"), @"
    error: the column `prob_geen` is asked for twice
      help: name each column once in --columns, and none that a name with `*` stands for
    ");
    assert!(!workspace.path("out.csv").exists());
}

#[test]
fn a_label_of_a_text_that_trained_the_model_is_never_written_unsaid() {
    let workspace = Workspace::with_model();
    workspace.write("out.csv", "earlier\n");
    let label = |columns: &str| {
        let arguments = ["label", "gold.csv", "--out", "out.csv", "--prefix", "x_"];
        workspace.run(&[&arguments[..], &["--columns", columns]].concat())
    };
    assert_snapshot!(label("passage_id,x_predicted_stance").fails(2), @"
    error: gold.csv, line 2: the text trained the model, and no column of the output would say so
      help: add in_training to --columns: a label that the model was told is no prediction, and must not be counted
    ");
    assert_eq!(workspace.read("out.csv"), "earlier\n");
    label("passage_id,x_predicted_stance,x_in_training").succeeds();
    let said = column(&workspace.read("out.csv"), "x_in_training");
    assert!(said.iter().all(|said| said == "true"), "{said:?}");
}
