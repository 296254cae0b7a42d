//! Bytes to text: UTF-8, or a message that says what the bytes look like instead.

use super::ReadError;

/// The text of `bytes`, without a byte order mark.
///
/// # Errors
/// Where the bytes are no UTF-8, hold NUL bytes, or only white space. `path` names the place.
pub fn decode<'a>(bytes: &'a [u8], path: &str) -> Result<&'a str, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let offset = bytes.iter().position(|&b| b == 0);
    let text = match (std::str::from_utf8(bytes), offset) {
        (Ok(text), None) if marked_up(bytes).is_none() => text,
        (result, nul) => {
            let invalid = result.err().map(|error| error.valid_up_to());
            let offset = invalid.into_iter().chain(nul).min().unwrap_or(0);
            return Err(ReadError::NotText {
                path: path.to_owned(),
                offset,
                looks_like: looks_like(bytes),
            });
        }
    };
    if text.trim().is_empty() {
        return Err(ReadError::Empty {
            path: path.to_owned(),
        });
    }
    Ok(text)
}

/// A format whose files can be text from the first byte to the last, and are no document to read.
fn marked_up(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 4] = [
        (b"%PDF", "a PDF"),
        (b"{\\rtf", "a document in RTF"),
        (b"<!doctype html", "a web page"),
        (b"<html", "a web page"),
    ];
    let bytes = bytes.trim_ascii_start();
    let starts = |start: &[u8]| {
        bytes
            .get(..start.len())
            .is_some_and(|b| b.eq_ignore_ascii_case(start))
    };
    STARTS
        .iter()
        .find(|(start, _)| starts(start))
        .map(|(_, name)| *name)
}

fn looks_like(bytes: &[u8]) -> &'static str {
    const SIGNATURES: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a zip archive, as .docx and .xlsx are"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\xFF\xFE", "text in UTF-16"),
        (b"\xFE\xFF", "text in UTF-16"),
        (b"\xD0\xCF\x11\xE0", "an old Word or Excel file"),
    ];
    if let Some(name) = marked_up(bytes) {
        return name;
    }
    if let Some((_, name)) = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return name;
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let nul: usize = sample.iter().map(|&b| usize::from(b == 0)).sum();
    let control = sample
        .iter()
        .filter(|&&b| b < 32 && !b.is_ascii_whitespace())
        .count();
    match (nul, control) {
        (0, 0) => "text in Windows-1252 or Latin-1",
        (nul, _) if nul * 3 > sample.len() => "text in UTF-16",
        _ => "a binary file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        decode(bytes, "brief.txt").unwrap_err().to_string()
    }

    #[test]
    fn takes_the_byte_order_mark_off() {
        assert_eq!(decode(b"\xEF\xBB\xBFhoi", "a").unwrap(), "hoi");
    }

    #[test]
    fn says_what_the_bytes_look_like() {
        assert_eq!(
            refusal(b"caf\xE9 en th\xE9"),
            "brief.txt: byte 3 is not text in UTF-8; the file looks like text in Windows-1252 or Latin-1"
        );
        assert!(refusal(b"%PDF-1.7\n\xE2\xE3").ends_with("looks like a PDF"));
        assert!(refusal(b"%PDF-1.7\n1 0 obj\n").ends_with("looks like a PDF"));
        assert!(
            refusal(b"\n<!DOCTYPE HTML><title>Brief</title>").ends_with("looks like a web page")
        );
        assert!(refusal(b"h\0o\0i\0").ends_with("looks like text in UTF-16"));
        assert!(refusal(b"\x01\x02\x00\xFF binary binary").ends_with("looks like a binary file"));
    }

    #[test]
    fn an_empty_file_is_refused() {
        assert_eq!(refusal(b" \n\t"), "brief.txt: the file is empty");
        assert_eq!(refusal(b""), "brief.txt: the file is empty");
    }
}
