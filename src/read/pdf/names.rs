//! Names and codes of letters to text.

use unicode_normalization::UnicodeNormalization as _;

use lopdf::{Dictionary, Document, Object};

/// Accents as the names of letters write them, with the combining character.
const ACCENTS: [(&str, char); 15] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30A}'),
    ("hungarumlaut", '\u{30B}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
    ("commaaccent", '\u{326}'),
    ("ogonek", '\u{328}'),
    ("dotbelow", '\u{323}'),
];

/// Signs that fonts of signs keep in the private area, with a character that looks the same: codes
/// of Symbol and Wingdings as word processors write them.
const SIGNS: [(char, char); 9] = [
    ('\u{F02D}', '–'),
    ('\u{F06E}', '■'),
    ('\u{F06F}', '□'),
    ('\u{F0A7}', '▪'),
    ('\u{F0A8}', '□'),
    ('\u{F0B7}', '•'),
    ('\u{F0D8}', '➢'),
    ('\u{F0E0}', '→'),
    ('\u{F0FC}', '✓'),
];

/// Text as it is kept: ligatures taken apart, known signs out of the private area.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ'..='ﬆ' => plain.extend(c.nfkc()),
            '\u{E000}'..='\u{F8FF}' => {
                let sign = SIGNS.iter().find(|(private, _)| *private == c);
                plain.push(sign.map_or(c, |(_, sign)| *sign));
            }
            c => plain.push(c),
        }
    }
    plain
}

/// The text that the name of a letter stands for (Adobe Glyph List specification, section 2).
pub(super) fn text_of_name(document: &Document, name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    name.split('_')
        .map(|part| component(document, part))
        .collect()
}

fn component(document: &Document, name: &str) -> Option<String> {
    if let Some(text) = listed(document, name) {
        return Some(text);
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(digits) = digits.filter(|digits| (4..=6).contains(&digits.len()))
        && let Some(c) = u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    {
        return Some(c.to_string());
    }
    ACCENTS.iter().find_map(|(accent, combining)| {
        let mut letters = name.strip_suffix(accent)?.chars();
        let letter = letters.next().filter(char::is_ascii_alphabetic)?;
        letters
            .next()
            .is_none()
            .then(|| [letter, *combining].into_iter().nfc().collect())
    })
}

/// The text of a name in the list of the library, which only answers for whole encodings.
fn listed(document: &Document, name: &str) -> Option<String> {
    let encoding = dictionary([(
        "Differences",
        Object::Array(vec![0.into(), Object::Name(name.into())]),
    )]);
    text_of_code(document, &Object::Dictionary(encoding), 0)
}

/// The text of a code of one byte in an encoding; none where the encoding has no letter there.
pub(super) fn text_of_code(document: &Document, encoding: &Object, code: u8) -> Option<String> {
    let font = dictionary([
        ("Type", Object::Name(b"Font".to_vec())),
        ("Encoding", encoding.clone()),
    ]);
    let encoding = font.get_font_encoding_with_limit(document, 1 << 20).ok()?;
    let text = encoding.bytes_to_string(&[code]).ok()?;
    (!text.is_empty()).then_some(text)
}

fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    entries.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_become_letters_and_bullets_signs() {
        assert_eq!(plain("eﬃciënt ﬁets"), "efficiënt fiets");
        assert_eq!(plain("\u{F0B7} punt"), "• punt");
    }

    #[test]
    fn names_are_looked_up_taken_apart_or_put_together() {
        let document = Document::new();
        let text = |name: &str| text_of_name(&document, name.as_bytes());
        assert_eq!(text("eacute").as_deref(), Some("é"));
        assert_eq!(text("f_f_i").as_deref(), Some("ffi"));
        assert_eq!(text("uni20AC").as_deref(), Some("€"));
        assert_eq!(text("a.sc").as_deref(), Some("a"));
        assert_eq!(text("ccaron").as_deref(), Some("č"));
        assert_eq!(text("g123"), None);
    }
}
