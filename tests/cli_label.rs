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
