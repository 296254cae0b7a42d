//! Which passages a page shows, and what is counted of all.

use super::*;
use crate::table::TableSettings;

fn read(csv: &str, wanted: &Wanted, limit: usize) -> PassageSample {
    let table = TableReader::new(csv.as_bytes(), "t.csv", &TableSettings::default()).unwrap();
    PassageSample::read(table, &["prob_a".to_owned()], wanted, limit).unwrap()
}

fn table(n: usize) -> String {
    let row = |i: usize| {
        let (exchange, certain) = (i / 2, i.is_multiple_of(4));
        format!("p{i},e{exchange},VVD,question,{certain},tekst {i},0.5\n")
    };
    let header = "passage_id,exchange_id,actor,role,certain,text,prob_a\n";
    header.to_owned() + &(0..n).map(row).collect::<String>()
}

#[test]
fn a_small_table_is_shown_whole_and_counted() {
    let sample = read(&table(8), &Wanted::default(), 100);
    assert_eq!((sample.n_rows, sample.shown.len()), (8, 8));
    let counts = sample.by_actor[&("VVD".to_owned(), "question".to_owned())];
    assert_eq!((counts.n_rows, counts.n_certain), (8, 2));
    assert_eq!(sample.shown[3].id, "p3");
    assert_eq!(sample.shown[3].probabilities, [0.5]);
}

#[test]
fn coded_and_quoted_passages_come_first_then_whole_exchanges() {
    let wanted = Wanted {
        gold: [("p7".to_owned(), "a".to_owned())].into(),
        quoted: ["p100".to_owned()].into(),
        ..Wanted::default()
    };
    let sample = read(&table(400), &wanted, 42);
    let n_wanted = sample.shown.iter().filter(|p| p.is_wanted).count();
    assert_eq!((sample.shown.len(), n_wanted, sample.n_rows), (42, 2, 400));
    let ids: BTreeSet<&str> = sample.shown.iter().map(|p| p.id.as_str()).collect();
    assert!(ids.contains("p7") && ids.contains("p100"));
    let mut pairs: BTreeMap<&str, usize> = BTreeMap::new();
    for passage in &sample.shown {
        *pairs.entry(passage.field("exchange_id")).or_default() += 1;
    }
    // 40 places for exchanges of two; only where a wanted passage stands in one, or at the last
    // place, can one be half.
    let halves = pairs.values().filter(|&&n| n == 1).count();
    assert!(halves <= 3, "{pairs:?}");
}

#[test]
fn passages_stand_in_reading_order_whatever_the_order_of_rows() {
    let csv = "passage_id,document_id,date,text\n\
               b:10-20,b,2021-01-02,a\nb:9-10,b,2021-01-02,a\nc:1-2,c,2020-05-01,a\n";
    let sample = read(csv, &Wanted::default(), 5);
    let ids: Vec<&str> = sample.shown.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["c:1-2", "b:9-10", "b:10-20"]);
}

#[test]
fn instruments_are_those_that_the_comparison_counted() {
    let csv = "passage_id,predicted_instruments,text\na:1-2,dublin,x\nb:1-2,dublin,x\n";
    let wanted = Wanted {
        instruments: [("a:1-2".to_owned(), "pact;return".to_owned())].into(),
        ..Wanted::default()
    };
    let sample = read(csv, &wanted, 5);
    let of = |i: usize| sample.shown[i].field("predicted_instruments");
    assert_eq!((of(0), of(1)), ("pact;return", "dublin"));
}

#[test]
fn a_prediction_is_that_of_the_passage_with_its_id() {
    let csv = "passage_id,text\nbrief-1:10-25,x\nbrief-1:30-40,x\n";
    let wanted = Wanted {
        unseen: [("brief-1:10-25".to_owned(), "none".to_owned())].into(),
        ..Wanted::default()
    };
    let sample = read(csv, &wanted, 5);
    let found: Vec<Option<&str>> = sample.shown.iter().map(|p| p.unseen.as_deref()).collect();
    assert_eq!(found, [Some("none"), None]);
}

#[test]
fn copies_and_the_chair_are_told_from_what_comparisons_count() {
    let csv = "passage_id,actor,text\na,VVD,x\nb,VVD,x\nc,Voorzitter,x\n";
    let wanted = Wanted {
        counted: Some(["a"].into_iter().collect()),
        unseen: [("a".to_owned(), "none".to_owned())].into(),
        ..Wanted::default()
    };
    let sample = read(csv, &wanted, 5);
    let found: Vec<Counting> = sample.shown.iter().map(|p| p.counting).collect();
    assert_eq!(found, [Counting::Counts, Counting::Copy, Counting::Chair]);
    assert_eq!((sample.n_copies, sample.n_chair), (1, 1));
    assert_eq!(sample.shown[0].unseen.as_deref(), Some("none"));
    // Where no table tells what was counted, nothing is called a copy.
    let sample = read(csv, &Wanted::default(), 5);
    assert_eq!((sample.n_copies, sample.n_chair), (0, 1));
}

#[test]
fn a_table_without_ids_names_rows() {
    let sample = read(
        "text,predicted_stance\nEen tekst.,none\n",
        &Wanted::default(),
        5,
    );
    assert_eq!(sample.shown[0].id, "row-2");
    assert_eq!(sample.shown[0].field("predicted_stance"), "none");
    assert!(sample.shown[0].probabilities.is_empty());
}
