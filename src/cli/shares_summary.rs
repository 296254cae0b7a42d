//! Shares of actors, as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::compare::{CompareSettings, Denominator, Inference, ShareRow, Status};

/// Shares of all passages per actor and role: the estimate with its interval where there is one,
/// else the count of predicted labels.
pub(super) fn shares(rows: &[ShareRow], settings: &CompareSettings) -> String {
    let has_roles = rows.iter().any(|row| row.role.is_some());
    let mut cells: BTreeMap<(&str, &str), Vec<&ShareRow>> = BTreeMap::new();
    for row in rows {
        let role = match row.role {
            Some(role) => role.as_str(),
            None if has_roles => continue,
            None => "all",
        };
        let actor = row.key.first().map_or("", String::as_str);
        let is_shown = row.denominator == Denominator::Passages
            && row.inference == Inference::Corpus
            && (actor != "all" || !has_roles);
        if is_shown {
            cells.entry((role, actor)).or_default().push(row);
        }
    }
    let has_intervals = rows
        .iter()
        .any(|row| row.estimate.interval.is_some() && row.inference == Inference::Corpus);
    let width = if has_intervals { 23 } else { 16 };
    let mut text = format!("{:<26} {:>6} {:>6}", "share of passages", "n", "coded");
    for id in &settings.class_ids {
        let _ = write!(text, "  {id:>width$}");
    }
    text.push('\n');
    for ((role, actor), rows) in &cells {
        let counts = rows
            .first()
            .map(|row| (row.counts.n_passages, row.counts.n_coded));
        let (n, n_coded) = counts.unwrap_or((0, 0));
        let _ = write!(
            text,
            "  {:<24} {n:>6} {n_coded:>6}",
            format!("{actor}, {role}")
        );
        for row in rows {
            let _ = write!(text, "  {:>width$}", cell(row));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", legend(cells.values().flatten()));
    text
}

fn cell(row: &ShareRow) -> String {
    let raw = row
        .raw_share
        .map_or_else(|| "-".to_owned(), |raw| format!("{raw:.2}"));
    match (row.estimate.value, row.estimate.interval) {
        (Some(value), Some(interval)) => {
            format!(
                "{value:.2} [{:.2},{:.2}] | {raw}",
                interval.low, interval.high
            )
        }
        (Some(value), None) => format!("{value:.2} | {raw}"),
        (None, _) => format!("| {raw}"),
    }
}

/// What the numbers that are shown are; nothing about what does not occur.
fn legend<'a>(shown: impl Iterator<Item = &'a &'a ShareRow>) -> String {
    let statuses: BTreeSet<Status> = shown.map(|row| row.estimate.status).collect();
    let has = |status: Status| statuses.contains(&status);
    let mut parts = Vec::new();
    if has(Status::Census) {
        parts.push("share among all passages, where all are coded");
    }
    if has(Status::Corrected) || has(Status::LabelsOnly) {
        parts.push("corrected share [interval for this corpus]");
    }
    parts.push("| share of predicted labels, counted: biased, and no interval covers");
    parts.join("; ")
}
