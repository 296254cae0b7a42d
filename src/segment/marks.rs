//! Quotation marks of a text, and which of them belong together.

use super::quotes::FIRST_OF_MARKS;
use crate::corpus::{Span, places_of};

/// Marks that may be open at once; more are no writing.
const MAX_DEPTH: usize = 8;

/// A kind of quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `«…»`
    Guillemets,
    /// `‹…›`
    SingleGuillemets,
    /// `“…”`, `„…”`, `„…“`
    Double,
    /// `‘…’`, `‚…’`, `‚…‘`
    Single,
    /// `"…"`
    Straight,
    /// `'…'`
    StraightSingle,
}

impl Kind {
    /// Whether its two marks differ from each other and from apostrophes, so that one of them
    /// alone is told for what it is.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Self::Guillemets | Self::Double)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// The marks of one text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Byte ranges from a mark to the one that closes it, nested ones too, by their ends.
    pub(super) pairs: Vec<Span>,
    /// Marks that nothing closes, with their offsets, the outermost first.
    pub(super) unclosed: Vec<(Kind, usize)>,
    /// Marks that close nothing, with the offsets behind them, in order.
    pub(super) unopened: Vec<(Kind, usize)>,
    /// The mark that the text begins with.
    pub(super) opens_with: Option<Kind>,
    /// The offset of the first character that is no white space.
    pub(super) first: usize,
}

impl Scan {
    /// Pairs the marks of `text`, each with the last open one of its kind.
    pub(super) fn of(text: &str) -> Self {
        let mut scan = Self {
            first: text.len() - text.trim_start().len(),
            ..Self::default()
        };
        for at in places_of(text.as_bytes(), *b"\"'", FIRST_OF_MARKS) {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                continue;
            };
            let behind = at + c.len_utf8();
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let rest = text.get(behind..).unwrap_or("");
            if let Some((kind, side)) = mark(c, before, rest.chars().next(), rest) {
                scan.add(kind, side, at, behind);
            }
        }
        scan
    }

    fn add(&mut self, kind: Kind, side: Side, at: usize, behind: usize) {
        let open = self.unclosed.iter().rposition(|&(other, _)| other == kind);
        match (side, open) {
            (Side::Closes | Side::Either, Some(open)) => {
                let start = self.unclosed.get(open).map_or(at, |&(_, start)| start);
                self.unclosed.truncate(open);
                self.pairs.push(Span::new(start, behind));
            }
            (Side::Opens, _) | (Side::Either, None) => {
                if at == self.first {
                    self.opens_with = Some(kind);
                }
                if self.unclosed.len() < MAX_DEPTH {
                    self.unclosed.push((kind, at));
                }
            }
            (Side::Closes, None) => self.unopened.push((kind, behind)),
        }
    }
}

/// What mark a character is between its neighbours; `None` for an apostrophe and anything else.
fn mark(c: char, before: Option<char>, after: Option<char>, rest: &str) -> Option<(Kind, Side)> {
    let is_apart = before.is_none_or(|c| !c.is_alphanumeric());
    let follows_space = before.is_none_or(|c| c.is_whitespace() || is_opening(c));
    let precedes_space = after.is_none_or(|c| c.is_whitespace() || is_stop(c));
    let precedes_word = after.is_some_and(char::is_alphanumeric);
    let closes = !precedes_word && !before.is_none_or(char::is_whitespace);
    let opens_word = is_apart
        && after
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '«' | '[' | '.' | '…' | '€' | '“'))
        && !starts_elision(rest);
    match c {
        '«' => Some((Kind::Guillemets, Side::Opens)),
        '»' => Some((Kind::Guillemets, Side::Closes)),
        '‹' => Some((Kind::SingleGuillemets, Side::Opens)),
        '›' => Some((Kind::SingleGuillemets, Side::Closes)),
        '“' if precedes_space => Some((Kind::Double, Side::Either)),
        '„' | '“' => Some((Kind::Double, Side::Opens)),
        '”' if follows_space && precedes_word => Some((Kind::Double, Side::Opens)),
        '”' => Some((Kind::Double, Side::Closes)),
        '"' if follows_space && !precedes_space => Some((Kind::Straight, Side::Opens)),
        '"' if !follows_space && precedes_space => Some((Kind::Straight, Side::Closes)),
        '"' => Some((Kind::Straight, Side::Either)),
        '‘' | '‚' if opens_word => Some((Kind::Single, Side::Opens)),
        '‘' | '’' if closes => Some((Kind::Single, Side::Closes)),
        '\'' if opens_word && follows_space => Some((Kind::StraightSingle, Side::Opens)),
        '\'' if closes => Some((Kind::StraightSingle, Side::Closes)),
        _ => None,
    }
}

/// `‘s avonds`, `'t`, `'90`: behind an apostrophe, not behind an opening mark.
fn starts_elision(rest: &str) -> bool {
    let is_year = rest.bytes().take_while(u8::is_ascii_digit).count() == 2
        && !rest.chars().nth(2).is_some_and(char::is_alphanumeric);
    is_year
        || ["s ", "s-", "t ", "n ", "k ", "m "]
            .iter()
            .any(|elided| rest.starts_with(elided))
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '«' | '“' | '„' | '‘' | '–' | '—' | '/' | ':')
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']' | '»' | '”' | '’'
    )
}
