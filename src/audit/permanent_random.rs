//! Permanent random numbers: each unit has one for every wave, whatever else is in the frame.

use sha2::{Digest as _, Sha256};

/// A number in `[0, 1)` that belongs to a unit in a wave of a seed (Ohlsson 1995, "Coordination of
/// samples using permanent random numbers").
///
/// `u` is the first 53 bits of `SHA-256(seed LF wave LF id)`, seed and wave in decimal, divided by
/// 2^53. The n units of a stratum with the smallest numbers are a simple random sample without
/// replacement; a larger n only adds units, and waves do not depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PermanentRandom(u64);

impl PermanentRandom {
    /// The number of unit `id` in `wave` of `seed`.
    pub fn new(seed: u64, wave: u32, id: &str) -> Self {
        let hash = Sha256::digest(format!("{seed}\n{wave}\n{id}"));
        let first = hash.iter().take(8);
        Self(first.fold(0, |bits, &byte| bits << 8 | u64::from(byte)) >> 11)
    }

    /// The number, 0 to 1, without rounding.
    pub fn value(self) -> f64 {
        self.0 as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Python 3.11: int.from_bytes(hashlib.sha256(b"1\n1\nbrief:10-204").digest()[:8]) >> 11.
    #[test]
    fn the_number_is_that_of_python() {
        let first = PermanentRandom::new(1, 1, "brief:10-204");
        assert_eq!(first, PermanentRandom(6_610_219_180_971_416));
        assert!((first.value() - 0.733_881_753_253_331).abs() < 1e-15);
        let second = PermanentRandom::new(7, 2, "brief:206-407");
        assert_eq!(second, PermanentRandom(2_737_520_889_038_353));
    }
}
