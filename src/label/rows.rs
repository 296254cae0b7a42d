//! Labels a batch of rows, and writes it as CSV.

use super::millionths::to_millionths;
use super::{KnownPredictions, LabelColumns, LabelError, LabelSummary, Labeller, Prediction};
use crate::table::{Row, RowBatch, TableWriter};

/// What one thread needs to label rows.
pub(super) struct RowLabeller<'l, L: Labeller> {
    labeller: &'l L,
    class_ids: Vec<String>,
    known: &'l KnownPredictions,
    columns: &'l LabelColumns,
    scratch: L::Scratch,
    prediction: Prediction,
}

impl<'l, L: Labeller> RowLabeller<'l, L> {
    pub(super) fn new(
        labeller: &'l L,
        known: &'l KnownPredictions,
        columns: &'l LabelColumns,
    ) -> Self {
        Self {
            labeller,
            class_ids: labeller.class_ids(),
            known,
            columns,
            scratch: L::Scratch::default(),
            prediction: Prediction::default(),
        }
    }

    /// The rows of `batch` with their labels, as CSV without header.
    pub(super) fn label(
        &mut self,
        batch: &RowBatch,
        output: &str,
    ) -> Result<(Vec<u8>, LabelSummary), LabelError> {
        let buffer = Vec::with_capacity(2 * batch.n_bytes());
        let mut table = TableWriter::without_header(buffer, output, &self.columns.schema);
        let mut summary = LabelSummary::new(self.class_ids.len());
        for row in batch.rows() {
            self.predict(row)?;
            summary.count(&self.prediction);
            for field in row.fields() {
                table.copied(field)?;
            }
            self.write(row, &mut table)?;
        }
        Ok((table.finish()?, summary))
    }

    fn predict(&mut self, row: Row<'_>) -> Result<(), LabelError> {
        let text = row.get(self.columns.text)?;
        let id = match self.columns.id {
            Some(id) => Some(row.get(id)?),
            None => None,
        };
        if let Some(known) = self.known.find(id, text) {
            self.prediction.clone_from(known);
            self.prediction.in_training = true;
            self.prediction.is_out_of_fold = true;
            return Ok(());
        }
        self.labeller
            .label(text, &mut self.scratch, &mut self.prediction);
        if text.trim().is_empty() {
            self.prediction.is_certain = false;
            "empty".clone_into(&mut self.prediction.reason);
        }
        Ok(())
    }

    fn write(&self, row: Row<'_>, table: &mut TableWriter<Vec<u8>>) -> Result<(), LabelError> {
        let prediction = &self.prediction;
        let bad = || LabelError::BadPrediction {
            file: row.header().file().to_owned(),
            line: row.line(),
            found: format!("{:?}", prediction.probabilities),
            expected: self.class_ids.len(),
        };
        let probabilities = to_millionths(&prediction.probabilities).ok_or_else(bad)?;
        let class_id = self.class_ids.get(prediction.class).ok_or_else(bad)?;
        if probabilities.len() != self.class_ids.len() {
            return Err(bad());
        }
        let in_set = self.class_ids.iter().zip(&prediction.label_set);
        let set: Vec<&str> = in_set
            .filter(|(_, is_in)| **is_in)
            .map(|(id, _)| id.as_str())
            .collect();
        table.text(class_id)?.flag(prediction.is_certain)?;
        table.text(&set.join(";"))?.text(&prediction.reason)?;
        table.flag(prediction.in_training)?.flag(prediction.is_out_of_fold)?;
        for probability in probabilities {
            table.number(f64::from(probability) / 1e6)?;
        }
        table.number(prediction.margin)?;
        table.text(&prediction.top_terms.join(";"))?;
        table.end_row()?;
        Ok(())
    }
}
