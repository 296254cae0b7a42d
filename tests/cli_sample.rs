//! What `sample` draws and hands out, what `collect` takes back, and what both refuse.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use support::Workspace;

const DRAW: [&str; 8] = [
    "sample", "gold.csv", "--n", "12", "--floor", "2", "--out", "draw",
];

fn ids(rows: &[BTreeMap<String, String>]) -> BTreeSet<String> {
    rows.iter().map(|row| row["passage_id"].clone()).collect()
}

/// A workspace with the small draw and the exports that Label Studio 1.23.2 made of it; see
/// `tests/fixtures/label_studio/round_trip.py`.
fn coded() -> Workspace {
    let workspace = Workspace::new();
    workspace.run(&DRAW).succeeds();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/label_studio");
    for name in ["export.json", "export_min.json", "export.csv"] {
        workspace.write(name, fs::read(folder.join(name)).unwrap());
    }
    workspace
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
fn the_three_exports_of_label_studio_tell_the_same() {
    let workspace = coded();
    let collect = |file: &str, out: &str| {
        let arguments = [
            "collect",
            "draw",
            file,
            "--standard",
            "expert",
            "--out",
            out,
        ];
        workspace.run(&arguments).succeeds()
    };
    let ending = collect("export.json", "json");
    collect("export_min.json", "min");
    collect("export.csv", "csv");
    for name in ["codings.csv", "gold.csv", "gold.meta.toml"] {
        let json = workspace.read(&format!("json/{name}"));
        assert_eq!(json, workspace.read(&format!("min/{name}")));
        assert_eq!(json, workspace.read(&format!("csv/{name}")));
    }
    // As round_trip.py coded them: ten by both, two of these otherwise, one by one, one skipped.
    assert!(ending.stdout.contains(
        "1 with one coding, 8 by agreement, 0 by majority, 0 settled, 2 tied, 1 missing"
    ));
    assert!(
        ending
            .stderr
            .contains("8.3 % of the drawn passages are not coded")
    );
    let gold = workspace.table("json/gold.csv");
    let status = |status: &str| gold.iter().filter(|row| row["status"] == status).count();
    assert_eq!(
        [status("coded"), status("tied"), status("missing")],
        [9, 2, 1]
    );
    let sample = workspace.table("draw/sample.csv");
    for row in &gold {
        let drawn = sample
            .iter()
            .find(|s| s["passage_id"] == row["passage_id"])
            .unwrap();
        for column in [
            "frame_hash",
            "stratum",
            "wave",
            "seed",
            "u",
            "pi_w",
            "pi",
            "text",
        ] {
            assert_eq!(row[column], drawn[column]);
        }
    }
    assert!(
        workspace
            .read("json/gold.meta.toml")
            .contains("reference_standard = \"expert\"")
    );
    let codings = workspace.table("json/codings.csv");
    let noted = codings
        .iter()
        .find(|row| !row["comment"].is_empty())
        .unwrap();
    assert_eq!(noted["comment"], "Twee dingen, \"allebei\".");
    assert_eq!(
        (noted["coder"].as_str(), noted["confidence"].as_str()),
        ("annotator-2", "1")
    );
    assert!(noted["coded_at"].starts_with("2026-"));
}

#[test]
fn differences_are_discussed_settled_and_taken_back() {
    let workspace = coded();
    let collect = [
        "collect",
        "draw",
        "export.json",
        "--standard",
        "adjudicated-expert",
    ];
    workspace.run(&collect).succeeds();
    let agreement = ["agreement", "draw/coded/codings.csv", "--out", "agreement"];
    workspace.run(&agreement).succeeds();
    let list = workspace.read("agreement/disagreements.csv");
    let settled = list.replace(",,annotator-1", ",geen,annotator-1");
    workspace.write("settled.csv", settled);
    let again = [&collect[..], &["--adjudicated", "settled.csv"]].concat();
    let ending = workspace.run(&again).succeeds();
    assert!(
        ending.stdout.contains("2 settled, 0 tied"),
        "{}",
        ending.stdout
    );
    // The coded sample is a gold file: its coded rows are read, the missing one is not.
    let held = ["agreement", "gold=gold.csv", "sample=draw/coded/gold.csv"];
    let ending = workspace.run(&held).succeeds();
    assert!(
        ending
            .stdout
            .contains("22 passages, 11 coded by two or more"),
        "{}",
        ending.stdout
    );
}

#[test]
fn tables_filled_in_by_hand_are_taken() {
    let workspace = Workspace::new();
    workspace
        .run(&["sample", "gold.csv", "--kit", "8", "--out", "kit"])
        .succeeds();
    for coder in ["coder_a", "coder_b"] {
        let sheet = workspace.read(&format!("kit/to_code_{coder}.csv"));
        let filled = sheet.replace(&format!(",{coder},,,,,"), &format!(",{coder},geen,,3,,"));
        workspace.write(&format!("{coder}.csv"), filled);
    }
    let arguments = [
        "collect",
        "kit",
        "coder_a.csv",
        "coder_b.csv",
        "--standard",
        "adjudicated-expert",
    ];
    let ending = workspace.run(&arguments).succeeds();
    assert!(
        ending.stdout.contains("8 by agreement"),
        "{}",
        ending.stdout
    );
    assert_eq!(ending.stderr, "");
    assert!(
        workspace
            .table("kit/coded/gold.csv")
            .iter()
            .all(|row| row["coder_b"] == "geen")
    );
}

#[test]
fn codings_that_do_not_belong_to_the_draw_are_refused() {
    let workspace = coded();
    let collect = |file: &str, table: &str| {
        workspace.write(file, table);
        let arguments = ["collect", "draw", file, "--standard", "expert"];
        workspace.run(&arguments).fails(2)
    };
    let id = workspace.table("draw/sample.csv")[0]["passage_id"].clone();
    let header = "passage_id,coder,stance,frame_hash\n";
    assert_snapshot!(collect("a.csv", &format!("{header}ander:1-2,anna,geen,\n")), @r"
    error: a.csv: passage `ander:1-2` was not drawn (1 such in all)
      help: give the codings of this draw, or remove these rows
    ");
    assert_snapshot!(collect("b.csv", &format!("{header}{id},anna,geen,0000\n")).replace(&workspace.table("draw/sample.csv")[0]["frame_hash"], "[hash]"), @r"
    error: b.csv: passage `brief:1048-1249` was drawn from another frame: found 0000, expected [hash]
      help: give the folder of the draw that was coded
    ");
    assert_snapshot!(collect("c.csv", &format!("{header}{id},anna,neutraal,\n")), @r"
    error: c.csv, line 2, column `stance`: found `neutraal`, expected one of delen, streng, geen
      help: correct it there, and run the command again
    ");
    assert_snapshot!(collect("d.csv", &format!("{header}{id},anna,geen,\n{id},anna,delen,\n")), @r"
    error: passage `brief:1048-1249` is coded twice by `anna`: as `geen` in d.csv, and as `delen` in d.csv
      help: keep one of the two; where two coders have the same name, name each before the file: anna=first.json
    ");
    assert_snapshot!(collect("e.csv", "passage_id,stance\n"), @r"
    error: e.csv: who coded is not told; expected a column `coder`, or `coder_a` and `coder_b`
      help: name the coder before the file: anna=e.csv
    ");
    assert_snapshot!(collect("f.json", "[{\"data\": {}}]"), @r"
    error: f.json, task 1, `passage_id`: found ``, expected the id of a passage
      help: label with the label_studio.xml that `standpunt sample` wrote, or correct it there
    ");
    assert_snapshot!(collect("g.json", "{\"tasks\": 1}"), @r"
    error: g.json: this is no JSON export of Label Studio: invalid type: map, expected a sequence at line 1 column 0
      help: export from Label Studio as JSON, JSON-MIN or CSV
    ");
    let both = [
        "collect",
        "draw",
        "export.json",
        "export_min.json",
        "--standard",
        "expert",
    ];
    assert!(
        workspace
            .run(&both)
            .fails(2)
            .contains("is coded twice by `annotator-")
    );
    let human = ["collect", "draw", "export.json", "--standard", "human"];
    assert_snapshot!(workspace.run(&human).fails(2), @r"
    error: invalid value 'human' for '--standard <WHO>'
      [possible values: adjudicated-expert, expert, crowd, adjudicated-llm, llm, unstated]

    For more information, try '--help'.
    ");
    let folder = ["collect", "corpus", "export.json", "--standard", "expert"];
    assert_snapshot!(workspace.run(&folder).fails(2), @r"
    error: corpus/sample.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    assert!(!workspace.path("draw/coded").exists());
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
