//! Runs of the program that a test watches, stops or starts from a shell.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Workspace;

/// What stands in a file before a run that must not harm it.
pub(crate) const OLD: &str = "what an earlier run wrote\n";

/// A row of [`table`].
pub(crate) const ROW: &str = "De opvang verdient steun van alle lidstaten.\n";

/// A table of texts.
pub(crate) fn table(n_rows: usize) -> String {
    "text\n".to_owned() + &ROW.repeat(n_rows)
}

/// Waits until `is_so`, and fails after a minute.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        sleep(Duration::from_millis(5));
    }
}

/// Runs a script in the folder; `$0` is the program. Its exit code, standard output and error.
pub(crate) fn in_shell(workspace: &Workspace, script: &str) -> (Option<i32>, String, String) {
    let output = Command::new("bash")
        .current_dir(workspace.path(""))
        .args(["-c", script, env!("CARGO_BIN_EXE_standpunt")])
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let stderr = text(output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
    (output.status.code(), text(output.stdout), stderr)
}
