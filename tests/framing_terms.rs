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

#[test]
fn little_text_is_marked_and_nothing_is_made_up() {
    let gold = gold();
    let instruments = instruments(&gold);
    let settings = FramingSettings {
        n_resamples: 99,
        ..FramingSettings::default()
    };
    let found = compare(&passages(&gold, &instruments), &settings);
    // BBB asks in one group of the seeds.
    let bbb = found.by_actor.iter().find(|c| c.names[0] == "BBB").unwrap();
    assert!(
        bbb.not_estimable
            .as_deref()
            .unwrap()
            .starts_with("BBB: n_words ")
    );
    assert!(bbb.terms.is_empty() && bbb.sizes[0].n_passages == 9 && bbb.sizes[0].n_groups == 1);
    // Only the cabinet answers, so that it is compared across roles.
    let roles: Vec<&str> = found
        .by_actor
        .iter()
        .filter(|c| c.names[0] == "Kabinet")
        .map(|c| c.role)
        .collect();
    assert_eq!(roles, ["all"]);
    let answers = found.by_stance.iter().filter(|c| c.role == "answer");
    assert!(answers.clone().count() == 4 && answers.clone().all(|c| c.terms.is_empty()));
    for comparison in found
        .by_actor
        .iter()
        .chain(&found.by_stance)
        .chain(&found.by_pair)
    {
        for term in &comparison.terms {
            assert!(term.spread.n_groups >= 5 && term.spread.n_side_groups[term.side] >= 3);
            assert!(term.interval.low <= term.interval.high && term.q >= term.p);
            let groups = term.quotes.len();
            assert!((1..=3).contains(&groups), "{}", term.term);
        }
    }
}

#[test]
fn predicted_stances_are_told_from_coded_ones() {
    let gold = gold();
    let instruments = instruments(&gold);
    let settings = FramingSettings {
        n_resamples: 49,
        ..FramingSettings::default()
    };
    let mut passages = passages(&gold, &instruments);
    let source = |passages: &[FramingPassage<'_>], settings: &FramingSettings| {
        let found = compare(passages, settings).by_stance;
        let all = found.into_iter().rfind(|c| c.role == "all").unwrap();
        (
            all.stance_source,
            all.sizes[0].n_passages + all.sizes[1].n_passages,
        )
    };
    assert_eq!(source(&passages, &settings), (StanceSource::Coded, 552));
    for passage in passages.iter_mut().step_by(2) {
        passage.is_coded = false;
    }
    assert_eq!(source(&passages, &settings), (StanceSource::Mixed, 552));
    let coded_only = FramingSettings {
        coded_only: true,
        ..settings
    };
    assert_eq!(source(&passages, &coded_only), (StanceSource::Coded, 276));
}

#[test]
fn every_column_of_the_tables_is_described() {
    let context = context();
    let settings = FramingSettings::default();
    let schemas = [
        framing_by_actor_schema(&context),
        framing_by_stance_schema(&context),
        framing_by_pair_schema(&context),
    ];
    for (bytes, schema) in tables(&FramingTables::default(), &settings)
        .iter()
        .zip(schemas)
    {
        let header = String::from_utf8(bytes.clone()).unwrap();
        let names: Vec<&str> = schema.names().collect();
        assert_eq!(header.trim_end(), names.join(","));
    }
}

/// Groups of the cabinet's passages dealt out to two actors by chance: whatever is found is false.
/// The numbers of `docs/decisions/framing-terms.md` come from here.
#[test]
#[ignore = "slow: 40 comparisons; measures how often chance looks firm"]
fn chance_is_seldom_called_a_difference() {
    let gold = gold();
    let instruments = instruments(&gold);
    let settings = FramingSettings {
        n_resamples: 500,
        n_listed: usize::MAX,
        ..FramingSettings::default()
    };
    for n_small in [4, 8, 20] {
        let (mut n_terms, mut n_low, mut n_claims, mut n_runs) = (0, 0, 0, 0);
        for seed in 0..40 {
            let mut groups: Vec<&str> = gold.iter().map(|p| p.group.as_str()).collect();
            groups.sort_unstable();
            groups.dedup();
            standpunt::random::Random::new(seed).shuffle(&mut groups);
            let small = &groups[..n_small];
            let dealt: Vec<FramingPassage<'_>> = passages(&gold, &instruments)
                .into_iter()
                .filter(|p| p.actor == "Kabinet")
                .map(|p| FramingPassage {
                    actor: if small.contains(&p.group) { "a" } else { "b" },
                    role: None,
                    ..p
                })
                .collect();
            let found = compare(&dealt, &settings);
            let pair = &found.by_pair[0];
            n_terms += pair.terms.len();
            n_low += pair.terms.iter().filter(|term| term.p <= 0.05).count();
            n_claims += pair.n_claims;
            n_runs += usize::from(pair.n_claims > 0);
        }
        let share = n_low as f64 / n_terms.max(1) as f64;
        let told = format!(
            "{n_small} of 43 groups: {n_terms} terms, p <= .05 {share:.3}, {n_claims} claims in \
             {n_runs} of 40 runs"
        );
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("chance_{n_small}.txt")), &told).unwrap();
        assert!(share < 0.15, "{told}");
    }
}

/// The seeds 182 times over, in 100,000 passages of 7,800 groups.
#[test]
#[ignore = "slow: 100,000 passages"]
fn many_passages_take_no_minutes() {
    let gold = gold();
    let instruments = instruments(&gold);
    let once = passages(&gold, &instruments);
    let n_times = 182;
    let ids: Vec<(String, String)> = (0..n_times)
        .flat_map(|time| {
            let named = |p: &FramingPassage<'_>| {
                (
                    format!("{time}-{}", p.passage_id),
                    format!("{time}-{}", p.group),
                )
            };
            once.iter().map(named).collect::<Vec<_>>()
        })
        .collect();
    let many: Vec<FramingPassage<'_>> = ids
        .iter()
        .zip(once.iter().cycle())
        .map(|((passage_id, group), p)| FramingPassage {
            passage_id,
            group,
            ..*p
        })
        .collect();
    let start = std::time::Instant::now();
    let found = compare(&many, &FramingSettings::default());
    let told = format!(
        "{} passages, {} comparisons: {:?}",
        many.len(),
        found.by_actor.len() + found.by_stance.len() + found.by_pair.len(),
        start.elapsed()
    );
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("many_passages.txt"), &told).unwrap();
}
