//! Measures the reading of motions on real ones, where these are at hand.

use std::collections::BTreeMap;
use std::path::Path;

use super::tests::reading;
use super::*;
use crate::corpus::one_line;

const CHAMBER: &str = "Tweede Kamer";

/// Counts by what was counted, and lines on what differs.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, usize>,
    lines: Vec<String>,
}

impl Tally {
    fn add(&mut self, what: impl Into<String>, n: usize) {
        *self.counts.entry(what.into()).or_default() += n;
    }
}

/// A motion of the samples with its row of the table of sponsors.
struct Sample {
    id: String,
    title: String,
    date: String,
    paragraphs: Vec<String>,
    first_party: String,
    signatories: String,
}

fn plain(node: roxmltree::Node<'_, '_>) -> String {
    let text: String = node
        .descendants()
        .filter(roxmltree::Node::is_text)
        .filter_map(|n| n.text())
        .collect();
    one_line(&text)
}

fn sample(folder: &Path, row: &csv::StringRecord) -> Sample {
    let text = std::fs::read_to_string(folder.join(format!("{}.xml", &row[0]))).unwrap();
    let xml = roxmltree::Document::parse(text.trim_start_matches('\u{feff}')).unwrap();
    let paper = xml.descendants().find(|n| n.has_tag_name("stuk")).unwrap();
    let of = |name: &'static str| paper.descendants().filter(move |n| n.has_tag_name(name));
    Sample {
        id: row[0].to_owned(),
        title: of("titel").map(plain).collect::<Vec<_>>().join(" "),
        date: of("datum")
            .find_map(|n| n.attribute("isodatum"))
            .unwrap_or(&row[1])
            .to_owned(),
        paragraphs: of("al").map(plain).collect(),
        first_party: row[3].to_owned(),
        signatories: row[4].to_owned(),
    }
}

fn words(motion: &MotionReading, paragraphs: &[&str], kind: MotionPartKind) -> usize {
    let parts = motion.parts.iter().filter(|part| part.kind == kind);
    parts
        .map(|part| text_of(paragraphs, part).split_whitespace().count())
        .sum()
}

fn tally_sponsors(sample: &Sample, motion: &MotionReading, tally: &mut Tally) {
    let id = &sample.id;
    match motion.sponsors.first().map(|s| &s.party) {
        Some(Ok((party, _))) if party.as_str() == sample.first_party => {
            tally.add("first sponsor right", 1);
        }
        Some(Ok(_)) if sample.first_party == "?" => {
            tally.add("first sponsor known, not in the table", 1);
        }
        Some(Ok((party, _))) => {
            tally.add("first sponsor WRONG", 1);
            tally
                .lines
                .push(format!("{id}: {party}, not {}", sample.first_party));
        }
        Some(Err(reason)) => {
            tally.add(format!("first sponsor unknown: {reason}"), 1);
            tally.lines.push(format!("{id}: first sponsor {reason}"));
        }
        None => tally.add("first sponsor unknown: nobody", 1),
    }
    for sponsor in motion.sponsors.iter().skip(1) {
        let outcome = sponsor
            .party
            .as_ref()
            .map_or_else(|reason| *reason, |_| "known");
        tally.add(format!("co-sponsor {outcome}"), 1);
    }
    let names: Vec<&str> = motion.sponsors.iter().map(|s| s.name.as_str()).collect();
    let signed: Vec<&str> = sample
        .signatories
        .split('|')
        .map(|name| name.trim_matches([',', '.']))
        .collect();
    tally.add("signatories equal", usize::from(names == signed));
    if names != signed {
        tally.lines.push(format!("{id}: {names:?}, not {signed:?}"));
    }
    tally.add(format!("title: {:?}", motion.title), 1);
}

fn tally_words(sample: &Sample, motion: &MotionReading, paragraphs: &[&str], tally: &mut Tally) {
    use MotionPartKind::{Consideration, Formula, Front, Other, Request, Signature};
    for kind in [Front, Formula, Consideration, Request, Signature, Other] {
        tally.add(format!("words: {kind:?}"), words(motion, paragraphs, kind));
    }
    let joined = paragraphs.join(" ");
    let again = reading(&sample.title, &[&joined], &sample.date, CHAMBER);
    let has_same_words = [Consideration, Request]
        .iter()
        .all(|kind| words(motion, paragraphs, *kind) == words(&again, &[&joined], *kind));
    tally.add("on one line: words equal", usize::from(has_same_words));
    let has_same_sponsors = motion.sponsors == again.sponsors;
    tally.add(
        "on one line: sponsors equal",
        usize::from(has_same_sponsors),
    );
    if !(has_same_words && has_same_sponsors) {
        tally
            .lines
            .push(format!("{}: differs on one line", sample.id));
    }
}

/// Of the motions of the samples: first sponsor's party right, wrong and unknown by reason; lists
/// of signatories equal to the table of sponsors; words by kind of part; the same on one line.
#[test]
#[ignore = "slow: STANDPUNT_SAMPLES=folder cargo test --lib sample_motions -- --ignored --nocapture"]
#[expect(clippy::print_stdout, reason = "a measurement is there to be read")]
fn sample_motions() {
    let Ok(folder) = std::env::var("STANDPUNT_SAMPLES") else {
        println!("skipped all motions: STANDPUNT_SAMPLES is not set");
        return;
    };
    let folder = Path::new(&folder).join("motions");
    let mut table = csv::Reader::from_path(folder.join("sponsors.csv")).unwrap();
    let mut tally = Tally::default();
    for row in table.records() {
        let sample = sample(&folder, &row.unwrap());
        let paragraphs: Vec<&str> = sample.paragraphs.iter().map(String::as_str).collect();
        let motion = reading(&sample.title, &paragraphs, &sample.date, CHAMBER);
        tally.add("motions", 1);
        tally_sponsors(&sample, &motion, &mut tally);
        tally_words(&sample, &motion, &paragraphs, &mut tally);
    }
    for line in &tally.lines {
        println!("{line}");
    }
    println!("{:#?}", tally.counts);
    assert!(!tally.counts.contains_key("first sponsor WRONG"));
}
