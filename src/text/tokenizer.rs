//! Splits text into tokens that know their place.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::characters::{Class, char_at, class_at};
use super::reference::{Reference, ReferenceWord};
use crate::corpus::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, possibly with digits in it: `lidstaten`, `D66`, `25bis`.
    Word,
    /// A number: `160.000`, `1,5`, `2022/2023`.
    Number,
    /// The number of an article of law: the `3` of `artikel 3 EVRM`.
    Provision,
}

/// A token and its place, borrowed from the tokenizer for the length of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenRef<'a> {
    /// Byte offsets in the text as given; they slice it.
    pub span: Span,
    /// What the token is.
    pub kind: TokenKind,
    /// Lower case, NFC, apostrophes straight, soft hyphens dropped; never empty.
    pub text: &'a str,
}

/// A token of its own; see [`TokenRef`] for the meaning of the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte offsets in the text as given; they slice it.
    pub span: Span,
    /// What the token is.
    pub kind: TokenKind,
    /// Lower case, NFC, apostrophes straight, soft hyphens dropped; never empty.
    pub text: String,
}

/// Elements that are no words of their own: with the hyphen behind them they stay with what
/// follows, or `niet-begeleide` would count as the word *niet*. After the list of prefixes in
/// *Leidraad van de Woordenlijst Nederlandse Taal* (2015), §6.6, shortened to those that change
/// what the word says.
const BOUND_PREFIXES: [&str; 13] = [
    "anti", "co", "ex", "niet", "non", "oud", "post", "pre", "pro", "re", "semi", "sub", "vice",
];

/// Splits text into tokens; keeps its buffer between texts.
///
/// ```
/// use standpunt::text::Tokenizer;
///
/// let words: Vec<String> = Tokenizer::tokens("De EU-lidstaten én hun regio’s")
///     .into_iter()
///     .map(|token| token.text)
///     .collect();
/// assert_eq!(words, ["de", "eu", "lidstaten", "én", "hun", "regio's"]);
/// ```
#[derive(Debug, Default, Clone)]
pub struct Tokenizer {
    word: String,
    normal: String,
    lower: String,
}

