//! Bytes to characters: UTF-8, UTF-16, the encoding that an XML declaration states, or
//! Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Foreign, Notice};

/// Bytes that are looked at to tell UTF-16 from other bytes.
const SAMPLE: usize = 4096;

/// Bytes at the start of a file among which an XML declaration ends.
const DECLARATION: usize = 256;

/// One in so many bytes may be a control character; text has none, compressed bytes one in nine.
const CONTROLS: usize = 50;

/// Control characters that also a short text may have.
const FEW_CONTROLS: usize = 2;

/// The characters of a file, and what was done to get them; a byte order mark is left out.
///
/// # Errors
/// Where the bytes are no text in any of the encodings.
pub(super) fn characters<'a>(
    bytes: &'a [u8],
    notices: &mut Vec<Notice>,
) -> Result<Cow<'a, str>, Foreign> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return Ok(utf_16(encoding, bytes.get(length..).unwrap_or_default()));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok(utf_16(encoding, bytes));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => other(bytes, notices).map(Cow::Owned),
    }
}

/// Whether a byte is a control character that no text holds.
pub(super) fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 14..=31 | 127)
}

/// Whether bytes hold too many control characters to be text.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let n = bytes.iter().filter(|&&byte| is_control(byte)).count();
    n > FEW_CONTROLS + bytes.len() / CONTROLS
}

fn utf_16<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 without a byte order mark: every second byte of Latin letters is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE.min(bytes.len()))?;
    let zeros = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    if !sample.contains(&0) {
        return None;
    }
    let (even, odd, n) = (zeros(0), zeros(1), sample.len() / 2);
    let is_most = |many: usize, few: usize| many * 10 >= n * 6 && few * 20 <= n && many > 1;
    if is_most(odd, even) {
        Some(UTF_16LE)
    } else if is_most(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Bytes that are no UTF-8.
fn other(bytes: &[u8], notices: &mut Vec<Notice>) -> Result<String, Foreign> {
    let n_high = bytes.iter().filter(|&&byte| byte >= 0x80).count();
    if is_binary(bytes) || n_high * 10 > bytes.len() * 3 {
        return Err(Foreign::Binary);
    }
    if let Some(encoding) = declared(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    let (mut n_sound, mut n_broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    if n_sound > n_broken {
        return Ok(mixed(bytes, notices));
    }
    notices.push(Notice {
        reason: "windows-1252",
        detail: format!(
            "the file is not UTF-8 and was read as Windows-1252; {n_high} characters are not ASCII"
        ),
    });
    Ok(WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned())
}

/// The encoding that the XML declaration states, where it can be the one the bytes are in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION.min(bytes.len()))?;
    let head: String = head.iter().map(|&byte| char::from(byte)).collect();
    let declaration = head.get(head.find("<?xml")?..)?.split("?>").next()?;
    let value = declaration
        .split("encoding")
        .nth(1)?
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    let is_fit =
        |encoding: &&'static Encoding| encoding.is_ascii_compatible() && *encoding != UTF_8;
    Encoding::for_label(label.as_bytes()).filter(is_fit)
}

/// UTF-8 with some bytes that are none, as files that were put together hold it.
fn mixed(bytes: &[u8], notices: &mut Vec<Notice>) -> String {
    let mut text = String::with_capacity(bytes.len());
    let (mut n_bytes, mut n_cut) = (0, 0);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len() + chunk.invalid().len();
        if at == bytes.len() && is_begun(chunk.invalid()) {
            n_cut = chunk.invalid().len();
            continue;
        }
        n_bytes += chunk.invalid().len();
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    if n_bytes > 0 {
        notices.push(Notice {
            reason: "windows-1252",
            detail: format!("{n_bytes} bytes that are not UTF-8 were read as Windows-1252"),
        });
    }
    if n_cut > 0 {
        notices.push(Notice {
            reason: "cut off",
            detail: "the file ends inside a character, which was left out".to_owned(),
        });
    }
    text
}

/// Whether bytes begin a character of UTF-8 that needs more of them.
fn is_begun(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}
