//! What the analyzer found out about the words met so far.

use super::names::NameWord;
use super::pieces::for_each_piece;
use super::terms::{ROOT, TermSpace, UNKNOWN};
use super::visit::Finders;
use super::word_keys::{is_exact, key_of};
use super::{AnalyzerSettings, Stemming};
use crate::text::{
    FastMap, FastSet, Language, ReferenceWord, Scanned, Stemmer, TokenKind, language_of,
};

/// The number of words after which those that were met once are forgotten: with 64 Ki words of 200
/// bytes a cache has 13 MB, however many words a corpus has.
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
    /// Whether it was met again since the words that were not were forgotten.
    is_used: bool,
    /// Its pieces, in the arena.
    first_piece: u32,
    n_pieces: u32,
    /// The elements of the lexicon that it fits, in the arena.
    first_element: u32,
    n_elements: u32,
}

impl Entry {
    /// The first of its pieces in the arena, and how many there are.
    pub(super) fn pieces(&self) -> (u32, u32) {
        (self.first_piece, self.n_pieces)
    }
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
    is_used: false,
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
    /// How often all words were forgotten.
    generation: u64,
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
        self.generation += 1;
        self.name = None;
    }

    /// How often all words were forgotten: a number stands for one word until then.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Makes room between two texts, where it is needed: within one, the numbers of words stay. Words
    /// that were met again stay known, unless they are half of all or more.
    pub(super) fn make_room(&mut self) {
        if self.entries.len() < MAX_CACHED_WORDS {
            return;
        }
        let used = self.entries.iter().filter(|entry| entry.is_used);
        let used: FastSet<u32> = used.map(|entry| entry.number).collect();
        if used.len() >= MAX_CACHED_WORDS / 2 {
            self.clear();
        } else {
            self.keep_only(&used);
        }
    }

    /// Forgets all words but those with these numbers, which get new ones. A word keeps all its
    /// spellings, or one of them would get a number of its own.
    fn keep_only(&mut self, numbers: &FastSet<u32>) {
        let entries = std::mem::take(&mut self.entries);
        let spellings = std::mem::take(&mut self.spellings);
        let pieces = std::mem::take(&mut self.pieces);
        let elements = std::mem::take(&mut self.elements);
        self.by_key.clear();
        self.generation += 1;
        let mut kept: FastMap<u32, Entry> = FastMap::default();
        for (entry, spelling) in entries.iter().zip(spellings) {
            if spelling.is_empty() || !numbers.contains(&entry.number) {
                continue;
            }
            let number = self.next_number();
            let first = *kept.entry(entry.number).or_insert_with(|| {
                let first_piece = size(self.pieces.len());
                let first_element = size(self.elements.len());
                let (of_pieces, of_elements) = (
                    slice(&pieces, entry.first_piece, entry.n_pieces),
                    slice(&elements, entry.first_element, entry.n_elements),
                );
                self.pieces.extend(of_pieces);
                self.elements.extend(of_elements);
                Entry {
                    number,
                    first_piece,
                    first_element,
                    ..*entry
                }
            });
            let entry = Entry {
                number: first.number,
                first_piece: first.first_piece,
                first_element: first.first_element,
                is_used: false,
                ..*entry
            };
            self.keep(key_of(&spelling), &spelling, entry);
        }
    }

    pub(super) fn pieces_of(&self, entry: &Entry) -> &[u32] {
        self.pieces_at(entry.pieces())
    }

    /// The pieces from a first one, so many of them.
    pub(super) fn pieces_at(&self, (first, n): (u32, u32)) -> &[u32] {
        slice(&self.pieces, first, n)
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
            return match self.find_again(key, token.surface) {
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

    /// The same as [`Self::find`] for a word that is met again.
    #[inline]
    fn find_again(&mut self, key: u64, spelling: &str) -> Option<u32> {
        let place = self.find(key, spelling)?;
        if let Some(entry) = self.entries.get_mut(place as usize) {
            entry.is_used = true;
        }
        Some(place)
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
        if let Some(place) = self.find_again(key, term) {
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
                let feature = space.piece(piece);
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

/// The word without the `'s` of a genitive or plural: `EU's`, `foto's`.
fn without_genitive(word: &str) -> &str {
    match word.strip_suffix("'s") {
        Some(base) if !base.is_empty() => base,
        _ => word,
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
