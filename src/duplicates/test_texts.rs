//! Texts for the tests of copies.

use std::ops::Range;

use proptest::prelude::*;

/// Texts of so many words that share stretches of a word list, so that all degrees of likeness occur.
pub(super) fn text_of(n_words: Range<usize>) -> impl Strategy<Value = String> {
    (0_usize..30, n_words).prop_map(|(start, n)| {
        (start..start + n)
            .map(|i| format!("woord{i}"))
            .collect::<Vec<_>>()
            .join(" ")
    })
}
