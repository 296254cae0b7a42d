//! Bytes to text: the encoding found, damage mended and told.
//!
//! A sound text in UTF-8 is borrowed as it stands. Beside it are read UTF-16, Windows-1252 where
//! bytes are no UTF-8, and the encoding that an XML declaration states. What other programs did to
//! a text is undone where the way back is sure: UTF-8 encoded twice, control characters that are
//! letters of Windows-1252, line ends of old Macintoshes. Every mending is a [`Notice`].

use std::borrow::Cow;

use memchr::memchr_iter;

use super::encoding::{self, is_control};
use super::{Foreign, Notice, ReadError, mojibake};

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What was mended.
    pub notices: Vec<Notice>,
}

/// The text of `bytes`. `path` names the place in errors.
///
/// # Errors
/// Where the bytes are a file of another format, hold too many control characters to be text, or
/// only white space.
///
/// ```
/// let decoded = standpunt::read::decode(b"be\xC3\x83\xC2\xABdigd", "brief.txt")?;
/// assert_eq!(decoded.text, "beëdigd");
/// assert_eq!(decoded.notices[0].reason, "encoded twice");
/// # Ok::<(), standpunt::read::ReadError>(())
/// ```
pub fn decode<'a>(bytes: &'a [u8], path: &str) -> Result<Decoded<'a>, ReadError> {
    let foreign = |found| ReadError::Foreign {
        path: path.to_owned(),
        found,
    };
    if let Some(found) = Foreign::of_bytes(bytes) {
        return Err(foreign(found));
    }
    let mut notices = Vec::new();
    let text = encoding::characters(bytes, &mut notices).map_err(foreign)?;
    let text = mend(text, &mut notices).map_err(foreign)?;
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(ReadError::Empty {
            path: path.to_owned(),
        });
    }
    if let Some(found) = Foreign::of_text(&text) {
        return Err(foreign(found));
    }
    Ok(Decoded { text, notices })
}

/// What the bytes of a text are like, as bits.
mod signs {
    /// A control character that no text holds.
    pub(super) const CONTROL: u8 = 1;
    pub(super) const RETURN: u8 = 2;
    pub(super) const FEED: u8 = 4;
    /// The first byte of a control character of Latin-1, among others.
    pub(super) const C2: u8 = 8;
    /// The first byte of what UTF-8 encoded twice begins with, among others.
    pub(super) const C3: u8 = 16;
    /// The first byte of the replacement character, among others.
    pub(super) const EF: u8 = 32;
}

/// The sign of every byte.
const SIGNS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte {
            0x0A => signs::FEED,
            0x0D => signs::RETURN,
            0x09 | 0x0C => 0,
            0..0x20 | 0x7F => signs::CONTROL,
            0xC2 => signs::C2,
            0xC3 => signs::C3,
            0xEF => signs::EF,
            _ => 0,
        };
        byte += 1;
    }
    table
};

fn signs_of(text: &str) -> u8 {
    text.bytes()
        .fold(0, |signs, byte| signs | SIGNS[usize::from(byte)])
}

/// Undoes what other programs did to a text.
fn mend<'a>(mut text: Cow<'a, str>, notices: &mut Vec<Notice>) -> Result<Cow<'a, str>, Foreign> {
    let mut signs = signs_of(&text);
    if signs & signs::C3 != 0
        && let Some((mended, n, rounds)) = mojibake::mend(&text)
    {
        let more = if rounds > 1 {
            ", some of them more than twice"
        } else {
            ""
        };
        notices.push(Notice {
            reason: "encoded twice",
            detail: format!("{n} of its characters had been encoded twice{more} and were restored"),
        });
        text = Cow::Owned(mended);
        signs = signs_of(&text);
    }
    if let Some(behind) = text.strip_prefix('\u{feff}') {
        text = Cow::Owned(behind.to_owned());
    }
    if signs & signs::CONTROL != 0 && encoding::is_binary(text.as_bytes()) {
        return Err(Foreign::Binary);
    }
    if signs & (signs::CONTROL | signs::C2) != 0 {
        text = without_controls(text, notices);
    }
    if signs & signs::RETURN != 0 && signs & signs::FEED == 0 {
        text = Cow::Owned(text.replace('\r', "\n"));
    }
    if signs & signs::EF != 0 {
        let n = text.matches('\u{fffd}').count();
        if n > 0 {
            notices.push(Notice {
                reason: "lost characters",
                detail: format!(
                    "{n} of its characters are U+FFFD: another program could not read them"
                ),
            });
        }
    }
    Ok(text)
}

