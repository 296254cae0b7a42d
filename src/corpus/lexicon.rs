//! Terms that a coder expects in texts of a class: a list of words and phrases with wildcards.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::str::FromStr;

use unicode_normalization::is_nfc;

use super::rows::Rows;
use super::{Codebook, DataError};

/// Stands between two words of a term that other words may come between.
const GAP: &str = "…";

/// What a term must look like, for messages.
const TERM: &str = "lower-case words in Unicode form NFC with single spaces between, `*` only at \
    the start or end of a word, `…` only between two words";

/// How the words of a text fit a word of a [`LexiconTerm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordShape {
    /// `grip`: the word itself.
    Whole(String),
    /// `herplaats*`: words that start so.
    Start(String),
    /// `*hubs`: words that end so.
    End(String),
    /// `*rechter*`: words with this anywhere in them, compounds among them.
    Inside(String),
}

impl WordShape {
    /// The word without its wildcards; never empty.
    pub fn core(&self) -> &str {
        let (Self::Whole(core) | Self::Start(core) | Self::End(core) | Self::Inside(core)) = self;
        core
    }
}

/// A word of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconWord {
    /// Which words fit.
    pub shape: WordShape,
    /// Whether other words may come between it and the word before it in the term.
    pub after_gap: bool,
}

/// One term of a lexicon, such as `herplaats*` or `eerlijk* … verdel*`.
///
/// ```
/// use standpunt::corpus::LexiconTerm;
/// let term: LexiconTerm = "grenzen … sluit*".parse()?;
/// assert_eq!(term.words().len(), 2);
/// assert!(term.words()[1].after_gap);
/// assert!("Grenzen".parse::<LexiconTerm>().is_err());
/// # Ok::<(), standpunt::corpus::LexiconTermError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconTerm {
    words: Vec<LexiconWord>,
}

/// A text that is no term of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {TERM}")]
pub struct LexiconTermError;

impl LexiconTerm {
    /// Its words, at least one.
    pub fn words(&self) -> &[LexiconWord] {
        &self.words
    }

    /// Reads a term that may have capitals.
    pub(super) fn in_any_case(text: &str) -> Result<Self, LexiconTermError> {
        if !is_nfc(text) || text.ends_with(GAP) {
            return Err(LexiconTermError);
        }
        let mut words: Vec<LexiconWord> = Vec::new();
        let mut after_gap = false;
        for part in text.split(' ') {
            if part == GAP {
                if after_gap || words.is_empty() {
                    return Err(LexiconTermError);
                }
                after_gap = true;
                continue;
            }
            let shape = word_shape(part).ok_or(LexiconTermError)?;
            words.push(LexiconWord { shape, after_gap });
            after_gap = false;
        }
        Ok(Self { words })
    }
}

impl FromStr for LexiconTerm {
    type Err = LexiconTermError;

    fn from_str(text: &str) -> Result<Self, LexiconTermError> {
        if text.to_lowercase() != text {
            return Err(LexiconTermError);
        }
        Self::in_any_case(text)
    }
}

fn word_shape(part: &str) -> Option<WordShape> {
    let (rest, open_start) = part
        .strip_prefix('*')
        .map_or((part, false), |rest| (rest, true));
    let (core, open_end) = rest
        .strip_suffix('*')
        .map_or((rest, false), |core| (core, true));
    let is_word = |c: char| !c.is_whitespace() && c != '*' && c != '…';
    if core.is_empty() || !core.chars().all(is_word) {
        return None;
    }
    let core = core.to_owned();
    Some(match (open_start, open_end) {
        (false, false) => WordShape::Whole(core),
        (false, true) => WordShape::Start(core),
        (true, false) => WordShape::End(core),
        (true, true) => WordShape::Inside(core),
    })
}

/// Terms with the class that each was written for.
///
/// A model takes the terms as features and learns itself what they say; the classes are for the
/// reader, and to tell whether a lexicon suits a codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    terms: BTreeSet<String>,
}

