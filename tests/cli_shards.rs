//! A table labelled by several jobs is the table of one run, or a message says why not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;

use insta::assert_snapshot;
use support::{Workspace, refused};

/// A table of 40 rows, with all that makes the start of a row hard to find.
fn table() -> String {
    let mut table = "\u{feff}nr;note;text\r\n".to_owned();
    for i in 0..10 {
        write!(
            table,
            "{i};\"eerste\r\nregel; \"\"tweede\"\"\r\n\";De opvang verdient steun van alle lidstaten.\r\n\
             {i};5\" pijp;De grenzen gaan dicht.\r\n\r\n\
             {i};;\"Wij willen \"\"grip\"\" op migratie,\ren snel.\"\r\n\
             \u{feff}{i};\"\";\r\n"
        )
        .unwrap();
    }
    table
}

/// Labels `in.csv` in `n` parts, `part-1` and so on; gives their names.
fn label_parts(workspace: &Workspace, n: usize, options: &[&str]) -> Vec<String> {
    (1..=n)
        .map(|i| {
            let (shard, part) = (format!("{i}/{n}"), format!("part-{i}"));
            let fixed = ["label", "in.csv", "--shard", &shard, "--out", &part];
            workspace.run(&[&fixed, options].concat()).succeeds();
            part
        })
        .collect()
}

fn merge<'a>(parts: &'a [String], out: &'a str) -> Vec<&'a str> {
    let parts = parts.iter().map(String::as_str);
    ["merge"]
        .into_iter()
        .chain(parts)
        .chain(["--out", out])
        .collect()
}

#[test]
fn the_parts_make_what_one_run_makes() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table());
    let options = ["--text-column", "text", "--without-quotations"];
    let whole = ["label", "in.csv", "--out", "whole.csv"];
    let whole = workspace.run(&[&whole[..], &options].concat()).succeeds();
    assert!(
        whole.stderr.starts_with("40 rows labelled"),
        "{}",
        whole.stderr
    );
    for (n, threads) in [(1, "1"), (2, "3"), (3, "1"), (60, "1")] {
        let options = [&options[..], &["--threads", threads]].concat();
        let mut parts = label_parts(&workspace, n, &options);
        parts.reverse();
        let merged = workspace.run(&merge(&parts, "merged.csv")).succeeds();
        assert_eq!(
            workspace.read("merged.csv"),
            workspace.read("whole.csv"),
            "{n}"
        );
        assert_eq!(merged.stderr, whole.stderr, "{n}");
        let stream = workspace.run(&merge(&parts, "-")).succeeds();
        assert_eq!(stream.stdout, workspace.read("whole.csv"), "{n}");
    }
}

#[test]
fn the_warning_is_that_of_one_run() {
    let workspace = Workspace::with_model();
    let text = "The Member States should share responsibility, and they must not wait.";
    workspace.write(
        "in.csv",
        format!("text\n{}", format!("\"{text}\"\n").repeat(50)),
    );
    let whole = workspace
        .run(&["label", "in.csv", "--out", "whole.csv"])
        .succeeds();
    let parts = label_parts(&workspace, 3, &[]);
    let merged = workspace.run(&merge(&parts, "merged.csv")).succeeds();
    assert_eq!(merged.stderr, whole.stderr);
    assert!(
        merged.stderr.starts_with("warning: 50 of 50"),
        "{}",
        merged.stderr
    );
}

#[test]
fn a_table_without_rows_has_parts_without_rows() {
    let workspace = Workspace::with_model();
    for table in ["text\n", "text", "text\r\n\r\n"] {
        workspace.write("in.csv", table);
        workspace
            .run(&["label", "in.csv", "--out", "whole.csv"])
            .succeeds();
        let parts = label_parts(&workspace, 3, &[]);
        workspace.run(&merge(&parts, "merged.csv")).succeeds();
        assert_eq!(workspace.read("merged.csv"), workspace.read("whole.csv"));
    }
}

