//! What the analyzer found out about the words met so far.

use super::names::NameWord;
use super::terms::{PIECE, ROOT, TermSpace, UNKNOWN};
use super::visit::Finders;
use super::{AnalyzerSettings, CharacterSettings, Stemming};
use crate::text::{
    FastMap, Language, ReferenceWord, Scanned, Stemmer, TokenKind, fast_hash_of, language_of,
};

/// The number of distinct words after which the cache starts anew: with 64 Ki words of 200 bytes a
/// cache has 13 MB, however many words a corpus has.
const MAX_CACHED_WORDS: usize = 1 << 16;

/// Longer words, which are no words, have no pieces and are not cached.
const MAX_CACHED_BYTES: usize = 64;

/// The term of every number.
const NUMBER: &str = "#";

/// The term of every name.
pub(crate) const NAME: &str = "@";

/// The word number of every name, which no word has.
pub(crate) const NAME_NUMBER: u32 = 0;

/// What a word is to the analyzer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Number of its stem, possibly [`UNKNOWN`].
    pub(super) stem: u32,
    /// Whether it is left out before phrases are formed.
    pub(super) is_stop: bool,
    /// The node of the stem as the first word of a phrase, possibly [`UNKNOWN`].
    pub(super) node: u32,
    /// The feature of the stem alone, possibly [`UNKNOWN`].
    pub(super) feature: u32,
    /// The same for the same word whatever its capitals, from 1.
    pub(super) number: u32,
    /// What it is to the search for names.
    pub(super) name: NameWord,
    pub(super) language: Option<Language>,
    pub(super) reference: ReferenceWord,
    /// Its pieces, in the arena.
    first_piece: u32,
    n_pieces: u32,
    /// The elements of the lexicon that it fits, in the arena.
    first_element: u32,
    n_elements: u32,
}

/// A word that nothing is known of.
const NOTHING: Entry = Entry {
    stem: UNKNOWN,
    is_stop: false,
    node: UNKNOWN,
    feature: UNKNOWN,
    number: NAME_NUMBER,
    name: NameWord::NONE,
    language: None,
    reference: ReferenceWord::Ends,
    first_piece: 0,
    n_pieces: 0,
    first_element: 0,
    n_elements: 0,
};

/// The words met so far, by how they are spelled.
#[derive(Debug, Default)]
pub(super) struct Words {
    stemmer: Stemmer,
    /// By [`key_of`] the spelling.
    by_key: FastMap<u64, u32>,
    entries: Vec<Entry>,
    /// The spelling of each entry.
    spellings: Vec<Box<str>>,
    pieces: Vec<u32>,
    elements: Vec<u32>,
    name: Option<Entry>,
    normal: String,
    piece: String,
}

impl Words {
    /// Forgets all words.
    pub(super) fn clear(&mut self) {
        self.by_key.clear();
        self.entries.clear();
        self.spellings.clear();
        self.pieces.clear();
        self.elements.clear();
        self.name = None;
    }

    /// Makes room between two texts: within one, the numbers of words stay.
    pub(super) fn make_room(&mut self) {
        if self.entries.len() >= MAX_CACHED_WORDS {
            self.clear();
        }
    }

    pub(super) fn pieces_of(&self, entry: &Entry) -> &[u32] {
        slice(&self.pieces, entry.first_piece, entry.n_pieces)
    }

    pub(super) fn elements_of(&self, entry: &Entry) -> &[u32] {
        slice(&self.elements, entry.first_element, entry.n_elements)
    }

    /// What a name is.
    pub(super) fn name<S: TermSpace>(&mut self, space: &mut S) -> Entry {
        *self
            .name
            .get_or_insert_with(|| of_stem(space.word(NAME), space))
    }

