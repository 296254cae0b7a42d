//! Interrupts, closed pipes and two runs at once: nothing half-written, no noise.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use support::Workspace;
use support::processes::{in_shell, wait_until};

fn send(child: &Child, signal: &str) {
    let status = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let workspace = Workspace::with_model();
    workspace.write(
        "in.csv",
        "text\n".to_owned() + &"opvang en terugkeer\n".repeat(200_000),
    );
    for command in [
        "label in.csv --out -",
        "read corpus --out - --quiet",
        "explain --text opvang --csv",
        "diff a b",
    ] {
        if command.starts_with("diff") {
            workspace.write("a", "text,predicted_stance\nopvang,delen\n");
            workspace.write("b", "text,predicted_stance\nopvang,streng\n");
        }
        let (code, stdout, stderr) = in_shell(
            &workspace,
            &format!("set -o pipefail; \"$0\" {command} | head -1"),
        );
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{command}");
        assert_eq!(stdout.lines().count(), 1, "{command}");
        let (code, _, stderr) = in_shell(
            &workspace,
            &format!("\"$0\" {command} | true; exit ${{PIPESTATUS[0]}}"),
        );
        assert!(
            code == Some(0) && !stderr.contains("error"),
            "{command}: {stderr}"
        );
    }
}

#[test]
fn an_interrupted_label_leaves_nothing() {
    let workspace = Workspace::with_model();
    let before = workspace.names("");
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut label = workspace.process();
        label
            .args(["label", "-", "--out", "out.csv"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = label.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"text\n").unwrap();
        for _ in 0..2_000 {
            input
                .write_all(b"De opvang verdient steun van alle lidstaten.\n")
                .unwrap();
        }
        wait_until("the output is under way", || {
            workspace.names("").len() > before.len()
        });
        send(&child, signal);
        // The input stays open: the program must not wait for its end.
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert_eq!(output.status.code(), Some(130), "{signal}");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            "error: interrupted; nothing was written\n"
        );
        assert_eq!(workspace.names(""), before, "{signal}");
    }
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    let workspace = Workspace::new();
    let before = workspace.names("");
    let mut run = workspace.process();
    run.args(["run", "--out", "reports", "--threads", "1"]);
    // Enough fits to be caught at: fifty penalties in every fold.
    let alphas: Vec<String> = (1..=50).map(|n| format!("{n}.0")).collect();
    run.args(["--set", &format!("stance.alphas=[{}]", alphas.join(","))]);
    let mut child = run
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the output is under way", || {
        workspace.names("").len() > before.len()
    });
    send(&child, "-INT");
    let code = child.wait().unwrap().code();
    assert_eq!(code, Some(130));
    assert_eq!(workspace.names(""), before);
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let workspace = Workspace::new();
    let mut run = workspace.process();
    run.args([
        "run",
        "--out",
        "reports",
        "--set",
        "evaluate.bootstrap_replicates=1000000",
    ]);
    let mut child = run
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the first run has begun", || {
        workspace.path(".reports.lock").exists()
    });
    let message = workspace.run(&["run", "--out", "reports"]).fails(1);
    insta::assert_snapshot!(message, @"
    error: reports: another run is writing into this folder
      help: wait until it is done, stop it, or write into another folder
    ");
    // A run that is killed cannot clean up; the next one does.
    send(&child, "-KILL");
    child.wait().unwrap();
    workspace.run(&["run", "--out", "reports"]).succeeds();
    assert!(
        workspace
            .names("")
            .iter()
            .all(|name| !name.starts_with(".reports")),
        "{:?}",
        workspace.names("")
    );
}
