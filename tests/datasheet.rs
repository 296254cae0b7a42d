//! The numbers of the datasheet are those of the gold file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use standpunt::corpus::{Codebook, GoldMeta, GoldPassage, read_gold};
use standpunt::metrics::krippendorff_alpha;

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn gold() -> Vec<GoldPassage> {
    let text = read("gold_seeds.csv");
    read_gold(text.as_bytes(), "gold_seeds.csv", &Codebook::built_in()).unwrap()
}

/// `a 3, b 1`: values with their counts, most first.
fn counted(values: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let parts: Vec<String> = counts
        .iter()
        .map(|(value, n)| format!("{value} {n}"))
        .collect();
    parts.join(", ")
}

#[track_caller]
fn says(sentence: &str) {
    let sheet = read("datasheet.md");
    assert!(sheet.contains(sentence), "the datasheet lacks: {sentence}");
}

fn class(passage: &GoldPassage) -> String {
    Codebook::built_in().classes()[passage.stance].id.clone()
}

fn alpha(gold: &[&GoldPassage], category: impl Fn(usize) -> usize) -> f64 {
    let codings: Vec<[Option<usize>; 2]> = gold
        .iter()
        .map(|passage| passage.codings.map(|coding| coding.map(&category)))
        .collect();
    krippendorff_alpha(&codings).unwrap().alpha
}

#[test]
fn the_datasheet_counts_passages_groups_and_words() {
    let gold = gold();
    let mut lengths: Vec<usize> = gold
        .iter()
        .map(|p| p.text.split_whitespace().count())
        .collect();
    lengths.sort_unstable();
    let n_words: usize = lengths.iter().sum();
    let thousands = format!("{},{:03}", n_words / 1000, n_words % 1000);
    let documents = gold
        .iter()
        .map(|p| p.place.as_ref().unwrap().document_id.to_string());
    says(&format!(
        "- {} passages, {thousands} words, {} to {} words each (median {}), from five documents: {}.",
        gold.len(),
        lengths[0],
        lengths[lengths.len() - 1],
        lengths[lengths.len() / 2],
        counted(documents)
    ));
    let groups: BTreeSet<&str> = gold.iter().map(|p| p.group.as_str()).collect();
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in &gold {
        *texts.entry(&passage.text).or_default() += 1;
    }
    let n_same: usize = texts.values().filter(|n| **n > 1).sum();
    says(&format!(
        "- {} groups, which are never split between training and test. {n_same} passages have the text of \
         another word for word.",
        groups.len()
    ));
}

#[test]
fn the_datasheet_counts_classes_speakers_and_roles() {
    let gold = gold();
    let n_second = gold.iter().filter(|p| p.secondary.is_some()).count();
    says(&format!(
        "- Classes: {}. {n_second} passages have a second class.",
        counted(gold.iter().map(class))
    ));
    let actor = |p: &GoldPassage| {
        let actor = p.actor.as_ref().unwrap().as_str().to_owned();
        actor.replace("PvdA+GroenLinks", "PvdA and GroenLinks jointly")
    };
    let speakers = counted(gold.iter().map(actor));
    // Two parties have nine passages each; the datasheet names ChristenUnie first.
    let speakers = speakers.replace("BBB 9, ChristenUnie 9", "ChristenUnie 9, BBB 9");
    says(&format!("- Speakers: {speakers}."));
    let role = |p: &GoldPassage| p.role.unwrap().as_str().to_owned();
    says(&format!("- Roles: {}.", counted(gold.iter().map(role))));
    for name in ["answer", "letter", "question"] {
        let of_role = || gold.iter().filter(|p| role(p) == name);
        let cells = ["none", "pro-control", "rights-safeguard", "pro-solidarity"].map(|id| {
            let n = of_role().filter(|p| class(p) == id).count();
            n.to_string()
        });
        says(&format!("| {name} | {} |", cells.join(" | ")));
    }
    let confidence = |n: u8| gold.iter().filter(|p| p.confidence == Some(n)).count();
    says(&format!(
        "- `confidence`: 3 for {} passages, 2 for {}, 1 for {}.",
        confidence(3),
        confidence(2),
        confidence(1)
    ));
    let instruments = counted(gold.iter().flat_map(|p| p.instruments.clone()));
    let first: Vec<&str> = instruments.split(", ").take(4).collect();
    let n_without = gold.iter().filter(|p| p.instruments.is_empty()).count();
    says(&format!(
        "- Instruments named most: {}; {n_without} passages name none.",
        first.join(", ")
    ));
}

