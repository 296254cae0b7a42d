//! From bytes to records: the parser of `csv-core` over a buffer that never holds more than one
//! record and one chunk.
//!
//! The record under way lies in the buffer as one piece, so that its first line, its size, its
//! encoding and a quote that never closes can all be told exactly.

use std::io::{self, Read};

use csv_core::ReadRecordResult;

use super::{Delimiter, ForeignFormat, TableError};

/// Bytes asked of the input at once.
const CHUNK: usize = 64 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The records of a CSV input, header included.
pub(super) struct Records<R> {
    input: R,
    file: String,
    /// Largest record accepted, in bytes.
    limit: usize,
    delimiter: Delimiter,
    parser: csv_core::Reader,
    /// What was read; `start <= read <= end <= buffer.len()`.
    buffer: Vec<u8>,
    /// Where the record under way starts.
    start: usize,
    /// Up to where the parser has come.
    read: usize,
    /// Up to where the buffer is filled.
    end: usize,
    /// Place of the buffer's first byte in the input.
    offset: u64,
    /// Line of the byte at `read` between records, from 1.
    line: u64,
    /// Whether the byte before `read` is a carriage return, which already ended its line.
    is_after_return: bool,
    is_ended: bool,
    /// Whether a record counts as one line, whatever stands in its fields.
    is_line_a_row: bool,
    /// The unquoted fields of the record, and where each ends.
    fields: Vec<u8>,
    ends: Vec<usize>,
}

/// One record.
pub(super) struct Record<'r> {
    /// The fields, one behind the other, without quotes.
    pub(super) text: &'r str,
    /// Where each field ends in `text`.
    pub(super) ends: &'r [usize],
    /// The line on which the record starts, from 1.
    pub(super) line: u64,
    /// The line on which it ends.
    pub(super) last_line: u64,
}

impl<R: Read> Records<R> {
    /// Looks at the first line of `input` and finds the delimiter, unless one is given.
    pub(super) fn new(
        input: R,
        file: String,
        delimiter: Option<Delimiter>,
        limit: usize,
    ) -> Result<Self, TableError> {
        let mut records = Self {
            input,
            file,
            limit,
            delimiter: delimiter.unwrap_or(Delimiter::COMMA),
            parser: csv_core::Reader::new(),
            buffer: Vec::new(),
            start: 0,
            read: 0,
            end: 0,
            offset: 0,
            line: 1,
            is_after_return: false,
            is_ended: false,
            is_line_a_row: false,
            fields: Vec::new(),
            ends: vec![0; 32],
        };
        records.find_header()?;
        if let Some(announced) = Delimiter::announced(records.first_line()?) {
            records.read += records.first_line()?.len();
            records.find_header()?;
            records.delimiter = delimiter.unwrap_or(announced);
        } else if delimiter.is_none() {
            records.delimiter = Delimiter::of_header(records.first_line()?);
        }
        records.parser = csv_core::ReaderBuilder::new()
            .delimiter(records.delimiter.byte())
            .build();
        Ok(records)
    }

    /// The same, counting rows: for a file that has no lines.
    pub(super) fn with_a_line_a_row(self) -> Self {
        Self {
            is_line_a_row: true,
            ..self
        }
    }

