//! The texts of a table, to be read a second time from a temporary file.

use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

/// Bytes of texts that stay in memory.
const MAX_BUFFER: usize = 32 << 20;

/// Texts in the order of a table.
pub(super) struct TextSpill {
    file: BufWriter<SpooledTempFile>,
    sizes: Vec<u32>,
}

impl Default for TextSpill {
    fn default() -> Self {
        Self {
            file: BufWriter::new(SpooledTempFile::new(MAX_BUFFER)),
            sizes: Vec::new(),
        }
    }
}

impl TextSpill {
    /// Adds the text of the next row; of one of more than 4 GiB the beginning.
    pub(super) fn add(&mut self, text: &str) -> io::Result<()> {
        let size = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.sizes.push(size);
        let kept = text.as_bytes().get(..size as usize);
        self.file.write_all(kept.unwrap_or(text.as_bytes()))
    }

    /// Calls `visit` with at most `size` texts at a time, and the row of the first of them.
    pub(super) fn visit(
        self,
        size: usize,
        mut visit: impl FnMut(usize, &[String]),
    ) -> io::Result<()> {
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut file = BufReader::new(file);
        let mut row = 0;
        for sizes in self.sizes.chunks(size.max(1)) {
            let mut texts = Vec::with_capacity(sizes.len());
            for &n in sizes {
                let mut bytes = vec![0; n as usize];
                file.read_exact(&mut bytes)?;
                texts.push(String::from_utf8_lossy(&bytes).into_owned());
            }
            visit(row, &texts);
            row += texts.len();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_their_order() {
        let mut spill = TextSpill::default();
        let texts = ["Een", "", "geëist", "vier"];
        for text in texts {
            spill.add(text).unwrap();
        }
        let mut found = Vec::new();
        spill
            .visit(3, |row, texts| found.push((row, texts.to_vec())))
            .unwrap();
        let first = ["Een", "", "geëist"].map(str::to_owned).to_vec();
        assert_eq!(found, [(0, first), (3, vec!["vier".to_owned()])]);
    }
}
