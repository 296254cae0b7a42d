//! Disks that fill up, places that take nothing, inputs that change under the reader, two runs at
//! once: the whole output or the old one, and a message that says what happened.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

mod support;

use std::fs::{self, OpenOptions, Permissions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use support::Workspace;

const OLD: &str = "what an earlier run wrote\n";
const ROW: &str = "De opvang verdient steun van alle lidstaten.\n";

fn table(n_rows: usize) -> String {
    "text\n".to_owned() + &ROW.repeat(n_rows)
}

/// Runs a script in the folder; `$0` is the program.
fn in_shell(workspace: &Workspace, script: &str) -> (Option<i32>, String) {
    let output = Command::new("bash")
        .current_dir(workspace.path(""))
        .args(["-c", script, env!("CARGO_BIN_EXE_standpunt")])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!stderr.contains("panicked"), "{stderr}");
    (output.status.code(), stderr)
}

fn succeeds(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        sleep(Duration::from_millis(5));
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
        let (code, stderr) = in_shell(&workspace, &format!("\"$0\" -q {command}"));
        assert_eq!(code, Some(1), "{command}: {stderr}");
        assert!(
            stderr.contains("No space left on device"),
            "{command}: {stderr}"
        );
        assert!(
            stderr.contains("help: make room on the disk"),
            "{command}: {stderr}"
        );
        assert_eq!(workspace.files("out"), before, "{command}");
        fs::remove_file(workspace.path("out/filling")).unwrap();
        disk.remount("size=64m");
        let (code, stderr) = in_shell(&workspace, &format!("\"$0\" -q {command}"));
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
        let (code, stderr) = in_shell(&workspace, &format!("trap '' XFSZ; {limited}"));
        assert_eq!(code, Some(1), "{command}: {stderr}");
        assert!(stderr.contains("File too large"), "{command}: {stderr}");
        assert!(
            stderr.contains("help: raise the limit"),
            "{command}: {stderr}"
        );
        assert!(workspace.files("") == before, "{command}");
        let (code, _) = in_shell(&workspace, &format!("ulimit -c 0; {limited}"));
        assert_ne!(code, Some(0), "{command}");
        assert_eq!(workspace.read("out/file"), OLD, "{command}");
        let (code, _) = in_shell(&workspace, &format!("\"$0\" -q {command} --out out/file"));
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
        let (code, stderr) = in_shell(&workspace, &format!("\"$0\" -q {command}"));
        assert_eq!(code, Some(1), "{command}: {stderr}");
        assert!(
            stderr.contains("help: make room on the disk"),
            "{command}: {stderr}"
        );
    }
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
        let (code, stderr) = in_shell(&workspace, &format!("\"$0\" -q {command}"));
        assert_eq!(code, Some(1), "{command}: {stderr}");
        assert!(
            stderr.contains("Read-only file system"),
            "{command}: {stderr}"
        );
        assert!(
            stderr.contains("help: choose a place where you may write"),
            "{command}: {stderr}"
        );
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
        let (code, _) = in_shell(
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
        let (code, stderr) = in_shell(&workspace, &format!("{nobody}\"$0\" -q {command}"));
        assert_eq!(code, Some(1), "{command}: {stderr}");
        assert!(stderr.contains("Permission denied"), "{command}: {stderr}");
        assert!(
            stderr.contains("help: choose a place where you may write"),
            "{command}: {stderr}"
        );
        assert_eq!(workspace.names("out"), ["file"]);
        assert_eq!(workspace.read("out/file"), OLD);
    }
    workspace.write("secret.csv", table(1));
    fs::set_permissions(workspace.path("secret.csv"), Permissions::from_mode(0o000)).unwrap();
    let (code, stderr) = in_shell(
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
    let (code, _) = in_shell(
        &workspace,
        &format!("{nobody}\"$0\" label in.csv --out out/file"),
    );
    assert_eq!(code, Some(0));
    assert_eq!(workspace.names("out"), ["file"]);
    assert_ne!(workspace.read("out/file"), OLD);
}

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

#[test]
fn an_input_that_is_still_being_written_leaves_the_old_output() {
    let workspace = Workspace::with_model();
    workspace.write("in.csv", table(2_000));
    workspace.write("out.csv", OLD);
    let mut writer = OpenOptions::new()
        .append(true)
        .open(workspace.path("in.csv"))
        .unwrap();
    let mut process = workspace.process();
    process.args(["label", "in.csv", "--out", "out.csv"]);
    let mut child = process.stderr(Stdio::piped()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        writer.write_all(ROW.as_bytes()).unwrap();
        sleep(Duration::from_micros(200));
    }
    let (code, stderr) = let_go(child);
    assert_eq!(code, Some(2), "{stderr}");
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
