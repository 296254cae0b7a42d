//! The description that travels with a folder of tables: `datapackage.json`.

use serde_json::{Value, json};

use super::Schema;

/// What a folder of tables is.
#[derive(Debug, Clone, PartialEq)]
pub struct PackageDescription {
    /// A short name: lower case, digits, `-`, `_` and `.`.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// What the tables are, and what they are not.
    pub description: String,
    /// The version of the tool that wrote them.
    pub version: String,
}

/// One table of the folder, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The file, relative to the folder.
    pub path: String,
    /// Its columns.
    pub schema: Schema,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The bytes of `datapackage.json`: a tabular data package of the Frictionless Data
/// specifications, version 1 (<https://specs.frictionlessdata.io/tabular-data-package/>).
pub fn data_package(package: &PackageDescription, resources: &[Resource]) -> Vec<u8> {
    let resources: Vec<Value> = with_known_references(resources)
        .iter()
        .map(Resource::to_json)
        .collect();
    let descriptor = json!({
        "profile": "tabular-data-package",
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "resources": resources,
    });
    let mut text = format!("{descriptor:#}");
    text.push('\n');
    text.into_bytes()
}

/// The tables, with those references alone that lead to one of them.
pub(super) fn with_known_references(resources: &[Resource]) -> Vec<Resource> {
    let is_here = |table: &str| resources.iter().any(|other| other.schema.name == table);
    let mut known = resources.to_vec();
    for resource in &mut known {
        let references = &mut resource.schema.references;
        references.retain(|reference| is_here(&reference.table));
    }
    known
}

impl Resource {
    fn to_json(&self) -> Value {
        json!({
            "profile": "tabular-data-resource",
            "name": self.schema.name,
            "path": self.path,
            "title": self.schema.title,
            "description": self.schema.description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": self.n_bytes,
            "hash": format!("sha256:{}", self.sha256),
            "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
            "schema": self.schema.to_json(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    #[test]
    fn names_every_table_with_its_columns_and_its_hash() {
        let schema = Schema::new(
            "t",
            "T",
            "Rows.",
            vec![Column::text("id", "Name.").unique()],
        );
        let resource = Resource {
            path: "t.csv".to_owned(),
            schema,
            n_bytes: 3,
            sha256: "ab".to_owned(),
        };
        let package = PackageDescription {
            name: "p".to_owned(),
            title: "P".to_owned(),
            description: "Tables.".to_owned(),
            version: "0.1.0".to_owned(),
        };
        let bytes = data_package(&package, &[resource]);
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["resources"][0]["hash"], "sha256:ab");
        assert_eq!(value["resources"][0]["schema"]["fields"][0]["name"], "id");
        assert_eq!(bytes.last(), Some(&b'\n'));
    }

    #[test]
    fn a_reference_to_a_table_that_is_not_there_is_left_out() {
        let resource = |name: &str| Resource {
            path: format!("{name}.csv"),
            schema: Schema::new(
                name,
                "T",
                "Rows.",
                vec![Column::text("id", "Name.").unique()],
            )
            .referring(&["id"], "passages", "id")
            .referring(&["id"], "frame", "id"),
            n_bytes: 3,
            sha256: "ab".to_owned(),
        };
        let known = with_known_references(&[resource("passages"), resource("duplicates")]);
        let tables: Vec<&str> = known[1]
            .schema
            .references
            .iter()
            .map(|reference| reference.table.as_str())
            .collect();
        assert_eq!(tables, ["passages"]);
    }
}
