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
