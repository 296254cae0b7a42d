//! A checksum that costs little more than looking at the bytes.

use std::hash::Hasher as _;

use twox_hash::XxHash3_64;

/// XXH3 in 64 bits with seed 0, as `xxhsum -H3` prints it. It tells bytes that changed by accident;
/// who means harm can make two files with one checksum.
#[derive(Clone, Default)]
pub(super) struct Checksum(XxHash3_64);

impl Checksum {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// The checksum of what was added so far, in 16 hexadecimal digits.
    pub(super) fn hex(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_specification_however_the_bytes_come() {
        // https://github.com/Cyan4973/xxHash, XXH3_64bits of no byte.
        assert_eq!(Checksum::default().hex(), "2d06800538d394c2");
        let bytes: Vec<u8> = (0..100_000_u32).map(|i| (i % 251) as u8).collect();
        let mut whole = Checksum::default();
        whole.add(&bytes);
        let mut pieces = Checksum::default();
        for piece in bytes.chunks(977) {
            pieces.add(piece);
        }
        assert_eq!(whole.hex(), pieces.hex());
    }
}
