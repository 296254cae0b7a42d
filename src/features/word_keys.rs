//! Spellings as numbers, by which words are looked up.

use crate::text::fast_hash_of;

/// What stands in the highest byte of a key that is a hash, and not the spelling itself.
const HASHED: u64 = 0xFF << 56;

/// Whether only one spelling has this key.
pub(super) fn is_exact(key: u64) -> bool {
    key & HASHED != HASHED
}

/// The key of a spelling: up to 7 bytes with their number, longer ones as a hash.
pub(super) fn key_of(spelling: &str) -> u64 {
    let bytes = spelling.as_bytes();
    let length = bytes.len();
    let spelled = if length >= 8 {
        return fast_hash_of(bytes) | HASHED;
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The last four bytes without those that are among the first four.
        let rest = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - length));
        u64::from(u32::from_le_bytes(*first)) | (rest << 32)
    } else {
        bytes.iter().fold(0, |key, &b| (key << 8) | u64::from(b))
    };
    spelled | ((length as u64) << 56)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn short_spellings_have_keys_of_their_own() {
        let letters = ["a", "b", "é"];
        let mut spellings = vec![String::new()];
        for _ in 0..5 {
            let longer = |known: &String| letters.map(|letter| format!("{known}{letter}"));
            let next: Vec<String> = spellings.iter().flat_map(longer).collect();
            spellings.extend(next);
            spellings.sort();
            spellings.dedup();
        }
        // 1 + 3 + … + 3^5 spellings of up to 5 letters.
        assert_eq!(spellings.len(), 364);
        let short = spellings.iter().filter(|spelling| spelling.len() < 8);
        let keys: BTreeSet<u64> = short.clone().map(|spelling| key_of(spelling)).collect();
        assert_eq!(keys.len(), short.count());
        assert!(keys.into_iter().all(is_exact));
        assert!(!is_exact(key_of("lidstaten")));
    }
}
