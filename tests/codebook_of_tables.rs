//! The codebook that every folder of tables carries: whole, and beside `datapackage.json`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{DRAW, Workspace};

/// The first cells of the rows below each heading `` ## `file` ``, in order.
fn described(codebook: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = None;
    for line in codebook.lines() {
        if let Some(file) = line.strip_prefix("## `") {
            table = Some(file.trim_end_matches('`').to_owned());
        }
        let cell = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next());
        if let (Some(table), Some(cell)) = (&table, cell) {
            let columns = tables.entry(table.clone()).or_default();
            columns.push(cell.to_owned());
        }
    }
    tables
}

/// The names of the columns of every table, as `datapackage.json` has them.
fn columns(package: &str) -> BTreeMap<String, Vec<String>> {
    let package: Value = serde_json::from_str(package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let tables = resources.iter().map(|resource| {
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names = fields.iter().map(|field| field["name"].as_str().unwrap());
        let path = resource["path"].as_str().unwrap();
        (path.to_owned(), names.map(str::to_owned).collect())
    });
    tables.collect()
}

fn assert_complete(workspace: &Workspace, folder: &str) {
    let package = workspace.read(&format!("{folder}/datapackage.json"));
    let codebook = workspace.read(&format!("{folder}/codebook_of_tables.md"));
    assert_eq!(described(&codebook), columns(&package), "{folder}");
    let manifest = workspace.read(&format!("{folder}/manifest.json"));
    assert!(manifest.contains("codebook_of_tables.md"), "{folder}");
}

#[test]
fn every_folder_has_a_codebook_of_all_its_columns() {
    let workspace = Workspace::ran();
    workspace.run(&DRAW).succeeds();
    let compare = ["compare", "reports/labelled.csv", "--gold", "gold.csv"];
    workspace
        .run(&[&compare[..], &["--out", "shares"]].concat())
        .succeeds();
    let evaluate = ["evaluate", "--gold", "gold.csv", "--out", "scores"];
    workspace.run(&evaluate).succeeds();
    for folder in ["reports", "draw", "shares", "scores"] {
        assert_complete(&workspace, folder);
    }
}

#[test]
fn the_committed_tables_have_a_codebook_of_all_their_columns() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/labelled");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let tables = described(&read("codebook_of_tables.md"));
    assert_eq!(tables, columns(&read("datapackage.json")));
    assert!(tables["labelled.csv"].contains(&"prob_rights_safeguard".to_owned()));
}

#[test]
fn references_are_told_only_where_the_other_table_is_there() {
    let workspace = Workspace::ran();
    let package: Value = serde_json::from_str(&workspace.read("reports/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let of = |name: &str| {
        resources
            .iter()
            .find(|resource| resource["name"] == name)
            .unwrap()
    };
    assert_eq!(
        of("duplicates")["schema"]["foreignKeys"][2],
        serde_json::json!({
            "fields": "duplicate_of",
            "reference": {"resource": "passages", "fields": "passage_id"},
        })
    );
    let compare = ["compare", "reports/labelled.csv", "--gold", "gold.csv"];
    workspace
        .run(&[&compare[..], &["--out", "shares"]].concat())
        .succeeds();
    assert!(
        !workspace
            .read("shares/datapackage.json")
            .contains("foreignKeys")
    );
}
