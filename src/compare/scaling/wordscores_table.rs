//! The table `wordscores.csv`.

use std::io::Write;

use super::wordscores_actors::{TextKind, WordscoreRow, WordscoresSettings, left_out_correlation};
use crate::table::{Column, Schema, TableError, TableWriter};

const METHOD: &str = "Wordscores (Laver, Benoit & Garry 2003) on stems without names and numbers. It \
    scores style and topic as much as stance, and raw scores shrink to the mean of the reference \
    positions; its standard error takes words as independent and is too small. Descriptive: judge \
    it by the left-out rows, which say where it places actors whose place is known";

/// The schema of `wordscores.csv`.
pub fn wordscores_schema() -> Schema {
    let kinds = TextKind::ALL.map(TextKind::as_str);
    Schema::new(
        "wordscores",
        "Actors placed by their words",
        "One row is one actor, placed by the words it shares with actors whom experts have placed. \
         A description by vocabulary, beside the positions by stance: where the two differ, an \
         actor takes its stance in others' words.",
        vec![
            Column::text("actor", "Who speaks.").required(),
            Column::text(
                "kind",
                "reference: its own words helped to score the words; left-out: scored by the other \
                 references alone; virgin: experts have not placed it, or it has too few words.",
            )
            .one_of(&kinds)
            .required(),
            Column::number(
                "expert_position",
                "Where experts place it, on the scale that method names; empty where they do not.",
            ),
            Column::number(
                "raw_score",
                "The mean score of its words; empty: see status.",
            ),
            Column::number(
                "raw_standard_error",
                "Standard error of raw_score; too small.",
            )
            .at_least(0.0),
            Column::number(
                "rescaled_lbg",
                "raw_score with the spread of the references' positions (Laver, Benoit & Garry).",
            ),
            Column::number(
                "rescaled_mv",
                "raw_score on the line through the references with the lowest and the highest \
                 position (Martin & Vanberg 2008).",
            ),
            Column::number(
                "rescaled_mv_standard_error",
                "Standard error of rescaled_mv.",
            )
            .at_least(0.0),
            Column::number(
                "reference_mean",
                "Mean position of the n_references, where a text lies whose words tell nothing: \
                 read raw_score as its distance from here.",
            ),
            Column::count("n_passages", "Its passages.").required(),
            Column::count("n_words", "Its words without names and numbers.")
                .in_unit("words")
                .required(),
            Column::count("n_words_scored", "Those of n_words that have a score.").in_unit("words"),
            Column::count("n_stems_shared", "Different stems behind n_words_scored."),
            Column::count("n_references", "Reference actors behind the score.").required(),
            Column::number(
                "left_out_correlation",
                "Spearman's rank correlation of the left-out raw_score less reference_mean with \
                 the experts' positions, the same in every row; empty for fewer than three.",
            )
            .at_least(-1.0)
            .at_most(1.0),
            Column::count("n_left_out", "Actors behind left_out_correlation."),
            Column::text("status", "estimated, or not estimable and why.").required(),
            Column::text("method", "How the scores came about.").required(),
            Column::text("design", "How the passages came about.").required(),
        ],
    )
    .with_key(&["actor", "kind"])
}

/// Writes `wordscores.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_wordscores<W: Write>(
    rows: &[WordscoreRow],
    settings: &WordscoresSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &wordscores_schema())?;
    let correlation = left_out_correlation(rows);
    let method = format!("{METHOD}; positions: {}", settings.positions_name);
    for row in rows {
        let placed = row.placed.as_ref().ok();
        let score = placed.map(|placed| placed.score);
        let n_scored = score.and_then(|score| usize::try_from(score.n_words).ok());
        let status = match &row.placed {
            Ok(_) => "estimated".to_owned(),
            Err(why) => format!("not estimable: {why}"),
        };
        table
            .text(&row.actor)?
            .text(row.kind.as_str())?
            .optional_number(row.expert_position)?
            .optional_number(score.map(|score| score.raw))?
            .optional_number(score.map(|score| score.standard_error))?
            .optional_number(placed.and_then(|placed| placed.lbg))?
            .optional_number(placed.and_then(|placed| placed.mv))?
            .optional_number(placed.and_then(|placed| placed.mv_standard_error))?
            .optional_number(row.reference_mean)?
            .count(row.n_passages)?
            .count(usize::try_from(row.n_words).unwrap_or(usize::MAX))?
            .optional_count(n_scored)?
            .optional_count(score.map(|score| score.n_types))?
            .count(row.n_references)?
            .optional_number(correlation.map(|(value, _)| value))?
            .optional_count(correlation.map(|(_, n)| n))?
            .text(&status)?
            .text(&method)?
            .text(&settings.design)?
            .end_row()?;
    }
    table.finish()
}
