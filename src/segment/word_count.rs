//! The number of words of a text.

use crate::corpus::{parts_of, spaces_of};

/// Bytes that are looked at together, one for each bit.
const BLOCK: usize = 64;

/// Words of a text: runs without white space that hold a letter or a digit.
pub fn count_words(text: &str) -> usize {
    let mut counter = Counter::default();
    for (i, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        if block.is_ascii() {
            counter.plain_block(block);
        } else {
            counter.block(text, i * BLOCK, block);
        }
    }
    counter.n_words + usize::from(counter.is_word)
}

/// Words that ended, and what is known of the one in work.
#[derive(Debug, Default)]
struct Counter {
    n_words: usize,
    /// Whether a letter or a digit stands between here and the last white space.
    is_word: bool,
}

impl Counter {
    /// Up to 64 bytes in ASCII, all of one text; fewer only at its end.
    fn plain_block(&mut self, block: &[u8]) {
        let mut letters = parts_of(block);
        let spaces = spaces_of(block);
        let inside = !spaces & u64::MAX >> (BLOCK - block.len());
        if self.is_word && inside & 1 == 0 {
            self.n_words += 1;
        } else if self.is_word {
            letters |= 1;
        }
        // A run of ones carries into the place behind it where a letter is added to it, and only once,
        // however many they are.
        let (sum, is_open) = inside.overflowing_add(letters);
        self.n_words += (sum & !inside).count_ones() as usize;
        self.is_word = is_open;
    }

    /// Up to 64 bytes from byte `start` of a text on.
    fn block(&mut self, text: &str, start: usize, block: &[u8]) {
        for (i, &byte) in block.iter().enumerate() {
            let c = if byte.is_ascii() {
                Some(char::from(byte))
            } else {
                // Inside a character no other one begins.
                text.get(start + i..).and_then(|rest| rest.chars().next())
            };
            match c {
                Some(c) if c.is_whitespace() => {
                    self.n_words += usize::from(std::mem::take(&mut self.is_word));
                }
                Some(c) if c.is_alphanumeric() => self.is_word = true,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_holds_a_letter_or_a_digit() {
        assert_eq!(
            count_words("De heer Jansen (VVD) – 3,5 % – zegt: «één» …"),
            7
        );
        assert_eq!(count_words(" - \n"), 0);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn words_go_on_over_the_ends_of_blocks() {
        let long = "w".repeat(200);
        assert_eq!(count_words(&format!("{long} {long}\u{a0}{long}")), 3);
        assert_eq!(count_words(&"abcdefg ".repeat(16)), 16);
        assert_eq!(count_words(&format!("{}é-", "abcdefg ".repeat(8))), 9);
    }

    proptest! {
        #[test]
        fn words_are_those_found_by_splitting(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["a", "é", "9", "-", "’", " ", "\n", "\u{b}", "\u{a0}", "\u{2003}", "woorden"]),
                0..200,
            )
        ) {
            let text = pieces.concat();
            let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
            prop_assert_eq!(count_words(&text), words.count());
        }
    }
}
