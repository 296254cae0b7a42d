//! The gold file of a coded sample, and what stands behind it.

use std::fmt::Write as _;
use std::io::Write;

use super::codings::class_id;
use super::{Collected, Decision, sampling_columns};
use crate::corpus::{Codebook, ReferenceStandard, Role};
use crate::metrics::Interval;
use crate::table::{Column, Schema, TableError, TableWriter};

/// The schema of `gold.csv`.
pub fn gold_schema(codebook: &Codebook) -> Schema {
    let classes: Vec<&str> = codebook.class_ids().collect();
    let class = |name: &str, text: &str| Column::text(name, text).one_of(&classes);
    let mut columns = vec![
        Column::text("passage_id", "The passage.").unique(),
        Column::text("document_id", "Its document.").required(),
        Column::partial_date("date", "The date of the document."),
        Column::text("actor", "Who speaks."),
        Column::text("role", "What the speaker does."),
        Column::text("text", "Its text.").required(),
        Column::text("status", "coded; tied: the coders differ and have not settled; missing: nobody coded it. Only coded rows are read as gold.")
            .one_of(&["coded", "tied", "missing"])
            .required(),
        class("stance", "Its class."),
        class("secondary", "A second class, where all who gave the class name the same."),
        class("coder_a", "What the first coder gave, where there are two."),
        class("coder_b", "What the second coder gave, where there are two."),
        Column::integer("confidence", "How sure the least sure coder was: 1 unsure, 3 sure.")
            .at_least(1.0)
            .at_most(3.0),
        Column::count("n_codings", "Coders who coded it.").required(),
        Column::text("decision", "How the class came about.")
            .one_of(&Decision::ALL.map(Decision::as_str))
            .required(),
        Column::text("group", "The unit of independence; the document where none is known.")
            .required(),
    ];
    columns.extend(sampling_columns());
    Schema::new(
        "gold",
        "The coded sample",
        "One row is one drawn passage, coded or not. Behind the class stands how it was drawn.",
        columns,
    )
    .with_key(&["passage_id"])
}

/// Writes `gold.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_gold<W: Write>(
    collected: &Collected,
    codebook: &Codebook,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &gold_schema(codebook))?;
    for passage in &collected.passages {
        let drawn = &passage.drawn;
        let note = &drawn.note;
        let class = |class: Option<usize>| class.map_or("", |class| class_id(codebook, class));
        let [coder_a, coder_b] = match passage.codings.as_slice() {
            [a, b] => [*a, *b],
            _ => [None, None],
        };
        let group = match note.group.as_str() {
            "" => &note.document_id,
            group => group,
        };
        let role = drawn.role.parse::<Role>().map_or("", Role::as_str);
        table
            .text(&drawn.passage_id)?
            .text(&note.document_id)?
            .text(&drawn.date)?
            .text(&note.actor)?
            .text(role)?
            .text(&note.text)?
            .text(passage.decision.status())?
            .text(class(passage.stance))?
            .text(class(passage.secondary))?
            .text(class(coder_a))?
            .text(class(coder_b))?
            .optional_count(passage.confidence.map(usize::from))?
            .count(passage.codings.iter().flatten().count())?
            .text(passage.decision.as_str())?
            .text(group)?;
        for field in &drawn.sampling {
            table.copied(field)?;
        }
        table.end_row()?;
    }
    table.finish()
}

/// The text of `gold.meta.toml`: who coded, how well they agreed, by which codebook.
pub fn gold_meta_toml(
    collected: &Collected,
    standard: ReferenceStandard,
    alpha: Option<(f64, Option<Interval>)>,
    codebook: &Codebook,
) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let coders = match collected.coders.len() {
        1 => "one coder".to_owned(),
        n => format!("{n} coders"),
    };
    let coding = format!(
        "A random sample of {} passages, coded by {coders} ({}): {} with one coding, {} by \
         agreement, {} by majority, {} settled after discussion; {} tied and {} missing are left \
         out.",
        collected.passages.len(),
        collected.coders.join(", "),
        collected.count(Decision::Single),
        collected.count(Decision::Agreement),
        collected.count(Decision::Majority),
        collected.count(Decision::Adjudication),
        collected.count(Decision::Tied),
        collected.count(Decision::Missing),
    );
    let mut text = format!(
        "# What stands behind gold.csv.\n\nreference_standard = {}\ncoding = {}\n",
        quoted(standard.as_str()),
        quoted(&coding)
    );
    if let Some((alpha, limits)) = alpha {
        let _ = writeln!(
            text,
            "alpha = {alpha:.6} # Krippendorff's alpha, nominal, of the independent codings"
        );
        if let Some(Interval { low, high }) = limits {
            let _ = writeln!(
                text,
                "alpha_low = {low:.6} # 95 % interval\nalpha_high = {high:.6}"
            );
        }
    }
    let _ = writeln!(text, "codebook_version = {}", quoted(codebook.version()));
    text
}
