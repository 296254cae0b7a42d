//! Runs killed at random moments: the output is absent, the whole old one or the whole new one, and
//! the next run is right and leaves nothing staged behind. Only a folder that also holds a file of
//! somebody else may be caught between the first move and the last; it has no manifest then, which
//! says so.
//!
//! `STANDPUNT_KILLS` sets how many runs are killed; 40 without it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says what it found")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::Workspace;

/// What somebody else's file holds.
const OWN: &str = "mine";

/// What stands in the folder besides the inputs, by name.
type Files = BTreeMap<String, Vec<u8>>;

/// A command that is killed.
struct Scenario {
    name: &'static str,
    arguments: Vec<&'static str>,
    /// The same with other settings: makes the old output.
    earlier: Vec<&'static str>,
    /// The file or folder that it makes.
    target: &'static str,
    /// Of a hundred kills.
    share: u32,
}

/// How often the output was found in which state.
#[derive(Debug, Default)]
struct Counts {
    kills: u32,
    /// Runs that had ended before they were killed.
    survived: u32,
    absent: u32,
    old: u32,
    new: u32,
    /// Folders caught between the first move and the last.
    without_manifest: u32,
    /// Times that something hidden was left, for the next run to remove.
    left_staged: u32,
}

fn scenarios() -> Vec<Scenario> {
    let scenario = |name, arguments: &[&'static str], earlier: &[&'static str], target, share| {
        let all = [arguments, &["--quiet", "--threads", "1"]].concat();
        let earlier = [&all, earlier].concat();
        Scenario {
            name,
            arguments: all,
            earlier,
            target,
            share,
        }
    };
    let label = ["label", "in.csv", "--out", "out.csv"];
    let shard = ["label", "in.csv", "--shard", "2/3", "--out", "part"];
    let read = ["read", "corpus", "--out", "passages.csv"];
    let train = ["train", "--no-card", "--out", "trained.json"];
    let compare = ["compare", "labelled.csv", "--out", "shares"];
    let run = ["run", "--out", "reports"];
    let other_seed = ["--set", "evaluate.seed=7"];
    vec![
        scenario("label", &label, &["--prefix", "x_"], "out.csv", 25),
        scenario("label --shard", &shard, &["--prefix", "x_"], "part", 15),
        scenario(
            "read",
            &read,
            &["--set", "segment.max_words=25"],
            "passages.csv",
            20,
        ),
        scenario(
            "train",
            &train,
            &["--set", "stance.alphas=[9.0]"],
            "trained.json",
            15,
        ),
        scenario("compare", &compare, &other_seed, "shares", 15),
        scenario("run", &run, &other_seed, "reports", 10),
    ]
}

/// A generator of its own: delays need no more than to be spread out and the same every time.
struct Draws(u64);

impl Draws {
    fn share(&mut self) -> f64 {
        // Constants of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / (1_u64 << 24) as f64
    }
}

fn workspace() -> Workspace {
    let workspace = Workspace::with_model();
    let rows = "De opvang verdient steun van alle lidstaten.\nDe grenzen gaan dicht.\n";
    workspace.write("in.csv", "text\n".to_owned() + &rows.repeat(2_000));
    workspace.write("few.csv", "text\n".to_owned() + &rows.repeat(20));
    workspace
        .run(&["label", "few.csv", "--out", "labelled.csv"])
        .succeeds();
    workspace
}

fn files_now(workspace: &Workspace, inputs: &Files) -> Files {
    let all = workspace.files("");
    all.into_iter()
        .filter(|(name, _)| !inputs.contains_key(name))
        .collect()
}

fn remove(workspace: &Workspace, files: &Files) {
    for name in files.keys() {
        fs::remove_file(workspace.path(name)).unwrap();
    }
}

/// A scenario with what it makes undisturbed.
struct Trial<'t> {
    workspace: &'t Workspace,
    scenario: &'t Scenario,
    inputs: Files,
    old: Files,
    new: Files,
    duration: Duration,
    /// A file of somebody else in the folder.
    own_file: Option<String>,
}

impl<'t> Trial<'t> {
    fn new(workspace: &'t Workspace, scenario: &'t Scenario) -> Self {
        let inputs = workspace.files("");
        workspace.run(&scenario.earlier).succeeds();
        let old = files_now(workspace, &inputs);
        remove(workspace, &old);
        let start = Instant::now();
        workspace.run(&scenario.arguments).succeeds();
        let duration = start.elapsed();
        let new = files_now(workspace, &inputs);
        let name = scenario.name;
        assert!(!old.is_empty() && old != new, "{name}: no difference");
        Self {
            workspace,
            scenario,
            inputs,
            old,
            new,
            duration,
            own_file: None,
        }
    }

    fn files(&self) -> Files {
        let mut files = files_now(self.workspace, &self.inputs);
        if let Some(name) = &self.own_file {
            files.remove(name);
        }
        files
    }

    fn clear(&self) {
        remove(self.workspace, &self.files());
        let _ = fs::remove_dir_all(self.workspace.path(self.scenario.target));
    }

    /// Kills a run at that share of its duration, looks at what is left, and runs it again.
    fn kill_at(&self, share: f64, has_old: bool, counts: &mut Counts) {
        self.put_old(has_old);
        let delay = self.duration.mul_f64(share);
        kill_after(self.workspace, self.scenario, delay, counts);
        self.count(has_old, counts);
        self.run_again();
    }

