//! Inputs that change under the reader, and two runs that would write one file: the whole output or
//! the old one, and a message that says what happened.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use insta::assert_snapshot;
use support::Workspace;
use support::processes::{OLD, ROW, table, wait_until};

/// A run over `in.csv` that has read a part of it and waits for a reader of its output.
fn held_up(workspace: &Workspace, arguments: &[&str]) -> Child {
    let mut process = workspace.process();
    process
        .args(arguments)
        .args(["--out", "-", "--threads", "1"]);
    let mut child = process
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    child
}

/// Its exit code and message.
fn let_go(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// What happens to a file.
type Change<'c> = &'c dyn Fn(&Path);

#[test]
fn an_input_that_changes_under_the_reader_is_a_failure() {
    let workspace = Workspace::with_model();
    let n_rows = 20_000;
    let path = workspace.path("in.csv");
    let append = |path: &Path| {
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(ROW.as_bytes()).unwrap();
    };
    let cut = |path: &Path| {
        let file = OpenOptions::new().write(true).open(path).unwrap();
        file.set_len(5).unwrap();
    };
    let rewrite = |path: &Path| {
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(b"TEXT").unwrap();
    };
    let changes: [(&str, Change<'_>); 3] = [
        ("and has ", &append),
        ("and has 5", &cut),
        ("it was written to", &rewrite),
    ];
    for arguments in [
        &["label", "in.csv"][..],
        &["label", "in.csv", "--shard", "1/1"],
    ] {
        for (words, change) in changes {
            workspace.write("in.csv", table(n_rows));
            let child = held_up(&workspace, arguments);
            change(&path);
            let (code, stderr) = let_go(child);
            assert_eq!(code, Some(2), "{words}: {stderr}");
            assert!(stderr.starts_with("error: in.csv, line "), "{stderr}");
            assert!(
                stderr.contains("the file changed while it was read"),
                "{stderr}"
            );
            assert!(stderr.contains(words), "{stderr}");
            assert!(
                stderr.contains("help: wait until the file is whole"),
                "{stderr}"
            );
        }
    }
    // An open file stays what it was where its name is given to another, or to none.
    for name in ["", "other.csv"] {
        workspace.write("in.csv", table(n_rows));
        workspace.write("other.csv", table(1));
        let child = held_up(&workspace, &["label", "in.csv"]);
        if name.is_empty() {
            fs::remove_file(&path).unwrap();
        } else {
            fs::rename(workspace.path(name), &path).unwrap();
        }
        let (code, stderr) = let_go(child);
        assert_eq!(
            (code, stderr.as_str()),
            (Some(0), "20000 rows labelled, 0 certain\n")
        );
    }
}

/// Labels `in.csv` into `out.csv` while rows are added to it until the run ends; its exit code
/// and message.
fn labelled_under_a_writer(workspace: &Workspace) -> (Option<i32>, String) {
    workspace.write("in.csv", table(2_000));
    let path = workspace.path("in.csv");
    let mut writer = OpenOptions::new().append(true).open(path).unwrap();
    let mut process = workspace.process();
    process.args(["label", "in.csv", "--out", "out.csv"]);
    let mut child = process.stderr(Stdio::piped()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        writer.write_all(ROW.as_bytes()).unwrap();
        sleep(Duration::from_micros(200));
    }
    let_go(child)
}

#[test]
fn an_input_that_is_still_being_written_leaves_the_old_output() {
    const MAX_RUNS: u32 = 200;
    let workspace = Workspace::with_model();
    workspace.write("out.csv", OLD);
    let mut n_runs = 0;
    let stderr = loop {
        n_runs += 1;
        assert!(n_runs <= MAX_RUNS, "no row fell into the reading");
        let (code, stderr) = labelled_under_a_writer(&workspace);
        if code != Some(0) {
            assert_eq!(code, Some(2), "{stderr}");
            break stderr;
        }
        // No row fell between the opening and the end of the file: it was read whole.
        let output = workspace.read("out.csv");
        let n_rows = output.lines().count() - 1;
        assert!(n_rows >= 2_000, "{n_rows}");
        assert_eq!(stderr, format!("{n_rows} rows labelled, 0 certain\n"));
        workspace.write("out.csv", OLD);
    };
    assert!(
        stderr.contains("the file changed while it was read"),
        "{stderr}"
    );
    assert_eq!(workspace.read("out.csv"), OLD);
    assert!(
        workspace
            .names("")
            .iter()
            .all(|name| !name.starts_with('.'))
    );
}

#[test]
fn one_file_is_written_by_one_run_at_a_time() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table(2));
    workspace.write("out.csv", OLD);
    let mut process = workspace.process();
    process.args(["label", "-", "--out", "out.csv"]);
    let mut child = process
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"text\n").unwrap();
    wait_until("the first run has begun", || {
        workspace.path(".out.csv.staged").exists()
    });
    let before = workspace.names("");
    let message = workspace
        .run(&["label", "in.csv", "--out", "out.csv"])
        .fails(1);
    assert_snapshot!(message, @"
    error: out.csv: another run is writing this file
      help: wait until it is done, stop it, or write another file: jobs of an array each need a name of their own
    ");
    assert_eq!(workspace.names(""), before);
    assert_eq!(workspace.read("out.csv"), OLD);
    // Other files of the folder are free.
    workspace
        .run(&["label", "in.csv", "--out", "other.csv"])
        .succeeds();
    // A run that is killed cannot clean up; the next one does.
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    assert!(workspace.path(".out.csv.staged").exists());
    workspace
        .run(&["label", "in.csv", "--out", "out.csv"])
        .succeeds();
    assert_eq!(workspace.read("out.csv"), workspace.read("other.csv"));
    assert!(!workspace.path(".out.csv.staged").exists());
}
