//! The tables `stance_by_actor.csv` and `stance_by_document.csv`.

use std::io::Write;

use super::{CompareSettings, Denominator, ShareRow, Source};
use crate::corpus::Role;
use crate::table::{Column, Schema, TableError, TableWriter};

/// What all shares are, as it stands in every row.
const METHOD: &str = "descriptive: share of the passages read";

impl Denominator {
    /// The denominator as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::StanceTaking => "stance-taking",
            Self::Words => "words",
        }
    }
}

impl Source {
    /// The source as it stands in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Predicted => "predicted",
            Self::Coded => "coded",
            Self::PredictedWhereCoded => "predicted_where_coded",
        }
    }
}

/// The schema of `stance_by_actor.csv`.
pub fn actor_schema(settings: &CompareSettings) -> Schema {
    let unit = Column::text(
        "actor",
        "Who speaks: a party, several joined by +, Kabinet, or unknown.",
    );
    let n_units = Column::count("n_documents", "Documents in which these passages stand.");
    schema(
        "stance_by_actor",
        "Stances by actor and role",
        unit,
        n_units,
        settings,
    )
}

/// The schema of `stance_by_document.csv`.
pub fn document_schema(settings: &CompareSettings) -> Schema {
    let unit = Column::text("document_id", "The document.");
    let n_units = Column::count("n_actors", "Actors who speak these passages.");
    schema(
        "stance_by_document",
        "Stances by document and role",
        unit,
        n_units,
        settings,
    )
}

/// Writes `stance_by_actor.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_actor_shares<W: Write>(
    rows: &[ShareRow],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let table = TableWriter::new(output, file, &actor_schema(settings))?;
    write_rows(rows, settings, table, |row| row.n_documents)
}

/// Writes `stance_by_document.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_document_shares<W: Write>(
    rows: &[ShareRow],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let table = TableWriter::new(output, file, &document_schema(settings))?;
    write_rows(rows, settings, table, |row| row.n_actors)
}

fn write_rows<W: Write>(
    rows: &[ShareRow],
    settings: &CompareSettings,
    mut table: TableWriter<W>,
    n_units: impl Fn(&ShareRow) -> usize,
) -> Result<W, TableError> {
    for row in rows {
        let stance = settings.class_ids.get(row.stance);
        table
            .text(&row.unit)?
            .text(row.role.map_or("all", Role::as_str))?
            .text(stance.map_or("", String::as_str))?
            .text(row.denominator.as_str())?
            .text(row.source.as_str())?
            .optional_number(row.estimate)?
            .count(row.n_with_stance)?
            .count(row.n_in_denominator)?
            .count(row.n_passages)?
            .count(row.n_coded)?
            .count(n_units(row))?
            .count(row.n_words)?
            .count(row.n_duplicates_left_out)?
            .text(&settings.reference_standard)?
            .text(METHOD)?
            .text(&settings.design)?
            .end_row()?;
    }
    table.finish()
}

fn schema(
    name: &str,
    title: &str,
    unit: Column,
    n_units: Column,
    settings: &CompareSettings,
) -> Schema {
    let key = [&unit.name, "role", "stance", "denominator", "source"].map(str::to_owned);
    let [role, stance, denominator, source] = key_columns(settings);
    let mut columns = vec![unit.required(), role, stance, denominator, source];
    columns.push(Column::share(
        "estimate",
        "n_with_stance / n_in_denominator; empty where the denominator is 0.",
    ));
    columns.extend(count_columns(n_units).map(Column::required));
    columns.extend([
        Column::text(
            "reference_standard",
            "Who gave the codes: those of the coded shares, and those the model learned from.",
        )
        .required(),
        Column::text("method", "How the share came about.").required(),
        Column::text("design", "How the documents came to be read.").required(),
    ]);
    Schema {
        primary_key: key.to_vec(),
        ..Schema::new(
            name,
            title,
            "One row is one share. The shares describe the passages of these documents; they are \
             no estimates for the parties, and the predicted ones contain the model's errors. A \
             passage and its copies count once.",
            columns,
        )
    }
}

