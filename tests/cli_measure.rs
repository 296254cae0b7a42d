//! `evaluate --plan`, `--against-set` and `--test-on`: the tables they write, and what they say of
//! wrong use.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::Workspace;

const PLAN: &str = r#"
baseline = "plain"
groupings = [1]

[[variant]]
name = "plain"

[[variant]]
name = "pieces"
set = ["features.shortest_piece=3", "features.longest_piece=5"]

[[test]]
name = "other"
file = "other.csv"
where = "about=eu"

[[test]]
name = "elsewhere"
file = "env:STANDPUNT_TEST_FILE"

[positions]
file = "built-in"
survey = "CHES"
year = 2024
dimension = "immigrate_policy"
plus = ["streng"]
minus = ["delen"]
min_rows = 2
"#;

const OTHER: &str = "\
party,about,text,stance
VVD,eu,Wie geen recht heeft op bescherming moet snel terugkeren.,streng
VVD,eu,Strengere controles aan de buitengrens zijn nodig.,streng
D66,eu,Europa moet de aankomsten eerlijk verdelen.,delen
D66,eu,Alle lidstaten dragen bij aan de opvang.,delen
JA21,eu,De grens moet dicht.,streng
JA21,eu,De grens blijft dicht.,streng
JA21,nl,De stukken komen later.,geen
";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("plan.toml", PLAN);
    workspace.write("other.csv", OTHER);
    workspace
}

/// The rows of a table that start with a text.
fn rows<'a>(table: &'a str, start: &str) -> Vec<&'a str> {
    table.lines().filter(|l| l.starts_with(start)).collect()
}

#[test]
fn a_plan_gives_its_tables_and_prints_them() {
    let workspace = workspace();
    let run = ["evaluate", "--plan", "plan.toml", "--out", "m"];
    let ending = workspace.run(&run).succeeds();
    assert_eq!(
        workspace.names("m"),
        [
            "codebook_of_tables.md",
            "datapackage.json",
            "manifest.json",
            "paired.csv",
            "positions.csv",
            "variant_models.csv",
            "variants.csv"
        ]
    );
    let variants = workspace.read("m/variants.csv");
    // Macro-F1, accuracy, log loss and F1 of three classes.
    for variant in ["plain", "pieces", "chosen-inside"] {
        assert_eq!(rows(&variants, &format!("{variant},grouped,")).len(), 6);
        // On the test file the rank correlation too.
        assert_eq!(rows(&variants, &format!("{variant},other,")).len(), 7);
    }
    let skipped = rows(&variants, "pieces,elsewhere,");
    assert_eq!(skipped.len(), 1);
    assert!(skipped[0].ends_with(
        "0,0,0,skipped: the environment variable STANDPUNT_TEST_FILE does not name the file"
    ));
    assert!(
        ending
            .stdout
            .contains("elsewhere (0 passages, 0 groups)\n  skipped: ")
    );
    // Six of the seven rows meet the condition, each a group of its own.
    assert!(rows(&variants, "plain,other,macro_f1,")[0].contains(",6,6,1,"));
    // The survey lacks JA21, so two parties are compared by four texts.
    assert!(rows(&variants, "plain,other,rank_correlation,")[0].contains(",4,2,1,"));
    let positions = workspace.read("m/positions.csv");
    assert!(rows(&positions, "plain,other,JA21,2,")[0].ends_with(','));
    assert!(rows(&positions, "plain,other,VVD,2,")[0].ends_with(",8.583300"));
    let manifest = workspace.read("m/manifest.json");
    assert!(manifest.contains("\"plan.toml\"") && manifest.contains("\"other.csv\""));

    let again = [
        "--threads",
        "1",
        "evaluate",
        "--plan",
        "plan.toml",
        "--out",
        "n",
    ];
    workspace.run(&again).succeeds();
    assert_eq!(workspace.files("m"), workspace.files("n"));
}

#[test]
fn a_test_file_may_come_from_the_environment() {
    let workspace = workspace();
    let path = workspace.path("other.csv");
    let output = workspace
        .command()
        .args(["--quiet", "evaluate", "--plan", "plan.toml", "--out", "m"])
        .env("STANDPUNT_TEST_FILE", path)
        .output()
        .unwrap();
    assert!(output.status.success());
    let variants = workspace.read("m/variants.csv");
    assert!(rows(&variants, "plain,elsewhere,macro_f1,")[0].contains(",7,7,1,"));
    // The manifest does not tell where the file is.
    assert!(
        workspace
            .read("m/manifest.json")
            .contains("\"env:STANDPUNT_TEST_FILE\"")
    );
}

#[test]
fn two_settings_are_compared_without_a_plan() {
    let workspace = workspace();
    let setting = "features.phrase_weight=0.5";
    let run = ["evaluate", "--against-set", setting, "--out", "m"];
    workspace.run(&run).succeeds();
    let paired = workspace.read("m/paired.csv");
    let grouped = rows(&paired, &format!("as set,{setting},grouped,"));
    assert_eq!(grouped.len(), 1);
    // 22 passages in 14 groups, three groupings.
    assert!(grouped[0].contains(",22,14,3,"));
    assert!(workspace.read("m/variant_models.csv").contains(setting));
}

