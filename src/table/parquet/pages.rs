//! Pages of a column, checked before they are unpacked and before they are decoded.
//!
//! A page says how large it is unpacked, how many values it holds and how they are encoded, and
//! the decoders of the crate make room for what it says. Here what it says is held against its
//! bytes and against the limits of memory.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::ParquetError as DecoderError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::{ChunkReader, Length};
use ::parquet::file::serialized_reader::SerializedPageReader;
use bytes::Bytes;

use super::Source;

/// The largest page, packed or unpacked, in bytes: 128 MiB. Most writers make pages of 1 MiB;
/// `DuckDB` goes up to 100 MB.
const MAX_PAGE: u64 = 128 << 20;

/// The most that the pages of all columns may hold at once, in bytes: 512 MiB.
const MAX_PAGES: u64 = 512 << 20;

/// The most values of a page whose lengths are kept beside them; writers stop far below.
const MAX_DELTA_VALUES: u64 = 1 << 24;

/// Bytes of a page header in which its type and sizes stand.
const HEADER_START: u64 = 24;

type Result<T> = std::result::Result<T, DecoderError>;

/// What the pages of all columns hold at once, in bytes, and how much they may.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    held: Arc<AtomicU64>,
    /// The largest page.
    max_page: u64,
    /// The most that all pages may hold.
    max_pages: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(MAX_PAGE, MAX_PAGES)
    }
}

impl Budget {
    /// Nothing held yet; limits in bytes.
    pub(super) fn new(max_page: u64, max_pages: u64) -> Self {
        Self {
            held: Arc::default(),
            max_page,
            max_pages,
        }
    }

    /// The same limits with nothing held.
    pub(super) fn emptied(&self) -> Self {
        Self::new(self.max_page, self.max_pages)
    }
}

/// A file as the pages of one column see it: no page comes through that is too large.
struct Window {
    source: Arc<Source>,
    budget: Budget,
    /// Bytes of the dictionary and of the data page under way.
    held: [AtomicU64; 2],
}

impl Window {
    fn check(&self, start: u64) -> Result<()> {
        let length = HEADER_START.min(self.source.len().saturating_sub(start));
        let head = self.source.get_bytes(start, usize::try_from(length)?)?;
        let Some([kind, unpacked, packed]) = page_sizes(&head) else {
            return Err(damaged("a page without its sizes"));
        };
        let size = unpacked.max(packed);
        let Budget {
            held: all,
            max_page,
            max_pages,
        } = &self.budget;
        if size > *max_page {
            return Err(damaged(&format!(
                "a page of {size} bytes, where {max_page} is the most"
            )));
        }
        let is_dictionary = kind == 2;
        let slot = &self.held[usize::from(is_dictionary)];
        let before = slot.swap(size, Ordering::Relaxed);
        all.fetch_add(size, Ordering::Relaxed);
        if all.fetch_sub(before, Ordering::Relaxed) - before > *max_pages {
            return Err(damaged(&format!(
                "pages of more than {max_pages} bytes side by side"
            )));
        }
        Ok(())
    }
}

/// Type, unpacked size and packed size of a page: the first three fields of its header, which
/// every writer writes first (Thrift compact protocol: `0x15` is the next field, a 32-bit number).
fn page_sizes(mut head: &[u8]) -> Option<[u64; 3]> {
    let mut sizes = [0; 3];
    for size in &mut sizes {
        let (&0x15, rest) = head.split_first()? else {
            return None;
        };
        let (number, rest) = varint(rest)?;
        // Zigzag; a negative size is none.
        if number % 2 == 1 {
            return None;
        }
        *size = number / 2;
        head = rest;
    }
    Some(sizes)
}

/// A number of seven bits a byte, the lowest first, and what stands behind it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0_u64;
    for (i, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7F) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(i + 1..)?));
        }
    }
    None
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.source.len()
    }
}

impl ChunkReader for Window {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.check(start)?;
        self.source.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.source.get_bytes(start, length)
    }
}

/// The pages of one column in one row group.
pub(super) struct CheckedPages {
    pages: SerializedPageReader<Window>,
    kind: Type,
    /// Bytes of a value in a dictionary, at least.
    width: u64,
    is_nullable: bool,
    has_dictionary: bool,
}

