//! Records of one size, of which a bounded number is in memory; the others stand in a temporary
//! file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes of a page, about.
const PAGE_BYTES: usize = 32 << 10;

/// Bytes of records in memory.
const MAX_BYTES: usize = 48 << 20;

/// Records, by their numbers.
#[derive(Debug)]
pub(crate) struct Records {
    size: usize,
    per_page: usize,
    max_pages: usize,
    n: usize,
    pages: HashMap<usize, Page>,
    /// Grows with each use of another page than the last one.
    now: u64,
    last: usize,
    file: Option<File>,
}

#[derive(Debug)]
struct Page {
    bytes: Vec<u8>,
    is_changed: bool,
    used: u64,
}

impl Records {
    /// No records yet, of `size` bytes each.
    pub(crate) fn new(size: usize) -> Self {
        Self::with_limit(size, MAX_BYTES)
    }

    /// The same with at most `max_bytes` in memory, two pages at least.
    pub(crate) fn with_limit(size: usize, max_bytes: usize) -> Self {
        let per_page = (PAGE_BYTES / size.max(1)).max(1);
        Self {
            size,
            per_page,
            max_pages: (max_bytes / (per_page * size).max(1)).max(2),
            n: 0,
            pages: HashMap::new(),
            now: 0,
            last: usize::MAX,
            file: None,
        }
    }

    /// Adds a record at the end.
    pub(crate) fn push(&mut self, record: &[u8]) -> io::Result<()> {
        self.n += 1;
        self.set(self.n - 1, record)
    }

    /// Puts another record in the place of one.
    pub(crate) fn set(&mut self, number: usize, record: &[u8]) -> io::Result<()> {
        let (start, size) = (number % self.per_page * self.size, self.size);
        let page = self.page(number / self.per_page)?;
        page.is_changed = true;
        if let Some(place) = page.bytes.get_mut(start..start + size) {
            place.copy_from_slice(record.get(..size).unwrap_or(&[]));
        }
        Ok(())
    }

    /// A record; empty where there is none.
    pub(crate) fn get(&mut self, number: usize) -> io::Result<&[u8]> {
        if number >= self.n {
            return Ok(&[]);
        }
        let (start, size) = (number % self.per_page * self.size, self.size);
        let page = self.page(number / self.per_page)?;
        Ok(page.bytes.get(start..start + size).unwrap_or(&[]))
    }

    fn page(&mut self, number: usize) -> io::Result<&mut Page> {
        if number != self.last {
            self.now += 1;
            if !self.pages.contains_key(&number) {
                let page = self.make_room()?;
                let page = self.load(number, page)?;
                self.pages.insert(number, page);
            }
            self.last = number;
        }
        let n_bytes = self.per_page * self.size;
        let page = self.pages.entry(number).or_insert_with(|| Page {
            bytes: vec![0; n_bytes],
            is_changed: false,
            used: 0,
        });
        page.used = self.now;
        Ok(page)
    }

    /// Writes the page that was not used for the longest time to the file, where there is no room,
    /// and gives its bytes to be used again.
    fn make_room(&mut self) -> io::Result<Vec<u8>> {
        let n_bytes = self.per_page * self.size;
        if self.pages.len() < self.max_pages {
            return Ok(vec![0; n_bytes]);
        }
        let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
        let oldest = oldest.map(|(&number, _)| number);
        let Some((number, page)) = oldest.and_then(|number| self.pages.remove_entry(&number))
        else {
            return Ok(vec![0; n_bytes]);
        };
        if page.is_changed {
            let mut file = match self.file.take() {
                Some(file) => file,
                None => tempfile::tempfile()?,
            };
            file.seek(SeekFrom::Start((number * n_bytes) as u64))?;
            file.write_all(&page.bytes)?;
            self.file = Some(file);
        }
        Ok(page.bytes)
    }

    /// A page from the file; zeros where it was never written.
    fn load(&mut self, number: usize, mut bytes: Vec<u8>) -> io::Result<Page> {
        bytes.fill(0);
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start((number * bytes.len()) as u64))?;
            let mut filled = 0;
            while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
                match file.read(rest) {
                    Ok(0) => break,
                    Ok(n) => filled += n,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(Page {
            bytes,
            is_changed: false,
            used: self.now,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_whether_in_memory_or_not() {
        let mut records = Records::with_limit(8, 2 * PAGE_BYTES);
        let n = 5 * PAGE_BYTES as u64 / 8;
        for i in 0..n {
            records.push(&i.to_le_bytes()).unwrap();
        }
        records.set(3, &7_u64.to_le_bytes()).unwrap();
        for i in [n - 1, 3, 0, n / 2, 4] {
            let want = if i == 3 { 7 } else { i };
            let found = records.get(usize::try_from(i).unwrap()).unwrap();
            assert_eq!(found, want.to_le_bytes());
        }
        assert!(records.get(usize::try_from(n).unwrap()).unwrap().is_empty());
        assert!(records.file.is_some());
    }
}
