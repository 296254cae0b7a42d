//! The few stretches of a long text in which a costly pattern can match.
//!
//! A pattern with a counted gap (`[^.?!]{0,120}`) takes long on every byte that it looks at. Where
//! each of its matches holds one of some words and never runs over a stop behind it, looking at the
//! stretches around these words finds the same.

use std::ops::Range;

/// Stretches of a text in order; none touches another.
#[derive(Debug)]
pub(super) struct Stretches<'t> {
    text: &'t str,
    is_stop: fn(u8) -> bool,
    ranges: Vec<Range<usize>>,
}

impl<'t> Stretches<'t> {
    /// No stretch yet; `is_stop` tells the bytes in ASCII over which no match runs.
    pub(super) fn of(text: &'t str, is_stop: fn(u8) -> bool) -> Self {
        Self {
            text,
            is_stop,
            ranges: Vec::new(),
        }
    }

    /// The last stop in front of byte `at`, or the start of the text.
    pub(super) fn start_of(&self, at: usize) -> usize {
        // No further back than the last stretch: what stands there is looked at anyway.
        let from = self.ranges.last().map_or(0, |last| last.end.min(at));
        let head = self.text.as_bytes().get(from..at).unwrap_or_default();
        let stop = head.iter().rposition(|&byte| (self.is_stop)(byte));
        from + stop.unwrap_or(0)
    }

    /// Adds the stretch from byte `start`, or a few bytes in front of it, to the first stop from
    /// byte `at` on, that one included. Calls come in the order of `at`.
    pub(super) fn add(&mut self, start: usize, at: usize) {
        if self.ranges.last().is_some_and(|last| at < last.end) {
            return;
        }
        let behind = self.text.as_bytes().get(at..).unwrap_or_default();
        let stop = behind.iter().position(|&byte| (self.is_stop)(byte));
        let end = stop.map_or(self.text.len(), |stop| at + stop + 1);
        let start = (0..=start)
            .rev()
            .find(|&start| self.text.is_char_boundary(start))
            .unwrap_or(0);
        match self.ranges.last_mut() {
            Some(last) if start <= last.end => last.end = end,
            _ => self.ranges.push(start..end),
        }
    }

    /// The stretches with the bytes in front of each.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &'t str)> + '_ {
        let text_of = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or("");
        self.ranges
            .iter()
            .map(move |range| (range.start, text_of(range)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_stop(byte: u8) -> bool {
        byte == b'.'
    }

    #[test]
    fn a_stretch_reaches_from_stop_to_stop() {
        let text = "één. twee drie. vier vijf";
        let mut stretches = Stretches::of(text, is_stop);
        let at = text.find("drie").unwrap();
        assert_eq!(stretches.start_of(at), text.find('.').unwrap());
        stretches.add(stretches.start_of(at), at);
        let at = text.find("vijf").unwrap();
        // The stop that ends the first stretch is looked at as the start of the second: one stretch.
        stretches.add(stretches.start_of(at), at);
        let found: Vec<(usize, &str)> = stretches.iter().collect();
        assert_eq!(found, [(5, ". twee drie. vier vijf")]);
    }

    #[test]
    fn a_stretch_begins_with_a_whole_letter() {
        let mut stretches = Stretches::of("één. twee.", is_stop);
        stretches.add(1, 6);
        assert_eq!(stretches.iter().collect::<Vec<_>>(), [(0, "één. twee.")]);
    }
}
