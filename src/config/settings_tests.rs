//! Tests of the settings: the defaults, what a file or an override changes, what is refused.

use super::*;

const DEFAULTS: &str = include_str!("../../standpunt.toml");

fn message(text: &str) -> String {
    match Config::from_toml(text, "my.toml", Path::new("")) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

fn overridden(text: &str) -> Result<Config, String> {
    Config::load(None, &[text.to_owned()]).map_err(|error| error.to_string())
}

#[test]
fn the_file_and_the_defaults_agree() {
    let from_file = Config::from_toml(DEFAULTS, "standpunt.toml", Path::new("")).unwrap();
    assert_eq!(from_file, Config::built_in());
    assert_eq!(
        Config::from_toml("", "empty.toml", Path::new("")).unwrap(),
        from_file
    );
}

#[test]
fn further_overrides_change_what_they_name_and_nothing_else() {
    let text = "[paths]\ngold = \"mine.csv\"\n[stance]\nalphas = [2.0]\n";
    let config = Config::from_toml(text, "c.toml", Path::new("map")).unwrap();
    assert_eq!(config.with(&[]).unwrap(), config);
    let other = config.with(&["features.lexicon=none".to_owned()]).unwrap();
    assert_eq!(other.features().lexicon, None);
    assert_eq!(
        (other.paths(), other.stance()),
        (config.paths(), config.stance())
    );
}

#[test]
fn every_key_tells_its_default_and_meaning() {
    let lines: Vec<&str> = DEFAULTS.lines().collect();
    let mut n = 0;
    for (i, line) in lines.iter().enumerate() {
        let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let mut comment: Vec<&str> = lines[..i]
            .iter()
            .rev()
            .take_while(|line| line.starts_with('#'))
            .map(|line| line.trim_start_matches('#').trim())
            .collect();
        comment.reverse();
        let comment = comment.join(" ");
        assert!(
            comment.contains(&format!("Default {value}")),
            "{key}: {comment}"
        );
        n += 1;
    }
    assert_eq!(n, Config::built_in().entries().len());
}

#[test]
fn a_file_changes_what_it_names_and_its_paths_start_at_its_folder() {
    let text = "[segment]\nmax_words = 60\n[paths]\ncodebook = \"mine.toml\"\ngold = \"\"\n[features]\nmax_features = 500\nshortest_piece = 0\nlongest_piece = 0\n[stance]\nalphas = [1, 0.5]\nclass_weight = \"none\"\n[corpus]\ndir = \"papers\"\n";
    let config = Config::from_toml(text, "c.toml", Path::new("project")).unwrap();
    assert_eq!(config.segment().max_words, 60);
    assert_eq!(config.segment().max_sentences, 4);
    assert_eq!(
        config.paths().codebook,
        DataSource::File(Path::new("project").join("mine.toml"))
    );
    assert_eq!(config.paths().parties, DataSource::BuiltIn);
    assert_eq!(config.paths().members, DataSource::BuiltIn);
    assert_eq!(config.paths().gold, None);
    assert_eq!(config.corpus().dir, Path::new("project/papers"));
    assert_eq!(config.features().max_features, Some(500));
    assert_eq!(config.features().pieces, None);
    assert_eq!(config.stance().alphas, [1.0, 0.5]);
    assert_eq!(config.stance().class_weight, ClassWeight::Uniform);
    assert_eq!(config.entries()["paths.codebook"], "\"mine.toml\"");
}

#[test]
fn examples_belong_to_their_gold() {
    let examples = |text: &str| {
        let config = Config::from_toml(text, "c.toml", Path::new("")).unwrap();
        config.paths().examples.len()
    };
    assert!(examples("") > 0);
    assert_eq!(examples("[paths]\ngold = \"mine.csv\"\n"), 0);
    assert_eq!(
        examples("[paths]\ngold = \"mine.csv\"\nexamples = [\"e.csv\"]\n"),
        1
    );
}

#[test]
fn an_override_wins_over_the_file_and_needs_no_quotation_marks() {
    let overrides = [
        "segment.max_words=50",
        "paths.out = out 2",
        "label.threads=2",
    ]
    .map(str::to_owned);
    let file = ("[segment]\nmax_words = 60\n", "c.toml", Path::new(""));
    let config = Config::load(Some(file), &overrides).unwrap();
    assert_eq!(config.segment().max_words, 50);
    assert_eq!(config.paths().out, Path::new("out 2"));
    assert_eq!(config.label().threads, Some(2));
    assert_eq!(
        overridden("stance.alphas=[0.1]").unwrap().stance().alphas,
        [0.1]
    );
    assert_eq!(
        overridden("paths.gold=2024")
            .unwrap()
            .paths()
            .gold
            .as_deref(),
        Some(Path::new("2024"))
    );
}

#[test]
fn a_wrong_override_names_itself() {
    assert_eq!(
        overridden("segment.max_words=lang").unwrap_err(),
        "--set segment.max_words=lang, key `segment.max_words`: found string `\"lang\"`, expected a whole number"
    );
    assert_eq!(
        overridden("segment.max_words").unwrap_err(),
        "--set segment.max_words: expected table.key=value"
    );
    assert_eq!(
        overridden("max_words=3").unwrap_err(),
        "--set max_words=3, key `max_words`: there is no such key"
    );
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_nearest_key() {
    assert_eq!(
        message("# mine\n[segment]\nmax_word = 3\n"),
        "my.toml, line 3, key `segment.max_word`: there is no such key (closest: `segment.max_words`)"
    );
    assert_eq!(
        message("[segments]\nmax_words = 30\n"),
        "my.toml, line 2, key `segments.max_words`: there is no such key (closest: `segment.max_words`)"
    );
    assert_eq!(
        message("max_words = 3\n"),
        "my.toml, line 1, key `max_words`: found a setting outside a table, expected a table of settings before it, as [segment]"
    );
}

#[test]
fn a_wrong_type_or_range_is_named_with_what_is_expected() {
    for (text, expected) in [
        (
            "[segment]\nmax_words = \"80\"\n",
            "my.toml, line 2, key `segment.max_words`: found string `\"80\"`, expected a whole number",
        ),
        (
            "[segment]\nmax_words = 5\n",
            "my.toml, line 2, key `segment.max_words`: found `5`, expected a whole number from 10 to 1000",
        ),
        (
            "[segment]\nmax_words = 20\n",
            "default, key `segment.min_words`: found `25`, expected 0 to 20, the value of segment.max_words",
        ),
        (
            "[label]\nconformal_error_level = 95\n",
            "my.toml, line 2, key `label.conformal_error_level`: found `95.0`, expected a number from 0.001 to 0.5",
        ),
        (
            "[label]\nconformal_error_level = nan\n",
            "my.toml, line 2, key `label.conformal_error_level`: found `nan`, expected a number from 0.001 to 0.5",
        ),
        (
            "[features]\nphrase_weight = 0\n",
            "my.toml, line 2, key `features.phrase_weight`: found `0.0`, expected a number above 0 to 10",
        ),
        (
            "[features]\nlongest_piece = 2\n",
            "my.toml, line 2, key `features.longest_piece`: found `2`, expected a whole number from 3 to 20",
        ),
        (
            "[stance]\nalphas = []\n",
            "my.toml, line 2, key `stance.alphas`: found `[]`, expected 1 to 50 numbers",
        ),
        (
            "[stance]\nalphas = [1.0, 1.0]\n",
            "my.toml, line 2, key `stance.alphas`: found `[1.0, 1.0]`, expected numbers that differ",
        ),
        (
            "[stance]\nalphas = [\"a\"]\n",
            "my.toml, line 2, key `stance.alphas`: found array `[\"a\"]`, expected a list of numbers, as [1.0, 0.1]",
        ),
        (
            "[paths]\nexamples = \"a.csv\"\n",
            "my.toml, line 2, key `paths.examples`: found string `\"a.csv\"`, expected a list of texts, as [\"a.csv\", \"b.csv\"]",
        ),
        (
            "[stance]\nclass_weight = \"equal\"\n",
            "my.toml, line 2, key `stance.class_weight`: found `\"equal\"`, expected \"balanced\" or \"none\"",
        ),
        (
            "[paths]\nout = \"\"\n",
            "my.toml, line 2, key `paths.out`: found `\"\"`, expected a path",
        ),
    ] {
        assert_eq!(message(text), expected);
    }
}

#[test]
fn what_is_not_toml_is_named_with_its_line() {
    assert!(message("[segment]\nmax_words 3\n").starts_with("my.toml, line 2: found "));
    assert!(
        message("[segment]\nmax_words = 3\nmax_words = 4\n").starts_with("my.toml, line 3: found ")
    );
}