impl Lexicon {
    /// `data/stance_lexicon.csv`; `None` where the codebook lacks one of its classes.
    pub fn built_in(codebook: &Codebook) -> Option<Self> {
        let text = include_str!("../../data/stance_lexicon.csv");
        Self::from_csv(text.as_bytes(), "data/stance_lexicon.csv", codebook).ok()
    }

    /// Reads a lexicon with the columns `stance` and `term`; `place` names it in errors.
    ///
    /// # Errors
    /// Where the table is not CSV, a class is not in the codebook, a term has another form (see
    /// [`LexiconTerm`]) or stands there twice.
    pub fn from_csv(
        reader: impl Read,
        place: &str,
        codebook: &Codebook,
    ) -> Result<Self, DataError> {
        let table = Rows::read(reader, place, &["stance", "term"])?;
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        for row in table.iter() {
            let stance = row.class("stance", codebook)?;
            stance.ok_or_else(|| row.wrong_choice("stance", "", codebook.class_ids()))?;
            let term = row.required("term")?;
            if term.parse::<LexiconTerm>().is_err() {
                return Err(row.wrong("term", term, TERM));
            }
            if let Some(first) = lines.insert(term.to_owned(), row.line()) {
                return Err(row.duplicate("term", term, first));
            }
        }
        Ok(Self {
            terms: lines.into_keys().collect(),
        })
    }

    /// The terms, ascending.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<Vec<(WordShape, bool)>> {
        let term: LexiconTerm = text.parse().ok()?;
        let words = term.words.into_iter();
        Some(words.map(|word| (word.shape, word.after_gap)).collect())
    }

    #[test]
    fn a_term_is_words_with_wildcards_and_gaps() {
        let core = str::to_owned;
        assert_eq!(
            words("eerlijk* … verdel* over"),
            Some(vec![
                (WordShape::Start(core("eerlijk")), false),
                (WordShape::Start(core("verdel")), true),
                (WordShape::Whole(core("over")), false),
            ])
        );
        assert_eq!(
            words("*rechter*"),
            Some(vec![(WordShape::Inside(core("rechter")), false)])
        );
        assert_eq!(
            words("*hubs"),
            Some(vec![(WordShape::End(core("hubs")), false)])
        );
        for wrong in [
            "",
            "*",
            "a*b",
            "Grip",
            "a  b",
            "… a",
            "a …",
            "a … … b",
            "a…",
            "e\u{301}",
        ] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_built_in_lexicon_belongs_to_the_built_in_codebook() {
        let lexicon = Lexicon::built_in(&Codebook::built_in()).unwrap();
        // wc -l of the file, less the header
        assert_eq!(lexicon.terms().count(), 526);
        let text = include_str!("../../data/codebook.toml");
        let other = text.replace("pro-control", "pro-order");
        let other = Codebook::from_toml(&other, "c.toml").unwrap();
        assert_eq!(Lexicon::built_in(&other), None);
    }

    #[test]
    fn a_faulty_row_is_named() {
        let message = |text: &str| {
            let lexicon = Lexicon::from_csv(text.as_bytes(), "l.csv", &Codebook::built_in());
            lexicon.unwrap_err().to_string()
        };
        assert_eq!(
            message("stance,term\nnone,fiche*\npro-controle,grip\n"),
            "l.csv, line 3, column `stance`: found `pro-controle`, expected one of pro-solidarity, pro-control, rights-safeguard, none (closest: `pro-control`)"
        );
        assert_eq!(
            message("stance,term\nnone,fiche*\npro-control,fiche*\n"),
            "l.csv, line 3, column `term`: `fiche*` stands on line 2 already"
        );
        assert!(
            message("stance,term\nnone,Fiche\n").starts_with(
                "l.csv, line 2, column `term`: found `Fiche`, expected lower-case words"
            )
        );
    }
}
