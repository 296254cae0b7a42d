//! A hash map for lookups in hot loops: a fixed, fast hash, so that no run differs from another.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map that is only looked up, never iterated where order could reach an output.
pub(crate) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A set that is only looked up.
pub(crate) type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// Multiply-and-rotate hash in the manner of rustc's `FxHasher`, eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct FastHasher(u64);

/// The odd number nearest to 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

impl FastHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER);
    }
}

/// The hash of a spelling of 8 bytes or more: whole words of 8 bytes, the last of which overlaps the
/// one before.
pub(crate) fn fast_hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = FastHasher(bytes.len() as u64);
    let (words, _) = bytes.as_chunks();
    for word in words.iter().chain(bytes.last_chunk()) {
        hasher.add(u64::from_le_bytes(*word));
    }
    hasher.finish()
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.add(word.iter().fold(0, |sum, &b| (sum << 8) | u64::from(b)));
        }
        let rest = words.remainder();
        if !rest.is_empty() {
            self.add(rest.iter().fold(1, |sum, &b| (sum << 8) | u64::from(b)));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    fn finish(&self) -> u64 {
        // The table picks buckets by the low bits, which a multiplication mixes least.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_in_one_letter_are_kept_apart() {
        let mut map: FastMap<Box<str>, usize> = FastMap::default();
        let keys: Vec<String> = (0..5000).map(|i| format!("woord{i}")).collect();
        for (i, key) in keys.iter().enumerate() {
            map.insert(key.as_str().into(), i);
        }
        assert!(
            keys.iter()
                .enumerate()
                .all(|(i, key)| map.get(key.as_str()) == Some(&i))
        );
    }
}
