//! The help of the program and of each command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

const COMMANDS: [&str; 9] =
    ["run", "read", "train", "label", "evaluate", "compare", "explain", "diff", "check"];

#[test]
fn the_program_tells_what_it_does() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.run(&["--help"]).succeeds().stdout, @"");
}

#[test]
fn without_arguments_the_program_shows_its_help() {
    let workspace = Workspace::new();
    let message = workspace.run(&[]).fails(2);
    assert_eq!(message, workspace.run(&["--help"]).succeeds().stdout);
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = Workspace::new().run(&["--version"]).succeeds().stdout;
    assert_eq!(version, format!("standpunt {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_help_of_every_command_teaches_an_example() {
    let workspace = Workspace::new();
    for command in COMMANDS {
        let help = workspace.run(&[command, "--help"]).succeeds().stdout;
        let example = help.lines().find(|line| line.trim_start().starts_with(&format!("standpunt {command}")));
        assert!(example.is_some() || help.contains(&format!("| standpunt {command}")), "{command}: {help}");
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{command}: a line is {widest:?} wide");
    }
}

#[test]
fn wrong_usage_is_told_with_what_is_right() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.run(&["lable"]).fails(2), @"");
    assert_snapshot!(workspace.run(&["label", "in.csv"]).fails(2), @"");
    assert_snapshot!(workspace.run(&["explain"]).fails(2), @"");
}
