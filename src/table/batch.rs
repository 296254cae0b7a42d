//! Rows put together, to be sent to another thread.

use std::sync::Arc;

use super::{Header, Row};

/// Some consecutive rows of a table, packed into one text.
#[derive(Debug, Clone)]
pub struct RowBatch {
    header: Arc<Header>,
    text: String,
    /// Ends of the fields, counted from the start of their row; one per column and row.
    ends: Vec<usize>,
    /// Where each row starts in `text`.
    starts: Vec<usize>,
    lines: Vec<u64>,
}

impl RowBatch {
    /// No rows yet.
    pub(super) fn new(header: Arc<Header>) -> Self {
        Self {
            header,
            text: String::new(),
            ends: Vec::new(),
            starts: Vec::new(),
            lines: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, row: Row<'_>) {
        let (text, ends, line) = row.parts();
        self.starts.push(self.text.len());
        self.text.push_str(text);
        self.ends.extend_from_slice(ends);
        self.lines.push(line);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Bytes of text in all fields together.
    pub fn n_bytes(&self) -> usize {
        self.text.len()
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let n_columns = self.header.names().len();
        self.starts
            .iter()
            .zip(&self.lines)
            .enumerate()
            .map(move |(i, (&start, &line))| {
                let ends = self.ends.get(i * n_columns..(i + 1) * n_columns);
                let text = self.text.get(start..).unwrap_or_default();
                Row::new(&self.header, text, ends.unwrap_or_default(), line)
            })
    }
}
