//! Files and texts known by their bytes.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::StoreError;

/// A file as it was: its name, size and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileIdentity {
    /// The path as given, or relative to the output folder.
    pub path: String,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An output of which nothing is kept but its SHA-256.
#[derive(Default)]
pub struct HashOutput(Sha256);

impl HashOutput {
    /// The hash of what was written, in hexadecimal.
    pub fn finish(self) -> String {
        to_hex(&self.0.finalize())
    }
}

impl Write for HashOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The SHA-256 of `bytes`, in 64 hexadecimal digits (FIPS 180-4).
pub fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}

/// Size and hash of the file at `path`.
///
/// # Errors
/// [`StoreError::Read`].
pub fn identify_file(path: &Path) -> Result<FileIdentity, StoreError> {
    let failure = |source| StoreError::Read {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(failure)?;
    let mut hashing = Hashing::new(io::sink());
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => hashing.add(&buffer[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failure(error)),
        }
    }
    Ok(hashing.identity(&path.display().to_string()))
}

/// Bytes as hexadecimal digits.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes
        .iter()
        .flat_map(|&b| [digit(b >> 4), digit(b)])
        .collect()
}

/// An output that hashes and counts what passes.
pub(super) struct Hashing<W> {
    output: W,
    hash: Sha256,
    n_bytes: u64,
}

impl<W> Hashing<W> {
    pub(super) fn new(output: W) -> Self {
        Self {
            output,
            hash: Sha256::new(),
            n_bytes: 0,
        }
    }

    pub(super) fn output(&self) -> &W {
        &self.output
    }

    pub(super) fn identity(self, path: &str) -> FileIdentity {
        FileIdentity {
            path: path.to_owned(),
            n_bytes: self.n_bytes,
            sha256: to_hex(&self.hash.finalize()),
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.n_bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.output.write(bytes)?;
        self.add(bytes.get(..n).unwrap_or(bytes));
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-4, example of "abc".
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_file_is_identified_by_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "abc").unwrap();
        let identity = identify_file(&path).unwrap();
        assert_eq!(identity.n_bytes, 3);
        assert_eq!(identity.sha256, sha256_hex(b"abc"));
        let error = identify_file(&folder.path().join("geen")).unwrap_err();
        assert!(error.to_string().ends_with("geen: cannot be read"));
    }
}
