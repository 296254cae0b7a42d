//! What there is to say of a corpus that was read, counted while its documents come.

use std::collections::BTreeMap;

use super::reading_document::{End, Head};
use crate::corpus::{DocumentId, Passage};
use crate::store::SkippedRecord;

/// Why a file that is given twice is read once.
pub(super) const COPY: &str = "copy";

/// Why a file that tells about others is no document.
pub(super) const REGISTER: &str = "register";

/// What there is to say of a corpus as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingSummary {
    /// Files looked at.
    pub n_files: usize,
    /// Documents.
    pub n_documents: usize,
    /// Passages.
    pub n_passages: usize,
    /// Passages of which nobody knows who speaks.
    pub n_unknown: usize,
    /// Passages that copy another one.
    pub n_copies: usize,
    /// Rows of `skipped.csv`.
    pub n_skipped: usize,
    /// Documents that were mended while they were decoded.
    pub n_mended: usize,
    /// Documents that hold pages or letters that cannot be read.
    pub n_incomplete: usize,
    /// Files that were found and not read.
    pub n_unread: usize,
    /// The first of them, in the order of `skipped.csv`.
    pub first_unread: Option<SkippedRecord>,
    /// Documents of which nothing became a passage.
    pub n_without_passage: usize,
    /// The first of them, in the order of their ids.
    pub first_without_passage: Option<WithoutPassage>,
}

/// A document of which nothing became a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutPassage {
    /// The document.
    pub id: DocumentId,
    /// Its file.
    pub file: String,
    /// Why pieces of its text were left out, and how many.
    pub reasons: BTreeMap<&'static str, usize>,
}

impl ReadingSummary {
    pub(super) fn add_document(&mut self, head: &Head) {
        self.n_documents += 1;
        self.n_mended += usize::from(head.is_mended);
        self.n_incomplete += usize::from(head.is_incomplete);
    }

    pub(super) fn add_passages(&mut self, passages: &[Passage]) {
        let unknown = passages.iter().filter(|passage| passage.actor.is_unknown());
        self.n_unknown += unknown.count();
        self.n_passages += passages.len();
    }

    /// The end of a document that has passages or none.
    pub(super) fn end_document(&mut self, id: &DocumentId, file: &str, end: &End, n: usize) {
        self.n_skipped += end.n_left_out;
        if n > 0 {
            return;
        }
        self.n_without_passage += 1;
        let first = self.first_without_passage.as_ref();
        if first.is_none_or(|first| *id < first.id) {
            self.first_without_passage = Some(WithoutPassage {
                id: id.clone(),
                file: file.to_owned(),
                reasons: end.reasons.clone(),
            });
        }
    }

    /// A row of `skipped.csv` of what is no document.
    pub(super) fn add_skipped(&mut self, record: &SkippedRecord) {
        self.n_skipped += 1;
        let is_unread =
            record.document_id.is_empty() && ![COPY, REGISTER].contains(&record.reason.as_str());
        if !is_unread {
            return;
        }
        self.n_unread += 1;
        if self
            .first_unread
            .as_ref()
            .is_none_or(|first| record < first)
        {
            self.first_unread = Some(record.clone());
        }
    }
}

/// The row of `skipped.csv` of a file that is no document.
pub(super) fn unread_record(file: String, reason: &str, detail: String) -> SkippedRecord {
    SkippedRecord {
        document_id: String::new(),
        file,
        line: None,
        span: None,
        stage: "read".to_owned(),
        reason: reason.to_owned(),
        detail,
    }
}