/// Takes NUL bytes out, makes spaces of other control characters, and characters of Windows-1252
/// of those that stand for one.
fn without_controls<'a>(text: Cow<'a, str>, notices: &mut Vec<Notice>) -> Cow<'a, str> {
    let is_bad = |c: char| u8::try_from(c as u32).is_ok_and(is_control) || is_latin_control(c);
    let mut pairs = memchr_iter(0xC2, text.as_bytes());
    let is_latin = |at: usize| matches!(text.as_bytes().get(at + 1), Some(0x80..=0x9F));
    if signs_of(&text) & signs::CONTROL == 0 && !pairs.any(is_latin) {
        return text;
    }
    let n = text.chars().filter(|&c| is_bad(c)).count();
    if n == 0 {
        return text;
    }
    let mended = text
        .chars()
        .filter(|&c| c != '\0')
        .map(|c| match c {
            '\u{b}' => '\n',
            _ if is_latin_control(c) => {
                let special = mojibake::windows_1252(c);
                if special == c { ' ' } else { special }
            }
            _ if is_bad(c) => ' ',
            _ => c,
        })
        .collect();
    notices.push(Notice {
        reason: "control characters",
        detail: format!("{n} of its control characters were taken out or read as Windows-1252"),
    });
    Cow::Owned(mended)
}

/// A control character of Latin-1: in a text, nearly always a character of Windows-1252.
fn is_latin_control(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let decoded = decode(bytes, "brief.txt").unwrap();
        let reasons = decoded.notices.iter().map(|notice| notice.reason).collect();
        (decoded.text.into_owned(), reasons)
    }

    fn refusal(bytes: &[u8]) -> String {
        decode(bytes, "brief.txt").unwrap_err().to_string()
    }

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn sound_text_is_borrowed_without_its_byte_order_mark() {
        let decoded = decode(b"\xEF\xBB\xBFbe\xC3\xABdigd\r\n", "a").unwrap();
        assert!(matches!(decoded.text, Cow::Borrowed("beëdigd\r\n")));
        assert!(decoded.notices.is_empty());
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        for text in ["\u{feff}Eén café €", "Eén café €"] {
            for bytes in [
                utf_16(text, u16::to_le_bytes),
                utf_16(text, u16::to_be_bytes),
            ] {
                assert_eq!(read(&bytes), ("Eén café €".to_owned(), vec![]));
            }
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_windows_1252() {
        assert_eq!(
            read(b"caf\xE9 en th\xE9, \x80 5 \x96 \x93ja\x94"),
            ("café en thé, € 5 – “ja”".to_owned(), vec!["windows-1252"])
        );
        assert_eq!(
            read(b"be\xC3\xABdigd, twee\xC3\xABn, caf\xE9."),
            ("beëdigd, tweeën, café.".to_owned(), vec!["windows-1252"])
        );
        assert_eq!(
            read(b"be\xC3\xABdigd, twee\xC3\xABn \xE2\x82"),
            ("beëdigd, tweeën ".to_owned(), vec!["cut off"])
        );
    }

    #[test]
    fn an_xml_declaration_states_the_encoding() {
        assert_eq!(
            read(b"<?xml version='1.0' encoding='ISO-8859-15'?><a>\xA4 5</a>"),
            (
                "<?xml version='1.0' encoding='ISO-8859-15'?><a>€ 5</a>".to_owned(),
                vec![]
            )
        );
    }

    #[test]
    fn control_characters_go_and_are_counted() {
        let text = "De motie\0 van het lid is met algemene stemmen aangenomen in\u{b}de Kamer, \u{92}s avonds";
        assert_eq!(
            read(text.as_bytes()),
            (
                "De motie van het lid is met algemene stemmen aangenomen in\nde Kamer, ’s avonds"
                    .to_owned(),
                vec!["control characters"]
            )
        );
        assert_eq!(read(b"een\rtwee\r"), ("een\ntwee\n".to_owned(), vec![]));
        assert_eq!(read("caf\u{fffd}".as_bytes()).1, ["lost characters"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(refusal(b"\x01\x02\x00\xFF binary binary").contains("found a binary file"));
        assert!(refusal(b"ja\0\0\0\0 nee \x01\x02").contains("found a binary file"));
        assert_eq!(refusal(b" \n\t"), "brief.txt: the file is empty");
        assert_eq!(refusal(b"\xEF\xBB\xBF"), "brief.txt: the file is empty");
    }
}
