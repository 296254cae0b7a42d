//! Tables as Parquet, in and out; and what a program built without it says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::Workspace;

#[cfg(not(feature = "parquet"))]
mod without {
    use insta::assert_snapshot;

    use super::Workspace;

    const PARQUET: &[u8] = include_bytes!("fixtures/parquet/kinds.parquet");

    #[test]
    fn a_parquet_output_is_refused_before_anything_is_made() {
        let workspace = Workspace::with_model();
        let message = workspace
            .run(&["label", "gold.csv", "--out", "x.parquet"])
            .fails(2);
        assert_snapshot!(message, @"
        error: x.parquet: this program was built without Parquet
          help: write CSV, or build standpunt with Parquet: cargo build --release --features parquet
        ");
        assert!(!workspace.path("x.parquet").exists());
    }

    #[test]
    fn a_parquet_input_is_refused_by_its_content() {
        let workspace = Workspace::with_model();
        workspace.write("in.csv", PARQUET);
        let message = workspace
            .run(&["label", "in.csv", "--out", "x.csv"])
            .fails(2);
        assert_snapshot!(message, @"
        error: in.csv: found what looks like a Parquet file; expected a CSV file in UTF-8
          help: export the table as CSV, or build standpunt with Parquet: cargo build --release --features parquet
        ");
        let message = workspace
            .run_with_input(&["label", "-", "--out", "x.csv"], PARQUET)
            .fails(2);
        assert!(message.starts_with("error: standard input: found what looks like a Parquet file"));
        let message = workspace
            .run(&["read", "in.csv", "--out", "x.csv"])
            .fails(2);
        assert!(message.contains("found a Parquet file"), "{message}");
        assert!(message.contains("--features parquet"), "{message}");
    }
}

#[cfg(feature = "parquet")]
mod with {
    use std::fs;
    use std::io::Write as _;

    use insta::assert_snapshot;
    use standpunt::store::StagedTable;
    use standpunt::table::{Column, Schema};

    use super::Workspace;

    /// A labelled table in both formats, in `l.csv` and `l.parquet`.
    fn labelled() -> Workspace {
        let workspace = Workspace::with_model();
        for out in ["l.csv", "l.parquet"] {
            workspace
                .run(&["label", "gold.csv", "--model", "model.json", "--out", out])
                .succeeds();
        }
        workspace
    }

    #[test]
    fn labels_of_a_parquet_table_are_those_of_the_same_csv() {
        let workspace = labelled();
        for (input, out) in [("l.csv", "a.csv"), ("l.parquet", "b.csv")] {
            let arguments = ["label", input, "--prefix", "x_", "--model", "model.json"];
            workspace
                .run(&[&arguments[..], &["--out", out]].concat())
                .succeeds();
        }
        assert_eq!(workspace.read("a.csv"), workspace.read("b.csv"));
        // The same from standard input, and kept as Parquet from there on.
        let bytes = fs::read(workspace.path("l.parquet")).unwrap();
        let arguments = ["label", "-", "--prefix", "x_", "--model", "model.json"];
        let ending = workspace.run_with_input(&[&arguments[..], &["--out", "-"]].concat(), bytes);
        assert_eq!(ending.succeeds().stdout, workspace.read("a.csv"));
        workspace.run(&["diff", "l.csv", "l.parquet"]).succeeds();
    }

    #[test]
    fn the_bytes_do_not_depend_on_threads_or_on_the_name_of_the_file() {
        let workspace = labelled();
        let rows: Vec<String> = (0..3_000)
            .map(|n| format!("{n},\"De grenzen gaan dicht, {n} keer.\""))
            .collect();
        workspace.write("in.csv", format!("n_words,text\n{}\n", rows.join("\n")));
        for (threads, out) in [("1", "a.parquet"), ("3", "b.PQ")] {
            let arguments = [
                "label",
                "in.csv",
                "--model",
                "model.json",
                "--threads",
                threads,
            ];
            workspace
                .run(&[&arguments[..], &["--out", out]].concat())
                .succeeds();
        }
        let bytes = |name| fs::read(workspace.path(name)).unwrap();
        assert_eq!(bytes("a.parquet"), bytes("b.PQ"));
        assert!(bytes("b.PQ").starts_with(b"PAR1"));
    }

    #[test]
    fn every_command_reads_a_parquet_table() {
        let workspace = Workspace::ran();
        let csv = workspace.read("reports/labelled.csv");
        let header = csv.lines().next().unwrap().split(',');
        let columns = header.map(|name| Column::text(name, "")).collect();
        let schema = Schema::new("labelled", "", "", columns);
        let mut table = StagedTable::create(&workspace.path("l.parquet"), &schema).unwrap();
        table.write_all(csv.as_bytes()).unwrap();
        table.commit().unwrap();
        // Away from the folder of the run, which tells the model.
        workspace.write("l.csv", &csv);
        for (input, out) in [("l.csv", "a"), ("l.parquet", "b")] {
            workspace
                .run(&["compare", input, "--out", &format!("shares_{out}")])
                .succeeds();
            workspace
                .run(&["duplicates", input, "--out", &format!("{out}.parquet")])
                .succeeds();
            let draw = format!("draw_{out}");
            workspace
                .run(&["sample", input, "--n", "4", "--floor", "1", "--out", &draw])
                .succeeds();
        }
        for (file, folder) in [("stance_by_actor.csv", "shares"), ("sample.csv", "draw")] {
            let read = |out| workspace.read(&format!("{folder}_{out}/{file}"));
            assert_eq!(read("a"), read("b"));
        }
        let bytes = |name| fs::read(workspace.path(name)).unwrap();
        assert_eq!(bytes("a.parquet"), bytes("b.parquet"));
        assert!(bytes("a.parquet").starts_with(b"PAR1"));
    }

    #[test]
    fn a_gold_file_and_texts_may_be_parquet() {
        let workspace = labelled();
        for (gold, out) in [("gold.csv", "a.json"), ("l.parquet", "b.json")] {
            workspace
                .run(&["train", "--no-card", "--gold", gold, "--out", out])
                .succeeds();
        }
        let weights = |name: &str| {
            let model: serde_json::Value = serde_json::from_str(&workspace.read(name)).unwrap();
            model["weights"].clone()
        };
        assert_eq!(weights("a.json"), weights("b.json"));
        for (input, out) in [("l.csv", "a.csv"), ("l.parquet", "b.csv")] {
            workspace.run(&["read", input, "--out", out]).succeeds();
        }
        assert_eq!(
            workspace.read("a.csv"),
            workspace.read("b.csv").replace("l.parquet", "l.csv")
        );
    }

    #[test]
    fn what_does_not_fit_leaves_the_old_file() {
        let workspace = Workspace::with_model();
        workspace.write(
            "in.csv",
            "n_words,text\n4,De grenzen gaan dicht.\nvier,Nee.\n",
        );
        workspace.write("x.parquet", "old");
        let message = workspace
            .run(&[
                "label",
                "in.csv",
                "--model",
                "model.json",
                "--out",
                "x.parquet",
            ])
            .fails(1);
        assert_snapshot!(message, @"
        error: x.parquet: writing failed
          caused by: x.parquet, row 2, column `n_words`: cannot write `vier`; expected a whole number
          help: rename the column, or write CSV, which has no types
        ");
        assert_eq!(workspace.read("x.parquet"), "old");
        assert!(
            !workspace
                .names(".")
                .iter()
                .any(|name| name.contains("staged"))
        );
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_with_its_name() {
        let workspace = labelled();
        let fixture = |name: &str| {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/parquet");
            format!("{folder}/{name}.parquet")
        };
        let label = |input: &str| {
            let arguments = ["label", input, "--prefix", "y_", "--model", "model.json"];
            let arguments = [&arguments[..], &["--out", "x.csv"]].concat();
            let message = workspace.run(&arguments).fails(2);
            message.replace(&fixture("struct"), "struct.parquet")
        };
        assert_snapshot!(label(&fixture("struct")), @"
        error: struct.parquet: column `x` holds structs; expected text, numbers, dates or true and false
          help: leave the column out, or write it as text: rename or drop `x`
        ");
        let whole = fs::read(workspace.path("l.parquet")).unwrap();
        workspace.write("cut.parquet", &whole[..whole.len() / 2]);
        let message = label("cut.parquet");
        assert!(
            message.starts_with("error: cut.parquet: the Parquet file is cut off or damaged: "),
            "{message}"
        );
        let mut damaged = whole;
        damaged[60..160].fill(0x55);
        workspace.write("damaged.parquet", &damaged);
        let message = label("damaged.parquet");
        assert!(
            message.starts_with("error: damaged.parquet: row group 1, column `passage_id`: "),
            "{message}"
        );
        assert!(!workspace.path("x.csv").exists());
    }
}
