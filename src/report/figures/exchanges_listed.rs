//! The exchanges behind a cell: their ids, as `exchanges.csv` has them.

use super::target::target;
use crate::corpus::Codebook;
use crate::report::{ReportRow, ReportTable, ReportTables};

const FILE: &str = "exchanges.csv";
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
