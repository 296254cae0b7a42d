//! Where some of the bytes of a text stand.

use memchr::memchr2_iter;

/// The places of four bytes in a text, in order; each two of them are looked for many bytes at a
/// time.
pub(crate) fn places_of(
    text: &[u8],
    first: [u8; 2],
    second: [u8; 2],
) -> impl Iterator<Item = usize> + '_ {
    let mut first = memchr2_iter(first[0], first[1], text).peekable();
    let mut second = memchr2_iter(second[0], second[1], text).peekable();
    std::iter::from_fn(move || match (first.peek(), second.peek()) {
        (Some(one), Some(other)) if other < one => second.next(),
        (None, _) => second.next(),
        _ => first.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_found_byte_by_byte(text in "[abcdef]{0,200}") {
            let found: Vec<usize> = places_of(text.as_bytes(), *b"ad", *b"cb").collect();
            let want: Vec<usize> = text.match_indices(['a', 'b', 'c', 'd']).map(|(at, _)| at).collect();
            prop_assert_eq!(found, want);
        }
    }
}