impl Tokenizer {
    /// The tokens of `text` in order.
    pub fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        Self::default().visit(text, |token| {
            tokens.push(Token {
                span: token.span,
                kind: token.kind,
                text: token.text.to_owned(),
            });
        });
        tokens
    }

    /// Shows the tokens of `text` in order, without allocating once the buffers have grown.
    pub fn visit(&mut self, text: &str, mut visit: impl FnMut(TokenRef<'_>)) {
        let mut lower = std::mem::take(&mut self.lower);
        let mut reference = Reference::default();
        self.scan(text, |token| {
            let text = token.normal.unwrap_or_else(|| {
                lower.clear();
                lower.push_str(token.surface);
                lower.make_ascii_lowercase();
                &lower
            });
            let kind = if token.is_number {
                reference.number()
            } else {
                reference.word(ReferenceWord::of(text));
                TokenKind::Word
            };
            visit(TokenRef {
                span: token.span,
                kind,
                text,
            });
        });
        self.lower = lower;
    }

    /// Reads the word that starts at `start`, with its bound prefix, into the buffer.
    pub(super) fn read_word(&mut self, text: &str, start: usize) -> usize {
        self.word.clear();
        let mut at = self.read_abbreviation(text, start);
        if at > start {
            return at;
        }
        at = self.read_letters(text, start);
        if class_at(text, at) == Class::Hyphen
            && class_at(text, next(text, at)) == Class::Letter
            && BOUND_PREFIXES.contains(&self.word.as_str())
        {
            self.word.push('-');
            at = self.read_letters(text, next(text, at));
        }
        at
    }

    /// Reads `o.a`, `t.a.v`: single letters with full stops between them. Gives `start` back
    /// where there is none.
    fn read_abbreviation(&mut self, text: &str, start: usize) -> usize {
        let mut at = start;
        while is_single_letter(text, at) {
            self.push_char(text, at);
            at = next(text, at);
            if text.as_bytes().get(at) != Some(&b'.') || !is_single_letter(text, at + 1) {
                break;
            }
            self.word.push('.');
            at += 1;
        }
        at
    }

    /// Reads letters, digits and accents from `start`, with apostrophes between them.
    fn read_letters(&mut self, text: &str, start: usize) -> usize {
        let mut at = start;
        loop {
            match class_at(text, at) {
                Class::Letter | Class::Digit | Class::Mark => self.push_char(text, at),
                Class::Apostrophe
                    if matches!(class_at(text, next(text, at)), Class::Letter | Class::Digit) =>
                {
                    self.word.push('\'');
                }
                Class::SoftHyphen if class_at(text, next(text, at)) == Class::Letter => {}
                _ => return at,
            }
            at = next(text, at);
        }
    }

    /// Reads `160.000`, `1,5`, `2022/2023`, `21501-20`; with letters behind it, as in `25bis`,
    /// it is a word. Gives its end, and whether it is a number.
    pub(super) fn read_number(&mut self, text: &str, start: usize) -> (usize, bool) {
        self.word.clear();
        let mut at = start;
        loop {
            match text.as_bytes().get(at) {
                Some(b'.' | b',' | b'/' | b':' | b'-')
                    if class_at(text, at + 1) == Class::Digit =>
                {
                    self.push_char(text, at);
                    at += 1;
                }
                _ if class_at(text, at) == Class::Digit => {
                    self.push_char(text, at);
                    at = next(text, at);
                }
                _ => break,
            }
        }
        if matches!(class_at(text, at), Class::Letter | Class::Mark) {
            (self.read_letters(text, at), false)
        } else {
            (at, true)
        }
    }

    /// Reads `'s`, `'t`, `'n`: an apostrophe with one letter behind it.
    pub(super) fn read_clitic(&mut self, text: &str, start: usize) -> Option<usize> {
        let letter = next(text, start);
        let end = next(text, letter);
        let alone = matches!(
            class_at(text, end),
            Class::Space | Class::Other | Class::Hyphen
        );
        let clitic = matches!(char_at(text, letter)?, 's' | 't' | 'n' | 'm' | 'k');
        if !(clitic && alone) {
            return None;
        }
        self.word.clear();
        self.word.push('\'');
        self.push_char(text, letter);
        Some(end)
    }

    fn push_char(&mut self, text: &str, at: usize) {
        if let Some(c) = char_at(text, at) {
            if c.is_ascii() {
                self.word.push(c.to_ascii_lowercase());
            } else {
                self.word.extend(c.to_lowercase());
            }
        }
    }

    /// The word in the buffer in NFC, which nearly every word is already.
    pub(super) fn normal_form(&mut self) -> &str {
        if self.word.is_ascii() || is_nfc_quick(self.word.chars()) == IsNormalized::Yes {
            return &self.word;
        }
        self.normal.clear();
        self.normal.extend(self.word.nfc());
        &self.normal
    }
}

/// The place behind the character at `at`.
fn next(text: &str, at: usize) -> usize {
    at + char_at(text, at).map_or(0, char::len_utf8)
}

/// Whether one letter stands at `at` that no word goes on with, and that is one in lower case too:
/// the Turkish capital I with a dot becomes a letter and an accent.
fn is_single_letter(text: &str, at: usize) -> bool {
    class_at(text, at) == Class::Letter
        && char_at(text, at).is_some_and(|c| c.to_lowercase().count() == 1)
        && matches!(
            class_at(text, next(text, at)),
            Class::Space | Class::Other | Class::Hyphen
        )
}

