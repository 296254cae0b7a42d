//! Tests of the loader of gold files and of what stands behind them.

use super::*;

fn message(table: &str) -> String {
    match read_gold(table.as_bytes(), "g.csv", &Codebook::built_in()) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn reads_the_gold_passages_of_the_seeds() {
    let codebook = Codebook::built_in();
    let text = include_str!("../../data/gold_seeds.csv");
    let gold = read_gold(text.as_bytes(), "data/gold_seeds.csv", &codebook).unwrap();
    assert_eq!(gold.len(), 552);
    let count = |class| gold.iter().filter(|p| p.stance == class).count();
    assert_eq!([0, 1, 2, 3].map(count), [38, 197, 52, 265]);
    let first = &gold[0];
    assert_eq!(first.passage_id, "kamerbrief-2022-05:12-491");
    assert_eq!(first.place.as_ref().unwrap().span.len(), 479);
    assert_eq!(first.actor, Some(Actor::cabinet()));
    assert_eq!(first.role, Some(Role::Letter));
    assert_eq!(first.confidence, Some(2));
    assert_eq!(first.codings, [Some(3), Some(3)]);
    assert!(gold.iter().any(|p| p.instruments == ["dublin", "return"]));
    let groups: std::collections::BTreeSet<_> = gold.iter().map(|p| &p.group).collect();
    assert_eq!(groups.len(), 43);
}

#[test]
fn a_user_may_bring_four_columns_and_ids_of_any_kind() {
    let table = "group,stance,text,passage_id\ng1,none,Een tekst.,rij 7\n";
    let gold = read_gold(table.as_bytes(), "g.csv", &Codebook::built_in()).unwrap();
    assert_eq!(gold[0].place, None);
    assert_eq!(gold[0].passage_id, "rij 7");
    assert_eq!(gold[0].codings, [None, None]);
}

#[test]
fn an_unknown_class_is_named_with_row_and_nearest_class() {
    assert_eq!(
        message("passage_id,text,stance,group\na,t,none,g\nb,t,pro control,g\n"),
        "g.csv, line 3, column `stance`: found `pro control`, expected one of pro-solidarity, pro-control, rights-safeguard, none (closest: `pro-control`)"
    );
    assert_eq!(
        message("passage_id,text,stance,group\na,t,,g\n"),
        "g.csv, line 2, column `stance`: found ``, expected one of pro-solidarity, pro-control, rights-safeguard, none"
    );
    assert_eq!(
        message("passage_id,text,stance,group,instruments\na,t,none,g,dublin;schengen\n"),
        "g.csv, line 2, column `instruments`: found `schengen`, expected one of pact, solidarity-mechanism, dublin, eurodac, screening, border-procedure, reception, qualification, resettlement, instrumentalisation, temporary-protection, schengen-borders, schengen-accession, frontex, return, partnerships, smuggling, search-and-rescue, travel-systems, legal-migration, refugee-convention, asylum-agency"
    );
}

#[test]
fn a_text_that_is_not_the_one_that_was_coded_is_refused() {
    // printf 'abc' | sha256sum
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let table = format!("passage_id,text,stance,group,text_sha256\na,abc,none,g,{hash}\n");
    assert_eq!(message(&table), "");
    assert_eq!(
        message(&table.replace("a,abc", "a,abd")),
        format!(
            "g.csv, line 2, column `text_sha256`: found `{hash}`, expected a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, the SHA-256 of the text in this row"
        )
    );
}

#[test]
fn an_id_must_agree_with_its_place_and_occur_once() {
    let header = "passage_id,document_id,source_start,source_end,text,stance,group\n";
    assert_eq!(message(&format!("{header}a-b:1-5,a-b,1,5,t,none,g\n")), "");
    assert_eq!(
        message(&format!("{header}a-b:1-6,a-b,1,5,t,none,g\n")),
        "g.csv, line 2, column `passage_id`: found `a-b:1-6`, expected a-b:1-5, from document_id, source_start and source_end"
    );
    assert_eq!(
        message("passage_id,text,stance,group\na,t,none,g\na,u,none,g\n"),
        "g.csv, line 3, column `passage_id`: `a` stands on line 2 already"
    );
    assert_eq!(
        message("passage_id,text,stance,group\na, ,none,g\n"),
        "g.csv, line 2, column `text`: found ``, expected a value"
    );
    assert_eq!(
        message("passage_id,text,stance\na,t,none\n"),
        "g.csv: no column `group`; found `passage_id`, `text`, `stance`"
    );
}

#[test]
fn what_stands_behind_the_gold_file_is_read_and_checked() {
    let text = include_str!("../../data/gold_seeds.meta.toml");
    let meta = GoldMeta::from_toml(text, "m.toml").unwrap();
    assert_eq!(meta.reference_standard, ReferenceStandard::AdjudicatedLlm);
    assert_eq!(meta.reference_standard.to_string(), "adjudicated-llm");
    assert_eq!(meta.codebook_version, Codebook::built_in().version());
    assert_eq!(
        (meta.alpha, meta.alpha_blind_sample),
        (Some(0.93), Some(0.96))
    );
    assert_eq!(
        GoldMeta::path_for(Path::new("data/gold_seeds.csv")),
        Path::new("data/gold_seeds.meta.toml")
    );
    assert_eq!(
        GoldMeta::unstated().reference_standard.in_words(),
        "coded by unknown coders"
    );
    let message = |text: &str| GoldMeta::from_toml(text, "m.toml").unwrap_err().to_string();
    assert_eq!(
        message("reference_standard = \"expertt\""),
        "m.toml, line 1, key `reference_standard`: found `expertt`, expected one of adjudicated-expert, expert, crowd, adjudicated-llm, llm, unstated (closest: `expert`)"
    );
    assert_eq!(
        message("reference_standard = \"expert\"\nalpha = 93.0"),
        "m.toml, line 2, key `alpha`: found 93, expected a number from -1 to 1"
    );
}

#[test]
fn the_datasheet_tells_the_numbers_of_the_file() {
    let codebook = Codebook::built_in();
    let text = include_str!("../../data/gold_seeds.csv");
    let gold = read_gold(text.as_bytes(), "data/gold_seeds.csv", &codebook).unwrap();
    let sheet = include_str!("../../data/datasheet.md");
    let count = |fits: &dyn Fn(&GoldPassage) -> bool| gold.iter().filter(|p| fits(p)).count();
    let mut facts = vec![
        format!("{} passages", gold.len()),
        format!("agree on {} ", count(&|p| p.codings[0] == p.codings[1])),
        format!(
            "{} passages have a second class",
            count(&|p| p.secondary.is_some())
        ),
        format!("1 for {}", count(&|p| p.confidence == Some(1))),
    ];
    for (i, id) in codebook.class_ids().enumerate() {
        facts.push(format!("{id} {}", count(&|p| p.stance == i)));
    }
    for role in [Role::Question, Role::Answer, Role::Letter] {
        facts.push(format!("{role} {}", count(&|p| p.role == Some(role))));
    }
    for id in ["Kabinet", "CDA", "Volt", "PVV", "D66", "VVD", "SP", "BBB"] {
        let actor = Actor::from_name(id);
        facts.push(format!(
            "{id} {}",
            count(&|p| p.actor.as_ref() == Some(&actor))
        ));
    }
    let n_words: usize = gold.iter().map(|p| p.text.split_whitespace().count()).sum();
    facts.push(format!("{},{:03} words", n_words / 1000, n_words % 1000));
    for fact in facts {
        assert!(sheet.contains(&fact), "{fact}");
    }
    assert!(gold.iter().all(|p| p.codings.contains(&Some(p.stance))));
}

#[test]
fn the_readme_of_the_data_tells_the_columns_and_the_numbers_of_rows() {
    let readme = include_str!("../../data/README.md");
    for (file, text) in [
        ("gold_seeds.csv", include_str!("../../data/gold_seeds.csv")),
        (
            "codebook_examples.csv",
            include_str!("../../data/codebook_examples.csv"),
        ),
        ("seed_lines.csv", include_str!("../../data/seed_lines.csv")),
        ("parties.csv", include_str!("../../data/parties.csv")),
        ("cabinets.csv", include_str!("../../data/cabinets.csv")),
    ] {
        let table = Rows::read(text.as_bytes(), file, &[]).unwrap();
        let n = table.iter().count();
        let n = if n < 1000 {
            n.to_string()
        } else {
            format!("{},{:03}", n / 1000, n % 1000)
        };
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{file}` |")))
            .unwrap();
        assert!(row.ends_with(&format!("| {n} |")), "{file}: {n}");
        let section = readme.split(&format!("## `{file}`")).nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        for column in text.lines().next().unwrap().split(',') {
            assert!(section.contains(&format!("`{column}`")), "{file}: {column}");
        }
    }
    for (file, list) in [
        (
            "abbreviations.txt",
            crate::corpus::WordList::abbreviations(),
        ),
        ("stop_words.txt", crate::corpus::WordList::stop_words()),
        (
            "procedure_words.txt",
            crate::corpus::WordList::procedure_words(),
        ),
    ] {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{file}` |")))
            .unwrap();
        assert!(
            row.ends_with(&format!("| {} |", list.len())),
            "{file}: {}",
            list.len()
        );
    }
}

#[test]
fn rows_of_a_sample_that_are_not_coded_are_left_out() {
    let table = "passage_id,text,stance,group,status\na,Een.,none,g1,coded\nb,Twee.,,g1,missing\nc,Drie.,,g2,tied\n";
    let gold = read_gold(table.as_bytes(), "gold.csv", &Codebook::built_in()).unwrap();
    let ids: Vec<&str> = gold.iter().map(|p| p.passage_id.as_str()).collect();
    assert_eq!(ids, ["a"]);
}
