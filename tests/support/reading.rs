//! What `standpunt read` makes of a source, in a form that a test can show.

use super::Workspace;

/// The rows of the table of passages, without the columns that say nothing here.
pub(crate) fn passages(workspace: &Workspace, source: &str) -> String {
    workspace
        .run(&[
            "read",
            source,
            "--out",
            "passages.csv",
            "--skipped",
            "skipped.csv",
        ])
        .succeeds();
    let mut table = csv::Reader::from_path(workspace.path("passages.csv")).unwrap();
    let names = table.headers().unwrap().clone();
    let wanted = [
        "date",
        "source_place",
        "actor",
        "speaker",
        "role",
        "attribution_rule",
        "text",
    ];
    let places: Vec<usize> = wanted
        .iter()
        .map(|name| names.iter().position(|found| found == *name).unwrap())
        .collect();
    let rows = table.records().map(|row| {
        let row = row.unwrap();
        places
            .iter()
            .map(|&i| row[i].to_owned())
            .collect::<Vec<_>>()
            .join(" | ")
    });
    rows.collect::<Vec<_>>().join("\n")
}
