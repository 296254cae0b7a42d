//! Exchanges of the labelled seeds against an independent count of them
//! (`tests/oracle/exchanges.py`).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use standpunt::compare::exchanges::{
    Exchange, ExchangeFact, ExchangeSettings, ExchangeStatus, StanceSource, pair_exchanges,
    reframing_by_actor, reframing_by_instrument, write_exchanges, write_reframing,
    write_reframing_by_instrument,
};
use standpunt::corpus::{Codebook, PartialDate, PassageId, Role};
use standpunt::instruments::{CueSource, ExchangePassage, Tags, carry_over};

type Record = BTreeMap<String, String>;

fn read(path: &str) -> Vec<Record> {
    parse(&std::fs::read(path).unwrap())
}

fn parse(bytes: &[u8]) -> Vec<Record> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(Result::unwrap).collect()
}

/// A row of the labelled seeds.
struct Passage {
    record: Record,
    place: PassageId,
    date: Option<PartialDate>,
    role: Option<Role>,
    instruments: Vec<usize>,
    predicted: usize,
    gold: Option<usize>,
    duplicate_of: Option<String>,
}

fn settings(codebook: &Codebook) -> ExchangeSettings {
    ExchangeSettings {
        class_ids: codebook.class_ids().map(str::to_owned).collect(),
        none_class: codebook.none_class(),
        instrument_ids: codebook
            .instruments()
            .iter()
            .map(|i| i.id.clone())
            .collect(),
        reference_standard: "adjudicated-llm".to_owned(),
        design: "these documents; no sample".to_owned(),
        seed: 7,
    }
}

fn passages(codebook: &Codebook) -> Vec<Passage> {
    let start = |id: &str| {
        let place: PassageId = id.parse().unwrap();
        (place.document_id.to_string(), place.span.start)
    };
    let gold: BTreeMap<(String, usize), usize> = read("data/gold_seeds.csv")
        .iter()
        .map(|row| {
            let class = codebook.class_index(&row["stance"]).unwrap();
            (start(&row["passage_id"]), class)
        })
        .collect();
    let first: BTreeMap<String, String> = read("data/labelled/duplicates.csv")
        .into_iter()
        .filter(|row| !row["duplicate_of"].is_empty())
        .map(|row| (row["passage_id"].clone(), row["duplicate_of"].clone()))
        .collect();
    let ids: Vec<&str> = codebook
        .instruments()
        .iter()
        .map(|i| i.id.as_str())
        .collect();
    let records = read("data/labelled/labelled.csv");
    let mut tags: Vec<ExchangePassage> = records
        .iter()
        .map(|row| {
            let found = row["predicted_instruments"].split(';');
            let found = found.filter_map(|tag| ids.iter().position(|id| *id == tag));
            ExchangePassage {
                exchange_id: row["exchange_id"].clone(),
                tags: Tags {
                    instruments: found.collect(),
                    source: CueSource::Text,
                },
            }
        })
        .collect();
    carry_over(&mut tags);
    records
        .into_iter()
        .zip(tags)
        .map(|(record, tagged)| Passage {
            place: record["passage_id"].parse().unwrap(),
            date: record["date"].parse().ok(),
            role: record["role"].parse().ok(),
            instruments: tagged.tags.instruments,
            predicted: codebook.class_index(&record["predicted_stance"]).unwrap(),
            gold: gold.get(&start(&record["passage_id"])).copied(),
            duplicate_of: first.get(&record["passage_id"]).cloned(),
            record,
        })
        .collect()
}

fn fact(passage: &Passage) -> ExchangeFact<'_> {
    let record = &passage.record;
    ExchangeFact {
        passage_id: &record["passage_id"],
        document_id: &record["document_id"],
        date: passage.date,
        group: &record["group"],
        exchange_id: &record["exchange_id"],
        actor: &record["actor"],
        role: passage.role,
        instruments: &passage.instruments,
        n_words: record["n_words"].parse().unwrap(),
        start: passage.place.span.start,
        predicted: passage.predicted,
        probabilities: &[],
        gold: passage.gold,
        is_certain: record["certain"] == "true",
        is_outside: false,
        duplicate_of: passage.duplicate_of.as_deref(),
        document_probability: None,
    }
}

