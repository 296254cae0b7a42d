//! The help of the program and of each command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

const COMMANDS: [&str; 16] = [
    "run",
    "read",
    "duplicates",
    "train",
    "label",
    "merge",
    "instruments",
    "evaluate",
    "sample",
    "collect",
    "agreement",
    "compare",
    "report",
    "explain",
    "diff",
    "check",
];

#[test]
fn the_program_tells_what_it_does() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.run(&["--help"]).succeeds().stdout, @r#"
    Who says what on EU asylum and migration policy, and how firmly may one say so

    Usage: standpunt [OPTIONS] <COMMAND>

    Commands:
      run          Read a corpus, train, label, evaluate and compare: everything in one go
      read         Take documents apart into passages with their speakers
      duplicates   Find passages that copy each other, exactly or edited
      train        Train a stance model on hand-coded passages
      label        Label the rows of a table with a model
      merge        Put the parts of a table together that jobs labelled
      instruments  Find the policy instruments that passages are about, and score what is found
      evaluate     Score the pipeline on hand-coded passages it has not seen
      sample       Draw passages to be coded by hand, with known probabilities
      collect      Take codings back, check them against the draw, make a gold file
      agreement    Measure how far coders agree, and list where they differ
      compare      Compare actors: shares of stances from a labelled table
      report       Make the page and the figures of a folder of tables anew
      explain      Show which words speak for a label and which against
      diff         Show which labels differ between two labelled tables, and why
      check        Make the shipped model and tables again and compare them byte for byte
      help         Print this message or the help of the given subcommand(s)

    Options:
          --config <FILE>          Settings file; `standpunt.toml` in this folder is used where there is
                                   one
          --set <TABLE.KEY=VALUE>  Overrides one setting: --set stance.alphas=[1.0]; may be repeated
          --threads <N>            Threads to work with; 0 takes all. The output does not depend on it
      -q, --quiet                  No progress and no summary on standard error
      -h, --help                   Print help
      -V, --version                Print version

    Examples:
      standpunt run                                    read seeds/, write reports/
      standpunt run --corpus mijn-map --out uitvoer    the same for a folder of your own
      standpunt label passages.csv --out labelled.csv  label any table with texts
      standpunt explain --text "Het kabinet wil meer grip op migratie."

    Exit codes: 0 done; 1 failed, or `check` found a difference; 2 wrong usage, configuration or data
    file; 3 done, but more was skipped than allowed; 130 interrupted.
    Every setting stands with its default in standpunt.toml. Labels of the shipped model were learnt
    from passages coded by language models: read models/README.md before you publish a number.
    "#);
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
    assert_eq!(
        version,
        format!("standpunt {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_help_of_every_command_teaches_an_example() {
    let workspace = Workspace::new();
    for command in COMMANDS {
        let help = workspace.run(&[command, "--help"]).succeeds().stdout;
        let example = help.lines().find(|line| {
            line.trim_start()
                .starts_with(&format!("standpunt {command}"))
        });
        assert!(
            example.is_some() || help.contains(&format!("| standpunt {command}")),
            "{command}: {help}"
        );
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{command}: a line is {widest:?} wide");
    }
}

#[test]
fn wrong_usage_is_told_with_what_is_right() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.run(&["lable"]).fails(2), @"
    error: unrecognized subcommand 'lable'

      tip: some similar subcommands exist: 'sample', 'label'

    Usage: standpunt [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(workspace.run(&["label", "in.csv"]).fails(2), @"
    error: the following required arguments were not provided:
      --out <FILE>

    Usage: standpunt label --out <FILE> <TABLE>

    For more information, try '--help'.
    ");
    assert_snapshot!(workspace.run(&["explain"]).fails(2), @"
    error: the following required arguments were not provided:
      --text <TEXT>

    Usage: standpunt explain --text <TEXT> [TABLE]

    For more information, try '--help'.
    ");
}
