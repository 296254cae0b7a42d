//! The tables `contrasts.csv` and `distances.csv`: two actors at a time.

use std::io::Write;

use super::shares_table::{
    inference_column, interval_columns, role_column, source_columns, stance_column, status_column,
    write_estimate,
};
use super::{CompareSettings, ContrastRow, DistanceRow, Status};
use crate::table::{Column, Schema, TableError, TableWriter};

/// What a reader must know before citing an interval that holds against codings by language models.
pub(super) fn note(status: Status, settings: &CompareSettings) -> &'static str {
    match status {
        Status::Descriptive => {
            "descriptive: draw a random sample with `standpunt sample` and code it"
        }
        Status::NotEstimable | Status::Empty => "",
        _ if settings.is_human_standard => "",
        _ => "relative to the reference standard, which is not human judgement",
    }
}

fn actor_columns() -> [Column; 2] {
    [
        Column::text("actor_a", "The first actor, a.").required(),
        Column::text("actor_b", "The second actor, b.").required(),
    ]
}

fn adjusted_columns(question: &str) -> [Column; 4] {
    [
        Column::share("p", format!("Two-sided p-value of {question}.")),
        Column::share("p_holm", "p adjusted by Holm over n_in_family: for claims."),
        Column::share(
            "q_bh",
            "p adjusted by Benjamini and Hochberg over n_in_family: for screening.",
        ),
        Column::count(
            "n_in_family",
            "Rows of this role and inference that have a p-value.",
        )
        .required(),
    ]
}

fn coded_columns() -> [Column; 2] {
    [
        Column::count("n_coded_a", "Coded passages of a that enter the estimate.").required(),
        Column::count("n_coded_b", "Coded passages of b that enter the estimate.").required(),
    ]
}

/// The schema of `contrasts.csv`.
pub fn contrasts_schema(settings: &CompareSettings) -> Schema {
    let mut columns = vec![role_column()];
    columns.extend(actor_columns());
    columns.extend([stance_column(settings), inference_column()]);
    columns.push(Column::number(
        "estimate",
        "Share of a minus share of b, of passages; a corrected one may lie a little outside -1 to 1.",
    ));
    columns.extend(interval_columns("the difference"));
    columns.push(status_column());
    columns.extend(adjusted_columns("no difference"));
    columns.extend([
        Column::number("share_a", "The share of a."),
        Column::number("share_b", "The share of b."),
        Column::count("n_passages_a", "Passages of a.").required(),
        Column::count("n_passages_b", "Passages of b.").required(),
    ]);
    columns.extend(coded_columns());
    columns.extend(source_columns());
    Schema::new(
        "contrasts",
        "Differences between actors",
        "One row is one stance of two actors in one role. Cite p_holm for a claim about one pair out of \
         all; q_bh ranks what to look at.",
        columns,
    )
    .with_key(&["role", "actor_a", "actor_b", "stance", "inference"])
}

/// Writes `contrasts.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_contrasts<W: Write>(
    rows: &[ContrastRow],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &contrasts_schema(settings))?;
    for row in rows {
        let estimate = &row.estimate;
        let method = match (estimate.status, estimate.interval) {
            (Status::Census, None) => "difference of shares, all passages coded",
            (_, Some(_)) => {
                "difference of shares; limits from those of both (MOVER), with their covariance"
            }
            _ => "none",
        };
        out.text(row.role)?
            .text(&row.actor_a)?
            .text(&row.actor_b)?
            .text(
                settings
                    .class_ids
                    .get(row.stance)
                    .map_or("", String::as_str),
            )?
            .text(row.inference.as_str())?;
        write_estimate(&mut out, estimate, settings.rules.level)?;
        out.optional_number(row.p)?
            .optional_number(row.p_holm)?
            .optional_number(row.q_bh)?
            .count(row.n_in_family)?
            .optional_number(row.shares[0])?
            .optional_number(row.shares[1])?
            .count(row.n_passages[0])?
            .count(row.n_passages[1])?
            .count(row.n_coded[0])?
            .count(row.n_coded[1])?
            .text(&settings.reference_standard)?
            .text(note(estimate.status, settings))?
            .text(method)?
            .text(&settings.design)?
            .end_row()?;
    }
    out.finish()
}

/// The schema of `distances.csv`.
pub fn distances_schema() -> Schema {
    let mut columns = vec![role_column()];
    columns.extend(actor_columns());
    columns.extend([
        inference_column(),
        Column::number(
            "squared_distance",
            "Sum over stances of the squared difference of shares, less what chance adds; may be below 0.",
        ),
    ]);
    columns.extend(interval_columns("squared_distance"));
    columns.push(status_column());
    columns.extend(adjusted_columns(
        "equal shares of all stances (Hotelling's T-squared)",
    ));
    columns.extend([
        Column::share(
            "total_variation",
            "Half the sum of absolute differences of the estimated shares. Chance makes it too large.",
        ),
        Column::share("jensen_shannon", "Jensen-Shannon divergence in bits. Chance makes it too large."),
        Column::share("hellinger", "Hellinger distance. Chance makes it too large."),
    ]);
    columns.extend(coded_columns());
    columns.extend(source_columns());
    Schema::new(
        "distances",
        "Distances between actors",
        "One row is two actors in one role, over all stances at once.",
        columns,
    )
    .with_key(&["role", "actor_a", "actor_b", "inference"])
}

/// Writes `distances.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_distances<W: Write>(
    rows: &[DistanceRow],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &distances_schema())?;
    for row in rows {
        let method = match (row.squared, row.std_error) {
            (Some(_), Some(_)) => {
                "squared distance less its sampling variance; delta error of second order"
            }
            (Some(_), None) => "squared distance of shares, all passages coded",
            (None, _) => "none",
        };
        out.text(row.role)?
            .text(&row.actor_a)?
            .text(&row.actor_b)?
            .text(row.inference.as_str())?
            .optional_number(row.squared)?
            .optional_number(row.std_error)?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .number(settings.rules.level)?
            .text(row.status.as_str())?
            .optional_number(row.p)?
            .optional_number(row.p_holm)?
            .optional_number(row.q_bh)?
            .count(row.n_in_family)?
            .optional_number(row.total_variation)?
            .optional_number(row.jensen_shannon)?
            .optional_number(row.hellinger)?
            .count(row.n_coded[0])?
            .count(row.n_coded[1])?
            .text(&settings.reference_standard)?
            .text(note(row.status, settings))?
            .text(method)?
            .text(&settings.design)?
            .end_row()?;
    }
    out.finish()
}
