//! Measures the reading of motions on real ones, where these are at hand.

use std::collections::BTreeMap;
use std::path::Path;

use super::tests::reading;
use super::*;

struct Sample {
    title: String,
    date: String,
    paragraphs: Vec<String>,
}

fn plain(node: roxmltree::Node<'_, '_>) -> String {
    let text: String = node
        .descendants()
        .filter(|n| n.is_text())
        .filter_map(|n| n.text())
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sample(path: &Path) -> Sample {
    let text = std::fs::read_to_string(path).unwrap();
    let xml = roxmltree::Document::parse(text.trim_start_matches('\u{feff}')).unwrap();
    let paper = xml.descendants().find(|n| n.has_tag_name("stuk")).unwrap();
    let of = |name: &'static str| paper.descendants().filter(move |n| n.has_tag_name(name));
    Sample {
        title: of("titel").map(plain).collect::<Vec<_>>().join(" "),
        date: of("datum")
            .find_map(|n| n.attribute("isodatum"))
            .unwrap_or("")
            .to_owned(),
        paragraphs: of("al").map(plain).collect(),
    }
}

fn words(motion: &MotionReading, paragraphs: &[&str], kind: MotionPartKind) -> usize {
    let parts = motion.parts.iter().filter(|part| part.kind == kind);
    parts
        .map(|part| text_of(paragraphs, part).split_whitespace().count())
        .sum()
}

/// Of the motions of the samples: first sponsor's party right, wrong and unknown by reason; lists
/// of signatories equal to the table of sponsors; words by kind of part.
#[test]
#[ignore = "needs the samples: STANDPUNT_SAMPLES=folder cargo test --lib sample_motions -- --ignored --nocapture"]
fn sample_motions() {
    let Ok(folder) = std::env::var("STANDPUNT_SAMPLES") else {
        return;
    };
    let folder = Path::new(&folder).join("motions");
    let mut table = csv::Reader::from_path(folder.join("sponsors.csv")).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut report = Vec::new();
    for record in table.records() {
        let record = record.unwrap();
        let sample = sample(&folder.join(format!("{}.xml", &record[0])));
        let paragraphs: Vec<&str> = sample.paragraphs.iter().map(String::as_str).collect();
        let date = if sample.date.is_empty() {
            &record[1]
        } else {
            &sample.date
        };
        let motion = reading(&sample.title, &paragraphs, date, "Tweede Kamer");
        let mut count = |what: &str, n: usize| *counts.entry(what.to_owned()).or_default() += n;
        count("motions", 1);
        match motion.sponsors.first().map(|s| &s.party) {
            Some(Ok((id, _))) if id.as_str() == &record[3] => count("first sponsor right", 1),
            Some(Ok(_)) if &record[3] == "?" => count("first sponsor known, not in the table", 1),
            Some(Ok((id, _))) => {
                count("first sponsor WRONG", 1);
                report.push(format!("{} {id} for {}", &record[0], &record[3]));
            }
            Some(Err(reason)) => {
                count(&format!("first sponsor unknown: {reason}"), 1);
                report.push(format!(
                    "{} {reason}: {}",
                    &record[0], motion.sponsors[0].name
                ));
            }
            None => count("first sponsor unknown: nobody", 1),
        }
        let names: Vec<&str> = motion.sponsors.iter().map(|s| s.name.as_str()).collect();
        let signed: Vec<&str> = record[4]
            .split('|')
            .map(|n| n.trim_matches([',', '.']))
            .collect();
        if names == signed {
            count("signatories equal", 1);
        } else {
            count("signatories differ", 1);
            report.push(format!(
                "{} {} for {}",
                &record[0],
                names.join("|"),
                &record[4]
            ));
        }
        for sponsor in motion.sponsors.iter().skip(1) {
            let outcome = sponsor
                .party
                .as_ref()
                .map_or_else(|reason| *reason, |_| "known");
            count(&format!("co-sponsor {outcome}"), 1);
            if outcome != "known" {
                report.push(format!(
                    "{} co-sponsor {outcome}: {}",
                    &record[0], sponsor.name
                ));
            }
        }
        count(&format!("title {:?}", motion.title), 1);
        if motion.title != TitleCheck::Agrees {
            report.push(format!(
                "{} {:?}: {} / {}",
                &record[0],
                motion.title,
                sample.title,
                names.join("|")
            ));
        }
        for part in &motion.parts {
            let n_words = text_of(&paragraphs, part).split_whitespace().count();
            count(&format!("words {:?}", part.kind), n_words);
        }
        let glued = paragraphs.join(" ");
        let again = reading(&sample.title, &[&glued], date, "Tweede Kamer");
        for kind in [MotionPartKind::Consideration, MotionPartKind::Request] {
            let n_words = words(&motion, &paragraphs, kind);
            let n_again = words(&again, &[&glued], kind);
            if n_words != n_again {
                report.push(format!(
                    "{} on one line {n_again} {kind:?} for {n_words}",
                    &record[0]
                ));
            }
            count(
                &format!("on one line: words {kind:?} too many or few"),
                n_words.abs_diff(n_again),
            );
        }
        let same = motion.sponsors == again.sponsors;
        count("on one line: sponsors equal", usize::from(same));
        if !same {
            let names: Vec<&str> = again.sponsors.iter().map(|s| s.name.as_str()).collect();
            report.push(format!("{} on one line {}", &record[0], names.join("|")));
        }
        if !motion
            .parts
            .iter()
            .any(|part| part.kind == MotionPartKind::Request)
        {
            report.push(format!("{} has no request", &record[0]));
        }
    }
    for line in report {
        println!("{line}");
    }
    println!("{counts:#?}");
    assert!(!counts.contains_key("first sponsor WRONG"));
}
