//! For whom a statement of several parties counts in a comparison.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;

use insta::assert_snapshot;
use support::drawn::{data, share_of};
use support::{Workspace, number};

/// Two passages of PvdA alone, both `delen`; one of PvdA and GroenLinks together, `streng`; one of
/// GroenLinks alone, `geen`: coded as they are predicted.
fn joint() -> Workspace {
    let workspace = Workspace::new();
    let mut table = "passage_id,document_id,actor,role,group,text,predicted_stance\n".to_owned();
    let mut gold = "passage_id,text,stance,group\n".to_owned();
    for (i, (actor, stance)) in [
        ("PvdA", "delen"),
        ("PvdA", "delen"),
        ("PvdA+GroenLinks", "streng"),
        ("GroenLinks", "geen"),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("a:{}-{}", 10 * i, 10 * i + 9);
        writeln!(table, "{id},a,{actor},question,g{i},Vraag {i}.,{stance}").unwrap();
        writeln!(gold, "{id},Vraag {i}.,{stance},g{i}").unwrap();
    }
    workspace.write("in.csv", table);
    workspace.write("coded.csv", gold);
    workspace
}

#[test]
fn a_joint_statement_counts_by_the_rule_that_is_asked_for() {
    let workspace = joint();
    let shares = |rule: &str| {
        let arguments = [
            "compare",
            "in.csv",
            "--gold",
            "coded.csv",
            "--joint",
            rule,
            "--out",
            rule,
        ];
        workspace.run(&arguments).succeeds();
        let rows = workspace.table(&format!("{rule}/stance_by_actor.csv"));
        let mut told = String::new();
        for row in rows.iter().filter(|row| {
            row["role"] == "question"
                && row["denominator"] == "passages"
                && row["inference"] == "corpus"
                && row["stance"] == "streng"
        }) {
            writeln!(
                told,
                "{}: {} of {}, {} raw",
                row["actor"], row["estimate"], row["n_passages"], row["raw_share"]
            )
            .unwrap();
            assert_eq!(row["status"], "census");
        }
        told
    };
    // `all` counts every passage once, whatever the rule.
    assert_snapshot!(shares("own"), @r"
    GroenLinks: 0.000000 of 1, 0.000000 raw
    PvdA: 0.000000 of 2, 0.000000 raw
    PvdA+GroenLinks: 1.000000 of 1, 1.000000 raw
    all: 0.250000 of 4, 0.250000 raw
    ");
    // PvdA: one of its three.
    assert_snapshot!(shares("first"), @r"
    GroenLinks: 0.000000 of 1, 0.000000 raw
    PvdA: 0.333333 of 3, 0.333333 raw
    all: 0.250000 of 4, 0.250000 raw
    ");
    // PvdA: one of three; GroenLinks: one of two.
    assert_snapshot!(shares("each"), @r"
    GroenLinks: 0.500000 of 2, 0.500000 raw
    PvdA: 0.333333 of 3, 0.333333 raw
    all: 0.250000 of 4, 0.250000 raw
    ");
    // PvdA: 0.5 of 2.5; GroenLinks: 0.5 of 1.5.
    assert_snapshot!(shares("fractional"), @r"
    GroenLinks: 0.333333 of 2, 0.333333 raw
    PvdA: 0.200000 of 3, 0.200000 raw
    all: 0.250000 of 4, 0.250000 raw
    ");
    let design = |rule: &str| {
        let rows = workspace.table(&format!("{rule}/stance_by_actor.csv"));
        rows[0]["design"].clone()
    };
    assert_eq!(
        design("fractional"),
        "chosen documents, every passage coded; joint statements count 1/n for each of n parties; \
         instruments tagged"
    );
    // The table for R has a row for each party of a joint statement, with its part as weight.
    let rows = workspace.table("fractional/passages_for_regression.csv");
    let weights: Vec<f64> = rows.iter().map(|row| number(&row["weight"])).collect();
    assert_eq!((rows.len(), weights.iter().sum::<f64>()), (5, 4.0));
}

#[test]
fn the_joint_actor_of_the_seeds_is_one_or_two_parties() {
    let workspace = Workspace::empty();
    workspace.write(
        "labelled.csv",
        std::fs::read(data("labelled/labelled.csv")).unwrap(),
    );
    let shares = |rule: &str| {
        let gold = data("gold_seeds.csv");
        let arguments = [
            "compare",
            "labelled.csv",
            "--gold",
            gold.to_str().unwrap(),
            "--joint",
            rule,
            "--out",
            rule,
        ];
        workspace.run(&arguments).succeeds();
        workspace.table(&format!("{rule}/stance_by_actor.csv"))
    };
    let own = shares("own");
    let joint = share_of(&own, "PvdA+GroenLinks", "question", "rights-safeguard");
    for (rule, actors) in [
        ("first", &["PvdA"][..]),
        ("each", &["PvdA", "GroenLinks"]),
        ("fractional", &["PvdA", "GroenLinks"]),
    ] {
        let rows = shares(rule);
        assert!(rows.iter().all(|row| row["actor"] != "PvdA+GroenLinks"));
        for actor in actors {
            let row = share_of(&rows, actor, "question", "rights-safeguard");
            assert_eq!(row["estimate"], joint["estimate"], "{rule} {actor}");
            assert_eq!(row["n_passages"], joint["n_passages"], "{rule} {actor}");
        }
    }
}
