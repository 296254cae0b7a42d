//! Where sentences of parliamentary Dutch end, against decisions made by hand.
//!
//! `tests/fixtures/sentences/README.md` says how the texts are marked. Odd rows may be used to tune
//! the splitter, even rows may not.

#![allow(clippy::print_stdout, reason = "a test shows what is wrong")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt;

use standpunt::segment::{Abbreviations, sentences};

const MARKED: &str = include_str!("fixtures/sentences/boundaries.csv");

/// A text without its marks, and the offsets where the marks stood.
struct MarkedText {
    row: usize,
    kind: String,
    text: String,
    ends: BTreeSet<usize>,
    others: BTreeSet<usize>,
}

impl MarkedText {
    fn new(row: usize, kind: &str, marked: &str) -> Self {
        let mut read = Self {
            row,
            kind: kind.to_owned(),
            text: String::new(),
            ends: BTreeSet::new(),
            others: BTreeSet::new(),
        };
        for c in marked.chars() {
            match c {
                '|' => assert!(read.ends.insert(read.text.len())),
                '~' => assert!(read.others.insert(read.text.len())),
                c => read.text.push(c),
            }
        }
        read
    }

    fn is_held_out(&self) -> bool {
        self.row.is_multiple_of(2)
    }

    /// Ends found inside the text; the end of the text itself is no decision.
    fn found(&self, abbreviations: &Abbreviations) -> BTreeSet<usize> {
        let found = sentences(&self.text, abbreviations);
        let inner = found.len().saturating_sub(1);
        found.iter().take(inner).map(|span| span.end).collect()
    }

    /// The text with its ends marked, as in the file.
    fn marked(&self, ends: &BTreeSet<usize>) -> String {
        let mut marked = self.text.clone();
        for &end in ends.iter().rev() {
            marked.insert(end, '|');
        }
        marked
    }
}

fn marked_texts() -> Vec<MarkedText> {
    let mut reader = csv::Reader::from_reader(MARKED.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.expect("the fixture is a CSV");
            MarkedText::new(
                record[0].parse().expect("rows are numbered"),
                &record[2],
                &record[3],
            )
        })
        .collect()
}

/// Decisions counted; an end found at no mark is one more decision, and wrong.
#[derive(Default)]
struct Tally {
    true_ends: usize,
    false_ends: usize,
    missed_ends: usize,
    true_others: usize,
}

impl Tally {
    fn add(&mut self, text: &MarkedText, found: &BTreeSet<usize>) {
        let hits = found.intersection(&text.ends).count();
        self.true_ends += hits;
        self.false_ends += found.len() - hits;
        self.missed_ends += text.ends.len() - hits;
        self.true_others += text.others.difference(found).count();
    }

    fn n(&self) -> usize {
        self.true_ends + self.false_ends + self.missed_ends + self.true_others
    }

    fn accuracy(&self) -> f64 {
        share(self.true_ends + self.true_others, self.n())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.true_ends + self.false_ends;
        let ends = self.true_ends + self.missed_ends;
        write!(
            f,
            "{:.1} % of {} decisions right; ends: precision {:.1} % of {found}, recall {:.1} % of {ends}",
            100.0 * self.accuracy(),
            self.n(),
            100.0 * share(self.true_ends, found),
            100.0 * share(self.true_ends, ends),
        )
    }
}

#[test]
fn ninety_nine_in_a_hundred_difficult_boundaries_are_right() {
    let abbreviations = Abbreviations::built_in();
    let (mut tuning, mut held_out, mut whole) =
        (Tally::default(), Tally::default(), Tally::default());
    for text in &marked_texts() {
        let found = text.found(&abbreviations);
        if found != text.ends {
            println!("row {} ({})", text.row, text.kind);
            println!("  expected {}", text.marked(&text.ends));
            println!("  found    {}", text.marked(&found));
        }
        whole.add(text, &found);
        let half = if text.is_held_out() {
            &mut held_out
        } else {
            &mut tuning
        };
        half.add(text, &found);
    }
    println!("tuning half: {tuning}\nheld-out half: {held_out}\nwhole: {whole}");
    assert!(held_out.accuracy() >= 0.99, "held-out half: {held_out}");
    assert!(whole.accuracy() >= 0.99, "whole: {whole}");
}

#[test]
fn the_marked_texts_hold_enough_decisions_of_both_kinds() {
    let texts = marked_texts();
    let n_ends: usize = texts.iter().map(|text| text.ends.len()).sum();
    let n_others: usize = texts.iter().map(|text| text.others.len()).sum();
    assert!(
        n_ends >= 400 && n_others >= 350,
        "{n_ends} ends, {n_others} others"
    );
}
