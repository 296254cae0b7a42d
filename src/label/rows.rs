//! Labels a batch of rows, and writes it as CSV.

use super::millionths::to_millionths;
use super::{KnownPredictions, LabelColumns, LabelError, LabelSummary, Labeller};
use crate::instruments::{InstrumentTagger, TagScratch};
use crate::stance::{LabelReason, Prediction};
use crate::table::{Row, RowBatch, TableWriter};

/// What one thread needs to label rows.
pub(super) struct RowLabeller<'l, L: Labeller> {
    labeller: &'l L,
    known: &'l KnownPredictions,
    columns: &'l LabelColumns,
    scratch: L::Scratch,
    tagger: Option<&'l InstrumentTagger>,
    tag_scratch: TagScratch,
}

/// A row's label, and whether the labeller learnt from its text.
struct Label {
    prediction: Prediction,
    in_training: bool,
    out_of_fold: bool,
}

impl<'l, L: Labeller> RowLabeller<'l, L> {
    pub(super) fn new(
        labeller: &'l L,
        known: &'l KnownPredictions,
        columns: &'l LabelColumns,
        n_top_terms: usize,
    ) -> Self {
        Self {
            labeller,
            known,
            columns,
            scratch: labeller.scratch(n_top_terms),
            tagger: None,
            tag_scratch: TagScratch::default(),
        }
    }

    /// The same, with the instruments that `tagger` finds.
    pub(super) fn with_tagger(self, tagger: Option<&'l InstrumentTagger>) -> Self {
        Self { tagger, ..self }
    }

    /// The rows of `batch` with their labels, as CSV without header.
    pub(super) fn label(
        &mut self,
        batch: &RowBatch,
        output: &str,
    ) -> Result<(Vec<u8>, LabelSummary), LabelError> {
        let buffer = Vec::with_capacity(2 * batch.n_bytes());
        let mut table = TableWriter::without_header(buffer, output, &self.columns.schema);
        let mut summary = LabelSummary::new(self.labeller.class_ids().len());
        for row in batch.rows() {
            let label = self.predict(row)?;
            for field in row.fields() {
                table.copied(field)?;
            }
            self.write(row, &label, &mut table)?;
            summary.n_rows += 1;
            summary.n_certain += u64::from(label.prediction.is_certain);
            summary.n_in_training += u64::from(label.in_training);
            summary.n_empty += u64::from(label.prediction.reason == Some(LabelReason::Empty));
            let reason = label.prediction.reason.map_or("", LabelReason::as_str);
            summary.outside.count(reason);
            if let Some(n) = summary.n_of_class.get_mut(label.prediction.class) {
                *n += 1;
            }
        }
        Ok((table.finish()?, summary))
    }

    fn predict(&mut self, row: Row<'_>) -> Result<Label, LabelError> {
        let text = row.get(self.columns.text)?;
        let id = match self.columns.id {
            Some(id) => Some(row.get(id)?),
            None => None,
        };
        Ok(match self.known.find(id, text) {
            Some(known) => Label {
                prediction: known.clone(),
                in_training: true,
                out_of_fold: true,
            },
            None => Label {
                prediction: self.labeller.label(text, &mut self.scratch),
                in_training: self.labeller.knows_text(text),
                out_of_fold: false,
            },
        })
    }

    /// The instruments of a row, where they are asked for.
    fn instruments(&mut self, row: Row<'_>) -> Result<Option<String>, LabelError> {
        let Some(tagger) = self.tagger else {
            return Ok(None);
        };
        let heading = match self.columns.heading {
            Some(heading) => row.get(heading)?,
            None => "",
        };
        let text = row.get(self.columns.text)?;
        let tags = tagger.tag(text, heading, &mut self.tag_scratch);
        Ok(Some(tagger.join(&tags.instruments)))
    }

    fn write(
        &mut self,
        row: Row<'_>,
        label: &Label,
        table: &mut TableWriter<Vec<u8>>,
    ) -> Result<(), LabelError> {
        let prediction = &label.prediction;
        let class_ids = self.labeller.class_ids();
        let bad = || LabelError::BadPrediction {
            file: row.header().file().to_owned(),
            line: row.line(),
            found: format!("{:?}", prediction.probabilities),
            expected: class_ids.len(),
        };
        let probabilities = to_millionths(&prediction.probabilities).ok_or_else(bad)?;
        let class_id = class_ids.get(prediction.class).ok_or_else(bad)?;
        if probabilities.len() != class_ids.len() {
            return Err(bad());
        }
        let in_set = class_ids.iter().zip(&prediction.label_set);
        let set: Vec<&str> = in_set
            .filter(|(_, is_in)| **is_in)
            .map(|(id, _)| id.as_str())
            .collect();
        let reason = prediction.reason.map_or("", LabelReason::as_str);
        table.text(class_id)?.flag(prediction.is_certain)?;
        table.text(&set.join(";"))?.text(reason)?;
        table.flag(label.in_training)?.flag(label.out_of_fold)?;
        for probability in probabilities {
            table.number(f64::from(probability) / 1e6)?;
        }
        table.number(prediction.margin)?;
        if let Some(instruments) = self.instruments(row)? {
            table.text(&instruments)?;
        }
        table.text(&prediction.top_terms.join(";"))?;
        table.end_row()?;
        Ok(())
    }
}
