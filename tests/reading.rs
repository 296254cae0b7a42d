//! Documents of every layout that occurs, read from text to passages.
//!
//! Each text in `tests/fixtures/exchanges` has a table beside it that says what must become of
//! which words: `VVD question`, `Kabinet answer`, `dropped footnote`, or `absent` from every
//! passage. Passages with the same entry in the column `exchange` must belong to one exchange,
//! those with another entry to another. `documents.csv` lists kind and date; what it does not
//! list is read without either.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod papers;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use standpunt::corpus::{Document, DocumentKind, PartyRegister};

use papers::accounts::{Reading, check_accounts};
use papers::{document, read};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exchanges")
}

struct Expected {
    what: String,
    exchange: String,
    snippet: String,
}

struct Fixture {
    document: Document,
    text: String,
    expected: Vec<Expected>,
}

fn rows(path: &std::path::Path) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(Result::unwrap).collect()
}

fn fixtures() -> Vec<Fixture> {
    let listed: BTreeMap<String, (String, String)> = rows(&folder().join("documents.csv"))
        .iter()
        .map(|row| (row[0].to_owned(), (row[2].to_owned(), row[3].to_owned())))
        .collect();
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    texts.sort();
    texts
        .into_iter()
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let (kind, date) = listed.get(&stem).cloned().unwrap_or_default();
            Fixture {
                document: document(
                    &stem,
                    (!kind.is_empty()).then(|| DocumentKind::from_name(&kind)),
                    &date,
                ),
                text: std::fs::read_to_string(&path).unwrap(),
                expected: rows(&path.with_extension("csv"))
                    .iter()
                    .map(|row| Expected {
                        what: row[0].to_owned(),
                        exchange: row[1].to_owned(),
                        snippet: row[2].to_owned(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// What stands against the expectations, one line each.
fn mistakes(fixture: &Fixture, reading: &Reading) -> Vec<String> {
    let mut mistakes = Vec::new();
    let mut exchanges: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for expected in &fixture.expected {
        let snippet = expected.snippet.as_str();
        if let Some(reason) = expected.what.strip_prefix("dropped ") {
            mistakes.extend(not_dropped(reading, snippet, reason));
            continue;
        }
        let found = speeches_with(reading, snippet);
        if expected.what == "absent" {
            mistakes.extend(found.first().map(|at| format!("`{snippet}`: {}", at.0)));
            continue;
        }
        let Some((_, exchange)) = found.iter().find(|(what, _)| *what == expected.what) else {
            let what = found.first().map_or("absent", |(what, _)| what.as_str());
            mistakes.push(format!("`{snippet}`: {what}, expected {}", expected.what));
            continue;
        };
        if expected.exchange.is_empty() {
            continue;
        }
        let (first, other) = exchanges
            .entry(&expected.exchange)
            .or_insert_with(|| (exchange.clone(), snippet));
        if !found.contains(&(expected.what.clone(), first.clone())) {
            mistakes.push(format!(
                "`{snippet}`: {exchange}, but {first} for `{other}`"
            ));
        }
    }
    let mut ids: Vec<&String> = exchanges.values().map(|(id, _)| id).collect();
    ids.sort();
    ids.dedup();
    if ids.len() != exchanges.len() {
        let (found, expected) = (ids.len(), exchanges.len());
        mistakes.push(format!("{found} exchanges, expected {expected}"));
    }
    mistakes
}

/// Who says a snippet in which role, and in which exchange, wherever it is said.
fn speeches_with(reading: &Reading, snippet: &str) -> Vec<(String, String)> {
    reading
        .passages
        .chunk_by(|a, b| (&a.actor, a.role, &a.exchange_id) == (&b.actor, b.role, &b.exchange_id))
        .filter(|said| {
            let texts: Vec<&str> = said.iter().map(|passage| passage.text.as_str()).collect();
            texts.join(" ").contains(snippet)
        })
        .filter_map(|said| said.first())
        .map(|first| {
            let what = format!("{} {}", first.actor, first.role);
            (what, first.exchange_id.clone())
        })
        .collect()
}

/// What stands against a snippet having been dropped for a reason; where it fills lines of its
/// own, only these count.
fn not_dropped(reading: &Reading, snippet: &str, reason: &str) -> Option<String> {
    let text = &reading.attributed.text;
    let source = &text.source().text;
    let reasons_of = |start: usize, end: usize| -> Vec<&str> {
        (start..end)
            .filter(|&at| source.is_char_boundary(at))
            .filter(|&at| source[at..].starts_with(|c: char| !c.is_whitespace()))
            .map(|at| {
                let edit = text
                    .edits()
                    .iter()
                    .find(|edit| edit.span.range().contains(&at));
                edit.map_or("kept", |edit| edit.reason.as_str())
            })
            .collect()
    };
    let mut places = places_of(source, snippet);
    let is_line = |&(start, end): &(usize, usize)| {
        source[..start]
            .trim_end_matches([' ', '\t', '\u{c}'])
            .ends_with('\n')
            && source[end..]
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with('\n')
    };
    if places.iter().any(is_line) {
        places.retain(is_line);
    }
    let found: Vec<Vec<&str>> = places.iter().map(|&(a, b)| reasons_of(a, b)).collect();
    let fits = |reasons: &Vec<&str>| reasons.iter().all(|found| reason_fits(found, reason));
    if found.iter().flatten().any(|found| *found == "kept") {
        Some(format!("`{snippet}`: kept, expected dropped {reason}"))
    } else if !found.iter().any(fits) {
        let what = found.first().and_then(|reasons| reasons.first());
        let what = what.unwrap_or(&"absent");
        Some(format!(
            "`{snippet}`: dropped {what}, expected dropped {reason}"
        ))
    } else {
        None
    }
}

/// The frame of a paper is a title to one rule and front matter to another.
fn reason_fits(found: &str, expected: &str) -> bool {
    found == expected
        || expected == "frame"
            && matches!(found, "front matter" | "heading" | "signature or address")
}

/// Where a snippet stands in the source, white space and hyphens at line ends set aside.
fn places_of(source: &str, snippet: &str) -> Vec<(usize, usize)> {
    let first = snippet.split_whitespace().next().unwrap_or("");
    source
        .match_indices(first)
        .filter_map(|(start, _)| {
            let mut at = start;
            for word in snippet.split_whitespace() {
                at += source[at..].len() - source[at..].trim_start().len();
                source[at..].starts_with(word).then_some(())?;
                at += word.len();
            }
            Some((start, at))
        })
        .collect()
}

fn check_all(change: impl Fn(&str) -> String) {
    let register = PartyRegister::built_in();
    let mut report = String::new();
    for fixture in fixtures() {
        let text = change(&fixture.text);
        let reading = read(&fixture.document, &text, &register);
        check_accounts(&reading);
        for mistake in mistakes(&fixture, &reading) {
            writeln!(report, "{}: {mistake}", fixture.document.id).unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_layout_is_read_as_its_table_says() {
    check_all(str::to_owned);
}

#[test]
fn line_ends_and_white_space_do_not_matter() {
    check_all(|text| text.replace("\r\n", "\n").replace('\n', "\r\n"));
    check_all(|text| text.replace('\n', "  \n"));
    check_all(|text| format!("\u{feff}{text}"));
    check_all(|text| {
        let indented = |line: &str| {
            if line.trim().is_empty() {
                line.to_owned()
            } else {
                format!("\t{line}")
            }
        };
        text.split('\n')
            .map(indented)
            .collect::<Vec<_>>()
            .join("\n")
    });
    check_all(|text| text.trim_end().to_owned());
}

#[test]
fn reading_twice_gives_the_same() {
    let register = PartyRegister::built_in();
    for fixture in fixtures() {
        let first = read(&fixture.document, &fixture.text, &register);
        let second = read(&fixture.document, &fixture.text, &register);
        assert_eq!(first.passages, second.passages);
        assert_eq!(
            first.attributed.text.edits(),
            second.attributed.text.edits()
        );
    }
}
