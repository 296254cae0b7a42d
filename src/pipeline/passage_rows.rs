//! The rows of `passages.csv` until their groups are known.

use crate::Error;
use crate::corpus::Passage;
use crate::report::{passages_schema, write_before_group, write_behind_group};
use crate::store::{ByteLog, Records};
use crate::table::{TableError, TableWriter};

/// Bytes of rows in memory.
const MAX_ROWS: usize = 16 << 20;

/// Bytes of the lengths of rows in memory.
const MAX_LENGTHS: usize = 2 << 20;

/// Bytes of the lengths of one row: of the part in front of its group, and of all of it.
const LENGTHS: usize = 16;

/// Rows of passages as they will be written, each with nothing for its group: some in memory, the
/// others in a temporary file.
pub(super) struct PassageRows {
    table: TableWriter<ByteLog>,
    lengths: Records,
    n: usize,
    /// Where the last row ends.
    end: u64,
}

impl Default for PassageRows {
    fn default() -> Self {
        Self::with_limits(MAX_ROWS, MAX_LENGTHS)
    }
}

impl PassageRows {
    fn with_limits(max_rows: usize, max_lengths: usize) -> Self {
        let rows = ByteLog::with_limit(max_rows);
        Self {
            table: TableWriter::without_header(rows, "passages.csv", &passages_schema()),
            lengths: Records::with_limit(LENGTHS, max_lengths),
            n: 0,
            end: 0,
        }
    }

    /// How many passages there are.
    pub(super) fn n_passages(&self) -> usize {
        self.n
    }

    /// How many bytes their rows have.
    pub(super) fn n_bytes(&self) -> u64 {
        self.end
    }

    /// Adds a passage.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub(super) fn add(&mut self, passage: &Passage) -> Result<(), Error> {
        let start = self.end;
        write_before_group(passage, &mut self.table).map_err(on_disk)?;
        let group = self.table.flushed().map_err(on_disk)?.len();
        self.table.missing().map_err(on_disk)?;
        write_behind_group(passage, &mut self.table).map_err(on_disk)?;
        self.end = self.table.flushed().map_err(on_disk)?.len();
        let mut lengths = [0; LENGTHS];
        let (first, second) = lengths.split_at_mut(LENGTHS / 2);
        first.copy_from_slice(&(group - start).to_le_bytes());
        second.copy_from_slice(&(self.end - start).to_le_bytes());
        self.n += 1;
        let added = self.lengths.push(&lengths);
        added.map_err(|source| Error::TemporaryFile { source })
    }

    /// No more passages come.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub(super) fn finish(self) -> Result<StoredRows, Error> {
        Ok(StoredRows {
            log: self.table.finish().map_err(on_disk)?,
            lengths: self.lengths,
            n: self.n,
            row: Vec::new(),
        })
    }
}

/// The same rows, to be read back.
pub(super) struct StoredRows {
    log: ByteLog,
    lengths: Records,
    n: usize,
    /// The row that was read last.
    row: Vec<u8>,
}

impl StoredRows {
    /// How many passages there are.
    pub(super) fn n_passages(&self) -> usize {
        self.n
    }

    /// The row of a passage, which begins `at` this place, in front of its group and behind it;
    /// `at` is put behind it.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn read(&mut self, passage: usize, at: &mut u64) -> Result<(&[u8], &[u8]), Error> {
        let failure = |source| Error::TemporaryFile { source };
        let lengths = self.lengths.get(passage).map_err(failure)?;
        let length = |part: Option<&[u8]>| {
            let bytes = part.and_then(|part| <[u8; LENGTHS / 2]>::try_from(part).ok());
            bytes.map_or(0, u64::from_le_bytes)
        };
        let before = length(lengths.get(..LENGTHS / 2));
        let end = *at + length(lengths.get(LENGTHS / 2..));
        self.log.read(*at, end, &mut self.row).map_err(failure)?;
        *at = end;
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        let (before, behind) = self.row.split_at(before.min(self.row.len()));
        // The sign between the last column and that of groups, which is empty.
        Ok((before, behind.get(1..).unwrap_or(&[])))
    }
}

/// The same failure, of a table that stands in a temporary file.
pub(super) fn on_disk(error: TableError) -> Error {
    match error {
        TableError::Write { source, .. } => Error::TemporaryFile { source },
        error => Error::Table(error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::corpus::{Actor, Role};
    use crate::report::write_passages;

    fn passage(n: usize) -> Passage {
        Passage {
            id: format!("d:{n}-{}", n + 1).parse().unwrap(),
            date: None,
            kind: "debat".to_owned(),
            chamber: String::new(),
            dossier: String::new(),
            source_place: format!("line {n}"),
            actor: Actor::of_parties(&["VVD"]),
            parties: vec!["VVD".to_owned()],
            speaker: "De Jong, P.".to_owned(),
            function: String::new(),
            role: Role::Speech,
            attribution_rule: "label",
            heading: String::new(),
            exchange_id: String::new(),
            section: 0,
            group: format!("g{n}"),
            quoted_share: 0.25,
            quotations: Vec::new(),
            reported: false,
            n_words: 2,
            text: format!("Zeg \"nee\",\nzei zij {n}."),
        }
    }

    #[test]
    fn rows_with_their_groups_are_those_of_the_table() {
        let passages: Vec<Passage> = (0..2000).map(passage).collect();
        // So little in memory that most rows stand in the file.
        let mut rows = PassageRows::with_limits(0, 0);
        for passage in &passages {
            rows.add(passage).unwrap();
        }
        let mut rows = rows.finish().unwrap();
        let mut found = TableWriter::new(Vec::new(), "", &passages_schema())
            .unwrap()
            .finish()
            .unwrap();
        let mut at = 0;
        for (number, passage) in passages.iter().enumerate() {
            let (before, behind) = rows.read(number, &mut at).unwrap();
            for piece in [before, b",", passage.group.as_bytes(), behind] {
                found.write_all(piece).unwrap();
            }
        }
        let want = write_passages(&passages, Vec::new(), "").unwrap();
        assert_eq!(String::from_utf8(found), String::from_utf8(want));
    }
}
