//! The table `duplicates.csv`.

use std::io::Write;

use super::Duplicate;
use crate::table::{Column, Schema, TableError, TableWriter};

/// The schema of `duplicates.csv`.
pub fn duplicates_schema() -> Schema {
    Schema::new(
        "duplicates",
        "Passages that repeat each other",
        "One row is a passage that has an exact or edited copy. Comparisons count a passage \
             and its copies once.",
        vec![
            Column::text("passage_id", "The passage.").unique(),
            Column::text("cluster_id", "The smallest passage id of its cluster.").required(),
            Column::text(
                "duplicate_of",
                "The first passage of the cluster, by date of the document; empty for that \
                     passage itself.",
            ),
            Column::share(
                "similarity",
                "Jaccard similarity with the first passage: word 5-grams that stand in both, \
                     among those that stand in either; 1 for that passage itself.",
            )
            .required(),
        ],
    )
    .with_key(&["passage_id"])
    .referring(
        &["passage_id", "cluster_id", "duplicate_of"],
        "passages",
        "passage_id",
    )
}

/// Writes `duplicates.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_duplicates<W: Write>(
    duplicates: &[Duplicate],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &duplicates_schema())?;
    for duplicate in duplicates {
        let first = duplicate.duplicate_of.as_ref().map(ToString::to_string);
        table
            .text(&duplicate.passage_id.to_string())?
            .text(&duplicate.cluster_id.to_string())?
            .text(first.as_deref().unwrap_or_default())?
            .number(duplicate.similarity)?
            .end_row()?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_the_first_passage_and_the_likeness() {
        let first: crate::corpus::PassageId = "a:0-9".parse().unwrap();
        let rows = [
            Duplicate {
                passage_id: first.clone(),
                cluster_id: first.clone(),
                duplicate_of: None,
                similarity: 1.0,
            },
            Duplicate {
                passage_id: "b:0-9".parse().unwrap(),
                cluster_id: first.clone(),
                duplicate_of: Some(first),
                similarity: 14.0 / 22.0,
            },
        ];
        let bytes = write_duplicates(&rows, Vec::new(), "duplicates.csv").unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "passage_id,cluster_id,duplicate_of,similarity\n\
             a:0-9,a:0-9,,1.000000\n\
             b:0-9,a:0-9,a:0-9,0.636364\n"
        );
    }
}
