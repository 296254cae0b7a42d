//! One visit of a text: its terms and where they stand.

use super::lexicon::{LexiconMatcher, OpenTerm};
use super::names::{NameFinder, NameMark, NameSearch};
use super::terms::{PIECE, ROOT, TermSpace, UNKNOWN};
use super::{AnalyzerSettings, CharacterSettings, Row, Stemming};
use crate::corpus::Span;
use crate::text::{FastMap, Stemmer, TokenKind, TokenRef, Tokenizer};

/// The number of distinct words after which the cache starts anew.
const MAX_CACHED_WORDS: usize = 1 << 18;

/// Longer words, which are no words, have no pieces and are not cached.
const MAX_CACHED_BYTES: usize = 64;

/// The term of every number.
const NUMBER: &str = "#";

/// The term of every name.
pub(crate) const NAME: &str = "@";

/// The word number of every name, which no word has.
pub(crate) const NAME_NUMBER: u32 = 0;

/// The tokens that a feature covers, counted from 0; both ends belong to it. Stop words may
/// stand between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenRange {
    /// The first token.
    pub first: u32,
    /// The last token.
    pub last: u32,
}

/// A feature at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) feature: u32,
    pub(crate) tokens: TokenRange,
}

/// What an analyzer keeps between texts so that a text costs no allocation. One for each
/// thread; it serves any analyzer, and forgets when it meets another one.
#[derive(Debug, Default)]
pub struct FeatureScratch {
    pub(super) owner: u64,
    pub(super) walk: Walk,
    pub(super) occurrences: Vec<Occurrence>,
    /// By feature: 1 + its place in the row, 0 where it is not in the row.
    pub(super) places: Vec<u32>,
    pub(super) features: Vec<u32>,
    pub(super) counts: Vec<u32>,
    pub(super) values: Vec<f64>,
}

impl FeatureScratch {
    /// Number of tokens in the text visited last, stop words included.
    pub fn n_tokens(&self) -> usize {
        self.walk.spans.len()
    }

    /// Number of tokens in the text visited last that are no stop words.
    pub(crate) fn n_words(&self) -> usize {
        self.walk.n_words
    }

    /// The features of the text visited last, in the order in which they were met.
    pub(crate) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The place of a feature in the row made last.
    pub(crate) fn place(&self, feature: u32) -> Option<usize> {
        let place = self.places.get(feature as usize)?;
        (*place as usize).checked_sub(1)
    }

    /// The row made last.
    pub(crate) fn last_row(&self) -> Row<'_> {
        Row {
            features: &self.features,
            counts: &self.counts,
            values: &self.values,
        }
    }

    /// The places of the tokens of the text visited last, in order.
    pub(crate) fn token_spans(&self) -> &[Span] {
        &self.walk.spans
    }

    /// The place of token number `token` in the text visited last.
    pub(crate) fn token_span(&self, token: u32) -> Span {
        let span = self.walk.spans.get(token as usize).copied();
        span.unwrap_or(Span { start: 0, end: 0 })
    }

    /// A number for each token of the text visited last, the same for the same word and for all
    /// names.
    pub(crate) fn word_numbers(&self) -> &[u32] {
        &self.walk.numbers
    }

    /// The place of a range of tokens in the text visited last.
    pub(crate) fn span(&self, tokens: TokenRange) -> Span {
        Span::new(
            self.token_span(tokens.first).start,
            self.token_span(tokens.last).end,
        )
    }
}

/// What a word is to the analyzer.
#[derive(Debug, Clone, Copy)]
struct Entry {
    word: Word,
    /// Its pieces, in the cache's arena.
    first_piece: usize,
    n_pieces: usize,
    /// The elements of the lexicon that it fits, in the cache's arena.
    first_element: usize,
    n_elements: usize,
    /// Its number in the cache.
    number: u32,
    mark: NameMark,
}

impl Entry {
    /// The same word as part of a name: all names are one term, without pieces.
    fn as_name(self, name: u32) -> Self {
        Self {
            word: Word::Stem(name),
            n_pieces: 0,
            n_elements: 0,
            number: NAME_NUMBER,
            ..self
        }
    }
}

/// What an analyzer looks for beside stems.
#[derive(Debug, Clone, Default)]
pub(super) struct Finders {
    pub(super) lexicon: LexiconMatcher,
    pub(super) names: NameFinder,
}

#[derive(Debug, Clone, Copy)]
enum Word {
    /// Left out before phrases are formed.
    Stop,
    /// Number of the stem, possibly [`UNKNOWN`].
    Stem(u32),
}

/// A phrase that may go on with the next word.
#[derive(Debug, Clone, Copy)]
struct OpenPhrase {
    node: u32,
    n_words: u8,
    first: u32,
}

/// The state of a visit, kept between texts.
#[derive(Debug, Default)]
pub(super) struct Walk {
    tokenizer: Tokenizer,
    words: WordCache,
    spans: Vec<Span>,
    numbers: Vec<u32>,
    n_words: usize,
    open: Vec<OpenPhrase>,
    extended: Vec<OpenPhrase>,
    open_terms: Vec<OpenTerm>,
}

