//! Disks that fill up and places that take nothing: the whole output or the old one, and a message
//! that says what happened.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

mod support;

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use support::Workspace;
use support::processes::{OLD, in_shell, table, wait_until};

fn succeeds(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Runs a script that must fail with exit code 1 and say all `words`.
fn fails(workspace: &Workspace, script: &str, words: &[&str]) {
    let (code, _, stderr) = in_shell(workspace, script);
    assert_eq!(code, Some(1), "{script}: {stderr}");
    for words in words {
        assert!(stderr.contains(words), "{script}: {stderr}");
    }
}

/// A file system of its own in memory, unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    /// `None`, with a line that says so, where the user may not mount.
    fn mount(place: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&place).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&place);
        if succeeds(&mut mount) {
            return Some(Self(place));
        }
        println!("skipped: a file system cannot be mounted here");
        None
    }

    fn remount(&self, options: &str) {
        let mut mount = Command::new("mount");
        mount
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0);
        assert!(succeeds(&mut mount));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// What to do where nothing can be written.
const ELSEWHERE: &str = "help: choose a place where you may write";

/// Commands and what each makes in the folder `out`.
const WRITERS: [(&str, &str); 7] = [
    ("label in.csv --out out/file", "out/file"),
    ("label in.csv --shard 1/1 --out out/file", "out/file"),
    ("merge whole-part --out out/file", "out/file"),
    ("read corpus --out out/file", "out/file"),
    ("train --no-card --out out/file", "out/file"),
    ("compare labelled.csv --out out/folder", "out/folder"),
    ("run --out out/folder", "out/folder"),
];

/// A folder with inputs of which every output is larger than 16 KiB.
fn writers() -> Workspace {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table(2_000));
    workspace.write(
        "labelled_in.csv",
        table(3) + "De grens van het land gaat dicht.\n",
    );
    for arguments in [
        &["label", "labelled_in.csv", "--out", "labelled.csv"][..],
        &["label", "in.csv", "--shard", "1/1", "--out", "whole-part"],
    ] {
        workspace.run(arguments).succeeds();
    }
    let text = workspace.read("corpus/brief.txt");
    workspace.write("corpus/lang.txt", text.repeat(40));
    workspace
}

#[test]
fn a_full_disk_leaves_the_old_output() {
    let workspace = writers();
    let Some(disk) = Disk::mount(workspace.path("out"), "size=64k") else {
        return;
    };
    let filling = vec![b'x'; 48 * 1024];
    for (command, target) in WRITERS {
        workspace.write("out/filling", &filling);
        let is_file = target == "out/file";
        if is_file {
            workspace.write("out/file", OLD);
        }
        let before = workspace.files("out");
        let words = ["No space left on device", "help: make room on the disk"];
        fails(&workspace, &format!("\"$0\" -q {command}"), &words);
        assert_eq!(workspace.files("out"), before, "{command}");
        fs::remove_file(workspace.path("out/filling")).unwrap();
        disk.remount("size=64m");
        let (code, _, stderr) = in_shell(&workspace, &format!("\"$0\" -q {command}"));
        assert_eq!(code, Some(0), "{command}: {stderr}");
        if is_file {
            assert_ne!(workspace.read(target), OLD);
            fs::remove_file(workspace.path(target)).unwrap();
        } else {
            fs::remove_dir_all(workspace.path(target)).unwrap();
        }
        assert_eq!(workspace.names("out"), [""; 0], "{command}");
        disk.remount("size=64k");
    }
}

#[test]
fn a_limit_on_the_size_of_files_leaves_the_old_output() {
    let workspace = writers();
    workspace.write("out/file", OLD);
    let before = workspace.files("");
    // 16 blocks of 1024 bytes. Ignored, the signal becomes an error; else it kills.
    for command in [
        "label in.csv",
        "label in.csv --shard 1/1",
        "merge whole-part",
    ] {
        let limited = format!("ulimit -f 16; \"$0\" -q {command} --out out/file");
        let words = ["File too large", "help: raise the limit"];
        fails(&workspace, &format!("trap '' XFSZ; {limited}"), &words);
        assert!(workspace.files("") == before, "{command}");
        let (code, ..) = in_shell(&workspace, &format!("ulimit -c 0; {limited}"));
        assert_ne!(code, Some(0), "{command}");
        assert_eq!(workspace.read("out/file"), OLD, "{command}");
        let (code, ..) = in_shell(&workspace, &format!("\"$0\" -q {command} --out out/file"));
        assert_eq!(code, Some(0), "{command}");
        assert_eq!(workspace.names("out"), ["file"], "{command}");
        workspace.write("out/file", OLD);
    }
}