    /// Leaves nothing but the old output, or nothing at all.
    fn put_old(&self, has_old: bool) {
        self.clear();
        if has_old {
            let old = self.old.iter();
            old.for_each(|(name, bytes)| self.workspace.write(name, bytes));
        }
        if let Some(name) = &self.own_file {
            self.workspace.write(name, OWN);
        }
    }

    /// Runs to the end, which must give what an undisturbed run gives, and nothing beside it.
    fn run_again(&self) {
        self.workspace.run(&self.scenario.arguments).succeeds();
        let (name, after) = (self.scenario.name, self.files());
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&after), names(&self.new), "{name}");
        assert!(after == self.new, "{name}: the next run differs");
        if let Some(file) = &self.own_file {
            let own = fs::read_to_string(self.workspace.path(file)).unwrap();
            assert_eq!(own, OWN, "{name}");
        }
    }

    fn count(&self, has_old: bool, counts: &mut Counts) {
        let (hidden, placed): (Files, Files) = self
            .files()
            .into_iter()
            .partition(|(name, _)| name.starts_with('.'));
        counts.left_staged += u32::from(!hidden.is_empty());
        let manifest = format!("{}/manifest.json", self.scenario.target);
        if placed == self.new {
            counts.new += 1;
        } else if has_old && placed == self.old {
            counts.old += 1;
        } else if !has_old && placed.is_empty() {
            counts.absent += 1;
        } else {
            let names: Vec<&String> = placed.keys().collect();
            let name = self.scenario.name;
            let is_told = self.new.contains_key(&manifest) && !placed.contains_key(&manifest);
            let is_mixed = has_old && is_told && self.own_file.is_some();
            assert!(is_mixed, "{name}: {names:?}");
            for (file, bytes) in &placed {
                let is_whole = [&self.old, &self.new]
                    .iter()
                    .any(|files| files.get(file) == Some(bytes));
                assert!(is_whole, "{name}: {file} is neither old nor new");
            }
            counts.without_manifest += 1;
        }
    }
}

fn kill_often(
    workspace: &Workspace,
    scenario: &Scenario,
    n_kills: u32,
    draws: &mut Draws,
) -> Counts {
    let trial = Trial::new(workspace, scenario);
    let mut counts = Counts::default();
    for i in 0..n_kills {
        // Every other pair of kills falls where files are moved into place.
        let share = match i % 4 {
            0 | 1 => draws.share(),
            _ => 0.8 + 0.3 * draws.share(),
        };
        trial.kill_at(share, i % 2 == 0, &mut counts);
    }
    trial.clear();
    counts
}

fn kill_after(workspace: &Workspace, scenario: &Scenario, delay: Duration, counts: &mut Counts) {
    let mut process = workspace.process();
    process.args(&scenario.arguments);
    let mut child = process
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    sleep(delay);
    counts.survived += u32::from(child.try_wait().unwrap().is_some());
    let _ = child.kill();
    child.wait().unwrap();
    counts.kills += 1;
}

/// How many runs are to be killed, where somebody says so.
fn n_asked() -> Option<u32> {
    let asked = std::env::var("STANDPUNT_KILLS").ok();
    asked.map(|n| n.parse().unwrap())
}

/// Kills a run at its `move_number`th move of a file, from 1; whether it came that far.
fn kill_at_move(trial: &Trial<'_>, move_number: u32, counts: &mut Counts) -> bool {
    let inject = format!("inject=rename,renameat2:signal=SIGKILL:when={move_number}");
    let mut strace = Command::new("strace");
    strace
        .current_dir(trial.workspace.path(""))
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=rename,renameat2",
            "-e",
            &inject,
        ])
        .arg(env!("CARGO_BIN_EXE_standpunt"))
        .args(&trial.scenario.arguments);
    let status = strace.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let is_killed = !status.unwrap().success();
    counts.kills += u32::from(is_killed);
    is_killed
}

#[test]
fn a_run_killed_at_any_move_leaves_whole_files() {
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-e", "trace=none", "true"]);
    if !strace.status().is_ok_and(|status| status.success()) {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let workspace = workspace();
    for scenario in scenarios() {
        if scenario.target == "reports" {
            continue;
        }
        let mut trial = Trial::new(&workspace, &scenario);
        kill_at_moves(&trial);
        if scenario.target == "shares" {
            trial.own_file = Some("shares/notes.md".to_owned());
            kill_at_moves(&trial);
        }
        trial.clear();
    }
}

/// Kills a run at each of its moves, or at every eighth one.
fn kill_at_moves(trial: &Trial<'_>) {
    let mut counts = Counts::default();
    let mut move_number = 1;
    loop {
        trial.put_old(true);
        let is_killed = kill_at_move(trial, move_number, &mut counts);
        trial.count(true, &mut counts);
        if !is_killed {
            break;
        }
        trial.run_again();
        move_number += if n_asked().is_some() { 1 } else { 8 };
    }
    let beside = trial.own_file.as_deref().unwrap_or("nothing");
    println!("{} beside {beside}: {counts:?}", trial.scenario.name);
}

#[test]
fn a_killed_run_leaves_the_old_output_or_the_new_one() {
    let n_kills = n_asked().unwrap_or(40);
    let workspace = workspace();
    let mut draws = Draws(20_261_122);
    for scenario in scenarios() {
        let n = (n_kills * scenario.share).div_ceil(100);
        let counts = kill_often(&workspace, &scenario, n, &mut draws);
        println!("{}: {counts:?}", scenario.name);
    }
}
