//! What `collect` takes back of a draw, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use support::{DRAW, Workspace};

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