fn seeds() -> (Vec<Exchange>, ExchangeSettings) {
    let codebook = Codebook::built_in();
    let settings = settings(&codebook);
    let passages = passages(&codebook);
    let facts: Vec<ExchangeFact<'_>> = passages.iter().map(fact).collect();
    let exchanges = pair_exchanges(&facts, &settings).unwrap();
    (exchanges, settings)
}

#[test]
fn every_question_and_answer_of_the_seeds_stands_in_one_exchange() {
    let (exchanges, settings) = seeds();
    let n = |status| exchanges.iter().filter(|e| e.status == status).count();
    // 103 exchanges with one asker each; one lists the questions that follow with their answers.
    assert_eq!(n(ExchangeStatus::Answered), 102);
    assert_eq!(n(ExchangeStatus::Unanswered), 1);
    assert_eq!(exchanges.len(), 103);
    let list = exchanges
        .iter()
        .find(|e| e.status == ExchangeStatus::Unanswered)
        .unwrap();
    assert_eq!(list.exchange_id, "schriftelijk-overleg-2021-03#1");
    assert_eq!(
        list.copy_of.as_deref(),
        Some("schriftelijk-overleg-2021-03#3")
    );
    // 168 passages of questions and 247 of answers.
    let questions: usize = exchanges.iter().map(|e| e.question.passage_ids.len()).sum();
    let answers: usize = exchanges.iter().map(|e| e.answer.passage_ids.len()).sum();
    assert_eq!((questions, answers), (168, 247));
    let reframed = |e: &&Exchange| e.is_reframed(StanceSource::Coded, &settings) == Some(true);
    // 5 solidarity and 4 rights questions got a control answer, 1 control question a solidarity one.
    assert_eq!(exchanges.iter().filter(reframed).count(), 10);
    let bytes = write_exchanges(&exchanges, &settings, Vec::new(), "e.csv").unwrap();
    assert_eq!(parse(&bytes).len(), 2 * 103);
}

fn near(found: &str, expected: &str, tolerance: f64, what: &str) {
    if found.is_empty() || expected.is_empty() {
        assert_eq!(found, expected, "{what}");
        return;
    }
    let (a, b): (f64, f64) = (found.parse().unwrap(), expected.parse().unwrap());
    assert!((a - b).abs() <= tolerance, "{what}: {found} for {expected}");
}

#[test]
fn reframing_of_the_seeds_equals_an_independent_count() {
    let (exchanges, settings) = seeds();
    let rows = reframing_by_actor(&exchanges, &settings);
    let bytes = write_reframing(&rows, &settings, Vec::new(), "r.csv").unwrap();
    let found: BTreeMap<[String; 4], Record> = parse(&bytes)
        .into_iter()
        .map(|row| {
            let key = ["actor", "question_stance", "answer_stance", "source"];
            (key.map(|name| row[name].clone()), row)
        })
        .collect();
    let expected = read("tests/oracle/exchanges.csv");
    assert_eq!(found.len(), expected.len());
    for row in &expected {
        let key = ["unit", "question_stance", "answer_stance", "source"];
        let key = key.map(|name| row[name].clone());
        let found = &found[&key];
        let what = key.join(" ");
        for name in ["n_both", "n_question_stance", "n_exchanges"] {
            assert_eq!(found[name], row[name], "{what} {name}");
        }
        for name in ["conf_low", "conf_high", "expected"] {
            near(&found[name], &row[name], 2e-6, &format!("{what} {name}"));
        }
        // Two estimates by 2,000 and 20,000 draws: 0.04 is 3.4 standard errors at p = 0.5.
        if !found["p_value"].is_empty() && !row["p_value"].is_empty() {
            near(
                &found["p_value"],
                &row["p_value"],
                0.04,
                &format!("{what} p"),
            );
        }
    }
}

#[test]
fn every_instrument_keeps_its_rows() {
    let (exchanges, settings) = seeds();
    let rows = reframing_by_instrument(&exchanges, &settings);
    // 4 classes and any stance by 4 classes, and another stance for all but `none`: 24 pairs, 22
    // instruments, 2 sources.
    assert_eq!(rows.len(), 24 * 22 * 2);
    let bytes = write_reframing_by_instrument(&rows, &settings, Vec::new(), "i.csv").unwrap();
    assert_eq!(parse(&bytes).len(), rows.len());
}