    /// The byte of the input up to which the parser has come, and its line.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.offset + self.read as u64, self.line)
    }

    /// The records of `input`, whose first byte starts one.
    pub(super) fn continue_with<S>(self, input: S, offset: u64, line: u64) -> Records<S> {
        Records {
            input,
            file: self.file,
            limit: self.limit,
            delimiter: self.delimiter,
            // A new parser would drop a byte order mark, which is text anywhere but at the start.
            parser: self.parser,
            buffer: self.buffer,
            start: 0,
            read: 0,
            end: 0,
            offset,
            line,
            is_after_return: false,
            is_ended: false,
            is_line_a_row: self.is_line_a_row,
            fields: self.fields,
            ends: self.ends,
        }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// The next record that is not an empty line.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, TableError> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        self.start = self.read;
        let (mut n_bytes, mut n_ends) = (0, 0);
        loop {
            let is_at_end = self.read == self.end && !self.fill()?;
            let input = if is_at_end {
                // Ends the last record, unless it stands inside quotes.
                b"\n"
            } else {
                &self.buffer[self.read..self.end]
            };
            if self.fields.len() < n_bytes + input.len() {
                self.fields.resize(n_bytes + input.len(), 0);
            }
            let (result, n_read, n_written, n_ended) = self.parser.read_record(
                input,
                &mut self.fields[n_bytes..],
                &mut self.ends[n_ends..],
            );
            n_bytes += n_written;
            n_ends += n_ended;
            if !is_at_end {
                self.read += n_read;
            }
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::InputEmpty if is_at_end => return Err(self.unclosed()),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => {}
            }
            self.check_size()?;
        }
        self.check_size()?;
        self.finish(n_bytes, n_ends).map(Some)
    }

    fn finish(&mut self, n_bytes: usize, n_ends: usize) -> Result<Record<'_>, TableError> {
        let line = self.line;
        self.check_bytes(true)?;
        self.check_quotes()?;
        let raw = &self.buffer[self.start..self.read];
        let is_terminated = matches!(raw.last(), Some(b'\n' | b'\r'));
        self.line += if self.is_line_a_row {
            1
        } else {
            count_line_ends(raw)
        };
        self.is_after_return = raw.last() == Some(&b'\r');
        let last_line = self.line - u64::from(is_terminated);
        self.start = self.read;
        let bytes = &self.fields[..n_bytes];
        Ok(Record {
            // Valid because the raw bytes are: taking out quotes and delimiters cuts no character.
            text: std::str::from_utf8(bytes).unwrap_or_default(),
            ends: &self.ends[..n_ends],
            line,
            last_line,
        })
    }

    /// Moves to the header: past a byte order mark and empty lines.
    fn find_header(&mut self) -> Result<(), TableError> {
        self.first_line()?;
        if self.offset == 0 && self.read == 0 {
            let start = &self.buffer[..self.end];
            if let Some(found) = ForeignFormat::recognise(start) {
                let file = self.file.clone();
                return Err(TableError::NotText { file, found });
            }
            if start.starts_with(BYTE_ORDER_MARK) {
                self.read = BYTE_ORDER_MARK.len();
            }
        }
        if self.skip_line_ends()? {
            Ok(())
        } else {
            let file = self.file.clone();
            Err(TableError::Empty { file })
        }
    }

    /// The bytes up to the next line end, or as many as a record may have.
    fn first_line(&mut self) -> Result<&[u8], TableError> {
        self.start = self.read;
        let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let mut length;
        loop {
            let line = &self.buffer[self.start..self.end];
            length = line.iter().position(is_line_end);
            if length.is_some() || line.len() > self.limit || !self.fill()? {
                break;
            }
        }
        let line = &self.buffer[self.start..self.end];
        Ok(&line[..length.unwrap_or(line.len())])
    }

    /// Passes line ends; whether anything comes behind them.
    fn skip_line_ends(&mut self) -> Result<bool, TableError> {
        loop {
            while self.read < self.end {
                match self.buffer[self.read] {
                    b'\n' if self.is_after_return => self.is_after_return = false,
                    b'\n' => self.line += 1,
                    b'\r' => {
                        self.line += 1;
                        self.is_after_return = true;
                    }
                    _ => {
                        self.is_after_return = false;
                        return Ok(true);
                    }
                }
                self.read += 1;
            }
            self.start = self.read;
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Reads on, dropping what lies before the record under way; whether anything came.
    fn fill(&mut self) -> Result<bool, TableError> {
        if self.is_ended {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.offset += self.start as u64;
        self.read -= self.start;
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(n) => {
                    self.end += n;
                    self.is_ended = n == 0;
                    return Ok(n > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => {
                    self.is_ended = true;
                    return Err(TableError::reading(&self.file, self.line, source));
                }
            }
        }
    }

    fn check_size(&mut self) -> Result<(), TableError> {
        if self.read - self.start <= self.limit {
            return Ok(());
        }
        self.is_ended = true;
        self.check_bytes(false)?;
        Err(TableError::RecordTooLarge {
            file: self.file.clone(),
            line: self.line,
            limit: self.limit,
        })
    }

    fn unclosed(&self) -> TableError {
        let (file, line) = (self.file.clone(), self.line);
        let error = TableError::UnclosedQuote { file, line };
        self.check_bytes(true).err().unwrap_or(error)
    }

    /// Refuses what is not text in the record under way, as far as it was read; where it was not
    /// read to its end, the last character may be cut.
    fn check_bytes(&self, is_whole: bool) -> Result<(), TableError> {
        let raw = &self.buffer[self.start..self.read];
        if memchr::memchr(0, raw).is_some() {
            let (file, line) = (self.file.clone(), self.line);
            return Err(TableError::NulByte { file, line });
        }
        match std::str::from_utf8(raw) {
            Err(error) if is_whole || error.error_len().is_some() => {
                Err(self.invalid_utf8(raw, error))
            }
            _ => Ok(()),
        }
    }

    /// Refuses text behind a closing quote: the mark of a quote that lacks its end, which would
    /// otherwise run two rows together.
    fn check_quotes(&self) -> Result<(), TableError> {
        let raw = &self.buffer[self.start..self.read];
        match stray_quote(raw, self.delimiter.byte()) {
            Some(place) => Err(TableError::StrayQuote {
                file: self.file.clone(),
                line: self.line + count_line_ends(&raw[..place]),
                first_line: self.line,
            }),
            None => Ok(()),
        }
    }

    fn invalid_utf8(&self, raw: &[u8], error: std::str::Utf8Error) -> TableError {
        let (valid, rest) = raw.split_at(error.valid_up_to());
        TableError::InvalidUtf8 {
            file: self.file.clone(),
            line: self.line + count_line_ends(valid),
            offset: self.offset + (self.start + valid.len()) as u64,
            byte: rest.first().copied().unwrap_or_default(),
        }
    }
}

/// The first closing quote in `record` that neither a delimiter nor a line end follows.
fn stray_quote(record: &[u8], delimiter: u8) -> Option<usize> {
    let find = |from: usize, wanted: u8| {
        let rest = record.get(from..).unwrap_or_default();
        memchr::memchr(wanted, rest).map(|i| from + i)
    };
    let mut field = 0;
    while field < record.len() {
        let mut behind = field;
        if record[field] == b'"' {
            let mut close = find(field + 1, b'"')?;
            while record.get(close + 1) == Some(&b'"') {
                close = find(close + 2, b'"')?;
            }
            behind = close + 1;
            match record.get(behind) {
                Some(&byte) if byte != delimiter && byte != b'\n' && byte != b'\r' => {
                    return Some(close);
                }
                _ => {}
            }
        }
        field = find(behind, delimiter)? + 1;
    }
    None
}

/// Line ends in `bytes`: LF, CRLF as one, and CR alone.
fn count_line_ends(bytes: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone_returns = memchr::memchr_iter(b'\r', bytes)
        .filter(|at| bytes.get(at + 1) != Some(&b'\n'))
        .count();
    (feeds + lone_returns) as u64
}