#[test]
fn the_datasheet_states_the_agreement_that_the_codings_have() {
    let gold = gold();
    let all: Vec<&GoldPassage> = gold.iter().collect();
    let is_same = |p: &&GoldPassage| p.codings[0] == p.codings[1];
    let n_same = gold.iter().filter(is_same).count();
    let found = alpha(&all, |class| class);
    says(&format!(
        "- Two independent codings of all {} passages after `codebook.md`; they agree on {n_same} ({:.1} %), \
         Krippendorff's alpha {found:.2}.",
        gold.len(),
        100.0 * n_same as f64 / gold.len() as f64
    ));
    let codebook = Codebook::built_in();
    let of_class = |id: &str| {
        let one = codebook.class_index(id).unwrap();
        format!("{id} {:.2}", alpha(&all, |class| usize::from(class == one)))
    };
    says(&format!(
        "- Alpha of one class against the rest: {}.",
        ["pro-control", "pro-solidarity", "none", "rights-safeguard"]
            .map(of_class)
            .join(", ")
    ));
    let of_role = |name: &str| {
        let part: Vec<&GoldPassage> = gold
            .iter()
            .filter(|p| p.role.unwrap().as_str() == name)
            .collect();
        format!("{name} {:.2}", alpha(&part, |class| class))
    };
    says(&format!(
        "Alpha by role: {}.",
        ["question", "letter", "answer"].map(of_role).join(", ")
    ));
    let none = codebook.none_class();
    let n_with_none = gold
        .iter()
        .filter(|p| !is_same(p) && p.codings.contains(&none))
        .count();
    says(&format!(
        "Of the {} differences {n_with_none} are between a stance and none",
        gold.len() - n_same
    ));
    assert!(gold.iter().all(|p| p.codings.contains(&Some(p.stance))));
    says("the final class is always one of the two given");
}

#[test]
fn the_small_file_beside_the_gold_states_the_same() {
    let gold = gold();
    let all: Vec<&GoldPassage> = gold.iter().collect();
    let meta = GoldMeta::from_toml(&read("gold_seeds.meta.toml"), "gold_seeds.meta.toml").unwrap();
    assert!((meta.alpha.unwrap() - alpha(&all, |class| class)).abs() < 0.005);
    says(&format!(
        "A third, blind coding of {} passages agrees with the final classes at alpha {:.2}.",
        meta.n_blind_sample.unwrap(),
        meta.alpha_blind_sample.unwrap()
    ));
}

#[test]
fn the_readme_counts_the_rows_of_the_member_register_by_source() {
    let text = read("members.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "source")
        .unwrap();
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let (mut n, mut general_only, mut mixed) = (0, 0, 0);
    for record in reader.records() {
        let sources = record.unwrap()[column].to_owned();
        n += 1;
        general_only += usize::from(sources == "general");
        mixed += usize::from(sources != "general" && sources.split('|').any(|s| s == "general"));
        for source in sources.split('|') {
            *rows.entry(source.to_owned()).or_default() += 1;
        }
    }
    let readme = read("README.md");
    let (_, section) = readme.split_once("## `members.csv`").unwrap();
    let section = section.split("\n## ").next().unwrap();
    for (source, count) in rows {
        let line = section
            .lines()
            .find(|line| line.starts_with(&format!("| `{source}` |")))
            .unwrap_or_else(|| unreachable!("the README lacks the source {source}"));
        assert!(
            line.contains(&format!("| {count}")),
            "{source} {count}: {line}"
        );
    }
    assert!(section.contains(&format!("of which {general_only} rest on nothing else")));
    assert!(readme.contains(&format!("| {n} |\n| `expert_positions.csv`")));
    says(&format!(
        "Of its {n} rows {general_only} rest on general knowledge alone and {mixed} on general knowledge"
    ));
}
