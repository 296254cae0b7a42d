//! Labels a batch of rows, and writes it as CSV.

use std::borrow::Cow;

use super::columns::{Cell, ONLY_QUOTATION, ScoredText};
use super::millionths::to_millionths;
use super::{KnownPredictions, LabelColumns, LabelError, LabelSummary, Labeller};
use crate::instruments::{InstrumentTagger, TagScratch};
use crate::segment::{parse_spans, quoted_spans, without_spans};
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
    without_quotations: Option<usize>,
}

/// A row's label, and whether the labeller learnt from its text.
struct Label {
    prediction: Prediction,
    in_training: bool,
    out_of_fold: bool,
    scored: ScoredText,
}

impl Label {
    /// Why the label is not certain; empty where it is.
    fn reason(&self) -> &'static str {
        match self.scored {
            ScoredText::Nothing => ONLY_QUOTATION,
            _ => self.prediction.reason.map_or("", LabelReason::as_str),
        }
    }
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
            scratch: labeller.scratch(if columns.show(Cell::TopTerms) {
                n_top_terms
            } else {
                0
            }),
            tagger: None,
            tag_scratch: TagScratch::default(),
            without_quotations: None,
        }
    }

    /// The same, with quotations of so many words and more left out of what is scored.
    pub(super) fn without_quotations(self, min_words: Option<usize>) -> Self {
        Self {
            without_quotations: min_words,
            ..self
        }
    }

    /// The same, with the instruments that `tagger` finds.
    pub(super) fn with_tagger(self, tagger: Option<&'l InstrumentTagger>) -> Self {
        let tagger = tagger.filter(|_| self.columns.show(Cell::Instruments));
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
            let (text, scored) = self.scored_text(row)?;
            let label = self.predict(row, &text, scored)?;
            if label.in_training && !self.columns.show(Cell::InTraining) {
                return Err(LabelError::TrainingUnsaid {
                    file: row.header().file().to_owned(),
                    line: row.line(),
                });
            }
            self.write(row, &text, &label, &mut table)?;
            summary.n_rows += 1;
            summary.n_certain += u64::from(label.prediction.is_certain);
            summary.n_in_training += u64::from(label.in_training);
            summary.n_empty += u64::from(label.reason() == LabelReason::Empty.as_str());
            if label.scored != ScoredText::Nothing {
                summary.outside.count(label.reason());
            }
            summary.n_without_quotations +=
                u64::from(label.scored == ScoredText::WithoutQuotations);
            summary.n_only_quotation += u64::from(label.scored == ScoredText::Nothing);
            if let Some(n) = summary.n_of_class.get_mut(label.prediction.class) {
                *n += 1;
            }
        }
        Ok((table.finish()?, summary))
    }

    /// The text of a row as it is scored.
    fn scored_text<'r>(&self, row: Row<'r>) -> Result<(Cow<'r, str>, ScoredText), LabelError> {
        let text = row.get(self.columns.text)?;
        let Some(min_words) = self.without_quotations else {
            return Ok((Cow::Borrowed(text), ScoredText::Whole));
        };
        let quotations = match self.columns.quotations {
            Some(column) => {
                let cell = row.get(column)?;
                parse_spans(cell, text).ok_or_else(|| LabelError::BadQuotations {
                    file: row.header().file().to_owned(),
                    line: row.line(),
                    found: cell.to_owned(),
                    n_bytes: text.len(),
                })?
            }
            None => quoted_spans(text),
        };
        let rest = without_spans(text, &quotations, min_words);
        let scored = match &rest {
            Cow::Borrowed(_) => ScoredText::Whole,
            Cow::Owned(rest) if rest.contains(char::is_alphanumeric) => {
                ScoredText::WithoutQuotations
            }
            Cow::Owned(_) => return Ok((Cow::Borrowed(""), ScoredText::Nothing)),
        };
        Ok((rest, scored))
    }

    fn predict(
        &mut self,
        row: Row<'_>,
        scored_text: &str,
        scored: ScoredText,
    ) -> Result<Label, LabelError> {
        let text = row.get(self.columns.text)?;
        let id = match self.columns.id {
            Some(id) => Some(row.get(id)?),
            None => None,
        };
        // A known prediction is one of the whole text.
        let known = match scored {
            ScoredText::Whole => self.known.find(id, text),
            ScoredText::WithoutQuotations | ScoredText::Nothing => None,
        };
        Ok(match known {
            Some(known) => Label {
                prediction: known.clone(),
                in_training: true,
                out_of_fold: true,
                scored,
            },
            None => Label {
                prediction: self.labeller.label(scored_text, &mut self.scratch),
                in_training: self.labeller.knows_text(text)
                    || (scored != ScoredText::Whole && self.labeller.knows_text(scored_text)),
                out_of_fold: false,
                scored,
            },
        })
    }

    /// The instruments of a row.
    fn instruments(
        &mut self,
        row: Row<'_>,
        text: &str,
        label: &Label,
    ) -> Result<String, LabelError> {
        let Some(tagger) = self.tagger else {
            return Ok(String::new());
        };
        let heading = match self.columns.heading {
            Some(heading) => row.get(heading)?,
            None => "",
        };
        // A prediction made elsewhere has no words in the scratch.
        let words = (!label.out_of_fold).then(|| L::words(&self.scratch));
        let tags = match words.flatten() {
            Some(words) => tagger.tag_words(text, heading, words, &mut self.tag_scratch),
            None => tagger.tag(text, heading, &mut self.tag_scratch),
        };
        Ok(tagger.join(&tags.instruments))
    }

    fn write(
        &mut self,
        row: Row<'_>,
        scored_text: &str,
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
        for &cell in &self.columns.cells {
            match cell {
                Cell::Passed(place) => table.copied(row.field(place))?,
                Cell::Stance => table.text(class_id)?,
                Cell::Certain => table.flag(prediction.is_certain)?,
                Cell::LabelSet => table.text(&label_set(class_ids, prediction))?,
                Cell::Reason => table.text(label.reason())?,
                Cell::InTraining => table.flag(label.in_training)?,
                Cell::OutOfFold => table.flag(label.out_of_fold)?,
                Cell::Probability(class) => {
                    table.millionths(probabilities.get(class).copied().unwrap_or(0))?
                }
                Cell::Margin => table.number(prediction.margin)?,
                Cell::Instruments => table.text(&self.instruments(row, scored_text, label)?)?,
                Cell::TopTerms => table.text(&prediction.top_terms.join(";"))?,
                Cell::ScoredText => table.text(label.scored.as_str())?,
            };
        }
        table.end_row()?;
        Ok(())
    }
}

/// The classes of the label set, divided by `;`.
fn label_set(class_ids: &[String], prediction: &Prediction) -> String {
    let in_set = class_ids.iter().zip(&prediction.label_set);
    let set: Vec<&str> = in_set
        .filter(|(_, is_in)| **is_in)
        .map(|(id, _)| id.as_str())
        .collect();
    set.join(";")
}