#[test]
fn a_part_is_the_same_every_time() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table());
    let parts = label_parts(&workspace, 3, &["--threads", "1"]);
    let before: Vec<String> = parts.iter().map(|part| workspace.read(part)).collect();
    let parts = label_parts(&workspace, 3, &["--threads", "3"]);
    let after: Vec<String> = parts.iter().map(|part| workspace.read(part)).collect();
    assert_eq!(before, after);
    // The checksum is that of `head -c 611 in.csv | xxhsum -H3`.
    let start = before[1].lines().next().unwrap();
    let (_, rest) = start.split_once("\"model\":\"").unwrap();
    let model = &rest[..64];
    assert_snapshot!(start.replace(model, "[model]"), @r#"{"standpunt_part":1,"shard":{"number":2,"of":3},"table_bytes":1737,"begin":{"byte":611,"checksum":"5b73cfb9ceb0053c"},"labels":{"codebook":"b842434b9f2dcfd83408e151de6485543449418290a01fff913ad9c71a01ad8b","columns kept":"all","error level":"0.1","id column":"","instruments":"built in","model":"[model]","prefix":"","quotations left out, from how many words":"none","standpunt":"0.1.0","text column":"text","top terms":"5"},"header":"nr,note,text,predicted_stance,certain,label_set,label_reason,in_training,out_of_fold,prob_delen,prob_streng,prob_geen,margin,top_terms\n"}"#);
}

/// A folder with the three parts of a table.
fn three_parts() -> (Workspace, Vec<String>) {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table());
    let parts = label_parts(&workspace, 3, &[]);
    (workspace, parts)
}

