//! What a model is trained on.

use unicode_normalization::UnicodeNormalization as _;

use super::StanceError;

/// The ids of the classes, 2 to 16, in the order of every table; a class is its place here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassList(Vec<String>);

/// The number of classes that a codebook may have at most.
pub const MAX_CLASSES: usize = super::logistic::MAX_CLASSES;

impl ClassList {
    /// The list of these ids.
    ///
    /// # Errors
    /// Where there are fewer than 2 or more than 16, one is empty, or one stands twice.
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Result<Self, StanceError> {
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        let fault = if (2..=MAX_CLASSES).contains(&ids.len()) {
            let is_twice = |(i, id): (usize, &String)| id.is_empty() || ids[..i].contains(id);
            ids.iter().enumerate().any(is_twice)
        } else {
            true
        };
        if fault {
            return Err(StanceError::Classes { found: ids });
        }
        Ok(Self(ids))
    }

    /// The ids.
    pub fn ids(&self) -> &[String] {
        &self.0
    }

    /// The id of a class; empty where there is no such class.
    pub fn id(&self, class: usize) -> &str {
        self.0.get(class).map_or("", String::as_str)
    }

    /// The number of classes, K.
    #[expect(
        clippy::len_without_is_empty,
        reason = "a list of classes is never empty"
    )]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// A passage with its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingRow<'a> {
    /// The text.
    pub text: &'a str,
    /// Its class, from 0.
    pub class: usize,
    /// The unit of independence: rows of a group are never on both sides of a split. Not used for
    /// examples.
    pub group: &'a str,
    /// How much the row counts; 1 for a plain row, 0 or above.
    pub weight: f32,
    /// Whether the text was written as an example of its class. Examples are learned from and
    /// never measured on: they are clearer than what is said.
    pub is_example: bool,
}

/// The first 64 bits of the SHA-256 of the text in NFC with white space folded: what a model
/// remembers of a text it was trained on.
pub(super) fn text_hash(text: &str) -> u64 {
    use sha2::{Digest as _, Sha256};

    let digest = if is_folded(text) {
        Sha256::digest(text)
    } else {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.nfc().collect())
            .collect();
        Sha256::digest(words.join(" "))
    };
    digest
        .iter()
        .take(8)
        .fold(0, |hash, &byte| (hash << 8) | u64::from(byte))
}

/// Whether the text surely is in NFC, with no white space but single spaces between words. Most
/// texts are, and need no copy.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_control = bytes
        .iter()
        .copied()
        .min()
        .is_some_and(|least| least < b' ');
    let is_spaced = |byte: Option<&u8>| byte == Some(&b' ');
    if has_control || is_spaced(bytes.first()) || is_spaced(bytes.last()) {
        return false;
    }
    if memchr::memmem::find(bytes, b"  ").is_some() {
        return false;
    }
    // Latin letters with accents, dashes, quotation marks and the euro: no spaces, no marks that
    // join a letter, and nothing that has another form.
    let is_plain = |c: char| matches!(c, '\u{A1}'..='\u{17F}' | '\u{2010}'..='\u{2027}' | '€');
    text.is_ascii() || text.chars().all(|c| c.is_ascii() || is_plain(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_keeps_its_hash_whatever_its_spaces_and_form() {
        assert_eq!(text_hash("een  b\n"), text_hash(" een b"));
        assert_eq!(text_hash("e\u{0308}"), text_hash("ë"));
        assert_ne!(text_hash("een b"), text_hash("eenb"));
        // The first 16 digits of the output of `printf 'een b' | sha256sum`.
        assert_eq!(format!("{:016x}", text_hash("een b")), "ab9d5260909f9c81");
    }

    proptest! {
        #[test]
        fn a_text_that_needs_no_folding_is_its_own_form(
            text in prop_oneof![any::<String>(), "[a-c é\u{A0}\u{2003}\u{2019}€ſ\u{300}\u{17F}\n]{0,8}"],
        ) {
            let folded: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
            prop_assert!(!is_folded(&text) || folded == text);
        }
    }

    #[test]
    fn lists_that_name_no_two_classes_are_refused() {
        assert!(ClassList::new(["a"]).is_err());
        assert!(ClassList::new(["a", "a"]).is_err());
        assert!(ClassList::new(["a", ""]).is_err());
        assert!(ClassList::new((0..17).map(|i| i.to_string())).is_err());
        assert_eq!(
            ClassList::new((0..16).map(|i| i.to_string()))
                .unwrap()
                .len(),
            16
        );
    }
}
