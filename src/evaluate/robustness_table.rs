//! The tables `robustness.csv` and `robustness_shares.csv`.

use std::io::Write;

use super::{GridMeasure, Robustness};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The level of all intervals.
const CONF_LEVEL: f64 = 0.95;

/// The schema of `robustness.csv`.
pub fn grid_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["variant", "measure", "stance"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "robustness",
            "Robustness of scores, shares and ranks",
            "One row is one measure of the corpus labelled with one setting changed. Labels come \
             from models that had not seen the document. Read it beside the error of the model: a \
             finding that a setting can turn round is none.",
            vec![
                variant_column(),
                Column::text(
                    "measure",
                    "macro_f1 on the coded passages joined; macro_f1_change against the default on \
                     those that both join; mean_share_change and largest_share_change, absolute, \
                     over classes and actors with 10 passages or more; rank_correlation: Kendall's \
                     tau-b of these actors' shares of a class with those of the default.",
                )
                .one_of(&GridMeasure::ALL.map(GridMeasure::as_str))
                .required(),
                Column::text("stance", "The class, for rank_correlation.").one_of(class_ids),
                Column::number(
                    "estimate",
                    "The value; empty where nothing is there to measure.",
                ),
                Column::number("conf_low", "Lower end of the interval, for scores."),
                Column::number("conf_high", "Upper end of the interval."),
                Column::share("conf_level", "Level of the interval."),
                Column::count(
                    "n",
                    "Coded passages for scores, actors for shares and ranks.",
                )
                .required(),
                Column::count("n_groups", "Groups that were drawn for the interval."),
                Column::text("method", "How the variant came about.").required(),
            ],
        )
    }
}

/// The schema of `robustness_shares.csv`.
pub fn grid_shares_schema(class_ids: &[String]) -> Schema {
    Schema {
        primary_key: ["variant", "actor", "stance"].map(str::to_owned).to_vec(),
        ..Schema::new(
            "robustness_shares",
            "Robustness of shares by actor",
            "One row is the share of an actor's passages that was labelled with a class, with one \
             setting changed, and its difference to the default.",
            vec![
                variant_column(),
                Column::text("actor", "Who speaks.").required(),
                Column::text("stance", "The class.")
                    .one_of(class_ids)
                    .required(),
                Column::share("share", "n_with_stance / n_passages.").required(),
                Column::number(
                    "change",
                    "The share minus that of the default; empty for the default and where it has \
                     no passage of the actor.",
                ),
                Column::number(
                    "conf_low",
                    "Lower end of the interval of change: percentiles of paired cluster bootstrap \
                     samples of the actor's groups, models held fixed.",
                ),
                Column::number("conf_high", "Upper end of the interval."),
                Column::share("conf_level", "Level of the interval."),
                Column::count("n_with_stance", "Passages of the class.").required(),
                Column::count("n_passages", "Passages of the actor, copies counted once.")
                    .required(),
                Column::count("n_groups", "Groups of the actor.").required(),
            ],
        )
    }
}

fn variant_column() -> Column {
    Column::text("variant", "default, or the setting that was changed.").required()
}

/// Writes `robustness.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_grid<W: Write>(
    grid: &Robustness,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &grid_schema(class_ids))?;
    for row in &grid.rows {
        let stance = row.stance.and_then(|class| class_ids.get(class));
        table
            .text(&row.variant)?
            .text(row.measure.as_str())?
            .text(stance.map_or("", String::as_str))?
            .optional_number(row.estimate)?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .optional_number(row.interval.map(|_| CONF_LEVEL))?
            .count(row.n)?
            .optional_count(row.interval.map(|_| row.n_groups))?
            .text(&row.method)?
            .end_row()?;
    }
    table.finish()
}

/// Writes `robustness_shares.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_grid_shares<W: Write>(
    grid: &Robustness,
    class_ids: &[String],
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut table = TableWriter::new(output, file, &grid_shares_schema(class_ids))?;
    let default = grid.rows.first().map(|row| row.variant.as_str());
    for row in &grid.shares {
        let is_default = default == Some(row.variant.as_str());
        table
            .text(&row.variant)?
            .text(&row.actor)?
            .text(class_ids.get(row.stance).map_or("", String::as_str))?
            .number(row.share())?
            .optional_number(row.change.filter(|_| !is_default))?
            .optional_number(row.interval.map(|interval| interval.low))?
            .optional_number(row.interval.map(|interval| interval.high))?
            .optional_number(row.interval.map(|_| CONF_LEVEL))?
            .count(row.n_with_stance)?
            .count(row.n_passages)?
            .count(row.n_groups)?
            .end_row()?;
    }
    table.finish()
}