fn key_columns(settings: &CompareSettings) -> [Column; 4] {
    let roles: Vec<&str> = Role::ALL
        .map(Role::as_str)
        .into_iter()
        .chain(["all"])
        .collect();
    [
        Column::text(
            "role",
            "What the speaker does; `all` for all roles together.",
        )
        .one_of(&roles)
        .required(),
        Column::text("stance", "The class of the codebook.")
            .one_of(&settings.class_ids)
            .required(),
        Column::text(
            "denominator",
            "What the share is a share of: passages, stance-taking passages, or words.",
        )
        .one_of(&["passages", "stance-taking", "words"])
        .required(),
        Column::text(
            "source",
            "predicted: by the model, all passages; coded: in the gold file, the passages that are in it; \
             predicted_where_coded: by the model, the passages in the gold file (given where only \
             some are).",
        )
        .one_of(&["predicted", "coded", "predicted_where_coded"])
        .required(),
    ]
}

fn count_columns(n_units: Column) -> [Column; 7] {
    [
        Column::count("n_with_stance", "Passages, or words, of the stance."),
        Column::count(
            "n_in_denominator",
            "Passages, or words, in the denominator.",
        ),
        Column::count(
            "n_passages",
            "All passages in this role, copies counted once.",
        ),
        Column::count("n_coded", "Those of n_passages that are in the gold file."),
        n_units,
        Column::count("n_words", "Words of the n_passages."),
        Column::count(
            "n_duplicates_left_out",
            "Further copies, not in n_passages.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{LabelledFact, shares_by_actor, shares_by_document};
    use crate::corpus::Actor;

    fn settings() -> CompareSettings {
        CompareSettings {
            class_ids: vec!["voor".to_owned(), "none".to_owned()],
            none_class: Some(1),
            reference_standard: "coded by language models".to_owned(),
            design: "these documents; no sample".to_owned(),
        }
    }

    fn facts() -> Vec<LabelledFact> {
        vec![LabelledFact {
            passage_id: "a:0-9".to_owned(),
            document_id: "a".to_owned(),
            actor: Actor::from_name("VVD"),
            role: None,
            n_words: 12,
            predicted: 1,
            gold: Some(0),
            duplicate_of: None,
            is_in_sample: false,
        }]
    }

    #[test]
    fn the_table_of_actors_says_what_each_share_is() {
        let rows = shares_by_actor(&facts(), &settings()).unwrap();
        let bytes = write_actor_shares(&rows, &settings(), Vec::new(), "a.csv").unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
        actor,role,stance,denominator,source,estimate,n_with_stance,n_in_denominator,n_passages,n_coded,n_documents,n_words,n_duplicates_left_out,reference_standard,method,design
        VVD,all,voor,passages,predicted,0.000000,0,1,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,none,passages,predicted,1.000000,1,1,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,voor,passages,coded,1.000000,1,1,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,none,passages,coded,0.000000,0,1,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,voor,stance-taking,predicted,,0,0,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,voor,stance-taking,coded,1.000000,1,1,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,voor,words,predicted,0.000000,0,12,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,none,words,predicted,1.000000,12,12,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,voor,words,coded,1.000000,12,12,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        VVD,all,none,words,coded,0.000000,0,12,1,1,1,12,0,coded by language models,descriptive: share of the passages read,these documents; no sample
        ");
    }

    #[test]
    fn the_table_of_documents_counts_actors() {
        let rows = shares_by_document(&facts(), &settings()).unwrap();
        let bytes = write_document_shares(&rows, &settings(), Vec::new(), "d.csv").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let header = text.lines().next().unwrap();
        assert!(header.starts_with("document_id,role,stance,denominator,source,estimate,"));
        assert!(header.contains(",n_actors,") && !header.contains("n_documents"));
    }
}
