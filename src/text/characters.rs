//! What a character is to the tokenizer.

use unicode_normalization::char::is_combining_mark;

/// The kinds of characters between which the tokenizer's rules distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word.
    Letter,
    /// 0 to 9 and other numerals.
    Digit,
    /// An accent that stands behind its letter as a character of its own.
    Mark,
    /// Straight, curved or modifier apostrophe, also used as a closing quotation mark.
    Apostrophe,
    /// A hyphen inside a compound; dashes between clauses are not among them.
    Hyphen,
    /// A place where a word may be broken: no more than typography.
    SoftHyphen,
    /// White space.
    Space,
    /// Whatever else: punctuation, symbols.
    Other,
}

/// The character that starts at byte `at`, which must be a character boundary inside `text` or
/// its end, where the answer is `None`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 0x80 => Some(char::from(byte)),
        Some(_) => text.get(at..).and_then(|rest| rest.chars().next()),
        None => None,
    }
}

/// The class of the character at byte `at`; `Space` at the end of the text.
pub(super) fn class_at(text: &str, at: usize) -> Class {
    char_at(text, at).map_or(Class::Space, class_of)
}

/// The class of a character.
pub(super) fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        ' ' | '\n' | '\r' | '\t' => Class::Space,
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' => Class::Apostrophe,
        '-' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '\u{00AD}' => Class::SoftHyphen,
        _ if c.is_ascii() => Class::Other,
        _ if is_combining_mark(c) => Class::Mark,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_whitespace() => Class::Space,
        _ => Class::Other,
    }
}