#[test]
fn a_stream_that_takes_nothing_is_a_failure() {
    let workspace = writers();
    for command in [
        "label in.csv --out /dev/full",
        "label in.csv --out - > /dev/full",
        "label in.csv --shard 1/2 --out - > /dev/full",
        "merge whole-part --out - > /dev/full",
        "read corpus --out - > /dev/full",
        "train --no-card --out - > /dev/full",
        "compare labelled.csv --out shares > /dev/full",
    ] {
        let script = format!("\"$0\" -q {command}");
        fails(&workspace, &script, &["help: make room on the disk"]);
    }
}

#[test]
fn a_place_that_takes_nothing_is_told_before_the_sources_are_read() {
    let workspace = writers();
    workspace.write("file", OLD);
    let faulty = workspace.read("labelled.csv") + "one field\n";
    workspace.write("faulty.csv", faulty);
    for (command, place) in [
        ("read nothing.txt --out missing/passages.csv", "missing"),
        (
            "read nothing.txt --out - --skipped missing/skipped.csv",
            "missing",
        ),
        ("compare faulty.csv --out file", "file"),
    ] {
        fails(
            &workspace,
            &format!("\"$0\" -q {command}"),
            &[place, "help:"],
        );
    }
    assert_eq!(workspace.read("file"), OLD);
}

#[test]
fn a_read_only_file_system_is_told_before_the_work() {
    let workspace = writers();
    let Some(disk) = Disk::mount(workspace.path("out"), "size=1m") else {
        return;
    };
    workspace.write("out/file", OLD);
    disk.remount("ro");
    for (command, _) in WRITERS {
        let words = ["Read-only file system", ELSEWHERE];
        fails(&workspace, &format!("\"$0\" -q {command}"), &words);
        assert_eq!(workspace.names("out"), ["file"]);
    }
}

/// What starts a program as a user who may not write everywhere; `None`, with a line that says so,
/// where there is none.
fn as_nobody(workspace: &Workspace) -> Option<String> {
    let readable = Permissions::from_mode(0o755);
    fs::set_permissions(workspace.path(""), readable).unwrap();
    for prefix in ["", "setpriv --reuid=65534 --regid=65534 --clear-groups "] {
        workspace.write("probe/x", "");
        fs::set_permissions(workspace.path("probe"), Permissions::from_mode(0o555)).unwrap();
        let (code, ..) = in_shell(
            workspace,
            &format!("{prefix}\"$0\" --version && ! {prefix}touch probe/y"),
        );
        if code == Some(0) {
            return Some(prefix.to_owned());
        }
    }
    println!("skipped: no user here can lack the right to write");
    None
}

