//! A list of words per class: the simplest thing that knows the codebook.

use std::io::Read;

use super::EvaluateError;
use crate::table::{TableReader, TableSettings};
use crate::text::Tokenizer;

/// Words and phrases that point to a class, from a table `stance,word,source`. A `*` at the end of
/// a word stands for any ending.
///
/// The built-in list, `data/seed_words.csv`, was written from the text of the codebook alone and
/// never adjusted to gold: it shows what the words of the codebook find without any training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedWords {
    n_classes: usize,
    entries: Vec<SeedPhrase>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SeedPhrase {
    class: usize,
    words: Vec<String>,
    /// Whether the last word may have any ending.
    is_open: bool,
}

impl SeedWords {
    /// The list of this project, for a codebook that has all of its classes; `None` for another.
    ///
    /// ```
    /// use standpunt::evaluate::SeedWords;
    ///
    /// let classes = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];
    /// let words = SeedWords::built_in(&classes).unwrap();
    /// assert_eq!(words.top_class("Meer terugkeer en minder secundaire migratie"), Some(1));
    /// assert_eq!(words.top_class("De brief is verstuurd."), None);
    /// ```
    pub fn built_in<S: AsRef<str>>(class_ids: &[S]) -> Option<Self> {
        let text = include_str!("../../data/seed_words.csv");
        Self::read(text.as_bytes(), "data/seed_words.csv", class_ids).ok()
    }

    /// Reads a list; `file` names it in errors.
    ///
    /// # Errors
    /// When it is no table with the columns `stance` and `word`, a class is not among
    /// `class_ids`, or a word has no letters.
    pub fn read<S: AsRef<str>>(
        reader: impl Read,
        file: &str,
        class_ids: &[S],
    ) -> Result<Self, EvaluateError> {
        let mut table = TableReader::new(reader, file, &TableSettings::default())?;
        let (stance, word) = (table.column("stance")?, table.column("word")?);
        let mut entries = Vec::new();
        while let Some(row) = table.next_row()? {
            let fault = |column, found: &str, expected: String| EvaluateError::SeedWord {
                file: file.to_owned(),
                line: row.line(),
                column,
                found: found.to_owned(),
                expected,
            };
            let (stance, word) = (row.required(stance)?, row.required(word)?);
            let class = class_ids.iter().position(|id| id.as_ref() == stance);
            let class = class.ok_or_else(|| {
                let ids: Vec<&str> = class_ids.iter().map(AsRef::as_ref).collect();
                fault("stance", stance, format!("one of {}", ids.join(", ")))
            })?;
            let words = words_of(word);
            if words.is_empty() {
                return Err(fault("word", word, "a word".to_owned()));
            }
            entries.push(SeedPhrase {
                class,
                words,
                is_open: word.ends_with('*'),
            });
        }
        Ok(Self {
            n_classes: class_ids.len(),
            entries,
        })
    }

    /// The class with the most hits; `None` without a hit, and where two classes have most.
    ///
    /// Each word of the text counts once for a class, however many entries begin at it.
    pub fn top_class(&self, text: &str) -> Option<usize> {
        let words = words_of(text);
        let mut hits = vec![0_u32; self.n_classes];
        for start in 0..words.len() {
            let rest = words.get(start..).unwrap_or_default();
            for (class, n) in hits.iter_mut().enumerate() {
                let of_class = |entry: &&SeedPhrase| entry.class == class;
                let mut entries = self.entries.iter().filter(of_class);
                *n += u32::from(entries.any(|entry| entry.begins(rest)));
            }
        }
        let most = hits.iter().copied().max().filter(|&most| most > 0)?;
        let mut at_most = hits.iter().enumerate().filter(|(_, n)| **n == most);
        let (class, _) = at_most.next()?;
        at_most.next().is_none().then_some(class)
    }
}

impl SeedPhrase {
    fn begins(&self, words: &[String]) -> bool {
        let Some(words) = words.get(..self.words.len()) else {
            return false;
        };
        let last = self.words.len() - 1;
        self.words
            .iter()
            .zip(words)
            .enumerate()
            .all(|(i, (own, word))| {
                if self.is_open && i == last {
                    word.starts_with(own.as_str())
                } else {
                    own == word
                }
            })
    }
}

/// The words of a text in lower case.
fn words_of(text: &str) -> Vec<String> {
    Tokenizer::tokens(text)
        .into_iter()
        .map(|token| token.text)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: [&str; 3] = ["voor", "tegen", "none"];

    fn words(table: &str) -> Result<SeedWords, EvaluateError> {
        SeedWords::read(table.as_bytes(), "words.csv", &CLASSES)
    }

    #[test]
    fn a_star_stands_for_any_ending_and_phrases_must_match_in_full() {
        let words = words("stance,word\nvoor,herplaats*\ntegen,grip op\n").unwrap();
        assert_eq!(words.top_class("De herplaatsingen lopen."), Some(0));
        assert_eq!(words.top_class("Meer grip op migratie"), Some(1));
        assert_eq!(words.top_class("Meer grip is nodig; op termijn"), None);
    }

    #[test]
    fn most_hits_win_and_a_tie_says_nothing() {
        let words = words("stance,word\nvoor,steun\ntegen,grens*\ntegen,grenscontrole\n").unwrap();
        assert_eq!(words.top_class("grens, grenscontrole en steun"), Some(1));
        // Two entries begin at this word, which counts once.
        assert_eq!(words.top_class("grenscontrole en steun"), None);
    }

    #[test]
    fn the_built_in_list_fits_the_built_in_codebook_only() {
        let codebook = crate::corpus::Codebook::built_in();
        let ids: Vec<&str> = codebook.class_ids().collect();
        assert!(SeedWords::built_in(&ids).is_some());
        assert!(SeedWords::built_in(&CLASSES).is_none());
    }

    #[test]
    fn refuses_other_classes_and_entries_without_a_word() {
        let error = words("stance,word\nneutraal,balans\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "words.csv, line 2: found stance `neutraal`, expected one of voor, tegen, none"
        );
        let error = words("stance,word\nvoor,*\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "words.csv, line 2: found word `*`, expected a word"
        );
    }
}