impl Walk {
    /// Shows every feature of `text` that `space` knows, at each of its places.
    pub(super) fn visit<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        text: &str,
        mut sink: impl FnMut(&mut S, u32, TokenRange),
    ) {
        let Self {
            tokenizer,
            words,
            spans,
            numbers,
            n_words,
            open,
            extended,
            open_terms,
        } = self;
        spans.clear();
        numbers.clear();
        *n_words = 0;
        open.clear();
        open_terms.clear();
        let mut at = 0;
        let mut search = NameSearch::default();
        tokenizer.visit(text, |token| {
            spans.push(token.span);
            let mut entry = words.entry(settings, finders, space, token);
            if !finders.names.is_empty() {
                let place = (token.span.start, token.span.end);
                if finders.names.is_name(&mut search, entry.mark, text, place) {
                    entry = entry.as_name(space.word(NAME));
                }
            }
            numbers.push(entry.number);
            let last = at;
            let here = TokenRange { first: at, last };
            for &piece in words.pieces_of(entry) {
                sink(space, piece, here);
            }
            finders.lexicon.step(
                open_terms,
                words.elements_of(entry),
                at,
                |feature, first| {
                    sink(space, feature, TokenRange { first, last });
                },
            );
            at += 1;
            let Word::Stem(word) = entry.word else { return };
            *n_words += 1;
            extended.clear();
            if word != UNKNOWN {
                for_each_phrase(settings, space, open, extended, word, last, &mut sink);
            }
            std::mem::swap(open, extended);
        });
    }

    /// Forgets the words of another analyzer.
    pub(super) fn forget(&mut self) {
        self.words.clear();
    }
}

/// Shows the phrases that end in `word`, token number `last`, and fills `extended` with those that
/// may go on with the next word.
fn for_each_phrase<S: TermSpace>(
    settings: &AnalyzerSettings,
    space: &mut S,
    open: &[OpenPhrase],
    extended: &mut Vec<OpenPhrase>,
    word: u32,
    last: u32,
    sink: &mut impl FnMut(&mut S, u32, TokenRange),
) {
    let start = OpenPhrase {
        node: ROOT,
        n_words: 0,
        first: last,
    };
    for phrase in std::iter::once(&start).chain(open) {
        let node = space.extend(phrase.node, word);
        if node == UNKNOWN {
            continue;
        }
        let feature = space.feature(node);
        let first = phrase.first;
        if feature != UNKNOWN {
            sink(space, feature, TokenRange { first, last });
        }
        if phrase.n_words + 1 < settings.longest_phrase {
            extended.push(OpenPhrase {
                node,
                n_words: phrase.n_words + 1,
                first,
            });
        }
    }
}

/// What the analyzer found out about the words met so far.
#[derive(Debug, Default)]
struct WordCache {
    stemmer: Stemmer,
    entries: FastMap<Box<str>, Entry>,
    pieces: Vec<u32>,
    elements: Vec<u32>,
    key: String,
    piece: String,
    n_met: u32,
}

impl WordCache {
    fn clear(&mut self) {
        self.entries.clear();
        self.pieces.clear();
        self.elements.clear();
    }

    fn pieces_of(&self, entry: Entry) -> &[u32] {
        let end = entry.first_piece + entry.n_pieces;
        self.pieces.get(entry.first_piece..end).unwrap_or(&[])
    }

    fn elements_of(&self, entry: Entry) -> &[u32] {
        let end = entry.first_element + entry.n_elements;
        self.elements.get(entry.first_element..end).unwrap_or(&[])
    }

    fn entry<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        token: TokenRef<'_>,
    ) -> Entry {
        self.key.clear();
        match token.kind {
            TokenKind::Word => self.key.push_str(token.text),
            TokenKind::Number => self.key.push_str(NUMBER),
            TokenKind::Provision => self.key.extend(["art.", token.text]),
        }
        if let Some(&entry) = self.entries.get(self.key.as_str()) {
            return entry;
        }
        if self.entries.len() >= MAX_CACHED_WORDS {
            self.clear();
        }
        let entry = self.look_up(settings, finders, space, token);
        if self.key.len() <= MAX_CACHED_BYTES {
            self.entries.insert(self.key.as_str().into(), entry);
        }
        entry
    }

    /// The entry of the word in `key`, which the cache does not hold.
    fn look_up<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        token: TokenRef<'_>,
    ) -> Entry {
        let first_piece = self.pieces.len();
        let first_element = self.elements.len();
        let elements = &mut self.elements;
        let lexicon = &finders.lexicon;
        lexicon.elements_of(&self.key, |element| elements.push(element));
        let n_elements = self.elements.len() - first_element;
        self.n_met = self.n_met.wrapping_add(1).max(1);
        let number = self.n_met;
        let mark = finders.names.mark(&self.key);
        let entry = |word, n_pieces| Entry {
            word,
            first_piece,
            n_pieces,
            first_element,
            n_elements,
            number,
            mark,
        };
        if token.kind != TokenKind::Word {
            return entry(Word::Stem(space.word(&self.key)), 0);
        }
        if settings.stop_words.contains(&self.key) {
            return entry(Word::Stop, 0);
        }
        let base = without_genitive(&self.key);
        let word = match settings.stemmer {
            Stemming::DutchPorter => space.word(self.stemmer.stem(base)),
            Stemming::None => space.word(base),
        };
        if let Some(characters) = settings.characters
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
        entry(Word::Stem(word), self.pieces.len() - first_piece)
    }
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
    let n_letters = word.chars().count() + 2;
    let letter = |i: usize| match i {
        0 => Some('<'),
        i if i + 1 == n_letters => Some('>'),
        i => word.chars().nth(i - 1),
    };
    for length in usize::from(characters.shortest)..=usize::from(characters.longest) {
        for start in 0..(n_letters + 1).saturating_sub(length) {
            buffer.clear();
            buffer.push(PIECE);
            buffer.extend((start..start + length).filter_map(letter));
            sink(buffer);
        }
    }
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;
