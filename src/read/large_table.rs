//! Tables that are too large to be held: read from the disk row by row.
//!
//! Only what is surely such a table comes this way, so that it is read as it would be from memory: its
//! beginning tells a table with a column of texts or JSON Lines, and all of it is UTF-8 in which
//! nothing is to be mended, which is looked at first.

use std::borrow::Cow;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::table_rows::{self, TableKind};
use super::{Decoded, ReadError, ReadOptions, SourceFile, Sources, decode};
use crate::table::SteadyFile;

/// Bytes of a file from which on it is read so.
pub(super) const MIN_BYTES: u64 = 16 << 20;

/// Bytes that are looked at at a time.
const CHUNK: usize = 1 << 20;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The rows of a file of `min_bytes` or more that is surely a table; `None` of any other file.
///
/// # Errors
/// As of a table in memory.
pub(super) fn open(
    file: &SourceFile,
    options: &ReadOptions,
    min_bytes: u64,
) -> Result<Option<Sources>, ReadError> {
    if file.path.as_os_str() == "-" {
        return Ok(None);
    }
    // What cannot be opened is told by who reads it as a whole.
    let Ok(steady) = SteadyFile::open(&file.path) else {
        return Ok(None);
    };
    let Some(n_bytes) = steady.n_bytes().filter(|&n| n >= min_bytes) else {
        return Ok(None);
    };
    let failure = |source| ReadError::Open {
        path: file.path.display().to_string(),
        source,
    };
    let Some((kind, start)) = kind_of(&steady, file, options).map_err(failure)? else {
        return Ok(None);
    };
    let reopen = move |at: u64| {
        let mut steady = steady.try_clone()?;
        steady.seek(SeekFrom::Start(start + at))?;
        Ok(steady)
    };
    let n_bytes = usize::try_from(n_bytes).unwrap_or(usize::MAX);
    table_rows::read_large(kind, reopen, n_bytes, file, options).map(Some)
}

/// What kind of table all of a file is, and where it begins; `None` where that is not sure.
fn kind_of(
    steady: &SteadyFile,
    file: &SourceFile,
    options: &ReadOptions,
) -> io::Result<Option<(TableKind, u64)>> {
    let mut steady = steady.try_clone()?;
    let mut found = None;
    let mut chunk = Vec::new();
    loop {
        let n_held = chunk.len();
        let n_read = (&mut steady).take(CHUNK as u64).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            return Ok(found);
        }
        // Up to the end of a line: what is to be mended never reaches beyond.
        let end = if n_read == 0 {
            n_held
        } else {
            match chunk.iter().rposition(|&byte| byte == b'\n') {
                Some(at) => at + 1,
                None => return Ok(None),
            }
        };
        let lines = chunk.get(..end).unwrap_or_default();
        let Some(text) = sound(lines, file, found.is_none()) else {
            return Ok(None);
        };
        if found.is_none() {
            let Some(kind) = table_rows::sure_kind(text, options) else {
                return Ok(None);
            };
            found = Some((kind, (lines.len() - text.len()) as u64));
        }
        chunk.drain(..end);
    }
}

/// The text of whole lines, if it is as it stands in them.
fn sound<'a>(lines: &'a [u8], file: &SourceFile, is_first: bool) -> Option<&'a str> {
    match decode(lines, &file.name) {
        Ok(Decoded {
            text: Cow::Borrowed(text),
            notices,
        }) if notices.is_empty() && (is_first || !lines.starts_with(MARK)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::read::test_files::file_at;
    use crate::read::{Reader, Source};

    /// What comes of the bytes from the disk and from memory; `None` where they are not read from the
    /// disk row by row.
    fn both_ways(bytes: &[u8]) -> Option<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tabel");
        fs::write(&path, bytes).unwrap();
        let file = file_at(&path);
        let options = ReadOptions::default();
        let told = |sources: Result<Vec<Source>, ReadError>| format!("{sources:#?}");
        let from_disk = match open(&file, &options, 0) {
            Ok(None) => return None,
            Ok(Some(sources)) => sources.collect(),
            Err(error) => Err(error),
        };
        let from_memory = Reader::new(options).read_bytes(&file, bytes);
        Some((told(from_disk), told(from_memory)))
    }

    #[test]
    fn tables_from_the_disk_are_those_from_memory() {
        let long = "Een zin die vaak herhaald wordt. ".repeat(3000);
        let many = "{\"tekst\": \"Zin.\", \"fractie\": \"SP\"}\n".repeat(50_000);
        for table in [
            "partij,tekst\nVVD,Ja.\nSP,\"Nee,\nzei hij.\"\nCDA\nD66,\n",
            "\u{feff}partij;tekst\r\nVVD;Ja.\r\nSP;Geëist.\r\n",
            ",tekst,datum\n1,Ja.,2020\n2,Nee.,gisteren\n",
            "id|tekst\n1|Ja.\n1|Nee.\n",
            "id,tekst\n1,Ja.\n2,\n3,\"Nee\n",
            "partij,tekst\nVVD,\nSP,NA\n",
            "{\"tekst\": \"Ja.\"}\n\n{\"tekst\": [1]}\nniets\n{\"id\": 3, \"tekst\": \"Nee.\"}",
            &format!("partij,tekst\nVVD,{long}\nSP,{long}\nCDA,{long}\n").repeat(5),
            &many,
        ] {
            let head = table.get(..60).unwrap_or(table);
            let (from_disk, from_memory) = both_ways(table.as_bytes()).expect(head);
            assert!(from_disk == from_memory, "{head}: {from_disk}");
        }
    }

    #[test]
    fn what_is_not_surely_a_sound_table_is_read_as_a_whole() {
        let late = "partij,tekst\n".to_owned() + &"VVD,Ja.\n".repeat(200_000);
        for bytes in [
            "Geachte voorzitter,\n\nHierbij de cijfers.\n".as_bytes(),
            b"partij,tekst\nVVD,be\xEBdigd\nSP,Ja.\n",
            "partij,tekst\nVVD,beÃ«digd\nSP,Ja.\n".as_bytes(),
            b"<p>partij,tekst</p>\nVVD,Ja.\nSP,Nee.\n",
            b"partij,tekst\n1,VVD,Ja.\n2,SP,Nee.\n",
            b"partij,tekst\nVVD,Ja.\n",
            b"[{\"tekst\": \"Ja.\"}]\n",
            &[late.as_bytes(), b"SP,Ja\x00.\n"].concat(),
            &[late.as_bytes(), b"SP,Ja\xE9.\n"].concat(),
        ] {
            assert!(both_ways(bytes).is_none(), "{:?}", bytes.get(..40));
        }
    }
}
