//! Framing terms of the coded seed documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use standpunt::compare::terms::{
    FramingContext, FramingPassage, FramingSettings, FramingTables, LeftOutWords, StanceSource,
    compare_framing, framing_by_actor_schema, framing_by_pair_schema, framing_by_stance_schema,
    write_framing_by_actor, write_framing_by_pair, write_framing_by_stance,
};
use standpunt::corpus::{Codebook, GoldPassage, NameList, read_gold};
use standpunt::features::NameSettings;

fn gold() -> Vec<GoldPassage> {
    let table = include_str!("../data/gold_seeds.csv");
    read_gold(table.as_bytes(), "gold_seeds.csv", &Codebook::built_in()).unwrap()
}

fn context() -> FramingContext {
    FramingContext {
        class_ids: Codebook::built_in()
            .class_ids()
            .map(str::to_owned)
            .collect(),
        reference_standard: "adjudicated-llm".to_owned(),
        design: "these documents; no sample".to_owned(),
    }
}

fn left_out() -> LeftOutWords {
    let list = NameList::built_in().unwrap();
    let owned = |words: &mut dyn Iterator<Item = &str>| words.map(str::to_owned).collect();
    LeftOutWords::with_names(Some(NameSettings {
        names: owned(&mut list.parties().chain(list.places())),
        titles: owned(&mut list.titles()),
        particles: owned(&mut list.particles()),
    }))
}

/// The instruments of each passage by their place in the codebook.
fn instruments(gold: &[GoldPassage]) -> Vec<Vec<usize>> {
    let codebook = Codebook::built_in();
    let place = |id: &String| codebook.instruments().iter().position(|i| i.id == *id);
    let of_passage = |p: &GoldPassage| p.instruments.iter().filter_map(place).collect();
    gold.iter().map(of_passage).collect()
}

fn passages<'a>(gold: &'a [GoldPassage], instruments: &'a [Vec<usize>]) -> Vec<FramingPassage<'a>> {
    let described = gold
        .iter()
        .zip(instruments)
        .map(|(p, instruments)| FramingPassage {
            passage_id: &p.passage_id,
            document_id: p.passage_id.split(':').next().unwrap(),
            group: &p.group,
            actor: p.actor.as_ref().unwrap().as_str(),
            role: p.role,
            instruments,
            stance: p.stance,
            is_coded: true,
            text: &p.text,
        });
    described.collect()
}

fn compare(passages: &[FramingPassage<'_>], settings: &FramingSettings) -> FramingTables {
    compare_framing(passages, &left_out(), &context(), settings, &mut |_, _| {})
}

/// The bytes of the three tables.
fn tables(found: &FramingTables, settings: &FramingSettings) -> [Vec<u8>; 3] {
    let context = context();
    [
        write_framing_by_actor(&found.by_actor, &context, settings, Vec::new(), "a").unwrap(),
        write_framing_by_stance(&found.by_stance, &context, settings, Vec::new(), "s").unwrap(),
        write_framing_by_pair(&found.by_pair, &context, settings, Vec::new(), "p").unwrap(),
    ]
}

#[test]
fn tables_of_the_seeds_do_not_depend_on_order_or_threads() {
    let gold = gold();
    let instruments = instruments(&gold);
    let mut passages = passages(&gold, &instruments);
    let settings = FramingSettings::default();
    let found = tables(&compare(&passages, &settings), &settings);
    for (bytes, name) in found.iter().zip(["actor", "stance", "pair"]) {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("framing_terms_by_{name}.csv")), bytes).unwrap();
    }
    passages.reverse();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    let pool = pool.build().unwrap();
    let again = pool.install(|| tables(&compare(&passages, &settings), &settings));
    assert!(found == again);
}