#[test]
fn a_folder_without_the_right_to_write_is_told() {
    let workspace = writers();
    let Some(nobody) = as_nobody(&workspace) else {
        return;
    };
    workspace.write("out/file", OLD);
    fs::set_permissions(workspace.path("out"), Permissions::from_mode(0o555)).unwrap();
    for (command, _) in WRITERS {
        let script = format!("{nobody}\"$0\" -q {command}");
        fails(&workspace, &script, &["Permission denied", ELSEWHERE]);
        assert_eq!(workspace.names("out"), ["file"]);
        assert_eq!(workspace.read("out/file"), OLD);
    }
    workspace.write("secret.csv", table(1));
    fs::set_permissions(workspace.path("secret.csv"), Permissions::from_mode(0o000)).unwrap();
    let (code, _, stderr) = in_shell(
        &workspace,
        &format!("{nobody}\"$0\" label secret.csv --out -"),
    );
    assert_eq!(code, Some(2));
    assert_snapshot!(stderr, @"
    error: secret.csv: no permission to read the file
      caused by: Permission denied (os error 13)
      help: make the file readable for your user
    ");
}

#[test]
fn a_right_that_is_lost_on_the_way_leaves_the_old_output() {
    let workspace = writers();
    let Some(nobody) = as_nobody(&workspace) else {
        return;
    };
    workspace.write("out/file", OLD);
    let rights = |mode| {
        fs::set_permissions(workspace.path("out"), Permissions::from_mode(mode)).unwrap();
    };
    rights(0o777);
    let mut label = Command::new("bash");
    let script = format!("exec {nobody}\"$0\" label - --out out/file");
    label.args(["-c", &script, env!("CARGO_BIN_EXE_standpunt")]);
    let mut child = label
        .current_dir(workspace.path(""))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(table(5).as_bytes()).unwrap();
    wait_until("the output is under way", || {
        workspace.names("out").len() > 1
    });
    rights(0o555);
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @"
    error: out/file: cannot be made
      caused by: Permission denied (os error 13)
      help: choose a place where you may write
    ");
    assert_eq!(workspace.read("out/file"), OLD);
    // Without the right to remove it, the staged file stays; the next run takes it over.
    rights(0o777);
    let (code, ..) = in_shell(
        &workspace,
        &format!("{nobody}\"$0\" label in.csv --out out/file"),
    );
    assert_eq!(code, Some(0));
    assert_eq!(workspace.names("out"), ["file"]);
    assert_ne!(workspace.read("out/file"), OLD);
}

/// A table whose documents are too many for what is kept of them in memory.
fn many_rows() -> Workspace {
    let workspace = Workspace::empty();
    let mut rows = "party,text\n".to_owned();
    for n in 0..9_000 {
        writeln!(rows, "VVD,Zin {n}.").unwrap();
    }
    workspace.write("rows.csv", rows);
    workspace.write("file", OLD);
    workspace
}

#[test]
fn a_temporary_place_that_takes_nothing_leaves_the_old_output() {
    let workspace = many_rows();
    let command = "\"$0\" -q read rows.csv --threads 1 --out file";
    let words = "help: make room in the folder for temporary files";
    let before = workspace.names("");
    let script = format!("TMPDIR=missing {command}");
    fails(&workspace, &script, &["No such file or directory", words]);
    assert_eq!(workspace.names(""), before);
    let (code, stdout, _) = in_shell(&workspace, "TMPDIR=missing \"$0\" -q read rows.csv --out -");
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    let Some(disk) = Disk::mount(workspace.path("tmp"), "size=16k") else {
        return;
    };
    let script = format!("TMPDIR=tmp {command}");
    fails(&workspace, &script, &["No space left on device", words]);
    assert_eq!(workspace.read("file"), OLD);
    disk.remount("size=64m");
    let (code, _, stderr) = in_shell(&workspace, &script);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(workspace.read("file").lines().count(), 9_001);
    assert_eq!(workspace.names("tmp"), [""; 0]);
}

#[test]
fn what_is_too_large_for_memory_is_gone_when_the_program_is_killed() {
    let workspace = many_rows();
    fs::create_dir(workspace.path("tmp")).unwrap();
    let mut read = workspace.process();
    // Standard input stays open behind the table, so that the program waits for more.
    read.args(["read", "rows.csv", "-", "--threads", "1", "--out", "file"])
        .env("TMPDIR", workspace.path("tmp"))
        .stdin(Stdio::piped());
    let mut child = read.spawn().unwrap();
    let open = format!("/proc/{}/fd", child.id());
    let holds_temporary = || {
        let mut files = fs::read_dir(&open).unwrap();
        files.any(|file| {
            let target = fs::read_link(file.unwrap().path()).unwrap_or_default();
            target.starts_with(workspace.path("tmp"))
        })
    };
    wait_until("a temporary file is written", holds_temporary);
    assert_eq!(workspace.names("tmp"), [""; 0]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(workspace.names("tmp"), [""; 0]);
    assert_eq!(workspace.read("file"), OLD);
}
