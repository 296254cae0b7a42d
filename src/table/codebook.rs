//! The description of a folder of tables for people: `codebook_of_tables.md`.

use std::fmt::Write as _;

use super::markdown::{code, prose};
use super::package::with_known_references;
use super::{Column, ColumnKind, PackageDescription, Resource};

/// The codebook of a folder of tables, in Markdown: for each table what a row is, what tells rows
/// apart, and every column with its type, unit, values and meaning. It says what `datapackage.json`
/// says, from the same [`Schema`](super::Schema)s.
pub fn codebook_of_tables(package: &PackageDescription, resources: &[Resource]) -> String {
    let resources = with_known_references(resources);
    let mut page = format!(
        "# Codebook of tables: {}\n\n{}\n\n{}\n\n| table | what it holds | columns |\n|---|---|---|\n",
        prose(&package.title),
        prose(&package.description),
        how_to_read(&package.version),
    );
    for resource in &resources {
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            code(&resource.path),
            prose(&resource.schema.title),
            resource.schema.columns.len()
        );
    }
    for resource in &resources {
        push_table(resource, &resources, &mut page);
    }
    page
}

/// What holds for all tables.
fn how_to_read(version: &str) -> String {
    format!(
        "{}; `datapackage.json` says the same to programs (Frictionless Table \
         Schema). All tables are CSV: UTF-8, commas, one header line, double quotes where a field needs \
         them. An empty field is missing. Numbers have a point and six decimals; `true/false` is \
         `true` or `false`; a date is `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as known. *Filled* \
         says whether every row has a value.",
        prose(&format!("Written by Standpunt {version}"))
    )
}

fn push_table(resource: &Resource, resources: &[Resource], page: &mut String) {
    let schema = &resource.schema;
    let heading = format!(
        "\n## {}\n\n**{}.** {}\n",
        code(&resource.path),
        prose(schema.title.trim_end_matches('.')),
        prose(&schema.description)
    );
    page.push_str(&heading);
    if !schema.primary_key.is_empty() {
        let key: Vec<String> = schema.primary_key.iter().map(|name| code(name)).collect();
        let _ = writeln!(page, "\nRows are told apart by {}.", key.join(", "));
    }
    for reference in &schema.references {
        let path = resources
            .iter()
            .find(|other| other.schema.name == reference.table)
            .map_or(reference.table.as_str(), |other| other.path.as_str());
        let _ = writeln!(
            page,
            "\nEvery value of {} is a {} of {}.",
            code(&reference.column),
            code(&reference.key),
            code(path)
        );
    }
    page.push_str(
        "\n| column | type | unit | values | filled | what it tells |\n|---|---|---|---|---|---|\n",
    );
    for column in &schema.columns {
        page.push_str(&row(column));
    }
}

fn row(column: &Column) -> String {
    let filled = match (column.is_required, column.is_unique) {
        (_, true) => "always, none twice",
        (true, false) => "always",
        (false, false) => "may be empty",
    };
    format!(
        "| {} | {} | {} | {} | {filled} | {} |\n",
        code(&column.name),
        column.kind.name(),
        prose(column.unit.as_deref().unwrap_or_default()),
        values(column),
        prose(&column.description)
    )
}

/// What a field may hold, where that is less than its type.
fn values(column: &Column) -> String {
    if !column.allowed.is_empty() {
        let allowed: Vec<String> = column.allowed.iter().map(|value| code(value)).collect();
        return allowed.join(", ");
    }
    match (column.minimum, column.maximum) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("from {low}"),
        (None, Some(high)) => format!("to {high}"),
        (None, None) if column.kind == ColumnKind::Flag => "`true`, `false`".to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Schema;

    fn resource(name: &str, columns: Vec<Column>) -> Resource {
        Resource {
            path: format!("{name}.csv"),
            schema: Schema::new(name, "Some | rows", "One row per passage.", columns)
                .with_key(&["passage_id"])
                .referring(&["passage_id"], "passages", "passage_id")
                .referring(&["passage_id"], "elsewhere", "passage_id"),
            n_bytes: 3,
            sha256: "ab".to_owned(),
        }
    }

    fn package() -> PackageDescription {
        PackageDescription {
            name: "p".to_owned(),
            title: "Stances".to_owned(),
            description: "Tables.".to_owned(),
            version: "0.1.0".to_owned(),
        }
    }

    #[test]
    fn a_column_is_told_with_all_that_its_schema_says() {
        let columns = vec![
            Column::text("passage_id", "Place.").unique(),
            Column::text("stance", "Class | code.")
                .required()
                .one_of(&["none", "a|b"]),
            Column::count("n_words", "Length.").in_unit("words"),
            Column::share("prob", "Probability."),
            Column::number("z", "Score.").at_least(-1.5),
            Column::flag("certain", "Whether."),
        ];
        let page = codebook_of_tables(&package(), &[resource("labelled", columns)]);
        let rows: Vec<&str> = page.lines().filter(|l| l.starts_with("| `")).collect();
        assert_eq!(
            rows,
            [
                "| `labelled.csv` | Some \\| rows | 6 |",
                "| `passage_id` | text |  |  | always, none twice | Place. |",
                "| `stance` | text |  | `none`, `a\\|b` | always | Class \\| code. |",
                "| `n_words` | whole number | words | from 0 | may be empty | Length. |",
                "| `prob` | number |  | 0 to 1 | may be empty | Probability. |",
                "| `z` | number |  | from -1.5 | may be empty | Score. |",
                "| `certain` | true/false |  | `true`, `false` | may be empty | Whether. |",
            ]
        );
    }

    #[test]
    fn a_table_tells_its_key_and_where_its_values_come_from() {
        let columns = || vec![Column::text("passage_id", "Place.").unique()];
        let page = codebook_of_tables(
            &package(),
            &[
                resource("passages", columns()),
                resource("copies", columns()),
            ],
        );
        assert!(page.contains("Rows are told apart by `passage_id`."));
        assert!(page.contains("Every value of `passage_id` is a `passage_id` of `passages.csv`."));
        assert!(!page.contains("elsewhere"));
    }
}
