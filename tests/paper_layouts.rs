//! Whole papers set on the page in several ways, on a single line among them: every word must have
//! its speaker, and nothing else may be kept.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod papers;

use std::collections::BTreeMap;

use standpunt::corpus::{DocumentKind, PartyRegister};

use papers::debates::DEBATES;
use papers::subjects::{BY_SUBJECT, REPEATED};
use papers::whole_papers::{Block, EXCHANGES, Paper, QUESTIONS};

/// How a paper is set.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// Characters of a line; none: a piece is a line.
    width: Option<usize>,
    /// What stands between two pieces.
    between: &'static str,
}

const FORMS: [Form; 9] = [
    Form {
        width: None,
        between: "\n\n",
    },
    Form {
        width: Some(72),
        between: "\n\n",
    },
    Form {
        width: Some(90),
        between: "\n\n",
    },
    Form {
        width: Some(90),
        between: "\n\n\n",
    },
    Form {
        width: None,
        between: "\n",
    },
    Form {
        width: Some(72),
        between: "\n",
    },
    Form {
        width: Some(90),
        between: "\n",
    },
    Form {
        width: Some(90),
        between: "\r\n",
    },
    Form {
        width: None,
        between: " ",
    },
];

fn set(blocks: &[Block], form: Form) -> String {
    let line_end = if form.between.contains('\r') {
        "\r\n"
    } else {
        "\n"
    };
    let pieces: Vec<String> = blocks
        .iter()
        .map(|(_, text)| {
            form.width
                .map_or_else(|| (*text).to_owned(), |width| wrap(text, width, line_end))
        })
        .collect();
    pieces.join(form.between) + line_end
}

fn wrap(text: &str, width: usize, line_end: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join(line_end)
}

/// The letters of a text without the numbers of questions at its start.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn expected(blocks: &[Block]) -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for (who, text) in blocks.iter().filter(|(who, _)| !who.is_empty()) {
        said.entry((*who).to_owned())
            .or_default()
            .push_str(&letters(text));
    }
    said
}

fn said(text: &str, kind: Option<DocumentKind>, date: &str) -> BTreeMap<String, String> {
    let names_persons = kind == Some(DocumentKind::Debat);
    let document = papers::document("x", kind, date);
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let reading = papers::read(&document, text, &PartyRegister::built_in());
    papers::accounts::check_accounts(&reading);
    for passage in reading.passages {
        let person = if names_persons {
            format!(" {}", passage.speaker)
        } else {
            String::new()
        };
        said.entry(format!("{} {}{person}", passage.actor, passage.role))
            .or_default()
            .push_str(&letters(&passage.text));
    }
    said
}

fn check(papers: &[Paper], kind: &DocumentKind) {
    check_set(papers, kind, &FORMS);
}

fn check_set(papers: &[Paper], kind: &DocumentKind, forms: &[Form]) {
    let mut wrong = Vec::new();
    for (name, date, blocks) in papers {
        let expected = expected(blocks);
        for &form in forms {
            let is_debate = *kind == DocumentKind::Debat;
            let unstated = (!is_debate).then_some(None);
            for kind in std::iter::once(Some(kind.clone())).chain(unstated) {
                let found = said(&set(blocks, form), kind.clone(), date);
                if found != expected {
                    wrong.push(format!(
                        "{name}: {form:?} {kind:?}\n  found {found:?}\n  expected {expected:?}"
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn exchanges_are_read_however_they_are_set() {
    check(&EXCHANGES, &DocumentKind::SchriftelijkOverleg);
}

#[test]
fn written_questions_are_read_however_they_are_set() {
    check(&QUESTIONS, &DocumentKind::SchriftelijkeVragen);
}

#[test]
fn debates_are_read_however_they_are_set() {
    check(&DEBATES, &DocumentKind::Debat);
}

#[test]
fn exchanges_by_subject_are_read_however_they_are_set() {
    check(&BY_SUBJECT, &DocumentKind::SchriftelijkOverleg);
}

/// Only the first four forms tell paragraphs apart where no opening does.
#[test]
fn questions_repeated_among_the_answers_stay_their_askers() {
    check_set(&REPEATED, &DocumentKind::SchriftelijkOverleg, &FORMS[..4]);
}
