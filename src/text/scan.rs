//! The scanner: where the tokens of a text stand.
//!
//! Nine in ten words are plain letters with a space or a mark behind them. Those are found by a
//! table of bytes and need no reading letter by letter; all others go through the reader of
//! [`Tokenizer`], whose rules hold for both.

use super::Tokenizer;
use super::characters::{Class, char_at, class_of};
use super::tokenizer::address_end;
use crate::corpus::Span;

/// A token as it stands in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanned<'t, 'b> {
    /// Byte offsets in the text.
    pub(crate) span: Span,
    /// What stands there.
    pub(crate) surface: &'t str,
    /// Whether it is a number, of whatever kind.
    pub(crate) is_number: bool,
    /// Its normal form; `None` where it is plain letters, whose normal form is their lower case.
    pub(crate) normal: Option<&'b str>,
}

/// What a byte is to the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Belongs to no word and joins none.
    Gap,
    Letter,
    /// Needs a closer look.
    Special,
}

/// What each byte is at the start of a token.
const KINDS: [Kind; 256] = kinds();

const fn kinds() -> [Kind; 256] {
    let mut kinds = [Kind::Special; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' | b'\'' => Kind::Special,
            _ => Kind::Gap,
        };
        byte += 1;
    }
    kinds
}

/// The longest bound prefix, as in `niet-begeleide`, has so many letters.
const LONGEST_PREFIX: usize = 4;

impl Tokenizer {
    /// Shows the tokens of `text` in order; whether they hold all its words, which those of addresses
    /// are not.
    pub(crate) fn scan<'t>(
        &mut self,
        text: &'t str,
        mut visit: impl FnMut(Scanned<'t, '_>),
    ) -> bool {
        let bytes = text.as_bytes();
        let has_mail = bytes.contains(&b'@');
        let mut is_whole = !has_mail;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let kind = KINDS[usize::from(byte)];
            if kind == Kind::Gap {
                at += 1;
                continue;
            }
            if kind == Kind::Letter
                && !has_mail
                && let Some(end) = plain_word_end(bytes, at)
            {
                visit(Scanned {
                    span: Span { start: at, end },
                    surface: text.get(at..end).unwrap_or_default(),
                    is_number: false,
                    normal: None,
                });
                at = end;
                continue;
            }
            at = self.scan_special(text, at, has_mail, &mut is_whole, &mut visit);
        }
        is_whole
    }

    /// Shows the token at `at`, where there is one; where to go on.
    #[inline(never)]
    fn scan_special<'t>(
        &mut self,
        text: &'t str,
        at: usize,
        has_mail: bool,
        is_whole: &mut bool,
        visit: &mut impl FnMut(Scanned<'t, '_>),
    ) -> usize {
        let Some(c) = char_at(text, at) else {
            return text.len();
        };
        let class = class_of(c);
        if matches!(class, Class::Letter | Class::Digit)
            && let Some(end) = address_end(text, at, has_mail)
        {
            *is_whole = false;
            return end;
        }
        let found = match class {
            Class::Letter => Some((self.read_word(text, at), false)),
            Class::Digit => Some(self.read_number(text, at)),
            Class::Apostrophe => self.read_clitic(text, at).map(|end| (end, false)),
            _ => None,
        };
        let Some((end, is_number)) = found else {
            return at + c.len_utf8();
        };
        visit(Scanned {
            span: Span { start: at, end },
            surface: text.get(at..end).unwrap_or_default(),
            is_number,
            normal: Some(self.normal_form()),
        });
        end
    }
}

/// Where the run of plain letters that starts at `start` ends; `None` where it may be more or less
/// than a word: part of one with accents, digits or apostrophes, a prefix, an abbreviation of
/// single letters, or the start of an address.
fn plain_word_end(bytes: &[u8], start: usize) -> Option<usize> {
    let is_letter = |byte: &u8| KINDS[usize::from(*byte)] == Kind::Letter;
    let rest = bytes.get(start..)?;
    let length = rest
        .iter()
        .position(|byte| !is_letter(byte))
        .unwrap_or(rest.len());
    let is_plain = match rest.get(length) {
        None => true,
        Some(b'.') => length > 3 || length == 2 || (length == 3 && !starts_with(rest, b'w')),
        Some(b'-') => length > LONGEST_PREFIX,
        Some(b':') => !starts_with(rest, b'h'),
        Some(byte) => KINDS[usize::from(*byte)] == Kind::Gap,
    };
    is_plain.then_some(start + length)
}

fn starts_with(rest: &[u8], letter: u8) -> bool {
    rest.first()
        .is_some_and(|first| first.eq_ignore_ascii_case(&letter))
}
