//! Tables that say what the codes of a font mean (`ToUnicode` and `Encoding` streams).
//!
//! Method: ISO 32000-1, 9.7.5 and 9.10.3. Reads the sections `bfchar`, `bfrange`, `cidchar`,
//! `cidrange` and `codespacerange`; everything else of the `PostScript` around them is passed over.

use std::collections::BTreeMap;

/// Entries that one table may have: all codes of two bytes.
const MAX_ENTRIES: u32 = 0x1_0000;

/// What the codes of a font mean.
#[derive(Debug, Clone, Default)]
pub(super) struct CMap {
    /// Text by code.
    pub(super) texts: BTreeMap<u32, String>,
    /// Number of the letter in the font, by code.
    pub(super) ids: BTreeMap<u32, u32>,
    /// Codes that are valid, by their number of bytes: `(bytes, low, high)`.
    pub(super) code_spaces: Vec<(usize, u32, u32)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    Hex(Vec<u8>),
    Number(u32),
    Open,
    Close,
    Word(&'a [u8]),
}

impl CMap {
    /// Reads a table; what is not understood is left out.
    pub(super) fn parse(content: &[u8]) -> Self {
        let mut map = Self::default();
        let mut section: Vec<Token<'_>> = Vec::new();
        for token in (Tokens { rest: content }) {
            match token {
                Token::Word(word) => {
                    match word {
                        b"endbfchar" => map.add_chars(&section),
                        b"endbfrange" => map.add_ranges(&section),
                        b"endcidchar" => map.add_ids(&section, 2),
                        b"endcidrange" => map.add_ids(&section, 3),
                        b"endcodespacerange" => map.add_code_spaces(&section),
                        _ => {}
                    }
                    section.clear();
                }
                token => section.push(token),
            }
        }
        map
    }

    fn add_chars(&mut self, section: &[Token<'_>]) {
        for pair in section.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.texts.insert(number(code), utf16(text, 0));
            }
        }
    }

    fn add_ranges(&mut self, section: &[Token<'_>]) {
        let mut tokens = section.iter();
        while let (Some(Token::Hex(low)), Some(Token::Hex(high)), Some(target)) =
            (tokens.next(), tokens.next(), tokens.next())
        {
            let codes = range(number(low), number(high));
            match target {
                Token::Hex(text) => {
                    for (step, code) in (0..).zip(codes) {
                        self.texts.insert(code, utf16(text, step));
                    }
                }
                Token::Open => {
                    let texts = tokens.by_ref().take_while(|token| **token != Token::Close);
                    for (code, text) in codes.zip(texts) {
                        if let Token::Hex(text) = text {
                            self.texts.insert(code, utf16(text, 0));
                        }
                    }
                }
                _ => return,
            }
        }
    }

    fn add_ids(&mut self, section: &[Token<'_>], width: usize) {
        for entry in section.chunks_exact(width) {
            let (low, high, id) = match entry {
                [Token::Hex(code), Token::Number(id)] => (number(code), number(code), *id),
                [Token::Hex(low), Token::Hex(high), Token::Number(id)] => {
                    (number(low), number(high), *id)
                }
                _ => continue,
            };
            for (step, code) in (0..).zip(range(low, high)) {
                self.ids.insert(code, id.saturating_add(step));
            }
        }
    }

    fn add_code_spaces(&mut self, section: &[Token<'_>]) {
        for pair in section.chunks_exact(2) {
            if let [Token::Hex(low), Token::Hex(high)] = pair {
                self.code_spaces
                    .push((low.len(), number(low), number(high)));
            }
        }
    }
}

fn range(low: u32, high: u32) -> std::ops::RangeInclusive<u32> {
    low..=high.min(low.saturating_add(MAX_ENTRIES - 1))
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |n: u32, &byte| (n << 8) | u32::from(byte))
}

/// Text in UTF-16, big end first, with `step` added to its last unit.
fn utf16(bytes: &[u8], step: u32) -> String {
    let mut units: Vec<u16> = match bytes {
        [byte] => vec![u16::from(*byte)],
        bytes => bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
    };
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(u16::try_from(step).unwrap_or(0));
    }
    char::decode_utf16(units)
        .filter_map(Result::ok)
        .filter(|&c| c != '\0')
        .collect()
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.rest.split_at(n.min(self.rest.len()));
        self.rest = rest;
        head
    }

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let n = self.rest.iter().take_while(|&&byte| keep(byte)).count();
        self.take(n)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.take_while(|byte| byte.is_ascii_whitespace() || byte == 0);
            match *self.rest.first()? {
                b'%' => {
                    self.take_while(|byte| byte != b'\n' && byte != b'\r');
                }
                b'<' if self.rest.get(1) != Some(&b'<') => {
                    self.take(1);
                    let digits = self.take_while(|byte| byte != b'>');
                    self.take(1);
                    return Some(Token::Hex(hex(digits)));
                }
                b'[' => {
                    self.take(1);
                    return Some(Token::Open);
                }
                b']' => {
                    self.take(1);
                    return Some(Token::Close);
                }
                b'<' | b'>' | b'(' | b')' | b'{' | b'}' => {
                    self.take(1);
                }
                b'/' => {
                    self.take(1);
                    self.take_while(is_regular);
                }
                _ => {
                    let word = self.take_while(is_regular);
                    let text = std::str::from_utf8(word).ok();
                    return Some(match text.and_then(|text| text.parse().ok()) {
                        Some(number) => Token::Number(number),
                        None => Token::Word(word),
                    });
                }
            }
        }
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"<>[](){}/%\0".contains(&byte)
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|&digit| char::from(digit).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4) | pair.get(1).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_single_codes_ranges_and_lists() {
        let map = CMap::parse(
            b"/CMapName /x def 1 begincodespacerange <0000> <ffff> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <00ae> <00660069> endbfchar\n\
              2 beginbfrange <0024> <0026> <0041> <0030><0031>[<0078> <0079>] endbfrange",
        );
        assert_eq!(map.code_spaces, [(2, 0, 0xffff)]);
        let text = |code| map.texts.get(&code).map(String::as_str);
        assert_eq!(text(3), Some(" "));
        assert_eq!(text(0xae), Some("fi"));
        assert_eq!(
            (text(0x24), text(0x26), text(0x27)),
            (Some("A"), Some("C"), None)
        );
        assert_eq!((text(0x30), text(0x31)), (Some("x"), Some("y")));
    }

    #[test]
    fn a_range_without_end_stays_small() {
        let map = CMap::parse(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        assert_eq!(map.texts.len(), 0x1_0000);
    }

    #[test]
    fn reads_numbers_of_letters() {
        let map =
            CMap::parse(b"begincidrange <10> <12> 7 endcidrange begincidchar <20> 3 endcidchar");
        assert_eq!(map.ids.get(&0x12), Some(&9));
        assert_eq!(map.ids.get(&0x20), Some(&3));
    }
}
