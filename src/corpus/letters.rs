//! The letters of a word as a number.

/// The first `length` bytes, at most eight, the first in the lowest place; small letters and capitals
/// in ASCII are alike. `length` is not beyond the end of the text.
#[inline]
pub(crate) fn eight_letters(text: &[u8], length: usize) -> u64 {
    /// The bit by which small letters differ from capitals, and that all digits have.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let eight = text.first_chunk::<8>().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(text) {
            *to = *from;
        }
        eight
    });
    let unused = 8 * 8_usize.saturating_sub(length);
    let inside = u64::MAX.checked_shr(u32::try_from(unused).unwrap_or(64));
    (u64::from_le_bytes(eight) | SMALL) & inside.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_same_in_either_case_and_whatever_follows() {
        // "kan" is 0x6B, 0x61, 0x6E, the first in the lowest place.
        assert_eq!(eight_letters(b"Kan", 3), 0x6E_616B);
        assert_eq!(eight_letters(b"KAN de minister", 3), 0x6E_616B);
        assert_eq!(eight_letters(b"kan", 0), 0);
        assert_eq!(
            eight_letters(b"Verzoekt u", 8),
            u64::from_le_bytes(*b"verzoekt")
        );
    }
}
