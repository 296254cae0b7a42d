//! Runs of letters and digits in the bytes of a text, found eight bytes at a time.

use std::ops::Range;

/// The longest runs of letters and digits in ASCII and of bytes beyond ASCII, in order.
///
/// In UTF-8 each begins and ends between two characters. A run with bytes beyond ASCII may hold
/// signs that are no letters.
#[derive(Debug, Clone)]
pub(crate) struct Runs<'t> {
    bytes: &'t [u8],
    /// Where the block of 64 bytes begins that is looked at.
    base: usize,
    /// The bytes of the block that belong to runs, as bits; those of runs already told are 0.
    bits: u64,
}

/// Bytes of a block, one for each bit.
const BLOCK: usize = 64;

impl<'t> Runs<'t> {
    /// The runs of a text.
    pub(crate) fn of(bytes: &'t [u8]) -> Self {
        Self {
            bytes,
            base: 0,
            bits: parts_of(bytes.get(..BLOCK.min(bytes.len())).unwrap_or_default()),
        }
    }

    /// Goes on to the next block; false behind the last one.
    #[inline]
    fn advance(&mut self) -> bool {
        self.base += BLOCK;
        let end = self.bytes.len().min(self.base + BLOCK);
        let block = self.bytes.get(self.base..end).unwrap_or_default();
        self.bits = parts_of(block);
        !block.is_empty()
    }
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        while self.bits == 0 {
            if !self.advance() {
                return None;
            }
        }
        let first = self.bits.trailing_zeros();
        let start = self.base + first as usize;
        let behind = first + (self.bits >> first).trailing_ones();
        if behind < u64::BITS {
            self.bits &= u64::MAX << behind;
            return Some(start..self.base + behind as usize);
        }
        loop {
            if !self.advance() {
                return Some(start..self.bytes.len());
            }
            let behind = self.bits.trailing_ones();
            if behind < u64::BITS {
                self.bits &= u64::MAX << behind;
                return Some(start..self.base + behind as usize);
            }
        }
    }
}

/// Which of up to 64 bytes belong to runs.
#[inline]
pub(crate) fn parts_of(block: &[u8]) -> u64 {
    bits_of(block, parts_of_eight)
}

/// Which of up to 64 bytes are white space in ASCII.
#[inline]
pub(crate) fn spaces_of(block: &[u8]) -> u64 {
    bits_of(block, spaces_of_eight)
}

#[inline]
fn bits_of(block: &[u8], of_eight: impl Fn(u64) -> u64) -> u64 {
    let mut bits = 0;
    if let Ok(whole) = <&[u8; BLOCK]>::try_from(block) {
        // Nearly all blocks are whole; of these the number of steps is known.
        let (eights, _) = whole.as_chunks::<8>();
        for (eight, place) in eights.iter().zip((0_u32..).step_by(8)) {
            bits |= of_eight(u64::from_le_bytes(*eight)) << place;
        }
        return bits;
    }
    let (eights, rest) = block.as_chunks::<8>();
    for (i, eight) in eights.iter().enumerate() {
        bits |= of_eight(u64::from_le_bytes(*eight)) << (8 * i);
    }
    if !rest.is_empty() {
        let mut eight = [0; 8];
        for (byte, of_rest) in eight.iter_mut().zip(rest) {
            *byte = *of_rest;
        }
        bits |= of_eight(u64::from_le_bytes(eight)) << (8 * eights.len());
    }
    bits
}

/// The eighth bit of each of eight bytes.
const EIGHTH: u64 = every(0x80);

const fn every(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// Sets the eighth bit of each byte, below 128, that is `bound` or more.
///
/// Sums of seven bits do not carry into the next byte; the eighth bit of each says whether a bound
/// is reached (Lamport 1975, multiple byte processing with full-word instructions).
fn reaches(bytes: u64, bound: u8) -> u64 {
    bytes.wrapping_add(every(0x80 - bound))
}

/// The eighth bits of eight bytes, that of the first one in the lowest place.
fn eighths(bytes: u64) -> u64 {
    // The product moves the eighth bit of each byte to a place of its own in the highest byte.
    (bytes & EIGHTH).wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// Which of eight bytes, the first in the lowest place, belong to runs: a bit for each.
fn parts_of_eight(bytes: u64) -> u64 {
    let plain = bytes & !EIGHTH;
    let small = plain | every(0x20);
    let letters = reaches(small, b'a') & !reaches(small, b'z' + 1);
    let digits = reaches(plain, b'0') & !reaches(plain, b'9' + 1);
    eighths(letters | digits | bytes)
}

/// Which of eight bytes are white space in ASCII: a bit for each.
fn spaces_of_eight(bytes: u64) -> u64 {
    let plain = bytes & !EIGHTH;
    let breaks = reaches(plain, b'\t') & !reaches(plain, b'\r' + 1);
    let spaces = reaches(plain, b' ') & !reaches(plain, b' ' + 1);
    eighths((breaks | spaces) & !bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow_runs(bytes: &[u8]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (i, byte) in bytes.iter().enumerate() {
            if !byte.is_ascii_alphanumeric() && byte.is_ascii() {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end == i => run.end = i + 1,
                _ => runs.push(i..i + 1),
            }
        }
        runs
    }

    #[test]
    fn every_byte_is_told_for_what_it_is() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = [b' '; 8];
                bytes[place] = byte;
                let is_part = byte.is_ascii_alphanumeric() || !byte.is_ascii();
                let expected = u64::from(is_part) << place;
                assert_eq!(parts_of(&bytes), expected, "{byte}");
                bytes.fill(b'x');
                bytes[place] = byte;
                let is_space = matches!(byte, b' ' | b'\t'..=b'\r');
                assert_eq!(spaces_of(&bytes), u64::from(is_space) << place, "{byte}");
            }
        }
    }

    #[test]
    fn runs_go_on_over_the_ends_of_blocks() {
        let text = format!("{} {}, «zo’n» x", "a".repeat(200), "b".repeat(63));
        let found: Vec<&str> = Runs::of(text.as_bytes()).map(|run| &text[run]).collect();
        assert_eq!(found, [&"a".repeat(200), &"b".repeat(63), "«zo’n»", "x"]);
        assert_eq!(Runs::of(b"").next(), None);
    }

    proptest! {
        #[test]
        fn runs_are_those_found_byte_by_byte(
            bytes in prop::collection::vec(prop_oneof![Just(b'a'), Just(b' '), Just(0xC3), any::<u8>()], 0..300)
        ) {
            let found: Vec<Range<usize>> = Runs::of(&bytes).collect();
            prop_assert_eq!(found, slow_runs(&bytes));
        }
    }
}
