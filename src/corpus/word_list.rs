//! Word lists: stop words, abbreviations, and lists of a user's own.
//!
//! A list is a text file with one entry a line. `#` starts a comment, blank lines do not count,
//! and a `*` behind an entry marks it; what a mark means, the list says itself.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use super::{DataError, DataFault};

/// Words in lower case, some of them marked.
///
/// ```
/// use standpunt::corpus::WordList;
/// let abbreviations = WordList::abbreviations();
/// assert!(abbreviations.contains("nr."));
/// assert!(abbreviations.is_marked("enz.")); // may also end a sentence
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordList {
    words: BTreeMap<String, bool>,
}

impl WordList {
    /// Abbreviations after which a full stop does not end a sentence, `data/abbreviations.txt`;
    /// marked are those that may also end one.
    pub fn abbreviations() -> Self {
        Self::built_in(
            include_str!("../../data/abbreviations.txt"),
            "data/abbreviations.txt",
        )
    }

    /// Function words that carry no stance, `data/stop_words.txt`; none is marked.
    pub fn stop_words() -> Self {
        Self::built_in(
            include_str!("../../data/stop_words.txt"),
            "data/stop_words.txt",
        )
    }

    /// Words of parliamentary procedure, `data/procedure_words.txt`; marked are those that stand
    /// for themselves alone, not for their stem.
    pub fn procedure_words() -> Self {
        Self::built_in(
            include_str!("../../data/procedure_words.txt"),
            "data/procedure_words.txt",
        )
    }

    fn built_in(text: &str, place: &str) -> Self {
        match Self::from_text(text, place) {
            Ok(list) => list,
            Err(error) => unreachable!("a test reads the built-in list: {error}"),
        }
    }

    /// Reads a list; `place` names the file in errors.
    ///
    /// # Errors
    /// Where an entry holds white space, is not in lower case and NFC, or stands there twice.
    pub fn from_text(text: &str, place: &str) -> Result<Self, DataError> {
        let wrong = |line: usize, found: String, expected: &str| {
            DataError::from(DataFault::Line {
                place: place.to_owned(),
                line,
                found,
                expected: expected.to_owned(),
            })
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut words = BTreeMap::new();
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, line) in text.lines().enumerate() {
            let number = i + 1;
            let entry = line.split('#').next().unwrap_or("").trim();
            let (word, is_marked) = match entry.strip_suffix('*') {
                Some(word) => (word.trim_end(), true),
                None => (entry, false),
            };
            if word.is_empty() && !is_marked {
                continue;
            }
            if word.is_empty() || word.contains(char::is_whitespace) {
                return Err(wrong(number, format!("`{entry}`"), "one word a line"));
            }
            if !is_nfc(word) || word.to_lowercase() != word {
                return Err(wrong(
                    number,
                    format!("`{word}`"),
                    "lower case in Unicode form NFC",
                ));
            }
            if let Some(first) = lines.insert(word, number) {
                return Err(wrong(
                    number,
                    format!("`{word}` a second time"),
                    &format!("it only on line {first}"),
                ));
            }
            words.insert(word.to_owned(), is_marked);
        }
        Ok(Self { words })
    }

    /// Whether the list has the word, which must be in lower case.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Whether the list has the word and marks it.
    pub fn is_marked(&self, word: &str) -> bool {
        self.words.get(word).copied().unwrap_or(false)
    }

    /// The words in the order of their letters.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the list has no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        match WordList::from_text(text, "w.txt") {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn words_of_stance_are_no_stop_words() {
        let list = WordList::stop_words();
        let stance = "niet geen noch nooit tegen voor zonder moeten moet mogen mag kunnen kan \
            willen wil zullen zal zouden zou hoeven meer minder meest minst wel alleen slechts alle \
            elke ieder ook maar echter toch te zeer veel weinig mits tenzij hoewel niemand niets";
        for word in stance.split_whitespace() {
            assert!(!list.contains(word), "{word}");
        }
        assert!(list.contains("de") && list.contains("werden"));
        assert!(list.iter().all(|word| !list.is_marked(word)));
    }

    #[test]
    fn abbreviations_end_in_a_stop_and_tell_which_may_end_a_sentence() {
        let list = WordList::abbreviations();
        assert!(list.iter().all(|word| word.ends_with('.')));
        for word in ["nr.", "art.", "d.d.", "o.a.", "mr.", "m.b.t.", "stb."] {
            assert!(list.contains(word) && !list.is_marked(word), "{word}");
        }
        for word in ["enz.", "jl.", "c.s.", "e.v.", "a.u.b."] {
            assert!(list.is_marked(word), "{word}");
        }
        assert!(!list.contains("lid."));
    }

    #[test]
    fn words_that_frame_are_no_words_of_procedure() {
        let list = WordList::procedure_words();
        let framing = "grens opvang solidariteit controle instroom bescherming rechten veiligheid \
            asielzoekers lidstaten europees illegale irreguliere tegen zonder niet";
        for word in framing.split_whitespace() {
            assert!(!list.contains(word), "{word}");
        }
        assert!(list.contains("voorzitter") && list.contains("motie"));
    }

    #[test]
    fn reads_comments_marks_and_blank_lines() {
        let list =
            WordList::from_text("\u{feff}# list\r\n\r\nwel # why\r\njl. *\r\n", "w.txt").unwrap();
        assert_eq!(list.iter().collect::<Vec<_>>(), ["jl.", "wel"]);
        assert!(list.is_marked("jl.") && !list.is_marked("wel"));
        assert_eq!(list.len(), 2);
    }

    #[test]
    fn refuses_what_could_never_match() {
        assert_eq!(
            message("de\nhet\nde\n"),
            "w.txt, line 3: found `de` a second time, expected it only on line 1"
        );
        assert_eq!(
            message("De\n"),
            "w.txt, line 1: found `De`, expected lower case in Unicode form NFC"
        );
        assert_eq!(
            message("e\u{301}e\u{301}n\n"),
            "w.txt, line 1: found `e\u{301}e\u{301}n`, expected lower case in Unicode form NFC"
        );
        assert_eq!(
            message("in plaats van\n"),
            "w.txt, line 1: found `in plaats van`, expected one word a line"
        );
        assert_eq!(
            message("*\n"),
            "w.txt, line 1: found `*`, expected one word a line"
        );
    }
}