impl CheckedPages {
    /// The pages of `chunk`, in a row group of `n_rows`.
    pub(super) fn new(
        source: &Arc<Source>,
        chunk: &ColumnChunkMetaData,
        n_rows: usize,
        budget: &Budget,
    ) -> Result<Self> {
        let start = chunk.dictionary_page_offset();
        let start = start.unwrap_or_else(|| chunk.data_page_offset());
        if start < 0 || chunk.compressed_size() < 0 {
            return Err(damaged("a column in front of the file"));
        }
        let window = Window {
            source: Arc::clone(source),
            budget: budget.clone(),
            held: [AtomicU64::new(0), AtomicU64::new(0)],
        };
        let column = chunk.column_descr();
        let kind = column.physical_type();
        let width = match kind {
            Type::BOOLEAN => 1,
            Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => u64::try_from(column.type_length())?.max(1),
        };
        Ok(Self {
            pages: SerializedPageReader::new(Arc::new(window), chunk, n_rows, None)?,
            kind,
            width,
            is_nullable: column.max_def_level() > 0,
            has_dictionary: false,
        })
    }

    fn check(&mut self, page: &Page) -> Result<()> {
        let bytes: &[u8] = page.buffer();
        let n_values = u64::from(page.num_values());
        if page.is_dictionary_page() {
            self.has_dictionary = true;
            if n_values.saturating_mul(self.width) > bytes.len() as u64 {
                return Err(damaged("a dictionary smaller than what it says"));
            }
            return Ok(());
        }
        let values = self.values(page)?;
        match page.encoding() {
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY if !self.has_dictionary => {
                Err(damaged("a page without its dictionary"))
            }
            Encoding::DELTA_BYTE_ARRAY | Encoding::ALP => Err(damaged(&format!(
                "the encoding {}, which is not read",
                page.encoding()
            ))),
            Encoding::DELTA_BINARY_PACKED | Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                let n_packed = varint(values)
                    .and_then(|(_, rest)| varint(rest))
                    .and_then(|(_, rest)| varint(rest))
                    .map_or(u64::MAX, |(n_packed, _)| n_packed);
                if n_packed > n_values || n_values > MAX_DELTA_VALUES {
                    return Err(damaged("a page with more lengths than values"));
                }
                Ok(())
            }
            Encoding::RLE if self.kind != Type::BOOLEAN => {
                Err(damaged("runs of values that are not true or false"))
            }
            _ => Ok(()),
        }
    }

    /// The bytes of the values: behind the marks of what is missing.
    fn values<'p>(&self, page: &'p Page) -> Result<&'p [u8]> {
        let bytes: &[u8] = page.buffer();
        let start = match page {
            Page::DataPageV2 {
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len),
            Page::DataPage {
                def_level_encoding: Encoding::RLE,
                ..
            } if self.is_nullable => match bytes.first_chunk() {
                Some(length) => 4 + u64::from(u32::from_le_bytes(*length)),
                None => u64::MAX,
            },
            Page::DataPage { .. } if self.is_nullable => {
                return Err(damaged("missing values marked in the way of before 2013"));
            }
            _ => 0,
        };
        let values = usize::try_from(start).ok().and_then(|at| bytes.get(at..));
        values.ok_or_else(|| damaged("a page smaller than what it says"))
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        if let Some(page) = &page {
            self.check(page)?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

fn damaged(detail: &str) -> DecoderError {
    DecoderError::General(detail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_stand_at_the_start_of_a_header() {
        // Thrift compact protocol: field 1 = 0, field 2 = 300, field 3 = 100, all zigzag varints:
        // 600 = 0b100_1011000 -> D8 04, 200 = C8 01.
        let head = [0x15, 0x00, 0x15, 0xD8, 0x04, 0x15, 0xC8, 0x01, 0x2C];
        assert_eq!(page_sizes(&head), Some([0, 300, 100]));
        // -1 is 1 in zigzag.
        assert_eq!(page_sizes(&[0x15, 0x00, 0x15, 0x01, 0x15, 0x00, 0]), None);
        assert_eq!(page_sizes(&head[..4]), None);
        assert_eq!(varint(&[0xFF; 12]), None);
    }
}
