//! Pairs of similar texts where the shingles of all texts do not fit in memory.
//!
//! The same pairs as in memory, by the same index: shingles are dealt over files by their value,
//! each file is sorted by itself, and what stands in one text alone is dropped at once.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use rayon::prelude::*;

use super::finder::ShingleSets;
use super::shingles::{MAX_TEXTS_OF_A_SHINGLE, Repeated, TextPair, n_to_look_up, pair};

/// Where all that is needed of a shingle is in memory, it takes so many times as much as the shingle
/// alone.
const MEMORY_PER_SHINGLE: usize = 4;

/// Texts whose shingles are in memory at once to be compared.
const MAX_COMPARED: usize = 100_000;

/// The pairs of `texts` (ascending, of `n_shingles` shingles together) of which the shorter shares
/// two thirds with the longer. About `max_in_memory` shingles are in memory at a time.
///
/// Shingles that surely stand in one text alone, nearly all of most corpora, are left out at once;
/// few others are compared in memory.
pub(super) fn pairs_on_disk<F: Read + Seek>(
    sets: &mut ShingleSets<BufReader<F>>,
    texts: &[u32],
    n_shingles: usize,
    max_in_memory: usize,
) -> io::Result<Vec<TextPair>> {
    let mut repeated = Repeated::for_shingles(n_shingles);
    sets.visit(texts, |_, set| {
        repeated.add(set);
        Ok(())
    })?;
    repeated.close();
    let n_held = repeated.max_held();
    let n_parts = if n_held <= max_in_memory / MEMORY_PER_SHINGLE {
        1
    } else {
        (n_held / max_in_memory.max(1) + 1)
            .next_power_of_two()
            .max(2)
    };
    let of_shingle = Parts { n: n_parts };
    let mut postings = Files::new(n_parts)?;
    sets.visit(texts, |text, set| {
        let mut held = set.iter().filter(|&&shingle| repeated.may_hold(shingle));
        held.try_for_each(|&shingle| {
            postings.write(of_shingle.part(shingle), [shingle, text.into()])
        })
    })?;
    drop(repeated);
    let n_texts = sets.sizes.len().max(1);
    let of_text = |text: u64| usize::try_from(text).unwrap_or(0) * n_parts / n_texts;
    let (mut shared, mut by_text) = (Files::new(n_parts)?, Files::new(n_parts)?);
    for part in 0..n_parts {
        for run in postings.sorted(part)?.chunk_by(|a, b| a[0] == b[0]) {
            if run.len() > 1 {
                for &[shingle, text] in run {
                    shared.write(part, [shingle, text])?;
                    by_text.write(of_text(text), [text, run.len() as u64, shingle])?;
                }
            }
        }
    }
    drop(postings);
    let mut looked_up = Files::new(n_parts)?;
    for part in 0..n_parts {
        for runs in by_text.sorted(part)?.chunk_by(|a, b| a[0] == b[0]) {
            let Some(&[text, ..]) = runs.first() else {
                continue;
            };
            let n = sets.size(number(text));
            // The shingles of this text alone are its rarest and lead to no other.
            let n_alone = n.saturating_sub(runs.len());
            let rarest = runs.iter().take(n_to_look_up(n).saturating_sub(n_alone));
            for &[_, n_texts, shingle] in rarest {
                if n_texts <= MAX_TEXTS_OF_A_SHINGLE as u64 {
                    looked_up.write(of_shingle.part(shingle), [shingle, text])?;
                }
            }
        }
    }
    drop(by_text);
    let mut candidates: Vec<[u32; 2]> = Vec::new();
    for part in 0..n_parts {
        let shared = shared.sorted(part)?;
        for &[shingle, text] in &looked_up.sorted(part)? {
            let start = shared.partition_point(|posting| posting[0] < shingle);
            let run = shared.get(start..).unwrap_or(&[]);
            for &[_, other] in run.iter().take_while(|posting| posting[0] == shingle) {
                let [text, other] = [number(text), number(other)];
                let (n, n_other) = (sets.size(text), sets.size(other));
                // Each pair is looked up from its shorter text, or from the first of equals.
                if n_other > n || (n_other == n && other > text) {
                    candidates.push([text, other]);
                }
            }
        }
        candidates.par_sort_unstable();
        candidates.dedup();
    }
    verified(sets, &candidates)
}

