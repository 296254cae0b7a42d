//! Patterns of the words that papers are written in.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// Finds words, from left to right; of those that begin at one place the first of the list. `None`
/// where they are too many, which never happens for those written in the code.
///
/// Where the first match is asked for and not the one that ends first, many bytes are looked at in
/// one step.
pub(crate) fn first_of(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(words)
        .ok()
}

/// Letters of Latin script.
macro_rules! letters {
    () => {
        r"[\p{L}&&[\u{0}-\u{24F}\u{1E00}-\u{1EFF}\u{FB00}-\u{FB06}]]"
    };
}

/// Classes of Unicode, and what stands for each: its members in Latin script, or in ASCII where
/// these are the only ones.
///
/// All letters of all scripts are hundreds of ranges, which a pattern holds once for each place where
/// they may stand; setting them up takes most of the time of reading a short text.
const CLASSES: [(&str, &str); 5] = [
    (r"\p{Lu}", r"[\p{Lu}&&[\u{0}-\u{24F}]]"),
    (r"\p{Ll}", r"[\p{Ll}&&[\u{0}-\u{24F}\u{FB00}-\u{FB06}]]"),
    (r"\p{L}", letters!()),
    (r"\w", concat!("[", letters!(), "0-9_]")),
    (r"\d", "[0-9]"),
];

/// A pattern whose `\p{L}`, `\p{Lu}`, `\p{Ll}`, `\w` and `\d` are letters of Latin script (up to
/// U+024F, small ligatures included) and digits in ASCII; `None` where it is no pattern, which never
/// happens for those written in the code.
pub(crate) fn pattern(literal: &str) -> Option<Regex> {
    let narrow = CLASSES
        .iter()
        .fold(literal.to_owned(), |pattern, (class, narrow)| {
            pattern.replace(class, narrow)
        });
    Regex::new(&narrow).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_what_those_of_unicode_do_in_latin_script() {
        let latin = ('\0'..='\u{24F}').chain('\u{FB00}'..='\u{FB06}');
        for class in [
            r"\p{L}",
            r"\p{Lu}",
            r"\p{Ll}",
            r"\d",
            r"[()\w-]",
            r"[^\d\p{L}]",
        ] {
            let (wide, narrow) = (Regex::new(class).unwrap(), pattern(class).unwrap());
            for c in latin.clone() {
                let text = c.to_string();
                assert_eq!(
                    narrow.is_match(&text),
                    wide.is_match(&text),
                    "{class} {c:?}"
                );
            }
        }
    }

    #[test]
    fn letters_of_other_scripts_are_none() {
        assert!(!pattern(r"\p{L}|\d").unwrap().is_match("Ж٣"));
        assert!(pattern(r"(").is_none());
    }
}
