//! What separates the fields of a row.

use std::fmt;
use std::str::FromStr;

/// The byte between two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

/// A text that cannot be a delimiter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` cannot separate fields; expected comma, semicolon, tab or one ASCII character such as |"
)]
pub struct DelimiterError {
    /// The text as found.
    pub found: String,
}

impl Delimiter {
    /// The comma, which this tool writes.
    pub const COMMA: Self = Self(b',');
    /// The semicolon, which Excel writes where the decimal sign is a comma.
    pub const SEMICOLON: Self = Self(b';');
    /// The tab.
    pub const TAB: Self = Self(b'\t');

    /// The space, which R writes where it is not told otherwise; texts stand in quotation marks.
    pub(crate) const SPACE: Self = Self(b' ');

    /// The byte itself.
    pub fn byte(self) -> u8 {
        self.0
    }

    /// The delimiter of a header line: the one of comma, semicolon and tab that stands most often
    /// outside quotes; of equals the first of these; the comma where there is none.
    pub(super) fn of_header(line: &[u8]) -> Self {
        let mut counts = [0_usize; 3];
        let mut is_quoted = false;
        for byte in line {
            match byte {
                b'"' => is_quoted = !is_quoted,
                _ if is_quoted => {}
                b',' => counts[0] += 1,
                b';' => counts[1] += 1,
                b'\t' => counts[2] += 1,
                _ => {}
            }
        }
        let [commas, semicolons, tabs] = counts;
        if commas >= semicolons && commas >= tabs {
            Self::COMMA
        } else if semicolons >= tabs {
            Self::SEMICOLON
        } else {
            Self::TAB
        }
    }

    /// The delimiter that a first line such as `sep=;` announces to Excel, if the line is one.
    pub(super) fn announced(line: &[u8]) -> Option<Self> {
        let line = line.strip_prefix(b"\"").unwrap_or(line);
        let line = line.strip_suffix(b"\"").unwrap_or(line);
        let (name, value) = line.split_at_checked(4)?;
        match value {
            [byte] if name.eq_ignore_ascii_case(b"sep=") => Self::from_byte(*byte),
            _ => None,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        let is_fit = byte == b'\t' || (byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric());
        (is_fit && byte != b'"').then_some(Self(byte))
    }
}

impl FromStr for Delimiter {
    type Err = DelimiterError;

    fn from_str(text: &str) -> Result<Self, DelimiterError> {
        match text.as_bytes() {
            b"comma" => Ok(Self::COMMA),
            b"semicolon" => Ok(Self::SEMICOLON),
            b"tab" | b"\\t" => Ok(Self::TAB),
            [byte] => Self::from_byte(*byte).ok_or(()),
            _ => Err(()),
        }
        .map_err(|()| DelimiterError {
            found: text.to_owned(),
        })
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::COMMA => f.write_str("a comma"),
            Self::SEMICOLON => f.write_str("a semicolon"),
            Self::TAB => f.write_str("a tab"),
            Self(byte) => write!(f, "`{}`", char::from(byte)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_only_outside_quotes() {
        for (header, delimiter) in [
            ("text,actor,date", Delimiter::COMMA),
            ("text;actor;date", Delimiter::SEMICOLON),
            ("text\tactor", Delimiter::TAB),
            ("\"a,b,c,d\";actor;date", Delimiter::SEMICOLON),
            ("text", Delimiter::COMMA),
            ("a,b;c", Delimiter::COMMA),
        ] {
            assert_eq!(
                Delimiter::of_header(header.as_bytes()),
                delimiter,
                "{header}"
            );
        }
    }

    #[test]
    fn reads_the_announcement_for_excel() {
        for (line, delimiter) in [
            ("sep=;", Some(Delimiter::SEMICOLON)),
            ("\"SEP=\t\"", Some(Delimiter::TAB)),
            ("sep=", None),
            ("sep=;;", None),
            ("separator", None),
            ("sep=\"", None),
        ] {
            assert_eq!(Delimiter::announced(line.as_bytes()), delimiter, "{line}");
        }
    }

    #[test]
    fn reads_names_and_single_characters() {
        assert_eq!("tab".parse(), Ok(Delimiter::TAB));
        assert_eq!("|".parse::<Delimiter>().map(Delimiter::byte), Ok(b'|'));
        for text in ["", "ab", "x", "\"", "\n", "é"] {
            assert!(text.parse::<Delimiter>().is_err(), "{text:?}");
        }
    }
}
