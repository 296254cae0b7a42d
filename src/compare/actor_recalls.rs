//! The table `recall_in_comparison.csv`: how well the coded passages of each actor are recognised.

use std::io::Write;

use super::shares_table::{role_column, source_columns, stance_column};
use super::{CompareSettings, RoleActors};
use crate::table::{Column, Schema, TableError, TableWriter};

/// The schema of `recall_in_comparison.csv`.
pub fn recalls_schema(settings: &CompareSettings) -> Schema {
    let mut columns = vec![
        role_column(),
        Column::text("actor", "Who speaks.").required(),
        stance_column(settings),
        Column::share(
            "recall",
            "The share of the actor's passages of the class that are predicted as coded; each coded one \
             counts by how it was drawn, so that it is n_correct / n where all are coded. Empty \
             without coded passages of the class.",
        ),
        Column::share(
            "conf_low",
            "Lower limit of Wilson's interval, as if passages were independent.",
        ),
        Column::share("conf_high", "Upper limit."),
        Column::share("conf_level", "0.95.").required(),
        Column::count("n", "Coded passages of the actor and class.").required(),
        Column::count("n_correct", "Those of n that are predicted as coded.").required(),
    ];
    columns.extend(source_columns());
    Schema::new(
        "recall_in_comparison",
        "Recall by actor in the comparison",
        "One row is one class of one actor in one role. Where recall differs between actors by more \
         than 0.15, counts of predicted labels are tilted and no ranking is shown.",
        columns,
    )
    .with_key(&["role", "actor", "stance"])
}

/// Writes `recall_in_comparison.csv`; `file` is its name in messages.
///
/// # Errors
/// When writing fails.
pub fn write_recalls<W: Write>(
    roles: &[RoleActors],
    settings: &CompareSettings,
    output: W,
    file: &str,
) -> Result<W, TableError> {
    let mut out = TableWriter::new(output, file, &recalls_schema(settings))?;
    for role in roles {
        for actor in &role.actors {
            for (class, id) in settings.class_ids.iter().enumerate() {
                let recognised = actor.recognised.get(class).copied().unwrap_or_default();
                let interval = recognised.interval();
                out.text(role.role_name())?
                    .text(&actor.actor)?
                    .text(id)?
                    .optional_number(recognised.recall())?
                    .optional_number(interval.map(|interval| interval.low))?
                    .optional_number(interval.map(|interval| interval.high))?
                    .number(0.95)?
                    .count(recognised.n)?
                    .count(recognised.n_correct)?
                    .text(&settings.reference_standard)?
                    .text("")?
                    .text("coded passages, weighted by how they were drawn, by the predictions that are compared")?
                    .text(&settings.design)?
                    .end_row()?;
            }
        }
    }
    out.finish()
}
