//! Compressed bytes to bytes, never more of them than a document can have.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use super::ReadError;

/// The first bytes of a gzip file (RFC 1952, section 2.3.1).
const GZIP: &[u8] = b"\x1F\x8B";

/// The most that a file may unpack to, in bytes: 1 GiB. A year of debates is a tenth of that.
pub const MAX_UNPACKED: u64 = 1 << 30;

/// What every file may unpack to, in bytes: 16 MiB; above it the ratio counts.
const ALWAYS_ALLOWED: u64 = 16 << 20;

/// How many times its size a file may unpack to. Text shrinks five- to tenfold and tables up to
/// fiftyfold; deflate cannot exceed 1032.
const MAX_RATIO: u64 = 250;

/// The most that `packed` bytes may unpack to.
pub(super) fn limit_of(packed: usize) -> u64 {
    let by_ratio = (packed as u64).saturating_mul(MAX_RATIO);
    by_ratio.clamp(ALWAYS_ALLOWED, MAX_UNPACKED)
}

/// Reads to the end, but no more than `limit` bytes; `None` where there are more.
pub(super) fn read_bounded(reader: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Whether a file is compressed with gzip.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP)
}

/// Unpacks all members of a gzip file; `path` names it in errors.
///
/// # Errors
/// Where it is cut off or damaged, or unpacks to more than 1 GiB or 250 times its size.
pub(super) fn gunzip(bytes: &[u8], path: &str) -> Result<Vec<u8>, ReadError> {
    let limit = limit_of(bytes.len());
    // Tapes and some servers fill the last block with zeros.
    let end = bytes
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |at| at + 1);
    let has_tail = bytes.len() - end > 8;
    let packed = if has_tail { bytes.get(..end + 8) } else { None };
    let unpacked = read_bounded(MultiGzDecoder::new(bytes), limit).or_else(|error| match packed {
        Some(packed) => trimmed(packed, limit),
        None => Err(error),
    });
    match unpacked {
        Ok(Some(unpacked)) => Ok(unpacked),
        Ok(None) => Err(ReadError::TooLarge {
            path: path.to_owned(),
            limit,
        }),
        Err(source) => Err(ReadError::Gzip {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Unpacks a file whose end is filled with zeros, of which some may belong to the last member.
fn trimmed(packed: &[u8], limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut last = Err(io::ErrorKind::UnexpectedEof.into());
    for n in 0..=8 {
        let Some(packed) = packed.get(..packed.len() - n) else {
            break;
        };
        last = read_bounded(MultiGzDecoder::new(packed), limit);
        if last.is_ok() {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn all_members_are_unpacked_and_zeros_behind_them_left() {
        let mut packed = [gzip(b"De Kamer, "), gzip(b"gehoord de beraadslaging")].concat();
        assert_eq!(
            gunzip(&packed, "a").unwrap(),
            b"De Kamer, gehoord de beraadslaging"
        );
        packed.extend([0; 512]);
        assert_eq!(
            gunzip(&packed, "a").unwrap(),
            b"De Kamer, gehoord de beraadslaging"
        );
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let packed = gzip(b"De Kamer, gehoord de beraadslaging");
        for length in 2..packed.len() {
            let error = gunzip(&packed[..length], "a.gz").unwrap_err();
            assert_eq!(
                error.to_string(),
                "a.gz: the gzip file is cut off or damaged"
            );
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let packed = gzip(&vec![b'a'; 1 << 20]).repeat(17);
        assert_eq!(
            gunzip(&packed, "a.gz").unwrap_err().to_string(),
            "a.gz: unpacks to more than 16777216 bytes, far more than its size allows"
        );
    }
}
