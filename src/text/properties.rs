//! Properties that hold for every text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::{Stemmer, Tokenizer};

/// Any text, and text of the characters on which the tokenizer's rules turn.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-cE'’‘\\-\u{2011}\u{AD}.,/:@ 0-9ëé\u{301}\u{308}İΣß\n]{0,40}",
        "(De|het|regio|niet|www|http|co|a|[.:,;_'-]|[- ]|é|\u{301}|3){0,20}",
        "(artikel|art\\.|niet-|www\\.|https://|[a-z]{1,3}@|[0-9]{1,4}|en|of| |-|'s|\\.){0,20}",
    ]
}

proptest! {
    #[test]
    fn spans_slice_the_text_in_order(text in texts()) {
        let mut end = 0;
        for token in Tokenizer::tokens(&text) {
            prop_assert!(token.span.start >= end && !token.span.is_empty());
            prop_assert!(text.get(token.span.range()).is_some());
            end = token.span.end;
        }
    }

    #[test]
    fn plain_words_are_what_reading_letter_by_letter_gives(text in texts()) {
        // With the mark of an address in the text, no word is taken as plain; alone it is no token.
        prop_assume!(!text.contains('@'));
        prop_assert_eq!(Tokenizer::tokens(&format!("{text} @")), Tokenizer::tokens(&text));
    }

    #[test]
    fn tokens_are_lower_case_and_composed(text in texts()) {
        for token in Tokenizer::tokens(&text) {
            prop_assert!(!token.text.is_empty());
            prop_assert_eq!(token.text.nfc().collect::<String>(), token.text.clone());
            let lower: String = token.text.chars().flat_map(char::to_lowercase).nfc().collect();
            prop_assert_eq!(lower, token.text);
        }
    }

    #[test]
    fn tokens_joined_by_spaces_are_the_same_tokens(text in texts()) {
        let words = |text: &str| -> Vec<String> {
            Tokenizer::tokens(text).into_iter().map(|token| token.text).collect()
        };
        let first = words(&text);
        prop_assert_eq!(words(&first.join(" ")), first);
    }

    #[test]
    fn composed_and_decomposed_text_give_the_same_tokens(text in "[a-z ëéïöüç'-]{0,40}") {
        let words = |text: &str| -> Vec<String> {
            Tokenizer::tokens(text).into_iter().map(|token| token.text).collect()
        };
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(words(&text), words(&decomposed));
    }

    #[test]
    fn a_stem_does_not_depend_on_what_was_stemmed_before(texts in prop::collection::vec(texts(), 1..4)) {
        let mut used = Stemmer::default();
        for token in texts.iter().flat_map(|text| Tokenizer::tokens(text)) {
            let alone = Stemmer::default().stem(&token.text).to_owned();
            prop_assert_eq!(used.stem(&token.text), alone);
        }
    }
}