#[test]
fn what_is_not_one_whole_set_is_refused() {
    let (workspace, parts) = three_parts();
    let merge = |parts: &[&str]| {
        let arguments = [&["merge"], parts, &["--out", "merged.csv"]].concat();
        refused(&workspace, 2, &arguments)
    };
    assert_snapshot!(merge(&["part-3", "part-1"]), @"
    error: shard 2 is missing: found 2 of 3 parts
      help: name all parts, and label those anew whose job failed: --shard 2/3
    ");
    assert_snapshot!(merge(&["part-3"]), @"
    error: shards 1 and 2 are missing: found 1 of 3 parts
      help: name all parts, and label those anew whose job failed: --shard 1/3
    ");
    let label = [
        "label",
        "in.csv",
        "--shard",
        "2/4000000000",
        "--out",
        "of-many",
    ];
    workspace.run(&label).succeeds();
    assert_snapshot!(merge(&["of-many"]), @"
    error: shards 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 3999999987 more are missing: found 1 of 4000000000 parts
      help: name all parts, and label those anew whose job failed: --shard 1/4000000000
    ");
    assert_snapshot!(merge(&["part-1", "part-2", "part-3", "part-2"]), @"
    error: part-2: found shard 2/3, which part-2 holds too; expected every shard once
      help: leave one of the two out
    ");
    assert_snapshot!(merge(&["part-1", "in.csv", "part-3"]), @"
    error: in.csv: found no part of a labelled table; expected what `label --shard` wrote
      help: name the files that `standpunt label --shard` wrote, and no others
    ");
    assert_snapshot!(merge(&["part-1", "corpus", "part-3"]), @"
    error: corpus: found no part of a labelled table; expected what `label --shard` wrote
      help: name the files that `standpunt label --shard` wrote, and no others
    ");
    assert_snapshot!(merge(&["part-1", "part-4"]), @"
    error: part-4: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    let later = workspace
        .read("part-2")
        .replacen("_part\":1", "_part\":2", 1);
    workspace.write("later", later);
    assert_snapshot!(merge(&["part-1", "later", "part-3"]), @"
    error: later: found a part in form 2; expected form 1
      help: merge with the version of standpunt that labelled
    ");
    assert_snapshot!(
        refused(&workspace, 2, &["merge", "part-1", "part-2", "part-3", "--out", "part-1"]),
        @"
    error: part-1: the output would replace the input
      help: write to another file with --out
    "
    );
    drop(parts);
}

#[test]
fn a_part_labelled_in_another_way_is_refused() {
    let (workspace, _) = three_parts();
    let merge = |options: &[&str]| {
        let label = ["label", "in.csv", "--shard", "2/3", "--out", "other"];
        workspace.run(&[&label, options].concat()).succeeds();
        let arguments = ["merge", "part-1", "other", "part-3", "--out", "merged.csv"];
        refused(&workspace, 2, &arguments)
    };
    assert_snapshot!(merge(&["--error-level", "0.2"]), @"
    error: other: error level: found `0.2`; expected `0.1`, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");
    assert_snapshot!(merge(&["--prefix", "x_"]), @"
    error: other: prefix: found `x_`; expected ``, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");
    assert_snapshot!(merge(&["--without-quotations"]), @"
    error: other: quotations left out, from how many words: found `1`; expected `none`, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");
    assert_snapshot!(merge(&["--set", "label.top_terms=2"]), @"
    error: other: top terms: found `2`; expected `5`, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");
    workspace
        .run(&[
            "train",
            "--no-card",
            "--set",
            "stance.alphas=[9.0]",
            "--out",
            "other.json",
        ])
        .succeeds();
    let message = merge(&["--model", "other.json"]);
    assert!(
        message.starts_with("error: other: model: found `"),
        "{message}"
    );
    workspace
        .run(&["label", "in.csv", "--shard", "2/4", "--out", "other"])
        .succeeds();
    let arguments = ["merge", "part-1", "other", "part-3", "--out", "merged.csv"];
    assert_snapshot!(refused(&workspace, 2, &arguments), @"
    error: other: number of shards: found `4`; expected `3`, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");
}

#[test]
fn a_part_of_another_table_is_refused() {
    let (workspace, _) = three_parts();
    let arguments = ["merge", "part-1", "part-2", "part-3", "--out", "merged.csv"];
    let label = |shard: &str, out: &str| {
        workspace
            .run(&["label", "in.csv", "--shard", shard, "--out", out])
            .succeeds();
    };
    workspace.write("in.csv", table() + "9;;Nog een rij.\n");
    label("3/3", "part-3");
    assert_snapshot!(refused(&workspace, 2, &arguments), @"
    error: part-3: bytes of the table: found `1753`; expected `1737`, as in part-1
      help: merge only parts of one table, labelled with one model and the same settings
    ");

    // A letter changed in each third of the table, its size the same; the other jobs had run.
    for (third, place) in ["part-1", "part-2", "part-3"].iter().zip([1, 5, 9]) {
        workspace.write("in.csv", table());
        let parts = label_parts(&workspace, 3, &[]);
        let mut changed = table().into_bytes();
        let from = place * changed.len() / 10;
        let letter = from + changed[from..].iter().position(|b| *b == b'e').unwrap();
        changed[letter] = b'o';
        workspace.write("in.csv", changed);
        // The last part has none behind it: it is right as long as it is not made anew.
        let Some(part) = parts.iter().skip_while(|part| part != third).nth(1) else {
            workspace.run(&arguments).succeeds();
            continue;
        };
        label(&format!("{}/3", part.trim_start_matches("part-")), part);
        let message = refused(&workspace, 2, &arguments);
        assert!(
            message.contains(&format!("error: {part}: found ")),
            "{message}"
        );
        assert!(
            message.contains("the table was changed between two jobs"),
            "{message}"
        );
    }
}

#[test]
fn a_part_that_is_cut_anywhere_is_refused() {
    let (workspace, parts) = three_parts();
    let whole = workspace.read("part-2");
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let n_behind: usize = lines[lines.len() - 2..].iter().map(|line| line.len()).sum();
    let mut cuts = vec![
        0,
        1,
        20,
        lines[0].len() - 1,
        lines[0].len(),
        lines[0].len() + 1,
    ];
    cuts.extend([n_behind + 1, n_behind, n_behind - 1, 79, 78, 77, 76, 1].map(|n| whole.len() - n));
    for cut in cuts {
        workspace.write("part-2", &whole.as_bytes()[..cut]);
        let message = refused(&workspace, 2, &merge(&parts, "merged.csv"));
        assert!(
            message.starts_with("error: part-2: found "),
            "{cut}: {message}"
        );
    }
    workspace.write("part-2", &whole.as_bytes()[..whole.len() / 2]);
    assert_snapshot!(refused(&workspace, 2, &merge(&parts, "merged.csv")), @"
    error: part-2: found no end; expected the count of rows and a checksum in the last two lines
      help: label this shard again, or copy the file again if it was copied
    ");
    let without_a_row = whole.replacen(lines[1], "", 1);
    workspace.write("part-2", without_a_row);
    let message = refused(&workspace, 2, &merge(&parts, "merged.csv"));
    assert!(message.contains("as its last lines say"), "{message}");
}

#[test]
fn a_part_that_is_damaged_anywhere_is_refused() {
    let (workspace, parts) = three_parts();
    let whole = workspace.read("part-2").into_bytes();
    for place in (0..whole.len()).step_by(whole.len() / 60) {
        let mut damaged = whole.clone();
        damaged[place] ^= 1;
        workspace.write("part-2", damaged);
        let message = refused(&workspace, 2, &merge(&parts, "merged.csv"));
        assert!(message.contains("part-2"), "{place}: {message}");
    }
    let mut damaged = whole.clone();
    let row = whole.iter().position(|byte| *byte == b'\n').unwrap();
    damaged[row + 40] ^= 1;
    workspace.write("part-2", damaged);
    let message = refused(&workspace, 2, &merge(&parts, "merged.csv"));
    assert!(message.contains("as its last line says"), "{message}");
    // Standard output cannot be taken back: nothing is written to it.
    let ending = workspace.run(&merge(&parts, "-"));
    assert_eq!((ending.code, ending.stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_fault_is_told_with_its_line_in_the_whole_table() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table() + "9;te kort\r\n");
    let whole = refused(&workspace, 2, &["label", "in.csv", "--out", "out.csv"]);
    // 1 of the header, 10 times 8 of the rows.
    assert!(
        whole.starts_with("error: in.csv, line 82: found 2 fields"),
        "{whole}"
    );
    let label = |shard: &'static str| ["label", "in.csv", "--shard", shard, "--out", "part"];
    assert_eq!(refused(&workspace, 2, &label("3/3")), whole);
    workspace.run(&label("1/3")).succeeds();
}

#[test]
fn wrong_use_is_told() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table());
    let label = |table: &'static str, shard: &'static str| {
        refused(
            &workspace,
            2,
            &["label", table, "--shard", shard, "--out", "part"],
        )
    };
    assert_snapshot!(label("in.csv", "0/3"), @"
    error: invalid value '0/3' for '--shard <I/N>': `0/3` names no shard; expected I/N with I from 1 to N, such as 3/10

    For more information, try '--help'.
    ");
    assert_snapshot!(label("-", "1/3"), @"
    error: standard input: found a stream; expected a file, of which every job can read its rows
      help: save the table first, unpacked where it is compressed: gzip -dc table.csv.gz > table.csv
    ");
    assert_snapshot!(refused(&workspace, 2, &["merge", "--out", "merged.csv"]), @"
    error: the following required arguments were not provided:
      <PART>...

    Usage: standpunt merge --out <FILE> <PART>...

    For more information, try '--help'.
    ");
    let parts = label_parts(&workspace, 2, &[]);
    let compare = ["compare", &parts[0], "--out", "shares"];
    assert_snapshot!(refused(&workspace, 2, &compare), @"
    error: part-1: found a part of a labelled table; expected a CSV file in UTF-8
      help: put all parts together first: standpunt merge
    ");
}
