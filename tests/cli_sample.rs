//! What `sample` draws and hands out, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use insta::assert_snapshot;
use support::{DRAW, Workspace};

fn ids(rows: &[BTreeMap<String, String>]) -> BTreeSet<String> {
    rows.iter().map(|row| row["passage_id"].clone()).collect()
}

#[test]
fn a_sample_is_replayed_and_extended_without_losing_a_passage() {
    let workspace = Workspace::new();
    let ending = workspace.run(&DRAW).succeeds();
    assert!(ending.stdout.contains("12 passages drawn in 1 wave"));
    let first = workspace.files("draw");
    workspace.run(&DRAW).succeeds();
    assert_eq!(workspace.files("draw"), first);
    let small = ids(&workspace.table("draw/sample.csv"));

    let larger = |out: &str| {
        let arguments = [
            "sample", "gold.csv", "--n", "16", "--floor", "2", "--out", out,
        ];
        workspace.run(&arguments).succeeds();
    };
    larger("draw");
    larger("fresh");
    let rows = workspace.table("draw/sample.csv");
    assert_eq!(rows.len(), 16);
    assert!(ids(&rows).is_superset(&small));
    assert_eq!(ids(&rows), ids(&workspace.table("fresh/sample.csv")));
    let new = ids(&workspace.table("draw/to_code.csv"));
    assert_eq!((new.len(), new.intersection(&small).count()), (4, 0));
}

#[test]
fn every_row_tells_how_it_was_drawn() {
    let workspace = Workspace::new();
    workspace.run(&DRAW).succeeds();
    let frame = workspace.read("draw/frame.csv");
    assert_eq!(frame.lines().count(), 1 + 22);
    let rows = workspace.table("draw/sample.csv");
    for row in &rows {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let expected = number("n_drawn") / number("n_stratum");
        assert!((number("pi_w") - expected).abs() < 1e-6);
        assert_eq!(row["pi"], row["pi_w"]);
        assert_eq!(row["drawn_by"], "random");
        assert_eq!(row["stratum"], row["actor"]);
    }
    let of = |actor: &str| rows.iter().filter(|row| row["actor"] == actor).count();
    // Frame: D66 3, Kabinet 15, PVV 1, VVD 3; the small ones whole, the rest to the cabinet.
    assert_eq!(
        [of("D66"), of("Kabinet"), of("PVV"), of("VVD")],
        [3, 5, 1, 3]
    );
    // One hash of the frame, that of the file itself.
    let bytes = fs::read(workspace.path("draw/frame.csv")).unwrap();
    assert_eq!(rows[0]["frame_hash"], standpunt::store::sha256_hex(&bytes));
    let package = workspace.read("draw/datapackage.json");
    for name in [
        "frame",
        "strata",
        "allocation",
        "sample",
        "to_code",
        "skipped",
    ] {
        assert!(
            package.contains(&format!("\"path\": \"{name}.csv\"")),
            "{name}"
        );
    }
}

#[test]
fn coders_see_no_prediction_and_no_names_of_parties_where_these_are_masked() {
    let workspace = Workspace::with_model();
    workspace
        .run(&["label", "gold.csv", "--out", "labelled.csv"])
        .succeeds();
    let arguments = [
        "sample",
        "labelled.csv",
        "--n",
        "22",
        "--floor",
        "1",
        "--strata",
        "actor,predicted",
        "--allocation",
        "equal-neyman",
        "--mask-names",
        "--out",
        "draw",
    ];
    workspace.run(&arguments).succeeds();
    for name in ["draw/to_code.csv", "draw/label_studio.json"] {
        let text = workspace.read(name);
        for word in ["prob_", "predicted", "stratum", "D66", "VVD", "PVV"] {
            assert!(!text.contains(word), "{name} holds {word}");
        }
    }
    let rows = workspace.table("draw/to_code.csv");
    assert!(rows.iter().any(|row| !row["context"].is_empty()));
    assert!(rows.iter().all(|row| row["stance"].is_empty()));
    let in_order = workspace.table("draw/sample.csv");
    let order = |rows: &[BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["passage_id"].clone()).collect()
    };
    assert_ne!(order(&rows), order(&in_order));
}

#[test]
fn a_second_wave_hands_out_only_what_is_not_coded() {
    let workspace = Workspace::new();
    workspace.run(&DRAW).succeeds();
    let first = ids(&workspace.table("draw/sample.csv"));
    let arguments = [
        "sample", "gold.csv", "--n", "11", "--strata", "none", "--wave", "2", "--out", "draw",
    ];
    workspace.run(&arguments).succeeds();
    let rows = workspace.table("draw/sample.csv");
    assert_eq!(rows.len(), 12 + 11);
    assert!(ids(&workspace.table("draw/to_code.csv")).is_disjoint(&first));
    // Kabinet: 5 of 15, then 11 of 22: 1 - (2/3)(1/2) = 2/3.
    let cabinet = rows.iter().find(|row| row["actor"] == "Kabinet").unwrap();
    assert_eq!(cabinet["pi"], "0.666667");
    assert_eq!(cabinet["pi_by_wave"], "1:0.333333;2:0.500000");
    let strata = workspace.table("draw/strata.csv");
    assert_eq!(strata.len(), 2 * 22);
}