/// Where the address of a web page or of mail that starts at `at` ends; `None` where none does.
pub(super) fn address_end(text: &str, at: usize, has_mail: bool) -> Option<usize> {
    let rest = text.get(at..)?;
    let is_web = ["http://", "https://", "www."].iter().any(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_web && !has_mail {
        return None;
    }
    let run = rest.split(char::is_whitespace).next()?;
    let is_mail = has_mail
        && run.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric)
        });
    (is_web || is_mail).then_some(at + run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokenizer::tokens(text)
            .into_iter()
            .map(|token| token.text)
            .collect()
    }

    fn kinds(text: &str) -> Vec<(String, TokenKind)> {
        Tokenizer::tokens(text)
            .into_iter()
            .map(|token| (token.text, token.kind))
            .collect()
    }

    #[test]
    fn compounds_with_a_hyphen_are_read_as_their_words() {
        assert_eq!(words("EU-lidstaten"), ["eu", "lidstaten"]);
        assert_eq!(
            words("asiel- en migratiepact"),
            ["asiel", "en", "migratiepact"]
        );
        assert_eq!(words("PvdA-fractie"), ["pvda", "fractie"]);
        assert_eq!(words("eu\u{2011}LISA – en"), ["eu", "lisa", "en"]);
    }

    #[test]
    fn a_prefix_that_is_no_word_stays_with_what_follows() {
        assert_eq!(words("niet-begeleide"), ["niet-begeleide"]);
        assert_eq!(words("co-ouderschap"), ["co-ouderschap"]);
        assert_eq!(
            words("Non-refoulementbeginsel"),
            ["non-refoulementbeginsel"]
        );
        assert_eq!(words("niet- en wel"), ["niet", "en", "wel"]);
    }

    #[test]
    fn apostrophes_belong_to_words_and_quotation_marks_do_not() {
        assert_eq!(
            words("’s avonds foto’s zo'n 't"),
            ["'s", "avonds", "foto's", "zo'n", "'t"]
        );
        assert_eq!(words("‘pull factor’, 'nee'"), ["pull", "factor", "nee"]);
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(
            kinds("160.000 in 2022/2023, 1,5 of 25bis. D66 1e"),
            [
                ("160.000".to_owned(), TokenKind::Number),
                ("in".to_owned(), TokenKind::Word),
                ("2022/2023".to_owned(), TokenKind::Number),
                ("1,5".to_owned(), TokenKind::Number),
                ("of".to_owned(), TokenKind::Word),
                ("25bis".to_owned(), TokenKind::Word),
                ("d66".to_owned(), TokenKind::Word),
                ("1e".to_owned(), TokenKind::Word),
            ]
        );
    }

    #[test]
    fn the_number_of_an_article_is_told_from_other_numbers() {
        let provisions = |text: &str| -> Vec<String> {
            kinds(text)
                .into_iter()
                .filter(|(_, kind)| *kind == TokenKind::Provision)
                .map(|(word, _)| word)
                .collect()
        };
        assert_eq!(provisions("artikel 3 EVRM uit 1950"), ["3"]);
        assert_eq!(
            provisions("Art. 78, artikelen 3, 8 en 13 van 2013"),
            ["78", "3", "8", "13"]
        );
        assert!(provisions("in 2013 kwamen 3 mensen").is_empty());
    }

    #[test]
    fn addresses_are_dropped() {
        assert_eq!(
            words(
                "zie https://eur-lex.europa.eu/x?y=1, www.rijk.nl en jan.smit@tk.nl of (WWW.x.nl) hier"
            ),
            ["zie", "en", "of", "hier"]
        );
    }

    #[test]
    fn abbreviations_of_single_letters_are_one_word() {
        assert_eq!(
            words("o.a. t.a.v. de V.S. A. Jansen"),
            ["o.a", "t.a.v", "de", "v.s", "a", "jansen"]
        );
    }

    #[test]
    fn accents_give_the_same_token_composed_or_not() {
        let composed = Tokenizer::tokens("Geëvacueerden");
        let decomposed = Tokenizer::tokens("Gee\u{0308}vacueerden");
        assert_eq!(composed[0].text, "geëvacueerden");
        assert_eq!(decomposed[0].text, composed[0].text);
        assert_eq!(decomposed[0].span, Span::new(0, 15));
    }

    #[test]
    fn soft_hyphens_vanish_inside_words() {
        assert_eq!(words("asiel\u{00AD}zoekers"), ["asielzoekers"]);
    }

    #[test]
    fn texts_without_words_have_no_tokens() {
        assert!(words("").is_empty());
        assert!(words(" … — «» ’ \u{0301} @ - ").is_empty());
    }
}
