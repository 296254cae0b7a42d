//! Which cues may begin in a word, kept from text to text.

use super::finder::{CueFinder, Opening};
use crate::corpus::Span;

/// The cues that may begin in the words met so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings {
    /// Numbers of words mean the same as long as this is the same.
    id: (u64, u64),
    /// By number of a word.
    words: Vec<OfWord>,
    known: Vec<Opening>,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
enum OfWord {
    /// Nothing.
    #[default]
    Unmet,
    /// No cue begins in it.
    None,
    /// These openings, from the first to before the last.
    Known(u32, u32),
    /// It must be searched wherever it stands.
    Search,
}

impl Openings {
    /// Forgets everything where numbers mean other words than before.
    pub(super) fn start(&mut self, id: (u64, u64)) {
        if self.id != id {
            self.id = id;
            self.words.clear();
            self.known.clear();
        }
    }

    /// Shows the number and the first byte of every term of `finder` that begins in the word at
    /// `span` of `text`, which must be in Unicode form NFC; `number` is that of the word.
    pub(super) fn find(
        &mut self,
        finder: &CueFinder,
        number: Option<u32>,
        text: &str,
        span: Span,
        mut sink: impl FnMut(usize, usize),
    ) {
        let word = text.get(span.range()).unwrap_or("");
        // All numbers are one word, and so are all names.
        let number = number.filter(|_| !word.starts_with(|c: char| c.is_ascii_digit()));
        let of_word = number.map_or(OfWord::Search, |number| self.of(finder, number, word));
        match of_word {
            OfWord::Unmet | OfWord::None => {}
            OfWord::Known(first, last) if word.is_ascii() => {
                let openings = self.known.get(first as usize..last as usize);
                for opening in openings.unwrap_or(&[]) {
                    if let Some(start) = finder.term_at(*opening, text, span.start) {
                        sink(opening.term, start);
                    }
                }
            }
            OfWord::Known(..) | OfWord::Search => {
                finder.find_in_word(text, (span.start, span.end), sink);
            }
        }
    }

    fn of(&mut self, finder: &CueFinder, number: u32, word: &str) -> OfWord {
        let at = number as usize;
        if at >= self.words.len() {
            self.words.resize(2 * at + 1, OfWord::Unmet);
        }
        match self.words.get(at).copied() {
            Some(OfWord::Unmet) | None => {}
            Some(known) => return known,
        }
        let first = self.known.len();
        // The places are those of every spelling of the word only where each letter is a byte.
        let is_all = finder.openings_of(&word.to_lowercase(), &mut self.known);
        let last = self.known.len();
        let of_word = match (u32::try_from(first), u32::try_from(last)) {
            _ if is_all && first == last => OfWord::None,
            (Ok(first), Ok(last)) if is_all && word.is_ascii() => OfWord::Known(first, last),
            _ => OfWord::Search,
        };
        if let Some(slot) = self.words.get_mut(at) {
            *slot = of_word;
        }
        of_word
    }
}
