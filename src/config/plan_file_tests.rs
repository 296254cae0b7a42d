use super::*;

const PLAN: &str = r#"
baseline = "plain"
groupings = [4, 5, 6]

[[variant]]
name = "plain"
set = ['features.lexicon="none"']
examples = []

[[variant]]
name = "full"

[[test]]
name = "motions"
file = "env:STANDPUNT_MOTIONS"
text_column = "request"
where = "eu_topic=true"

[[test]]
name = "other"
file = "other.csv"

[positions]
file = "built-in"
survey = "CHES"
year = 2024
dimension = "immigrate_policy"
plus = ["pro-control"]
minus = ["pro-solidarity", "rights-safeguard"]
min_rows = 5
"#;

fn read(text: &str) -> Result<Plan, DataError> {
    Plan::from_toml(text, "plan.toml", Path::new("data"))
}

fn fault(from: &str, to: &str) -> String {
    assert!(PLAN.contains(from), "{from}");
    read(&PLAN.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn reads_variants_tests_and_positions() {
    let plan = read(PLAN).unwrap();
    assert_eq!((plan.baseline, plan.variants.len()), (0, 2));
    assert_eq!(plan.groupings, [4, 5, 6]);
    assert_eq!(plan.variants[0].set, ["features.lexicon=\"none\""]);
    assert_eq!(plan.variants[0].examples, Some(Vec::new()));
    assert_eq!(plan.variants[1].examples, None);
    assert_eq!(plan.variants[0].place, "plan.toml, line 5");
    assert_eq!(plan.variants[1].place, "plan.toml, line 10");
    let [motions, other] = plan.tests.as_slice() else {
        unreachable!("two tests");
    };
    assert_eq!(motions.file.to_string(), "env:STANDPUNT_MOTIONS");
    assert_eq!(
        motions.filter.as_ref().unwrap().to_string(),
        "eu_topic=true"
    );
    assert_eq!(other.file, TestFile::Path("data/other.csv".into()));
    assert_eq!((other.text_column.as_str(), &other.filter), ("text", &None));
    assert_eq!(plan.positions.unwrap().minus.len(), 2);
}

#[test]
fn three_groupings_are_the_default() {
    let plan = read(&PLAN.replacen("groupings = [4, 5, 6]", "", 1)).unwrap();
    assert_eq!(plan.groupings, [1, 2]);
}

#[test]
fn the_plan_of_the_project_can_be_read() {
    let text = include_str!("../../data/measurements.toml");
    let plan = Plan::from_toml(text, "measurements.toml", Path::new("data")).unwrap();
    let config = crate::config::Config::built_in();
    for variant in &plan.variants {
        config.of_variant(variant).unwrap();
    }
}

#[test]
fn a_fault_is_named_with_its_line() {
    assert_eq!(
        fault("baseline = \"plain\"", "baseline = \"plein\""),
        "plan.toml, line 2, key `baseline`: found `plein`, expected the name of a variant: plain, full (closest: `plain`)"
    );
    assert_eq!(
        fault("baseline = \"plain\"", ""),
        "plan.toml, line 1: found nothing, expected the key `baseline`"
    );
    assert_eq!(
        fault("name = \"full\"", "name = \"plain\""),
        "plan.toml, line 11, key `name`: found `plain`, expected a name that is not in use"
    );
    assert_eq!(
        fault("name = \"full\"", "name = \"chosen-inside\""),
        "plan.toml, line 11, key `name`: found `chosen-inside`, expected a name that is not in use"
    );
    assert_eq!(
        fault("examples = []", "exampels = []"),
        "plan.toml, line 8, key `exampels`: found a key of this name, expected one of name, set, examples (closest: `examples`)"
    );
    assert_eq!(
        fault("features.lexicon=\"none\"", "evaluate.folds=3"),
        "plan.toml, line 7, key `set`: found `evaluate.folds=3`, expected a setting of one of the tables features, stance, label"
    );
    assert_eq!(
        fault("[4, 5, 6]", "[4, 4]"),
        "plan.toml, line 3, key `groupings`: found 4, expected whole numbers of 0 or more, none twice"
    );
    assert_eq!(
        fault("eu_topic=true", "eu_topic"),
        "plan.toml, line 17, key `where`: found `eu_topic`, expected column=value, as eu_topic=true"
    );
    assert_eq!(
        fault("\"other.csv\"", "\"\""),
        "plan.toml, line 21, key `file`: found ``, expected a path, or env: and the name of a variable that holds one"
    );
    assert_eq!(
        fault("[\"pro-control\"]", "[\"rights-safeguard\"]"),
        "plan.toml, line 28, key `plus`: found `rights-safeguard`, expected a class on one side only"
    );
    assert_eq!(
        fault("min_rows = 5", "min_rows = 0"),
        "plan.toml, line 30, key `min_rows`: found 0, expected a whole number of 1 or more"
    );
}

#[test]
fn a_setting_of_a_variant_that_is_none_is_named_with_the_variant() {
    let plan = read(&PLAN.replacen("features.lexicon", "features.lexikon", 1)).unwrap();
    let config = crate::config::Config::built_in();
    let error = config.of_variant(&plan.variants[0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "plan.toml, line 5: the settings of the variant `plain` cannot be used"
    );
    assert_eq!(
        error.help().as_deref(),
        Some("did you mean `features.lexicon`?")
    );
}