#[test]
fn whole_documents_are_drawn_with_one_probability() {
    let workspace = Workspace::new();
    let arguments = [
        "sample",
        "gold.csv",
        "--n",
        "1",
        "--floor",
        "1",
        "--units",
        "documents",
        "--out",
        "draw",
    ];
    workspace.run(&arguments).succeeds();
    let rows = workspace.table("draw/sample.csv");
    let documents: BTreeSet<&String> = rows.iter().map(|row| &row["document_id"]).collect();
    assert_eq!(documents.len(), 1);
    assert!(
        rows.iter()
            .all(|row| row["pi"] == "0.500000" && row["sampling_unit"] == "documents")
    );
    let mixed = [
        "sample",
        "gold.csv",
        "--n",
        "2",
        "--strata",
        "actor",
        "--units",
        "documents",
        "--out",
        "x",
    ];
    let message = workspace.run(&mixed).fails(2);
    assert!(
        message.contains("lies in more than one stratum of `actor`"),
        "{message}"
    );
}

#[test]
fn a_kit_has_a_table_for_each_of_two_coders() {
    let workspace = Workspace::new();
    workspace
        .run(&["sample", "gold.csv", "--kit", "8", "--out", "kit"])
        .succeeds();
    let (a, b) = (
        workspace.table("kit/to_code_coder_a.csv"),
        workspace.table("kit/to_code_coder_b.csv"),
    );
    assert_eq!((a.len(), ids(&a)), (8, ids(&b)));
    assert!(
        b.iter()
            .all(|row| row["coder"] == "coder_b" && row["actor"].is_empty())
    );
    assert!(
        workspace
            .read("kit/coder_instructions.md")
            .contains("[partij]")
    );
    assert!(
        workspace
            .read("kit/label_studio.xml")
            .contains("Choice value=\"streng\"")
    );
}

#[test]
fn a_draw_that_cannot_be_made_leaves_the_folder_as_it_was() {
    let workspace = Workspace::new();
    workspace.run(&DRAW).succeeds();
    let before = workspace.files("draw");
    let with = |arguments: &[&str]| {
        let all = [&["sample", "gold.csv", "--out", "draw"], arguments].concat();
        workspace.run(&all).fails(2)
    };
    assert_snapshot!(with(&["--n", "10", "--floor", "2"]), @r"
    error: wave 1 has 12 units already; expected as many or more, found 10
      help: a drawn passage stays drawn: ask for as many or more with --n
    ");
    assert_snapshot!(with(&["--n", "12", "--floor", "2", "--seed", "9"]), @r"
    error: wave 1 was drawn with seed `1`, not `9`
      help: repeat the settings of that wave to extend it, or draw a new one: --wave 2
    ");
    assert_snapshot!(with(&["--n", "3"]), @r"
    error: wave 1 was drawn with floor `2`, not `5`
      help: repeat the settings of that wave to extend it, or draw a new one: --wave 2
    ");
    assert_snapshot!(with(&["--n", "12", "--wave", "3"]), @r"
    error: wave 3 cannot be drawn: the last wave in the folder is 1; expected 1 to 2
      help: draw the waves one after the other
    ");
    assert_snapshot!(with(&["--n", "12", "--strata", "kleur"]), @r"
    error: gold.csv: no column `kleur`; found `passage_id`, `document_id`, `source_start`, `source_end`, `date`, `actor`, `role`, `text`, `stance`, `group`, `text_sha256`
      help: rename a column, or name the column to use in the options
    ");
    assert_snapshot!(with(&["--n", "12", "--wave", "2", "--allocation", "neyman"]), @r"
    error: the table has no columns prob_<class> of the codebook, which this allocation needs
      help: name a table that `standpunt label` or `run` wrote with this codebook, or choose --allocation equal
    ");
    assert_eq!(workspace.files("draw"), before);

    let filled = workspace
        .read("draw/to_code.csv")
        .replace(",,,,,", ",anna,geen,,,");
    workspace.write("draw/to_code.csv", filled);
    assert_snapshot!(with(&["--n", "14", "--floor", "2"]), @r"
    error: draw/to_code.csv: the file has changed since it was drawn; it would be replaced
      help: copy it to another folder, give the copy to `standpunt collect`, and remove it here
    ");
}

#[test]
fn a_pilot_and_the_model_are_recorded() {
    let workspace = Workspace::with_model();
    workspace
        .run(&["label", "gold.csv", "--out", "labelled.csv"])
        .succeeds();
    let draw = |out: &str, more: &[&str]| {
        let arguments = [
            "sample",
            "labelled.csv",
            "--n",
            "10",
            "--floor",
            "1",
            "--allocation",
            "neyman",
            "--model",
            "model.json",
            "--out",
            out,
        ];
        workspace.run(&[&arguments[..], more].concat()).succeeds();
    };
    draw("plain", &[]);
    draw("piloted", &["--pilot", "gold.csv"]);
    let model = fs::read(workspace.path("model.json")).unwrap();
    for row in workspace.table("plain/sample.csv") {
        assert_eq!(row["model_at_draw"], standpunt::store::sha256_hex(&model));
    }
    let spread = |out: &str| {
        let rows = workspace.table(&format!("{out}/allocation.csv"));
        let cabinet = rows.into_iter().find(|row| row["stratum"] == "Kabinet");
        cabinet.unwrap()["spread"].clone()
    };
    assert_ne!(spread("plain"), spread("piloted"));
    assert!(
        workspace
            .read("piloted/design.json")
            .contains("\"n_pilot\": 22")
    );
    let both = ["sample", "gold.csv", "--kit", "--n", "3", "--out", "x"];
    assert!(
        workspace
            .run(&both)
            .fails(2)
            .contains("cannot be used with")
    );
    let documents = [
        "sample",
        "labelled.csv",
        "--n",
        "2",
        "--units",
        "documents",
        "--allocation",
        "neyman",
        "--out",
        "x",
    ];
    let message = workspace.run(&documents).fails(2);
    assert!(
        message.contains("choose --allocation equal or proportional"),
        "{message}"
    );
}
