//! The differences as tables, and in a few lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Change, ChangeKind, LabelAt, LabelDiff};
use crate::table::{Column, Schema, TableError, TableWriter};

impl LabelDiff {
    /// The columns of [`LabelDiff::changes_csv`].
    pub fn changes_schema() -> Schema {
        Schema::new(
            "label_changes",
            "Changed labels",
            "One row per pair of passages whose labels differ, and per passage that stands in one of the two tables only.",
            vec![
                Column::text("change", "What happened to the passage.")
                    .required()
                    .one_of(&["flipped", "only_old", "only_new"]),
                Column::text(
                    "cause",
                    "Why a label flipped: the same text was labelled otherwise (model), the text at the same place is another one (text), or the passage was cut elsewhere (segmentation).",
                )
                .one_of(&["model", "text", "segmentation"]),
                Column::text("actor", "Who speaks.").required(),
                Column::text("old_passage_id", "The passage in the old table."),
                Column::text("new_passage_id", "The passage in the new table."),
                Column::text("old_stance", "Its stance in the old table."),
                Column::text("new_stance", "Its stance in the new table."),
                Column::flag("old_certain", "Whether the old label is certain."),
                Column::flag("new_certain", "Whether the new label is certain."),
                Column::count("old_line", "The line of the old table, from 1."),
                Column::count("new_line", "The line of the new table, from 1."),
                Column::text("text_start", "The first 80 characters of the text."),
            ],
        )
    }

    /// The changes as CSV.
    ///
    /// # Errors
    /// None with the changes of [`super::compare_labels`].
    pub fn changes_csv(&self) -> Result<Vec<u8>, TableError> {
        let schema = Self::changes_schema();
        let mut table = TableWriter::new(Vec::new(), "label_changes.csv", &schema)?;
        for change in &self.changes {
            write_change(change, &mut table)?;
        }
        table.finish()
    }

    /// The columns of [`LabelDiff::by_actor_csv`].
    pub fn by_actor_schema() -> Schema {
        Schema::new(
            "label_changes_by_actor",
            "Changed labels by actor",
            "One row per actor: how many labels differ, and why.",
            vec![
                Column::text("actor", "Who speaks.").unique(),
                Column::count("n_joined", "Pairs of passages found in both tables.").required(),
                Column::count("n_flipped", "Of these: with another label.").required(),
                Column::count("n_model", "Flipped because of the model.").required(),
                Column::count("n_text", "Flipped because of the text.").required(),
                Column::count("n_segmentation", "Flipped because of segmentation.").required(),
                Column::count("n_only_old", "Passages in the old table only.").required(),
                Column::count("n_only_new", "Passages in the new table only.").required(),
            ],
        )
    }

    /// The counts per actor as CSV.
    ///
    /// # Errors
    /// None with the changes of [`super::compare_labels`].
    pub fn by_actor_csv(&self) -> Result<Vec<u8>, TableError> {
        let schema = Self::by_actor_schema();
        let mut table = TableWriter::new(Vec::new(), "label_changes_by_actor.csv", &schema)?;
        for (actor, counts) in &self.by_actor {
            table.text(actor)?;
            for n in [
                counts.n_joined,
                counts.n_flipped(),
                counts.n_model,
                counts.n_text,
                counts.n_segmentation,
                counts.n_only_old,
                counts.n_only_new,
            ] {
                table.count(n)?;
            }
            table.end_row()?;
        }
        table.finish()
    }

    /// The differences in a few lines, for people.
    pub fn summary(&self) -> String {
        let totals = self.totals();
        // Writing to a String cannot fail.
        let mut text = format!(
            "{} of {} passages in both tables have another label: {} by the model, {} by the text, {} by segmentation.\n",
            totals.n_flipped(),
            totals.n_joined,
            totals.n_model,
            totals.n_text,
            totals.n_segmentation,
        );
        let _ = writeln!(
            text,
            "Only in the old table: {}. Only in the new table: {}.",
            totals.n_only_old, totals.n_only_new
        );
        for ((old, new), n) in self.transitions() {
            let _ = writeln!(text, "  {old} -> {new}: {n}");
        }
        for (actor, counts) in &self.by_actor {
            if counts.n_flipped() > 0 {
                let (flipped, joined) = (counts.n_flipped(), counts.n_joined);
                let _ = writeln!(text, "  {actor}: {flipped} of {joined}");
            }
        }
        text
    }

    fn transitions(&self) -> BTreeMap<(&str, &str), usize> {
        let mut transitions = BTreeMap::new();
        for change in &self.changes {
            if let (Some(old), Some(new)) = (&change.old, &change.new) {
                let transition = (old.stance.as_str(), new.stance.as_str());
                *transitions.entry(transition).or_insert(0) += 1;
            }
        }
        transitions
    }
}

fn write_change(change: &Change, table: &mut TableWriter<Vec<u8>>) -> Result<(), TableError> {
    let (kind, cause) = match change.kind {
        ChangeKind::Flipped(cause) => ("flipped", cause.as_str()),
        ChangeKind::OnlyOld => ("only_old", ""),
        ChangeKind::OnlyNew => ("only_new", ""),
    };
    table.text(kind)?.text(cause)?.text(&change.actor)?;
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    for label in [old, new] {
        table.text(label.map_or("", |label: &LabelAt| &label.passage_id))?;
    }
    for label in [old, new] {
        table.text(label.map_or("", |label| &label.stance))?;
    }
    for label in [old, new] {
        table.optional_flag(label.and_then(|label| label.is_certain))?;
    }
    for label in [old, new] {
        table.optional_count(label.and_then(|label| usize::try_from(label.line).ok()))?;
    }
    table.text(new.or(old).map_or("", |label| &label.text_start))?;
    table.end_row()
}