#[test]
fn a_model_is_tested_on_another_file() {
    let workspace = workspace();
    let run = ["evaluate", "--test-on", "other.csv", "--out", "t"];
    let ending = workspace.run(&run).succeeds();
    assert!(ending.stdout.contains("  transfer "));
    let scores = workspace.read("t/evaluation.csv");
    assert!(rows(&scores, "transfer,macro_f1,,model,")[0].contains(",7,7,"));
    assert!(scores.contains("samples of single rows"));
    let recalls = workspace.read("t/recall_by_actor.csv");
    assert_eq!(rows(&recalls, "transfer,JA21,").len(), 3);
    let run = [
        "evaluate",
        "--train-on",
        "gold.csv",
        "--test-on",
        "gold.csv",
        "--out",
        "u",
    ];
    // All of it shares runs of words with itself: nothing is left to learn from.
    assert_snapshot!(workspace.run(&run).fails(2), @"
    error: gold.csv: too little to learn from: without `the other file` 0 of the classes would be left to learn
      help: name other passages with --train-on: those that share a run of 15 words with the test file are left out
    ");
}

#[test]
fn wrong_use_is_refused_with_the_place_and_a_remedy() {
    let workspace = workspace();
    let refused = |arguments: &[&str]| {
        let run = [&["evaluate", "--out", "x"], arguments].concat();
        workspace.run(&run).fails(2)
    };
    assert_snapshot!(refused(&["--plan", "geen.toml"]), @"
    error: geen.toml: the plan cannot be read: No such file or directory (os error 2)
      help: check the path behind --plan
    ");
    workspace.write("bad.toml", PLAN.replace("\"plain\"\ng", "\"plein\"\ng"));
    assert_snapshot!(refused(&["--plan", "bad.toml"]), @"
    error: bad.toml, line 2, key `baseline`: found `plein`, expected the name of a variant: plain, pieces (closest: `plain`)
      help: did you mean `plain`?
    ");
    workspace.write("bad.toml", PLAN.replace("shortest_piece", "shortest_pice"));
    assert_snapshot!(refused(&["--plan", "bad.toml"]), @"
    error: bad.toml, line 8: the settings of the variant `pieces` cannot be used
      caused by: --set features.shortest_pice=3, key `features.shortest_pice`: there is no such key (closest: `features.shortest_piece`)
      help: did you mean `features.shortest_piece`?
    ");
    workspace.write("bad.toml", PLAN.replace("\"streng\"", "\"strenger\""));
    assert_snapshot!(refused(&["--plan", "bad.toml"]), @"
    error: bad.toml, [positions]: found class `strenger`, expected one of delen, streng, geen
      help: name classes of the codebook in plus and minus
    ");
    workspace.write("bad.toml", PLAN.replace("2024", "2023"));
    assert_snapshot!(refused(&["--plan", "bad.toml"]), @"
    error: bad.toml, [positions]: there are no positions of CHES 2023 immigrate_policy
      help: name a survey, year and dimension that the table of positions has
    ");
    assert_snapshot!(refused(&["--against-set", "evaluate.folds=2"]), @"
    error: --against-set, key `evaluate`: found `evaluate.folds=2`, expected a setting of one of the tables features, stance, label
      help: standpunt.toml of the project tells the default and range of every key
    ");
    assert_snapshot!(refused(&["--against-set", "features.lexikon=none"]), @"
    error: --against-set: the settings of the variant `features.lexikon=none` cannot be used
      caused by: --set features.lexikon=none, key `features.lexikon`: there is no such key (closest: `features.lexicon`)
      help: did you mean `features.lexicon`?
    ");
    assert_snapshot!(refused(&["--test-on", "other.csv", "--text-column", "tekst"]), @"
    error: other.csv: no column `tekst`; found `party`, `about`, `text`, `stance`
      help: say which column holds the text: --text-column NAME, in a plan text_column
    ");
    assert_snapshot!(refused(&["--test-on", "other.csv", "--where", "about=fr"]), @"
    error: other.csv: no row has about=fr, so there is nothing to test on
      help: check file and condition
    ");
    assert_snapshot!(refused(&["--test-on", "other.csv", "--where", "about"]), @"
    error: invalid value 'about' for '--where <COLUMN=VALUE>': expected column=value, as eu_topic=true

    For more information, try '--help'.
    ");
    assert_snapshot!(refused(&["--train-on", "gold.csv"]), @"
    error: the following required arguments were not provided:
      --test-on <FILE>

    Usage: standpunt evaluate --out <DIR> --test-on <FILE> --train-on <FILE>

    For more information, try '--help'.
    ");
    assert_snapshot!(refused(&["--plan", "plan.toml", "--against-set", "a.b=1"]), @"
    error: the argument '--plan <FILE>' cannot be used with '--against-set <TABLE.KEY=VALUE>'

    Usage: standpunt evaluate --out <DIR> --plan <FILE>

    For more information, try '--help'.
    ");
}
