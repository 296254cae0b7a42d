//! One visit of a text: its terms and where they stand.

use super::AnalyzerSettings;
use super::lexicon::{LexiconMatcher, OpenTerm};
use super::names::{NameFinder, NameSearch};
use super::terms::{TermSpace, UNKNOWN};
use super::words::{Entry, Words};
use crate::corpus::Span;
use crate::text::{LanguageCounts, Reference, TokenKind, Tokenizer};

/// The tokens that a feature covers, counted from 0; both ends belong to it. Stop words may
/// stand between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenRange {
    /// The first token.
    pub first: u32,
    /// The last token.
    pub last: u32,
}

/// What an analyzer looks for beside stems.
#[derive(Debug, Clone, Default)]
pub(super) struct Finders {
    pub(super) lexicon: LexiconMatcher,
    pub(super) names: NameFinder,
}

/// Who is shown what a visit meets.
pub(super) trait Sink<S> {
    /// Token number `at`, with its place among `words`; `is_name` where it is in a name, and its
    /// pieces do not count.
    fn word(&mut self, space: &mut S, words: &Words, word: u32, is_name: bool, at: u32);

    /// Another feature.
    fn feature(&mut self, space: &mut S, feature: u32, tokens: TokenRange);
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
    pub(super) words: Words,
    /// The places of the tokens of the text visited last.
    pub(super) spans: Vec<Span>,
    /// The tokens that are no stop words.
    pub(super) n_words: usize,
    /// The languages of the tokens.
    pub(super) languages: LanguageCounts,
    /// Whether the tokens hold all words of the text, which those of addresses are not.
    pub(super) is_whole: bool,
    open: Vec<OpenPhrase>,
    extended: Vec<OpenPhrase>,
    open_terms: Vec<OpenTerm>,
}

impl Walk {
    /// Shows every feature of `text` that `space` knows, at each of its places: of a token its
    /// pieces, then the terms of the lexicon, then the phrases that end in it.
    pub(super) fn visit<S: TermSpace>(
        &mut self,
        settings: &AnalyzerSettings,
        finders: &Finders,
        space: &mut S,
        text: &str,
        sink: &mut impl Sink<S>,
    ) {
        let Self {
            tokenizer,
            words,
            spans,
            n_words,
            languages,
            is_whole,
            open,
            extended,
            open_terms,
        } = self;
        words.make_room();
        let name = (!finders.names.is_empty()).then(|| words.name(space));
        spans.clear();
        *n_words = 0;
        *languages = LanguageCounts::default();
        open.clear();
        open_terms.clear();
        let mut at = 0;
        let mut search = NameSearch::default();
        let mut reference = Reference::default();
        *is_whole = tokenizer.scan(text, |token| {
            spans.push(token.span);
            let kind = if token.is_number {
                reference.number()
            } else {
                TokenKind::Word
            };
            let place = words.place(settings, finders, space, &token, kind);
            let words = &*words;
            let mut entry = words.get(place);
            if !token.is_number {
                reference.word(entry.reference);
            }
            languages.add(entry.language);
            let mut is_name = false;
            if let Some(name) = &name {
                let at = (token.span.start, token.span.end);
                is_name = NameFinder::is_name(&mut search, entry.name, text, at);
                if is_name {
                    entry = name;
                }
            }
            sink.word(space, words, place, is_name, at);
            let elements = words.elements_of(entry);
            if !(elements.is_empty() && open_terms.is_empty()) {
                finders
                    .lexicon
                    .step(open_terms, elements, at, |feature, first| {
                        sink.feature(space, feature, TokenRange { first, last: at });
                    });
            }
            if !entry.is_stop {
                *n_words += 1;
                extended.clear();
                if entry.stem != UNKNOWN {
                    for_each_phrase(settings, space, open, extended, entry, at, sink);
                }
                std::mem::swap(open, extended);
            }
            at += 1;
        });
    }
}

/// Shows the phrases that end in `word`, token number `last`, and fills `extended` with those that
/// may go on with the next word.
fn for_each_phrase<S: TermSpace>(
    settings: &AnalyzerSettings,
    space: &mut S,
    open: &[OpenPhrase],
    extended: &mut Vec<OpenPhrase>,
    word: &Entry,
    last: u32,
    sink: &mut impl Sink<S>,
) {
    if word.feature != UNKNOWN {
        sink.feature(space, word.feature, TokenRange { first: last, last });
    }
    if word.node != UNKNOWN && settings.longest_phrase > 1 {
        extended.push(OpenPhrase {
            node: word.node,
            n_words: 1,
            first: last,
        });
    }
    for phrase in open {
        let node = space.extend(phrase.node, word.stem);
        if node == UNKNOWN {
            continue;
        }
        let feature = space.feature(node);
        let first = phrase.first;
        if feature != UNKNOWN {
            sink.feature(space, feature, TokenRange { first, last });
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