/// The candidates that are alike; they are sorted.
fn verified<F: Read + Seek>(
    sets: &mut ShingleSets<BufReader<F>>,
    candidates: &[[u32; 2]],
) -> io::Result<Vec<TextPair>> {
    let mut pairs = Vec::new();
    for batch in candidates.chunks(MAX_COMPARED / 2) {
        let mut texts: Vec<u32> = batch.iter().flatten().copied().collect();
        texts.sort_unstable();
        texts.dedup();
        let loaded = sets.read(&texts)?;
        let set = |text: u32| loaded.get(texts.binary_search(&text).ok()?);
        let found: Vec<Option<TextPair>> = batch
            .par_iter()
            .map(|&[text, other]| pair(text as usize, set(text)?, other as usize, set(other)?))
            .collect();
        pairs.extend(found.into_iter().flatten());
    }
    Ok(pairs)
}

/// Shingles, which are well-mixed hashes, by their upper bits.
#[derive(Clone, Copy)]
struct Parts {
    /// A power of two.
    n: usize,
}

impl Parts {
    fn part(self, shingle: u64) -> usize {
        match self.n.trailing_zeros() {
            0 => 0,
            bits => usize::try_from(shingle >> (u64::BITS - bits)).unwrap_or(0),
        }
    }
}

fn number(text: u64) -> u32 {
    u32::try_from(text).unwrap_or(u32::MAX)
}

/// Temporary files of records of `N` numbers; where there is one alone, it is in memory.
struct Files<const N: usize> {
    files: Vec<Part<N>>,
}

enum Part<const N: usize> {
    Memory(Vec<[u64; N]>),
    Disk(BufWriter<File>),
}

impl<const N: usize> Files<N> {
    fn new(n: usize) -> io::Result<Self> {
        if n == 1 {
            let files = vec![Part::Memory(Vec::new())];
            return Ok(Self { files });
        }
        let files = (0..n).map(|_| Ok(Part::Disk(BufWriter::new(tempfile::tempfile()?))));
        Ok(Self {
            files: files.collect::<io::Result<_>>()?,
        })
    }

    fn write(&mut self, file: usize, record: [u64; N]) -> io::Result<()> {
        match self.files.get_mut(file) {
            Some(Part::Memory(records)) => records.push(record),
            Some(Part::Disk(file)) => {
                for number in &record {
                    file.write_all(&number.to_le_bytes())?;
                }
            }
            None => {}
        }
        Ok(())
    }

    /// The records of a file in their order; the file is emptied.
    fn sorted(&mut self, file: usize) -> io::Result<Vec<[u64; N]>> {
        let mut records = match self.files.get_mut(file) {
            Some(Part::Memory(records)) => std::mem::take(records),
            Some(Part::Disk(file)) => read_back(file)?,
            None => Vec::new(),
        };
        records.par_sort_unstable();
        Ok(records)
    }
}

/// The records of a file, which is emptied.
fn read_back<const N: usize>(output: &mut BufWriter<File>) -> io::Result<Vec<[u64; N]>> {
    output.flush()?;
    let file = output.get_mut();
    file.rewind()?;
    let n = usize::try_from(file.metadata()?.len()).unwrap_or(0) / (8 * N);
    let mut input = BufReader::new(&mut *file);
    let mut records = Vec::with_capacity(n);
    let mut bytes = [0; 8];
    for _ in 0..n {
        let mut record = [0; N];
        for number in &mut record {
            input.read_exact(&mut bytes)?;
            *number = u64::from_le_bytes(bytes);
        }
        records.push(record);
    }
    file.rewind()?;
    file.set_len(0)?;
    Ok(records)
}
