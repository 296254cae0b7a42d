//! Where the rows of a table start, told from its bytes alone.

use memchr::{memchr, memchr_iter};

/// Follows the bytes of a table from the start of a row and knows after each of them whether a row
/// may start there: outside quotes, behind a line end.
///
/// It agrees with the parser that reads the rows. A quote opens a field only as its first byte; in
/// an open field two quotes stand for one, and a single one closes it.
#[derive(Debug, Clone)]
pub(super) struct RowEdges {
    delimiter: u8,
    state: State,
    last: u8,
    n_line_ends: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Inside,
    /// Behind a quote inside quotes: the end of the field, or the first half of a quote in it.
    AfterQuote,
}

impl RowEdges {
    /// At a place where a row starts; `last` is the byte before it.
    pub(super) fn new(delimiter: u8, last: u8) -> Self {
        Self {
            delimiter,
            state: State::Outside,
            last,
            n_line_ends: 0,
        }
    }

    /// Line ends passed so far: LF, CRLF as one, CR alone.
    pub(super) fn n_line_ends(&self) -> u64 {
        self.n_line_ends
    }

    /// Passes `bytes`.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        let mut place = 0;
        while let Some(rest) = bytes.get(place..).filter(|rest| !rest.is_empty()) {
            place += match self.state {
                State::AfterQuote if rest.first() == Some(&b'"') => {
                    self.state = State::Inside;
                    1
                }
                State::AfterQuote => {
                    self.state = State::Outside;
                    0
                }
                State::Inside => match memchr(b'"', rest) {
                    Some(i) => {
                        self.state = State::AfterQuote;
                        i + 1
                    }
                    None => rest.len(),
                },
                State::Outside => match memchr(b'"', rest) {
                    Some(i) => {
                        let before = (place + i).checked_sub(1).and_then(|i| bytes.get(i));
                        if self.starts_field(*before.unwrap_or(&self.last)) {
                            self.state = State::Inside;
                        }
                        i + 1
                    }
                    None => rest.len(),
                },
            };
        }
        self.count_line_ends(bytes);
        self.last = bytes.last().copied().unwrap_or(self.last);
    }

    /// Passes `bytes` up to the first place where a row starts, and tells how many that are; `None`
    /// where there is no such place before the end of `bytes`.
    pub(super) fn pass_to_edge(&mut self, bytes: &[u8]) -> Option<usize> {
        for (i, next) in bytes.iter().enumerate() {
            if self.is_edge_before(*next) {
                return Some(i);
            }
            self.pass(std::slice::from_ref(next));
        }
        None
    }

    fn is_edge_before(&self, next: u8) -> bool {
        let is_behind_line = self.last == b'\n' || (self.last == b'\r' && next != b'\n');
        self.state == State::Outside && is_behind_line
    }

    fn starts_field(&self, before: u8) -> bool {
        before == self.delimiter || before == b'\n' || before == b'\r'
    }

    fn count_line_ends(&mut self, bytes: &[u8]) {
        self.n_line_ends += memchr_iter(b'\n', bytes).count() as u64;
        let mut last = self.last;
        if last == b'\r' || memchr(b'\r', bytes).is_some() {
            for byte in bytes {
                self.n_line_ends += u64::from(*byte == b'\r');
                self.n_line_ends -= u64::from(last == b'\r' && *byte == b'\n');
                last = *byte;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All places in `body` where a row starts, its bytes given `step` at a time.
    fn edges(body: &str, step: usize) -> Vec<usize> {
        (0..body.len())
            .filter(|target| {
                let mut edges = RowEdges::new(b',', b'\n');
                let (before, behind) = body.as_bytes().split_at(*target);
                before.chunks(step).for_each(|piece| edges.pass(piece));
                edges.pass_to_edge(behind) == Some(0)
            })
            .collect()
    }

    #[test]
    fn line_ends_in_quotes_start_no_row() {
        for (body, expected) in [
            ("a,b\nc,d\n", vec![0, 4]),
            ("\"a\nb\",c\nd\n", vec![0, 8]),
            // A doubled quote, at the end of the field and before a line end in it.
            ("\"a\"\"\",c\nd\n", vec![0, 8]),
            ("\"a\"\"\nb\"\nc\n", vec![0, 8]),
            // Quotes that open nothing: inside a field that has begun.
            ("5\" pijp,a\nb\"\nc\n", vec![0, 10, 13]),
            ("a, \"b\nc\n", vec![0, 6]),
            ("\"\",\"\"\n\"\"\n", vec![0, 6]),
            // CRLF is one line end, CR alone is one too.
            ("a\r\nb\rc\r\n", vec![0, 3, 5]),
            ("\"a\r\nb\"\r\nc", vec![0, 8]),
            ("\n\na\n", vec![0, 1, 2]),
        ] {
            for step in [1, 2, 3, 100] {
                assert_eq!(edges(body, step), expected, "{body:?} by {step}");
            }
        }
    }

    #[test]
    fn lines_are_counted_as_the_reader_counts_them() {
        for (body, n_lines) in [
            ("a\nb\n", 2),
            ("a\r\nb\r\n", 2),
            ("a\rb\r", 2),
            ("a\r\r\n", 2),
        ] {
            for step in [1, 2, 100] {
                let mut edges = RowEdges::new(b',', b'\n');
                body.as_bytes()
                    .chunks(step)
                    .for_each(|piece| edges.pass(piece));
                assert_eq!(edges.n_line_ends(), n_lines, "{body:?} by {step}");
            }
        }
        // The header ended with CR, of which the reader has counted the line.
        let mut edges = RowEdges::new(b',', b'\r');
        edges.pass(b"\na\r\n");
        assert_eq!(edges.n_line_ends(), 1);
    }
}
