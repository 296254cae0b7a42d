//! One part of a labelled table: the rows of a shard, with what they are.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::checksum::Checksum;
use super::{Shard, ShardRows};
use crate::label::{LabelError, LabelSummary, Labeller, Labelling, Watch};
use crate::table::{TableError, TableReader, TableWriter};

/// The version of the form of parts that this version of the tool writes and reads.
pub(super) const FORMAT_VERSION: u32 = 1;

/// A place between two bytes of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePlace {
    /// Bytes of the table before it.
    pub byte: u64,
    /// Checksum of these bytes: XXH3 in 64 bits, hexadecimal.
    pub checksum: String,
}

/// What a part is: its first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartStart {
    /// The version of this form; the name tells a part from other files.
    pub standpunt_part: u32,
    /// Which part of how many.
    pub shard: Shard,
    /// Size in bytes of the table that is labelled.
    pub table_bytes: u64,
    /// Where its rows begin in the table.
    pub begin: TablePlace,
    /// What the labels depend on, by name: the model, the settings, the version of the tool.
    pub labels: BTreeMap<String, String>,
    /// The header of the labelled table, with its line end.
    pub header: String,
}

/// What is in a part: its last line but one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartEnd {
    /// Bytes of its rows.
    pub n_bytes: u64,
    /// Where its rows end in the table.
    pub end: TablePlace,
    /// How many rows of what kind.
    pub summary: LabelSummary,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartSeal {
    /// Checksum of all bytes before this line.
    pub(super) checksum: String,
}

/// Labels the rows of a shard and writes them as a part to `output`, which is `name` in messages.
/// `labels` says what the labels depend on; parts can be merged where it is the same.
///
/// # Errors
/// As [`Labelling::run`].
pub fn label_part<L, W>(
    labelling: &Labelling<L>,
    rows: ShardRows,
    labels: BTreeMap<String, String>,
    (output, name): (W, &str),
    watch: &mut Watch<'_>,
) -> Result<(W, LabelSummary), LabelError>
where
    L: Labeller + 'static,
    W: Write,
{
    let failure = |source| TableError::Write {
        file: name.to_owned(),
        source,
    };
    let header = header_of(labelling, &rows.table, name)?;
    let start = PartStart {
        standpunt_part: FORMAT_VERSION,
        shard: rows.shard,
        table_bytes: rows.n_bytes,
        begin: rows.begin,
        labels,
        header,
    };
    let mut output = PartWriter::new(output);
    output.line(&start).map_err(failure)?;
    output.begin_rows(start.header.len());
    let (mut output, summary) = labelling.run(rows.table, output, name, watch)?;
    let end = rows.end.get().cloned().ok_or(LabelError::ThreadLost)?;
    let end = PartEnd {
        n_bytes: output.n_bytes,
        end,
        summary,
    };
    output.line(&end).map_err(failure)?;
    let seal = PartSeal {
        checksum: output.checksum.hex(),
    };
    output.line(&seal).map_err(failure)?;
    Ok((output.output, end.summary))
}

/// The header line of the labelled form of a table.
fn header_of<L: Labeller + 'static, R: Read>(
    labelling: &Labelling<L>,
    table: &TableReader<R>,
    name: &str,
) -> Result<String, LabelError> {
    let columns = labelling.columns(table)?;
    let header = TableWriter::new(Vec::new(), name, &columns.schema)?.finish()?;
    Ok(String::from_utf8(header).unwrap_or_default())
}

/// Writes a part: passes rows on without the header that comes before them.
struct PartWriter<W> {
    output: W,
    checksum: Checksum,
    /// Bytes of the header that are still to come.
    n_header: usize,
    /// Bytes passed since the rows began.
    n_bytes: u64,
}

impl<W: Write> PartWriter<W> {
    fn new(output: W) -> Self {
        Self {
            output,
            checksum: Checksum::default(),
            n_header: 0,
            n_bytes: 0,
        }
    }

    /// A line of JSON.
    fn line<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.write_all(&line)?;
        self.flush()
    }

    fn begin_rows(&mut self, n_header: usize) {
        self.n_header = n_header;
        self.n_bytes = 0;
    }
}

impl<W: Write> Write for PartWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_dropped = bytes.len().min(self.n_header);
        if n_dropped > 0 {
            self.n_header -= n_dropped;
            return Ok(n_dropped);
        }
        let n = self.output.write(bytes)?;
        self.checksum.add(bytes.get(..n).unwrap_or(bytes));
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
