//! The tables of a comparison: what a row looks like, and that its key is its own.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use super::test_facts::{sampled, sampled_actor, settings};
use super::*;
use crate::table::Schema;

/// Two actors of whom enough is coded for everything.
fn two_actors() -> Vec<LabelledFact> {
    let a = sampled_actor("A", [10, 8, 7, 5], 4);
    let b = sampled_actor("B", [6, 12, 7, 5], 4);
    [a, b].concat()
}

/// All tables of a comparison with their schemas, as text.
fn tables(facts: &[LabelledFact]) -> Vec<(Schema, String)> {
    let settings = settings();
    let population = Population::of(facts, &settings).unwrap();
    let roles = actors_by_role(&population, &settings).unwrap();
    let mut tables = Vec::new();
    let mut add = |schema: Schema, bytes: Vec<u8>| {
        tables.push((schema, String::from_utf8(bytes).unwrap()));
    };
    for table in &SHARE_TABLES {
        let mut writer = ShareWriter::new(table, &population, &settings, Vec::new(), "t").unwrap();
        shares(&population, table.axes, &settings, |row| {
            writer.write(&row).unwrap();
            Ok::<(), CompareError>(())
        })
        .unwrap();
        add(share_schema(table, &settings), writer.finish().unwrap());
    }
    let rows = contrasts(&roles, &population, &settings);
    let bytes = write_contrasts(&rows, &settings, Vec::new(), "t").unwrap();
    add(contrasts_schema(&settings), bytes);
    let rows = distances(&roles, &population, &settings);
    let bytes = write_distances(&rows, &settings, Vec::new(), "t").unwrap();
    add(distances_schema(), bytes);
    let rows = positions(&roles, &population, &settings);
    let bytes = write_positions(&rows, &settings, Vec::new(), "t").unwrap();
    add(positions_schema(&settings), bytes);
    let rows = rankings(&roles, &population, &settings);
    let bytes = write_rankings(&rows, &settings, Vec::new(), "t").unwrap();
    add(rankings_schema(), bytes);
    let bytes = write_orders(&rows, &settings, Vec::new(), "t").unwrap();
    add(orders_schema(), bytes);
    let bytes = write_recalls(&roles, &settings, Vec::new(), "t").unwrap();
    add(recalls_schema(&settings), bytes);
    tables
}

fn named(name: &str) -> String {
    let mut tables = tables(&two_actors()).into_iter();
    tables.find(|(schema, _)| schema.name == name).unwrap().1
}

/// The header and the rows of a table that hold all of these words.
fn rows_with(table: &str, words: &[&str]) -> String {
    let mut lines = table.lines();
    let header = lines.next().unwrap();
    let found = lines.filter(|line| words.iter().all(|word| line.contains(word)));
    std::iter::once(header)
        .chain(found)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_key_of_a_row_is_its_own() {
    for facts in [sampled(), two_actors(), Vec::new()] {
        for (schema, text) in tables(&facts) {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header = reader.headers().unwrap().clone();
            let columns: Vec<&str> = schema.columns.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(header.iter().collect::<Vec<_>>(), columns);
            assert!(!schema.primary_key.is_empty(), "{}", schema.name);
            let places: Vec<usize> = schema
                .primary_key
                .iter()
                .map(|key| header.iter().position(|name| name == key).unwrap())
                .collect();
            let mut seen = BTreeSet::new();
            for row in reader.records() {
                let row = row.unwrap();
                let key: Vec<String> = places.iter().map(|&i| row[i].to_owned()).collect();
                assert!(seen.insert(key.clone()), "{} {key:?}", schema.name);
            }
        }
    }
}

#[test]
fn a_table_of_shares() {
    let table = named("stance_by_actor");
    let first = rows_with(&table, &["A,answer,pro-solidarity"]);
    assert_snapshot!("shares", first);
}

#[test]
fn a_table_of_contrasts() {
    assert_snapshot!(
        "contrasts",
        rows_with(&named("contrasts"), &["pro-control"])
    );
}

#[test]
fn a_table_of_distances() {
    assert_snapshot!("distances", named("distances"));
}

#[test]
fn a_table_of_positions() {
    let table = named("positions");
    assert_snapshot!(
        "positions",
        rows_with(&table, &["solidarity-against-control"])
    );
}

#[test]
fn tables_of_rankings_and_orders() {
    let (rankings, orders) = (named("rankings"), named("ranking_orders"));
    assert_snapshot!("rankings", rows_with(&rankings, &["silence,corpus"]));
    assert_snapshot!("ranking_orders", rows_with(&orders, &["silence,corpus"]));
}
