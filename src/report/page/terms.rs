//! The framing terms of a page with the passages that use them, where a figure leads.

use serde::Serialize;

use super::prose::counted;
use crate::report::figures::{level, rounded};
use crate::report::{ReportRow, ReportTable, ReportTables};

/// Terms of one actor or stance against the others.
#[derive(Debug, Serialize)]
pub(super) struct TermGroup {
    heading: String,
    words: String,
    terms: Vec<TermView>,
}

#[derive(Debug, Serialize)]
struct TermView {
    /// `term-actor-12`: the table and the row in it, as figures name it.
    id: String,
    term: String,
    forms: String,
    status: String,
    delta: String,
    interval: String,
    q: String,
    counts: String,
    quotes: Vec<QuoteView>,
}

#[derive(Debug, Serialize)]
struct QuoteView {
    passage: String,
    text: String,
}

/// The tables with quotations: the file, the column of its side, the word in the ids.
const TABLES: [(&str, &str, &str); 2] = [
    ("framing_terms_by_actor.csv", "actor", "actor"),
    ("framing_terms_by_stance.csv", "stance", "stance"),
];

/// The terms of all tables, in groups of one side and role.
pub(super) fn term_groups(tables: &ReportTables) -> Vec<TermGroup> {
    let tables = TABLES
        .iter()
        .filter_map(|&(file, side, word)| Some((tables.get(file)?, side, word)));
    tables
        .flat_map(|(table, side, word)| groups_of(table, side, word))
        .collect()
}

/// The ids of all passages that are quoted.
pub(super) fn quoted(tables: &ReportTables) -> impl Iterator<Item = String> {
    let tables = TABLES.iter().filter_map(|&(file, ..)| tables.get(file));
    let quotes = tables.flat_map(|table| table.rows().flat_map(quotes));
    quotes.map(|quote| quote.passage)
}

fn groups_of(table: &ReportTable, side: &str, word: &str) -> Vec<TermGroup> {
    let mut groups: Vec<TermGroup> = Vec::new();
    for (i, row) in table.rows().enumerate() {
        if row.text("term").is_empty() {
            continue;
        }
        let heading = format!("{} ({})", row.text(side), row.text("role"));
        let term = TermView::new(format!("term-{word}-{i}"), row);
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.terms.push(term),
            None => groups.push(TermGroup {
                heading,
                words: String::new(),
                terms: vec![term],
            }),
        }
    }
    for group in &mut groups {
        group.words = counted(group.terms.len() as u64, "term");
    }
    groups
}

fn quotes(row: ReportRow<'_>) -> Vec<QuoteView> {
    let numbers = ["1", "2", "3"];
    let quotes = numbers.iter().map(|n| QuoteView {
        passage: row.text(&format!("quote_{n}_id")).to_owned(),
        text: row.text(&format!("quote_{n}")).to_owned(),
    });
    quotes.filter(|quote| !quote.text.is_empty()).collect()
}

impl TermView {
    fn new(id: String, row: ReportRow<'_>) -> Self {
        let limits = row.number("conf_low").zip(row.number("conf_high"));
        let interval = limits.map_or_else(String::new, |_| {
            format!(
                "{} interval {} to {}",
                level(row.text("conf_level")),
                rounded(row.text("conf_low"), 2),
                rounded(row.text("conf_high"), 2)
            )
        });
        Self {
            id,
            term: row.text("term").to_owned(),
            forms: row.text("surface_forms").to_owned(),
            status: row.text("status").to_owned(),
            delta: rounded(row.text("delta"), 2),
            interval,
            q: match row.number("q_bh") {
                Some(_) => rounded(row.text("q_bh"), 3),
                None => String::new(),
            },
            counts: format!(
                "{} against {}, more by {}",
                row.text("n_occurrences"),
                counted(row.count("n_occurrences_other"), "time"),
                row.text("used_more_by"),
            ),
            quotes: quotes(row),
        }
    }
}
