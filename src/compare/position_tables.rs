//! The tables `positions.csv`, `rankings.csv` and `ranking_orders.csv`.

use std::io::Write;

use super::pair_tables::note;
use super::shares_table::{
    inference_column, interval_columns, role_column, source_columns, status_column, write_estimate,
};
use super::{CompareSettings, PositionRow, Ranking, Scale, Status};
use crate::table::{Column, Schema, TableError, TableWriter};

fn scale_column() -> Column {
    Column::text(
        "scale",
        "solidarity-against-control: ln of the share pro-solidarity less ln of the share pro-control. \
         rights: log-odds of the share of rights safeguards. silence: log-odds of the share without a \
         stance.",
    )
    .one_of(&Scale::ALL.map(Scale::as_str))
    .required()
}

fn share_columns(settings: &CompareSettings) -> impl Iterator<Item = Column> {
    settings.class_ids.iter().map(|class| {
        let name = format!("share_{}", class.replace('-', "_"));
        Column::number(name, format!("The corrected share of {class}; where few are coded, stance_by_actor.csv has that of the labels alone."))
    })
}

/// The schema of `positions.csv`.
pub fn positions_schema(settings: &CompareSettings) -> Schema {
    let mut columns = vec![
        role_column(),
        Column::text("actor", "Who speaks.").required(),
        scale_column(),
        inference_column(),
        Column::number("estimate", "The position, in log-odds.").in_unit("log-odds"),
    ];
    let interval = interval_columns("the position").map(|column| match column.name.as_str() {
        "conf_level" => column,
        _ => column.in_unit("log-odds"),
    });
    columns.extend(interval);
    columns.push(status_column());
    columns.push(
        Column::flag(
            "is_offset",
            "Whether half a passage was added to a share, because there is hardly any of the class.",
        )
        .required(),
    );
    columns.extend(share_columns(settings));
    columns.extend([
        Column::count("n_passages", "Passages.").required(),
        Column::count("n_coded", "Coded passages that enter the estimate.").required(),
        Column::text(
            "n_coded_of_classes",
            "Coded passages of the classes that the scale compares, in its order, divided by `;`.",
        ),
    ]);
    columns.extend(source_columns());
    Schema::new(
        "positions",
        "Positions of actors",
        "One row is one actor on one scale. No scale alone tells where an actor stands: all shares \
         stand beside it, and pro-control is a broad class.",
        columns,
    )
    .with_key(&["role", "actor", "scale", "inference"])
}

/// Writes `positions.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_positions<W: Write>(
    rows: &[PositionRow],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &positions_schema(settings))?;
    for row in rows {
        let estimate = &row.estimate;
        let counts: Vec<String> = row
            .n_coded_of_classes
            .iter()
            .map(usize::to_string)
            .collect();
        out.text(row.role)?
            .text(&row.actor)?
            .text(row.scale.as_str())?
            .text(row.inference.as_str())?;
        write_estimate(&mut out, estimate, settings.rules.level)?;
        out.flag(row.is_offset)?;
        for share in &row.shares {
            out.optional_number(*share)?;
        }
        out.count(row.n_passages)?
            .count(row.n_coded)?
            .text(&counts.join(";"))?
            .text(&settings.reference_standard)?
            .text(note(estimate.status, settings))?
            .text(method(row))?
            .text(&settings.design)?
            .end_row()?;
    }
    out.finish()
}

fn method(row: &PositionRow) -> &'static str {
    match (row.estimate.status, row.estimate.std_error) {
        (Status::LabelsOnly, _) => {
            "log-odds of coded passages, 0.5 added to each count (Lowe et al. 2011)"
        }
        (_, Some(_)) => "log-odds of corrected shares; delta method",
        (Status::Census, None) => "log-odds of shares, all passages coded",
        _ => "none",
    }
}

