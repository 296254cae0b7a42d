//! Hashes of words, the same for every way to write a word.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::corpus::{Runs, eight_letters};
use crate::random::mixed;

/// One hash a word: runs of letters and digits, lower case, composed (NFC).
pub(super) fn word_hashes(text: &str, hashes: &mut Vec<u64>) {
    if is_surely_composed(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        hash_words(text, hashes);
    } else {
        hash_words(&text.nfc().collect::<String>(), hashes);
    }
}

/// Whether a text holds no character from U+0300 on, where the combining ones begin: their first bytes
/// in UTF-8 are these.
fn is_surely_composed(text: &str) -> bool {
    // Without a way out early the bytes are looked at many at a time.
    text.bytes().fold(0, u8::max) < 0xCC
}

/// The hash of every word of a composed text, in lower case.
fn hash_words(text: &str, hashes: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let is_plain = text.is_ascii();
    for run in Runs::of(bytes) {
        let word = bytes.get(run.clone()).unwrap_or_default();
        if is_plain || word.is_ascii() {
            hashes.push(hash_ascii(
                bytes.get(run.start..).unwrap_or_default(),
                word.len(),
            ));
        } else {
            hash_others(text.get(run).unwrap_or(""), hashes);
        }
    }
}

/// The hashes of the words in a run that is not ASCII.
fn hash_others(run: &str, hashes: &mut Vec<u64>) {
    let mut word: Vec<u8> = Vec::with_capacity(2 * run.len());
    for c in run.chars() {
        if c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                word.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        } else if !word.is_empty() {
            hashes.push(hash_word(&word));
            word.clear();
        }
    }
    if !word.is_empty() {
        hashes.push(hash_word(&word));
    }
}

/// The hash of a word in lower case: eight bytes are mixed in at a time.
fn hash_word(word: &[u8]) -> u64 {
    let (eights, rest) = word.as_chunks::<8>();
    let state = eights
        .iter()
        .fold(0, |state, eight| mixed(state ^ u64::from_le_bytes(*eight)));
    let place = |last, (byte, at): (&u8, u32)| last | u64::from(*byte) << (8 * at);
    finish(state, rest.iter().zip(0..).fold(0, place), word.len())
}

/// [`hash_word`] of the first `length` bytes of a text, letters in ASCII and digits.
fn hash_ascii(text: &[u8], length: usize) -> u64 {
    if length < 8 {
        return finish(0, eight_letters(text, length), length);
    }
    let n_whole = length / 8;
    let place = |eight: usize| text.get(8 * eight..).unwrap_or_default();
    let whole = (0..n_whole).map(|eight| eight_letters(place(eight), 8));
    let state = whole.fold(0, |state, eight| mixed(state ^ eight));
    finish(state, eight_letters(place(n_whole), length % 8), length)
}

/// The hash of a word from its state, its last up to seven bytes and its length.
fn finish(state: u64, last: u64, length: usize) -> u64 {
    mixed(state.rotate_left(32) ^ last ^ (length as u64) << 56)
}

/// One hash of a sequence of hashes: a polynomial, whose value is mixed once.
pub(super) fn combine(hashes: &[u64]) -> u64 {
    /// Odd, so that no hash is forgotten.
    const FACTOR: u64 = 0xD134_2543_DE82_EF95;
    let append = |state: u64, hash: &u64| state.wrapping_mul(FACTOR).wrapping_add(*hash);
    mixed(hashes.iter().fold(1, append))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ignore_case_punctuation_and_the_form_of_accents() {
        let hashes = |text: &str| {
            let mut hashes = Vec::new();
            word_hashes(text, &mut hashes);
            hashes
        };
        assert_eq!(
            hashes("«Geëist» door de EU-lidstaten."),
            hashes("gee\u{308}ist door de EU lidstaten")
        );
    }

    #[test]
    fn a_word_has_one_hash_wherever_it_stands() {
        let mut hashes = Vec::new();
        word_hashes("Regio’s, REGIO en regio", &mut hashes);
        let [regio, s, capitals, en, last] = hashes[..] else {
            panic!("{hashes:?}");
        };
        assert_eq!([regio, regio], [capitals, last]);
        assert!(regio != en && s != en);
        // At the end of a text fewer than eight bytes follow.
        let long = |text: &str| hash_ascii(text.as_bytes(), 19);
        assert_eq!(
            long("Vreemdelingenbeleid"),
            long("vreemdelingenbeleid gaat")
        );
        assert_eq!(
            long("vreemdelingenbeleid"),
            hash_word(b"vreemdelingenbeleid")
        );
    }

    #[test]
    fn a_text_of_latin_letters_is_composed() {
        assert!(is_surely_composed("Één regio: «geëist»"));
        assert!(!is_surely_composed("gee\u{308}ist"));
    }

    #[test]
    fn words_of_other_letters_or_lengths_differ() {
        let text = "a aa ab ba aaaaaaaa aaaaaaaaa baaaaaaaa aaaaaaaab aaaaaaaaaaaaaaaa 0 00";
        let mut hashes = Vec::new();
        word_hashes(text, &mut hashes);
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 11);
    }
}
