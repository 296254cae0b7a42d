//! What the program says of wrong input: the place, what was found, what to do; the documented exit
//! code; and nothing left behind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::{Ending, Workspace, refused, table};

/// Labels a table that must be refused.
fn refused_table(workspace: &Workspace, bytes: impl AsRef<[u8]>) -> String {
    workspace.write("in.csv", bytes);
    refused(workspace, 2, &["label", "in.csv", "--out", "out.csv"])
}

fn labelled(workspace: &Workspace, input: &str, arguments: &[&str]) -> Ending {
    workspace
        .run_with_input(&[&["label", "-", "--out", "-"], arguments].concat(), input)
        .succeeds()
}

#[test]
fn a_table_that_is_none_is_refused() {
    let workspace = Workspace::with_model();
    let label = |input| refused(&workspace, 2, &["label", input, "--out", "out.csv"]);
    assert_snapshot!(label("geen.csv"), @"
    error: geen.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    assert_snapshot!(label("corpus"), @"
    error: corpus: found a folder; expected a file
      caused by: is a directory
      help: name one CSV file in the folder
    ");
    assert_snapshot!(refused_table(&workspace, ""), @"
    error: in.csv: the file is empty; expected a line with column names
      help: check that the step that made the file has finished
    ");
    assert_snapshot!(refused_table(&workspace, "text\0\n"), @r#"
    error: in.csv, line 1: found a NUL byte, so this is not text; expected CSV in UTF-8
      help: save the table as "CSV UTF-8", or make the file again if it is damaged
    "#);
    assert_snapshot!(refused_table(&workspace, "PK\x03\x04\x14\x00\x06"), @r#"
    error: in.csv: found what looks like an Excel, Word or zip file; expected a CSV file in UTF-8
      help: open it in a spreadsheet program and save it as "CSV UTF-8"
    "#);
    assert_snapshot!(refused_table(&workspace, b"text\ngoed\nsl\xe9cht\n"), @r#"
    error: in.csv, line 3: found byte 0xE9 at offset 12, which is not UTF-8 there
      help: save it as "CSV UTF-8", or convert it: iconv -f WINDOWS-1252 -t UTF-8 in.csv > utf8.csv
    "#);
}

#[test]
fn a_damaged_table_is_refused() {
    let workspace = Workspace::with_model();
    assert_snapshot!(refused_table(&workspace, "id,text\n1,\"open en\n2,meer\n"), @"
    error: in.csv: the file ends inside quotes; the quote opened in the record that starts on line 2 is never closed
      help: look at line 2 and further: close the quote, or double a quote that belongs to the text
    ");
    assert_snapshot!(refused_table(&workspace, "id,text\n1,een\n2,twee,drie\n"), @"
    error: in.csv, line 3: found 3 fields, expected 2 as in the header
      help: put quotes around a field that contains a comma
    ");
    assert_snapshot!(refused_table(&workspace, "id,Tekst\n1,een\n"), @"
    error: in.csv: no text column `text`; found `id`, `Tekst`
      help: say which column holds the text: --text-column 'NAME'
    ");
    assert_snapshot!(refused_table(&workspace, "id,Text\n1,een\n"), @"
    error: in.csv: no text column `text`; found `id`, `Text`
      help: say which column holds the text: --text-column 'Text'
    ");
    assert_snapshot!(refused_table(&workspace, "text,certain,margin\na,b,c\n"), @"
    error: in.csv: the table already has `certain`, `margin`, which labelling would add
      help: give the new columns a prefix: --prefix new_
    ");
}

/// Thirty megabytes behind a quote that is never closed: refused after the first of them.
#[test]
fn a_quote_left_open_in_a_large_table_is_told_at_once() {
    let workspace = Workspace::with_model();
    let mut bytes = b"id,text\n1,goed\n2,\"open\n".to_vec();
    while bytes.len() < 30 << 20 {
        bytes.extend_from_slice("3,een regel over migratie en asiel in de Unie\n".as_bytes());
    }
    let message = refused_table(&workspace, &bytes);
    assert_snapshot!(message, @"
    error: in.csv: the record that starts on line 3 is larger than 1048576 bytes; a quote opened there is probably never closed
      help: look at line 3: close the quote, or double a quote that belongs to the text
    ");
}

/// A table without an end is refused too: what stands behind the open quote is never gathered.
#[cfg(unix)]
#[test]
fn a_quote_left_open_in_an_endless_stream_is_told() {
    let workspace = Workspace::with_model();
    let script = "{ printf 'id,text\\n2,\"open\\n'; yes '3,een regel over migratie'; } | \
                  \"$0\" label - --out out.csv";
    let mut command = assert_cmd::Command::new("sh");
    command
        .current_dir(workspace.path(""))
        .args(["-c", script, env!("CARGO_BIN_EXE_standpunt")]);
    let output = command
        .timeout(std::time::Duration::from_secs(60))
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!workspace.path("out.csv").exists());
}

#[test]
fn tables_with_semicolons_and_a_prefix_are_labelled() {
    let workspace = Workspace::with_model();
    let ending = labelled(
        &workspace,
        "id;tekst\n1;\"grenzen; dicht\"\n",
        &["--text-column", "tekst"],
    );
    let row = &table(&ending.stdout)[0];
    assert_eq!(
        (row["id"].as_str(), row["tekst"].as_str()),
        ("1", "grenzen; dicht")
    );
    let ending = labelled(
        &workspace,
        "text,certain\nopvang,ja\n",
        &["--prefix", "nieuw_"],
    );
    assert!(
        ending
            .stdout
            .starts_with("text,certain,nieuw_predicted_stance,nieuw_certain,"),
        "{}",
        ending.stdout
    );
}

#[test]
fn a_row_without_text_is_kept_and_says_so() {
    let workspace = Workspace::with_model();
    let ending = labelled(
        &workspace,
        "id,text\n1,\n2,\"  \"\n3,xyzzy\n4,opvang\n",
        &[],
    );
    let reasons: Vec<(String, String)> = table(&ending.stdout)
        .into_iter()
        .map(|row| (row["id"].clone(), row["label_reason"].clone()))
        .collect();
    let of = |id: usize| reasons[id - 1].1.as_str();
    assert_eq!(
        (reasons.len(), of(1), of(2), of(3)),
        (4, "empty", "empty", "no_known_terms")
    );
    assert_snapshot!(ending.stderr, @"
    warning: 1 of 2 rows are outside what the model was trained on (label_reason not_dutch, no_known_terms or outside_training): scores measured on the coded passages say nothing of their labels. Code a random sample of 2 passages of this table and give it to `standpunt evaluate --gold`: the share of right labels is then known to ± 0.10.
    4 rows labelled, 0 certain; 2 without a word
    ");
}

#[test]
fn faulty_gold_is_refused() {
    let workspace = Workspace::new();
    let gold = workspace.read("gold.csv");
    let refused_gold = |text: String| {
        workspace.write("other.csv", text);
        refused(
            &workspace,
            2,
            &["train", "--gold", "other.csv", "--out", "out.json"],
        )
    };
    assert_snapshot!(refused_gold(gold.replacen(",delen,", ",deelen,", 1)), @"
    error: other.csv, line 3, column `stance`: found `deelen`, expected one of delen, streng, geen (closest: `delen`)
      help: did you mean `delen`?
    ");
    let few: Vec<&str> = gold.lines().take(6).collect();
    assert_snapshot!(refused_gold(few.join("\n") + "\n"), @"
    error: class `streng` is too small to split: 1 coded passages in 1 groups, and none is left to train on when a fold is held out; expected at least 2 groups
      help: code passages of `streng` in more groups, give written examples of it, or join it with another class
    ");
    assert_snapshot!(refused_gold(gold.replacen(",text,", ",tekst,", 1)), @"
    error: other.csv: no column `text`; found `passage_id`, `document_id`, `source_start`, `source_end`, `date`, `actor`, `role`, `tekst`, `stance`, `group`, `text_sha256`
      help: rename a column, or name the column to use in the options
    ");
    let changed = refused_gold(gold.replacen("Solidariteit", "solidariteit", 1));
    assert!(
        changed.contains("line 5, column `text_sha256`: found `e5192"),
        "{changed}"
    );
    assert!(
        changed.ends_with("help: correct it there, and run the command again\n"),
        "{changed}"
    );
    assert_snapshot!(refused(&workspace, 2, &["train", "--gold", "gold.csv", "--gold", "gold.csv", "--out", "out.json"]), @"
    error: passage `brief:10-204` stands in two gold files
      help: remove it from one of them
    ");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "paths.gold=\"\""]), @"
    error: there are no coded passages to learn from
      help: set paths.gold in standpunt.toml; or read and label with a model that you have: `standpunt read`, `standpunt label`, `standpunt compare`
    ");
}

#[test]
fn a_model_that_is_none_of_this_program_is_refused() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    let model = workspace.read("model.json");
    let refused_model = |text: &str| {
        workspace.write("other.json", text);
        refused(
            &workspace,
            2,
            &[
                "label",
                "in.csv",
                "--model",
                "other.json",
                "--out",
                "out.csv",
            ],
        )
    };
    assert_snapshot!(refused_model(&model.replacen("\"analyzer\": {\"version\":1", "\"analyzer\": {\"version\":9", 1)), @"
    error: other.json: the model cannot be used
      caused by: the model was made for analyzer version 9; this program has version 1
      help: train the model anew with this version of the program
    ");
    assert_snapshot!(refused_model(&model.replacen("\"format_version\": 2", "\"format_version\": 9", 1)), @"
    error: other.json: the model cannot be used
      caused by: the model has format version 9; this program reads version 2
      help: use a newer version of the program, or train the model anew with this version of the program
    ");
    let cut: Vec<&str> = model.lines().take(60).collect();
    let cut = refused_model(&cut.join("\n"));
    assert!(
        cut.contains("the model file is cut short or is not JSON\n  caused by: EOF while"),
        "{cut}"
    );
    let edited = refused_model(&model.replacen("\"alpha\": 1.0", "\"alpha\": 2.0", 1));
    assert!(
        edited.contains("the model file is damaged: its content has SHA-256 "),
        "{edited}"
    );
    assert_snapshot!(refused_model("text\nopvang\n"), @"
    error: other.json: the model cannot be used
      caused by: the model file is cut short or is not JSON
      caused by: expected ident at line 1 column 2
      help: restore the file from where it came, or train the model anew
    ");
    assert_snapshot!(refused_model("{}"), @r#"
    error: other.json: the model cannot be used
      caused by: the file is not a model: expected `"format": "standpunt-model"`
      help: give the file that `standpunt train` wrote
    "#);
    assert_snapshot!(refused(&workspace, 2, &["label", "in.csv", "--model", "geen.json", "--out", "out.csv"]), @"
    error: geen.json: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
}

#[test]
fn faulty_settings_are_refused() {
    let workspace = Workspace::new();
    workspace.write("other.toml", "[stance]\ninner_fold = 3\n");
    assert_snapshot!(refused(&workspace, 2, &["run", "--config", "other.toml"]), @"
    error: other.toml, line 2, key `stance.inner_fold`: there is no such key (closest: `stance.inner_folds`)
      help: did you mean `stance.inner_folds`?
    ");
    assert_snapshot!(refused(&workspace, 2, &["run", "--config", "geen.toml"]), @"
    error: geen.toml: the settings cannot be read: No such file or directory (os error 2)
      help: check the path behind --config
    ");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "evaluate.folds=1"]), @"
    error: --set evaluate.folds=1, key `evaluate.folds`: found `1`, expected a whole number from 2 to 50
      help: standpunt.toml of the project tells the default and range of every key
    ");
    assert_snapshot!(refused(&workspace, 2, &["run", "--set", "paths.codebook=\"geen.toml\""]), @"
    error: geen.toml: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    let label = |out| refused(&workspace, 1, &["label", "in.csv", "--out", out]);
    assert_snapshot!(label("geen/out.csv"), @"
    error: geen/out.csv: the folder geen does not exist
      help: make it first: mkdir -p geen
    ");
    assert_snapshot!(label("corpus"), @"
    error: corpus: found a folder; expected a file, or nothing
      help: name a file inside the folder
    ");
    assert!(
        label("in.csv/out.csv")
            .ends_with("help: a part of the path is a file: choose another path\n")
    );
    assert_snapshot!(refused(&workspace, 1, &["run", "--out", "in.csv"]), @"
    error: in.csv: found a file; expected a folder, or nothing
      help: name another folder, or move the file away
    ");
    assert_snapshot!(refused(&workspace, 1, &["run", "--out", "in.csv/reports"]), @"
    error: in.csv/reports: cannot be made
      caused by: File exists (os error 17)
      help: a part of the path is a file: choose another path
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", "text\nopvang\n");
    assert_snapshot!(refused(&workspace, 1, &["label", "in.csv", "--out", "/dev/full"]), @"
    error: /dev/full: writing failed
      caused by: No space left on device (os error 28)
      help: make room on the disk, or write somewhere else
    ");
    let script = "exec \"$0\" read corpus --out - > /dev/full";
    let mut command = assert_cmd::Command::new("sh");
    command
        .current_dir(workspace.path(""))
        .args(["-c", script, env!("CARGO_BIN_EXE_standpunt")]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"
    error: standard output: writing failed
      caused by: No space left on device (os error 28)
      help: make room on the disk, or write somewhere else
    ");
}
