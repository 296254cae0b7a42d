//! UTF-8 that was encoded twice: found and undone character by character.
//!
//! A program that takes UTF-8 for Latin-1 or Windows-1252 and writes it as UTF-8 again turns `ë`
//! into `Ã«` and a dash into `â€”`. The way back is exact: two to four characters that stand for
//! the bytes of one. What a text may hold of itself is left alone: a pair such as `É”` is taken
//! back only where a control character shows the damage, and a pair that is rare but possible
//! (`Ã”`) only where the same text holds one that is not.

use std::ops::Range;

/// Rounds after which nothing is taken back any more: a text encoded four times.
const MAX_ROUNDS: usize = 3;

/// The characters of Windows-1252 that are not those of Latin-1, with their bytes (WHATWG
/// Encoding Standard, index windows-1252).
const SPECIAL: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8A),
    ('‹', 0x8B),
    ('Œ', 0x8C),
    ('Ž', 0x8E),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9A),
    ('›', 0x9B),
    ('œ', 0x9C),
    ('ž', 0x9E),
    ('Ÿ', 0x9F),
];

/// Punctuation that may follow a capital letter in a sound text; opening marks do not.
const PUNCTUATION: [char; 11] = ['‘', '’', '“', '”', '–', '—', '…', '»', '›', '•', '\u{a0}'];

/// The character that a control character of Latin-1 is in Windows-1252; the control character
/// itself where that has none.
pub(super) fn windows_1252(control: char) -> char {
    let byte = control as u32;
    SPECIAL
        .iter()
        .find(|(_, special)| u32::from(*special) == byte)
        .map_or(control, |(c, _)| *c)
}

/// Undoes a second encoding; `None` where there is none. The text, the characters taken back and
/// the rounds it took.
pub(super) fn mend(text: &str) -> Option<(String, usize, usize)> {
    let (mut mended, n) = mend_once(text)?;
    let mut rounds = 1;
    while rounds < MAX_ROUNDS
        && let Some((again, _)) = mend_once(&mended)
    {
        mended = again;
        rounds += 1;
    }
    Some((mended, n, rounds))
}

fn mend_once(text: &str) -> Option<(String, usize)> {
    let found: Vec<(Range<usize>, Twice)> = places(text).collect();
    if !found.iter().any(|(_, twice)| twice.is_certain) {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    let mut end = 0;
    for (range, twice) in &found {
        mended.push_str(text.get(end..range.start).unwrap_or_default());
        mended.push(twice.character);
        end = range.end;
    }
    mended.push_str(text.get(end..).unwrap_or_default());
    Some((mended, found.len()))
}

/// A character that was encoded twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Twice {
    character: char,
    /// Whether no sound text holds the sequence.
    is_certain: bool,
}

/// The sequences of a text that may have been one character, in order.
fn places(text: &str) -> impl Iterator<Item = (Range<usize>, Twice)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Every first character, U+00C2 to U+00F4, begins with this byte in UTF-8.
        while let Some(found) = bytes.get(at..)?.iter().position(|&byte| byte == 0xC3) {
            let start = at + found;
            at = start + 2;
            if bytes.get(at).is_some_and(|&next| next >= 0xC2)
                && let Some((twice, length)) = twice_at(text.get(start..).unwrap_or_default())
            {
                at = start + length;
                return Some((start..at, twice));
            }
        }
        None
    })
}

/// The character at the start of a text that was encoded twice, and the bytes it fills.
fn twice_at(text: &str) -> Option<(Twice, usize)> {
    let mut chars = text.chars();
    let lead = u8::try_from(chars.next()? as u32).ok()?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut n_text = 2;
    let (mut has_control, mut has_punctuation) = (false, false);
    for place in bytes.get_mut(1..length)? {
        let c = chars.next()?;
        *place = byte_of(c).filter(|byte| (0x80..0xC0).contains(byte))?;
        has_control |= ('\u{80}'..='\u{9f}').contains(&c);
        has_punctuation |= PUNCTUATION.contains(&c);
        n_text += c.len_utf8();
    }
    let character = std::str::from_utf8(bytes.get(..length)?)
        .ok()?
        .chars()
        .next()?;
    let is_certain = match (lead, character) {
        _ if has_control => true,
        (0xC2, '\u{a0}'..)
        | (0xE2, '\u{2000}'..='\u{2BFF}')
        | (0xEF, '\u{F000}'..='\u{F0FF}' | '\u{FEFF}' | '\u{FFFD}')
        | (0xF0, '\u{1F000}'..) => true,
        (0xC3..=0xC5, _) => !has_punctuation,
        (0xC2 | 0xCE | 0xCF | 0xD0 | 0xD1 | 0xE1 | 0xEF, _) => false,
        _ => return None,
    };
    let twice = Twice {
        character,
        is_certain,
    };
    Some((twice, n_text))
}

/// The byte that a character is in Latin-1 or Windows-1252.
fn byte_of(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => u8::try_from(c as u32).ok(),
        _ => SPECIAL
            .iter()
            .find(|(special, _)| *special == c)
            .map(|(_, byte)| *byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it is after its UTF-8 was taken for Latin-1.
    fn latin_1(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    /// A text as it is after its UTF-8 was taken for Windows-1252.
    fn windows(text: &str) -> String {
        text.bytes()
            .map(|byte| windows_1252(char::from(byte)))
            .collect()
    }

    const TEXT: &str = "De coördinatie in Oekraïne — «financiële» zaken, 5 € … ’s avonds";

    #[test]
    fn texts_encoded_twice_come_back_whole() {
        for damaged in [latin_1(TEXT), windows(TEXT)] {
            let (mended, n, rounds) = mend(&damaged).unwrap();
            assert_eq!((mended.as_str(), n, rounds), (TEXT, 9, 1));
        }
    }

    #[test]
    fn texts_encoded_three_times_come_back_whole() {
        for damaged in [latin_1(&latin_1(TEXT)), windows(&windows(TEXT))] {
            let (mended, _, rounds) = mend(&damaged).unwrap();
            assert_eq!((mended.as_str(), rounds), (TEXT, 2));
        }
    }

    #[test]
    fn sound_texts_are_left_alone() {
        for text in [
            "São Tomé, MAÇÃ, de letter Ã en Â alleen.",
            "«Het CAFÉ»; zo heet het “CAFÉ”, riep hij hé…”",
            "geïnd, beëdigd, coöperatie, één, 25 °C, § 3, €\u{a0}5",
            "«MAÇû en ‘Ô’",
        ] {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn a_damaged_word_among_sound_ones_is_mended_alone() {
        let (mended, n, _) = mend("één beÃ«digd CAFÉ”").unwrap();
        assert_eq!((mended.as_str(), n), ("één beëdigd CAFÉ”", 1));
    }
}
