//! Bytes one after the other, of which a bounded number is in memory; the others stand in a
//! temporary file.

use std::io::{self, Write};

use super::Records;

/// Bytes of a block.
const BLOCK: usize = 32 << 10;

/// Bytes that are written one after the other and read back from any place.
pub(crate) struct ByteLog {
    blocks: Records,
    n_blocks: usize,
    /// The bytes behind the last whole block.
    last: Vec<u8>,
}

impl ByteLog {
    /// No bytes yet; about `max_bytes` are held in memory.
    pub(crate) fn with_limit(max_bytes: usize) -> Self {
        Self {
            blocks: Records::with_limit(BLOCK, max_bytes),
            n_blocks: 0,
            last: Vec::with_capacity(BLOCK),
        }
    }

    /// How many bytes were written.
    pub(crate) fn len(&self) -> u64 {
        (self.n_blocks * BLOCK + self.last.len()) as u64
    }

    /// Puts the bytes from `start` to `end` into `bytes`, in the place of what is there; those that
    /// were never written lack.
    ///
    /// # Errors
    /// When the temporary file cannot be read or written.
    pub(crate) fn read(&mut self, start: u64, end: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.clear();
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let (mut at, end) = (place(start), place(end.min(self.len())));
        while at < end {
            let (block, from) = (at / BLOCK, at % BLOCK);
            let to = (end - block * BLOCK).min(BLOCK);
            let held = if block < self.n_blocks {
                self.blocks.get(block)?
            } else {
                &self.last
            };
            bytes.extend_from_slice(held.get(from..to).unwrap_or(&[]));
            at = block * BLOCK + to;
        }
        Ok(())
    }
}

impl Write for ByteLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = bytes.len().min(BLOCK - self.last.len());
        self.last.extend_from_slice(bytes.get(..n).unwrap_or(bytes));
        if self.last.len() == BLOCK {
            self.blocks.push(&self.last)?;
            self.n_blocks += 1;
            self.last.clear();
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_whether_in_memory_or_not() {
        let mut log = ByteLog::with_limit(0);
        let n = 5 * BLOCK + 100;
        let bytes: Vec<u8> = (0..n).map(|i| u8::try_from(i % 251).unwrap()).collect();
        for piece in bytes.chunks(1000) {
            log.write_all(piece).unwrap();
        }
        assert_eq!(log.len(), n as u64);
        let mut found = Vec::new();
        for (start, end) in [
            (0, n),
            (BLOCK - 1, BLOCK + 1),
            (7, 7),
            (5 * BLOCK + 50, n),
            (3, 9),
        ] {
            log.read(start as u64, end as u64, &mut found).unwrap();
            assert!(found == bytes[start..end], "{start}-{end}");
        }
        log.read(n as u64 - 1, n as u64 + 9, &mut found).unwrap();
        assert_eq!(found.len(), 1);
    }
}