    /// The place of the entry of a token, for [`Self::get`].
    #[inline]
    pub(super) fn place<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        token: &Scanned<'_, '_>,
        kind: TokenKind,
    ) -> u32 {
        if kind == TokenKind::Word {
            let key = key_of(token.surface);
            return match self.find(key, token.surface) {
                Some(place) => place,
                None => self.learn_word(settings, finders, space, key, token),
            };
        }
        // No word is spelled `#` or has a full stop and a number behind `art`.
        if kind == TokenKind::Number {
            return self.learnt(NUMBER, finders, space);
        }
        let normal = ["art.", token.normal.unwrap_or(token.surface)].concat();
        self.learnt(&normal, finders, space)
    }

    /// The entry at a place that [`Self::place`] gave since the last [`Self::make_room`].
    #[inline]
    pub(super) fn get(&self, place: u32) -> &Entry {
        self.entries.get(place as usize).unwrap_or(&NOTHING)
    }

    #[inline]
    fn find(&self, key: u64, spelling: &str) -> Option<u32> {
        let place = *self.by_key.get(&key)?;
        if is_exact(key) {
            return Some(place);
        }
        let known = self.spellings.get(place as usize)?;
        (known.as_ref() == spelling).then_some(place)
    }

    /// The entry of a word that the cache does not hold as it is spelled here.
    #[inline(never)]
    fn learn_word<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        key: u64,
        token: &Scanned<'_, '_>,
    ) -> u32 {
        let mut normal = std::mem::take(&mut self.normal);
        normal.clear();
        match token.normal {
            Some(form) => normal.push_str(form),
            None => normal.extend(
                token
                    .surface
                    .bytes()
                    .map(|b| char::from(b.to_ascii_lowercase())),
            ),
        }
        let normal_key = key_of(&normal);
        let base = if let Some(base) = self.find(normal_key, &normal) {
            base
        } else {
            let number = self.next_number();
            let entry = self.look_up(settings, finders, space, &normal);
            self.keep(
                normal_key,
                &normal,
                spelled(Entry { number, ..entry }, finders, &normal),
            )
        };
        let is_normal = normal == token.surface;
        self.normal = normal;
        if is_normal {
            return base;
        }
        let entry = spelled(*self.get(base), finders, token.surface);
        self.keep(key, token.surface, entry)
    }

    /// The entry of a term that is no word.
    fn learnt<S: TermSpace>(&mut self, term: &str, finders: &Finders, space: &mut S) -> u32 {
        let key = key_of(term);
        if let Some(place) = self.find(key, term) {
            return place;
        }
        let number = self.next_number();
        let (first_element, n_elements) = self.note_elements(finders, term);
        let stem = space.word(term);
        let entry = Entry {
            number,
            first_element,
            n_elements,
            name: finders.names.word(finders.names.mark(term), term),
            ..of_stem(stem, space)
        };
        self.keep(key, term, entry)
    }

    fn next_number(&self) -> u32 {
        size(self.entries.len() + 1)
    }

    /// Keeps an entry under its spelling, unless another word with the same key is there.
    fn keep(&mut self, key: u64, spelling: &str, entry: Entry) -> u32 {
        let place = size(self.entries.len());
        self.entries.push(entry);
        if spelling.len() <= MAX_CACHED_BYTES && !self.by_key.contains_key(&key) {
            self.by_key.insert(key, place);
            self.spellings.push(spelling.into());
        } else {
            self.spellings.push(Box::default());
        }
        place
    }

    /// What a word in normal form is.
    fn look_up<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        word: &str,
    ) -> Entry {
        let (first_element, n_elements) = self.note_elements(finders, word);
        let is_stop = settings.stop_words.contains(word);
        let base = without_genitive(word);
        let stem = match settings.stemmer {
            _ if is_stop => UNKNOWN,
            Stemming::DutchPorter => space.word(&self.stemmer.stem_once(base)),
            Stemming::None => space.word(base),
        };
        let first_piece = size(self.pieces.len());
        if let Some(characters) = settings.characters
            && !is_stop
            && base.len() <= MAX_CACHED_BYTES
        {
            let (pieces, buffer) = (&mut self.pieces, &mut self.piece);
            for_each_piece(base, characters, buffer, |piece| {
                let feature = space.marked(piece);
                if feature != UNKNOWN {
                    pieces.push(feature);
                }
            });
        }
        Entry {
            is_stop,
            name: finders.names.word(finders.names.mark(word), word),
            reference: ReferenceWord::of(word),
            first_piece,
            n_pieces: size(self.pieces.len()) - first_piece,
            first_element,
            n_elements,
            ..of_stem(stem, space)
        }
    }

    fn note_elements(&mut self, finders: &Finders, word: &str) -> (u32, u32) {
        let first = size(self.elements.len());
        let elements = &mut self.elements;
        finders
            .lexicon
            .elements_of(word, |element| elements.push(element));
        (first, size(self.elements.len()) - first)
    }
}

/// The entry of a word of which nothing but the stem is known.
fn of_stem<S: TermSpace>(stem: u32, space: &mut S) -> Entry {
    let node = if stem == UNKNOWN {
        UNKNOWN
    } else {
        space.extend(ROOT, stem)
    };
    let feature = if node == UNKNOWN {
        UNKNOWN
    } else {
        space.feature(node)
    };
    Entry {
        stem,
        node,
        feature,
        ..NOTHING
    }
}

/// The entry with what depends on capitals.
fn spelled(entry: Entry, finders: &Finders, spelling: &str) -> Entry {
    Entry {
        name: finders.names.word(entry.name.mark, spelling),
        language: language_of(spelling),
        ..entry
    }
}

fn slice(arena: &[u32], first: u32, n: u32) -> &[u32] {
    let first = first as usize;
    arena.get(first..first + n as usize).unwrap_or(&[])
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(UNKNOWN)
}

/// What stands in the highest byte of a key that is a hash, and not the spelling itself.
const HASHED: u64 = 0xFF << 56;

/// Whether only one spelling has this key.
fn is_exact(key: u64) -> bool {
    key & HASHED != HASHED
}

/// The key of a spelling: up to 7 bytes with their number, longer ones as a hash.
fn key_of(spelling: &str) -> u64 {
    let bytes = spelling.as_bytes();
    let length = bytes.len();
    let spelled = if length >= 8 {
        return fast_hash_of(bytes) | HASHED;
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The last four bytes without those that are among the first four.
        let rest = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - length));
        u64::from(u32::from_le_bytes(*first)) | (rest << 32)
    } else {
        bytes.iter().fold(0, |key, &b| (key << 8) | u64::from(b))
    };
    spelled | ((length as u64) << 56)
}

/// The word without the `'s` of a genitive or plural: `EU's`, `foto's`.
fn without_genitive(word: &str) -> &str {
    match word.strip_suffix("'s") {
        Some(base) if !base.is_empty() => base,
        _ => word,
    }
}

/// Shows the pieces of `<word>`, edges included, from the shortest to the longest.
fn for_each_piece(
    word: &str,
    characters: CharacterSettings,
    buffer: &mut String,
    mut sink: impl FnMut(&str),
) {
    let letters: Vec<char> = std::iter::once('<')
        .chain(word.chars())
        .chain(std::iter::once('>'))
        .collect();
    for length in usize::from(characters.shortest)..=usize::from(characters.longest) {
        for piece in letters.windows(length) {
            buffer.clear();
            buffer.push(PIECE);
            buffer.extend(piece);
            sink(buffer);
        }
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
