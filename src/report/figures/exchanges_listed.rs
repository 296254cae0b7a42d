//! The exchanges behind a cell: their ids, as `exchanges.csv` has them.

use std::collections::BTreeMap;

use super::target::target;
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

pub(in crate::report) const FILE: &str = "exchanges.csv";
/// The most exchanges that one mark opens.
const MOST: usize = 40;

/// The answered exchanges of a source.
pub(super) struct Listed<'t> {
    rows: Vec<ReportRow<'t>>,
    /// The class that takes no stance.
    silent: &'t str,
}

impl<'t> Listed<'t> {
    pub(super) fn of(tables: &'t ReportTables, source: &str, codebook: &'t Codebook) -> Self {
        let wanted = [("source", source), ("status", "answered")];
        let rows = tables.get(FILE).into_iter().flat_map(ReportTable::rows);
        let silent = codebook
            .none_class()
            .and_then(|class| codebook.class_ids().nth(class));
        Self {
            rows: rows.filter(|row| row.is(&wanted)).collect(),
            silent: silent.unwrap_or_default(),
        }
    }

    /// How many exchanges a row of `reframing.csv` counts and the passages of them all; `None` where
    /// there are none, more than [`MOST`], or not as many as the row says.
    pub(super) fn target(&self, row: ReportRow<'_>) -> Option<(u64, String)> {
        let n = row.count("n_both");
        if n == 0 || n > MOST as u64 {
            return None;
        }
        let ids = [false, true].into_iter().find_map(|has_copies| {
            let ids = self.ids(row, has_copies);
            (ids.len() as u64 == n).then_some(ids)
        })?;
        let fields: Vec<(&str, &str)> = ids.into_iter().map(|id| ("exchange", id)).collect();
        Some((n, target(&fields)))
    }

    /// The ids of the exchanges of a row, each once, in the order of their table; of more than
    /// [`MOST`] only the first.
    fn ids(&self, row: ReportRow<'_>, has_copies: bool) -> Vec<&'t str> {
        let actor = row.text("actor");
        let mut ids = Vec::new();
        for exchange in &self.rows {
            if ids.len() > MOST {
                break;
            }
            let is_counted = (actor == "all" || exchange.text("actor") == actor)
                && (has_copies || exchange.text("copy_of").is_empty());
            let id = exchange.text("exchange_id");
            if is_counted && self.has_stances(row, *exchange) && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Whether an exchange has the two stances that a row counts; `any-stance` and
    /// `another-stance` leave out the class that takes none.
    fn has_stances(&self, row: ReportRow<'_>, exchange: ReportRow<'_>) -> bool {
        let question = exchange.text("question_stance");
        let answer = exchange.text("answer_stance");
        let is_asked = match row.text("question_stance") {
            "any-stance" => question != self.silent,
            stance => question == stance,
        };
        let is_answered = match row.text("answer_stance") {
            "another-stance" => answer != self.silent && answer != question,
            stance => answer == stance,
        };
        is_asked && is_answered && !question.is_empty() && !answer.is_empty()
    }
}

/// Which rows of `exchanges.csv` may be opened by a mark, while the table is read: one has a row for
/// every few passages, and no mark opens more than [`MOST`] exchanges.
#[derive(Debug, Default)]
pub(in crate::report) struct Openable {
    /// The first ids, one more than [`MOST`], of exchanges of one source, actor and pair of stances,
    /// copies and others apart.
    ids: BTreeMap<String, Vec<String>>,
}

impl Openable {
    /// Whether a row is needed; rows come in the order of their table.
    pub(in crate::report) fn needs(&mut self, row: ReportRow<'_>) -> bool {
        let [question, answer] = ["question_stance", "answer_stance"].map(|name| row.text(name));
        if row.text("status") != "answered" || question.is_empty() || answer.is_empty() {
            return false;
        }
        let is_copy = if row.text("copy_of").is_empty() {
            ""
        } else {
            "copy"
        };
        let key = [
            row.text("source"),
            row.text("actor"),
            question,
            answer,
            is_copy,
        ]
        .join("\n");
        let id = row.text("exchange_id");
        let ids = self.ids.entry(key).or_default();
        let is_new = ids.len() <= MOST && !ids.iter().any(|known| known == id);
        if is_new {
            ids.push(id.to_owned());
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exchanges of two actors, some with the same id, every fifth a copy.
    fn table(n: usize) -> ReportTable {
        let columns = [
            "exchange_id",
            "actor",
            "status",
            "source",
            "question_stance",
            "answer_stance",
            "copy_of",
        ];
        let row = |i: usize| {
            [
                format!("d#{}", i / 2 * 2 + i / 3 % 2),
                ["VVD", "CDA"][i % 2].to_owned(),
                if i.is_multiple_of(11) {
                    "unanswered"
                } else {
                    "answered"
                }
                .to_owned(),
                "predicted".to_owned(),
                ["control", "rights", "none"][i % 3].to_owned(),
                ["control", "rights", ""][i / 3 % 3].to_owned(),
                if i.is_multiple_of(5) { "d#0" } else { "" }.to_owned(),
            ]
            .to_vec()
        };
        ReportTable {
            file: FILE.to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: (0..n).map(row).collect(),
        }
    }

    fn cell(actor: &str, question: &str, answer: &str) -> ReportTable {
        let columns = ["actor", "question_stance", "answer_stance"];
        ReportTable {
            file: "reframing.csv".to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: vec![[actor, question, answer].map(str::to_owned).to_vec()],
        }
    }

    fn ids(table: &ReportTable, cell: ReportRow<'_>, has_copies: bool) -> Vec<String> {
        let answered = |row: &ReportRow<'_>| row.is(&[("status", "answered")]);
        let listed = Listed {
            rows: table.rows().filter(answered).collect(),
            silent: "none",
        };
        let ids = listed.ids(cell, has_copies).into_iter();
        ids.map(str::to_owned).collect()
    }

    #[test]
    fn rows_that_no_mark_opens_change_no_mark() {
        for n in [7, 300, 3000] {
            let whole = table(n);
            let mut openable = Openable::default();
            let rows = whole.rows().map(|row| openable.needs(row));
            let needed: Vec<bool> = rows.collect();
            let rows = whole.rows.iter().zip(needed).filter(|(_, needed)| *needed);
            let fewer = ReportTable {
                rows: rows.map(|(row, _)| row.clone()).collect(),
                ..whole.clone()
            };
            assert!(fewer.rows.len() <= 2 * 3 * 2 * 2 * (MOST + 1));
            for actor in ["all", "VVD", "CDA"] {
                for (question, answer) in [
                    ("control", "rights"),
                    ("rights", "another-stance"),
                    ("any-stance", "control"),
                    ("any-stance", "another-stance"),
                ] {
                    let cell = cell(actor, question, answer);
                    let row = cell.rows().next().unwrap();
                    for has_copies in [false, true] {
                        let expected = ids(&whole, row, has_copies);
                        assert_eq!(ids(&fewer, row, has_copies), expected, "{n} {actor}");
                    }
                }
            }
        }
    }
}
