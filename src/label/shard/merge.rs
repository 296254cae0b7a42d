//! Puts parts together: first all that they say of themselves, then their rows.

use std::io::{self, Read as _, Write};
use std::path::PathBuf;

use super::checksum::Checksum;
use super::error::MOST_NAMED;
use super::part_file::PartFile;
use super::{PartError, PartStart};
use crate::label::{LabelError, LabelSummary, Watch};
use crate::table::TableError;

/// Bytes that are copied in one go.
const CHUNK: usize = 256 * 1024;

/// Writes the labelled table of which the files at `paths`, in any order, are the parts, to
/// `output`, which is `name` in messages: the bytes and the summary of one run over the table.
///
/// Everything that tells whether the parts belong together is looked at before the first byte is
/// written. That the bytes of a part are those that were written is known when they are copied; with
/// `is_checked_first` they are read once more before, for an output that cannot be taken back.
///
/// # Errors
/// [`PartError`] where the files are not one whole set of parts, or one is damaged; where reading or
/// writing fails, and where the run is interrupted.
pub fn merge_parts<W: Write>(
    paths: &[PathBuf],
    (mut output, name): (W, &str),
    is_checked_first: bool,
    watch: &mut Watch<'_>,
) -> Result<(W, LabelSummary), LabelError> {
    let opened = paths.iter().map(|path| PartFile::open(path));
    let parts = in_order(opened.collect::<Result<_, _>>()?)?;
    if is_checked_first {
        for part in &parts {
            copy_rows(part, (&mut io::sink(), name), watch)?;
        }
    }
    let failure = |source| TableError::Write {
        file: name.to_owned(),
        source,
    };
    let mut summary = LabelSummary::new(0);
    if let Some(first) = parts.first() {
        let header = first.start.header.as_bytes();
        output.write_all(header).map_err(failure)?;
        summary = LabelSummary::new(first.end.summary.n_of_class.len());
    }
    for part in &parts {
        copy_rows(part, (&mut output, name), watch)?;
        summary.add(&part.end.summary);
        (watch.progress)(summary.n_rows);
    }
    output.flush().map_err(failure)?;
    Ok((output, summary))
}

/// The parts by number, where they are one whole set.
fn in_order(mut parts: Vec<PartFile>) -> Result<Vec<PartFile>, PartError> {
    if let Some((first, others)) = parts.split_first() {
        for part in others {
            check_same(part, first)?;
        }
    }
    // Stable, so that of two parts with one number the one named first is called the first.
    parts.sort_by_key(|part| part.start.shard);
    for (part, next) in parts.iter().zip(parts.iter().skip(1)) {
        if part.start.shard == next.start.shard {
            return Err(PartError::Repeated {
                file: next.name.clone(),
                shard: next.start.shard,
                other: part.name.clone(),
            });
        }
    }
    check_all_there(&parts)?;
    check_chain(&parts)?;
    Ok(parts)
}

/// Refuses a part of another table or another way of labelling than `first`.
fn check_same(part: &PartFile, first: &PartFile) -> Result<(), PartError> {
    let (found, expected) = (said(&part.start), said(&first.start));
    let value = |of: &[(&str, String)], name: &str| {
        let same = of.iter().find(|(what, _)| *what == name);
        same.map_or("nothing".to_owned(), |(_, value)| value.clone())
    };
    for (what, _) in expected.iter().chain(&found) {
        let (found, expected) = (value(&found, what), value(&expected, what));
        if found != expected {
            return Err(PartError::Foreign {
                file: part.name.clone(),
                what: (*what).to_owned(),
                found,
                expected,
                other: first.name.clone(),
            });
        }
    }
    Ok(())
}

/// What all parts of a set say alike.
fn said(start: &PartStart) -> Vec<(&str, String)> {
    let mut said = vec![
        ("number of shards", start.shard.of().to_string()),
        ("bytes of the table", start.table_bytes.to_string()),
    ];
    let labels = start.labels.iter();
    said.extend(labels.map(|(name, value)| (name.as_str(), value.clone())));
    said.push(("columns", start.header.trim_end().to_owned()));
    said
}

/// Refuses a set that lacks parts; those it has are in order, each once.
fn check_all_there(parts: &[PartFile]) -> Result<(), PartError> {
    let n_shards = parts.first().map_or(0, |part| part.start.shard.of());
    let numbers: Vec<u32> = parts.iter().map(|part| part.start.shard.number()).collect();
    let is_missing = |number: &u32| numbers.binary_search(number).is_err();
    if numbers.len() == n_shards as usize {
        return Ok(());
    }
    Err(PartError::Missing {
        // A part may say that there are milliards of others.
        missing: (1..=n_shards).filter(is_missing).take(MOST_NAMED).collect(),
        n_found: numbers.len(),
        n_shards,
    })
}

/// Every part must begin where the one before it ended, with the same bytes of the table before it.
fn check_chain(parts: &[PartFile]) -> Result<(), PartError> {
    for (part, next) in parts.iter().zip(parts.iter().skip(1)) {
        if part.end.end != next.start.begin {
            return Err(PartError::TableChanged {
                file: next.name.clone(),
                other: part.name.clone(),
                byte: next.start.begin.byte,
                found: next.start.begin.checksum.clone(),
                other_byte: part.end.end.byte,
                expected: part.end.end.checksum.clone(),
            });
        }
    }
    Ok(())
}

/// Copies the rows of a part, and fails where its bytes are not those of its checksum.
fn copy_rows<W: Write>(
    part: &PartFile,
    (output, name): (&mut W, &str),
    watch: &Watch<'_>,
) -> Result<(), LabelError> {
    let (file, expected) = (part.name.clone(), part.checksum.clone());
    let failure = |source| TableError::Open {
        file: file.clone(),
        source,
    };
    let (mut n_before, mut n_rows) = (part.n_start, part.end.n_bytes);
    let mut bytes = part.bytes().map_err(failure)?;
    let mut checksum = Checksum::default();
    let mut buffer = vec![0; CHUNK];
    loop {
        watch.interrupt.check()?;
        let n = match bytes.read(&mut buffer) {
            Ok(0) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(failure)?,
        };
        let chunk = buffer.get(..n).unwrap_or_default();
        checksum.add(chunk);
        let rows = chunk.get(taken(&mut n_before, n)..).unwrap_or_default();
        let rows = rows.get(..taken(&mut n_rows, rows.len())).unwrap_or(rows);
        output.write_all(rows).map_err(|source| TableError::Write {
            file: name.to_owned(),
            source,
        })?;
    }
    let found = checksum.hex();
    if found == expected {
        return Ok(());
    }
    Err(PartError::Damaged {
        file,
        found,
        expected,
    }
    .into())
}

/// How many of `n` bytes belong to the `left` bytes of a piece, which becomes so much shorter.
fn taken(left: &mut u64, n: usize) -> usize {
    let n = usize::try_from(*left).unwrap_or(usize::MAX).min(n);
    *left -= n as u64;
    n
}
