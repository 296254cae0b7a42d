//! Where the numbers of a figure come from, in the words of their file.

use super::lettering::listed;
use crate::report::{ReportRow, ReportTable};

/// Coded passages below which a row is flagged: the number from which shares are corrected.
pub(super) const FEW_CODED: u64 = 25;

/// The values of a column that are not empty, each once, in the order of the rows.
pub(super) fn distinct(rows: &[ReportRow<'_>], column: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for row in rows {
        let value = row.text(column);
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

/// How the numbers of some rows were made: their methods where they have an estimate, the level of
/// their intervals, their design and reference standard.
pub(super) fn method_of(rows: &[ReportRow<'_>], estimate: &str) -> String {
    let estimated: Vec<ReportRow<'_>> = rows
        .iter()
        .copied()
        .filter(|row| row.number(estimate).is_some())
        .collect();
    let told = if estimated.is_empty() {
        rows
    } else {
        &estimated
    };
    let mut parts = methods_of(told);
    parts.extend(basis_of(rows, estimate));
    parts.join("; ")
}

/// The methods of some rows in their parts, each once.
pub(super) fn methods_of(rows: &[ReportRow<'_>]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for method in distinct(rows, "method") {
        for part in method.split("; ") {
            if !parts.iter().any(|known| known == part) {
                parts.push(part.to_owned());
            }
        }
    }
    parts
}

/// What the numbers of some rows rest on besides their methods: the level of their intervals where
/// they have some, their design and reference standard.
pub(super) fn basis_of(rows: &[ReportRow<'_>], estimate: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let with_limits: Vec<ReportRow<'_>> = rows
        .iter()
        .copied()
        .filter(|row| row.number(estimate).is_some() && limits(*row).is_some())
        .collect();
    if !with_limits.is_empty() {
        let levels = distinct(&with_limits, "conf_level");
        let levels: Vec<String> = levels.iter().map(|level| percent(level)).collect();
        parts.push(format!("intervals of {}", listed(&levels)));
    }
    for (column, name) in [
        ("design", "design"),
        ("reference_standard", "reference standard"),
    ] {
        let values = distinct(rows, column);
        if !values.is_empty() {
            parts.push(format!("{name}: {}", values.join(" / ")));
        }
    }
    parts
}

/// What a figure does not show because of who gave the codes; empty where people did.
pub(super) fn standard_note(rows: &[ReportRow<'_>]) -> String {
    let notes = distinct(rows, "note");
    let standards = distinct(rows, "reference_standard");
    if notes.iter().any(|note| note.contains("not human")) {
        format!(
            "; all of it is relative to the reference standard “{}”, which is not human judgement",
            standards.join("”, “")
        )
    } else {
        String::new()
    }
}

/// The limits of the interval of a row.
pub(super) fn limits(row: ReportRow<'_>) -> Option<(f64, f64)> {
    row.number("conf_low").zip(row.number("conf_high"))
}

/// The roles of a table in groups that are drawn together: roles of at most three actors share a
/// figure. The row of all roles together has none.
pub(super) fn role_groups(table: &ReportTable) -> Vec<Vec<String>> {
    /// Actors of a role that shares its figure.
    const FEW: usize = 3;
    let roles = table
        .values("role")
        .into_iter()
        .filter(|&role| role != "all");
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut small: Option<usize> = None;
    for role in roles {
        if actors_of(table, role).len() > FEW {
            groups.push(vec![role.to_owned()]);
        } else if let Some(group) = small.and_then(|place| groups.get_mut(place)) {
            group.push(role.to_owned());
        } else {
            small = Some(groups.len());
            groups.push(vec![role.to_owned()]);
        }
    }
    groups
}

/// The actors that a table has in a role, in its order, without the row of all together.
pub(super) fn actors_of<'t>(table: &'t ReportTable, role: &str) -> Vec<&'t str> {
    let mut actors: Vec<&str> = Vec::new();
    for row in table.rows().filter(|row| row.text("role") == role) {
        let actor = row.text("actor");
        if actor != "all" && actors.last() != Some(&actor) && !actors.contains(&actor) {
            actors.push(actor);
        }
    }
    actors
}

/// Passages of a role, for people.
pub(super) fn role_words(role: &str) -> String {
    match role {
        "speech" => "speeches".to_owned(),
        "all" => "all passages".to_owned(),
        role => format!("{role}s"),
    }
}

/// The words of several roles: `answers and letters`.
pub(super) fn roles_words(roles: &[String]) -> String {
    let words: Vec<String> = roles.iter().map(|role| role_words(role)).collect();
    listed(&words)
}

fn percent(level: &str) -> String {
    let share: f64 = level.parse().unwrap_or_default();
    format!("{:.0} %", share * 100.0)
}