/// The schema of `rankings.csv`.
pub fn rankings_schema() -> Schema {
    let mut columns = vec![
        role_column(),
        scale_column(),
        inference_column(),
        Column::count(
            "rank",
            "Place of the estimate, 1 the highest; 0 where no ranking is shown.",
        )
        .required(),
        Column::text("actor", "The actor; empty where no ranking is shown."),
        Column::number("estimate", "Its position, in log-odds.").in_unit("log-odds"),
        Column::count("rank_low", "The ranks from here ..."),
        Column::count("rank_high", "... to here hold 95 % of the probability."),
        Column::share(
            "above_next",
            "The probability that it stands above the actor of the next row.",
        ),
        Column::text(
            "rank_probabilities",
            "The probability of each rank from 1, divided by `;`.",
        ),
        Column::count("n_coded", "Coded passages."),
        Column::text(
            "reason",
            "Why no ranking is shown, or who is left out of it: recall may differ between actors by 0.15, \
             and an actor needs 25 coded passages.",
        ),
    ];
    columns.extend(source_columns());
    Schema::new(
        "rankings",
        "Rankings of actors",
        "One row is one actor in a ranking, or one row says why there is none.",
        columns,
    )
    .with_key(&["role", "scale", "inference", "rank"])
}

/// Writes `rankings.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_rankings<W: Write>(
    rankings: &[Ranking],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &rankings_schema())?;
    for ranking in rankings {
        if ranking.actors.is_empty() {
            start(&mut out, ranking, 0)?;
            out.text("")?
                .optional_number(None)?
                .optional_count(None)?
                .optional_count(None)?
                .optional_number(None)?
                .text("")?
                .optional_count(None)?;
            end(&mut out, ranking, settings)?;
        }
        for (place, actor) in ranking.actors.iter().enumerate() {
            let (low, high) = actor.rank_range();
            let is_estimated = !ranking.is_certain;
            let probabilities = actor.rank_probabilities.iter().filter(|_| is_estimated);
            let probabilities: Vec<String> = probabilities.map(|p| format!("{p:.4}")).collect();
            start(&mut out, ranking, place + 1)?;
            out.text(&actor.actor)?
                .number(actor.estimate)?
                .count(low)?
                .count(high)?
                .optional_number(actor.above_next.filter(|_| is_estimated))?
                .text(&probabilities.join(";"))?
                .count(actor.n_coded)?;
            end(&mut out, ranking, settings)?;
        }
    }
    out.finish()
}

fn start<W: Write>(
    out: &mut TableWriter<W>,
    ranking: &Ranking,
    place: usize,
) -> Result<(), TableError> {
    out.text(ranking.role)?
        .text(ranking.scale.as_str())?
        .text(ranking.inference.as_str())?
        .count(place)?;
    Ok(())
}

fn end<W: Write>(
    out: &mut TableWriter<W>,
    ranking: &Ranking,
    settings: &CompareSettings,
) -> Result<(), TableError> {
    let status = if ranking.actors.is_empty() {
        Status::NotEstimable
    } else {
        Status::Corrected
    };
    out.text(&ranking.reason)?
        .text(&settings.reference_standard)?
        .text(note(status, settings))?
        .text(ranking_method(ranking))?
        .text(&settings.design)?
        .end_row()
}

fn ranking_method(ranking: &Ranking) -> &'static str {
    if ranking.is_certain {
        "order of positions, all passages coded: nothing is drawn"
    } else {
        "10,000 draws of normal positions with the covariance of the estimates"
    }
}

/// The schema of `ranking_orders.csv`.
pub fn orders_schema() -> Schema {
    let mut columns = vec![
        role_column(),
        scale_column(),
        inference_column(),
        Column::count("place", "1 for the most probable order.").required(),
        Column::text(
            "order",
            "All ranked actors, the highest position first, divided by ` > `.",
        )
        .required(),
        Column::share("probability", "The probability of exactly this order.").required(),
        Column::count("n_actors", "Ranked actors.").required(),
    ];
    columns.extend(source_columns());
    Schema::new(
        "ranking_orders",
        "Orders of actors",
        "One row is one order of all ranked actors; the 20 most probable ones of each ranking.",
        columns,
    )
    .with_key(&["role", "scale", "inference", "place"])
}

/// Writes `ranking_orders.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_orders<W: Write>(
    rankings: &[Ranking],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &orders_schema())?;
    for ranking in rankings.iter().filter(|ranking| !ranking.is_certain) {
        for (place, (order, probability)) in ranking.orders.iter().enumerate() {
            start(&mut out, ranking, place + 1)?;
            out.text(&order.join(" > "))?
                .number(*probability)?
                .count(order.len())?
                .text(&settings.reference_standard)?
                .text(note(Status::Corrected, settings))?
                .text("10,000 draws of normal positions with the covariance of the estimates")?
                .text(&settings.design)?
                .end_row()?;
        }
    }
    out.finish()
}
